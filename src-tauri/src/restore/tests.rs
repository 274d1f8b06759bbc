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

fn set(at_start: AtStart, chosen: &[&str]) -> Preferences {
    let at_start_profiles = chosen.iter().map(|one| id(one).into()).collect();
    Preferences { at_start, at_start_profiles, ..Preferences::default() }
}

struct Machine(tempfile::TempDir);

impl Machine {
    fn app(&self, boot: &str) -> Restore {
        Restore::open(self.0.path().join("kept/restore.json"), Some(boot.to_owned()))
    }

    /// A start of the machine in which these were wanted at last.
    fn with(wanted: &[&str]) -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        let mut app = machine.app("first");
        assert!(app.helper_is_up(&Preferences::default(), &BTreeMap::new()).is_empty());
        app.are_wanted(ids(wanted));
        machine
    }
}

#[test]
fn after_a_start_of_the_machine_the_choice_decides_and_once() {
    for (choice, expected) in [
        (AtStart::Nothing, &[][..]),
        (AtStart::WasConnected, &["home", "work"][..]),
        (AtStart::Chosen, &["lab", "work"][..]),
    ] {
        let (machine, set) = (Machine::with(&["work", "home"]), set(choice, &["work", "lab"]));
        let mut app = machine.app("second");
        assert_eq!(names(&app.helper_is_up(&set, &BTreeMap::new())), expected, "{choice:?}");
        app.helper_ends();
        assert_eq!(names(&app.helper_is_up(&set, &BTreeMap::new())), [""; 0], "{choice:?}: asked for already");
    }
}

#[test]
fn an_app_that_begins_again_in_the_same_start_leaves_what_the_person_ended() {
    let set = Preferences::default();
    let machine = Machine::with(&["work", "home"]);
    let mut app = machine.app("first");
    let known = knows(&[("work", down(false)), ("home", down(false))]);
    assert!(app.helper_is_up(&set, &known).is_empty());
    let mut later = machine.app("second");
    assert_eq!(later.helper_is_up(&set, &known).len(), 2, "another start of the machine");
}

#[test]
fn what_the_helper_lost_is_brought_back_once_until_it_was_up() {
    let set = Preferences::default();
    let machine = Machine::with(&["work", "home"]);
    let mut app = machine.app("first");
    let lost = knows(&[("work", down(true)), ("home", TunnelState::Disconnecting)]);
    assert_eq!(names(&app.helper_is_up(&set, &lost)), ["work"]);
    app.helper_ends();
    assert!(app.helper_is_up(&set, &lost).is_empty(), "it may be what ends the helper");
    app.is_up(&id("work"));
    app.helper_ends();
    assert_eq!(names(&app.helper_is_up(&set, &lost)), ["work"]);
    let machine = Machine::with(&["work"]);
    let set = self::set(AtStart::Chosen, &["home"]);
    assert!(machine.app("first").helper_is_up(&set, &BTreeMap::new()).is_empty(), "a chosen one was not connected");
}

#[test]
fn the_end_of_the_helper_is_not_the_end_of_the_wish() {
    let set = Preferences::default();
    let machine = Machine::with(&["work"]);
    let mut app = machine.app("first");
    app.are_wanted(ids(&[]));
    assert!(app.has_something(&set), "it has not been there yet");
    app.helper_is_up(&set, &knows(&[]));
    app.helper_ends();
    app.are_wanted(ids(&[]));
    assert!(app.has_something(&set));
    app.helper_is_up(&set, &knows(&[]));
    app.are_wanted(ids(&[]));
    assert!(!app.has_something(&set), "the person ended it");
    assert!(!machine.app("second").has_something(&set));
}

#[test]
fn a_file_that_is_damaged_brings_nothing_back() {
    let set = Preferences::default();
    let machine = Machine::with(&["work"]);
    let path = machine.0.path().join("kept/restore.json");
    for damaged in ["", "[]", "{\"connected\":[\"../x\"]}", "{\"choice\":\"everything\"}"] {
        std::fs::write(&path, damaged).unwrap();
        let mut app = machine.app("second");
        assert!(app.helper_is_up(&set, &BTreeMap::new()).is_empty(), "{damaged}");
    }
}
