//! What is refused, ignored or worth a note, each with its line.

#[cfg(test)]
mod common;

use common::{at, bytes, fixture, refusals, with};
use ovpn_profile::{
    NoSideFiles, Reason, Rejected, Verdict, directive, parse,
    profile::{Cipher, KeyDirection, Wrap},
};
use profile_api::{FileVerdict, MAX_PROFILE_LEN};

fn ignored(because: Reason) -> Verdict {
    Verdict::Ignored { because }
}

fn warning(because: Reason) -> Verdict {
    Verdict::Warning { because }
}

fn replaced(because: Reason) -> Verdict {
    Verdict::Replaced { because }
}

fn refused(because: Reason) -> Verdict {
    Verdict::Refused { because }
}

#[test]
fn what_is_no_profile_says_what_it_is() {
    let utf16: Vec<u8> = "client\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cut = fixture("inline-udp.ovpn");
    let cut = cut.split("</key>").next().unwrap();
    let key_line = cut.lines().position(|line| line == "<key>").unwrap() + 1;
    for (input, line, reason) in [
        (b"".to_vec(), None, Reason::Empty),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), None, Reason::Binary),
        (utf16, None, Reason::Utf16),
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>".to_vec(), None, Reason::WebPage),
        (vec![b'#'; MAX_PROFILE_LEN + 1], None, Reason::TooLarge { limit_kib: 1024 }),
        (b"client\nremote vpn.example.com\ndev tun\0\n".to_vec(), Some(3), Reason::NulBytes),
        (b"client\n<<<<<<< HEAD\nremote a\n=======\nremote b\n>>>>>>> x\n".to_vec(), Some(2), Reason::ConflictMarker),
        (b"client\nverify-x509-name \"vpn\n".to_vec(), Some(2), Reason::UnbalancedQuote),
        (cut.as_bytes().to_vec(), u32::try_from(key_line).ok(), Reason::MissingEndTag { name: "key".into() }),
        (b"client\n-----BEGIN CERTIFICATE-----\nAAAA\n".to_vec(), Some(2), Reason::LooseMaterial),
        (b"<connection>\nremote \"a\n</connection>\n".to_vec(), Some(2), Reason::UnbalancedQuote),
    ] {
        let import = parse(&input, &NoSideFiles);
        assert_eq!(refusals(&import), [(line, reason)]);
        assert_eq!(import.report.verdict, FileVerdict::Reject);
        assert_eq!(import.outcome.unwrap_err(), Rejected::Refused);
    }
}

#[test]
fn profiles_of_another_kind_are_refused_by_their_line() {
    for (line, reason) in [
        ("dev tap0", Reason::TapDevice),
        ("dev-type tap", Reason::TapDevice),
        ("server 10.8.0.0 255.255.255.0", Reason::ServerOnly { name: "server".into() }),
        ("mode server", Reason::ServerOnly { name: "mode server".into() }),
        ("proto tcp-server", Reason::ServerOnly { name: "proto tcp-server".into() }),
        ("secret static.key", Reason::StaticKeyMode),
        ("up /etc/openvpn/route.sh", Reason::Script { name: "up".into() }),
        ("tls-verify check", Reason::Script { name: "tls-verify".into() }),
        ("plugin evil.so", Reason::Plugin),
        ("mtu-dynamic 68 1300", Reason::Fragment),
        ("http-proxy 192.0.2.1 3128", Reason::HttpProxyNeedsTcp),
        ("http-proxy 192.0.2.1 3128 auth.txt ntlm2", Reason::ProxyNtlm),
        ("pkcs11-id x", Reason::ExternalKey),
        ("crl-verify crls dir", Reason::RevocationFolder),
        ("tls-remote vpn", Reason::TlsRemote),
        ("tls-version-max 1.1", Reason::TlsTooOld { version: "1.1".into() }),
        ("key-method 1", Reason::KeyMethodOne),
        ("genkey secret x", Reason::StandaloneAction { name: "genkey".into() }),
        ("no-replay", Reason::NotSupported { name: "no-replay".into() }),
        ("setenv GENERIC_CONFIG", Reason::GenericProfile),
        ("pull yes", Reason::ExtraWords { name: "pull".into() }),
        ("verb 3 4", Reason::ExtraWords { name: "verb".into() }),
        ("nice", Reason::MissingValue { name: "nice".into() }),
        ("remote", Reason::MissingValue { name: "remote".into() }),
        ("remote #SERVER #PORT", Reason::MissingValue { name: "remote".into() }),
        ("remote vpn.example.com 70000", Reason::BadValue { value: "70000".into() }),
        ("remote vpn.example.com 1194 carrier-pigeon", Reason::BadValue { value: "carrier-pigeon".into() }),
        ("remote \"vpn example\"", Reason::BadValue { value: "vpn example".into() }),
        ("remote -oProxyCommand", Reason::BadValue { value: "-oProxyCommand".into() }),
        ("reneg-sec 99999999999", Reason::BadValue { value: "99999999999".into() }),
        ("tun-mtu 64", Reason::BadValue { value: "64".into() }),
        ("scramble obfuscate hunter2", Reason::Scramble),
        ("remote-cert-tls client", Reason::ServerOnly { name: "remote-cert-tls client".into() }),
        ("dns server 128 address 10.0.0.1", Reason::BadValue { value: "128".into() }),
        ("topology star", Reason::BadValue { value: "star".into() }),
        ("peer-fingerprint 00:11", Reason::BadFingerprint { value: "00:11".into() }),
        ("frobnicate yes", Reason::UnknownDirective { name: "frobnicate".into() }),
        ("Client", Reason::MisspelledDirective { name: "Client".into(), suggestion: "client".into() }),
        ("</ca>", Reason::StrayEndTag { name: "ca".into() }),
    ] {
        let import = with(line);
        assert_eq!(refusals(&import), [(Some(1), reason)], "{line}");
        assert_eq!(import.outcome.unwrap_err(), Rejected::Refused, "{line}");
    }
}

