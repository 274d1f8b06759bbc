//! Tunnels through which nothing comes that can be read, those that a server compresses, and servers that say nothing at all.

use ovpn_settings::{Cipher, Compression, Digest, KeyDirection, StaticKey, Wrap};
use vpn_api::{FirstBytes, Input, LinkError, LinkId, Notice, OptionDifference, OtherService, Retry, Transport};

use super::*;

/// A server's options string with these items more.
fn options(more: &str) -> String {
    format!("{}{more}", Script::new().options)
}

fn differs(option: &str, ours: &str, theirs: &str) -> FailureKind {
    let differs = OptionDifference { option: option.into(), ours: ours.into(), theirs: theirs.into() };
    FailureKind::NothingReadable { differs: Some(differs) }
}

/// Sends through the tunnel once a second until the session ends or `limit` passed; how long it took, and why it ended.
fn told(mut world: World, limit: u64) -> Option<(u64, FailureKind)> {
    let began = world.now;
    while world.now - began < S(limit) {
        world.send_back(PACKET);
        world.run_for(S(1));
        if let Some(failure) = world.closed() {
            assert_eq!(failure.retry, Retry::After(S(10)));
            return Some(((world.now - began).as_secs(), failure.kind.clone()));
        }
    }
    None
}

#[test]
fn an_option_that_differs_is_named_after_five_seconds() {
    let compressing = |compression, more: &str| Script { compression, options: options(more), ..pushing("") };
    let mut with_lzo = Setting::new();
    with_lzo.profile.data.compression = Compression::Lzo;
    let mut in_pieces = Setting::new();
    in_pieces.profile.remotes[0].fragment = Some(ovpn_settings::Fragment { size: 1300, with_headers: false });
    let cut = |fragment, more: &str| Script { fragment, options: options(more), ..pushing("") };
    for (setting, script, expected) in [
        (&Setting::new(), compressing(Compression::Lzo, ",comp-lzo"), differs("comp-lzo", "off", "on")),
        (&with_lzo, compressing(Compression::None, ""), differs("comp-lzo", "on", "off")),
        (&Setting::new(), compressing(Compression::Stub, ",comp-lzo"), differs("comp-lzo", "off", "on")),
        (&with_lzo, compressing(Compression::Stub, ",comp-lzo"), FailureKind::NothingReadable { differs: None }),
        (&Setting::new(), cut(Some(1300), ",mtu-dynamic"), differs("fragment", "off", "on")),
        (&in_pieces, Script { ping: Some(S(1)), ..cut(None, "") }, differs("fragment", "on", "off")),
    ] {
        let (seconds, kind) = told(setting.connected(script), 30).unwrap();
        assert_eq!(kind, expected);
        assert!((5..8).contains(&seconds), "{seconds}");
    }
    // Where both ends agree, nothing of this happens.
    for (setting, script) in [
        (&Setting::new(), pushing("")),
        (&with_lzo, compressing(Compression::Lzo, ",comp-lzo")),
        (&in_pieces, cut(Some(1300), ",mtu-dynamic")),
        (&Setting::new(), compressing(Compression::Stub, ",comp-lzo")),
    ] {
        let script = match script.compression {
            Compression::Stub => Script { replies: pushing("compress stub").replies, ..script },
            _ => script,
        };
        assert_eq!(told(setting.connected(script), 20), None);
    }
}

#[test]
fn another_digest_is_named() {
    let mut setting = Setting::new();
    setting.profile.data.ciphers = vec![Cipher::Aes256Cbc];
    setting.profile.data.auth = Digest::Sha1;
    let script = |auth, named: &str| Script {
        cipher: Cipher::Aes256Cbc,
        auth,
        options: format!("V4,dev-type tun,tun-mtu 1500,proto UDPv4,cipher AES-256-CBC,auth {named},keysize 256"),
        ..pushing("ping 10,ping-restart 60")
    };
    let (seconds, kind) = told(setting.connected(script(Digest::Sha256, "SHA256")), 30).unwrap();
    assert_eq!(kind, differs("auth", "SHA1", "SHA256"));
    assert!((5..8).contains(&seconds), "{seconds}");
    assert_eq!(told(setting.connected(script(Digest::Sha1, "SHA1")), 20), None);
    // Anybody can send what cannot be opened: without an option that explains it, the keepalive decides.
    let mut world = setting.connected(script(Digest::Sha256, "SHA1"));
    for _ in 0..50 {
        world.send_back(PACKET);
        world.run_for(S(1));
    }
    assert_eq!(world.closed(), None);
    assert_eq!(world.failure(S(60)).kind, FailureKind::NothingReadable { differs: None });
}

