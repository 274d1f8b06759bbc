//! Two hosts, the peer on one and the client on the other.

use std::{
    io::Write,
    net::SocketAddr,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use lab::{Host, Process, cable, program, wait_until};
use rustix::process::Signal;

use super::{client::ClientReport, streams::Moved};
use crate::peer::PeerReport;

/// Where sinks listen. No port of a protocol that `tcpdump` would explain instead of judging the checksum.
pub(super) const SINK: u16 = 17_000;
/// How long something that has nothing to do may take.
const SOON: Duration = Duration::from_secs(10);

/// A tunnel between two hosts.
pub(super) struct World {
    pub(super) client: Host,
    pub(super) server: Host,
    orders: PathBuf,
    peer: Process,
    tunnel: Process,
    sink: Process,
}

impl World {
    /// With more arguments for the peer and for the client.
    pub(super) fn start(transport: &str, peer: &[&str], client: &[&str]) -> Result<Self> {
        let (near, far) = (Host::new()?, Host::new()?);
        cable(&near, "eth0", &["192.0.2.2/24"], &far, "eth0", &["192.0.2.1/24"])?;
        let (profile, orders) = (near.directory().join("peer.ovpn"), far.directory().join("orders"));
        std::fs::write(&orders, "")?;
        let mut command = far.command(program("bench-peer")?);
        command.arg("192.0.2.1:1194").arg(&profile).args(["--transport", transport, "--orders"]).arg(&orders);
        let mut peer = far.start("peer", command.args(peer))?;
        peer.wait_for_output("ready", SOON)?;
        let mut command = near.command(program("soak")?);
        let mut tunnel = near.start("client", command.arg("client").arg(&profile).args(client))?;
        tunnel.wait_for_output("connected", SOON)?;
        let sink = far.start("sink", far.command(program("soak")?).args(["sink", &format!("[::]:{SINK}")]))?;
        wait_until("the tunnel", SOON, || near.pings(crate::peer::INNER.0, 1) && near.pings(crate::peer::INNER.1, 1))?;
        Ok(Self { client: near, server: far, orders, peer, tunnel, sink })
    }

    /// Starts a source on the client's host.
    pub(super) fn source(&self, name: &str, to: &str, flows: usize, up: u64, down: u64) -> Result<Process> {
        let to = SocketAddr::new(to.parse()?, SINK);
        start_source(&self.client, name, to, flows, up, down)
    }

    /// Tells the client's socket to refuse segmentation.
    pub(super) fn spoil(&self) -> Result<()> {
        self.tunnel.signal(Signal::USR1)
    }

    /// Asks for new keys, unless that is under way.
    pub(super) fn renew(&self) -> Result<()> {
        self.order("renegotiate")
    }

    fn order(&self, word: &str) -> Result<()> {
        let mut orders = std::fs::File::options().append(true).open(&self.orders)?;
        Ok(orders.write_all(format!("{word}\n").as_bytes())?)
    }

    /// What the peer did so far.
    pub(super) fn peer_report(&self) -> Result<PeerReport> {
        let before = self.peer.output().lines().count();
        self.order("report")?;
        let deadline = Instant::now() + SOON;
        while self.peer.output().lines().count() == before {
            ensure!(Instant::now() < deadline, "the peer does not report:\n{}", self.peer.output());
            std::thread::sleep(Duration::from_millis(10));
        }
        last_line(&self.peer)
    }

    /// Bytes that the kernel has handed to the client's interface.
    pub(super) fn carried(&self) -> Result<u64> {
        let path = format!("cat /sys/class/net/{}/statistics/tx_bytes", super::client::INTERFACE);
        Ok(self.client.run(&path)?.trim().parse()?)
    }

    /// Waits until nothing moves any more, and ends everything. The number is that of messages which found a full socket.
    pub(super) fn finish(mut self) -> Result<(ClientReport, PeerReport, u64)> {
        self.sink.stop();
        let deadline = Instant::now() + SOON;
        let mut quiet = self.peer_report()?;
        loop {
            std::thread::sleep(Duration::from_millis(300));
            let peer = self.peer_report()?;
            if peer.traffic() == quiet.traffic() {
                break;
            }
            ensure!(Instant::now() < deadline, "the tunnel does not come to rest");
            quiet = peer;
        }
        self.tunnel.stop();
        let client = last_line(&self.tunnel)?;
        self.peer.stop();
        let unread = unread(&self.client)? + unread(&self.server)?;
        Ok((client, last_line(&self.peer)?, unread))
    }
}

pub(super) fn start_source(
    host: &Host,
    name: &str,
    to: SocketAddr,
    flows: usize,
    up: u64,
    down: u64,
) -> Result<Process> {
    let mut command = host.command(program("soak")?);
    command.args(["source", &to.to_string(), "--flows", &flows.to_string()]);
    host.start(name, command.args(["--up", &up.to_string(), "--down", &down.to_string()]))
}

/// Messages over IPv4, each of several datagrams perhaps, that found a full socket on this host (`RcvbufErrors` in /proc/net/snmp).
fn unread(host: &Host) -> Result<u64> {
    let text = host.run("cat /proc/net/snmp")?;
    let mut lines = text.lines().filter_map(|line| line.strip_prefix("Udp: ")).map(str::split_whitespace);
    let (names, mut numbers) = (lines.next().context("no names")?, lines.next().context("no numbers")?);
    let place = names.into_iter().position(|name| name == "RcvbufErrors").context("no RcvbufErrors")?;
    Ok(numbers.nth(place).context("no number")?.parse()?)
}

/// What a source moved. Waits for its end.
pub(super) fn moved(mut source: Process, limit: Duration) -> Result<Moved> {
    let status = source.wait(limit)?;
    if !status.success() {
        bail!("a source ended with {status}:\n{}", source.output());
    }
    last_line(&source)
}

pub(super) fn last_line<T: serde::de::DeserializeOwned>(process: &Process) -> Result<T> {
    let output = process.output();
    let line = output.lines().last().context("no output")?;
    serde_json::from_str(line).with_context(|| output.clone())
}
