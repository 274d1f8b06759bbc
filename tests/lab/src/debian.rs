//! A whole Debian with Adit as it is installed: systemd, NetworkManager, systemd-resolved, logind and polkit, in a box of
//! `tests/systems/box.sh`.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, anyhow, ensure};
use tempfile::TempDir;

use crate::{Host, Process, host::run_to_end, program, wait_until};

/// Where `box.sh` keeps what it knows of each box.
const STATE: &str = "/run/adit-box";
/// There, the mount point of a box's disk.
const DISK: &str = "disk";
/// Names of boxes begin with it; the id of their maker's process follows.
const PREFIX: &str = "d";

static STARTED: AtomicU32 = AtomicU32::new(0);

/// A running system. It is shut down and removed with this value.
#[derive(Debug)]
pub struct Debian {
    name: String,
    suite: String,
    /// Whether Adit is in it from its first boot.
    installed: bool,
    environment: Vec<(String, String)>,
    /// What the system writes, where a reboot must not lose it.
    disk: TempDir,
}

impl Debian {
    /// Packages beside those that `root.sh` has. One list for all, because a root is made anew for another.
    pub const PACKAGES: &str = "firewalld,ufw";

    /// Boots Debian `suite`, with uplinks in 192.0.2.0/24 and 203.0.113.0/24. `environment` is what `box.sh` takes besides.
    ///
    /// # Errors
    /// Not root, something is not installed, or systemd does not come up.
    pub fn start(suite: &str, environment: &[(&str, &str)]) -> Result<Self> {
        Self::with(suite, true, environment)
    }

    /// The same without Adit, and with the libraries that its package depends on.
    ///
    /// # Errors
    /// As there.
    pub fn bare(suite: &str, environment: &[(&str, &str)]) -> Result<Self> {
        Self::with(suite, false, environment)
    }

    fn with(suite: &str, installed: bool, environment: &[(&str, &str)]) -> Result<Self> {
        sweep();
        let name = format!("{PREFIX}{}-{}", std::process::id(), STARTED.fetch_add(1, Ordering::Relaxed));
        let disk = tempfile::Builder::new().prefix("adit-box-").tempdir()?;
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let environment = environment.iter().map(pair).collect();
        let this = Self { name, suite: suite.to_owned(), installed, environment, disk };
        run(Command::new("mount").args(["-t", "tmpfs", "-o", "size=2g", "box"]).arg(this.disk.path()))?;
        this.boot()?;
        Ok(this)
    }

    fn boot(&self) -> Result<()> {
        let mut root = Command::new(script("root.sh")?);
        if self.installed {
            root.args([&self.suite, Self::PACKAGES]);
        } else {
            root.args([&self.suite, "libwebkit2gtk-4.1-0", &format!("{}-window", self.suite)]);
        }
        let root = run(&mut root)?;
        let mut start = Command::new(script("box.sh")?);
        start.args(["start", &self.name, root.trim()]).env("BOX_DISK", self.disk.path());
        if self.installed {
            let bin = program("aditd")?;
            start.env("BOX_PREPARE", script("prepare.sh")?).env("BIN", bin.parent().context("a directory")?);
        }
        start.env("BOX_NET0", "192.0.2").env("BOX_NET1", "203.0.113");
        start.envs(self.environment.iter().map(|(name, value)| (name, value)));
        run(&mut start)?;
        Ok(fs::write(Path::new(STATE).join(&self.name).join(DISK), self.disk.path().display().to_string())?)
    }

    /// Shuts it down and boots it again, and does something while it boots. What it wrote is there again; its network is as that of
    /// a machine that was just switched on, and has to be [joined](Self::join) again.
    ///
    /// # Errors
    /// It does not come back.
    pub fn reboot<T>(&self, meanwhile: impl FnOnce() -> Result<T>) -> Result<T> {
        self.stop()?;
        thread::scope(|scope| {
            let boot = scope.spawn(|| self.boot());
            let result = meanwhile();
            boot.join().map_err(|_| anyhow!("a thread ended badly"))??;
            result
        })
    }

