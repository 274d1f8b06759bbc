//! A host of its own: network and mount namespaces held by a sleeping process.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::process::{Process, die_with_parent, wait_until};

/// A host: its own network, its own `/etc/resolv.conf` and `/etc/hosts`, and no way to the machine's D-Bus or systemd. Files are shared with the
/// machine otherwise.
#[derive(Debug)]
pub struct Host {
    holder: Process,
    directory: TempDir,
}

/// What `/etc/hosts` has at first.
const LOOPBACK: &str = "127.0.0.1 localhost\n::1 localhost\n";

/// Runs inside the new namespaces. `$1` is the host's directory. What could reach the machine's own services is covered.
const ENTER: &str = r#"
set -e
mount --make-rprivate /
mount -t sysfs sysfs /sys 2>/dev/null || true
target=$(readlink -f /etc/resolv.conf || echo /etc/resolv.conf)
if [ ! -e "$target" ]; then mkdir -p "$(dirname "$target")" 2>/dev/null || true; : > "$target" 2>/dev/null || true; fi
mount --bind "$1/resolv.conf" "$target"
mount --bind "$1/hosts" /etc/hosts
for covered in /run/dbus /run/systemd; do
    if [ -d "$covered" ]; then mount -t tmpfs tmpfs "$covered"; fi
done
ip link set lo up
echo ready
exec sleep infinity
"#;

