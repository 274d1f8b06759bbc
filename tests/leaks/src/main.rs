//! Prints which markers leave the machine beside the tunnel in which state, and fails where a promise is broken.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::Result;

mod machine;
mod markers;
mod states;

use machine::Machine;
use markers::Kind;
use states::{Promise, STATES};

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--probe", "listen"] => markers::listen().map(|()| ExitCode::SUCCESS),
        ["--probe", "send", "own"] => markers::send(&Kind::OWN, "eth0").map(|()| ExitCode::SUCCESS),
        ["--probe", "send", "forwarded"] => markers::send(&[Kind::Forwarded], "eth0").map(|()| ExitCode::SUCCESS),
        only => table(only),
    }
}

/// All states, or those whose names hold one of these words.
fn table(only: &[&str]) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    write!(out, "{:<34}", "state (seen of about 50/s)")?;
    for kind in Kind::ALL {
        write!(out, "{:>9}", kind.name())?;
    }
    writeln!(out)?;
    let mut broken = Vec::new();
    let chosen = STATES.iter().filter(|state| only.is_empty() || only.iter().any(|word| state.name.contains(word)));
    for state in chosen {
        let mut machine = Machine::new()?;
        let counts = match (state.run)(&mut machine) {
            Ok(counts) => counts,
            Err(error) => {
                broken.push(format!("{}: {error:#}", state.name));
                writeln!(out, "{:<34}failed", state.name)?;
                continue;
            }
        };
        write!(out, "{:<34}", state.name)?;
        for kind in Kind::ALL {
            let count = counts.get(&kind).copied().unwrap_or_default();
            let promise = (state.promise)(kind);
            let kept = match promise {
                Promise::Nothing => count.tried > 0 && count.seen == 0,
                Promise::Brief => count.tried > 0 && count.seen <= states::BRIEF,
                // Where everything may leave, nearly everything does: the counting works.
                Promise::All => count.tried > 0 && count.seen * 100 >= count.tried * 95,
                Promise::None => true,
            };
            let mark = match (kept, promise) {
                (false, _) => "!",
                (true, Promise::None) => "~",
                (true, Promise::Nothing | Promise::Brief | Promise::All) => "",
            };
            write!(out, "{:>9}", format!("{}{mark}", count.seen))?;
            if !kept {
                broken.push(format!("{}: {} of {} {}", state.name, count.seen, count.tried, kind.name()));
            }
        }
        writeln!(out)?;
        broken.extend(machine.complaints.iter().map(|complaint| format!("{}: {complaint}", state.name)));
    }
    writeln!(out, "! a promise is broken   ~ nothing is promised")?;
    if broken.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    for line in broken {
        writeln!(out, "{line}")?;
    }
    Ok(ExitCode::FAILURE)
}
