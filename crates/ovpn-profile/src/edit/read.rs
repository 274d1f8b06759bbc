//! The form of a text.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use ipnet::IpNet;
use ovpn_settings::options::{self, DnsOption, Names, Origin, TunnelOption};
use vpn_api::{Domain, NameServer, session::Transport};

use super::{Form, Server, Traffic};
use crate::{
    apply::servers::proto,
    outline::{Outline, Placed},
    profile::{Route, RouteGateway},
};

/// What the form shows of this text. A text that cannot be split has an empty form.
#[must_use]
pub fn read(text: &str) -> Form {
    Outline::of(text).map(|outline| form(&outline)).unwrap_or_default()
}

pub(super) fn form(outline: &Outline<'_>) -> Form {
    Form {
        servers: servers(outline).into_iter().map(|slot| slot.server).collect(),
        random_order: outline.global().any(randomises),
        username: username(outline).map(|(name, _)| name),
        traffic: traffic(outline),
        routes: unique(routes(outline).into_iter().map(|(_, net)| net.to_string())),
        dns: unique(dns(outline).into_iter().flat_map(|(_, addresses)| addresses).map(|address| address.to_string())),
        search: unique(search(outline).into_iter().flat_map(|(_, domains)| domains)),
        reconnect_seconds: outline.named("connect-retry").filter_map(reconnect).next_back(),
    }
}

fn unique(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    values.filter(|value| seen.insert(value.clone())).collect()
}

/// A server and the lines that say so.
#[derive(Debug, Clone)]
pub(super) struct ServerSlot<'o> {
    pub(super) server: Server,
    /// Its `remote` line.
    pub(super) remote: &'o Placed,
    /// The `<connection>` block around it.
    pub(super) block: Option<&'o Placed>,
    /// Transport of a line that names none.
    pub(super) transport: Transport,
}

pub(super) fn servers<'o>(outline: &'o Outline<'_>) -> Vec<ServerSlot<'o>> {
    let mut slots: Vec<ServerSlot<'o>> = Vec::new();
    let mut port = 1194;
    let mut transport = Transport::Udp;
    let blocks: Vec<&Placed> = outline.global().filter(|item| item.is_block() && item.name == "connection").collect();
    if blocks.is_empty() {
        for item in outline.global() {
            scoped(item, &mut port, &mut transport);
        }
        let remotes = outline.global().filter(|item| item.says("remote"));
        slots.extend(remotes.filter_map(|remote| slot(remote, None, port, transport)));
        return slots;
    }
    for item in outline.global() {
        if !(item.is_block() && item.name == "connection") {
            scoped(item, &mut port, &mut transport);
            continue;
        }
        let inside = || outline.items.iter().filter(|inner| inner.connection == Some(item.lines.start));
        let (mut port, mut transport) = (port, transport);
        inside().for_each(|inner| scoped(inner, &mut port, &mut transport));
        let remote = inside().rfind(|inner| inner.says("remote"));
        slots.extend(remote.and_then(|remote| slot(remote, Some(item), port, transport)));
    }
    slots
}

fn scoped(item: &Placed, port: &mut u16, transport: &mut Transport) {
    if item.is_block() {
        return;
    }
    match (item.name.as_str(), item.value(0)) {
        ("port" | "rport", Some(text)) => *port = text.parse().unwrap_or(*port),
        ("proto", Some(text)) => *transport = proto(text).map_or(*transport, |(transport, _)| transport),
        _ => {}
    }
}

fn slot<'o>(remote: &'o Placed, block: Option<&'o Placed>, port: u16, transport: Transport) -> Option<ServerSlot<'o>> {
    let host = remote.value(0)?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host).to_owned();
    let port = remote.value(1).and_then(|text| text.parse().ok()).unwrap_or(port);
    let own = remote.value(2).and_then(|text| proto(text).ok()).map(|(transport, _)| transport);
    let server = Server { host, port, transport: own.unwrap_or(transport) };
    Some(ServerSlot { server, remote, block, transport })
}

/// `remote-random`.
pub(super) fn randomises(item: &Placed) -> bool {
    item.says("remote-random")
}

