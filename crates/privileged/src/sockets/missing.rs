//! A system on which nothing leads sockets past the tunnels yet.

use std::net::SocketAddr;

use socket2::Socket;

use crate::request::SocketError;

/// Leads a socket past all tunnels, before anything is sent.
///
/// # Errors
/// [`SocketError`].
pub(crate) fn go_past_tunnels(_socket: &Socket, _remote: SocketAddr) -> Result<(), SocketError> {
    Err(SocketError::Unsupported)
}
