//! The lock, as the window shows and changes it.

use serde::{Deserialize, Serialize};
use specta::Type;
use vpn_api::{Lock, ProtectionSettings};

use super::MessageView;

/// The lock of this machine.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProtectionView {
    /// What the machine lets out.
    pub(crate) state: ProtectionKind,
    /// The same in a sentence, and what to do.
    pub(crate) message: MessageView,
    /// Traffic is held back for a connection of ours that is being tried.
    pub(crate) trying: bool,
    /// The profile that traffic is held back for, if it is ours and nobody tries it.
    pub(crate) reconnect: Option<String>,
    /// What was chosen.
    pub(crate) lock: LockChoice,
    /// Devices in the local network can be reached while traffic is held back.
    pub(crate) lan: bool,
    /// A network in which no server answers is asked whether it wants a sign-in.
    pub(crate) sign_in_check: bool,
    /// What can be chosen.
    pub(crate) choices: Vec<LockView>,
    /// A network's sign-in page can be reached.
    pub(crate) portal: bool,
    /// What is let out for a while nevertheless, and until when.
    pub(crate) exceptions: Vec<String>,
    /// What another program takes away again and again.
    pub(crate) taken_away: Vec<MessageView>,
}

/// What the machine lets out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ProtectionKind {
    /// Everything.
    Open,
    /// Tunnels, and nothing beside them.
    Tunnels,
    /// Nothing: no tunnel is up.
    Held,
    /// Everything, as the person wants it.
    LetOut,
    /// It is not as it should be.
    Failed,
}

/// When traffic is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LockChoice {
    /// Never.
    Off,
    /// While a connection that takes all traffic is wanted.
    WhileWanted,
    /// Always.
    Always,
}

impl LockChoice {
    /// As the helper is told.
    pub(crate) fn settings(self, lan: bool, sign_in_check: bool) -> ProtectionSettings {
        let lock = match self {
            Self::Off => Lock::Off,
            Self::WhileWanted => Lock::WhileWanted,
            Self::Always => Lock::Always,
        };
        ProtectionSettings { lock, lan, sign_in_check }
    }
}

/// One choice and what it means.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LockView {
    /// Which.
    pub(crate) lock: LockChoice,
    /// Its name, and what it does.
    pub(crate) message: MessageView,
}
