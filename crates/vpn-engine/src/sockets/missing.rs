//! A system on which sockets are not bound to interfaces yet.

use privileged::SocketError;
use socket2::Socket;
use vpn_api::TunnelSlot;

/// Binds a socket to a tunnel's interface, before anything is sent.
///
/// # Errors
/// [`SocketError`].
pub(crate) fn go_through(_socket: &Socket, _tunnel: TunnelSlot) -> Result<(), SocketError> {
    Err(SocketError::Unsupported)
}
