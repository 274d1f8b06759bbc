//! From what a server configured to what the machine's network should look like, and to what people see of it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;
use netwatch::LocalNetwork;
use vpn_api::{
    ConnectionDetails, DnsPlan, InterfacePlan, NetworkPlan, Notice, RouteAction, RouteDestination, RouteSpec,
    TunnelConfig, TunnelSlot, plan::PlannedRoutes, state::ServerLabel, values::BoundedSet,
};

/// Metric of routes for which the server gave none. Not 0, because Linux replaces 0 by 1024 in IPv6 and a route would
/// read back differently from what was asked for.
pub const DEFAULT_METRIC: u32 = 50;

/// Metric of the routes that hold a whole family back: any other route to the same network wins.
const HOLD_BACK_METRIC: u32 = 4096;

/// The plan for a tunnel configured like this.
///
/// Where all traffic of one family is to go through the tunnel and the tunnel has no address of that family, that family
/// is held back rather than let out. The same holds for IPv6 when all IPv4 goes through the tunnel and IPv6 does not: a
/// machine with both would otherwise reach most of the world beside the tunnel (RFC 7359).
#[must_use]
pub fn network_plan(slot: TunnelSlot, interface: &str, config: &TunnelConfig, lan: bool) -> NetworkPlan {
    let mut routes = BTreeMap::new();
    let mut add = |destination: RouteDestination, metric: u32, action: RouteAction| {
        routes.entry((destination, metric)).or_insert(action);
    };
    let has_ipv4 = config.addresses.iter().any(|address| !address.is_ipv6());
    let has_ipv6 = config.addresses.iter().any(|address| address.is_ipv6());

    // Our own subnet goes into the tunnel's table too: in `main` alone, the same subnet on another interface could win.
    for network in on_link(config) {
        add(network, DEFAULT_METRIC, RouteAction::Tunnel);
    }
    for route in &config.routes {
        let action = if route.through_tunnel { RouteAction::Tunnel } else { RouteAction::Outside };
        add(route.destination, route.metric.unwrap_or(DEFAULT_METRIC), action);
    }
    if config.redirect_ipv4 && has_ipv4 {
        add(RouteDestination::ALL_IPV4, DEFAULT_METRIC, RouteAction::Tunnel);
    } else if config.redirect_ipv4 {
        add(RouteDestination::ALL_IPV4, HOLD_BACK_METRIC, RouteAction::Unreachable);
    }
    if config.redirect_ipv6 && has_ipv6 {
        add(RouteDestination::ALL_IPV6, DEFAULT_METRIC, RouteAction::Tunnel);
    } else if holds_ipv6_back(config) {
        add(RouteDestination::ALL_IPV6, HOLD_BACK_METRIC, RouteAction::Unreachable);
    }

    // The plan's bounds are those of the configuration and what is added here, so that nothing is left out.
    let mut planned = PlannedRoutes::new();
    planned.insert_all(routes.into_iter().map(|((destination, metric), action)| RouteSpec {
        destination,
        action,
        metric,
    }));
    let mut addresses = BoundedSet::new();
    addresses.insert_all(config.addresses.iter().copied());
    NetworkPlan {
        slot,
        interface: Some(InterfacePlan { name: interface.to_owned(), addresses, mtu: config.mtu }),
        routes: planned,
        lan: lan && !config.block_local,
        dns: dns_plan(config),
        names_held_back: config.dns.held_back,
    }
}

/// Networks shown to people. A server can push a thousand, and all connections together have to fit into one answer.
pub const MAX_SHOWN_NETWORKS: usize = 256;

