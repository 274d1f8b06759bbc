//! The contract between a client (the window, the terminal) and the helper.
//!
//! The helper speaks first: a [`Hello`]. The client answers with its own, and is told if the versions do not fit. Then the
//! client sends [`Request`]s, each with a number of its choice, and the helper answers each once; [`Event`]s come in between
//! after a [`Request::Subscribe`]. Every request names its connection, because several tunnels can be up.

use serde::{Deserialize, Serialize};
use vpn_api::{
    Answer, ConnectionId, DataPathReport, Failure, Owner, Prompt, PromptId, ProtocolProfile, Secrets, SystemProxies,
    Traffic, TunnelState,
};

/// Version of this contract. Both sides must have the same.
pub const PROTOCOL: u32 = 1;

/// Largest frame in bytes, without its length. A profile with all its certificates stays far below.
pub const MAX_FRAME: usize = 1024 * 1024;

/// The first frame in each direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// [`PROTOCOL`] of the sender.
    pub protocol: u32,
    /// Version of the sending program, for people.
    pub version: String,
}

/// From the helper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ServerMessage {
    /// First frame.
    Hello(Hello),
    /// The answer to the request with this number.
    Response {
        /// The request's number.
        id: u64,
        /// What came of it.
        result: Result<Response, Failure>,
    },
    /// Something happened. Boxed: a snapshot is large.
    Event(Box<Event>),
}

/// From a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ClientMessage {
    /// First frame.
    Hello(Hello),
    /// A request with a number of the client's choice.
    Request {
        /// The number.
        id: u64,
        /// What is wanted.
        request: Request,
    },
}

/// What a client can ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "kebab-case")]
pub enum Request {
    /// All connections as they are. Answered by [`Response::Snapshot`].
    Snapshot,
    /// Send events from here on, beginning with one [`Event::Connection`] for each connection.
    Subscribe,
    /// Bring a tunnel up. Answered when the wish is recorded, not when the tunnel is up.
    Connect(Box<Connect>),
    /// End a tunnel, or the way to it. Answered when the wish is recorded.
    Disconnect {
        /// Which.
        connection: ConnectionId,
    },
    /// Answer a prompt. A prompt that is no longer asked is ignored.
    Answer {
        /// Which connection asked.
        connection: ConnectionId,
        /// Which prompt.
        prompt: PromptId,
        /// What the person said.
        answer: Answer,
    },
    /// Log lines after this number, oldest first, at most `limit` (1000 at most). Answered by [`Response::Log`].
    ReadLog {
        /// Only lines with a larger number.
        after: u64,
        /// At most this many.
        limit: u32,
    },
    /// Check what the helper needs from this machine. Answered by [`Response::Checks`].
    Doctor,
}

/// A wish for a tunnel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connect {
    /// Names the connection from here on.
    pub connection: ConnectionId,
    /// Name for people, at most 256 bytes.
    pub name: String,
    /// The profile.
    pub profile: ProtocolProfile,
    /// What the person knows already.
    #[serde(default)]
    pub secrets: Secrets,
    /// Settings of this connection.
    #[serde(default)]
    pub options: ConnectOptions,
}

/// Settings of one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConnectOptions {
    /// Keep trying after the tunnel was up once and broke. On unless switched off.
    pub reconnect: bool,
    /// Let directly attached private networks be reached beside the tunnel. On unless switched off.
    pub lan: bool,
    /// What the person's desktop says about proxies, for servers whose profile names none.
    pub proxies: SystemProxies,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self { reconnect: true, lan: true, proxies: SystemProxies::default() }
    }
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "response", rename_all = "kebab-case")]
pub enum Response {
    /// Done, or recorded.
    Done,
    /// All connections.
    Snapshot {
        /// In the order of their ids.
        connections: Vec<ConnectionSnapshot>,
    },
    /// Log lines.
    Log {
        /// Oldest first.
        lines: Vec<LogLine>,
    },
    /// What the helper found on this machine.
    Checks {
        /// In a fixed order.
        checks: Vec<Check>,
    },
}

/// Something happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A connection is new or changed; the whole of it.
    Connection(Box<ConnectionSnapshot>),
    /// A connection's counters, once a second while it is connected.
    Traffic {
        /// Which.
        connection: ConnectionId,
        /// Totals.
        traffic: Traffic,
    },
    /// A line was logged.
    Log(LogLine),
    /// The helper ends. Tunnels are taken down.
    ShuttingDown,
}

/// One connection, as this client may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionSnapshot {
    /// Its id.
    pub connection: ConnectionId,
    /// Its name for people.
    pub name: String,
    /// Whoever made it.
    pub owner: Owner,
    /// Whether this client may disconnect it and answer its prompts.
    pub yours: bool,
    /// What is the case.
    pub state: TunnelState,
    /// What is being asked. Only for its owner.
    pub prompt: Option<PendingPrompt>,
    /// Totals since it was connected.
    pub traffic: Traffic,
    /// How its packets are moved and why not better, while they are. Only for its owner.
    #[serde(default)]
    pub data_path: Option<DataPathReport>,
}

/// A prompt that waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingPrompt {
    /// Its number.
    pub id: PromptId,
    /// What is asked.
    pub prompt: Prompt,
}

/// One line of the log that people read. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Grows by one for each line since the helper started; the first is 1.
    pub number: u64,
    /// Milliseconds since the Unix epoch.
    pub unix_ms: u64,
    /// How much it matters.
    pub level: LogLevel,
    /// The connection it belongs to.
    pub connection: Option<ConnectionId>,
    /// The text.
    pub text: String,
}

/// How much a log line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogLevel {
    /// A broken promise.
    Error,
    /// Someone should look.
    Warn,
    /// A change that a person notices.
    Info,
    /// Detail for whoever looks for a fault.
    Debug,
}

/// One thing the helper needs from this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was checked, as a stable word: `tun-device`, `net-admin`, `ipv6`, `resolver`, `udp-offload`,
    /// `kernel-offload`.
    pub name: String,
    /// Whether it is as it should be.
    pub passed: bool,
    /// What was found.
    pub detail: String,
}
