//! What addresses, routes and DNS mean together: the profile's and the server's.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use ovpn_profile::{
    Profile,
    profile::{Redirect, Remote, Route, RouteGateway, Topology},
};
use vpn_api::{
    Failure,
    tunnel::{TunnelConfig, TunnelDns, TunnelRoute},
};

use super::{
    mss::{self, Surroundings},
    options::{MAX_DNS, Pushed, PushedDns, is_reserved},
    refused,
};

/// Smallest MTU with which IPv6 works (RFC 8200 §5), in bytes.
const IPV6_MIN_MTU: u16 = 1280;

/// The tunnel as profile and server want it. `cipher` and `tls` are for people. Adds to the reply's notes.
///
/// # Errors
/// There is no address, or one that cannot be used.
pub fn tunnel_config(
    profile: &Profile,
    remote: &Remote,
    pushed: &mut Pushed,
    around: Surroundings,
    tls: String,
) -> Result<TunnelConfig, Failure> {
    let mtu = pushed.tun_mtu.unwrap_or(remote.tun_mtu);
    let mut addresses = Vec::new();
    let mut routes: Vec<TunnelRoute> = Vec::new();
    let topology = pushed.topology.or(profile.network.topology).unwrap_or(Topology::Net30);
    if let Some((address, second)) = pushed.ifconfig.or(profile.network.ifconfig) {
        let (own, peer) = ipv4_address(topology, address, second)?;
        addresses.push(IpNet::V4(own));
        routes.extend(peer.map(|peer| tunnel_route(peer.into())));
    }
    let ipv6 = pushed.ifconfig_ipv6.map(IpNet::V6).or(profile.network.ifconfig_ipv6);
    match ipv6 {
        Some(_) if mtu < IPV6_MIN_MTU => {
            pushed
                .notes
                .push(format!("IPv6 in the tunnel is left out: its MTU of {mtu} bytes is below {IPV6_MIN_MTU}"));
        }
        Some(net) => addresses.push(net),
        None => {}
    }
    if addresses.is_empty() {
        return Err(refused("ifconfig").with_detail("the server gave no address"));
    }

    let nopull = profile.network.route_nopull;
    let redirect = merged(profile.network.redirect, pushed.redirect.filter(|_| !nopull));
    let metric = pushed.route_metric.or(profile.network.route_metric);
    let wanted = profile.network.routes.iter().chain(&pushed.routes);
    routes.extend(wanted.map(|route| TunnelRoute {
        destination: route.destination.trunc(),
        through_tunnel: !matches!(route, Route { gateway: RouteGateway::Net, .. }),
        metric: route.metric.or(metric),
    }));
    let all = Everything::take_from(&mut routes);
    routes.sort();
    routes.dedup();

    Ok(TunnelConfig {
        addresses,
        mtu,
        routes,
        redirect_ipv4: redirect.ipv4 || all.ipv4,
        redirect_ipv6: redirect.ipv6 || all.ipv6,
        block_ipv6: profile.network.block_ipv6 || pushed.block_ipv6,
        block_local: redirect.block_local,
        dns: dns(profile, pushed),
        mss: mss::clamp(remote.mssfix, mtu, around),
        path_limit: None,
        keepalive: None,
        cipher: around.cipher.name().to_owned(),
        tls,
    })
}

fn tunnel_route(destination: IpNet) -> TunnelRoute {
    TunnelRoute { destination, through_tunnel: true, metric: None }
}

/// Our address with what is on-link, and the peer's address if that has to be routed on its own.
fn ipv4_address(
    topology: Topology,
    address: Ipv4Addr,
    second: Ipv4Addr,
) -> Result<(Ipv4Net, Option<Ipv4Net>), Failure> {
    // Servers that forget to push `topology subnet` give themselves away by a netmask.
    let as_mask =
        (second.octets().first() == Some(&255)).then(|| Ipv4Net::with_netmask(address, second).ok()).flatten();
    match (topology, as_mask) {
        (Topology::Subnet | Topology::Net30 | Topology::P2p, Some(own)) => Ok((own, None)),
        (Topology::Subnet, None) => Err(refused("ifconfig").with_detail(format_args!("{second} is not a netmask"))),
        (Topology::Net30 | Topology::P2p, None) => {
            let own = Ipv4Net::from(address);
            let peer = Ipv4Net::from(second);
            Ok((own, (peer != own && !is_reserved(peer.into())).then_some(peer)))
        }
    }
}

fn merged(ours: Option<Redirect>, theirs: Option<Redirect>) -> Redirect {
    let (ours, theirs) = (ours.unwrap_or_default(), theirs.unwrap_or_default());
    Redirect {
        ipv4: ours.ipv4 || theirs.ipv4,
        ipv6: ours.ipv6 || theirs.ipv6,
        local: ours.local || theirs.local,
        block_local: ours.block_local || theirs.block_local,
    }
}

/// Routes that together mean the whole of a family: the engine treats that case on its own, for DNS and the firewall.
struct Everything {
    ipv4: bool,
    ipv6: bool,
}

impl Everything {
    /// Finds such routes and takes them out of the list.
    fn take_from(routes: &mut Vec<TunnelRoute>) -> Self {
        let nets = |texts: &[&str]| texts.iter().filter_map(|text| text.parse::<IpNet>().ok()).collect::<Vec<_>>();
        let mut take = |parts: &[&str]| {
            let parts = nets(parts);
            let has = |part: &IpNet| routes.iter().any(|route| route.through_tunnel && route.destination == *part);
            let all = parts.iter().all(has);
            if all {
                routes.retain(|route| !(route.through_tunnel && parts.contains(&route.destination)));
            }
            all
        };
        let mut ipv4 = take(&["0.0.0.0/0"]);
        ipv4 |= take(&["0.0.0.0/1", "128.0.0.0/1"]);
        let mut ipv6 = take(&["::/0"]);
        ipv6 |= take(&["::/1", "8000::/1"]);
        // All global addresses there are (RFC 4291 §2.4), in the two forms that servers push.
        ipv6 |= take(&["2000::/3"]);
        ipv6 |= take(&["2000::/4", "3000::/4"]);
        Self { ipv4, ipv6 }
    }
}

/// The profile's DNS first, then the server's. `dns server` replaces what `dhcp-option` says; of several, the one with the
/// lowest number counts.
fn dns(profile: &Profile, pushed: &mut Pushed) -> TunnelDns {
    let ours = &profile.network.dns;
    let mut dns =
        TunnelDns { servers: ours.servers.clone(), search: ours.search.clone(), domains: ours.domains.clone() };
    let PushedDns { servers, search, domains, search_domains, by_priority } = std::mem::take(&mut pushed.dns);
    let mut chosen = None;
    for (number, server) in by_priority {
        if server.encrypted {
            pushed.notes.push(format!("DNS server {number} is left out: it wants DNS over TLS or HTTPS"));
        } else if chosen.is_none() && !server.addresses.is_empty() {
            chosen = Some(server);
        }
    }
    let (servers, search, domains) = match chosen {
        Some(server) => (server.addresses, search_domains, server.domains),
        None => (servers, [search, search_domains].concat(), domains),
    };
    append(&mut dns.servers, servers);
    append(&mut dns.search, search);
    append(&mut dns.domains, domains);
    dns
}

fn append<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if list.len() < MAX_DNS && !list.contains(&item) {
            list.push(item);
        }
    }
}

#[cfg(test)]
mod tests;
