//! Routes of the tunnels' tables, and what other tables say about the machine.

use std::{io, net::IpAddr};

use ipnet::IpNet;
use rtnetlink::packet_route::{
    AddressFamily, RouteNetlinkMessage,
    route::{RouteAddress, RouteAttribute, RouteHeader, RouteMessage, RouteProtocol, RouteScope, RouteType},
};
use rustix::io::Errno;
use vpn_api::RouteAction;

use super::op::{Family, RouteKey, RouteTarget};
use super::{
    addresses::family,
    netlink::{Mode, Netlink, unless},
};

/// A route as the kernel tells it, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Where it is, and where it leads.
    pub key: RouteKey,
    pub(crate) kind: RouteType,
    /// Its interfaces: several for a route over several next hops.
    pub through: Vec<u32>,
    /// The neighbour that its packets go to.
    pub gateway: Option<IpAddr>,
    /// Its packets go to a neighbour rather than to the destination itself.
    pub has_gateway: bool,
}

impl Route {
    /// As a target of ours, if it is one that we could have made.
    pub(crate) fn target(&self) -> Option<RouteTarget> {
        let target = |action, index| Some(RouteTarget { action, index });
        match self.kind {
            RouteType::Unicast if !self.has_gateway && self.through.len() == 1 => {
                target(RouteAction::Tunnel, self.through.first().copied())
            }
            RouteType::Throw => target(RouteAction::Outside, None),
            RouteType::Unreachable => target(RouteAction::Unreachable, None),
            _ => None,
        }
    }

    /// Whether its packets go to one destination.
    #[must_use]
    pub fn is_unicast(&self) -> bool {
        self.kind == RouteType::Unicast
    }
}

/// All routes of both families that `want` wants by their table.
///
/// # Errors
/// What the kernel said.
pub async fn routes(netlink: &mut Netlink, want: impl Fn(u32) -> bool) -> io::Result<Vec<Route>> {
    let pick = |message| match message {
        RouteNetlinkMessage::NewRoute(route) => read(&route).filter(|route| want(route.key.table)),
        _ => None,
    };
    netlink.dump(RouteNetlinkMessage::GetRoute(RouteMessage::default()), pick).await
}

/// Reads a route of IPv4 or IPv6; anything else is none.
#[must_use]
pub fn read(message: &RouteMessage) -> Option<Route> {
    let family = match message.header.address_family {
        AddressFamily::Inet => Family::V4,
        AddressFamily::Inet6 => Family::V6,
        _ => return None,
    };
    let mut destination = family.unspecified();
    let mut route = Route {
        key: RouteKey { table: u32::from(message.header.table), destination: destination.into(), metric: 0 },
        kind: message.header.kind,
        through: Vec::new(),
        gateway: None,
        has_gateway: false,
    };
    for attribute in &message.attributes {
        match attribute {
            RouteAttribute::Destination(RouteAddress::Inet(ip)) => destination = (*ip).into(),
            RouteAttribute::Destination(RouteAddress::Inet6(ip)) => destination = (*ip).into(),
            RouteAttribute::Table(table) => route.key.table = *table,
            RouteAttribute::Priority(metric) => route.key.metric = *metric,
            RouteAttribute::Oif(index) => route.through.push(*index),
            RouteAttribute::MultiPath(hops) => {
                route.through.extend(hops.iter().map(|hop| hop.interface_index));
                route.has_gateway = true;
            }
            RouteAttribute::Gateway(address) => {
                route.has_gateway = true;
                route.gateway = match address {
                    RouteAddress::Inet(ip) => Some((*ip).into()),
                    RouteAddress::Inet6(ip) => Some((*ip).into()),
                    _ => None,
                };
            }
            RouteAttribute::Via(_) => route.has_gateway = true,
            _ => {}
        }
    }
    route.key.destination = IpNet::new(destination, message.header.destination_prefix_length).ok()?;
    Some(route)
}

fn message(key: &RouteKey) -> RouteMessage {
    let mut message = RouteMessage::default();
    message.header.address_family = family(Family::of(&key.destination));
    message.header.destination_prefix_length = key.destination.prefix_len();
    message.header.table = RouteHeader::RT_TABLE_UNSPEC;
    message.attributes.push(RouteAttribute::Table(key.table));
    message.attributes.push(RouteAttribute::Destination(key.destination.addr().into()));
    message.attributes.push(RouteAttribute::Priority(key.metric));
    message
}

