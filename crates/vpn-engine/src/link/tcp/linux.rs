//! Streams on Linux.

use std::io;

use socket2::SockRef;
use tokio::net::TcpStream;

/// Bytes that the kernel takes before it has sent what it has: what is sealed too early waits in front of every later
/// keepalive and makes the inner connections believe in a longer way.
const NOT_SENT: u32 = 256 * 1024;

/// Keeps what waits in the kernel short.
pub(crate) fn limit_unsent(stream: &TcpStream) -> io::Result<()> {
    SockRef::from(stream).set_tcp_notsent_lowat(NOT_SENT)
}
