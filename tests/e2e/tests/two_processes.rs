//! Broker and engine as two processes: what each may do, and that each survives the other's death.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, chown},
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use e2e::{INTERNET, Testbed};
use lab::{Host, OpenVpnServer, Process, ServerOptions, program, wait_until};

/// The engine's user.
const ENGINE: u32 = 65534;
const ROUTES: &str = "ip route show table 11343616";

/// Two processes on one machine.
struct Split {
    testbed: Testbed,
    broker: Process,
    engine: Process,
    _server: OpenVpnServer,
    profile: PathBuf,
}

/// A copy of a program where the engine's user can read it.
fn copy(host: &Host, name: &str) -> Result<PathBuf> {
    let copy = host.directory().join(name);
    if !copy.exists() {
        fs::copy(program(name)?, &copy)?;
    }
    Ok(copy)
}

fn broker(host: &Host) -> Result<Process> {
    let directory = host.directory();
    let mut command = host.command(copy(host, "adit-netd")?);
    command.arg("--socket").arg(directory.join("netd/netd.sock")).args(["--engine", &ENGINE.to_string()]);
    command.arg("--state-dir").arg(directory.join("netd-state")).args(["--log", "debug"]);
    host.start("adit-netd", &mut command)
}

fn engine(host: &Host) -> Result<Process> {
    let directory = host.directory();
    let user = ENGINE.to_string();
    let mut command = host.command("setpriv");
    command.args(["--reuid", &user, "--regid", &user, "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"]);
    command.arg(copy(host, "aditd")?).arg("--socket").arg(directory.join("engine/aditd.sock"));
    command.arg("--netd").arg(directory.join("netd/netd.sock")).args(["--log", "debug"]);
    host.start("engine", &mut command)
}

impl Split {
    fn new(lines: &[&str]) -> Result<Self> {
        let mut testbed = Testbed::new()?;
        testbed.helper.process().stop();
        let directory = testbed.client.directory().to_owned();
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o755))?;
        fs::create_dir(directory.join("engine"))?;
        chown(directory.join("engine"), Some(ENGINE), Some(ENGINE))?;
        let broker = broker(&testbed.client)?;
        let engine = engine(&testbed.client)?;
        let server_lines = lines.iter().map(|line| (*line).to_owned()).collect();
        let (server, profile) = testbed.serve(&ServerOptions { server_lines, ..ServerOptions::default() })?;
        let split = Self { testbed, broker, engine, _server: server, profile };
        wait_until("the engine", Duration::from_secs(10), || split.ctl(&["status"]).is_ok_and(|said| said.0))
            .with_context(|| split.logs())?;
        Ok(split)
    }

    /// Runs `aditctl`. Whether it went well, and what it said.
    fn ctl(&self, arguments: &[&str]) -> Result<(bool, String)> {
        let socket = self.testbed.client.directory().join("engine/aditd.sock");
        let output = Command::new(program("aditctl")?).arg("--socket").arg(socket).args(arguments).output()?;
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        Ok((output.status.success(), said))
    }

    fn connect(&self) -> Result<()> {
        let profile = self.profile.display().to_string();
        let (connected, said) = self.ctl(&["connect", &profile, "--wait"])?;
        anyhow::ensure!(connected, "{said}\n{}", self.logs());
        Ok(())
    }

    fn disconnect(&self) -> Result<()> {
        let (undone, said) = self.ctl(&["disconnect"])?;
        anyhow::ensure!(undone, "{said}");
        let disconnected = || self.is("disconnected");
        wait_until("the end", Duration::from_secs(8), disconnected).with_context(|| self.logs())
    }

    fn is(&self, state: &str) -> bool {
        let state = format!("\"state\":\"{state}\"");
        self.ctl(&["--json", "status"]).is_ok_and(|(_, said)| said.replace(' ', "").contains(&state))
    }

    fn logs(&self) -> String {
        format!("broker:\n{}\nengine:\n{}", self.broker.output(), self.engine.output())
    }

    fn pings(&self) -> bool {
        self.testbed.client.pings(INTERNET, 1)
    }

    /// Until the tunnel carries traffic again.
    fn back(&self, limit: Duration) -> Result<Duration> {
        let begun = Instant::now();
        let connected = || self.is("connected") && self.pings();
        wait_until("the tunnel", limit, connected).with_context(|| self.logs())?;
        Ok(begun.elapsed())
    }

    fn status(&self, process: &Process, field: &str) -> Result<String> {
        let status = fs::read_to_string(format!("/proc/{}/status", process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(field)).context("no such field")?;
        Ok(line.trim_start_matches(':').trim().to_owned())
    }
}

