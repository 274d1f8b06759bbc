//! A system that does not say whose a socket is.

use std::net::SocketAddr;

/// Taken to be.
pub(super) fn same_user(_own: SocketAddr, _peer: SocketAddr) -> bool {
    true
}
