//! Whole profiles, from text to typed values.

#[cfg(test)]
mod common;

use std::{collections::BTreeMap, time::Duration};

use common::{beside, bytes, fixture, good};
use ovpn_profile::{
    NoSideFiles, Profile, Reason, Rejected, Verdict, parse, parse_with, print,
    profile::{
        AfterSilence, CertProfile, Cipher, Compression, Digest, KeyDirection, MssFix, PullAction, Redirect,
        RouteGateway, Silence, TlsVersion, Topology, VerifyNameKind, Wrap,
    },
};
use profile_api::{Answers, CertificateRole, FileVerdict, Need, SideFileError, SignIn};
use vpn_api::{Transport, session::Family};

#[test]
fn a_present_day_profile_has_no_remarks() {
    let import = parse(&bytes("inline-udp.ovpn"), &NoSideFiles);
    assert_eq!(import.report.verdict, FileVerdict::Importable);
    assert!(import.report.needs.is_empty() && import.report.findings.is_empty());
    let parsed = import.outcome.unwrap();
    assert!(parsed.sign_in.certificate && !parsed.sign_in.password && !parsed.asks.key_passphrase);
    let profile = parsed.profile;
    let remote = &profile.remotes[0];
    assert_eq!((remote.host.as_str(), remote.port, remote.transport), ("vpn.example.com", 1194, Transport::Udp));
    assert_eq!((remote.tun_mtu.get(), remote.max_packet_size, remote.exit_notify), (1500, 1250, 1));
    assert_eq!(remote.answer_timeout, Duration::from_secs(120));
    assert!(matches!(remote.wrap, Wrap::TlsCrypt { .. }));
    assert_eq!(profile.data.ciphers, [Cipher::Aes256Gcm, Cipher::ChaCha20Poly1305]);
    assert_eq!(profile.data.auth, Digest::Sha256);
    assert!(profile.tls.require_server_usage && profile.data.key_export);
    let identity = profile.tls.identity.unwrap();
    assert_eq!((identity.chain.len(), identity.encrypted), (1, false));
    assert!(identity.key_pem.expose().starts_with("-----BEGIN PRIVATE KEY-----\n"));
}

#[test]
fn certificates_are_told() {
    let report = parse(&bytes("inline-udp.ovpn"), &NoSideFiles).report;
    let told: Vec<_> =
        report.certificates.iter().map(|c| (c.role, c.line, c.subject.as_str(), c.issuer.as_str())).collect();
    assert_eq!(
        told,
        [
            (CertificateRole::Authority, 15, "CN=Fixture authority", "CN=Fixture authority"),
            (CertificateRole::Own, 28, "O=Fixture, CN=alice", "CN=Fixture authority"),
        ]
    );
    assert_eq!(report.dates(report.certificates[0].not_before, 0), []);
    assert_eq!(report.dates(i64::MAX, 0).len(), 2);
}

#[test]
fn windows_line_ends_and_a_password() {
    let import = parse(&bytes("password-tcp.ovpn"), &NoSideFiles);
    assert_eq!(import.report.verdict, FileVerdict::ImportableWithWarnings);
    let parsed = import.outcome.unwrap();
    assert!(parsed.asks.username && parsed.asks.password && parsed.asks.challenge);
    let profile = parsed.profile;
    let remote = &profile.remotes[0];
    assert_eq!((remote.host.as_str(), remote.port, remote.transport), ("2001:db8::7", 443, Transport::Tcp));
    let Wrap::TlsAuth { direction, digest, .. } = &remote.wrap else { panic!("{:?}", remote.wrap) };
    assert_eq!((*direction, *digest), (KeyDirection::Inverse, Digest::Sha512));
    let name = profile.tls.verify_name.unwrap();
    assert_eq!((name.kind, name.value.as_str()), (VerifyNameKind::Name, "vpn.example.com"));
    assert_eq!(profile.network.redirect, Some(Redirect { ipv4: true, ipv6: true, ..Redirect::default() }));
    let login = profile.login.unwrap();
    assert!(login.never_remember && login.username.is_none());
    let challenge = login.static_challenge.unwrap();
    assert_eq!((challenge.text.as_str(), challenge.echo, challenge.concat), ("Your code", true, false));
    assert_eq!(profile.data.compression, Compression::Lzo);
    assert_eq!(profile.data.fallback, Some(Cipher::Aes256Cbc));
    assert_eq!(profile.data.ciphers.last(), Some(&Cipher::Aes256Cbc));
    assert_eq!(profile.timing.renegotiate, Duration::ZERO);
}

