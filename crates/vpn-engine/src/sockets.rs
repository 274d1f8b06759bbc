//! Where links get their sockets from.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
};

use futures_util::future::BoxFuture;
use netwatch::egress;
use privileged::{Privileged, SocketError, Way, dial};
use socket2::{Domain, Protocol, Socket, Type};
use vpn_api::{LocalEnd, Transport};

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
pub(crate) use linux::held_to;
#[cfg(target_os = "linux")]
use linux::{go_through, hold_to};
#[cfg(not(target_os = "linux"))]
pub(crate) use missing::held_to;
#[cfg(not(target_os = "linux"))]
use missing::{go_through, hold_to};

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
    /// Sockets that go this way. Whoever has the rights leads them past the tunnels.
    Led(Arc<dyn Privileged>, Way),
    /// Ordinary sockets, which need no rights.
    Ordinary,
}

impl SocketSource {
    /// Makes a socket. Nothing is sent before everything asked for is set. A datagram socket is held to its uplink.
    ///
    /// # Errors
    /// [`SocketError`].
    pub(crate) fn open(
        &self,
        transport: Transport,
        remote: SocketAddr,
        local: LocalEnd,
    ) -> Result<Socket, SocketError> {
        let socket = self.make(transport, remote, local)?;
        if transport == Transport::Udp {
            self.hold(&socket, remote);
        }
        Ok(socket)
    }

    /// Holds a socket whose source address is decided to the uplink that it sends by.
    ///
    /// When another route becomes the better one, a connected socket goes on with its source address: its first packet would leave
    /// by another uplink, and the kernel would ask for the router there in the name of an address of the old network. Routers do
    /// not answer that, and everything waits a second for the next question (observed on Linux 6.18).
    pub(crate) fn hold(&self, socket: &Socket, remote: SocketAddr) {
        let Some(local) = socket.local_addr().ok().and_then(|local| local.as_socket()) else { return };
        if !self.passes_tunnels(remote) {
            return;
        }
        match egress(local.ip(), remote) {
            Ok(Some(egress)) if !egress.shared => {
                if let Err(error) = hold_to(socket, egress.index) {
                    tracing::debug!(%error, "a socket cannot be held to its uplink");
                }
            }
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "the uplink of a socket is not known"),
        }
    }

    /// Whether a socket that is held to an interface would be held to another one now, or to none. `alone`: also where the interface
    /// is the same but shares its network with another one by now.
    pub(crate) fn strays(&self, held: NonZeroU32, local: IpAddr, remote: SocketAddr, alone: bool) -> bool {
        let same = |egress: netwatch::Egress| egress.index == held && !(alone && egress.shared);
        self.passes_tunnels(remote) && egress(local, remote).is_ok_and(|now| !now.is_some_and(same))
    }

    fn passes_tunnels(&self, remote: SocketAddr) -> bool {
        match self {
            Self::Led(_, way) => dial::way(remote, *way).is_ok_and(|way| way == Way::PastTunnels),
            Self::Ordinary => false,
        }
    }

    fn make(&self, transport: Transport, remote: SocketAddr, local: LocalEnd) -> Result<Socket, SocketError> {
        let (kind, protocol) = match transport {
            Transport::Udp => (Type::DGRAM, Protocol::UDP),
            Transport::Tcp => (Type::STREAM, Protocol::TCP),
        };
        let way = match self {
            Self::Led(_, way) => *way,
            Self::Ordinary => Way::Routed,
        };
        let way = dial::way(remote, way)?;
        let socket = Socket::new(Domain::for_address(remote), kind, Some(protocol))?;
        socket.set_nonblocking(true)?;
        match (self, way) {
            (Self::Led(privileged, _), Way::PastTunnels) => privileged.lead_past_tunnels(&socket, remote)?,
            (_, Way::Through(tunnel)) => go_through(&socket, tunnel)?,
            (_, Way::Routed | Way::PastTunnels) => {}
        }
        match transport {
            Transport::Udp => {
                bind(&socket, remote, local)?;
                socket.connect(&remote.into())?;
            }
            Transport::Tcp => {
                if local.port.is_some() {
                    // The port of the connection before this one may still be remembered by the kernel.
                    socket.set_reuse_address(true)?;
                }
                bind(&socket, remote, local)?;
            }
        }
        Ok(socket)
    }

    /// From which address packets to this other end would leave the machine. Nothing is sent: a connected datagram socket
    /// asks the routing table.
    pub(crate) fn route_to(&self, remote: SocketAddr, local: LocalEnd) -> io::Result<Option<SocketAddr>> {
        let probe = self.make(Transport::Udp, remote, local).map_err(io::Error::other)?;
        Ok(probe.local_addr()?.as_socket())
    }
}

impl std::fmt::Debug for SocketSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Led(_, way) => f.debug_tuple("Led").field(way).finish(),
            Self::Ordinary => f.write_str("Ordinary"),
        }
    }
}

/// Binds a socket to our own end, as far as the profile names one. A port that is taken is not worth a tunnel: then the
/// system chooses.
fn bind(socket: &Socket, remote: SocketAddr, local: LocalEnd) -> io::Result<()> {
    let any = if remote.is_ipv4() { IpAddr::V4(Ipv4Addr::UNSPECIFIED) } else { IpAddr::V6(Ipv6Addr::UNSPECIFIED) };
    let address = local.address.unwrap_or(any);
    if let Some(port) = local.port {
        match socket.bind(&SocketAddr::new(address, port).into()) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                tracing::debug!(port, "the profile's local port is taken; another one is used");
            }
            bound => return bound,
        }
    }
    match local.address {
        Some(address) => socket.bind(&SocketAddr::new(address, 0).into()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::net::UdpSocket;

    use super::*;

    fn open(remote: SocketAddr, local: LocalEnd) -> Result<Socket, SocketError> {
        SocketSource::Ordinary.open(Transport::Udp, remote, local)
    }

    #[test]
    fn the_wanted_end_is_taken_where_it_is_free() {
        let server = UdpSocket::bind("127.0.0.1:0").unwrap();
        let remote = server.local_addr().unwrap();
        let free = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let local = LocalEnd { address: Some([127, 0, 0, 1].into()), port: Some(free) };
        let first = open(remote, local).unwrap();
        let port = |socket: &Socket| socket.local_addr().unwrap().as_socket().unwrap().port();
        assert_eq!(port(&first), free);
        let second = open(remote, local).unwrap();
        assert_ne!(port(&second), free, "a port that is taken does not cost the tunnel");
    }

    #[test]
    fn an_address_of_another_machine_is_refused() {
        let local = LocalEnd { address: Some([192, 0, 2, 1].into()), port: None };
        let error = open("127.0.0.1:9".parse().unwrap(), local).unwrap_err();
        assert!(
            matches!(error, SocketError::System(error) if error.code.is_some() && error.kind() != std::io::ErrorKind::PermissionDenied)
        );
    }
}
