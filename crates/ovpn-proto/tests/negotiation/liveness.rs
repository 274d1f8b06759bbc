//! A server that is gone, and one that only has nothing to say.

use std::time::Duration;

use sim::{Act, Script, Setting, World};
use vpn_api::{FailureKind, Input, Retry, SessionEvent};

const S: fn(u64) -> Duration = Duration::from_secs;

/// One packet each 20 ms, for so long or until the session is over; the other end of the tunnel answers, where it does.
fn echo(world: &mut World, time: Duration, answered: bool) {
    let end = world.now + time;
    while world.now < end && world.closed().is_none() {
        world.send(&[0x45; 84]);
        if answered && !world.cut && !world.busy {
            world.send_back(&[0x45; 84]);
        }
        world.run_for(Duration::from_millis(20));
    }
}

/// What was told of the server's silence: `true` for its beginning.
fn silences(world: &World) -> Vec<bool> {
    let told = |event: &SessionEvent| match event {
        SessionEvent::Silent { .. } => Some(true),
        SessionEvent::Answers => Some(false),
        _ => None,
    };
    world.events.iter().filter_map(told).collect()
}

/// A tunnel that was used for a while, through which nothing comes any more.
fn silenced(setting: &Setting) -> World {
    let mut world = setting.world(Script { ping: Some(S(10)), ..Script::new() });
    world.connect();
    echo(&mut world, S(30), true);
    assert_eq!((world.closed(), silences(&world)), (None, vec![]));
    world
}

#[test]
fn a_server_that_was_started_again_is_left_at_once_whatever_its_keepalive() {
    let setting = Setting::new();
    let mut world = silenced(&setting);
    world.busy = true;
    let cut = world.now;
    echo(&mut world, S(5), true);
    assert!(world.closed().is_none() && silences(&world) == [true]);
    assert_eq!(world.events.last(), Some(&SessionEvent::Silent { seconds: 3 }));
    // It is back, and knows nothing of the session.
    world.restarted = Some(setting.world(Script::new()).server);
    world.server = setting.world(Script { repeats_acks: false, ..Script::new() }).server;
    world.busy = false;
    echo(&mut world, S(60), true);
    let failure = world.closed().cloned().unwrap();
    assert!(world.now - cut < S(5) + Duration::from_millis(800), "{:?}", world.now - cut);
    assert_eq!((failure.kind, failure.retry), (FailureKind::KeepaliveTimeout { seconds: 5 }, Retry::After(S(0))));
}

#[test]
fn a_server_that_was_busy_keeps_its_session() {
    let setting = Setting::new();
    for busy in [4, 10, 40] {
        let mut world = silenced(&setting);
        // It also answers new clients, once it comes to them.
        world.restarted = Some(setting.world(Script::new()).server);
        world.busy = true;
        echo(&mut world, S(busy), true);
        assert!(world.closed().is_none() && silences(&world) == [true], "{busy} s: {:?}", world.closed());
        world.busy = false;
        echo(&mut world, S(30), true);
        assert_eq!((world.closed(), silences(&world)), (None, vec![true, false]), "{busy} s");
        assert_eq!(world.rekeys(), 0);
    }
}

#[test]
fn a_way_that_is_gone_is_waited_for_as_long_as_the_keepalive_says() {
    let mut world = silenced(&Setting::new());
    world.cut = true;
    let cut = world.now;
    echo(&mut world, S(40), true);
    assert!(world.closed().is_none() && silences(&world) == [true]);
    world.cut = false;
    echo(&mut world, S(3), true);
    assert_eq!((world.closed(), silences(&world)), (None, vec![true, false]));
    world.cut = true;
    echo(&mut world, S(100), true);
    assert_eq!(world.failure(S(1)).kind, FailureKind::KeepaliveTimeout { seconds: 60 });
    assert!(world.now - cut > S(100));
}

