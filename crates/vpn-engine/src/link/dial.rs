//! Streams on their way to the other end.

use std::{io, net::SocketAddr, pin::pin, task::Poll, time::Duration};

use futures_util::poll;
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
    let socket = sockets.open(Transport::Tcp, remote, local)?;
    let same = socket.try_clone()?;
    let mut connecting = pin!(TcpSocket::from_std_stream(socket.into()).connect(remote));
    // It has its source address from here on.
    if let Poll::Ready(connected) = poll!(&mut connecting) {
        sockets.hold(&same, remote);
        return Ok(connected?);
    }
    sockets.hold(&same, remote);
    drop(same);
    let connected = timeout(CONNECT_TIMEOUT, connecting).await;
    Ok(connected.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??)
}
