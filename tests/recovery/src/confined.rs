//! AppArmor: its profiles are enforced in a machine that is emulated, because a box has the kernel of its host. Everything that Adit
//! does has to work with nothing refused; and whoever takes a process over has to get no further than its profile.
//!
//! [`run`] starts the machine; [`inside`] is what this program does in it.

use std::{
    fs,
    io::{self, Write},
    process::{Command, ExitCode},
    time::Instant,
};

use anyhow::{Context, Result, bail, ensure};
use lab::wait_until;

use crate::emulated::{self, PATIENCE, Task, World, install, line, said};

/// What is printed for a row of the table begins with it.
const ROW: &str = "row:";
/// The processes with a profile, by their programs.
const CONFINED: [&str; 3] = ["aditd", "adit-netd", "adit-resolver"];
/// What happens while a tunnel is up, each with its name in the table.
const HAPPENS: [(&str, &str); 6] = [
    ("NetworkManager restarts", "systemctl restart NetworkManager"),
    ("resolved restarts", "systemctl restart systemd-resolved"),
    ("engine killed", "systemctl kill -s KILL aditd"),
    ("broker killed", "systemctl kill -s KILL adit-netd"),
    ("helper upgraded", "systemctl restart adit-netd aditd"),
    ("the rules of the firewall removed", "nft flush ruleset"),
];
/// What AppArmor alone refuses to somebody with all of root's rights in each of these processes. The others are no matter of
/// profiles, or are what the process is for.
const REFUSED: [&str; 16] = [
    "write /etc/cron.d",
    "write /usr/lib",
    "write /root",
    "write a user's home",
    "write a kernel setting",
    "read /etc/shadow",
    "read a user's secret file",
    "read a saved network password",
    "read another's memory",
    "start a program",
    "load a module",
    "mount a file system",
    "make a device",
    "become another user",
    "open a raw socket",
    "open a packet socket",
];

