//! Requests to the engine, and the engine's events back, each as its peer may see it.

use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::mpsc;
use vpn_api::{Failure, Owner};
use vpn_engine::engine::{ConnectOrder, ConnectionView, EngineEvent, EngineHandle};
use vpn_ipc::{
    Event, Handler, Request, Response,
    message::{Connect, ConnectOptions, LogLine},
};

use crate::{doctor, rights};

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
}

impl EngineHandler {
    /// For this engine.
    #[must_use]
    pub fn new(engine: EngineHandle) -> Self {
        Self { engine }
    }

    async fn answer(&self, peer: &Owner, request: Request) -> Result<Response, Failure> {
        match request {
            Request::Snapshot | Request::Subscribe => Ok(Response::Snapshot {
                connections: self.engine.snapshot().into_iter().map(|view| rights::snapshot(view, peer)).collect(),
            }),
            Request::Connect(connect) => {
                self.engine.connect(peer, order(*connect))?;
                Ok(Response::Done)
            }
            Request::Disconnect { connection } => {
                self.engine.disconnect(peer, &connection)?;
                Ok(Response::Done)
            }
            Request::Answer { connection, prompt, answer } => {
                self.engine.answer(peer, &connection, prompt, answer)?;
                Ok(Response::Done)
            }
            Request::ReadLog { after, limit } => Ok(Response::Log { lines: self.read_log(peer, after, limit) }),
            Request::Doctor => Ok(Response::Checks { checks: doctor::checks().await }),
        }
    }

    fn read_log(&self, peer: &Owner, after: u64, limit: u32) -> Vec<LogLine> {
        let limit = usize::try_from(limit).unwrap_or(MAX_LINES).min(MAX_LINES);
        let mut room = MAX_LOG_BYTES;
        self.engine
            .read_log(after, limit, |entry| rights::may_read(entry, peer))
            .into_iter()
            .take_while(|entry| {
                // Control characters are gone; quotes and backslashes double.
                let taken = 2 * entry.text.len() + LINE_OVERHEAD;
                let fits = taken <= room;
                room = room.saturating_sub(taken);
                fits
            })
            .filter_map(|entry| rights::log_line(entry, peer))
            .collect()
    }
}

impl Handler for EngineHandler {
    fn handle(&self, peer: Owner, request: Request) -> BoxFuture<'_, Result<Response, Failure>> {
        async move { self.answer(&peer, request).await }.boxed()
    }

    fn subscribe(&self, peer: Owner) -> mpsc::Receiver<Event> {
        let (sender, receiver) = mpsc::channel(EVENTS);
        let (views, mut events) = self.engine.subscribe();
        tokio::spawn(async move {
            for view in views {
                if sender.send(connection(view, &peer)).await.is_err() {
                    return;
                }
            }
            loop {
                let event = tokio::select! {
                    () = sender.closed() => return,
                    // An error: the engine is gone, or this client is too far behind to be told everything.
                    event = events.recv() => match event { Ok(event) => event, Err(_) => return },
                };
                let event = match event {
                    EngineEvent::Connection(view) => Some(connection(*view, &peer)),
                    EngineEvent::Traffic { connection, owner: _, traffic } => {
                        Some(Event::Traffic { connection, traffic })
                    }
                    EngineEvent::Log(entry) => rights::log_line(entry, &peer).map(Event::Log),
                    EngineEvent::ShuttingDown => Some(Event::ShuttingDown),
                };
                if let Some(event) = event
                    && sender.try_send(event).is_err()
                {
                    return;
                }
            }
        });
        receiver
    }
}

fn connection(view: ConnectionView, peer: &Owner) -> Event {
    Event::Connection(Box::new(rights::snapshot(view, peer)))
}

fn order(connect: Connect) -> ConnectOrder {
    let Connect { connection, name, profile, secrets, options } = connect;
    let ConnectOptions { reconnect, lan, proxies } = options;
    ConnectOrder { connection, name, profile, secrets, reconnect, lan, proxies }
}
