//! A system on which sockets are not bound to interfaces yet.

use std::{io, num::NonZeroU32};

use privileged::SocketError;
use socket2::{SockRef, Socket};
use vpn_api::TunnelSlot;

/// Binds a socket to a tunnel's interface, before anything is sent.
///
/// # Errors
/// [`SocketError`].
pub(crate) fn go_through(_socket: &Socket, _tunnel: TunnelSlot) -> Result<(), SocketError> {
    Err(SocketError::Unsupported)
}

/// Holds a socket to the interface with this number.
///
/// # Errors
/// [`io::ErrorKind::Unsupported`], always.
pub(crate) fn hold_to(_socket: &Socket, _index: NonZeroU32) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// None.
pub(crate) fn held_to(_socket: SockRef<'_>) -> Option<NonZeroU32> {
    None
}
