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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use socket2::{Domain, Type};

    use super::*;

    #[test]
    fn only_tcp_and_udp_sockets_are_led_and_only_where_that_takes_rights() {
        let lead = |domain, kind, remote: &str| {
            let socket = Socket::new(domain, kind, None).unwrap();
            (lead_past_tunnels(&socket, remote.parse().unwrap()), socket.mark().unwrap())
        };
        let led = if rustix::process::geteuid().is_root() {
            (Ok(()), netconf::linux::BYPASS_MARK)
        } else {
            (Err(SocketError::NotPermitted), 0)
        };
        assert_eq!(lead(Domain::IPV4, Type::DGRAM, "192.0.2.1:1194"), led);
        assert_eq!(lead(Domain::IPV6, Type::STREAM, "[2001:db8::1]:443"), led);
        let refused = (Err(SocketError::NotPermitted), 0);
        assert_eq!(lead(Domain::IPV4, Type::DGRAM, "127.0.0.1:1194"), refused, "anybody may");
        assert_eq!(lead(Domain::UNIX, Type::STREAM, "192.0.2.1:1194"), refused, "neither TCP nor UDP");
        let (nowhere, mark) = lead(Domain::IPV4, Type::DGRAM, "0.0.0.0:1194");
        assert!(matches!(nowhere, Err(SocketError::System(_))) && mark == 0);
    }
}
