//! What is written, what is not, and what counts although it could not be.

use tempfile::TempDir;
use vpn_api::{ConnectionId, InterfacePlan, Lock, Mtu, ProtectionState, RouteAction, RouteSpec};

use super::*;

const ALICE: Owner = Owner::Uid(1000);
const BOB: Owner = Owner::Uid(1001);

fn fresh() -> (TempDir, Ledger) {
    let dir = TempDir::new().unwrap();
    let ledger = Ledger::load(dir.path());
    (dir, ledger)
}

fn want(slot: u8, owner: Owner, connection: &str) -> Want {
    Want {
        slot: TunnelSlot(slot),
        connection: ConnectionId::try_from(connection.to_owned()).unwrap(),
        owner,
        hold: Hold::No,
        servers: ["192.0.2.1:1194".parse().unwrap()].into(),
        signs_in: false,
        kept: None,
    }
}

fn plan(slot: u8, address: &str, destination: &str) -> NetworkPlan {
    let route = RouteSpec { destination: destination.parse().unwrap(), action: RouteAction::Tunnel, metric: 0 };
    let interface = InterfacePlan {
        name: TunnelSlot(slot).interface(),
        addresses: [address.parse().unwrap()].into(),
        mtu: Mtu::new(1400).unwrap(),
    };
    NetworkPlan { routes: [route].into(), interface: Some(interface), ..NetworkPlan::open(TunnelSlot(slot)) }
}

fn up(ledger: &mut Ledger, plan: &NetworkPlan) {
    ledger.give(plan).unwrap();
    let undone = ledger.undone(plan.slot);
    ledger.came(plan, undone, true).unwrap();
}

fn kept(ledger: &Ledger, slot: u8) -> Option<String> {
    let wanted = ledger.wanted().into_iter().find(|want| want.slot == TunnelSlot(slot)).unwrap();
    wanted.kept.map(|kept| kept.expose().to_owned())
}

#[test]
fn what_is_kept_is_bounded_stays_with_its_connection_and_is_not_written() {
    let (dir, mut ledger) = fresh();
    let keeping = |length: usize| Want { kept: Some("x".repeat(length).as_str().into()), ..want(0, ALICE, "work") };
    assert_eq!(ledger.want(keeping(MAX_KEPT + 1)), Err(Refusal::TooLarge));
    assert_eq!(ledger.want(keeping(MAX_KEPT)), Ok(()));
    ledger.want(Want { kept: Some("for alice".into()), ..want(0, ALICE, "work") }).unwrap();
    ledger.want(Want { hold: Hold::Yes, ..want(0, ALICE, "work") }).unwrap();
    assert_eq!(kept(&ledger, 0).as_deref(), Some("for alice"), "there was nothing new to keep");
    let written = fs::read_to_string(dir.path().join(INTENT)).unwrap();
    assert!(written.contains("work") && !written.contains("for alice"), "{written}");
    ledger.write_down(true).unwrap();
    assert_eq!(Ledger::load(dir.path()).wanted().first().and_then(|want| want.kept.clone()), None);
    for other in [want(0, ALICE, "home"), want(0, BOB, "home"), want(0, ALICE, "work")] {
        ledger.want(Want { hold: Hold::No, ..other }).unwrap();
        assert_eq!(kept(&ledger, 0), None, "it was another connection's");
    }
}

#[test]
fn a_connection_is_its_owners_and_its_ids() {
    let (_dir, mut ledger) = fresh();
    for (slot, owner, connection) in [(0, ALICE, "work"), (1, BOB, "work"), (2, ALICE, "home")] {
        ledger.want(want(slot, owner, connection)).unwrap();
    }
    assert_eq!(ledger.wanted().len(), 3);
    ledger.want(want(3, BOB, "work")).unwrap();
    let slots: Vec<_> = ledger.wanted().iter().map(|want| want.slot.0).collect();
    assert_eq!(slots, [0, 2, 3], "it has one tunnel");
}

