//! Past the tunnels by a mark, which the tunnels' policy rules skip.

use std::{io, net::SocketAddr};

use netconf::linux::BYPASS_MARK;
use socket2::Socket;

use crate::request::SocketError;

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
