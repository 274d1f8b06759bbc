//! Files that are no profiles, profiles that do not fit their server, and servers that are not there: each ends with its own
//! sentence and exit code, and leaves nothing behind. Beside each stands the good input that differs in that one thing.

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use e2e::{SERVER, Testbed};
use lab::{Issued, OpenVpnServer, Pki, ServerOptions, Transport, Wrap};

/// Exit codes of `aditctl`.
const PROFILE: i32 = 3;
/// Exit codes of `aditctl lint`.
const REFUSED: i32 = 2;
const UNREADABLE: i32 = 3;
const NETWORK: i32 = 6;
const TRUST: i32 = 7;
const SIGN_IN: i32 = 8;

/// Seconds after which `aditctl` gives up. What can be told at once must not take that long.
const LIMIT: &str = "25";

/// A testbed and what it looked like before anything was tried.
struct Trial {
    testbed: Testbed,
    before: String,
}

impl Trial {
    fn new() -> Result<Self> {
        let testbed = Testbed::new()?;
        let before = testbed.traces()?;
        Ok(Self { testbed, before })
    }

    /// `connect` must end with this code and sentence, and leave nothing behind.
    fn refuses(&self, profile: &Path, code: i32, sentence: &str) -> Result<()> {
        self.refuses_within(LIMIT, profile, code, sentence)
    }

    fn refuses_within(&self, seconds: &str, profile: &Path, code: i32, sentence: &str) -> Result<()> {
        let outcome = self.testbed.connect(profile, &["--timeout", seconds], "")?;
        let told = || format!("{}: {outcome:?}\n{}", profile.display(), self.testbed.helper.log());
        ensure!(outcome.code == code, "the code is not {code}\n{}", told());
        ensure!(outcome.stderr.contains(sentence), "no word of {sentence:?}\n{}", told());
        self.testbed.helper.wait_until_idle(Duration::from_secs(10))?;
        self.left_nothing()
    }

    fn accepts(&self, profile: &Path, server: &OpenVpnServer) -> Result<()> {
        self.testbed.must_connect(profile, &["--timeout", LIMIT], "", server)?;
        ensure!(self.testbed.client.pings(&server.inner_address(), 1), "connected, and nothing comes through");
        self.testbed.disconnect()?;
        self.left_nothing()
    }

    fn left_nothing(&self) -> Result<()> {
        let after = self.testbed.traces()?;
        ensure!(self.before == after, "left behind.\nbefore:\n{}\nafter:\n{after}", self.before);
        Ok(())
    }
}

/// The profile with the content of one block replaced.
fn with_block(profile: &Path, name: &str, content: &str) -> Result<String> {
    let text = std::fs::read_to_string(profile)?;
    let (before, rest) = text.split_once(&format!("<{name}>\n")).context("the block's begin")?;
    let (_, after) = rest.split_once(&format!("</{name}>")).context("the block's end")?;
    Ok(format!("{before}<{name}>\n{}\n</{name}>{after}", content.trim_end()))
}

#[test]
fn files_that_are_no_profiles_are_told_apart() -> Result<()> {
    let trial = Trial::new()?;
    let testbed = &trial.testbed;
    let (server, good) = testbed.serve(&ServerOptions::default())?;
    let text = std::fs::read_to_string(&good)?;
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let page = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>client\nremote</body></html>\n";
    let picture = std::fs::read("/proc/self/exe")?.into_iter().take(50_000).collect::<Vec<u8>>();
    let damaged = text.replacen("remote ", "remote\0 ", 1).into_bytes();
    let cut_off = text.split("</ca>").next().unwrap_or_default().as_bytes().to_vec();
    for (name, bytes, sentence) in [
        ("empty", Vec::new(), "The file is empty."),
        ("blank", b"\n\n  \n".to_vec(), "The file is empty."),
        ("picture", picture, "The file is not text."),
        ("damaged", damaged, "zero bytes"),
        ("utf16", utf16, "The file is UTF-16 text."),
        ("page", page.to_vec(), "The file is a web page, not a profile."),
        ("cut-off", cut_off, "its end </ca> is missing"),
    ] {
        let path = testbed.client.directory().join(format!("{name}.ovpn"));
        std::fs::write(&path, bytes)?;
        let lint = testbed.helper.ctl(&["lint", &path.display().to_string()])?;
        assert!(lint.code == REFUSED && lint.stdout.contains(sentence), "{name}: {lint:?}");
        trial.refuses(&path, PROFILE, sentence).context(name)?;
    }
    let lint = testbed.helper.ctl(&["lint", &good.display().to_string()])?;
    assert_eq!(lint.code, 0, "{lint:?}");
    trial.accepts(&good, &server)
}

