//! Where the bounds of a profile lie: of each value the last that is good, and the first that is not.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use ovpn_settings::{
    AfterSilence, Cipher, ClientIdentity, Digest, Fragment, InvalidDocument, KeyDirection, Login, MAX_PEER_INFO,
    MAX_PULL_FILTERS, MAX_REMOTES, MAX_SECONDS, PROTOCOL, Profile, PullAction, PullFilter, Silence, StaticChallenge,
    StaticKey, TlsVersion, VerifyName, VerifyNameKind, Wrap, is_host, material, options::MIN_TUN_MTU,
};
use vpn_api::{
    Mtu, Secret,
    proxy::{Proxy, ProxyKind},
    session::Transport,
};

const TEXT: usize = 4096;
const CERTIFICATE: usize = 1 << 16;
const LIST: usize = 512;

fn profile() -> Profile {
    let text = r#"{"remotes":[{"host":"vpn.example","port":1194,"transport":"udp","family":"any","wrap":"none",
        "answer_timeout":{"secs":9,"nanos":0},"exit_notify":0,"tun_mtu":1500,"max_packet_size":1250}],
        "tls":{"ca":["AAAA"]}}"#;
    Profile::from_settings(&Secret::from(text)).unwrap()
}

/// What is wrong with the profile after this change; `None`: nothing.
fn wrong(change: impl FnOnce(&mut Profile)) -> Option<&'static str> {
    let mut profile = profile();
    change(&mut profile);
    let judged = profile.validate().err().map(|invalid| invalid.what);
    let again = Profile::from_settings(&profile.to_settings());
    assert_eq!(again.is_ok(), judged.is_none(), "{judged:?}");
    if let Err(InvalidDocument::Value(invalid)) = again {
        assert_eq!(Some(invalid.what), judged);
    }
    judged
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_profile_has_servers_with_names_ports_and_times() {
    assert_eq!(wrong(|_| {}), None, "the control");
    let servers = |count| wrong(|profile| profile.remotes = vec![profile.remotes[0].clone(); count]);
    assert_eq!([servers(0), servers(MAX_REMOTES + 1)], [Some("number of servers"); 2]);
    assert_eq!(servers(MAX_REMOTES), None);
    assert_eq!(wrong(|profile| profile.remotes[0].host = "a b".into()), Some("server name"));
    assert_eq!(wrong(|profile| profile.remotes[0].port = 0), Some("port"));
    let answer = |time| wrong(|profile| profile.remotes[0].answer_timeout = time);
    assert_eq!([answer(seconds(0)), answer(seconds(MAX_SECONDS + 1))], [Some("answer timeout"); 2]);
    assert_eq!([answer(seconds(1)), answer(seconds(MAX_SECONDS))], [None; 2]);
    let goodbyes = |count| wrong(|profile| profile.remotes[0].exit_notify = count);
    assert_eq!([goodbyes(10), goodbyes(11)], [None, Some("exit notifications")]);
    let packet = |size| wrong(|profile| profile.remotes[0].max_packet_size = size);
    assert_eq!([packet(154), packet(2048)], [None; 2]);
    assert_eq!([packet(153), packet(2049)], [Some("largest control packet"); 2]);
    let mtu = |mtu| wrong(|profile| profile.remotes[0].tun_mtu = Mtu::new(mtu).unwrap());
    assert_eq!([mtu(MIN_TUN_MTU), mtu(MIN_TUN_MTU - 1)], [None, Some("tunnel MTU")]);
    let fragment = |size| wrong(|profile| profile.remotes[0].fragment = Some(Fragment { size, with_headers: false }));
    assert_eq!([fragment(68), fragment(67)], [None, Some("size of fragments")]);
}

#[test]
fn a_proxy_can_carry_what_goes_to_its_server() {
    let proxy = |kind, transport, port| {
        wrong(|profile| {
            profile.remotes[0].transport = transport;
            profile.remotes[0].proxy = Some(Proxy::new(kind, "proxy.example".into(), port));
        })
    };
    assert_eq!(proxy(ProxyKind::Http, Transport::Tcp, 3128), None);
    assert_eq!(proxy(ProxyKind::Socks5, Transport::Udp, 1080), None);
    assert_eq!(proxy(ProxyKind::Http, Transport::Udp, 3128), Some("proxy"));
    assert_eq!(proxy(ProxyKind::Http, Transport::Tcp, 0), Some("proxy"), "it is valid itself");
}

