//! Questions to networks: who asks, and what is known.

use tokio::{task::AbortHandle, time::Instant};

use crate::platform::NetworkSignIn;

/// A connection's question. Dropping it ends it.
#[derive(Debug)]
pub(super) struct Asking {
    /// The network's number.
    pub(super) network: u64,
    pub(super) task: AbortHandle,
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Which network is asked, or was, and what it wants.
#[derive(Debug, Clone)]
pub(super) struct AskedNetwork {
    /// Its number.
    pub(super) network: u64,
    /// When it was begun to be asked.
    pub(super) at: Instant,
    /// What it wants of somebody.
    pub(super) wants: Option<NetworkSignIn>,
}
