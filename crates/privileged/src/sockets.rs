//! Sockets that go past all tunnels.

use std::{io, net::SocketAddr};

use socket2::{Protocol, Socket};

use crate::{
    dial,
    request::{SocketError, Way},
};

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
use linux::go_past_tunnels;
#[cfg(not(target_os = "linux"))]
use missing::go_past_tunnels;

impl From<io::Error> for SocketError {
    fn from(error: io::Error) -> Self {
        Self::System(error.into())
    }
}

/// Leads a TCP or UDP socket past all tunnels, if it may lead to this address by a way that needs rights.
///
/// # Errors
/// [`SocketError`].
pub(crate) fn lead_past_tunnels(socket: &Socket, remote: SocketAddr) -> Result<(), SocketError> {
    let may = dial::way(remote, Way::PastTunnels)? == Way::PastTunnels;
    if may && matches!(socket.protocol()?, Some(Protocol::TCP | Protocol::UDP)) {
        go_past_tunnels(socket, remote)
    } else {
        Err(SocketError::NotPermitted)
    }
}
