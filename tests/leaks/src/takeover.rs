//! What a process of Adit could still do if somebody took it over: this program is started in its place, in its unit, gives up
//! what the process gives up by itself, and tries.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::net::UnixStream,
    path::Path,
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use privileged::confinement::{CapabilitySet, forbid_core_files, keep_capabilities};
use rustix::{
    fs::{CWD, FileType, Mode, makedev, mknodat},
    process::{Pid, test_kill_process},
    system::{init_module, sethostname},
    thread::set_thread_uid,
};
use socket2::{Domain, Socket, Type};

use crate::boxes::System;

/// Where this program is in a system.
const PROGRAM: &str = "/usr/lib/adit/leaks";
/// A listener in the system's internet.
const INTERNET: &str = "192.0.2.1:53";

/// Whose place is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Role {
    name: &'static str,
    /// Its unit, or none: the control.
    unit: Option<&'static str>,
}

const ROLES: [Role; 4] = [
    Role { name: "root", unit: None },
    Role { name: "engine", unit: Some("aditd.service") },
    Role { name: "broker", unit: Some("adit-netd.service") },
    Role { name: "resolver", unit: Some("adit-resolver@.service") },
];

/// One thing that is tried.
struct Attempt {
    name: &'static str,
    /// Engine, broker and resolver.
    expected: [bool; 3],
    what: fn(&[Pid]) -> io::Result<()>,
}

const NOBODY: [bool; 3] = [false; 3];

const ATTEMPTS: &[Attempt] = &[
    attempt("write /etc/cron.d", NOBODY, |_| create("/etc/cron.d/adit-taken-over")),
    attempt("write /usr/lib", NOBODY, |_| create("/usr/lib/adit-taken-over")),
    attempt("write /root", NOBODY, |_| create("/root/adit-taken-over")),
    attempt("write a user's home", NOBODY, |_| create("/home/alice/adit-taken-over")),
    attempt("write /etc/resolv.conf", [false, false, true], |_| append("/etc/resolv.conf")),
    attempt("write the broker's state", [false, true, false], |_| create("/var/lib/adit/adit-taken-over")),
    attempt("write a kernel setting", NOBODY, |_| append("/proc/sys/net/ipv4/ip_forward")),
    attempt("read /etc/shadow", NOBODY, |_| read("/etc/shadow")),
    attempt("read a user's secret file", NOBODY, |_| read("/home/alice/secret")),
    attempt("read a saved network password", NOBODY, |_| read("/etc/NetworkManager/system-connections/wifi")),
    attempt("read another's memory", NOBODY, |pids| {
        pids.iter().try_for_each(|pid| read_some(&format!("/proc/{}/mem", pid.as_raw_nonzero())))
    }),
    attempt("signal another process", NOBODY, |pids| {
        pids.iter().try_for_each(|pid| match test_kill_process(*pid) {
            // One that has ended tells nothing.
            Ok(()) | Err(rustix::io::Errno::SRCH) => Ok(()),
            Err(error) => Err(error.into()),
        })
    }),
    attempt("start a program", NOBODY, |_| {
        let status = Command::new("/bin/true").status()?;
        if status.success() { Ok(()) } else { Err(io::ErrorKind::PermissionDenied.into()) }
    }),
    attempt("load a module", NOBODY, |_| match init_module(b"no module", c"") {
        Err(rustix::io::Errno::PERM) => Err(io::ErrorKind::PermissionDenied.into()),
        Ok(()) | Err(_) => Ok(()),
    }),
    attempt("mount a file system", NOBODY, |_| {
        use rustix::mount::{MountFlags, UnmountFlags, mount, unmount};
        mount("none", "/mnt", "tmpfs", MountFlags::empty(), None)?;
        Ok(unmount("/mnt", UnmountFlags::empty())?)
    }),
    attempt("make a device", NOBODY, |_| {
        let path = "/tmp/adit-taken-over";
        mknodat(CWD, path, FileType::BlockDevice, Mode::RUSR, makedev(8, 0))?;
        fs::remove_file(path)
    }),
    attempt("become another user", NOBODY, |_| {
        // A thread of its own: whoever succeeds is not what it was.
        let becoming = std::thread::spawn(|| set_thread_uid(rustix::process::Uid::from_raw(4242)));
        becoming.join().map_err(|_| io::Error::other("panicked"))?.map_err(Into::into)
    }),
    attempt("name the machine", NOBODY, |_| {
        let name = fs::read_to_string("/proc/sys/kernel/hostname")?;
        Ok(sethostname(name.trim().as_bytes())?)
    }),
    attempt("open a raw socket", NOBODY, |_| {
        Socket::new(Domain::IPV4, Type::RAW, Some(socket2::Protocol::ICMPV4)).map(drop)
    }),
    attempt("open a packet socket", NOBODY, |_| Socket::new(Domain::PACKET, Type::RAW, None).map(drop)),
    attempt("take a port below 1024", NOBODY, |_| TcpListener::bind("0.0.0.0:81").map(drop)),
    attempt("dial", [true, false, false], |_| {
        let address: SocketAddr = INTERNET.parse().map_err(io::Error::other)?;
        TcpStream::connect_timeout(&address, Duration::from_secs(3)).map(drop)
    }),
    attempt("mark a socket past the tunnel", [false, true, false], |_| {
        Socket::new(Domain::UNIX, Type::STREAM, None)?.set_mark(1)
    }),
    attempt("open /dev/net/tun", [false, true, false], |_| {
        OpenOptions::new().read(true).write(true).open("/dev/net/tun").map(drop)
    }),
    attempt("ask on the system's D-Bus", [true, true, false], |_| connect("/run/dbus/system_bus_socket")),
    attempt("ask the broker", [true, false, false], |_| connect("/run/adit-netd/netd.sock")),
    attempt("ask the resolver", [false, true, false], |_| connect("/run/adit-resolver/resolver.sock")),
];

