//! A machine with two uplinks, a router that translates addresses, and a VPN server that is found by name, each in namespaces of
//! its own.

use std::{fs, net::Ipv4Addr, time::Duration};

use anyhow::{Context, Result};
use lab::{Adit, Host, NameServer, OpenVpnServer, Pki, Process, ServerOptions, cable};

use crate::{
    echo::{Answerer, Asker, Seen},
    faults::Fault,
    watch,
};

/// Where the server is first.
pub(crate) const SERVER: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 2);
/// Where it moves to.
pub(crate) const SERVER_MOVED: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 3);
/// Its name.
const NAME: &str = "gate.vpn.example";
const ZONE: &str = "vpn.example";
/// The server's address in the tunnel.
pub(crate) const INNER: Ipv4Addr = Ipv4Addr::new(10, 8, 0, 1);
/// Longest wait for the first connection.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whose tunnel it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Adit,
    OpenVpn,
}

impl Who {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Adit => "Adit",
            Self::OpenVpn => "openvpn",
        }
    }
}

/// A server whose tunnel takes all traffic and all names; a keepalive as servers have it.
pub(crate) fn options() -> ServerOptions {
    ServerOptions { keepalive: (10, 60), ..ServerOptions::takes_all() }
}

/// Held, so that it runs.
enum Client {
    Adit(Adit),
    OpenVpn(Process),
}

/// All of it. The fields end in this order.
pub(crate) struct Site {
    asker: Asker,
    _answerer: Answerer,
    client: Client,
    pub(crate) vpn: OpenVpnServer,
    /// Where it is.
    pub(crate) server_at: Ipv4Addr,
    pub(crate) names: NameServer,
    pub(crate) machine: Host,
    pub(crate) router: Host,
    pub(crate) server: Host,
}

impl Site {
    /// Builds it, and waits until the tunnel carries packets.
    ///
    /// # Errors
    /// Not root, or the tunnel does not come up.
    pub(crate) fn new(who: Who) -> Result<Self> {
        let (machine, router, server) = (Host::new()?, Host::new()?, Host::new()?);
        wire(&machine, &router, &server)?;
        let names = NameServer::start(&router, ZONE, SERVER)?;
        let vpn = OpenVpnServer::start(&server, &Pki::new()?, &options())?;
        let profile = machine.directory().join("work.ovpn");
        fs::write(&profile, vpn.profile(NAME))?;
        let client = match who {
            Who::Adit => {
                let adit = Adit::start(&machine)?;
                adit.connect(&profile)?;
                Client::Adit(adit)
            }
            Who::OpenVpn => {
                let mut openvpn = machine.start("client", machine.command("openvpn").arg("--config").arg(&profile))?;
                openvpn.wait_for_output("Initialization Sequence Completed", PATIENCE)?;
                Client::OpenVpn(openvpn)
            }
        };
        let answerer = Answerer::start(&server.namespace())?;
        let asker = Asker::start(&machine.namespace(), INNER)?;
        let site = Self { asker, _answerer: answerer, client, vpn, server_at: SERVER, names, machine, router, server };
        site.wait_until_steady().with_context(|| site.log())?;
        Ok(site)
    }

    /// What the client logged.
    pub(crate) fn log(&self) -> String {
        match &self.client {
            Client::Adit(adit) => adit.log(),
            Client::OpenVpn(openvpn) => openvpn.output(),
        }
    }

    /// Waits until the tunnel carries packets.
    pub(crate) fn wait_until_steady(&self) -> Result<()> {
        self.asker.wait_until_steady(PATIENCE)
    }

    /// Lets something happen and watches what it does to the tunnel: see [`watch`].
    pub(crate) fn measure(&mut self, fault: &Fault) -> Result<Option<Seen>> {
        let happens = fault.happens;
        let asker = self.asker.clone();
        watch(&asker, fault.watch, fault.limit, || happens(self))
    }
}

fn wire(machine: &Host, router: &Host, server: &Host) -> Result<()> {
    cable(machine, "eth0", &["192.0.2.2/24"], router, "eth0", &["192.0.2.1/24", "192.0.2.53/24"])?;
    cable(machine, "eth1", &["203.0.113.2/24"], router, "eth1", &["203.0.113.1/24"])?;
    cable(router, "eth2", &["198.51.100.1/24"], server, "eth0", &["198.51.100.2/24"])?;
    for (host, line) in [
        (machine, "ip route add default via 192.0.2.1 dev eth0 metric 100"),
        (machine, "ip route add default via 203.0.113.1 dev eth1 metric 200"),
        (router, "sysctl -qw net.ipv4.ip_forward=1"),
        // A provider's router drops what comes from the other provider's addresses.
        (router, "sysctl -qw net.ipv4.conf.all.rp_filter=1"),
        (router, "nft add table ip nat"),
        (router, "nft add chain ip nat out { type nat hook postrouting priority 100 ; }"),
        // A new port each time that it has forgotten the one before.
        (router, "nft add rule ip nat out oifname eth2 masquerade fully-random"),
    ] {
        host.run(line)?;
    }
    Ok(())
}
