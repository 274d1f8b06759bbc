//! Text that must not be seen: passwords, passphrases, private keys.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A secret text. It is wiped from memory when dropped and never printed: `Debug` shows only that it is there.
///
/// It does serialise, because it has to cross the socket to the helper and enter sealed files. Whoever serialises
/// a value that holds one decides where those bytes go.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of `text`.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself. Name the reason where you call this.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_text() {
        assert_eq!(format!("{:?}", Secret::from("hunter2")), "Secret(hidden)");
        assert_eq!(Secret::from("hunter2").expose(), "hunter2");
    }
}
