//! Whole sessions against a scripted server, in virtual time.

#![expect(clippy::wildcard_enum_match_arm, reason = "tests fail loudly, and look for one kind among all")]

use std::time::Duration;

use ovpn_settings::{ClientIdentity, Digest, KeyDirection, Profile, StaticKey, VerifyName, VerifyNameKind, Wrap};
use vpn_api::{
    Answer, Blame, CloseReason, FailureKind, Input, LinkError, LinkId, Phase, Place, Prompt, Retry, Secrets,
    SessionEvent, Transport,
};

use ovpn_proto::{peer_info::proto, wire::SessionId};
use sim::{Authority, Script, Seen, Setting, TestServer, World, session, start};

const S: fn(u64) -> Duration = Duration::from_secs;
const PING: &[u8] = b"E..a packet.........";

fn alice() -> Secrets {
    Secrets { username: Some("alice".into()), password: Some("secret".into()), ..Secrets::default() }
}

fn logins(world: &World) -> Vec<(u8, Option<String>, Option<String>)> {
    let login = |seen: &Seen| match seen {
        Seen::Login { key_id, username, password, .. } => Some((*key_id, username.clone(), password.clone())),
        _ => None,
    };
    world.server.seen.iter().filter_map(login).collect()
}

fn texts(world: &World) -> Vec<String> {
    let text = |seen: &Seen| match seen {
        Seen::Text(text) => Some(text.clone()),
        _ => None,
    };
    world.server.seen.iter().filter_map(text).collect()
}

/// A packet each way.
fn traffic(world: &mut World) {
    let (there, back) =
        (world.server.seen.iter().filter(|seen| matches!(seen, Seen::Packet(_))).count(), world.received.len());
    world.send(PING);
    world.send_back(PING);
    world.run_for(Duration::from_millis(400));
    let arrived = world.server.seen.iter().filter(|seen| matches!(seen, Seen::Packet(_))).count();
    assert_eq!((arrived, world.received.len()), (there + 1, back + 1), "{:?}", world.events);
}

#[test]
fn a_tunnel_comes_up_and_goes_down() {
    let mut world = Setting::new().world(Script::new());
    world.connect();
    assert_eq!(world.phases(), [Phase::Contacting, Phase::Securing, Phase::Authenticating, Phase::Configuring]);
    let config = world.config().unwrap();
    assert_eq!(config.addresses, ["10.8.0.2/24".parse::<vpn_api::TunnelAddress>().unwrap()]);
    assert_eq!(config.security.data, "AES-256-GCM");
    assert_eq!(config.security.handshake, "TLS 1.3, TLS_AES_256_GCM_SHA384");
    assert_eq!(config.mss.map(|mss| (mss.ipv4, mss.ipv6)), Some((1400, 1380)));
    traffic(&mut world);
    world.input(Input::Close(CloseReason::User));
    assert_eq!(world.closed(), None, "the goodbye waits for its acknowledgement");
    let failure = world.failure(S(5));
    assert_eq!((failure.kind, failure.retry), (FailureKind::Cancelled, Retry::Never));
    assert_eq!(texts(&world), ["PUSH_REQUEST", "EXIT"]);
    assert!(world.client.poll_timeout().is_none());
}

#[test]
fn every_wrap_with_every_kind_of_keys() {
    let key = || StaticKey::new(std::array::from_fn(|n| n as u8));
    let mut wrapped = vec![7; 290];
    wrapped[288..].copy_from_slice(&290u16.to_be_bytes());
    let wraps = [
        Wrap::None,
        Wrap::TlsAuth { key: key(), direction: KeyDirection::Inverse, digest: Digest::Sha256 },
        Wrap::TlsCrypt { key: key() },
        Wrap::TlsCryptV2 { key: key(), wrapped },
    ];
    for wrap in wraps {
        for (exporter, flags) in [(true, "cc-exit tls-ekm dyn-tls-crypt"), (false, "cc-exit")] {
            let mut setting = Setting::new();
            setting.profile.remotes[0].wrap = wrap.clone();
            let replies = vec![
                "PUSH_REPLY,topology subnet,push-continuation 2".into(),
                format!(
                    "PUSH_REPLY,ifconfig 10.8.0.2 255.255.255.0,peer-id 7,protocol-flags {flags},push-continuation 1"
                ),
            ];
            let mut script =
                Script { wrap: wrap.clone(), exporter, dynamic_tls_crypt: exporter, replies, ..Script::new() };
            script.push_early = true;
            let mut world = setting.world(script);
            world.connect();
            traffic(&mut world);
            let now = world.now;
            world.server.renegotiate(now);
            world.drain();
            world.run_for(S(2));
            world.server.promote();
            traffic(&mut world);
            assert_eq!(world.rekeys(), 1);
        }
    }
}

