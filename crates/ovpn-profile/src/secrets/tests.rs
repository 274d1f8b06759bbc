use std::ops::Range;

use super::*;

fn places(text: &str) -> Vec<(Range<usize>, String)> {
    find(text).into_iter().map(|secret| (secret.lines, secret.name)).collect()
}

fn hidden(text: &str) -> bool {
    !find(text).is_empty()
}

#[test]
fn blocks_and_values_are_found() {
    let text =
        "client\n<key>\na\nb\n</key>\n<ca>\nc\n</ca>\nauth-token x\n<auth-user-pass>\nme\npw\n</auth-user-pass>\n";
    assert_eq!(places(text), [(2..4, "key".into()), (8..9, "auth-token".into()), (10..12, "auth-user-pass".into())]);
}

#[test]
fn an_open_block_hides_what_follows() {
    assert_eq!(places("<tls-crypt>\n0a\nverb 3"), [(1..3, "tls-crypt".into())]);
    assert_eq!(places("<connection>\nremote a\n<tls-auth>\n0a\n</tls-auth>\n"), [(3..4, "tls-auth".into())]);
    assert_eq!(places("<unheard-of>\nx\n</unheard-of>\n"), [(1..2, "block".into())]);
}

#[test]
fn private_keys_are_found_wherever_they_stand() {
    let key = "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----";
    assert_eq!(places(key), [(0..3, "key".into())]);
    assert_eq!(places(&format!("<cert>\nx\n{key}\n</cert>\nverb 3")), [(2..5, "cert".into())]);
    assert!(places("auth-user-pass creds.txt\nverb 3 # auth").is_empty());
    assert_eq!(places("setenv opt auth-token x"), [(0..1, "auth-token".into())]);
    for line in [
        "<key> -----BEGIN PRIVATE KEY----- MIGHAgEAMBMGByqGSM49AgEG -----END PRIVATE KEY----- </key>",
        "  <key>MIGHAgEAMBMGByqGSM49AgEGCCqGSM49",
        "key MIGHAgEAMBMGByqGSM49AgEGCCqGSM49",
        "# MIGHAgEAMBMGByqGSM49AgEGCCqGSM49",
        "remote MIGHAgEAMBMGByqGSM49AgEGCCqGSM49 1194",
        "tls-auth 4ab57779b1ce0390f04849116f76e585 1",
        "x",
        "MHcC",
    ] {
        assert!(hidden(line), "{line}");
    }
}

#[test]
fn logins_are_found_wherever_they_stand() {
    for text in [
        "auth-user-pass alice hunter2",
        "auth-user-pass hunter2",
        "auth-user-pas alice hunter2",
        "AUTH-USER-PASS alice hunter2",
        "--auth-user-pass alice hunter2",
        "setenv opt auth-user-pass alice hunter2",
        "client auth-user-pass alice hunter2",
        "<auth-user-pass>alice hunter2</auth-user-pass>",
        "<auth-user-pass> alice hunter2",
        "askpass hunter2",
        "http-proxy-user-pass alice hunter2",
        "http-proxy http://alice:hunter2@proxy.example 3128",
        "http-proxy-option CUSTOM-HEADER X-Login alice",
        "setenv PASSWORD hunter2",
        "scramble obfuscate hunter2",
        "frobnicate hunter2",
        "hunter2",
        "auth-user-pass \"hunter2",
    ] {
        assert!(hidden(text), "{text}");
    }
    assert_eq!(places("auth-user-pass\nalice\nhunter2\nverb 3\n").len(), 2);
    // What stands in a login is secret elsewhere, too.
    let text = "<auth-user-pass>\nalice\nhunter2!\n</auth-user-pass>\n# hunter2! is for alice\nverify-x509-name alice name\nverb 3\n";
    assert_eq!(places(text).iter().map(|(lines, _)| lines.start).collect::<Vec<_>>(), [1, 4, 5]);
}

#[test]
fn what_is_no_secret_is_shown() {
    for text in [
        "client",
        "remote vpn.example.com 1194 udp",
        "remot vpn.example.com 1194",
        "verify-x509-name \"C=DE, CN=vpn.example.com\" subject",
        "ca /etc/openvpn/client/Office2024/ca.crt",
        "auth-user-pass /etc/openvpn/login",
        "auth-user-pass username-only",
        "askpass key.pass",
        "peer-fingerprint 00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff",
        "setenv opt block-outside-dns",
        "setenv FORWARD_COMPATIBLE 1",
        "setenv CLIENT_CERT 0",
        "</ca>",
        "# a remark about nothing",
        "ignore-unknown-option block-outside-dns",
        "up /etc/openvpn/update-resolv-conf",
        "tls-cipher TLS-ECDHE-ECDSA-WITH-AES-256-GCM-SHA384:TLS-ECDHE-RSA-WITH-AES-256-GCM-SHA384",
        "<ca>\n-----BEGIN CERTIFICATE-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49\n-----END CERTIFICATE-----\n</ca>",
    ] {
        assert!(!hidden(text), "{text}: {:?}", places(text));
    }
}

#[test]
fn what_stands_behind_the_tag_of_a_block_is_looked_at() {
    for line in
        ["<key> # -----BEGIN PRIVATE KEY----- # MusiZjL95zChx9eMmu7LFo0H", "# <key> # -----BEGIN PRIVATE KEY-----"]
    {
        let text = format!("client\n{line}\n</key>\nverb 3\n");
        assert!(places(&text).iter().any(|(lines, _)| lines.contains(&1)), "{text}");
    }
    assert!(!places("client\n<ca> # of our company\n</ca>\n").iter().any(|(lines, _)| lines.contains(&1)));
}

#[test]
fn a_block_that_was_made_a_comment_twice_is_hidden_as_one_that_was_once() {
    for sign in ["# ", "# # ", "#;  # ", "\t## ", ";\t;"] {
        let lines = ["<auth-user-pass>", "margery", "Pwm1fSuSu2", "</auth-user-pass>", "verb 3"];
        let text: String = lines.iter().map(|line| format!("{sign}{line}\n")).collect();
        let secret: Vec<_> = find(&text).into_iter().flat_map(|secret| secret.lines).collect();
        assert_eq!(secret, [1, 2], "{text}");
        // And what repeats it elsewhere.
        assert!(Secrets::of(&format!("{text}# margery is the user\n")).covers(6), "{text}");
    }
}

#[test]
fn comments_with_a_part_of_a_block_among_them_are_read_as_what_they_were() {
    let hidden = |text: &str| -> Vec<usize> { find(text).into_iter().flat_map(|secret| secret.lines).collect() };
    // The tag of the login was lost; that of its end was not.
    assert_eq!(hidden("# remote vpn.example.com 1194\n# margery\n\n# Pw4mdDugfX\n# </auth-user-pass>\n"), [1, 3]);
    // A line that is none divides them.
    assert_eq!(hidden("# Office\nverb 3\n# margery\n# <key\n# </key>\n"), [2, 3]);
    // Remarks alone are shown.
    assert_eq!(hidden("# Office\n# the second floor\nverb 3\n"), [0_usize; 0]);
}
