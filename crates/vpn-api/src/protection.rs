//! Holding traffic back while no tunnel carries it: what the person chose for this machine, and what is the case.
//!
//! There is one lock for the machine. What it lets out is made by the privileged side from these settings, from the connections
//! that are wanted, and from the plans of the tunnels that are up.

use serde::{Deserialize, Serialize};

use crate::{bounded, owner::Owner, plan::NetworkStep, state::ConnectionId};

/// When traffic is held back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lock {
    /// Never.
    Off,
    /// While a connection that takes all traffic is wanted: from its first tunnel on, or from the start where it is known to take
    /// all traffic and signs in without a browser, until the person disconnects it.
    #[default]
    WhileWanted,
    /// Always, also without a connection and from the start of the machine, until the person opens it.
    Always,
}

/// What was chosen for this machine. Kept by the privileged side; everybody on the machine is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtectionSettings {
    /// When traffic is held back.
    pub lock: Lock,
    /// Directly attached private networks can be reached while it is.
    pub lan: bool,
    /// A network in which no server answers is asked whether it wants a sign-in, by one plain request to a check page. Left out where
    /// it is so: a helper of another version may not know it.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub sign_in_check: bool,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_yes(value: &bool) -> bool {
    *value
}

impl Default for ProtectionSettings {
    fn default() -> Self {
        Self { lock: Lock::default(), lan: true, sign_in_check: true }
    }
}

/// What a client can ask of the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ProtectionRequest {
    /// From here on these settings.
    Set(ProtectionSettings),
    /// Let out what is held back now. Holds until a tunnel is up again, the settings are set, or the machine starts.
    LetOut,
    /// Let the asking user reach the sign-in page of the network that the machine is in, for [`PORTAL_SECONDS`] at most.
    OpenPortal,
    /// End that early.
    ClosePortal,
}

/// How long a network's sign-in page can be reached while traffic is held back, in seconds.
pub const PORTAL_SECONDS: u64 = 300;
/// How long a browser can reach the sign-in page of a connection while traffic is held back, in seconds.
pub const SIGN_IN_SECONDS: u64 = 300;
/// The most exceptions and notes of one [`Protection`].
pub const MAX_ENTRIES: usize = 32;

/// The lock, as it is now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// What was chosen.
    pub settings: ProtectionSettings,
    /// What the firewall does, as read back.
    pub state: ProtectionState,
    /// What is let out for a while nevertheless.
    #[serde(deserialize_with = "bounded::list::<MAX_ENTRIES, _, _>")]
    pub exceptions: Vec<Exception>,
    /// What somebody else on this machine takes away again and again.
    #[serde(deserialize_with = "bounded::list::<MAX_ENTRIES, _, _>")]
    pub taken_away: Vec<TakenAway>,
}

/// What the machine lets out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum ProtectionState {
    /// Everything: nothing is locked.
    #[default]
    Open,
    /// Tunnels that are up, and nothing beside them.
    Tunnels,
    /// Traffic is held back: no tunnel carries it.
    Held { cause: HeldCause },
    /// The person opened it; see [`ProtectionRequest::LetOut`].
    LetOut,
    /// The lock is wanted and the firewall is not as it should be.
    Failed,
}

/// Why traffic is held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "kebab-case")]
pub enum HeldCause {
    /// A connection is wanted and not up, or not up again.
    NotUp { connection: ConnectionId, owner: Owner },
    /// The setting is [`Lock::Always`], and no connection is wanted.
    Always,
}

/// What is let out although traffic is held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "exception", rename_all = "kebab-case")]
pub enum Exception {
    /// The owner's browser, for a sign-in of this connection.
    SignIn { connection: ConnectionId, owner: Owner, until: u64 },
    /// A user's browser, for the sign-in page of the network. `until` is in Unix seconds.
    Portal { user: Owner, until: u64 },
}

/// Something of ours that somebody else on this machine takes away again and again. It is put back each time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenAway {
    /// What it is.
    pub what: NetworkStep,
    /// How often, in the last minutes.
    pub times: u32,
    /// Who most likely does it, where that is known: the name of a program.
    pub by: Option<String>,
}
