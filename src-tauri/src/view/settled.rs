//! What the organisation has settled, as the window shows it.

use serde::Serialize;
use specta::Type;

use super::MessageView;

/// What the organisation has settled for this computer.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SettledView {
    /// That something is settled; or why the policy cannot be used, and what to do.
    pub(crate) message: MessageView,
    /// `Set by your organisation.`, for beside a setting.
    pub(crate) setting: String,
    /// The policy cannot be used, so that nothing is allowed.
    pub(crate) unusable: bool,
    /// When traffic is held back cannot be chosen.
    pub(crate) lock: bool,
    /// Whether the local network can be reached cannot be chosen.
    pub(crate) lan: bool,
    /// What is held back may be let out.
    pub(crate) let_out: bool,
    /// Profiles of one's own cannot be used: the sentence that says so.
    pub(crate) no_own_profiles: Option<String>,
}
