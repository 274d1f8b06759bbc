use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use netconf::{Repair, lock::Lock};
use vpn_api::{ConnectionId, NetworkPlan, ProtectionState, RouteAction, RouteSpec, TunnelSlot};

use super::*;
use crate::testing::Rules;

/// Takes ten seconds for each plan, and notes what was begun and done.
#[derive(Clone, Default)]
struct Slow(Arc<Mutex<Vec<String>>>);

impl Network for Slow {
    fn carry_out<'a>(&'a mut self, request: &'a NetworkRequest) -> BoxFuture<'a, Result<(), NetError>> {
        Box::pin(async move {
            let note = |text: String| self.0.lock().unwrap().push(text);
            match request {
                NetworkRequest::Apply(plan) => {
                    note(format!("begin {}", plan.slot.0));
                    tokio::time::sleep(Duration::from_secs(10)).await;
                    note(format!("done {}", plan.slot.0));
                }
                NetworkRequest::Revert(slot) => note(format!("revert {}", slot.0)),
            }
            Ok(())
        })
    }

    fn repair(&mut self) -> BoxFuture<'_, Vec<Repair>> {
        Box::pin(async { Vec::new() })
    }
}

fn apply(slot: u8) -> NetworkRequest {
    NetworkRequest::Apply(Box::new(NetworkPlan::open(TunnelSlot(slot))))
}

#[tokio::test(start_paused = true)]
async fn an_undo_overtakes_what_is_under_way_and_what_waits() {
    let slow = Slow::default();
    let local = Local::over((slow.clone(), None), Rules::default(), Path::new("/nonexistent"));
    let first = tokio::spawn(local.network(apply(0)));
    tokio::time::sleep(Duration::from_millis(1)).await;
    let second = local.network(apply(2));
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begin = tokio::time::Instant::now();
    local.network(NetworkRequest::Revert(TunnelSlot(1))).await.unwrap();
    assert_eq!(begin.elapsed(), Duration::ZERO);
    assert_eq!((first.await.unwrap(), second.await), (Ok(()), Ok(())));
    assert_eq!(*slow.0.lock().unwrap(), ["begin 0", "revert 1", "begin 0", "done 0", "begin 2", "done 2"]);
}

