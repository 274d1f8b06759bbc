//! Linux: netlink, D-Bus and one file. No child processes.
//!
//! A tunnel's routes live in a table of its own. A policy rule before `main` sends every packet to it, except those with
//! the mark of the tunnels' own sockets: so no route that somebody adds to `main`, by DHCP for instance (CVE-2024-3661),
//! outranks the tunnel, and no link flap takes away the way to the server. `throw` routes let packets go on to `main`.

#[expect(clippy::wildcard_enum_match_arm, reason = "the kernel's enums are open")]
mod addresses;
mod attached;
mod backend;
pub mod diff;
mod dns;
#[cfg(any(test, feature = "_test"))]
pub mod fake;
mod firewall;
#[expect(clippy::wildcard_enum_match_arm, reason = "the kernel's enums are open")]
mod guard;
pub mod ids;
#[expect(clippy::wildcard_enum_match_arm, reason = "the kernel's enums are open")]
mod links;
#[expect(clippy::wildcard_enum_match_arm, reason = "the kernel's enums are open")]
mod netlink;
mod network_manager;
pub mod op;
#[expect(clippy::wildcard_enum_match_arm, reason = "the kernel's enums are open")]
mod routes;
#[expect(clippy::wildcard_enum_match_arm, reason = "the kernel's enums are open")]
mod rules;
pub mod state;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use vpn_api::{DnsPlan, TunnelSlot};

use self::{dns::resolved::Resolved, op::Undo};
use crate::{
    Configurator, MachineNetwork, NetError, Recovered,
    backend::Undoing,
    configurator::undo_all,
    journal::{self, Journal, Loaded},
};

pub use self::{
    attached::private_networks,
    backend::LinuxBackend,
    firewall::{is_lock, set_lock},
    guard::{Guard, Touched},
    ids::BYPASS_MARK,
    state::{LinuxFacts, LinuxNetworkState},
};

/// What the kernel tells, for whoever only looks.
pub mod read {
    pub use super::{
        addresses::read as address,
        backend::is_ours,
        dns::resolver_file::{BEFORE, MARK, effective, is_stub, name_servers, target},
        ids::TABLE_MAIN,
        links::{Link, links},
        netlink::{Netlink, listen, messages},
        routes::{Route, read as route, routes},
    };
}

/// Where things are on this machine.
#[derive(Debug, Clone)]
pub struct Options {
    state_dir: PathBuf,
    resolver_file: PathBuf,
    resolved: Resolved,
    keep: BTreeSet<TunnelSlot>,
    /// The resolver file as last written. There is one file for all tunnels.
    written: Arc<Mutex<Option<(DnsPlan, String)>>>,
}

impl Options {
    /// The machine's own places. `state_dir` holds the journals and must be writable by nobody else.
    #[must_use]
    pub fn new(state_dir: &Path) -> Self {
        Self {
            state_dir: state_dir.to_owned(),
            resolver_file: PathBuf::from("/etc/resolv.conf"),
            resolved: Resolved::default(),
            keep: BTreeSet::new(),
            written: Arc::default(),
        }
    }

    /// Another resolver file than `/etc/resolv.conf`.
    #[must_use]
    pub fn resolver_file(mut self, path: &Path) -> Self {
        path.clone_into(&mut self.resolver_file);
        self
    }

    /// Another bus than the system's own, as a D-Bus address.
    #[must_use]
    pub fn system_bus(mut self, address: &str) -> Self {
        self.resolved.bus = Some(address.to_owned());
        self
    }

    /// Lets [`Options::recover`] leave these tunnels as they are as long as their interfaces are there: somebody reads from those
    /// and says again what has to be so. What exists once for the machine is undone all the same.
    #[must_use]
    pub fn keep(mut self, tunnels: impl IntoIterator<Item = TunnelSlot>) -> Self {
        self.keep.extend(tunnels);
        self
    }

