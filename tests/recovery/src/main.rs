//! Prints how long the tunnel is gone after each fault, Adit beside openvpn, and fails where Adit's is gone for longer than allowed.

use std::{
    io::{self, Write},
    process::ExitCode,
    thread,
};

use anyhow::{Result, anyhow};

mod echo;
mod faults;
mod site;
mod table;

use faults::{FAULTS, Fault};
use site::{Site, Who};
use table::{Outcome, Row};

fn main() -> Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let chosen: Vec<&Fault> =
        FAULTS.iter().filter(|fault| words.is_empty() || words.iter().any(|word| fault.name.contains(word))).collect();
    // Side by side: openvpn waits for its timeouts most of the time.
    let (adit, openvpn) = thread::scope(|scope| {
        let both = [Who::Adit, Who::OpenVpn].map(|who| {
            let chosen = &chosen;
            scope.spawn(move || chosen.iter().map(|fault| outcome(fault, who)).collect::<Vec<_>>())
        });
        let [adit, openvpn] = both.map(|thread| thread.join().map_err(|_| anyhow!("a thread ended badly")));
        Ok::<_, anyhow::Error>((adit?, openvpn?))
    })?;
    let rows: Vec<Row> = (chosen.iter().zip(adit).zip(openvpn))
        .map(|((fault, adit), openvpn)| Row { name: fault.name, bound: fault.bound, adit, openvpn })
        .collect();
    table::print(&rows)
}

/// Lets one fault happen to one client as often as it should.
fn outcome(fault: &Fault, who: Who) -> Outcome {
    let mut outcome = Outcome { limit: fault.limit, ..Outcome::default() };
    if let Err(error) = repeat(fault, who, &mut outcome) {
        outcome.failed = Some(format!("{}: {error:#}", fault.name));
    }
    let times: Vec<String> = outcome
        .times
        .iter()
        .map(|seen| seen.map_or("never".into(), |seen| format!("{:.3} s ({} lost)", seen.gap.as_secs_f64(), seen.lost)))
        .collect();
    let _ = writeln!(io::stdout(), "  {:<8} {:<42} {}", who.name(), fault.name, times.join(", "));
    outcome
}

fn repeat(fault: &Fault, who: Who, outcome: &mut Outcome) -> Result<()> {
    let mut site = Site::new(who)?;
    (fault.before)(&mut site)?;
    // Once shows openvpn's order of magnitude, which may be a minute.
    let times = if who == Who::Adit { fault.times } else { 1 };
    for _ in 0..times {
        site.wait_until_steady()?;
        let seen = site.measure(fault.happens, fault.watch, fault.limit)?;
        outcome.times.push(seen);
        if seen.is_none() {
            break;
        }
        (fault.undo)(&mut site)?;
    }
    if std::env::var_os("RECOVERY_LOG").is_some() {
        writeln!(io::stdout(), "{}\n{}", site.log(), site.vpn.log())?;
    }
    Ok(())
}
