//! Properties of the machine-wide plan. What tunnels do to an address is looked up as a kernel with one table for each of
//! them does it, in the order of their slots.

use std::net::IpAddr;

use ipnet::Ipv4Net;
use proptest::{collection, option, prelude::*};
use vpn_api::{InterfacePlan, Mtu, RouteDestination};

use super::*;

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn plan(slot: u8, address: &str, routes: &[(&str, RouteAction)]) -> NetworkPlan {
    let routes = routes.iter().map(|(destination, action)| RouteSpec {
        destination: destination.parse().unwrap(),
        action: *action,
        metric: 50,
    });
    NetworkPlan {
        interface: Some(InterfacePlan {
            name: TunnelSlot(slot).interface(),
            addresses: [address.parse().unwrap()].into(),
            mtu: Mtu::new(1400).unwrap(),
        }),
        routes: routes.collect::<BTreeSet<_>>().try_into().unwrap(),
        ..NetworkPlan::open(TunnelSlot(slot))
    }
}

fn dns(servers: &[&str], domains: &[&str], all: bool) -> Option<DnsPlan> {
    Some(DnsPlan {
        servers: servers.iter().map(|server| server.parse().unwrap()).collect::<Vec<_>>().try_into().unwrap(),
        search: [].into(),
        domains: domains.iter().map(|domain| domain.parse().unwrap()).collect::<Vec<_>>().try_into().unwrap(),
        all,
    })
}

/// Which tunnel a packet to this address enters, or is held back by; `None`: it passes them all.
fn leads(shares: &BTreeMap<TunnelSlot, Share>, address: IpAddr) -> Option<(TunnelSlot, RouteAction)> {
    for (slot, share) in shares {
        let mut best: Option<(u8, u32, RouteAction)> = None;
        let own = share.plan.routes.iter().map(|route| (route.destination.net(), route.metric, route.action));
        let own = own.chain(share.past.iter().map(|network| (*network, 0, RouteAction::Outside)));
        let planned: BTreeSet<IpNet> = own.clone().map(|(network, ..)| network).collect();
        let on_link = networks::on_link(&share.plan).filter(|network| !planned.contains(network));
        for (network, metric, action) in own.chain(on_link.map(|network| (network, 0, RouteAction::Tunnel))) {
            let length = network.prefix_len();
            let better = best.is_none_or(|(long, low, _)| length > long || (length == long && metric < low));
            if network.contains(&address) && better {
                best = Some((length, metric, action));
            }
        }
        match best {
            Some((_, _, action @ (RouteAction::Tunnel | RouteAction::Unreachable))) => return Some((*slot, action)),
            Some((_, _, RouteAction::Outside)) | None => {}
        }
    }
    None
}

fn owner_of(owners: &OwnerMap, address: IpAddr) -> Option<(IpNet, Claim)> {
    let holds = owners.iter().filter(|(network, _)| network.contains(&address));
    holds.max_by_key(|(network, _)| network.prefix_len()).map(|(network, claim)| (*network, *claim))
}

fn into(slot: u8) -> Option<(TunnelSlot, RouteAction)> {
    Some((TunnelSlot(slot), RouteAction::Tunnel))
}

#[test]
fn only_what_a_tunnel_would_catch_is_led_past_it() {
    let first = plan(0, "10.8.0.2/32", &[("10.1.0.0/16", RouteAction::Tunnel)]);
    let second = plan(1, "10.9.0.2/32", &[("10.1.2.0/24", RouteAction::Tunnel), ("10.2.0.0/16", RouteAction::Tunnel)]);
    let merged = machine_plan(&[first, second]);
    let past = |slot| merged.shares[&TunnelSlot(slot)].past.clone();
    assert_eq!((past(0), past(1)), ([net("10.1.2.0/24")].into(), [].into()));
}

#[test]
fn a_tunnel_alone_gets_what_it_asks_for() {
    let mut alone = plan(3, "10.8.0.2/24", &[("0.0.0.0/0", RouteAction::Tunnel), ("::/0", RouteAction::Unreachable)]);
    alone.dns = dns(&["10.8.0.1"], &["corp.example"], true);
    let merged = machine_plan(std::slice::from_ref(&alone));
    assert_eq!(merged.shares, [(TunnelSlot(3), Share::alone(alone))].into());
    assert_eq!(merged.holder, Some(TunnelSlot(3)));
    assert_eq!(machine_plan(&[]), MachinePlan::default());
}

