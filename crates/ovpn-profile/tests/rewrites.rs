//! Texts made of texts: printed, inlined, fixed. What comes out says the same as what went in.

#[cfg(test)]
mod common;

use std::collections::BTreeSet;

use ovpn_profile::{NoSideFiles, OpenVpn, Verdict, directive, fix, inline, lexer, parse, print};
use profile_api::{Answers, BrokenMark, DiffKind, Fix, FixId, ProfileFormat, Source};
use proptest::prelude::*;

#[test]
fn every_fixture_is_printed_and_read_again() {
    for name in [
        "access-server.ovpn",
        "inline-udp.ovpn",
        "connections.ovpn",
        "fingerprint.ovpn",
        "thorough.ovpn",
        "old-key.ovpn",
    ] {
        let parsed = common::good(&common::fixture(name));
        let text = print(&parsed.profile);
        assert_eq!(common::good(&text).profile, parsed.profile, "{name}");
    }
}

#[test]
fn a_text_with_its_files_in_it_stands_alone() {
    let text = common::fixture("separate/office.ovpn");
    let files = common::beside();
    let with_files = parse(text.as_bytes(), &files).outcome.unwrap().profile;
    let whole = inline(&text, &files);
    assert_eq!(common::good(&whole).profile, with_files);
    assert_eq!(inline(&whole, &files), whole, "nothing is left to do");
    assert_eq!(inline(&text, &NoSideFiles), text, "what is not there stays");
}

#[test]
fn a_block_that_wins_anyway_stays_the_only_one() {
    let text = "ca ca.crt\n<ca>\nx\n</ca>\ncrl-verify crl dir\ncert [inline]\n";
    let files = [("ca.crt", "a"), ("crl", "b")].map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    assert_eq!(inline(text, &std::collections::BTreeMap::from(files)), text);
}

const SECRETS: &str =
    "client\r\n<key>\r\nAA\r\nBB\r\n</key>\r\n<auth-user-pass>\nme\npw\n</auth-user-pass>\nauth-token x";

#[test]
fn secrets_are_out_of_a_masked_text_and_come_back() {
    let masked = OpenVpn.mask(SECRETS);
    assert!(["AA", "BB", "me\n", "pw", " x"].iter().all(|secret| !masked.text.contains(secret)), "{}", masked.text);
    let kept: Vec<_> = masked.kept.iter().map(|kept| (kept.line, kept.lines)).collect();
    assert_eq!(kept, [(3, 2), (6, 2), (8, 1)]);
    assert_eq!(OpenVpn.unmask(&format!("verb 3\n{}", masked.text), SECRETS).unwrap(), format!("verb 3\n{SECRETS}"));
    let changed = masked.text.replace("2 lines kept", "3 lines kept");
    assert_eq!(OpenVpn.unmask(&changed, SECRETS), Err(BrokenMark { line: 3 }));
}

#[test]
fn a_changed_key_shows_that_it_changed_and_no_more() {
    let found = OpenVpn.compare("<key>\nold\n</key>\n", "<key>\nnew\n</key>\nauth-user-pass me pw\n");
    assert!(found.iter().all(|line| !line.text.contains("old") && !line.text.contains("new")));
    assert!(found.iter().any(|line| line.kind == DiffKind::Removed && line.text == "•••"));
    assert!(found.iter().any(|line| line.kind == DiffKind::Added && line.text == "auth-user-pass •••"));
}

/// What the programs see is what the crate itself says.
#[test]
fn the_format_says_what_the_parser_says() {
    let text = common::fixture("inline-udp.ovpn") + "comp-lzo\n";
    let import = parse(text.as_bytes(), &NoSideFiles);
    let source = Source { bytes: text.as_bytes(), files: &NoSideFiles, answers: &Answers::default() };
    let neutral = OpenVpn.read(source);
    assert_eq!(neutral.report.verdict, import.report.verdict);
    let line = neutral.report.lines.iter().find(|line| line.name == "comp-lzo").unwrap();
    assert_eq!(line.verdict.reason().unwrap().id(), "lint-compression-framing");
    let parsed = neutral.outcome.as_ref().unwrap();
    let printed = OpenVpn.print(&parsed.profile).unwrap();
    assert_eq!(common::good(&printed).profile, import.outcome.unwrap().profile);
    let offered = OpenVpn.fixes(&text, &neutral);
    let Fix { id, effect, .. } = offered.iter().find(|fix| fix.effect.id() == "fix-no-compression").unwrap();
    assert_eq!(effect.args(), [("name", "comp-lzo".to_owned())]);
    assert_eq!(OpenVpn.apply_fixes(&text, std::slice::from_ref(id)), text.replace("comp-lzo", "comp-lzo no"));
    assert_eq!(OpenVpn.apply_fixes(&text, &[FixId::new("nothing-1"), FixId::new("x")]), text);
    assert!(OpenVpn.looks_like(text.as_bytes()) && !OpenVpn.looks_like(b"[Interface]\nPrivateKey = x\n"));
}