#[test]
fn tls_1_2_works_too() {
    let mut world = Setting::new().world(Script { tls12: true, ..Script::new() });
    world.connect();
    assert!(world.config().unwrap().security.handshake.starts_with("TLS 1.2, TLS_ECDHE_ECDSA_WITH_"));
    traffic(&mut world);
}

#[test]
fn loss_and_reordering_only_take_time() {
    for seed in 0..25 {
        let mut world = Setting::new().world(Script::new()).seed(seed);
        (world.loss, world.slowest) = (20, Duration::from_millis(200));
        world.connect();
        (world.loss, world.slowest) = (0, Duration::from_millis(5));
        world.run_for(S(20));
        traffic(&mut world);
        assert_eq!(world.closed(), None, "seed {seed}");
    }
}

#[test]
fn junk_does_not_end_a_session() {
    let mut world = Setting::new().world(Script::new());
    world.start();
    let mut random = sim::Pseudo::new(5);
    for round in 0..2000u32 {
        let mut junk = vec![0; (random.draw() % 80) as usize];
        vpn_api::Entropy::fill(&mut random, &mut junk);
        // Half of it looks like control packets.
        if let (Some(first), true) = (junk.first_mut(), round % 2 == 0) {
            *first = [0x28, 0x20, 0x18, 0x19, 0x22][(random.draw() % 5) as usize];
        }
        world.input(Input::Received(LinkId(0), &junk));
        if round == 1000 {
            assert!(world.run_until(S(50), |world| world.config().is_some()), "{:?}", world.events);
        }
    }
    assert_eq!(world.closed(), None);
    traffic(&mut world);
}

#[test]
fn renegotiation_from_our_side_loses_nothing() {
    let mut setting = Setting::new();
    setting.profile.timing.renegotiate = S(20);
    let mut world = setting.world(Script::new());
    world.connect();
    for _ in 0..200 {
        traffic(&mut world);
        world.run_for(Duration::from_millis(600));
    }
    assert!(world.rekeys() >= 8, "{}", world.rekeys());
    let ids: Vec<u8> = logins(&world).iter().map(|(key_id, _, _)| *key_id).collect();
    assert_eq!(ids[..10], [0, 1, 2, 3, 4, 5, 6, 7, 1, 2]);
}

#[test]
fn renegotiation_under_loss_keeps_the_tunnel() {
    let mut setting = Setting::new();
    setting.profile.timing.renegotiate = S(15);
    let mut world = setting.world(Script::new());
    world.connect();
    world.loss = 15;
    world.slowest = Duration::from_millis(150);
    world.run_for(S(120));
    world.loss = 0;
    world.run_for(S(12));
    assert!(world.rekeys() >= 4, "{}", world.rekeys());
    traffic(&mut world);
}

#[test]
fn keys_are_switched_when_the_server_uses_them() {
    let mut world = Setting::new().world(Script::new());
    world.connect();
    let now = world.now;
    world.server.renegotiate(now);
    world.drain();
    world.run_for(S(2));
    assert_eq!(world.rekeys(), 0, "the server has not used them");
    world.server.promote();
    traffic(&mut world);
    assert_eq!(world.rekeys(), 1);
    // A server that sends nothing: after the time that OpenVPN waits.
    let now = world.now;
    world.server.renegotiate(now);
    world.drain();
    world.run_for(S(61));
    assert_eq!(world.rekeys(), 2);
    traffic(&mut world);
}