    /// The machine's network, for all tunnels.
    #[must_use]
    pub fn machine(&self) -> MachineNetwork<LinuxBackend> {
        let options = self.clone();
        MachineNetwork::new(move |slot| {
            let journal = match Journal::load(&options.state_dir, slot)? {
                Loaded::Intact(journal) => journal,
                Loaded::Missing | Loaded::Damaged => Journal::empty(&options.state_dir, slot, this_boot()),
            };
            Ok(Configurator::new(slot, LinuxBackend::new(slot, options.clone()), journal))
        })
    }

    /// See [`recover`].
    ///
    /// # Errors
    /// The kernel does not answer.
    pub async fn recover(&self) -> Result<Recovered, NetError> {
        let mut recovered = Recovered::default();
        let slots = journal::slots(&self.state_dir).unwrap_or_else(|error| {
            recovered.failures.push(error);
            Vec::new()
        });
        let mut kept = BTreeSet::new();
        for slot in slots {
            match self.recover_tunnel(slot, &mut recovered).await {
                Ok(true) => drop(kept.insert(ids::table(slot))),
                Ok(false) => {}
                Err(error) => recovered.failures.push(error),
            }
        }
        let mut backend = LinuxBackend::new(TunnelSlot(0), self.clone());
        recovered.swept += backend.sweep_kernel(|table| ids::is_table_of_ours(table) && !kept.contains(&table)).await?;
        if let Err(error) = backend.sweep_state_dir() {
            recovered.failures.push(error);
        }
        Ok(recovered)
    }

    /// `true`: it is kept.
    async fn recover_tunnel(&self, slot: TunnelSlot, recovered: &mut Recovered) -> Result<bool, NetError> {
        let mut backend = LinuxBackend::new(slot, self.clone());
        match Journal::load(&self.state_dir, slot)? {
            Loaded::Missing => Ok(false),
            Loaded::Damaged => {
                recovered.damaged += 1;
                tracing::warn!(slot = slot.0, "a network journal is damaged, removing everything that is ours");
                // Where this fails the journal stays as it is, and so the next start tries again.
                recovered.swept += backend.sweep_resolver_file()?;
                Journal::<Undo>::empty(&self.state_dir, slot, this_boot()).delete()?;
                Ok(false)
            }
            Loaded::Intact(mut journal) => {
                if let (Some(then), Some(now)) = (journal.boot(), this_boot())
                    && then != now
                {
                    journal.forget_kernel_state();
                }
                let kept = self.keep.contains(&slot) && backend.has_interface_of(&journal).await?;
                let entries = journal.entries().len();
                recovered.failures.extend(undo_all(&mut backend, &mut journal, |undo| kept && !undo.is_shared()).await);
                recovered.undone += entries.saturating_sub(journal.entries().len());
                if journal.entries().is_empty() {
                    journal.delete()?;
                }
                Ok(kept)
            }
        }
    }
}

/// This machine's network as this system's backend makes it.
pub type SystemNetwork = MachineNetwork<LinuxBackend>;

/// Which start of the machine this is, if the process may see it.
fn this_boot() -> Option<String> {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").ok().map(|id| id.trim().to_owned())
}

/// This machine's network, for all tunnels. `state_dir` must exist; it holds the journals.
#[must_use]
pub fn system(state_dir: &Path) -> MachineNetwork<LinuxBackend> {
    Options::new(state_dir).machine()
}

/// Undoes what a helper that died left on the machine: what its journals say and, journal or not, every rule at our
/// priorities that leads to our tables and every route in them. Files that cannot be read or written do not stand in the way of
/// that. To be called at the helper's start, before any configurator exists. `keep`: see [`Options::keep`].
///
/// # Errors
/// The kernel does not answer. What could not be undone is in [`Recovered::failures`].
pub async fn recover(state_dir: &Path, keep: impl IntoIterator<Item = TunnelSlot>) -> Result<Recovered, NetError> {
    Options::new(state_dir).keep(keep).recover().await
}
