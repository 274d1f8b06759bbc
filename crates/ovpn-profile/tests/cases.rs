//! Files of the kinds that real people have, and what Adit makes of each.

#![expect(clippy::panic, reason = "tests fail loudly")]

#[cfg(test)]
mod common;

use common::{good, refusals};
use ovpn_profile::{
    Import, NoSideFiles, Reason, Verdict, parse,
    profile::{KeyDirection, RouteGateway, Wrap},
};
use profile_api::FileVerdict;

#[expect(clippy::disallowed_methods, reason = "tests read their fixtures")]
fn case(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/cases/{name}.ovpn"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn import(name: &str) -> Import {
    parse(case(name).as_bytes(), &NoSideFiles)
}

/// What is worth knowing or worse, by the line's name.
fn remarks(import: &Import) -> Vec<(String, Reason)> {
    let lines = import.report.lines.iter();
    let remarks = lines.filter_map(|line| match &line.verdict {
        Verdict::Warning { because } | Verdict::Refused { because } => Some((line.name.clone(), because.clone())),
        Verdict::Used | Verdict::Ignored { .. } | Verdict::Replaced { .. } => None,
    });
    remarks.collect()
}

#[test]
fn files_that_openvpn_takes_are_taken() {
    for (name, remark) in [
        ("l01-tlsauth-inline-marker", None),
        ("l10-srv-critns", None),
        ("l11-crl-noz", None),
        ("l31-explicit-gw", None),
        ("l6-rsa-sha224", None),
        ("t02-domain-route", None),
        ("t14-ber-p12", None),
        ("t38-auth-ripemd", Some(("auth", Reason::DigestNotUsed { digest: "RIPEMD160".into() }))),
        ("t38-auth-whirl", Some(("auth", Reason::DigestNotUsed { digest: "whirlpool".into() }))),
        ("t42-domain-comma", None),
        ("t42-domain-wild", None),
        ("t50-proxy", Some(("dhcp-option", Reason::NotHonoured { name: "dhcp-option PROXY_HTTP".into() }))),
    ] {
        let import = import(name);
        let expected: Vec<_> = remark.into_iter().map(|(line, reason)| (line.to_owned(), reason)).collect();
        let found: Vec<_> = remarks(&import).into_iter().filter(|(line, _)| line != "down-pre").collect();
        assert_eq!(found, expected, "{name}");
        assert!(import.outcome.is_ok(), "{name}: {:?}", import.report.findings);
    }
}

#[test]
fn what_they_say_counts() {
    let profile = |name: &str| good(&case(name)).profile;
    let wrap = &profile("l01-tlsauth-inline-marker").remotes[0].wrap;
    assert!(matches!(wrap, Wrap::TlsAuth { direction: KeyDirection::Inverse, .. }), "{wrap:?}");
    assert!(profile("t02-domain-route").network.dns.all);
    assert_eq!(profile("t42-domain-comma").network.dns.search, ["corp.example", "lan.example"]);
    assert_eq!(profile("t42-domain-wild").network.dns.search, ["corp.example"]);
    assert_eq!(profile("l31-explicit-gw").network.routes[0].gateway, RouteGateway::Address([192, 168, 50, 1].into()));
    assert_eq!(profile("l11-crl-noz").tls.crls.len(), 1);
    let identity = profile("t14-ber-p12").tls.identity.unwrap();
    assert_eq!((identity.encrypted, identity.chain.len()), (false, 1));
}

#[test]
fn what_cannot_work_is_told_in_one_sentence() {
    let algorithm = || "Ed448".to_owned();
    for (name, line, reason) in [
        ("l10-cl-ed448", Some("cert"), Reason::UnsupportedCertificate { algorithm: algorithm() }),
        ("l10-srv-ed448ca", Some("ca"), Reason::UnsupportedAuthority { algorithm: algorithm() }),
        ("t08-one-line", None, Reason::LinesJoined),
        ("t49-macline", None, Reason::LinesJoined),
        ("t50-scramble", Some("scramble"), Reason::Scramble),
        ("s1-oneline-key", Some("key"), Reason::BlockOnOneLine { name: "key".into() }),
        ("s2-oneline-key2", Some("key"), Reason::BlockOnOneLine { name: "key".into() }),
        ("s3-oneline-pass", Some("auth-user-pass"), Reason::BlockOnOneLine { name: "auth-user-pass".into() }),
    ] {
        let import = import(name);
        let found: Vec<Reason> = refusals(&import).into_iter().map(|(_, reason)| reason).collect();
        // Without its key, the certificate stands alone.
        let found: Vec<_> = found.into_iter().filter(|found| *found != Reason::CertificateWithoutKey).collect();
        assert_eq!(found, [reason], "{name}");
        assert_eq!(import.report.verdict, FileVerdict::Reject, "{name}");
        let told = import.report.lines.iter().find(|line| line.verdict == Verdict::refused(found[0].clone()));
        assert_eq!(told.map(|told| told.name.as_str()), line, "{name}");
    }
}

