//! Two machines on one cable: a client with the helper, and a practice server behind which there is an internet.

use std::{path::PathBuf, time::Duration};

use anyhow::{Result, bail};
use lab::{Host, OpenVpnServer, Pki, ServerOptions, cable};

use crate::helper::{Helper, Outcome};

/// The server's address on the cable.
pub const SERVER: &str = "192.0.2.1";
/// The same, IPv6.
pub const SERVER_V6: &str = "2001:db8::1";
/// An address that is only reached through the server, with or without a tunnel.
pub const INTERNET: &str = "198.51.100.1";
/// The same, IPv6.
pub const INTERNET_V6: &str = "2001:db8:feed::1";

/// The client's machine, the server's, a piece of internet behind it, and an authority.
#[derive(Debug)]
pub struct Testbed {
    /// The client's helper. First, so that it ends while its host still lives.
    pub helper: Helper,
    /// The client's machine.
    pub client: Host,
    /// The server's machine.
    pub server: Host,
    /// What lies behind the server.
    pub internet: Host,
    /// The authority.
    pub pki: Pki,
}

impl Testbed {
    /// Builds the machines and starts the helper.
    ///
    /// # Errors
    /// Not root, or a program is missing.
    pub fn new() -> Result<Self> {
        let (client, server, internet) = (Host::new()?, Host::new()?, Host::new()?);
        cable(
            &client,
            "eth0",
            &["192.0.2.2/24", "2001:db8::2/64"],
            &server,
            "eth0",
            &["192.0.2.1/24", "2001:db8::1/64"],
        )?;
        cable(
            &server,
            "eth1",
            &["198.51.100.2/24", "2001:db8:feed::2/64"],
            &internet,
            "eth0",
            &["198.51.100.1/24", "2001:db8:feed::1/64"],
        )?;
        for line in ["sysctl -qw net.ipv4.ip_forward=1", "sysctl -qw net.ipv6.conf.all.forwarding=1"] {
            server.run(line)?;
        }
        // What is inside the tunnel is reached through the tunnel only: else a ping would prove nothing.
        for line in [
            "nft add table inet inside",
            "nft add chain inet inside input { type filter hook input priority 0 ; }",
            "nft add rule inet inside input iifname eth0 ip daddr 10.0.0.0/8 drop",
            "nft add rule inet inside input iifname eth0 ip6 daddr fd00:ad17::/32 drop",
        ] {
            server.run(line)?;
        }
        for line in ["ip route add default via 198.51.100.2", "ip -6 route add default via 2001:db8:feed::2"] {
            internet.run(line)?;
        }
        let helper = Helper::start(&client)?;
        let this = Self { helper, client, server, internet, pki: Pki::new()? };
        this.plug_in()?;
        Ok(this)
    }

    /// Gives the client its default routes, as a network manager does when a cable is plugged in.
    ///
    /// # Errors
    /// There is no cable.
    pub fn plug_in(&self) -> Result<()> {
        self.client.run("ip route replace default via 192.0.2.1")?;
        self.client.run("ip -6 route replace default via 2001:db8::1")?;
        Ok(())
    }

    /// Starts a server and writes a profile for it; gives both.
    ///
    /// # Errors
    /// The server does not start.
    pub fn serve(&self, options: &ServerOptions) -> Result<(OpenVpnServer, PathBuf)> {
        let server = OpenVpnServer::start(&self.server, &self.pki, options)?;
        let host = if options.transport == lab::Transport::Udp6 { SERVER_V6 } else { SERVER };
        let profile = self.write_profile("practice", &server.profile(host))?;
        Ok((server, profile))
    }

    /// Writes a profile next to the client and gives its path.
    ///
    /// # Errors
    /// The disk is full.
    pub fn write_profile(&self, name: &str, text: &str) -> Result<PathBuf> {
        let path = self.client.directory().join(format!("{name}.ovpn"));
        std::fs::write(&path, text)?;
        Ok(path)
    }

    /// `aditctl connect PROFILE --wait`, with more arguments and an input.
    ///
    /// # Errors
    /// `aditctl` is not built.
    pub fn connect(&self, profile: &std::path::Path, more: &[&str], input: &str) -> Result<Outcome> {
        let path = profile.display().to_string();
        let mut arguments = vec!["connect", path.as_str(), "--wait"];
        arguments.extend(more);
        self.helper.ctl_with_input(&arguments, input)
    }

    /// Connects and fails the test with everything that was logged if that does not work.
    ///
    /// # Errors
    /// It did not connect.
    pub fn must_connect(
        &self,
        profile: &std::path::Path,
        more: &[&str],
        input: &str,
        server: &OpenVpnServer,
    ) -> Result<()> {
        let outcome = self.connect(profile, more, input)?;
        if outcome.code != 0 {
            bail!("{outcome:?}\nhelper:\n{}\nserver:\n{}", self.helper.log(), server.log());
        }
        Ok(())
    }

    /// Everything that a connection could leave behind on the client: its [`network`](Host::network), and the files of the
    /// helper. Two equal texts mean that nothing was left.
    ///
    /// # Errors
    /// A tool is missing.
    pub fn traces(&self) -> Result<String> {
        let files = self.client.run(&format!("find {} -type f -printf %P\\t%s\\n", self.helper.state().display()))?;
        let mut files: Vec<&str> = files.lines().collect();
        files.sort_unstable();
        Ok(format!("{}# files\n{}\n", self.client.network()?, files.join("\n")))
    }

    /// Disconnects everything and waits until it is so.
    ///
    /// # Errors
    /// It does not end.
    pub fn disconnect(&self) -> Result<()> {
        let outcome = self.helper.ctl(&["disconnect", "--all"])?;
        if outcome.code != 0 {
            bail!("{outcome:?}");
        }
        self.helper.wait_until_idle(Duration::from_secs(15))
    }
}
