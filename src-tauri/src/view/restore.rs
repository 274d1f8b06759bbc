//! What comes back by itself, as the window shows and sets it.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What is connected again after a restart, without being asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RestoreChoice {
    /// Nothing.
    Nothing,
    /// What was connected.
    #[default]
    WasConnected,
    /// The profiles that are chosen for it.
    Chosen,
}

/// What was chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RestoreView {
    /// Which.
    pub(crate) choice: RestoreChoice,
    /// The ids of the chosen profiles.
    pub(crate) chosen: Vec<String>,
    /// Adit begins with the desktop's session, in the tray, also where nothing comes back.
    pub(crate) at_login: bool,
}
