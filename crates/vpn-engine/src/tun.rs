//! The TUN interface. [`privileged`] makes it; reading and writing happen on its descriptor with our own buffers, because one
//! read has to land where the segments are cut from and one write has to gather slices of received frames.
//!
//! A [`Tun`] outlives the session that uses it, so that a reconnect keeps the interface, its routes and the sockets bound
//! to it. While no driver holds it, nobody reads it: packets wait in the kernel's queue (500 by default) and the kernel
//! drops what does not fit. The next driver discards what waited, because it is stale: its senders have long retransmitted.

use privileged::{InterfaceGrant, InterfaceHandle, interface};
use vpn_api::FallbackReason;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
pub(crate) use linux::AttachedTun;
#[cfg(not(target_os = "linux"))]
pub(crate) use missing::AttachedTun;

pub use privileged::{InterfaceError as TunError, InterfaceFeatures as TunFeatures, Offload as TunOffload};

/// How to make a TUN interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TunOptions {
    /// Whether large packets may cross the descriptor.
    pub offload: TunOffload,
}

/// A TUN interface. It disappears when this value is dropped.
#[derive(Debug)]
pub struct Tun {
    name: String,
    handle: InterfaceHandle,
    features: TunFeatures,
    /// Why offload was refused, as the system said.
    refused: Option<String>,
    /// Another driver has read from it before.
    used: bool,
}

impl Tun {
    /// Creates the interface `name` with the rights of this process: without addresses, down, with the system's default MTU.
    ///
    /// # Errors
    /// [`TunError`]: nothing was created.
    pub fn create(name: &str, options: TunOptions) -> Result<Self, TunError> {
        let (grant, handle) = interface::create(name, options.offload)?;
        Ok(Self::granted(grant, handle))
    }

    /// Takes an interface that somebody with the rights made.
    #[must_use]
    pub fn granted(grant: InterfaceGrant, handle: InterfaceHandle) -> Self {
        let InterfaceGrant { name, features, refused_offload } = grant;
        Self { name, handle, features, refused: refused_offload, used: false }
    }

    /// The interface's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What crosses the descriptor.
    #[must_use]
    pub fn features(&self) -> TunFeatures {
        self.features
    }

    /// Why not more crosses the descriptor, and what the system said.
    #[must_use]
    pub fn fallback(&self) -> Option<(FallbackReason, String)> {
        match (self.features, &self.refused) {
            (TunFeatures { header: true, udp: true }, _) => None,
            (TunFeatures { header: true, udp: false }, _) => Some((FallbackReason::InterfaceUdpMissing, String::new())),
            (TunFeatures { header: false, udp: _ }, Some(refused)) => {
                Some((FallbackReason::InterfaceOffloadRefused, refused.clone()))
            }
            (TunFeatures { header: false, udp: _ }, None) => Some((FallbackReason::InterfaceOffloadOff, String::new())),
        }
    }
}
