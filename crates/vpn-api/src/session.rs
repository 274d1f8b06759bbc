//! The contract of a protocol: one attempt at one server, without sockets, clock, threads or ambient randomness.
//!
//! Each call to [`VpnSession::handle`] is one mutation. After it (and after each batch through the data channel), drain
//! [`VpnSession::poll`] until it gives `None`, then sleep until [`VpnSession::poll_timeout`] or the next input.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use crate::{
    data::DataChannel,
    failure::Failure,
    link::{LinkError, LinkId, LinkSpec},
    profile::{ProtocolId, Secrets, Settings},
    prompt::{Answer, Prompt, PromptId},
    secret::Secret,
    state::Phase,
    tunnel::TunnelConfig,
};

pub use crate::{
    server::{Family, ServerEntry},
    transport::Transport,
};

/// One attempt at one server.
pub trait VpnSession: Send {
    /// Takes one input. Output is collected and given by [`Self::poll`].
    fn handle(&mut self, now: Instant, input: Input<'_>);
    /// The next output, oldest first.
    fn poll(&mut self) -> Option<Output>;
    /// When to call `handle` with [`Input::Timeout`], and why.
    fn poll_timeout(&self) -> Option<Deadline>;
    /// Sealing and opening. Works from the first `Configured` on; before it, opening sorts control frames out.
    fn data_channel(&mut self) -> &mut dyn DataChannel;
    /// Ends the value and gives what the next session of the same connection should know ([`SessionParams::carried`]).
    fn into_carried(self: Box<Self>) -> Option<Box<dyn std::any::Any + Send>>;
}

/// When the session wants to be called again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// At this time or soon after.
    pub at: Instant,
    /// Name of the timer, for traces: `keepalive.ping`, `reliable.retransmit`.
    pub why: &'static str,
}

/// What goes into a session.
#[derive(Debug)]
pub enum Input<'a> {
    /// Begin.
    Start,
    /// A deadline has passed.
    Timeout,
    /// The link is ready to send.
    LinkUp(LinkId),
    /// The link is gone.
    LinkDown(LinkId, LinkError),
    /// One whole frame from the link: a datagram, or a piece of a stream as its [`crate::link::Framing`] cuts it.
    Received(LinkId, &'a [u8]),
    /// The person's answer to a prompt of this session.
    Answer(PromptId, Answer),
    /// What became of a look-up: at least one address, in the order in which they are to be tried.
    Resolved(LookUpId, Result<Vec<SocketAddr>, LookUpError>),
    /// The machine's network changed under us.
    NetworkChanged {
        /// Frames leave from another address from here on: a datagram link was made anew. A stream whose address is gone
        /// comes as [`Self::LinkDown`] instead.
        moved: bool,
    },
    /// The other end may be gone: the network refused a frame (ICMP), its path was changed, or the machine slept. A hint, which
    /// anybody on the way can cause: it never ends a session. A session that can asks the other end for a sign of life, and
    /// says so when that stays out ([`SessionEvent::Silent`]). It may come often, and before the session is configured.
    Doubt,
    /// Somebody wants to know how long the other end takes to answer: [`Output::RoundTrip`] follows, where the protocol has a
    /// message that is answered at once, and none gets lost.
    Measure,
    /// Frames for this link did not leave the machine, or wait on a way that takes them slowly but does take them. That nothing
    /// answers them says nothing of the other end. Told again as long as it is so.
    Held(LinkId),
    /// The wall clock, since the Unix epoch, where it has moved away from what [`SessionParams::unix_time`] and the time since
    /// make of it: it was set, or the machine slept.
    ClockSet(Duration),
    /// Say goodbye: send what has to be sent, then emit `Closed`.
    Close(CloseReason),
}

/// What comes out of a session.
#[derive(Debug)]
pub enum Output {
    /// Make a link.
    OpenLink(LinkId, LinkSpec),
    /// Drop a link.
    CloseLink(LinkId),
    /// Inner packets go over this link from here on: the data channel seals for it. Before the first one, and after the link
    /// has gone down, was dropped or opened anew, no packet leaves the interface until a link is named again. What was left
    /// over of a packet ([`DataChannel::rest`]) is given up.
    DataLink(LinkId),
    /// Look a name up in mid-session, as when a server sends its clients to another host. [`Input::Resolved`] follows.
    Resolve(LookUpId, LookUp),
    /// Send one whole frame.
    Transmit(LinkId, Vec<u8>),
    /// Send one whole frame as one datagram, in one piece on all of its way, or not at all: it finds out whether its size
    /// passes. Where a link cannot do that, it is not sent.
    Probe(LinkId, Vec<u8>),
    /// How long the other end took to answer ([`Input::Measure`]).
    RoundTrip(Duration),
    /// Something the engine acts upon.
    Event(SessionEvent),
}

/// Numbers a session's look-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LookUpId(pub u32);

