//! What was found, and what was asked for it.

use serde::Serialize;
use vpn_api::{Failure, contract::Check, policy::PolicyView};

/// How good it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// As it should be.
    Ok,
    /// Adit works, and something is worth knowing.
    Notice,
    /// Adit does not work, or not wholly.
    Problem,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it was, as a stable id: `programs`, `service`, `socket`, `tun-device`, `capabilities`, `resolver`, `network-manager`,
    /// `udp-offload`, `kernel-offload`, `keychain`, `clock`, `policy`.
    pub check: &'static str,
    /// How good it is.
    pub level: Level,
    /// The message that says what was found; its attribute `.advice` is the way out.
    pub message: &'static str,
    /// The values in it.
    pub values: Vec<(&'static str, String)>,
    /// Technical detail. May be empty.
    pub detail: String,
}

/// What a helper says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// Its version.
    pub version: String,
    /// What it found itself, by [`Request::Doctor`](vpn_api::contract::Request::Doctor).
    pub checks: Vec<Check>,
    /// What an organisation has settled.
    pub policy: Option<Box<PolicyView>>,
}

/// The helper, or why it cannot be used.
pub type Reached = Result<Helper, Failure>;