    fn stop(&self) -> Result<()> {
        run(Command::new(script("box.sh")?).args(["stop", &self.name])).map(drop)
    }

    /// Puts a host behind the system's provider: `eth0` of the host with `host_address`, and the provider with `address` (both with
    /// their prefix).
    ///
    /// # Errors
    /// It has been joined already.
    pub fn join(&self, host: &Host, host_address: &str, address: &str) -> Result<()> {
        self.provider(&format!("ip link add srv0 type veth peer name eth0 netns {}", host.id()))?;
        self.provider(&format!("ip addr add {address} dev srv0"))?;
        self.provider("ip link set srv0 up")?;
        host.run("ip link set eth0 up")?;
        host.run(&format!("ip addr add {host_address} dev eth0"))?;
        let gateway = address.split('/').next().unwrap_or_default();
        host.run(&format!("ip route replace default via {gateway}")).map(drop)
    }

    /// Runs a line of words in the system, as root, to its end.
    ///
    /// # Errors
    /// It failed; the message has what it said.
    pub fn run(&self, line: &str) -> Result<String> {
        checked(line, &self.try_run(line)?)
    }

    /// The same, giving the outcome whatever it is.
    ///
    /// # Errors
    /// The box is gone.
    pub fn try_run(&self, line: &str) -> Result<Output> {
        let mut command = Command::new(script("box.sh")?);
        command.args(["run", &self.name]).args(line.split_whitespace());
        run_to_end(&mut command)
    }

    /// Runs a line of words in a login session of a user, to its end.
    ///
    /// # Errors
    /// It failed; the message has what it said.
    pub fn run_as(&self, user: &str, line: &str) -> Result<String> {
        let mut command = Command::new(script("box.sh")?);
        command.args(["as", &self.name, user]).args(line.split_whitespace());
        checked(line, &run_to_end(&mut command)?)
    }

    /// A login session of a user, for as long as this value lives.
    ///
    /// # Errors
    /// It does not begin.
    pub fn session(&self, user: &str) -> Result<Process> {
        let mut command = Command::new(script("box.sh")?);
        command.args(["as", &self.name, user, "sleep", "infinity"]);
        let session = Process::start(&mut command, &self.disk.path().join(format!("session-{user}")))?;
        self.wait_for(&format!("loginctl show-user {user}"), Duration::from_secs(10))?;
        Ok(session)
    }

    /// A program of this machine in the system's network.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        in_namespace(&self.name, program)
    }

    /// A program of this machine where the system's provider is.
    pub fn provider_command(&self, program: impl AsRef<OsStr>) -> Command {
        in_namespace(&format!("{}-net", self.name), program)
    }

    /// The control group of one of the system's units, as this machine sees it.
    #[must_use]
    pub fn group(&self, unit: &str) -> PathBuf {
        let name = &self.name;
        Path::new(STATE).join(format!("{name}/cgroup/adit-box-{name}/system.slice/{unit}"))
    }

    /// Runs a line of words where the system's provider is.
    ///
    /// # Errors
    /// It failed; the message has what it said.
    pub fn provider(&self, line: &str) -> Result<String> {
        let mut words = line.split_whitespace();
        let mut command = self.provider_command(words.next().context("an empty line")?);
        checked(line, &run_to_end(command.args(words))?)
    }

    /// The system's network namespace.
    #[must_use]
    pub fn network(&self) -> PathBuf {
        Path::new("/run/netns").join(&self.name)
    }

    /// Its provider's.
    #[must_use]
    pub fn provider_network(&self) -> PathBuf {
        Path::new("/run/netns").join(format!("{}-net", self.name))
    }

    /// A file of the system, as this machine sees it while the system runs.
    ///
    /// # Errors
    /// The box is gone.
    pub fn path(&self, path: &str) -> Result<PathBuf> {
        Ok(PathBuf::from(format!("/proc/{}/root{path}", self.init()?)))
    }

    /// The interfaces that a default route (IPv4) of the main table leads to at this moment, the preferred one first.
    ///
    /// # Errors
    /// The box is gone.
    pub fn default_routes(&self) -> Result<Vec<String>> {
        let table = fs::read_to_string(format!("/proc/{}/net/route", self.init()?))?;
        Ok(default_routes(&table))
    }

    fn init(&self) -> Result<u32> {
        let pid = fs::read_to_string(Path::new(STATE).join(&self.name).join("pid")).context("the box is gone")?;
        Ok(pid.trim().parse()?)
    }

    /// Runs `aditctl` on this machine, against the helper of the system, and gives what it printed.
    ///
    /// # Errors
    /// It failed.
    pub fn control(&self, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(program("aditctl")?);
        command.arg("--socket").arg(self.path("/run/adit/aditd.sock")?).args(arguments);
        run(&mut command)
    }

    /// Writes a file of the system.
    ///
    /// # Errors
    /// There is no such directory.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> Result<()> {
        // By way of a process of the system: its files are in its mount namespace alone.
        let mut command = Command::new(script("box.sh")?);
        command.args(["run", &self.name, "tee", path]).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn()?;
        std::io::Write::write_all(&mut child.stdin.take().context("input")?, content.as_ref())?;
        ensure!(child.wait()?.success(), "write {path}");
        Ok(())
    }

    /// Waits until a line of words succeeds.
    ///
    /// # Errors
    /// It does not within the limit.
    pub fn wait_for(&self, line: &str, limit: Duration) -> Result<()> {
        wait_until(line, limit, || self.try_run(line).is_ok_and(|output| output.status.success()))
    }
}

