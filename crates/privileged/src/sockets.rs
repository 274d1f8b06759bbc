//! Sockets on their way to the other end: past the tunnels where wanted, bound where the profile wants it.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use socket2::{Domain, Protocol, Socket, Type};
use vpn_api::{LocalEnd, Transport};

use crate::{
    dial,
    request::{SocketError, SocketRequest, Way},
};

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
pub(crate) use linux::{BYPASS_SUPPORTED, go_past_tunnels, go_through};
#[cfg(not(target_os = "linux"))]
pub(crate) use missing::{BYPASS_SUPPORTED, go_past_tunnels, go_through};

impl From<io::Error> for SocketError {
    fn from(error: io::Error) -> Self {
        Self::System(error.into())
    }
}

/// Makes a socket. Nothing is sent before everything asked for is set.
///
/// # Errors
/// [`SocketError`].
pub fn open(request: &SocketRequest) -> Result<Socket, SocketError> {
    let SocketRequest { transport, remote, local, way } = *request;
    let way = dial::way(remote, way)?;
    let (kind, protocol) = match transport {
        Transport::Udp => (Type::DGRAM, Protocol::UDP),
        Transport::Tcp => (Type::STREAM, Protocol::TCP),
    };
    let socket = Socket::new(Domain::for_address(remote), kind, Some(protocol))?;
    socket.set_nonblocking(true)?;
    match way {
        Way::Routed => {}
        Way::PastTunnels => go_past_tunnels(&socket, remote)?,
        Way::Through(tunnel) => go_through(&socket, tunnel)?,
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

    use netconf::OsErrorKind;

    use super::*;

    fn request(remote: SocketAddr, local: LocalEnd) -> SocketRequest {
        SocketRequest { transport: Transport::Udp, remote, local, way: Way::Routed }
    }

    #[test]
    fn the_wanted_end_is_taken_where_it_is_free() {
        let server = UdpSocket::bind("127.0.0.1:0").unwrap();
        let remote = server.local_addr().unwrap();
        let free = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let local = LocalEnd { address: Some([127, 0, 0, 1].into()), port: Some(free) };
        let first = open(&request(remote, local)).unwrap();
        let port = |socket: &Socket| socket.local_addr().unwrap().as_socket().unwrap().port();
        assert_eq!(port(&first), free);
        let second = open(&request(remote, local)).unwrap();
        assert_ne!(port(&second), free, "a port that is taken does not cost the tunnel");
    }

    #[test]
    fn an_address_of_another_machine_is_refused() {
        let local = LocalEnd { address: Some([192, 0, 2, 1].into()), port: None };
        let error = open(&request("127.0.0.1:9".parse().unwrap(), local)).unwrap_err();
        assert!(
            matches!(error, SocketError::System(error) if error.code.is_some() && error.kind == OsErrorKind::Other)
        );
    }
}
