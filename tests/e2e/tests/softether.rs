//! `SoftEther`, the other implementation of an OpenVPN server that people meet, with the profile that it makes itself.

use std::time::Duration;

use anyhow::Result;
use e2e::{Bench, SERVER};
use lab::{PASSWORD, SoftEther, USER, wait_until};

/// The server's address towards its internet.
const BEHIND: &str = "198.51.100.2";

fn through(profile: &str, seconds: u64) -> Result<()> {
    let bench = Bench::new()?;
    let before = bench.traces()?;
    let server = SoftEther::start(&bench.server)?;
    let path = bench.write_profile("softether", &profile_of(&server, profile))?;
    let outcome = bench.connect(&path, &["--username", USER, "--password-stdin"], PASSWORD)?;
    assert_eq!(outcome.code, 0, "{outcome:?}\nhelper:\n{}\nserver:\n{}", bench.helper.log(), server.log());
    wait_until("the first ping", Duration::from_secs(10), || bench.client.pings(SoftEther::INNER, 1))?;
    let deadline = std::time::Instant::now() + Duration::from_secs(seconds);
    while std::time::Instant::now() < deadline {
        assert!(bench.client.pings(SoftEther::INNER, 5), "{}", bench.helper.log());
    }
    bench.disconnect()?;
    assert_eq!(before, bench.traces()?);
    Ok(())
}

/// The server's own profile. Of its two addresses the server wrote down the one that its answers over UDP do not come from.
fn profile_of(server: &SoftEther, change: &str) -> String {
    let text = match change {
        "tcp" => server.profile_over_tcp(),
        "" => server.profile().to_owned(),
        more => format!("{}\n{more}\n", server.profile()),
    };
    text.replace(&format!("remote {BEHIND} "), &format!("remote {SERVER} "))
}

#[test]
fn its_own_profile_connects_over_udp() -> Result<()> {
    through("", 2)
}

#[test]
fn its_own_profile_connects_over_tcp() -> Result<()> {
    through("tcp", 2)
}

/// `SoftEther` drops packets with more than four acknowledgements, which shows at the first renegotiation.
#[test]
fn a_renegotiation_loses_nothing() -> Result<()> {
    through("reneg-sec 5", 14)
}

#[test]
fn a_wrong_password_is_named() -> Result<()> {
    let bench = Bench::new()?;
    let server = SoftEther::start(&bench.server)?;
    let path = bench.write_profile("softether", &profile_of(&server, ""))?;
    let outcome = bench.connect(&path, &["--username", USER, "--password-stdin"], "wrong")?;
    assert_ne!(outcome.code, 0);
    let said = format!("{outcome:?}");
    assert!(said.contains("password"), "{said}");
    Ok(())
}