#[test]
fn files_beside_the_profile_are_taken_or_asked_for() {
    let text = bytes("separate/office.ovpn");
    let mut files = beside();
    let import = parse(&text, &files);
    assert_eq!(import.report.verdict, FileVerdict::Importable, "{:#?}", import.report);
    let profile = import.outcome.unwrap().profile;
    assert_eq!((profile.tls.ca.len(), profile.tls.crls.len()), (1, 1));
    let ends: Vec<_> = profile.remotes.iter().map(|remote| (remote.port, remote.transport, remote.family)).collect();
    assert_eq!(ends, [(1194, Transport::Udp, Family::V4), (443, Transport::Tcp, Family::V4)]);

    files.remove("ta.key");
    files.remove("ca.crt");
    let import = parse(&text, &files);
    let problem = SideFileError::NotFound;
    let need = |directive: &str, name: &str, line| Need::File {
        directive: directive.into(),
        name: name.into(),
        line,
        problem,
    };
    let needs = vec![need("tls-auth", "ta.key", 8), need("ca", "ca.crt", 5)];
    assert_eq!(import.outcome.unwrap_err(), Rejected::Incomplete { needs });
    assert_eq!(import.report.verdict, FileVerdict::ImportableWithWarnings);
}

#[test]
fn a_file_with_the_wrong_content_is_refused() {
    let mut files = beside();
    files.insert("ca.crt".into(), bytes("separate/client.key"));
    let import = parse(&bytes("separate/office.ovpn"), &files);
    assert_eq!(common::refusals(&import), [(Some(5), Reason::NoCertificate)]);
}

#[test]
fn connection_blocks_inherit_what_was_said_before_them() {
    let import = parse(&bytes("connections.ovpn"), &NoSideFiles);
    assert_eq!(common::at(&import, 3), Verdict::Ignored { because: Reason::ReplacedByConnections });
    let profile = import.outcome.unwrap().profile;
    let [one, two] = &profile.remotes[..] else { panic!("{:?}", profile.remotes) };
    assert_eq!(
        (one.host.as_str(), one.port, one.transport, one.exit_notify),
        ("one.example.com", 1194, Transport::Udp, 2)
    );
    assert_eq!((one.tun_mtu.get(), one.mssfix), (1400, MssFix::Default));
    assert!(matches!(one.wrap, Wrap::TlsCrypt { .. }), "the global key is inherited, wherever it stands");
    assert_eq!(
        (two.host.as_str(), two.port, two.transport, two.exit_notify),
        ("two.example.com", 8443, Transport::Tcp, 0)
    );
    assert_eq!((two.tun_mtu.get(), two.mssfix), (1300, MssFix::Payload(1300)));
    assert!(matches!(two.wrap, Wrap::TlsAuth { direction: KeyDirection::Inverse, .. }));
    assert_eq!(one.answer_timeout, Duration::from_secs(10));
}

