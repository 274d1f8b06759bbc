//! `SoftEther`, the other implementation of an OpenVPN server that people meet, with the profile that it makes itself.

mod network;
mod users;

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::{SERVER, Testbed};
use lab::{PASSWORD, SoftEther, USER, wait_until};
use serde_json::Value;

/// The server's address towards its internet.
const BEHIND: &str = "198.51.100.2";

fn through(profile: &str, seconds: u64) -> Result<()> {
    let testbed = Testbed::new()?;
    let before = testbed.traces()?;
    let server = SoftEther::start(&testbed.server)?;
    let path = testbed.write_profile("softether", &profile_of(&server, profile))?;
    let outcome = testbed.connect(&path, &["--username", USER, "--password-stdin"], PASSWORD)?;
    assert_eq!(outcome.code, 0, "{outcome:?}\nhelper:\n{}\nserver:\n{}", testbed.helper.log(), server.log());
    wait_until("the first ping", Duration::from_secs(10), || testbed.client.pings(SoftEther::INNER, 1))?;
    let deadline = std::time::Instant::now() + Duration::from_secs(seconds);
    while std::time::Instant::now() < deadline {
        assert!(testbed.client.pings(SoftEther::INNER, 5), "{}", testbed.helper.log());
    }
    testbed.disconnect()?;
    assert_eq!(before, testbed.traces()?);
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
    let testbed = Testbed::new()?;
    let server = SoftEther::start(&testbed.server)?;
    let path = testbed.write_profile("softether", &profile_of(&server, ""))?;
    let outcome = testbed.connect(&path, &["--username", USER, "--password-stdin"], "wrong")?;
    assert_ne!(outcome.code, 0);
    let said = format!("{outcome:?}");
    assert!(said.contains("password"), "{said}");
    Ok(())
}

/// The server's profile with these words changed, through one server, one tunnel after another. Gives what the helper told of each.
fn one_after_another(changes: &[(&str, &str)]) -> Result<Vec<Value>> {
    let testbed = Testbed::new()?;
    let before = testbed.traces()?;
    let server = SoftEther::start(&testbed.server)?;
    let own = profile_of(&server, "");
    let mut told = Vec::new();
    for (word, other) in changes {
        ensure!(own.contains(word), "its profile has no {word}:\n{own}");
        let path = testbed.write_profile("changed", &own.replace(word, other))?;
        let outcome = testbed.connect(&path, &["--username", USER, "--password-stdin"], PASSWORD)?;
        ensure!(outcome.code == 0, "{other}: {outcome:?}\n{}\n{}", testbed.helper.log(), server.log());
        wait_until("a ping", Duration::from_secs(10), || testbed.client.pings(SoftEther::INNER, 1))
            .with_context(|| format!("{other}\n{}", testbed.helper.log()))?;
        let status = testbed.helper.status()?;
        told.push(status.first().and_then(|one| one.pointer("/state")).cloned().unwrap_or_default());
        testbed.disconnect()?;
        ensure!(before == testbed.traces()?, "{other}: something is left");
    }
    Ok(told)
}

#[test]
fn ciphers_and_digests_of_its_profile() -> Result<()> {
    let (cipher, auth) = ("\ncipher AES-128-CBC", "\nauth SHA1");
    let both = format!("{cipher}{auth}");
    let changes: Vec<(String, &str)> = [
        ("AES-128-CBC", "SHA1"),
        ("AES-256-CBC", "SHA256"),
        ("AES-192-CBC", "SHA512"),
        ("AES-128-GCM", "SHA1"),
        ("AES-256-GCM", "SHA256"),
        ("CHACHA20-POLY1305", "SHA256"),
        ("AES-256-CBC", "SHA384"),
        ("AES-128-CBC", "SHA224"),
        ("AES-192-CBC", "MD5"),
    ]
    .map(|(cipher, auth)| (format!("\ncipher {cipher}\ndata-ciphers {cipher}\nauth {auth}"), cipher))
    .into();
    let words: Vec<(&str, &str)> = changes.iter().map(|(text, _)| (both.as_str(), text.as_str())).collect();
    for (state, (_, cipher)) in one_after_another(&words)?.iter().zip(&changes) {
        ensure!(state.pointer("/security/data").and_then(Value::as_str) == Some(cipher), "{cipher}: {state}");
    }
    Ok(())
}