/// What people see of the tunnel. `since` is in Unix seconds.
#[must_use]
pub fn details(
    server: ServerLabel,
    interface: &str,
    protocol: &str,
    config: &TunnelConfig,
    since: u64,
) -> ConnectionDetails {
    let dns = dns_plan(config);
    let routed = config.routes.iter().filter(|route| route.through_tunnel).map(|route| route.destination.net());
    // Whoever reads that all traffic goes through the tunnel need not read that this includes its own network.
    let own = on_link(config).map(RouteDestination::net).filter(|network| match network {
        IpNet::V4(_) => !config.redirect_ipv4,
        IpNet::V6(_) => !config.redirect_ipv6,
    });
    let mut networks = Vec::new();
    for network in own.chain(routed) {
        if networks.len() < MAX_SHOWN_NETWORKS && !networks.contains(&network) {
            networks.push(network);
        }
    }
    let domains = |plan: &DnsPlan| match plan.all {
        true => Vec::new(),
        false => plan.search.iter().chain(&plan.domains).map(ToString::to_string).collect(),
    };
    ConnectionDetails {
        server,
        interface: interface.to_owned(),
        addresses: config.addresses.iter().map(|address| address.net()).collect(),
        mtu: config.mtu.get(),
        path_limit: config.path_limit,
        protocol: protocol.to_owned(),
        security: config.security.clone(),
        banner: config.banner.clone(),
        session_end: config.session_end.map(|end| end.as_secs()),
        pac_url: config.pac_url.clone(),
        notices: config.notices.clone(),
        dns_domains: dns.as_ref().map(domains).unwrap_or_default(),
        dns: dns.iter().flat_map(|plan| &plan.servers).map(|server| server.addr()).collect(),
        networks,
        all_ipv4: config.redirect_ipv4,
        all_ipv6: config.redirect_ipv6,
        ipv6_blocked: holds_ipv6_back(config),
        since,
        up_ms: 0,
    }
}

/// Shared networks that are told: an interface has one or two.
const MAX_SHARED_NETWORKS: usize = 8;

/// Networks of the tunnel that are, or hold, a network which the machine is directly attached to. What all traffic goes through
/// holds every network, and nobody has to be told that.
#[must_use]
pub fn shared_networks(config: &TunnelConfig, local: &[LocalNetwork]) -> Vec<Notice> {
    let routed = config.routes.iter().filter(|route| route.through_tunnel).map(|route| route.destination.net());
    let networks: BTreeSet<IpNet> =
        on_link(config).map(RouteDestination::net).chain(routed).filter(|network| network.prefix_len() > 1).collect();
    let shared = networks.into_iter().flat_map(|route| {
        let near = local.iter().filter(move |near| route.contains(&near.network));
        near.map(move |near| Notice::RouteIsLocalNetwork { route, interface: near.interface.clone() })
    });
    let mut told: Vec<Notice> = Vec::new();
    for notice in shared {
        if told.len() < MAX_SHARED_NETWORKS && !told.contains(&notice) {
            told.push(notice);
        }
    }
    told
}

/// The networks that the tunnel's own addresses lie in.
fn on_link(config: &TunnelConfig) -> impl Iterator<Item = RouteDestination> {
    config.addresses.iter().filter_map(|address| address.network())
}

fn holds_ipv6_back(config: &TunnelConfig) -> bool {
    let carried = config.redirect_ipv6 && config.addresses.iter().any(|address| address.is_ipv6());
    !carried && (config.redirect_ipv4 || config.redirect_ipv6 || config.block_ipv6)
}

fn dns_plan(config: &TunnelConfig) -> Option<DnsPlan> {
    let dns = &config.dns;
    let everything = config.redirect_ipv4 || config.redirect_ipv6;
    (!dns.servers.is_empty()).then(|| DnsPlan {
        servers: dns.servers.clone(),
        search: dns.search.clone(),
        domains: dns.domains.clone(),
        all: everything || dns.all || (dns.domains.is_empty() && dns.search.is_empty()),
    })
}

#[cfg(test)]
mod tests {
    use vpn_api::{TunnelRoute, tunnel::TunnelDns};

    use super::*;

    const SLOT: TunnelSlot = TunnelSlot(3);

    fn net(text: &str) -> IpNet {
        text.parse().unwrap()
    }

    fn config(addresses: &[&str]) -> TunnelConfig {
        let mut config = TunnelConfig::default();
        config.addresses.insert_all(addresses.iter().map(|text| text.parse().unwrap()));
        config
    }

    fn action(plan: &NetworkPlan, destination: &str) -> Option<RouteAction> {
        plan.routes.iter().find(|route| route.destination.net() == net(destination)).map(|route| route.action)
    }

