//! Ways to `SoftEther`, and what goes through its tunnels.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::{SERVER, SERVER_V6, Testbed};
use lab::{PASSWORD, SoftEther, USER, wait_until};

use crate::profile_of;

const LOGIN: [&str; 3] = ["--username", USER, "--password-stdin"];

fn connect(testbed: &Testbed, server: &SoftEther, text: &str) -> Result<()> {
    let outcome = testbed.connect(&testbed.write_profile("softether", text)?, &LOGIN, PASSWORD)?;
    ensure!(outcome.code == 0, "{outcome:?}\n{}\n{}", testbed.helper.log(), server.log());
    carries(testbed)
}

fn carries(testbed: &Testbed) -> Result<()> {
    wait_until("a ping", Duration::from_secs(10), || testbed.client.pings(SoftEther::INNER, 1))
        .with_context(|| testbed.helper.log())
}

/// Over UDP it listens on IPv4 only, over TCP on both.
#[test]
fn over_ipv6_it_is_reached_by_tcp() -> Result<()> {
    let testbed = Testbed::new()?;
    let server = SoftEther::start(&testbed.server)?;
    let (four, six) = (format!("\nremote {SERVER} "), format!("\nremote {SERVER_V6} "));
    let own = profile_of(&server, "");
    ensure!(own.contains(&four) && own.contains("\nproto udp"), "{own}");
    testbed.client.run("ip addr del 192.0.2.2/24 dev eth0")?;
    connect(&testbed, &server, &own.replace(&four, &six).replace("\nproto udp", "\nproto tcp6"))?;
    let status = serde_json::to_string(&testbed.helper.status()?)?;
    ensure!(status.contains(&format!("[{SERVER_V6}]:1194")), "{status}");
    testbed.disconnect()
}

#[test]
fn a_restart_without_notice_is_survived() -> Result<()> {
    let testbed = Testbed::new()?;
    let mut server = SoftEther::start(&testbed.server)?;
    let impatient = "ping 1\nping-restart 4\npull-filter ignore \"ping\"";
    connect(&testbed, &server, &format!("{}\n{impatient}\n", profile_of(&server, "")))?;
    server.restart(&testbed.server)?;
    testbed.helper.wait_for_state("reconnecting", Duration::from_secs(15))?;
    testbed.helper.wait_for_state("connected", Duration::from_secs(30))?;
    carries(&testbed)?;
    testbed.disconnect()
}

/// Its DHCP server gives routes, which it pushes; the profile adds some of its own.
#[test]
fn routes_of_its_dhcp_and_of_the_profile() -> Result<()> {
    let testbed = Testbed::new()?;
    let before = testbed.traces()?;
    let server = SoftEther::start(&testbed.server)?;
    let routes = "10.77.0.0/255.255.0.0/192.168.30.1,10.78.9.0/255.255.255.0/192.168.30.1";
    let dhcp = format!(
        "DhcpSet /START:192.168.30.10 /END:192.168.30.200 /MASK:255.255.255.0 /EXPIRE:7200 /GW:none \
         /DNS:192.168.30.1 /DNS2:none /DOMAIN:corp.example /LOG:no /PUSHROUTE:\"{routes}\""
    );
    server.administer(&testbed.server, &[&dhcp])?;
    let own = "route 203.0.113.0 255.255.255.0 net_gateway\nroute-gateway 192.168.30.1\n\
               route 10.79.0.0 255.255.0.0 vpn_gateway 77";
    connect(&testbed, &server, &format!("{}\n{own}\n", profile_of(&server, "")))?;
    let shown = testbed.client.run("ip -4 route show table all")?;
    for inside in ["10.77.0.0/16 dev adit0", "10.78.9.0/24 dev adit0"] {
        ensure!(shown.contains(inside), "{inside}:\n{shown}");
    }
    let measured = |line: &str| line.contains("10.79.0.0/16 dev adit0") && line.contains("metric 77");
    ensure!(shown.lines().any(measured), "{shown}");
    let beside = testbed.client.run("ip route get 203.0.113.9")?;
    ensure!(!beside.contains("adit0"), "net_gateway goes beside the tunnel: {beside}");
    ensure!(testbed.client.run("ip route get 198.51.100.1")?.contains("eth0"), "nothing else goes into the tunnel");
    testbed.disconnect()?;
    ensure!(before == testbed.traces()?, "something is left");
    Ok(())
}

/// What the largest segment is that a connection through the tunnel asks for, as it leaves the server.
fn segment(testbed: &Testbed, address: &str, number: usize) -> Result<u32> {
    let mut command = testbed.server.command("tcpdump");
    command.args(["-n", "-l", "-i", TAP, "-c", "1", "tcp[tcpflags] & tcp-syn != 0"]);
    let mut seen = testbed.server.start(&format!("segments-{number}"), &mut command)?;
    seen.wait_for_output("listening on", Duration::from_secs(10))?;
    let knock = format!("exec 3<>/dev/tcp/{address}/9");
    let _refused = testbed.client.command("bash").args(["-c", &knock]).output()?;
    seen.wait_for_output("mss ", Duration::from_secs(10))?;
    let said = seen.output();
    let size = said.split("mss ").nth(1).and_then(|rest| rest.split([',', ']']).next()).context("a size")?;
    Ok(size.parse()?)
}

/// An interface of the server's machine in the network of its tunnels.
const TAP: &str = "tap_practice";

#[test]
fn every_form_of_mssfix() -> Result<()> {
    let testbed = Testbed::new()?;
    let server = SoftEther::start(&testbed.server)?;
    server.administer(&testbed.server, &["BridgeCreate DEFAULT /DEVICE:practice /TAP:yes"])?;
    wait_until("an interface", Duration::from_secs(10), || testbed.server.run(&format!("ip link show {TAP}")).is_ok())?;
    let behind = "192.168.30.2";
    testbed.server.run(&format!("ip addr add {behind}/24 dev {TAP}"))?;
    let own = profile_of(&server, "");
    // A byte of opcode, 20 of HMAC-SHA1 and 16 of IV around AES-128-CBC, in whose blocks of 16 are 4 of packet id and at least 1 of
    // padding; 28 of IP and UDP outside; 40 of IP and TCP inside.
    let inside = |link: u32| (link - 37) / 16 * 16 - 5 - 40;
    // SoftEther has a limit of its own, below which ours shows.
    let its_own = 1329;
    for (number, (line, size)) in [
        ("verb 3", its_own.min(inside(1492 - 28))),
        ("mssfix 1000", inside(1000)),
        ("mssfix 1000 mtu", inside(1000 - 28)),
        ("mssfix 1000 fixed", 1000 - 40),
        ("mssfix 0", its_own),
    ]
    .into_iter()
    .enumerate()
    {
        connect(&testbed, &server, &format!("{line}\n{own}"))?;
        let seen = segment(&testbed, behind, number)?;
        ensure!(seen == size, "{line}: {seen}, not {size}");
        testbed.disconnect()?;
    }
    Ok(())
}