/// The user name in the text, and the block that has it.
pub(super) fn username<'o>(outline: &'o Outline<'_>) -> Option<(String, &'o Placed)> {
    let block = outline.global().rfind(|item| item.is_block() && item.name == "auth-user-pass")?;
    let name = outline.content(block).lines().next()?.trim_end_matches('\r');
    (!name.is_empty()).then(|| (name.to_owned(), block))
}

/// Sends everything through the tunnel.
pub(super) fn redirects(item: &Placed) -> bool {
    item.says("redirect-gateway") && !item.values.iter().any(|flag| flag == "!ipv4")
}

/// Keeps the server from deciding what goes through the tunnel.
pub(super) fn keeps_routes(item: &Placed) -> bool {
    let words = || item.values.iter().map(String::as_str);
    item.says("route-nopull") || item.says("pull-filter") && words().eq(["ignore", "redirect-gateway"])
}

fn traffic(outline: &Outline<'_>) -> Traffic {
    if outline.global().any(redirects) {
        Traffic::Everything
    } else if outline.global().any(keeps_routes) {
        Traffic::OnlyRoutes
    } else {
        Traffic::AsServerSays
    }
}

/// Routes into the tunnel, with their lines.
pub(super) fn routes<'o>(outline: &'o Outline<'_>) -> Vec<(&'o Placed, IpNet)> {
    outline.global().filter_map(|item| route(item).map(|net| (item, net))).collect()
}

/// What a line says, if it is one that a server may push as well.
fn option(item: &Placed) -> Option<TunnelOption> {
    let values: Vec<&str> = item.values.iter().map(String::as_str).collect();
    options::read(&item.name, &values, Origin::Profile).filter(|_| !item.is_block())?.option
}

fn route(item: &Placed) -> Option<IpNet> {
    let TunnelOption::Route(Route { destination, gateway: RouteGateway::Vpn, .. }) = option(item)? else { return None };
    Some(destination.net())
}

/// DNS servers that count, with their lines: those of the `dns server` with the lowest number, else those of `dhcp-option`.
pub(super) fn dns<'o>(outline: &'o Outline<'_>) -> Vec<(&'o Placed, Vec<IpAddr>)> {
    let mut numbered: BTreeMap<i16, Vec<(&'o Placed, Vec<IpAddr>)>> = BTreeMap::new();
    let mut plain = Vec::new();
    for item in outline.global() {
        let Some(TunnelOption::Dns(option)) = option(item) else { continue };
        if let DnsOption::Addresses(number, servers) = option {
            let addresses = servers.into_iter().map(NameServer::addr).collect();
            numbered.entry(number).or_default().push((item, addresses));
        } else if let DnsOption::Servers(servers) = option {
            plain.push((item, servers.into_iter().map(NameServer::addr).collect()));
        }
    }
    numbered.into_iter().next().map_or(plain, |(_, lines)| lines)
}

/// Search domains, with their lines, as they are written there; those that are not names as they stand, as what they mean.
pub(super) fn search<'o>(outline: &'o Outline<'_>) -> Vec<(&'o Placed, Vec<String>)> {
    let found = outline.global().filter_map(|item| {
        let TunnelOption::Dns(option) = option(item)? else { return None };
        let (DnsOption::Names(Names { search, .. })
        | DnsOption::SearchList(Names { search, .. })
        | DnsOption::SearchDomains(search)) = option
        else {
            return None;
        };
        let written: Vec<String> =
            item.values.get(1..)?.iter().map(|text| text.trim_end_matches('.').to_owned()).collect();
        let meant = |text: &String| Domain::parse(text).is_ok_and(|domain| search.contains(&domain));
        let plain = written.len() == search.len() && written.iter().all(meant);
        Some((item, if plain { written } else { search.iter().map(Domain::to_string).collect() }))
    });
    found.filter(|(_, domains)| !domains.is_empty()).collect()
}

/// `connect-retry first [largest]`.
fn reconnect(item: &Placed) -> Option<(u32, u32)> {
    let first: u32 = item.value(0)?.parse().ok()?;
    let largest = match item.value(1) {
        Some(text) => text.parse().ok()?,
        // OpenVPN's own largest pause (docs/protocol/openvpn.md §15).
        None => 300,
    };
    let first = first.max(1);
    Some((first, largest.max(first)))
}