#[test]
fn a_doubt_asks_a_living_server_and_finds_a_dead_one() {
    let mut world = Setting::new().world(Script { ping: Some(S(10)), ..Script::new() });
    world.start();
    world.input(Input::Doubt);
    assert_eq!(world.closed(), None, "before there is a tunnel, its own timers know more");
    world.connect();
    world.run_for(S(5));
    let before = world.sent_frames;
    world.input(Input::Doubt);
    world.run_for(S(1));
    assert_eq!((world.closed(), world.sent_frames - before), (None, 2), "one question, one answer");
    for _ in 0..100 {
        world.input(Input::Doubt);
        world.run_for(Duration::from_millis(100));
    }
    assert!(world.sent_frames - before < 20, "{}", world.sent_frames - before);
    world.run_for(S(20));
    world.cut = true;
    let cut = world.now;
    world.input(Input::Doubt);
    assert!(world.run_until(S(60), |world| silences(world) == [true]), "{:?}", world.events);
    assert!(world.now - cut < Duration::from_millis(1600), "{:?}", world.now - cut);
}

#[test]
fn packets_that_nobody_answers_end_nothing_and_silence_costs_nothing() {
    let mut world = Setting::new().world(Script { ping: Some(S(10)), ..Script::new() });
    world.connect();
    echo(&mut world, S(300), false);
    assert_eq!(world.closed(), None);
    // What is under way is answered; then there are pings and nothing else.
    world.run_for(S(30));
    let before = world.sent_frames;
    world.run_for(S(600));
    assert!(world.sent_frames - before <= 2 * 61, "{}", world.sent_frames - before);
}

#[test]
fn a_server_that_acknowledges_nothing_twice_is_left_to_its_keepalive() {
    let mut world = Setting::new().world(Script { ping: Some(S(10)), repeats_acks: false, ..Script::new() });
    world.connect();
    echo(&mut world, S(120), false);
    assert_eq!(world.closed(), None);
    world.cut = true;
    let cut = world.now;
    echo(&mut world, S(100), true);
    assert!(world.closed().is_some() && world.now - cut > S(40), "{:?}", world.now - cut);
}

#[test]
fn new_keys_are_probed_with_too() {
    let mut world = Setting::new().world(Script { ping: Some(S(10)), ..Script::new() });
    world.connect();
    world.server.act(world.now, Act::Renegotiate);
    echo(&mut world, S(70), true);
    assert_eq!(world.rekeys(), 1);
    world.cut = true;
    echo(&mut world, S(4), true);
    assert_eq!(silences(&world), [true]);
}

#[test]
fn what_goes_to_many_at_once_is_not_waited_for() {
    let mut to_group = [0; 84];
    (to_group[0], to_group[24]) = (0x60, 0xff);
    let mut broadcast = [0; 84];
    (broadcast[0], broadcast[16]) = (0x45, 255);
    let mut to_one = to_group;
    to_one[24] = 0xfd;
    for (packet, probes) in [(to_group, 0), (broadcast, 0), (to_one, 1)] {
        let mut world = Setting::new().world(Script { ping: Some(S(100)), ..Script::new() });
        world.connect();
        world.run_for(S(15));
        world.send(&packet);
        let before = world.sent_frames;
        world.run_for(S(4));
        assert_eq!(world.sent_frames - before, 2 * probes, "question and answer");
    }
}

#[test]
fn how_long_an_answer_takes_is_measured_once_for_each_question_also_while_packets_flow() {
    let mut world = Setting::new().world(Script { ping: Some(S(10)), ..Script::new() });
    world.start();
    world.input(Input::Measure);
    world.connect();
    world.run_for(S(5));
    assert!(world.round_trips.is_empty(), "nobody asked while it was up");
    world.input(Input::Measure);
    world.run_for(S(1));
    let [took] = world.round_trips[..] else { panic!("{:?}", world.round_trips) };
    assert!(!took.is_zero() && took < S(1), "{took:?}");
    world.input(Input::Measure);
    echo(&mut world, S(1), true);
    assert_eq!(world.round_trips, [took, took]);
    world.cut = true;
    world.input(Input::Measure);
    world.run_for(S(1));
    assert_eq!(world.round_trips.len(), 2, "nobody answers");
}