#[test]
fn a_key_of_the_control_channel_can_be_used() {
    let wrap = |wrap| wrong(|profile| profile.remotes[0].wrap = wrap);
    let key = || StaticKey::new([7; 256]);
    let with = |digest| Wrap::TlsAuth { key: key(), direction: KeyDirection::Inverse, digest };
    assert_eq!([wrap(with(Digest::Sha1)), wrap(with(Digest::None))], [None, Some("digest of tls-auth")]);
    let own = |length| wrap(Wrap::TlsCryptV2 { key: key(), wrapped: vec![0; length] });
    assert_eq!([own(290), own(1024)], [None; 2]);
    assert_eq!([own(289), own(1025)], [Some("wrapped client key"); 2]);
    assert_eq!(wrap(Wrap::TlsCrypt { key: key() }), None);
}

#[test]
fn somebody_vouches_for_the_server() {
    assert_eq!(wrong(|profile| profile.tls.ca.clear()), Some("authorities"));
    let fingerprints = |count| {
        wrong(|profile| {
            profile.tls.ca.clear();
            profile.tls.peer_fingerprints = vec![[7; 32]; count];
        })
    };
    assert_eq!(
        [fingerprints(1), fingerprints(LIST), fingerprints(LIST + 1)],
        [None, None, Some("number of fingerprints")]
    );
    let ca = |list: Vec<Vec<u8>>| wrong(|profile| profile.tls.ca = list);
    assert_eq!([ca(vec![vec![0; CERTIFICATE]]), ca(vec![vec![0]; LIST])], [None; 2]);
    for list in [vec![vec![0; CERTIFICATE + 1]], vec![vec![0]; LIST + 1], vec![vec![0], vec![]]] {
        assert_eq!(ca(list), Some("authorities"));
    }
    let crl = |length| wrong(|profile| profile.tls.crls = vec![vec![0; length]]);
    assert_eq!([crl(1), crl(1 << 20)], [None; 2]);
    assert_eq!([crl(0), crl((1 << 20) + 1)], [Some("revocation lists"); 2]);
    let most = |most| wrong(|profile| (profile.tls.version_min, profile.tls.version_max) = (TlsVersion::Tls13, most));
    assert_eq!([most(None), most(Some(TlsVersion::Tls13))], [None; 2]);
    assert_eq!(most(Some(TlsVersion::Tls12)), Some("TLS versions"));
    let hash = |length| wrong(|profile| profile.tls.verify_hash = Some(vec![0; length]));
    assert_eq!([hash(20), hash(32)], [None; 2]);
    assert_eq!([hash(0), hash(31)], [Some("authority fingerprint"); 2]);
    let others = |count: usize, length| wrong(|profile| profile.tls.verify_hash_others = vec![vec![0; length]; count]);
    assert_eq!([others(LIST - 1, 20), others(LIST, 20)], [None, Some("number of authority fingerprints")]);
    assert_eq!(others(1, 21), Some("authority fingerprint"));
}

#[test]
fn names_in_tls_are_words_of_a_bounded_length() {
    let suites = "TLS suites";
    type List = fn(&mut Profile) -> &mut Vec<String>;
    let lists: [List; 3] = [
        |profile| &mut profile.tls.ciphers,
        |profile| &mut profile.tls.ciphersuites,
        |profile| &mut profile.tls.groups,
    ];
    for list in lists {
        let with = |names: Vec<String>| wrong(|profile| *list(profile) = names);
        assert_eq!([with(vec!["a".repeat(255)]), with(vec!["x".into(); 64])], [None; 2]);
        for names in [vec![String::new()], vec!["a".repeat(256)], vec!["a b".into()], vec!["x".into(); 65]] {
            assert_eq!(with(names), Some(suites));
        }
    }
    let name = |length: usize| {
        let value = "a".repeat(length);
        wrong(|profile| profile.tls.verify_name = Some(VerifyName { kind: VerifyNameKind::Name, value }))
    };
    assert_eq!([name(1), name(TEXT)], [None; 2]);
    assert_eq!([name(0), name(TEXT + 1)], [Some("server certificate name"); 2]);
    let usages = |count| wrong(|profile| profile.tls.remote_cert_ku = vec![0; count]);
    assert_eq!([usages(16), usages(17)], [None, Some("key usages")]);
    let extended = |length: usize| wrong(|profile| profile.tls.remote_cert_eku = Some("a".repeat(length)));
    assert_eq!([extended(1), extended(TEXT)], [None; 2]);
    assert_eq!([extended(0), extended(TEXT + 1)], [Some("extended key usage"); 2]);
}

