//! What happens to processes, where systemd starts them again: Adit as it is installed in a Debian, and openvpn by its own unit.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use lab::{Debian, Host, OpenVpnServer, Pki, ServerOptions, SignIn, wait_until};

use crate::{
    echo::{Answerer, Asker, Seen},
    portal::{NAMES, Portal},
    site::{INNER, Who, options},
    watch,
};

/// Longest wait for a connection.
const PATIENCE: Duration = Duration::from_secs(30);

/// One fault.
pub(crate) struct ProcessFault {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// The longest time without an answer that is allowed.
    pub(crate) bound: Duration,
    /// How often it happens.
    pub(crate) times: u32,
    /// Commands in the system.
    adit: &'static str,
    /// The same for openvpn. It has no broker.
    openvpn: Option<&'static str>,
}

/// All of them, in this order.
pub(crate) const PROCESS_FAULTS: &[ProcessFault] = &[
    ProcessFault {
        name: "engine killed",
        bound: Duration::from_secs(1),
        times: 5,
        adit: "systemctl kill -s KILL aditd",
        openvpn: Some("systemctl kill -s KILL openvpn@work"),
    },
    ProcessFault {
        name: "broker killed",
        bound: Duration::ZERO,
        times: 5,
        adit: "systemctl kill -s KILL adit-netd",
        openvpn: None,
    },
    ProcessFault {
        name: "helper upgraded",
        bound: Duration::from_secs(1),
        times: 5,
        adit: "systemctl restart adit-netd aditd",
        openvpn: Some("systemctl restart openvpn@work"),
    },
];

impl ProcessFault {
    pub(crate) const LIMIT: Duration = Duration::from_secs(20);

    /// What it does to this client. `None`: it has nothing of that kind.
    pub(crate) const fn line(&self, who: Who) -> Option<&'static str> {
        match who {
            Who::Adit => Some(self.adit),
            Who::OpenVpn => self.openvpn,
        }
    }
}

/// A system with a tunnel.
pub(crate) struct Installed {
    asker: Asker,
    _answerer: Answerer,
    pub(crate) system: Debian,
    /// What connects to the server.
    pub(crate) profile: String,
    _vpn: OpenVpnServer,
    server: Host,
}

/// The server's address, and that of its router.
const JOINED: (&str, &str) = ("198.51.100.2/24", "198.51.100.1/24");

impl Installed {
    /// Boots it, and waits until the tunnel carries packets.
    ///
    /// # Errors
    /// Not root, or the tunnel does not come up.
    pub(crate) fn new(who: Who) -> Result<Self> {
        let this = Self::beside_server(Debian::start("trixie", &[])?)?;
        this.connect(who)?;
        Ok(this)
    }

    /// The same with Adit in this Debian, whose NetworkManager looks whether somebody has to sign in to a network.
    ///
    /// # Errors
    /// Not root, or the tunnel does not come up.
    pub(crate) fn managed(suite: &str) -> Result<Self> {
        let this = Self::unconnected(suite)?;
        this.connect(Who::Adit)?;
        Ok(this)
    }

    /// The same without a tunnel.
    ///
    /// # Errors
    /// Not root, or the system does not start.
    pub(crate) fn unconnected(suite: &str) -> Result<Self> {
        let system = Debian::start(suite, &[("BOX_DHCP", NAMES)])?;
        system.write("/etc/NetworkManager/conf.d/portal.conf", Portal::configuration())?;
        system.run("systemctl restart NetworkManager")?;
        system.run("nm-online -q -t 20")?;
        Self::beside_server(system)
    }

    /// With the plug-in for NetworkManager in it, and a server that asks for a password.
    ///
    /// # Errors
    /// Not root, or the system does not start.
    pub(crate) fn with_plugin(suite: &str) -> Result<Self> {
        let system = Debian::start(suite, &[("ADIT_NM", "1")])?;
        system.run("nm-online -q -t 20")?;
        Self::beside(system, &ServerOptions { sign_in: SignIn::Password, ..options() })
    }

    fn beside_server(system: Debian) -> Result<Self> {
        Self::beside(system, &options())
    }

    fn beside(system: Debian, options: &ServerOptions) -> Result<Self> {
        let server = Host::new()?;
        system.join(&server, JOINED.0, JOINED.1)?;
        let vpn = OpenVpnServer::start(&server, &Pki::new()?, options)?;
        let profile = vpn.profile("198.51.100.2");
        let answerer = Answerer::start(&server.namespace())?;
        let asker = Asker::start(&system.network(), INNER)?;
        Ok(Self { asker, _answerer: answerer, system, profile, _vpn: vpn, server })
    }

    fn connect(&self, who: Who) -> Result<()> {
        match who {
            Who::Adit => {
                self.system.write("/root/work.ovpn", &self.profile)?;
                self.system.run("aditctl connect /root/work.ovpn --wait")?;
            }
            Who::OpenVpn => {
                self.system.write("/etc/openvpn/work.conf", &self.profile)?;
                self.system.run("systemctl start openvpn@work")?;
            }
        }
        self.wait_until_steady()
    }

    /// Waits until the tunnel carries packets.
    pub(crate) fn wait_until_steady(&self) -> Result<()> {
        self.asker.wait_until_steady(PATIENCE).with_context(|| self.log())
    }

    /// Runs a line in the system and watches what it does to the tunnel.
    pub(crate) fn measure(&self, line: &str) -> Result<Option<Seen>> {
        let seen = watch(&self.asker, Duration::from_secs(3), ProcessFault::LIMIT, || self.system.run(line).map(drop));
        // The next one finds all processes at work.
        thread::sleep(Duration::from_secs(1));
        seen
    }

    /// When the first answer came after that moment, if one has.
    pub(crate) fn answered(&self, since: Instant) -> Option<Instant> {
        self.asker.answered(since)
    }

    /// Restarts the computer; gives when it had a network again.
    pub(crate) fn reboot(&mut self) -> Result<Instant> {
        let system = &self.system;
        let (asker, since) = system.reboot(|| {
            wait_until("its provider", PATIENCE, || system.join(&self.server, JOINED.0, JOINED.1).is_ok())?;
            let asker = Asker::start(&system.network(), INNER)?;
            let begin = Instant::now();
            while system.default_routes().map_or(true, |routes| routes.is_empty()) && begin.elapsed() < PATIENCE {
                thread::sleep(Duration::from_millis(2));
            }
            Ok((asker, Instant::now()))
        })?;
        self.asker = asker;
        Ok(since)
    }

    /// What the client said.
    pub(crate) fn log(&self) -> String {
        let journal =
            "journalctl --no-pager --output=short-precise -n 40 -b -u adit* -u openvpn@work -u NetworkManager";
        self.system.run(journal).unwrap_or_else(|error| format!("{error:#}"))
    }
}
