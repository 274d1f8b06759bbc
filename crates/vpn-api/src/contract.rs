//! The contract between a client (the window, the terminal) and the engine: what may be asked, what is answered, what is
//! told without being asked. `vpn-ipc` frames these types and adds nothing to them; the engine takes and gives the same.
//!
//! ```text
//!  ConnectRequest ──► engine: judged, ProtocolProfile::settings parsed once ──► SessionParams, one for each session
//!  Event, Response ◄── ConnectionSnapshot, LogLine
//! ```
//!
//! # Adding a switch
//! A switch that a client may set for one connection (as [`ConnectOptions::lan`] is) touches:
//! 1. [`ConnectOptions`]: the field and its default. It crosses the socket with that; [`crate::Settings`] and the state
//!    machine never see it.
//! 2. The one place that acts on it: the engine keeps the whole [`ConnectRequest`], so `request.options.lan` can be read in
//!    `vpn-engine/engine/active` (or goes from there into `MachineSettings`).
//! 3. The client that sets it: `src-tauri/controller/connecting`, and an option of `cli/connect`.
//! 4. Its sentence in `ui/locales`.
//! 5. [`crate::contract::PROTOCOL`], because both ends refuse fields that they do not know.
//!
//! # What comes from a client
//! A connection is named by its id among those of its owner: ids of different users do not meet.
//! Everything below [`Request`] is input from any user who can open the socket. Enums there are externally tagged: serde reads an
//! internally tagged one by first building a tree of everything in it, which takes many times the memory of its text.
//! Unknown fields are refused, and lists are bounded while they are read ([`crate::bounded`]).

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use crate::{
    bounded,
    known_network::{NetworkCondition, NetworkProof},
    owner::Owner,
    policy::PolicyView,
    profile::{ProtocolProfile, Secrets},
    prompt::{Answer, Prompt, PromptId},
    proof::Proof,
    protection::{Protection, ProtectionRequest},
    report::DataPathReport,
    state::{ConnectionId, TunnelState},
    system_proxies::SystemProxies,
    traffic::Traffic,
    ways::Ways,
};

/// Version of this contract. Both sides must have the same.
pub const PROTOCOL: u32 = 7;

/// Longest name of a connection, in bytes.
pub const MAX_NAME: usize = 256;

/// What a client can ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Request {
    /// All connections as they are. Answered by [`Response::Snapshot`].
    Snapshot,
    /// Send events from here on, beginning with one [`Event::Ways`], one [`Event::Connection`] for each connection and
    /// one [`Event::Protection`].
    Subscribe,
    /// Whether to send [`Event::Traffic`] among the events. Not before this is asked for, so that counters are read only while
    /// somebody looks at them.
    WatchTraffic {
        /// From here on, or not any more.
        on: bool,
    },
    /// Bring a tunnel up. Answered when the request is recorded, not when the tunnel is up.
    Connect(Box<ConnectRequest>),
    /// Bring a tunnel up for another user, whose it is from then on. For administrators, and for the service through which the
    /// desktop's network settings act for their users.
    ConnectFor {
        /// Whose it will be.
        owner: Owner,
        /// What that user would have asked for.
        request: Box<ConnectRequest>,
    },
    /// End a tunnel, or the way to it. Answered when the request is recorded.
    Disconnect {
        /// Which.
        connection: ConnectionId,
        /// Whose, if it is not the asking user's: an administrator may end the tunnel of anybody.
        #[serde(default)]
        owner: Option<Owner>,
    },
    /// Try the next server now: skips the wait before the next try, and the waits after it are short again. Nothing happens
    /// where nothing is waited for.
    TryNow {
        /// Which connection.
        connection: ConnectionId,
        /// Whose, if it is not the asking user's.
        #[serde(default)]
        owner: Option<Owner>,
    },
    /// Answer a prompt. An answer to a prompt that is no longer asked is ignored; one of another kind than the prompt is refused.
    Answer {
        /// Which connection asked.
        connection: ConnectionId,
        /// Whose, if it is not the asking user's.
        #[serde(default)]
        owner: Option<Owner>,
        /// Which prompt.
        prompt: PromptId,
        /// What the person said.
        answer: Answer,
    },
    /// Look whether a tunnel that is up does what it should. Answered by [`Response::Proof`], within seconds.
    Prove {
        /// Which connection.
        connection: ConnectionId,
        /// Whose, if it is not the asking user's.
        #[serde(default)]
        owner: Option<Owner>,
    },
    /// Log lines after this number, oldest first, at most `limit` (1000 at most). Answered by [`Response::Log`].
    ReadLog {
        /// Only lines with a larger number.
        after: u64,
        /// At most this many.
        limit: u32,
    },
    /// Ask a TLS server in the network that the machine is in for its key, so that the network can be recognised by it. Only
    /// private addresses are asked. Answered by [`Response::Network`].
    LearnNetwork {
        /// Where it is.
        server: SocketAddr,
    },
    /// Check what the helper needs from this machine. Answered by [`Response::Checks`].
    Doctor,
    /// Change the lock, or what it lets out.
    Protect(ProtectionRequest),
    /// What the organisation has settled for this machine and the asking user. The helper looks at its file before it answers.
    /// Answered by [`Response::Policy`].
    Policy,
}

