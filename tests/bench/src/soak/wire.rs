//! `tcpdump`'s judgement of what leaves a tunnel.
//!
//! ```text
//!  near ── client ═══ tunnel ═══ server ── far
//!      ◄ captured                captured ►
//! ```
//! A kernel finishes a checksum as late as it can, at best in the network card, so a capture on an interface of a tunnel, or
//! on the sender's side of a cable with offload, shows unfinished ones. Therefore the tunnel's ends forward, the
//! interfaces that lead from them to `near` and `far` have every offload switched off (`ethtool -K`), and the captures are
//! behind them, of incoming packets only: what arrives there was cut and finished by a kernel from what the tunnel's end
//! wrote, or is what it wrote.
//!
//! The hosts `near` and `far` themselves send with all offloads, and their packets reach the tunnel's ends as super-packets.

use std::{
    net::{SocketAddr, SocketAddrV4},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use lab::{Host, Process, cable, program};
use rustix::process::Signal;
use serde::Serialize;

use super::{
    client::INTERFACE,
    datagrams::Heard,
    world::{SINK, World, last_line, moved, start_source},
};
use crate::peer::{INNER, INNER_CLIENT};

const NEAR: [&str; 2] = ["198.51.100.2", "2001:db8:1::2"];
const FAR: [&str; 2] = ["203.0.113.2", "2001:db8:2::2"];
/// Streams of each source.
const FLOWS: usize = 3;
/// Where datagrams go.
const TALK: u16 = 17_001;
/// Where corrupt packets go.
const CORRUPT: u16 = 17_002;
/// Corrupt packets of each kind.
const PLANTED: u16 = 5;
/// Kilobytes that may wait for `tcpdump`.
const CAPTURE_BUFFER: &str = "200000";
/// A capture that has written nothing for so long has nothing more to write. It is woken up at least every second.
const SETTLED: Duration = Duration::from_secs(2);
const LIMIT: Duration = Duration::from_secs(300);

/// What was captured, both directions together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Bytes of packets that `tcpdump` looked at.
    pub bytes: u64,
    /// Packets with each kind of transport: TCP and UDP over IPv4, and over IPv6.
    pub packets: [u64; 4],
    /// Packets that the kernel did not show it.
    pub unseen: u64,
    /// Packets with a wrong checksum that were not planted.
    pub wrong: u64,
    /// The first lines about them.
    pub examples: Vec<String>,
    /// Planted corrupt packets that were reported.
    pub reported: u64,
    /// Planted corrupt packets.
    pub planted: u64,
    /// Datagrams whose content was wrong, or that were late.
    pub datagrams_wrong: u64,
    /// Datagrams heard.
    pub datagrams: u64,
}

/// Sends about so many bytes of mixed traffic through a tunnel.
///
/// # Errors
/// A tool is missing, or a stream breaks.
pub fn run(bytes: u64) -> Result<Judgement> {
    let world = World::start("udp", &[], &[])?;
    let (near, far) = (Host::new()?, Host::new()?);
    connect(&near, NEAR, &world.client, INTERFACE, FAR, INNER)?;
    connect(&far, FAR, &world.server, "peer0", NEAR, INNER_CLIENT)?;
    ensure!(near.pings(FAR[0], 2) && near.pings(FAR[1], 2), "no way from near to far");
    let captures = [capture(&near)?, capture(&far)?];
    let mut sinks = Vec::new();
    let mut listeners = Vec::new();
    for (host, addresses) in [(&near, NEAR), (&far, FAR)] {
        let sink = format!("[::]:{SINK}");
        sinks.push(host.start("sink", host.command(program("soak")?).args(["sink", &sink]))?);
        for (family, address) in addresses.into_iter().enumerate() {
            let at = SocketAddr::new(address.parse()?, TALK).to_string();
            let mut command = host.command(program("soak")?);
            listeners.push(host.start(&format!("listen{family}"), command.args(["listen", &at]))?);
        }
    }
    std::thread::sleep(Duration::from_millis(200));
    // A tenth of the bytes are datagrams, the rest comes from a source at either end for each family.
    let (mut streams, mut talks) = (Vec::new(), Vec::new());
    for (host, to) in [(&near, FAR), (&far, NEAR)] {
        for (family, to) in to.into_iter().enumerate() {
            let (target, share) = (SocketAddr::new(to.parse()?, SINK), bytes * 9 / 40);
            streams.push(start_source(host, &format!("source{family}"), target, FLOWS, share, 0)?);
            let (target, share) = (SocketAddr::new(to.parse()?, TALK).to_string(), (bytes / 40).to_string());
            let mut command = host.command(program("soak")?);
            talks.push(host.start(&format!("talk{family}"), command.args(["talk", &target, "--bytes", &share]))?);
        }
    }
    for stream in streams {
        moved(stream, LIMIT)?;
    }
    for mut talk in talks {
        ensure!(talk.wait(LIMIT)?.success(), "{}", talk.output());
    }
    let mut judgement = Judgement::default();
    for mut listener in listeners {
        ensure!(listener.wait(Duration::from_secs(90))?.success(), "{}", listener.output());
        let heard: Heard = last_line(&listener)?;
        judgement.datagrams += heard.datagrams;
        judgement.datagrams_wrong += heard.wrong + heard.late;
    }
    for (host, to) in [(&near, FAR), (&far, NEAR)] {
        let target = SocketAddrV4::new(to[0].parse()?, CORRUPT).to_string();
        host.run(&format!("{} corrupt {target} --count {PLANTED}", program("soak")?.display()))?;
        judgement.planted += 2 * u64::from(PLANTED);
    }
    for (host, capture) in [&near, &far].into_iter().zip(captures) {
        judge(host, capture, &mut judgement)?;
    }
    Ok(judgement)
}

