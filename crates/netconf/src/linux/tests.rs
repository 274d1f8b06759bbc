//! Properties of states, diffs, journals and configurators, on a simulated machine.

use std::{collections::BTreeSet, fs, net::IpAddr};

use ipnet::IpNet;
use proptest::{collection, option, prelude::*};
use vpn_api::{
    DnsPlan, InterfacePlan, Mtu, NetworkPlan, NetworkStep, RouteAction, RouteDestination, RouteSpec, TunnelAddress,
    TunnelSlot,
};

use super::{
    diff::diff,
    fake::FakeMachine,
    ids,
    op::{Address, Family, FileState, Interface, NetOp, RouteKey, RouteTarget, Rule, Subject, Undo},
    state::{LinuxFacts, LinuxNetworkState},
};
use crate::{
    BadPlan, NetError,
    backend::{NetworkState, Operation},
    journal::{self, Journal, Loaded},
    machine_plan::Share,
    networks::is_private,
    plan_check,
};

mod bounds;
mod several;
mod stored;

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(work)
}

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn mtu() -> Mtu {
    Mtu::new(1400).unwrap()
}

fn interface(address: &str) -> InterfacePlan {
    InterfacePlan { name: "adit0".into(), addresses: [address.parse().unwrap()].into(), mtu: mtu() }
}

fn dns() -> DnsPlan {
    DnsPlan { servers: ["10.8.0.1".parse().unwrap()].into(), search: [].into(), domains: [].into(), all: true }
}

fn any_net() -> impl Strategy<Value = IpNet> {
    let few = ["0.0.0.0/0", "10.0.0.0/8", "10.8.0.0/24", "10.8.0.1/32", "192.168.1.0/24", "203.0.113.0/24"];
    let few_ipv6 = ["::/0", "fd00::/64", "fd00::1/128"];
    proptest::sample::select([few.map(net).to_vec(), few_ipv6.map(net).to_vec()].concat())
}

fn any_interface() -> impl Strategy<Value = Interface> {
    (3_u32..6).prop_map(|index| Interface { name: "adit0".into(), index })
}

fn any_action() -> impl Strategy<Value = RouteAction> {
    prop_oneof![Just(RouteAction::Tunnel), Just(RouteAction::Outside), Just(RouteAction::Unreachable)]
}

fn any_dns() -> impl Strategy<Value = DnsPlan> {
    (1_u8..4, any::<bool>()).prop_map(|(last, all)| DnsPlan {
        servers: [format!("10.8.0.{last}"), format!("fd00::{last}")].map(|server| server.parse().unwrap()).into(),
        search: ["corp.example".parse().unwrap()].into(),
        domains: [].into(),
        all,
    })
}

prop_compose! {
    fn any_state()(
        links in collection::btree_map(any_interface(), 576_u16..1500, 0..2),
        addresses in collection::btree_set((any_interface(), any_net()), 0..4),
        routes in collection::btree_map((any_net(), 0_u32..3), (any_action(), 3_u32..6), 0..6),
        families in collection::btree_set(any::<bool>(), 0..3),
        loose in collection::btree_set(10_u32..13, 0..3),
        link_dns in collection::btree_map(any_interface(), any_dns(), 0..2),
        resolver_file in option::of(any_dns()),
    ) -> LinuxNetworkState {
        let slot = TunnelSlot(0);
        LinuxNetworkState {
            links,
            addresses: addresses.into_iter().map(|(interface, net)| Address { interface, net }).collect(),
            routes: routes.into_iter().map(|((destination, metric), (action, index))| {
                let index = (action == RouteAction::Tunnel).then_some(index);
                (RouteKey { table: ids::table(slot), destination, metric }, RouteTarget { action, index })
            }).collect(),
            rules: families.into_iter().map(|six| Rule {
                family: if six { Family::V6 } else { Family::V4 },
                priority: ids::rule_priority(slot),
                table: ids::table(slot),
            }).collect(),
            loose: loose.into_iter().map(|index| Interface { name: format!("eth{index}"), index }).collect(),
            link_dns,
            resolver_file,
        }
    }
}

