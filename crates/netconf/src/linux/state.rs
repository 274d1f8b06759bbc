//! What the machine's network should look like because of one tunnel, in the kernel's own terms.
//!
//! A [`Share`] says what a tunnel wants beside the others; [`LinuxFacts`] say what the machine is like; a
//! [`LinuxNetworkState`] is both together, down to the single route. All of it is pure.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use ipnet::IpNet;
use vpn_api::{DnsPlan, NetworkPlan, RouteAction};

use super::{
    ids,
    op::{Address, Family, Interface, RouteKey, RouteTarget, Rule},
};
use crate::{
    error::NetError,
    machine_plan::Share,
    networks::{self, LOCAL_DISCOVERY, is_private},
};

/// More directly attached networks than this are not served beside the tunnel: a machine with hundreds of container
/// bridges, or somebody who announces networks in a loop.
const MAX_LOCAL_NETWORKS: usize = 256;
/// `IP6_RT_PRIO_USER`: what the kernel makes of metric 0 in IPv6.
const IPV6_DEFAULT_METRIC: u32 = 1024;

/// The machine as it matters to a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinuxFacts {
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
    /// Addresses of this machine and of its gateways. A tunnel that had one would cut everybody off from it.
    pub taken: BTreeSet<IpAddr>,
    /// systemd-resolved is running.
    pub resolved: bool,
    /// The resolver file leads to systemd-resolved's own listener.
    pub resolver_file_is_stub: bool,
}

impl LinuxFacts {
    /// The machine as it would be without what this tunnel changed: an uplink that we loosened is strict by itself.
    #[must_use]
    pub fn without_ours(&self, applied: &LinuxNetworkState) -> Self {
        let loosened = applied.loose.intersection(&self.uplinks).cloned();
        Self { strict: self.strict.iter().cloned().chain(loosened).collect(), ..self.clone() }
    }
}

/// What the machine's network should look like because of one tunnel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinuxNetworkState {
    /// The tunnel interface is up with this MTU.
    pub links: BTreeMap<Interface, u16>,
    /// Its addresses.
    pub addresses: BTreeSet<Address>,
    /// Routes in the tunnel's table.
    pub routes: BTreeMap<RouteKey, RouteTarget>,
    /// Rules that lead to it, at most one for each family.
    pub rules: BTreeSet<Rule>,
    /// Interfaces that accept answers to packets that went past the tunnel.
    pub loose: BTreeSet<Interface>,
    /// Name servers given to systemd-resolved.
    pub link_dns: BTreeMap<Interface, DnsPlan>,
    /// Name servers written to the resolver file.
    pub resolver_file: Option<DnsPlan>,
}

impl LinuxNetworkState {
    /// The share on this machine.
    ///
    /// # Errors
    /// [`NetError::NoInterface`] when the plan's interface does not exist.
    pub fn of(share: &Share, facts: &LinuxFacts) -> Result<Self, NetError> {
        let plan = &share.plan;
        let interface = match (&plan.interface, &facts.interface) {
            (None, _) => None,
            (Some(wanted), None) => return Err(NetError::NoInterface { name: wanted.name.clone() }),
            (Some(wanted), Some(found)) => Some((wanted, found)),
        };
        let mut state = Self::default();
        if let Some((wanted, found)) = interface {
            state.links = [(found.clone(), wanted.mtu.get())].into();
            state.addresses = wanted
                .addresses
                .iter()
                .filter(|address| !address.is_ipv6() || facts.interface_ipv6)
                .map(|address| Address { interface: found.clone(), net: address.net() })
                .collect();
            state.link_dns =
                plan.dns.iter().filter(|_| facts.resolved).map(|dns| (found.clone(), dns.clone())).collect();
        }
        state.resolver_file = share.resolver.clone().filter(|_| !(facts.resolved && facts.resolver_file_is_stub));
        state.routes = routes(share, facts);
        state.rules = state
            .routes
            .keys()
            .map(|key| Rule {
                family: Family::of(&key.destination),
                priority: ids::rule_priority(plan.slot),
                table: ids::table(plan.slot),
            })
            .collect();
        let swallows_ipv4 = state
            .routes
            .iter()
            .any(|(key, target)| Family::of(&key.destination) == Family::V4 && target.action != RouteAction::Outside);
        if swallows_ipv4 {
            state.loose.clone_from(&facts.strict);
        }
        Ok(state)
    }
}

fn routes(share: &Share, facts: &LinuxFacts) -> BTreeMap<RouteKey, RouteTarget> {
    let plan = &share.plan;
    let table = ids::table(plan.slot);
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
    for network in &share.past {
        add(&mut routes, *network, 0, RouteAction::Outside);
    }
    let planned = plan.routes.iter().map(|route| route.destination.net());
    let planned = planned.chain(share.past.iter().copied()).collect::<BTreeSet<_>>();
    let on_link = networks::on_link(plan).collect::<BTreeSet<_>>();
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
