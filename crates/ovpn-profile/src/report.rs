//! What became of each line. The report is data: the terminal and the window render it, each in its way.

use serde::Serialize;

use crate::{
    material::{CertificateInfo, CertificateRole},
    reason::Reason,
    side::SideFileError,
};

/// What became of a whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileVerdict {
    /// Ready.
    Importable,
    /// Ready, or ready once a file or an address is given; there is something to know about it.
    ImportableWithWarnings,
    /// Not usable as it stands.
    Reject,
}

impl FileVerdict {
    /// Its name: `importable`, `importable-with-warnings`, `reject`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Importable => "importable",
            Self::ImportableWithWarnings => "importable-with-warnings",
            Self::Reject => "reject",
        }
    }
}

impl std::fmt::Display for FileVerdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// What became of one line. Its JSON has the word in `verdict`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
#[must_use]
pub enum Verdict {
    /// It means something to Adit.
    Used,
    /// Left out, and harmless.
    Ignored {
        /// Why.
        because: Reason,
    },
    /// Not done as it is written: a safe equivalent of Adit's own does the job.
    Replaced {
        /// By what.
        because: Reason,
    },
    /// Used or left out, and worth knowing.
    Warning {
        /// Why.
        because: Reason,
    },
    /// The profile cannot be used because of it. The sentence of the reason has a way out.
    Refused {
        /// Why.
        because: Reason,
    },
}

impl Verdict {
    /// The word for it: `used`, `ignored`, `replaced`, `warning`, `refused`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Ignored { .. } => "ignored",
            Self::Replaced { .. } => "replaced",
            Self::Warning { .. } => "warning",
            Self::Refused { .. } => "refused",
        }
    }

    /// The reason, if there is one.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Used => None,
            Self::Ignored { because }
            | Self::Replaced { because }
            | Self::Warning { because }
            | Self::Refused { because } => Some(because),
        }
    }

    /// Left out, and harmless.
    pub fn ignored(because: Reason) -> Self {
        Self::Ignored { because }
    }

    /// A safe equivalent does the job.
    pub fn replaced(because: Reason) -> Self {
        Self::Replaced { because }
    }

    /// Worth knowing.
    pub fn warning(because: Reason) -> Self {
        Self::Warning { because }
    }

    /// The profile cannot be used because of it.
    pub fn refused(because: Reason) -> Self {
        Self::Refused { because }
    }

    /// Of two verdicts over parts of one line, the one that says more.
    pub(crate) fn graver(self, other: Self) -> Self {
        if other.weight() > self.weight() { other } else { self }
    }

    fn weight(&self) -> u8 {
        match self {
            Self::Used => 0,
            Self::Ignored { .. } => 1,
            Self::Replaced { .. } => 2,
            Self::Warning { .. } => 3,
            Self::Refused { .. } => 4,
        }
    }
}

/// One line, or one inline block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineReport {
    /// Line number, from 1.
    pub line: u32,
    /// Last line, of a block.
    pub end_line: u32,
    /// The directive's name.
    pub name: String,
    /// The line as written, with secrets hidden; a block is only its tag.
    pub text: String,
    /// What became of it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Something about the profile as a whole, or about a line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Line number, where there is one.
    pub line: Option<u32>,
    /// [`Verdict::Warning`] or [`Verdict::Refused`].
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// What the profile needs from the person before it can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "need", rename_all = "kebab-case")]
pub enum Need {
    /// A file that the profile names. Give it through [`crate::SideFiles`] under the same name and parse again.
    File {
        /// The directive: `ca`, `cert`, `key`, …
        directive: String,
        /// The name as written.
        name: String,
        /// Where.
        line: u32,
        /// Why it is not there.
        problem: SideFileError,
    },
    /// The server's address: a template's text stands in its place. Give it through [`crate::Answers`].
    ServerAddress {
        /// The text in its place.
        placeholder: String,
        /// Where.
        line: u32,
    },
}

impl Need {
    /// The need as a reason, which has its sentence and its way out.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match self {
            Self::File { name, problem, .. } => {
                let name = name.clone();
                match problem {
                    SideFileError::NotFound => Reason::NeedsFile { name },
                    SideFileError::Outside => Reason::NeedsFileElsewhere { name },
                    SideFileError::TooLarge => Reason::FileTooLarge { name },
                    SideFileError::Unreadable => Reason::FileUnreadable { name },
                }
            }
            Self::ServerAddress { placeholder, .. } => Reason::PlaceholderServer { value: placeholder.clone() },
        }
    }
}

