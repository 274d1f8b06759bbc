//! What addresses, routes and DNS mean together: the profile's and the server's.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr},
};

use ipnet::{IpNet, Ipv4Net};
use ovpn_settings::{
    Ifconfig, Profile, Redirect, Remote, RouteGateway, Topology,
    options::{DnsOptions, ResolvedDns},
};
use vpn_api::{
    Blame, Failure, FailureKind, Mtu, Retry, RouteDestination, TunnelAddress, TunnelRoute,
    notice::{Many, Notice, Origin},
    tunnel::{Security, TunnelConfig, TunnelDns},
    values::{NameServer, RouteSet, SpecialRange, TunnelAddresses},
};

use super::{
    LeftOut, Pushed,
    mss::{self, Encapsulation},
};

/// How soon to sign in again at a server that gave no address. Each sign-in is a whole one, and few servers mend that by
/// themselves; further pauses grow from here (`vpn_engine::backoff`).
const SIGN_IN_AGAIN: std::time::Duration = std::time::Duration::from_secs(10);

/// The tunnel as profile and server want it. `tls` is for people. Adds to what is left out of the reply.
///
/// # Errors
/// There is no address that can be used.
pub fn tunnel_config(
    profile: &Profile,
    remote: &Remote,
    pushed: &mut Pushed,
    encapsulation: Encapsulation,
    tls: String,
) -> Result<TunnelConfig, Failure> {
    let theirs = pushed.tunnel.clone();
    let mtu = theirs.tun_mtu.unwrap_or(remote.tun_mtu);
    let mut routes = Routes::default();
    let addresses = addresses(profile, pushed, mtu, &mut routes)?;

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
    let all = Everything::take_from(&mut routes.set);
    let everything = Redirect { ipv4: redirect.ipv4 || all.ipv4, ipv6: redirect.ipv6 || all.ipv6, ..redirect };

    let mut dns = dns(profile, theirs.dns, &mut pushed.left_out);
    lead_to_link_local(&mut dns, &addresses, &mut routes, profile, &mut pushed.left_out);
    let none_left = dns.servers.is_empty() && pushed.left_out.name_servers > 0;
    dns.held_back = none_left && (everything.ipv4 || everything.ipv6);
    pushed.left_out.too_many(Many::Routes, routes.left_out);
    pushed.left_out.tell_too_many(Many::Routes, routes.set.len());

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
        notices: pushed.left_out.notices.clone(),
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

/// The tunnel's addresses, those that can be used, and the peer's as a route. An address that cannot be used costs the session
/// only where there is no other.
fn addresses(
    profile: &Profile,
    pushed: &mut Pushed,
    mtu: Mtu,
    routes: &mut Routes,
) -> Result<TunnelAddresses, Failure> {
    let (theirs, ours) = (&pushed.tunnel, &profile.network);
    let origin = |by_server: bool| if by_server { Origin::Server } else { Origin::Profile };
    let mut addresses = TunnelAddresses::new();
    let topology = theirs.topology.or(ours.topology).unwrap_or(Topology::Net30);
    if let Some(pair) = theirs.ifconfig.or(ours.ifconfig) {
        match ipv4_address(topology, pair) {
            Some((own, peer)) => {
                addresses.insert_all([own]);
                if let Some(destination) = peer {
                    routes.add(TunnelRoute { destination, through_tunnel: true, metric: None });
                }
            }
            None => {
                let text = format!("{} {}", pair.local(), pair.second());
                pushed.left_out.note(format!("The address {text} is left out: that is no netmask"));
                pushed.left_out.address(&text, origin(pushed.tunnel.ifconfig.is_some()));
            }
        }
    }
    match pushed.tunnel.ifconfig_ipv6.or(ours.ifconfig_ipv6) {
        Some(address) if !mtu.carries_ipv6() => {
            let least = Mtu::IPV6_MIN;
            pushed.left_out.note(format!("IPv6 in the tunnel is left out: its MTU of {mtu} bytes is below {least}"));
            pushed.left_out.address(&address.to_string(), origin(pushed.tunnel.ifconfig_ipv6.is_some()));
        }
        Some(address) => drop(addresses.insert_all([address])),
        None => {}
    }
    if addresses.is_empty() {
        let kind = match pushed.left_out.address.take() {
            Some(address) => FailureKind::AddressUnusable { address },
            None => FailureKind::NoAddressGiven,
        };
        return Err(Failure::new(kind, Blame::Server, Retry::After(SIGN_IN_AGAIN)));
    }
    Ok(addresses)
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

    /// Whether the most specific of the routes to `address` leads past the tunnel.
    fn lead_outside(&self, address: std::net::IpAddr) -> bool {
        let to = self.set.iter().filter(|route| route.destination.net().contains(&address));
        let best = to.max_by_key(|route| (route.destination.net().prefix_len(), route.through_tunnel));
        best.is_some_and(|route| !route.through_tunnel)
    }
}

/// Our address with what is on-link, and the peer's address if that has to be routed on its own. `None`: the second value is
/// not what the topology wants.
fn ipv4_address(topology: Topology, pair: Ifconfig) -> Option<(TunnelAddress, Option<RouteDestination>)> {
    let (address, second) = (pair.local(), pair.second());
    let judged = |net: Ipv4Net| TunnelAddress::new(net.into()).ok();
    // Servers that forget to push `topology subnet` give themselves away by a netmask.
    let as_mask =
        (second.octets().first() == Some(&255)).then(|| Ipv4Net::with_netmask(address, second).ok()).flatten();
    match (topology, as_mask) {
        (Topology::Subnet | Topology::Net30 | Topology::P2p, Some(own)) => Some((judged(own)?, None)),
        (Topology::Subnet, None) => None,
        (Topology::Net30 | Topology::P2p, None) => {
            let peer = RouteDestination::new(Ipv4Net::from(second).into()).ok().filter(|_| second != address);
            Some((judged(address.into())?, peer))
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
fn dns(profile: &Profile, theirs: DnsOptions, left_out: &mut LeftOut) -> TunnelDns {
    let ours = &profile.network.dns;
    let ResolvedDns { dns: theirs, encrypted, without_address } = theirs.resolve();
    for number in encrypted {
        left_out.name_servers += 1;
        left_out.note(format!("DNS server {number} is left out: it wants DNS over TLS or HTTPS"));
        let option = format!("dns server {number} transport");
        left_out.notice(Notice::OptionNotUsed { option, origin: Origin::Server });
    }
    let without_server = !without_address.is_empty();
    for number in without_address {
        left_out.note(format!("DNS server {number} is left out: it has domains and no address"));
    }
    let by_server = without_server || !theirs.search.is_empty() || !theirs.domains.is_empty();
    let mut dns = TunnelDns {
        servers: ours.servers.clone(),
        search: ours.search.clone(),
        domains: ours.domains.clone(),
        all: ours.all || theirs.all,
        held_back: false,
    };
    left_out.too_many(Many::NameServers, dns.servers.insert_all(theirs.servers));
    left_out.tell_too_many(Many::NameServers, dns.servers.len());
    let more = dns.search.insert_all(theirs.search) + dns.domains.insert_all(theirs.domains);
    left_out.too_many(Many::Domains, more);
    left_out.tell_too_many(Many::Domains, dns.search.len() + dns.domains.len());
    let has_domains = !dns.search.is_empty() || !dns.domains.is_empty();
    if without_server || (has_domains && dns.servers.is_empty()) {
        let origin = if by_server { Origin::Server } else { Origin::Profile };
        left_out.note("Domains are left out: no name server could answer for them".to_owned());
        left_out.notice(Notice::DomainsWithoutServer { origin });
    }
    dns
}

/// A link-local name server is one of the tunnel's: it gets a route of its own, since otherwise the machine could ask whoever
/// has the address on the local network. Where the tunnel cannot lead there, it is left out.
fn lead_to_link_local(
    dns: &mut TunnelDns,
    addresses: &TunnelAddresses,
    routes: &mut Routes,
    profile: &Profile,
    left_out: &mut LeftOut,
) {
    let has_family = |server: &NameServer| addresses.iter().any(|own| own.is_ipv6() == server.addr().is_ipv6());
    dns.servers.retain(|server| {
        if !server.is_link_local() {
            return true;
        }
        let at = server.addr();
        if !has_family(server) || routes.lead_outside(at) {
            let ours = profile.network.dns.servers.contains(server);
            let origin = if ours { Origin::Profile } else { Origin::Server };
            left_out
                .note(format!("The DNS server {at} is left out: it is link-local, and the tunnel does not lead to it"));
            left_out.notice(Notice::NameServerNotUsed { server: at, range: SpecialRange::LinkLocal, origin });
            left_out.name_servers += 1;
            return false;
        }
        // Every interface with IPv6 has the link-local network on its link (RFC 4291 §2.8).
        if at.is_ipv4()
            && let Ok(destination) = RouteDestination::new(IpNet::from(at))
        {
            routes.add(TunnelRoute { destination, through_tunnel: true, metric: None });
        }
        true
    });
}

#[cfg(test)]
mod tests;
