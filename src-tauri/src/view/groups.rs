//! Groups of profiles.

use serde::Serialize;
use specta::Type;

/// One group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GroupView {
    /// Stable id.
    pub(crate) id: String,
    /// Name for people.
    pub(crate) name: String,
    /// How many profiles it has.
    pub(crate) count: u32,
    /// A sign-in is remembered that all of them share.
    pub(crate) remembers: bool,
}