const fn attempt(name: &'static str, expected: [bool; 3], what: fn(&[Pid]) -> io::Result<()>) -> Attempt {
    Attempt { name, expected, what }
}

fn create(path: &str) -> io::Result<()> {
    File::create_new(path)?;
    fs::remove_file(path)
}

fn append(path: &str) -> io::Result<()> {
    OpenOptions::new().append(true).open(path).map(drop)
}

fn read(path: &str) -> io::Result<()> {
    fs::read(path).map(drop)
}

fn read_some(path: &str) -> io::Result<()> {
    File::open(path).map(drop)
}

fn connect(path: &str) -> io::Result<()> {
    UnixStream::connect(path).map(drop)
}

/// In a system: takes the place of a process, tries everything and prints what came of it, a line each.
///
/// # Errors
/// The role is not known, or there is nowhere to print.
pub(crate) fn attempt_all(role: &str, pids: &[&str]) -> Result<()> {
    let pids = pids.iter().map(|pid| Pid::from_raw(pid.parse()?).context("a process")).collect::<Result<Vec<_>>>()?;
    match role {
        "engine" => {
            helper::sandbox::harden();
            helper::sandbox::confine(Path::new("/run/adit/aditd.sock"));
        }
        "broker" => {
            forbid_core_files();
            keep_capabilities(CapabilitySet::NET_ADMIN);
        }
        "root" | "resolver" => {}
        _ => bail!("{role}: root, engine, broker or resolver"),
    }
    let mut all = String::new();
    for attempt in ATTEMPTS {
        let result = (attempt.what)(&pids);
        let said = result.map_or_else(|error| error.to_string(), |()| "done".to_owned());
        all.push_str(&format!("tried {}: {said}\n", attempt.name));
    }
    io::stdout().write_all(all.as_bytes()).map_err(Into::into)
}