/// Starts the machine and prints what it found.
///
/// # Errors
/// The machine does not start, or something in it fails; the message has what it said.
pub(crate) fn run() -> Result<ExitCode> {
    ensure!(emulated::is_possible(), "needs qemu-system-x86 busybox-static kmod cpio");
    writeln!(io::stdout(), "AppArmor, enforced, with Debian 13's kernel")?;
    for row in emulated::start(Task::Confine)?.iter().filter_map(|line| line.strip_prefix(ROW)) {
        writeln!(io::stdout(), "{}", row.trim_start())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn row(what: &str, found: &str) -> Result<()> {
    Ok(writeln!(io::stdout(), "{ROW} {what:<48}{found}")?)
}

/// Installs Adit with its profiles, uses it, and tries what a process that was taken over could do.
///
/// # Errors
/// Something does not work, or is not refused.
pub(crate) fn inside() -> Result<()> {
    // The kernel tells everything, however much it is.
    line("sysctl -qw kernel.printk_ratelimit=0")?;
    install()?;
    for program in CONFINED {
        line(&format!("apparmor_parser --replace /etc/apparmor.d/usr.lib.adit.{program}"))?;
    }
    let world = World::connected()?;
    for program in ["aditd", "adit-netd"] {
        let pid = line(&format!("pidof {program}"))?;
        let label = fs::read_to_string(format!("/proc/{pid}/attr/current"))?;
        ensure!(label.contains("(enforce)"), "{program} is {label}");
        row(program, label.trim())?;
    }
    row("connected", "yes")?;
    for (name, command) in HAPPENS {
        line(command)?;
        let begin = Instant::now();
        world.asker.wait_until_steady(PATIENCE).with_context(|| name)?;
        row(name, &format!("back after {:.1} s", begin.elapsed().as_secs_f32()))?;
    }
    line("aditctl disconnect --all")?;
    without_resolved()?;
    let refused = refused()?;
    ensure!(refused.is_empty(), "refused while it was used:\n{}", refused.join("\n"));
    row("refused while it was used", "nothing")?;
    taken_over()
}

/// Where no name service runs, the resolver writes its file.
fn without_resolved() -> Result<()> {
    wait_until("no tunnel", PATIENCE, || line("ip link show adit0").is_err())?;
    line("systemctl mask --now systemd-resolved")?;
    fs::remove_file("/etc/resolv.conf")?;
    fs::write("/etc/resolv.conf", "nameserver 192.0.2.1\n")?;
    // It has ten seconds, in which an emulated machine does little.
    fs::create_dir_all("/run/systemd/system/adit-resolver@.service.d")?;
    fs::write("/run/systemd/system/adit-resolver@.service.d/slow.conf", "[Service]\nRuntimeMaxSec=120\n")?;
    line("systemctl daemon-reload")?;
    let mut profile = fs::read_to_string("/root/work.ovpn")?;
    profile.push_str("\ndhcp-option DNS 10.8.0.1\n");
    fs::write("/root/names.ovpn", profile)?;
    // The broker waits for two seconds, in which a machine without a processor's help may not even have started the resolver.
    wait_until("a tunnel with names", 4 * PATIENCE, || {
        line("aditctl connect /root/names.ovpn --wait --timeout 60").is_ok()
    })?;
    let file = fs::read_to_string("/etc/resolv.conf")?;
    ensure!(file.contains("nameserver 10.8.0.1"), "/etc/resolv.conf: {file}");
    line("aditctl disconnect --all")?;
    wait_until("the file as it was", PATIENCE, || {
        fs::read_to_string("/etc/resolv.conf").is_ok_and(|file| file == "nameserver 192.0.2.1\n")
    })?;
    row("/etc/resolv.conf written and put back", "yes")
}

/// What the kernel and the bus say that they refused.
fn refused() -> Result<Vec<String>> {
    let mut all = Vec::new();
    for from in ["_TRANSPORT=kernel", "_TRANSPORT=audit", "_COMM=dbus-daemon"] {
        let journal = said(Command::new("journalctl").args(["-b", "--no-pager", "-o", "cat", from]))?;
        all.extend(journal.lines().filter(|line| line.contains("apparmor=\"DENIED\"")).map(str::to_owned));
    }
    Ok(all)
}

/// Another program in the place of each, as root and outside of its unit, so that nothing but its profile is in the way.
fn taken_over() -> Result<()> {
    line("systemctl stop aditd adit-netd.socket adit-netd adit-resolver.socket")?;
    for (path, owner) in [("/home/alice/secret", "alice"), ("/etc/NetworkManager/system-connections/wifi", "root")] {
        line(&format!("install -m 600 -o {owner} /dev/null {path}"))?;
    }
    fs::create_dir_all("/etc/cron.d")?;
    line("cp /payload/leaks /usr/lib/adit/leaks")?;
    let control = attempts("leaks")?;
    for name in REFUSED {
        ensure!(done(&control, name)?, "the control, root without a profile: {name}");
    }
    for program in CONFINED {
        line(&format!("cp /payload/leaks /usr/lib/adit/{program}"))?;
        let tried = attempts(program)?;
        for name in REFUSED {
            ensure!(!done(&tried, name)?, "{program}: {name}: not refused");
        }
        row(&format!("{program} taken over by root, refused"), &format!("{} of {}", REFUSED.len(), REFUSED.len()))?;
    }
    ensure!(!refused()?.is_empty(), "the kernel says nothing of what it refuses");
    row("the same without a profile, refused", &format!("0 of {}", REFUSED.len()))
}

fn attempts(program: &str) -> Result<Vec<String>> {
    let said = line(&format!("/usr/lib/adit/{program} --taken-over root 1"))?;
    Ok(said.lines().filter_map(|line| line.strip_prefix("tried ")).map(str::to_owned).collect())
}

fn done(attempts: &[String], name: &str) -> Result<bool> {
    for attempt in attempts {
        if let Some((tried, said)) = attempt.split_once(": ")
            && tried == name
        {
            return Ok(said == "done");
        }
    }
    bail!("{name} was not tried")
}
