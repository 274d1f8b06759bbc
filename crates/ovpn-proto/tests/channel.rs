//! The data channel of whole sessions: epochs, fragments, compression, used up keys, old ciphers.

#![expect(clippy::wildcard_enum_match_arm, reason = "tests look for one kind")]

use std::time::Duration;

use ovpn_proto::{data::KeyLimits, peer_info::proto};
use ovpn_settings::{Cipher, Compression, Digest, Fragment};
use sim::{Act, Script, Seen, Setting, World};
use vpn_api::{Blame, CloseReason, FailureKind, Input, Retry};

/// Asks for our options (docs/protocol/openvpn.md §9).
const OPTIONS_REQUEST: &[u8] =
    &[0x28, 0x7f, 0x34, 0x6b, 0xd4, 0xef, 0x7a, 0x81, 0x2d, 0x56, 0xb8, 0xd3, 0xaf, 0xc5, 0x45, 0x9c, 0];

/// A server that pushes these options behind the usual ones.
fn pushing(flags: &str, options: &str) -> Script {
    let reply = format!(
        "PUSH_REPLY,topology subnet,ifconfig 10.8.0.2 255.255.255.0,peer-id {{peer-id}},cipher {{cipher}},\
         protocol-flags cc-exit {flags}{options}"
    );
    Script { replies: vec![reply], ..Script::new() }
}

fn epochs() -> Script {
    Script { epochs: true, ..pushing("tls-ekm aead-epoch", "") }
}

fn packet(seed: u8, len: usize) -> Vec<u8> {
    let mut packet: Vec<u8> = (0..len).map(|at| seed.wrapping_add((at % 253) as u8)).collect();
    packet.insert(0, 0x45);
    packet
}

fn arrived(world: &World) -> Vec<Vec<u8>> {
    let packets = world.server.seen.iter().filter_map(|seen| match seen {
        Seen::Packet(packet) => Some(packet.clone()),
        _ => None,
    });
    packets.collect()
}

/// Packets of several lengths each way; all have to come, unchanged and once.
fn traffic(world: &mut World) {
    let (mut there, mut back) = (arrived(world), world.received.clone());
    for (seed, len) in [(1, 20), (2, 600), (3, 1400)] {
        world.send(&packet(seed, len));
        world.send_back(&packet(seed + 10, len));
        world.run_for(Duration::from_millis(200));
        there.push(packet(seed, len));
        back.push(packet(seed + 10, len));
    }
    assert!(arrived(world) == there && world.received == back, "{:?}", world.events);
}

#[test]
fn epochs_carry_packets_and_survive_renegotiations() {
    for cipher in [Cipher::Aes256Gcm, Cipher::Aes128Gcm, Cipher::ChaCha20Poly1305] {
        let mut setting = Setting::new();
        setting.profile.timing.renegotiate = Duration::from_secs(100);
        let mut world = setting.connected(Script { cipher, ..epochs() });
        traffic(&mut world);
        world.run_for(Duration::from_secs(350));
        assert!(world.rekeys() >= 2, "{cipher}: {:?}", world.events);
        traffic(&mut world);
        assert!(world.closed().is_none());
    }
}

#[test]
fn a_server_whose_keys_wear_out_moves_through_the_epochs_and_renegotiates() {
    let limits = KeyLimits { epoch_blocks: 100, renew_at_epoch: 6, ..KeyLimits::default() };
    let ping = Some(Duration::from_secs(5));
    let mut world = Setting::new().connected(Script { limits, ping, ..epochs() });
    for _ in 0..8 {
        traffic(&mut world);
    }
    world.run_for(Duration::from_secs(120));
    assert!(world.rekeys() >= 1, "{:?}", world.events);
    traffic(&mut world);
}

