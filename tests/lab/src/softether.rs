//! `SoftEther` VPN server 5 on a [`Host`]: the other implementation of OpenVPN's server side that is in the field.

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, Result, bail};

use crate::{
    host::Host,
    process::{Process, wait_until},
    server::{PASSWORD, USER},
};

/// Where Debian has its programs; what is in the path are scripts around them.
const PROGRAMS: &str = "usr/libexec/softether";
/// Where it keeps configuration, logs and sockets. Covered on the host, so that each server begins anew.
const COVERED: [(&str, &str); 3] =
    [("/var/lib", "/var/lib/softether"), ("/var/log", "/var/log/softether"), ("/run", "/run/softether")];
/// The port of its administration.
const ADMINISTRATION: u16 = 5555;

/// A running server with one user ([`USER`], [`PASSWORD`]). It gives addresses by DHCP of its own and stands itself at
/// [`SoftEther::INNER`].
#[derive(Debug)]
pub struct SoftEther {
    process: Process,
    directory: PathBuf,
    profile: String,
}

impl SoftEther {
    /// Its address inside the tunnel.
    pub const INNER: &str = "192.168.30.1";
    /// It serves UDP and TCP on this port.
    pub const PORT: u16 = 1194;

    /// Starts a server on `host`, which must have an interface besides loopback, and waits until it serves.
    ///
    /// # Errors
    /// The package `softether-vpnserver` or `softether-vpncmd` is missing, or it does not start.
    pub fn start(host: &Host) -> Result<Self> {
        let directory = host.directory().join("softether");
        std::fs::create_dir_all(&directory)?;
        for (around, kept) in COVERED {
            host.run(&format!("mount -t tmpfs tmpfs {around}"))?;
            host.run(&format!("mkdir {kept}"))?;
        }
        // It forks, and its child outlives it; a process namespace ends with its first process.
        let mut command = host.command("unshare");
        command
            .args(["--pid", "--fork", "--kill-child", "--mount-proc", "--"])
            .arg(program("vpnserver")?)
            .arg("execsvc");
        let process = host.start("softether", &mut command)?;
        let mut this = Self { process, directory, profile: String::new() };
        let listens = |options: &str, port: u16| {
            host.run(&format!("ss -H -{options}n")).is_ok_and(|shown| shown.contains(&format!(":{port} ")))
        };
        wait_until("SoftEther's administration", Duration::from_secs(20), || listens("lt", ADMINISTRATION))
            .with_context(|| this.log())?;
        this.set_up(host)?;
        wait_until("SoftEther on UDP", Duration::from_secs(20), || listens("lu", Self::PORT))?;
        wait_until("SoftEther on TCP", Duration::from_secs(20), || listens("lt", Self::PORT))?;
        Ok(this)
    }

    fn set_up(&mut self, host: &Host) -> Result<()> {
        let archive = self.directory.join("profiles.zip");
        let commands = format!(
            "PortsUDPSet {}\nOpenVpnMakeConfig {}\nHub DEFAULT\nSecureNatEnable\n\
             UserCreate {USER} /GROUP:none /REALNAME:none /NOTE:none\nUserPasswordSet {USER} /PASSWORD:{}\n",
            Self::PORT,
            archive.file_name().unwrap_or_default().to_string_lossy(),
            quoted(PASSWORD),
        );
        std::fs::write(self.directory.join("commands"), commands)?;
        // It takes a file's name only without a slash, so it has to stand in the directory.
        let line = format!(
            "cd {} && exec {} localhost:{ADMINISTRATION} /SERVER /IN:commands",
            self.directory.display(),
            program("vpncmd")?.display()
        );
        let mut vpncmd = host.command("sh");
        vpncmd.args(["-c", &line]);
        let output = crate::process::die_with_parent(&mut vpncmd).output().context("vpncmd")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() || said.matches("completed successfully").count() < 5 {
            bail!("SoftEther does not take its settings:\n{said}");
        }
        let listed = host.run(&format!("unzip -Z1 {}", archive.display()))?;
        let name = listed.lines().find(|name| name.ends_with("l3.ovpn")).context("a profile for layer 3")?;
        self.profile = host.run(&format!("unzip -p {} {name}", archive.display()))?;
        Ok(())
    }

    /// The profile that the server itself makes for its clients, byte for byte, over UDP.
    #[must_use]
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// The same over TCP.
    #[must_use]
    pub fn profile_over_tcp(&self) -> String {
        self.profile.replace("\nproto udp", "\nproto tcp")
    }

    /// What the server wrote: its own log and what it says of each client.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.output()
    }
}

/// Installed, or unpacked by `tests/prepare` into the target directory that this test itself lies in.
fn program(name: &str) -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let unpacked = own.ancestors().map(|directory| directory.join("tools/softether"));
    let mut places = [PathBuf::from("/")].into_iter().chain(unpacked).map(|at| at.join(PROGRAMS).join(name).join(name));
    places.find(|path| path.is_file()).context("SoftEther is missing: `tests/prepare test` brings it")
}

/// As `vpncmd` reads a value with a blank in it.
fn quoted(value: &str) -> String {
    format!("\"{value}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable;

    /// OpenVPN's own client comes through with the profile that SoftEther makes.
    #[test]
    fn openvpn_itself_connects_to_softether() -> Result<()> {
        let (client, server) = (Host::new()?, Host::new()?);
        cable(&client, "eth0", &["192.0.2.2/24"], &server, "eth0", &["192.0.2.1/24"])?;
        let running = SoftEther::start(&server)?;
        let login = client.directory().join("login");
        std::fs::write(&login, format!("{USER}\n{PASSWORD}\n"))?;
        let text = running.profile().replace("\nauth-user-pass", &format!("\nauth-user-pass {}", login.display()));
        let profile = client.directory().join("client.ovpn");
        std::fs::write(&profile, text)?;
        let mut openvpn = client.start(
            "client",
            client.command("openvpn").arg("--config").arg(&profile).args(["--data-ciphers", "AES-128-CBC"]),
        )?;
        openvpn.wait_for_output("Initialization Sequence Completed", Duration::from_secs(20))?;
        wait_until("a ping through the tunnel", Duration::from_secs(10), || client.pings(SoftEther::INNER, 1))?;
        Ok(())
    }
}