#[test]
fn the_whole_has_to_fit() {
    let complete = fixture("inline-udp.ovpn");
    let without =
        |what: &str| complete.lines().filter(|line| *line != what).map(|line| format!("{line}\n")).collect::<String>();
    let block = |name: &str| {
        let (before, rest) = complete.split_once(&format!("<{name}>\n")).unwrap();
        format!("{before}{}", rest.split_once(&format!("</{name}>\n")).unwrap().1)
    };
    for (text, reason) in [
        (without("client"), Reason::NotAClient),
        (without("remote vpn.example.com 1194"), Reason::NoServer),
        (block("ca"), Reason::NoAuthority),
        (
            format!("{complete}tls-version-min 1.3\ntls-version-max 1.2\n"),
            Reason::OutOfBounds { what: "TLS versions".into() },
        ),
    ] {
        assert_eq!(refusals(&parse(text.as_bytes(), &NoSideFiles)), [(None, reason)]);
    }
    for (name, reason) in [("cert", Reason::KeyWithoutCertificate), ("key", Reason::CertificateWithoutKey)] {
        let found = refusals(&parse(block(name).as_bytes(), &NoSideFiles));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, reason);
    }
    let twice = complete.clone() + "<tls-auth>\n" + &fixture("separate/ta.key") + "</tls-auth>\n";
    let found = refusals(&parse(twice.as_bytes(), &NoSideFiles));
    assert!(found.iter().all(|(_, reason)| *reason == Reason::SeveralControlKeys) && found.len() == 1, "{found:?}");
}

