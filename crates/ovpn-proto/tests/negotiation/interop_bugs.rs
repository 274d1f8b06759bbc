//! What other implementations got wrong (docs/protocol/openvpn.md §20), where it is the session's business.

use ovpn_settings::{StaticKey, Wrap};
use vpn_api::{CloseReason, Input, LinkId, Place, Retry};

use super::*;

#[test]
fn every_renegotiation_has_a_tls_session_and_a_key_id_of_its_own() {
    let mut setting = Setting::new();
    setting.profile.timing.renegotiate = S(20);
    let mut world = setting.pushed("ping 10,ping-restart 60,auth-token-user YWxpY2U=,auth-token T1");
    for _ in 0..230 {
        traffic(&mut world);
        world.run_for(Duration::from_millis(700));
    }
    let ids: Vec<u8> = logins(&world).iter().map(|(key_id, ..)| *key_id).collect();
    assert_eq!(ids[..10], [0, 1, 2, 3, 4, 5, 6, 7, 1, 2], "0 never comes again");
    assert!(logins(&world)[1..].iter().all(|(_, user, token)| user == "alice" && token == "T1"), "the token is kept");
}

#[test]
fn a_soft_reset_is_accepted_whatever_we_are_doing() {
    // While one of our own waits for its answer, which the server never saw.
    let mut setting = Setting::new();
    setting.profile.timing.renegotiate = S(100);
    let mut world = setting.pushed("");
    world.run_for(S(98));
    traffic(&mut world);
    world.cut = true;
    world.run_for(S(5));
    world.cut = false;
    renegotiate(&mut world);
    world.run_for(S(10));
    assert_eq!(logins(&world).len(), 2, "{:?}", world.events);
    traffic(&mut world);
    // At once after the one before.
    renegotiate(&mut world);
    assert_eq!(logins(&world).len(), 3, "{:?}", world.events);
    traffic(&mut world);
    assert_eq!(world.closed(), None);
}

#[test]
fn control_packets_are_small_and_acknowledge_four_at_most() {
    let mut setting = Setting::with_login();
    setting.profile.remotes[0].wrap = Wrap::None;
    let secrets = Secrets { password: Some(vpn_api::Secret::new("x".repeat(4000))), ..alice() };
    let now = start();
    let mut carried = None;
    let mut client = session(&setting.profile, &secrets, &mut carried, now, proto::SUPPORTED).unwrap();
    let mut server = TestServer::of(pushing(""), &setting.authority);
    client.handle(now, Input::Start);
    client.handle(now, Input::LinkUp(LinkId(0)));
    let mut plain = ovpn_proto::wrap::ControlWrap::for_side(ovpn_proto::keys::Side::Server, &Wrap::None, 0).unwrap();
    let mut seen = 0;
    for _ in 0..50 {
        while let Some(output) = client.poll() {
            let vpn_api::Output::Transmit(_, frame) = output else { continue };
            if let Ok(packet) = plain.open(&frame, now) {
                assert!(frame.len() + 48 <= 1250 && packet.acks.len() <= 4, "{} {}", frame.len(), packet.acks.len());
                seen += 1;
            }
            server.receive(now, &frame);
        }
        // All at once, so that many wait for their acknowledgement.
        let frames: Vec<_> = std::iter::from_fn(|| server.poll()).collect();
        for frame in frames {
            client.handle(now, Input::Received(LinkId(0), &frame));
        }
    }
    assert!(seen > 6, "the key message takes several: {seen}");
    assert!(server.seen.iter().any(|seen| matches!(seen, Seen::Login { .. })), "{:?}", server.seen);
}

#[test]
fn the_time_in_wrapped_packets_stays_the_same_and_their_numbers_only_grow() {
    let mut setting = Setting::new();
    setting.profile.remotes[0].wrap = Wrap::TlsCrypt { key: StaticKey::new([7; 256]) };
    let now = start();
    let mut client = session(&setting.profile, &Secrets::default(), &mut None, now, proto::SUPPORTED).unwrap();
    client.handle(now, Input::Start);
    client.handle(now, Input::LinkUp(LinkId(0)));
    let mut numbers = Vec::new();
    let mut times = std::collections::BTreeSet::new();
    for second in 0..40 {
        while let Some(output) = client.poll() {
            if let vpn_api::Output::Transmit(_, frame) = output {
                numbers.push(u32::from_be_bytes(frame[9..13].try_into().unwrap()));
                times.insert(u32::from_be_bytes(frame[13..17].try_into().unwrap()));
            }
        }
        client.handle(now + S(second), Input::Timeout);
    }
    assert!(numbers.len() > 3 && numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{numbers:?}");
    assert_eq!(times.into_iter().collect::<Vec<_>>(), [sim::NOW as u32]);
}

#[test]
fn nothing_happens_after_the_end() {
    let mut world = Setting::new().pushed("");
    say(&mut world, "HALT,bye");
    assert!(world.closed().is_some());
    let (events, frames) = (world.events.len(), world.sent_frames);
    say(&mut world, "PUSH_UPDATE,route 10.1.0.0");
    let now = world.now;
    world.server.renegotiate(now);
    world.input(Input::Received(LinkId(0), &[0x20; 40]));
    world.input(Input::Timeout);
    world.input(Input::Close(CloseReason::User));
    world.input(Input::Start);
    world.run_for(S(1));
    assert_eq!(world.events.len(), events);
    assert!(world.client.poll().is_none() && world.client.poll_timeout().is_none());
    assert!(world.sent_frames >= frames, "the server may go on talking to nobody");
}

#[test]
fn several_messages_in_one_record_are_several() {
    let mut world = Setting::new().pushed("");
    say(&mut world, "PUSH_UPDATE,route 10.1.0.0 255.255.0.0\0\0PUSH_UPDATE,tun-mtu 1400\0RESTART,[N]maintenance");
    assert_eq!(configs(&world).len(), 3);
    let failure = world.closed().unwrap();
    assert_eq!(failure.kind, FailureKind::ServerRestarting { message: Some("maintenance".into()) });
    assert_eq!(failure.retry, Retry::Directed { after: S(3), place: Place::NextAddress });
}

#[test]
fn what_a_server_says_goodbye_with() {
    let ended = |text: &str| {
        let mut world = Setting::new().pushed("");
        say(&mut world, text);
        world.closed().map(|failure| (failure.kind.clone(), failure.retry.clone()))
    };
    let here = Retry::Directed { after: S(3), place: Place::Same };
    let restarting = |message: Option<&str>| FailureKind::ServerRestarting { message: message.map(str::to_owned) };
    assert_eq!(ended("RESTART"), Some((restarting(None), here.clone())));
    assert_eq!(ended("RESTART,[P]:soon"), Some((restarting(Some("soon")), here)));
    assert_eq!(ended("HALT"), Some((FailureKind::ServerHalted { message: None }, Retry::Never)));
    assert_eq!(ended("EXIT").map(|(kind, _)| kind), Some(restarting(None)));
    for ignored in ["RECONNECT", "ACC,x", "RELAY", "INFO,something", "x\u{7}", ""] {
        assert_eq!(ended(ignored), None, "{ignored:?}");
    }
}