#[test]
fn used_up_keys_are_replaced() {
    let mut setting = Setting::new();
    setting.profile.timing.renegotiate_packets = 50;
    let mut world = setting.world(Script::new());
    world.connect();
    for _ in 0..60 {
        traffic(&mut world);
    }
    assert!(logins(&world).len() >= 2);
}

#[test]
fn a_failed_renegotiation_keeps_the_old_keys_until_they_expire() {
    let mut setting = Setting::new();
    setting.profile.timing.renegotiate = S(30);
    setting.profile.timing.transition = S(300);
    let mut world = setting.world(Script { renegotiates: false, ..Script::new() });
    world.connect();
    // Something must come in, or silence ends the session first.
    for _ in 0..10 {
        world.run_for(S(10));
        traffic(&mut world);
    }
    assert!(world.events.iter().any(|event| matches!(event, SessionEvent::Note(text) if text.contains("New keys"))));
    let mut last = None;
    for _ in 0..40 {
        world.run_for(S(10));
        if let Some(failure) = world.closed() {
            last = Some(failure.clone());
            break;
        }
        world.send_back(PING);
    }
    let failure = last.unwrap();
    assert_eq!(failure.kind, FailureKind::ConnectionLost);
    assert!(world.now - world.began >= S(320));
}

#[test]
fn pings_go_out_and_silence_ends_the_session() {
    let mut world = Setting::new().world(Script::new());
    world.connect();
    let before = world.sent_frames;
    world.cut = true;
    let failure = world.failure(S(100));
    assert_eq!(failure.kind, FailureKind::KeepaliveTimeout { seconds: 60 });
    assert_eq!(failure.blame, Blame::Network);
    assert!(world.sent_frames - before >= 5, "a ping each 10 seconds");
}

#[test]
fn a_server_is_expected_to_ping_if_it_says_so() {
    let expected = |options: &str| {
        let replies = vec![format!("PUSH_REPLY,ifconfig 10.8.0.2 255.255.255.0,cipher AES-256-GCM{options}")];
        let mut world = Setting::new().world(Script { replies, ..Script::new() });
        world.connect();
        world.config().unwrap().keepalive
    };
    assert_eq!(expected(",ping 10,ping-restart 60"), Some(S(10)));
    assert_eq!(expected(",ping 15,ping-exit 60"), Some(S(15)));
    for silent in ["", ",ping 10", ",ping-restart 60", ",ping 10,ping-restart 0"] {
        assert_eq!(expected(silent), None, "{silent}");
    }
}

#[test]
fn no_answer_is_told_with_the_server() {
    let mut setting = Setting::new();
    setting.profile.remotes[0].answer_timeout = S(10);
    let mut world = setting.world(Script { answers: false, ..Script::new() });
    world.start();
    let failure = world.failure(S(20));
    let expected = FailureKind::NoAnswer { host: "vpn.example.net".into(), port: 1194, transport: Transport::Udp };
    assert_eq!((failure.kind, failure.retry), (expected, Retry::NextServer));
    assert_eq!(world.now - world.began, S(10));
}

#[test]
fn a_wrong_control_key_is_told_apart_from_silence() {
    let mut setting = Setting::new();
    setting.profile.remotes[0].wrap = Wrap::TlsCrypt { key: StaticKey::new([1; 256]) };
    setting.profile.remotes[0].answer_timeout = S(10);
    let mut world = setting.world(Script::new());
    world.start();
    // What a server with another key might send.
    let mut packet = vec![0x40];
    packet.extend([9; 80]);
    world.input(Input::Received(LinkId(0), &packet));
    assert_eq!(world.failure(S(20)).kind, FailureKind::ControlKeyMismatch);
}

#[test]
fn a_server_that_goes_silent_during_the_handshake() {
    let mut world = Setting::new().world(Script::new());
    world.start();
    assert!(world.run_until(S(5), |world| world.phases().contains(&Phase::Securing)));
    world.cut = true;
    let begun = world.now;
    let failure = world.failure(S(100));
    assert_eq!((failure.kind, failure.retry), (FailureKind::ServerSilentAtHello, Retry::NextServer));
    assert!(world.now - begun < S(10), "{:?}", world.now - begun);
}

