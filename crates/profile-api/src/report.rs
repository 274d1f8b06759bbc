//! What became of each line. The report is data: the terminal and the window render it, each in its way.
//!
//! `R` is the kind of reasons: a protocol's own enum inside of its crate, [`Reason`] everywhere else.

use serde::Serialize;

use crate::{
    certificate::CertificateInfo,
    need::Need,
    reason::{CommonReason, Reason},
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

/// What became of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Verdict<R = Reason> {
    /// It means something to Adit.
    Used,
    /// Left out, and harmless.
    Ignored {
        /// Why.
        because: R,
    },
    /// Not done as it is written: a safe equivalent of Adit's own does the job.
    Replaced {
        /// By what.
        because: R,
    },
    /// Used or left out, and worth knowing.
    Warning {
        /// Why.
        because: R,
    },
    /// The profile cannot be used because of it. The sentence of the reason has a way out.
    Refused {
        /// Why.
        because: R,
    },
}

impl<R> Verdict<R> {
    /// Its name: `used`, `ignored`, `replaced`, `warning`, `refused`.
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
    pub fn reason(&self) -> Option<&R> {
        match self {
            Self::Used => None,
            Self::Ignored { because }
            | Self::Replaced { because }
            | Self::Warning { because }
            | Self::Refused { because } => Some(because),
        }
    }

    /// Left out, and harmless.
    pub fn ignored(because: R) -> Self {
        Self::Ignored { because }
    }

    /// A safe equivalent does the job.
    pub fn replaced(because: R) -> Self {
        Self::Replaced { because }
    }

    /// Worth knowing.
    pub fn warning(because: R) -> Self {
        Self::Warning { because }
    }

    /// The profile cannot be used because of it.
    pub fn refused(because: R) -> Self {
        Self::Refused { because }
    }

    /// The same with the other kind of reason.
    pub fn map<S>(self, reason: impl FnOnce(R) -> S) -> Verdict<S> {
        match self {
            Self::Used => Verdict::Used,
            Self::Ignored { because } => Verdict::Ignored { because: reason(because) },
            Self::Replaced { because } => Verdict::Replaced { because: reason(because) },
            Self::Warning { because } => Verdict::Warning { because: reason(because) },
            Self::Refused { because } => Verdict::Refused { because: reason(because) },
        }
    }

    /// Of two verdicts over parts of one line, the one that says more.
    pub fn graver(self, other: Self) -> Self {
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineReport<R = Reason> {
    /// Line number, from 1.
    pub line: u32,
    /// Last line, of a block.
    pub end_line: u32,
    /// The directive's name.
    pub name: String,
    /// The line as written, with secrets hidden; a block is only its tag.
    pub text: String,
    /// What became of it.
    pub verdict: Verdict<R>,
}

/// Something about the profile as a whole, or about a line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<R = Reason> {
    /// Line number, where there is one.
    pub line: Option<u32>,
    /// What became of it; never [`Verdict::Used`].
    pub verdict: Verdict<R>,
}

/// What became of a profile, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report<R = Reason> {
    /// The whole file.
    pub verdict: FileVerdict,
    /// About the profile as a whole.
    pub findings: Vec<Finding<R>>,
    /// In the order of the text.
    pub lines: Vec<LineReport<R>>,
    /// What is missing.
    pub needs: Vec<Need>,
    /// The certificates in it, in the order authority, own, further.
    pub certificates: Vec<CertificateInfo>,
}

impl<R> Default for Report<R> {
    fn default() -> Self {
        Self {
            verdict: FileVerdict::Importable,
            findings: Vec::new(),
            lines: Vec::new(),
            needs: Vec::new(),
            certificates: Vec::new(),
        }
    }
}