#[test]
fn notes_do_not_stand_in_the_way() {
    for (line, verdict) in [
        ("up /etc/openvpn/update-resolv-conf", replaced(Reason::DnsHelper)),
        ("down \"/etc/openvpn/update-systemd-resolved --flag\"", replaced(Reason::DnsHelper)),
        ("setenv opt up /tmp/evil", warning(Reason::Script { name: "up".into() })),
        ("auth WHIRLPOOL", warning(Reason::DigestNotUsed { digest: "WHIRLPOOL".into() })),
        ("auth RIPEMD160", warning(Reason::DigestNotUsed { digest: "RIPEMD160".into() })),
        (
            "dhcp-option PROXY_HTTP proxy.example 3128",
            warning(Reason::NotHonoured { name: "dhcp-option PROXY_HTTP".into() }),
        ),
        ("dhcp-option DOMAIN", warning(Reason::MissingValue { name: "dhcp-option DOMAIN".into() })),
        ("dhcp-option DOMAIN *.corp.example", Verdict::Used),
        ("dhcp-option DOMAIN-SEARCH corp.example,lan.example", Verdict::Used),
        ("dns server 0 resolve-domains corp.example", warning(Reason::DomainsWithoutServer { number: 0 })),
        ("route 10.1.0.0 255.255.0.0 192.168.1.1", Verdict::Used),
        ("comp-lzo", replaced(Reason::CompressionFraming)),
        ("cipher AES-128-CBC", warning(Reason::FallbackCipher { cipher: "AES-128-CBC".into() })),
        ("cipher bf-cbc", warning(Reason::UnsupportedCipher { cipher: "BF-CBC".into() })),
        ("ncp-disable", warning(Reason::NegotiationOff)),
        ("tls-cipher TLS-DHE-RSA-WITH-AES-256-CBC-SHA", warning(Reason::NoSharedSuite)),
        ("tls-cipher \"DEFAULT:@SECLEVEL=0\"", warning(Reason::WeakAccepted)),
        ("tls-cipher DEFAULT:!EXP", Verdict::Used),
        ("auth-token x", warning(Reason::PushOnly { name: "auth-token".into() })),
        ("log /var/log/openvpn.log", replaced(Reason::OwnLogFile { name: "log".into() })),
        ("block-outside-dns", replaced(Reason::OwnDnsProtection)),
        ("setenv opt block-outside-dns", ignored(Reason::OwnDnsProtection)),
        ("setenv opt frobnicate", ignored(Reason::OptionalLeftOut)),
        ("setenv-safe opt up", ignored(Reason::ForScripts)),
        ("verb 3", ignored(Reason::OwnLog)),
        ("nobind", ignored(Reason::AlwaysSo)),
        ("--persist-tun", ignored(Reason::AlwaysSo)),
        ("redirect-gateway def1 bypass-everything", warning(Reason::PartlyUsed { value: "bypass-everything".into() })),
        ("route 10.0.0.0 255.0.255.0", warning(Reason::ValueLeftOut { value: "255.0.255.0".into() })),
        ("route 127.0.0.0 255.0.0.0", warning(Reason::UnusableAddress { value: "127.0.0.0/8".into() })),
        ("dhcp-option DNS 127.0.0.53", warning(Reason::UnusableAddress { value: "127.0.0.53".into() })),
        ("dhcp-option DOMAIN x/y", warning(Reason::ValueLeftOut { value: "x/y".into() })),
        ("dhcp-option DOMAIN b\u{fc}cher.example", Verdict::Used),
        ("dhcp-option DOMAIN-ROUTE .", Verdict::Used),
        ("dns server 1 transport DoT", warning(Reason::NotHonoured { name: "dns server 1 transport DoT".into() })),
        ("route intranet.example.com", warning(Reason::RouteByName { value: "intranet.example.com".into() })),
        ("route remote_host 255.255.255.255 net_gateway", ignored(Reason::AlwaysSo)),
        (
            "data-ciphers-fallbacks AES-256-CBC",
            warning(Reason::MisspelledDirective {
                name: "data-ciphers-fallbacks".into(),
                suggestion: "data-ciphers-fallback".into(),
            }),
        ),
        (r"auth-user-pass C:\vpn\pass.txt", ignored(Reason::Repeated { line: 4 })),
        ("verify-x509-name C:\\vpn name", warning(Reason::LiteralBackslash)),
    ] {
        let import = with(line);
        assert_eq!(at(&import, 1), verdict, "{line}");
        assert!(import.outcome.is_ok(), "{line}");
    }
}

#[test]
fn a_slip_that_would_weaken_the_tunnel_is_no_note() {
    let import = with("remote-cert-tsl server");
    let reason = Reason::MisspelledDirective { name: "remote-cert-tsl".into(), suggestion: "remote-cert-tls".into() };
    assert_eq!(at(&import, 1), refused(reason));
}

#[test]
fn profiles_may_allow_what_adit_does_not_know() {
    for lines in ["ignore-unknown-option other frobnicate\nfrobnicate x", "setenv FORWARD_COMPATIBLE 1\nfrobnicate x"] {
        let import = with(lines);
        assert_eq!(at(&import, 2), ignored(Reason::UnknownAllowed));
        assert!(import.outcome.is_ok());
    }
    let too_late = with("frobnicate x\nignore-unknown-option frobnicate");
    assert_eq!(refusals(&too_late).len(), 1);
    let block = with("setenv FORWARD_COMPATIBLE 1\n<frobnicate>\nup evil\n</frobnicate>");
    assert_eq!(at(&block, 2), ignored(Reason::UnknownAllowed));
}

