use std::{
    fs::{self, File},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use super::*;
use crate::view::{DiffKind, DraftVerdict, ImportDraft, LineVerdict, NeedKind};

/// A profile that needs nothing else, with an authority made for this test.
pub(crate) fn profile(host: &str, more: &str) -> String {
    profile_for(host, more, None)
}

/// The same, with an authority that ends after some days.
fn profile_for(host: &str, more: &str, days: Option<u64>) -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    if let Some(days) = days {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        params.not_after = rcgen::date_time_ymd(1970, 1, 1) + now + Duration::from_secs(days * 24 * 60 * 60);
    }
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = params.self_signed(&key).unwrap().pem();
    format!(
        "client\ndev tun\nremote {host} 1194\nremote-cert-tls server\nauth-user-pass\nverb 3\n<ca>\n{authority}</ca>\n{more}"
    )
}

/// What follows links in tests that follow none, or only to a server of their own.
pub(crate) use fetch::tests as server;

fn formats() -> Formats {
    Formats::new(ovpn_profile::OpenVpn)
}

fn read_sources(sources: Vec<Source>) -> Vec<ImportItem> {
    read(sources, &formats())
}

fn draft_of(text: &str) -> ImportItem {
    read_sources(vec![Source::Text { name: "work.ovpn".to_owned(), text: text.to_owned() }]).remove(0)
}

fn text(text: &str) -> ImportDraft {
    draft_of(text).described()
}

#[test]
fn a_profile_is_told_in_sentences() {
    let draft = text(&profile("vpn.example.com", "route 10.20.0.0 255.255.0.0\ndhcp-option DNS 10.20.0.1\n"));
    assert_eq!((draft.name.as_str(), draft.file.as_str()), ("work", "work.ovpn"));
    assert_eq!(draft.verdict, DraftVerdict::Importable, "{:#?}", draft.findings);
    assert_eq!(draft.headline.title, "Ready to import.");
    assert_eq!(draft.servers, ["vpn.example.com:1194 UDP"]);
    assert_eq!(draft.sign_in, "You sign in with a user name and password.");
    let federated = text(&profile("vpn.example.com", "auth-federate\n"));
    assert_eq!(federated.sign_in, "You sign in with the browser.");
    assert_eq!(draft.traffic, "10.20.0.0/16 goes through the tunnel, and what the server adds.");
    assert!(draft.dns.starts_with("10.20.0.1 answer"), "{}", draft.dns);
    assert_eq!(draft.lines.iter().map(|line| line.line).collect::<Vec<_>>(), {
        let mut sorted: Vec<u32> = draft.lines.iter().map(|line| line.line).collect();
        sorted.sort_unstable();
        sorted
    });
    let counts = draft.counts;
    let all = counts.used + counts.replaced + counts.ignored + counts.warning + counts.refused;
    assert_eq!(all as usize, draft.lines.len() + draft.findings.len());
}

#[test]
fn what_is_refused_has_its_line_and_its_words() {
    let draft = text(&profile("vpn.example.com", "plugin x.so\n"));
    assert_eq!(draft.verdict, DraftVerdict::Reject);
    let refused: Vec<_> = draft.lines.iter().filter(|line| line.verdict == LineVerdict::Refused).collect();
    assert!(refused.iter().any(|line| line.directive == "plugin" && line.line > 0));
    assert!(refused.iter().all(|line| !line.explanation.is_empty() && !line.explanation.contains("lint-")));
    assert!(draft_of(&profile("vpn.example.com", "plugin x.so\n")).ready().is_err());
}

#[test]
fn sources_that_are_no_profiles_are_refused_in_words() {
    let home = tempfile::tempdir().unwrap();
    let of = |path: PathBuf| read_sources(vec![Source::Path(path)]).remove(0).described().headline.title;
    let file = |name: &str, content: &[u8]| {
        let path = home.path().join(name);
        fs::write(&path, content).unwrap();
        of(path)
    };
    let utf16: Vec<u8> = "client\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16 = [&[0xff, 0xfe], utf16.as_slice()].concat();
    for (name, content) in [
        ("empty.ovpn", b"".as_slice()),
        ("binary.ovpn", &[0, 159, 146, 150, 0, 1]),
        ("utf16.ovpn", &utf16),
        ("page.ovpn", b"<!DOCTYPE html><html><body>Sign in</body></html>"),
    ] {
        assert_eq!(file(name, content), "This profile cannot be used.", "{name}");
    }
    assert_eq!(file("broken.zip", b"PK\x03\x04 and no more"), "The archive cannot be unpacked.");
    assert!(file("other.mobileconfig", b"<plist><dict></dict></plist>").starts_with("There is no OpenVPN profile"));
    File::create(home.path().join("huge.ovpn")).unwrap().set_len(1 << 30).unwrap();
    assert_eq!(of(home.path().join("huge.ovpn")), "This is too large to be a profile.");
    assert_eq!(of(home.path().join("missing.ovpn")), "The file is not there.");
    fs::create_dir(home.path().join("nothing")).unwrap();
    assert_eq!(of(home.path().join("nothing")), "There is no profile in it.");
}