#[test]
fn a_file_of_a_gigabyte_is_refused_without_reading_it() -> Result<()> {
    let trial = Trial::new()?;
    let path = trial.testbed.client.directory().join("huge.ovpn");
    File::create(&path)?.set_len(1 << 30)?;
    let began = Instant::now();
    let lint = trial.testbed.helper.ctl(&["lint", &path.display().to_string()])?;
    assert_eq!(lint.code, UNREADABLE, "{lint:?}");
    assert!(lint.stderr.contains("is larger than"), "{lint:?}");
    trial.refuses(&path, PROFILE, "is larger than")?;
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    Ok(())
}

#[test]
fn a_profile_that_wants_to_run_something_is_refused_with_its_line() -> Result<()> {
    let trial = Trial::new()?;
    let (server, good) = trial.testbed.serve(&ServerOptions::default())?;
    let text = std::fs::read_to_string(&good)?;
    let witness = trial.testbed.client.directory().join("it-ran");
    let touch = format!("/usr/bin/touch {}", witness.display());
    for (name, lines, sentence) in [
        ("up", format!("script-security 2\nup \"{touch}\"\n"), "would run a program once"),
        ("route-up", format!("script-security 2\nroute-up '{touch}'\n"), "would run a program once"),
        ("plugin", "plugin /usr/lib/evil.so\n".to_owned(), "would load a library"),
    ] {
        let profile = trial.testbed.write_profile(name, &format!("{lines}{text}"))?;
        let lint = trial.testbed.helper.ctl(&["lint", &profile.display().to_string()])?;
        assert!(lint.code == REFUSED && lint.stdout.contains(sentence), "{name}: {lint:?}");
        let line = if name == "plugin" { "line 1:" } else { "line 2:" };
        assert!(lint.stdout.contains(line), "{name}: {lint:?}");
        trial.refuses(&profile, PROFILE, sentence).context(name)?;
    }
    trial.accepts(&good, &server)?;
    assert!(!witness.exists(), "the profile's program ran");
    Ok(())
}

#[test]
fn a_server_that_is_not_the_one_expected_is_not_trusted() -> Result<()> {
    let trial = Trial::new()?;
    let testbed = &trial.testbed;
    let (server, good) = testbed.serve(&ServerOptions::default())?;
    let wrong_authority = testbed.write_profile("wrong-ca", &with_block(&good, "ca", Pki::new()?.authority())?)?;
    trial.refuses(&wrong_authority, TRUST, "comes from an authority that this profile does not trust")?;
    assert!(!server.log().contains("Initialization of data channel"), "a key exchange came about all the same");

    let text = std::fs::read_to_string(&good)?;
    let other_name = format!("verify-x509-name other.adit.example name\n{text}");
    let other_name = testbed.write_profile("other-name", &other_name)?;
    let sentence = "The server is practice.adit.example, but the profile expects other.adit.example.";
    trial.refuses(&other_name, TRUST, sentence)?;
    let right_name = format!("verify-x509-name practice.adit.example name\n{text}");
    trial.accepts(&testbed.write_profile("right-name", &right_name)?, &server)
}

#[test]
fn a_server_certificate_that_expired_or_is_none_is_not_trusted() -> Result<()> {
    let trial = Trial::new()?;
    let testbed = &trial.testbed;
    for (port, certificate, sentence) in [
        (1195, testbed.pki.expired_server("practice.adit.example")?, "The server’s certificate expired on "),
        (1196, testbed.pki.client("practice.adit.example")?, "What answered has no server certificate."),
    ] {
        let options = ServerOptions { port, certificate: Some(certificate), ..ServerOptions::default() };
        let (_server, profile) = testbed.serve(&options)?;
        trial.refuses(&profile, TRUST, sentence)?;
    }
    let (server, good) = testbed.serve(&ServerOptions::default())?;
    trial.accepts(&good, &server)
}

#[test]
fn a_client_certificate_that_expired_is_told_before_anyone_is_contacted() -> Result<()> {
    let trial = Trial::new()?;
    let testbed = &trial.testbed;
    let (server, good) = testbed.serve(&ServerOptions::default())?;
    let expired = testbed.pki.expired_client("practice client")?;
    let profile = with_identity(testbed, &good, "expired", &expired)?;
    trial.refuses(&profile, SIGN_IN, "This profile’s certificate expired on ")?;
    assert!(!server.log().contains("192.0.2.2:"), "the server was contacted all the same");
    trial.accepts(&good, &server)
}

/// A 2.6 server that does not like a client's certificate falls silent over UDP and hangs up over TCP.
#[test]
fn a_client_certificate_of_an_unknown_authority_times_out() -> Result<()> {
    let unknown = Pki::new()?.client("practice client")?;
    let sentence = "The server fell silent when it should accept this profile’s certificate.";
    for transport in [Transport::Udp, Transport::Tcp] {
        let trial = Trial::new()?;
        let testbed = &trial.testbed;
        let profile_lines = vec!["hand-window 4".to_owned()];
        let (server, good) = testbed.serve(&ServerOptions { transport, profile_lines, ..ServerOptions::default() })?;
        let profile = with_identity(testbed, &good, "unknown", &unknown)?;
        trial.refuses_within("10", &profile, NETWORK, sentence)?;
        assert!(!server.log().contains("PUSH_REPLY"), "signed in all the same");
        trial.accepts(&good, &server)?;
    }
    Ok(())
}

