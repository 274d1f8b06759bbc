//! What a profile needs from the person before it can be used.

use serde::Serialize;

use crate::{
    reason::{CommonReason, MapTexts},
    side_files::SideFileError,
};

/// What a profile needs from the person before it can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "need", rename_all = "kebab-case")]
pub enum Need {
    /// A file that the profile names. Give it through [`crate::SideFiles`] under the same name and read again.
    File {
        /// The directive that names it.
        directive: String,
        /// The name as written.
        name: String,
        /// Line number, from 1.
        line: u32,
        /// Why it is not there.
        problem: SideFileError,
    },
    /// The server's address: a template's text stands in its place. Give it through [`crate::Answers`].
    ServerAddress {
        /// The text in its place.
        placeholder: String,
        /// Line number, from 1.
        line: u32,
    },
}

impl Need {
    /// The line that needs something, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        match self {
            Self::File { line, .. } | Self::ServerAddress { line, .. } => *line,
        }
    }

    /// The need as a reason, which has its sentence and its way out.
    #[must_use]
    pub fn reason(&self) -> CommonReason {
        match self {
            Self::File { name, problem, .. } => {
                let name = name.clone();
                match problem {
                    SideFileError::NotFound => CommonReason::NeedsFile { name },
                    SideFileError::Outside => CommonReason::NeedsFileElsewhere { name },
                    SideFileError::TooLarge => CommonReason::FileTooLarge { name },
                    SideFileError::Unreadable => CommonReason::FileUnreadable { name },
                }
            }
            Self::ServerAddress { placeholder, .. } => CommonReason::PlaceholderServer { value: placeholder.clone() },
        }
    }
}

impl MapTexts for Need {
    fn map_texts(self, change: &dyn Fn(String) -> String) -> Self {
        match self {
            Self::File { directive, name, line, problem } => {
                Self::File { directive, name: change(name), line, problem }
            }
            Self::ServerAddress { placeholder, line } => Self::ServerAddress { placeholder: change(placeholder), line },
        }
    }
}