#[test]
fn epochs_are_refused_without_what_they_need() {
    let profile = || {
        let mut setting = Setting::new();
        setting.profile.data.ciphers.push(Cipher::Aes256Cbc);
        setting
    };
    let no_peer = Script {
        replies: vec![
            "PUSH_REPLY,ifconfig 10.8.0.2 10.8.0.1,cipher AES-256-GCM,protocol-flags tls-ekm aead-epoch".into(),
        ],
        ..Script::new()
    };
    let cbc = Script { cipher: Cipher::Aes256Cbc, ..pushing("tls-ekm aead-epoch", "") };
    for script in [no_peer, cbc, pushing("aead-epoch", "")] {
        let failure = profile_failure(&profile(), script);
        assert_eq!(failure, FailureKind::ServerOptionRefused { option: "aead-epoch".into() });
    }
    let mut world = profile().connected(epochs());
    traffic(&mut world);
}

fn profile_failure(setting: &Setting, script: Script) -> FailureKind {
    let mut world = setting.world(script);
    world.start();
    let failure = world.failure(Duration::from_secs(60));
    assert_eq!(failure.blame, Blame::Server);
    failure.kind
}

#[test]
fn epochs_are_announced_only_where_they_are_spoken() {
    let bits = |setting: &Setting, script: Script| -> u32 {
        let world = setting.connected(script);
        let info = world.server.seen.iter().find_map(|seen| match seen {
            Seen::Login { peer_info, .. } => Some(peer_info.clone()),
            _ => None,
        });
        info.unwrap().lines().find_map(|line| line.strip_prefix("IV_PROTO=")?.parse().ok()).unwrap()
    };
    let mut setting = Setting::new();
    setting.profile.data.ciphers.push(Cipher::Aes256Cbc);
    assert_ne!(bits(&setting, Script::new()) & proto::DATA_EPOCH, 0, "another cipher does no harm");
    setting.profile.data.ciphers = vec![Cipher::Aes256Cbc];
    let cbc = Script { cipher: Cipher::Aes256Cbc, ..Script::new() };
    assert_eq!(bits(&setting, cbc) & proto::DATA_EPOCH, 0, "there would be no cipher for it");
    let mut setting = Setting::new();
    setting.profile.data.key_export = false;
    let prf = Script { exporter: false, ..pushing("", "") };
    assert_eq!(bits(&setting, prf) & proto::DATA_EPOCH, 0, "there would be no key for it");
}

#[test]
fn fragments_go_with_every_kind_of_key() {
    for (script, cipher) in [
        (pushing("tls-ekm", ""), Cipher::Aes256Gcm),
        (pushing("tls-ekm", ""), Cipher::Aes256Cbc),
        (epochs(), Cipher::ChaCha20Poly1305),
    ] {
        let mut setting = Setting::new();
        setting.profile.data.ciphers.push(Cipher::Aes256Cbc);
        setting.profile.timing.renegotiate = Duration::from_secs(100);
        setting.profile.remotes[0].fragment = Some(Fragment { size: 500, with_headers: false });
        let mut world = setting.connected(Script { cipher, fragment: Some(500), ..script });
        traffic(&mut world);
        world.run_for(Duration::from_secs(150));
        assert!(world.rekeys() >= 1, "{cipher}");
        traffic(&mut world);
        let ours = world.config().unwrap().mss.unwrap().ipv4;
        assert!((300..450).contains(&ours), "{cipher}: segments fit one piece: {ours}");
    }
}

/// Pieces get lost and overtake each other; what comes out is whole.
#[test]
fn fragments_under_loss_are_never_mixed() {
    let mut setting = Setting::new();
    setting.profile.remotes[0].fragment = Some(Fragment { size: 300, with_headers: false });
    let mut world = setting.connected(Script { fragment: Some(300), ..pushing("tls-ekm", "") });
    (world.loss, world.slowest) = (20, Duration::from_millis(40));
    let sent: Vec<Vec<u8>> = (0..200).map(|seed| packet(seed, 700 + usize::from(seed))).collect();
    for packet in &sent {
        world.send(packet);
        world.send_back(packet);
        world.run_for(Duration::from_millis(3));
    }
    world.run_for(Duration::from_secs(1));
    for came in [&arrived(&world), &world.received] {
        assert!((40..190).contains(&came.len()), "{} of 200 came", came.len());
        assert!(came.iter().all(|packet| sent.contains(packet)));
    }
}