#[test]
fn an_address_of_one_link_is_in_the_one_list_only_if_the_link_is_its_holders() {
    let with = |slot: u8, dns| NetworkPlan { dns, ..plan(slot, &format!("10.{slot}.0.2/24"), &[]) };
    let (first, second) =
        (with(0, dns(&["fe80::1", "10.0.0.1"], &[], true)), with(1, dns(&["fe80::2", "10.1.0.1"], &[], true)));
    let merged = machine_plan(&[first, second]);
    let list = merged.shares[&TunnelSlot(0)].resolver.clone().unwrap();
    let servers: Vec<String> = list.servers.iter().map(ToString::to_string).collect();
    assert_eq!(servers, ["fe80::1", "10.0.0.1", "10.1.0.1"]);
}

#[test]
fn the_more_specific_network_wins_whichever_tunnel_was_first() {
    let everything = plan(0, "10.8.0.2/24", &[("0.0.0.0/0", RouteAction::Tunnel)]);
    let office = plan(1, "10.9.0.2/24", &[("10.20.0.0/16", RouteAction::Tunnel)]);
    for plans in [[everything.clone(), office.clone()], [office, everything]] {
        let merged = machine_plan(&plans);
        let leads = |address: [u8; 4]| leads(&merged.shares, address.into());
        assert_eq!(leads([10, 20, 1, 1]), into(1), "the office's network");
        assert_eq!(leads([10, 9, 0, 1]), into(1), "the office's link");
        assert_eq!(leads([192, 0, 2, 1]), into(0), "the rest");
        let owner = owner_of(&merged.owners, [10, 20, 1, 1].into()).unwrap();
        assert_eq!((owner.0, owner.1.slot), (net("10.20.0.0/16"), TunnelSlot(1)));
    }
}

#[test]
fn of_two_that_want_the_same_the_first_has_it_whatever_its_number() {
    let wants = |slot| plan(slot, &format!("10.{slot}.0.2/24"), &[("0.0.0.0/0", RouteAction::Tunnel)]);
    for (first, second) in [(0, 1), (1, 0)] {
        let merged = machine_plan(&[wants(first), wants(second)]);
        assert_eq!(leads(&merged.shares, [192, 0, 2, 1].into()), into(first));
        assert_eq!(leads(&merged.shares, [10, second, 0, 9].into()), into(second), "its own link stays its own");
        assert_eq!(merged.owners[&net("0.0.0.0/0")].slot, TunnelSlot(first));
    }
}

#[test]
fn of_several_routes_to_one_network_the_first_decides() {
    let both = [("10.0.0.0/8", RouteAction::Tunnel), ("10.0.0.0/8", RouteAction::Outside)];
    let mut plan = plan(0, "192.0.2.9/32", &both);
    let owner = |plan: &NetworkPlan| machine_plan(std::slice::from_ref(plan)).owners.get(&net("10.0.0.0/8")).copied();
    assert_eq!(owner(&plan), Some(Claim { slot: TunnelSlot(0), action: RouteAction::Tunnel }), "as in its own table");
    let destination = "10.0.0.0/8".parse().unwrap();
    plan.routes.insert(RouteSpec { destination, action: RouteAction::Outside, metric: 49 }).unwrap();
    assert_eq!(owner(&plan), None, "a lower metric comes first");
}

#[test]
fn a_network_that_goes_outside_is_claimed_by_nobody() {
    let outside = [("0.0.0.0/0", RouteAction::Tunnel), ("198.51.100.0/24", RouteAction::Outside)];
    let merged = machine_plan(&[plan(0, "10.8.0.2/24", &outside), plan(1, "10.9.0.2/24", &outside[..1])]);
    assert_eq!(leads(&merged.shares, [198, 51, 100, 1].into()), None);
    assert_eq!(leads(&merged.shares, [198, 51, 101, 1].into()), into(0));
}

