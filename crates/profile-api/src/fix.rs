//! Changes that a person can tick on the import sheet.

use crate::reason::Reason;

/// Names a fix as long as the text is the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FixId(String);

impl FixId {
    /// The id with this text. Only the format that gave it knows what it means.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for FixId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that can be put right by changing a few lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Which one.
    pub id: FixId,
    /// Its line, from 1.
    pub line: u32,
    /// What it does, and as the advice of the sentence, why.
    pub effect: Reason,
}
