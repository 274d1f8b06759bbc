//! What a 2.6 server pushes and wants, seen on the client's machine: one server per question.

use std::{net::Ipv4Addr, time::Duration};

use anyhow::{Context, Result};
use e2e::Testbed;
use lab::{NameServer, OpenVpnServer, ServerOptions, Transport, Wrap, wait_until};
use serde_json::Value;

fn lines(text: &[&str]) -> Vec<String> {
    text.iter().map(|line| (*line).to_owned()).collect()
}

fn pushing(text: &[&str]) -> ServerOptions {
    let server_lines = text.iter().map(|line| format!("push \"{line}\"")).collect();
    ServerOptions { server_lines, ..ServerOptions::default() }
}

/// Connects, looks, disconnects, and the network is as it was.
fn tunnel(options: &ServerOptions, look: impl Fn(&Testbed, &OpenVpnServer, &Value) -> Result<()>) -> Result<()> {
    let testbed = Testbed::new()?;
    let before = testbed.traces()?;
    let (server, profile) = testbed.serve(options)?;
    testbed.must_connect(&profile, &[], "", &server)?;
    let status = testbed.helper.status()?;
    let state = status.first().and_then(|one| one.pointer("/state")).cloned().unwrap_or_default();
    look(&testbed, &server, &state).with_context(|| format!("{options:?}\n{state}\n{}", testbed.helper.log()))?;
    testbed.disconnect()?;
    assert_eq!(before, testbed.traces()?, "{options:?}");
    Ok(())
}

fn carries(testbed: &Testbed, server: &OpenVpnServer, _: &Value) -> Result<()> {
    anyhow::ensure!(testbed.client.pings(&server.inner_address(), 2), "no ping comes back");
    Ok(())
}

fn routes(testbed: &Testbed) -> Result<String> {
    testbed.client.run("ip -4 route show table all")
}

#[test]
fn tls_crypt_v2_with_a_cookie_and_without() -> Result<()> {
    for policy in ["force-cookie", "allow-noncookie"] {
        for transport in [Transport::Udp, Transport::Tcp] {
            let testbed = Testbed::new()?;
            let folder = testbed.server.directory().display().to_string();
            testbed.server.run(&format!("openvpn --genkey tls-crypt-v2-server {folder}/v2s.key"))?;
            testbed.server.run(&format!(
                "openvpn --tls-crypt-v2 {folder}/v2s.key --genkey tls-crypt-v2-client {folder}/v2c.key"
            ))?;
            let key = std::fs::read_to_string(testbed.server.directory().join("v2c.key"))?;
            let options = ServerOptions {
                transport,
                wrap: Wrap::None,
                server_lines: vec![format!("tls-crypt-v2 {folder}/v2s.key {policy}")],
                profile_lines: vec![format!("<tls-crypt-v2>\n{}\n</tls-crypt-v2>", key.trim_end())],
                ..ServerOptions::default()
            };
            let (server, profile) = testbed.serve(&options)?;
            testbed.must_connect(&profile, &[], "", &server)?;
            carries(&testbed, &server, &Value::Null)?;
            testbed.disconnect()?;
        }
    }
    Ok(())
}

#[test]
fn tls_auth_without_a_direction_and_with_every_digest() -> Result<()> {
    for digest in ["SHA1", "SHA256", "SHA512", "SHA224", "SHA384", "MD5"] {
        let testbed = Testbed::new()?;
        let key = testbed.server.directory().join("ta.key");
        std::fs::write(&key, testbed.pki.static_key())?;
        let options = ServerOptions {
            wrap: Wrap::None,
            server_lines: vec![format!("tls-auth {}", key.display()), format!("auth {digest}")],
            profile_lines: vec![
                format!("auth {digest}"),
                format!("<tls-auth>\n{}\n</tls-auth>", testbed.pki.static_key().trim_end()),
            ],
            ..ServerOptions::default()
        };
        let (server, profile) = testbed.serve(&options)?;
        testbed.must_connect(&profile, &[], "", &server).context(digest)?;
        carries(&testbed, &server, &Value::Null)?;
        testbed.disconnect()?;
    }
    Ok(())
}

