//! Streams on Linux.

use std::{ffi::c_int, io};

use rustix::ioctl::{Getter, ioctl};
use socket2::SockRef;
use tokio::net::TcpStream;

/// Bytes that the kernel takes before it has sent what it has: what is sealed too early waits in front of every later
/// keepalive and makes the inner connections believe in a longer way.
const NOT_SENT: u32 = 256 * 1024;

/// Keeps what waits in the kernel short.
pub(crate) fn limit_unsent(stream: &TcpStream) -> io::Result<()> {
    SockRef::from(stream).set_tcp_notsent_lowat(NOT_SENT)
}

/// Bytes that the system took and the other end has not acknowledged (tcp(7), `SIOCOUTQ`, which is `TIOCOUTQ`).
pub(crate) fn unacknowledged(stream: &TcpStream) -> Option<u64> {
    // SAFETY: this request writes one int and reads nothing (tcp(7)).
    let count = unsafe { ioctl(stream, Getter::<{ libc::TIOCOUTQ as rustix::ioctl::Opcode }, c_int>::new()) };
    count.ok().and_then(|count| u64::try_from(count).ok())
}