/// The profile with another certificate and its key.
fn with_identity(testbed: &Testbed, profile: &Path, name: &str, identity: &Issued) -> Result<PathBuf> {
    let path = testbed.write_profile(name, &with_block(profile, "cert", &identity.certificate)?)?;
    testbed.write_profile(name, &with_block(&path, "key", &identity.key)?)
}

#[test]
fn a_wrong_control_key_looks_like_no_server_and_says_what_to_do() -> Result<()> {
    let trial = Trial::new()?;
    let testbed = &trial.testbed;
    for (wrap, block) in [(Wrap::TlsCrypt, "tls-crypt"), (Wrap::TlsAuth, "tls-auth")] {
        let profile_lines = vec!["server-poll-timeout 2".to_owned()];
        let (server, good) = testbed.serve(&ServerOptions { wrap, profile_lines, ..ServerOptions::default() })?;
        let wrong = testbed.write_profile("wrong-key", &with_block(&good, block, Pki::new()?.static_key())?)?;
        trial.refuses_within("6", &wrong, NETWORK, "192.0.2.1 does not answer on UDP 1194.")?;
        trial.accepts(&good, &server)?;
    }
    Ok(())
}

/// A profile for a server that is not there.
fn nowhere(testbed: &Testbed, server: &OpenVpnServer, name: &str, host: &str, port: u16) -> Result<PathBuf> {
    let text = server.profile(host).replace(&format!("remote {host} 1194"), &format!("remote {host} {port}"));
    testbed.write_profile(name, &text)
}

#[test]
fn a_server_that_is_not_there_is_told_from_one_that_is_silent() -> Result<()> {
    for (transport, word) in [(Transport::Udp, "UDP"), (Transport::Tcp, "TCP")] {
        let trial = Trial::new()?;
        let testbed = &trial.testbed;
        let profile_lines = vec!["server-poll-timeout 2".to_owned()];
        let (server, good) = testbed.serve(&ServerOptions { transport, profile_lines, ..ServerOptions::default() })?;
        testbed.server.run("nft add table inet silence")?;
        testbed.server.run("nft add chain inet silence input { type filter hook input priority 0 ; }")?;
        testbed.server.run("nft add rule inet silence input meta l4proto { tcp, udp } th dport 1999 drop")?;

        let silent = nowhere(testbed, &server, "silent", SERVER, 1999)?;
        trial.refuses_within("6", &silent, NETWORK, &format!("192.0.2.1 does not answer on {word} 1999."))?;
        let closed = nowhere(testbed, &server, "closed", SERVER, 1998)?;
        trial.refuses_within("6", &closed, NETWORK, &format!("192.0.2.1 refuses connections on {word} 1998."))?;
        trial.accepts(&good, &server)?;
    }
    Ok(())
}

#[test]
fn a_name_that_nobody_answers_for_ends_in_its_time() -> Result<()> {
    let trial = Trial::new()?;
    let (server, good) = trial.testbed.serve(&ServerOptions::default())?;
    let profile = nowhere(&trial.testbed, &server, "unknown", "vpn.nowhere.example", 1194)?;
    let began = Instant::now();
    trial.refuses_within("20", &profile, NETWORK, "the name servers of this network do not answer.")?;
    assert!(began.elapsed() < Duration::from_secs(40), "{:?}", began.elapsed());
    trial.accepts(&good, &server)
}

#[test]
fn the_second_server_is_used_when_the_first_is_not_there() -> Result<()> {
    let trial = Trial::new()?;
    let (server, good) = trial.testbed.serve(&ServerOptions::default())?;
    let text = std::fs::read_to_string(&good)?;
    let two = text.replacen("remote 192.0.2.1 1194", "remote 192.0.2.1 1998\nremote 192.0.2.1 1194", 1);
    trial.accepts(&trial.testbed.write_profile("two", &two)?, &server)
}

#[test]
fn without_a_limit_every_server_is_tried_once() -> Result<()> {
    let testbed = Testbed::new()?;
    let (mut server, profile) = testbed.serve(&ServerOptions::default())?;
    server.kill();
    let text = std::fs::read_to_string(&profile)?
        .replace("nobind\n", "nobind\nremote 192.0.2.1 1195\nserver-poll-timeout 2\n");
    let profile = testbed.write_profile("two-servers", &text)?;
    let outcome = testbed.connect(&profile, &[], "")?;
    assert_eq!(outcome.code, 6, "{outcome:?}");
    assert!(outcome.stderr.contains("1194") && outcome.stderr.contains("1195"), "both were tried: {outcome:?}");
    assert!(outcome.stderr.contains("--timeout"), "{outcome:?}");
    testbed.helper.wait_until_idle(Duration::from_secs(10))
}
