//! The plans of several tunnels as one plan for the machine: who owns which network, whose name servers come
//! first. Pure.
//!
//! * A network belongs to the tunnel that asks for it most specifically, and of several that ask for the same one to the
//!   tunnel that was up first. Every other tunnel whose routes cover it lets its packets past.
//! * Every name that no domain leads elsewhere goes to the servers of the first tunnel that wants all names. Where a system
//!   has one list of servers for everything, theirs come first and the others' follow in the order of their tunnels.
//! * What exists once for the machine, its one list of name servers, is held by one tunnel for all of them.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;
use vpn_api::{DnsPlan, NetworkPlan, RouteAction, RouteSpec, TunnelSlot};

use crate::networks;

/// What one tunnel has to make so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Its plan without what belongs to others: their networks, and the names that they answer.
    pub plan: NetworkPlan,
    /// Networks of other tunnels that its routes would catch, and have to let past.
    pub past: BTreeSet<IpNet>,
    /// The machine's one list of name servers, where the system has one; only with the tunnel that holds it.
    pub resolver: Option<DnsPlan>,
}

impl Share {
    /// The share of a tunnel that has the machine to itself.
    #[must_use]
    pub fn alone(plan: NetworkPlan) -> Self {
        Self { resolver: plan.dns.clone(), past: BTreeSet::new(), plan }
    }
}

/// Who leads a network, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The tunnel.
    pub slot: TunnelSlot,
    /// Into the tunnel, or nowhere. [`RouteAction::Outside`] claims nothing.
    pub action: RouteAction,
}

/// Who leads which network. The most specific network that holds an address decides about it.
pub type OwnerMap = BTreeMap<IpNet, Claim>;

/// The plan of the whole machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MachinePlan {
    /// What each tunnel makes so.
    pub shares: BTreeMap<TunnelSlot, Share>,
    /// Who leads which network.
    pub owners: OwnerMap,
    /// The tunnel that holds what exists once for the machine.
    pub holder: Option<TunnelSlot>,
}

/// Puts the plans of several tunnels together, the one that was up first in front. Each has a slot of its own.
#[must_use]
pub fn machine_plan(plans: &[NetworkPlan]) -> MachinePlan {
    let owners = owners(plans);
    let holder = plans.iter().find(|plan| plan.dns.is_some()).map(|plan| plan.slot);
    let all_names = plans.iter().find(|plan| wants_all_names(plan)).map(|plan| plan.slot);
    let resolver = resolver(plans, holder);
    let shares = plans.iter().map(|plan| {
        let holds = holder == Some(plan.slot);
        let past = past(plan, &owners);
        let mut own = plan.clone();
        own.routes.retain(|route| !past.contains(&route.destination.net()));
        if let Some(dns) = own.dns.as_mut().filter(|_| all_names != Some(plan.slot)) {
            dns.all = false;
        }
        (plan.slot, Share { plan: own, past, resolver: resolver.clone().filter(|_| holds) })
    });
    MachinePlan { shares: shares.collect(), owners, holder }
}

fn wants_all_names(plan: &NetworkPlan) -> bool {
    plan.dns.as_ref().is_some_and(|dns| dns.all)
}

/// What a plan does with each network that it names: of several routes to one network the lowest metric decides.
fn decisions(plan: &NetworkPlan) -> BTreeMap<IpNet, RouteAction> {
    let mut decided: BTreeMap<IpNet, &RouteSpec> = BTreeMap::new();
    for route in &plan.routes {
        let known = decided.entry(route.destination.net()).or_insert(route);
        if route.metric < known.metric {
            *known = route;
        }
    }
    let mut decisions: BTreeMap<_, _> = decided.into_iter().map(|(network, route)| (network, route.action)).collect();
    for network in networks::on_link(plan) {
        decisions.entry(network).or_insert(RouteAction::Tunnel);
    }
    decisions
}

fn owners(plans: &[NetworkPlan]) -> OwnerMap {
    let mut owners = BTreeMap::new();
    for plan in plans {
        for (network, action) in decisions(plan) {
            if action != RouteAction::Outside {
                owners.entry(network).or_insert(Claim { slot: plan.slot, action });
            }
        }
    }
    owners
}

/// What a plan leads into its tunnel, or holds back.
#[must_use]
pub fn claims(plan: &NetworkPlan) -> BTreeSet<IpNet> {
    let kept = decisions(plan).into_iter().filter(|(_, action)| *action != RouteAction::Outside);
    kept.map(|(network, _)| network).collect()
}

/// Networks that are another tunnel's and that the plan's routes would catch.
fn past(plan: &NetworkPlan, owners: &OwnerMap) -> BTreeSet<IpNet> {
    let claimed = claims(plan);
    let is_covered = |network: &IpNet| networks::holding(*network).any(|holding| claimed.contains(&holding));
    let elsewhere = owners.iter().filter(|(network, claim)| claim.slot != plan.slot && is_covered(network));
    elsewhere.map(|(network, _)| *network).collect()
}

/// One list of servers for a system that has no more: the servers for all names first. An address that is valid on one link only
/// is in it if that link is the holder's, who writes the list.
fn resolver(plans: &[NetworkPlan], holder: Option<TunnelSlot>) -> Option<DnsPlan> {
    let first = plans.iter().find(|plan| wants_all_names(plan));
    let others = plans.iter().filter(|plan| first.is_none_or(|first| first.slot != plan.slot));
    let lasting = |plan: &NetworkPlan| {
        let mut dns = plan.dns.clone()?;
        let elsewhere = holder != Some(plan.slot);
        let kept =
            dns.servers.iter().filter(|server| !(elsewhere && server.is_link_local() && server.addr().is_ipv6()));
        dns.servers = kept.copied().collect::<Vec<_>>().try_into().unwrap_or_default();
        Some(dns).filter(|dns| !dns.servers.is_empty())
    };
    let mut ordered = first.into_iter().chain(others).filter_map(lasting);
    let mut merged = ordered.next()?;
    for dns in ordered {
        // A list that is full keeps its first ones, which are asked first.
        merged.servers.insert_all(dns.servers.iter().copied());
        merged.search.insert_all(dns.search.iter().cloned());
        merged.domains.insert_all(dns.domains.iter().cloned());
    }
    Some(merged)
}

#[cfg(test)]
mod tests;
