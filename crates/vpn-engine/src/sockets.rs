//! Where links get their sockets from.

use std::{io, net::SocketAddr, sync::Arc};

use futures_util::future::BoxFuture;
use privileged::{Privileged, SocketError, SocketRequest, Way, sockets};
use socket2::Socket;
use vpn_api::{LocalEnd, Transport};

type Told = dyn Fn(Vec<SocketAddr>) -> BoxFuture<'static, ()> + Send + Sync;

/// Whom to tell of addresses before a socket is asked for that leads there. Nobody, unless somebody wants to know.
#[derive(Clone, Default)]
pub struct Tell(Option<Arc<Told>>);

impl Tell {
    /// Tells in this way.
    pub fn new(tell: impl Fn(Vec<SocketAddr>) -> BoxFuture<'static, ()> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    /// Tells of these, and waits until that is done.
    pub async fn of(&self, addresses: Vec<SocketAddr>) {
        if let Some(tell) = &self.0 {
            tell(addresses).await;
        }
    }
}

impl std::fmt::Debug for Tell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tell")
    }
}

/// Gives out sockets to one other end, non-blocking and bound as asked for. Datagram sockets are connected.
#[derive(Clone)]
pub(crate) enum SocketSource {
    /// Sockets that go this way, from whoever has the rights.
    Privileged(Arc<dyn Privileged>, Way),
    /// Sockets of this process that go this way, with its own rights.
    Own(Way),
}

impl SocketSource {
    /// Asks for a socket.
    ///
    /// # Errors
    /// [`SocketError`].
    pub(crate) fn open(
        &self,
        transport: Transport,
        remote: SocketAddr,
        local: LocalEnd,
    ) -> Result<Socket, SocketError> {
        let request = |way| SocketRequest { transport, remote, local, way };
        match self {
            Self::Privileged(privileged, way) => privileged.open_socket(&request(*way)),
            Self::Own(way) => sockets::open(&request(*way)),
        }
    }

    /// From which address packets to this other end would leave the machine. Nothing is sent: a connected datagram socket
    /// asks the routing table.
    pub(crate) fn route_to(&self, remote: SocketAddr, local: LocalEnd) -> io::Result<Option<SocketAddr>> {
        let probe = self.open(Transport::Udp, remote, local).map_err(io::Error::other)?;
        Ok(probe.local_addr()?.as_socket())
    }
}

impl std::fmt::Debug for SocketSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Privileged(_, way) => f.debug_tuple("Privileged").field(way).finish(),
            Self::Own(way) => f.debug_tuple("Own").field(way).finish(),
        }
    }
}