#[test]
fn a_slow_network_has_its_time_for_the_first_message() {
    for seed in 0..20 {
        let mut world = Setting::new().world(Script::new()).seed(seed);
        world.slowest = S(3);
        world.start();
        assert!(world.run_until(S(120), |world| world.config().is_some()), "{seed}: {:?}", world.events);
    }
    let lossy = (0..200).filter(|seed| {
        let mut world = Setting::new().world(Script::new()).seed(*seed);
        world.loss = 30;
        world.start();
        !world.run_until(S(120), |world| world.config().is_some())
    });
    assert!(lossy.count() < 8);
}

#[test]
fn a_server_that_forgot_us_is_followed() {
    let setting = Setting::new();
    let mut server = TestServer::of(Script::new(), &setting.authority);
    server.stale_resets = vec![SessionId([0x11; 8]), SessionId([0x12; 8])];
    let mut world = World::new(&setting.profile, server);
    world.connect();
    traffic(&mut world);
}

#[test]
fn links_that_break() {
    let failure = |phase: Option<Phase>, error| {
        let mut world = Setting::new().world(Script::new());
        world.start();
        if let Some(phase) = phase {
            assert!(world.run_until(S(50), |world| world.phases().contains(&phase)));
        }
        world.input(Input::LinkDown(LinkId(0), error));
        world.closed().cloned().unwrap()
    };
    let refused =
        FailureKind::ConnectionRefused { host: "vpn.example.net".into(), port: 1194, transport: Transport::Udp };
    assert_eq!(failure(None, LinkError::Refused).kind, refused);
    assert_eq!(
        failure(None, LinkError::Unreachable((&std::io::Error::from(std::io::ErrorKind::NetworkUnreachable)).into()))
            .kind,
        FailureKind::NoNetwork
    );
    let lost = failure(Some(Phase::Configuring), LinkError::Closed);
    assert_eq!((lost.kind, lost.retry), (FailureKind::ConnectionLost, Retry::After(S(1))));
}

#[test]
fn wrong_certificates_are_told_precisely() {
    let setting = Setting::new();
    let failure = |profile: &Profile, server: TestServer| {
        let mut world = World::new(profile, server);
        world.start();
        let failure = world.failure(S(10));
        world.run_for(S(1));
        assert!(world.server.seen.iter().any(|seen| matches!(seen, Seen::TlsFailed(_))), "the server gets an alert");
        failure
    };
    let stranger = Authority::new("Stranger");
    let failed = failure(&setting.profile, TestServer::of(Script::new(), &stranger));
    assert_eq!((failed.kind, failed.retry), (FailureKind::UnknownAuthority, Retry::Never));

    let expired = setting.authority.server_with("vpn", |params| params.not_after = rcgen::date_time_ymd(2025, 6, 1));
    let failed = failure(&setting.profile, TestServer::new(Script::new(), &[], &expired));
    assert_eq!(failed.kind, FailureKind::ServerCertificateExpired { not_after: 1_748_736_000 });

    let mut profile = setting.profile.clone();
    profile.tls.verify_name = Some(VerifyName { kind: VerifyNameKind::Name, value: "other".into() });
    let failed = failure(&profile, TestServer::of(Script::new(), &setting.authority));
    let expected = FailureKind::ServerNameMismatch { expected: "other".into(), found: "vpn.example.net".into() };
    assert_eq!(failed.kind, expected);
}

#[test]
fn a_client_certificate_that_the_server_refuses() {
    let setting = Setting::new();
    for tls12 in [false, true] {
        let client_ca = Some(setting.authority.der.clone());
        let mut world = setting.world(Script { client_ca: client_ca.clone(), tls12, ..Script::new() });
        world.start();
        assert_eq!(world.failure(S(10)).kind, FailureKind::ClientCertificateRefused, "none at all, TLS 1.2: {tls12}");

        let mut with = Setting { authority: Authority::new("Stranger"), profile: setting.profile.clone() };
        let leaf = with.authority.client("me");
        with.profile.tls.identity = Some(ClientIdentity {
            chain: vec![leaf.der],
            key_pem: leaf.key.serialize_pem().as_str().into(),
            encrypted: false,
        });
        let server = TestServer::of(Script { client_ca, tls12, ..Script::new() }, &setting.authority);
        let mut world = World::new(&with.profile, server);
        world.start();
        assert_eq!(world.failure(S(10)).kind, FailureKind::ClientCertificateRefused, "a stranger's, TLS 1.2: {tls12}");
    }
}