impl Host {
    /// A new host with nothing but loopback. Needs root.
    ///
    /// # Errors
    /// Not root, or no namespaces here.
    pub fn new() -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("adit-lab-").tempdir()?;
        std::fs::write(directory.path().join("resolv.conf"), "nameserver 192.0.2.53\n")?;
        std::fs::write(directory.path().join("hosts"), LOOPBACK)?;
        let mut command = Command::new("unshare");
        command.args(["--net", "--mount", "sh", "-c", ENTER, "sh"]).arg(directory.path());
        let mut holder = Process::start(&mut command, &directory.path().join("host.log"))?;
        holder.wait_for_output("ready", Duration::from_secs(10)).context("make a host (needs root)")?;
        wait_until("the host's namespaces", Duration::from_secs(5), || {
            std::fs::read_link("/proc/self/ns/net").ok()
                != std::fs::read_link(format!("/proc/{}/ns/net", holder.id())).ok()
        })?;
        Ok(Self { holder, directory })
    }

    /// A directory that lives as long as the host, seen by the host and the machine alike.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// The process that holds the namespaces; `nsenter -t` takes it.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.holder.id()
    }

    /// Its network namespace.
    #[must_use]
    pub fn namespace(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}/ns/net", self.id()))
    }

    /// A command that runs on this host. It sees the same root directory, also where that is not the machine's own.
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new("nsenter");
        command.arg(format!("--target={}", self.holder.id())).args(["--net", "--mount", "--root", "--"]).arg(program);
        command
    }

    /// Starts a process on this host; its output is in the host's directory under `name`.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(&self, name: &str, command: &mut Command) -> Result<Process> {
        Process::start(command, &self.directory.path().join(format!("{name}.log")))
    }

    /// Runs a line of words on this host to its end and gives its output.
    ///
    /// # Errors
    /// It failed; the message has what it said.
    pub fn run(&self, line: &str) -> Result<String> {
        let output = self.try_run(line)?;
        if !output.status.success() {
            let said = [output.stdout, output.stderr].concat();
            bail!("{line}: {}\n{}", output.status, String::from_utf8_lossy(&said));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Like [`Self::run`], giving the outcome whatever it is.
    ///
    /// # Errors
    /// The program is missing.
    pub fn try_run(&self, line: &str) -> Result<Output> {
        let mut words = line.split_whitespace();
        let mut command = self.command(words.next().context("an empty line")?);
        run_to_end(command.args(words))
    }

    /// Gives `name` these addresses on this host, and takes all other names but `localhost` away.
    ///
    /// # Errors
    /// The disk is full.
    pub fn name(&self, name: &str, addresses: &[&str]) -> Result<()> {
        let lines: String = addresses.iter().map(|address| format!("{address} {name}\n")).collect();
        // The same file as before, because it is mounted.
        Ok(std::fs::write(self.directory().join("hosts"), format!("{LOOPBACK}{lines}"))?)
    }

    /// Whether `count` pings to `address` all come back, each within two seconds.
    #[must_use]
    pub fn pings(&self, address: &str, count: u32) -> bool {
        self.try_run(&format!("ping -n -c {count} -i 0.2 -W 2 {address}")).is_ok_and(|output| output.status.success())
    }

    /// Everything about this host's network that a tunnel could change: addresses, routes and rules of both families,
    /// nftables and `/etc/resolv.conf`. Two equal texts mean an equal network.
    ///
    /// # Errors
    /// A tool is missing.
    pub fn network(&self) -> Result<String> {
        let mut all = String::new();
        for line in [
            "ip -j -4 addr",
            "ip -j -6 addr",
            "ip -j -4 route show table all",
            "ip -j -6 route show table all",
            "ip -j -4 rule",
            "ip -j -6 rule",
            "nft -a list ruleset",
            "cat /etc/resolv.conf",
            "stat -L -c %a:%u:%g /etc/resolv.conf",
        ] {
            // One object a line, so that a difference can be read.
            let printed = self.run(line)?.replace("},{", "},\n{");
            all.push_str(&format!("# {line}\n{}\n", printed.trim_end()));
        }
        Ok(all)
    }

    /// Compares the network with how it was.
    ///
    /// # Errors
    /// It differs; the message has the lines that do.
    pub fn must_be_as(&self, before: &str) -> Result<()> {
        let after = self.network()?;
        if after == before {
            return Ok(());
        }
        let only_in = |one: &str, other: &str, mark: &str| -> String {
            let theirs: Vec<&str> = other.lines().collect();
            one.lines().filter(|line| !theirs.contains(line)).map(|line| format!("{mark} {line}\n")).collect()
        };
        bail!("the network is not as before:\n{}{}", only_in(before, &after, "-"), only_in(&after, before, "+"))
    }
}

/// Runs a command without input to its end.
pub(crate) fn run_to_end(command: &mut Command) -> Result<Output> {
    die_with_parent(command.stdin(Stdio::null())).output().with_context(|| format!("run {command:?}"))
}

/// Joins two hosts by a cable: an interface on each, up, with these addresses (with their prefix).
///
/// # Errors
/// A name is taken, or an address is wrong.
pub fn cable(a: &Host, a_name: &str, a_addresses: &[&str], b: &Host, b_name: &str, b_addresses: &[&str]) -> Result<()> {
    a.run(&format!("ip link add {a_name} type veth peer name {b_name} netns {}", b.id()))?;
    for (host, name, addresses) in [(a, a_name, a_addresses), (b, b_name, b_addresses)] {
        // Without duplicate address detection an address is what it will be from its first moment.
        host.run(&format!("sysctl -qw net.ipv6.conf.{name}.accept_dad=0"))?;
        host.run(&format!("ip link set {name} up"))?;
        for address in addresses {
            let nodad = if address.contains(':') { " nodad" } else { "" };
            host.run(&format!("ip addr add {address} dev {name}{nodad}"))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hosts_reach_each_other_and_leave_nothing_behind() -> Result<()> {
        let (a, b) = (Host::new()?, Host::new()?);
        cable(&a, "eth0", &["192.0.2.2/24", "2001:db8::2/64"], &b, "eth0", &["192.0.2.1/24", "2001:db8::1/64"])?;
        assert!(a.pings("192.0.2.1", 2));
        assert!(a.pings("2001:db8::1", 2));
        assert!(!a.pings("192.0.2.77", 1), "a ping that cannot come back must not count as one that did");
        let before = a.network()?;
        a.run("ip route add 198.51.100.0/24 via 192.0.2.1")?;
        assert_ne!(before, a.network()?, "the comparison sees a new route");
        a.run("ip route del 198.51.100.0/24")?;
        assert_eq!(before, a.network()?);
        a.name("peer.example", &["192.0.2.1"])?;
        assert!(a.pings("peer.example", 1) && !b.pings("peer.example", 1), "a name on one host is none on the other");
        let holder = format!("/proc/{}", a.id());
        drop(a);
        assert!(!Path::new(&holder).exists());
        Ok(())
    }
}
