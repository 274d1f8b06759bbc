//! The one place that chooses the operating system.

#[cfg(target_os = "linux")]
pub use crate::linux::{ChangeWatcher, kernel_offload, recover, system};

#[cfg(not(target_os = "linux"))]
pub use other::{ChangeWatcher, kernel_offload, recover, system};

#[cfg(not(target_os = "linux"))]
mod other {
    use std::path::Path;

    use vpn_api::{KernelOffload, TunnelSlot};

    use crate::{NetError, NetworkChange, NetworkConfigurator, Recovered};

    /// See the Linux implementation.
    ///
    /// # Errors
    /// [`NetError::Unsupported`], always.
    pub fn system(_state_dir: &Path, _slot: TunnelSlot) -> Result<Box<dyn NetworkConfigurator>, NetError> {
        Err(NetError::Unsupported)
    }

    /// See the Linux implementation.
    ///
    /// # Errors
    /// [`NetError::Unsupported`], always.
    pub async fn recover(_state_dir: &Path) -> Result<Recovered, NetError> {
        Err(NetError::Unsupported)
    }

    /// See the Linux implementation.
    #[must_use]
    pub fn kernel_offload() -> KernelOffload {
        KernelOffload::Unknown
    }

    /// See the Linux implementation.
    #[derive(Debug)]
    pub struct ChangeWatcher(());

    impl ChangeWatcher {
        /// See the Linux implementation.
        ///
        /// # Errors
        /// [`NetError::Unsupported`], always.
        pub fn new() -> Result<Self, NetError> {
            Err(NetError::Unsupported)
        }

        /// Never completes.
        pub async fn next(&mut self) -> NetworkChange {
            std::future::pending().await
        }
    }
}