#[test]
fn a_client_certificate_that_the_server_accepts() {
    let mut setting = Setting::new();
    let leaf = setting.authority.client("me");
    setting.profile.tls.identity = Some(ClientIdentity {
        chain: vec![leaf.der],
        key_pem: leaf.key.serialize_pem().as_str().into(),
        encrypted: false,
    });
    for tls12 in [false, true] {
        let client_ca = Some(setting.authority.der.clone());
        let mut world = setting.world(Script { client_ca, tls12, ..Script::new() });
        world.connect();
    }
}

#[test]
fn nothing_is_sent_before_all_is_known() {
    let setting = Setting::with_login();
    let failure = setting.refusal();
    assert_eq!(failure.kind, FailureKind::CredentialsNeeded);
    assert!(matches!(failure.retry, Retry::AskUser(Prompt::Credentials { refused: None, .. })));

    let mut setting = Setting::new();
    let leaf = setting.authority.issue({
        let mut params = sim::named("me");
        params.not_after = rcgen::date_time_ymd(2025, 6, 1);
        params
    });
    setting.profile.tls.identity = Some(ClientIdentity {
        chain: vec![leaf.der],
        key_pem: leaf.key.serialize_pem().as_str().into(),
        encrypted: false,
    });
    assert_eq!(setting.refusal().kind, FailureKind::ClientCertificateExpired { not_after: 1_748_736_000 });
}

#[test]
fn a_refused_password_is_asked_for_again() {
    let setting = Setting::with_login();
    let judge = |_: Option<&str>, password: Option<&str>| (password != Some("right")).then(|| "AUTH_FAILED,no".into());
    let mut world = setting.world_as(Script { judge, ..Script::new() }, &alice(), &mut None);
    world.start();
    let failure = world.failure(S(10));
    assert_eq!(failure.kind, FailureKind::CredentialsRefused { reason: Some("no".into()) });
    let Retry::AskUser(Prompt::Credentials { username, refused: Some(_), .. }) = failure.retry else { panic!() };
    assert_eq!(username.as_deref(), Some("alice"));
    assert_eq!(logins(&world), [(0, Some("alice".into()), Some("secret".into()))]);
}

#[test]
fn a_refused_profile_without_a_user_name_is_not_told_about_passwords() {
    let reasons = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    for (said, reason) in [("AUTH_FAILED", ""), ("AUTH_FAILED,closed for you", "closed for you")] {
        let mut world = Setting::new().world(Script { verdict: Some(said.into()), ..Script::new() });
        world.start();
        let failure = world.failure(S(10));
        let expected = FailureKind::NotLetIn { reason: reasons(reason) };
        assert_eq!((failure.kind, failure.retry), (expected, Retry::Never));
    }
}

#[test]
fn a_token_replaces_the_password_and_is_dropped_when_refused() {
    let setting = Setting::with_login();
    let reply =
        "PUSH_REPLY,topology subnet,ifconfig 10.8.0.2 255.255.255.0,peer-id 7,protocol-flags tls-ekm,auth-token T1";
    let script = || Script { replies: vec![reply.into()], ..Script::new() };
    let mut world = setting.world_as(script(), &alice(), &mut None);
    world.connect();
    let now = world.now;
    world.server.say(now, "PUSH_REPLY,auth-token T2");
    world.drain();
    world.run_for(S(1));
    world.server.renegotiate(now);
    world.drain();
    world.run_for(S(1));
    let expected = [(0, Some("alice".into()), Some("secret".into())), (1, Some("alice".into()), Some("T2".into()))];
    assert_eq!(logins(&world), expected);

    let mut carried = world.client.into_carried();
    let judge =
        |_: Option<&str>, password: Option<&str>| (password == Some("T2")).then(|| "AUTH_FAILED,SESSION:old".into());
    let mut world = setting.world_as(Script { judge, ..script() }, &alice(), &mut carried);
    world.start();
    let failure = world.failure(S(10));
    assert_eq!(failure.retry, Retry::After(Duration::ZERO));
    let mut carried = world.client.into_carried();
    let mut world = setting.world_as(Script { judge, ..script() }, &alice(), &mut carried);
    world.connect();
    assert_eq!(logins(&world), [(0, Some("alice".into()), Some("secret".into()))]);
}