#[test]
fn all_names_go_to_the_first_that_wants_them_and_one_list_has_an_order() {
    let with = |slot: u8, dns| NetworkPlan { dns, ..plan(slot, &format!("10.{slot}.0.2/24"), &[]) };
    let lab = with(0, dns(&["10.0.0.1", "10.3.0.1"], &["lab.example"], false));
    let home = with(3, dns(&["10.3.0.1"], &[], true));
    let later = with(1, dns(&["10.1.0.1"], &["late.example"], true));
    let merged = machine_plan(&[lab, home, later]);
    let all = |slot| merged.shares[&TunnelSlot(slot)].plan.dns.as_ref().unwrap().all;
    assert_eq!((all(0), all(3), all(1)), (false, true, false));
    assert_eq!(merged.holder, Some(TunnelSlot(0)));
    assert_eq!(merged.shares.values().filter(|share| share.resolver.is_some()).count(), 1);
    let list = merged.shares[&TunnelSlot(0)].resolver.clone().unwrap();
    let servers: Vec<String> = list.servers.iter().map(ToString::to_string).collect();
    assert_eq!(servers, ["10.3.0.1", "10.0.0.1", "10.1.0.1"]);
    assert!(list.all && list.domains.len() == 2);
}

fn any_network() -> impl Strategy<Value = IpNet> {
    // Few bits that count, so that networks meet.
    (0_u8..=6, any::<u8>()).prop_map(|(length, bits)| {
        IpNet::V4(Ipv4Net::new([bits & 0b1111_1100, 0, 0, 0].into(), length).unwrap()).trunc()
    })
}

fn any_action() -> impl Strategy<Value = RouteAction> {
    prop_oneof![
        4 => Just(RouteAction::Tunnel),
        1 => Just(RouteAction::Outside),
        1 => Just(RouteAction::Unreachable)
    ]
}

prop_compose! {
    fn any_plan(slot: u8)(
        routes in collection::btree_set((any_network(), any_action(), 0_u32..3), 0..6),
        link in 1_u8..25,
        all in option::of(any::<bool>()),
    ) -> NetworkPlan {
        let mut plan = plan(slot, &format!("{}.0.0.1/8", link << 2), &[]);
        plan.routes = routes.into_iter()
            .filter_map(|(net, action, metric)| {
                Some(RouteSpec { destination: RouteDestination::new(net).ok()?, action, metric })
            })
            .collect::<BTreeSet<_>>().try_into().unwrap();
        plan.dns = all.and_then(|all| dns(&["10.8.0.1"], &[], all));
        plan
    }
}

fn any_plans() -> impl Strategy<Value = Vec<NetworkPlan>> {
    let order = Just(vec![0_u8, 1, 2, 3]).prop_shuffle();
    (order, 1_usize..=4).prop_flat_map(|(order, count)| order.into_iter().take(count).map(any_plan).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn every_packet_goes_where_the_map_says(plans in any_plans(), first in any::<u8>()) {
        let merged = machine_plan(&plans);
        let address = IpAddr::from([first, 1, 2, 3]);
        let owner = owner_of(&merged.owners, address);
        // The owner itself may let past a part of its network.
        let expected = owner.and_then(|(network, claim)| {
            let plan = plans.iter().find(|plan| plan.slot == claim.slot).unwrap();
            let past = decisions(plan).into_iter().any(|(part, action)| {
                action == RouteAction::Outside && part.contains(&address) && part.prefix_len() > network.prefix_len()
            });
            (!past).then_some((claim.slot, claim.action))
        });
        prop_assert_eq!(leads(&merged.shares, address), expected);
    }

    #[test]
    fn a_network_is_claimed_by_somebody_who_asked_for_it(plans in any_plans()) {
        let merged = machine_plan(&plans);
        for (network, claim) in &merged.owners {
            let asks = |plan: &NetworkPlan| decisions(plan).get(network).is_some_and(|a| *a != RouteAction::Outside);
            let first = plans.iter().find(|plan| asks(plan)).unwrap();
            prop_assert_eq!(first.slot, claim.slot);
        }
    }

    #[test]
    fn a_share_takes_nothing_but_what_is_others(plans in any_plans()) {
        let merged = machine_plan(&plans);
        for plan in &plans {
            let share = &merged.shares[&plan.slot].plan;
            prop_assert!(share.routes.is_subset(&plan.routes));
            prop_assert_eq!(&share.interface, &plan.interface);
        }
        let all = merged.shares.values().filter(|share| share.plan.dns.as_ref().is_some_and(|dns| dns.all)).count();
        prop_assert_eq!(all, usize::from(plans.iter().any(wants_all_names)));
    }
}
