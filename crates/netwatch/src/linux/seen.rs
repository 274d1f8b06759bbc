//! The machine's network as far as it is watched, from the kernel's messages.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    net::{IpAddr, Ipv4Addr},
};

use ipnet::IpNet;
use netconf::linux::{
    op::RouteKey,
    read::{self, Netlink, TABLE_MAIN, is_ours},
};
use rtnetlink::packet_route::{
    RouteNetlinkMessage,
    address::{AddressAttribute, AddressFlags, AddressMessage},
    link::{LinkAttribute, LinkFlags, LinkMessage},
    route::RouteMessage,
};

use crate::{NetworkChange, Reach, ReachedNetwork, Uplinks, listed::name_servers};

/// Routes that are kept at most. A machine with more of them is a router of the wide world, and reaches everything.
const MAX_ROUTES: usize = 8192;

/// Where a route leads: its key, its interfaces, its router.
type Route = (RouteKey, Vec<u32>, Option<IpAddr>, bool);

/// Interfaces, addresses and routes outside our own tunnels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Name, and whether packets can pass, by index. Without loopback and tunnels of ours.
    links: BTreeMap<u32, (String, bool)>,
    /// Loopback interfaces.
    loopback: BTreeSet<u32>,
    addresses: BTreeSet<(u32, IpNet)>,
    routes: BTreeSet<Route>,
}

impl Seen {
    pub(super) async fn now() -> io::Result<Self> {
        let mut seen = Self::default();
        let mut netlink = Netlink::new()?;
        let link = |message| match message {
            RouteNetlinkMessage::NewLink(link) => Some(link),
            _ => None,
        };
        for link in netlink.dump(RouteNetlinkMessage::GetLink(LinkMessage::default()), link).await? {
            seen.link(&link);
        }
        let address = |message| match message {
            RouteNetlinkMessage::NewAddress(address) => Some(address),
            _ => None,
        };
        for address in netlink.dump(RouteNetlinkMessage::GetAddress(AddressMessage::default()), address).await? {
            seen.address(&address);
        }
        let route = |message| match message {
            RouteNetlinkMessage::NewRoute(route) => Some(route),
            _ => None,
        };
        for route in netlink.dump(RouteNetlinkMessage::GetRoute(RouteMessage::default()), route).await? {
            seen.route(&route);
        }
        Ok(seen)
    }

    /// Whether the interface is new, or packets can pass when they could not, or the other way round.
    pub(super) fn link(&mut self, message: &LinkMessage) -> bool {
        let index = message.header.index;
        let name = message.attributes.iter().find_map(|attribute| match attribute {
            LinkAttribute::IfName(name) => Some(name.clone()),
            _ => None,
        });
        let Some(name) = name else { return false };
        if message.header.flags.contains(LinkFlags::Loopback) {
            self.loopback.insert(index);
            return false;
        }
        if is_ours(&name) {
            return self.links.remove(&index).is_some();
        }
        let passes = message.header.flags.contains(LinkFlags::Up | LinkFlags::Running);
        let now = (name, passes);
        self.links.insert(index, now.clone()) != Some(now)
    }

    pub(super) fn link_gone(&mut self, message: &LinkMessage) -> bool {
        self.links.remove(&message.header.index).is_some()
    }

    /// Whether the address is new and usable: an IPv6 address first has to be found free.
    pub(super) fn address(&mut self, message: &AddressMessage) -> bool {
        let tentative = message.attributes.iter().any(
            |attribute| matches!(attribute, AddressAttribute::Flags(flags) if flags.contains(AddressFlags::Tentative)),
        );
        let known = |index: &u32| self.links.contains_key(index) || self.loopback.contains(index);
        let address = read::address(message).filter(|(index, _)| known(index) && !tentative);
        address.is_some_and(|address| self.addresses.insert(address))
    }

    pub(super) fn address_gone(&mut self, message: &AddressMessage) -> bool {
        read::address(message).is_some_and(|address| self.addresses.remove(&address))
    }

    /// Whether the route is new, and one that leads out without a tunnel of ours.
    pub(super) fn route(&mut self, message: &RouteMessage) -> bool {
        self.outside(message).is_some_and(|route| self.routes.len() < MAX_ROUTES && self.routes.insert(route))
    }

    pub(super) fn route_gone(&mut self, message: &RouteMessage) -> bool {
        self.outside(message).is_some_and(|route| self.routes.remove(&route))
    }

    fn outside(&self, message: &RouteMessage) -> Option<Route> {
        let route = read::route(message)?;
        let outside = route.through.iter().any(|index| self.links.contains_key(index));
        (route.is_unicast() && outside).then_some((route.key, route.through, route.gateway, route.has_gateway))
    }

    fn passes(&self, index: u32) -> bool {
        self.links.get(&index).is_some_and(|(_, passes)| *passes)
    }