/// Puts this program and what it is not to read into the system.
fn prepare(system: &System) -> Result<()> {
    system.write(PROGRAM, fs::read(std::env::current_exe()?)?)?;
    system.run(&format!("chmod 755 {PROGRAM}"))?;
    // As where no name service runs.
    system.run("rm -f /etc/resolv.conf")?;
    system.write("/etc/resolv.conf", "nameserver 192.0.2.1\n")?;
    system.run("mkdir -p /etc/cron.d")?;
    for (path, owner) in [("/home/alice/secret", "alice"), ("/etc/NetworkManager/system-connections/wifi", "root")] {
        system.write(path, "secret")?;
        system.run(&format!("chown {owner} {path}"))?;
        system.run(&format!("chmod 600 {path}"))?;
    }
    Ok(())
}

/// Prints what each process could do, and gives what should not be so.
///
/// # Errors
/// The system does not do as it is told.
pub(crate) fn table(system: &System) -> Result<Vec<String>> {
    prepare(system)?;
    let results = ROLES.iter().map(|role| Ok((*role, results_of(system, *role)?))).collect::<Result<Vec<_>>>()?;
    let mut wrong = Vec::new();
    let mut out = io::stdout().lock();
    write!(out, "{:<34}", "taken over, it could")?;
    ROLES.iter().try_for_each(|role| write!(out, "{:>10}", role.name))?;
    writeln!(out)?;
    for (number, attempt) in ATTEMPTS.iter().enumerate() {
        write!(out, "{:<34}", attempt.name)?;
        for (column, (role, said)) in results.iter().enumerate() {
            let said = said.get(number).map_or("missing", String::as_str);
            let done = said == "done";
            write!(out, "{:>10}", if done { "yes" } else { "no" })?;
            // The control succeeds, but for modules: they are of all systems on this machine, and not even root has them.
            let expected = match column.checked_sub(1) {
                Some(column) => attempt.expected.get(column).copied().unwrap_or_default(),
                None => done || attempt.name != "load a module",
            };
            if done != expected {
                wrong.push(format!("{}: {}: {said}", role.name, attempt.name));
            }
        }
        writeln!(out)?;
    }
    Ok(wrong)
}

/// Starts this program in the unit of the process.
fn results_of(system: &System, role: Role) -> Result<Vec<String>> {
    let pid = |unit: &str| system.run(&format!("systemctl show --value -p MainPID {unit}"));
    let others = match role.name {
        "engine" => vec![pid("adit-netd")?],
        "broker" => vec![pid("aditd")?],
        _ => vec![pid("adit-netd")?, pid("aditd")?],
    };
    let words = format!("{PROGRAM} --taken-over {} {}", role.name, others.join(" ").replace('\n', ""));
    let said = match role.unit {
        None => system.run(&words)?,
        Some(unit) => in_unit(system, unit, &words)?,
    };
    let mut lines: Vec<String> = said
        .lines()
        .filter_map(|line| line.strip_prefix("tried ")?.split_once(": ").map(|(_, said)| said.to_owned()))
        .collect();
    ensure!(lines.len() >= ATTEMPTS.len(), "{}: {said}", role.name);
    // The engine connects again meanwhile, and its socket starts the unit once more.
    lines.truncate(ATTEMPTS.len());
    Ok(lines)
}

fn in_unit(system: &System, unit: &str, words: &str) -> Result<String> {
    let directory = format!("/run/systemd/system/{unit}.d");
    let text = format!(
        "[Service]\nType=oneshot\nRestart=no\nExecStart=\nExecStart={words}\nExecStopPost=\nWatchdogSec=0\n\
         RuntimeMaxSec=infinity\nStandardInput=null\nStandardOutput=journal\n"
    );
    system.run(&format!("mkdir -p {directory}"))?;
    system.write(&format!("{directory}/taken-over.conf"), &text)?;
    system.run("systemctl daemon-reload")?;
    let started = unit.replace('@', "@taken-over");
    system.run(&format!("systemctl stop {started}"))?;
    let result = system.run(&format!("systemctl start {started}"));
    let said = system.run(&format!("journalctl -b --no-pager -o cat -u {started}"))?;
    system.run(&format!("rm -r {directory}"))?;
    system.run("systemctl daemon-reload")?;
    if !unit.contains('@') {
        system.run(&format!("systemctl restart {unit}"))?;
    }
    result.map(|_| said)
}