#[test]
fn no_secret_of_them_is_shown() {
    for (name, secrets) in [
        ("s1-oneline-key", &["MIGHAgEAMBMGByqGSM49AgEGCCqGSM49", "nwFU4Ooma0hwt6mbxUhw", "6IBX1rmG5nBp"][..]),
        ("s2-oneline-key2", &["MHcCAQEEII7V", "FwTStmUhsUV71a3miF9tFFcJBhB7XyLV2Q"]),
        ("s3-oneline-pass", &["alice", "hunter2secret"]),
        ("s7-forward-compatible", &["alice", "hunter2secret"]),
        ("t50-scramble", &["secretword"]),
        ("t08-one-line", &["AwEHoUQDQgAEjMwo", "MHcCAQEEII7V"]),
        ("t49-macline", &["AwEHoUQDQgAEjMwo", "MHcCAQEEII7V"]),
    ] {
        let text = case(name);
        let shown = format!("{:?}", import(name));
        for secret in secrets {
            assert!(text.contains(secret) || *secret == "nwFU4Ooma0hwt6mbxUhw", "{secret} is in {name}");
            assert!(!shown.contains(secret), "{secret} of {name}");
        }
    }
    // OpenVPN leaves such a line out where the profile says that it may.
    assert!(import("s7-forward-compatible").outcome.is_ok());
}

#[test]
fn as_many_routes_as_a_tunnel_may_have() {
    let base = case("l31-explicit-gw").replace("route 198.51.100.1 255.255.255.255 192.168.50.1\n", "");
    let routes = |count: usize| -> String {
        let route = |n: usize| format!("route 10.{}.{}.0 255.255.255.0\n", n / 256, n % 256);
        (0..count).map(route).collect()
    };
    for count in [1025, 8000, 16_384] {
        let text = base.replacen("client\n", &format!("client\n{}", routes(count)), 1);
        let import = parse(text.as_bytes(), &NoSideFiles);
        let profile = import.outcome.unwrap().profile;
        assert_eq!(profile.network.routes.len(), count);
        assert_eq!(import.report.verdict, FileVerdict::Importable);
        // In a frame of the helper's socket, with all quotes in it escaped once more.
        let frame = serde_json::to_string(profile.to_settings().expose()).unwrap();
        assert!(frame.len() < 1 << 20, "{} bytes", frame.len());
    }
    let text = base.replacen("client\n", &format!("client\n{}", routes(16_386)), 1);
    let import = parse(text.as_bytes(), &NoSideFiles);
    let left_out = remarks(&import);
    assert_eq!(left_out, vec![("route".to_owned(), Reason::TooManyValues { limit: 16_384 }); 2]);
    assert_eq!(import.outcome.unwrap().profile.network.routes.len(), 16_384);
    let text = base.replacen("client\n", &format!("client\n{}", routes(33_000)), 1);
    assert_eq!(refusals(&parse(text.as_bytes(), &NoSideFiles))[0].1, Reason::TooManyLines { limit: 32_768 });
}

#[test]
fn comments_stand_in_every_list() {
    let print = ["00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff"; 2].join(":");
    for name in ["peer-fingerprint", "verify-hash"] {
        let inside = format!(
            "; of last year\n# laptop\n  ; x\n\n{print} ; new\n  {} # other\n",
            print.replace("00:11", "00:12")
        );
        let text = case("l31-explicit-gw") + &format!("<{name}>\n{inside}</{name}>\n");
        let tls = good(&text).profile.tls;
        let found = if name == "verify-hash" { 1 + tls.verify_hash_others.len() } else { tls.peer_fingerprints.len() };
        assert_eq!(found, 2, "{name}");
    }
}
