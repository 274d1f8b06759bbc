//! Whether traffic is held back, and what is let out. Pure.
//!
//! | setting | held back |
//! |---|---|
//! | off | never |
//! | while a connection is wanted | while one is wanted that takes all traffic, or did when it was up; not before its first tunnel while it signs in with a browser |
//! | always | always |
//!
//! Whatever the setting, [`ProtectionRequest::LetOut`](vpn_api::ProtectionRequest::LetOut) opens until the next tunnel is up. A
//! tunnel's address answers through its own interface only, held back or not.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use netconf::lock::{Held, Lock as Firewall, Surroundings};
use vpn_api::{
    Lock, NetworkPlan, Owner, Protection, ProtectionSettings, ProtectionState, RouteAction, TunnelSlot,
    protection::{Exception, HeldCause, MAX_ENTRIES},
};

use crate::request::{Hold, Want};

/// A connection that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) want: Want,
    /// It had a tunnel since it is wanted.
    pub(crate) was_up: bool,
    /// Until when its sign-in is let out, in Unix seconds; `None`: it is not, or not any more.
    pub(crate) sign_in: Option<u64>,
}

/// Everything that decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) settings: ProtectionSettings,
    /// The person opened it.
    pub(crate) let_out: bool,
    /// What was wanted is not known: the file that says so is damaged.
    pub(crate) unknown: bool,
    pub(crate) wanted: BTreeMap<TunnelSlot, Wanted>,
    /// Plans of the tunnels that are up.
    pub(crate) up: BTreeMap<TunnelSlot, NetworkPlan>,
    /// Plans that are being applied.
    pub(crate) coming: BTreeMap<TunnelSlot, NetworkPlan>,
    /// Users for whom a network's sign-in page is open, with the end in Unix seconds.
    pub(crate) portals: BTreeMap<Owner, u64>,
}

/// Whether a plan takes all traffic of a family, in one route or in halves.
pub(crate) fn takes_all(plan: &NetworkPlan) -> bool {
    plan.routes.iter().any(|route| route.action == RouteAction::Tunnel && route.destination.net().prefix_len() <= 1)
}

/// Whether a tunnel neither brings name servers nor keeps names from others.
fn asks_nobody(plan: &NetworkPlan) -> bool {
    plan.dns.is_none() && !plan.names_held_back
}

impl Facts {
    fn wants_hold(&self) -> bool {
        let holds = |wanted: &Wanted| wanted.want.hold == Hold::Yes && (wanted.was_up || !wanted.want.signs_in);
        match self.settings.lock {
            Lock::Off => false,
            Lock::WhileWanted => self.unknown || self.wanted.values().any(holds),
            Lock::Always => true,
        }
    }

    /// Whether traffic is held back.
    pub(crate) fn holds(&self) -> bool {
        self.wants_hold() && !self.let_out
    }

    /// What the people see.
    pub(crate) fn protection(&self) -> Protection {
        let state = if !self.wants_hold() {
            ProtectionState::Open
        } else if self.let_out {
            ProtectionState::LetOut
        } else if self.up.values().any(takes_all) {
            ProtectionState::Tunnels
        } else {
            ProtectionState::Held { cause: self.cause() }
        };
        Protection { settings: self.settings, state, exceptions: self.exceptions(), taken_away: Vec::new() }
    }

    fn cause(&self) -> HeldCause {
        let missing = self
            .wanted
            .values()
            .find(|wanted| wanted.want.hold == Hold::Yes && !self.up.get(&wanted.want.slot).is_some_and(takes_all));
        missing.map_or(HeldCause::Always, |wanted| HeldCause::NotUp {
            connection: wanted.want.connection.clone(),
            owner: wanted.want.owner.clone(),
        })
    }

    /// What is let out for a while: none while nothing is held back.
    pub(crate) fn exceptions(&self) -> Vec<Exception> {
        if !self.holds() {
            return Vec::new();
        }
        let sign_ins = self.wanted.values().filter_map(|wanted| {
            let Want { connection, owner, .. } = &wanted.want;
            let until = wanted.sign_in?;
            Some(Exception::SignIn { connection: connection.clone(), owner: owner.clone(), until })
        });
        let portals = self.portals.iter().map(|(user, until)| Exception::Portal { user: user.clone(), until: *until });
        sign_ins.chain(portals).take(MAX_ENTRIES).collect()
    }

    /// What the kernel has to do.
    pub(crate) fn firewall(&self, surroundings: &Surroundings) -> Firewall {
        let mut addresses = BTreeMap::<String, BTreeSet<IpAddr>>::new();
        for interface in self.up.values().chain(self.coming.values()).filter_map(|plan| plan.interface.as_ref()) {
            let own = interface.addresses.iter().map(|address| address.addr());
            addresses.entry(interface.name.clone()).or_default().extend(own);
        }
        let users = self.wanted.iter().filter_map(|(slot, Wanted { want, .. })| {
            // What root's tunnels are, is for everybody: root need not be kept from anything.
            let Owner::Uid(user @ 1..) = want.owner else { return None };
            let plan = self.coming.get(slot).or_else(|| self.up.get(slot))?;
            Some((plan.interface.as_ref()?.name.clone(), user))
        });
        // Through every tunnel, since what each of them carries is sealed.
        let held_back = self.up.values().chain(self.coming.values()).any(|plan| plan.names_held_back);
        let names_through = addresses.keys().filter(|_| held_back).cloned().collect();
        let users = users.collect();
        Firewall { addresses, users, names_through, held: self.holds().then(|| self.held(surroundings)) }
    }

    fn held(&self, surroundings: &Surroundings) -> Held {
        let full = || self.up.values().filter(|plan| takes_all(plan));
        let mut tunnels = BTreeMap::new();
        for plan in self.up.values() {
            if let Some(interface) = &plan.interface {
                let servers = plan.dns.iter().flat_map(|dns| &dns.servers).map(|server| server.addr());
                tunnels.insert(interface.name.clone(), servers.collect());
            }
        }
        let exceptions = self.exceptions();
        let web = exceptions.into_iter().filter_map(|exception| match exception {
            Exception::SignIn { owner: Owner::Uid(user), .. } | Exception::Portal { user: Owner::Uid(user), .. } => {
                Some(user)
            }
            Exception::SignIn { .. } | Exception::Portal { .. } => None,
        });
        let web: BTreeSet<u32> = web.collect();
        let asks = !web.is_empty();
        let outside = full().flat_map(|plan| &plan.routes).filter(|route| route.action == RouteAction::Outside);
        Held {
            tunnels,
            outside: outside.map(|route| route.destination.net()).collect(),
            servers: self.wanted.values().flat_map(|wanted| &wanted.want.servers).copied().collect(),
            look_ups: !self.wanted.is_empty(),
            // The strictest word counts, as it does for routes.
            lan: (self.settings.lan && full().all(|plan| plan.lan)).then(|| surroundings.networks.clone()),
            lan_names: full().next().is_some() && self.up.values().all(asks_nobody),
            web,
            name_servers: surroundings.name_servers.iter().filter(|_| asks).copied().collect(),
        }
    }
}

#[cfg(test)]
mod tests;