#[test]
fn access_server_speaks_in_comments() {
    let import = parse(&bytes("access-server.ovpn"), &NoSideFiles);
    assert_eq!(import.report.verdict, FileVerdict::Importable, "{:#?}", import.report);
    let parsed = import.outcome.unwrap();
    assert_eq!(parsed.name_hint.as_deref(), Some("Head office"));
    assert!(!parsed.asks.username && parsed.asks.password);
    let profile = parsed.profile;
    let login = profile.login.unwrap();
    assert_eq!(login.username.as_deref(), Some("alice"));
    assert!(login.username_locked && login.never_remember);
    assert!(profile.push_peer_info);
    assert_eq!(profile.peer_info, [("UV_ASCLI_VER".to_owned(), "2.5".to_owned())]);
    let Wrap::TlsCryptV2 { wrapped, .. } = &profile.remotes[0].wrap else { panic!("{:?}", profile.remotes) };
    assert!((290..=1024).contains(&wrapped.len()));
    assert_eq!(profile.remotes[0].answer_timeout, Duration::from_secs(4));
}

#[test]
fn a_federated_profile_signs_in_with_the_browser() {
    let ca = format!("<ca>\n{}</ca>\n", fixture("separate/ca.crt"));
    let whole = |sign_in: &str| {
        let text = format!(
            "client\ndev tun\nproto udp\nremote cvpn-endpoint.example.com 443\nremote-random-hostname\nnobind\n\
             remote-cert-tls server\ncipher AES-256-GCM\n{ca}{sign_in}\nauth-retry interact\nauth-nocache\nreneg-sec 0\n"
        );
        let import = parse(text.as_bytes(), &NoSideFiles);
        assert_eq!(import.report.verdict, FileVerdict::Importable, "{:#?}", import.report);
        assert!(import.report.findings.is_empty(), "{:#?}", import.report);
        import.outcome.unwrap()
    };
    for sign_in in ["auth-federate", "auth-federate\nauth-user-pass"] {
        let parsed = whole(sign_in);
        assert_eq!(parsed.sign_in, SignIn { browser: true, never_remember: true, ..SignIn::default() });
        let login = parsed.profile.login.clone().unwrap();
        assert!(login.federated && login.username.is_none() && login.password.is_none());
        assert_eq!(good(&print(&parsed.profile)).profile, parsed.profile);
    }
    let other = whole("auth-user-pass");
    assert!(!other.sign_in.browser && other.sign_in.password && !other.profile.login.unwrap().federated);
}