#[test]
fn a_sign_in_ends_with_its_process() {
    let dir = TempDir::new().unwrap();
    let want = Want { signs_in: true, hold: Hold::Yes, ..want(0, ALICE, "work") };
    let written = [Written { want: want.clone(), was_up: false, plan: None }];
    fs::write(dir.path().join(INTENT), serde_json::to_vec(&written).unwrap()).unwrap();
    let mut ledger = Ledger::load(dir.path());
    assert!(ledger.facts().holds(), "nobody signs in");
    ledger.want(want).unwrap();
    assert!(!ledger.facts().holds(), "the control: the browser is let out");
    ledger.want(Want { servers: [].into(), ..ledger.wanted().remove(0) }).unwrap();
    ledger.write_down(true).unwrap();
    assert!(!fs::read_to_string(dir.path().join(INTENT)).unwrap().contains("\"signs-in\":true"));
    assert!(Ledger::load(dir.path()).facts().holds());
}

#[tokio::test(start_paused = true)]
async fn an_exception_begins_once_and_ends_by_itself() {
    let (_dir, mut ledger) = fresh();
    let signing = |slot| Want { signs_in: true, ..want(slot, ALICE, &format!("work-{slot}")) };
    let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let begin = Instant::now();
    let at = |seconds| Some(begin + Duration::from_secs(seconds));
    assert_eq!(ledger.next_end(), None);
    ledger.want(signing(0)).unwrap();
    assert_eq!(ledger.next_end(), at(SIGN_IN_SECONDS));
    let until = ledger.facts().wanted.values().next().unwrap().sign_in.unwrap();
    assert!((SIGN_IN_SECONDS..SIGN_IN_SECONDS + 5).contains(&(until - unix)));
    tokio::time::advance(Duration::from_secs(10)).await;
    ledger.want(Want { hold: Hold::Yes, ..signing(0) }).unwrap();
    assert_eq!(ledger.next_end(), at(SIGN_IN_SECONDS), "it is the same sign-in");
    ledger.want(signing(1)).unwrap();
    ledger.unwant(TunnelSlot(0)).unwrap();
    assert_eq!(ledger.next_end(), at(10 + SIGN_IN_SECONDS), "that of the other one");
    ledger.want(Want { signs_in: false, ..signing(1) }).unwrap();
    assert_eq!(ledger.next_end(), None, "it is over");

    for user in [ALICE, BOB] {
        ledger.protect(user, ProtectionRequest::OpenPortal).unwrap();
    }
    let until = ledger.facts().portals.get(&BOB).copied().unwrap();
    assert!((PORTAL_SECONDS..PORTAL_SECONDS + 5).contains(&(until - unix)));
    tokio::time::advance(Duration::from_secs(10)).await;
    ledger.protect(ALICE, ProtectionRequest::OpenPortal).unwrap();
    assert_eq!(ledger.next_end(), at(10 + PORTAL_SECONDS), "that of the other user");
    ledger.protect(BOB, ProtectionRequest::ClosePortal).unwrap();
    assert_eq!(ledger.next_end(), at(20 + PORTAL_SECONDS));
    ledger.end_exceptions(begin + Duration::from_secs(20 + PORTAL_SECONDS - 1));
    assert_eq!(ledger.facts().portals.len(), 1);
    ledger.end_exceptions(begin + Duration::from_secs(20 + PORTAL_SECONDS));
    assert_eq!((ledger.facts().portals.len(), ledger.next_end()), (0, None));
}

#[test]
fn so_many_users_open_a_portal_and_no_more() {
    let (_dir, mut ledger) = fresh();
    let most = u32::try_from(MAX_ENTRIES).unwrap();
    for user in 0..most {
        ledger.protect(Owner::Uid(user), ProtectionRequest::OpenPortal).unwrap();
    }
    let one_more = ledger.protect(Owner::Uid(most), ProtectionRequest::OpenPortal);
    assert_eq!(one_more, Err(Refusal::TooLarge));
    ledger.protect(Owner::Uid(0), ProtectionRequest::OpenPortal).unwrap();
    assert_eq!((ledger.facts().portals.len(), ledger.ends.len()), (MAX_ENTRIES, MAX_ENTRIES));
}

