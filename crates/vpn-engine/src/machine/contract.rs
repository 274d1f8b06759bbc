//! What goes into the machine and what comes out.

use std::{net::SocketAddr, time::Duration};

use vpn_api::{
    Answer, CloseReason, ConnectionDetails, Connectivity, Failure, PromptId, ServerEntry, SessionEvent, TunnelConfig,
    contract::LogLevel,
};

/// Names one piece of work that the engine does for the machine. Results carry it back, so that a late one is known as
/// such: only the newest piece of work counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttemptId(pub u64);

/// What the machine is told.
#[derive(Debug, Clone, PartialEq)]
pub enum MachineInput {
    /// The person wants the tunnel.
    Connect,
    /// The person does not want it, or the helper ends.
    Disconnect(CloseReason),
    /// The person answered a prompt.
    Answer {
        /// Which prompt, as numbered by the machine.
        prompt: PromptId,
        /// What was said.
        answer: Answer,
    },
    /// A name was looked up. The list is not empty.
    Resolved {
        /// From [`Effect::Resolve`].
        attempt: AttemptId,
        /// Its addresses.
        result: Result<Vec<SocketAddr>, Failure>,
    },
    /// The session says something.
    Session {
        /// From [`Effect::StartSession`].
        attempt: AttemptId,
        /// What it says.
        event: SessionEvent,
    },
    /// The machine's network was set up for a tunnel and read back, or could not be.
    Applied {
        /// From [`Effect::ApplyTunnel`].
        attempt: AttemptId,
        /// What people may see of the tunnel.
        result: Result<Box<ConnectionDetails>, Failure>,
    },
    /// Everything was undone, or could not be.
    Undone {
        /// From [`Effect::Undo`].
        attempt: AttemptId,
        /// Whether it was.
        result: Result<(), Failure>,
    },
    /// How far the machine's network leads towards the servers, where that is news.
    Online(Connectivity),
    /// The machine's network changed, and leads as far as before.
    NetworkChanged,
    /// The machine woke from sleep.
    Woke,
    /// The person does not want to wait for the next try.
    TryNow,
    /// Something authentic came from the server, a keepalive at least, after the network had changed.
    Heard {
        /// The session that heard it.
        attempt: AttemptId,
    },
    /// Packets came through the tunnel of this session, which is about to be told as over.
    Carried {
        /// Which session.
        attempt: AttemptId,
    },
    /// The machine's deadline has passed.
    Timeout,
}

/// What the engine has to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Look a name up; [`MachineInput::Resolved`] follows.
    Resolve {
        /// For the result.
        attempt: AttemptId,
        /// Whose name.
        server: Box<ServerEntry>,
        /// Addresses from before are there to fall back on, so that nobody has to wait long for a name server.
        known: bool,
    },
    /// Start a session, once the one before has ended; [`MachineInput::Session`] follows, with `Closed` as the last.
    StartSession {
        /// For its events.
        attempt: AttemptId,
        /// The server.
        server: Box<ServerEntry>,
        /// Its address.
        address: SocketAddr,
    },
    /// Keep what the person typed for this and later sessions.
    Remember(Answer),
    /// Hand an answer to the session that asked.
    AnswerSession {
        /// Which session.
        attempt: AttemptId,
        /// The session's own number of the prompt.
        prompt: PromptId,
        /// What was said.
        answer: Answer,
    },
    /// Tell the session that the network changed. [`MachineInput::Heard`] follows with the first authentic frame since then.
    TellNetworkChanged {
        /// Which session.
        attempt: AttemptId,
    },
    /// Make the interface where there is none, set the network up, read it back and attach the session to the
    /// interface; [`MachineInput::Applied`] follows.
    ApplyTunnel {
        /// Whose tunnel.
        attempt: AttemptId,
        /// What the server configured.
        config: Box<TunnelConfig>,
    },
    /// Let the session say goodbye. Its `Closed` follows.
    CloseSession {
        /// Which session.
        attempt: AttemptId,
        /// Why.
        reason: CloseReason,
    },
    /// End the session at once.
    AbortSession {
        /// Which session.
        attempt: AttemptId,
    },
    /// Put the machine's network back and remove the interface; [`MachineInput::Undone`] follows.
    Undo {
        /// For the result.
        attempt: AttemptId,
    },
    /// A line for the log that people read.
    Log(LogLevel, String),
}

/// The machine's constants, and one random number for each step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineSettings {
    /// How long a session may take to say goodbye.
    pub goodbye: Duration,
    /// How long undoing may take before the person is told that it failed.
    pub undo: Duration,
    /// After a network change a new attempt is made when the server was not heard for this long, and not for twice the time
    /// between its keepalives. A server without keepalives may be silent for as long as it likes.
    pub recover: Duration,
    /// The same after there was no network, where the session asks its server at once.
    pub back: Duration,
    /// A tunnel that lived this long is brought back at once; one that did not waits, so that a server that accepts and
    /// then drops us is not hammered.
    pub stable: Duration,
    /// One that carried packets and was lost to the network or to a restart of the server need not have lived longer than this, a few
    /// times ([`crate::backoff::Returns`]).
    pub brief: Duration,
    /// Keep trying after the tunnel was up once and broke.
    pub reconnect: bool,
    /// Random; see [`crate::backoff::Backoff::next`].
    pub jitter: u8,
}

impl Default for MachineSettings {
    fn default() -> Self {
        Self {
            // With the undo that follows, ending a tunnel takes less than a second.
            goodbye: Duration::from_millis(500),
            undo: Duration::from_secs(10),
            recover: Duration::from_secs(15),
            back: Duration::from_secs(6),
            stable: Duration::from_secs(20),
            brief: Duration::from_secs(3),
            reconnect: true,
            jitter: 0,
        }
    }
}
