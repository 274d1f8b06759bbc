//! Through one interface by its name. Takes no rights since Linux 5.7 (socket(7), `SO_BINDTODEVICE`).

use privileged::SocketError;
use socket2::Socket;
use vpn_api::TunnelSlot;

/// Binds a socket to a tunnel's interface, before anything is sent: another tunnel's routes may lead elsewhere.
///
/// # Errors
/// [`SocketError`].
pub(crate) fn go_through(socket: &Socket, tunnel: TunnelSlot) -> Result<(), SocketError> {
    Ok(socket.bind_device(Some(tunnel.interface().as_bytes()))?)
}
