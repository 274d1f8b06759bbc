//! Whether a connection's servers can be reached from the network that this machine is on.

use std::net::IpAddr;

use vpn_api::Connectivity;

use super::active::ActiveConnection;
use crate::{
    machine::{Destination, MachineInput},
    platform::{Platform, Uplinks, listed_addresses},
    resolve,
};

impl<P: Platform> ActiveConnection<'_, P> {
    /// The machine is not as it was when this was called last.
    pub(super) fn machine_changed(&mut self) {
        let (changes, wakes) = {
            let machine = self.table.machine.borrow();
            (machine.changes, machine.wakes)
        };
        let changed = std::mem::replace(&mut self.seen.changes, changes) != changes;
        let woke = std::mem::replace(&mut self.seen.wakes, wakes) != wakes;
        let told = self.look_at_network();
        if woke {
            self.step(MachineInput::Woke);
        } else if changed && !told {
            self.step(MachineInput::NetworkChanged);
        }
    }

    /// What is the case when the connection begins.
    pub(super) fn begin_to_watch(&mut self) {
        {
            let machine = self.table.machine.borrow();
            (self.seen.changes, self.seen.wakes) = (machine.changes, machine.wakes);
        }
        self.look_at_network();
    }

    /// Tells the machine how far the network leads, if that is news. The addresses of its servers may be news too.
    pub(super) fn look_at_network(&mut self) -> bool {
        let online = self.connectivity();
        if self.seen.online == online {
            return false;
        }
        self.seen.online = online.clone();
        self.step(MachineInput::Online(online));
        true
    }

    /// A network that wants a sign-in leads to servers as far as its own page.
    fn connectivity(&self) -> Connectivity {
        match (self.reached(), self.table.machine.borrow().wants_sign_in()) {
            (Connectivity::Up, Some(sign_in)) => Connectivity::SignIn { page: sign_in.page.clone() },
            (online, _) => online,
        }
    }

    fn reached(&self) -> Connectivity {
        let uplinks = self.table.machine.borrow().uplinks.clone();
        let machine = &self.accepted.machine;
        if let Some(peer) = machine.peer() {
            return self.towards(&uplinks, peer);
        }
        let mut offline = None;
        for destination in machine.destinations() {
            let online = match destination {
                Destination::At(address) => self.towards(&uplinks, address),
                Destination::Named(host) => self.towards_name(&uplinks, host),
            };
            if online == Connectivity::Up {
                return online;
            }
            offline.get_or_insert(online);
        }
        offline.unwrap_or_default()
    }

    /// Another tunnel of the same person may lead there too.
    fn towards(&self, uplinks: &Uplinks, address: IpAddr) -> Connectivity {
        match uplinks.towards(address) {
            Connectivity::Up => Connectivity::Up,
            Connectivity::Offline(_) | Connectivity::SignIn { .. } if self.leads_there(address) => Connectivity::Up,
            other @ (Connectivity::Offline(_) | Connectivity::SignIn { .. }) => other,
        }
    }

    /// Whether somebody can be asked where it is, or need not be.
    fn towards_name(&self, uplinks: &Uplinks, host: &str) -> Connectivity {
        match uplinks.names() {
            Connectivity::Up => Connectivity::Up,
            other @ (Connectivity::Offline(_) | Connectivity::SignIn { .. }) => {
                let listed = || listed_addresses(host);
                let is_known = |address| self.towards(uplinks, address) == Connectivity::Up;
                let known = resolve::stays_here(host) || listed().into_iter().any(is_known);
                if known { Connectivity::Up } else { other }
            }
        }
    }
}
