//! Random histories: traffic is held back unless the person has it otherwise.

use proptest::prelude::*;
use tempfile::TempDir;
use vpn_api::{
    ConnectionId, InterfacePlan, Mtu, ProtectionRequest, RouteSpec,
    protection::{PORTAL_SECONDS, SIGN_IN_SECONDS},
};

use super::*;
use crate::ledger::Ledger;

const ALICE: Owner = Owner::Uid(1000);

fn want(slot: u8, hold: Hold, signs_in: bool) -> Want {
    Want {
        slot: TunnelSlot(slot),
        connection: ConnectionId::try_from(format!("work-{slot}")).unwrap(),
        owner: ALICE,
        hold,
        servers: ["192.0.2.1:1194".parse().unwrap()].into(),
        signs_in,
        kept: None,
    }
}

fn plan(slot: u8, full: bool) -> NetworkPlan {
    let destination = if full { "0.0.0.0/0" } else { "10.9.0.0/16" };
    let route = RouteSpec { destination: destination.parse().unwrap(), action: RouteAction::Tunnel, metric: 0 };
    let interface = InterfacePlan {
        name: TunnelSlot(slot).interface(),
        addresses: ["10.8.0.6/24".parse().unwrap()].into(),
        mtu: Mtu::new(1400).unwrap(),
    };
    NetworkPlan { routes: [route].into(), interface: Some(interface), ..NetworkPlan::open(TunnelSlot(slot)) }
}

#[derive(Debug, Clone)]
enum Event {
    Want(u8, Hold, bool),
    Unwant(u8),
    Applied(u8, bool, bool),
    Reverted(u8),
    Ask(ProtectionRequest),
    /// A crash: another process reads what this one wrote.
    Begin,
}

fn event() -> impl Strategy<Value = Event> {
    let slot = || 0..3_u8;
    let hold = prop_oneof![Just(Hold::No), Just(Hold::Yes)];
    let lock = prop_oneof![Just(Lock::Off), Just(Lock::WhileWanted), Just(Lock::Always)];
    let set = (lock, any::<bool>(), any::<bool>())
        .prop_map(|(lock, lan, sign_in_check)| ProtectionRequest::Set(ProtectionSettings { lock, lan, sign_in_check }));
    prop_oneof![
        4 => (slot(), hold, any::<bool>()).prop_map(|(slot, hold, signs_in)| Event::Want(slot, hold, signs_in)),
        1 => slot().prop_map(Event::Unwant),
        3 => (slot(), any::<bool>(), any::<bool>()).prop_map(|(slot, full, whole)| Event::Applied(slot, full, whole)),
        2 => slot().prop_map(Event::Reverted),
        1 => set.prop_map(Event::Ask),
        1 => Just(Event::Ask(ProtectionRequest::LetOut)),
        1 => Just(Event::Ask(ProtectionRequest::OpenPortal)),
        1 => Just(Event::Begin),
    ]
}

fn came(ledger: &mut Ledger, plan: &NetworkPlan, applied: bool) -> Result<(), crate::Refusal> {
    let undone = ledger.undone(plan.slot);
    ledger.came(plan, undone, applied)
}

