//! Sockets on their way to the other end: marked, bound where the profile wants it, connected.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use socket2::SockRef;
use tokio::{
    net::{TcpSocket, TcpStream},
    time::timeout,
};
use vpn_api::LocalEnd;

use super::{LinkSetupError, mark};

/// How long the other end has to accept the connection. Two retransmissions of the SYN fit.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Connects a stream.
pub(super) async fn stream(
    remote: SocketAddr,
    bypass: Option<u32>,
    local: LocalEnd,
) -> Result<TcpStream, LinkSetupError> {
    let socket = if remote.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    mark(&SockRef::from(&socket), bypass)?;
    if local.port.is_some() {
        // The port of the connection before this one may still be remembered by the kernel.
        socket.set_reuseaddr(true)?;
    }
    bind(&SockRef::from(&socket), remote, local)?;
    let connected = timeout(CONNECT_TIMEOUT, socket.connect(remote)).await;
    Ok(connected.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??)
}

/// Binds a socket to our own end, as far as the profile names one. A port that is taken is not worth a tunnel: then the
/// system chooses.
///
/// # Errors
/// The address is not one of this machine, or of another family than the other end's.
pub(super) fn bind(socket: &SockRef<'_>, remote: SocketAddr, local: LocalEnd) -> io::Result<()> {
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