#[test]
fn a_full_disk_holds_up_what_is_new_and_nothing_else() {
    let (dir, mut ledger) = fresh();
    ledger.want(want(0, ALICE, "work")).unwrap();
    ledger.want(want(1, ALICE, "home")).unwrap();
    // Where the next file is written, there is something in the way.
    fs::create_dir(dir.path().join("intent.json.next")).unwrap();
    assert!(matches!(ledger.want(want(2, ALICE, "office")), Err(Refusal::Network(NetError::Journal { .. }))));
    assert_eq!(ledger.wanted().len(), 2);
    ledger.want(Want { hold: Hold::Yes, ..want(0, ALICE, "work") }).unwrap();
    assert!(ledger.facts().holds());
    ledger.unwant(TunnelSlot(0)).unwrap();
    assert_eq!((ledger.wanted().len(), ledger.facts().holds()), (1, false));
    fs::remove_dir(dir.path().join("intent.json.next")).unwrap();
    ledger.want(want(2, ALICE, "office")).unwrap();
    let slots: Vec<_> = Ledger::load(dir.path()).wanted().iter().map(|want| want.slot.0).collect();
    assert_eq!(slots, [1, 2]);

    fs::create_dir(dir.path().join("protection.json.next")).unwrap();
    let settings = ProtectionSettings { lock: Lock::Always, ..ProtectionSettings::default() };
    assert!(ledger.protect(ALICE, ProtectionRequest::Set(settings)).is_err());
    assert_eq!(ledger.facts().settings, ProtectionSettings::default(), "it would not outlive this process");
}

#[test]
fn files_that_cannot_be_read_protect() {
    let (dir, _) = fresh();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let facts = Ledger::load(&file).facts().clone();
    assert!(facts.unknown && facts.settings.lock == Lock::Always, "below a file there is nothing to read");
}

#[test]
fn what_was_not_understood_counts_until_somebody_says_what_is_wanted() {
    let damaged = || {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join(INTENT), "damaged").unwrap();
        let ledger = Ledger::load(dir.path());
        assert!(ledger.facts().holds());
        (dir, ledger)
    };
    let set = ProtectionRequest::Set(ProtectionSettings::default());
    let says: [fn(&mut Ledger); 3] = [
        |ledger| ledger.want(want(0, ALICE, "work")).unwrap(),
        |ledger| ledger.unwant(TunnelSlot(0)).unwrap(),
        |ledger| ledger.protect(ALICE, ProtectionRequest::LetOut).unwrap(),
    ];
    for say in says {
        let (dir, mut ledger) = damaged();
        say(&mut ledger);
        ledger.facts.let_out = false;
        assert!(!ledger.facts().holds());
        assert!(!Ledger::load(dir.path()).facts().unknown, "it is written anew");
    }
    let (_dir, mut ledger) = damaged();
    ledger.protect(ALICE, set).unwrap();
    assert!(!ledger.facts().holds());
}

#[test]
fn the_settings_and_the_next_tunnel_end_what_was_let_out() {
    let (dir, mut ledger) = fresh();
    let always = ProtectionSettings { lock: Lock::Always, lan: false, sign_in_check: false };
    ledger.protect(ALICE, ProtectionRequest::Set(always)).unwrap();
    assert_eq!(Ledger::load(dir.path()).facts().settings, always);
    ledger.want(want(0, ALICE, "work")).unwrap();
    up(&mut ledger, &plan(0, "10.8.0.2/24", "10.0.0.0/8"));
    ledger.protect(ALICE, ProtectionRequest::LetOut).unwrap();
    up(&mut ledger, &plan(0, "10.8.0.2/24", "10.0.0.0/9"));
    assert!(!ledger.facts().holds(), "it was up already");
    ledger.want(want(1, ALICE, "home")).unwrap();
    up(&mut ledger, &plan(1, "10.9.0.2/24", "172.16.0.0/12"));
    assert!(ledger.facts().holds(), "another one came up");
    ledger.protect(ALICE, ProtectionRequest::LetOut).unwrap();
    ledger.protect(ALICE, ProtectionRequest::Set(always)).unwrap();
    assert!(ledger.facts().holds(), "it was chosen again");
}

