//! Data packets in every format that a 2.6 server has: fragments, compression, old ciphers with every digest.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::Testbed;
use lab::{Cipher, OpenVpnServer, ServerOptions, wait_until};

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|&line| line.to_owned()).collect()
}

/// Pings with packets of `size` bytes that compress well.
fn pings_with(testbed: &Testbed, address: &str, size: u32) -> bool {
    // The ICMP header has 8 bytes, the IP header 20.
    let line = format!("ping -n -q -c 3 -i 0.1 -W 2 -p 41 -M do -s {} {address}", size - 28);
    testbed.client.run(&line).is_ok_and(|said| said.contains(" 0% packet loss"))
}

/// Packets in both directions of the server's cable, as its firewall counts them.
fn counted(testbed: &Testbed, chain: &str) -> Result<u64> {
    let said = testbed.server.run(&format!("nft list chain inet lengths {chain}"))?;
    let after = said.split("counter packets ").nth(1).with_context(|| said.clone())?;
    Ok(after.split(' ').next().unwrap_or_default().parse()?)
}

fn carries(testbed: &Testbed, server: &OpenVpnServer, what: &str) -> Result<()> {
    for size in [84, 600, 1500] {
        ensure!(
            pings_with(testbed, &server.inner_address(), size),
            "{what}: {size} bytes\nhelper:\n{}\nserver:\n{}",
            testbed.helper.log(),
            server.log()
        );
    }
    Ok(())
}

#[test]
fn fragments_go_both_ways_with_both_kinds_of_cipher() -> Result<()> {
    let testbed = Testbed::new()?;
    // Frames that go out in one call would be counted as one packet.
    testbed.client.run("ip link set eth0 gso_max_segs 1")?;
    for line in [
        "nft add table inet lengths",
        "nft add chain inet lengths long { type filter hook prerouting priority 0 ; }",
        "nft add chain inet lengths pieces { type filter hook prerouting priority 0 ; }",
        "nft add chain inet lengths sent { type filter hook output priority 0 ; }",
        // A UDP length counts the UDP header, too.
        "nft add rule inet lengths long udp dport 1194 udp length > 1308 counter",
        "nft add rule inet lengths pieces udp dport 1194 udp length > 700 counter",
        "nft add rule inet lengths sent udp sport 1194 udp length > 1308 counter",
    ] {
        testbed.server.run(line)?;
    }
    for cipher in [Cipher::Aes256Gcm, Cipher::ChaCha20Poly1305, Cipher::Aes256Cbc] {
        let options = ServerOptions {
            cipher,
            server_lines: lines(&["fragment 1300"]),
            profile_lines: lines(&["fragment 1300", &format!("data-ciphers {}", cipher.name())]),
            ..ServerOptions::default()
        };
        let (server, profile) = testbed.serve(&options)?;
        testbed.must_connect(&profile, &[], "", &server)?;
        let before = counted(&testbed, "pieces")?;
        carries(&testbed, &server, cipher.name())?;
        assert!(
            counted(&testbed, "pieces")? >= before + 6,
            "{cipher:?}: three packets of 1500 bytes in two pieces each"
        );
        assert_eq!(
            (counted(&testbed, "long")?, counted(&testbed, "sent")?),
            (0, 0),
            "{cipher:?}: no frame is too long"
        );
        let log = server.log();
        assert!(!log.contains("FRAG_IN error") && !log.contains("mtu-dynamic' is"), "{log}");
        testbed.disconnect()?;
    }
    // The positive control of the counters: without fragments, frames are longer.
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    testbed.must_connect(&profile, &[], "", &server)?;
    assert!(pings_with(&testbed, &server.inner_address(), 1500));
    assert!(counted(&testbed, "long")? > 0 && counted(&testbed, "sent")? > 0);
    testbed.disconnect()
}

/// A server's lines and the profile's.
const COMPRESSING: [(&str, &str); 3] =
    [("comp-lzo yes", "comp-lzo"), ("compress lz4", "compress lz4"), ("compress lz4-v2", "compress lz4-v2")];

fn compressing(server: &str, profile: &[&str]) -> ServerOptions {
    ServerOptions {
        server_lines: lines(&["allow-compression yes", server]),
        profile_lines: lines(profile),
        ..ServerOptions::default()
    }
}

