use std::time::{Duration, UNIX_EPOCH};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{Engine, prelude::BASE64_STANDARD};
use ovpn_profile::OpenVpn;
use profile_api::Formats;

use super::*;
use crate::import::tests::server::{HOST, TestServer, reply};

/// What `installer/linux/announce` wrote, for the test's key, which is not kept. It counts for a hundred years.
const WRITTEN: &[u8] = include_bytes!("examples/release");
const CHANNEL: &str = include_str!("examples/channel.json");

/// Somebody who announces.
pub(crate) struct Maker(Ed25519KeyPair);

impl Maker {
    pub(crate) fn new() -> Self {
        Self(Ed25519KeyPair::generate().unwrap())
    }

    pub(crate) fn channel(&self, url: &str) -> Channel {
        let key = BASE64_STANDARD.encode(self.0.public_key().as_ref());
        Channel::read(&format!("{{\"url\":\"{url}\",\"key\":\"{key}\"}}"), &formats()).unwrap()
    }

    pub(crate) fn sign(&self, document: &str) -> String {
        let signature = BASE64_STANDARD.encode(self.0.sign(document.as_bytes()).as_ref());
        format!("{signature}\n{document}")
    }
}

fn formats() -> Formats {
    Formats::new(OpenVpn)
}

pub(crate) fn document(version: &str, until: u64) -> String {
    format!(r#"{{"kind":"adit-release","version":"{version}","page":"https://adit.app/releases","until":{until}}}"#)
}

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_000)
}

#[test]
fn what_the_script_wrote_is_read_with_the_key_that_it_printed() {
    let channel = Channel::read(CHANNEL, &formats()).unwrap();
    let read = Announcement::read(WRITTEN, channel.key(), now()).unwrap();
    assert_eq!((read.version, read.page.as_str()), (Version::parse("9.0.0").unwrap(), "https://adit.app/releases"));
}

#[test]
fn what_was_signed_by_somebody_else_or_changed_in_any_byte_is_not_believed() {
    let (maker, other) = (Maker::new(), Maker::new());
    let channel = maker.channel("https://vpn.example.com/release");
    let good = maker.sign(&document("9.0.0", 2_000));
    assert!(Announcement::read(good.as_bytes(), channel.key(), now()).is_ok());
    let theirs = other.sign(&document("9.0.0", 2_000));
    assert_eq!(Announcement::read(theirs.as_bytes(), channel.key(), now()), Err(Untrusted::Signature));
    for at in 0..good.len() {
        let mut changed = good.clone().into_bytes();
        changed[at] ^= 1;
        let read = Announcement::read(&changed, channel.key(), now());
        assert_eq!(read, Err(Untrusted::Signature), "byte {at}");
    }
    for cut in ["", "\n", "no signature", "QUJD\n", &good[..good.len() - 1]] {
        assert_eq!(Announcement::read(cut.as_bytes(), channel.key(), now()), Err(Untrusted::Signature), "{cut:?}");
    }
}

#[test]
fn an_old_answer_and_one_of_another_kind_are_not_believed() {
    let maker = Maker::new();
    let channel = maker.channel("https://vpn.example.com/release");
    let read = |document: &str| Announcement::read(maker.sign(document).as_bytes(), channel.key(), now());
    assert_eq!(read(&document("9.0.0", 1_000)), Err(Untrusted::Outdated));
    assert!(read(&document("9.0.0", 1_001)).is_ok());
    let good = document("9.0.0", 2_000);
    for (from, to) in [
        ("adit-release", "adit-policy"),
        ("9.0.0", "9.0"),
        ("9.0.0", "9.0.0-rc1"),
        ("9.0.0", "+9.0.0"),
        ("9.0.0", "9.0.99999999999"),
        ("https://", "http://"),
        ("https://adit.app/", "https://adit.app/ \u{202e}"),
        ("2000", "-1"),
        ("{", "["),
    ] {
        assert_eq!(read(&good.replace(from, to)), Err(Untrusted::Malformed), "{from} as {to}");
    }
    assert_eq!(read(&good.replace("releases", &"r".repeat(200))), Err(Untrusted::Malformed));
}

#[test]
fn versions_are_compared_by_number() {
    let version = |text: &str| Version::parse(text).unwrap();
    assert!(version("0.10.0") > version("0.9.9") && version("1.0.0") > version("0.99.99"));
    assert_eq!(Version::parse(&Version::own().to_string()), Some(Version::own()));
    assert!(Version::own() > version("0.0.0"));
}

#[test]
fn a_channel_is_an_https_address_and_a_key() {
    let key = BASE64_STANDARD.encode([7; 32]);
    let read = |url: &str, key: &str| Channel::read(&format!("{{\"url\":\"{url}\",\"key\":\"{key}\"}}"), &formats());
    assert!(read("https://adit.app/release", &key).is_some());
    for url in ["http://adit.app/release", "https://127.0.0.1/release", "https://me:pw@adit.app/release", "file:///x"] {
        assert!(read(url, &key).is_none(), "{url}");
    }
    assert!(read("https://adit.app/release", "").is_none());
    assert!(read("https://adit.app/release", &BASE64_STANDARD.encode([7; 31])).is_none());
    assert!(Channel::open(std::path::Path::new("/nonexistent/updates.json"), &formats()).is_none());
}

#[tokio::test]
async fn one_file_is_asked_for_and_only_what_is_newer_is_told() {
    let maker = Maker::new();
    let [newer_file, same, huge] = [
        maker.sign(&document("9.0.0", u64::MAX / 4)),
        maker.sign(&document(env!("CARGO_PKG_VERSION"), u64::MAX / 4)),
        "x".repeat(announcement::MAX_LEN + 1),
    ];
    let server = TestServer::start(move |line| match line.split(' ').nth(1).unwrap_or_default() {
        "/newer" => reply("200 OK", "", &newer_file),
        "/same" => reply("200 OK", "", &same),
        "/huge" => reply("200 OK", "", &huge),
        _ => reply("404 Not Found", "", ""),
    })
    .await;
    let (fetcher, port) = (server.fetcher(), server.port);
    let ask = async |path: &str| {
        newer(&fetcher, &maker.channel(&format!("https://{HOST}:{port}{path}")), Version::own(), now()).await
    };
    let found = ask("/newer").await.unwrap().unwrap();
    assert_eq!(found.version, Version::parse("9.0.0").unwrap());
    assert_eq!(ask("/same").await, Ok(None));
    assert_eq!(ask("/huge").await, Err(CheckError::Fetch(FetchError::TooLarge)));
    assert_eq!(ask("/none").await, Err(CheckError::Fetch(FetchError::Status(404))));
    let asked = server.asked();
    assert_eq!(asked.len(), 4);
    let head = asked[0].to_lowercase();
    assert!(
        head.starts_with("get /newer http/1.1\r\n") && !head.contains("cookie") && !head.contains("referer"),
        "{head}"
    );
}