#[test]
fn the_broker_has_one_right_and_the_engine_none() -> Result<()> {
    let split = Split::new(&["push \"redirect-gateway def1\""])?;
    split.connect()?;
    assert!(split.pings(), "{}", split.logs());
    for set in ["CapEff", "CapPrm", "CapInh", "CapBnd", "CapAmb"] {
        assert_eq!(split.status(&split.engine, set)?, "0000000000000000", "{set} of the engine");
    }
    assert_eq!(split.status(&split.engine, "Uid")?, vec![ENGINE.to_string(); 4].join("\t"));
    assert_eq!(
        (split.status(&split.engine, "Seccomp")?, split.status(&split.engine, "NoNewPrivs")?),
        ("2".into(), "1".into())
    );
    // CAP_NET_ADMIN is number 12.
    assert_eq!(split.status(&split.broker, "CapEff")?, "0000000000001000");
    assert_eq!(split.status(&split.broker, "CapBnd")?, "0000000000001000");
    assert_eq!(split.status(&split.broker, "NoNewPrivs")?, "1");
    // Not dumpable: its files in /proc belong to root.
    assert_eq!(std::os::unix::fs::MetadataExt::uid(&fs::metadata(format!("/proc/{}/environ", split.engine.id()))?), 0);
    Ok(())
}

#[test]
fn a_killed_engine_comes_back_with_its_tunnel_and_without_an_app() -> Result<()> {
    let mut split = Split::new(&["push \"redirect-gateway def1\""])?;
    let before = split.testbed.client.network()?;
    split.connect()?;
    for _ in 0..3 {
        split.engine.kill();
        let host = &split.testbed.client;
        assert!(host.run("ip link show adit0").is_ok(), "the interface stays");
        assert!(host.run(ROUTES)?.contains("default dev adit0"), "its routes stay");
        assert!(!split.pings(), "and lead into it");
        split.engine = engine(host)?;
        let took = split.back(Duration::from_secs(8))?;
        eprintln!("back after {took:?}");
    }
    split.disconnect()?;
    split.testbed.client.must_be_as(&before).with_context(|| split.logs())
}

#[test]
fn a_tunnel_survives_the_broker_and_is_undone_by_the_next_one() -> Result<()> {
    let mut split = Split::new(&["push \"redirect-gateway def1\""])?;
    let before = split.testbed.client.network()?;
    split.connect()?;
    split.broker.kill();
    assert!(split.pings(), "without a broker");
    split.broker = broker(&split.testbed.client)?;
    split.broker.wait_for_output("an engine connected", Duration::from_secs(5))?;
    split.back(Duration::from_secs(5))?;
    // The next engine finds what was kept, though the broker that kept it was killed.
    split.engine.kill();
    split.engine = engine(&split.testbed.client)?;
    split.back(Duration::from_secs(8))?;
    split.disconnect()?;
    split.testbed.client.must_be_as(&before).with_context(|| split.logs())
}

#[test]
fn a_connection_of_which_nothing_was_kept_is_shown_and_its_person_frees_the_machine() -> Result<()> {
    let mut split = Split::new(&["push \"redirect-gateway def1\""])?;
    let before = split.testbed.client.network()?;
    split.connect()?;
    assert!(split.pings(), "{}", split.logs());
    // Without systemd nothing outlives both.
    split.engine.kill();
    split.broker.kill();
    split.broker = broker(&split.testbed.client)?;
    split.engine = engine(&split.testbed.client)?;
    let shown = || split.ctl(&["status"]).is_ok_and(|(_, said)| said.contains("cannot bring it back without you"));
    wait_until("the connection", Duration::from_secs(10), shown).with_context(|| split.logs())?;
    assert!(split.is("disconnected") && !split.pings(), "traffic is held back for it");
    split.disconnect()?;
    wait_until("an open machine", Duration::from_secs(5), || split.pings()).with_context(|| split.logs())?;
    split.testbed.client.must_be_as(&before).with_context(|| split.logs())
}
