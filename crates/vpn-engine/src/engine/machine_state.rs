//! What is known of the machine outside our tunnels.

use tokio::time::Instant;
use vpn_api::Connectivity;

use crate::platform::{MachineNews, NetworkSignIn, Uplinks};

/// What the connections know of the machine.
#[derive(Debug, Default)]
pub(super) struct MachineState {
    /// Where packets can go without a tunnel of ours.
    pub(super) uplinks: Uplinks,
    /// Somebody has to sign in to its network first.
    pub(super) sign_in: Option<NetworkSignIn>,
    /// Changes of its network so far.
    pub(super) changes: u64,
    /// How often it has woken from sleep.
    pub(super) wakes: u64,
    /// When its network changed last.
    changed: Option<Instant>,
}

impl MachineState {
    pub(super) fn changed(&mut self, news: MachineNews) {
        self.uplinks = news.uplinks;
        self.changes += u64::from(news.change.any());
        if news.change.any() {
            self.changed = Some(Instant::now());
        }
    }

    /// Whether its network changed since then.
    pub(super) fn changed_since(&self, then: Instant) -> bool {
        self.changed.is_some_and(|changed| changed >= then)
    }
}

/// What a connection has seen of the machine.
#[derive(Debug, Default)]
pub(super) struct SeenOfMachine {
    pub(super) changes: u64,
    pub(super) wakes: u64,
    pub(super) online: Connectivity,
}
