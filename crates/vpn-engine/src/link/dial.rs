//! Streams on their way to the other end.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    net::{TcpSocket, TcpStream},
    time::timeout,
};
use vpn_api::{LocalEnd, Transport};

use super::LinkSetupError;
use crate::sockets::SocketSource;

/// How long the other end has to accept the connection. Two retransmissions of the SYN fit.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Connects a stream.
pub(crate) async fn stream(
    sockets: &SocketSource,
    remote: SocketAddr,
    local: LocalEnd,
) -> Result<TcpStream, LinkSetupError> {
    let socket = TcpSocket::from_std_stream(sockets.open(Transport::Tcp, remote, local)?.into());
    let connected = timeout(CONNECT_TIMEOUT, socket.connect(remote)).await;
    Ok(connected.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??)
}
