//! All traffic through the tunnel, and the machine's network as before afterwards, whatever happens.

use std::time::Duration;

use anyhow::{Context, Result};
use e2e::{Helper, INTERNET, INTERNET_V6, Testbed};
use lab::{Host, OpenVpnServer, ServerOptions};

fn all_traffic() -> ServerOptions {
    let pushes = ["redirect-gateway def1 ipv6", "dhcp-option DNS 198.51.100.53", "dhcp-option DOMAIN practice.example"];
    ServerOptions {
        server_lines: pushes.iter().map(|push| format!("push \"{push}\"")).collect(),
        ..ServerOptions::default()
    }
}

/// Counts pings (protocols 1 and 58) that reach the server's cable outside of a tunnel.
fn watch(server: &Host) -> Result<()> {
    server.run("nft add table inet watch")?;
    server.run("nft add chain inet watch forward { type filter hook forward priority 0 ; }")?;
    server.run("nft add rule inet watch forward iifname eth0 meta l4proto { 1, 58 } counter")?;
    Ok(())
}

/// How many were counted.
fn seen_outside(server: &Host) -> Result<u32> {
    let listed = server.run("nft list table inet watch")?;
    let count = listed.split("counter packets ").nth(1).and_then(|rest| rest.split(' ').next()).context("a counter")?;
    Ok(count.parse()?)
}

fn connected(testbed: &Testbed) -> Result<OpenVpnServer> {
    let (server, profile) = testbed.serve(&all_traffic())?;
    testbed.must_connect(&profile, &[], "", &server)?;
    Ok(server)
}

#[test]
fn default_traffic_crosses_the_tunnel_and_the_network_is_as_before_afterwards() -> Result<()> {
    let testbed = Testbed::new()?;
    watch(&testbed.server)?;
    assert!(testbed.client.pings(INTERNET, 2), "without a tunnel the internet is there");
    assert!(testbed.client.pings(INTERNET_V6, 2));
    let outside = seen_outside(&testbed.server)?;
    assert!(outside >= 4, "the watch sees traffic beside a tunnel: {outside}");
    let before = testbed.client.network()?;

    let _server = connected(&testbed)?;
    assert!(testbed.client.pings(INTERNET, 3), "the internet through the tunnel\n{}", testbed.helper.log());
    assert!(testbed.client.pings(INTERNET_V6, 3), "the same over IPv6");
    assert_eq!(seen_outside(&testbed.server)?, outside, "nothing went beside the tunnel");
    let resolver = testbed.client.run("cat /etc/resolv.conf")?;
    assert!(resolver.contains("198.51.100.53") && resolver.contains("practice.example"), "{resolver}");
    assert!(!resolver.contains("\nnameserver 192.0.2.53"), "names go to the tunnel's server only: {resolver}");
    assert_ne!(before, testbed.client.network()?);

    testbed.disconnect()?;
    testbed.client.must_be_as(&before)?;
    assert!(testbed.client.pings(INTERNET, 1));
    assert!(seen_outside(&testbed.server)? > outside, "the watch still works");
    Ok(())
}

#[test]
fn ipv6_does_not_pass_beside_a_tunnel_that_takes_all_ipv4() -> Result<()> {
    let testbed = Testbed::new()?;
    let server_lines = vec!["push \"redirect-gateway def1\"".to_owned()];
    let (server, profile) = testbed.serve(&ServerOptions { server_lines, ..ServerOptions::default() })?;
    assert!(testbed.client.pings(INTERNET_V6, 1));
    testbed.must_connect(&profile, &[], "", &server)?;
    assert!(testbed.client.pings(INTERNET, 1));
    assert!(!testbed.client.pings(INTERNET_V6, 1), "IPv6 has no way out");
    testbed.disconnect()?;
    assert!(testbed.client.pings(INTERNET_V6, 1));
    Ok(())
}

