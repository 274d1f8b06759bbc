//! Whether a tunnel that is up does what it should: the kernel is asked where packets for its networks go, its name servers are asked
//! for a name, and its server for a sign of life. Nobody else is asked anything.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::Arc,
    time::Duration,
};

use futures_util::future::join_all;
use ipnet::IpNet;
use netconf::{
    machine_plan::{OwnerMap, machine_plan},
    networks::holding,
};
use netwatch::Leads;
use vpn_api::{
    NetworkPlan, RouteAction, TunnelSlot,
    proof::{Astray, Ipv6Proof, MAX_TOLD, NameServerFound, NameServerProof, Proof, RouteProof},
};

use crate::{
    driver::Measure,
    platform::Platform,
    resolve::{Answered, FAR_IPV6},
};

/// How long a name server has: a question that gets lost is asked again within it.
const NAME_SERVER_TIME: Duration = Duration::from_secs(4);
/// How long whoever knows whom the system asks may take to say so.
const SYSTEM_TIME: Duration = Duration::from_millis(1500);
/// What a name server of a tunnel without domains is asked for: every one knows it by itself (RFC 6761 §6.3).
const OWN_NAME: &str = "localhost";

/// Looks at the tunnel of `slot`, which is one of these.
pub(crate) async fn prove<P: Platform>(
    platform: &Arc<P>,
    slot: TunnelSlot,
    plans: Vec<NetworkPlan>,
    measure: Option<Measure>,
) -> Option<Proof> {
    let plan = plans.iter().find(|plan| plan.slot == slot)?.clone();
    let servers = servers(&plan);
    let looking = (Arc::clone(platform), plan.clone(), servers.clone());
    // Profiles have thousands of networks, and the kernel is asked about each: everything else goes on meanwhile.
    let looked = tokio::task::spawn_blocking(move || {
        let (platform, plan, servers) = looking;
        let routes = routes(&*platform, &plan, &machine_plan(&plans).owners);
        let tunnels: Vec<String> = plans.iter().flat_map(|plan| &plan.interface).map(|own| own.name.clone()).collect();
        (routes, platform.leads(&servers).unwrap_or_default(), tunnels)
    });
    let ((routes, ipv6), ways, tunnels) = looked.await.ok()?;
    let round_trip = async { measure?().await };
    let asked = async { tokio::time::timeout(SYSTEM_TIME, platform.system_names()).await.ok()?.servers };
    // Where the kernel does not tell, the servers are asked all the same.
    let ways = ways.into_iter().map(Some).chain(std::iter::repeat(None));
    let answers = name_servers(&**platform, &plan, servers.into_iter().zip(ways), &tunnels);
    let (name_servers, asked, round_trip) = tokio::join!(answers, asked, round_trip);
    let names_asked = asked.zip(plan.dns.as_ref()).map(|(asked, dns)| {
        // A list is never asked beyond its third server (resolv.conf(5), MAXNS).
        let reach = if platform.one_list() { 3 } else { asked.len() };
        asked.iter().take(reach).any(|asked| dns.servers.iter().any(|own| own.addr() == *asked))
    });
    let round_trip_us = round_trip.map(|took| u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    Some(Proof { routes, name_servers, names_asked, ipv6, round_trip_us })
}

fn routes<P: Platform>(platform: &P, plan: &NetworkPlan, owners: &OwnerMap) -> (RouteProof, Ipv6Proof) {
    let interface = plan.interface.as_ref().map_or_else(|| plan.slot.interface(), |interface| interface.name.clone());
    let wanted = destinations(plan, owners);
    let all: Vec<IpAddr> = wanted.iter().flat_map(|(_, addresses)| addresses).copied().chain([FAR_IPV6]).collect();
    let Ok(found) = platform.leads(&all) else { return (RouteProof::default(), Ipv6Proof::NotConcerned) };
    let mut found = found.into_iter();
    let (mut proof, mut last) = (RouteProof::default(), None);
    for (network, addresses) in wanted {
        let leads: Vec<Leads> = found.by_ref().take(addresses.len()).collect();
        // Both halves of everything are one network.
        proof.asked += u32::from(last.replace(network) != Some(network));
        if leads.iter().any(|leads| matches!(leads, Leads::By(by) if *by == interface)) {
            continue;
        }
        if proof.astray.iter().any(|astray| astray.network == network) {
            continue;
        }
        proof.astray_count += 1;
        if proof.astray.len() < MAX_TOLD {
            let by = leads.into_iter().find_map(|leads| match leads {
                Leads::By(by) => Some(by),
                Leads::Nowhere => None,
            });
            proof.astray.push(Astray { network, by });
        }
    }
    (proof, ipv6(plan.slot, &interface, owners, found.next()))
}

fn ipv6(slot: TunnelSlot, interface: &str, owners: &OwnerMap, found: Option<Leads>) -> Ipv6Proof {
    let all = IpNet::new(Ipv6Addr::UNSPECIFIED.into(), 0).ok();
    let claim = all.and_then(|all| owners.get(&all)).filter(|claim| claim.slot == slot);
    match (claim.map(|claim| claim.action), found) {
        (Some(RouteAction::Tunnel), Some(Leads::By(by))) if by == interface => Ipv6Proof::Carried,
        (Some(RouteAction::Unreachable), Some(Leads::Nowhere)) => Ipv6Proof::HeldBack,
        (Some(RouteAction::Tunnel | RouteAction::Unreachable), Some(Leads::By(by))) => Ipv6Proof::Astray { by },
        // What goes nowhere and should go into the tunnel is among the routes.
        (Some(RouteAction::Tunnel | RouteAction::Unreachable | RouteAction::Outside) | None, _) => {
            Ipv6Proof::NotConcerned
        }
    }
}

/// Each network that is the tunnel's, with addresses of it that are in no network of somebody else. All of both halves of everything.
fn destinations(plan: &NetworkPlan, owners: &OwnerMap) -> Vec<(IpNet, Vec<IpAddr>)> {
    let outside = plan.routes.iter().filter(|route| route.action == RouteAction::Outside);
    let outside: BTreeSet<IpNet> = outside.map(|route| route.destination.net()).collect();
    let decides = |network: &IpNet| owners.contains_key(network) || outside.contains(network);
    let own = owners.iter().filter(|(_, claim)| claim.slot == plan.slot && claim.action == RouteAction::Tunnel);
    let mut wanted = Vec::new();
    for (network, _) in own {
        for part in parts(*network) {
            let is_own = |address: &IpAddr| holding((*address).into()).find(decides) == Some(*network);
            let addresses: Vec<IpAddr> = some_of(part).into_iter().filter(is_own).collect();
            if !addresses.is_empty() {
                wanted.push((*network, addresses));
            }
        }
    }
    wanted
}

/// A whole family in two parts, as who wants to get around a default route without replacing it names them. Of IPv6, only the half that
/// is in use (RFC 4291 §2.4).
fn parts(network: IpNet) -> Vec<IpNet> {
    if network.prefix_len() > 0 {
        return vec![network];
    }
    let parts = match network {
        IpNet::V4(_) => vec![(Ipv4Addr::UNSPECIFIED.into(), 1), (Ipv4Addr::new(128, 0, 0, 0).into(), 1)],
        IpNet::V6(_) => vec![(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0).into(), 3)],
    };
    parts.into_iter().filter_map(|(address, length)| IpNet::new(address, length).ok()).collect()
}

