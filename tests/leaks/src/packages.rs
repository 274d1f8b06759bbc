//! The life of a package in a whole system: installed, used, upgraded while a tunnel is up, taken off. What leaves beside the
//! tunnel meanwhile, how long the tunnel is interrupted, and what is left afterwards.

use std::{
    fs,
    io::{self, Write},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::{
    boxes::{Event, System, event},
    machine::takes_all,
    states::beside_local,
    table::Table,
};

/// The longest interruption of a tunnel by an upgrade.
const GAP: Duration = Duration::from_secs(2);
/// The address of the server in the tunnel.
const INNER: &str = "10.8.0.1";
/// Where the two packages are in the system.
const PACKAGES: [&str; 2] = ["/root/older.deb", "/root/newer.deb"];

/// What happens while a tunnel is up, in this order.
const WHILE_CONNECTED: &[Event] = &[
    event("NetworkManager restarts", beside_local, &["systemctl restart NetworkManager"]),
    event("resolved restarts", beside_local, &["systemctl restart systemd-resolved"]),
    event("upgrade while connected", beside_local, &["dpkg -i /root/newer.deb"]),
    event("the same version again", beside_local, &["dpkg -i /root/newer.deb"]),
    event("downgrade while connected", beside_local, &["dpkg -i --force-downgrade /root/older.deb"]),
];

/// The life of these two packages in each of these systems.
pub(crate) fn run(packages: [&str; 2], suites: &[&str]) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for suite in suites {
        let system = System::bare(suite, &takes_all())?;
        let mut table = Table::begin(&format!("packages in Debian {suite}"))?;
        if let Err(error) = life(&system, packages, &mut table) {
            table.complain("packages", &format!("{error:#}"));
        }
        if table.end()? == ExitCode::FAILURE {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

fn life(system: &System, packages: [&str; 2], table: &mut Table) -> Result<()> {
    for (package, path) in packages.iter().zip(PACKAGES) {
        system.write(path, fs::read(package).with_context(|| (*package).to_owned())?)?;
    }
    let files = files(system)?;
    let begin = Instant::now();
    system.run("dpkg -i /root/older.deb")?;
    say("installed, running", begin.elapsed())?;
    for unit in ["aditd", "adit-netd"] {
        system.run(&format!("systemctl is-active {unit}"))?;
        system.run(&format!("systemctl is-enabled {unit}"))?;
    }
    ensure!(system.run("systemctl is-system-running")?.trim() == "running", "a unit failed");

    // An ordinary user in an active session, without any password.
    system.write("/home/alice/work.ovpn", system.profile())?;
    let begin = Instant::now();
    system.run("as alice aditctl connect /home/alice/work.ovpn --wait")?;
    say("connected by alice, no password", begin.elapsed())?;
    for event in WHILE_CONNECTED {
        let name = event.name;
        let gap = happens(system, table, event)?;
        say(&format!("{name}: tunnel interrupted"), gap)?;
        ensure!(gap <= GAP, "{name}: interrupted for {gap:?}");
        system.up_within(Duration::from_secs(10))?;
        let status = system.run("as alice aditctl status")?;
        ensure!(status.contains("Connected") || status.contains("connected"), "{name}: {status}");
    }

    // Taken off while connected: the machine has its network at once, settings stay until the package is purged.
    let begin = Instant::now();
    system.run("dpkg -r adit")?;
    say("removed while connected", begin.elapsed())?;
    let residue = system.residue()?;
    ensure!(residue.is_empty(), "after the removal: {residue}");
    system.run("test -d /var/lib/adit")?;
    system.run("dpkg -P adit")?;
    let left = self::files(system)?;
    let left: Vec<&str> = left.lines().filter(|line| !files.lines().any(|before| before == *line)).collect();
    ensure!(left.is_empty(), "after the purge: {left:?}");
    let users = system.run("- getent passwd adit-netd aditd")?;
    ensure!(users.is_empty(), "after the purge: {users}");
    ensure!(system.run("systemctl is-system-running")?.trim() == "running", "a unit failed");
    writeln!(io::stdout(), "{:<44}nothing", "left after the purge")?;
    Ok(())
}

/// One row of the table; gives the longest time without an answer through the tunnel.
fn happens(system: &System, table: &mut Table, event: &Event) -> Result<Duration> {
    let probe = system.probe(INNER)?;
    let mut last =
        probe.next(Instant::now() + Duration::from_secs(5)).context("no answer through the tunnel")?.received;
    table.row(event.name, event.promise, system.measure(event))?;
    let (mut gap, end) = (Duration::ZERO, Instant::now() + Duration::from_millis(500));
    while let Some(answer) = probe.next(end).filter(|answer| answer.received <= end) {
        gap = gap.max(answer.received.saturating_duration_since(last));
        last = answer.received;
    }
    Ok(gap.max(end.saturating_duration_since(last)))
}

/// All files with Adit in their names, apart from what the test put there.
fn files(system: &System) -> Result<String> {
    let found = system.run("find / -xdev -iname *adit* -not -path /root/* -not -path /proc/* -not -path /sys/*")?;
    let mut lines: Vec<&str> = found.lines().filter(|line| !line.starts_with("/var/lib/dpkg")).collect();
    lines.sort_unstable();
    Ok(lines.join("\n"))
}

fn say(what: &str, took: Duration) -> Result<()> {
    Ok(writeln!(io::stdout(), "{what:<44}{} ms", took.as_millis())?)
}
