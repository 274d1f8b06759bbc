//! Whole systems in which Adit is a VPN of NetworkManager: after each thing that changes it, both have to show the same, and the tunnel
//! has to be as it was where nobody ended it.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use lab::{PASSWORD, Process, USER};

use crate::{installed::Installed, managed::Finding};

/// Waiting for something ends here.
const LIMIT: Duration = Duration::from_secs(20);
/// Whose connection it is.
const ALICE: &str = "alice";
/// Her profile, and what answers for her.
const PROFILE: &str = "/home/alice/work.ovpn";
const SECRETS: &str = "/home/alice/secrets";
const ANSWERS: &str = "/home/alice/answers";
/// What she types for `nmcli --ask`, and where she exports to.
const TYPES: &str = "/home/alice/types";
const EXPORTED: &str = "/home/alice/exported.ovpn";
/// What her agent runs to learn what to ask.
const DIALOG: &str = "/usr/lib/adit/adit-nm-auth-dialog";
/// Shell lines have no blanks here: they are split at them.
const UP: &str = "nmcli con up work passwd-file /home/alice/secrets";

/// How the connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Down,
    OnTheWay,
    Up,
}

struct Plugin {
    installed: Installed,
    /// While she is logged in, her connections can be used.
    _session: Process,
    findings: Vec<Finding>,
}

/// Everything, in one system after the other.
///
/// # Errors
/// The system does not start.
pub(crate) fn all(suite: &str) -> Result<Vec<Finding>> {
    let installed = Installed::with_plugin(suite)?;
    let system = &installed.system;
    system.write(PROFILE, &installed.profile)?;
    system.write(SECRETS, format!("vpn.secrets.username:{USER}\nvpn.secrets.password:{PASSWORD}\n"))?;
    system.write(ANSWERS, format!("username={USER}\npassword={PASSWORD}\n"))?;
    system.run(&format!("chown {ALICE} {PROFILE} {SECRETS} {ANSWERS}"))?;
    system.run(&format!("chmod 600 {PROFILE} {SECRETS} {ANSWERS}"))?;
    let session = system.session(ALICE)?;
    let mut plugin = Plugin { installed, _session: session, findings: Vec::new() };
    plugin.switched();
    plugin.refused();
    plugin.broken();
    plugin.removed();
    Ok(plugin.findings)
}

impl Plugin {
    fn find(&mut self, what: &'static str, bound: Duration, found: Result<Duration>) {
        let took = found.map_err(|error| error.context(self.installed.log()));
        self.findings.push(Finding { what, bound, took, said: String::new() });
    }

    /// Switched on and off from both sides.
    fn switched(&mut self) {
        let second = Duration::from_secs(1);
        self.find(
            "nmcli import, as a user",
            5 * second,
            self.timed(&format!("nmcli connection import type adit file {PROFILE}")),
        );
        self.find("nmcli export: the profile as it was", 3 * second, self.exported());
        let routes = self.installed.system.run("ip route show");
        self.find("nmcli up, password by its agent", 3 * second, self.brought(UP, Shown::Up));
        self.find("  a datagram through the tunnel", 5 * second, self.carries());
        self.find("  NetworkManager touched nothing", second, self.untouched(routes));
        self.find("nmcli down", 2 * second, self.brought("nmcli con down work", Shown::Down));
        self.find("nmcli --ask, told by the dialog what to ask", 5 * second, self.asked());
        let connect = format!("aditctl connect {PROFILE} --wait --answers {ANSWERS}");
        self.find("up by aditctl: shown by nmcli", 3 * second, self.brought(&connect, Shown::Up));
        self.find("down by aditctl: shown by nmcli", 2 * second, self.brought("aditctl disconnect work", Shown::Down));
        self.find(
            "up by aditctl, down by nmcli",
            4 * second,
            self.brought(&connect, Shown::Up)
                .and_then(|took| Ok(took + self.brought("nmcli con down work", Shown::Down)?)),
        );
    }

    /// What must not work.
    fn refused(&mut self) {
        let second = Duration::from_secs(1);
        self.find("a wrong password: both down", 10 * second, self.wrong_password());
        self.find("another user: not listed, not switched on", 5 * second, self.other_user());
        self.find("no secret in the journal", 5 * second, self.no_secret());
    }

