//! What is told of repairs, and what follows from a firewall that refuses.

use std::collections::BTreeSet;

use tokio::sync::mpsc;
use vpn_api::{ConnectionId, InterfacePlan, Mtu, NetworkPlan, Owner};

use super::*;
use crate::{
    request::{Hold, Want},
    testing::Rules,
};

fn keeper(dir: &Path) -> (Keeper, Rules, mpsc::Receiver<PrivilegedEvent>) {
    let rules = Rules::default();
    let keeper = Keeper::new(Ledger::load(dir), rules.clone());
    let events = keeper.ledger().listen();
    (keeper, rules, events)
}

fn told(events: &mut mpsc::Receiver<PrivilegedEvent>) -> Vec<PrivilegedEvent> {
    std::iter::from_fn(|| events.try_recv().ok())
        .filter(|event| !matches!(event, PrivilegedEvent::Protection(_)))
        .collect()
}

fn repair(what: NetworkStep, result: Result<(), NetError>) -> Vec<Repair> {
    vec![Repair { slot: TunnelSlot(1), missing: BTreeSet::from([what]), result }]
}

#[tokio::test]
async fn what_cannot_be_put_back_is_told_once_until_it_can() {
    let dir = tempfile::tempdir().unwrap();
    let (keeper, _, mut events) = keeper(dir.path());
    let (slot, mut broken) = (TunnelSlot(1), BTreeMap::new());
    let failed = |what| repair(what, Err(NetError::Gone));
    keeper.repaired(failed(NetworkStep::Route), &mut broken, false);
    assert_eq!(told(&mut events), [PrivilegedEvent::Broken { slot, what: NetworkStep::Route }]);
    keeper.repaired(failed(NetworkStep::Route), &mut broken, false);
    assert_eq!(told(&mut events), []);
    keeper.repaired(failed(NetworkStep::Rule), &mut broken, false);
    assert_eq!(told(&mut events), [PrivilegedEvent::Broken { slot, what: NetworkStep::Rule }]);
    keeper.repaired(repair(NetworkStep::Rule, Ok(())), &mut broken, false);
    let repaired = PrivilegedEvent::Repaired { slot, what: NetworkStep::Rule, times: 1, by: None };
    assert_eq!(told(&mut events), [repaired, PrivilegedEvent::Whole(slot)]);
    keeper.whole(slot, &mut broken);
    assert_eq!(told(&mut events), []);
}

#[tokio::test(start_paused = true)]
async fn looks_that_find_nothing_count_for_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (keeper, ..) = keeper(dir.path());
    let look = |refitted: bool, repaired: bool| {
        let repairs = if repaired { repair(NetworkStep::Route, Ok(())) } else { Vec::new() };
        keeper.repaired(repairs, &mut BTreeMap::new(), refitted)
    };
    for _ in 0..50 {
        assert_eq!(look(false, false), Duration::ZERO);
    }
    for place in 0..5 {
        assert_eq!((look(true, false), look(false, true)), (Duration::ZERO, Duration::ZERO), "{place}");
    }
    assert_eq!(look(false, false), Duration::ZERO);
    assert!(look(true, false) > Duration::ZERO);
    assert!(look(false, true) > Duration::ZERO);
}

/// A tunnel that takes no traffic, with an address that is kept from other networks.
fn plan() -> NetworkPlan {
    let addresses = ["10.8.0.2/24".parse().unwrap()].into();
    let interface = InterfacePlan { name: "adit1".to_owned(), addresses, mtu: Mtu::try_from(1500).unwrap() };
    NetworkPlan { interface: Some(interface), ..NetworkPlan::open(TunnelSlot(1)) }
}

fn want(hold: Hold) -> Want {
    Want {
        slot: TunnelSlot(1),
        connection: ConnectionId::try_from("work".to_owned()).unwrap(),
        owner: Owner::Uid(1000),
        hold,
        servers: [].into(),
        signs_in: false,
        kept: None,
    }
}

#[tokio::test]
async fn a_firewall_that_refuses_stops_only_what_is_to_be_held_back() {
    let dir = tempfile::tempdir().unwrap();
    let (keeper, rules, _events) = keeper(dir.path());
    keeper.ledger().want(want(Hold::No)).unwrap();
    keeper.ledger().give(&plan()).unwrap();
    keeper.relock().await.unwrap();
    assert!(!rules.lock().is_open(), "there is something to set");
    rules.meddle(Lock::default());
    rules.refuse();
    assert_eq!(keeper.relock().await, Ok(()));
    keeper.ledger().want(want(Hold::Yes)).unwrap();
    assert!(matches!(keeper.relock().await, Err(NetError::System { step: NetworkStep::Firewall, .. })));
}

#[tokio::test(start_paused = true)]
async fn the_lock_is_looked_at_again_where_the_machine_is_attached_to_another_network() {
    let dir = tempfile::tempdir().unwrap();
    let (keeper, rules, _events) = keeper(dir.path());
    let keeper = Arc::new(keeper);
    keeper.ledger().want(want(Hold::Yes)).unwrap();
    let follows = tokio::spawn(Arc::clone(&keeper).follow());
    tokio::time::sleep(Duration::from_secs(1)).await;
    let held = rules.lock();
    assert!(held.held.is_some());
    rules.meddle(Lock::default());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(rules.lock().is_open(), "control");
    keeper.moved();
    tokio::time::sleep(QUIET * 2).await;
    assert_eq!(rules.lock(), held);
    follows.abort();
}
