//! Tunnels that stand: two hosts on one cable, a client on one and a server on the other.

use std::{
    any::Any,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Context, Result, bail};
use lab::{Adit, Cipher, Host, OpenVpnServer, Pki, Process, ServerOptions, Transport, cable, program, wait_until};

use super::apart;
use crate::peer;

/// The server's address on the cable.
pub(super) const OUTER: &str = "192.0.2.1";
const OUTER_CLIENT: &str = "192.0.2.2";
/// Longest wait for a tunnel.
const PATIENCE: Duration = Duration::from_secs(20);

/// Who stands at the two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// Adit, and the peer that shares its data path.
    Adit,
    /// openvpn at both ends.
    OpenVpn,
    /// wireguard-go at both ends.
    WireGuard,
    /// Adit's client, and openvpn's server.
    AditToOpenVpn,
}

impl Ends {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Adit => "Adit ↔ Adit",
            Self::OpenVpn => "openvpn ↔ openvpn",
            Self::WireGuard => "wireguard-go ↔ wireguard-go",
            Self::AditToOpenVpn => "Adit ↔ openvpn",
        }
    }
}

/// What carries the packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) transport: Transport,
    pub(super) cipher: Cipher,
}

impl Way {
    pub(super) fn name(self) -> String {
        format!("{} {}", self.transport_word().to_uppercase(), self.cipher.name())
    }

    fn transport_word(self) -> &'static str {
        match self.transport {
            Transport::Udp | Transport::Udp6 => "udp",
            Transport::Tcp => "tcp",
        }
    }
}

/// Two hosts before there is a tunnel between them.
pub(super) struct Pair {
    pub(super) client: Host,
    pub(super) server: Host,
}

impl Pair {
    pub(super) fn new() -> Result<Self> {
        let (client, server) = (Host::new()?, Host::new()?);
        let with_prefix = |address: &str| format!("{address}/24");
        cable(&client, "eth0", &[&with_prefix(OUTER_CLIENT)], &server, "eth0", &[&with_prefix(OUTER)])?;
        // Tunnels ask where the default route is; and what is inside of one must not be reached beside it.
        client.run(&format!("ip route add default via {OUTER}"))?;
        for line in [
            "nft add table inet inside",
            "nft add chain inet inside input { type filter hook input priority 0 ; }",
            "nft add rule inet inside input iifname eth0 ip daddr 10.0.0.0/8 drop",
        ] {
            server.run(line)?;
        }
        Ok(Self { client, server })
    }

    /// Loses this share of all packets on the cable, each way, as a line does: one at a time, not a batch at once.
    pub(super) fn lose(&self, percent: u32) -> Result<()> {
        for host in [&self.client, &self.server] {
            host.run("ethtool -K eth0 gso off tso off tx-udp-segmentation off")?;
            host.run("nft add table inet loss")?;
            host.run("nft add chain inet loss input { type filter hook input priority -10 ; }")?;
            host.run(&format!("nft add rule inet loss input iifname eth0 numgen random mod 100 < {percent} drop"))?;
        }
        Ok(())
    }
}

/// The server's end, which waits for the client.
pub(super) struct Server {
    /// The client's configuration.
    profile: PathBuf,
    /// Its address inside the tunnel.
    pub(super) inner: String,
    /// What ends with this value.
    _running: Box<dyn Any>,
}

