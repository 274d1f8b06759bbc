//! How long things last: `inactive`, `session-timeout`, renegotiation, handshake, keepalive.

use ovpn_settings::{AfterSilence, Silence};
use vpn_api::Retry;

use super::*;

#[test]
fn an_unused_tunnel_ends_and_stays_down() {
    let script = Script { ping: Some(S(10)), ..pushing("inactive 300,ping 10,ping-restart 60") };
    let mut world = Setting::new().world(script);
    world.connect();
    for _ in 0..5 {
        world.run_for(S(200));
        traffic(&mut world);
    }
    assert_eq!(world.closed(), None, "it is used");
    let last = world.now;
    let failure = world.failure(S(1000));
    assert_eq!((failure.kind, failure.retry), (FailureKind::TunnelIdle { seconds: 300 }, Retry::Never));
    let idle = world.now - last;
    assert!(idle >= S(299) && idle <= S(302), "{idle:?}; keepalives are no use");
    assert_eq!(texts(&world).last().map(String::as_str), Some("EXIT"), "the server is told");
}

#[test]
fn so_does_one_that_is_used_too_little() {
    let bytes = PACKET.len() * 2;
    let mut world = Setting::new().pushed(&format!("inactive 300 {}", bytes * 3));
    for _ in 0..4 {
        world.run_for(S(80));
        traffic(&mut world);
    }
    assert_eq!(world.closed(), None, "three packets each way within 300 seconds are enough");
    for _ in 0..2 {
        world.run_for(S(120));
        if world.closed().is_none() {
            traffic(&mut world);
        }
    }
    assert_eq!(world.failure(S(1000)).kind, FailureKind::TunnelIdle { seconds: 300 });
}

#[test]
fn the_profile_may_say_so_too_and_the_server_may_take_it_back() {
    let mut setting = Setting::new();
    setting.profile.timing.inactive = Some((S(60), 0));
    assert_eq!(setting.pushed("").failure(S(100)).kind, FailureKind::TunnelIdle { seconds: 60 });
    let mut world = setting.pushed("inactive 0");
    world.run_for(S(1000));
    assert_eq!(world.closed(), None);
}

#[test]
fn a_session_that_may_not_last_longer_ends_and_stays_down() {
    let ended = |setting: &Setting, options: &str| {
        let mut world = setting.pushed(options);
        for _ in 0..20 {
            world.run_for(S(60));
            if world.closed().is_some() {
                break;
            }
            traffic(&mut world);
        }
        let failure = world.failure(S(1));
        assert_eq!(failure.retry, Retry::Never);
        assert_eq!(texts(&world).last().map(String::as_str), Some("EXIT"), "the server is told");
        failure.kind
    };
    let mut setting = Setting::new();
    assert_eq!(ended(&setting, "session-timeout 600"), FailureKind::SessionTimeOver { seconds: 600 });
    setting.profile.timing.session_timeout = Some(S(120));
    assert_eq!(ended(&setting, ""), FailureKind::SessionTimeOver { seconds: 120 });
    assert_eq!(ended(&setting, "session-timeout 240"), FailureKind::SessionTimeOver { seconds: 240 });
}

#[test]
fn ping_exit_ends_for_good_and_ping_restart_does_not() {
    let silent = |options: &str| {
        let mut world = Setting::new().pushed(options);
        world.cut = true;
        let failure = world.failure(S(200));
        (failure.kind, failure.retry)
    };
    assert_eq!(silent("ping 10,ping-exit 40"), (FailureKind::KeepaliveTimeout { seconds: 40 }, Retry::Never));
    assert_eq!(silent("ping 10,ping-restart 40"), (FailureKind::KeepaliveTimeout { seconds: 40 }, Retry::After(S(1))));
    // The profile's timers hold where the server pushes none.
    let mut setting = Setting::new();
    setting.profile.timing.ping = Some(S(5));
    setting.profile.timing.silence = Some(Silence { after: S(20), then: AfterSilence::Exit });
    let ended = |options: &str| {
        let mut world = setting.pushed(options);
        world.cut = true;
        world.failure(S(200)).retry
    };
    assert_eq!(ended(""), Retry::Never);
    assert_eq!(ended("ping-restart 30"), Retry::After(S(1)), "the server's setting replaces the profile's");
    // They are one setting: the last line counts, whichever of them it is.
    for (options, retry) in [
        ("ping-exit 7,ping 5,ping-restart 20", Retry::After(S(1))),
        ("ping-restart 20,ping 5,ping-exit 7", Retry::Never),
        ("ping-exit 7,keepalive 5 20", Retry::After(S(1))),
        ("keepalive 5 20,ping-exit 7", Retry::Never),
    ] {
        assert_eq!(ended(options), retry, "{options}");
    }
}