/// A name to be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookUp {
    /// Name or literal address.
    pub host: String,
    /// The port that the addresses get.
    pub port: u16,
    /// Which addresses are wanted.
    pub family: Family,
}

/// Why a look-up gave no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookUpError {
    /// There is no address of the wanted family.
    #[error("no address of the wanted family")]
    NoAddress,
    /// The name servers say that there is no such name.
    #[error("no such name")]
    UnknownName,
    /// No name server answered in time.
    #[error("no name server answered in time")]
    NoAnswer,
    /// There are IPv4 addresses only, and the network carries IPv6 only and translates nothing (RFC 6052).
    #[error("IPv4 addresses only, on a network without IPv4")]
    NoIpv4,
    /// A session waits for too many look-ups already.
    #[error("too many look-ups at once")]
    TooMany,
    /// What else the resolver said.
    #[error("{0}")]
    Resolver(String),
}

/// What a session tells the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionEvent {
    /// A step on the way was reached.
    Progress(Phase),
    /// The server asks something while the session waits.
    Prompt(PromptId, Prompt),
    /// The tunnel can be set up, or has to be changed.
    Configured(Box<TunnelConfig>),
    /// New keys are in use.
    Rekeyed,
    /// The other end was asked for a sign of life and gives none. The session goes on asking; it ends when it knows that the other
    /// end has forgotten it, or after a while.
    Silent {
        /// How long nothing came, in seconds.
        seconds: u64,
    },
    /// The other end answers again.
    Answers,
    /// A line for the log that a person reads. Holds no secret.
    Note(String),
    /// The session is over. Nothing comes after this.
    Closed(Failure),
}

/// Why we end a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseReason {
    /// The person wants it.
    User,
    /// The engine starts over.
    Restart,
    /// The helper shuts down.
    Shutdown,
}

/// Back-off between rounds over all servers of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The first wait; each further one is twice as long.
    pub first: Duration,
    /// The longest wait.
    pub largest: Duration,
    /// Give up after this many rounds without a tunnel. `None`: never.
    pub rounds: Option<u32>,
}

impl Default for RetryPolicy {
    /// 1 s doubling to 300 s, as OpenVPN's `connect-retry` has it.
    fn default() -> Self {
        Self { first: Duration::from_secs(1), largest: Duration::from_secs(300), rounds: None }
    }
}

/// Randomness as an argument.
pub trait Entropy: Send {
    /// Fills `buffer` with random bytes fit for keys.
    fn fill(&mut self, buffer: &mut [u8]);
}

/// What one session is made from.
pub struct SessionParams {
    /// The profile, as [`ProtocolProvider::settings`] gave it.
    pub settings: Settings,
    /// Which of its servers.
    pub server: Box<ServerEntry>,
    /// The server's address.
    pub address: SocketAddr,
    /// What the person gave.
    pub secrets: Secrets,
    /// The wall clock at `now`, since the Unix epoch, for certificates and time stamps.
    pub unix_time: Duration,
    /// The monotonic clock that belongs to `unix_time`.
    pub now: Instant,
    /// What previous sessions of the same connection left behind for the next (auth tokens), opaque to the engine. A session
    /// takes it; a failure to make one leaves it for the next try.
    pub carried: Option<Box<dyn std::any::Any + Send>>,
}

/// A protocol, as the engine sees it. Found in a registry by its id, never matched on.
pub trait ProtocolProvider: Send + Sync {
    /// Which profiles it takes.
    fn id(&self) -> ProtocolId;
    /// For people: `OpenVPN`.
    fn name(&self) -> &'static str;
    /// Parses and judges a profile's settings, once, before anything else is done with them. The text comes from a client:
    /// unknown fields are refused and every list is bounded.
    ///
    /// # Errors
    /// They are not settings of this protocol.
    fn settings(&self, text: &Secret) -> Result<Settings, Failure>;
    /// The profile's servers in the order in which they are tried.
    ///
    /// # Errors
    /// The settings are another protocol's.
    fn servers(&self, settings: &Settings, entropy: &mut dyn Entropy) -> Result<Vec<ServerEntry>, Failure>;
    /// Whether the profile by itself takes all traffic, whatever the server adds.
    fn takes_all(&self, _settings: &Settings) -> bool {
        false
    }
    /// How long to wait between rounds over the profile's servers.
    ///
    /// # Errors
    /// The settings are another protocol's.
    fn retry(&self, _settings: &Settings) -> Result<RetryPolicy, Failure> {
        Ok(RetryPolicy::default())
    }
    /// A new session, with randomness of its own. It takes [`SessionParams::carried`] once nothing can fail any more.
    ///
    /// # Errors
    /// Something has to be asked first ([`crate::Retry::AskUser`]), or the settings cannot be used: before a byte is sent.
    fn session(&self, params: &mut SessionParams, entropy: Box<dyn Entropy>) -> Result<Box<dyn VpnSession>, Failure>;
}
