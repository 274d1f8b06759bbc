//! `aditctl lint`: what Adit makes of profiles, line by line, in the terminal and for a pipeline.

mod find;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use i18n::Value;
use profile_api::{FileVerdict, Finding, Formats, Import, Need, Reason, Report, Verdict};
use serde::Serialize;

use crate::{
    exit::{CommandError, Exit},
    files,
    output::Output,
};

/// The codes, for `--help`: a pipeline tells a profile with a remark from one that cannot be used.
pub(crate) const EXIT_CODES: &str = "\
Exit codes, the worst of all files:
   0  importable
   1  importable, with something to know; or it needs a file or an address
   2  refused; also wrong usage
   3  a file or folder cannot be read, or there is no profile in it";

/// How it ended; its number is the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Outcome {
    Importable = 0,
    Warnings = 1,
    Refused = 2,
    Unreadable = 3,
}

impl Outcome {
    fn of(verdict: FileVerdict) -> Self {
        match verdict {
            FileVerdict::Importable => Self::Importable,
            FileVerdict::ImportableWithWarnings => Self::Warnings,
            FileVerdict::Reject => Self::Refused,
        }
    }
}

/// One file as JSON. `verdict` depends on the file alone; `notes` on today's date, too.
#[derive(Serialize)]
struct Linted<'a> {
    file: String,
    verdict: FileVerdict,
    directives: Vec<Judged<'a>>,
    findings: Vec<Judged<'a>>,
    notes: Vec<Judged<'a>>,
    needs: &'a [Need],
}

/// A directive, or something about the whole file.
#[derive(Serialize)]
struct Judged<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    verdict: &'static str,
    /// In a sentence; `null` for what is simply used.
    reason: Option<String>,
    /// The same as a stable identifier, for scripts.
    code: Option<&'static str>,
}

impl<'a> Judged<'a> {
    fn new(line: Option<u32>, name: Option<&'a str>, verdict: &Verdict) -> Self {
        let reason = verdict.reason();
        let code = reason.map(|reason| reason.id().trim_start_matches("lint-"));
        Self { line, end_line: None, name, verdict: verdict.name(), reason: reason.map(explain), code }
    }
}

/// A file that is no profile at all.
#[derive(Serialize)]
struct Unreadable {
    file: String,
    verdict: &'static str,
    reason: String,
}

/// Prints a report for each file, and for each profile in each folder. The exit code tells the worst.
pub(crate) fn run(paths: &[PathBuf], all: bool, formats: &Formats, output: Output) -> Result<ExitCode, CommandError> {
    let mut worst = Outcome::Importable;
    for path in paths {
        let found = match find::profiles(path, formats) {
            Ok(found) => found,
            Err(sentence) => {
                unreadable(path, sentence, output)?;
                worst = Outcome::Unreadable;
                continue;
            }
        };
        for file in found {
            worst = worst.max(one(&file, all, formats, output)?);
        }
    }
    Ok(ExitCode::from(worst as u8))
}

fn one(path: &Path, all: bool, formats: &Formats, output: Output) -> Result<Outcome, CommandError> {
    let import = match files::import(path, formats) {
        Ok(import) => import,
        Err(CommandError::Message { sentence, .. }) => {
            unreadable(path, sentence, output)?;
            return Ok(Outcome::Unreadable);
        }
        Err(error @ (CommandError::Failure(_) | CommandError::Told(_))) => return Err(error),
    };
    let notes = import.notes(now(), &[]);
    if output.json {
        output.value(&json(path, &import, &notes))?;
    } else {
        print(path, &import.report, &notes, all, output);
    }
    Ok(Outcome::of(import.report.verdict))
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn unreadable(path: &Path, reason: String, output: Output) -> Result<(), CommandError> {
    if output.json {
        output.value(&Unreadable { file: path.display().to_string(), verdict: "unreadable", reason })?;
        return Ok(());
    }
    CommandError::message(Exit::Profile, reason).report(output);
    Ok(())
}

fn json<'a>(path: &Path, import: &'a Import, notes: &'a [Finding]) -> Linted<'a> {
    let report = &import.report;
    let about = |finding: &'a Finding| Judged::new(finding.line, None, &finding.verdict);
    let directives = report.lines.iter().map(|line| Judged {
        end_line: Some(line.end_line).filter(|end| *end != line.line),
        ..Judged::new(Some(line.line), Some(&line.name), &line.verdict)
    });
    Linted {
        file: path.display().to_string(),
        verdict: report.verdict,
        directives: directives.collect(),
        findings: report.findings.iter().map(about).collect(),
        notes: notes.iter().map(about).collect(),
        needs: &report.needs,
    }
}

fn print(path: &Path, report: &Report, notes: &[Finding], all: bool, output: Output) {
    output.line(&format!("{}: {}", path.display(), summary(report)));
    for finding in report.findings.iter().chain(notes) {
        describe(finding.line, "", &finding.verdict, word(&finding.verdict), output);
    }
    for line in &report.lines {
        let plain = matches!(line.verdict, Verdict::Used | Verdict::Ignored { .. });
        if all || !plain {
            let needed = report.needs.iter().any(|need| need.line() == line.line);
            let word = if needed { "verdict-needed" } else { word(&line.verdict) };
            describe(Some(line.line), &line.text, &line.verdict, word, output);
        }
    }
}

fn summary(report: &Report) -> String {
    match report.verdict {
        FileVerdict::Reject => i18n::text("verdict-reject", &[]),
        FileVerdict::Importable | FileVerdict::ImportableWithWarnings if !report.needs.is_empty() => {
            i18n::text("verdict-incomplete", &[("count", Value::from(report.needs.len()))])
        }
        FileVerdict::Importable => i18n::text("verdict-importable", &[]),
        FileVerdict::ImportableWithWarnings => i18n::text("verdict-importable-with-warnings", &[]),
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
    let word = i18n::text(word, &[]);
    let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    match verdict.reason() {
        None => output.line(&format!("  {place}{text} — {word}")),
        // About the profile as a whole: there is no line to stand above.
        Some(reason) if text.is_empty() => output.line(&format!("  {place}{word}: {}", explain(reason))),
        Some(reason) => output.line(&format!("  {place}{text}\n      {word}: {}", explain(reason))),
    }
}

/// The sentence of a reason, with its way out.
pub(crate) fn explain(reason: &Reason) -> String {
    let said = i18n::remark(reason.id(), reason.args());
    if said.advice.is_empty() { said.title } else { format!("{} {}", said.title, said.advice) }
}
