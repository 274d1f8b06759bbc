//! From the plans of all tunnels to what goes where, and who gets what several of them want. Pure.

use ipnet::IpNet;
use netconf::{
    machine_plan::{MachinePlan, claims, machine_plan},
    networks::{holding, on_link},
};
use vpn_api::{
    NetworkPlan, RouteAction, TunnelSlot, Ways,
    ways::{Lost, MAX_WAYS, NameServerOf, NameWay, NetworkWay, OtherTunnel, TunnelName, Way},
};

/// The plan of a tunnel, and whose it is.
pub(crate) type Named = (TunnelName, NetworkPlan);

/// What goes where, with the tunnel that was up first in front. `one_list`: the system has one list of name servers for all names.
pub(crate) fn ways(plans: &[Named], one_list: bool) -> Ways {
    let only: Vec<NetworkPlan> = plans.iter().map(|(_, plan)| plan.clone()).collect();
    let merged = machine_plan(&only);
    let mut networks: Vec<NetworkWay> = networks(plans, &merged);
    networks.sort_by_key(|way| (way.others.is_empty(), way.network.prefix_len() == 0, way.network));
    let left_out = networks.len().saturating_sub(MAX_WAYS);
    networks.truncate(MAX_WAYS);
    Ways {
        networks,
        left_out: u32::try_from(left_out).unwrap_or(u32::MAX),
        names: names(plans, &merged, one_list),
        one_list,
    }
}

fn networks(plans: &[Named], merged: &MachinePlan) -> Vec<NetworkWay> {
    let wanted: Vec<_> = plans.iter().map(|(tunnel, plan)| (tunnel, plan, claims(plan))).collect();
    let mut ways = Vec::new();
    for (network, claim) in &merged.owners {
        let Some((tunnel, plan, _)) = wanted.iter().find(|(_, plan, _)| plan.slot == claim.slot) else { continue };
        let others: Vec<OtherTunnel> = wanted
            .iter()
            .filter(|(_, plan, _)| plan.slot != claim.slot)
            .filter_map(|(tunnel, _, claims)| {
                let widest = holding(*network).find(|holding| claims.contains(holding))?;
                let why = if widest == *network { Lost::LaterUp } else { Lost::Wider { network: widest } };
                Some(OtherTunnel { tunnel: (*tunnel).clone(), why })
            })
            .collect();
        if is_plain(plan, network, merged, &others) {
            continue;
        }
        let way = match claim.action {
            RouteAction::Tunnel => Way::Tunnel((*tunnel).clone()),
            RouteAction::Unreachable => Way::HeldBack((*tunnel).clone()),
            RouteAction::Outside => continue,
        };
        ways.push(NetworkWay { network: *network, way, others });
    }
    ways
}

/// Whether it goes without saying: the tunnel has what is around this network too, or the network is only the tunnel's own one,
/// and nobody else asks for it but with all traffic.
fn is_plain(plan: &NetworkPlan, network: &IpNet, merged: &MachinePlan, others: &[OtherTunnel]) -> bool {
    let all_only = |other: &OtherTunnel| matches!(other.why, Lost::Wider { network } if network.prefix_len() == 0);
    if !others.iter().all(all_only) {
        return false;
    }
    let around = holding(*network).skip(1).find_map(|wider| merged.owners.get(&wider));
    let same = around.is_some_and(|claim| Some(claim) == merged.owners.get(network));
    let own = on_link(plan).any(|own| own == *network);
    let alone = plan.routes.iter().take(2).all(|route| route.destination.net() == *network);
    same || own && !alone
}

fn names(plans: &[Named], merged: &MachinePlan, one_list: bool) -> Vec<NameWay> {
    let of = |slot: TunnelSlot| plans.iter().find(|(_, plan)| plan.slot == slot).map(|(tunnel, _)| tunnel);
    if one_list {
        let list = merged.holder.and_then(|holder| merged.shares.get(&holder)?.resolver.as_ref());
        let servers = list.into_iter().flat_map(|list| &list.servers).filter_map(|server| {
            let brings = |(_, plan): &&Named| plan.dns.iter().any(|dns| dns.servers.iter().any(|own| own == server));
            let tunnel = plans.iter().find(brings).map(|(tunnel, _)| tunnel.clone())?;
            Some(NameServerOf { address: server.addr(), tunnel })
        });
        let servers: Vec<_> = servers.collect();
        return if servers.is_empty() { Vec::new() } else { vec![NameWay { domains: Vec::new(), servers }] };
    }
    let (mut ways, mut rest) = (Vec::new(), Vec::new());
    for share in merged.shares.values() {
        let (Some(dns), Some(tunnel)) = (&share.plan.dns, of(share.plan.slot)) else { continue };
        let servers: Vec<_> =
            dns.servers.iter().map(|server| NameServerOf { address: server.addr(), tunnel: tunnel.clone() }).collect();
        let domains: Vec<String> = dns.search.iter().chain(&dns.domains).map(ToString::to_string).collect();
        if !domains.is_empty() {
            ways.push(NameWay { domains, servers: servers.clone() });
        }
        if dns.all {
            rest.push(NameWay { domains: Vec::new(), servers });
        }
    }
    ways.extend(rest);
    ways
}

#[cfg(test)]
mod tests;
