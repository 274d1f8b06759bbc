//! Makes the machine's network as planned, and undoes it.
//!
//! A [`NetworkPlan`](vpn_api::NetworkPlan) and what the machine is like give a [`layout::Layout`]; two layouts give a list
//! of [`NetOp`]s ([`diff::diff`]); each is written with its inverse to the [`journal`] before a [`Backend`] makes it.
//! [`NetworkConfigurator::revert`] undoes them in reverse order, and [`recover`] does so for a helper that died.

pub mod configurator;
pub mod diff;
pub mod error;
#[cfg(any(test, feature = "_test"))]
pub mod fake;
pub mod journal;
pub mod layout;
pub mod op;
mod platform;

#[cfg(target_os = "linux")]
pub mod linux;

#[cfg(test)]
mod tests;

pub use configurator::{Backend, Configurator, NetworkConfigurator};
pub use error::{BadPlan, NetError, Step};
pub use futures_util::future::BoxFuture;
pub use op::{NetOp, Undo};
pub use platform::{ChangeWatcher, kernel_offload, recover, system};

/// What [`recover`] did.
#[derive(Debug, Default)]
pub struct Recovered {
    /// Changes that a journal named and that were undone.
    pub undone: usize,
    /// Things that were ours without a journal naming them.
    pub swept: usize,
    /// Journals that could not be understood.
    pub damaged: usize,
    /// What could not be undone. It stays in its journal for another attempt.
    pub failures: Vec<NetError>,
}

/// What changed in the machine's network outside our own tunnels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NetworkChange {
    /// An interface appeared, vanished, went up or down.
    pub links: bool,
    /// An address appeared or vanished.
    pub addresses: bool,
    /// A default route appeared, vanished or leads elsewhere.
    pub default_route: bool,
}

impl NetworkChange {
    /// Whether anything changed.
    #[must_use]
    pub fn any(self) -> bool {
        self.links || self.addresses || self.default_route
    }
}
