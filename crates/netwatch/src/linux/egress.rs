//! By which interface the packets of a socket that goes past our tunnels leave, as the kernel's routing has it.
//!
//! The kernel has its answers ready when a request was sent, so that nothing here waits.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
};

use ipnet::IpNet;
use netconf::linux::{
    BYPASS_MARK,
    read::{self, messages},
};
use rtnetlink::{
    packet_core::{NLM_F_DUMP, NLM_F_REQUEST, NetlinkMessage},
    packet_route::{
        AddressFamily, RouteNetlinkMessage,
        address::AddressMessage,
        route::{RouteAddress, RouteAttribute, RouteMessage},
    },
    sys::{Socket, protocols::NETLINK_ROUTE},
};

use crate::Egress;

/// Room for any one datagram of the kernel.
const DATAGRAM: usize = 64 << 10;

/// By which interface packets leave that a socket with our mark sends from `source` to `remote`. `None`: there is no way, it ends on
/// this machine, or the interface is none that has this address, as where a route names the source.
///
/// # Errors
/// The kernel does not tell.
pub fn egress(source: IpAddr, remote: SocketAddr) -> io::Result<Option<Egress>> {
    let source = source.to_canonical();
    let socket = socket()?;
    let Some(index) = leaves_by(&socket, remote.ip().to_canonical(), Some(source))? else { return Ok(None) };
    let mut request = AddressMessage::default();
    request.header.family = family(source);
    let mut addresses = Vec::new();
    ask(&socket, RouteNetlinkMessage::GetAddress(request), NLM_F_DUMP, |answer| {
        if let RouteNetlinkMessage::NewAddress(address) = answer {
            addresses.extend(read::address(&address));
        }
    })?;
    Ok(judged(index, source, &addresses))
}

fn judged(index: NonZeroU32, source: IpAddr, addresses: &[(u32, IpNet)]) -> Option<Egress> {
    let is_own = |(on, net): &(u32, IpNet)| *on == index.get() && net.addr() == source;
    let is_shared = |(on, net): &(u32, IpNet)| *on != index.get() && net.contains(&source);
    addresses.iter().any(is_own).then(|| Egress { index, shared: addresses.iter().any(is_shared) })
}

/// By which interface packets to `remote` leave. `past`: from a socket with our mark and this source; `None`: from any other.
pub(super) fn leaves_by(socket: &Socket, remote: IpAddr, past: Option<IpAddr>) -> io::Result<Option<NonZeroU32>> {
    let mut request = RouteMessage::default();
    request.header.address_family = family(remote);
    let bits = if remote.is_ipv4() { 32 } else { 128 };
    request.header.destination_prefix_length = bits;
    request.attributes = vec![RouteAttribute::Destination(route_address(remote))];
    if let Some(source) = past {
        request.header.source_prefix_length = bits;
        request.attributes.extend([RouteAttribute::Source(route_address(source)), RouteAttribute::Mark(BYPASS_MARK)]);
    }
    let mut found = None;
    ask(socket, RouteNetlinkMessage::GetRoute(request), 0, |answer| {
        if let RouteNetlinkMessage::NewRoute(route) = answer
            && let Some(route) = read::route(&route).filter(read::Route::is_unicast)
        {
            found = route.through.first().copied().and_then(NonZeroU32::new);
        }
    })?;
    Ok(found)
}

/// What the kernel is asked over, any number of questions.
pub(super) fn socket() -> io::Result<Socket> {
    let socket = Socket::new(NETLINK_ROUTE)?;
    socket.set_non_blocking(true)?;
    Ok(socket)
}

/// Everything that the kernel answers. An error among it, such as that there is no way, is no answer.
pub(super) fn ask(
    socket: &Socket,
    request: RouteNetlinkMessage,
    flags: u16,
    mut answer: impl FnMut(RouteNetlinkMessage),
) -> io::Result<()> {
    let mut request = NetlinkMessage::from(request);
    request.header.flags = NLM_F_REQUEST | flags;
    request.finalize();
    let mut bytes = vec![0; request.buffer_len()];
    request.serialize(&mut bytes);
    socket.send(&bytes, 0)?;
    let mut datagram = Vec::with_capacity(DATAGRAM);
    loop {
        datagram.clear();
        match socket.recv(&mut datagram, 0) {
            Ok(_) => messages(&datagram).for_each(&mut answer),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn family(address: IpAddr) -> AddressFamily {
    if address.is_ipv4() { AddressFamily::Inet } else { AddressFamily::Inet6 }
}

fn route_address(address: IpAddr) -> RouteAddress {
    match address {
        IpAddr::V4(address) => RouteAddress::Inet(address),
        IpAddr::V6(address) => RouteAddress::Inet6(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(index: u32, address: &str) -> (u32, IpNet) {
        (index, address.parse().unwrap())
    }

    #[test]
    fn an_interface_counts_with_its_own_addresses_and_shares_those_of_its_network() {
        let index = NonZeroU32::new(2).unwrap();
        let judged = |source: &str, addresses: &[(u32, IpNet)]| {
            judged(index, source.parse().unwrap(), addresses).map(|egress| egress.shared)
        };
        let (wired, other) = (of(2, "192.0.2.7/24"), of(3, "203.0.113.7/24"));
        assert_eq!(judged("192.0.2.7", &[wired, other]), Some(false));
        assert_eq!(judged("203.0.113.7", &[wired, other]), None, "an address of another interface");
        assert_eq!(judged("192.0.2.7", &[wired, of(3, "192.0.2.8/24")]), Some(true), "cable and Wi-Fi in one network");
        assert_eq!(judged("192.0.2.7", &[wired, of(3, "192.0.2.7/32")]), Some(true), "the same address twice");
        assert_eq!(judged("192.0.2.7", &[wired, of(3, "192.0.2.8/32")]), Some(false));
        assert_eq!(judged("2001:db8::7", &[of(2, "2001:db8::7/64"), of(3, "2001:db8::8/64")]), Some(true));
        assert_eq!(judged("2001:db8::7", &[of(2, "2001:db8::7/64"), of(3, "fe80::8/64")]), Some(false));
    }

    #[test]
    fn nothing_leaves_for_this_machine_itself() {
        for (source, remote) in [("127.0.0.1", "127.0.0.1:1"), ("::1", "[::1]:1")] {
            assert_eq!(egress(source.parse().unwrap(), remote.parse().unwrap()).unwrap(), None);
        }
    }
}