#[test]
fn an_identity_has_a_certificate_and_a_key_or_a_container() {
    let with = |chain: Vec<Vec<u8>>, key: String, ca: bool| {
        wrong(|profile| {
            if !ca {
                profile.tls.ca.clear();
            }
            profile.tls.identity = Some(ClientIdentity { chain, key_pem: Secret::new(key), encrypted: false });
        })
    };
    let own = |chain, key: &str| with(chain, key.to_owned(), true);
    assert_eq!(own(vec![vec![0]], "key"), None);
    assert_eq!([own(vec![], "key"), own(vec![vec![]], "key")], [Some("own certificate"); 2]);
    assert_eq!([own(vec![vec![0]], ""), own(vec![vec![0]], &"k".repeat(CERTIFICATE + 1))], [Some("private key"); 2]);
    assert_eq!(own(vec![vec![0]], &"k".repeat(CERTIFICATE)), None);
    let container = material::pem_text(material::pkcs12::LABEL, &[], &[0; 40]).expose().to_owned();
    assert_eq!(with(vec![], container.clone(), false), None, "the authorities may be in it, and the certificate");
    assert_eq!(with(vec![vec![]], container, true), Some("own certificate"));
    assert_eq!(with(vec![vec![0]], "key".to_owned(), false), Some("authorities"));
}

#[test]
fn a_login_is_text_of_a_bounded_length() {
    let text = |length: usize| "a".repeat(length);
    let user =
        |length| wrong(|profile| profile.login = Some(Login { username: Some(text(length)), ..Login::default() }));
    assert_eq!([user(0), user(TEXT), user(TEXT + 1)], [None, None, Some("user name")]);
    let password = |length| {
        let password = Some(Secret::new(text(length)));
        wrong(|profile| profile.login = Some(Login { password, ..Login::default() }))
    };
    assert_eq!([password(TEXT), password(TEXT + 1)], [None, Some("password")]);
    let challenge = |length| {
        let static_challenge = Some(StaticChallenge { text: text(length), echo: true, concat: false });
        wrong(|profile| profile.login = Some(Login { static_challenge, ..Login::default() }))
    };
    assert_eq!([challenge(TEXT), challenge(TEXT + 1)], [None, Some("challenge")]);
}

#[test]
fn the_data_channel_has_ciphers_and_a_window() {
    let ciphers = |count| wrong(|profile| profile.data.ciphers = vec![Cipher::Aes256Gcm; count]);
    assert_eq!([ciphers(1), ciphers(32)], [None; 2]);
    assert_eq!([ciphers(0), ciphers(33)], [Some("data ciphers"); 2]);
    let cipher = |name: &str| wrong(|profile| profile.data.configured_cipher = Some(name.to_owned()));
    assert_eq!([cipher("BF-CBC"), cipher("BF CBC"), cipher("")], [None, Some("cipher"), Some("cipher")]);
    let window = |packets| wrong(|profile| profile.data.replay_window = packets);
    assert_eq!([window(1), window(65_536)], [None; 2]);
    assert_eq!([window(0), window(65_537)], [Some("replay window"); 2]);
}

