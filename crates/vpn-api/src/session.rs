//! The contract of a protocol: one attempt at one server, without sockets, clock, threads or ambient randomness.
//!
//! Each call to [`VpnSession::handle`] is one mutation. After it (and after each batch through the data channel), drain
//! [`VpnSession::poll`] until it gives `None`, then sleep until [`VpnSession::poll_timeout`] or the next input.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

use crate::{
    data::DataChannel,
    failure::Failure,
    profile::{ProtocolKind, ProtocolProfile, Secrets},
    proxy::{LocalEnd, Proxy, Via},
    secret::Secret,
    state::Phase,
    tunnel::TunnelConfig,
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
    /// Ends the value and gives what the next session of the same connection should know ([`SessionSpec::carried`]).
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
    /// One whole frame from the link: a datagram, or a framed piece of a stream.
    Received(LinkId, &'a [u8]),
    /// The person's answer to a prompt of this session.
    Answer(PromptId, Answer),
    /// The machine's network changed under us.
    NetworkChanged {
        /// Frames leave from another address from here on: a datagram link was made anew. A stream whose address is gone
        /// comes as [`Self::LinkDown`] instead.
        moved: bool,
    },
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
    /// Send one whole frame.
    Transmit(LinkId, Vec<u8>),
    /// Send one whole frame as one datagram, in one piece on all of its way, or not at all: it finds out whether its size
    /// passes. Where a link cannot do that, it is not sent.
    Probe(LinkId, Vec<u8>),
    /// Something the engine acts upon.
    Event(SessionEvent),
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
    /// A line for the log that a person reads. Holds no secret.
    Note(String),
    /// The session is over. Nothing comes after this.
    Closed(Failure),
}

/// One of a session's links. OpenVPN uses one, AnyConnect two (TLS and DTLS).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u8);

/// How to make a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkSpec {
    /// Datagrams or a stream.
    pub transport: Transport,
    /// The other end.
    pub remote: SocketAddr,
    /// How frames lie in a stream. Ignored for datagrams.
    pub framing: Framing,
    /// The proxy that `remote` is, and where it leads to.
    pub via: Option<Box<Via>>,
    /// Our own end.
    pub local: LocalEnd,
}

impl LinkSpec {
    /// The direct way, from any address and port.
    #[must_use]
    pub fn direct(transport: Transport, remote: SocketAddr, framing: Framing) -> Self {
        Self { transport, remote, framing, via: None, local: LocalEnd::default() }
    }
}

/// How frames lie in a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Two bytes of length, big-endian, not counting themselves, before each frame (OpenVPN over TCP). A length of zero or
    /// above `max` breaks the link.
    Length16 {
        /// Largest frame accepted, in bytes.
        max: u16,
    },
}

/// Transport of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transport {
    /// UDP.
    Udp,
    /// TCP.
    Tcp,
}

impl std::fmt::Display for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
        })
    }
}

/// Why a link is gone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Refused by the other end (TCP reset on connect, ICMP port unreachable).
    #[error("refused")]
    Refused,
    /// No route, no interface, no network.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// Closed by the other end.
    #[error("closed by the other end")]
    Closed,
    /// The stream's framing is broken.
    #[error("broken framing")]
    Framing,
    /// Anything else the system said.
    #[error("{0}")]
    Other(String),
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

/// Numbers a session's prompts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PromptId(pub u64);

/// What the person is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "prompt", rename_all = "kebab-case")]
pub enum Prompt {
    /// User name and password.
    Credentials {
        /// User name to start with.
        username: Option<String>,
        /// The user name is given by the profile and cannot be changed.
        username_locked: bool,
        /// The last ones were refused; the server's words, if any.
        refused: Option<Refusal>,
        /// A second answer the server always wants (static challenge), asked in the same dialog.
        challenge: Option<Challenge>,
    },
    /// Passphrase of the private key.
    KeyPassphrase {
        /// The last one did not open the key.
        wrong: bool,
    },
    /// One more answer.
    Challenge(Challenge),
    /// Sign in with the browser.
    OpenBrowser {
        /// An `https` address. The person sees its host before it is opened.
        url: String,
    },
    /// Sign in with the browser, whose last page hands an answer to this machine. Adit listens for it while this is asked.
    BrowserAnswer {
        /// An `https` address. The person sees its host before it is opened.
        url: String,
    },
    /// User name and password for a proxy on the way.
    ProxyCredentials {
        /// Its name ([`Proxy::name`]).
        proxy: String,
        /// User name to start with.
        username: Option<String>,
        /// The last ones were refused.
        wrong: bool,
    },
}