prop_compose! {
    fn any_plan()(
        addresses in collection::btree_set(any_net(), 1..3),
        routes in collection::btree_set((any_net(), any_action(), 0_u32..3), 0..6),
        lan in any::<bool>(),
        dns in option::of(any_dns()),
        names_held_back in any::<bool>(),
    ) -> NetworkPlan {
        NetworkPlan {
            slot: TunnelSlot(0),
            interface: Some(InterfacePlan {
                name: "adit0".into(),
                addresses: addresses.into_iter().filter_map(|net| TunnelAddress::new(net).ok()).collect::<BTreeSet<_>>().try_into().unwrap(),
                mtu: mtu(),
            }),
            routes: routes.into_iter().map(|(net, action, metric)| {
                RouteSpec { destination: RouteDestination::new(net).unwrap(), action, metric }
            }).collect::<BTreeSet<_>>().try_into().unwrap(),
            lan,
            dns,
            names_held_back,
        }
    }
}

prop_compose! {
    fn any_facts()(
        ipv6 in any::<bool>(),
        interface_ipv6 in any::<bool>(),
        local_networks in collection::btree_set(any_net(), 0..5),
        strict in any::<bool>(),
        resolved in any::<bool>(),
        stub in any::<bool>(),
    ) -> LinuxFacts {
        let uplink = Interface { name: "eth0".into(), index: 2 };
        LinuxFacts {
            interface: Some(Interface { name: "adit0".into(), index: 3 }),
            ipv6,
            interface_ipv6: ipv6 && interface_ipv6,
            local_networks,
            uplinks: [uplink.clone()].into(),
            strict: strict.then_some(uplink).into_iter().collect(),
            taken: BTreeSet::new(),
            resolved,
            resolver_file_is_stub: stub,
        }
    }
}

/// Which target a packet to this address finds in the table.
fn lookup(state: &LinuxNetworkState, ip: IpAddr) -> Option<RouteAction> {
    let matching = state.routes.iter().filter(|(key, _)| key.destination.contains(&ip));
    let best = matching.max_by_key(|(key, _)| (key.destination.prefix_len(), std::cmp::Reverse(key.metric)));
    best.map(|(_, target)| target.action)
}

#[test]
fn of_two_routes_to_one_place_the_first_decides_about_its_name_servers_too() {
    let route = |action| RouteSpec { destination: "10.0.0.0/8".parse().unwrap(), action, metric: 0 };
    let plan = |routes: &[RouteAction]| NetworkPlan {
        slot: TunnelSlot(0),
        interface: Some(interface("192.168.1.2/24")),
        routes: routes.iter().map(|action| route(*action)).collect::<BTreeSet<_>>().try_into().unwrap(),
        lan: true,
        dns: Some(dns()),
        names_held_back: false,
    };
    let facts = LinuxFacts {
        interface: Some(Interface { name: "adit0".into(), index: 3 }),
        local_networks: [net("10.8.0.0/24")].into(),
        ..LinuxFacts::default()
    };
    let leads = |routes: &[RouteAction], last| {
        let state = LinuxNetworkState::of(&Share::alone(plan(routes)), &facts).unwrap();
        lookup(&state, IpAddr::from([10, 8, 0, last]))
    };
    let both = [RouteAction::Tunnel, RouteAction::Outside];
    assert_eq!(leads(&both, 1), Some(RouteAction::Tunnel), "the name server");
    assert_eq!(leads(&both, 2), Some(RouteAction::Outside), "its neighbour");
    assert_eq!(leads(&[RouteAction::Outside], 1), Some(RouteAction::Outside), "nobody sent it into the tunnel");
}

