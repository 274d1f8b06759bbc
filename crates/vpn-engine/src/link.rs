//! Links: the sockets that a session's frames travel on.

use std::{
    io,
    sync::Arc,
    task::{Context, Poll},
};

use privileged::{Privileged, SocketError, Way};
use socket2::Socket;
use vpn_api::{LinkError, LinkPath, LinkSpec, LocalEnd, Transport};

use crate::{
    buffers::{Outbox, ReceiveBatch},
    sockets::{SocketSource, Tell},
};

mod condition;
pub(crate) mod dial;
mod fallbacks;
mod framing;
pub(crate) mod proxy;
pub(crate) mod socks_udp;
pub(crate) mod tcp;
pub(crate) mod udp;

#[cfg(test)]
mod tests;

pub(crate) use condition::Condition;
pub(crate) use fallbacks::{Fallbacks, Manner};
use proxy::{Rejected, Sockets};
use socks_udp::SocksUdpLink;
use tcp::TcpLink;
use udp::UdpLink;

/// Makes links. Their sockets go past all tunnels, or through one of them where nothing else leads to the server.
#[derive(Debug, Clone)]
pub struct LinkFactory {
    sockets: SocketSource,
    batching: Batching,
    given: Option<Arc<Socket>>,
    tell: Tell,
}

/// How datagrams cross the border to the kernel. Each is a fallback of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Batching {
    /// One datagram per system call: what every system can do.
    Single,
    /// Many datagrams per system call (`sendmmsg`, `recvmmsg`).
    Messages,
    /// Many datagrams per system call, and many of one size per message (`UDP_SEGMENT`, `UDP_GRO`).
    Segments,
}

impl LinkFactory {
    /// Sockets that go this way; whoever has the rights leads them.
    #[must_use]
    pub fn privileged(privileged: Arc<dyn Privileged>, way: Way) -> Self {
        Self { sockets: SocketSource::Led(privileged, way), ..Self::unmarked() }
    }

    /// Ordinary sockets, for tests without rights. A tunnel that takes all traffic would swallow its own frames.
    #[must_use]
    pub fn unmarked() -> Self {
        Self { sockets: SocketSource::Ordinary, batching: Batching::Segments, given: None, tell: Tell::default() }
    }

    /// A connected socket that another process, or a test, has made and marked. Every link is made from it, so its address
    /// must be that of the session's server, and its transport too.
    #[must_use]
    pub fn given(socket: Socket) -> Self {
        Self { given: Some(Arc::new(socket)), ..Self::unmarked() }
    }

    /// The same, which tells of addresses that proxies name before anything is sent there.
    #[must_use]
    pub fn telling(self, tell: Tell) -> Self {
        Self { tell, ..self }
    }

    /// The same, with datagrams batched no better than this.
    #[must_use]
    pub fn limited_to(mut self, batching: Batching) -> Self {
        self.batching = batching;
        self
    }

    /// Makes a link for datagrams.
    pub(crate) fn udp(&self, spec: &LinkSpec) -> Result<UdpLink, LinkSetupError> {
        match &self.given {
            Some(socket) => UdpLink::adopt(socket.try_clone()?, self.batching),
            None => UdpLink::adopt(self.sockets.open(Transport::Udp, spec.remote, spec.local)?, self.batching),
        }
    }

    /// Makes a link that takes a while: a stream, or anything through a proxy.
    pub(crate) fn connect(&self, spec: &LinkSpec) -> impl Future<Output = Result<Link, LinkSetupError>> + use<> {
        let tcp = self.tcp(spec);
        let sockets =
            Sockets { remote: spec.remote, source: self.sockets.clone(), local: spec.local, tell: self.tell.clone() };
        let via = spec.via.clone();
        let (transport, framing) = (spec.transport, spec.framing);
        async move {
            match (via, transport) {
                (None, _) => tcp.await.map(Link::Tcp),
                (Some(via), Transport::Udp) => proxy::datagrams(sockets, &via).await.map(Link::SocksUdp),
                (Some(via), Transport::Tcp) => {
                    let (stream, early) = proxy::stream(sockets, &via).await?;
                    Ok(Link::Tcp(TcpLink::opened(stream, framing, &early)?))
                }
            }
        }
    }

