//! What a tunnel goes through: its interface is removed, the network below it changes.

use std::time::Duration;

use anyhow::{Context, Result};
use e2e::{INTERNET, Testbed};
use lab::{OpenVpnServer, ServerOptions, Transport, Wrap, wait_until};

/// Shows the first tunnel's own routing table.
const ROUTES: &str = "ip route show table 11343616";

fn connected(testbed: &Testbed, pushes: &[&str]) -> Result<OpenVpnServer> {
    let server_lines = pushes.iter().map(|push| format!("push \"{push}\"")).collect();
    let (server, profile) = testbed.serve(&ServerOptions { server_lines, ..ServerOptions::default() })?;
    testbed.must_connect(&profile, &[], "", &server)?;
    assert!(testbed.client.pings(INTERNET, 1));
    // From here on nothing but the tunnel leads to the internet.
    testbed.server.run("nft add table inet beside")?;
    testbed.server.run("nft add chain inet beside forward { type filter hook forward priority 0 ; }")?;
    testbed.server.run("nft add rule inet beside forward iifname eth0 counter drop")?;
    Ok(server)
}

#[test]
fn a_deleted_interface_is_noticed_reported_and_made_anew() -> Result<()> {
    let testbed = Testbed::new()?;
    let before = testbed.client.network()?;
    let _server = connected(&testbed, &["redirect-gateway def1", "dhcp-option DNS 198.51.100.53"])?;
    let setup = || Ok::<_, anyhow::Error>([testbed.client.run(ROUTES)?, testbed.client.run("cat /etc/resolv.conf")?]);
    let expected = setup()?;
    assert!(expected[0].contains("default dev adit0") && expected[1].contains("198.51.100.53"), "{expected:?}");

    for round in 1..=2 {
        testbed.client.run("ip link del adit0")?;
        let broke = || testbed.helper.log().matches("The tunnel broke: tunnel device").count() == round;
        wait_until("the report", Duration::from_secs(5), broke).with_context(|| testbed.helper.log())?;
        wait_until("traffic through the new interface", Duration::from_secs(15), || testbed.client.pings(INTERNET, 1))
            .with_context(|| testbed.helper.log())?;
        testbed.helper.wait_for_state("connected", Duration::from_secs(5))?;
        assert_eq!(setup()?, expected);
    }

    testbed.disconnect()?;
    testbed.client.must_be_as(&before)
}

#[test]
fn traffic_is_held_back_though_the_interface_was_deleted_and_the_server_is_gone() -> Result<()> {
    let testbed = Testbed::new()?;
    let before = testbed.client.network()?;
    let mut server = connected(&testbed, &["redirect-gateway def1"])?;
    server.kill();
    testbed.client.run("ip link del adit0")?;
    let back = || testbed.client.run(ROUTES).is_ok_and(|routes| routes.contains("default dev adit0"));
    wait_until("the interface and its routes", Duration::from_secs(5), back).with_context(|| testbed.helper.log())?;
    let beside = testbed.server.run("nft list table inet beside")?;
    assert!(!testbed.client.pings(INTERNET, 2));
    assert_eq!(testbed.server.run("nft list table inet beside")?, beside, "nothing goes beside the broken tunnel");
    assert_eq!(testbed.helper.state_word()?, "reconnecting");

    testbed.disconnect()?;
    testbed.client.must_be_as(&before)
}

/// Changes the client's network without cutting the way to the server.
fn change_network(testbed: &Testbed) -> Result<()> {
    testbed.client.run("ip address add 192.0.2.77/24 dev eth0")?;
    Ok(())
}

#[test]
fn a_tunnel_that_nobody_uses_is_checked_after_a_change_of_network() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions { keepalive: (5, 100), ..ServerOptions::default() })?;
    testbed.must_connect(&profile, &[], "", &server)?;
    testbed.server.run("nft add table inet cut")?;
    for hook in ["input", "output"] {
        testbed.server.run(&format!("nft add chain inet cut {hook} {{ type filter hook {hook} priority 0 ; }}"))?;
    }
    testbed.server.run("nft add rule inet cut input iifname eth0 udp dport 1194 drop")?;
    testbed.server.run("nft add rule inet cut output oifname eth0 udp sport 1194 drop")?;
    change_network(&testbed)?;
    testbed.helper.wait_for_state("reconnecting", Duration::from_secs(25))?;
    testbed.server.run("nft delete table inet cut")?;
    testbed.helper.wait_for_state("connected", Duration::from_secs(30))?;
    testbed.disconnect()
}

#[test]
fn traffic_in_one_direction_does_not_end_a_tunnel_after_a_change_of_network() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions { keepalive: (5, 100), ..ServerOptions::default() })?;
    testbed.must_connect(&profile, &[], "", &server)?;
    // The server's machine sends nothing into the tunnel; the server still pings.
    testbed.server.run("nft add chain inet inside output { type filter hook output priority 0 ; }")?;
    testbed.server.run("nft add rule inet inside output oifname tun* drop")?;
    std::thread::sleep(Duration::from_secs(2));
    change_network(&testbed)?;
    for _ in 0..20 {
        assert!(!testbed.client.pings(&server.inner_address(), 1), "nothing comes back");
    }
    let log = testbed.helper.log();
    assert!(log.contains("The network changed") && log.contains("The tunnel is as it was"), "{log}");
    assert!(!log.contains("The tunnel broke"), "{log}");
    testbed.disconnect()
}

/// Sends something until the helper says that the server does not answer.
fn falls_silent(testbed: &Testbed, server: &OpenVpnServer) -> Result<()> {
    let told = || {
        // Whether it passes is not the point.
        let _ = testbed.client.pings(&server.inner_address(), 1);
        testbed.helper.state_word().is_ok_and(|word| word == "reconnecting")
    };
    wait_until("the silence to be told", Duration::from_secs(20), told).with_context(|| testbed.helper.log())
}

#[test]
fn a_server_that_was_busy_keeps_its_session_and_one_that_was_started_again_is_found_at_once() -> Result<()> {
    for (transport, wrap) in
        [(Transport::Udp, Wrap::None), (Transport::Udp, Wrap::TlsCrypt), (Transport::Tcp, Wrap::TlsAuth)]
    {
        let testbed = Testbed::new()?;
        let options = ServerOptions { transport, wrap, keepalive: (10, 120), ..ServerOptions::default() };
        let (mut server, profile) = testbed.serve(&options)?;
        testbed.must_connect(&profile, &[], "", &server)?;
        // Long enough for the session to find out that this server answers its questions.
        std::thread::sleep(Duration::from_secs(2));

        // OpenVPN waits for its scripts, and all its clients with it.
        server.pause(true)?;
        falls_silent(&testbed, &server)?;
        std::thread::sleep(Duration::from_secs(5));
        server.pause(false)?;
        let inner = server.inner_address();
        let goes_on = || testbed.client.pings(&inner, 1);
        wait_until("the tunnel to go on", Duration::from_secs(5), goes_on).with_context(|| testbed.helper.log())?;
        testbed.helper.wait_for_state("connected", Duration::from_secs(3))?;
        let sessions = server.log().matches("Peer Connection Initiated").count();
        assert_eq!(sessions, 1, "{}\n{}", testbed.helper.log(), server.log());

        server.restart(&testbed.server)?;
        // A stream ends with its server.
        if transport == Transport::Udp {
            falls_silent(&testbed, &server)?;
        }
        wait_until("the tunnel", Duration::from_secs(30), goes_on).with_context(|| testbed.helper.log())?;
        testbed.disconnect()?;
    }
    Ok(())
}