/// Addresses of a network, spread over it.
fn some_of(network: IpNet) -> Vec<IpAddr> {
    let shares = [1_u128, 3, 5, 7];
    let mut addresses: Vec<IpAddr> = match network {
        IpNet::V4(network) => {
            let (first, size) = (u32::from(network.network()), 1_u128 << (32 - network.prefix_len()));
            let at = |share: u128| u32::try_from(size * share / 8).unwrap_or_default();
            shares.iter().map(|share| Ipv4Addr::from(first.saturating_add(at(*share))).into()).collect()
        }
        IpNet::V6(network) => {
            let (first, bits) = (u128::from(network.network()), 128 - u32::from(network.prefix_len()));
            let eighth = 1_u128.checked_shl(bits.saturating_sub(3)).unwrap_or_default();
            let at = |share: u128| if bits < 3 { 0 } else { eighth.saturating_mul(share) };
            shares.iter().map(|share| Ipv6Addr::from(first.saturating_add(at(*share))).into()).collect()
        }
    };
    addresses.dedup();
    addresses
}

/// The name servers that are asked. One of a single link is asked by naming the link, which an ordinary program leaves to the system.
fn servers(plan: &NetworkPlan) -> Vec<IpAddr> {
    let all = plan.dns.iter().flat_map(|dns| &dns.servers);
    all.filter(|server| !server.is_link_local()).map(|server| server.addr()).take(MAX_TOLD).collect()
}

async fn name_servers<P: Platform>(
    platform: &P,
    plan: &NetworkPlan,
    servers: impl Iterator<Item = (IpAddr, Option<Leads>)>,
    tunnels: &[String],
) -> Vec<NameServerProof> {
    let Some(dns) = &plan.dns else { return Vec::new() };
    let name = dns.domains.iter().chain(&dns.search).next().map_or_else(|| OWN_NAME.to_owned(), ToString::to_string);
    join_all(servers.map(|(address, way)| {
        let beside = match way {
            Some(Leads::By(by)) if tunnels.contains(&by) => None,
            Some(Leads::By(by)) => Some(Some(by)),
            Some(Leads::Nowhere) => Some(None),
            None => None,
        };
        let name = name.clone();
        async move {
            if let Some(by) = beside {
                return NameServerProof { address, found: NameServerFound::Beside { by } };
            }
            let answered = tokio::time::timeout(NAME_SERVER_TIME, platform.asks_name_server(address, name)).await;
            let found = match answered.unwrap_or(Answered::No) {
                Answered::Yes(took) => {
                    NameServerFound::Answers { took_us: u64::try_from(took.as_micros()).unwrap_or(u64::MAX) }
                }
                Answered::Refused => NameServerFound::Refuses,
                Answered::No => NameServerFound::Silent,
            };
            NameServerProof { address, found }
        }
    }))
    .await
}
