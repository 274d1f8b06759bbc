//! Servers that have a name: whatever a tunnel does to names, its own server is found.

use std::{
    net::{Ipv4Addr, Ipv6Addr},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use e2e::{SERVER, Testbed};
use lab::{NameServer, OpenVpnServer, Resolved, ServerOptions, Speaker, Transport, wait_until};
use serde_json::Value;

const ZONE: &str = "moving.example";
const GATE: &str = "gate.moving.example";
const BEFORE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const AFTER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 3);
/// A name server behind the tunnel, as far as the tunnel's client knows. Nobody is there.
const INSIDE: &str = "dhcp-option DNS 198.51.100.53";

fn at(address: Ipv4Addr, pushes: &[&str]) -> ServerOptions {
    let mut server_lines: Vec<String> = pushes.iter().map(|push| format!("push \"{push}\"")).collect();
    server_lines.push(format!("local {address}"));
    ServerOptions { keepalive: (1, 4), server_lines, ..ServerOptions::default() }
}

/// Addresses of the server's machine: where it is, where it goes, and its name server.
fn prepared() -> Result<(Testbed, NameServer)> {
    let testbed = Testbed::new()?;
    for address in [AFTER, NameServer::ADDRESS] {
        testbed.server.run(&format!("ip address add {address}/24 dev eth0"))?;
    }
    let names = NameServer::start(&testbed.server, ZONE, BEFORE)?;
    Ok((testbed, names))
}

fn system_finds(testbed: &Testbed) -> bool {
    testbed.client.try_run(&format!("timeout 4 getent ahostsv4 {GATE}")).is_ok_and(|output| output.status.success())
}

/// Connects by name, moves the server to another address without a word, and waits until the tunnel is back.
fn found_after_a_move(testbed: &Testbed, names: &NameServer, pushes: &[&str]) -> Result<()> {
    ensure!(system_finds(testbed), "the control: without a tunnel the system knows the name");
    let mut server = OpenVpnServer::start(&testbed.server, &testbed.pki, &at(BEFORE, pushes))?;
    let profile = testbed.write_profile("moving", &server.profile(GATE))?;
    testbed.must_connect(&profile, &[], "", &server)?;
    let log = || format!("{}\n{:?}", testbed.helper.log(), names.asked());

    // Nothing comes back from the old place, as from a machine that is gone.
    testbed.server.run("nft add table inet gone")?;
    testbed.server.run("nft add chain inet gone input { type filter hook input priority 0 ; }")?;
    testbed.server.run(&format!("nft add rule inet gone input ip daddr {BEFORE} udp dport 1194 drop"))?;
    server.kill();
    testbed.helper.wait_for_state("reconnecting", Duration::from_secs(15)).with_context(log)?;
    ensure!(!system_finds(testbed), "the control: the system asks through the tunnel, which is broken");
    let moved = Instant::now();
    names.lead_to(AFTER);
    let server = OpenVpnServer::start(&testbed.server, &testbed.pki, &at(AFTER, pushes))?;
    testbed.helper.wait_for_state("connected", Duration::from_secs(20)).with_context(log)?;
    ensure!(moved.elapsed() <= Duration::from_secs(10), "found after {:?}\n{}", moved.elapsed(), log());
    ensure!(testbed.client.pings(&server.inner_address(), 1), "{}", log());
    let contacted = testbed.helper.status()?;
    let address = contacted.first().and_then(|one| one.pointer("/state/server/address")).and_then(Value::as_str);
    ensure!(address == Some("192.0.2.3:1194"), "{contacted:?}");
    testbed.disconnect()
}

#[test]
fn a_server_that_moved_is_found_with_a_resolver_file() -> Result<()> {
    let (testbed, names) = prepared()?;
    found_after_a_move(&testbed, &names, &["redirect-gateway def1", INSIDE])
}

#[test]
fn a_server_that_moved_is_found_with_systemd_resolved() -> Result<()> {
    let place = Resolved::place()?;
    let (testbed, names) = prepared()?;
    let _resolved = Resolved::start(&testbed.client, &place, &NameServer::ADDRESS.to_string())?;
    found_after_a_move(&testbed, &names, &["redirect-gateway def1", INSIDE])
}

/// The server's own name lies in the domain that the tunnel answers for.
#[test]
fn a_server_that_moved_is_found_in_the_tunnels_own_domain() -> Result<()> {
    let place = Resolved::place()?;
    let (testbed, names) = prepared()?;
    let _resolved = Resolved::start(&testbed.client, &place, &NameServer::ADDRESS.to_string())?;
    let domain = format!("dhcp-option DOMAIN-ROUTE {ZONE}");
    found_after_a_move(&testbed, &names, &["route 198.51.100.0 255.255.255.0", INSIDE, &domain])
}

/// What failed last of the only connection, while it is retried.
fn wait_for_failure(testbed: &Testbed, kind: &str) -> Result<()> {
    let failure = || {
        let all = testbed.helper.status().ok()?;
        let state = all.first()?.get("state")?;
        let failure = state.get("last_failure").or(state.get("failure"))?;
        Some(failure.pointer("/kind/kind")?.as_str()?.to_owned())
    };
    wait_until(kind, Duration::from_secs(40), || failure().as_deref() == Some(kind))
        .with_context(|| format!("{:?}\n{}", testbed.helper.status(), testbed.helper.log()))
}

