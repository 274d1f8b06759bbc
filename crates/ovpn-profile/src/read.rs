//! From bytes to a profile, with a verdict on each line.

use profile_api::{Answers, Rejected, SideFiles};

use crate::{
    apply, build, input, joined, lexer,
    parsed::Parsed,
    reason::Reason,
    report::{Report, Verdict},
    said::Said,
    secrets,
};

/// What became of a profile.
#[derive(Debug)]
pub struct Import {
    /// The profile, or why there is none.
    pub outcome: Result<Parsed, Rejected>,
    /// Line by line, in either case. Nothing secret is in it.
    pub report: Report,
}

/// Reads a profile. `input` is the whole file; callers refuse a file above [`profile_api::MAX_PROFILE_LEN`] by its length,
/// unread.
#[must_use]
pub fn parse(input: &[u8], side_files: &dyn SideFiles) -> Import {
    parse_with(input, side_files, &Answers::default())
}

/// Reads a profile whose gaps the person has filled.
#[must_use]
pub fn parse_with(input: &[u8], side_files: &dyn SideFiles, answers: &Answers) -> Import {
    let text = match input::decode(input) {
        Ok(text) => text,
        Err((line, reason)) => return refuse(Report::default(), line, reason),
    };
    let Import { mut outcome, report } = read(&text, side_files, answers);
    let report = secrets::hide(report, &text.text);
    if let Err(Rejected::Incomplete { needs }) = &mut outcome {
        needs.clone_from(&report.needs);
    }
    Import { outcome, report }
}

/// The same, before secrets are taken out of the report.
fn read(text: &input::Text<'_>, side_files: &dyn SideFiles, answers: &Answers) -> Import {
    let mut report = Report::default();
    let mut said = Said::default();
    if text.latin1 {
        report.find(None, Verdict::Warning { because: Reason::NotUtf8 });
    }
    if joined::is_joined(&text.text) {
        return refuse(report, None, Reason::LinesJoined);
    }
    let read = lexer::lex(&text.text, 1, 0).and_then(|items| apply::items(&mut said, &mut report, &text.text, &items));
    if let Err(error) = read {
        let line = error.line();
        return refuse(report, Some(line), error.into());
    }
    let outcome = build::build(said, &mut report, side_files, &answers.servers);
    Import { outcome, report }
}

fn refuse(mut report: Report, line: Option<u32>, because: Reason) -> Import {
    report.find(line, Verdict::Refused { because });
    report.settle();
    Import { outcome: Err(Rejected::Refused), report }
}

impl From<lexer::LexError> for Reason {
    fn from(error: lexer::LexError) -> Self {
        match error {
            lexer::LexError::UnbalancedQuote { .. } => Self::UnbalancedQuote,
            lexer::LexError::MissingEndTag { name, .. } => Self::MissingEndTag { name },
            lexer::LexError::LineTooLong { .. } => Self::LineTooLong,
            lexer::LexError::ConflictMarker { .. } => Self::ConflictMarker,
            lexer::LexError::LooseMaterial { .. } => Self::LooseMaterial,
            lexer::LexError::TooManyItems { .. } => Self::TooManyLines { limit: lexer::MAX_ITEMS as u64 },
        }
    }
}
