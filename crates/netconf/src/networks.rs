//! Networks that mean the same on every system.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use vpn_api::{NetworkPlan, RouteDestination};

/// Where devices of a local network announce themselves: link-local multicast (RFC 5771 §4), the site's own multicast
/// (RFC 2365 §6.1) and the limited broadcast. IPv6 multicast is served by the kernel's table `local`.
pub const LOCAL_DISCOVERY: [IpNet; 3] = [
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(224, 0, 0, 0), 24)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(239, 255, 0, 0), 16)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::BROADCAST, 32)),
];

/// Private ranges: RFC 1918, link-local (RFC 3927), unique local (RFC 4193) and IPv6 link-local (RFC 4291).
pub const PRIVATE: [IpNet; 6] = [
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 8)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(172, 16, 0, 0), 12)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(192, 168, 0, 0), 16)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16)),
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7)),
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10)),
];

/// Whether the whole network is private. Never true of a public one, however it is attached.
#[must_use]
pub fn is_private(net: &IpNet) -> bool {
    PRIVATE.iter().any(|range| range.contains(net))
}

/// The network and those that hold it, the most specific one first.
pub fn holding(network: IpNet) -> impl Iterator<Item = IpNet> {
    (0..=network.prefix_len()).rev().filter_map(move |length| Some(IpNet::new(network.addr(), length).ok()?.trunc()))
}

/// Networks that the tunnel's own addresses put on its link.
pub fn on_link(plan: &NetworkPlan) -> impl Iterator<Item = IpNet> + '_ {
    let addresses = plan.interface.iter().flat_map(|interface| &interface.addresses);
    addresses.filter_map(|address| address.network()).map(RouteDestination::net)
}
