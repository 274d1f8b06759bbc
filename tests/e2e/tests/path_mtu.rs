//! Hops that begin to lose large packets without a word, in the middle of a session with a real server.

#![expect(clippy::print_stdout, reason = "how long it took is what one wants to know")]

use std::{
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use e2e::Testbed;
use lab::{Host, OpenVpnServer, Process, ServerOptions, wait_until};

/// The server's address inside the tunnel.
const INSIDE: &str = "10.8.0.1";
/// The same, IPv6.
const INSIDE_V6: &str = "fd00:ad17:0::1";
/// What lies behind the server, and is reached through the tunnel.
const BEYOND: &str = "198.51.100.1";
/// Bytes that have to arrive before a transfer counts as one that goes on.
const GOES_ON: u64 = 64 * 1024;
/// A transfer that goes on after this time has not recovered.
const PATIENCE: Duration = Duration::from_secs(10);

/// A testbed whose cable can begin to lose large packets.
struct DroppingPath {
    testbed: Testbed,
    _server: OpenVpnServer,
    _listeners: Vec<Process>,
}

impl DroppingPath {
    fn new() -> Result<Self> {
        let testbed = Testbed::new()?;
        // Frames that leave in one call would cross the cable as one large packet.
        testbed.client.run("ip link set eth0 gso_max_segs 1")?;
        for host in [&testbed.client, &testbed.server] {
            for line in [
                "nft add table inet pmtu",
                // Before fragments are put together.
                "nft add chain inet pmtu hole { type filter hook prerouting priority -450 ; }",
                "nft add chain inet pmtu inside { type filter hook prerouting priority 0 ; }",
                "nft add counter inet pmtu uploaded",
                "nft add counter inet pmtu downloaded",
            ] {
                host.run(line)?;
            }
        }
        // Data, not acknowledgements.
        testbed.server.run("nft add rule inet pmtu inside iifname tun0 tcp dport 5201 counter name uploaded")?;
        testbed.client.run("nft add rule inet pmtu inside tcp sport 5202 meta length > 200 counter name downloaded")?;
        let mut listeners = Vec::new();
        for port in [5201, 5202, 5203] {
            let line = format!("iperf3 -s -p {port}");
            listeners.push(start(&testbed.server, &format!("listener-{port}"), &line)?);
        }
        let options = ServerOptions {
            server_lines: vec!["push \"route 198.51.100.0 255.255.255.0\"".to_owned()],
            ..ServerOptions::default()
        };
        let (server, profile) = testbed.serve(&options)?;
        testbed.must_connect(&profile, &[], "", &server)?;
        Ok(Self { testbed, _server: server, _listeners: listeners })
    }

    /// From here on packets of more than `limit` bytes get lost, both ways. `None`: all arrive.
    fn lose_above(&self, limit: Option<u32>) -> Result<()> {
        for host in [&self.testbed.client, &self.testbed.server] {
            host.run("nft flush chain inet pmtu hole")?;
            if let Some(limit) = limit {
                host.run(&format!("nft add rule inet pmtu hole iifname eth0 meta length > {limit} drop"))?;
            }
        }
        Ok(())
    }

    fn counted(&self) -> Result<[u64; 2]> {
        let count = |host: &Host, name: &str| -> Result<u64> {
            let said = host.run(&format!("nft list counter inet pmtu {name}"))?;
            let bytes = said.split("bytes ").nth(1).with_context(|| said.clone())?;
            Ok(bytes.split_whitespace().next().unwrap_or_default().parse()?)
        };
        Ok([count(&self.testbed.server, "uploaded")?, count(&self.testbed.client, "downloaded")?])
    }

    /// Both transfers, established and running.
    fn transfers(&self) -> Result<[Process; 2]> {
        let up = start(&self.testbed.client, "up", &format!("iperf3 -c {INSIDE} -p 5201 -t 60 -b 20M"))?;
        let down = start(&self.testbed.client, "down", &format!("iperf3 -c {INSIDE} -p 5202 -t 60 -b 20M -R"))?;
        let before = self.counted()?;
        wait_until("both transfers", Duration::from_secs(10), || {
            self.counted().is_ok_and(|now| now.iter().zip(&before).all(|(now, before)| *now > before + 10 * GOES_ON))
        })?;
        Ok([up, down])
    }

    /// When each transfer goes on.
    fn recovery(&self, since: Instant, limit: Duration) -> Result<[Option<Duration>; 2]> {
        // What was on the cable has arrived.
        std::thread::sleep(Duration::from_millis(50));
        let stalled = self.counted()?;
        let mut found = [None; 2];
        while since.elapsed() < limit && found.contains(&None) {
            let now = self.counted()?;
            for ((found, now), stalled) in found.iter_mut().zip(now).zip(stalled) {
                if now >= stalled + GOES_ON {
                    found.get_or_insert(since.elapsed());
                }
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(found)
    }

    fn log(&self) -> String {
        self.testbed.helper.log()
    }

    /// A new connection, both ways.
    fn connects(&self, address: &str) -> Result<()> {
        for way in ["", "-R"] {
            let line = format!("timeout 10 iperf3 -c {address} -p 5203 -n 300K {way}");
            wait_until("a listener that is free", Duration::from_secs(5), || {
                self.testbed.client.try_run(&line).is_ok_and(|output| output.status.success())
            })
            .with_context(|| format!("{line}\n{}", self.log()))?;
        }
        Ok(())
    }

    fn said_by(host: &Host, line: &str) -> Result<String> {
        let output = host.try_run(line)?;
        Ok(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }
}

fn start(host: &Host, name: &str, line: &str) -> Result<Process> {
    let mut words = line.split_whitespace();
    let mut command: Command = host.command(words.next().context("an empty line")?);
    command.args(words);
    host.start(name, &mut command)
}

/// Loses packets above `limit` under way and prints how long the upload and the download stood still.
fn drops_above(limit: u32, what_recovers: [bool; 2]) -> Result<DroppingPath> {
    let path = DroppingPath::new()?;
    let transfers = path.transfers()?;
    let began = Instant::now();
    path.lose_above(Some(limit))?;
    let found = path.recovery(began, PATIENCE)?;
    let [up, down] = found;
    println!("{limit} bytes: upload after {up:?}, download after {down:?}");
    let as_hoped = found.iter().zip(what_recovers).all(|(found, recovers)| found.is_some() || !recovers);
    ensure!(as_hoped, "{limit}: {found:?}\nhelper:\n{}", path.log());
    drop(transfers);
    Ok(path)
}

#[test]
fn a_path_that_drops_more_than_1200_bytes() -> Result<()> {
    let path = drops_above(1200, [true, true])?;
    let DroppingPath { testbed, .. } = &path;
    path.connects(INSIDE)?;
    path.connects(INSIDE_V6)?;
    // Where nobody has told the kernel of it before.
    let said = DroppingPath::said_by(&testbed.client, &format!("ping -n -c 3 -i 0.3 -W 1 -M do -s 1400 {BEYOND}"))?;
    let mtu = said.split("mtu = ").nth(1).and_then(|rest| rest.split(')').next()?.parse::<u32>().ok());
    // 20 of IP, 8 of UDP and 24 of the frame, and the limit is found to 16 bytes.
    ensure!(mtu.is_some_and(|mtu| (1200 - 52 - 16..=1200 - 52).contains(&mtu)), "{said}\n{}", path.log());
    for (host, address) in [(&testbed.client, BEYOND), (&testbed.client, INSIDE), (&testbed.server, "10.8.0.2")] {
        let said = DroppingPath::said_by(host, &format!("ping -n -c 5 -i 0.3 -W 1 -M dont -s 1400 {address}"))?;
        let came = said.split(" received").next().and_then(|rest| rest.rsplit(' ').next()?.parse::<u32>().ok());
        ensure!(came.is_some_and(|came| came >= 3), "{address}: {said}");
    }
    Ok(())
}

#[test]
fn a_path_that_drops_more_than_900_bytes() -> Result<()> {
    let path = drops_above(900, [true, true])?;
    path.connects(INSIDE)?;
    path.connects(INSIDE_V6)?;
    let shown = path.testbed.helper.status()?;
    let limit = shown.first().and_then(|connection| connection.pointer("/state/path_limit")?.as_u64());
    ensure!(limit.is_some_and(|limit| (900 - 52 - 16..=900 - 52).contains(&limit)), "{shown:?}");
    ensure!(!path.log().contains("Reconnecting"), "{}", path.log());
    Ok(())
}

/// A download that was under way stands still until it is begun anew: Linux makes no packets of less than 552 bytes for a
/// path (`net.ipv4.route.min_pmtu`), which are 604 with what surrounds them.
#[test]
fn a_path_that_drops_more_than_600_bytes() -> Result<()> {
    let path = drops_above(600, [true, false])?;
    path.connects(INSIDE)?;
    path.connects(INSIDE_V6)
}

/// What the first connection's path takes, as `aditctl` shows it.
fn shown_limit(testbed: &Testbed) -> Option<u64> {
    testbed.helper.status().ok()?.first()?.pointer("/state/path_limit")?.as_u64()
}

#[test]
fn a_cable_that_never_took_more_is_measured_over_ipv6() -> Result<()> {
    let testbed = Testbed::new()?;
    for host in [&testbed.client, &testbed.server] {
        host.run("ip link set eth0 mtu 1400")?;
    }
    let (server, profile) =
        testbed.serve(&ServerOptions { transport: lab::Transport::Udp6, ..ServerOptions::default() })?;
    testbed.must_connect(&profile, &[], "", &server)?;
    // 40 of IPv6, 8 of UDP and 24 of the frame.
    wait_until("the limit", PATIENCE, || {
        shown_limit(&testbed).is_some_and(|limit| (1400 - 72 - 16..=1400 - 72).contains(&limit))
    })
    .with_context(|| format!("{:?}\n{}", testbed.helper.status(), testbed.helper.log()))?;
    ensure!(testbed.client.pings(INSIDE, 3));
    // The positive control: with a wider cable there is no limit.
    testbed.disconnect()?;
    for host in [&testbed.client, &testbed.server] {
        host.run("ip link set eth0 mtu 1500")?;
    }
    testbed.must_connect(&profile, &[], "", &server)?;
    std::thread::sleep(Duration::from_secs(2));
    ensure!(shown_limit(&testbed).is_none(), "{:?}", testbed.helper.status());
    Ok(())
}

/// `SoftEther` acknowledges what it has acknowledged before, too.
#[test]
fn softether_answers_probes() -> Result<()> {
    let testbed = Testbed::new()?;
    let server = lab::SoftEther::start(&testbed.server)?;
    // Of its two addresses the server wrote down the one that its answers over UDP do not come from.
    let text = server.profile().replace("remote 198.51.100.2 ", "remote 192.0.2.1 ");
    let profile = testbed.write_profile("softether", &text)?;
    let outcome = testbed.connect(&profile, &["--username", lab::USER, "--password-stdin"], lab::PASSWORD)?;
    ensure!(outcome.code == 0, "{outcome:?}\n{}", testbed.helper.log());
    std::thread::sleep(Duration::from_secs(2));
    ensure!(shown_limit(&testbed).is_none(), "{:?}", testbed.helper.status());
    for host in [&testbed.client, &testbed.server] {
        host.run("ip link set eth0 mtu 1400")?;
    }
    // Large packets are a reason to look.
    let line = format!("ping -n -c 10 -i 0.2 -W 1 -M dont -s 1400 {}", lab::SoftEther::INNER);
    ensure!(DroppingPath::said_by(&testbed.client, &line)?.contains(" 0% packet loss"), "{}", testbed.helper.log());
    // AES-128-CBC and SHA1 around packets that fill whole blocks.
    wait_until("the limit", PATIENCE, || shown_limit(&testbed).is_some_and(|limit| (1291..=1323).contains(&limit)))
        .with_context(|| format!("{:?}\n{}", testbed.helper.status(), testbed.helper.log()))
}

/// The positive control: what does not look at the path stands still.
#[test]
fn debians_client_does_not_notice() -> Result<()> {
    let path = DroppingPath::new()?;
    let profile = path.testbed.client.directory().join("practice.ovpn");
    path.testbed.disconnect()?;
    let line = format!("openvpn --config {} --verb 3", profile.display());
    let mut client = start(&path.testbed.client, "openvpn", &line)?;
    client.wait_for_output("Initialization Sequence Completed", Duration::from_secs(20))?;
    let _transfers = path.transfers()?;
    let began = Instant::now();
    path.lose_above(Some(900))?;
    let found = path.recovery(began, Duration::from_secs(6))?;
    if found != [None; 2] {
        bail!("there is no hole: {found:?}");
    }
    Ok(())
}
