//! What is to stay outside of a tunnel stays outside, and names that nobody in the tunnel answers for do not.

use std::net::Ipv4Addr;

use anyhow::{Context, Result, ensure};
use e2e::Testbed;
use lab::{Host, NameServer, OpenVpnServer, ServerOptions};

/// Behind the server's machine, with a tunnel and without.
const FAR: &str = "203.0.113.9";
const NETWORK: &str = "203.0.113.0 255.255.255.0";
/// The client's way out.
const ROUTER: &str = "192.0.2.1";

/// Counts what reaches the server's machine over the cable, outside of a tunnel.
fn count(server: &Host, hook: &str, what: &str) -> Result<()> {
    server.run("nft add table inet outside")?;
    server.run(&format!("nft add chain inet outside {hook} {{ type filter hook {hook} priority 0 ; }}"))?;
    server.run(&format!("nft add rule inet outside {hook} iifname eth0 {what} counter"))?;
    Ok(())
}

fn counted(server: &Host) -> Result<u32> {
    let listed = server.run("nft list table inet outside")?;
    let count = listed.split("counter packets ").nth(1).and_then(|rest| rest.split(' ').next()).context("a counter")?;
    Ok(count.parse()?)
}

#[test]
fn a_route_by_a_gateway_outside_of_the_tunnel_leaves_outside_of_it() -> Result<()> {
    let everything = "push \"redirect-gateway def1\"";
    let by = |gateway: &str| format!("route {NETWORK} {gateway}");
    for (pushed, own, outside) in [
        (None, None, false),
        (None, Some(by(ROUTER)), true),
        (None, Some(by("net_gateway")), true),
        (Some(by(ROUTER)), None, true),
        (Some(by("net_gateway")), None, true),
        (Some(by("vpn_gateway")), None, false),
        (None, Some(by("10.8.0.1")), false),
    ] {
        let testbed = Testbed::new()?;
        testbed.internet.run(&format!("ip address add {FAR}/32 dev lo"))?;
        testbed.server.run("ip route add 203.0.113.0/24 via 198.51.100.1")?;
        count(&testbed.server, "forward", &format!("ip daddr {FAR}"))?;
        let mut server_lines = vec![everything.to_owned()];
        server_lines.extend(pushed.iter().map(|route| format!("push \"{route}\"")));
        let profile_lines = own.iter().cloned().collect();
        let (server, profile) =
            testbed.serve(&ServerOptions { server_lines, profile_lines, ..ServerOptions::default() })?;
        testbed.must_connect(&profile, &[], "", &server)?;
        let case = format!("pushed {pushed:?}, own {own:?}");
        ensure!(testbed.client.pings(FAR, 2), "{case}\n{}", testbed.helper.log());
        let count = counted(&testbed.server)?;
        ensure!((count >= 2) == outside, "{case}: {count} packets outside");
        testbed.disconnect()?;
    }
    Ok(())
}

/// The client's name server is in its own private network, which a tunnel leaves outside.
#[test]
fn names_do_not_leave_in_the_clear_where_every_name_server_of_the_tunnel_is_refused() -> Result<()> {
    const LAN_SERVER: &str = "192.168.7.53";
    let all = "redirect-gateway def1";
    for (pushes, leaves) in
        [(&[all][..], true), (&[all, "dhcp-option DNS 224.0.0.9"], false), (&["dhcp-option DNS 224.0.0.9"], true)]
    {
        let testbed = Testbed::new()?;
        testbed.client.run("ip address add 192.168.7.2/24 dev eth0")?;
        testbed.server.run(&format!("ip address add {LAN_SERVER}/24 dev eth0"))?;
        std::fs::write(testbed.client.directory().join("resolv.conf"), format!("nameserver {LAN_SERVER}\n"))?;
        let leads_to = Ipv4Addr::new(192, 0, 2, 1);
        let names = NameServer::start_at(&testbed.server, LAN_SERVER.parse()?, "lan.example", leads_to, None)?;
        let finds = || testbed.client.try_run("timeout 4 getent ahostsv4 a.lan.example");
        ensure!(finds()?.status.success(), "the control: without a tunnel the name is found");
        let before = testbed.client.network()?;
        let server_lines = pushes.iter().map(|push| format!("push \"{push}\"")).collect();
        let options = ServerOptions { server_lines, ..ServerOptions::default() };
        let server = OpenVpnServer::start(&testbed.server, &testbed.pki, &options)?;
        let profile = testbed.write_profile("names", &server.profile("192.0.2.1"))?;
        testbed.must_connect(&profile, &[], "", &server)?;
        let asked = names.asked().len();
        let found = finds()?.status.success();
        let seen = names.asked().len() > asked;
        ensure!((found, seen) == (leaves, leaves), "{pushes:?}: found {found}, seen {seen}\n{}", testbed.helper.log());
        ensure!(testbed.client.pings(&server.inner_address(), 1), "everything else goes on: {pushes:?}");
        testbed.disconnect()?;
        testbed.client.must_be_as(&before)?;
        ensure!(finds()?.status.success(), "afterwards names are found again");
    }
    Ok(())
}
