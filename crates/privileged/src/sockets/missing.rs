//! A system on which nothing leads sockets past the tunnels yet.

use std::net::SocketAddr;

use socket2::Socket;

use crate::request::SocketError;

pub(crate) const SUPPORTED: bool = false;

pub(crate) fn apply(_socket: &Socket, _remote: SocketAddr) -> Result<(), SocketError> {
    Err(SocketError::Unsupported)
}