#[test]
fn a_server_that_compresses_unasked_ends_the_session() {
    // LZO1X of 64 times 0x45, made by an LZO library; the packets around it are plain.
    let compressed = [&[0x66][..], &[0x12, 0x45, 0x20, 0x1e, 0x00, 0x00, 0x11, 0x00, 0x00]].concat();
    let mut setting = Setting::new();
    let script = || pushing("tls-ekm", ",comp-lzo yes");
    let mut world = setting.connected(script());
    world.send_back(&[&[0xfa][..], &packet(1, 50)].concat());
    world.run_for(Duration::from_secs(1));
    assert_eq!((world.received.clone(), world.closed()), (vec![packet(1, 50)], None), "framing alone is fine");
    world.send_back(&compressed);
    let failure = world.failure(Duration::from_secs(1));
    assert_eq!(
        (failure.kind, failure.blame, failure.retry),
        (FailureKind::ServerCompresses, Blame::Server, Retry::Never)
    );

    setting.profile.data.allow_compression = true;
    let mut world = setting.connected(script());
    world.send_back(&compressed);
    world.run_for(Duration::from_secs(1));
    assert_eq!((world.received.len(), world.closed()), (1, None));
    assert!(world.received[0].iter().all(|byte| *byte == 0x45) && world.received[0].len() > 30);
}

#[test]
fn packet_ids_that_come_near_their_end_bring_new_keys() {
    // The server begins near the end and does nothing about it: the client has to.
    let limits = KeyLimits { first_id: 0xff00_0000 - 2, renew_at_id: u32::MAX, ..KeyLimits::default() };
    let mut world = Setting::new().connected(Script { limits, ..pushing("tls-ekm", "") });
    world.send_back(&packet(1, 50));
    world.run_for(Duration::from_secs(5));
    assert_eq!(world.rekeys(), 0, "it is not that near yet");
    traffic(&mut world);
    world.run_for(Duration::from_secs(90));
    assert!(world.rekeys() >= 1, "{:?}", world.events);
    traffic(&mut world);
}

#[test]
fn old_ciphers_are_named() {
    let mut setting = Setting::new();
    setting.profile.data.ciphers.push(Cipher::Aes256Cbc);
    for name in ["BF-CBC", "AES-256-CFB", "none"] {
        let mut script = pushing("tls-ekm", "");
        script.replies = vec![script.replies[0].replace("{cipher}", name)];
        let failure = profile_failure(&setting, script);
        // OpenVPN looks ciphers up without regard to case; the profile's and the server's are named alike.
        assert_eq!(failure, FailureKind::CipherTooOld { cipher: name.to_ascii_uppercase() });
    }
    // A server that does not negotiate says it in its options string.
    let mut script = pushing("tls-ekm", "");
    script.replies = vec![script.replies[0].replace(",cipher {cipher}", "")];
    script.options = "V4,dev-type tun,cipher AES-128-OFB,auth SHA1".into();
    assert_eq!(profile_failure(&setting, script), FailureKind::CipherTooOld { cipher: "AES-128-OFB".into() });
    // One that Adit has and the profile does not offer is another matter.
    let script = Script { cipher: Cipher::Aes128Cbc, ..pushing("tls-ekm", "") };
    assert!(matches!(profile_failure(&setting, script), FailureKind::CipherNotShared { .. }));
    let script = Script { cipher: Cipher::Aes256Cbc, auth: Digest::Sha1, ..pushing("tls-ekm", ",auth none") };
    assert_eq!(profile_failure(&setting, script), FailureKind::ServerOptionRefused { option: "auth none".into() });
}

#[test]
fn framings_and_data_versions_go_together() {
    for (compression, option) in [
        (Compression::None, ""),
        (Compression::Lzo, ",comp-lzo no"),
        (Compression::Lzo, ",comp-lzo yes"),
        (Compression::Stub, ",compress"),
        (Compression::Stub, ",compress lz4"),
        (Compression::StubV2, ",compress stub-v2"),
        (Compression::StubV2, ",compress lz4-v2"),
    ] {
        let mut world = Setting::new().connected(Script { compression, ..pushing("tls-ekm", option) });
        traffic(&mut world);
        let script = Script {
            compression,
            peer_id: None,
            replies: vec![format!(
                "PUSH_REPLY,ifconfig 10.8.0.2 10.8.0.1,cipher {{cipher}},protocol-flags tls-ekm{option}"
            )],
            ..Script::new()
        };
        let mut world = Setting::new().connected(script);
        traffic(&mut world);
    }
}

