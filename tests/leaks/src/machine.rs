//! The machine under test, its router, a container behind it and a VPN server, each in namespaces of its own; and what
//! can be done with it.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Result, bail, ensure};
use e2e::{Helper, Outcome};
use lab::{Host, OpenVpnServer, Pki, ServerOptions, cable};

use crate::measurement::{Counts, Measurement};

/// The server as its profile names it.
const SERVER: &str = "198.51.100.2";
/// Neighbours that do not exist, so that packets to them leave: nobody has to answer for them.
const NEIGHBOURS: [&str; 5] = ["10.99.0.7", "192.0.2.53", "203.0.113.9", "203.0.113.53", "192.0.2.1"];

/// A server whose tunnel takes all traffic and all names, as the profile says too, and that notices soon when somebody is gone.
pub(crate) fn takes_all() -> ServerOptions {
    let profile_lines = vec!["redirect-gateway def1".to_owned()];
    ServerOptions { profile_lines, keepalive: (1, 4), ..ServerOptions::takes_all() }
}

/// All of it.
#[derive(Debug)]
pub(crate) struct Machine {
    /// The helper.
    pub(crate) helper: Helper,
    /// The VPN server.
    pub(crate) vpn: OpenVpnServer,
    /// The machine under test.
    pub(crate) client: Host,
    container: Host,
    router: Host,
    /// The server's machine.
    pub(crate) server: Host,
    profile: String,
    /// What is wrong besides packets that leave.
    pub(crate) complaints: Vec<String>,
}

impl Machine {
    /// Builds it and starts helper and server.
    ///
    /// # Errors
    /// Not root, or a program is missing.
    pub(crate) fn new() -> Result<Self> {
        let (client, container, router, server) = (Host::new()?, Host::new()?, Host::new()?, Host::new()?);
        let uplink = ["192.0.2.2/24", "10.99.0.2/24", "2001:db8::2/64"];
        cable(&client, "eth0", &uplink, &router, "eth0", &["192.0.2.1/24", "10.99.0.1/24", "2001:db8::1/64"])?;
        cable(&router, "eth1", &["198.51.100.1/24"], &server, "eth0", &["198.51.100.2/24"])?;
        cable(&client, "cont0", &["172.30.0.1/24"], &container, "eth0", &["172.30.0.2/24"])?;
        for (host, line) in [
            (&client, "sysctl -qw net.ipv4.ip_forward=1"),
            (&router, "sysctl -qw net.ipv4.ip_forward=1"),
            (&router, "ip route add 172.30.0.0/24 via 192.0.2.2"),
            (&server, "ip route add default via 198.51.100.1"),
            (&container, "ip route add default via 172.30.0.1"),
        ] {
            host.run(line)?;
        }
        let pki = Pki::new()?;
        let vpn = OpenVpnServer::start(&server, &pki, &takes_all())?;
        let profile = client.directory().join("work.ovpn");
        std::fs::write(&profile, vpn.profile(SERVER))?;
        let helper = Helper::start(&client)?;
        let this = Self {
            helper,
            vpn,
            client,
            container,
            router,
            server,
            profile: profile.display().to_string(),
            complaints: Vec::new(),
        };
        this.plug_in()?;
        Ok(this)
    }

    /// What a network manager does when a cable is plugged in.
    ///
    /// # Errors
    /// There is no cable.
    pub(crate) fn plug_in(&self) -> Result<()> {
        self.client.run("ip link set eth0 up")?;
        self.client.run("ip route replace default via 192.0.2.1")?;
        self.client.run("ip -6 addr replace 2001:db8::2/64 dev eth0 nodad")?;
        self.client.run("ip -6 route replace default via 2001:db8::1")?;
        self.know_neighbours("eth0")
    }

    /// Makes neighbours known for good, as an answer to ARP would for a while.
    ///
    /// # Errors
    /// There is no such interface.
    pub(crate) fn know_neighbours(&self, interface: &str) -> Result<()> {
        let address = self.router.run("cat /sys/class/net/eth0/address")?;
        for neighbour in NEIGHBOURS.iter().chain(&["2001:db8::1"]) {
            self.client.run(&format!("ip neigh replace {neighbour} lladdr {} dev {interface}", address.trim()))?;
        }
        Ok(())
    }

    /// `aditctl` with these words.
    ///
    /// # Errors
    /// It is not built, or failed.
    pub(crate) fn ctl(&self, line: &str) -> Result<Outcome> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let outcome = self.helper.ctl(&words)?;
        ensure!(outcome.code == 0, "aditctl {line}: {outcome:?}");
        Ok(outcome)
    }

    /// Connects, and waits until it is up.
    ///
    /// # Errors
    /// It does not come up.
    pub(crate) fn connect(&self, more: &str) -> Result<()> {
        self.ctl(&format!("connect {} --wait {more}", self.profile))?;
        self.is_up()
    }

    /// Connects without waiting.
    ///
    /// # Errors
    /// The helper refuses it.
    pub(crate) fn begin_to_connect(&self) -> Result<()> {
        self.ctl(&format!("connect {}", self.profile)).map(drop)
    }

    /// Complains if packets do not go through the tunnel within ten seconds.
    pub(crate) fn expect_up(&mut self) {
        if let Err(error) = self.is_up() {
            self.complaints.push(format!("{error:#}"));
        }
    }

    /// Waits until packets go through the tunnel.
    ///
    /// # Errors
    /// They do not within ten seconds.
    pub(crate) fn is_up(&self) -> Result<()> {
        let end = Instant::now() + Duration::from_secs(10);
        while !self.client.pings("10.8.0.1", 1) {
            if Instant::now() > end {
                let status = self.helper.ctl(&["status"]).map(|outcome| outcome.stdout).unwrap_or_default();
                bail!("no answer through the tunnel, and: {}", status.trim().replace('\n', "; "));
            }
        }
        Ok(())
    }

    /// Sends markers of all kinds for as long as `during` runs, and counts those that reach the router.
    ///
    /// # Errors
    /// A program failed, or `during` did.
    pub(crate) fn measure(&mut self, during: impl FnOnce(&mut Self) -> Result<()>) -> Result<Counts> {
        let probe = |host: &Host| -> Result<Command> { Ok(host.command(std::env::current_exe()?)) };
        let measurement = Measurement::begin(
            probe(&self.router)?,
            [(probe(&self.client)?, ["own", "eth0"]), (probe(&self.container)?, ["forwarded", "eth0"])],
        )?;
        let result = during(self);
        measurement.end().and_then(|counts| result.map(|()| counts))
    }

    /// Ends the helper without asking, and starts it again.
    ///
    /// # Errors
    /// It does not come back.
    pub(crate) fn restart_helper(&mut self) -> Result<()> {
        self.helper.restart(&self.client)
    }

    /// Takes whatever there is down, so that the next state begins where the first did.
    ///
    /// # Errors
    /// The helper is gone.
    pub(crate) fn clean_up(&mut self) -> Result<()> {
        let _ = self.helper.ctl(&["disconnect"])?;
        self.helper.wait_until_idle(Duration::from_secs(10))
    }
}
