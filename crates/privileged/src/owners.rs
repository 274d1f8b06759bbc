//! Whose the machine's traffic, names and addresses are. One user has each of them at a time: what a tunnel of one user would
//! take from a tunnel of another is refused, whichever is up. Several tunnels of one user share as `netconf::machine_plan` has it.
//! Pure.

use std::net::IpAddr;

use ipnet::IpNet;
use vpn_api::{NetworkPlan, Owner, RouteAction, RouteDestination};

use crate::request::{Hold, Want};

/// What is claimed by somebody else's tunnel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim<'a> {
    /// The connection.
    pub(crate) want: &'a Want,
    /// What its tunnel was given, if anything yet.
    pub(crate) plan: Option<&'a NetworkPlan>,
}

/// The user who has what a plan of `owner` asks for. An administrator's tunnels are no exception: what they would take, they
/// first have to end.
pub(crate) fn in_use<'a>(
    plan: &NetworkPlan,
    owner: &Owner,
    claims: impl IntoIterator<Item = Claim<'a>>,
) -> Option<&'a Owner> {
    let wanted = networks(plan);
    let others = claims.into_iter().filter(|claim| claim.want.owner != *owner);
    others
        .into_iter()
        .find(|claim| {
            let held = claim.want.hold == Hold::Yes && (!wanted.is_empty() || plan.dns.is_some());
            let meets = |theirs: &NetworkPlan| {
                let theirs_wanted = networks(theirs);
                wanted.iter().any(|ours| theirs_wanted.iter().any(|theirs| overlap(ours, theirs)))
                    || names_meet(plan, theirs)
            };
            held || claim.plan.is_some_and(meets)
        })
        .map(|claim| &claim.want.owner)
}

/// The user for whom all traffic is held back, where another user wants all of it too.
pub(crate) fn held_by<'a>(want: &Want, wanted: impl IntoIterator<Item = &'a Want>) -> Option<&'a Owner> {
    let mut others = wanted.into_iter().filter(|other| other.owner != want.owner && other.hold == Hold::Yes);
    others.next().filter(|_| want.hold == Hold::Yes).map(|other| &other.owner)
}

/// A server of a wanted connection, whoever wants it, that the plan has as an address of its tunnel: this machine would answer
/// for it, and nobody could reach the server any more.
pub(crate) fn server_taken<'a>(plan: &NetworkPlan, wanted: impl IntoIterator<Item = &'a Want>) -> Option<IpAddr> {
    let own = || plan.interface.iter().flat_map(|interface| &interface.addresses).map(|address| address.addr());
    let mut servers = wanted.into_iter().flat_map(|want| &want.servers).map(|server| server.ip());
    servers.find(|server| own().any(|address| address == *server))
}

/// What a plan decides about: the networks of its routes, its own addresses and what is on-link with them.
fn networks(plan: &NetworkPlan) -> Vec<IpNet> {
    let routed = plan.routes.iter().filter(|route| route.action != RouteAction::Outside);
    let addresses = || plan.interface.iter().flat_map(|interface| &interface.addresses);
    routed
        .map(|route| route.destination.net())
        .chain(addresses().map(|address| IpNet::from(address.addr())))
        .chain(addresses().filter_map(|address| address.network()).map(RouteDestination::net))
        // Link-local addresses are each interface's own.
        .filter(|network| !matches!(network, IpNet::V6(network) if network.addr().is_unicast_link_local()))
        .collect()
}

fn overlap(one: &IpNet, other: &IpNet) -> bool {
    one.contains(other) || other.contains(one)
}

/// Whether both would answer the same names: all of them, or a domain that is the other's or lies in it.
fn names_meet(one: &NetworkPlan, other: &NetworkPlan) -> bool {
    let (Some(one), Some(other)) = (&one.dns, &other.dns) else { return false };
    let domains = |dns: &vpn_api::DnsPlan| {
        dns.search.iter().chain(&dns.domains).map(|domain| domain.as_str().to_owned()).collect::<Vec<_>>()
    };
    let within = |name: &str, of: &str| name == of || name.strip_suffix(of).is_some_and(|rest| rest.ends_with('.'));
    let (ours, theirs) = (domains(one), domains(other));
    // Servers without a domain are asked for everything where a system has one list of them.
    let (all, others_all) = (one.all || ours.is_empty(), other.all || theirs.is_empty());
    (all && others_all)
        || ours.iter().any(|ours| theirs.iter().any(|theirs| within(ours, theirs) || within(theirs, ours)))
}

#[cfg(test)]
mod tests;