    /// Whether a link of this kind is there at once.
    pub(crate) fn is_instant(spec: &LinkSpec) -> bool {
        spec.transport == Transport::Udp && spec.via.is_none()
    }

    /// Makes a link for a stream, which takes a while.
    pub(crate) fn tcp(&self, spec: &LinkSpec) -> impl Future<Output = Result<TcpLink, LinkSetupError>> + use<> {
        let Self { sockets, given, .. } = self.clone();
        let (remote, local, framing) = (spec.remote, spec.local, spec.framing);
        async move {
            match given {
                Some(socket) => TcpLink::adopt(socket.try_clone()?, framing),
                None => TcpLink::opened(dial::stream(&sockets, remote, local).await?, framing, &[]),
            }
        }
    }

    /// What a link made from `spec` sends from.
    pub(crate) fn outbox(spec: &LinkSpec) -> Outbox {
        match spec.transport {
            Transport::Udp => Outbox::datagrams(),
            Transport::Tcp => Outbox::stream(spec.framing),
        }
    }
}

/// Why a link was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkSetupError {
    /// Nobody may make sockets that go past the tunnels (`CAP_NET_ADMIN`). A tunnel swallows its own frames without that, so
    /// there is no link without it.
    #[error("no permission to make a socket that goes past the tunnels")]
    BypassNotPermitted,
    /// This build cannot make such sockets on this system.
    #[error("sockets that go past the tunnels cannot be made on this system yet")]
    BypassUnsupported,
    /// The other end, or the way to it.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The proxy on the way.
    #[error(transparent)]
    Proxy(Box<Rejected>),
}

impl From<io::Error> for LinkSetupError {
    fn from(error: io::Error) -> Self {
        Self::Link(link_error(&error))
    }
}

impl From<SocketError> for LinkSetupError {
    fn from(error: SocketError) -> Self {
        match error {
            SocketError::NotPermitted => Self::BypassNotPermitted,
            SocketError::Unsupported => Self::BypassUnsupported,
            SocketError::System(error) => {
                let number = error.code.map(io::Error::from_raw_os_error);
                Self::Link(link_error(&number.unwrap_or_else(|| io::Error::other(error.message))))
            }
        }
    }
}

/// What the system said, in the words of the contract.
pub(crate) fn link_error(error: &io::Error) -> LinkError {
    use io::ErrorKind as Kind;

    let is = |kinds: &[Kind]| kinds.contains(&error.kind());
    if is(&[Kind::ConnectionRefused]) {
        LinkError::Refused
    } else if is(&[Kind::NetworkUnreachable, Kind::HostUnreachable, Kind::NetworkDown, Kind::AddrNotAvailable]) {
        LinkError::Unreachable(error.into())
    } else if is(&[Kind::TimedOut]) {
        LinkError::TimedOut
    } else if is(&[
        Kind::ConnectionReset,
        Kind::ConnectionAborted,
        Kind::BrokenPipe,
        Kind::NotConnected,
        Kind::UnexpectedEof,
    ]) {
        LinkError::Closed
    } else {
        LinkError::System(error.into())
    }
}

/// A link that is ready.
pub(crate) enum Link {
    /// Datagrams.
    Udp(UdpLink),
    /// A stream.
    Tcp(TcpLink),
    /// Datagrams through a proxy.
    SocksUdp(SocksUdpLink),
}

/// Whether there may be more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Received {
    /// Ask again.
    More,
    /// Wait until it is readable.
    Drained,
}

impl Link {
    /// Ready when there may be something to receive.
    pub(crate) fn poll_readable(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        // An error shows up again when the socket is used.
        match self {
            Self::Udp(link) => link.poll_readable(cx),
            Self::Tcp(link) => link.poll_readable(cx),
            Self::SocksUdp(link) => link.poll_readable(cx),
        }
    }