#[test]
fn an_address_of_this_machine_or_its_gateway_is_not_given_to_a_tunnel() {
    let facts = LinuxFacts {
        interface: Some(Interface { name: "adit0".into(), index: 3 }),
        taken: ["192.168.1.1".parse().unwrap(), "192.168.1.2".parse().unwrap()].into(),
        ..LinuxFacts::default()
    };
    let wanted = |address: &str, applied: &LinuxNetworkState| {
        let plan = NetworkPlan { interface: Some(interface(address)), ..NetworkPlan::open(TunnelSlot(0)) };
        LinuxNetworkState::wanted(&Share::alone(plan), &facts, applied)
    };
    let nothing = LinuxNetworkState::default();
    for (address, taken) in [("192.168.1.1/32", true), ("192.168.1.2/24", true), ("192.168.1.3/24", false)] {
        let expected = BadPlan::TakenAddress(net(address).addr());
        assert_eq!(wanted(address, &nothing).err(), taken.then_some(NetError::BadPlan(expected)), "{address}");
    }
    let applied = LinuxNetworkState {
        addresses: [Address { interface: Interface { name: "adit0".into(), index: 3 }, net: net("192.168.1.2/24") }]
            .into(),
        ..LinuxNetworkState::default()
    };
    assert!(wanted("192.168.1.2/24", &applied).is_ok(), "a network that the machine comes to does not end its tunnels");
}