proptest! {
    #[test]
    fn only_the_person_and_the_setting_open_what_is_held_back(events in prop::collection::vec(event(), 0..60)) {
        let dir = TempDir::new().unwrap();
        let mut ledger = Ledger::load(dir.path());
        let mut held_before = false;
        for event in events {
            let by_person = match &event {
                Event::Unwant(_) | Event::Ask(ProtectionRequest::Set(_) | ProtectionRequest::LetOut) => true,
                Event::Want(..) | Event::Applied(..) | Event::Reverted(_) | Event::Begin => false,
                Event::Ask(ProtectionRequest::OpenPortal | ProtectionRequest::ClosePortal) => false,
            };
            match event.clone() {
                Event::Want(slot, hold, signs_in) => {
                    // As the engine does: what holds once holds until the person disconnects.
                    let known = ledger.facts().wanted.get(&TunnelSlot(slot)).map(|wanted| wanted.want.hold);
                    let was_up = ledger.facts().wanted.get(&TunnelSlot(slot)).is_some_and(|wanted| wanted.was_up);
                    let hold = hold.max(known.unwrap_or_default());
                    // A sign-in before the first tunnel opens by design.
                    ledger.want(want(slot, hold, signs_in && (was_up || known.is_none()))).unwrap();
                }
                Event::Unwant(slot) => ledger.unwant(TunnelSlot(slot)).unwrap(),
                Event::Applied(slot, full, whole) => {
                    ledger.give(&plan(slot, full)).unwrap();
                    came(&mut ledger, &plan(slot, full), whole).unwrap();
                }
                Event::Reverted(slot) => ledger.went(TunnelSlot(slot)),
                Event::Ask(request) => ledger.protect(ALICE, request).unwrap(),
                Event::Begin => ledger = Ledger::load(dir.path()),
            }
            let facts = ledger.facts();
            let protection = facts.protection();
            let firewall = facts.firewall(&Surroundings::default());
            prop_assert!(!held_before || facts.holds() || by_person, "{event:?}");
            let shown_held = matches!(protection.state, ProtectionState::Held { .. } | ProtectionState::Tunnels);
            prop_assert_eq!(firewall.held.is_some(), shown_held, "what is shown is what is done");
            prop_assert!(facts.settings.lock != Lock::Off || firewall.held.is_none());
            prop_assert!(facts.settings.lock != Lock::Always || facts.let_out || firewall.held.is_some());
            // Nobody but tunnels that are up, and the servers of what is wanted.
            if let Some(held) = &firewall.held {
                let up: BTreeSet<_> = facts.up.keys().map(|slot| slot.interface()).collect();
                prop_assert!(held.tunnels.keys().all(|name| up.contains(name)));
                prop_assert!(held.servers.is_empty() || !facts.wanted.is_empty());
                prop_assert!(held.web.is_empty() == protection.exceptions.is_empty());
            }
            held_before = facts.holds();
        }
    }

    #[test]
    fn damaged_files_protect(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let dir = TempDir::new().unwrap();
        for file in ["protection.json", "intent.json"] {
            std::fs::write(dir.path().join(file), &bytes).unwrap();
        }
        let ledger = Ledger::load(dir.path());
        let understood = serde_json::from_slice::<ProtectionSettings>(&bytes).is_ok();
        prop_assert!(ledger.facts().holds() || understood);
    }
}

fn fresh() -> (TempDir, Ledger) {
    let dir = TempDir::new().unwrap();
    let ledger = Ledger::load(dir.path());
    (dir, ledger)
}

fn state(ledger: &Ledger) -> ProtectionState {
    ledger.facts().protection().state
}

#[test]
fn a_connection_that_takes_all_traffic_holds_from_its_first_tunnel_until_it_is_not_wanted() {
    let (dir, mut ledger) = fresh();
    ledger.want(want(0, Hold::No, false)).unwrap();
    assert_eq!(state(&ledger), ProtectionState::Open, "nobody knows yet what it takes");
    came(&mut ledger, &plan(0, true), true).unwrap();
    assert_eq!(state(&ledger), ProtectionState::Tunnels);
    ledger.went(TunnelSlot(0));
    let cause = HeldCause::NotUp { connection: want(0, Hold::No, false).connection, owner: ALICE };
    assert_eq!(state(&ledger), ProtectionState::Held { cause: cause.clone() });
    let after_crash = Ledger::load(dir.path());
    assert_eq!(state(&after_crash), ProtectionState::Held { cause });
    ledger.unwant(TunnelSlot(0)).unwrap();
    assert_eq!(state(&ledger), ProtectionState::Open);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is left");
}