    /// What breaks while it is up.
    fn broken(&mut self) {
        let second = Duration::from_secs(1);
        self.find("up again", 3 * second, self.brought(UP, Shown::Up));
        for (what, line, gap) in [
            ("service killed: tunnel stays, shown again", "systemctl kill -s KILL adit-nm", Duration::ZERO),
            ("engine killed: back in both", "systemctl kill -s KILL aditd", second),
            ("NetworkManager restarted: tunnel stays", "systemctl restart NetworkManager", second / 2),
            ("uplink disconnected: tunnel stays", "nmcli dev disconnect uplink0", second / 2),
            ("uplink connected again: tunnel stays", "nmcli dev connect uplink0", second / 2),
        ] {
            let found = self.survives(line, gap);
            self.find(what, 8 * second, found);
        }
        self.find("helper stopped: down in NetworkManager", 12 * second, self.helper_stopped());
        self.find("helper away: nmcli up fails, and says why", 5 * second, self.helper_away());
        self.find("helper back: up by nmcli", 5 * second, self.helper_back());
    }

    /// Nothing is left behind.
    fn removed(&mut self) {
        self.find("nmcli delete while up: both down", Duration::from_secs(3), self.deleted());
    }

    fn as_alice(&self, line: &str) -> Result<String> {
        self.installed.system.run_as(ALICE, line)
    }

    fn timed(&self, line: &str) -> Result<Duration> {
        let begin = Instant::now();
        self.as_alice(line)?;
        Ok(begin.elapsed())
    }

    /// What NetworkManager shows.
    fn manager(&self) -> Result<Shown> {
        let state = self.installed.system.run("nmcli -g GENERAL.STATE con show work")?;
        Ok(match state.trim() {
            "activated" => Shown::Up,
            "activating" => Shown::OnTheWay,
            "" | "deactivated" | "deactivating" => Shown::Down,
            other => bail!("nmcli says {other}"),
        })
    }

    /// What Adit shows.
    fn adit(&self) -> Result<Shown> {
        let json = self.installed.system.control(&["--json", "status"])?;
        let state = json.split("\"state\":{\"state\":\"").nth(1).and_then(|rest| rest.split('"').next());
        Ok(match state {
            Some("connected") => Shown::Up,
            None | Some("disconnected" | "disconnecting") => Shown::Down,
            Some(_) => Shown::OnTheWay,
        })
    }

    /// From the line's beginning until both show it.
    fn brought(&self, line: &str, wanted: Shown) -> Result<Duration> {
        let begin = Instant::now();
        self.as_alice(line)?;
        self.agree(begin, wanted)
    }