fn begin(testbed: &Testbed, host: &str, lines: &str) -> Result<()> {
    let server = OpenVpnServer::start(&testbed.server, &testbed.pki, &ServerOptions::default())?;
    let text = server.profile(host).replace("verb 3\n", &format!("verb 3\n{lines}"));
    let profile = testbed.write_profile("begun", &text)?;
    let outcome = testbed.helper.ctl(&["connect", &profile.display().to_string()])?;
    ensure!(outcome.code == 0, "{outcome:?}");
    Ok(())
}

#[test]
fn an_unknown_name_and_silent_name_servers_are_told_apart() -> Result<()> {
    let (testbed, names) = prepared()?;
    begin(&testbed, "gate.unknown.example", "")?;
    wait_for_failure(&testbed, "name-not-resolved")?;
    testbed.disconnect()?;
    drop(names);
    // A closed port would be an answer of a kind.
    testbed.server.run("nft add table inet mute")?;
    testbed.server.run("nft add chain inet mute input { type filter hook input priority 0 ; }")?;
    testbed.server.run("nft add rule inet mute input udp dport 53 drop")?;
    begin(&testbed, GATE, "")?;
    wait_for_failure(&testbed, "name-servers-silent")?;
    testbed.disconnect()
}

#[test]
fn an_ipv4_server_is_reached_over_a_network_that_translates_and_missed_on_one_that_does_not() -> Result<()> {
    let testbed = Testbed::new()?;
    let server_v6 = "2001:db8::1";
    testbed.client.run("ip -4 address flush dev eth0")?;
    // The translator and the server are one machine: it has the translated address.
    testbed.server.run("ip -6 address add 64:ff9b::c000:201/128 dev lo")?;
    std::fs::write(testbed.client.directory().join("resolv.conf"), format!("nameserver {server_v6}\n"))?;
    let shown: Ipv6Addr = "64:ff9b::c000:aa".parse()?;
    let start = |shown| NameServer::start_at(&testbed.server, server_v6.parse()?, ZONE, BEFORE, shown);
    let options = ServerOptions {
        transport: Transport::Udp6,
        // Answers come from where the question went to.
        server_lines: vec!["local 64:ff9b::c000:201".to_owned()],
        ..ServerOptions::default()
    };
    let server = OpenVpnServer::start(&testbed.server, &testbed.pki, &options)?;
    for host in [SERVER, GATE] {
        let text = server.profile(host).replace("proto udp6", "proto udp");
        let profile = testbed.write_profile("four", &text)?;
        let names = start(None)?;
        let outcome = testbed.helper.ctl(&["connect", &profile.display().to_string()])?;
        ensure!(outcome.code == 0, "{outcome:?}");
        wait_for_failure(&testbed, "no-ipv4")?;
        testbed.disconnect()?;
        drop(names);
        let _names = start(Some(shown))?;
        testbed.must_connect(&profile, &[], "", &server)?;
        ensure!(testbed.client.pings(&server.inner_address(), 1));
        testbed.disconnect()?;
    }
    Ok(())
}

#[test]
fn a_server_behind_another_tunnel_is_reached_through_it() -> Result<()> {
    let testbed = Testbed::new()?;
    let first_options = ServerOptions {
        server_lines: vec!["push \"route 198.51.100.0 255.255.255.0\"".to_owned()],
        ..ServerOptions::default()
    };
    let (first, outer) = testbed.serve(&first_options)?;
    let inner_options = ServerOptions {
        port: 1195,
        network: "10.9.0",
        profile_lines: vec!["connect-timeout 6".to_owned()],
        ..ServerOptions::default()
    };
    let second = OpenVpnServer::start(&testbed.internet, &testbed.pki, &inner_options)?;
    testbed.server.run("nft add table inet guard")?;
    testbed.server.run("nft add chain inet guard forward { type filter hook forward priority 0 ; }")?;
    testbed.server.run("nft add rule inet guard forward iifname eth0 udp dport 1195 drop")?;
    let inner = testbed.write_profile("inner", &second.profile("198.51.100.1"))?;
    let outcome = testbed.connect(&inner, &[], "")?;
    ensure!(outcome.code != 0, "the control: nothing but the first tunnel leads there");
    testbed.disconnect()?;

    testbed.must_connect(&outer, &[], "", &first)?;
    testbed.must_connect(&inner, &[], "", &second)?;
    ensure!(testbed.client.pings(&second.inner_address(), 2), "{}", testbed.helper.log());
    let log = testbed.helper.log();
    ensure!(log.contains("through another tunnel"), "{log}");
    testbed.disconnect()
}

#[test]
fn another_service_at_the_servers_port_is_named() -> Result<()> {
    let testbed = Testbed::new()?;
    let place = format!("{SERVER}:443").parse()?;
    let tcp = ServerOptions { transport: Transport::Tcp, ..ServerOptions::default() };
    let (server, profile) = testbed.serve(&tcp)?;
    testbed.must_connect(&profile, &[], "", &server)?;
    testbed.disconnect()?;
    let text = server.profile(SERVER).replace(" 1194", " 443");
    let profile = testbed.write_profile("other", &text)?;
    for (words, first, said) in [
        (&b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"[..], false, "web server"),
        (b"SSH-2.0-OpenSSH_9.2p1\r\n", true, "secure shell"),
        (&[21, 3, 1, 0, 2, 2, 70], false, "service over TLS"),
        (b"220 mail.example ESMTP\r\n", true, "not this VPN"),
    ] {
        let _speaker = Speaker::start(&testbed.server, place, words, first)?;
        let outcome = testbed.connect(&profile, &[], "")?;
        ensure!(outcome.code != 0 && outcome.stderr.contains(said), "{said}: {outcome:?}\n{}", testbed.helper.log());
        testbed.disconnect()?;
    }
    Ok(())
}
