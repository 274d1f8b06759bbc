//! The tunnel state machine of one connection: a pure reducer. It owns no socket, clock or randomness; the
//! [`engine`](crate::engine) performs its [`Effect`]s and tells it what came of them.
//!
//! ```text
//!                  ┌───────────────────── Disconnect, Cancel, Retry::Never ────────────────────┐
//!                  │                                                                           ▼
//! Disconnected ─► Connecting ── Applied ─► Connected ── broke ─► Reconnecting ─► … ──► Disconnecting ─► Disconnected
//!                                              ▲                    │    ▲
//!                                              └───── Applied ──────┘    │ answer
//!                                                     ask the person ─► Blocked
//! ```
//!
//! What holds, and is tested over random inputs:
//! * Results of old work change nothing: each carries the [`AttemptId`] it was asked under.
//! * `Connected` follows only from [`MachineInput::Applied`], which is sent after the network was set up and read back.
//! * From the first tunnel on, nothing is undone unless the connection ends: while a reconnect is under way, or waits for
//!   the person, traffic meant for the tunnel is routed to its interface and dropped there.
//! * `Disconnect` ends, whatever the session, the network or the engine do.
//!
//! A failure that cannot be retried ([`Retry::Never`]) ends the connection and undoes everything, also after the tunnel had
//! been up: holding traffic back for good is a lock, and a lock has to be the person's choice.

use std::time::{Duration, Instant};

use vpn_api::{
    Blame, ConnectionDetails, Connectivity, Deadline, Failure, FailureKind, Phase, Prompt, PromptId, Retry,
    RetryPolicy, ServerEntry, Target, TunnelState, state::ServerLabel,
};

use crate::backoff::{Backoff, Backoffs, Returns};

mod contract;
mod online;
mod retry;
mod rotation;
mod step;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use contract::{AttemptId, Effect, MachineInput, MachineSettings};
pub use rotation::Destination;
use rotation::ServerRotation;

/// How long to stay away, first and at most, from a server that lets us in and then gives no tunnel: it will most likely do the
/// same again, and each try is a sign-in that somebody may count, or has to confirm.
const AFTER_SIGN_IN: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(300));

/// The state of one connection.
#[derive(Debug, Clone, PartialEq)]
pub struct Machine {
    rotation: ServerRotation,
    backoffs: Backoffs,
    /// Tunnels that were up for a short time only and were brought back at once.
    returns: Returns,
    /// How far the machine's network leads towards the servers.
    online: Connectivity,
    last_attempt: u64,
    last_prompt: u64,
    /// How often the server of the session that was configured last is heard at least.
    keepalive: Option<Duration>,
    /// Give up after this many rounds without a tunnel.
    most_rounds: Option<u32>,
    /// Rounds without a tunnel so far.
    rounds: u32,
    /// How long to stay away from a server that lets us in and then gives no tunnel.
    after_sign_in: Backoff,
    /// When the server turned a sign-in away that the person did not stand behind, oldest first.
    turned_away: Vec<Instant>,
    state: State,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    Disconnected { failure: Option<Failure> },
    Connecting(Trying),
    Connected(Up),
    Reconnecting(Trying),
    Disconnecting(Ending),
    Blocked { failure: Failure, pending: Pending },
}

/// On the way to a tunnel, for the first time or again.
#[derive(Debug, Clone, PartialEq)]
struct Trying {
    /// Attempts so far, this one included.
    tries: u32,
    /// Why the last attempt, or the tunnel, ended. Always there while reconnecting.
    failure: Option<Failure>,
    stage: Stage,
}

#[derive(Debug, Clone, PartialEq)]
enum Stage {
    Resolving {
        attempt: AttemptId,
    },
    Session {
        attempt: AttemptId,
        phase: Phase,
        pending: Option<Pending>,
        /// When people are told that the server has not answered; `None` once they are.
        silent_at: Option<Instant>,
    },
    Waiting {
        until: Instant,
    },
    /// No session runs; the person's answer starts the next. Only while connecting: while reconnecting this is `Blocked`.
    Asking {
        pending: Pending,
    },
}