    fn agree(&self, since: Instant, wanted: Shown) -> Result<Duration> {
        loop {
            let shown = (self.manager()?, self.adit()?);
            let took = since.elapsed();
            if shown == (wanted, wanted) {
                return Ok(took);
            }
            ensure!(took < LIMIT, "NetworkManager and Adit show {shown:?}, not {wanted:?}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn carries(&self) -> Result<Duration> {
        let begin = Instant::now();
        self.installed.wait_until_steady()?;
        Ok(begin.elapsed())
    }

    /// One address of each family on the tunnel, and the main table as before.
    fn untouched(&self, routes: Result<String>) -> Result<Duration> {
        let (before, after) = (routes?, self.installed.system.run("ip route show")?);
        ensure!(before == after, "routes before:\n{before}after:\n{after}");
        let addresses = self.installed.system.run("ip -o -4 addr show dev adit0")?;
        ensure!(addresses.lines().count() == 1, "{addresses}");
        Ok(Duration::ZERO)
    }

    /// The file has what was imported, for its owner alone; another user gets none.
    fn exported(&self) -> Result<Duration> {
        let took = self.timed(&format!("nmcli connection export work {EXPORTED}"))?;
        let system = &self.installed.system;
        let text = system.run(&format!("cat {EXPORTED}"))?;
        let lines =
            |text: &str| text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let (before, after): (Vec<String>, Vec<String>) = (lines(&self.installed.profile), lines(&text));
        ensure!(before == after, "imported {} lines, exported {}:\n{text}", before.len(), after.len());
        let mode = system.run(&format!("stat -c %a:%U {EXPORTED}"))?;
        ensure!(mode.trim() == "600:alice", "the exported file is {mode}");
        ensure!(system.run_as("bob", "nmcli connection export work /home/bob/stolen.ovpn").is_err(), "bob exports it");
        Ok(took)
    }

    /// With the agent of nmcli, which runs the dialog and asks what that says.
    fn asked(&self) -> Result<Duration> {
        let system = &self.installed.system;
        let script = format!("printf '{PASSWORD}\\n' | nmcli --ask connection up work\n");
        system.write(TYPES, script)?;
        let begin = Instant::now();
        let said = self.as_alice(&format!("sh {TYPES}"))?;
        // Whose name it is Adit knows from before.
        ensure!(said.contains("Password"), "asked: {said}");
        self.agree(begin, Shown::Up)?;
        let took = begin.elapsed();
        self.brought("nmcli con down work", Shown::Down)?;
        // The control: without the dialog there is nobody who knows what to ask.
        system.run(&format!("mv {DIALOG} {DIALOG}.away"))?;
        let without = self.as_alice(&format!("sh {TYPES}"));
        system.run(&format!("mv {DIALOG}.away {DIALOG}"))?;
        ensure!(without.is_err(), "without the dialog: {without:?}");
        self.agree(Instant::now(), Shown::Down)?;
        Ok(took)
    }

    fn wrong_password(&self) -> Result<Duration> {
        let begin = Instant::now();
        let wrong = "/home/alice/wrong";
        self.installed.system.write(wrong, format!("vpn.secrets.username:{USER}\nvpn.secrets.password:mistyped\n"))?;
        self.installed.system.run(&format!("chown {ALICE} {wrong}"))?;
        ensure!(self.as_alice(&format!("nmcli con up work passwd-file {wrong}")).is_err(), "it came up");
        self.agree(begin, Shown::Down)
    }

    fn other_user(&self) -> Result<Duration> {
        let begin = Instant::now();
        let system = &self.installed.system;
        ensure!(!system.run_as("bob", "nmcli -g NAME con show")?.contains("work"), "bob sees it");
        ensure!(system.run_as("bob", UP).is_err(), "bob switches it on");
        self.as_alice(UP)?;
        ensure!(system.run_as("bob", "aditctl disconnect work").is_err(), "bob ends it");
        ensure!(self.adit()? == Shown::Up, "it is down");
        self.brought("nmcli con down work", Shown::Down)?;
        Ok(begin.elapsed())
    }

    fn no_secret(&self) -> Result<Duration> {
        let system = &self.installed.system;
        let journal = system.run("journalctl --no-pager -b")?;
        ensure!(!journal.contains(PASSWORD) && !journal.contains("mistyped"), "a password is in the journal");
        ensure!(!journal.contains("BEGIN PRIVATE KEY"), "a key is in the journal");
        ensure!(!self.as_alice("nmcli con show work")?.contains("BEGIN "), "the profile is shown");
        let mode = system.run("stat -c %a:%U /etc/NetworkManager/system-connections/work.nmconnection")?;
        ensure!(mode.trim() == "600:root", "the profile's file is {mode}");
        Ok(Duration::ZERO)
    }

    /// How long both take to show that it is up again; the tunnel is not away for longer than `gap`.
    fn survives(&self, line: &str, gap: Duration) -> Result<Duration> {
        self.installed.wait_until_steady()?;
        let begin = Instant::now();
        let seen = self.installed.measure(line)?.context("no answers any more")?;
        ensure!(seen.lost == 0 || seen.gap <= gap, "the tunnel was away for {:?}", seen.gap);
        // What is measured takes three seconds at least; what both show may have been right long before.
        self.agree(begin, Shown::Up).map(|took| took.saturating_sub(Duration::from_secs(3)))
    }

    fn helper_stopped(&self) -> Result<Duration> {
        let begin = Instant::now();
        self.installed.system.run("systemctl stop aditd adit-netd.socket adit-netd")?;
        while self.manager()? != Shown::Down {
            ensure!(begin.elapsed() < LIMIT, "NetworkManager shows {:?}", self.manager()?);
            thread::sleep(Duration::from_millis(50));
        }
        Ok(begin.elapsed())
    }

    fn helper_away(&self) -> Result<Duration> {
        let begin = Instant::now();
        ensure!(self.as_alice(UP).is_err(), "it came up");
        let took = begin.elapsed();
        let said = self.installed.system.run("journalctl --no-pager -b -n 40 -u adit-nm -u NetworkManager")?;
        ensure!(said.contains("helper-not-running"), "not said why:\n{said}");
        Ok(took)
    }

    fn helper_back(&self) -> Result<Duration> {
        let system = &self.installed.system;
        system.run("systemctl start adit-netd.socket adit-netd aditd")?;
        system.wait_for("aditctl status", LIMIT)?;
        // Whatever comes back by itself has done so.
        thread::sleep(Duration::from_secs(2));
        let begin = Instant::now();
        if self.adit()? != Shown::Up {
            self.as_alice(UP)?;
        }
        self.agree(begin, Shown::Up)
    }

    fn deleted(&self) -> Result<Duration> {
        let begin = Instant::now();
        self.as_alice("nmcli con delete work")?;
        while self.adit()? != Shown::Down {
            ensure!(begin.elapsed() < LIMIT, "Adit shows {:?}", self.adit()?);
            thread::sleep(Duration::from_millis(20));
        }
        Ok(begin.elapsed())
    }
}