    #[test]
    fn a_redirect_takes_ipv4_and_holds_uncarried_ipv6_back() {
        let config = TunnelConfig { redirect_ipv4: true, ..config(&["10.8.0.2/24"]) };
        let plan = network_plan(SLOT, "adit3", &config, true);
        assert_eq!(action(&plan, "0.0.0.0/0"), Some(RouteAction::Tunnel));
        assert_eq!(action(&plan, "::/0"), Some(RouteAction::Unreachable));
        assert_eq!(action(&plan, "10.8.0.0/24"), Some(RouteAction::Tunnel));
        assert_eq!(plan.interface.unwrap().addresses.first(), Some(&"10.8.0.2/24".parse().unwrap()));
    }

    #[test]
    fn both_families_go_through_when_the_tunnel_carries_both() {
        let config =
            TunnelConfig { redirect_ipv4: true, redirect_ipv6: true, ..config(&["10.8.0.2/24", "fd00::2/64"]) };
        let plan = network_plan(SLOT, "adit3", &config, true);
        assert_eq!(action(&plan, "0.0.0.0/0"), Some(RouteAction::Tunnel));
        assert_eq!(action(&plan, "::/0"), Some(RouteAction::Tunnel));
    }

    #[test]
    fn a_redirected_family_without_an_address_does_not_leave() {
        let ipv6 = TunnelConfig { redirect_ipv6: true, ..config(&["10.8.0.2/24"]) };
        assert_eq!(action(&network_plan(SLOT, "adit3", &ipv6, true), "::/0"), Some(RouteAction::Unreachable));
        let ipv4 = TunnelConfig { redirect_ipv4: true, ..config(&["fd00::2/64"]) };
        assert_eq!(action(&network_plan(SLOT, "adit3", &ipv4, true), "0.0.0.0/0"), Some(RouteAction::Unreachable));
    }

    #[test]
    fn a_split_tunnel_takes_only_its_networks_and_leaves_the_excepted_ones_outside() {
        let mut config = config(&["10.8.0.2/32"]);
        config.routes = [
            TunnelRoute { destination: "10.0.0.0/8".parse().unwrap(), through_tunnel: true, metric: None },
            TunnelRoute { destination: "10.9.0.0/16".parse().unwrap(), through_tunnel: false, metric: Some(7) },
        ]
        .into();
        let plan = network_plan(SLOT, "adit3", &config, true);
        assert_eq!(action(&plan, "10.0.0.0/8"), Some(RouteAction::Tunnel));
        assert_eq!(action(&plan, "10.9.0.0/16"), Some(RouteAction::Outside));
        assert_eq!(action(&plan, "0.0.0.0/0"), None);
        assert_eq!(action(&plan, "::/0"), None);
        assert_eq!(plan.routes.len(), 2, "a single address needs no subnet route");
    }

    #[test]
    fn one_network_and_metric_gets_one_route() {
        let mut config = config(&["10.8.0.2/24"]);
        config.routes = [
            TunnelRoute { destination: "10.9.0.0/16".parse().unwrap(), through_tunnel: true, metric: None },
            TunnelRoute { destination: "10.9.1.1/16".parse().unwrap(), through_tunnel: true, metric: Some(50) },
        ]
        .into();
        let plan = network_plan(SLOT, "adit3", &config, true);
        assert_eq!(plan.routes.iter().filter(|route| route.destination.net() == net("10.9.0.0/16")).count(), 1);
    }