#[test]
fn a_server_that_only_stops_is_still_called_silent() {
    let mut world = Setting::new().pushed("ping 10,ping-restart 60");
    traffic(&mut world);
    world.cut = true;
    assert_eq!(world.failure(S(100)).kind, FailureKind::KeepaliveTimeout { seconds: 60 });
}

#[test]
fn another_mtu_is_told_unless_the_server_pushes_its_own() {
    let script = |options: &str| Script {
        options: Script::new().options.replace("tun-mtu 1500", "tun-mtu 9000"),
        ..pushing(options)
    };
    let world = Setting::new().connected(script(""));
    let told = Notice::OptionDiffers { option: "tun-mtu".into(), ours: "1500".into(), theirs: "9000".into() };
    assert_eq!(world.config().unwrap().notices, [told]);
    let world = Setting::new().connected(script("tun-mtu 9000"));
    assert_eq!((world.config().unwrap().mtu.get(), world.config().unwrap().notices.len()), (9000, 0));
}

#[test]
fn a_server_that_compresses_is_told_once() {
    let mut setting = Setting::new();
    setting.profile.data.allow_compression = true;
    // The server's own framing is none here: the test makes the frames.
    let mut world = setting.pushed("comp-lzo yes");
    world.send_back(&[&[0xfa][..], PACKET].concat());
    world.run_for(S(1));
    assert_eq!((configs(&world).len(), world.config().unwrap().notices.len()), (1, 0), "framing is no compression");
    // LZO1X: one byte, and then it again, many times.
    let compressed = [0x66, 0x12, 0x45, 0x20, 0x1e, 0x00, 0x00, 0x11, 0x00, 0x00];
    for _ in 0..3 {
        world.send_back(&compressed);
        world.run_for(S(1));
    }
    assert_eq!((world.received.len(), world.received[0].as_slice()), (4, PACKET));
    assert!(world.received[1..].iter().all(|packet| packet.len() > 30 && packet.iter().all(|byte| *byte == 0x45)));
    assert_eq!(configs(&world).len(), 2, "said once");
    assert_eq!(configs(&world)[1].notices, [Notice::ServerCompresses]);
    assert_eq!(world.closed(), None);
}

#[test]
fn a_server_that_says_nothing_is_told_within_ten_seconds_whatever_the_profile_waits() {
    let ta = Wrap::TlsAuth { key: StaticKey::new([7; 256]), direction: KeyDirection::Inverse, digest: Digest::Sha1 };
    for (ours, theirs) in [(Wrap::None, ta.clone()), (ta, Wrap::None)] {
        let mut setting = Setting::new();
        setting.profile.remotes[0].wrap = ours;
        setting.profile.remotes[0].answer_timeout = S(120);
        let mut world = setting.world(Script { wrap: theirs, ..pushing("") });
        let began = world.now;
        world.start();
        let failure = world.failure(S(11));
        assert!(world.now - began <= S(10));
        let told = matches!(failure.kind, FailureKind::NoAnswer { .. } | FailureKind::ControlKeyMismatch);
        assert!(told && failure.retry == Retry::NextServer, "{failure:?}");
    }
}

/// Over TCP a server hangs up when a packet does not fit its control key, and another service answers in its own way.
#[test]
fn a_server_that_hangs_up_at_once_did_not_answer() {
    let ended = |error| {
        let mut setting = Setting::new();
        setting.profile.remotes[0].transport = Transport::Tcp;
        let mut world = setting.world(pushing(""));
        world.input(Input::Start);
        world.input(Input::LinkUp(LinkId(0)));
        world.input(Input::LinkDown(LinkId(0), error));
        world.closed().unwrap().kind.clone()
    };
    assert!(matches!(ended(LinkError::Closed), FailureKind::NoAnswer { .. }));
    let other = ended(LinkError::Framing(FirstBytes::of(b"SSH-2.0-x")));
    assert!(matches!(other, FailureKind::OtherService { service: OtherService::Ssh, .. }), "{other:?}");
}
