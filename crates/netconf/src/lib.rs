//! Applies and reverts [`NetworkPlan`](vpn_api::NetworkPlan)s.
//!
//! The plans of all tunnels are put together ([`machine_plan`](machine_plan::machine_plan)); each tunnel's share and what the
//! machine is like give a state in the system's own terms ([`NetworkState::wanted`]); two states give a list of changes
//! ([`NetworkState::diff`]); each is written with its inverse to the [`journal`] before a [`Backend`] makes it.
//! [`MachineNetwork::revert`] undoes them in reverse order, and [`recover`] does so for a helper that died.
//! [`MachineNetwork`] does this for all tunnels, with a [`Configurator`] for each. Everything that only one operating system knows is
//! in that system's folder: [`linux`].

pub mod backend;
pub mod configurator;
pub mod error;
pub mod files;
pub mod journal;
pub mod lock;
pub mod machine;
pub mod machine_plan;
pub mod networks;
pub mod plan_check;

#[cfg(target_os = "linux")]
pub mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

pub use backend::{Backend, NetworkState};
pub use configurator::Configurator;
pub use error::{BadPlan, Change, NetError, OsError};
pub use futures_util::future::BoxFuture;
pub use machine::{MachineNetwork, Repair};

#[cfg(target_os = "linux")]
pub use linux::{Guard, SystemNetwork, Touched, is_lock, private_networks, recover, set_lock, system};
#[cfg(not(target_os = "linux"))]
pub use missing::{Guard, SystemNetwork, Touched, is_lock, private_networks, recover, set_lock, system};

/// The file in the state directory that says what is wanted.
pub const INTENT: &str = "intent.json";

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