    fn default_routes(&self) -> impl Iterator<Item = &Route> {
        let is_default = |key: &RouteKey| key.destination.prefix_len() == 0 && key.table == TABLE_MAIN;
        self.routes.iter().filter(move |(key, ..)| is_default(key))
    }

    fn outer_addresses(&self) -> impl Iterator<Item = &(u32, IpNet)> {
        self.addresses.iter().filter(|(index, _)| !self.loopback.contains(index))
    }

    /// What differs from how it was.
    pub(super) fn change_since(&self, before: &Self) -> NetworkChange {
        NetworkChange {
            links: self.links != before.links,
            addresses: !self.outer_addresses().eq(before.outer_addresses()),
            default_route: !self.default_routes().eq(before.default_routes()),
        }
    }

    pub(super) fn uplinks(&self) -> Uplinks {
        if self.routes.len() >= MAX_ROUTES {
            return Uplinks::unknown();
        }
        let usable = self.outer_addresses().filter(|(index, net)| self.passes(*index) && !is_link_local(net.addr()));
        let networks: BTreeSet<ReachedNetwork> = self
            .routes
            .iter()
            .filter(|(_, through, ..)| through.iter().any(|index| self.passes(*index)))
            .map(|(key, _, _, routed)| ReachedNetwork { network: key.destination, routed: *routed })
            .filter(|reached| !is_multicast(&reached.network))
            .collect();
        Uplinks::found(Reach {
            carrier: self.links.values().any(|(_, passes)| *passes),
            address: usable.count() > 0,
            own: self.addresses.iter().map(|(_, net)| net.addr()).collect(),
            networks: networks.into_iter().collect(),
            name_servers: name_servers(),
        })
    }
}

/// Addresses that an interface gives itself (RFC 3927, RFC 4291 §2.5.6).
fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local() || address == Ipv4Addr::UNSPECIFIED,
        IpAddr::V6(address) => address.is_unicast_link_local(),
    }
}

/// Every interface that is up has a route for it.
fn is_multicast(network: &IpNet) -> bool {
    network.prefix_len() > 0 && network.addr().is_multicast()
}

#[cfg(test)]
mod tests {
    use vpn_api::{Connectivity, Offline};

    use super::*;

    fn with_link(passes: bool) -> Seen {
        Seen { links: BTreeMap::from([(2, ("eth0".to_owned(), passes))]), ..Seen::default() }
    }

    fn route(destination: &str, through: u32, gateway: Option<&str>) -> Route {
        let key = RouteKey { table: TABLE_MAIN, destination: destination.parse().unwrap(), metric: 0 };
        (key, vec![through], gateway.map(|address| address.parse().unwrap()), gateway.is_some())
    }

    #[test]
    fn the_same_address_again_is_no_change() {
        let mut seen = with_link(true);
        let mut message = AddressMessage::default();
        message.header.index = 2;
        message.header.prefix_len = 24;
        message.attributes.push(AddressAttribute::Local("192.0.2.7".parse().unwrap()));
        assert!(seen.address(&message));
        assert!(!seen.address(&message));
        message.header.index = 3;
        assert!(!seen.address(&message), "an interface of ours or none");
    }

    #[test]
    fn a_route_counts_while_its_interface_has_a_carrier() {
        let far = "198.51.100.1".parse().unwrap();
        let near = "192.0.2.9".parse().unwrap();
        for (passes, far_is, near_is) in [
            (true, Connectivity::Up, Connectivity::Up),
            (false, Connectivity::Offline(Offline::NoCarrier), Connectivity::Offline(Offline::NoCarrier)),
        ] {
            let mut seen = with_link(passes);
            seen.addresses.insert((2, "192.0.2.7/24".parse().unwrap()));
            seen.routes.insert(route("192.0.2.0/24", 2, None));
            seen.routes.insert(route("0.0.0.0/0", 2, Some("192.0.2.1")));
            assert_eq!(seen.uplinks().towards(far), far_is);
            assert_eq!(seen.uplinks().towards(near), near_is);
        }
        let mut seen = with_link(true);
        seen.addresses.insert((2, "fe80::7/64".parse().unwrap()));
        seen.routes.insert(route("fe80::/64", 2, None));
        seen.routes.insert(route("ff00::/8", 2, None));
        assert_eq!(seen.uplinks().towards(far), Connectivity::Offline(Offline::NoAddress));
        assert_eq!(seen.uplinks().names(), Connectivity::Offline(Offline::NoAddress));
    }

    #[test]
    fn other_routes_than_a_default_one_are_no_change_that_is_named() {
        let mut seen = with_link(true);
        let before = seen.clone();
        seen.routes.insert(route("10.0.0.0/8", 2, Some("192.0.2.1")));
        assert!(!seen.change_since(&before).any());
        assert_ne!(seen.uplinks(), before.uplinks());
        seen.routes.insert(route("0.0.0.0/0", 2, Some("192.0.2.1")));
        assert!(seen.change_since(&before).default_route);
    }
}
