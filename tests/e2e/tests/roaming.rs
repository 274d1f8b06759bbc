//! A machine with two uplinks, one of which becomes the better one.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::Testbed;
use lab::{OpenVpnServer, ServerOptions, Transport, cable, wait_until};

/// The server, which both uplinks lead to.
const FAR: &str = "198.51.100.2";
const SOON: Duration = Duration::from_secs(10);

/// Packets that a counter of the server's firewall has seen.
fn counted(testbed: &Testbed) -> Result<u64> {
    let table = testbed.server.run("nft list table arp seen")?;
    let count = table.split("packets ").nth(1).and_then(|rest| rest.split(' ').next());
    count.context("no counter")?.parse().context("no number")
}

/// By which interface the server answers.
fn answers_by(testbed: &Testbed, interface: &str) -> bool {
    let address = if interface == "eth0" { "192.0.2.2" } else { "203.0.113.2" };
    testbed.server.run("ss -Hnt state established").is_ok_and(|all| all.contains(&format!("{address}:")))
}

#[test]
fn nothing_is_asked_of_another_network_in_the_name_of_an_address_of_the_old_one() -> Result<()> {
    for transport in [Transport::Udp, Transport::Tcp] {
        let testbed = Testbed::new()?;
        cable(&testbed.client, "eth1", &["203.0.113.2/24"], &testbed.server, "eth2", &["203.0.113.1/24"])?;
        for line in [
            "nft add table arp seen",
            "nft add chain arp seen arrives { type filter hook input priority 0 ; }",
            "nft add rule arp seen arrives iifname eth2 arp saddr ip 192.0.2.2 counter",
        ] {
            testbed.server.run(line)?;
        }
        let server_lines = if transport == Transport::Udp { vec!["multihome".to_owned()] } else { Vec::new() };
        let options = ServerOptions { transport, server_lines, ..ServerOptions::default() };
        let server = OpenVpnServer::start(&testbed.server, &testbed.pki, &options)?;
        let profile = testbed.write_profile("practice", &server.profile(FAR))?;
        testbed.must_connect(&profile, &[], "", &server)?;
        let inner = server.inner_address();
        let mut traffic = testbed.client.command("ping");
        let _traffic = testbed.client.start("traffic", traffic.args(["-n", "-i", "0.002", &inner]))?;
        ensure!(testbed.client.pings(&inner, 1) && counted(&testbed)? == 0);

        testbed.client.run("ip route replace default via 203.0.113.1 dev eth1 metric 1")?;
        testbed.client.run("ip route del default via 192.0.2.1")?;
        let moved = || match transport {
            Transport::Udp | Transport::Udp6 => {
                testbed.client.run("ss -Hnu").is_ok_and(|all| all.contains("203.0.113.2"))
            }
            Transport::Tcp => answers_by(&testbed, "eth1"),
        };
        wait_until("the other uplink", SOON, moved).with_context(|| testbed.helper.log())?;
        wait_until("the tunnel", SOON, || testbed.client.pings(&inner, 1)).with_context(|| testbed.helper.log())?;
        ensure!(counted(&testbed)? == 0, "{transport:?}: {} questions", counted(&testbed)?);

        // The control: a packet with the old address that leaves by the new uplink makes the kernel ask.
        testbed.client.run("ip neigh flush dev eth1")?;
        let _ = testbed.client.try_run("ping -n -c 1 -W 1 -I 192.0.2.2 203.0.113.77")?;
        testbed.client.run("ip route add 203.0.113.1/32 dev eth1")?;
        let _ = testbed.client.try_run("ping -n -c 1 -W 1 -I 192.0.2.2 203.0.113.1")?;
        ensure!(counted(&testbed)? > 0, "the counter sees it");
    }
    Ok(())
}

/// Cable and Wi-Fi in one network: a system answers for each of its addresses on both, and so its packets may arrive by either.
#[test]
fn two_uplinks_in_one_network_carry_the_tunnel_whichever_of_them_its_packets_arrive_by() -> Result<()> {
    let testbed = Testbed::new()?;
    testbed.server.run("ip link add br0 type bridge")?;
    testbed.server.run("ip link set br0 up")?;
    cable(&testbed.client, "eth1", &["192.0.2.3/24"], &testbed.server, "eth2", &[])?;
    for line in [
        "ip addr del 192.0.2.1/24 dev eth0",
        "ip link set eth0 master br0",
        "ip link set eth2 master br0",
        "ip addr add 192.0.2.1/24 dev br0",
    ] {
        testbed.server.run(line)?;
    }
    testbed.plug_in()?;
    let server_lines = vec!["multihome".to_owned()];
    let options = ServerOptions { server_lines, ..ServerOptions::default() };
    let server = OpenVpnServer::start(&testbed.server, &testbed.pki, &options)?;
    let profile = testbed.write_profile("practice", &server.profile(FAR))?;
    testbed.must_connect(&profile, &[], "", &server)?;
    let inner = server.inner_address();
    ensure!(testbed.client.pings(&inner, 2));

    // What the server's machine has learned by ARP from the other interface.
    let link = testbed.client.run("cat /sys/class/net/eth1/address")?;
    testbed.server.run(&format!("ip neigh replace 192.0.2.2 lladdr {} dev br0 nud permanent", link.trim()))?;
    ensure!(testbed.client.pings(&inner, 3), "{}", testbed.helper.log());
    Ok(())
}
