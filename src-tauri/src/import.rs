//! From a file, or from text that was dropped or pasted, to a profile and to what the window says about it. Nothing is
//! stored here.

use std::path::PathBuf;

use ovpn_profile::{Import, MAX_PROFILE_LEN, Need, Rejected, Verdict};
use profiles::{NewProfile, ReadError, plain_name};

use crate::{
    sentences::{self, Value},
    view::{ImportRemark, RemarkWeight, Sentence},
};

/// Most files of one import. More is a slip: a whole disk dropped on the window.
pub(crate) const MAX_FILES: usize = 500;

/// Where a profile comes from.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// A file, and the files beside it that it names.
    File(PathBuf),
    /// Text without a folder around it.
    Text {
        /// What it was called where it came from.
        name: String,
        /// The text.
        text: String,
    },
}

impl Source {
    /// The file's name, without its directory.
    pub(crate) fn file_name(&self) -> String {
        let name = match self {
            Self::File(path) => path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            Self::Text { name, .. } => name.clone(),
        };
        plain_name(&name).unwrap_or_else(|| "profile.ovpn".to_owned())
    }
}

/// What came of one source.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The profile, or why there is none.
    pub(crate) outcome: Result<NewProfile, Sentence>,
    /// What the person should know, by weight and line.
    pub(crate) remarks: Vec<ImportRemark>,
}

/// Reads one source. Blocks on the disk.
pub(crate) fn read(source: &Source) -> Reading {
    let import = match source {
        Source::File(path) => profiles::read_file(path),
        Source::Text { text, .. } => profiles::read_text(text),
    };
    match import {
        Ok(import) => judge(import, &source.file_name()),
        Err(error) => Reading { outcome: Err(unread(&error)), remarks: Vec::new() },
    }
}

fn unread(error: &ReadError) -> Sentence {
    match error {
        ReadError::NotFound(cause) => sentences::sentence("import-not-found", &[], cause),
        ReadError::NotAFile => sentences::sentence("import-not-file", &[], ""),
        ReadError::TooLarge => {
            sentences::sentence("import-too-large", &[("limit", Value::from(MAX_PROFILE_LEN / 1024))], "")
        }
        ReadError::Unreadable(cause) => sentences::sentence("import-unreadable", &[], cause),
    }
}

fn judge(import: Import, file: &str) -> Reading {
    let remarks = remarks(&import);
    let outcome = match import.outcome {
        Ok(parsed) => Ok(NewProfile::new(&parsed, file)),
        Err(Rejected::Refused) => Err(sentences::sentence("import-refused", &[], "")),
        Err(Rejected::Incomplete { needs }) => Err(incomplete(&needs)),
    };
    Reading { outcome, remarks }
}

fn incomplete(needs: &[Need]) -> Sentence {
    match needs.first() {
        Some(Need::File { name, .. }) => {
            let detail: Vec<String> = needs.iter().map(needed).collect();
            sentences::sentence("import-needs-file", &[("file", Value::from(name.clone()))], detail.join("\n"))
        }
        Some(Need::ServerAddress { placeholder, line }) => {
            let values = [("placeholder", Value::from(placeholder.clone())), ("line", Value::from(line.to_string()))];
            sentences::sentence("import-needs-address", &values, "")
        }
        None => sentences::sentence("import-refused", &[], ""),
    }
}

fn needed(need: &Need) -> String {
    match need {
        Need::File { directive, name, line, problem } => format!("{line}: {directive} {name}: {problem}"),
        Need::ServerAddress { placeholder, line } => format!("{line}: remote {placeholder}"),
    }
}

fn remarks(import: &Import) -> Vec<ImportRemark> {
    let report = &import.report;
    let lines = report.lines.iter().map(|line| (line.line, line.name.as_str(), &line.verdict));
    let findings = report.findings.iter().map(|finding| (finding.line.unwrap_or(0), "", &finding.verdict));
    let mut remarks: Vec<ImportRemark> =
        findings.chain(lines).filter_map(|(line, directive, verdict)| remark(line, directive, verdict)).collect();
    remarks.sort_by_key(|remark| (remark.weight, remark.line));
    remarks
}

fn remark(line: u32, directive: &str, verdict: &Verdict) -> Option<ImportRemark> {
    let weight = match verdict {
        Verdict::Used => return None,
        Verdict::Ignored { .. } => RemarkWeight::Ignored,
        Verdict::Warning { .. } => RemarkWeight::Warning,
        Verdict::Refused { .. } => RemarkWeight::Refused,
    };
    let text = sentences::reason(verdict.reason()?);
    Some(ImportRemark { line, directive: directive.to_owned(), text, refused: weight == RemarkWeight::Refused, weight })
}

#[cfg(test)]
pub(crate) mod tests;
