use super::*;
use crate::{Reason, Verdict};

const CA: &str = include_str!("../../tests/fixtures/profiles/separate/ca.crt");

/// A whole profile with these lines.
fn with(lines: &str) -> String {
    format!("{lines}\nclient\nremote vpn.example.com\nauth-user-pass\nremote-cert-tls server\n<ca>\n{CA}</ca>\n")
}

fn read(text: &str) -> Import {
    parse(text.as_bytes(), &NoSideFiles)
}

fn proposed(text: &str) -> Vec<FixId> {
    propose(text, &read(text)).into_iter().map(|fix| fix.id).collect()
}

fn reasons(import: &Import) -> Vec<Reason> {
    let lines = import.report.lines.iter().map(|line| &line.verdict);
    let all = lines.chain(import.report.findings.iter().map(|finding| &finding.verdict));
    all.filter_map(Verdict::reason).cloned().collect()
}

/// Line, the fix it gets, and what stands there afterwards.
const LINES: &[(&str, &str, &str)] = &[
    (
        "cipher AES-256-CBC",
        "cipher-list-1",
        "cipher AES-256-CBC\ndata-ciphers AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305:AES-256-CBC\ndata-ciphers-fallback AES-256-CBC",
    ),
    ("cipher BF-CBC", "modern-ciphers-1", "data-ciphers AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305"),
    ("ncp-disable", "negotiate-1", ""),
    ("ncp-ciphers AES-128-GCM", "data-ciphers-1", "data-ciphers AES-128-GCM"),
    ("tls-remote vpn.example.com", "server-name-1", "verify-x509-name vpn.example.com name"),
    ("tls-remote \"/C=DE/O=x y/CN=vpn 1\"", "server-name-1", "verify-x509-name \"vpn 1\" name"),
    (
        "up /etc/openvpn/update-resolv-conf\ndown /etc/openvpn/update-resolv-conf\nscript-security 2\ndown-pre",
        "dns-helper-1",
        "",
    ),
    ("up /bin/x", "leave-out-script-1", ""),
    ("plugin /lib/x.so", "leave-out-script-1", ""),
    ("keysize 128", "obsolete-1", ""),
    ("comp-lzo", "no-compression-1", "comp-lzo no"),
    ("compress lz4-v2", "no-compression-1", "compress stub-v2"),
    ("proto TCP", "spelling-1", "proto tcp"),
    ("remote a.example 1194 UDP", "spelling-1", "remote a.example 1194 udp"),
    ("data-ciphers-fallbacks AES-256-CBC", "misspelled-1", "data-ciphers-fallback AES-256-CBC"),
    (r"log C:\x\y.log", "backslash-1", r#"log "C:\\x\\y.log""#),
    ("tls-cipher TLS-DHE-RSA-WITH-AES-256-CBC-SHA", "tls-cipher-1", ""),
    ("verb 3 4", "extra-words-1", "verb 3"),
    ("askpass pass.txt", "ask-for-password-1", ""),
];

#[test]
fn each_fix_changes_its_lines_and_no_others() {
    for (line, id, fixed) in LINES {
        let text = with(line);
        let ids = proposed(&text);
        assert_eq!(ids.iter().map(ToString::to_string).collect::<Vec<_>>(), [*id], "{line}");
        let after = apply(&text, &ids);
        let expected = if fixed.is_empty() { with("").strip_prefix('\n').unwrap().to_owned() } else { with(fixed) };
        assert_eq!(after, expected, "{line}");
        assert!(!proposed(&after).contains(&ids[0]), "{line}");
        let (before, now) = (read(&text), read(&after));
        assert!(now.report.refusals().len() <= before.report.refusals().len());
        let lost: Vec<_> = reasons(&before).into_iter().filter(|reason| !reasons(&now).contains(reason)).collect();
        assert!(!lost.is_empty() || *id == "data-ciphers-1" || *id == "spelling-1", "{line}: {before:#?}");
    }
}

#[test]
fn the_whole_is_put_right_too() {
    let text = with("").replace("remote-cert-tls server\n", "");
    assert_eq!(proposed(&text), ["check-server-3".parse().unwrap()]);
    assert!(!reasons(&read(&apply(&text, &proposed(&text)))).contains(&Reason::NoServerCheck));
    let text = with("ns-cert-type server");
    assert_eq!(apply(&text, &proposed(&text)).matches("remote-cert-tls server").count(), 1);
    let text = with("").replace("client\n", "");
    assert_eq!(proposed(&text), ["client-2".parse().unwrap()]);
    assert!(read(&apply(&text, &proposed(&text))).outcome.is_ok());
    let key = "<tls-auth>\n-----BEGIN OpenVPN Static key V1-----\n".to_owned()
        + &"00112233445566778899aabbccddeeff\n".repeat(16)
        + "-----END OpenVPN Static key V1-----\n</tls-auth>";
    let text = with(&key);
    assert_eq!(proposed(&text), ["key-direction-1".parse().unwrap()]);
    assert!(apply(&text, &proposed(&text)).contains("</tls-auth>\nkey-direction 1\n"));
    assert!(proposed(&with(&format!("key-direction bi\n{key}"))).is_empty());
}

#[test]
fn what_judges_is_not_left_out_and_what_makes_it_worse_is_not_offered() {
    assert!(proposed(&with("tls-verify /bin/x")).is_empty());
    assert!(proposed(&with("auth-user-pass-verify /bin/x via-env")).is_empty());
    // Spelled right, it would be refused for its value.
    assert!(proposed(&with("reneg-secs soon")).is_empty());
    assert!(proposed("\"").is_empty() && apply("\"", &[]).len() == 1);
}

#[test]
fn several_fixes_go_together_and_unknown_ones_are_ignored() {
    let text = with("comp-lzo # old\r\ncipher AES-128-CBC\nkeysize 128");
    let ids = proposed(&text);
    assert_eq!(ids.len(), 3);
    let after = apply(&text, &ids);
    assert!(after.starts_with("comp-lzo no\r\ncipher AES-128-CBC\ndata-ciphers "), "{after:?}");
    assert_eq!(read(&after).report.verdict, profile_api::FileVerdict::Importable, "{after}");
    assert_eq!(apply(&text, &["client-99".parse().unwrap()]), text);
}

#[test]
fn ids_are_words_and_lines() {
    for kind in FixKind::ALL {
        let id = FixId { kind: *kind, line: 12 };
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    for bad in ["", "tls-cipher", "tls-cipher-x", "nothing-1", "-1"] {
        assert_eq!(bad.parse::<FixId>(), Err(InvalidFixId));
    }
}
