//! A system that is not looked at yet.

use std::{
    io,
    net::{IpAddr, SocketAddr},
};

use netconf::NetError;
use vpn_api::{KernelOffload, NetworkStep};

use crate::{
    Egress, Leads, LocalNetwork, NetworkChange, NetworkSignIn, SignInCheck, SystemNames, UplinkNames, Uplinks,
};

/// See the Linux implementation.
#[must_use]
pub fn kernel_offload() -> KernelOffload {
    KernelOffload::Unknown
}

/// See the Linux implementation.
///
/// # Errors
/// [`io::ErrorKind::Unsupported`], always.
pub fn egress(_source: IpAddr, _remote: SocketAddr) -> io::Result<Option<Egress>> {
    Err(io::ErrorKind::Unsupported.into())
}

/// See the Linux implementation.
///
/// # Errors
/// [`io::ErrorKind::Unsupported`], always.
pub fn leads(_to: &[IpAddr]) -> io::Result<Vec<Leads>> {
    Err(io::ErrorKind::Unsupported.into())
}

/// It is not known.
#[must_use]
pub fn one_list() -> bool {
    false
}

/// Nobody is known.
pub async fn system_names() -> SystemNames {
    SystemNames::default()
}

/// Only the system's resolver is known.
pub async fn uplink_names(_host: &str) -> UplinkNames {
    UplinkNames::default()
}

/// Nobody has set a page up.
pub async fn sign_in_check() -> SignInCheck {
    SignInCheck::NoPage
}

/// None are known.
pub async fn local_networks() -> Vec<LocalNetwork> {
    Vec::new()
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
        Err(NetError::Unsupported { step: NetworkStep::Watch })
    }

    /// Never completes.
    pub async fn next(&mut self) -> NetworkChange {
        std::future::pending().await
    }

    /// See the Linux implementation.
    #[must_use]
    pub fn uplinks(&self) -> Uplinks {
        Uplinks::unknown()
    }
}

/// See the Linux implementation.
#[derive(Debug, Default)]
pub struct SignInWatcher(());

impl SignInWatcher {
    /// Never completes.
    pub async fn next(&mut self) -> Option<NetworkSignIn> {
        std::future::pending().await
    }
}

/// See the Linux implementation.
#[derive(Debug)]
pub struct WakeWatcher(());

impl WakeWatcher {
    /// See the Linux implementation.
    #[must_use]
    pub fn new() -> Self {
        Self(())
    }

    /// Never completes.
    pub async fn next(&mut self) {
        std::future::pending().await
    }
}
