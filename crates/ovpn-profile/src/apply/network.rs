//! Addresses, routes and DNS.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use vpn_api::{
    Domain, NameServer, RouteDestination, TunnelAddress,
    values::{BoundedList, Domains, Full, MAX_DOMAINS, MAX_NAME_SERVERS},
};

use super::{Applied, Line, bad};
use crate::{
    draft::Draft,
    profile::{Dns, Ifconfig, MAX_ROUTES, Redirect, Route, RouteGateway, Topology},
    reason::Reason,
    report::Verdict,
};

pub(super) fn apply(draft: &mut Draft, line: &Line<'_>) -> Option<Applied> {
    let network = &mut draft.network;
    Some(match line.name {
        "redirect-gateway" => Ok(redirect(&mut network.redirect, line, true)),
        "redirect-private" => Ok(redirect(&mut network.redirect, line, false)),
        "route" => route(&mut network.routes, line),
        "route-ipv6" => route_ipv6(&mut network.routes, line),
        "route-metric" => line.number(0).map(|metric| {
            network.route_metric = Some(metric);
            Verdict::Used
        }),
        "route-nopull" => {
            network.route_nopull = true;
            Ok(Verdict::Used)
        }
        "block-ipv6" => {
            network.block_ipv6 = true;
            Ok(Verdict::Used)
        }
        "topology" => line.need(0).and_then(|text| {
            network.topology = Some(match text {
                "net30" => Topology::Net30,
                "p2p" => Topology::P2p,
                "subnet" => Topology::Subnet,
                other => return Err(bad(other)),
            });
            Ok(Verdict::Used)
        }),
        "ifconfig" => line.number(0).and_then(|local: Ipv4Addr| {
            network.ifconfig = Some(Ifconfig::new(local, line.number(1)?).map_err(|_| unusable(local))?);
            Ok(Verdict::Used)
        }),
        "ifconfig-ipv6" => line.need(0).and_then(|text| {
            let with_prefix = if text.contains('/') { text.to_owned() } else { format!("{text}/64") };
            let address: Ipv6Net = with_prefix.parse().map_err(|_| bad(text))?;
            network.ifconfig_ipv6 = Some(TunnelAddress::new(address.into()).map_err(|_| unusable(text))?);
            Ok(Verdict::Used)
        }),
        "dhcp-option" => dhcp_option(&mut network.dns, line),
        "dns" => dns(draft, line),
        _ => return None,
    })
}

fn redirect(slot: &mut Option<Redirect>, line: &Line<'_>, default_route: bool) -> Verdict {
    let mut redirect = slot.unwrap_or_default();
    redirect.ipv4 |= default_route;
    let mut unknown = None;
    for flag in &line.values {
        match *flag {
            "ipv6" if default_route => redirect.ipv6 = true,
            "!ipv4" => redirect.ipv4 = false,
            "local" | "autolocal" => redirect.local = true,
            "block-local" => redirect.block_local = true,
            // How the default route is made and what passes beside it is Adit's own business.
            "def1" | "bypass-dhcp" | "bypass-dns" | "ipv6" => {}
            other => unknown = Some(other),
        }
    }
    *slot = Some(redirect);
    match unknown {
        Some(flag) => Verdict::warning(Reason::PartlyUsed { value: flag.chars().take(64).collect() }),
        None => Verdict::Used,
    }
}

/// `route network [netmask [gateway [metric]]]`; `default` in a place stands for its default. Host bits are cut off.
fn route(routes: &mut BoundedList<Route, MAX_ROUTES>, line: &Line<'_>) -> Applied {
    let given = |index| line.get(index).filter(|text| *text != "default");
    let network = line.need(0)?;
    let Ok(address) = network.parse::<Ipv4Addr>() else {
        return by_name(network);
    };
    let netmask: Ipv4Addr = match given(1) {
        Some(text) => text.parse().map_err(|_| bad(text))?,
        None => Ipv4Addr::BROADCAST,
    };
    let net = Ipv4Net::with_netmask(address, netmask).map_err(|_| bad(&netmask.to_string()))?;
    push_route(routes, net.into(), gateway(given(2))?, metric(given(3))?)
}

/// A network that cannot be routed, and one too many, are left out: OpenVPN goes on, too, when the system refuses a route.
fn push_route(
    routes: &mut BoundedList<Route, MAX_ROUTES>,
    net: IpNet,
    gateway: RouteGateway,
    metric: Option<u32>,
) -> Applied {
    let Ok(destination) = RouteDestination::new(net) else { return Ok(Verdict::warning(unusable(net))) };
    Ok(fits(routes.push(Route { destination, gateway, metric }), MAX_ROUTES))
}

fn fits<T>(added: Result<(), Full<T>>, limit: usize) -> Verdict {
    added.map_or_else(|_| Verdict::warning(Reason::TooManyValues { limit: limit as u64 }), |()| Verdict::Used)
}

fn unusable(value: impl ToString) -> Reason {
    Reason::UnusableAddress { value: value.to_string().chars().take(120).collect() }
}

/// What OpenVPN would look up. `remote_host` is the server itself, which never goes through its own tunnel.
fn by_name(network: &str) -> Applied {
    match network {
        "remote_host" => Ok(Verdict::ignored(Reason::AlwaysSo)),
        name if Domain::parse(name).is_ok() && !name.starts_with(|c: char| c.is_ascii_digit()) => {
            Ok(Verdict::warning(Reason::RouteByName { value: name.to_owned() }))
        }
        other => Err(bad(other)),
    }
}