impl Server {
    pub(super) fn start(pair: &Pair, pki: &Pki, ends: Ends, way: Way) -> Result<Self> {
        let profile = pair.client.directory().join("client.ovpn");
        match ends {
            Ends::Adit => {
                let mut command = pair.server.command(program("bench-peer")?);
                command.arg(format!("{OUTER}:1194")).arg(&profile);
                command.args(["--transport", way.transport_word(), "--cipher", way.cipher.name()]);
                let mut running = pair.server.start("peer", &mut command)?;
                running.wait_for_output("ready", PATIENCE)?;
                Ok(Self { profile, inner: peer::INNER.0.into(), _running: Box::new(running) })
            }
            Ends::OpenVpn | Ends::AditToOpenVpn => {
                let server_lines = vec!["disable-dco".to_owned()];
                let Way { transport, cipher } = way;
                let options = ServerOptions { transport, cipher, server_lines, ..ServerOptions::default() };
                let running = OpenVpnServer::start(&pair.server, pki, &options)?;
                let mut text = running.profile(OUTER);
                if ends == Ends::OpenVpn {
                    text.push_str("disable-dco\n");
                }
                std::fs::write(&profile, text)?;
                Ok(Self { profile, inner: running.inner_address(), _running: Box::new(running) })
            }
            Ends::WireGuard => {
                let (running, _) = wire_guard(&pair.server, WG_SERVER, "10.77.0.1/24")?;
                Ok(Self { profile, inner: "10.77.0.1".into(), _running: Box::new(running) })
            }
        }
    }
}

const WG_SERVER: &str = "s";
const WG_CLIENT: &str = "c";
const WG_PORT: u16 = 51820;

/// The client's end.
pub(super) struct Client {
    /// Its processes, all in one network namespace.
    pub(super) ids: Vec<u32>,
    /// What ends with this value.
    _running: Box<dyn Any>,
}

/// A client that may be told to connect. Adit's helper runs all the time on a person's machine; the others are started.
pub(super) enum Idle {
    Adit(Adit),
    OpenVpn(Command),
    WireGuard,
}

impl Idle {
    pub(super) fn new(pair: &Pair, ends: Ends) -> Result<Self> {
        Ok(match ends {
            Ends::Adit | Ends::AditToOpenVpn => Self::Adit(Adit::start(&pair.client)?),
            Ends::OpenVpn => Self::OpenVpn(apart::command(&pair.client, "openvpn")?),
            Ends::WireGuard => Self::WireGuard,
        })
    }

    /// Connects, and gives the time from the start to the first ping's answer.
    pub(super) fn connect(self, pair: &Pair, server: &Server, ends: Ends) -> Result<(Client, Duration)> {
        let mut pings = pair.client.start(
            "first-ping",
            pair.client.command("ping").args(["-n", "-D", "-i", "0.005", "-c", "6000", &server.inner]),
        )?;
        // It says nothing before the first answer.
        std::thread::sleep(Duration::from_millis(200));
        let start = SystemTime::now();
        let client = match self {
            Self::Adit(adit) => {
                adit.connect(&server.profile)?;
                Client { ids: adit.ids(), _running: Box::new(adit) }
            }
            Self::OpenVpn(mut command) => {
                let running = pair.client.start("client", command.arg("--config").arg(&server.profile))?;
                Client { ids: vec![running.id()], _running: Box::new(running) }
            }
            Self::WireGuard => {
                let running = join_wire_guard(pair)?;
                Client { ids: vec![running.id()], _running: Box::new(running) }
            }
        };
        pings.wait_for_output("bytes from", PATIENCE).with_context(|| format!("{}: no ping", ends.name()))?;
        let first = first_answer(&pings.output()).context("a time in front of the first answer")?;
        let start = start.duration_since(SystemTime::UNIX_EPOCH)?;
        pings.kill();
        Ok((client, first.saturating_sub(start)))
    }
}