fn line() -> impl Strategy<Value = String> {
    let names: Vec<&'static str> = directive::names().collect();
    let value = prop_oneof![
        "[a-z0-9./:_-]{0,12}",
        prop::sample::select(vec![
            "udp",
            "TCP",
            "server",
            "0",
            "1",
            "60",
            "1500",
            "10.0.0.1",
            "255.255.255.0",
            "2001:db8::/32",
            "::1",
            "DNS",
            "DOMAIN",
            "AES-256-CBC",
            "AES-256-GCM:BF-CBC",
            "SHA256",
            "lzo",
            "lz4-v2",
            "yes",
            "def1",
            "ipv6",
            "!ipv4",
            "accept",
            "ignore",
            "UV_X",
            "subnet",
            "name",
            "1.3",
            "address",
            "search-domains",
            "concat",
            "mtu",
            "fixed",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
    ];
    (prop::sample::select(names), prop::collection::vec(value, 0..5)).prop_map(|(name, values)| {
        let values: Vec<String> = values.iter().map(|value| lexer::quote(value)).collect();
        format!("{name} {}", values.join(" "))
    })
}

/// A line of which a profile can be made.
fn usable() -> impl Strategy<Value = String> {
    line().prop_filter("is refused", |line| common::with(line).outcome.is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_local_rejects: 2_000_000, max_global_rejects: 1_000_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_as_the_same_profile(lines in prop::collection::vec(usable(), 0..12)) {
        let import = common::with(&lines.join("\n"));
        prop_assume!(import.outcome.is_ok());
        let profile = import.outcome.unwrap().profile;
        let again = parse(print(&profile).as_bytes(), &NoSideFiles);
        prop_assert_eq!(again.outcome.unwrap().profile, profile);
    }

    #[test]
    fn a_fix_is_done_once_and_makes_nothing_worse(lines in prop::collection::vec(line(), 0..8)) {
        let text = format!("client\n{}\nremote a.example\n<ca>\n{}</ca>\n", lines.join("\n"), common::fixture("separate/ca.crt"));
        let import = parse(text.as_bytes(), &NoSideFiles);
        for found in fix::propose(&text, &import) {
            let fixed = fix::apply(&text, &[found.id]);
            let after = parse(fixed.as_bytes(), &NoSideFiles);
            prop_assert!(fixed != text);
            prop_assert!(after.report.refusals().len() <= import.report.refusals().len(), "{} in\n{}", found.id, text);
            let left = |text: &str, import| fix::propose(text, import).iter().filter(|other| other.kind == found.kind).count();
            prop_assert!(left(&fixed, &after) < left(&text, &import) || text.lines().count() > fixed.lines().count(), "{}\n{}", found.id, fixed);
            let before: BTreeSet<&str> = text.lines().collect();
            let changed = fixed.lines().filter(|line| !before.contains(line)).count();
            prop_assert!(changed <= 3, "{} changes {} lines", found.id, changed);
        }
    }

    #[test]
    fn unmasking_gives_the_text_back(text in "(\\PC|\n|\r\n|\u{feff}|<key>|</key>|<auth-user-pass>|</auth-user-pass>|auth-token |•|-----BEGIN PRIVATE KEY-----){0,60}") {
        let masked = OpenVpn.mask(&text);
        prop_assert_eq!(OpenVpn.unmask(&masked.text, &text).unwrap(), text);
    }

    #[test]
    fn changing_texts_never_panics(text in "(\\PC|\n|\r\n|\"|<ca>\n|</ca>\n|<connection>\n|</connection>\n|<key>\n|</key>\n|remote a |up x\n|cipher BF-CBC\n){0,60}") {
        let import = parse(text.as_bytes(), &NoSideFiles);
        let ids: Vec<_> = fix::propose(&text, &import).into_iter().map(|found| found.id).collect();
        let fixed = fix::apply(&text, &ids);
        let _ = OpenVpn.compare(&text, &fixed);
        let _ = ovpn_profile::summary::of(&text, &import);
        prop_assert_eq!(inline(&text, &NoSideFiles), text);
    }
}

/// The detector of the tests above sees a difference.
#[test]
fn another_profile_is_not_the_same() {
    let one = common::with("").outcome.unwrap().profile;
    let other = common::with("reneg-sec 60").outcome.unwrap().profile;
    assert_ne!(parse(print(&one).as_bytes(), &NoSideFiles).outcome.unwrap().profile, other);
    assert!(matches!(common::at(&common::with("comp-lzo"), 1), Verdict::Replaced { .. }));
}
