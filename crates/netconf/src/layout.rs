//! What the machine's network should look like, in the kernel's own terms.
//!
//! A [`NetworkPlan`] says what a tunnel wants; the [`Facts`] say what the machine is like; a [`Layout`] is both together,
//! down to the single route. All of it is pure.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    net::{Ipv4Addr, Ipv6Addr},
};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use vpn_api::{DnsPlan, FirewallPolicy, NetworkPlan, RouteAction, RouteDestination};

use crate::{
    error::{BadPlan, NetError},
    op::{Address, Family, Interface, RouteKey, RouteTarget, Rule},
};

/// Servers and name servers that a firewall policy lets through.
const MAX_ALLOWED: usize = 256;
/// More directly attached networks than this are not served beside the tunnel: a machine with hundreds of container
/// bridges, or somebody who announces networks in a loop.
const MAX_LOCAL_NETWORKS: usize = 256;
/// `IP6_RT_PRIO_USER`: what the kernel makes of metric 0 in IPv6.
const IPV6_DEFAULT_METRIC: u32 = 1024;
/// Longest interface name, `IFNAMSIZ` without its final NUL.
const MAX_INTERFACE_NAME: usize = 15;

/// The machine as it matters to a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The plan's interface, if it exists.
    pub interface: Option<Interface>,
    /// The machine knows IPv6: its rules and tables exist.
    pub ipv6: bool,
    /// The plan's interface can carry IPv6.
    pub interface_ipv6: bool,
    /// On-link networks of other interfaces, public ones among them.
    pub local_networks: BTreeSet<IpNet>,
    /// Other interfaces with IPv4 routes.
    pub uplinks: BTreeSet<Interface>,
    /// Those of the uplinks that drop packets whose sender would be answered through another interface.
    pub strict: BTreeSet<Interface>,
    /// systemd-resolved is running.
    pub resolved: bool,
    /// The resolver file leads to systemd-resolved's own listener.
    pub resolver_file_is_stub: bool,
}

/// What the machine's network should look like because of one tunnel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Firewall.
    pub firewall: FirewallPolicy,
    /// The tunnel interface is up with this MTU.
    pub link: Option<(Interface, u16)>,
    /// Its addresses.
    pub addresses: BTreeSet<Address>,
    /// Routes in the tunnel's table.
    pub routes: BTreeMap<RouteKey, RouteTarget>,
    /// Rules that lead to it, at most one for each family.
    pub rules: BTreeSet<Rule>,
    /// Interfaces that accept answers to packets that went past the tunnel.
    pub loose: BTreeSet<Interface>,
    /// Name servers given to systemd-resolved.
    pub link_dns: Option<(Interface, DnsPlan)>,
    /// Name servers written to the resolver file.
    pub resolver_file: Option<DnsPlan>,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            firewall: FirewallPolicy::Open,
            link: None,
            addresses: BTreeSet::new(),
            routes: BTreeMap::new(),
            rules: BTreeSet::new(),
            loose: BTreeSet::new(),
            link_dns: None,
            resolver_file: None,
        }
    }
}

/// Refuses plans that contradict themselves. Each value is valid by its type; what is left is how they go together.
///
/// # Errors
/// [`NetError::BadPlan`].
pub fn check(plan: &NetworkPlan) -> Result<(), NetError> {
    let bad = |why| Err(NetError::BadPlan(why));
    if let Some(interface) = &plan.interface {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let name = &interface.name;
        if name.is_empty() || name.len() > MAX_INTERFACE_NAME || !name.bytes().all(plain) || name == "lo" {
            return bad(BadPlan::InterfaceName);
        }
        if interface.addresses.iter().any(|address| address.is_ipv6()) && !interface.mtu.carries_ipv6() {
            return bad(BadPlan::Mtu);
        }
    } else if plan.dns.is_some() || plan.routes.iter().any(|route| route.action == RouteAction::Tunnel) {
        return bad(BadPlan::NoInterface);
    }
    match &plan.firewall {
        FirewallPolicy::Open => {}
        FirewallPolicy::Blocked { allow, .. } if allow.len() > MAX_ALLOWED => return bad(BadPlan::TooLarge),
        FirewallPolicy::Tunnel { allow, dns, .. } if allow.len() + dns.len() > MAX_ALLOWED => {
            return bad(BadPlan::TooLarge);
        }
        FirewallPolicy::Tunnel { interface, .. }
            if plan.interface.as_ref().is_none_or(|own| own.name != *interface) =>
        {
            return bad(BadPlan::NoInterface);
        }
        FirewallPolicy::Blocked { .. } | FirewallPolicy::Tunnel { .. } => {}
    }
    if plan.dns.as_ref().is_some_and(|dns| dns.servers.is_empty()) {
        return bad(BadPlan::NoNameServers);
    }
    Ok(())
}

