//! Past the tunnels by a mark, which the tunnels' policy rules skip.

use std::{io, net::SocketAddr};

use netconf::linux::BYPASS_MARK;
use socket2::Socket;
use vpn_api::TunnelSlot;

use crate::request::SocketError;

/// Whether sockets can be led past the tunnels.
pub(crate) const BYPASS_SUPPORTED: bool = true;

/// Leads a socket past all tunnels, before anything is sent.
///
/// # Errors
/// [`SocketError`].
pub(crate) fn go_past_tunnels(socket: &Socket, _remote: SocketAddr) -> Result<(), SocketError> {
    socket.set_mark(BYPASS_MARK).map_err(|error| {
        let forbidden = error.kind() == io::ErrorKind::PermissionDenied;
        if forbidden { SocketError::NotPermitted } else { SocketError::from(error) }
    })
}

/// Binds a socket to a tunnel's interface, before anything is sent: another tunnel's routes may lead elsewhere.
///
/// # Errors
/// [`SocketError`].
pub(crate) fn go_through(socket: &Socket, tunnel: TunnelSlot) -> Result<(), SocketError> {
    Ok(socket.bind_device(Some(tunnel.interface().as_bytes()))?)
}
