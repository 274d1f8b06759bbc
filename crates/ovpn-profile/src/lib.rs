//! Reads `.ovpn` profiles into typed, valid values.
//!
//! ```text
//!  bytes ─ input ─► text ─ lexer ─► items ─ apply (by directive) ─► draft ─ finish (files, defaults) ─► Profile
//!                                              └────────────► Report: one verdict per line ◄────────┘
//! ```
//!
//! Around it: [`Summary`] (what the sheet says in short), [`fix`] (what can be put right), [`edit`] (the form), [`mask`]
//! (secrets out of a text and back), [`inline`](inline()) (a text that stands alone), [`diff`], [`print`](print()).
//!
//! [`parse`] never runs, opens or contacts anything: files beside the profile come through [`SideFiles`], and programs
//! that a profile names are never started. Bad input is an answer, not a panic.

mod apply;
pub mod around;
pub mod diff;
pub mod directive;
mod draft;
pub mod edit;
mod finish;
pub mod fix;
mod inline;
pub mod input;
pub mod lexer;
pub mod mask;
pub mod material;
mod outline;
pub mod print;
pub mod reason;
pub mod report;
mod secrets;
pub mod side;
pub mod summary;

use std::collections::BTreeMap;

use serde::Serialize;

pub use around::Around;
pub use inline::inline;
pub use input::MAX_PROFILE_LEN;
pub use material::{CertificateInfo, CertificateRole};
pub use ovpn_settings::{self as profile, InvalidDocument, InvalidProfile, MAX_REMOTES, PROTOCOL, Profile};
pub use print::print;
pub use reason::Reason;
pub use report::{FileVerdict, Finding, LineReport, Need, Report, Verdict};
pub use side::{MAX_SIDE_FILE_LEN, NoSideFiles, SideFileError, SideFiles};
pub use summary::Summary;

/// What became of a profile.
#[derive(Debug)]
pub struct Import {
    /// The profile, or why there is none.
    pub outcome: Result<Parsed, Rejected>,
    /// Line by line, in either case.
    pub report: Report,
}

/// A profile that can be connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The profile.
    pub profile: Profile,
    /// What whoever made the profile calls it.
    pub name_hint: Option<String>,
    /// What the person will be asked for.
    pub sign_in: SignIn,
}

/// How one signs in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SignIn {
    /// With our own certificate.
    pub certificate: bool,
    /// A user name has to be typed.
    pub username: bool,
    /// A password has to be typed.
    pub password: bool,
    /// A passphrase has to be typed for the private key.
    pub key_passphrase: bool,
    /// A further answer has to be typed every time.
    pub challenge: bool,
    /// With the browser. Nothing is typed in Adit.
    pub browser: bool,
}

impl SignIn {
    fn of(profile: &Profile) -> Self {
        let identity = profile.tls.identity.as_ref();
        let browser = profile.login.as_ref().is_some_and(|login| login.federated);
        let login = profile.login.as_ref().filter(|login| !login.federated);
        Self {
            certificate: identity.is_some(),
            username: login.is_some_and(|login| login.username.is_none()),
            password: login.is_some_and(|login| login.password.is_none()),
            key_passphrase: identity.is_some_and(|identity| identity.encrypted),
            challenge: login.is_some_and(|login| login.static_challenge.is_some()),
            browser,
        }
    }
}

/// Why there is no profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rejected", rename_all = "kebab-case")]
pub enum Rejected {
    /// [`Report::refusals`] tells line and reason.
    #[error("the profile cannot be used as it stands")]
    Refused,
    /// Everything is fine but for files or an address that the person can give.
    #[error("the profile needs {} more", needs.len())]
    Incomplete {
        /// What is missing.
        needs: Vec<Need>,
    },
}

/// What the person answered to [`Need`]s that are not files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Server addresses by the placeholder in their place.
    pub servers: BTreeMap<String, String>,
}

/// Reads a profile. `input` is the whole file; callers refuse a file above [`MAX_PROFILE_LEN`] by its length, unread.
#[must_use]
pub fn parse(input: &[u8], side_files: &dyn SideFiles) -> Import {
    parse_with(input, side_files, &Answers::default())
}

/// Reads a profile whose gaps the person has filled.
#[must_use]
pub fn parse_with(input: &[u8], side_files: &dyn SideFiles, answers: &Answers) -> Import {
    let mut report = Report::new();
    let mut draft = draft::Draft::default();
    let text = match input::decode(input) {
        Ok(text) => text,
        Err((line, reason)) => return refuse(report, line, reason),
    };
    if text.latin1 {
        report.find(None, Verdict::Warning { because: Reason::NotUtf8 });
    }
    let read = lexer::lex(&text.text, 1, 0).and_then(|items| apply::items(&mut draft, &mut report, &text.text, &items));
    if let Err(error) = read {
        let line = error.line();
        return refuse(report, Some(line), error.into());
    }
    let outcome = finish::finish(draft, &mut report, side_files, &answers.servers);
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