#[test]
fn a_question_is_carried_to_the_next_session() {
    let setting = Setting::with_login();
    let judge = |_: Option<&str>, password: Option<&str>| match password {
        Some("CRV1::st::42") => None,
        _ => Some("AUTH_FAILED,CRV1:R,E:st:Ym9i:What is it?".into()),
    };
    let mut world = setting.world_as(Script { judge, ..Script::new() }, &alice(), &mut None);
    world.start();
    let failure = world.failure(S(10));
    let Retry::AskUser(Prompt::Challenge(challenge)) = failure.retry else { panic!("{failure:?}") };
    assert_eq!((challenge.text.as_str(), challenge.echo), ("What is it?", true));
    let mut carried = world.client.into_carried();
    let refused =
        session(&setting.profile, &Secrets::default(), &mut carried, start(), proto::SUPPORTED).err().unwrap();
    assert_eq!(refused.kind, FailureKind::CredentialsNeeded, "a session that was not made leaves the question");
    let answered = Secrets { challenge_response: Some("42".into()), ..alice() };
    let mut world = setting.world_as(Script { judge, ..Script::new() }, &answered, &mut carried);
    world.connect();
    assert_eq!(logins(&world), [(0, Some("bob".into()), Some("CRV1::st::42".into()))]);
}

#[test]
fn a_sign_in_that_needs_more_time_and_an_answer() {
    let setting = Setting::with_login();
    let judge = |_: Option<&str>, _: Option<&str>| Some("AUTH_PENDING,timeout 300".into());
    let mut world = setting.world_as(Script { judge, replies: vec![], ..Script::new() }, &alice(), &mut None);
    world.start();
    world.run_for(S(70));
    let now = world.now;
    world.server.say(now, "INFO_PRE,CR_TEXT:R:Code?");
    world.drain();
    world.server.say(now, "INFO_PRE,OPEN_URL:http://evil.example/");
    world.drain();
    world.run_for(S(1));
    let prompt = world.events.iter().find_map(|event| match event {
        SessionEvent::Prompt(id, Prompt::Challenge(challenge)) if challenge.text == "Code?" => Some(*id),
        _ => None,
    });
    world.input(Input::Answer(prompt.unwrap(), Answer::Challenge { response: "77".into() }));
    world.run_for(S(1));
    assert!(texts(&world).contains(&"CR_RESPONSE,Nzc=".to_owned()));
    assert!(texts(&world).iter().filter(|text| *text == "PUSH_REQUEST").count() < 16, "asked seldom meanwhile");
    let now = world.now;
    world
        .server
        .say(now, "PUSH_REPLY,topology subnet,ifconfig 10.8.0.2 255.255.255.0,peer-id 7,protocol-flags tls-ekm");
    assert!(world.run_until(S(5), |world| world.config().is_some()));
    assert!(!world.events.iter().any(|event| matches!(event, SessionEvent::Prompt(_, Prompt::OpenBrowser { .. }))));
}