#[test]
fn what_somebody_else_has_or_is_about_to_have_is_not_given() {
    let (_dir, mut ledger) = fresh();
    ledger.want(want(0, ALICE, "work")).unwrap();
    ledger.want(want(1, BOB, "work")).unwrap();
    let (first, second) = (plan(0, "10.8.0.2/24", "0.0.0.0/0"), plan(1, "10.9.0.2/24", "0.0.0.0/0"));
    ledger.give(&first).unwrap();
    assert_eq!(ledger.give(&second), Err(NetError::InUse { owner: ALICE }), "it is being applied");
    ledger.came(&first, 0, true).unwrap();
    assert_eq!(ledger.give(&second), Err(NetError::InUse { owner: ALICE }));
    ledger.unwant(TunnelSlot(0)).unwrap();
    assert_eq!(ledger.give(&second), Ok(()));
    let server = plan(1, "192.0.2.1/32", "10.0.0.0/8");
    let taken = BadPlan::TakenAddress("192.0.2.1".parse().unwrap());
    assert_eq!(ledger.give(&server), Err(NetError::BadPlan(taken)));
    ledger.came(&second, 0, false).unwrap();
    assert!(ledger.facts().coming.is_empty() && ledger.facts().up.is_empty(), "it did not come up");
}

#[test]
fn what_came_up_after_its_undo_is_not_up() {
    let (_dir, mut ledger) = fresh();
    let plan = plan(0, "10.8.0.2/24", "0.0.0.0/0");
    ledger.want(want(0, ALICE, "work")).unwrap();
    ledger.give(&plan).unwrap();
    let undone = ledger.undone(plan.slot);
    ledger.take_back(plan.slot);
    assert!(ledger.facts().coming.is_empty());
    ledger.came(&plan, undone, true).unwrap();
    assert!(ledger.facts().up.is_empty());
    up(&mut ledger, &plan);
    assert_eq!(ledger.facts().up.len(), 1);
    ledger.went(plan.slot);
    assert!(ledger.facts().up.is_empty());
}

#[test]
fn the_lock_is_told_when_it_changes_and_to_whoever_keeps_up() {
    let (_dir, mut ledger) = fresh();
    let (mut events, slow) = (ledger.listen(), ledger.listen());
    let held = Protection { state: ProtectionState::LetOut, ..ledger.protection().clone() };
    for protection in [ledger.protection().clone(), held.clone(), held.clone()] {
        ledger.show(protection);
    }
    assert_eq!(ledger.protection(), &held);
    assert_eq!(events.try_recv(), Ok(PrivilegedEvent::Protection(Box::new(held))));
    assert!(events.try_recv().is_err(), "once");
    for _ in 0..EVENTS {
        ledger.tell(&PrivilegedEvent::BegunAnew);
        events.try_recv().unwrap();
    }
    assert!(slow.is_closed(), "it is too far behind");
    ledger.tell(&PrivilegedEvent::BegunAnew);
    assert!(events.try_recv().is_ok());
}

#[test]
fn what_only_lets_out_is_written_a_moment_later_and_what_holds_back_at_once() {
    let (dir, mut ledger) = fresh();
    let written = || fs::read_to_string(dir.path().join(INTENT)).unwrap_or_default();
    ledger.want(Want { servers: [].into(), ..want(0, ALICE, "work") }).unwrap();
    let first = written();
    assert!(first.contains("work"), "it is wanted");
    assert!(ledger.unwritten, "where nothing is held back, the disk is not waited for");
    ledger.write_down(true).unwrap();
    assert!(!ledger.unwritten && written() == first, "a moment later it is");
    let server = ["192.0.2.1:1194".parse().unwrap()];
    ledger.want(Want { servers: server.into(), ..want(0, ALICE, "work") }).unwrap();
    assert!(ledger.unwritten && written() == first, "nobody waits for a disk");
    ledger.write_down(true).unwrap();
    assert!(!ledger.unwritten && written().contains("192.0.2.1"));
    ledger.want(Want { hold: Hold::Yes, servers: server.into(), ..want(0, ALICE, "work") }).unwrap();
    assert!(!ledger.unwritten && written().contains("\"hold\":\"yes\""));
    ledger.unwant(TunnelSlot(0)).unwrap();
    assert_eq!(written(), "", "nothing is wanted");
}