impl Drop for Debian {
    fn drop(&mut self) {
        let _ = self.stop();
        let _ = Command::new("umount").arg(self.disk.path()).status();
    }
}

/// The interfaces of the default routes in a table as `/proc/net/route` has it, the preferred one first.
#[must_use]
pub fn default_routes(table: &str) -> Vec<String> {
    // Interface, destination, gateway, flags, references, uses, metric, mask.
    let mut found: Vec<(u64, &str)> = (table.lines().skip(1))
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|line| line.get(1) == Some(&"00000000") && line.get(7) == Some(&"00000000"))
        .filter_map(|line| Some((line.get(6)?.parse().ok()?, *line.first()?)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, interface)| interface.to_owned()).collect()
}

/// Removes the boxes of makers that were killed.
fn sweep() {
    let left =
        fs::read_dir(STATE).into_iter().flatten().flatten().filter_map(|entry| entry.file_name().into_string().ok());
    for name in left {
        let Some((maker, _)) = name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('-')) else { continue };
        if maker.parse::<u32>().is_err() || Path::new("/proc").join(maker).exists() {
            continue;
        }
        let disk = fs::read_to_string(Path::new(STATE).join(&name).join(DISK));
        let _ = script("box.sh").and_then(|script| run(Command::new(script).args(["stop", &name])));
        if let Ok(disk) = disk {
            let _ = run(Command::new("umount").arg(&disk));
            let _ = fs::remove_dir(&disk);
        }
    }
}

fn in_namespace(name: &str, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("ip");
    command.args(["netns", "exec", name]).arg(program);
    command
}

fn script(name: &str) -> Result<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../systems").join(name);
    ensure!(path.is_file(), "{} is missing", path.display());
    Ok(path)
}

fn run(command: &mut Command) -> Result<String> {
    let output = run_to_end(command)?;
    checked(&format!("{command:?}"), &output)
}

fn checked(line: &str, output: &Output) -> Result<String> {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "{line}: {}\n{said}{}", output.status, String::from_utf8_lossy(&output.stderr));
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_default_route_comes_first() {
        let table = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n\
                     uplink1 00000000 017100CB 0003 0 0 101 00000000 0 0 0\n\
                     adit0 00000000 00000000 0001 0 0 0 00000080 0 0 0\n\
                     uplink0 00000000 010200C0 0003 0 0 100 00000000 0 0 0\n\
                     uplink0 000200C0 00000000 0001 0 0 100 00FFFFFF 0 0 0\n";
        assert_eq!(default_routes(table), ["uplink0", "uplink1"]);
        assert!(default_routes("").is_empty());
    }
}
