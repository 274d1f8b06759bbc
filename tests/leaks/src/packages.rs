//! The life of a package in a whole system: installed, used, upgraded while a tunnel is up, taken off. What leaves beside the
//! tunnel meanwhile, how long the tunnel is interrupted, and what is left afterwards.

use std::{
    fs,
    io::{self, Write},
    process::ExitCode,
    thread,
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
/// Where the packages are in the system: Adit and its plug-in for NetworkManager, each in two versions.
const PACKAGES: [&str; 4] = ["/root/older.deb", "/root/newer.deb", "/root/older-plugin.deb", "/root/newer-plugin.deb"];
const INSTALL: &str = "dpkg -i /root/older.deb /root/older-plugin.deb";
/// The plug-in's user and those of Adit.
const USERS: &str = "- getent passwd adit-netd aditd adit-nm";

/// What happens while a tunnel is up, in this order.
const WHILE_CONNECTED: &[Event] = &[
    event("NetworkManager restarts", beside_local, &["systemctl restart NetworkManager"]),
    event("resolved restarts", beside_local, &["systemctl restart systemd-resolved"]),
    event("upgrade while connected", beside_local, &["dpkg -i /root/newer.deb /root/newer-plugin.deb"]),
    event("the same version again", beside_local, &["dpkg -i /root/newer.deb /root/newer-plugin.deb"]),
    event(
        "downgrade while connected",
        beside_local,
        &["dpkg -i --force-downgrade /root/older.deb /root/older-plugin.deb"],
    ),
];

/// The life of these packages, in the order of [`PACKAGES`], in each of these systems.
pub(crate) fn run(packages: [&str; 4], suites: &[&str]) -> Result<ExitCode> {
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

fn life(system: &System, packages: [&str; 4], table: &mut Table) -> Result<()> {
    for (package, path) in packages.iter().zip(PACKAGES) {
        system.write(path, fs::read(package).with_context(|| (*package).to_owned())?)?;
    }
    let files = files(system)?;
    let begin = Instant::now();
    system.run(INSTALL)?;
    say("installed, running", begin.elapsed())?;
    for unit in ["aditd", "adit-netd", "adit-nm"] {
        system.run(&format!("systemctl is-active {unit}"))?;
        system.run(&format!("systemctl is-enabled {unit}"))?;
    }
    all_run(system)?;

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

    system.run("as alice aditctl disconnect")?;
    system.wait_until_gone()?;
    plugin(system)?;
    policy(system)?;
    system.run("as alice aditctl connect /home/alice/work.ovpn --wait")?;

    // Taken off while connected: the machine has its network at once, settings stay until the package is purged.
    let begin = Instant::now();
    system.run("dpkg -r network-manager-adit adit")?;
    say("removed while connected", begin.elapsed())?;
    let residue = system.residue()?;
    ensure!(residue.is_empty(), "after the removal: {residue}");
    system.run("test -d /var/lib/adit")?;
    system.run("dpkg -P network-manager-adit adit")?;
    let left = self::files(system)?;
    let left: Vec<&str> = left.lines().filter(|line| !files.lines().any(|before| before == *line)).collect();
    ensure!(left.is_empty(), "after the purge: {left:?}");
    let users = system.run(USERS)?;
    ensure!(users.is_empty(), "after the purge: {users}");
    all_run(system)?;
    writeln!(io::stdout(), "{:<44}nothing", "left after the purge")?;
    Ok(())
}

/// No unit has failed.
fn all_run(system: &System) -> Result<()> {
    let failed = system.run("systemctl --failed --no-legend --plain")?;
    ensure!(failed.trim().is_empty(), "failed: {failed}{}", system.run("journalctl -b --no-pager -n 40 -u adit*")?);
    Ok(())
}

/// The plug-in's package: a profile becomes a VPN of NetworkManager, up and down by `nmcli`, and goes again.
fn plugin(system: &System) -> Result<()> {
    // NetworkManager takes a user's connections down when that user is not logged in any more.
    let _session = system.session("alice")?;
    let begin = Instant::now();
    system.run("as alice nmcli connection import type adit file /home/alice/work.ovpn")?;
    let listed = system.run("as alice nmcli -g NAME,TYPE connection show")?;
    ensure!(listed.lines().any(|line| line == "work:vpn"), "nmcli lists: {listed}");
    system.run("as alice nmcli connection up work")?;
    system.up_within(Duration::from_secs(10))?;
    let status = system.run("as alice aditctl status")?;
    ensure!(status.contains("onnected"), "up by nmcli: {status}");
    system.run("as alice nmcli connection down work")?;
    system.wait_until_gone()?;
    system.run("as alice nmcli connection delete work")?;
    say("imported, up, down and deleted by nmcli", begin.elapsed())
}

const POLICY: &str = "organisation = \"Example Ltd\"\n[profiles]\nown = false\n\
                      [[profile]]\nfile = \"office.ovpn\"\nname = \"Main office\"\nusers = [\"alice\"]\n";
/// The rules are the organisation's: what is told, and what is refused.
const SETTLED: &str = "Example Ltd";
const REFUSED: &str = "profiles of your own";

/// A policy: what it settles holds at once, through an upgrade, and with a mistake more strictly; without it everything is as before.
fn policy(system: &System) -> Result<()> {
    let begin = Instant::now();
    system.run("mkdir -p -m 755 /etc/adit/profiles")?;
    system.write("/etc/adit/profiles/office.ovpn", system.profile())?;
    system.run("chmod 600 /etc/adit/profiles/office.ovpn")?;
    system.write("/etc/adit/policy.toml", POLICY)?;
    holds(system, "the policy", |shown| shown.contains(SETTLED) && shown.contains("office  Main office"))?;
    say("policy of the organisation in effect", begin.elapsed())?;
    managed(system)?;
    ensure!(!system.run("- as bob aditctl policy")?.contains("Main office"), "bob has alice's profile");

    system.run("dpkg -i /root/newer.deb /root/newer-plugin.deb")?;
    holds(system, "after an upgrade", |shown| shown.contains(SETTLED))?;
    managed(system)?;
    system.run("dpkg -i --force-downgrade /root/older.deb /root/older-plugin.deb")?;

    system.write("/etc/adit/policy.toml", POLICY.replace("own = false", "own = \"no\""))?;
    holds(system, "a mistake", |shown| shown.contains("line 3"))?;
    let said = said(system, "aditctl connect office --wait");
    ensure!(!said.is_empty(), "with a mistake in the policy a profile is connected");
    system.run("rm -r /etc/adit/policy.toml /etc/adit/profiles")?;
    holds(system, "no policy", |shown| shown.contains("Nothing is settled"))?;
    all_run(system)?;
    // What a mistake held back stays so until somebody chooses again.
    system.run("aditctl lock off")?;
    Ok(writeln!(io::stdout(), "{:<44}yes", "policy: holds, upgraded, line of a mistake told")?)
}

/// The organisation's profile connects without a password, and one's own is refused with words.
fn managed(system: &System) -> Result<()> {
    system.run("as alice aditctl connect office --wait")?;
    system.up_within(Duration::from_secs(10))?;
    let refused = said(system, "aditctl connect /home/alice/work.ovpn --wait");
    ensure!(refused.contains(REFUSED), "alice's own profile: {refused:?}");
    system.run("as alice aditctl disconnect office")?;
    system.wait_until_gone()
}

/// What alice is told when this line fails; empty: it does not.
fn said(system: &System, line: &str) -> String {
    system.run(&format!("as alice {line}")).map_or_else(|error| format!("{error:#}"), |_| String::new())
}

/// Waits until `aditctl policy` shows it to alice, also where it fails.
fn holds(system: &System, what: &str, fits: impl Fn(&str) -> bool) -> Result<()> {
    let begin = Instant::now();
    loop {
        let shown = system.run("as alice aditctl policy").unwrap_or_else(|error| format!("{error:#}"));
        if fits(&shown) {
            return Ok(());
        }
        ensure!(begin.elapsed() < Duration::from_secs(10), "{what}: {shown}");
        thread::sleep(Duration::from_millis(100));
    }
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