/// It never negotiates: what the profile says for such servers decides, also where the list has better ones.
#[test]
fn the_fallback_is_used_because_it_does_not_negotiate() -> Result<()> {
    let word = "\ncipher AES-128-CBC";
    let told = one_after_another(&[
        (word, "\ndata-ciphers-fallback AES-192-CBC"),
        (word, "\ndata-ciphers AES-256-GCM\ndata-ciphers-fallback AES-256-CBC"),
        (word, "\ncipher AES-128-CBC\ndata-ciphers-fallback AES-128-GCM"),
    ])?;
    for (state, cipher) in told.iter().zip(["AES-192-CBC", "AES-256-CBC", "AES-128-GCM"]) {
        ensure!(state.pointer("/security/data").and_then(Value::as_str) == Some(cipher), "{cipher}: {state}");
    }
    Ok(())
}

#[test]
fn a_login_inside_the_profile_needs_nobody() -> Result<()> {
    let testbed = Testbed::new()?;
    let server = SoftEther::start(&testbed.server)?;
    let (own, asks) = (profile_of(&server, ""), "\nauth-user-pass");
    ensure!(own.contains(asks), "{own}");
    for (password, good) in [(PASSWORD, true), ("another", false)] {
        let inline = format!("\n<auth-user-pass>\n{USER}\n{password}\n</auth-user-pass>");
        let path = testbed.write_profile("inline", &own.replace(asks, &inline))?;
        let outcome = testbed.connect(&path, &[], "")?;
        ensure!((outcome.code == 0) == good, "{password}: {outcome:?}\n{}", testbed.helper.log());
        ensure!(testbed.client.pings(SoftEther::INNER, 1) == good);
        testbed.disconnect()?;
    }
    Ok(())
}

/// What a system's OpenSSL may allow is all that SoftEther's TLS has to offer.
#[test]
fn nothing_in_common_is_told_as_such() -> Result<()> {
    let testbed = Testbed::new()?;
    let under = |line: &str| format!("openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n{line}\n");
    let silent = Some((6, "did not begin to encrypt"));
    for (what, openssl, told) in [
        ("TLS 1.1", "MinProtocol = TLSv1\nMaxProtocol = TLSv1.1\nCipherString = DEFAULT:@SECLEVEL=0", silent),
        // Adit offers this one last, to hear that the server has no other.
        ("a curve that Adit does not have", "Groups = X448", Some((7, "no way to encrypt in common"))),
        ("TLS 1.2 with ECDHE", "MaxProtocol = TLSv1.2\nGroups = X25519", None),
    ] {
        let server = SoftEther::start_under(&testbed.server, &under(openssl))?;
        let path = testbed.write_profile("old", &format!("{}\nhand-window 3\n", profile_of(&server, "")))?;
        // A silent server is tried again and again: one round is enough.
        let outcome = testbed.connect(&path, &["--username", USER, "--password-stdin", "--timeout", "6"], PASSWORD)?;
        match told {
            None => ensure!(outcome.code == 0, "{what}: {outcome:?}\n{}", testbed.helper.log()),
            Some((code, sentence)) => {
                ensure!(outcome.code == code && outcome.stderr.contains(sentence), "{what}: {outcome:?}");
                ensure!(outcome.stderr.contains("TLS 1.2 with ECDHE"), "{what}: {outcome:?}");
            }
        }
        testbed.disconnect()?;
    }
    Ok(())
}