#[test]
fn traffic_is_held_back_while_the_tunnel_is_brought_back() -> Result<()> {
    let testbed = Testbed::new()?;
    watch(&testbed.server)?;
    let mut options = all_traffic();
    options.keepalive = (1, 3);
    let (mut server, profile) = testbed.serve(&options)?;
    testbed.must_connect(&profile, &[], "", &server)?;
    let outside = seen_outside(&testbed.server)?;
    server.kill();
    testbed.helper.wait_for_state("reconnecting", Duration::from_secs(15))?;
    assert!(!testbed.client.pings(INTERNET, 2));
    assert!(!testbed.client.pings(INTERNET_V6, 2));
    assert_eq!(seen_outside(&testbed.server)?, outside, "nothing went beside the broken tunnel");
    testbed.disconnect()?;
    assert!(testbed.client.pings(INTERNET, 1), "afterwards the way is free");
    Ok(())
}

#[test]
fn a_killed_helper_holds_traffic_back_until_it_is_let_out() -> Result<()> {
    let mut testbed = Testbed::new()?;
    watch(&testbed.server)?;
    assert!(testbed.client.pings(INTERNET, 2) && testbed.client.pings(INTERNET_V6, 2), "the control");
    let before = testbed.client.network()?;
    let mut outside = seen_outside(&testbed.server)?;
    let (socket, state) = (testbed.helper.socket().to_owned(), testbed.helper.state().to_owned());
    let state_text = state.to_str().context("a path")?;
    for open in [&["open"][..], &["open", "--now", "--state-dir", state_text]] {
        let server = connected(&testbed)?;
        assert_ne!(before, testbed.client.network()?);
        testbed.helper.process().kill();
        let held_back = |testbed: &Testbed| !testbed.client.pings(INTERNET, 1) && !testbed.client.pings(INTERNET_V6, 1);
        assert!(held_back(&testbed), "without a helper");
        if open.len() == 1 {
            testbed.helper = Helper::start_at(&testbed.client, &socket, &state)?;
            assert!(held_back(&testbed), "with the next one");
        }
        assert_eq!(seen_outside(&testbed.server)?, outside, "nothing went beside the tunnel");
        // On the host itself: without a helper, this process changes the network.
        let opened =
            testbed.client.command(lab::program("aditctl")?).arg("--socket").arg(&socket).args(open).output()?;
        assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
        testbed.client.must_be_as(&before)?;
        assert!(testbed.client.pings(INTERNET, 1));
        assert!(seen_outside(&testbed.server)? > outside, "the watch still works");
        outside = seen_outside(&testbed.server)?;
        drop(server);
    }
    Ok(())
}

#[test]
fn a_helper_asked_to_end_takes_its_tunnels_down() -> Result<()> {
    let mut testbed = Testbed::new()?;
    let before = testbed.client.network()?;
    let _server = connected(&testbed)?;
    testbed.helper.process().signal(rustix::process::Signal::TERM)?;
    let status = testbed.helper.process().wait(Duration::from_secs(10))?;
    assert!(status.success(), "{status}");
    testbed.client.must_be_as(&before)?;
    assert!(!testbed.helper.socket().exists());
    Ok(())
}

#[test]
fn a_route_by_a_gateway_outside_of_the_tunnel_leaves_outside_of_it() -> Result<()> {
    let testbed = Testbed::new()?;
    watch(&testbed.server)?;
    // The network's own router, which is also the server here; the tunnel's gateway is 10.8.0.1.
    let route = |gateway: &str| format!("route 198.51.100.1 255.255.255.255 {gateway}");
    for (gateway, outside) in [
        ("192.0.2.1", true),
        ("router.example", true),
        ("net_gateway", true),
        ("vpn_gateway", false),
        ("10.8.0.1", false),
    ] {
        for pushed in [false, true] {
            let mut options = all_traffic();
            if pushed {
                options.server_lines.push(format!("push \"{}\"", route(gateway)));
            } else {
                options.profile_lines.push(route(gateway));
            }
            let (server, profile) = testbed.serve(&options)?;
            testbed.must_connect(&profile, &[], "", &server)?;
            let before = seen_outside(&testbed.server)?;
            assert!(testbed.client.pings(INTERNET, 2), "{gateway}: there is a way");
            let after = seen_outside(&testbed.server)?;
            assert_eq!(after > before, outside, "{gateway}, pushed: {pushed}: {before} and {after} packets outside");
            testbed.disconnect()?;
        }
    }
    Ok(())
}