/// Pitfalls (docs/protocol/openvpn.md §8): framing of the profile stays when nothing is pushed, and `comp-lzo no` is
/// framing, too.
#[test]
fn framing_is_the_profiles_until_the_server_pushes_another() {
    for (ours, option, theirs) in [
        (Compression::Lzo, "", Compression::Lzo),
        (Compression::None, ",comp-lzo no", Compression::Lzo),
        (Compression::Lzo, ",compress stub-v2", Compression::StubV2),
        (Compression::Stub, ",compress migrate", Compression::None),
    ] {
        let mut setting = Setting::new();
        setting.profile.data.compression = ours;
        let mut world = setting.connected(Script { compression: theirs, ..pushing("tls-ekm", option) });
        traffic(&mut world);
    }
}

/// Pitfall (docs/protocol/openvpn.md §20): the pushed `auth` counts, and the profile's only where none is pushed.
#[test]
fn the_digest_of_cbc_is_the_pushed_one() {
    for (ours, option, theirs) in [
        (Digest::Sha1, ",auth SHA512", Digest::Sha512),
        (Digest::Sha256, "", Digest::Sha256),
        (Digest::None, ",auth SHA384", Digest::Sha384),
    ] {
        let mut setting = Setting::new();
        setting.profile.data.ciphers = vec![Cipher::Aes192Cbc];
        setting.profile.data.auth = ours;
        let script = Script { cipher: Cipher::Aes192Cbc, auth: theirs, ..pushing("tls-ekm", option) };
        traffic(&mut setting.connected(script));
    }
}

/// Pitfall (docs/protocol/openvpn.md §20): tunnels that die at a renegotiation because data packets go on under key id 0, or
/// because key ids after 7 do not begin again at 1.
#[test]
fn data_goes_on_through_more_renegotiations_than_there_are_key_ids() {
    let mut setting = Setting::new();
    setting.profile.timing.renegotiate = Duration::from_secs(100);
    for script in [pushing("tls-ekm", ""), epochs()] {
        let mut world = setting.connected(script);
        for _ in 0..10 {
            traffic(&mut world);
            world.run_for(Duration::from_secs(100));
        }
        assert!(world.rekeys() >= 9, "{:?}", world.events);
        traffic(&mut world);
    }
}

#[test]
fn a_server_is_told_our_options_when_it_asks_among_the_data() {
    let mut world = Setting::new().connected(pushing("tls-ekm", ""));
    world.run_for(Duration::from_secs(2));
    let before = world.sent_frames;
    world.send_back(OPTIONS_REQUEST);
    world.run_for(Duration::from_secs(1));
    assert_eq!(world.sent_frames, before + 2, "the question and one answer");
    assert!(world.received.is_empty() && world.closed().is_none());
}

/// Both directions of the goodbye that servers before 2.6 know, inside every frame that there is.
#[test]
fn goodbyes_among_the_data_end_the_session() {
    for fragment in [None, Some(300)] {
        let script = || Script {
            compression: Compression::Lzo,
            fragment,
            replies: vec![
                "PUSH_REPLY,ifconfig 10.8.0.2 10.8.0.1,peer-id {peer-id},cipher {cipher},key-derivation tls-ekm,\
                 comp-lzo no,explicit-exit-notify 1"
                    .into(),
            ],
            ..Script::new()
        };
        let mut setting = Setting::new();
        setting.profile.remotes[0].fragment = fragment.map(|size| Fragment { size, with_headers: false });
        let theirs = Script { timeline: vec![(Duration::from_secs(2), Act::OccExit)], ..script() };
        let failure = setting.connected(theirs).failure(Duration::from_secs(10));
        assert!(matches!(failure.kind, FailureKind::ServerRestarting { .. }), "{failure:?}");
        let mut world = setting.connected(script());
        traffic(&mut world);
        world.input(Input::Close(CloseReason::User));
        world.run_for(Duration::from_secs(5));
        assert!(world.server.seen.contains(&Seen::OccExit), "{:?}", world.server.seen);
    }
}
