//! Several tunnels on one simulated machine.

use std::collections::BTreeSet;

use proptest::{collection, prelude::*};
use vpn_api::{DnsPlan, InterfacePlan, Mtu, NetworkPlan, NetworkStep, RouteAction, RouteSpec, TunnelSlot};

use super::block_on;
use crate::{
    BadPlan, MachineNetwork, NetError, Repair,
    backend::Undoing,
    journal::{Journal, Loaded},
    linux::{
        LinuxNetworkState,
        fake::{FakeBackend, FakeMachine},
        ids,
        op::{RouteTarget, Subject, Undo},
    },
};

fn plan(slot: u8, route: &str) -> NetworkPlan {
    let slot = TunnelSlot(slot);
    let dns = DnsPlan {
        servers: [format!("10.{}.0.1", slot.0).parse().unwrap()].into(),
        search: [].into(),
        domains: [].into(),
        all: route == "0.0.0.0/0",
    };
    NetworkPlan {
        interface: Some(InterfacePlan {
            name: slot.interface(),
            addresses: [format!("10.{}.0.2/24", slot.0).parse().unwrap()].into(),
            mtu: Mtu::new(1400).unwrap(),
        }),
        routes: [RouteSpec { destination: route.parse().unwrap(), action: RouteAction::Tunnel, metric: 50 }].into(),
        dns: Some(dns),
        ..NetworkPlan::open(slot)
    }
}

fn machine() -> (tempfile::TempDir, FakeMachine, MachineNetwork<FakeBackend>) {
    let dir = tempfile::tempdir().unwrap();
    let fake = FakeMachine::new();
    for slot in 1..4 {
        fake.add_interface(&TunnelSlot(slot).interface(), u32::from(slot) + 3);
    }
    let network = fake.machine_network(dir.path());
    (dir, fake, network)
}