#[test]
fn a_sign_in_in_the_browser_comes_before_the_lock_and_later_is_an_exception() {
    let (_dir, mut ledger) = fresh();
    ledger.want(want(0, Hold::Yes, false)).unwrap();
    assert!(ledger.facts().holds());
    ledger.want(want(0, Hold::Yes, true)).unwrap();
    assert!(!ledger.facts().holds(), "before the first tunnel the browser is let out");
    came(&mut ledger, &plan(0, true), true).unwrap();
    assert!(ledger.facts().holds());
    assert!(matches!(ledger.facts().exceptions()[..], [Exception::SignIn { .. }]));
    ledger.want(want(0, Hold::Yes, false)).unwrap();
    assert_eq!(ledger.facts().exceptions(), []);
}

#[tokio::test(start_paused = true)]
async fn exceptions_end_in_time() {
    let (_dir, mut ledger) = fresh();
    let settings = ProtectionSettings { lock: Lock::Always, lan: false, ..ProtectionSettings::default() };
    ledger.protect(ALICE, ProtectionRequest::Set(settings)).unwrap();
    ledger.want(want(0, Hold::Yes, true)).unwrap();
    ledger.protect(Owner::Uid(1001), ProtectionRequest::OpenPortal).unwrap();
    let surroundings = Surroundings { name_servers: ["192.0.2.53".parse().unwrap()].into(), ..Surroundings::default() };
    let held = ledger.facts().firewall(&surroundings).held.unwrap();
    assert_eq!((held.web, held.name_servers.len()), ([1000, 1001].into(), 1));
    let seconds = PORTAL_SECONDS.max(SIGN_IN_SECONDS);
    tokio::time::advance(std::time::Duration::from_secs(seconds - 1)).await;
    ledger.end_exceptions(tokio::time::Instant::now());
    assert_eq!(ledger.facts().exceptions().len(), 2);
    tokio::time::advance(std::time::Duration::from_secs(2)).await;
    ledger.end_exceptions(tokio::time::Instant::now());
    assert_eq!(ledger.facts().exceptions(), []);
    let held = ledger.facts().firewall(&surroundings).held.unwrap();
    assert!(held.web.is_empty() && held.name_servers.is_empty());
    // Still signing in: no second time without a new sign-in.
    ledger.want(want(0, Hold::Yes, true)).unwrap();
    assert_eq!(ledger.facts().exceptions(), []);
}

#[test]
fn let_out_holds_until_the_next_tunnel_and_forgets_what_nobody_speaks_for() {
    let (dir, mut ledger) = fresh();
    ledger.want(want(0, Hold::Yes, false)).unwrap();
    ledger.protect(ALICE, ProtectionRequest::LetOut).unwrap();
    assert_eq!(state(&ledger), ProtectionState::LetOut);
    came(&mut ledger, &plan(0, true), true).unwrap();
    assert_eq!(state(&ledger), ProtectionState::Tunnels, "it is up again");
    let mut next = Ledger::load(dir.path());
    assert!(next.facts().holds());
    next.protect(ALICE, ProtectionRequest::LetOut).unwrap();
    assert_eq!(state(&next), ProtectionState::Open, "nobody is left who could say that it is not wanted");
}

#[test]
fn a_connection_has_one_tunnel() {
    let (_dir, mut ledger) = fresh();
    ledger.want(want(0, Hold::Yes, false)).unwrap();
    ledger.want(Want { slot: TunnelSlot(4), ..want(0, Hold::No, false) }).unwrap();
    assert_eq!(ledger.wanted().iter().map(|want| want.slot).collect::<Vec<_>>(), [TunnelSlot(4)]);
}

