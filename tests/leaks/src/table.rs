//! The table: a row for each state, and whether its promises are kept.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::Result;

use crate::{
    markers::Kind,
    measurement::{Count, Counts},
    states::{BRIEF, Promise},
};

/// Prints row by row.
pub(crate) struct Table {
    broken: Vec<String>,
}

impl Table {
    /// Prints the heading.
    pub(crate) fn begin(place: &str) -> Result<Self> {
        let mut out = io::stdout().lock();
        write!(out, "{place:<34}")?;
        for kind in Kind::ALL {
            write!(out, "{:>9}", kind.name())?;
        }
        writeln!(out)?;
        Ok(Self { broken: Vec::new() })
    }

    /// Prints one state.
    pub(crate) fn row(&mut self, name: &str, promise: fn(Kind) -> Promise, counts: Result<Counts>) -> Result<()> {
        let mut out = io::stdout().lock();
        let counts = match counts {
            Ok(counts) => counts,
            Err(error) => {
                self.complain(name, &format!("{error:#}"));
                writeln!(out, "{name:<34}  failed")?;
                return Ok(());
            }
        };
        write!(out, "{name:<34}")?;
        let mut broken = Vec::new();
        for kind in Kind::ALL {
            let Some(count) = counts.get(&kind).filter(|count| count.tried > 0) else {
                write!(out, "{:>9}", "-")?;
                continue;
            };
            let promise = promise(kind);
            let kept = is_kept(promise, *count);
            let mark = match (kept, promise) {
                (false, _) => "!",
                (true, Promise::None) => "~",
                (true, Promise::Nothing | Promise::Brief | Promise::All) => "",
            };
            write!(out, "{:>9}", format!("{}{mark}", count.seen))?;
            if !kept {
                broken.push(format!("{} of {} {}", count.seen, count.tried, kind.name()));
            }
        }
        writeln!(out)?;
        if !broken.is_empty() {
            self.complain(name, &broken.join(", "));
        }
        Ok(())
    }

    /// Notes what is wrong besides the counts.
    pub(crate) fn complain(&mut self, name: &str, complaint: &str) {
        self.broken.push(format!("{name}: {complaint}"));
    }

    /// Prints everything that is wrong.
    pub(crate) fn end(self) -> Result<ExitCode> {
        let mut out = io::stdout().lock();
        writeln!(out, "packets seen, of 50 in each second; ! a promise is broken, ~ nothing is promised")?;
        for line in &self.broken {
            writeln!(out, "{line}")?;
        }
        Ok(if self.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn is_kept(promise: Promise, count: Count) -> bool {
    match promise {
        Promise::Nothing => count.seen == 0,
        Promise::Brief => count.seen <= BRIEF,
        // Where everything may leave, nearly everything does: the counting works.
        Promise::All => count.seen * 100 >= count.tried * 95,
        Promise::None => true,
    }
}
