//! Requests to the engine, and the engine's events back, each as its peer may see it.

use std::{any::Any, sync::Arc};

use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::mpsc;
use vpn_api::{
    Blame, Failure, FailureKind, Owner, Retry,
    contract::{Event, LogLine, Request, Response},
};
use vpn_engine::engine::EngineHandle;
use vpn_ipc::{Handler, Peer};

use crate::{access::Access, doctor, policy::PolicyKeeper, rights};

/// Lines in one answer.
const MAX_LINES: usize = 1000;
/// Bytes of lines in one answer, so that it fits into a frame with all its JSON.
const MAX_LOG_BYTES: usize = 512 * 1024;
/// What one line takes besides its text, at most.
const LINE_OVERHEAD: usize = 256;
/// Events that may wait for a client.
const EVENTS: usize = 256;

/// Serves an engine.
#[derive(Debug)]
pub struct EngineHandler {
    engine: EngineHandle,
    access: Access,
    policy: Arc<PolicyKeeper>,
}

impl EngineHandler {
    /// For this engine, these users and this policy.
    #[must_use]
    pub(crate) fn new(engine: EngineHandle, access: Access, policy: Arc<PolicyKeeper>) -> Self {
        Self { engine, access, policy }
    }

    async fn answer(&self, peer: &Owner, request: Request) -> Result<Response, Failure> {
        let looking = self.access.looking(peer);
        match request {
            Request::Snapshot | Request::Subscribe => Ok(Response::Snapshot {
                connections: self
                    .engine
                    .snapshot()
                    .into_iter()
                    .map(|snapshot| rights::snapshot(snapshot, &looking))
                    .collect(),
                protection: Box::new(self.engine.protection()),
            }),
            Request::WatchTraffic { .. } => Ok(Response::Done),
            Request::Protect(request) => {
                self.engine.protect(peer, request).await?;
                Ok(Response::Done)
            }
            Request::Connect(request) | Request::ConnectFor { owner: _, request } => {
                self.engine.connect(peer, *request)?;
                Ok(Response::Done)
            }
            Request::Disconnect { connection, owner } => {
                self.engine.disconnect(peer, owner, connection)?;
                Ok(Response::Done)
            }
            Request::TryNow { connection, owner } => {
                self.engine.try_now(peer, owner, connection)?;
                Ok(Response::Done)
            }
            Request::Answer { connection, owner, prompt, answer } => {
                self.engine.answer(peer, owner, connection, prompt, answer)?;
                Ok(Response::Done)
            }
            Request::Prove { connection, owner } => {
                let proof = self.engine.prove(peer, owner, connection).await?;
                Ok(Response::Proof { proof: proof.map(Box::new) })
            }
            Request::ReadLog { after, limit } => Ok(Response::Log { lines: self.read_log(peer, after, limit) }),
            Request::LearnNetwork { server } => {
                Ok(Response::Network { proof: self.engine.learn_network(server).await? })
            }
            Request::Policy => Ok(Response::Policy { policy: self.policy.view(peer) }),
            Request::Doctor => {
                let mut checks = doctor::checks().await;
                checks.push(self.policy.check());
                Ok(Response::Checks { checks })
            }
        }
    }

    fn read_log(&self, peer: &Owner, after: u64, limit: u32) -> Vec<LogLine> {
        let limit = usize::try_from(limit).unwrap_or(MAX_LINES).min(MAX_LINES);
        let mut room = MAX_LOG_BYTES;
        self.engine
            .read_log(after, limit, |line| rights::may_read(line, peer))
            .into_iter()
            .take_while(|line| {
                // Control characters are gone; quotes and backslashes double.
                let taken = 2 * line.text.len() + LINE_OVERHEAD;
                let fits = taken <= room;
                room = room.saturating_sub(taken);
                fits
            })
            .collect()
    }
}

impl Handler for EngineHandler {
    fn handle(&self, peer: Peer, request: Request) -> BoxFuture<'_, Result<Response, Failure>> {
        async move {
            if !self.access.permits(&peer, &request).await {
                return Err(Failure::new(FailureKind::NotAuthorized, Blame::User, Retry::Never));
            }
            let acting = self.access.acting(&peer.owner, &request);
            let request = self.policy.judge(&peer.owner, &acting, request)?;
            self.answer(&acting, request).await
        }
        .boxed()
    }

    fn watch_traffic(&self) -> Box<dyn Any + Send> {
        Box::new(self.engine.watch_traffic())
    }

    fn subscribe(&self, Peer { owner: peer, .. }: Peer) -> mpsc::Receiver<Event> {
        let peer = self.access.looking(&peer);
        let (sender, receiver) = mpsc::channel(EVENTS);
        let (snapshots, mut events) = self.engine.subscribe();
        let ways = rights::ways(self.engine.ways(), &peer);
        let protection = Event::Protection(Box::new(self.engine.protection()));
        let mut policy = self.policy.changes();
        tokio::spawn(async move {
            if sender.send(Event::Ways(Box::new(ways))).await.is_err() {
                return;
            }
            for snapshot in snapshots {
                let snapshot = rights::snapshot(snapshot, &peer);
                if sender.send(Event::Connection(Box::new(snapshot))).await.is_err() {
                    return;
                }
            }
            if sender.send(protection).await.is_err() {
                return;
            }
            loop {
                let event = tokio::select! {
                    () = sender.closed() => return,
                    changed = policy.changed() => match changed { Ok(()) => Ok(Event::PolicyChanged), Err(_) => return },
                    // An error: the engine is gone, or this client is too far behind to be told everything.
                    event = events.recv() => event,
                };
                let Ok(event) = event else { return };
                let Some(event) = rights::event(event, &peer) else { continue };
                if sender.try_send(event).is_err() {
                    return;
                }
            }
        });
        receiver
    }
}
