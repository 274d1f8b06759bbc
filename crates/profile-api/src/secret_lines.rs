//! Which lines of a text are secret. Only a protocol's own format can tell.

use std::ops::Range;

/// Lines that hold a secret together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretLines {
    /// From 0.
    pub lines: Range<usize>,
    /// Whose secret: the block's or directive's name.
    pub name: String,
    /// A directive's line, not lines of a block.
    pub directive: bool,
}

impl SecretLines {
    /// What is shown in place of each line.
    #[must_use]
    pub fn shown(&self) -> String {
        if self.directive { format!("{} •••", self.name) } else { "•••".to_owned() }
    }
}
