//! Whole systems: Debian with systemd, NetworkManager, systemd-resolved and polkit, each with Adit as it is installed. What
//! desktops and administrators do to the network while a tunnel is up.

use std::{
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail, ensure};
use lab::{Debian, Host, OpenVpnServer, Pki, Process, ServerOptions};

use crate::{
    markers::Kind,
    measurement::{Count, Counts, Measurement},
    probe::Probe,
    states::{Promise, all, beside_local, brief},
};

const LONG: Duration = Duration::from_secs(2);
/// The second uplink is in a network of carriers, which is no private one.
const NETWORKS: &[(&str, &str)] = &[("BOX_NET1", "100.64.7")];

/// One thing that happens to a system on which a tunnel is up.
pub(crate) struct Event {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// What is promised.
    pub(crate) promise: fn(Kind) -> Promise,
    /// Commands in the system, one after the other; those after `-` may fail.
    pub(crate) lines: &'static [&'static str],
}

pub(crate) const fn event(name: &'static str, promise: fn(Kind) -> Promise, lines: &'static [&'static str]) -> Event {
    Event { name, promise, lines }
}

/// Everything that happens, in this order.
pub(crate) const EVENTS: &[Event] = &[
    event("connected", beside_local, &[]),
    event("nmcli con down adit0", beside_local, &["- as alice nmcli con down adit0"]),
    event("nmcli dev disconnect adit0", beside_local, &["- nmcli dev disconnect adit0"]),
    event(
        "adit0 managed and down",
        beside_local,
        &["nmcli dev set adit0 managed yes", "- nmcli con down adit0", "- nmcli dev disconnect adit0"],
    ),
    event("NetworkManager restarts", beside_local, &["systemctl restart NetworkManager"]),
    event("resolved restarts", beside_local, &["systemctl restart systemd-resolved"]),
    event("networkd restarts", beside_local, &["systemctl restart systemd-networkd"]),
    event("firewalld starts", beside_local, &["systemctl start firewalld"]),
    event("firewalld ends", beside_local, &["firewall-cmd --reload", "systemctl stop firewalld"]),
    event("ufw on and off", beside_local, &["ufw --force enable", "ufw --force disable"]),
    event("nft flush ruleset", brief, &["nft flush ruleset"]),
    event("engine killed", beside_local, &["systemctl kill -s KILL aditd"]),
    event("broker killed", beside_local, &["systemctl kill -s KILL adit-netd"]),
    event("both killed", beside_local, &["systemctl kill -s KILL aditd adit-netd"]),
    event("package update", beside_local, &["systemctl restart adit-netd aditd"]),
    event("uplink disconnected and back", beside_local, &["nmcli dev disconnect uplink0", "nmcli dev connect uplink0"]),
];

/// A running system. It is shut down and removed with this value.
pub(crate) struct System {
    debian: Debian,
    vpn: OpenVpnServer,
    _server: Host,
    before: String,
    /// What the system can send at all.
    kinds: Vec<Kind>,
    /// What left before the first connection.
    pub(crate) control: Counts,
}

impl System {
    /// Boots a Debian of this name with Adit in it, with a server in its internet.
    pub(crate) fn start(suite: &str, options: &ServerOptions) -> Result<Self> {
        Self::beside_server(Debian::start(suite, NETWORKS)?, options)
    }

    /// The same without Adit, and with the libraries that its package depends on.
    pub(crate) fn bare(suite: &str, options: &ServerOptions) -> Result<Self> {
        Self::beside_server(Debian::bare(suite, NETWORKS)?, options)
    }

    fn beside_server(debian: Debian, options: &ServerOptions) -> Result<Self> {
        let server = Host::new()?;
        debian.join(&server, "198.51.100.2/24", "198.51.100.1/24")?;
        debian.provider("ip addr add 10.99.0.1/24 dev cable0")?;
        debian.provider("ip addr add 2001:db8::1/64 dev cable0 nodad")?;
        let vpn = OpenVpnServer::start(&server, &Pki::new()?, options)?;
        let (kinds, control) = (Vec::new(), Counts::new());
        let mut this = Self { debian, vpn, _server: server, before: String::new(), kinds, control };
        this.run("ip addr add 10.99.0.2/24 dev uplink0")?;
        this.run("ip addr add 2001:db8::2/64 dev uplink0 nodad")?;
        this.run("ip -6 route add default via 2001:db8::1")?;
        this.before = this.network()?;
        let control = this.measure(&event("no VPN (control)", all, &[]))?;
        let seen = |count: Option<&Count>| count.is_some_and(|count| count.seen * 100 >= count.tried * 95);
        this.kinds = Kind::OWN.into_iter().filter(|kind| seen(control.get(kind))).collect();
        ensure!(this.kinds.len() >= 9, "the control: {control:?}");
        this.control = control.into_iter().filter(|(kind, _)| this.kinds.contains(kind)).collect();
        Ok(this)
    }

    /// Runs a line of words in it: in a session of alice after `as alice`; after `-` it may fail.
    pub(crate) fn run(&self, line: &str) -> Result<String> {
        if let Some(line) = line.strip_prefix("- ") {
            return Ok(self.run(line).unwrap_or_default());
        }
        match line.strip_prefix("as ").and_then(|line| line.split_once(' ')) {
            Some((user, line)) => self.debian.run_as(user, line),
            None => self.debian.run(line),
        }
    }

    /// Has a user logged in for as long as this value lives.
    pub(crate) fn session(&self, user: &str) -> Result<Process> {
        self.debian.session(user)
    }

    /// Writes a file in it.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> Result<()> {
        self.debian.write(path, content)
    }

    /// The control group of one of its units.
    pub(crate) fn group(&self, unit: &str) -> PathBuf {
        self.debian.group(unit)
    }

    /// Of its server.
    pub(crate) fn profile(&self) -> String {
        self.vpn.profile("198.51.100.2")
    }

    /// Connects, also where a connection was up.
    pub(crate) fn connect(&self) -> Result<()> {
        self.write("/root/work.ovpn", self.profile())?;
        self.run("aditctl connect /root/work.ovpn --wait")?;
        self.up_within(Duration::from_secs(10)).map(drop)
    }

    /// Disconnects, as the person does, and measures.
    pub(crate) fn disconnected(&self) -> Result<Counts> {
        self.run("aditctl disconnect")?;
        // An uplink that went and came back has what DHCP gives it; the rest was given to it by hand, for the control.
        self.run("ip addr replace 10.99.0.2/24 dev uplink0")?;
        self.run("ip addr replace 2001:db8::2/64 dev uplink0 nodad")?;
        self.run("ip -6 route replace default via 2001:db8::1")?;
        self.measure(&event("disconnected by the person", all, &[]))
    }

    /// Waits until the tunnel carries packets; gives how long that took.
    pub(crate) fn up_within(&self, limit: Duration) -> Result<Duration> {
        let begin = Instant::now();
        loop {
            if self.run("ping -n -c 1 -W 1 -I adit0 10.8.0.1").is_ok() {
                return Ok(begin.elapsed());
            }
            if begin.elapsed() > limit {
                let status = self.run("aditctl status").unwrap_or_else(|error| format!("{error:#}"));
                bail!("no answer through the tunnel, and: {}", status.trim().replace('\n', "; "));
            }
        }
    }

    /// Waits until there is no tunnel.
    pub(crate) fn wait_until_gone(&self) -> Result<()> {
        let begin = Instant::now();
        while self.run("ip link show adit0").is_ok() {
            ensure!(begin.elapsed() < Duration::from_secs(10), "the tunnel stays: {}", self.run("aditctl status")?);
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Begins to send markers.
    pub(crate) fn begin(&self) -> Result<Measurement> {
        // What the neighbours would have answered to ARP.
        let address = self.debian.provider("cat /sys/class/net/cable0/address")?;
        for neighbour in ["192.0.2.53", "10.99.0.7", "2001:db8::1"] {
            self.run(&format!("ip neigh replace {neighbour} lladdr {} dev uplink0", address.trim()))?;
        }
        // The system has no copy of this program; it has its network.
        let this = std::env::current_exe()?;
        Measurement::begin(self.debian.provider_command(&this), [(self.debian.command(&this), ["own", "uplink0"])])
    }

    /// Begins to ask an address in the tunnel.
    pub(crate) fn probe(&self, address: &str) -> Result<Probe> {
        Probe::begin(self.debian.command(std::env::current_exe()?), address)
    }

    /// Ends to send markers, and gives what was counted.
    pub(crate) fn end(&self, measurement: Measurement) -> Result<Counts> {
        let mut counts = measurement.end()?;
        if !self.kinds.is_empty() {
            counts.retain(|kind, _| self.kinds.contains(kind));
        }
        Ok(counts)
    }

    /// Lets something happen while markers are sent.
    pub(crate) fn measure(&self, event: &Event) -> Result<Counts> {
        let measurement = self.begin()?;
        thread::sleep(Duration::from_millis(300));
        let result = event.lines.iter().try_for_each(|line| self.run(line).map(drop));
        thread::sleep(LONG);
        let counts = self.end(measurement)?;
        result.map(|()| counts)
    }

    /// What of the network is not as it was before the first connection.
    pub(crate) fn residue(&self) -> Result<String> {
        let after = self.network()?;
        let lines: Vec<&str> = self.before.lines().collect();
        Ok(after.lines().filter(|line| !lines.contains(line)).map(|line| format!("{line}; ")).collect())
    }

    fn network(&self) -> Result<String> {
        let mut all = String::new();
        for line in [
            "ip -4 rule",
            "ip -6 rule",
            "ip -4 route show table all",
            "nft list tables",
            "resolvectl dns",
            "resolvectl domain",
        ] {
            all.push_str(&self.run(line)?);
        }
        Ok(all)
    }
}