#[test]
fn the_last_of_several_counts_and_blocks_win_over_files() {
    let import = with("auth SHA256\nauth SHA512\nca missing.crt\nca [inline]");
    assert_eq!(at(&import, 1), ignored(Reason::Repeated { line: 2 }));
    assert!(matches!(at(&import, 3), Verdict::Ignored { because: Reason::Repeated { .. } }));
    assert_eq!(at(&import, 4), ignored(Reason::InlineMarker));
    assert!(import.report.needs.is_empty());
    assert_eq!(import.outcome.unwrap().profile.data.auth, ovpn_profile::profile::Digest::Sha512);

    // What stands beside the marker counts all the same.
    let inline = fixture("inline-udp.ovpn");
    assert!(inline.contains("<tls-crypt>"));
    let tls_auth = |before: &str, after: &str| {
        let key = fixture("separate/ta.key");
        let (head, rest) = inline.split_once("<tls-crypt>").unwrap();
        let (_, tail) = rest.split_once("</tls-crypt>\n").unwrap();
        let text = format!("{before}\n{head}<tls-auth>\n{key}</tls-auth>\n{tail}{after}\n");
        let import = parse(text.as_bytes(), &NoSideFiles);
        match import.outcome.unwrap_or_else(|_| panic!("{:#?}", import.report)).profile.remotes.remove(0).wrap {
            Wrap::TlsAuth { direction, .. } => direction,
            other @ (Wrap::None | Wrap::TlsCrypt { .. } | Wrap::TlsCryptV2 { .. }) => panic!("{other:?}"),
        }
    };
    for (before, after, direction) in [
        ("tls-auth [inline] 1", "", KeyDirection::Inverse),
        ("", "tls-auth [inline] 1", KeyDirection::Inverse),
        ("tls-auth [inline] 0", "", KeyDirection::Normal),
        ("tls-auth ta.key 1", "", KeyDirection::Inverse),
        ("", "tls-auth ta.key 1", KeyDirection::Inverse),
        ("tls-auth [inline]", "key-direction 0", KeyDirection::Normal),
        ("tls-auth [inline] 1", "key-direction 0", KeyDirection::Normal),
        ("tls-auth [inline]", "", KeyDirection::Bidirectional),
    ] {
        assert_eq!(tls_auth(before, after), direction, "{before}, {after}");
    }
    assert_eq!(
        refusals(&with("tls-auth [inline] sideways")),
        [(Some(1), Reason::BadValue { value: "sideways".into() })]
    );

    let after = fixture("inline-udp.ovpn") + "ca missing.crt\n";
    let import = parse(after.as_bytes(), &NoSideFiles);
    assert!(import.report.needs.is_empty() && import.outcome.is_ok());
}

#[test]
fn a_fixed_unsafe_cipher_is_refused() {
    let import = with("cipher BF-CBC\nncp-disable");
    assert_eq!(refusals(&import), [(Some(1), Reason::CipherFixed { cipher: "BF-CBC".into() })]);
    let import = with("cipher AES-256-CBC\ndata-ciphers AES-256-GCM");
    assert_eq!(import.report.verdict, FileVerdict::Importable);
    let data = import.outcome.unwrap().profile.data;
    assert_eq!((data.ciphers, data.fallback), (vec![Cipher::Aes256Gcm], Some(Cipher::Aes256Cbc)));
}

/// As OpenVPN 2.6.14 has it in `--verb 4`: `cipher` and `data-ciphers-fallback` set the same value, the last one for good.
#[test]
fn the_last_line_about_servers_that_do_not_negotiate_counts() {
    for (text, configured, fallback) in [
        ("data-ciphers-fallback AES-192-CBC", "AES-192-CBC", Some(Cipher::Aes192Cbc)),
        ("cipher AES-256-CBC\ndata-ciphers-fallback aes-192-cbc", "AES-192-CBC", Some(Cipher::Aes192Cbc)),
        ("data-ciphers-fallback AES-192-CBC\ncipher AES-256-CBC", "AES-256-CBC", Some(Cipher::Aes256Cbc)),
        // What Adit does not have leaves what it has in use.
        ("data-ciphers-fallback AES-192-CBC\ncipher BF-CBC", "BF-CBC", Some(Cipher::Aes192Cbc)),
        ("data-ciphers-fallback BF-CBC", "BF-CBC", None),
    ] {
        let data = with(text).outcome.unwrap().profile.data;
        assert_eq!((data.configured_cipher.as_deref(), data.fallback), (Some(configured), fallback), "{text}");
    }
}

#[test]
fn a_password_beside_its_directive_is_not_shown() {
    let import = with("auth-user-pass alice hunter2");
    assert_eq!(import.report.lines[0].text, "auth-user-pass •••");
}

#[test]
fn text_in_latin_1_is_read_with_a_note() {
    let mut text = b"# caf\xe9\n".to_vec();
    text.extend(bytes("inline-udp.ovpn"));
    let import = parse(&text, &NoSideFiles);
    assert!(import.outcome.is_ok());
    assert_eq!(import.report.findings[0].verdict, warning(Reason::NotUtf8));
}

/// Whatever the table calls used, a topic knows.
#[test]
fn each_used_directive_is_known_by_a_topic() {
    for name in directive::names() {
        let Some(directive::Class::Used { least, .. }) = directive::class(name) else { continue };
        let import = with(&format!("{name}{}", " 1".repeat(least)));
        let unknown = Reason::NotSupported { name: name.to_owned() };
        let found = import.report.lines.first().map(|line| line.verdict.clone());
        assert_ne!(found, Some(refused(unknown)), "{name}");
    }
}