#[test]
fn what_a_server_compresses_is_read_where_the_profile_allows_it() -> Result<()> {
    let testbed = Testbed::new()?;
    for (theirs, ours) in COMPRESSING {
        let (server, profile) = testbed.serve(&compressing(theirs, &[ours, "allow-compression asym"]))?;
        testbed.must_connect(&profile, &[], "", &server)?;
        carries(&testbed, &server, theirs)?;
        testbed.disconnect()?;
    }
    // Together with fragments, and with the server's word alone.
    let mut options = compressing("comp-lzo yes", &["fragment 400", "allow-compression yes"]);
    options.server_lines.extend(lines(&["fragment 400", "push \"comp-lzo yes\""]));
    let (server, profile) = testbed.serve(&options)?;
    testbed.must_connect(&profile, &[], "", &server)?;
    carries(&testbed, &server, "comp-lzo and fragment")?;
    testbed.disconnect()
}

#[test]
fn a_server_that_compresses_against_the_profile_ends_the_tunnel_with_one_sentence() -> Result<()> {
    let testbed = Testbed::new()?;
    for (theirs, ours) in COMPRESSING {
        let (server, profile) = testbed.serve(&compressing(theirs, &[ours, "allow-compression no"]))?;
        testbed.must_connect(&profile, &[], "", &server)?;
        assert!(!pings_with(&testbed, &server.inner_address(), 600), "{theirs}");
        let ended = || {
            let status = testbed.helper.status().unwrap_or_default();
            serde_json::to_string(&status).is_ok_and(|text| text.contains("server-compresses"))
        };
        wait_until("the tunnel's end", Duration::from_secs(5), ended)
            .with_context(|| format!("{theirs}: {:?}\n{}", testbed.helper.status(), testbed.helper.log()))?;
        let said = testbed.helper.ctl(&["status"])?;
        assert!(said.stderr.contains("The server compresses what it sends"), "{said:?}");
        testbed.disconnect()?;
    }
    Ok(())
}

#[test]
fn framings_without_compression_carry() -> Result<()> {
    let testbed = Testbed::new()?;
    for (theirs, ours) in [
        ("comp-lzo no", "comp-lzo no"),
        ("compress stub", "compress stub"),
        ("compress", "compress"),
        ("compress stub-v2", "compress stub-v2"),
    ] {
        let options =
            ServerOptions { server_lines: lines(&[theirs]), profile_lines: lines(&[ours]), ..ServerOptions::default() };
        let (server, profile) = testbed.serve(&options)?;
        testbed.must_connect(&profile, &[], "", &server)?;
        carries(&testbed, &server, theirs)?;
        testbed.disconnect()?;
    }
    Ok(())
}

#[test]
fn old_ciphers_go_with_every_digest() -> Result<()> {
    let testbed = Testbed::new()?;
    let all = [
        (Cipher::Aes256Cbc, "SHA1"),
        (Cipher::Aes192Cbc, "SHA224"),
        (Cipher::Aes128Cbc, "MD5"),
        (Cipher::Aes256Cbc, "SHA256"),
        (Cipher::Aes128Cbc, "SHA384"),
        (Cipher::Aes256Cbc, "SHA512"),
        (Cipher::Aes192Gcm, "SHA512"),
        (Cipher::Aes128Gcm, "none"),
    ];
    for (cipher, digest) in all {
        let auth = format!("auth {digest}");
        let options = ServerOptions {
            cipher,
            server_lines: lines(&[&auth]),
            profile_lines: lines(&[&auth, &format!("data-ciphers {}", cipher.name())]),
            ..ServerOptions::default()
        };
        let (server, profile) = testbed.serve(&options)?;
        testbed.must_connect(&profile, &[], "", &server)?;
        carries(&testbed, &server, &format!("{cipher:?} {digest}"))?;
        testbed.disconnect()?;
    }
    Ok(())
}

#[test]
fn a_server_with_nothing_but_an_old_cipher_is_named_as_such() -> Result<()> {
    let testbed = Testbed::new()?;
    let options = ServerOptions {
        // It negotiates with nobody, and says in its options string what it uses.
        server_lines: lines(&["data-ciphers AES-256-CFB", "data-ciphers-fallback AES-256-CFB"]),
        ..ServerOptions::default()
    };
    let (_server, profile) = testbed.serve(&options)?;
    let outcome = testbed.connect(&profile, &[], "")?;
    assert_ne!(outcome.code, 0);
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    assert!(said.contains("none of the ciphers that this profile allows"), "{said}");
    Ok(())
}