#[test]
fn renegotiations_have_a_protection_of_their_own() -> Result<()> {
    let options = ServerOptions { renegotiate: 4, ..ServerOptions::default() };
    tunnel(&options, |testbed, server, _| {
        let pushed = server.log();
        anyhow::ensure!(pushed.contains("dyn-tls-crypt"), "the server does not offer it");
        let renewed = || testbed.helper.log().matches("New keys are in use").count() >= 2;
        wait_until("two renegotiations", Duration::from_secs(20), renewed)?;
        carries(testbed, server, &Value::Null)
    })
}

#[test]
fn every_topology() -> Result<()> {
    for topology in ["subnet", "net30", "p2p"] {
        let options = ServerOptions { server_lines: vec![format!("topology {topology}")], ..ServerOptions::default() };
        tunnel(&options, carries).context(topology)?;
    }
    Ok(())
}

#[test]
fn routes_with_gateways_and_metrics() -> Result<()> {
    let options = pushing(&[
        "route 10.77.0.0 255.255.0.0",
        "route 10.78.0.0 255.255.0.0 vpn_gateway 77",
        "route-ipv6 2001:db8:77::/48",
        "route 203.0.113.0 255.255.255.0 net_gateway",
    ]);
    tunnel(&options, |testbed, _, _| {
        let shown = routes(testbed)?;
        anyhow::ensure!(shown.contains("10.77.0.0/16 dev adit0"), "{shown}");
        anyhow::ensure!(
            shown.lines().any(|line| line.contains("10.78.0.0/16 dev adit0") && line.contains("metric 77")),
            "{shown}"
        );
        anyhow::ensure!(testbed.client.run("ip -6 route show table all")?.contains("2001:db8:77::/48 dev adit0"));
        let beside = testbed.client.run("ip route get 203.0.113.9")?;
        anyhow::ensure!(!beside.contains("adit0"), "net_gateway goes beside the tunnel: {beside}");
        Ok(())
    })
}

#[test]
fn a_profile_may_refuse_what_is_pushed() -> Result<()> {
    let pushed = ["route 10.77.0.0 255.255.0.0", "dhcp-option DNS 10.8.0.1"];
    for (line, has_route, has_dns) in [
        ("verb 3", true, true),
        ("route-nopull", false, false),
        ("pull-filter ignore \"route 10.77\"", false, true),
        ("pull-filter ignore \"dhcp-option\"", true, false),
    ] {
        let options = ServerOptions { profile_lines: lines(&[line]), ..pushing(&pushed) };
        tunnel(&options, |testbed, _, state| {
            anyhow::ensure!(routes(testbed)?.contains("10.77.0.0/16 dev adit0") == has_route, "{}", routes(testbed)?);
            let dns = state.pointer("/dns").and_then(Value::as_array).map_or(0, Vec::len);
            anyhow::ensure!((dns > 0) == has_dns, "{state}");
            Ok(())
        })
        .context(line)?;
    }
    let testbed = Testbed::new()?;
    let options = ServerOptions { profile_lines: lines(&["pull-filter reject \"route 10.77\""]), ..pushing(&pushed) };
    let (_server, profile) = testbed.serve(&options)?;
    let outcome = testbed.connect(&profile, &[], "")?;
    assert_ne!(outcome.code, 0, "a rejected option ends the session: {outcome:?}");
    assert!(outcome.stderr.contains("route"), "{outcome:?}");
    Ok(())
}

