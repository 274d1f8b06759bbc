//! `SoftEther` VPN server 5 on a [`Host`]: the other implementation of OpenVPN's server side that is in the field.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{
    host::Host,
    process::{Process, die_with_parent, wait_until},
    server::{PASSWORD, USER},
};

/// Where Debian has its programs; what is in the path are scripts around them.
const PROGRAMS: &str = "usr/libexec/softether";
/// Where it keeps configuration, logs and sockets. Covered on the host, so that each server begins anew.
const COVERED: [(&str, &str); 3] =
    [("/var/lib", "/var/lib/softether"), ("/var/log", "/var/log/softether"), ("/run", "/run/softether")];
/// The port of its administration.
const ADMINISTRATION: u16 = 5555;
/// The archive that it makes of profiles.
const PROFILES: &str = "profiles.zip";
/// The configuration of its OpenSSL, where it has one of its own.
const OPENSSL: &str = "openssl.cnf";

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
        Self::start_under(host, "")
    }

    /// The same with this in the configuration of its OpenSSL, which says what TLS it may speak; empty: as Debian has it.
    ///
    /// # Errors
    /// As for [`SoftEther::start`].
    pub fn start_under(host: &Host, openssl: &str) -> Result<Self> {
        let directory = host.directory().join("softether");
        std::fs::create_dir_all(&directory)?;
        for (around, kept) in COVERED {
            host.run(&format!("mount -t tmpfs tmpfs {around}"))?;
            host.run(&format!("mkdir {kept}"))?;
        }
        if !openssl.is_empty() {
            std::fs::write(directory.join(OPENSSL), openssl)?;
        }
        let process = spawn(host, &directory)?;
        let mut this = Self { process, directory, profile: String::new() };
        this.wait_for("lt", ADMINISTRATION, host)?;
        this.set_up(host)?;
        this.wait_until_serving(host)?;
        Ok(this)
    }

    /// Ends the server, without a word to its clients, and starts it again with what it was told until here.
    ///
    /// # Errors
    /// It does not come back.
    pub fn restart(&mut self, host: &Host) -> Result<()> {
        self.administer(host, &["Flush"])?;
        self.process.kill();
        self.process = spawn(host, &self.directory)?;
        self.wait_until_serving(host)
    }

    fn set_up(&mut self, host: &Host) -> Result<()> {
        self.administer(
            host,
            &[
                &format!("PortsUDPSet {}", Self::PORT),
                &format!("OpenVpnMakeConfig {PROFILES}"),
                "SecureNatEnable",
                &format!("UserCreate {USER} /GROUP:none /REALNAME:none /NOTE:none"),
                &format!("UserPasswordSet {USER} /PASSWORD:\"{PASSWORD}\""),
            ],
        )?;
        let archive = self.directory.join(PROFILES);
        let listed = host.run(&format!("unzip -Z1 {}", archive.display()))?;
        let name = listed.lines().find(|name| name.ends_with("l3.ovpn")).context("a profile for layer 3")?;
        self.profile = host.run(&format!("unzip -p {} {name}", archive.display()))?;
        Ok(())
    }

    /// Gives commands of `vpncmd` to the server and its hub, and gives what it says to them. Files that they name stand in
    /// [`SoftEther::directory`] and are named without a path, because it takes a slash for the beginning of an option.
    ///
    /// # Errors
    /// One of them fails.
    pub fn administer(&self, host: &Host, commands: &[&str]) -> Result<String> {
        std::fs::write(self.directory.join("commands"), format!("Hub DEFAULT\n{}\n", commands.join("\n")))?;
        let line = format!(
            "cd {} && exec {} localhost:{ADMINISTRATION} /SERVER /IN:commands",
            self.directory.display(),
            program("vpncmd")?.display()
        );
        let mut vpncmd = host.command("sh");
        vpncmd.args(["-c", &line]);
        let output = die_with_parent(under_openssl(&mut vpncmd, &self.directory)).output().context("vpncmd")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() || said.matches("completed successfully").count() < commands.len() {
            bail!("SoftEther does not take its settings:\n{said}");
        }
        Ok(said)
    }

    /// Where files for [`SoftEther::administer`] stand.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
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

    fn wait_until_serving(&self, host: &Host) -> Result<()> {
        self.wait_for("lu", Self::PORT, host)?;
        self.wait_for("lt", Self::PORT, host)?;
        self.wait_for("lt", ADMINISTRATION, host)
    }

    /// Waits until it listens on the port; `kind` is how `ss` is asked.
    fn wait_for(&self, kind: &str, port: u16, host: &Host) -> Result<()> {
        let listens = || listens(kind, port, host);
        wait_until(&format!("SoftEther on port {port}"), Duration::from_secs(20), listens).with_context(|| self.log())
    }
}

fn listens(kind: &str, port: u16, host: &Host) -> bool {
    host.run(&format!("ss -H -{kind}n")).is_ok_and(|shown| shown.contains(&format!(":{port} ")))
}

fn spawn(host: &Host, directory: &Path) -> Result<Process> {
    // One that was here before is killed, but not dead at once, and must not be taken for this one.
    let gone = || !listens("lt", ADMINISTRATION, host);
    wait_until("the SoftEther before to be gone", Duration::from_secs(20), gone)?;
    // It forks, and its child outlives it; a process namespace ends with its first process.
    let mut command = host.command("unshare");
    command.args(["--pid", "--fork", "--kill-child", "--mount-proc", "--"]).arg(program("vpnserver")?).arg("execsvc");
    host.start("softether", under_openssl(&mut command, directory))
}

fn under_openssl<'a>(command: &'a mut Command, directory: &Path) -> &'a mut Command {
    let openssl = directory.join(OPENSSL);
    if openssl.exists() { command.env("OPENSSL_CONF", openssl) } else { command }
}

/// Installed, or unpacked by `tests/prepare` into the target directory that this test itself lies in.
fn program(name: &str) -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let unpacked = own.ancestors().map(|directory| directory.join("tools/softether"));
    let mut places = [PathBuf::from("/")].into_iter().chain(unpacked).map(|at| at.join(PROGRAMS).join(name).join(name));
    places.find(|path| path.is_file()).context("SoftEther is missing: `tests/prepare test` brings it")
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
