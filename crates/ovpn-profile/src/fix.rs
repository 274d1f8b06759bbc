//! What can be put right in a profile, each as a change to few lines that a person sees before it is made.
//!
//! A fix is found in the text alone, so that [`apply`] needs nothing but the text; [`propose`] leaves out what would make
//! something worse.

mod find;

use std::{fmt, str::FromStr};

use profile_api::NoSideFiles;

use crate::{
    outline::{Edits, Outline},
    read::{Import, parse},
};

/// Most fixes that are offered at once. More is another kind of file.
const MAX_FIXES: usize = 40;

macro_rules! kinds {
    ($( $(#[$doc:meta])* $name:ident => $id:literal, )+) => {
        /// What a fix does. Its sentence stands in `lint.ftl` under [`FixKind::id`]: what it does, and as `.advice` why.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum FixKind { $( $(#[$doc])* $name, )+ }

        impl FixKind {
            /// All of them.
            pub const ALL: &[Self] = &[ $( Self::$name, )+ ];

            /// Its name in kebab case.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $( Self::$name => $id, )+ }
            }

            /// Name of its sentence in the Fluent files.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $( Self::$name => concat!("fix-", $id), )+ }
            }
        }
    };
}

kinds! {
    /// `cipher` alone is from before ciphers were negotiated: offer modern ones, and the old one last.
    CipherList => "cipher-list",
    /// A cipher that nobody should use and Adit does not have: offer modern ones instead.
    ModernCiphers => "modern-ciphers",
    /// `ncp-disable` goes.
    Negotiate => "negotiate",
    /// `ncp-ciphers` is called `data-ciphers` today.
    DataCiphers => "data-ciphers",
    /// `tls-remote` becomes `verify-x509-name`.
    ServerName => "server-name",
    /// `ns-cert-type server` becomes `remote-cert-tls server`.
    ServerUsage => "server-usage",
    /// Nothing tells a server's certificate from another client's: check its purpose.
    CheckServer => "check-server",
    /// Scripts that set DNS go, with what belongs to them.
    DnsHelper => "dns-helper",
    /// A program that Adit never runs goes.
    LeaveOutScript => "leave-out-script",
    /// A client's half of the tls-auth key.
    KeyDirection => "key-direction",
    /// A directive that OpenVPN has given up goes.
    Obsolete => "obsolete",
    /// Compression is written as what it is: framing without compression.
    NoCompression => "no-compression",
    /// Words in the spelling that OpenVPN knows.
    Spelling => "spelling",
    /// Values that a directive does not take go.
    ExtraWords => "extra-words",
    /// A misspelled name of a directive.
    Misspelled => "misspelled",
    /// Backslashes as OpenVPN reads them.
    Backslash => "backslash",
    /// TLS suites that Adit does not have go.
    TlsCipher => "tls-cipher",
    /// A file with a password is not named any more.
    AskForPassword => "ask-for-password",
    /// The profile says that it is a client's.
    Client => "client",
}

/// Which fix, stable as long as the text is: its name and its line, `tls-cipher-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FixId {
    /// What it does.
    pub kind: FixKind,
    /// Line number, from 1.
    pub line: u32,
}

impl fmt::Display for FixId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.name(), self.line)
    }
}

/// The text is no [`FixId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a fix is a name and a line number with a dash between them")]
pub struct InvalidFixId;

impl FromStr for FixId {
    type Err = InvalidFixId;

    fn from_str(text: &str) -> Result<Self, InvalidFixId> {
        let (name, line) = text.rsplit_once('-').ok_or(InvalidFixId)?;
        let kind = FixKind::ALL.iter().find(|kind| kind.name() == name).ok_or(InvalidFixId)?;
        Ok(Self { kind: *kind, line: line.parse().map_err(|_| InvalidFixId)? })
    }
}

/// Something that can be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Which one.
    pub id: FixId,
    /// Its line, from 1.
    pub line: u32,
    /// What it does.
    pub kind: FixKind,
    /// The directive that it is about, for the sentence.
    pub name: String,
}

impl Fix {
    /// Values for the sentence, by name.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        vec![("name", self.name.clone())]
    }

    /// The fix as the programs see it.
    pub(crate) fn into_neutral(self) -> profile_api::Fix {
        profile_api::Fix {
            id: profile_api::FixId::new(self.id.to_string()),
            line: self.line,
            effect: profile_api::Reason::new(self.kind.id(), self.args()),
        }
    }
}

/// What can be put right in `text`, of which `import` is what [`crate::parse`] made, in the order of its lines.
///
/// Each fix has been tried: with it, the text still can be read, and nothing is refused that was not refused before.
#[must_use]
pub fn propose(text: &str, import: &Import) -> Vec<Fix> {
    propose_within(text, import.report.refusals().len())
}

/// The same, of a text of which `refused` lines and findings are refused.
pub(crate) fn propose_within(text: &str, refused: usize) -> Vec<Fix> {
    let Some(outline) = Outline::of(text) else { return Vec::new() };
    let mut found = find::all(&outline);
    found.sort_by_key(|(fix, _)| (fix.line, fix.kind));
    found.truncate(MAX_FIXES);
    let better = |fixed: &str| parse(fixed.as_bytes(), &NoSideFiles).report.refusals().len() <= refused;
    found.into_iter().filter(|(_, edits)| better(&edits.clone().apply(&outline))).map(|(fix, _)| fix).collect()
}

/// The text with these fixes made. Ids that no fix of this text has are ignored; no other line is touched.
#[must_use]
pub fn apply(text: &str, ids: &[FixId]) -> String {
    let Some(outline) = Outline::of(text) else { return text.to_owned() };
    let mut edits = Edits::default();
    for (fix, own) in find::all(&outline) {
        if ids.contains(&fix.id) {
            edits.append(own);
        }
    }
    edits.apply(&outline)
}

#[cfg(test)]
mod tests;
