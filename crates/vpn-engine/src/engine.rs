//! Performs what the [`machine`](crate::machine) of each connection asks for: looks names up, drives sessions, makes
//! interfaces, sets the network up and puts it back, and tells all subscribers.
//!
//! ```text
//! EngineHandle ── command ─► connection (one task each) ── effects ─► session task ── drives one session
//!      ▲                         │      ▲      └─────────────────────► network worker ── interface, plan, read back
//!      └── views, log, events ───┘      └──────────── reports ──────────────┘
//! ```
//!
//! A connection's task never waits for the work that it ordered: work reports back under the attempt it was ordered for.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{FutureExt, future::BoxFuture};
use netconf::{BadPlan, NetError};
use privileged::{Refusal, Want};
use tokio::sync::{Semaphore, broadcast};
use vpn_api::{
    Answer, Blame, CloseReason, ConnectionId, Entropy, Failure, FailureKind, NetworkProblem, NetworkProof, Owner,
    PromptId, Proof, Protection, ProtectionRequest, RequestProblem, Retry, Ways,
    contract::{ConnectRequest, ConnectionSnapshot, Event, LogLevel, LogLine},
};

use crate::{platform::Platform, proof, proofs, registry::Registry, sockets::SocketSource};

mod accepted;
mod active;
mod asked;
mod condition;
mod connection;
mod counting;
mod jobs;
mod journal;
mod kept;
mod live;
mod machine_state;
mod mailbox;
mod messages;
mod network;
mod off;
mod online;
mod place;
mod planned;
mod session;
mod sign_ins;
mod table;
mod waiting;
mod wanting;
mod watch;

#[cfg(test)]
mod fakes;
#[cfg(test)]
mod tests;

use accepted::Accepted;
pub use counting::TrafficWatch;
use mailbox::Command;
use messages::Setup;
use table::{ConnectionTable, Provable};

/// Proofs that are made at one time: each asks the kernel about up to 16,384 networks.
const PROOFS: usize = 4;
/// Longest technical detail of a network failure, in characters.
const MAX_DETAIL: usize = 1024;

/// The engine. It runs until [`EngineHandle::shutdown`], on the Tokio runtime it was made in.
#[derive(Debug)]
pub struct Engine {
    handle: EngineHandle,
}

impl Engine {
    /// Starts an engine on this machine with these protocols.
    #[must_use]
    pub fn new<P: Platform>(platform: P, registry: Registry) -> Self {
        let platform = Arc::new(platform);
        let table = Arc::new(ConnectionTable::new(registry));
        counting::spawn(Arc::clone(&table));
        watch::spawn(&*platform, Arc::clone(&table));
        watch::follow(Arc::clone(&platform), Arc::clone(&table));
        let lock = Arc::clone(&platform);
        let protect = move |user, request| lock.protect(user, request);
        let other = Arc::clone(&platform);
        let wanted = move || other.wanted();
        let looking = Arc::clone(&platform);
        let turns = Arc::new(Semaphore::new(PROOFS));
        let prove = move |Provable { slot, plans, measure }| {
            let (platform, turns) = (Arc::clone(&looking), Arc::clone(&turns));
            async move {
                let _turn = turns.acquire().await.ok()?;
                proofs::prove(&platform, slot, plans, measure).await
            }
            .boxed()
        };
        let outlived = platform.outlived();
        let randomness = Arc::clone(&platform);
        let entropy = move || randomness.entropy();
        let start = move |table: &Arc<ConnectionTable>, setup| {
            connection::spawn(Arc::clone(&platform), Arc::clone(table), setup)
        };
        Self {
            handle: EngineHandle {
                table,
                start: Arc::new(start),
                entropy: Arc::new(entropy),
                protect: Arc::new(protect),
                wanted: Arc::new(wanted),
                prove: Arc::new(prove),
                outlived,
            },
        }
    }

    /// A handle to command and watch it with.
    #[must_use]
    pub fn handle(&self) -> EngineHandle {
        self.handle.clone()
    }
}

