//! Texts made of texts: printed, inlined, fixed. What comes out says the same as what went in.

#[cfg(test)]
mod common;

use std::collections::BTreeSet;

use ovpn_profile::{Around, NoSideFiles, Reason, Verdict, around, directive, fix, inline, lexer, parse, print};
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

#[test]
fn time_and_place_are_told() {
    let text = common::fixture("inline-udp.ovpn") + "route 192.168.0.0 255.255.0.0\n";
    let import = parse(text.as_bytes(), &NoSideFiles);
    let own = &import.report.certificates.iter().find(|found| found.subject.contains("alice")).unwrap();
    let reasons = |unix_seconds: i64| -> Vec<Reason> {
        let here = Around { unix_seconds, local: vec!["192.168.7.0/24".parse().unwrap()] };
        around::around(&text, &import, &here).iter().filter_map(|found| found.verdict.reason().cloned()).collect()
    };
    let expired = Reason::CertificateExpired { not_after: own.not_after };
    let expiring = Reason::CertificateExpiring { not_after: own.not_after, days: 9 };
    let early = Reason::CertificateNotYetValid { not_before: own.not_before };
    let overlap = Reason::OverlapsLocal { route: "192.168.0.0/16".into(), network: "192.168.7.0/24".into() };
    assert!(reasons(own.not_after + 1).contains(&expired));
    assert!(reasons(own.not_after - 10 * 86_400 + 1).contains(&expiring));
    assert!(reasons(own.not_before - 1).contains(&early));
    let between = reasons(own.not_before + 1);
    assert!(![expired, expiring, early].iter().any(|reason| between.contains(reason)));
    assert!(between.contains(&overlap));
    assert!(between.iter().any(|reason| matches!(reason, Reason::InlineSecrets { names } if names.contains("key"))));
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
    fn changing_texts_never_panics(text in "(\\PC|\n|\r\n|\"|<ca>\n|</ca>\n|<connection>\n|</connection>\n|<key>\n|</key>\n|remote a |up x\n|cipher BF-CBC\n){0,60}") {
        let import = parse(text.as_bytes(), &NoSideFiles);
        let ids: Vec<_> = fix::propose(&text, &import).into_iter().map(|found| found.id).collect();
        let fixed = fix::apply(&text, &ids);
        let _ = ovpn_profile::diff::lines(&text, &fixed);
        let _ = ovpn_profile::Summary::of(&text, &import);
        let _ = around::around(&text, &import, &Around::default());
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