#[test]
fn what_a_tunnel_leaves_outside_leaves_while_it_is_up() {
    let (_dir, mut ledger) = fresh();
    let mut plan = plan(0, true);
    let outside =
        RouteSpec { destination: "198.51.100.0/24".parse().unwrap(), action: RouteAction::Outside, metric: 0 };
    plan.routes.insert_all([outside]);
    ledger.want(want(0, Hold::Yes, false)).unwrap();
    let left = |ledger: &Ledger| ledger.facts().firewall(&Surroundings::default()).held.unwrap().outside;
    assert!(left(&ledger).is_empty());
    came(&mut ledger, &plan, true).unwrap();
    assert_eq!(left(&ledger), ["198.51.100.0/24".parse().unwrap()].into());
    ledger.went(TunnelSlot(0));
    assert!(left(&ledger).is_empty());
}

#[test]
fn the_local_network_needs_every_word() {
    let (_dir, mut ledger) = fresh();
    let surroundings = Surroundings { networks: ["192.168.1.0/24".parse().unwrap()].into(), ..Surroundings::default() };
    ledger.want(want(0, Hold::Yes, false)).unwrap();
    let lan = |ledger: &Ledger| ledger.facts().firewall(&surroundings).held.unwrap().lan;
    assert_eq!(lan(&ledger), Some(surroundings.networks.clone()));
    came(&mut ledger, &NetworkPlan { lan: false, ..plan(0, true) }, true).unwrap();
    assert_eq!(lan(&ledger), None);
    came(&mut ledger, &plan(0, true), true).unwrap();
    assert!(lan(&ledger).is_some());
    let settings = ProtectionSettings { lan: false, ..ProtectionSettings::default() };
    ledger.protect(ALICE, ProtectionRequest::Set(settings)).unwrap();
    assert_eq!(lan(&ledger), None);
}

#[test]
fn the_local_networks_name_servers_are_asked_where_no_tunnel_brings_any_and_none_keeps_names_back() {
    let wanted = Wanted { want: want(0, Hold::Yes, false), was_up: true, sign_in: None };
    let lan_names = |plan: NetworkPlan| {
        let (wanted, up) = ([(TunnelSlot(0), wanted.clone())].into(), [(TunnelSlot(0), plan)].into());
        Facts { wanted, up, ..Facts::default() }.firewall(&Surroundings::default()).held.unwrap().lan_names
    };
    assert!(lan_names(plan(0, true)));
    assert!(!lan_names(NetworkPlan { names_held_back: true, ..plan(0, true) }));
}

#[test]
fn names_that_are_held_back_leave_through_every_tunnel() {
    let held = NetworkPlan { names_held_back: true, ..plan(0, true) };
    let through = |facts: Facts| facts.firewall(&Surroundings::default()).names_through;
    let up = |plans: &[NetworkPlan]| plans.iter().map(|plan| (plan.slot, plan.clone())).collect::<BTreeMap<_, _>>();
    let both: BTreeSet<String> = ["adit0", "adit1"].map(str::to_owned).into();
    assert_eq!(through(Facts { up: up(&[plan(1, false)]), ..Facts::default() }), [].into());
    assert_eq!(through(Facts { up: up(&[held.clone(), plan(1, false)]), ..Facts::default() }), both);
    let coming = Facts { up: up(&[plan(1, false)]), coming: up(&[held]), ..Facts::default() };
    assert_eq!(through(coming), both, "before it is up");
}

#[test]
fn all_traffic_of_a_family_is_one_route_or_its_halves() {
    let takes = |destination: &str, action| {
        let route = RouteSpec { destination: destination.parse().unwrap(), action, metric: 0 };
        takes_all(&NetworkPlan { routes: [route].into(), ..NetworkPlan::open(TunnelSlot(0)) })
    };
    for destination in ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0", "8000::/1"] {
        assert!(takes(destination, RouteAction::Tunnel), "{destination}");
        assert!(!takes(destination, RouteAction::Outside) && !takes(destination, RouteAction::Unreachable));
    }
    for destination in ["0.0.0.0/2", "10.0.0.0/8", "2000::/3"] {
        assert!(!takes(destination, RouteAction::Tunnel), "{destination}");
    }
}

