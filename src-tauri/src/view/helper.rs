//! The helper, and what it needs of this computer.

use serde::Serialize;
use specta::Type;

use super::MessageView;

/// The helper service.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HelperView {
    /// How it is.
    pub(crate) status: HelperStatus,
    /// What is wrong and the way out; absent when it runs.
    pub(crate) trouble: Option<MessageView>,
    /// What the button beside that does. Command `start_helper`.
    pub(crate) way: HelperWay,
    /// It was never enabled here: the window asks whether it should be.
    pub(crate) first: bool,
    /// How far starting it is: `Starting the helper…`.
    pub(crate) progress: Option<String>,
}

/// How the helper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum HelperStatus {
    /// Being looked for.
    Searching,
    /// Running and of our version.
    Running,
    /// Not there.
    NotRunning,
    /// There, of another version.
    WrongVersion,
}

/// What can be done about a helper that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum HelperWay {
    /// Nothing from here.
    None,
    /// Look again: somebody else has to do something first.
    Look,
    /// Enable and start it.
    Enable,
    /// Start it.
    Start,
    /// Start it again: it ended by itself, or does not answer.
    StartAgain,
    /// Restart it: it is older than this program.
    Restart,
    /// Quit: this program is older than the helper.
    Quit,
    /// Nothing: it is being started.
    Wait,
}

/// One thing that Adit needs of this computer. Result of the command `examine`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FindingView {
    /// Its name.
    pub(crate) name: String,
    /// How good it is.
    pub(crate) level: LevelView,
    /// What was found, and the way out.
    pub(crate) found: MessageView,
}

/// How good something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LevelView {
    /// As it should be.
    Ok,
    /// Worth knowing.
    Notice,
    /// A problem.
    Problem,
}