/// What became of a profile, line by line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The whole file.
    pub verdict: FileVerdict,
    /// About the profile as a whole.
    pub findings: Vec<Finding>,
    /// In the order of the text.
    pub lines: Vec<LineReport>,
    /// What is missing.
    pub needs: Vec<Need>,
    /// The certificates in it, in the order authority, own, further.
    pub certificates: Vec<CertificateInfo>,
}

impl Report {
    pub(crate) fn new() -> Self {
        Self {
            verdict: FileVerdict::Importable,
            findings: Vec::new(),
            lines: Vec::new(),
            needs: Vec::new(),
            certificates: Vec::new(),
        }
    }

    /// Everything that is refused, with its line.
    #[must_use]
    pub fn refusals(&self) -> Vec<(Option<u32>, &Reason)> {
        let lines = self.lines.iter().map(|line| (Some(line.line), &line.verdict));
        let findings = self.findings.iter().map(|finding| (finding.line, &finding.verdict));
        let refused = lines.chain(findings).filter_map(|(line, verdict)| match verdict {
            Verdict::Refused { because } => Some((line, because)),
            Verdict::Used | Verdict::Ignored { .. } | Verdict::Replaced { .. } | Verdict::Warning { .. } => None,
        });
        let mut found: Vec<_> = refused.collect();
        found.sort_by_key(|(line, _)| line.unwrap_or(u32::MAX));
        found
    }

    /// What of the certificates is past its date at `unix_seconds`. This crate has no clock, so the caller brings the time.
    #[must_use]
    pub fn expired(&self, unix_seconds: i64) -> Vec<Finding> {
        self.dates(unix_seconds, 0)
    }

    /// What of the certificates is not valid at `unix_seconds`, or ends its validity in the `days` after.
    #[must_use]
    pub fn dates(&self, unix_seconds: i64, days: i64) -> Vec<Finding> {
        const DAY: i64 = 86_400;
        let judge = |certificate: &CertificateInfo| {
            let (not_before, not_after) = (certificate.not_before, certificate.not_after);
            let left = not_after.saturating_sub(unix_seconds);
            Some(match left {
                _ if not_before > unix_seconds => Reason::CertificateNotYetValid { not_before },
                ..0 if certificate.role == CertificateRole::Authority => Reason::AuthorityExpired { not_after },
                ..0 => Reason::CertificateExpired { not_after },
                _ if left < days.saturating_mul(DAY) => Reason::CertificateExpiring { not_after, days: left / DAY },
                _ => return None,
            })
        };
        let found = self.certificates.iter().filter_map(|certificate| Some((certificate.line, judge(certificate)?)));
        found.map(|(line, because)| Finding { line: Some(line), verdict: Verdict::warning(because) }).collect()
    }

    pub(crate) fn add(&mut self, line: LineReport) -> Entry {
        self.lines.push(line);
        Entry(self.lines.len() - 1)
    }

    pub(crate) fn line_of(&self, entry: Entry) -> Option<u32> {
        self.lines.get(entry.0).map(|line| line.line)
    }

    /// Sets a line's verdict unless it has a heavier one.
    pub(crate) fn judge(&mut self, entry: Entry, verdict: Verdict) {
        if let Some(line) = self.lines.get_mut(entry.0)
            && line.verdict.weight() < verdict.weight()
        {
            line.verdict = verdict;
        }
    }

    /// A line that a later one replaces: what was said about its value does not count.
    pub(crate) fn replace(&mut self, entry: Entry, by_line: u32) {
        if let Some(line) = self.lines.get_mut(entry.0)
            && !matches!(line.verdict, Verdict::Refused { .. })
        {
            line.verdict = Verdict::ignored(Reason::Repeated { line: by_line });
        }
    }

    pub(crate) fn find(&mut self, line: Option<u32>, verdict: Verdict) {
        self.findings.push(Finding { line, verdict });
    }

    pub(crate) fn settle(&mut self) {
        self.certificates.sort_by_key(|certificate| match certificate.role {
            CertificateRole::Authority => 0,
            CertificateRole::Own => 1,
            CertificateRole::Intermediate => 2,
        });
        let lines = self.lines.iter().map(|line| &line.verdict);
        let heaviest = lines.chain(self.findings.iter().map(|finding| &finding.verdict)).map(Verdict::weight).max();
        self.verdict = match heaviest {
            Some(4) => FileVerdict::Reject,
            Some(2 | 3) => FileVerdict::ImportableWithWarnings,
            Some(_) | None if self.needs.is_empty() => FileVerdict::Importable,
            Some(_) | None => FileVerdict::ImportableWithWarnings,
        };
    }
}

/// A line's place in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry(usize);