#[test]
fn renegotiations_begin_between_both_times_of_reneg_sec() {
    let first = |least: Option<Duration>, seed: u64| {
        let mut setting = Setting::new();
        setting.profile.timing.renegotiate = S(3600);
        setting.profile.timing.renegotiate_least = least;
        let mut random = sim::Pseudo::new(seed);
        let settings = vpn_api::Settings::new(setting.profile.clone());
        let info = ovpn_proto::provider::ClientInfo { version: "0.1".into(), platform: "linux".into() };
        let provider = ovpn_proto::provider::OpenVpnProvider::new(info);
        let server = vpn_api::ProtocolProvider::servers(&provider, &settings, &mut random).unwrap().remove(0);
        let now = start();
        let client = vpn_api::ProtocolProvider::session(
            &provider,
            &mut vpn_api::SessionParams {
                settings,
                server: Box::new(server),
                address: "192.0.2.1:1194".parse().unwrap(),
                secrets: Secrets::default(),
                unix_time: S(sim::NOW),
                now,
                carried: None,
            },
            Box::new(sim::Pseudo::new(seed)),
        );
        let mut world = World::with(client.unwrap(), TestServer::of(pushing(""), &setting.authority), now);
        world.connect();
        assert!(world.run_until(S(4000), |world| logins(world).len() == 2), "{:?}", world.events);
        (world.now - world.began).as_secs()
    };
    assert!((3600..3602).contains(&first(None, 1)));
    let times: Vec<u64> = (0..8).map(|seed| first(Some(S(3000)), seed)).collect();
    assert!(times.iter().all(|time| (3000..3602).contains(time)), "{times:?}");
    assert!(times.iter().collect::<std::collections::BTreeSet<_>>().len() > 4, "{times:?}");
}

#[test]
fn a_handshake_has_hand_window_and_no_longer() {
    for window in [10, 120] {
        let mut setting = Setting::new();
        setting.profile.timing.handshake = S(window);
        let mut world = setting.world(pushing(""));
        world.start();
        // A server that takes our first message has this long; one that does not is left earlier.
        assert!(world.run_until(S(5), |world| world.phases().contains(&vpn_api::Phase::Authenticating)));
        world.cut = true;
        assert_eq!(world.failure(S(300)).kind, FailureKind::HandshakeTimeout);
        assert!((S(window)..S(window + 2)).contains(&(world.now - world.began)));
    }
}

#[test]
fn old_keys_open_until_tran_window_is_over() {
    let mut setting = Setting::new();
    setting.profile.timing.transition = S(100);
    let mut world = setting.pushed("");
    renegotiate(&mut world);
    // The server goes on with its old keys.
    world.send_back(PACKET);
    world.run_for(S(1));
    assert_eq!(world.received.len(), 1);
    world.run_for(S(110));
    world.send_back(PACKET);
    world.run_for(S(1));
    assert_eq!(world.received.len(), 1, "their time is over");
}

#[test]
fn goodbyes_follow_what_was_agreed() {
    let farewell = |flags: &str, options: &str, tcp: bool| {
        let mut setting = Setting::new();
        if tcp {
            setting.profile.remotes[0].transport = vpn_api::Transport::Tcp;
        }
        let base = BASE.replace("cc-exit tls-ekm", flags);
        let replies = vec![format!("PUSH_REPLY,{base}{options}")];
        let mut world = setting.world(Script { replies, ..Script::new() });
        world.connect();
        world.input(vpn_api::Input::Close(vpn_api::CloseReason::User));
        world.run_for(S(3));
        assert_eq!(world.closed().map(|failure| failure.kind.clone()), Some(FailureKind::Cancelled));
        let by_data = world.server.seen.iter().filter(|seen| **seen == Seen::OccExit).count();
        (texts(&world).iter().filter(|text| *text == "EXIT").count(), by_data)
    };
    assert_eq!(farewell("cc-exit tls-ekm", "", false), (1, 0));
    assert_eq!(farewell("tls-ekm", "", false), (0, 1));
    assert_eq!(farewell("tls-ekm", ",explicit-exit-notify 3", false), (0, 3));
    assert_eq!(farewell("cc-exit tls-ekm", ",explicit-exit-notify 3", true), (0, 0), "TCP says it by closing");
}
