//! Paths that lose large packets without a word, in virtual time.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use ovpn_settings::MssFix;
use sim::{Act, Pace, Script, Setting, World};
use vpn_api::{Input, SessionEvent, Transport, tunnel::MssClamp};

const SECOND: Duration = Duration::from_secs(1);
/// IPv4, UDP, and what AES-GCM and a peer id put around a packet.
const AROUND: u16 = 20 + 8 + 24;

/// A server that pings, so that long tests do not end with silence.
fn server() -> Script {
    Script { ping: Some(10 * SECOND), ..Script::new() }
}

/// Sends large packets for so long, a hundred a second, and gives when the configuration changed.
fn use_it(world: &mut World, time: Duration) -> Option<Duration> {
    let (began, before) = (world.now, world.latest_config().cloned());
    let mut changed = None;
    while world.now < began + time {
        world.send(&[0x45; 1400]);
        world.run_for(Duration::from_millis(10));
        if changed.is_none() && world.latest_config() != before.as_ref() {
            changed = Some(world.now - began);
        }
    }
    changed
}

fn limit(world: &World) -> Option<u16> {
    world.latest_config().unwrap().path_limit
}

fn is_near(limit: Option<u16>, outer: u16) -> bool {
    limit.is_some_and(|limit| (outer - AROUND - 16..=outer - AROUND).contains(&limit))
}

fn configurations(world: &World) -> usize {
    world.events.iter().filter(|event| matches!(event, SessionEvent::Configured(_))).count()
}

#[test]
fn a_hole_under_way_is_found_and_left_again() {
    for outer in [1200, 900, 600] {
        let mut world = Setting::new().connected(server());
        assert_eq!(use_it(&mut world, 5 * SECOND), None);
        assert_eq!(limit(&world), None);
        world.path_mtu = outer.into();
        let took = use_it(&mut world, 5 * SECOND).unwrap();
        assert!(took < 2 * SECOND, "{took:?}");
        let found = limit(&world);
        assert!(is_near(found, outer), "{found:?}");
        let inner = found.unwrap();
        let mss = world.latest_config().unwrap().mss;
        assert_eq!(mss, Some(MssClamp { ipv4: inner - 40, ipv6: inner - 60 }));
        assert_eq!(configurations(&world), 2, "told once");
        // Nobody uses it; larger sizes are tried all the same.
        world.path_mtu = usize::MAX;
        assert!(world.run_until(601 * SECOND, |world| limit(world).is_none()));
        assert!(world.closed().is_none(), "{:?}", world.closed());
        assert_eq!(world.latest_config(), world.config(), "as it was at first");
    }
}

#[test]
fn losses_are_no_hole() {
    for seed in 1..4 {
        let mut world = Setting::new().world(server()).seed(seed);
        world.connect();
        world.loss = 10;
        world.slowest = Duration::from_millis(60);
        use_it(&mut world, 180 * SECOND);
        assert_eq!(configurations(&world), 1, "{:?}", world.events);
        // The positive control: with the same losses, a hole is found.
        world.path_mtu = 900;
        use_it(&mut world, 20 * SECOND);
        assert!(is_near(limit(&world), 900), "{:?}", world.events.last());
    }
}

#[test]
fn a_server_that_does_not_acknowledge_again_stays_in_the_hole() {
    let mut world = Setting::new().connected(Script { repeats_acks: false, ..server() });
    use_it(&mut world, 20 * SECOND);
    let probes = world.probes.len();
    world.path_mtu = 900;
    use_it(&mut world, 20 * SECOND);
    assert_eq!((limit(&world), world.probes.len()), (None, probes), "the feature is off");
}

#[test]
fn new_keys_go_through_the_hole_and_it_is_still_watched() {
    let mut world = Setting::new().connected(server());
    world.path_mtu = 1200;
    use_it(&mut world, 5 * SECOND);
    assert!(is_near(limit(&world), 1200));
    for round in 1..=2 {
        world.server.act(world.now, Act::Renegotiate);
        use_it(&mut world, 70 * SECOND);
        assert_eq!(world.rekeys(), round, "{:?}", world.events);
        assert!(is_near(limit(&world), 1200));
    }
    world.path_mtu = 900;
    use_it(&mut world, 5 * SECOND);
    assert!(is_near(limit(&world), 900), "{:?}", limit(&world));
}

#[test]
fn another_network_is_another_path() {
    let mut world = Setting::new().connected(server());
    world.path_mtu = 900;
    use_it(&mut world, 5 * SECOND);
    assert!(is_near(limit(&world), 900));
    world.path_mtu = usize::MAX;
    world.input(Input::NetworkChanged { moved: true });
    assert!(world.run_until(3 * SECOND, |world| limit(world).is_none()));
}

#[test]
fn a_path_comes_before_the_wish_to_leave_segments_alone() {
    let mut setting = Setting::new();
    setting.profile.remotes.iter_mut().for_each(|remote| remote.mssfix = MssFix::Off);
    let mut world = setting.connected(server());
    assert_eq!(world.latest_config().unwrap().mss, None);
    world.path_mtu = 900;
    use_it(&mut world, 5 * SECOND);
    let inner = limit(&world).unwrap();
    assert_eq!(world.latest_config().unwrap().mss, Some(MssClamp { ipv4: inner - 40, ipv6: inner - 60 }));
}

#[test]
fn nothing_is_probed_over_a_stream() {
    let mut setting = Setting::new();
    setting.profile.remotes.iter_mut().for_each(|remote| remote.transport = Transport::Tcp);
    let mut world = setting.connected(Script { pace: Pace::Stream, ..server() });
    use_it(&mut world, 20 * SECOND);
    assert_eq!(world.probes, []);
    let mut world = Setting::new().connected(server());
    use_it(&mut world, 20 * SECOND);
    assert!(!world.probes.is_empty(), "the positive control");
}

#[test]
fn an_idle_tunnel_costs_nothing_and_a_busy_one_little() {
    let mut world = Setting::new().connected(server());
    world.run_for(10 * SECOND);
    let begun = world.probes.len();
    assert!((3..10).contains(&begun), "{:?}", world.probes);
    world.run_for(50 * SECOND);
    assert_eq!(world.probes.len(), begun);
    use_it(&mut world, 60 * SECOND);
    let cost: usize = world.probes.iter().map(|(_, size)| *size).sum();
    assert!(cost < 130 * 1500, "two probes a second: {cost} bytes");
    assert!(world.probes.iter().all(|(_, size)| *size <= 1500));
}