#[tokio::test(start_paused = true)]
async fn what_nobody_waits_for_is_stopped() {
    let slow = Slow::default();
    let local = Local::over((slow.clone(), None), Rules::default(), Path::new("/nonexistent"));
    let late = tokio::time::timeout(Duration::from_secs(3), local.network(apply(0))).await;
    assert!(late.is_err());
    local.network(NetworkRequest::Revert(TunnelSlot(0))).await.unwrap();
    assert_eq!(*slow.0.lock().unwrap(), ["begin 0", "revert 0"]);
    assert_eq!(local.network(apply(2)).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn what_was_asked_for_before_an_undo_does_not_come_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let (slow, rules) = (Slow::default(), Rules::default());
    let local = Local::over((slow.clone(), None), rules.clone(), dir.path());
    local.want(want(0)).await.unwrap();
    let under_way = tokio::spawn(local.network(full(0)));
    tokio::time::sleep(Duration::from_millis(1)).await;
    let waiting = tokio::spawn(local.network(full(0)));
    tokio::task::yield_now().await;
    local.unwant(TunnelSlot(0)).await.unwrap();
    assert_eq!((under_way.await.unwrap(), waiting.await.unwrap()), (Err(NetError::Gone), Err(NetError::Gone)));
    assert_eq!(*slow.0.lock().unwrap(), ["begin 0", "revert 0"]);
    // What comes after the undo is made.
    local.want(want(0)).await.unwrap();
    assert_eq!(local.network(full(0)).await, Ok(()));
    local.network(NetworkRequest::Revert(TunnelSlot(0))).await.unwrap();
    assert_eq!(local.network(full(0)).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn what_is_decided_becomes_so_though_whoever_asked_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let (slow, rules) = (Slow::default(), Rules::default());
    let local = Local::over((slow.clone(), None), rules.clone(), dir.path());
    let held = async || {
        tokio::time::sleep(Duration::from_secs(1)).await;
        rules.lock().held.is_some()
    };
    drop(local.want(Want { hold: crate::Hold::Yes, ..want(0) }));
    assert!(held().await);
    drop(local.protect(Owner::Uid(1000), ProtectionRequest::LetOut));
    assert!(!held().await);
    local.network(full(0)).await.unwrap();
    drop(local.network(NetworkRequest::Revert(TunnelSlot(0))));
    assert!(held().await);
    drop(local.unwant(TunnelSlot(0)));
    assert!(!held().await);
    assert_eq!(*slow.0.lock().unwrap(), ["begin 0", "done 0", "revert 0", "revert 0"]);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_moves_to_another_tunnel_leaves_nothing_at_the_first() {
    let dir = tempfile::tempdir().unwrap();
    let (slow, rules) = (Slow::default(), Rules::default());
    let local = Local::over((slow.clone(), None), rules, dir.path());
    local.want(want(0)).await.unwrap();
    local.network(full(0)).await.unwrap();
    local.want(want(1)).await.unwrap();
    assert_eq!(*slow.0.lock().unwrap(), ["begin 0", "done 0", "revert 0"]);
    let slots: Vec<_> = local.wanted().await.iter().map(|want| want.slot).collect();
    assert_eq!(slots, [TunnelSlot(1)]);
    assert!(matches!(local.protection().await.state, ProtectionState::Open));
}

fn want(slot: u8) -> Want {
    Want {
        slot: TunnelSlot(slot),
        connection: ConnectionId::try_from("work".to_owned()).unwrap(),
        owner: Owner::Uid(1000),
        hold: crate::Hold::No,
        servers: [].into(),
        signs_in: false,
        kept: None,
    }
}

fn full(slot: u8) -> NetworkRequest {
    let everything = RouteSpec { destination: "0.0.0.0/0".parse().unwrap(), action: RouteAction::Tunnel, metric: 0 };
    NetworkRequest::Apply(Box::new(NetworkPlan { routes: [everything].into(), ..NetworkPlan::open(TunnelSlot(slot)) }))
}

#[tokio::test(start_paused = true)]
async fn the_lock_follows_what_is_wanted_and_is_there_before_the_answer() {
    let dir = tempfile::tempdir().unwrap();
    let (rules, slow) = (Rules::default(), Slow::default());
    let local = Local::over((slow.clone(), None), rules.clone(), dir.path());
    let mut events = local.events();
    let held = || rules.lock().held.is_some();
    local.want(want(0)).await.unwrap();
    assert!(!held());
    local.network(full(0)).await.unwrap();
    assert!(held() && local.protection().await.state == ProtectionState::Tunnels);
    local.network(NetworkRequest::Revert(TunnelSlot(0))).await.unwrap();
    assert!(held() && matches!(local.protection().await.state, ProtectionState::Held { .. }));
    // Another process.
    drop(local);
    rules.meddle(Lock::default());
    let local = Local::over((slow, None), rules.clone(), dir.path());
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(held() && matches!(local.protection().await.state, ProtectionState::Held { .. }));
    local.release().await;
    assert!(!held(), "whoever started the process ends it");
    local.want(Want { hold: crate::Hold::Yes, ..want(0) }).await.unwrap();
    assert!(held());
    local.unwant(TunnelSlot(0)).await.unwrap();
    assert!(!held());
    let told = std::iter::from_fn(|| events.try_recv().ok()).collect::<Vec<_>>();
    assert_eq!(told.len(), 2, "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn a_tunnel_that_outlives_the_process_is_let_out_until_the_person_opens() {
    let dir = tempfile::tempdir().unwrap();
    let (rules, slow) = (Rules::default(), Slow::default());
    let NetworkRequest::Apply(mut plan) = full(0) else { unreachable!() };
    let mtu = vpn_api::Mtu::try_from(1500).unwrap();
    for (name, outlives) in [("lo", true), ("gone0", false)] {
        let local = Local::over((slow.clone(), None), rules.clone(), dir.path());
        local.want(want(0)).await.unwrap();
        plan.interface = Some(vpn_api::InterfacePlan { name: name.to_owned(), addresses: [].into(), mtu });
        local.network(NetworkRequest::Apply(plan.clone())).await.unwrap();
        let before = rules.lock();
        drop(local);
        let local = Local::over((slow.clone(), None), rules.clone(), dir.path());
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(rules.lock() == before, outlives, "{name}");
        assert_eq!(local.protection().await.state == ProtectionState::Tunnels, outlives, "{name}");
        slow.0.lock().unwrap().clear();
        local.protect(Owner::Uid(1000), ProtectionRequest::LetOut).await.unwrap();
        assert_eq!(*slow.0.lock().unwrap(), ["revert 0"], "nobody else is left to take it back");
        assert!(rules.lock().is_open());
    }
}

#[tokio::test(start_paused = true)]
async fn a_firewall_that_cannot_be_set_is_shown_and_no_tunnel_comes_up_behind_it() {
    let dir = tempfile::tempdir().unwrap();
    let (rules, slow) = (Rules::default(), Slow::default());
    let local = Local::over((slow.clone(), None), rules.clone(), dir.path());
    local.want(want(0)).await.unwrap();
    rules.refuse();
    assert!(local.network(full(0)).await.is_err());
    assert_eq!(local.protection().await.state, ProtectionState::Failed);
    local.protect(Owner::Uid(1000), ProtectionRequest::LetOut).await.unwrap();
    assert_eq!(local.protection().await.state, ProtectionState::LetOut);
}

#[tokio::test(start_paused = true)]
async fn the_uplinks_name_servers_are_let_out_as_the_engine_says_them_while_a_page_is_open() {
    let dir = tempfile::tempdir().unwrap();
    let rules = Rules::default();
    let local = Local::over((Slow::default(), None), rules.clone(), dir.path());
    let always = vpn_api::ProtectionSettings { lock: vpn_api::Lock::Always, ..vpn_api::ProtectionSettings::default() };
    local.protect(Owner::Uid(0), ProtectionRequest::Set(always)).await.unwrap();
    let let_out = || rules.lock().held.unwrap().name_servers.len();
    let say = |servers: &[&str]| {
        let servers: std::collections::BTreeSet<SocketAddr> = servers.iter().map(|one| one.parse().unwrap()).collect();
        local.name_servers(servers.try_into().unwrap())
    };
    say(&["192.0.2.53:53"]).await.unwrap();
    assert_eq!(let_out(), 0, "no page is open");
    local.protect(Owner::Uid(1000), ProtectionRequest::OpenPortal).await.unwrap();
    assert_eq!(let_out(), 1);
    say(&["198.51.100.53:53", "[2001:db8::53]:53"]).await.unwrap();
    assert_eq!(let_out(), 2, "of the network that the machine is in now");
    local.protect(Owner::Uid(1000), ProtectionRequest::ClosePortal).await.unwrap();
    assert_eq!(let_out(), 0);
}