#[test]
fn every_form_of_dns() -> Result<()> {
    for (pushed, servers, domains) in [
        (
            &["dhcp-option DNS 10.8.0.1", "dhcp-option DNS6 fd00:ad17:0::1", "dhcp-option DOMAIN corp.example"][..],
            2,
            "corp.example",
        ),
        (
            &["dhcp-option DNS 10.8.0.1", "dhcp-option DOMAIN-SEARCH a.example", "dhcp-option DOMAIN-SEARCH b.example"],
            1,
            "b.example",
        ),
        (&["dns server 1 address 10.8.0.1 fd00:ad17:0::1", "dns search-domains a.example b.example"], 2, "a.example"),
        (&["dns server 1 address 10.8.0.1", "dns server 1 resolve-domains corp.example"], 1, "corp.example"),
    ] {
        tunnel(&pushing(pushed), |testbed, _, state| {
            let found = state.pointer("/dns").and_then(Value::as_array).map_or(0, Vec::len);
            anyhow::ensure!(found == servers, "{state}");
            let file = testbed.client.run("cat /etc/resolv.conf")?;
            anyhow::ensure!(state.to_string().contains(domains) || file.contains(domains), "{state}\n{file}");
            Ok(())
        })
        .with_context(|| format!("{pushed:?}"))?;
    }
    Ok(())
}

#[test]
fn a_tunnel_that_nobody_uses_ends_and_so_does_one_whose_time_is_over() -> Result<()> {
    for (pushed, said) in [("inactive 3", "used"), ("session-timeout 3", "time")] {
        let testbed = Testbed::new()?;
        let before = testbed.traces()?;
        let (server, profile) = testbed.serve(&pushing(&[pushed]))?;
        testbed.must_connect(&profile, &[], "", &server)?;
        testbed.helper.wait_for_state("disconnected", Duration::from_secs(30)).context(pushed)?;
        let status = serde_json::to_string(&testbed.helper.status()?)?;
        assert!(status.contains(said) || status.contains("idle") || status.contains("session"), "{pushed}: {status}");
        assert_eq!(before, testbed.traces()?, "{pushed}");
    }
    Ok(())
}

#[test]
fn the_server_hears_that_we_leave() -> Result<()> {
    for options in [
        ServerOptions { profile_lines: lines(&["explicit-exit-notify 1"]), ..ServerOptions::default() },
        ServerOptions { server_lines: lines(&["push \"explicit-exit-notify 1\""]), ..ServerOptions::default() },
        ServerOptions { transport: Transport::Tcp, ..ServerOptions::default() },
    ] {
        let testbed = Testbed::new()?;
        let (server, profile) = testbed.serve(&options)?;
        testbed.must_connect(&profile, &[], "", &server)?;
        testbed.disconnect()?;
        let heard = || {
            let log = server.log();
            log.contains("remote-exit")
                || log.contains("delayed-exit")
                || log.contains("Connection reset")
                || log.contains("client-instance exiting")
        };
        wait_until("the server hears it", Duration::from_secs(8), heard)
            .with_context(|| format!("{options:?}\n{}", server.log()))?;
    }
    Ok(())
}

/// The client's address changes in the middle; the server follows it by its peer id, and the tunnel goes on.
#[test]
fn a_client_that_moves_keeps_its_tunnel() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    testbed.must_connect(&profile, &[], "", &server)?;
    assert!(testbed.client.pings(&server.inner_address(), 1));
    testbed.client.run("ip addr del 192.0.2.2/24 dev eth0")?;
    testbed.client.run("ip addr add 192.0.2.9/24 dev eth0")?;
    testbed.plug_in()?;
    wait_until("a ping from the new address", Duration::from_secs(10), || {
        testbed.client.pings(&server.inner_address(), 1)
    })?;
    assert!(server.log().contains("192.0.2.9"), "{}", server.log());
    let phases = testbed.helper.log();
    assert_eq!(phases.matches("Signing in").count(), 1, "no second sign-in:\n{phases}");
    Ok(())
}

