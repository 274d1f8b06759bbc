//! Whole systems in which NetworkManager changes the network: what the helper says of it, and how soon the tunnel is back.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail, ensure};

use crate::{installed::Installed, portal::Portal};

/// Waiting for something ends here.
const LIMIT: Duration = Duration::from_secs(20);

/// What was found.
pub(crate) struct Finding {
    pub(crate) what: &'static str,
    pub(crate) bound: Duration,
    /// How long it took, or what went wrong.
    pub(crate) took: Result<Duration>,
    /// What the terminal said, where that is the point.
    pub(crate) said: String,
}

impl Finding {
    /// Whether it is as it should be.
    pub(crate) fn is_kept(&self) -> bool {
        self.took.as_ref().is_ok_and(|took| *took <= self.bound)
    }
}

const fn millis(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// Everything, in one system after the other.
///
/// # Errors
/// The system does not start, or the first connection does not come up.
pub(crate) fn all(suite: &str) -> Result<Vec<Finding>> {
    let mut installed = Installed::managed(suite)?;
    let portal = Portal::start(&installed.system)?;
    let mut findings = Vec::new();
    let mut find = |what, bound, found: Result<(Duration, String)>| {
        let (took, said) = match found {
            Ok((took, said)) => (Ok(took), said),
            Err(error) => (Err(error), String::new()),
        };
        findings.push(Finding { what, bound, took, said });
    };
    find("first uplink disconnected", millis(300), gap(&installed, "nmcli dev disconnect uplink0"));
    find("first uplink connected again", millis(100), gap(&installed, "nmcli dev connect uplink0"));
    let off = Instant::now();
    find("no network: said", millis(300), waits(&installed, "nmcli networking off", "network"));
    // Longer than whatever was tried at once.
    thread::sleep(Duration::from_secs(4).saturating_sub(off.elapsed()));
    find("network there: tunnel", millis(200), back(&installed, "nmcli networking on"));
    find("sign-in wanted: said", Duration::from_secs(3), closed(&installed, &portal));
    find("signed in: tunnel", Duration::from_secs(3), signed_in(&installed, &portal));
    drop(portal);
    find("computer restarted: tunnel", Duration::from_secs(3), restarted(&mut installed));
    Ok(findings)
}

/// The longest time without an answer around one command.
fn gap(installed: &Installed, line: &str) -> Result<(Duration, String)> {
    installed.wait_until_steady()?;
    match installed.measure(line)? {
        None => bail!("no answers within {LIMIT:?}; {}", status(installed)?),
        Some(seen) if seen.lost == 0 => Ok((Duration::ZERO, String::new())),
        Some(seen) => Ok((seen.gap, String::new())),
    }
}

/// How long after this command's effect the helper says that it waits for that.
fn waits(installed: &Installed, line: &str, for_what: &str) -> Result<(Duration, String)> {
    installed.wait_until_steady()?;
    installed.system.run(line)?;
    until(installed, Instant::now(), for_what)
}

fn until(installed: &Installed, since: Instant, for_what: &str) -> Result<(Duration, String)> {
    loop {
        let json = installed.system.control(&["--json", "status"])?;
        let took = since.elapsed();
        if says(&json, for_what) {
            return Ok((took, status(installed)?));
        }
        ensure!(took < LIMIT, "not said: {}", status(installed)?);
        thread::sleep(Duration::from_millis(10));
    }
}

/// Whether a connection waits for that, in what `aditctl --json status` prints.
fn says(json: &str, for_what: &str) -> bool {
    let waiting = json.split("\"waiting\"").nth(1).unwrap_or_default();
    let word = waiting.split('"').nth(1).unwrap_or_default();
    word == for_what
}

/// In the terminal's words, on one line.
fn status(installed: &Installed) -> Result<String> {
    let said = installed.system.control(&["status"])?;
    Ok(said.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// From a default route being there to an answer through the tunnel.
fn back(installed: &Installed, line: &str) -> Result<(Duration, String)> {
    let took = thread::scope(|scope| {
        scope.spawn(|| installed.system.run(line));
        answered(installed, network_is_there(installed)?)
    })?;
    Ok((took, String::new()))
}

fn network_is_there(installed: &Installed) -> Result<Instant> {
    let begin = Instant::now();
    while installed.system.default_routes()?.is_empty() {
        ensure!(begin.elapsed() < LIMIT, "no default route within {LIMIT:?}");
        thread::sleep(Duration::from_millis(2));
    }
    Ok(Instant::now())
}

fn answered(installed: &Installed, since: Instant) -> Result<Duration> {
    loop {
        if let Some(at) = installed.answered(since) {
            return Ok(at - since);
        }
        ensure!(since.elapsed() < LIMIT, "no answers within {LIMIT:?}; {}", status(installed)?);
        thread::sleep(Duration::from_millis(5));
    }
}

/// A network is joined where somebody has to sign in first.
fn closed(installed: &Installed, portal: &Portal) -> Result<(Duration, String)> {
    installed.wait_until_steady()?;
    installed.system.run("nmcli networking off")?;
    portal.close(&installed.system)?;
    installed.system.run("nmcli networking on")?;
    let since = network_is_there(installed)?;
    let found = until(installed, since, "network-sign-in");
    let believes = installed.system.run("nmcli networking connectivity")?;
    let log = || installed.log();
    found.map_err(|error| error.context(format!("NetworkManager says {}\n{}", believes.trim(), log())))
}

/// Somebody signs in, and NetworkManager looks again, as desktops let it after the page.
fn signed_in(installed: &Installed, portal: &Portal) -> Result<(Duration, String)> {
    portal.sign_in(&installed.system)?;
    let since = Instant::now();
    let _ = installed.system.run("nmcli networking connectivity check")?;
    Ok((answered(installed, since)?, String::new()))
}

/// A connection of the administrator after the computer was restarted: from the network being there to the first answer.
fn restarted(installed: &mut Installed) -> Result<(Duration, String)> {
    installed.wait_until_steady()?;
    installed.system.run("aditctl disconnect --all")?;
    installed.system.run("aditctl system add /root/work.ovpn")?;
    let since = installed.reboot()?;
    let took = answered(installed, since);
    Ok((took.map_err(|error| error.context(installed.log()))?, String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_waited_for_is_read_from_the_status() {
        let json = r#"[{"state":{"state":"reconnecting","waiting":{"network":"no-carrier"}}}]"#;
        assert!(says(json, "network") && !says(json, "network-sign-in"));
        let json = r#"[{"state":{"state":"reconnecting","waiting":{"network-sign-in":{"page":null}}}}]"#;
        assert!(says(json, "network-sign-in") && !says(json, "network"));
        assert!(!says(r#"[{"state":{"state":"connected"}}]"#, "network"));
    }
}