/// When the first answer came, since the Unix epoch: `[1700000000.123456] 64 bytes from …`.
fn first_answer(output: &str) -> Option<Duration> {
    let line = output.lines().find(|line| line.contains("bytes from"))?;
    let seconds = line.strip_prefix('[')?.split(']').next()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// A tunnel that stands.
pub(super) struct Standing {
    pub(super) client: Client,
    pub(super) server: Server,
    pub(super) pair: Pair,
    /// From the start to the first ping's answer.
    pub(super) connected_in: Duration,
    /// The client's interface.
    pub(super) interface: String,
}

impl Standing {
    pub(super) fn new(pki: &Pki, ends: Ends, way: Way) -> Result<Self> {
        let pair = Pair::new()?;
        let server = Server::start(&pair, pki, ends, way)?;
        let idle = Idle::new(&pair, ends)?;
        let (client, connected_in) = idle.connect(&pair, &server, ends)?;
        let interface = interface_towards(&pair.client, &server.inner)?;
        if interface == "eth0" {
            bail!("{}: packets go beside the tunnel", ends.name());
        }
        Ok(Self { client, server, pair, connected_in, interface })
    }
}

/// Which interface packets to this address leave by.
fn interface_towards(host: &Host, address: &str) -> Result<String> {
    let route = host.run(&format!("ip route get {address}"))?;
    let mut words = route.split_whitespace().skip_while(|word| *word != "dev");
    Ok(words.nth(1).with_context(|| format!("no way in {route:?}"))?.to_owned())
}

/// Starts wireguard-go and gives its interface a key and an address. Interfaces have sockets in a directory that all hosts see,
/// so their names are this process's own.
fn wire_guard(host: &Host, end: &str, address: &str) -> Result<(Process, String)> {
    let name = wire_guard_name(end);
    let mut command = host.command("wireguard-go");
    // It would rather have the kernel's, where there is one.
    command.args(["-f", &name]).env("WG_I_PREFER_BUGGY_USERSPACE_TO_POLISHED_KMOD", "1").env("LOG_LEVEL", "error");
    let mut running = host.start("wireguard-go", &mut command)?;
    let started = Instant::now();
    wait_until("wireguard-go's interface", PATIENCE, || {
        host.try_run(&format!("wg show {name}")).is_ok_and(|output| output.status.success())
    })
    .with_context(|| format!("{:?} after {:?}: {}", running.ended(), started.elapsed(), running.output()))?;
    let key = host.run("wg genkey")?;
    let path = host.directory().join("wireguard.key");
    std::fs::write(&path, &key)?;
    host.run(&format!("wg set {name} private-key {} listen-port {WG_PORT}", path.display()))?;
    host.run(&format!("ip addr add {address} dev {name}"))?;
    host.run(&format!("ip link set {name} mtu 1420 up"))?;
    Ok((running, name))
}

fn wire_guard_name(end: &str) -> String {
    format!("wgb{}{end}", std::process::id() % 10_000_000)
}

/// Starts the client's end and makes both known to each other.
fn join_wire_guard(pair: &Pair) -> Result<Process> {
    let (running, name) = wire_guard(&pair.client, WG_CLIENT, "10.77.0.2/24")?;
    let theirs = wire_guard_name(WG_SERVER);
    let mine = pair.client.run(&format!("wg show {name} public-key"))?;
    let other = pair.server.run(&format!("wg show {theirs} public-key"))?;
    pair.server.run(&format!("wg set {theirs} peer {} allowed-ips 10.77.0.2/32", mine.trim()))?;
    pair.client
        .run(&format!("wg set {name} peer {} allowed-ips 10.77.0.0/24 endpoint {OUTER}:{WG_PORT}", other.trim()))?;
    Ok(running)
}

/// The programs that are compared, and their versions.
pub(super) fn versions() -> Vec<String> {
    let first_line = |program: &str, argument: &str| {
        let output = Command::new(program).arg(argument).output().ok()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        Some(said.lines().next()?.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
    };
    let mut found: Vec<String> = first_line("openvpn", "--version").into_iter().collect();
    if apart::find("wireguard-go").is_some() {
        found.extend(first_line("wireguard-go", "--version"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_answer_has_a_time() {
        let output =
            "PING 10.8.0.1 (10.8.0.1) 56(84) bytes of data.\n[1700000000.250000] 64 bytes from 10.8.0.1: icmp_seq=3";
        assert_eq!(first_answer(output), Some(Duration::from_millis(1_700_000_000_250)));
        assert_eq!(first_answer("PING 10.8.0.1 (10.8.0.1) 56(84) bytes of data.\n"), None);
    }
}