#[test]
fn times_are_neither_nothing_nor_for_ever() {
    type Optional = fn(&mut Profile, Duration);
    let optional: [Optional; 4] = [
        |profile, time| profile.timing.ping = Some(time),
        |profile, time| profile.timing.silence = Some(Silence { after: time, then: AfterSilence::Exit }),
        |profile, time| profile.timing.inactive = Some((time, 7)),
        |profile, time| profile.timing.session_timeout = Some(time),
    ];
    for set in optional {
        let with = |time| wrong(|profile| set(profile, time));
        assert_eq!([with(seconds(1)), with(seconds(MAX_SECONDS))], [None; 2]);
        assert_eq!([with(seconds(MAX_SECONDS + 1)), with(seconds(0))], [Some("timers"), Some("keepalive")]);
    }
    let beyond = seconds(MAX_SECONDS + 1);
    let given: [Optional; 5] = [
        |profile, time| profile.timing.renegotiate = time,
        |profile, time| profile.timing.handshake = time,
        |profile, time| profile.timing.transition = time,
        |profile, time| profile.timing.retry.1 = time,
        |profile, time| profile.timing.retry = (time, time),
    ];
    for set in given {
        assert_eq!(
            [wrong(|profile| set(profile, seconds(MAX_SECONDS))), wrong(|profile| set(profile, beyond))],
            [None, Some("timers")]
        );
    }
    let least = |least| wrong(|profile| profile.timing.renegotiate_least = Some(least));
    assert_eq!([least(seconds(3600)), least(seconds(3601))], [None, Some("renegotiation")]);
    assert_eq!(wrong(|profile| profile.timing.renegotiate = seconds(0)), None, "never of our own");
    assert_eq!(wrong(|profile| profile.timing.handshake = seconds(0)), Some("handshake time"));
    let retry = |first, most| wrong(|profile| profile.timing.retry = (seconds(first), seconds(most)));
    assert_eq!([retry(5, 5), retry(0, 5), retry(6, 5)], [None, Some("retry times"), Some("retry times")]);
}

#[test]
fn what_a_profile_says_about_itself_is_bounded() {
    let filters = |count, length: usize| {
        let filter = PullFilter { action: PullAction::Ignore, prefix: "a".repeat(length) };
        wrong(|profile| profile.network.pull_filters = vec![filter; count])
    };
    assert_eq!([filters(MAX_PULL_FILTERS, 1), filters(1, TEXT)], [None; 2]);
    assert_eq!(
        [filters(MAX_PULL_FILTERS + 1, 1), filters(1, TEXT + 1)],
        [Some("number of pull filters"), Some("pull filter")]
    );
    let lines = |count| wrong(|profile| profile.peer_info = vec![("UV_A".to_owned(), "x".to_owned()); count]);
    assert_eq!([lines(MAX_PEER_INFO), lines(MAX_PEER_INFO + 1)], [None, Some("number of peer info lines")]);
    let line = |name: &str, value: &str| wrong(|profile| profile.peer_info = vec![(name.to_owned(), value.to_owned())]);
    assert_eq!([line("UV_A", "a b"), line("UV_A", &"a".repeat(256)), line("UV_A", "")], [None; 3]);
    for name in ["IV_A", "UV_A B", "UV_A=B", ""] {
        assert_eq!(line(name, "x"), Some("peer info name"), "{name}");
    }
    for value in ["a\nb", "\u{e4}", &"a".repeat(257)] {
        assert_eq!(line("UV_A", value), Some("peer info value"), "{value:?}");
    }
}

#[test]
fn a_host_is_what_a_resolver_may_be_asked_for() {
    for good in ["vpn.example", "192.0.2.1", "fe80::1%eth0", "a_b-c", "m\u{fc}nchen.example", &"a".repeat(255)] {
        assert!(is_host(good), "{good}");
    }
    for bad in ["", "-vpn.example", ".example", "a b", "a/b", "a\0", "[::1]", &"a".repeat(256)] {
        assert!(!is_host(bad), "{bad:?}");
    }
}

#[test]
fn a_profile_crosses_as_a_document_and_whatever_is_none_is_refused() {
    let whole = profile().to_protocol_profile();
    assert_eq!((&whole.protocol, Profile::from_settings(&whole.settings).unwrap()), (&PROTOCOL, profile()));
    assert!(matches!(Profile::from_settings(&Secret::from("{}")), Err(InvalidDocument::Shape)));
}
