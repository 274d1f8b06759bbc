//! What is known of the machine outside our tunnels.

use tokio::time::Instant;
use vpn_api::Connectivity;

use super::asked::AskedNetwork;
use crate::platform::{MachineNews, NetworkSignIn, Uplinks};

/// What the connections know of the machine.
#[derive(Debug, Default)]
pub(super) struct MachineState {
    /// Where packets can go without a tunnel of ours.
    pub(super) uplinks: Uplinks,
    /// Somebody has to sign in to its network first, as the system judges it.
    pub(super) sign_in: Option<NetworkSignIn>,
    /// The network that was asked for it last.
    pub(super) asked: Option<AskedNetwork>,
    /// Networks so far: grows where an interface comes or goes, or the default route is another one.
    pub(super) networks: u64,
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
        self.networks += u64::from(news.change.links || news.change.default_route);
        if news.change.any() {
            self.changed = Some(Instant::now());
        }
    }

    /// Somebody has to sign in to its network first, whoever says so.
    pub(super) fn wants_sign_in(&self) -> Option<&NetworkSignIn> {
        let asked = self.asked.as_ref().filter(|asked| asked.network == self.networks);
        self.sign_in.as_ref().or_else(|| asked?.wants.as_ref())
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
