//! What addresses, routes and DNS mean together: the profile's and the server's.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr},
};

use ipnet::Ipv4Net;
use ovpn_settings::{
    Ifconfig, Profile, Redirect, Remote, RouteGateway, Topology,
    options::{DnsOptions, ResolvedDns},
};
use vpn_api::{
    Failure, Mtu, RouteDestination, TunnelAddress, TunnelRoute,
    tunnel::{Security, TunnelConfig, TunnelDns},
    values::{MAX_DOMAINS, MAX_NAME_SERVERS, MAX_ROUTES, RouteSet, TunnelAddresses},
};

use super::{
    mss::{self, Encapsulation},
    options::Pushed,
    refused,
};

/// The tunnel as profile and server want it. `tls` is for people. Adds to the reply's notes.
///
/// # Errors
/// There is no address, or one that cannot be used.
pub fn tunnel_config(
    profile: &Profile,
    remote: &Remote,
    pushed: &mut Pushed,
    encapsulation: Encapsulation,
    tls: String,
) -> Result<TunnelConfig, Failure> {
    let theirs = pushed.tunnel.clone();
    let mtu = theirs.tun_mtu.unwrap_or(remote.tun_mtu);
    let mut addresses = TunnelAddresses::new();
    let mut routes = Routes::default();
    let topology = theirs.topology.or(profile.network.topology).unwrap_or(Topology::Net30);
    if let Some(pair) = theirs.ifconfig.or(profile.network.ifconfig) {
        let (own, peer) = ipv4_address(topology, pair)?;
        addresses.insert_all([own]);
        if let Some(destination) = peer {
            routes.add(TunnelRoute { destination, through_tunnel: true, metric: None });
        }
    }
    match theirs.ifconfig_ipv6.or(profile.network.ifconfig_ipv6) {
        Some(_) if !mtu.carries_ipv6() => {
            pushed.note(format!("IPv6 in the tunnel is left out: its MTU of {mtu} bytes is below {}", Mtu::IPV6_MIN))
        }
        Some(address) => drop(addresses.insert_all([address])),
        None => {}
    }
    if addresses.is_empty() {
        return Err(refused("ifconfig").with_detail("the server gave no address"));
    }

    let nopull = profile.network.route_nopull;
    let redirect = merged(profile.network.redirect, theirs.redirect.filter(|_| !nopull));
    let metric = theirs.route_metric.or(profile.network.route_metric);
    let inside = Inside {
        gateway: theirs.route_gateway.or(profile.network.route_gateway),
        pair: theirs.ifconfig.or(profile.network.ifconfig),
        addresses: &addresses,
    };
    for route in profile.network.routes.iter().chain(&theirs.routes) {
        routes.add(TunnelRoute {
            destination: route.destination,
            through_tunnel: inside.holds(route.gateway),
            metric: route.metric.or(metric),
        });
    }
    if routes.left_out > 0 {
        pushed.note(format!("{} routes are left out: a tunnel has at most {MAX_ROUTES}", routes.left_out));
    }
    let all = Everything::take_from(&mut routes.set);

    let mut dns = dns(profile, theirs.dns, pushed);
    let everything = Redirect { ipv4: redirect.ipv4 || all.ipv4, ipv6: redirect.ipv6 || all.ipv6, ..redirect };
    leave_unreachable_out(&mut dns, &addresses, &routes.set, everything, pushed);

    Ok(TunnelConfig {
        addresses,
        mtu,
        routes: routes.set,
        redirect_ipv4: everything.ipv4,
        redirect_ipv6: everything.ipv6,
        block_ipv6: profile.network.block_ipv6 || theirs.block_ipv6,
        block_local: redirect.block_local,
        dns,
        mss: mss::clamp(remote.mssfix, mtu.get(), encapsulation),
        path_limit: None,
        keepalive: None,
        security: Security { handshake: tls, data: encapsulation.cipher.name().to_owned() },
        banner: None,
        session_end: None,
        pac_url: None,
        notices: Default::default(),
    })
}

/// What lies inside of the tunnel, as the gateway of a route.
struct Inside<'a> {
    /// `route-gateway`: by definition the tunnel's own.
    gateway: Option<Ipv4Addr>,
    /// `ifconfig`, whose second value may be the other end.
    pair: Option<Ifconfig>,
    addresses: &'a TunnelAddresses,
}