/// The request for a tunnel. The engine keeps it for as long as the tunnel is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectRequest {
    /// Names the connection from here on.
    pub connection: ConnectionId,
    /// Name for people, at most [`MAX_NAME`] bytes without control characters.
    #[serde(deserialize_with = "bounded::text::<MAX_NAME, _>")]
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
#[serde(default, deny_unknown_fields)]
pub struct ConnectOptions {
    /// Keep trying after the tunnel was up once and broke. On unless switched off.
    pub reconnect: bool,
    /// Let directly attached private networks be reached beside the tunnel. On unless switched off.
    pub lan: bool,
    /// The client knows, from the profile or from the time before, that this connection takes all traffic: with
    /// [`crate::Lock::WhileWanted`] traffic is held back from the start.
    pub takes_all: bool,
    /// In which network it is to be up; everywhere, if that is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<NetworkCondition>,
    /// What the person's desktop says about proxies, for servers whose profile names none.
    pub proxies: SystemProxies,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self { reconnect: true, lan: true, takes_all: false, network: None, proxies: SystemProxies::default() }
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
        /// In the order of their owners and ids.
        connections: Vec<ConnectionSnapshot>,
        /// The lock.
        #[serde(default)]
        protection: Box<Protection>,
    },
    /// Log lines.
    Log {
        /// Oldest first.
        lines: Vec<LogLine>,
    },
    /// How the network is recognised.
    Network {
        /// By this.
        proof: NetworkProof,
    },
    /// What was found of a tunnel.
    Proof {
        /// None: it is not up.
        proof: Option<Box<Proof>>,
    },
    /// What the helper found on this machine.
    Checks {
        /// In a fixed order.
        checks: Vec<Check>,
    },
    /// What the organisation has settled.
    Policy {
        /// None: nothing.
        policy: Option<Box<PolicyView>>,
    },
}

/// Something happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A connection is new or changed; the whole of it.
    Connection(Box<ConnectionSnapshot>),
    /// A connection's counters, once a second while it is connected, to clients that asked for it ([`Request::WatchTraffic`]).
    Traffic {
        /// Which.
        connection: ConnectionId,
        /// Whose.
        owner: Owner,
        /// Totals.
        traffic: Traffic,
    },
    /// What goes where is new or changed; the whole of it.
    Ways(Box<Ways>),
    /// The lock, or what it lets out, is new or changed; the whole of it.
    Protection(Box<Protection>),
    /// What the organisation has settled for this machine is new or changed: [`Request::Policy`] tells.
    PolicyChanged,
    /// A line was logged.
    Log(LogLine),
    /// The helper ends. Tunnels are taken down.
    ShuttingDown,
}

/// One connection, whole. The engine shows it as its owner sees it; the helper takes out what others may not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionSnapshot {
    /// Its id, of which its owner has one.
    pub connection: ConnectionId,
    /// Its name for people. Only for its owner and administrators; empty for others.
    pub name: String,
    /// The user who made it.
    pub owner: Owner,
    /// Whether it belongs to the user who is shown this. An administrator may act on those of others too, by naming their owner.
    pub yours: bool,
    /// What is the case.
    pub state: TunnelState,
    /// What is being asked. Only for its owner and administrators.
    pub prompt: Option<PendingPrompt>,
    /// Totals since it was connected. Only for its owner and administrators.
    pub traffic: Traffic,
    /// How its packets are moved and why not better, while they are. Only for its owner and administrators.
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
    /// The user who made that connection. Lines without an owner may be read by every user.
    #[serde(default)]
    pub owner: Option<Owner>,
    /// The text, in one line.
    pub text: String,
}

/// How much a log line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogLevel {
    /// A bug of Adit.
    Error,
    /// Something is wrong and needs attention.
    Warn,
    /// A change that a person notices.
    Info,
    /// Detail for whoever looks for a fault. May hold addresses.
    Debug,
}

/// One thing the helper needs from this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was checked, as a stable id: `tun-device`, `net-admin`, `ipv6`, `resolver`, `udp-offload`, `kernel-offload`, `policy`.
    pub name: String,
    /// Whether it is as it should be.
    pub passed: bool,
    /// What was found.
    pub detail: String,
}
