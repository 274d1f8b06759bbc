//! The way to a tunnel, link by link, as Adit sees it.

use serde::Serialize;
use specta::Type;

/// One link: what it is, and whether it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LinkView {
    /// `Network`, `Server`.
    pub(crate) name: String,
    /// What was found there: `Connected`, `203.0.113.5`, `No answer`.
    pub(crate) found: String,
    /// Whether it holds.
    pub(crate) state: LinkState,
    /// What can be done about it.
    pub(crate) way: LinkWay,
}

/// Whether a link holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LinkState {
    /// It does.
    Holds,
    /// It is where the way ends.
    Broken,
    /// Nobody knows: the way ends before it.
    Unknown,
}

/// What can be done about a broken link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LinkWay {
    /// Nothing from here.
    None,
    /// Start the helper. Command `start_helper`.
    Helper,
    /// Open the network's sign-in page. Command `open_portal`.
    SignInPage,
    /// Look at everything that Adit needs of this computer.
    Doctor,
    /// Change the profile.
    Edit,
}