#[test]
fn what_the_server_says_ends_the_session() {
    let ended = |text: &str| {
        let mut world = Setting::new().world(Script::new());
        world.connect();
        let now = world.now;
        world.server.say(now, text);
        world.drain();
        let failure = world.failure(S(5));
        (failure.kind, failure.retry)
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(ended("HALT,bye"), (FailureKind::ServerHalted { message: text("bye") }, Retry::Never));
    assert_eq!(
        ended("RESTART,[N]soon"),
        (
            FailureKind::ServerRestarting { message: text("soon") },
            Retry::Directed { after: S(3), place: Place::NextAddress },
        )
    );
    assert_eq!(ended("EXIT"), (FailureKind::ServerRestarting { message: None }, Retry::After(S(1))));
    assert_eq!(
        ended("AUTH_FAILED,TEMP[backoff 9]:busy"),
        (
            FailureKind::SignInPostponed { message: text("busy") },
            Retry::Directed { after: S(9), place: Place::NextAddress },
        )
    );
}

#[test]
fn a_goodbye_without_the_control_channel() {
    let mut setting = Setting::new();
    setting.profile.remotes[0].exit_notify = 3;
    let replies =
        vec!["PUSH_REPLY,topology subnet,ifconfig 10.8.0.2 255.255.255.0,peer-id 7,protocol-flags tls-ekm".into()];
    let mut world = setting.world(Script { replies, ..Script::new() });
    world.connect();
    world.input(Input::Close(CloseReason::User));
    assert!(world.closed().is_some());
    world.run_for(S(1));
    assert_eq!(world.server.seen.iter().filter(|seen| **seen == Seen::OccExit).count(), 3);
}

#[test]
fn options_that_cannot_be_left_out_end_the_session() {
    let ended = |options: &str| {
        let replies = vec![format!("PUSH_REPLY,{options}")];
        let mut world = Setting::new().world(Script { replies, ..Script::new() });
        world.start();
        world.failure(S(20)).kind
    };
    let refused = |option: &str| FailureKind::ServerOptionRefused { option: option.into() };
    assert_eq!(ended("ping 1"), FailureKind::NoAddressGiven);
    let unusable = FailureKind::AddressUnusable { address: "127.0.0.1".into() };
    assert_eq!(ended("ifconfig 127.0.0.1 255.0.0.0"), unusable);
    assert_eq!(ended("ifconfig 10.8.0.2 10.8.0.1,protocol-flags warp"), refused("protocol-flags"));
    assert!(matches!(ended("ifconfig 10.8.0.2 10.8.0.1,cipher BF-CBC"), FailureKind::CipherTooOld { .. }));
    assert!(matches!(ended("ifconfig 10.8.0.2 10.8.0.1,cipher AES-128-CBC"), FailureKind::CipherNotShared { .. }));
}

#[test]
fn a_moved_client_says_so_with_data() {
    let mut world = Setting::new().world(Script::new());
    world.connect();
    let before = world.sent_frames;
    world.input(Input::NetworkChanged { moved: true });
    assert_eq!((world.closed(), world.sent_frames), (None, before + 2), "and asks whether it is heard");
    let mut world = Setting::new().world(Script::new());
    world.start();
    world.input(Input::NetworkChanged { moved: false });
    assert_eq!(world.closed(), None, "who stays where it was goes on");
    world.input(Input::NetworkChanged { moved: true });
    let failure = world.closed().unwrap();
    assert_eq!((&failure.kind, &failure.retry), (&FailureKind::ConnectionLost, &Retry::After(Duration::ZERO)));
}

#[test]
fn closing_before_anything_happened_is_quiet() {
    let mut world = Setting::new().world(Script::new());
    world.start();
    let before = world.sent_frames;
    world.input(Input::Close(CloseReason::User));
    assert_eq!(world.closed().map(|failure| failure.kind.clone()), Some(FailureKind::Cancelled));
    assert_eq!(world.sent_frames, before);
}

/// Every server that holds a good certificate can do this.
#[test]
fn whatever_an_authenticated_server_says_does_not_break_us() {
    let words = [
        "PUSH_REPLY,",
        "PUSH_REPLY,ifconfig ",
        "AUTH_PENDING,",
        "INFO_PRE,",
        "INFO,CR_TEXT:",
        "INFO_PRE,WEB_AUTH::",
        "ACC,",
        "X",
        "PUSH_REPLY,push-continuation 2,",
        "PUSH_REPLY,auth-token ",
        "\u{1}",
    ];
    let mut random = sim::Pseudo::new(9);
    let mut world = Setting::new().world(Script::new());
    world.connect();
    for _ in 0..300 {
        let mut tail = vec![0; (random.draw() % 60) as usize];
        vpn_api::Entropy::fill(&mut random, &mut tail);
        let tail: String = tail.iter().map(|byte| char::from(32 + byte % 95)).collect();
        let text = format!("{}{tail}", words[(random.draw() % words.len() as u64) as usize]);
        let now = world.now;
        world.server.say(now, &text);
        world.run_for(Duration::from_millis(20));
    }
    assert_eq!(world.closed(), None);
    traffic(&mut world);
}
