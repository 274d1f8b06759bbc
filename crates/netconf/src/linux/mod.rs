//! Linux: netlink, D-Bus and one file. No child processes.

use std::path::Path;

use vpn_api::TunnelSlot;

use crate::{NetError, NetworkChange, NetworkConfigurator, Recovered};

/// The configurator of one tunnel on this machine. `state_dir` holds its journal.
///
/// # Errors
/// [`NetError::Journal`] when the journal cannot be read.
pub fn system(_state_dir: &Path, _slot: TunnelSlot) -> Result<Box<dyn NetworkConfigurator>, NetError> {
    Err(NetError::Unsupported)
}

/// Undoes what a helper that died left on the machine. To be called at the helper's start, before any configurator exists.
///
/// # Errors
/// When the state directory or the kernel cannot be read.
pub async fn recover(_state_dir: &Path) -> Result<Recovered, NetError> {
    Err(NetError::Unsupported)
}

/// Watches the machine's network outside our own tunnels.
#[derive(Debug)]
pub struct ChangeWatcher(());

impl ChangeWatcher {
    /// Starts to watch.
    ///
    /// # Errors
    /// When the kernel gives no socket for it.
    pub fn new() -> Result<Self, NetError> {
        Err(NetError::Unsupported)
    }

    /// The next change.
    pub async fn next(&mut self) -> NetworkChange {
        std::future::pending().await
    }
}
