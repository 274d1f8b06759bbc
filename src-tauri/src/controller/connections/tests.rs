use std::time::Duration;

use vpn_api::{Blame, Retry};

use super::{super::view_builder::tests as examples, *};

fn id() -> ProfileId {
    ProfileId::try_from("work".to_owned()).unwrap()
}

fn refusal() -> Failure {
    Failure::new(FailureKind::TunnelDevice, Blame::Us, Retry::Never)
}

fn running() -> Connections {
    Connections { helper: Helper::Running, ..Connections::default() }
}

#[test]
fn a_press_that_was_cancelled_ends_the_connection_that_came_of_it() {
    let mut connections = running();
    let press = connections.press(&id());
    assert!(connections.is_active(&id()));
    assert!(connections.cancel(&id()), "the helper may have heard of it");
    assert_eq!(connections.requested(&id(), press, Ok(())), AfterPress::Disconnect);
    assert_eq!(connections.requested(&id(), press, Ok(())), AfterPress::Nothing, "told once");
    assert!(!connections.cancel(&id()), "there is nothing left to cancel");
}

#[test]
fn an_earlier_press_changes_nothing_for_a_later_one() {
    let mut connections = running();
    let first = connections.press(&id());
    connections.cancel(&id());
    let second = connections.press(&id());
    assert!(connections.opened_in_vain(&id(), first) && !connections.opened_in_vain(&id(), second));
    assert_eq!(connections.requested(&id(), first, Err(refusal())), AfterPress::Nothing);
    assert!(connections.start_failures.is_empty() && connections.is_active(&id()));
    connections.requested(&id(), second, Err(refusal()));
    assert_eq!(connections.start_failures.get(&id()), Some(&StartFailure::Helper(refusal())));
    assert!(!connections.is_active(&id()));
}

#[test]
fn a_change_tells_what_it_means() {
    let mut connections = running();
    let mut change = |state| connections.changed(examples::connection("work", state)).unwrap();
    assert!(!change(examples::connecting()).connected);
    assert!(change(examples::connected()).connected);
    assert!(!change(examples::connected()).connected, "it is up already");
    let asking = connections.changed(examples::asking("work", 7)).unwrap();
    assert!(!asking.question_gone && connections.is_asking(&id()));
    let answered = connections.changed(examples::connection("work", examples::connected())).unwrap();
    assert!(answered.question_gone && !connections.is_asking(&id()));
    let others = ConnectionSnapshot { yours: false, ..examples::connection("home", examples::connected()) };
    assert_eq!(connections.changed(others), None);
    let same_id = ConnectionSnapshot {
        yours: false,
        owner: Owner::Uid(1001),
        ..examples::connection("work", TunnelState::Disconnecting)
    };
    assert_eq!(connections.changed(same_id), None);
    assert!(matches!(connections.connection(&id()).unwrap().state, TunnelState::Connected(_)), "ours is another");
    let traffic = |owner| connections.measure(id().connection(), &owner, Traffic::default(), Instant::now());
    assert_eq!([Owner::Uid(1000), Owner::Uid(1001)].map(traffic).map(|view| view.is_some()), [true, false]);
}

#[test]
fn what_is_typed_is_kept_until_the_attempt_is_over() {
    let mut connections = running();
    let typed = Typed { username: "alice".to_owned(), password: Secret::from("pw"), remember: true, group: false };
    connections.typed.insert(id(), typed);
    connections.changed(examples::connection("work", examples::connecting()));
    assert!(connections.typed.contains_key(&id()));
    connections.changed(examples::connection("work", TunnelState::Disconnected { failure: None }));
    assert!(connections.typed.is_empty());
}

#[test]
fn a_helper_that_goes_takes_its_connections_with_it() {
    let mut connections = Connections::default();
    connections.helper_is_up(vec![examples::connection("work", examples::connected())]);
    assert!(connections.up.contains(id().connection()) && connections.helper_trouble().is_none());
    assert!(connections.helper_is_down(refusal()));
    assert!(connections.known.is_empty() && connections.up.is_empty());
    assert!(!connections.helper_is_down(refusal()), "there was nothing to lose");
    assert_eq!(connections.helper_trouble(), Some(refusal()));
}

#[test]
fn rates_are_counters_over_time() {
    let mut connections = running();
    connections.changed(examples::connection("work", examples::connected()));
    let began = Instant::now();
    let mut at = |received, after| {
        let traffic = Traffic { received, ..Traffic::default() };
        let now = began + Duration::from_millis(after);
        connections.measure(id().connection(), &Owner::Uid(1000), traffic, now).unwrap().receive_rate
    };
    assert_eq!([at(1000, 0), at(3000, 500), at(3000, 1500)], [0, 4000, 0]);
}