/// `route-ipv6 network/bits [gateway [metric]]`.
fn route_ipv6(routes: &mut BoundedList<Route, MAX_ROUTES>, line: &Line<'_>) -> Applied {
    let given = |index| line.get(index).filter(|text| *text != "default");
    let network = line.need(0)?;
    let with_prefix = if network.contains('/') { network.to_owned() } else { format!("{network}/128") };
    let net: Ipv6Net = with_prefix.parse().map_err(|_| bad(network))?;
    push_route(routes, net.into(), gateway(given(1))?, metric(given(2))?)
}

fn metric(text: Option<&str>) -> Result<Option<u32>, Reason> {
    text.map(|text| text.parse().map_err(|_| bad(text))).transpose()
}

fn gateway(text: Option<&str>) -> Result<RouteGateway, Reason> {
    Ok(match text {
        None | Some("vpn_gateway" | "remote_host" | "0.0.0.0" | "::") => RouteGateway::Vpn,
        Some("net_gateway" | "net_gateway_ipv6") => RouteGateway::Net,
        Some(text) => RouteGateway::Address(text.parse::<IpAddr>().map_err(|_| bad(text))?),
    })
}

fn dhcp_option(dns: &mut Dns, line: &Line<'_>) -> Applied {
    let kind = line.need(0)?;
    match kind {
        "DNS" => Ok(push_address(dns, line.number::<IpAddr>(1)?)),
        "DNS6" => Ok(push_address(dns, IpAddr::V6(line.number::<Ipv6Addr>(1)?))),
        "DOMAIN" | "DOMAIN-SEARCH" | "ADAPTER_DOMAIN_SUFFIX" => push_domain(&mut dns.search, line.need(1)?),
        "DOMAIN-ROUTE" if line.get(1) == Some(".") => {
            dns.all = true;
            Ok(Verdict::Used)
        }
        "DOMAIN-ROUTE" => push_domain(&mut dns.domains, line.need(1)?),
        // Names and time of the Windows world.
        "WINS" | "NTP" | "NBT" | "NBS" | "NBDD" | "DISABLE-NBT" => Ok(Verdict::ignored(Reason::OtherPlatform)),
        other => {
            let name = format!("dhcp-option {}", other.chars().take(64).collect::<String>());
            Ok(Verdict::warning(Reason::NotHonoured { name }))
        }
    }
}

fn push_address(dns: &mut Dns, address: IpAddr) -> Verdict {
    match NameServer::new(address) {
        Ok(server) => fits(dns.servers.insert(server).map(drop), MAX_NAME_SERVERS),
        Err(_) => Verdict::warning(unusable(address)),
    }
}

fn push_domain(domains: &mut Domains, text: &str) -> Applied {
    let domain = Domain::parse(text).map_err(|_| bad(text))?;
    Ok(fits(domains.insert(domain).map(drop), MAX_DOMAINS))
}

/// `dns search-domains d…`, `dns server n address a…`, `dns server n resolve-domains d…`. Of several servers the one with
/// the lowest number is used, which is decided at the end.
fn dns(draft: &mut Draft, line: &Line<'_>) -> Applied {
    match line.need(0)? {
        "search-domains" => {
            let mut verdict = Verdict::Used;
            for domain in line.values.iter().skip(1) {
                verdict = verdict.graver(push_domain(&mut draft.network.dns.search, domain)?);
            }
            Ok(verdict)
        }
        "server" => {
            let number: i32 = line.number(1)?;
            if !(-128..=127).contains(&number) {
                return Err(bad(&number.to_string()));
            }
            let what = line.need(2)?;
            let server = draft.dns_servers.entry(number).or_default();
            match what {
                "address" => {
                    let mut port = None;
                    let mut verdict = Verdict::Used;
                    for text in line.values.iter().skip(3) {
                        let (address, with_port) = dns_address(text).ok_or_else(|| bad(text))?;
                        verdict = verdict.graver(push_address(server, address));
                        port = with_port.then_some(*text).or(port);
                    }
                    Ok(port.map_or(verdict, |text| {
                        Verdict::warning(Reason::PartlyUsed { value: text.chars().take(64).collect() })
                    }))
                }
                "resolve-domains" => {
                    let mut verdict = Verdict::Used;
                    for domain in line.values.iter().skip(3) {
                        verdict = verdict.graver(push_domain(&mut server.domains, domain)?);
                    }
                    Ok(verdict)
                }
                "dnssec" | "transport" | "sni" => Ok(Verdict::warning(Reason::PartlyUsed { value: what.to_owned() })),
                other => Err(bad(other)),
            }
        }
        other => Err(bad(other)),
    }
}

/// An address and whether a port other than 53 was given with it: `1.2.3.4`, `1.2.3.4:53`, `[::1]:53`, `::1`.
pub(crate) fn dns_address(text: &str) -> Option<(IpAddr, bool)> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some((address, false));
    }
    if let Ok(socket) = text.parse::<std::net::SocketAddr>() {
        return Some((socket.ip(), socket.port() != 53));
    }
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    inner.parse().ok().map(|address| (address, false))
}
