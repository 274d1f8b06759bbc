//! `aditctl lint`: what Adit makes of a profile, line by line.

use std::path::{Path, PathBuf};

use ovpn_profile::{FileVerdict, Reason, Report, Verdict};
use serde::Serialize;

use crate::{
    exit::{Exit, Stop},
    files,
    output::Output,
};

#[derive(Serialize)]
struct Linted<'a> {
    file: String,
    #[serde(flatten)]
    report: &'a Report,
}

/// Prints a report for each file; the exit code tells whether all can be imported.
pub(crate) fn run(paths: &[PathBuf], all: bool, output: Output) -> Result<Exit, Stop> {
    let mut exit = Exit::Done;
    for path in paths {
        let report = match files::import(path) {
            Ok(import) => import.report,
            Err(stop) => {
                exit = stop.report(output);
                continue;
            }
        };
        if report.verdict == FileVerdict::Reject {
            exit = Exit::Profile;
        }
        if output.json {
            output.value(&Linted { file: path.display().to_string(), report: &report })?;
        } else {
            print(path, &report, all, output);
        }
    }
    Ok(exit)
}

fn print(path: &Path, report: &Report, all: bool, output: Output) {
    output.line(&format!("{}: {}", path.display(), report.verdict));
    for finding in &report.findings {
        describe(finding.line, "", &finding.verdict, output);
    }
    for line in &report.lines {
        let plain = matches!(line.verdict, Verdict::Used | Verdict::Ignored { .. });
        if all || !plain {
            describe(Some(line.line), &line.text, &line.verdict, output);
        }
    }
}

fn describe(line: Option<u32>, text: &str, verdict: &Verdict, output: Output) {
    let (mark, because) = match verdict {
        Verdict::Used => ("used", None),
        Verdict::Ignored { because } => ("ignored", Some(because)),
        Verdict::Warning { because } => ("note", Some(because)),
        Verdict::Refused { because } => ("refused", Some(because)),
    };
    let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    let gap = if text.is_empty() { "" } else { " — " };
    output.line(&format!("  {place}{text}{gap}{mark}{}", if because.is_some() { ":" } else { "" }));
    if let Some(reason) = because {
        output.line(&format!("      {}", explain(reason)));
    }
}

/// The sentence of a reason, with its way out.
pub(crate) fn explain(reason: &Reason) -> String {
    let said = words::remark(reason.id(), &reason.args());
    if said.advice.is_empty() { said.title } else { format!("{} {}", said.title, said.advice) }
}