#[test]
fn versions_suites_and_groups_of_tls() -> Result<()> {
    for (server_line, profile_line, seen) in [
        ("tls-version-max 1.2", "verb 3", "TLS 1.2"),
        ("tls-version-min 1.3", "verb 3", "TLS 1.3"),
        ("verb 4", "tls-version-max 1.2", "TLS 1.2"),
        ("verb 4", "tls-version-min 1.3", "TLS 1.3"),
        (
            "tls-version-max 1.2",
            "tls-cipher TLS-ECDHE-ECDSA-WITH-CHACHA20-POLY1305-SHA256:TLS-ECDHE-RSA-WITH-CHACHA20-POLY1305-SHA256",
            "CHACHA20",
        ),
        ("verb 4", "tls-ciphersuites TLS_CHACHA20_POLY1305_SHA256", "CHACHA20"),
        ("tls-groups secp384r1", "verb 3", "TLS 1.3"),
        ("verb 4", "tls-groups prime256v1", "TLS 1.3"),
        ("verb 4", "tls-cipher \"DEFAULT:@SECLEVEL=0\"", "TLS 1.3"),
    ] {
        let options = ServerOptions {
            server_lines: lines(&[server_line]),
            profile_lines: lines(&[profile_line]),
            ..ServerOptions::default()
        };
        tunnel(&options, |_, _, state| {
            let tls = state.pointer("/security/handshake").and_then(Value::as_str).unwrap_or_default();
            anyhow::ensure!(tls.contains(seen), "{tls}");
            Ok(())
        })
        .with_context(|| format!("{server_line}, {profile_line}"))?;
    }
    Ok(())
}

#[test]
fn names_of_servers_are_held_to_what_the_profile_says() -> Result<()> {
    for (line, good) in [
        ("verify-x509-name practice.adit.example name", true),
        ("verify-x509-name practice. name-prefix", true),
        ("verify-x509-name other.adit.example name", false),
        ("verify-x509-name adit. name-prefix", false),
    ] {
        let testbed = Testbed::new()?;
        let options = ServerOptions { profile_lines: lines(&[line]), ..ServerOptions::default() };
        let (server, profile) = testbed.serve(&options)?;
        let outcome = testbed.connect(&profile, &[], "")?;
        assert_eq!(outcome.code == 0, good, "{line}: {outcome:?}\n{}\n{}", testbed.helper.log(), server.log());
    }
    Ok(())
}

#[test]
fn the_other_direction_of_tls_auth() -> Result<()> {
    let testbed = Testbed::new()?;
    let key = testbed.server.directory().join("ta.key");
    std::fs::write(&key, testbed.pki.static_key())?;
    let options = ServerOptions {
        wrap: Wrap::None,
        server_lines: vec![format!("tls-auth {} 1", key.display())],
        profile_lines: vec![
            "key-direction 0".to_owned(),
            format!("<tls-auth>\n{}\n</tls-auth>", testbed.pki.static_key().trim_end()),
        ],
        ..ServerOptions::default()
    };
    let (server, profile) = testbed.serve(&options)?;
    testbed.must_connect(&profile, &[], "", &server)?;
    carries(&testbed, &server, &Value::Null)?;
    testbed.disconnect()?;
    let text = std::fs::read_to_string(&profile)?.replace("key-direction 0", "key-direction 1\nserver-poll-timeout 2");
    let outcome = testbed.connect(&testbed.write_profile("wrong", &text)?, &["--timeout", "5"], "")?;
    assert_ne!(outcome.code, 0, "the direction makes the key: {outcome:?}");
    testbed.disconnect()
}

#[test]
fn more_options_than_one_message_takes() -> Result<()> {
    let pushed: Vec<String> = (0..60).map(|number| format!("route 10.99.{number}.0 255.255.255.0")).collect();
    let pushed: Vec<&str> = pushed.iter().map(String::as_str).collect();
    tunnel(&pushing(&pushed), |testbed, server, _| {
        anyhow::ensure!(server.log().contains("push-continuation 2"), "the server needed one message only");
        let shown = routes(testbed)?;
        let made = (0..60).filter(|number| shown.contains(&format!("10.99.{number}.0/24 dev adit0"))).count();
        anyhow::ensure!(made == 60, "{made} of 60\n{shown}");
        Ok(())
    })
}

