//! An operating system that no backend exists for: nothing is changed, and every call says so.

use std::{collections::BTreeSet, io, path::Path};

use ipnet::IpNet;

use vpn_api::{NetworkPlan, NetworkStep, TunnelSlot};

use crate::{NetError, Recovered, Repair, lock::Lock};

/// The network of a system that no backend exists for: every call is refused.
#[derive(Debug)]
pub struct SystemNetwork(());

impl SystemNetwork {
    /// Refused.
    ///
    /// # Errors
    /// [`NetError::Unsupported`], always.
    pub async fn apply(&mut self, _slot: TunnelSlot, _plan: &NetworkPlan) -> Result<(), NetError> {
        Err(NetError::Unsupported { step: NetworkStep::Look })
    }

    /// Nothing was applied.
    ///
    /// # Errors
    /// None.
    pub async fn revert(&mut self, _slot: TunnelSlot) -> Result<(), NetError> {
        Ok(())
    }

    /// Nothing was applied.
    pub async fn repair(&mut self) -> Vec<Repair> {
        Vec::new()
    }

    /// Refused.
    ///
    /// # Errors
    /// [`NetError::Unsupported`], always.
    pub async fn verify(&mut self, _slot: TunnelSlot) -> Result<(), NetError> {
        Err(NetError::Unsupported { step: NetworkStep::Look })
    }
}

/// See the Linux implementation.
#[must_use]
pub fn system(_state_dir: &Path) -> SystemNetwork {
    SystemNetwork(())
}

/// See the Linux implementation.
///
/// # Errors
/// [`NetError::Unsupported`], always.
pub async fn recover(_state_dir: &Path, _keep: impl IntoIterator<Item = TunnelSlot>) -> Result<Recovered, NetError> {
    Err(NetError::Unsupported { step: NetworkStep::Look })
}

/// Refused.
///
/// # Errors
/// Always.
pub async fn set_lock(_: &Lock) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Refused.
///
/// # Errors
/// Always.
pub async fn is_lock(_: &Lock) -> io::Result<bool> {
    Err(io::ErrorKind::Unsupported.into())
}

/// None are known.
pub async fn private_networks() -> BTreeSet<IpNet> {
    BTreeSet::new()
}

/// Somebody may have changed what is ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Something of ours may be gone.
    pub ours: bool,
    /// What the machine is attached to may have changed.
    pub surroundings: bool,
    /// The program that changed the firewall.
    pub firewall_by: Option<String>,
}

/// See the Linux implementation.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Refused.
    ///
    /// # Errors
    /// [`NetError::Unsupported`], always.
    pub fn new() -> Result<Self, NetError> {
        Err(NetError::Unsupported { step: NetworkStep::Look })
    }

    /// Never.
    pub async fn next(&mut self) -> Touched {
        std::future::pending().await
    }
}