    /// Ready when there may be room to send.
    pub(crate) fn poll_writable(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match self {
            Self::Udp(link) => link.poll_writable(cx),
            Self::Tcp(link) => link.poll_writable(cx),
            Self::SocksUdp(link) => link.poll_writable(cx),
        }
    }

    /// Receives one batch, in place of the one before.
    ///
    /// # Errors
    /// The link is gone.
    pub(crate) fn receive(&mut self) -> Result<Received, LinkError> {
        match self {
            Self::Udp(link) => link.receive(),
            Self::Tcp(link) => link.receive(),
            Self::SocksUdp(link) => link.receive(),
        }
    }

    /// What was received last.
    pub(crate) fn batch(&mut self) -> &mut ReceiveBatch {
        match self {
            Self::Udp(link) => &mut link.batch,
            Self::Tcp(link) => &mut link.batch,
            Self::SocksUdp(link) => &mut link.batch,
        }
    }

    /// Sends what waits, as far as the system takes it. Returns the number of frames that the system refused for good.
    ///
    /// # Errors
    /// The link is gone.
    pub(crate) fn send(&mut self, outbox: &mut Outbox) -> Result<u64, LinkError> {
        match self {
            Self::Udp(link) => link.send(outbox),
            Self::Tcp(link) => link.send(outbox).map(|()| 0),
            Self::SocksUdp(link) => link.send(outbox),
        }
    }

    /// What it has seen of the way since the last call. `look`: also at what the system knows, which costs a call of it.
    pub(crate) fn take_condition(&mut self, look: bool) -> Condition {
        match self {
            Self::Udp(link) => link.take_condition(),
            Self::Tcp(link) if look => link.look(),
            Self::Tcp(_) => Condition::default(),
            Self::SocksUdp(link) => std::mem::take(&mut link.condition),
        }
    }

    /// How frames cross the border of its socket.
    pub(crate) fn manner(&self) -> Manner {
        match self {
            Self::Udp(link) => link.manner(),
            Self::Tcp(_) => Manner::both(LinkPath::Stream),
            Self::SocksUdp(_) => Manner::both(LinkPath::Single),
        }
    }

    /// Why it does not do so in a better way.
    pub(crate) fn fallbacks(&self) -> &Fallbacks {
        match self {
            Self::Udp(link) => &link.fallbacks,
            // A stream is always read and written in large pieces.
            Self::Tcp(_) => Fallbacks::NONE,
            Self::SocksUdp(link) => &link.fallbacks,
        }
    }

    /// Sends one datagram whole on all of its way, past what waits. `false`: it was not sent, because it is longer than what
    /// the way is known to take, or because this kind of link cannot.
    pub(crate) fn probe(&self, frame: &[u8]) -> bool {
        match self {
            Self::Udp(link) => link.probe(frame),
            Self::Tcp(_) | Self::SocksUdp(_) => false,
        }
    }

    /// Whether packets to the other end would leave this machine from another address, or by another interface, than when the link
    /// was made.
    pub(crate) fn moved(&self, factory: &LinkFactory, spec: &LinkSpec) -> bool {
        let (addresses, held) = match self {
            Self::Udp(link) => (link.addresses(), link.held_to()),
            Self::Tcp(link) => (link.addresses(), link.held_to()),
            Self::SocksUdp(link) => (link.addresses(), link.held_to()),
        };
        let Some((local, remote)) = addresses else { return true };
        // No route at all: the way may come back.
        let from = LocalEnd { port: None, ..spec.local };
        let found = factory.sockets.route_to(remote, from).ok().flatten();
        // A datagram link is made anew for nothing; a stream would be lost.
        let alone = matches!(self, Self::Udp(_));
        let strays = || held.is_some_and(|held| factory.sockets.strays(held, local.ip(), remote, alone));
        found.is_some_and(|found| found.ip() != local.ip() || strays())
    }
}
