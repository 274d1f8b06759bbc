//! The language of the window.

use serde::Serialize;
use specta::Type;

/// What the window is written in, and what it could be.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LanguageView {
    /// The tag of what it is written in: `de`.
    pub(crate) tag: String,
    /// All that there are.
    pub(crate) languages: Vec<LanguageChoice>,
}

/// A language that can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LanguageChoice {
    /// Its tag.
    pub(crate) tag: String,
    /// Its own name for itself: `Deutsch`.
    pub(crate) name: String,
}
