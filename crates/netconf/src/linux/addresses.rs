//! Addresses of the tunnel interface.

use std::{io, net::IpAddr};

use ipnet::IpNet;
use rtnetlink::packet_route::{
    AddressFamily, RouteNetlinkMessage,
    address::{AddressAttribute, AddressFlags, AddressMessage},
};
use rustix::io::Errno;

use super::netlink::{Mode, Netlink, unless};
use super::op::{Address, Family};

pub(crate) fn family(family: Family) -> AddressFamily {
    match family {
        Family::V4 => AddressFamily::Inet,
        Family::V6 => AddressFamily::Inet6,
    }
}

/// All addresses with the index of their interface.
pub(crate) async fn addresses(netlink: &mut Netlink) -> io::Result<Vec<(u32, IpNet)>> {
    let request = RouteNetlinkMessage::GetAddress(AddressMessage::default());
    let pick = |message| match message {
        RouteNetlinkMessage::NewAddress(address) => read(&address),
        _ => None,
    };
    netlink.dump(request, pick).await
}

/// The interface's index and its address. On a point-to-point interface `IFA_LOCAL` is the own address and `IFA_ADDRESS`
/// the peer's; IPv6 interfaces usually tell `IFA_ADDRESS` only.
#[must_use]
pub fn read(message: &AddressMessage) -> Option<(u32, IpNet)> {
    let local = message.attributes.iter().find_map(|attribute| match attribute {
        AddressAttribute::Local(ip) => Some(*ip),
        _ => None,
    });
    let address = message.attributes.iter().find_map(|attribute| match attribute {
        AddressAttribute::Address(ip) => Some(*ip),
        _ => None,
    });
    let net = IpNet::new(local.or(address)?, message.header.prefix_len).ok()?;
    Some((message.header.index, net))
}

fn message(address: &Address) -> AddressMessage {
    let ip = address.net.addr();
    let mut message = AddressMessage::default();
    message.header.family = family(Family::of(&address.net));
    message.header.prefix_len = address.net.prefix_len();
    message.header.index = address.interface.index;
    message.attributes.push(AddressAttribute::Address(ip));
    if ip.is_ipv4() {
        message.attributes.push(AddressAttribute::Local(ip));
    }
    message
}

/// Adds an address without a route to its prefix: that belongs into the tunnel's own table. There is nobody on a tunnel
/// to ask whether an IPv6 address is taken, so it is usable at once.
pub(crate) async fn add(netlink: &mut Netlink, address: &Address) -> io::Result<()> {
    let mut message = message(address);
    let flags = match address.net.addr() {
        IpAddr::V4(_) => AddressFlags::Noprefixroute,
        IpAddr::V6(_) => AddressFlags::Noprefixroute | AddressFlags::Nodad,
    };
    message.attributes.push(AddressAttribute::Flags(flags));
    netlink.change(RouteNetlinkMessage::NewAddress(message), Mode::Replace).await
}

/// Removes an address, unless it or its interface is gone.
pub(crate) async fn remove(netlink: &mut Netlink, address: &Address) -> io::Result<()> {
    let removed = netlink.change(RouteNetlinkMessage::DelAddress(message(address)), Mode::Existing).await;
    unless(removed, &[Errno::ADDRNOTAVAIL, Errno::NODEV, Errno::NXIO])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_own_one_and_not_the_peers() {
        let own = |attributes: &[AddressAttribute]| {
            let mut message = AddressMessage::default();
            (message.header.index, message.header.prefix_len) = (3, 24);
            message.attributes.extend_from_slice(attributes);
            read(&message)
        };
        let (peer, local) = (IpAddr::from([10, 8, 0, 1]), IpAddr::from([10, 8, 0, 6]));
        let read = |address: &str| Some((3, address.parse().unwrap()));
        assert_eq!(own(&[AddressAttribute::Address(peer), AddressAttribute::Local(local)]), read("10.8.0.6/24"));
        assert_eq!(own(&[AddressAttribute::Address(peer)]), read("10.8.0.1/24"));
        assert_eq!(own(&[AddressAttribute::Local(local)]), read("10.8.0.6/24"));
        assert_eq!(own(&[AddressAttribute::Label("adit0".to_owned())]), None);
    }
}