impl<R> Report<R> {
    /// Everything that is refused, with its line.
    #[must_use]
    pub fn refusals(&self) -> Vec<(Option<u32>, &R)> {
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

    /// The same report with the other kind of reasons.
    #[must_use]
    pub fn map<S>(self, reason: impl Fn(R) -> S) -> Report<S> {
        let Self { verdict, findings, lines, needs, certificates } = self;
        let finding = |Finding { line, verdict }: Finding<R>| Finding { line, verdict: verdict.map(&reason) };
        let line = |LineReport { line, end_line, name, text, verdict }: LineReport<R>| LineReport {
            line,
            end_line,
            name,
            text,
            verdict: verdict.map(&reason),
        };
        Report {
            verdict,
            findings: findings.into_iter().map(finding).collect(),
            lines: lines.into_iter().map(line).collect(),
            needs,
            certificates,
        }
    }
}

impl<R: From<CommonReason>> Report<R> {
    /// What of the certificates is not valid at `unix_seconds`, or ends its validity within the next `days`. A warning, not
    /// a part of the report itself: what is said of a file must not depend on the day it is read.
    #[must_use]
    pub fn dates(&self, unix_seconds: i64, days: i64) -> Vec<Finding<R>> {
        let found = self.certificates.iter().filter_map(|one| Some((one.line, one.dates(unix_seconds, days)?)));
        found.map(|(line, because)| Finding { line: Some(line), verdict: Verdict::warning(because.into()) }).collect()
    }
}

/// What a reader does while it reads.
impl<R> Report<R> {
    /// Adds a line.
    pub fn add(&mut self, line: LineReport<R>) -> Entry {
        self.lines.push(line);
        Entry(self.lines.len() - 1)
    }

    /// The number of an added line, from 1.
    #[must_use]
    pub fn line_of(&self, entry: Entry) -> Option<u32> {
        self.lines.get(entry.0).map(|line| line.line)
    }

    /// Sets a line's verdict unless it has a heavier one.
    pub fn judge(&mut self, entry: Entry, verdict: Verdict<R>) {
        if let Some(line) = self.lines.get_mut(entry.0)
            && line.verdict.weight() < verdict.weight()
        {
            line.verdict = verdict;
        }
    }

    /// A line that a later one replaces: what was said about its value does not count, unless it was refused.
    pub fn replace(&mut self, entry: Entry, because: R) {
        if let Some(line) = self.lines.get_mut(entry.0)
            && !matches!(line.verdict, Verdict::Refused { .. })
        {
            line.verdict = Verdict::ignored(because);
        }
    }

    /// Adds something about the whole, or about a line that cannot be read.
    pub fn find(&mut self, line: Option<u32>, verdict: Verdict<R>) {
        self.findings.push(Finding { line, verdict });
    }

    /// Orders the certificates and sets the verdict on the whole file. Called once, at the end.
    pub fn settle(&mut self) {
        self.certificates.sort_by_key(|certificate| certificate.role);
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

/// A line of a [`Report`] that is being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry(usize);

#[cfg(test)]
mod tests {
    use super::*;

    fn line(report: &mut Report<u8>, number: u32) -> Entry {
        let (name, text) = ("x".to_owned(), "x 1".to_owned());
        report.add(LineReport { line: number, end_line: number, name, text, verdict: Verdict::Used })
    }

    #[test]
    fn the_heaviest_verdict_counts_for_a_line_and_for_the_file() {
        let mut report = Report::default();
        let (first, second) = (line(&mut report, 1), line(&mut report, 2));
        report.judge(first, Verdict::ignored(1));
        report.settle();
        assert_eq!(report.verdict, FileVerdict::Importable);
        report.judge(first, Verdict::warning(2));
        report.judge(first, Verdict::ignored(3));
        assert_eq!(report.lines[0].verdict, Verdict::warning(2));
        report.settle();
        assert_eq!(report.verdict, FileVerdict::ImportableWithWarnings);
        report.judge(second, Verdict::refused(4));
        report.replace(first, 5);
        report.replace(second, 6);
        report.find(None, Verdict::refused(7));
        report.settle();
        assert_eq!(report.verdict, FileVerdict::Reject);
        assert_eq!(report.refusals(), [(Some(2), &4), (None, &7)]);
        let mapped = report.map(|reason| reason * 10);
        assert_eq!(mapped.lines[0].verdict, Verdict::ignored(50));
        assert_eq!(mapped.findings[0].verdict, Verdict::refused(70));
    }

    #[test]
    fn what_is_needed_is_worth_knowing() {
        let mut report: Report<u8> = Report::default();
        report.needs.push(Need::ServerAddress { placeholder: "SERVER".to_owned(), line: 1 });
        report.settle();
        assert_eq!(report.verdict, FileVerdict::ImportableWithWarnings);
    }
}
