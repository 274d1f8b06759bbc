//! `aditctl lint`: what Adit makes of a profile, line by line.

use std::path::{Path, PathBuf};

use ovpn_profile::{FileVerdict, Need, Reason, Report, Verdict};
use serde::Serialize;
use words::Value;

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
    output.line(&format!("{}: {}", path.display(), summary(report)));
    for finding in &report.findings {
        describe(finding.line, "", &finding.verdict, word(&finding.verdict), output);
    }
    for line in &report.lines {
        let plain = matches!(line.verdict, Verdict::Used | Verdict::Ignored { .. });
        if all || !plain {
            let needed = report.needs.iter().any(|need| place(need) == line.line);
            let word = if needed { "verdict-needed" } else { word(&line.verdict) };
            describe(Some(line.line), &line.text, &line.verdict, word, output);
        }
    }
}

fn summary(report: &Report) -> String {
    match report.verdict {
        FileVerdict::Reject => words::text("verdict-reject", &[]),
        FileVerdict::Importable | FileVerdict::ImportableWithWarnings if !report.needs.is_empty() => {
            words::text("verdict-incomplete", &[("count", Value::from(report.needs.len()))])
        }
        FileVerdict::Importable => words::text("verdict-importable", &[]),
        FileVerdict::ImportableWithWarnings => words::text("verdict-importable-with-warnings", &[]),
    }
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Used => "verdict-used",
        Verdict::Ignored { .. } => "verdict-ignored",
        Verdict::Replaced { .. } => "verdict-replaced",
        Verdict::Warning { .. } => "verdict-warning",
        Verdict::Refused { .. } => "verdict-refused",
    }
}

/// One line with what became of it; a reason stands below, since both can be long.
fn describe(line: Option<u32>, text: &str, verdict: &Verdict, word: &str, output: Output) {
    let word = words::text(word, &[]);
    let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    match verdict.reason() {
        None => output.line(&format!("  {place}{text} — {word}")),
        // About the profile as a whole: there is no line to stand above.
        Some(reason) if text.is_empty() => output.line(&format!("  {place}{word}: {}", explain(reason))),
        Some(reason) => output.line(&format!("  {place}{text}\n      {word}: {}", explain(reason))),
    }
}

/// The line that needs something.
pub(crate) fn place(need: &Need) -> u32 {
    match need {
        Need::File { line, .. } | Need::ServerAddress { line, .. } => *line,
    }
}

/// The sentence of a reason, with its way out.
pub(crate) fn explain(reason: &Reason) -> String {
    let said = words::remark(reason.id(), &reason.args());
    if said.advice.is_empty() { said.title } else { format!("{} {}", said.title, said.advice) }
}