/// A cable between a tunnel's end that forwards and a host behind it.
fn connect(
    host: &Host,
    addresses: [&str; 2],
    end: &Host,
    interface: &str,
    beyond: [&str; 2],
    other_end: (&str, &str),
) -> Result<()> {
    let gateways = addresses.map(|address| address.trim_end_matches('2').to_owned() + "1");
    let with = |addresses: [&str; 2]| [format!("{}/24", addresses[0]), format!("{}/64", addresses[1])];
    let (inside, outside) = (with(addresses), with([&gateways[0], &gateways[1]]));
    cable(host, "eth0", &[&inside[0], &inside[1]], end, "lan0", &[&outside[0], &outside[1]])?;
    for line in [
        "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1",
        // Where checksums are finished and super-packets are cut at the latest.
        "ethtool -K lan0 tx off sg off tso off gso off",
        &format!("ip route add {}/32 via {} dev {interface}", beyond[0], other_end.0),
        &format!("ip -6 route add {}/128 via {} dev {interface}", beyond[1], other_end.1),
    ] {
        end.run(line)?;
    }
    host.run(&format!("ip route add default via {}", gateways[0]))?;
    host.run(&format!("ip -6 route add default via {}", gateways[1]))?;
    Ok(())
}

fn capture(host: &Host) -> Result<Process> {
    let mut command = host.command("tcpdump");
    command.args(["-i", "eth0", "-Q", "in", "-n", "-s", "0", "-U", "-B", CAPTURE_BUFFER, "-w"]);
    let mut capture = host.start("tcpdump", command.arg(host.directory().join("capture")))?;
    capture.wait_for_output("listening", Duration::from_secs(10))?;
    Ok(capture)
}

/// Ends a capture and reads it with `tcpdump -vv`, which computes every checksum.
fn judge(host: &Host, mut capture: Process, judgement: &mut Judgement) -> Result<()> {
    let file = host.directory().join("capture");
    // What waits for it when it is told to end is lost.
    let mut written = 0;
    while std::fs::metadata(&file)?.len() > written {
        written = std::fs::metadata(&file)?.len();
        std::thread::sleep(SETTLED);
    }
    capture.signal(Signal::INT)?;
    capture.wait(Duration::from_secs(10))?;
    let said = capture.output();
    let unseen = said.lines().find_map(|line| line.strip_suffix(" packets dropped by kernel"));
    judgement.unseen += unseen.and_then(|count| count.parse::<u64>().ok()).with_context(|| said.clone())?;
    judgement.bytes += std::fs::metadata(&file)?.len();
    read(&file, judgement)?;
    std::fs::remove_file(file)?;
    Ok(())
}

fn read(file: &Path, judgement: &mut Judgement) -> Result<()> {
    use std::io::{BufRead, BufReader};

    let mut child = Command::new("tcpdump")
        .args(["-n", "-vv", "-r"])
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("tcpdump")?;
    let output = BufReader::new(child.stdout.take().context("no output")?);
    let planted = format!(".{CORRUPT}: ");
    for line in output.split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        if let Some(count) = kind(&line).and_then(|kind| judgement.packets.get_mut(kind)) {
            *count += 1;
        }
        match (is_wrong(&line), line.contains(&planted)) {
            (true, true) => judgement.reported += 1,
            (true, false) => {
                judgement.wrong += 1;
                if judgement.examples.len() < 5 {
                    judgement.examples.push(line.into_owned());
                }
            }
            (false, _) => {}
        }
    }
    ensure!(child.wait()?.success(), "tcpdump cannot read its own file");
    Ok(())
}

/// Which of the four kinds a line of `tcpdump -vv` is about. `None`: another, or the first of an IPv4 packet's two lines.
fn kind(line: &str) -> Option<usize> {
    let transport = if line.contains("Flags [") && line.contains("cksum") {
        0
    } else if line.contains(" UDP, length") {
        1
    } else {
        return None;
    };
    Some(if line.contains("IP6 (") { 2 + transport } else { transport })
}

/// What `tcpdump` says of a wrong checksum: TCP `(incorrect -> 0x1234)`, UDP `[bad udp cksum 0x1 -> 0x2!]`, IPv4 `bad cksum 1
/// (->2)!`, ICMP `(wrong icmp cksum ...)`.
fn is_wrong(line: &str) -> bool {
    ["incorrect", "bad udp cksum", "bad cksum", "wrong icmp", "bad icmp6"].iter().any(|word| line.contains(word))
}