type Protect = dyn Fn(Owner, ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> + Send + Sync;
type Prove = dyn Fn(Provable) -> BoxFuture<'static, Option<Proof>> + Send + Sync;
type Wanted = dyn Fn() -> BoxFuture<'static, Vec<Want>> + Send + Sync;
type Start = dyn Fn(&Arc<ConnectionTable>, Setup) + Send + Sync;

/// Commands and watches an engine. Cheap to clone.
#[derive(Clone)]
pub struct EngineHandle {
    table: Arc<ConnectionTable>,
    start: Arc<Start>,
    entropy: Arc<dyn Fn() -> Box<dyn Entropy> + Send + Sync>,
    protect: Arc<Protect>,
    wanted: Arc<Wanted>,
    prove: Arc<Prove>,
    outlived: bool,
}

impl EngineHandle {
    /// Records the request for a tunnel. A tunnel of the same id and owner is taken down first.
    ///
    /// # Errors
    /// The profile is not usable, or a limit is reached. Nothing has changed.
    pub fn connect(&self, caller: &Owner, request: ConnectRequest) -> Result<(), Failure> {
        let kept = self.outlived.then(|| kept::text(&request)).flatten();
        let accepted = Accepted::new(&self.table.registry, caller, request, &mut *(self.entropy)())?;
        if let Some(setup) = self.table.enter(Accepted { kept, ..accepted })? {
            (self.start)(&self.table, setup);
        }
        Ok(())
    }

    /// Brings back each connection that is wanted and that this engine knows nothing of, because an engine before it ended. One
    /// that cannot be brought back is shown as it is, for its person to connect again or to disconnect.
    pub async fn resume(&self) {
        for want in (self.wanted)().await {
            let log = |level, text| self.table.log(level, Some((want.owner.clone(), want.connection.clone())), text);
            let entered = match kept::request(&want) {
                Some(request) => self.enter_again(&want, request),
                None => Err(Failure::new(FailureKind::NotBroughtBack, Blame::Machine, Retry::Never)),
            };
            match entered {
                Ok(()) => log(LogLevel::Info, "The helper was started again and brings the connection back"),
                Err(failure) => {
                    log(LogLevel::Warn, &format!("The connection cannot be brought back: {failure}"));
                    if let Some(setup) = self.table.enter_left(want, failure) {
                        (self.start)(&self.table, setup);
                    }
                }
            }
        }
    }

    fn enter_again(&self, want: &Want, request: ConnectRequest) -> Result<(), Failure> {
        let accepted = Accepted::new(&self.table.registry, &want.owner, request, &mut *(self.entropy)())?;
        let accepted = Accepted { resumed: Some(want.hold), ..accepted };
        if let Some(setup) = self.table.enter_at(accepted, Some(want.slot))? {
            (self.start)(&self.table, setup);
        }
        Ok(())
    }

    /// Records that the tunnel is not wanted any more. A connection that is down already is left as it is.
    ///
    /// # Errors
    /// There is no such connection, or the caller may not act for its owner.
    pub fn disconnect(&self, caller: &Owner, owner: Option<Owner>, connection: ConnectionId) -> Result<(), Failure> {
        let key = (owner.unwrap_or_else(|| caller.clone()), connection);
        self.table.command(caller, &key, Command::Disconnect(CloseReason::User))
    }

    /// Tries the next server now, where a connection waits for its next try.
    ///
    /// # Errors
    /// There is no such connection, or the caller may not act for its owner.
    pub fn try_now(&self, caller: &Owner, owner: Option<Owner>, connection: ConnectionId) -> Result<(), Failure> {
        let key = (owner.unwrap_or_else(|| caller.clone()), connection);
        self.table.command(caller, &key, Command::TryNow)
    }

    /// Asks a TLS server in the network that the machine is in for its key.
    ///
    /// # Errors
    /// Its address is no private one, or it does not answer as it should.
    pub async fn learn_network(&self, server: SocketAddr) -> Result<NetworkProof, Failure> {
        let key = proof::key_of(SocketSource::Ordinary, server).await?;
        Ok(NetworkProof { server, key })
    }

    /// Passes an answer on. An answer to a prompt that is not asked is ignored.
    ///
    /// # Errors
    /// There is no such connection, the caller may not act for its owner, or the answer is of another kind than the prompt.
    pub fn answer(
        &self,
        caller: &Owner,
        owner: Option<Owner>,
        connection: ConnectionId,
        prompt: PromptId,
        answer: Answer,
    ) -> Result<(), Failure> {
        let key = (owner.unwrap_or_else(|| caller.clone()), connection);
        self.table.command(caller, &key, Command::Answer(prompt, answer))
    }

    /// Looks whether a tunnel does what it should, within seconds. None: it is not up.
    ///
    /// # Errors
    /// There is no such connection, or the caller may not act for its owner.
    pub async fn prove(
        &self,
        caller: &Owner,
        owner: Option<Owner>,
        connection: ConnectionId,
    ) -> Result<Option<Proof>, Failure> {
        let key = (owner.unwrap_or_else(|| caller.clone()), connection);
        match self.table.provable(caller, &key)? {
            Some(provable) => Ok((self.prove)(provable).await),
            None => Ok(None),
        }
    }

    /// What goes where.
    #[must_use]
    pub fn ways(&self) -> Ways {
        self.table.ways()
    }

    /// The lock as it is.
    #[must_use]
    pub fn protection(&self) -> Protection {
        self.table.protection()
    }

    /// Changes the lock for somebody who may do so.
    ///
    /// # Errors
    /// It was refused: nothing has changed.
    pub async fn protect(&self, caller: &Owner, request: ProtectionRequest) -> Result<Protection, Failure> {
        let protection = (self.protect)(caller.clone(), request).await.map_err(|refusal| wanting::refused(&refusal))?;
        self.table.show_protection(protection.clone());
        if request == ProtectionRequest::LetOut {
            self.table.let_out(caller);
        }
        Ok(protection)
    }

    /// All connections as their owners see them, in the order of their owners and ids.
    #[must_use]
    pub fn snapshot(&self) -> Vec<ConnectionSnapshot> {
        self.table.snapshots()
    }

    /// All connections as they are, and everything that happens from here on. A receiver that falls behind by more than
    /// a thousand events is told so ([`broadcast::error::RecvError::Lagged`]).
    #[must_use]
    pub fn subscribe(&self) -> (Vec<ConnectionSnapshot>, broadcast::Receiver<Event>) {
        self.table.subscribe()
    }

    /// Tells the counters of what is connected ([`Event::Traffic`]), at once and then once a second, for as long as what this gives
    /// lives.
    #[must_use]
    pub fn watch_traffic(&self) -> TrafficWatch {
        TrafficWatch::begin(&self.table)
    }

    /// Log lines with a number above `after`, oldest first, at most `limit`. Those that `keep` refuses do not count.
    #[must_use]
    pub fn read_log(&self, after: u64, limit: usize, keep: impl Fn(&LogLine) -> bool) -> Vec<LogLine> {
        self.table.journal.read(after, limit, keep)
    }

    /// Writes a line into the log that people read.
    pub fn log(&self, level: LogLevel, text: &str) {
        self.table.log(level, None, text);
    }

    /// Takes all tunnels down, waits until that is done, and refuses new ones. `false`: it was not done within `limit`.
    pub async fn shutdown(&self, limit: Duration) -> bool {
        tokio::time::timeout(limit, self.table.shut_down()).await.is_ok()
    }
}

impl std::fmt::Debug for EngineHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EngineHandle").finish_non_exhaustive()
    }
}