#[test]
fn the_tls_that_it_has_and_what_its_dhcp_gives() -> Result<()> {
    let word = "\nauth SHA1";
    let told = one_after_another(&[
        (word, "\nauth SHA1\ntls-version-max 1.2"),
        (word, "\nauth SHA1\ntls-version-max 1.2\ntls-cipher TLS-ECDHE-RSA-WITH-AES-128-GCM-SHA256"),
        (word, "\nauth SHA1\ntls-groups secp384r1\nroute-nopull"),
    ])?;
    for (state, (version, pulled)) in told.iter().zip([("TLS 1.2", true), ("AES_128_GCM", true), ("TLS 1.2", false)]) {
        let tls = state.pointer("/security/handshake").and_then(Value::as_str).unwrap_or_default();
        ensure!(tls.contains(version), "{version}: {state}");
        let servers = state.pointer("/dns").and_then(Value::as_array).cloned().unwrap_or_default();
        ensure!(servers.iter().any(|server| server.as_str() == Some(SoftEther::INNER)) == pulled, "{state}");
        ensure!(state.pointer("/all_ipv4").and_then(Value::as_bool) == Some(pulled), "{state}");
    }
    Ok(())
}

#[test]
fn its_silence_and_its_return_are_noticed() -> Result<()> {
    let testbed = Testbed::new()?;
    let server = SoftEther::start(&testbed.server)?;
    let own = format!("{}\nping 1\nping-restart 4\npull-filter ignore \"ping\"\n", profile_of(&server, ""));
    let path = testbed.write_profile("impatient", &own)?;
    let outcome = testbed.connect(&path, &["--username", USER, "--password-stdin"], PASSWORD)?;
    ensure!(outcome.code == 0, "{outcome:?}\n{}\n{}", testbed.helper.log(), server.log());
    for line in [
        "nft add table inet cut",
        "nft add chain inet cut input { type filter hook input priority 0 ; }",
        "nft add rule inet cut input iifname eth0 udp dport 1194 drop",
    ] {
        testbed.server.run(line)?;
    }
    testbed.helper.wait_for_state("reconnecting", Duration::from_secs(15))?;
    testbed.server.run("nft delete table inet cut")?;
    testbed.helper.wait_for_state("connected", Duration::from_secs(30))?;
    wait_until("a ping", Duration::from_secs(10), || testbed.client.pings(SoftEther::INNER, 1))
        .with_context(|| testbed.helper.log())?;
    testbed.disconnect()
}

/// The opcode is in the upper five bits of a packet: 6 is data without a peer id, which this server does not give.
#[test]
fn its_data_packets_are_of_the_first_version() -> Result<()> {
    let testbed = Testbed::new()?;
    for line in [
        "nft add table inet versions",
        "nft add chain inet versions heard { type filter hook prerouting priority 0 ; }",
        "nft add chain inet versions said { type filter hook output priority 0 ; }",
        "nft add rule inet versions heard udp dport 1194 @th,64,5 == 6 counter",
        "nft add rule inet versions said udp sport 1194 @th,64,5 == 6 counter",
    ] {
        testbed.server.run(line)?;
    }
    let server = SoftEther::start(&testbed.server)?;
    let path = testbed.write_profile("softether", &profile_of(&server, ""))?;
    let outcome = testbed.connect(&path, &["--username", USER, "--password-stdin"], PASSWORD)?;
    ensure!(outcome.code == 0, "{outcome:?}\n{}\n{}", testbed.helper.log(), server.log());
    wait_until("a ping", Duration::from_secs(10), || testbed.client.pings(SoftEther::INNER, 1))?;
    ensure!(testbed.client.pings(SoftEther::INNER, 3));
    for chain in ["heard", "said"] {
        let said = testbed.server.run(&format!("nft list chain inet versions {chain}"))?;
        let count =
            said.split("counter packets ").nth(1).and_then(|rest| rest.split(' ').next()).context("a counter")?;
        ensure!(count.parse::<u32>()? >= 4, "{said}");
    }
    testbed.disconnect()
}