#[test]
fn every_flag_of_redirect_gateway() -> Result<()> {
    for (flags, four, six) in [
        ("", true, false),
        ("def1 bypass-dhcp bypass-dns", true, false),
        ("autolocal", true, false),
        ("local", true, false),
        ("def1 ipv6 block-local", true, true),
        ("ipv6 !ipv4", false, true),
    ] {
        tunnel(&pushing(&[format!("redirect-gateway {flags}").trim_end()]), |testbed, _, _| {
            let through = |line: &str| -> Result<bool> {
                Ok(testbed.client.try_run(line).is_ok_and(|out| String::from_utf8_lossy(&out.stdout).contains("adit0")))
            };
            let found = (through("ip route get 198.51.100.1")?, through("ip route get 2001:db8:feed::1")?);
            anyhow::ensure!(found == (four, six), "{found:?}");
            Ok(())
        })
        .context(flags)?;
    }
    Ok(())
}

#[test]
fn ipv6_is_blocked_where_the_server_says_so() -> Result<()> {
    for (pushed, free) in [("verb 3", true), ("block-ipv6", false)] {
        tunnel(&pushing(&[pushed]), |testbed, _, _| {
            anyhow::ensure!(testbed.client.pings(e2e::INTERNET_V6, 1) == free, "{pushed}");
            anyhow::ensure!(testbed.client.pings(e2e::INTERNET, 1), "IPv4 is as it was");
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn the_server_reads_who_we_are_and_unknown_lines_may_be_allowed() -> Result<()> {
    let more = lines(&["ignore-unknown-option shazam", "shazam 1", "setenv UV_TEAM blue", "push-peer-info"]);
    tunnel(&ServerOptions { profile_lines: more, ..ServerOptions::default() }, |_, server, _| {
        let log = server.log();
        for line in ["IV_VER=", "IV_PLAT=linux", "IV_PROTO=", "IV_CIPHERS=AES-256-GCM:", "IV_SSO=", "UV_TEAM=blue"] {
            anyhow::ensure!(log.contains(&format!("peer info: {line}")), "{line}\n{log}");
        }
        Ok(())
    })
}

/// What the largest segment is that a connection through the tunnel asks for, as the server's end sees it.
fn segment(testbed: &Testbed, server: &OpenVpnServer, number: usize) -> Result<u32> {
    let mut command = testbed.server.command("tcpdump");
    command.args(["-n", "-l", "-i", "tun0", "-c", "1", "tcp[tcpflags] & tcp-syn != 0"]);
    let mut seen = testbed.server.start(&format!("segments-{number}"), &mut command)?;
    seen.wait_for_output("listening on", Duration::from_secs(10))?;
    let knock = format!("exec 3<>/dev/tcp/{}/9", server.inner_address());
    let _refused = testbed.client.command("bash").args(["-c", &knock]).output()?;
    seen.wait_for_output("mss ", Duration::from_secs(10))?;
    let said = seen.output();
    let size = said.split("mss ").nth(1).and_then(|rest| rest.split([',', ']']).next()).context("a size")?;
    Ok(size.parse()?)
}

#[test]
fn every_form_of_mssfix() -> Result<()> {
    let testbed = Testbed::new()?;
    let options = ServerOptions { server_lines: lines(&["mssfix 0"]), ..ServerOptions::default() };
    let (server, profile) = testbed.serve(&options)?;
    let text = std::fs::read_to_string(&profile)?;
    // 4 bytes of peer id, 4 of packet id and 16 of tag around AES-256-GCM; 28 of IP and UDP outside; 40 of IP and TCP inside.
    for (number, (line, size)) in [
        ("verb 3", 1492 - 28 - 24 - 40),
        ("mssfix 1300", 1300 - 24 - 40),
        ("mssfix 1300 mtu", 1300 - 28 - 24 - 40),
        ("mssfix 1300 fixed", 1300 - 40),
        ("mssfix 0", 1460),
    ]
    .into_iter()
    .enumerate()
    {
        let profile = testbed.write_profile("segments", &format!("{line}\n{text}"))?;
        testbed.must_connect(&profile, &[], "", &server)?;
        assert_eq!(segment(&testbed, &server, number)?, size, "{line}");
        testbed.disconnect()?;
    }
    Ok(())
}

/// An order to the server by the socket that its administrators use.
fn order(testbed: &Testbed, line: &str) -> Result<()> {
    use std::io::{BufRead, Write};
    let stream = std::os::unix::net::UnixStream::connect(testbed.server.directory().join("orders"))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    writeln!(&stream, "{line}")?;
    let answer = std::io::BufReader::new(&stream).lines().map_while(Result::ok).find(|line| !line.starts_with('>'));
    anyhow::ensure!(answer.as_ref().is_some_and(|answer| answer.starts_with("SUCCESS")), "{line}: {answer:?}");
    Ok(())
}

#[test]
fn a_server_may_start_us_over_and_send_us_away() -> Result<()> {
    let testbed = Testbed::new()?;
    let orders = testbed.server.directory().join("orders");
    let options = ServerOptions {
        server_lines: vec![format!("management {} unix", orders.display())],
        ..ServerOptions::default()
    };
    let (server, profile) = testbed.serve(&options)?;
    testbed.must_connect(&profile, &[], "", &server)?;
    order(&testbed, "client-kill 0 RESTART")?;
    let again = || server.log().matches("peer info: IV_VER=").count() == 2;
    wait_until("the second sign-in", Duration::from_secs(20), again)
        .with_context(|| format!("{}\n{}", testbed.helper.log(), server.log()))?;
    testbed.helper.wait_for_state("connected", Duration::from_secs(15))?;
    carries(&testbed, &server, &Value::Null)?;
    order(&testbed, "client-kill 1 HALT")?;
    testbed.helper.wait_for_state("disconnected", Duration::from_secs(15))?;
    let status = serde_json::to_string(&testbed.helper.status()?)?;
    assert!(status.contains("server-halted"), "{status}");
    assert!(again(), "it stays down");
    Ok(())
}

#[test]
fn the_second_block_follows_when_the_first_servers_time_is_over() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    let text = std::fs::read_to_string(&profile)?;
    let remote = format!("remote {} 1194\n", e2e::SERVER);
    let blocks = format!(
        "server-poll-timeout 3\n<connection>\nremote 192.0.2.99 1194 udp\n</connection>\n\
         <connection>\nremote {} 1194 udp\n</connection>\n",
        e2e::SERVER
    );
    let changed = text.replace(&remote, &blocks);
    assert_ne!(changed, text);
    let began = std::time::Instant::now();
    testbed.must_connect(&testbed.write_profile("blocks", &changed)?, &[], "", &server)?;
    let took = began.elapsed();
    assert!((Duration::from_millis(2500)..Duration::from_secs(30)).contains(&took), "{took:?}");
    carries(&testbed, &server, &Value::Null)?;
    testbed.disconnect()
}

/// A dead server and a good one, in whatever order they come.
#[test]
fn servers_in_any_order() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    let text = std::fs::read_to_string(&profile)?;
    let remote = format!("remote {} 1194\n", e2e::SERVER);
    let both = format!("remote-random\nserver-poll-timeout 1\nremote 192.0.2.99 1194\n{remote}");
    for _ in 0..4 {
        testbed.must_connect(&testbed.write_profile("any", &text.replace(&remote, &both))?, &[], "", &server)?;
        testbed.disconnect()?;
    }
    Ok(())
}

#[test]
fn a_silent_server_is_given_up_by_the_servers_own_keepalive() -> Result<()> {
    let exit: (&[&str], &[&str]) = (&["push \"ping-exit 4\""], &["pull-filter ignore \"ping-restart\""]);
    for ((server_lines, profile_lines), state) in [((&[][..], &[][..]), "reconnecting"), (exit, "disconnected")] {
        let testbed = Testbed::new()?;
        let options = ServerOptions {
            keepalive: (1, 4),
            server_lines: lines(server_lines),
            profile_lines: lines(profile_lines),
            ..ServerOptions::default()
        };
        let (mut server, profile) = testbed.serve(&options)?;
        testbed.must_connect(&profile, &[], "", &server)?;
        std::thread::sleep(Duration::from_secs(6));
        assert_eq!(testbed.helper.state_word()?, "connected", "pings keep an idle tunnel up");
        server.kill();
        testbed.helper.wait_for_state(state, Duration::from_secs(12))?;
        testbed.disconnect()?;
    }
    Ok(())
}

/// The opcode is in the upper five bits of a packet: 6 is data without a peer id, 9 is data with one.
#[test]
fn who_leaves_the_peer_id_out_sends_data_of_the_first_version() -> Result<()> {
    for (line, opcode, other) in [("verb 3", 9, 6), ("pull-filter ignore \"peer-id\"", 6, 9)] {
        let options = ServerOptions { profile_lines: lines(&[line]), ..ServerOptions::default() };
        tunnel(&options, |testbed, server, _| {
            testbed.server.run("nft add table inet versions")?;
            testbed.server.run("nft add chain inet versions heard { type filter hook prerouting priority 0 ; }")?;
            let rule = "nft add rule inet versions heard udp dport 1194 @th,64,5 ==";
            testbed.server.run(&format!("{rule} {opcode} counter"))?;
            carries(testbed, server, &Value::Null)?;
            let said = testbed.server.run("nft list table inet versions")?;
            let count = |said: &str| said.split("counter packets ").nth(1)?.split(' ').next()?.parse::<u32>().ok();
            anyhow::ensure!(count(&said).is_some_and(|count| count >= 2), "{said}");
            testbed.server.run("nft flush chain inet versions heard")?;
            testbed.server.run(&format!("{rule} {other} counter"))?;
            carries(testbed, server, &Value::Null)?;
            let said = testbed.server.run("nft list table inet versions")?;
            anyhow::ensure!(count(&said) == Some(0), "{said}");
            Ok(())
        })
        .context(line)?;
    }
    Ok(())
}

/// More name servers than a resolver file has lines for, and a domain in another script: the tunnel comes up, and short names
/// are completed with the domain's IDNA form and asked through the tunnel.
#[test]
fn twenty_dns_servers_and_a_domain_in_another_script() -> Result<()> {
    let mut pushed = vec![
        format!("route {} 255.255.255.255", NameServer::ADDRESS),
        format!("dhcp-option DNS {}", NameServer::ADDRESS),
    ];
    pushed.extend((2..21).map(|last| format!("dhcp-option DNS 10.8.0.{last}")));
    let pushed: Vec<&str> = pushed.iter().map(String::as_str).collect();
    let options = ServerOptions { profile_lines: lines(&["dhcp-option DOMAIN bücher.example"]), ..pushing(&pushed) };
    tunnel(&options, |testbed, server, state| {
        let found = state.pointer("/dns").and_then(Value::as_array).map_or(0, Vec::len);
        anyhow::ensure!(found == 20, "{found} name servers");
        anyhow::ensure!(state.to_string().contains("xn--bcher-kva.example"));
        let file = testbed.client.run("cat /etc/resolv.conf")?;
        anyhow::ensure!(file.contains("search xn--bcher-kva.example"), "{file}");
        testbed.server.run(&format!("ip addr add {}/32 dev lo", NameServer::ADDRESS))?;
        let names = NameServer::start(&testbed.server, "xn--bcher-kva.example", Ipv4Addr::new(192, 0, 2, 77))?;
        let way = testbed.client.run(&format!("ip route get {}", NameServer::ADDRESS))?;
        anyhow::ensure!(way.contains("dev adit0"), "{way}");
        let answer = testbed.client.run("getent ahostsv4 practice")?;
        anyhow::ensure!(answer.contains("192.0.2.77"), "{answer}");
        let asked = names.asked();
        anyhow::ensure!(asked.iter().any(|name| name == "practice.xn--bcher-kva.example"), "{asked:?}");
        testbed.server.run(&format!("ip addr del {}/32 dev lo", NameServer::ADDRESS))?;
        carries(testbed, server, state)
    })
}
