//! Prints which markers leave the machine beside the tunnel in which state, and fails where a promise is broken.

use std::{
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use anyhow::Result;

mod boxes;
mod checks;
mod kills;
mod machine;
mod markers;
mod measurement;
mod packages;
mod probe;
mod repairs;
mod states;
mod table;
mod takeover;

use boxes::{EVENTS, System};
use machine::{Machine, takes_all};
use markers::Kind;
use states::{STATES, all};
use table::Table;

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--probe", "listen"] => markers::listen().map(|()| ExitCode::SUCCESS),
        ["--probe", "send", "own", interface] => markers::send(&Kind::OWN, interface).map(|()| ExitCode::SUCCESS),
        ["--probe", "send", "forwarded", interface] => {
            markers::send(&[Kind::Forwarded], interface).map(|()| ExitCode::SUCCESS)
        }
        ["--probe", "echo", address] => probe::echo(address.parse()?).map(|()| ExitCode::SUCCESS),
        ["--kills", count, seed, suite] => kills::run(count.parse()?, seed.parse()?, suite),
        ["--packages", older, newer, older_plugin, newer_plugin, suites @ ..] => {
            packages::run([older, newer, older_plugin, newer_plugin], suites)
        }
        ["--repairs", times] => repairs::run(times.parse()?),
        ["--taken-over", role, pids @ ..] => takeover::attempt_all(role, pids).map(|()| ExitCode::SUCCESS),
        ["--checks", suites @ ..] => only_checks(suites),
        ["--systems"] => systems(&["bookworm", "trixie"]),
        ["--systems", suites @ ..] => systems(suites),
        only => namespaces(only),
    }
}

/// All states on a machine in namespaces, or those whose names hold one of these words.
fn namespaces(only: &[&str]) -> Result<ExitCode> {
    let mut table = Table::begin("in namespaces")?;
    let chosen = STATES.iter().filter(|state| only.is_empty() || only.iter().any(|word| state.name.contains(word)));
    for state in chosen {
        let mut machine = Machine::new()?;
        let counts = state.run(&mut machine);
        table.row(state.name, state.promise, counts)?;
        for complaint in &machine.complaints {
            table.complain(state.name, complaint);
        }
    }
    table.end()
}

/// What whole systems are asked besides packets.
fn only_checks(suites: &[&str]) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for suite in suites {
        writeln!(io::stdout(), "in Debian {suite}")?;
        let system = System::start(suite, &takes_all())?;
        for complaint in checks::all(&system)? {
            writeln!(io::stdout(), "{complaint}")?;
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

/// What happens to whole systems.
fn systems(suites: &[&str]) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for suite in suites {
        let mut table = Table::begin(&format!("in Debian {suite}"))?;
        let system = System::start(suite, &takes_all())?;
        let result = system.connect().and_then(|()| events(&system, &mut table));
        if let Err(error) = result {
            table.complain("the system", &format!("{error:#}"));
        }
        if table.end()? == ExitCode::FAILURE {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

fn events(system: &System, table: &mut Table) -> Result<()> {
    for event in EVENTS {
        table.row(event.name, event.promise, system.measure(event))?;
        if let Err(error) = system.up_within(Duration::from_secs(10)) {
            table.complain(event.name, &format!("{error:#}"));
            system.connect()?;
        }
    }
    table.row("disconnected by the person", all, system.disconnected())?;
    for complaint in checks::all(system)? {
        table.complain("asked", &complaint);
    }
    let residue = system.residue()?;
    if !residue.is_empty() {
        table.complain("afterwards", &residue);
    }
    Ok(())
}