impl Layout {
    /// The plan on this machine.
    ///
    /// # Errors
    /// [`NetError::NoInterface`] when the plan's interface does not exist.
    pub fn of(plan: &NetworkPlan, facts: &Facts) -> Result<Self, NetError> {
        let interface = match (&plan.interface, &facts.interface) {
            (None, _) => None,
            (Some(wanted), None) => return Err(NetError::NoInterface { name: wanted.name.clone() }),
            (Some(wanted), Some(found)) => Some((wanted, found)),
        };
        let mut layout = Self { firewall: plan.firewall.clone(), ..Self::default() };
        if let Some((wanted, found)) = interface {
            layout.link = Some((found.clone(), wanted.mtu.get()));
            layout.addresses = wanted
                .addresses
                .iter()
                .filter(|address| !address.is_ipv6() || facts.interface_ipv6)
                .map(|address| Address { interface: found.clone(), net: address.net() })
                .collect();
            if let Some(dns) = &plan.dns {
                layout.link_dns = facts.resolved.then(|| (found.clone(), dns.clone()));
                layout.resolver_file = (!(facts.resolved && facts.resolver_file_is_stub)).then(|| dns.clone());
            }
        }
        layout.routes = routes(plan, facts);
        layout.rules = layout
            .routes
            .keys()
            .map(|key| Rule {
                family: Family::of(&key.destination),
                priority: plan.slot.rule_priority(),
                table: plan.slot.table(),
            })
            .collect();
        let swallows_ipv4 = layout
            .routes
            .iter()
            .any(|(key, target)| Family::of(&key.destination) == Family::V4 && target.action != RouteAction::Outside);
        if swallows_ipv4 {
            layout.loose.clone_from(&facts.strict);
        }
        Ok(layout)
    }
}

fn routes(plan: &NetworkPlan, facts: &Facts) -> BTreeMap<RouteKey, RouteTarget> {
    let table = plan.slot.table();
    let index = facts.interface.as_ref().map(|interface| interface.index);
    let add = |routes: &mut BTreeMap<_, _>, destination: IpNet, metric: u32, action: RouteAction| {
        let family = Family::of(&destination);
        if family == Family::V6 && !facts.ipv6 {
            return;
        }
        // IPv6 that should go into the tunnel but cannot must not go anywhere else either.
        let stranded = family == Family::V6 && !facts.interface_ipv6 && action == RouteAction::Tunnel;
        let action = if stranded { RouteAction::Unreachable } else { action };
        let metric = if family == Family::V6 && metric == 0 { IPV6_DEFAULT_METRIC } else { metric };
        let key = RouteKey { table, destination: destination.trunc(), metric };
        let target = RouteTarget { action, index: index.filter(|_| action == RouteAction::Tunnel) };
        routes.entry(key).or_insert(target);
    };
    let mut routes = BTreeMap::new();
    for route in &plan.routes {
        add(&mut routes, route.destination.net(), route.metric, route.action);
    }
    let planned = plan.routes.iter().map(|route| route.destination.net()).collect::<BTreeSet<_>>();
    let on_link = on_link_networks(plan);
    for net in on_link.difference(&planned) {
        add(&mut routes, *net, 0, RouteAction::Tunnel);
    }
    if plan.lan {
        let taken = |family| {
            let own = plan
                .routes
                .iter()
                .any(|route| Family::of(&route.destination.net()) == family && route.action != RouteAction::Outside);
            own || on_link.iter().any(|net| Family::of(net) == family)
        };
        let (ipv4, ipv6) = (taken(Family::V4), taken(Family::V6));
        let beside = |net: &IpNet| match Family::of(net) {
            Family::V4 => ipv4,
            Family::V6 => ipv6,
        };
        let local = facts.local_networks.iter().map(IpNet::trunc).filter(is_private).filter(beside);
        let local = local.filter(|net| !planned.contains(net) && !on_link.iter().any(|own| own.contains(net)));
        let local = local.take(MAX_LOCAL_NETWORKS).collect::<BTreeSet<_>>();
        // They come first, as a local network may be nothing but a name server's address.
        for (server, action) in kept_name_servers(plan, &local, &routes) {
            add(&mut routes, server, 0, action);
        }
        let any_ipv4 = local.iter().any(|net| Family::of(net) == Family::V4);
        for net in local.iter().chain(LOCAL_DISCOVERY.iter().filter(|_| any_ipv4)) {
            add(&mut routes, *net, 0, RouteAction::Outside);
        }
    }
    routes
}

/// Networks that the tunnel's own addresses put on its link.
fn on_link_networks(plan: &NetworkPlan) -> BTreeSet<IpNet> {
    let addresses = plan.interface.iter().flat_map(|interface| &interface.addresses);
    addresses.filter_map(|address| address.network()).map(RouteDestination::net).collect()
}

/// Name servers that lie in a local network although the table does not lead them outside so far, and what it does with
/// them. A network that claims the name server's range would otherwise read every name in the clear (TunnelCrack
/// LocalNet, CVE-2023-36672).
fn kept_name_servers(
    plan: &NetworkPlan,
    local: &BTreeSet<IpNet>,
    routes: &BTreeMap<RouteKey, RouteTarget>,
) -> Vec<(IpNet, RouteAction)> {
    let servers = plan.dns.iter().flat_map(|dns| &dns.servers).map(|server| server.addr());
    let drawn_out = servers.filter(|server| local.iter().any(|net| net.contains(server)));
    let kept = drawn_out.filter_map(|server| {
        let matching = routes.iter().filter(|(key, _)| key.destination.contains(&server));
        let (_, target) = matching.max_by_key(|(key, _)| (key.destination.prefix_len(), Reverse(key.metric)))?;
        (target.action != RouteAction::Outside).then_some((IpNet::from(server), target.action))
    });
    kept.collect()
}

/// Where devices of a local network announce themselves: link-local multicast (RFC 5771 §4), the site's own multicast
/// (RFC 2365 §6.1) and the limited broadcast. IPv6 multicast is served by the kernel's table `local`.
pub(crate) const LOCAL_DISCOVERY: [IpNet; 3] = [
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(224, 0, 0, 0), 24)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(239, 255, 0, 0), 16)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::BROADCAST, 32)),
];

/// Private ranges: RFC 1918, link-local (RFC 3927), unique local (RFC 4193) and IPv6 link-local (RFC 4291).
pub(crate) const PRIVATE: [IpNet; 6] = [
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