impl Inside<'_> {
    /// Whether a route by this gateway goes through the tunnel. OpenVPN hands the gateway to the kernel, which looks for it on
    /// its links: an address that is not on the tunnel's link is outside of it, and the route an exclusion.
    fn holds(&self, gateway: RouteGateway) -> bool {
        match gateway {
            RouteGateway::Vpn => true,
            RouteGateway::Net => false,
            RouteGateway::Address(at) => {
                let named = self.gateway == Some(at) || self.pair.is_some_and(|pair| pair.second() == at);
                named || self.addresses.iter().any(|own| own.net().contains(&IpAddr::V4(at)))
            }
        }
    }
}

/// Routes in the order in which they are named. Of two to one network with one metric the first counts, as in OpenVPN: the
/// kernel keeps one and refuses the second.
#[derive(Default)]
struct Routes {
    set: RouteSet,
    named: BTreeSet<(RouteDestination, Option<u32>)>,
    left_out: usize,
}

impl Routes {
    fn add(&mut self, route: TunnelRoute) {
        if self.named.insert((route.destination, route.metric)) {
            self.left_out += usize::from(self.set.insert(route).is_err());
        }
    }
}

/// Our address with what is on-link, and the peer's address if that has to be routed on its own.
fn ipv4_address(topology: Topology, pair: Ifconfig) -> Result<(TunnelAddress, Option<RouteDestination>), Failure> {
    let (address, second) = (pair.local(), pair.second());
    let judged = |net: Ipv4Net| TunnelAddress::new(net.into()).map_err(|why| refused("ifconfig").with_detail(why));
    // Servers that forget to push `topology subnet` give themselves away by a netmask.
    let as_mask =
        (second.octets().first() == Some(&255)).then(|| Ipv4Net::with_netmask(address, second).ok()).flatten();
    match (topology, as_mask) {
        (Topology::Subnet | Topology::Net30 | Topology::P2p, Some(own)) => Ok((judged(own)?, None)),
        (Topology::Subnet, None) => Err(refused("ifconfig").with_detail(format_args!("{second} is not a netmask"))),
        (Topology::Net30 | Topology::P2p, None) => {
            let peer = RouteDestination::new(Ipv4Net::from(second).into()).ok().filter(|_| second != address);
            Ok((judged(address.into())?, peer))
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
    fn take_from(routes: &mut RouteSet) -> Self {
        let nets =
            |texts: &[&str]| texts.iter().filter_map(|text| text.parse::<RouteDestination>().ok()).collect::<Vec<_>>();
        let mut take = |parts: &[&str]| {
            let parts = nets(parts);
            let has =
                |part: &RouteDestination| routes.iter().any(|route| route.through_tunnel && route.destination == *part);
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

/// The profile's DNS first, then the server's.
fn dns(profile: &Profile, theirs: DnsOptions, pushed: &mut Pushed) -> TunnelDns {
    let ours = &profile.network.dns;
    let ResolvedDns { dns: theirs, encrypted, without_address } = theirs.resolve();
    for number in encrypted {
        pushed.note(format!("DNS server {number} is left out: it wants DNS over TLS or HTTPS"));
    }
    for number in without_address {
        pushed.note(format!("DNS server {number} is left out: it has domains and no address"));
    }
    let mut dns = TunnelDns {
        servers: ours.servers.clone(),
        search: ours.search.clone(),
        domains: ours.domains.clone(),
        all: ours.all || theirs.all,
    };
    let mut too_many = |left_out: usize, what: &str, most: usize| {
        if left_out > 0 {
            pushed.note(format!("{left_out} {what} are left out: a tunnel has at most {most}"));
        }
    };
    too_many(dns.servers.insert_all(theirs.servers), "DNS servers", MAX_NAME_SERVERS);
    too_many(dns.search.insert_all(theirs.search), "search domains", MAX_DOMAINS);
    too_many(dns.domains.insert_all(theirs.domains), "domains", MAX_DOMAINS);
    dns
}

/// A link-local name server is one of the tunnel's only where the tunnel leads to it: without a route, the machine would ask
/// whoever has the address on the local network.
fn leave_unreachable_out(
    dns: &mut TunnelDns,
    addresses: &TunnelAddresses,
    routes: &RouteSet,
    everything: Redirect,
    pushed: &mut Pushed,
) {
    let has_ipv6 = addresses.iter().any(|address| address.is_ipv6());
    dns.servers.retain(|server| {
        let at = server.addr();
        // Every interface with IPv6 has the link-local network on its link (RFC 4291 §2.8).
        let whole = if at.is_ipv6() { has_ipv6 } else { everything.ipv4 };
        let led = || routes.iter().any(|route| route.through_tunnel && route.destination.net().contains(&at));
        let reachable = !server.is_link_local() || whole || led();
        if !reachable {
            pushed.note(format!("The DNS server {at} is left out: it is link-local, and no route leads to it"));
        }
        reachable
    });
}

#[cfg(test)]
mod tests;