/// What a network error means for a connection. What another program or a slow service got in the way of is tried again;
/// everything else is final. A plan that cannot be applied is our own fault, whatever the server or the profile wanted.
#[must_use]
pub fn setup_failure(error: &NetError) -> Failure {
    let again = Retry::After(Duration::from_secs(3));
    let (problem, blame, retry) = match error {
        NetError::InUse { owner } => return in_use(owner),
        NetError::BadPlan(BadPlan::TakenAddress(address)) => {
            let kind = FailureKind::AddressUnusable { address: address.to_string() };
            return Failure::new(kind, Blame::Server, Retry::Never).with_detail(error);
        }
        NetError::BadPlan(_) => (NetworkProblem::BadPlan, Blame::Us, Retry::Never),
        NetError::ReadBackMismatch { .. } | NetError::NoInterface { .. } => {
            (NetworkProblem::NotKept, Blame::Machine, again)
        }
        NetError::TimedOut { .. } => (NetworkProblem::TimedOut, Blame::Machine, again),
        NetError::Unsupported { .. } => (NetworkProblem::Unsupported, Blame::Machine, Retry::Never),
        NetError::Gone => (NetworkProblem::Refused, Blame::Us, again),
        NetError::Change { .. } | NetError::System { .. } | NetError::Journal { .. } | NetError::Undo { .. } => {
            let permitted = error.cause().is_none_or(|cause| cause.kind() != std::io::ErrorKind::PermissionDenied);
            let problem = if permitted { NetworkProblem::Refused } else { NetworkProblem::NotPermitted };
            (problem, Blame::Machine, Retry::Never)
        }
    };
    let mut detail = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        detail = format!("{detail}: {cause}");
        source = cause.source();
    }
    // A read-back that finds everything missing lists everything; a person reads the first lines.
    let detail: String = detail.chars().take(MAX_DETAIL).collect();
    Failure::new(FailureKind::NetworkSetup { step: error.step(), problem }, blame, retry).with_detail(detail)
}

/// A tunnel of another user has what a connection needs.
fn in_use(owner: &Owner) -> Failure {
    Failure::new(FailureKind::NetworkInUse { owner: owner.clone() }, Blame::User, Retry::Never)
}

/// The present moment on the clock that tests can hold.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

fn refused(problem: RequestProblem) -> Failure {
    Failure::new(FailureKind::BadRequest { problem }, Blame::User, Retry::Never)
}

fn cancelled() -> Failure {
    Failure::new(FailureKind::Cancelled, Blame::User, Retry::Never)
}

fn connection_lost(detail: &str) -> Failure {
    Failure::new(FailureKind::ConnectionLost, Blame::Network, Retry::NextServer).with_detail(detail)
}