    #[test]
    fn people_see_the_tunnels_own_networks_first_and_each_network_once() {
        let label = || ServerLabel {
            host: "vpn.example".to_owned(),
            port: 1194,
            transport: vpn_api::Transport::Udp,
            address: None,
        };
        let networks = |config: &TunnelConfig| details(label(), "adit3", "OpenVPN", config, 0).networks;
        let mut config = config(&["10.8.0.2/24", "fd00:ad17::1000/64"]);
        assert_eq!(networks(&config), [net("10.8.0.0/24"), net("fd00:ad17::/64")]);
        let route = |text: &str, through_tunnel| TunnelRoute {
            destination: text.parse().unwrap(),
            through_tunnel,
            metric: None,
        };
        config.routes = [route("10.0.0.0/8", true), route("10.8.0.0/24", true), route("10.9.0.0/16", false)].into();
        assert_eq!(networks(&config), [net("10.8.0.0/24"), net("fd00:ad17::/64"), net("10.0.0.0/8")]);
        config.redirect_ipv4 = true;
        assert_eq!(networks(&config), [net("fd00:ad17::/64"), net("10.0.0.0/8"), net("10.8.0.0/24")]);
        config.redirect_ipv4 = false;
        config.routes.insert_all((0..=255).map(|n| route(&format!("10.9.{n}.0/24"), true)));
        assert_eq!(networks(&config).len(), MAX_SHOWN_NETWORKS);
        config.addresses = ["10.8.0.2/32", "fd00::2/128"].map(|text| text.parse().unwrap()).into();
        config.routes = [].into();
        assert_eq!(networks(&config), []);
    }

    #[test]
    fn names_are_held_back_where_the_configuration_says_so() {
        let mut config = config(&["10.8.0.2/24"]);
        assert!(!network_plan(SLOT, "adit3", &config, true).names_held_back);
        config.dns.held_back = true;
        let plan = network_plan(SLOT, "adit3", &config, true);
        assert!(plan.names_held_back);
        netconf::plan_check::check(&plan).unwrap();
    }

    #[test]
    fn a_network_that_is_also_the_local_one_is_told_once() {
        let near = |network: &str| LocalNetwork { network: net(network), interface: "eth0".to_owned() };
        let local = [near("192.168.1.0/24"), near("2001:db8::/64")];
        let mut config = config(&["10.8.0.2/24"]);
        let route = |text: &str, through_tunnel| TunnelRoute {
            destination: text.parse().unwrap(),
            through_tunnel,
            metric: None,
        };
        config.routes = [
            route("192.168.0.0/16", true),
            route("192.168.1.0/24", true),
            route("192.168.1.7/32", true),
            route("192.168.1.0/25", true),
            route("0.0.0.0/1", true),
            route("172.16.0.0/12", true),
        ]
        .into();
        let told = |text: &str| Notice::RouteIsLocalNetwork { route: net(text), interface: "eth0".to_owned() };
        assert_eq!(shared_networks(&config, &local), [told("192.168.0.0/16"), told("192.168.1.0/24")]);
        config.routes = [route("192.168.1.0/24", false)].into();
        assert_eq!(shared_networks(&config, &local), []);
        config.addresses = ["192.168.1.9/24".parse().unwrap()].into();
        assert_eq!(shared_networks(&config, &local), [told("192.168.1.0/24")]);
    }

    #[test]
    fn the_local_network_needs_both_consents() {
        let open = config(&["10.8.0.2/24"]);
        let blocked = TunnelConfig { block_local: true, ..open.clone() };
        assert!(network_plan(SLOT, "adit3", &open, true).lan);
        assert!(!network_plan(SLOT, "adit3", &open, false).lan);
        assert!(!network_plan(SLOT, "adit3", &blocked, true).lan);
    }

    #[test]
    fn names_go_through_the_tunnel_when_traffic_does_or_no_domain_is_named() {
        let mut config = config(&["10.8.0.2/24"]);
        assert_eq!(network_plan(SLOT, "adit3", &config, true).dns, None);
        config.dns = TunnelDns { servers: ["10.8.0.1".parse().unwrap()].into(), ..Default::default() };
        assert!(network_plan(SLOT, "adit3", &config, true).dns.unwrap().all);
        config.dns.domains = ["corp.example".parse().unwrap()].into();
        assert!(!network_plan(SLOT, "adit3", &config, true).dns.unwrap().all);
        let all = TunnelDns { all: true, ..config.dns.clone() };
        assert!(network_plan(SLOT, "adit3", &TunnelConfig { dns: all, ..config.clone() }, true).dns.unwrap().all);
        config.redirect_ipv4 = true;
        assert!(network_plan(SLOT, "adit3", &config, true).dns.unwrap().all);
    }
}
