//! The table: a row for each fault, Adit beside openvpn.

use std::{
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use anyhow::Result;

use crate::{echo::Seen, managed::Finding};

/// What came of one fault for one client: what was seen each time. `None`: the tunnel did not come back within the limit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    pub(crate) times: Vec<Option<Seen>>,
    /// Waiting for it ended here.
    pub(crate) limit: Duration,
    /// What went wrong with the measurement itself.
    pub(crate) failed: Option<String>,
}

impl Outcome {
    /// The longest gap. A single datagram's delay is none.
    fn worst(&self) -> Option<Duration> {
        let gap = |seen: &Option<Seen>| match seen {
            None => Duration::MAX,
            Some(seen) if seen.lost == 0 => Duration::ZERO,
            Some(seen) => seen.gap,
        };
        if self.failed.is_some() { None } else { self.times.iter().map(gap).max() }
    }

    /// As a cell of the table.
    pub(crate) fn cell(&self) -> String {
        match self.worst() {
            None if self.failed.is_some() => "failed".into(),
            None => "–".into(),
            Some(Duration::MAX) => format!("not within {} s", self.limit.as_secs()),
            Some(gap) => format!("{:.2} s", gap.as_secs_f64()),
        }
    }
}

/// One row.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) bound: Duration,
    pub(crate) adit: Outcome,
    pub(crate) openvpn: Outcome,
}

impl Row {
    fn is_kept(&self) -> bool {
        self.adit.worst().is_some_and(|worst| worst <= self.bound)
    }
}

/// Prints all rows.
///
/// # Errors
/// Nobody reads it any more.
pub(crate) fn print(rows: &[Row]) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "\nlongest time without an answer to one of 50 datagrams a second through the tunnel, worst of n times"
    )?;
    writeln!(out, "{:<42}{:>16}{:>4}{:>20}{:>4}{:>9}", "", "Adit", "n", "openvpn", "n", "bound")?;
    for Row { name, bound, adit, openvpn } in rows {
        let bound = format!("{:.1} s", bound.as_secs_f64());
        write!(out, "{name:<42}{:>16}{:>4}", adit.cell(), adit.times.len())?;
        write!(out, "{:>20}{:>4}{bound:>9}", openvpn.cell(), openvpn.times.len())?;
        writeln!(out)?;
    }
    let missed: Vec<&Row> = rows.iter().filter(|row| !row.is_kept()).collect();
    writeln!(out, "{} of {} bounds kept", rows.len() - missed.len(), rows.len())?;
    for row in &missed {
        writeln!(out, "missed: {}", row.name)?;
    }
    for (who, outcome) in rows.iter().flat_map(|row| [("Adit", &row.adit), ("openvpn", &row.openvpn)]) {
        if let Some(failed) = &outcome.failed {
            writeln!(out, "{who}: {failed}")?;
        }
    }
    Ok(if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints what was found in one system.
///
/// # Errors
/// Nobody reads it any more.
pub(crate) fn print_findings(what: &str, suite: &str, findings: &[Finding]) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    writeln!(out, "\n{what}, in Debian {suite}")?;
    let mut code = ExitCode::SUCCESS;
    for finding in findings {
        let took = finding.took.as_ref().map_or("failed".to_owned(), |took| format!("{:.2} s", took.as_secs_f64()));
        let verdict = if finding.is_kept() { "" } else { "missed" };
        let bound = format!("{:.1} s", finding.bound.as_secs_f64());
        writeln!(out, "{:<42}{took:>16}{bound:>9}  {verdict:<8}{}", finding.what, finding.said)?;
        if let Err(error) = &finding.took {
            writeln!(out, "    {error:#}")?;
        }
        if !finding.is_kept() {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(gaps: &[Option<(u64, usize)>]) -> Outcome {
        let seen = |(gap, lost)| Seen { gap: Duration::from_millis(gap), lost, silent: Duration::ZERO };
        Outcome { times: gaps.iter().map(|one| one.map(seen)).collect(), limit: Duration::from_secs(20), failed: None }
    }

    #[test]
    fn the_worst_time_counts() {
        assert_eq!(outcome(&[Some((40, 1)), Some((250, 9))]).cell(), "0.25 s");
        assert_eq!(outcome(&[Some((40, 1)), None]).cell(), "not within 20 s");
        assert_eq!(outcome(&[Some((60, 0))]).cell(), "0.00 s", "nothing was lost");
    }

    #[test]
    fn a_bound_is_kept_by_adit_alone() {
        let row = |gaps: &[Option<(u64, usize)>]| Row {
            name: "x",
            bound: Duration::from_millis(300),
            adit: outcome(gaps),
            openvpn: outcome(&[None]),
        };
        assert!(row(&[Some((300, 9))]).is_kept());
        assert!(!row(&[Some((300, 9)), Some((301, 9))]).is_kept());
        assert!(!row(&[None]).is_kept());
        assert!(!row(&[]).is_kept(), "what was not measured is not kept");
    }
}
