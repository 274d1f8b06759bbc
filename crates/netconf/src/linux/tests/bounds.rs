//! Where plans, states and diffs have their limits: the last value that is good, and the first that is not.

use super::*;

/// As the state has it.
const MOST_LOCAL_NETWORKS: usize = 256;

fn plan() -> NetworkPlan {
    NetworkPlan { interface: Some(interface("10.8.0.2/24")), ..NetworkPlan::open(TunnelSlot(0)) }
}

fn why(plan: &NetworkPlan) -> Option<BadPlan> {
    match plan_check::check(plan) {
        Ok(()) => None,
        Err(NetError::BadPlan(why)) => Some(why),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn interface_names_are_short_and_plain() {
    let named = |wanted: &str| {
        let mut plan = plan();
        name(&mut plan, wanted);
        why(&plan)
    };
    for good in ["a", "lo0", "fifteen-letters", "a-b_c.d9Z"] {
        assert_eq!(named(good), None, "{good}");
    }
    for bad in ["", "sixteen-letters-", "a b", "a/b", "a:b", "ü", "a\0", "lo", "%d"] {
        assert_eq!(named(bad), Some(BadPlan::InterfaceName), "{bad:?}");
    }
}

#[test]
fn ipv6_needs_its_least_mtu_and_ipv4_does_not() {
    let with = |address: &str, mtu| {
        let mut plan = plan();
        plan.interface = Some(InterfacePlan { mtu: Mtu::new(mtu).unwrap(), ..interface(address) });
        why(&plan)
    };
    assert_eq!([with("fd00::2/64", 1280), with("10.8.0.2/24", 1279)], [None, None]);
    assert_eq!(with("fd00::2/64", 1279), Some(BadPlan::Mtu));
}

#[test]
fn without_an_interface_nothing_leads_into_it() {
    let with = |action| {
        let route = RouteSpec { destination: RouteDestination::ALL_IPV4, action, metric: 0 };
        why(&NetworkPlan { routes: [route].into(), ..NetworkPlan::open(TunnelSlot(0)) })
    };
    assert_eq!([with(RouteAction::Unreachable), with(RouteAction::Outside)], [None, None]);
    assert_eq!(with(RouteAction::Tunnel), Some(BadPlan::NoInterface));
    let names = NetworkPlan { dns: Some(dns()), ..NetworkPlan::open(TunnelSlot(0)) };
    assert_eq!(why(&names), Some(BadPlan::NoInterface));
    let held = NetworkPlan { names_held_back: true, ..NetworkPlan::open(TunnelSlot(0)) };
    assert_eq!(why(&held), Some(BadPlan::NoInterface));
}

#[test]
fn so_many_local_networks_are_served_and_no_more() {
    let mut plan = NetworkPlan { lan: true, ..plan() };
    let everything = RouteSpec { destination: RouteDestination::ALL_IPV4, action: RouteAction::Tunnel, metric: 0 };
    plan.routes.insert(everything).unwrap();
    let served = |count: usize| {
        let nets = (0..count).map(|net| IpNet::new([172, 16 + (net >> 8) as u8, net as u8, 0].into(), 24).unwrap());
        let facts = LinuxFacts {
            interface: Some(Interface { name: "adit0".into(), index: 3 }),
            local_networks: nets.collect(),
            ..LinuxFacts::default()
        };
        let state = LinuxNetworkState::of(&Share::alone(plan.clone()), &facts).unwrap();
        state.routes.keys().filter(|key| key.destination.prefix_len() == 24 && is_private(&key.destination)).count()
    };
    // The tunnel's own link is one more.
    assert_eq!(served(MOST_LOCAL_NETWORKS), MOST_LOCAL_NETWORKS + 1);
    assert_eq!(served(MOST_LOCAL_NETWORKS + 1), MOST_LOCAL_NETWORKS + 1);
}

#[test]
fn what_exists_once_is_taken_out_and_put_back() {
    let whole = LinuxNetworkState {
        resolver_file: Some(dns()),
        links: [(Interface { name: "adit0".into(), index: 3 }, 1400)].into(),
        ..LinuxNetworkState::default()
    };
    let mut rest = whole.clone();
    let shared = rest.take_shared();
    assert_eq!((&shared.resolver_file, shared.links.len()), (&Some(dns()), 0));
    assert_eq!((&rest.resolver_file, rest.links.len()), (&None, 1));
    rest.put_shared(LinuxNetworkState::default());
    assert_eq!(rest.resolver_file, None);
    rest.put_shared(shared);
    assert_eq!(rest, whole);
    rest.put_shared(LinuxNetworkState::default());
    assert_eq!(rest, whole, "nothing is added, nothing goes");
}

#[test]
fn an_uplink_that_was_loosened_is_strict_by_itself() {
    let uplink = Interface { name: "eth0".into(), index: 2 };
    let strict = LinuxFacts {
        interface: Some(Interface { name: "adit0".into(), index: 3 }),
        uplinks: [uplink.clone()].into(),
        strict: [uplink.clone()].into(),
        ..LinuxFacts::default()
    };
    let everything = RouteSpec { destination: RouteDestination::ALL_IPV4, action: RouteAction::Tunnel, metric: 0 };
    let share = Share::alone(NetworkPlan {
        interface: Some(interface("10.8.0.2/24")),
        routes: [everything].into(),
        ..NetworkPlan::open(TunnelSlot(0))
    });
    let applied = LinuxNetworkState::wanted(&share, &strict, &LinuxNetworkState::default()).unwrap();
    assert_eq!(applied.loose, [uplink.clone()].into());
    // As the machine looks from then on.
    let loosened = LinuxFacts { strict: [].into(), ..strict.clone() };
    assert_eq!(LinuxNetworkState::wanted(&share, &loosened, &applied).unwrap().loose, [uplink.clone()].into());
    let gone = LinuxFacts { uplinks: [].into(), ..loosened };
    assert!(LinuxNetworkState::wanted(&share, &gone, &applied).unwrap().loose.is_empty(), "it is no uplink any more");
}

#[test]
fn an_ipv6_route_has_the_metric_that_the_kernel_reads_back() {
    let facts = LinuxFacts {
        interface: Some(Interface { name: "adit0".into(), index: 3 }),
        ipv6: true,
        interface_ipv6: true,
        ..LinuxFacts::default()
    };
    let route = |destination: &str, metric| RouteSpec {
        destination: destination.parse().unwrap(),
        action: RouteAction::Tunnel,
        metric,
    };
    let share = Share::alone(NetworkPlan {
        interface: Some(interface("10.8.0.2/32")),
        routes: [route("10.0.0.0/8", 0), route("2001:db8::/32", 0), route("2001:db8:1::/48", 7)].into(),
        ..NetworkPlan::open(TunnelSlot(0))
    });
    let state = LinuxNetworkState::of(&share, &facts).unwrap();
    let metrics: Vec<_> = state.routes.keys().map(|key| (key.destination.to_string(), key.metric)).collect();
    for (destination, metric) in [("10.0.0.0/8", 0), ("2001:db8::/32", 1024), ("2001:db8:1::/48", 7)] {
        assert!(metrics.contains(&(destination.to_owned(), metric)), "{metrics:?}");
    }
}

#[test]
fn the_local_network_is_kept_outside_where_the_tunnel_takes_anything_of_its_family() {
    let facts = LinuxFacts {
        interface: Some(Interface { name: "adit0".into(), index: 3 }),
        local_networks: [net("192.168.1.0/24")].into(),
        ..LinuxFacts::default()
    };
    let kept = |address: &str, routes: &[RouteSpec]| {
        let routes = routes.iter().cloned().collect::<BTreeSet<_>>().try_into().unwrap();
        let plan = NetworkPlan { interface: Some(interface(address)), routes, ..NetworkPlan::open(TunnelSlot(0)) };
        let state = LinuxNetworkState::of(&Share::alone(plan), &facts).unwrap();
        state
            .routes
            .iter()
            .any(|(key, target)| key.destination == net("192.168.1.0/24") && target.action == RouteAction::Outside)
    };
    let route = RouteSpec { destination: "192.168.0.0/16".parse().unwrap(), action: RouteAction::Tunnel, metric: 0 };
    assert!(kept("10.8.0.2/32", std::slice::from_ref(&route)), "by a route alone");
    assert!(kept("10.8.0.2/24", &[]), "by its own network alone");
    assert!(!kept("10.8.0.2/32", &[]), "there is nothing that it has to be kept from");
}

#[test]
fn the_local_network_is_let_past_only_what_would_catch_it() {
    let facts = LinuxFacts {
        interface: Some(Interface { name: "adit0".into(), index: 3 }),
        local_networks: ["192.168.1.0/24", "10.8.0.128/25", "fd00:1::/64"].map(net).into(),
        ipv6: true,
        interface_ipv6: true,
        ..LinuxFacts::default()
    };
    let outside = |address: &str, routes: &[(&str, RouteAction, u32)]| {
        let route = |(destination, action, metric): &(&str, _, _)| RouteSpec {
            destination: destination.parse().unwrap(),
            action: *action,
            metric: *metric,
        };
        let routes = routes.iter().map(route).collect::<BTreeSet<_>>().try_into().unwrap();
        let plan = NetworkPlan { interface: Some(interface(address)), routes, ..NetworkPlan::open(TunnelSlot(0)) };
        let state = LinuxNetworkState::of(&Share::alone(plan), &facts).unwrap();
        let outside = state.routes.iter().filter(|(_, target)| target.action == RouteAction::Outside);
        outside.map(|(key, _)| key.destination.to_string()).collect::<Vec<_>>()
    };
    let (tunnel, all) = (RouteAction::Tunnel, "0.0.0.0/0");
    let let_past = outside("10.9.0.2/32", &[(all, tunnel, 0)]);
    assert!(
        ["192.168.1.0/24", "10.8.0.128/25", "224.0.0.0/24"].iter().all(|net| let_past.contains(&(*net).to_owned()))
    );
    assert!(!let_past.contains(&"fd00:1::/64".to_owned()), "nothing catches IPv6");
    let within = outside("10.8.0.2/24", &[(all, tunnel, 0)]);
    assert!(within.contains(&"192.168.1.0/24".to_owned()) && !within.contains(&"10.8.0.128/25".to_owned()));
    let planned = outside("10.9.0.2/32", &[(all, tunnel, 0), ("192.168.1.0/24", tunnel, 50)]);
    assert!(!planned.contains(&"192.168.1.0/24".to_owned()), "the plan itself says where it goes");
    assert_eq!(outside("10.9.0.2/32", &[("192.168.0.0/16", RouteAction::Outside, 0)]), ["192.168.0.0/16"]);
    let only_six = outside("10.9.0.2/32", &[("::/0", tunnel, 0)]);
    assert_eq!(only_six, ["fd00:1::/64"], "and no discovery by IPv4 either");
}

#[test]
fn filters_are_loosened_for_what_takes_ipv4_in() {
    let uplink = Interface { name: "eth0".into(), index: 2 };
    let facts = LinuxFacts {
        interface: Some(Interface { name: "adit0".into(), index: 3 }),
        uplinks: [uplink.clone()].into(),
        strict: [uplink.clone()].into(),
        ipv6: true,
        interface_ipv6: true,
        ..LinuxFacts::default()
    };
    let loose = |destination: &str, action| {
        let route = RouteSpec { destination: destination.parse().unwrap(), action, metric: 0 };
        let interface = Some(interface("10.8.0.2/32"));
        let plan = NetworkPlan { interface, routes: [route].into(), ..NetworkPlan::open(TunnelSlot(0)) };
        !LinuxNetworkState::of(&Share::alone(plan), &facts).unwrap().loose.is_empty()
    };
    assert!(loose("0.0.0.0/0", RouteAction::Tunnel) && loose("10.0.0.0/8", RouteAction::Unreachable));
    assert!(!loose("10.0.0.0/8", RouteAction::Outside) && !loose("::/0", RouteAction::Tunnel));
}