#[cfg(unix)]
#[test]
fn a_pipe_does_not_hold_the_import() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("pipe.ovpn");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let draft = read_sources(vec![Source::Path(path)]).remove(0);
    assert_eq!(draft.why_unreadable().unwrap().title, "This is neither a file nor a folder.");
}

/// A profile whose authority is in another file, and that file.
fn split() -> (String, String) {
    let whole = profile("vpn.example.com", "");
    let (head, rest) = whole.split_once("<ca>\n").unwrap();
    (head.to_owned(), rest.split_once("</ca>").unwrap().0.to_owned())
}

#[test]
fn files_beside_the_profile_are_read_and_others_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let (head, authority) = split();
    fs::write(home.path().join("ca.crt"), &authority).unwrap();
    let path = home.path().join("work.ovpn");
    fs::write(&path, format!("{head}ca ca.crt\n")).unwrap();
    let draft = read_sources(vec![Source::Path(path.clone())]).remove(0);
    fs::remove_file(home.path().join("ca.crt")).unwrap();
    let ready = draft.ready().unwrap();
    let kept = ready.texts.unwrap();
    assert!(kept.original().contains(authority.trim()) && kept.original().contains("<ca>"), "the text stands alone");

    let mut draft = read_sources(vec![Source::Path(path)]).remove(0);
    let shown = draft.described();
    assert_eq!((shown.needs[0].kind, shown.needs[0].id.as_str()), (NeedKind::File, "ca.crt"));
    assert!(shown.headline.advice.contains("ca.crt") && draft.ready().is_err());
    assert_eq!(draft.provide(Vec::new()), Taken::None);
    let picked = vec![("another name.pem".to_owned(), authority.into_bytes())];
    assert_eq!(draft.provide(picked), Taken::Some);
    assert!(draft.described().needs.is_empty() && draft.ready().is_ok());
}

#[test]
fn several_missing_files_are_taken_by_their_names() {
    let (head, authority) = split();
    let mut draft = draft_of(&format!("{head}ca keys/ca.crt\ncrl-verify C:\\keys\\crl.pem\n"));
    assert_eq!(draft.described().needs.len(), 2);
    assert_eq!(draft.provide(vec![("other.pem".to_owned(), authority.clone().into_bytes())]), Taken::None);
    assert_eq!(draft.provide(vec![("CA.crt".to_owned(), authority.into_bytes())]), Taken::Some);
    assert_eq!(draft.described().needs.len(), 1);
}

#[test]
fn a_placeholder_is_answered() {
    let mut draft = draft_of(&profile("YOUR_SERVER_ADDRESS", ""));
    let need = draft.described().needs.first().cloned().expect("a placeholder");
    assert_eq!((need.kind, need.id.as_str()), (NeedKind::Address, "YOUR_SERVER_ADDRESS"));
    draft.answer(&need.id, " vpn.example.com ");
    assert_eq!(draft.described().needs, []);
    let ready = draft.ready().unwrap();
    assert_eq!(ready.new.servers, ["vpn.example.com"]);
    let kept = ready.texts.expect("the text says what is stored");
    assert!(kept.current().contains("remote vpn.example.com 1194\n"), "{}", kept.current());
}

#[test]
fn a_fix_is_shown_ticked_and_unticked() {
    let mut draft = draft_of(&profile("vpn.example.com", "cipher AES-256-CBC\n"));
    let before = draft.described();
    let fix = before.fixes.iter().find(|fix| fix.id.starts_with("cipher-list")).expect("a fix").clone();
    assert!(!fix.applied && !fix.title.is_empty() && !fix.why.is_empty());
    assert!(fix.diff.iter().any(|line| line.kind == DiffKind::Added && line.text.starts_with("data-ciphers")));
    draft.fix(&fix.id, true);
    let after = draft.described();
    assert!(after.fixes.iter().any(|known| known.id == fix.id && known.applied));
    assert!(after.lines.iter().any(|line| line.directive == "data-ciphers" && line.verdict == LineVerdict::Used));
    let kept = draft.ready().unwrap().texts.unwrap();
    assert!(kept.current().contains("data-ciphers") && !kept.original().contains("data-ciphers"));
    draft.fix(&fix.id, false);
    assert_eq!(draft.described(), before);
    draft.fix("no-such-fix-9", true);
    assert_eq!(draft.described(), before);
}