#[test]
fn a_tunnel_that_takes_a_part_holds_nothing_back() {
    let (_dir, mut ledger) = fresh();
    ledger.want(want(0, Hold::No, false)).unwrap();
    came(&mut ledger, &plan(0, false), true).unwrap();
    assert_eq!((state(&ledger), ledger.facts().holds()), (ProtectionState::Open, false));
    ledger.went(TunnelSlot(0));
    assert_eq!(state(&ledger), ProtectionState::Open);
}

#[test]
fn the_cause_is_the_connection_that_is_to_take_all_traffic_and_does_not() {
    let (_dir, mut ledger) = fresh();
    let cause = |slot| {
        let want = want(slot, Hold::Yes, false);
        ProtectionState::Held { cause: HeldCause::NotUp { connection: want.connection, owner: ALICE } }
    };
    ledger.want(want(0, Hold::No, false)).unwrap();
    let always = ProtectionSettings { lock: Lock::Always, ..ProtectionSettings::default() };
    ledger.protect(ALICE, ProtectionRequest::Set(always)).unwrap();
    assert_eq!(state(&ledger), ProtectionState::Held { cause: HeldCause::Always });
    ledger.want(want(1, Hold::Yes, false)).unwrap();
    assert_eq!(state(&ledger), cause(1));
    came(&mut ledger, &plan(1, false), true).unwrap();
    assert_eq!(state(&ledger), cause(1), "it takes a part");
    came(&mut ledger, &plan(1, true), true).unwrap();
    assert_eq!(state(&ledger), ProtectionState::Tunnels);
}

#[test]
fn names_are_looked_up_past_the_lock_only_for_a_connection_or_where_no_tunnel_answers_them() {
    let held = |facts: &Facts| facts.firewall(&Surroundings::default()).held.unwrap();
    let (_dir, mut ledger) = fresh();
    let always = ProtectionSettings { lock: Lock::Always, ..ProtectionSettings::default() };
    ledger.protect(ALICE, ProtectionRequest::Set(always)).unwrap();
    assert!(!held(ledger.facts()).look_ups && !held(ledger.facts()).lan_names);
    ledger.want(want(0, Hold::Yes, false)).unwrap();
    assert!(held(ledger.facts()).look_ups && !held(ledger.facts()).lan_names);
    came(&mut ledger, &plan(0, false), true).unwrap();
    assert!(!held(ledger.facts()).lan_names, "it takes a part");
    came(&mut ledger, &plan(0, true), true).unwrap();
    assert!(held(ledger.facts()).lan_names);
    let dns = vpn_api::DnsPlan {
        servers: ["10.8.0.1".parse().unwrap()].into(),
        search: [].into(),
        domains: [].into(),
        all: true,
    };
    came(&mut ledger, &NetworkPlan { dns: Some(dns), ..plan(0, true) }, true).unwrap();
    assert!(!held(ledger.facts()).lan_names, "the tunnel's own servers answer");
}

#[test]
fn the_firewall_knows_whose_a_tunnel_is() {
    let mut facts = Facts::default();
    let wanted =
        |slot, owner| Wanted { want: Want { owner, ..want(slot, Hold::No, false) }, was_up: false, sign_in: None };
    for (slot, owner) in [(0, ALICE), (1, Owner::Uid(1001)), (2, Owner::Uid(0)), (3, ALICE)] {
        facts.wanted.insert(TunnelSlot(slot), wanted(slot, owner));
    }
    let users = |facts: &Facts| facts.firewall(&Surroundings::default()).users.into_iter().collect::<Vec<_>>();
    assert_eq!(users(&facts), [], "no tunnel has an address yet");
    facts.coming.insert(TunnelSlot(0), plan(0, true));
    for slot in [1, 2] {
        facts.up.insert(TunnelSlot(slot), plan(slot, false));
    }
    // Root need not be kept from anything.
    assert_eq!(users(&facts), [("adit0".to_owned(), 1000), ("adit1".to_owned(), 1001)]);
}
