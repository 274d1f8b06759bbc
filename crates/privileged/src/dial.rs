//! Where sockets that need rights may lead. Whoever asks for one could dial this machine and its link without us, with their own
//! rights; a socket of ours must not give them more.

use std::{
    io,
    net::{IpAddr, SocketAddr},
};

use crate::request::{SocketError, Way};

/// Name servers of an uplink may be link-local: those of clouds, and those that a router announces.
const NAMES: u16 = 53;

/// Which way a socket to this address goes.
///
/// * Groups, everybody on the link, and no address at all: none.
/// * This machine: no other way than any program's. A profile may lead through a program here (`stunnel`, `ssh -D`), which needs no
///   rights.
/// * The link: only to name servers. What else answers there, such as a cloud's metadata, tells secrets to whoever asks.
///
/// # Errors
/// [`SocketError::System`].
pub fn way(remote: SocketAddr, asked: Way) -> Result<Way, SocketError> {
    let never = match remote.ip().to_canonical() {
        IpAddr::V4(ip) => ip.is_multicast() || ip.is_broadcast() || ip.octets().first() == Some(&0),
        IpAddr::V6(ip) => ip.is_multicast() || ip.is_unspecified(),
    };
    let on_link = match remote.ip().to_canonical() {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    if never || (on_link && remote.port() != NAMES) {
        return Err(io::Error::from(io::ErrorKind::NetworkUnreachable).into());
    }
    Ok(if remote.ip().to_canonical().is_loopback() { Way::Routed } else { asked })
}

#[cfg(test)]
mod tests {
    use vpn_api::TunnelSlot;

    use super::*;

    #[test]
    fn nothing_is_dialled_with_rights_that_is_this_machine_its_link_or_nobody() {
        for (remote, allowed, keeps_way) in [
            ("192.0.2.1:1194", true, true),
            ("10.0.0.1:443", true, true),
            ("[2001:db8::1]:443", true, true),
            ("127.0.0.1:8080", true, false),
            ("127.9.9.9:53", true, false),
            ("[::1]:22", true, false),
            ("[::ffff:127.0.0.1]:22", true, false),
            ("0.0.0.0:80", false, false),
            ("0.1.2.3:80", false, false),
            ("[::]:80", false, false),
            ("224.0.0.1:1194", false, false),
            ("[ff02::1]:1194", false, false),
            ("[::ffff:224.0.0.1]:1194", false, false),
            ("255.255.255.255:67", false, false),
            ("169.254.169.254:80", false, false),
            ("[::ffff:169.254.169.254]:80", false, false),
            ("169.254.169.253:53", true, true),
            ("[fe80::1]:443", false, false),
            ("[fe80::1]:53", true, true),
        ] {
            let remote: SocketAddr = remote.parse().unwrap();
            for asked in [Way::PastTunnels, Way::Through(TunnelSlot(1)), Way::Routed] {
                let expected = allowed.then_some(if keeps_way { asked } else { Way::Routed });
                assert_eq!(way(remote, asked).ok(), expected, "{remote} {asked:?}");
            }
        }
    }
}