#[test]
fn what_is_not_utf8_is_read_as_the_parser_reads_it() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("work.ovpn");
    let bytes = [b"# B\xfcro\n".as_slice(), profile("vpn.example.com", "").as_bytes()].concat();
    fs::write(&path, bytes).unwrap();
    let draft = read_sources(vec![Source::Path(path)]).remove(0);
    assert!(draft.ready().unwrap().texts.unwrap().original().starts_with("# B\u{fc}ro\n"));
}

#[test]
fn a_link_waits_and_shows_its_host() {
    let link = ProfileUrl::read("openvpn://import-profile/https://vpn.example.com/p?token=CANARY").unwrap();
    let draft = read_sources(vec![Source::Url(link)]).remove(0);
    let shown = draft.described();
    assert!(shown.headline.title.contains("vpn.example.com"));
    assert_eq!((shown.needs[0].kind, shown.needs[0].id.as_str()), (NeedKind::Fetch, "vpn.example.com"));
    assert!(!format!("{shown:?}").contains("CANARY") && draft.ready().is_err());
    let bad = read_sources(vec![Source::BadUrl(BadProfileUrl::NotSecure)]).remove(0);
    assert!(bad.why_unreadable().unwrap().title.contains("https"));
}

#[test]
fn a_certificate_that_ends_soon_is_worth_a_word() {
    for (days, told) in [(10, true), (60, false)] {
        let draft = text(&profile_for("vpn.example.com", "", Some(days)));
        let said = draft.findings.iter().find(|finding| finding.explanation.contains("expires on"));
        assert_eq!(said.is_some_and(|finding| finding.line > 0), told, "{days}: {:?}", draft.findings);
        assert_eq!(draft.verdict == DraftVerdict::ImportableWithWarnings, told, "{days}");
    }
}

#[test]
fn a_profile_from_another_host_says_so() {
    let from = |host: &str| {
        let bytes = profile("vpn.example.com", "").into_bytes();
        let fetched = fetch::FetchedProfile { host: host.to_owned(), bytes, session: None };
        ImportItem::fetched("vpn.example.com", fetched, &formats()).described()
    };
    assert_eq!(from("vpn.example.com").verdict, DraftVerdict::Importable);
    let other = from("files.example.net");
    assert_eq!(other.verdict, DraftVerdict::ImportableWithWarnings);
    assert!(
        other.findings.iter().any(|finding| finding.explanation.contains("files.example.net")),
        "{:?}",
        other.findings
    );
}

#[test]
fn every_refusal_has_a_sentence_and_a_way_out() {
    use profiles::{ArchiveError, GatherError, MobileConfigError};
    let mut said = vec![too_many()];
    for bad in [
        BadProfileUrl::TooLong,
        BadProfileUrl::NotSecure,
        BadProfileUrl::Malformed,
        BadProfileUrl::Credentials,
        BadProfileUrl::Local,
    ] {
        said.push(bad_url(bad));
    }
    for error in [
        ArchiveError::Damaged,
        ArchiveError::TooLarge,
        ArchiveError::TooManyEntries,
        ArchiveError::Bomb,
        ArchiveError::Escape,
        ArchiveError::Locked,
        ArchiveError::Unsupported,
    ] {
        said.push(refusals::not_gathered(&error.into()));
    }
    for error in [MobileConfigError::Unreadable, MobileConfigError::Encrypted, MobileConfigError::NoVpn] {
        said.push(refusals::not_gathered(&error.into()));
    }
    said.push(refusals::not_gathered(&GatherError::NothingInside));
    let host = || "vpn.example.com".to_owned();
    for error in [
        FetchError::Url(BadProfileUrl::Local),
        FetchError::NoAddress(host()),
        FetchError::Local(host()),
        FetchError::Unreachable("refused".to_owned()),
        FetchError::Status(404),
        FetchError::TooManyRedirects,
        FetchError::TooLarge,
        FetchError::NotAProfile("text/html".to_owned()),
        FetchError::NoBrowserSignIn,
        FetchError::Slow,
    ] {
        said.push(not_fetched("vpn.example.com", &error));
    }
    for sentence in said {
        assert!(sentence.title.ends_with('.') && !sentence.title.contains("import-"), "{sentence:?}");
        assert!(sentence.advice.ends_with('.'), "{sentence:?}");
    }
}
