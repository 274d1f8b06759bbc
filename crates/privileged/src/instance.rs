//! One helper for one state directory and one network: two would undo each other's changes.

use std::{
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
};

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;
#[cfg(not(unix))]
mod portable;
#[cfg(unix)]
mod unix;

#[cfg(target_os = "linux")]
use linux::{Network, take_network};
#[cfg(not(target_os = "linux"))]
use missing::{Network, take_network};
#[cfg(not(unix))]
use portable::{make_private_directory, open_lock};
#[cfg(unix)]
use unix::{make_private_directory, open_lock};

/// Held while the helper runs; the system takes it back however the helper ends.
#[derive(Debug)]
pub struct Instance {
    _lock: File,
    _network: Network,
}

/// The state directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InstanceError {
    /// Another helper works in it.
    #[error("another helper uses the state directory {}", .0.display())]
    InUse(PathBuf),
    /// Another helper changes the network.
    #[error("another helper, with another state directory, changes this machine's network")]
    NetworkInUse,
    /// The system refused.
    #[error("cannot use the state directory {}", path.display())]
    Io {
        /// The directory.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Instance {
    /// Makes the state directory if it is missing, for its owner alone, and takes it and the network.
    ///
    /// # Errors
    /// [`InstanceError`].
    pub fn enter(state_dir: &Path) -> Result<Self, InstanceError> {
        Self::enter_as(state_dir, "app.adit.Adit.network")
    }

    fn enter_as(state_dir: &Path, network: &str) -> Result<Self, InstanceError> {
        let failed = |source| InstanceError::Io { path: state_dir.to_owned(), source };
        make_private_directory(state_dir).map_err(failed)?;
        let lock = open_lock(&state_dir.join("lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(InstanceError::InUse(state_dir.to_owned())),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        match take_network(network) {
            Ok(network) => Ok(Self { _lock: lock, _network: network }),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(InstanceError::NetworkInUse),
            Err(error) => Err(failed(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_one_is_refused_until_the_first_one_leaves() {
        let directory = tempfile::tempdir().unwrap();
        let state = directory.path().join("a/b");
        let network = format!("adit-state-test-{}", std::process::id());
        let enter = || Instance::enter_as(&state, &network);
        let first = enter().unwrap();
        assert!(matches!(enter(), Err(InstanceError::InUse(_))));
        drop(first);
        enter().unwrap();
    }

    #[test]
    fn a_lock_that_leads_elsewhere_is_not_followed() {
        let directory = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(directory.path().join("victim"), directory.path().join("lock")).unwrap();
        assert!(matches!(Instance::enter(directory.path()), Err(InstanceError::Io { .. })));
        assert!(!directory.path().join("victim").exists());
    }

    #[test]
    fn another_helper_of_the_system_has_the_network_whatever_its_directory() {
        let directory = tempfile::tempdir().unwrap();
        let network = format!("adit-network-test-{}", std::process::id());
        let enter = |state: &str| Instance::enter_as(&directory.path().join(state), &network);
        let first = enter("a").unwrap();
        // One of a person keeps nobody out.
        let is_system = rustix::process::geteuid().is_root();
        assert_eq!(matches!(enter("b"), Err(InstanceError::NetworkInUse)), is_system);
        drop(first);
        enter("b").unwrap();
        let too_long = Instance::enter_as(&directory.path().join("c"), &"x".repeat(200));
        assert!(matches!(too_long, Err(InstanceError::Io { .. })));
    }

    #[test]
    fn what_is_no_file_is_no_lock() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("lock")).unwrap();
        assert!(matches!(Instance::enter(directory.path()), Err(InstanceError::Io { .. })));
    }
}
