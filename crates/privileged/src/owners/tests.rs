use vpn_api::{
    ConnectionId, DnsPlan, InterfacePlan, RouteSpec, TunnelSlot,
    values::{DnsServers, Domains, Mtu},
};

use super::*;

const ALICE: Owner = Owner::Uid(1000);
const BOB: Owner = Owner::Uid(1001);

fn want(slot: u8, owner: Owner, hold: Hold) -> Want {
    Want {
        slot: TunnelSlot(slot),
        connection: ConnectionId::try_from("work".to_owned()).unwrap(),
        owner,
        hold,
        servers: ["198.51.100.7:1194".parse().unwrap()].into(),
        signs_in: false,
        kept: None,
    }
}

/// `10.8.0.2/24` is an address, `10.0.0.0/8` a route, `past 10.0.0.0/8` one outside, `corp.example` a domain, `*` all names, `?` servers without a domain.
fn plan(parts: &str) -> NetworkPlan {
    let mut plan = NetworkPlan::open(TunnelSlot(0));
    let mut addresses = Vec::new();
    let mut domains = Vec::new();
    let (mut all, mut asks) = (false, false);
    for part in parts.split(", ").filter(|part| !part.is_empty()) {
        let (action, net) = match part.strip_prefix("past ") {
            Some(net) => (RouteAction::Outside, net),
            None => (RouteAction::Tunnel, part),
        };
        match net.parse::<IpNet>() {
            Ok(net) if net.trunc() == net && net.prefix_len() != net.max_prefix_len() => {
                let destination = RouteDestination::new(net).unwrap();
                plan.routes.insert(RouteSpec { destination, action, metric: 0 }).unwrap();
            }
            Ok(net) => addresses.push(vpn_api::values::TunnelAddress::new(net).unwrap()),
            Err(_) if part == "*" => all = true,
            Err(_) if part == "?" => asks = true,
            Err(_) => domains.push(part.parse().unwrap()),
        }
    }
    let addresses = addresses.into_iter().collect::<std::collections::BTreeSet<_>>().try_into().unwrap();
    plan.interface = Some(InterfacePlan { name: "adit0".to_owned(), addresses, mtu: Mtu::new(1500).unwrap() });
    if all || asks || !domains.is_empty() {
        let servers = DnsServers::try_from(vec!["10.8.0.1".parse().unwrap()]).unwrap();
        let domains = Domains::try_from(domains).unwrap();
        plan.dns = Some(DnsPlan { servers, search: Domains::default(), domains, all });
    }
    plan
}

#[test]
fn what_somebody_else_has_is_refused_whichever_tunnel_is_wider() {
    for (has, asks, meet) in [
        ("10.0.0.0/8", "10.0.0.0/8", true),
        ("10.0.0.0/8", "10.77.0.0/16", true),
        ("10.77.0.0/16", "10.0.0.0/8", true),
        ("0.0.0.0/0", "10.0.0.0/8", true),
        ("10.0.0.0/8", "0.0.0.0/0", true),
        ("0.0.0.0/1, 128.0.0.0/1", "192.0.2.0/24", true),
        ("10.8.0.2/24", "10.8.0.6/24", true),
        ("10.8.0.2/32", "10.8.0.2/32", true),
        ("10.8.0.2/32", "10.0.0.0/8", true),
        ("10.8.0.2/32", "10.8.0.3/32", false),
        ("10.0.0.0/8", "192.168.7.0/24", false),
        ("past 10.0.0.0/8", "10.0.0.0/8", false),
        ("0.0.0.0/0", "past 10.0.0.0/8", false),
        ("::/0", "2001:db8::/32", true),
        ("0.0.0.0/0", "2001:db8::/32", false),
        ("fe80::1/64", "fe80::2/64", false),
        ("*", "*", true),
        ("*", "corp.example", false),
        ("corp.example", "corp.example", true),
        ("corp.example", "lab.corp.example", true),
        ("lab.corp.example", "corp.example", true),
        ("corp.example", "notcorp.example", false),
        ("?", "?", true),
        ("?", "*", true),
        ("*", "?", true),
        ("?", "corp.example", false),
        ("*, corp.example", "*, lab.example", true),
        ("*, corp.example", "?", true),
        ("?", "*, corp.example", true),
        ("", "", false),
    ] {
        let (theirs, ours) = (want(0, BOB, Hold::No), plan(asks));
        let has = plan(has);
        let claim = Claim { want: &theirs, plan: Some(&has) };
        assert_eq!(in_use(&ours, &ALICE, [claim]), meet.then_some(&BOB), "{has:?} and {ours:?}");
        assert_eq!(in_use(&ours, &Owner::Uid(0), [claim]), meet.then_some(&BOB), "an administrator is no exception");
        assert_eq!(in_use(&ours, &BOB, [claim]), None, "one's own tunnels share");
    }
}

#[test]
fn traffic_that_is_held_back_for_somebody_is_theirs_before_the_tunnel_is_up() {
    let held = want(0, BOB, Hold::Yes);
    let claim = Claim { want: &held, plan: None };
    assert_eq!(in_use(&plan("10.0.0.0/8"), &ALICE, [claim]), Some(&BOB));
    assert_eq!(in_use(&plan("10.0.0.0/8"), &BOB, [claim]), None);
    assert_eq!(held_by(&want(1, ALICE, Hold::Yes), [&held]), Some(&BOB));
    assert_eq!(held_by(&want(1, ALICE, Hold::No), [&held]), None, "it is judged when it has a plan");
    assert_eq!(held_by(&want(1, BOB, Hold::Yes), [&held]), None);
    let quiet = want(0, BOB, Hold::No);
    assert_eq!(in_use(&plan("10.0.0.0/8"), &ALICE, [Claim { want: &quiet, plan: None }]), None);
}

#[test]
fn a_server_of_anybody_is_no_address_of_a_tunnel() {
    let wanted = [want(0, ALICE, Hold::No), want(1, BOB, Hold::No)];
    assert_eq!(server_taken(&plan("198.51.100.7/32"), &wanted), Some("198.51.100.7".parse().unwrap()));
    assert_eq!(server_taken(&plan("198.51.100.8/24"), &wanted), None);
}