#[test]
fn a_fingerprint_stands_for_an_authority() {
    let parsed = good(&fixture("fingerprint.ovpn"));
    assert!(parsed.asks.key_passphrase);
    let tls = parsed.profile.tls;
    assert!(tls.ca.is_empty());
    assert_eq!(tls.peer_fingerprints.len(), 1);
    assert_eq!(tls.peer_fingerprints[0][..3], [0x0d, 0x5a, 0xe2]);
    assert_eq!(parsed.profile.remotes[0].family, Family::V6);
    assert!(tls.identity.unwrap().key_pem.expose().starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
}

#[test]
fn old_profiles_come_with_notes() {
    let import = parse(&bytes("old-key.ovpn"), &NoSideFiles);
    let notes: Vec<_> = import
        .report
        .lines
        .iter()
        .filter_map(|line| match &line.verdict {
            Verdict::Warning { because } | Verdict::Replaced { because } => Some((line.name.as_str(), because.clone())),
            Verdict::Used | Verdict::Ignored { .. } | Verdict::Refused { .. } => None,
        })
        .collect();
    assert_eq!(
        notes,
        [
            ("cipher", Reason::UnsupportedCipher { cipher: "BF-CBC".into() }),
            ("comp-lzo", Reason::CompressionFraming),
            ("ns-cert-type", Reason::NsCertType),
            ("cert", Reason::WeakCertificate { weakness: "SHA-1".into() }),
        ]
    );
    let profile = import.outcome.unwrap().profile;
    let identity = profile.tls.identity.unwrap();
    assert!(
        identity.encrypted && identity.key_pem.expose().contains("\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,")
    );
    assert_eq!(profile.data.configured_cipher.as_deref(), Some("BF-CBC"));
    assert_eq!(profile.data.fallback, None);
}

#[test]
fn every_value_has_its_place() {
    let import = parse(&bytes("thorough.ovpn"), &NoSideFiles);
    let profile = import.outcome.unwrap_or_else(|_| panic!("{:#?}", import.report)).profile;
    assert_eq!((profile.remotes[0].host.as_str(), profile.remotes[0].port), ("2001:db8::1", 1195));
    assert!(profile.remote_random && profile.remote_random_hostname && profile.push_peer_info);
    assert_eq!((profile.remotes[0].max_packet_size, profile.remotes[0].tun_mtu.get()), (1100, 1420));
    assert_eq!((profile.remotes[0].mssfix, profile.remotes[0].exit_notify), (MssFix::Mtu(1280), 3));

    let tls = &profile.tls;
    assert_eq!((tls.version_min, tls.version_max), (TlsVersion::Tls12, Some(TlsVersion::Tls13)));
    assert_eq!(tls.ciphers, ["TLS-ECDHE-RSA-WITH-AES-256-GCM-SHA384"]);
    assert_eq!(tls.ciphersuites, ["TLS-AES-256-GCM-SHA384"]);
    assert_eq!(tls.groups, ["X25519"]);
    assert_eq!(tls.cert_profile, CertProfile::Legacy);
    assert_eq!(tls.verify_name.as_ref().unwrap().kind, VerifyNameKind::Subject);
    assert_eq!(tls.verify_hash.as_ref().unwrap().len(), 32);
    assert_eq!(tls.remote_cert_ku, [0xa0, 0x88]);
    assert_eq!(tls.remote_cert_eku.as_deref(), Some("TLS Web Server Authentication"));

    let data = &profile.data;
    assert_eq!(data.ciphers, [Cipher::Aes256Gcm, Cipher::Aes128Gcm, Cipher::ChaCha20Poly1305, Cipher::Aes192Gcm]);
    assert_eq!(data.fallback, Some(Cipher::Aes128Cbc));
    assert_eq!((data.compression, data.replay_window, data.key_export), (Compression::StubV2, 1024, false));

    let timing = &profile.timing;
    let seconds = |time: Option<Duration>| time.map(|time| time.as_secs());
    assert_eq!(seconds(timing.ping), Some(10));
    assert_eq!(timing.silence, Some(Silence { after: Duration::from_secs(120), then: AfterSilence::Exit }));
    assert_eq!((timing.handshake.as_secs(), timing.transition.as_secs()), (30, 600));
    assert_eq!((timing.renegotiate_bytes, timing.renegotiate_packets), (1_000_000, 2000));
    assert_eq!(timing.retry, (Duration::from_secs(2), Duration::from_secs(60)));

    let network = &profile.network;
    assert_eq!(network.topology, Some(Topology::Subnet));
    let pair = network.ifconfig.unwrap();
    assert_eq!((pair.local().to_string(), pair.second().to_string()), ("10.8.0.2".into(), "255.255.255.0".into()));
    assert_eq!(network.ifconfig_ipv6.unwrap().to_string(), "2001:db8:1::2/64");
    let routes: Vec<_> =
        network.routes.iter().map(|route| (route.destination.to_string(), route.gateway, route.metric)).collect();
    assert_eq!(
        routes,
        [
            ("192.0.2.0/24".to_owned(), RouteGateway::Vpn, Some(7)),
            ("198.51.100.7/32".to_owned(), RouteGateway::Net, None),
            ("2001:db8:2::/48".to_owned(), RouteGateway::Vpn, None),
        ]
    );
    assert_eq!((network.route_metric, network.route_nopull, network.block_ipv6), (Some(50), true, true));
    assert_eq!(network.redirect, Some(Redirect { block_local: true, ..Redirect::default() }));
    let servers: Vec<_> = network.dns.servers.iter().map(ToString::to_string).collect();
    assert_eq!(servers, ["2001:db8::53", "192.0.2.54"], "the server with the lowest number, instead of dhcp-option");
    assert_eq!(network.dns.search, ["example.org", "corp.example.com"]);
    assert_eq!(network.dns.domains, ["intern.example.com", "lab.example.com"]);
    assert_eq!(network.pull_filters.len(), 1);
    assert_eq!(
        (network.pull_filters[0].action, network.pull_filters[0].prefix.as_str()),
        (PullAction::Ignore, "route ")
    );

    let login = profile.login.as_ref().unwrap();
    assert_eq!(login.username.as_deref(), Some("alice"));
    assert_eq!(login.password.as_ref().unwrap().expose(), "open sesame");
}

#[test]
fn documents_come_back_and_are_checked_again() {
    for name in ["inline-udp.ovpn", "password-tcp.ovpn", "connections.ovpn", "access-server.ovpn", "thorough.ovpn"] {
        let import = parse(&bytes(name), &NoSideFiles);
        let profile = import.outcome.unwrap().profile;
        assert_eq!(Profile::from_settings(&profile.to_settings()).unwrap(), profile, "{name}");
    }
    let settings = good(&fixture("inline-udp.ovpn")).profile.to_settings();
    let mut document: serde_json::Value = serde_json::from_str(settings.expose()).unwrap();
    for (pointer, value) in [
        ("/remotes/0/port", serde_json::json!(0)),
        ("/remotes/0/host", serde_json::json!("a b")),
        ("/remotes/0/host", serde_json::json!("-x")),
        ("/remotes/0/tun_mtu", serde_json::json!(10)),
        ("/remotes", serde_json::json!([])),
        ("/tls/ca", serde_json::json!([])),
        ("/tls/identity/chain", serde_json::json!([])),
        ("/data/ciphers", serde_json::json!([])),
        ("/data/replay_window", serde_json::json!(0)),
        ("/timing/handshake", serde_json::json!({"secs": u64::MAX, "nanos": 0})),
        ("/peer_info", serde_json::json!([["UV_X", "a\nIV_PROTO=2"]])),
        ("/peer_info", serde_json::json!([["IV_PROTO", "2"]])),
        ("/tls/ca/0", serde_json::json!("not base64!")),
        ("", serde_json::json!(null)),
    ] {
        let whole = document.clone();
        *document.pointer_mut(pointer).unwrap() = value.clone();
        let refused = Profile::from_settings(&vpn_api::Secret::new(document.to_string()));
        assert!(refused.is_err(), "{pointer} {value}");
        let said = refused.unwrap_err().to_string();
        assert!(!said.contains("base64!"), "values stay out of messages: {said}");
        document = whole;
    }
}

#[test]
fn an_answered_placeholder_is_a_server() {
    let text = fixture("inline-udp.ovpn").replace("vpn.example.com", "YOUR_SERVER_IP");
    let import = parse(text.as_bytes(), &NoSideFiles);
    let need = Need::ServerAddress { placeholder: "YOUR_SERVER_IP".into(), line: 5 };
    assert_eq!(import.outcome.unwrap_err(), Rejected::Incomplete { needs: vec![need] });
    let answers = Answers { servers: BTreeMap::from([("YOUR_SERVER_IP".into(), "192.0.2.1".into())]) };
    let parsed = parse_with(text.as_bytes(), &NoSideFiles, &answers).outcome.unwrap();
    assert_eq!(parsed.profile.remotes[0].host, "192.0.2.1");
}

#[test]
fn secrets_do_not_reach_the_report() {
    let text = fixture("thorough.ovpn") + "auth-token SESS_ID_secret\nauth-user-pass alice hunter2\n";
    let import = parse(text.as_bytes(), &NoSideFiles);
    let shown = format!("{import:?}");
    for secret in ["open sesame", "SESS_ID_secret", "hunter2"] {
        assert!(!shown.contains(secret), "{secret}");
    }
    let import = parse(&bytes("inline-udp.ovpn"), &NoSideFiles);
    let key = fixture("separate/client.key");
    let line = key.lines().nth(1).unwrap();
    assert!(!format!("{import:?}").contains(line));
}
