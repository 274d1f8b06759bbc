//! Through one interface. Takes no rights since Linux 5.7 (socket(7), `SO_BINDTODEVICE`).

use std::{io, num::NonZeroU32};

use privileged::SocketError;
use socket2::{SockRef, Socket};
use vpn_api::TunnelSlot;

/// Binds a socket to a tunnel's interface, before anything is sent: another tunnel's routes may lead elsewhere.
///
/// # Errors
/// [`SocketError`].
pub(crate) fn go_through(socket: &Socket, tunnel: TunnelSlot) -> Result<(), SocketError> {
    Ok(socket.bind_device(Some(tunnel.interface().as_bytes()))?)
}

/// Holds a socket to the interface with this number.
///
/// # Errors
/// There is none, or the kernel wants rights for it.
pub(crate) fn hold_to(socket: &Socket, index: NonZeroU32) -> io::Result<()> {
    // The same option for both families (`SO_BINDTOIFINDEX`).
    socket.bind_device_by_index_v4(Some(index))
}

/// The interface that a socket is held to; it may be gone.
pub(crate) fn held_to(socket: SockRef<'_>) -> Option<NonZeroU32> {
    socket.device_index_v4().ok().flatten()
}