#[test]
fn a_tunnel_that_comes_makes_room_for_itself_and_one_that_goes_gives_it_back() {
    let (dir, fake, mut network) = machine();
    let (everything, office) = (plan(0, "0.0.0.0/0"), plan(1, "10.20.0.0/16"));
    block_on(network.apply(TunnelSlot(0), &everything)).unwrap();
    let alone = fake.network();
    block_on(network.apply(TunnelSlot(1), &office)).unwrap();
    let past = |state: &LinuxNetworkState| {
        let own = ids::table(TunnelSlot(0));
        let outside = |(_, target): &(_, &RouteTarget)| target.action == RouteAction::Outside;
        let routes = state.routes.iter().filter(outside).map(|(key, _)| key);
        routes.filter(|key| key.table == own).map(|key| key.destination.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(past(&fake.network()), ["10.1.0.0/24", "10.20.0.0/16"]);
    let seen = fake.ops().len();
    block_on(network.revert(TunnelSlot(1))).unwrap();
    assert_eq!(fake.network(), alone);
    assert!(fake.ops().len() > seen, "the first tunnel leads the network again");
    block_on(network.revert(TunnelSlot(0))).unwrap();
    assert_eq!(fake.network(), LinuxNetworkState::default());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn what_exists_once_is_never_let_go_while_a_tunnel_wants_it() {
    let (dir, fake, mut network) = machine();
    block_on(network.apply(TunnelSlot(0), &plan(0, "0.0.0.0/0"))).unwrap();
    block_on(network.apply(TunnelSlot(1), &plan(1, "10.20.0.0/16"))).unwrap();
    let file = fake.network().resolver_file.unwrap();
    assert_eq!(file.servers.len(), 2, "both tunnels' servers, in order");
    fake.watch_resolver_file();
    block_on(network.revert(TunnelSlot(0))).unwrap();
    assert!(!fake.resolver_file_was_given_back(), "the file went over without a moment in between");
    assert_eq!(fake.network().resolver_file.unwrap().servers, ["10.1.0.1".parse().unwrap()]);
    block_on(network.revert(TunnelSlot(1))).unwrap();
    assert_eq!(fake.network(), LinuxNetworkState::default());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_tunnel_that_ends_does_not_wait_for_what_the_others_cannot_do() {
    let (_dir, fake, mut network) = machine();
    block_on(network.apply(TunnelSlot(0), &plan(0, "0.0.0.0/0"))).unwrap();
    let alone = fake.network();
    block_on(network.apply(TunnelSlot(1), &plan(1, "10.20.0.0/16"))).unwrap();
    fake.stall(Some(NetworkStep::Dns));
    let begin = std::time::Instant::now();
    block_on(network.revert(TunnelSlot(1))).unwrap();
    assert!(begin.elapsed() < std::time::Duration::from_secs(1), "{:?}", begin.elapsed());
    let state = fake.network();
    assert!(!state.rules.iter().any(|rule| rule.table == ids::table(TunnelSlot(1))) && state != alone);
    // The next look finds what there was no time for.
    fake.stall(None);
    assert!(block_on(network.repair()).is_empty());
    assert_eq!(fake.network(), alone);
}

#[test]
fn what_somebody_took_away_is_named_and_made_again_as_soon_as_it_can_be() {
    let (_dir, fake, mut network) = machine();
    block_on(network.apply(TunnelSlot(0), &plan(0, "0.0.0.0/0"))).unwrap();
    block_on(network.apply(TunnelSlot(1), &plan(1, "10.20.0.0/16"))).unwrap();
    let whole = fake.network();
    assert!(block_on(network.repair()).is_empty());
    let take = || fake.meddle(|state| state.routes.retain(|key, _| key.table != ids::table(TunnelSlot(1))));
    let mut look = || {
        let repairs = block_on(network.repair());
        let named = |repair: Repair| (repair.slot, repair.missing, repair.result.is_ok());
        repairs.into_iter().map(named).collect::<Vec<_>>()
    };
    let routes = BTreeSet::from([NetworkStep::Route]);
    take();
    assert_eq!(look(), [(TunnelSlot(1), routes.clone(), true)]);
    assert_eq!(fake.network(), whole);
    take();
    fake.refuse(Some(NetworkStep::Route));
    assert_eq!(look(), [(TunnelSlot(1), routes.clone(), false)]);
    assert_eq!(look(), [(TunnelSlot(1), routes.clone(), false)], "it is still missing");
    fake.refuse(None);
    assert_eq!(look(), [(TunnelSlot(1), routes, true)]);
    assert_eq!(fake.network(), whole);
    assert_eq!(look(), []);
}

#[test]
fn a_tunnel_that_nothing_changes_for_is_left_alone() {
    let (_dir, fake, mut network) = machine();
    block_on(network.apply(TunnelSlot(0), &plan(0, "0.0.0.0/0"))).unwrap();
    block_on(network.apply(TunnelSlot(1), &plan(1, "10.20.0.0/16"))).unwrap();
    fake.meddle(|state| state.routes.retain(|key, _| key.table != ids::table(TunnelSlot(0))));
    let meddled = fake.network();
    block_on(network.apply(TunnelSlot(1), &plan(1, "10.20.0.0/16"))).unwrap();
    assert_eq!(fake.network(), meddled, "what is missing of another one is found by the next look at it");
    block_on(network.apply(TunnelSlot(1), &plan(1, "10.21.0.0/16"))).unwrap();
    assert_ne!(fake.network(), meddled, "the control: now its networks to let past are others");
}

#[test]
fn a_look_finds_what_is_missing_and_changes_nothing() {
    let (_dir, fake, mut network) = machine();
    block_on(network.apply(TunnelSlot(0), &plan(0, "0.0.0.0/0"))).unwrap();
    block_on(network.verify(TunnelSlot(0))).unwrap();
    fake.meddle(|state| state.rules.clear());
    let without = fake.network();
    let looked = block_on(network.verify(TunnelSlot(0)));
    assert!(matches!(looked, Err(NetError::ReadBackMismatch { .. })), "{looked:?}");
    assert_eq!(fake.network(), without);
}

#[test]
fn what_an_earlier_process_made_and_nobody_wants_any_more_goes() {
    let (dir, fake, mut network) = machine();
    block_on(network.apply(TunnelSlot(0), &plan(0, "0.0.0.0/0"))).unwrap();
    let everything = fake.network();
    let mut next = fake.machine_network(dir.path());
    block_on(next.apply(TunnelSlot(0), &plan(0, "10.20.0.0/16"))).unwrap();
    let alone = FakeMachine::new();
    block_on(alone.configurator(TunnelSlot(0)).apply(&plan(0, "10.20.0.0/16"))).unwrap();
    assert!(fake.network() != everything && fake.network() == alone.network(), "{:?}", fake.network());
    block_on(next.revert(TunnelSlot(0))).unwrap();
    assert_eq!(fake.network(), LinuxNetworkState::default());
}

fn subjects(dir: &tempfile::TempDir) -> Vec<Subject> {
    let Ok(Loaded::Intact(journal)) = Journal::<Undo>::load(dir.path(), TunnelSlot(0)) else { panic!("no journal") };
    journal.entries().iter().map(Undoing::subject).collect()
}

#[test]
fn a_journal_keeps_what_is_made_again_and_forgets_what_vanished() {
    let (dir, fake, mut network) = machine();
    block_on(network.apply(TunnelSlot(0), &plan(0, "0.0.0.0/0"))).unwrap();
    let before = subjects(&dir);
    // What is made again tells what the machine had without us: it keeps its place and its content.
    fake.meddle(|state| state.links.clear());
    block_on(network.apply(TunnelSlot(0), &plan(0, "0.0.0.0/0"))).unwrap();
    assert_eq!(subjects(&dir), before);

    let of = |index: u32| {
        move |subject: &Subject| {
            matches!(subject, Subject::Link(interface) | Subject::LinkDns(interface) if interface.index == index)
                || matches!(subject, Subject::Address(address) if address.interface.index == index)
        }
    };
    assert!(before.iter().any(of(3)));
    fake.remove_interface("adit0");
    fake.add_interface("adit0", 9);
    block_on(network.apply(TunnelSlot(0), &plan(0, "0.0.0.0/0"))).unwrap();
    let after = subjects(&dir);
    assert!(after.iter().any(of(9)) && !after.iter().any(of(3)), "{after:?}");
    block_on(network.revert(TunnelSlot(0))).unwrap();
    assert_eq!(fake.network(), LinuxNetworkState::default());
}

#[test]
fn a_journal_forgets_what_was_given_back() {
    let (dir, _fake, mut network) = machine();
    let is_default = |subject: &Subject| matches!(subject, Subject::Route(key) if key.destination.prefix_len() == 0);
    block_on(network.apply(TunnelSlot(0), &plan(0, "0.0.0.0/0"))).unwrap();
    assert!(subjects(&dir).iter().any(is_default), "the control");
    block_on(network.apply(TunnelSlot(0), &plan(0, "10.20.0.0/16"))).unwrap();
    assert!(!subjects(&dir).iter().any(is_default));
}

#[test]
fn a_tunnel_that_fails_leaves_the_others_as_they_were() {
    let (_dir, fake, mut network) = machine();
    block_on(network.apply(TunnelSlot(0), &plan(0, "0.0.0.0/0"))).unwrap();
    let before = fake.network();
    fake.refuse(Some(NetworkStep::Rule));
    block_on(network.apply(TunnelSlot(1), &plan(1, "10.20.0.0/16"))).unwrap_err();
    fake.refuse(None);
    assert_eq!(fake.network(), before);
    block_on(network.revert(TunnelSlot(1))).unwrap();
    assert_eq!(fake.network(), before);
    let other = block_on(network.apply(TunnelSlot(2), &plan(3, "10.20.0.0/16")));
    assert_eq!(other, Err(NetError::BadPlan(BadPlan::OtherSlot)));
}

proptest! {
    // Each case writes dozens of journals to the disk.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_coming_and_going_ends_with_the_machine_as_it_was(
        steps in collection::vec((0_u8..4, any::<bool>(), any::<bool>()), 1..20), killed in any::<bool>(),
    ) {
        let (dir, fake, mut network) = machine();
        let mut up = BTreeSet::new();
        for (slot, comes, everything) in steps {
            if comes {
                let route = if everything { "0.0.0.0/0" } else { "10.20.0.0/16" };
                block_on(network.apply(TunnelSlot(slot), &plan(slot, route))).unwrap();
                up.insert(slot);
            } else {
                block_on(network.revert(TunnelSlot(slot))).unwrap();
                up.remove(&slot);
            }
            for slot in &up {
                block_on(network.verify(TunnelSlot(*slot))).unwrap();
            }
            prop_assert_eq!(fake.network().resolver_file.is_none(), up.is_empty());
        }
        if killed {
            // The next helper knows the journals and nothing else.
            network = fake.machine_network(dir.path());
        }
        for slot in 0..4 {
            block_on(network.revert(TunnelSlot(slot))).unwrap();
        }
        prop_assert_eq!(fake.network(), LinuxNetworkState::default());
        prop_assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