/// Leads a network somewhere, in place of what led it there before, without a moment in between.
pub(crate) async fn set(netlink: &mut Netlink, key: &RouteKey, target: &RouteTarget) -> io::Result<()> {
    let mut message = message(key);
    message.header.protocol = RouteProtocol::Static;
    message.header.kind = match target.action {
        RouteAction::Tunnel => RouteType::Unicast,
        RouteAction::Outside => RouteType::Throw,
        RouteAction::Unreachable => RouteType::Unreachable,
    };
    if let Some(index) = target.index {
        // Not `Link`, as an interface without gateways would have it: whoever adds a route by its gateway alone has the kernel look
        // for the interface among routes of that scope, which would find the tunnel.
        message.header.scope = RouteScope::Universe;
        message.attributes.push(RouteAttribute::Oif(index));
    }
    netlink.change(RouteNetlinkMessage::NewRoute(message), Mode::Replace).await
}

/// Removes a route, whatever it leads to, unless it is gone.
pub(crate) async fn remove(netlink: &mut Netlink, key: &RouteKey) -> io::Result<()> {
    let mut message = message(key);
    message.header.scope = RouteScope::NoWhere;
    let removed = netlink.change(RouteNetlinkMessage::DelRoute(message), Mode::Existing).await;
    unless(removed, &[Errno::SRCH, Errno::NODEV, Errno::AFNOSUPPORT, Errno::OPNOTSUPP])
}

#[cfg(test)]
mod tests {
    use rtnetlink::packet_route::route::{RouteNextHop, RouteVia};

    use super::*;

    fn key(destination: &str) -> RouteKey {
        RouteKey { table: 1000, destination: destination.parse().unwrap(), metric: 7 }
    }

    fn with(attributes: &[RouteAttribute]) -> Route {
        let mut message = message(&key("10.0.0.0/8"));
        message.header.kind = RouteType::Unicast;
        message.attributes.extend_from_slice(attributes);
        read(&message).unwrap()
    }

    fn hop(interface_index: u32) -> RouteNextHop {
        let mut hop = RouteNextHop::default();
        hop.interface_index = interface_index;
        hop
    }

    #[test]
    fn a_route_is_read_as_it_was_written() {
        for destination in ["10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "::/0"] {
            let read = read(&message(&key(destination))).unwrap();
            assert_eq!((read.key, read.through.as_slice(), read.gateway), (key(destination), &[][..], None));
        }
        let mut bare = message(&key("::/0"));
        bare.attributes.clear();
        bare.header.table = 254;
        let unspecified = RouteKey { table: 254, metric: 0, ..key("::/0") };
        assert_eq!(read(&bare).unwrap().key, unspecified, "the kernel names no destination of a default route");
        let mut other = message(&key("10.0.0.0/8"));
        other.header.address_family = AddressFamily::Bridge;
        assert_eq!(read(&other), None);
        let mut impossible = message(&key("10.0.0.0/8"));
        impossible.header.destination_prefix_length = 33;
        assert_eq!(read(&impossible), None);
    }

    #[test]
    fn a_route_over_a_neighbour_is_none_of_ours() {
        let own = with(&[RouteAttribute::Oif(3)]);
        let into_it = RouteTarget { action: RouteAction::Tunnel, index: Some(3) };
        assert_eq!((own.has_gateway, own.is_unicast(), own.target()), (false, true, Some(into_it)), "the control");
        for (attribute, gateway) in [
            (RouteAttribute::Gateway(RouteAddress::Inet([192, 0, 2, 1].into())), Some([192, 0, 2, 1].into())),
            (RouteAttribute::Gateway(RouteAddress::Inet6(1.into())), Some(IpAddr::V6(1.into()))),
            (RouteAttribute::Gateway(RouteAddress::Other(vec![1])), None),
            (RouteAttribute::Via(RouteVia::Inet6(1.into())), None),
        ] {
            let route = with(&[RouteAttribute::Oif(3), attribute.clone()]);
            assert_eq!((route.has_gateway, route.gateway, route.target()), (true, gateway, None), "{attribute:?}");
        }
        let over_two = with(&[RouteAttribute::MultiPath(vec![hop(3), hop(4)])]);
        assert_eq!((over_two.through.as_slice(), over_two.has_gateway), (&[3, 4][..], true));
        assert_eq!(over_two.target(), None);
        assert_eq!(with(&[]).target(), None, "through nothing");
        assert_eq!(with(&[RouteAttribute::Oif(3), RouteAttribute::Oif(4)]).target(), None, "through two");
    }

    #[test]
    fn what_leads_nowhere_is_told_from_what_leads_into_the_tunnel() {
        for (kind, action) in [
            (RouteType::Throw, Some(RouteAction::Outside)),
            (RouteType::Unreachable, Some(RouteAction::Unreachable)),
            (RouteType::BlackHole, None),
        ] {
            let route = Route { kind, ..with(&[]) };
            assert_eq!(route.target(), action.map(|action| RouteTarget { action, index: None }));
            assert!(!route.is_unicast());
        }
    }
}
