//! A server that is gone, and one that only has nothing to say.

use std::time::Duration;

use sim::{Act, Script, Setting, World};
use vpn_api::{FailureKind, Input, Retry};

const S: fn(u64) -> Duration = Duration::from_secs;

/// One packet each 20 ms, for so long or until the session is over; the other end of the tunnel answers, where it does.
fn echo(world: &mut World, time: Duration, answered: bool) {
    let end = world.now + time;
    while world.now < end && world.closed().is_none() {
        world.send(&[0x45; 84]);
        if answered && !world.cut {
            world.send_back(&[0x45; 84]);
        }
        world.run_for(Duration::from_millis(20));
    }
}

#[test]
fn a_server_that_is_gone_is_left_at_once_whatever_its_keepalive() {
    let mut world = Setting::new().world(Script { ping: Some(S(10)), ..Script::new() });
    world.connect();
    echo(&mut world, S(30), true);
    assert_eq!(world.closed(), None);
    world.cut = true;
    let cut = world.now;
    echo(&mut world, S(60), true);
    let failure = world.closed().cloned().unwrap();
    assert!(world.now - cut < Duration::from_millis(3700), "{:?}", world.now - cut);
    assert_eq!((failure.kind, failure.retry), (FailureKind::KeepaliveTimeout { seconds: 3 }, Retry::After(S(0))));
}

#[test]
fn a_doubt_asks_a_living_server_and_ends_a_dead_one() {
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
    assert_eq!(world.failure(S(60)).retry, Retry::After(S(0)));
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
    let cut = world.now;
    echo(&mut world, S(60), true);
    assert!(world.closed().is_some() && world.now - cut < S(4), "{:?}", world.now - cut);
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