#[derive(Debug, Clone, PartialEq)]
struct Up {
    attempt: AttemptId,
    since: Instant,
    details: Box<ConnectionDetails>,
    pending: Option<Pending>,
    /// The network changed, and the server has to be heard until then.
    doubt: Option<Instant>,
    /// There was no network, and the server was not heard since.
    unproved: bool,
    /// The server was asked and does not answer: why there is no tunnel in the meantime.
    silent: Option<Failure>,
    /// Packets came through it.
    carried: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Ending {
    /// Why the connection ends, if the person did not end it.
    failure: Option<Failure>,
    stage: ClosingStage,
    attempt: AttemptId,
    until: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ClosingStage {
    /// The session says goodbye.
    Goodbye,
    /// The network is put back.
    Undoing,
}

/// A prompt in front of the person.
#[derive(Debug, Clone, PartialEq)]
struct Pending {
    id: PromptId,
    prompt: Prompt,
    asked_by: Asker,
}

#[derive(Debug, Clone, PartialEq)]
enum Asker {
    /// A live session, under its own number.
    Session(AttemptId, PromptId),
    /// The next attempt needs it.
    NextAttempt,
}

impl Machine {
    /// A machine for a profile with these servers, not connected. `None` if there are no servers.
    #[must_use]
    pub fn new(servers: Vec<ServerEntry>, retry: RetryPolicy) -> Option<Self> {
        Some(Self {
            rotation: ServerRotation::new(servers)?,
            backoffs: Backoffs::new(retry.first, retry.largest),
            returns: Returns::default(),
            online: Connectivity::Up,
            last_attempt: 0,
            last_prompt: 0,
            keepalive: None,
            most_rounds: retry.rounds,
            rounds: 0,
            after_sign_in: Backoff::new(AFTER_SIGN_IN.0, AFTER_SIGN_IN.1),
            turned_away: Vec::new(),
            state: State::Disconnected { failure: None },
        })
    }

    /// Takes one input and gives what has to be done, in this order.
    #[must_use]
    pub fn step(mut self, now: Instant, input: MachineInput, settings: &MachineSettings) -> (Self, Vec<Effect>) {
        let mut step = step::Step { machine: &mut self, now, settings, effects: Vec::new(), asked: false };
        step.take(input);
        let effects = step.effects;
        (self, effects)
    }

    /// What is the case at this time, for people.
    #[must_use]
    pub fn state(&self, now: Instant) -> TunnelState {
        match &self.state {
            State::Disconnected { failure } => TunnelState::Disconnected { failure: failure.clone() },
            State::Connecting(trying) => TunnelState::Connecting {
                phase: trying.phase(),
                server: Some(self.rotation.label()),
                attempt: trying.tries,
                last_failure: self.told(trying),
                waiting: self.waiting(trying, now),
            },
            State::Connected(up) => {
                let waiting = self.waiting_up(up);
                if waiting.is_none() && !up.unproved && up.silent.is_none() {
                    let up_for = now.saturating_duration_since(up.since).as_millis();
                    let up_ms = u64::try_from(up_for).unwrap_or(u64::MAX);
                    return TunnelState::Connected(Box::new(ConnectionDetails { up_ms, ..(*up.details).clone() }));
                }
                let cause = up.silent.clone().filter(|_| waiting.is_none()).unwrap_or_else(online::no_network);
                let (phase, server) = (Phase::Contacting, Some(up.details.server.clone()));
                TunnelState::Reconnecting { phase, server, attempt: 0, cause, waiting }
            }
            State::Reconnecting(trying) => TunnelState::Reconnecting {
                phase: trying.phase(),
                server: Some(self.rotation.label()),
                attempt: trying.tries,
                cause: self.told(trying).unwrap_or_else(connection_lost),
                waiting: self.waiting(trying, now),
            },
            State::Disconnecting(_) => TunnelState::Disconnecting,
            State::Blocked { failure, .. } => TunnelState::Blocked { failure: failure.clone() },
        }
    }

    /// What people are told of why there is no tunnel yet.
    fn told(&self, trying: &Trying) -> Option<Failure> {
        if matches!(trying.stage, Stage::Waiting { .. }) && self.is_offline().is_some() {
            return Some(online::no_network());
        }
        let Stage::Session { phase: Phase::Contacting, silent_at: None, .. } = trying.stage else {
            return trying.failure.clone();
        };
        let ServerLabel { host, port, transport, .. } = self.rotation.label();
        let kind = FailureKind::NoAnswerYet { host, port, transport };
        Some(Failure::new(kind, Blame::Network, Retry::NextServer))
    }

    /// Every server that may be contacted: where it is, or its name where that is not known.
    pub fn destinations(&self) -> impl Iterator<Item = Destination<'_>> {
        self.rotation.destinations()
    }

    /// The address of the server whose tunnel is up.
    #[must_use]
    pub fn peer(&self) -> Option<std::net::IpAddr> {
        match &self.state {
            State::Connected(up) => up.details.server.address.map(|address| address.ip()),
            State::Disconnected { .. }
            | State::Connecting(_)
            | State::Reconnecting(_)
            | State::Disconnecting(_)
            | State::Blocked { .. } => None,
        }
    }

    /// What the person is asked.
    #[must_use]
    pub fn prompt(&self) -> Option<(PromptId, &Prompt)> {
        self.pending().map(|pending| (pending.id, &pending.prompt))
    }

    /// What the person wants, as far as the machine was told.
    #[must_use]
    pub fn target(&self) -> Target {
        match &self.state {
            State::Disconnected { .. } | State::Disconnecting(_) => Target::Open,
            State::Connecting(_) | State::Connected(_) | State::Reconnecting(_) | State::Blocked { .. } => {
                Target::Tunnelled
            }
        }
    }

    /// When to send [`MachineInput::Timeout`].
    #[must_use]
    pub fn deadline(&self) -> Option<Deadline> {
        match &self.state {
            State::Connecting(trying) | State::Reconnecting(trying) => match trying.stage {
                Stage::Waiting { .. } if self.is_held() => None,
                Stage::Waiting { until } => Some(Deadline { at: until, why: "machine.back-off" }),
                Stage::Session { silent_at: Some(at), phase: Phase::Contacting, .. } => {
                    Some(Deadline { at, why: "machine.silent" })
                }
                Stage::Resolving { .. } | Stage::Session { .. } | Stage::Asking { .. } => None,
            },
            State::Connected(up) => up.doubt.map(|at| Deadline { at, why: "machine.recover" }),
            State::Disconnecting(ending) => Some(Deadline {
                at: ending.until,
                why: match ending.stage {
                    ClosingStage::Goodbye => "machine.goodbye",
                    ClosingStage::Undoing => "machine.undo",
                },
            }),
            State::Disconnected { .. } | State::Blocked { .. } => None,
        }
    }

    fn pending(&self) -> Option<&Pending> {
        match &self.state {
            State::Connecting(trying) | State::Reconnecting(trying) => match &trying.stage {
                Stage::Session { pending, .. } => pending.as_ref(),
                Stage::Asking { pending } => Some(pending),
                Stage::Resolving { .. } | Stage::Waiting { .. } => None,
            },
            State::Connected(up) => up.pending.as_ref(),
            State::Blocked { pending, .. } => Some(pending),
            State::Disconnected { .. } | State::Disconnecting(_) => None,
        }
    }

    /// The work whose results count.
    fn live(&self) -> Option<AttemptId> {
        match &self.state {
            State::Connecting(trying) | State::Reconnecting(trying) => match trying.stage {
                Stage::Resolving { attempt } | Stage::Session { attempt, .. } => Some(attempt),
                Stage::Waiting { .. } | Stage::Asking { .. } => None,
            },
            State::Connected(up) => Some(up.attempt),
            State::Disconnecting(ending) => Some(ending.attempt),
            State::Disconnected { .. } | State::Blocked { .. } => None,
        }
    }

    fn resolving(&self) -> Option<AttemptId> {
        match &self.state {
            State::Connecting(Trying { stage: Stage::Resolving { attempt }, .. })
            | State::Reconnecting(Trying { stage: Stage::Resolving { attempt }, .. }) => Some(*attempt),
            State::Connecting(_)
            | State::Reconnecting(_)
            | State::Disconnected { .. }
            | State::Connected(_)
            | State::Disconnecting(_)
            | State::Blocked { .. } => None,
        }
    }

    /// Whether it ends, or has ended, because of a failure: nobody asked for it.
    #[must_use]
    pub fn ends_by_failure(&self) -> bool {
        match &self.state {
            State::Disconnected { failure } | State::Disconnecting(Ending { failure, .. }) => failure.is_some(),
            State::Connecting(_) | State::Connected(_) | State::Reconnecting(_) | State::Blocked { .. } => false,
        }
    }

    /// Whether this session is on its way to a tunnel that is wanted.
    #[must_use]
    pub fn is_trying(&self, attempt: AttemptId) -> bool {
        matches!(self.state, State::Connecting(_) | State::Reconnecting(_)) && self.session() == Some(attempt)
    }

    /// The session that has not ended yet, as far as the machine knows.
    fn session(&self) -> Option<AttemptId> {
        match &self.state {
            State::Connecting(trying) | State::Reconnecting(trying) => match trying.stage {
                Stage::Session { attempt, .. } => Some(attempt),
                Stage::Resolving { .. } | Stage::Waiting { .. } | Stage::Asking { .. } => None,
            },
            State::Connected(up) => Some(up.attempt),
            State::Disconnecting(ending) => (ending.stage == ClosingStage::Goodbye).then_some(ending.attempt),
            State::Disconnected { .. } | State::Blocked { .. } => None,
        }
    }
}

impl Trying {
    fn phase(&self) -> Phase {
        match self.stage {
            Stage::Resolving { .. } => Phase::Resolving,
            Stage::Session { phase, .. } => phase,
            Stage::Waiting { .. } => Phase::Contacting,
            Stage::Asking { .. } => Phase::Authenticating,
        }
    }
}

fn silent(seconds: u64) -> Failure {
    Failure::new(FailureKind::KeepaliveTimeout { seconds }, Blame::Network, Retry::NextServer)
}

fn connection_lost() -> Failure {
    Failure::new(FailureKind::ConnectionLost, Blame::Network, Retry::NextServer)
}
