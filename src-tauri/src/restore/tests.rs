use vpn_api::{Blame, Failure, FailureKind, Owner, Retry, Traffic};

use super::*;

fn id(id: &str) -> ConnectionId {
    ConnectionId::try_from(id.to_owned()).unwrap()
}

fn ids(all: &[&str]) -> BTreeSet<ConnectionId> {
    all.iter().map(|one| id(one)).collect()
}

fn names(all: &[ConnectionId]) -> Vec<&str> {
    all.iter().map(ConnectionId::as_str).collect()
}

fn down(failed: bool) -> TunnelState {
    let failure = Failure::new(FailureKind::Cancelled, Blame::Machine, Retry::Never);
    TunnelState::Disconnected { failure: failed.then_some(failure) }
}

fn knows(states: &[(&str, TunnelState)]) -> BTreeMap<ConnectionId, ConnectionSnapshot> {
    let snapshot = |(name, state): &(&str, TunnelState)| ConnectionSnapshot {
        connection: id(name),
        name: (*name).to_owned(),
        owner: Owner::Uid(1000),
        yours: true,
        state: state.clone(),
        prompt: None,
        traffic: Traffic::default(),
        data_path: None,
    };
    states.iter().map(|one| (id(one.0), snapshot(one))).collect()
}

struct Machine(tempfile::TempDir);

impl Machine {
    fn app(&self, boot: &str) -> Restore {
        Restore::open(self.0.path().join("kept/restore.json"), Some(boot.to_owned()))
    }

    /// A start of the machine in which these were wanted at last.
    fn with(choice: RestoreChoice, chosen: &[&str], wanted: &[&str]) -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        let mut app = machine.app("first");
        assert!(app.helper_is_up(&BTreeMap::new()).is_empty());
        app.choose(choice, ids(chosen));
        app.are_wanted(ids(wanted));
        machine
    }
}

#[test]
fn after_a_start_of_the_machine_the_choice_decides_and_once() {
    for (choice, expected) in [
        (RestoreChoice::Nothing, &[][..]),
        (RestoreChoice::WasConnected, &["home", "work"][..]),
        (RestoreChoice::Chosen, &["lab", "work"][..]),
    ] {
        let machine = Machine::with(choice, &["work", "lab"], &["work", "home"]);
        let mut app = machine.app("second");
        assert_eq!(names(&app.helper_is_up(&BTreeMap::new())), expected, "{choice:?}");
        app.helper_ends();
        assert_eq!(names(&app.helper_is_up(&BTreeMap::new())), [""; 0], "{choice:?}: asked for already");
    }
}

#[test]
fn an_app_that_begins_again_in_the_same_start_leaves_what_the_person_ended() {
    let machine = Machine::with(RestoreChoice::WasConnected, &[], &["work", "home"]);
    let mut app = machine.app("first");
    let known = knows(&[("work", down(false)), ("home", down(false))]);
    assert!(app.helper_is_up(&known).is_empty());
    let mut later = machine.app("second");
    assert_eq!(later.helper_is_up(&known).len(), 2, "another start of the machine");
}

#[test]
fn what_the_helper_lost_is_brought_back_once_until_it_was_up() {
    let machine = Machine::with(RestoreChoice::WasConnected, &[], &["work", "home"]);
    let mut app = machine.app("first");
    let lost = knows(&[("work", down(true)), ("home", TunnelState::Disconnecting)]);
    assert_eq!(names(&app.helper_is_up(&lost)), ["work"]);
    app.helper_ends();
    assert!(app.helper_is_up(&lost).is_empty(), "it may be what ends the helper");
    app.is_up(&id("work"));
    app.helper_ends();
    assert_eq!(names(&app.helper_is_up(&lost)), ["work"]);
    let machine = Machine::with(RestoreChoice::Chosen, &["home"], &["work"]);
    assert!(machine.app("first").helper_is_up(&BTreeMap::new()).is_empty(), "a chosen one was not connected");
}

#[test]
fn the_end_of_the_helper_is_not_the_end_of_the_wish() {
    let machine = Machine::with(RestoreChoice::WasConnected, &[], &["work"]);
    let mut app = machine.app("first");
    app.are_wanted(ids(&[]));
    assert!(app.has_something(), "it has not been there yet");
    app.helper_is_up(&knows(&[]));
    app.helper_ends();
    app.are_wanted(ids(&[]));
    assert!(app.has_something());
    app.helper_is_up(&knows(&[]));
    app.are_wanted(ids(&[]));
    assert!(!app.has_something(), "the person ended it");
    assert!(!machine.app("second").has_something());
}

#[test]
fn a_file_that_is_damaged_brings_nothing_back() {
    let machine = Machine::with(RestoreChoice::WasConnected, &[], &["work"]);
    let path = machine.0.path().join("kept/restore.json");
    for damaged in ["", "[]", "{\"connected\":[\"../x\"]}", "{\"choice\":\"everything\"}"] {
        std::fs::write(&path, damaged).unwrap();
        let mut app = machine.app("second");
        assert!(app.helper_is_up(&BTreeMap::new()).is_empty(), "{damaged}");
    }
}