/// The server said no.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The server's own words.
    pub reason: Option<String>,
}

/// A question in the server's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// The question.
    pub text: String,
    /// Whether what is typed may be shown.
    pub echo: bool,
}

/// The person's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    /// To [`Prompt::Credentials`].
    Credentials { username: String, password: Secret, challenge: Option<Secret> },
    /// To [`Prompt::KeyPassphrase`].
    KeyPassphrase { passphrase: Secret },
    /// To [`Prompt::Challenge`], or what the browser handed over for [`Prompt::BrowserAnswer`].
    Challenge { response: Secret },
    /// To [`Prompt::OpenBrowser`]: it was opened.
    BrowserOpened,
    /// To [`Prompt::ProxyCredentials`], for the proxy of this name.
    ProxyCredentials { proxy: String, username: String, password: Secret },
    /// To any: the person does not want to.
    Cancel,
}

/// One server of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerEntry {
    /// Its place in the profile; the provider finds its settings by this.
    pub index: usize,
    /// Name or literal address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Transport.
    pub transport: Transport,
    /// Which addresses of the name are used.
    pub family: Family,
    /// How long to wait for its first answer.
    pub answer_timeout: Duration,
    /// The proxy on the way. A session's address is then the proxy's.
    pub via: Option<Box<Proxy>>,
    /// Our own end.
    pub local: LocalEnd,
}

impl ServerEntry {
    /// How a link to this server is made, whose own address, or its proxy's, is `address`.
    #[must_use]
    pub fn link(&self, address: SocketAddr, framing: Framing) -> LinkSpec {
        let via = self
            .via
            .as_deref()
            .map(|proxy| Box::new(Via { proxy: proxy.clone(), host: self.host.clone(), port: self.port }));
        LinkSpec { transport: self.transport, remote: address, framing, via, local: self.local }
    }
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

/// Which addresses of a name are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// In the order of the resolver.
    Any,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}

/// Randomness as an argument.
pub trait Entropy: Send {
    /// Fills `buffer` with random bytes fit for keys.
    fn fill(&mut self, buffer: &mut [u8]);
}

/// What a session is made from.
pub struct SessionSpec<'a> {
    /// The profile.
    pub profile: &'a ProtocolProfile,
    /// Which of its servers.
    pub server: &'a ServerEntry,
    /// The server's address.
    pub address: SocketAddr,
    /// What the person gave.
    pub secrets: &'a Secrets,
    /// Randomness for this session.
    pub entropy: Box<dyn Entropy>,
    /// The wall clock at `now`, since the Unix epoch, for certificates and time stamps.
    pub unix_time: Duration,
    /// The monotonic clock that belongs to `unix_time`.
    pub now: Instant,
    /// What previous sessions of the same connection left behind for the next (auth tokens), opaque to the engine. A session
    /// takes it; a failure to make one leaves it for the next try.
    pub carried: &'a mut Option<Box<dyn std::any::Any + Send>>,
}

/// A protocol, as the engine sees it. Found in a registry by its kind, never matched on.
pub trait ProtocolProvider: Send + Sync {
    /// Which profiles it takes.
    fn kind(&self) -> ProtocolKind;
    /// For people: `OpenVPN`.
    fn name(&self) -> &'static str;
    /// The profile's servers in the order in which they are tried.
    ///
    /// # Errors
    /// The profile is not valid.
    fn servers(&self, profile: &ProtocolProfile, entropy: &mut dyn Entropy) -> Result<Vec<ServerEntry>, Failure>;
    /// How long to wait between rounds over the profile's servers.
    ///
    /// # Errors
    /// The profile is not valid.
    fn retry(&self, _profile: &ProtocolProfile) -> Result<RetryPolicy, Failure> {
        Ok(RetryPolicy::default())
    }
    /// A new session.
    ///
    /// # Errors
    /// The profile is not valid, or something has to be asked first ([`crate::Retry::AskUser`]): before a byte is sent.
    fn session(&self, spec: SessionSpec<'_>) -> Result<Box<dyn VpnSession>, Failure>;
}
