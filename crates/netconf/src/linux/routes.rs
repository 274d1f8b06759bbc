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