proptest! {
    #[test]
    fn a_diff_leads_from_one_to_the_other(from in any_state(), to in any_state()) {
        let mut state = from.clone();
        for op in diff(&from, &to) {
            state.take(&op);
        }
        prop_assert_eq!(state, to);
    }

    #[test]
    fn nothing_to_do_is_no_ops(state in any_state()) {
        prop_assert!(diff(&state, &state).is_empty());
    }

    #[test]
    fn each_subject_is_changed_at_most_once(from in any_state(), to in any_state()) {
        let ops = diff(&from, &to);
        let subjects = ops.iter().map(NetOp::subject).collect::<BTreeSet<_>>();
        prop_assert_eq!(subjects.len(), ops.len());
    }

    #[test]
    fn a_rule_never_leads_to_a_table_without_its_routes(from in any_state(), to in any_state()) {
        let ops = diff(&from, &to);
        let first_rule = ops.iter().position(|op| matches!(op, NetOp::AddRule(_))).unwrap_or(ops.len());
        let last_route = ops.iter().rposition(|op| matches!(op, NetOp::SetRoute { .. }));
        prop_assert!(last_route.is_none_or(|route| route < first_rule));
        let rule_gone = ops.iter().rposition(|op| matches!(op, NetOp::GiveBack(Subject::Rule(_))));
        let route_gone = ops.iter().position(|op| matches!(op, NetOp::GiveBack(Subject::Route(_)))).unwrap_or(ops.len());
        prop_assert!(rule_gone.is_none_or(|rule| rule < route_gone));
    }

    #[test]
    fn only_private_networks_are_let_past(plan in any_plan(), facts in any_facts()) {
        let state = LinuxNetworkState::of(&Share::alone(plan.clone()), &facts).unwrap();
        let planned = plan.routes.iter().map(|route| route.destination.net()).collect::<BTreeSet<_>>();
        for (key, target) in &state.routes {
            let discovery = ["224.0.0.0/24", "239.255.0.0/16", "255.255.255.255/32"].map(net);
            if target.action == RouteAction::Outside && !planned.contains(&key.destination) {
                prop_assert!(plan.lan);
                prop_assert!(is_private(&key.destination) || discovery.contains(&key.destination));
            }
        }
    }

    #[test]
    fn name_servers_that_do_not_go_outside_are_not_drawn_out(plan in any_plan(), mut facts in any_facts()) {
        facts.ipv6 = true;
        let with = LinuxNetworkState::of(&Share::alone(plan.clone()), &facts).unwrap();
        let without = LinuxNetworkState::of(&Share::alone(NetworkPlan { lan: false, ..plan.clone() }), &facts).unwrap();
        for server in plan.dns.iter().flat_map(|dns| &dns.servers) {
            match lookup(&without, server.addr()) {
                Some(RouteAction::Outside) | None => {}
                inside => prop_assert_eq!(lookup(&with, server.addr()), inside),
            }
        }
    }

    #[test]
    fn ipv6_that_cannot_enter_the_tunnel_goes_nowhere(plan in any_plan(), mut facts in any_facts()) {
        (facts.ipv6, facts.interface_ipv6) = (true, false);
        let state = LinuxNetworkState::of(&Share::alone(plan.clone()), &facts).unwrap();
        for (key, target) in &state.routes {
            prop_assert!(Family::of(&key.destination) == Family::V4 || target.action != RouteAction::Tunnel);
        }
        prop_assert!(state.addresses.iter().all(|address| Family::of(&address.net) == Family::V4));
        facts.ipv6 = false;
        let state = LinuxNetworkState::of(&Share::alone(plan.clone()), &facts).unwrap();
        prop_assert!(state.routes.keys().all(|key| Family::of(&key.destination) == Family::V4));
        prop_assert!(state.rules.iter().all(|rule| rule.family == Family::V4));
    }

    #[test]
    fn any_sequence_of_plans_is_undone_completely(
        plans in collection::vec((any_plan(), any_facts()), 1..6),
        meddling in any_state(),
    ) {
        let machine = FakeMachine::new();
        let mut network = machine.configurator(TunnelSlot(0));
        for (plan, facts) in &plans {
            machine.facts(|now| now.clone_from(facts));
            block_on(network.apply(plan)).unwrap();
            block_on(network.verify()).unwrap();
            // Somebody removes a part.
            machine.meddle(|state| *state = state.intersection(&meddling));
        }
        block_on(network.revert()).unwrap();
        prop_assert_eq!(machine.network(), LinuxNetworkState::default());
    }

    #[test]
    fn a_refused_change_leaves_what_was_applied_before(
        first in any_plan(), second in any_plan(), facts in any_facts(), step in 0_usize..6,
    ) {
        let steps = [NetworkStep::Interface, NetworkStep::Address, NetworkStep::Route, NetworkStep::Rule, NetworkStep::PathFilter, NetworkStep::Dns];
        let machine = FakeMachine::new();
        machine.facts(|now| *now = facts);
        let mut network = machine.configurator(TunnelSlot(0));
        block_on(network.apply(&first)).unwrap();
        let before = machine.network();
        let seen = machine.ops().len();
        machine.refuse(Some(steps[step]));
        let result = block_on(network.apply(&second));
        let refused = machine.ops()[seen..].iter().any(|op| op.change().step == steps[step]);
        prop_assert_eq!(result.is_err(), refused);
        machine.refuse(None);
        if refused {
            prop_assert_eq!(result.unwrap_err().step(), steps[step]);
            // What is taken back by changes of the refused kind comes back with the next apply.
            block_on(network.apply(&first)).unwrap();
            prop_assert_eq!(machine.network(), before);
        }
        block_on(network.revert()).unwrap();
        prop_assert_eq!(machine.network(), LinuxNetworkState::default());
    }

    #[test]
    fn a_change_that_is_accepted_but_not_made_is_found(plan in any_plan(), step in 0_usize..5) {
        let steps = [NetworkStep::Interface, NetworkStep::Address, NetworkStep::Route, NetworkStep::Rule, NetworkStep::Dns];
        let machine = FakeMachine::new();
        machine.lose(Some(steps[step]));
        let mut network = machine.configurator(TunnelSlot(0));
        let result = block_on(network.apply(&plan));
        if machine.ops().iter().any(|op| op.change().step == steps[step]) {
            let mismatch = matches!(result, Err(NetError::ReadBackMismatch { .. }));
            prop_assert!(mismatch);
        } else {
            result.unwrap();
        }
    }

    #[test]
    fn a_killed_helper_is_undone_by_the_next(
        plans in collection::vec(any_plan(), 1..4), changes in 0_usize..40,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let machine = FakeMachine::new();
        let mut network = machine.configurator_with_journal(dir.path(), TunnelSlot(0));
        machine.die_after(Some(changes));
        for plan in &plans {
            if block_on(network.apply(plan)).is_err() {
                break;
            }
        }
        drop(network);
        machine.die_after(None);
        let mut next = machine.configurator_with_journal(dir.path(), TunnelSlot(0));
        block_on(next.revert()).unwrap();
        prop_assert_eq!(machine.network(), LinuxNetworkState::default());
        prop_assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn any_bytes_are_a_journal_or_damage(bytes in collection::vec(any::<u8>(), 0..300), flip in 0_usize..4000) {
        let dir = tempfile::tempdir().unwrap();
        let path = journal::path(dir.path(), TunnelSlot(3));
        fs::write(&path, &bytes).unwrap();
        prop_assert!(matches!(Journal::<Undo>::load(dir.path(), TunnelSlot(3)), Ok(Loaded::Damaged)));

        let mut journal = Journal::empty(dir.path(), TunnelSlot(3), Some("boot".into()));
        for undo in entries() {
            journal.put(undo);
        }
        journal.save().unwrap();
        let mut bytes = fs::read(&path).unwrap();
        let at = flip % bytes.len();
        bytes[at] ^= 1 << (flip % 8);
        fs::write(&path, &bytes).unwrap();
        prop_assert!(Journal::<Undo>::load(dir.path(), TunnelSlot(3)).is_ok());
        fs::write(&path, &bytes[..at]).unwrap();
        prop_assert!(matches!(Journal::<Undo>::load(dir.path(), TunnelSlot(3)), Ok(Loaded::Damaged)));
    }
}

fn entries() -> Vec<Undo> {
    let interface = Interface { name: "adit3".into(), index: 9 };
    vec![
        Undo::Link { interface: interface.clone(), mtu: 1500, up: false, promote: false },
        Undo::Address(Address { interface: interface.clone(), net: net("10.8.0.2/24") }),
        Undo::Route(RouteKey { table: ids::table(TunnelSlot(3)), destination: net("::/0"), metric: 1024 }),
        Undo::Rule(Rule { family: Family::V6, priority: 5203, table: ids::table(TunnelSlot(3)) }),
        Undo::ReversePath { interface, was: 1 },
        Undo::ResolverFile {
            before: FileState::Regular { bytes: vec![0, 255, b'\n'], mode: 0o644, uid: 0, gid: 0 },
            ours: vec!["older".into(), "ours".into()],
        },
    ]
}

#[test]
fn a_journal_is_read_as_it_was_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::empty(dir.path(), TunnelSlot(3), Some("boot".into()));
    for undo in entries() {
        journal.put(undo);
    }
    journal.save().unwrap();
    let Ok(Loaded::Intact(mut read)) = Journal::<Undo>::load(dir.path(), TunnelSlot(3)) else { panic!("not intact") };
    assert_eq!(read.entries(), entries());
    assert_eq!(read.boot(), Some("boot"));
    assert_eq!(read.newest_first().first(), entries().last());
    assert_eq!(journal::slots(dir.path()).unwrap(), [TunnelSlot(3)]);
    assert!(matches!(Journal::<Undo>::load(dir.path(), TunnelSlot(4)), Ok(Loaded::Missing)));

    read.settle().unwrap();
    assert!(matches!(read.entries().last(), Some(Undo::ResolverFile { ours, .. }) if ours == &["ours".to_owned()]));
    read.forget_kernel_state();
    assert_eq!(read.entries().len(), 1);
    read.delete().unwrap();
    read.delete().unwrap();
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_journal_of_another_tunnel_or_version_is_damage() {
    let dir = tempfile::tempdir().unwrap();
    Journal::<Undo>::empty(dir.path(), TunnelSlot(3), None).save().unwrap();
    fs::rename(journal::path(dir.path(), TunnelSlot(3)), journal::path(dir.path(), TunnelSlot(4))).unwrap();
    assert!(matches!(Journal::<Undo>::load(dir.path(), TunnelSlot(4)), Ok(Loaded::Damaged)));
}

#[test]
fn a_journal_that_cannot_be_written_forbids_every_change() {
    let machine = FakeMachine::new();
    let missing = tempfile::tempdir().unwrap().path().join("not there");
    let mut network = machine.configurator_with_journal(&missing, TunnelSlot(0));
    let mut plan = NetworkPlan::open(TunnelSlot(0));
    plan.interface = Some(interface("10.8.0.2/24"));
    assert!(matches!(block_on(network.apply(&plan)), Err(NetError::Journal { .. })));
    assert!(machine.ops().is_empty());
}

#[test]
fn a_reborn_interface_gets_everything_again() {
    let machine = FakeMachine::new();
    let mut network = machine.configurator(TunnelSlot(0));
    let mut plan = NetworkPlan::open(TunnelSlot(0));
    plan.interface = Some(interface("10.8.0.2/24"));
    let everything = RouteSpec { destination: RouteDestination::ALL_IPV4, action: RouteAction::Tunnel, metric: 0 };
    plan.routes.insert(everything).unwrap();
    block_on(network.apply(&plan)).unwrap();
    machine.remove_interface("adit0");
    assert!(matches!(block_on(network.apply(&plan)), Err(NetError::NoInterface { .. })));
    machine.add_interface("adit0", 8);
    block_on(network.apply(&plan)).unwrap();
    assert!(machine.network().routes.values().all(|target| target.index == Some(8)));
    assert_eq!(machine.network().addresses.len(), 1);
    block_on(network.revert()).unwrap();
    assert_eq!(machine.network(), LinuxNetworkState::default());
}

#[test]
fn nonsense_is_refused_before_anything_is_looked_at() {
    let good = NetworkPlan {
        slot: TunnelSlot(0),
        interface: Some(interface("10.8.0.2/24")),
        routes: [].into(),
        lan: false,
        dns: Some(dns()),
        names_held_back: false,
    };
    assert!(plan_check::check(&good).is_ok());
    type Spoil = fn(&mut NetworkPlan);
    let spoils: [(&str, Spoil, BadPlan); 6] = [
        ("path", |p| name(p, "../lo"), BadPlan::InterfaceName),
        ("loopback", |p| name(p, "lo"), BadPlan::InterfaceName),
        ("long", |p| name(p, "sixteen-letters-"), BadPlan::InterfaceName),
        ("none", |p| p.interface = None, BadPlan::NoInterface),
        ("servers", |p| p.dns.as_mut().unwrap().servers.clear(), BadPlan::NoNameServers),
        ("mtu", small_with_ipv6, BadPlan::Mtu),
    ];
    for (what, spoil, why) in spoils {
        let mut plan = good.clone();
        spoil(&mut plan);
        assert!(matches!(plan_check::check(&plan), Err(NetError::BadPlan(found)) if found == why), "{what}");
    }
    let machine = FakeMachine::new();
    let mut network = machine.configurator(TunnelSlot(1));
    assert!(matches!(block_on(network.apply(&good)), Err(NetError::BadPlan(BadPlan::OtherSlot))));
}

fn name(plan: &mut NetworkPlan, name: &str) {
    plan.interface.as_mut().unwrap().name = name.into();
}

fn small_with_ipv6(plan: &mut NetworkPlan) {
    let interface = plan.interface.as_mut().unwrap();
    interface.addresses.insert("fd00::2/64".parse().unwrap()).unwrap();
    interface.mtu = Mtu::new(1279).unwrap();
}
