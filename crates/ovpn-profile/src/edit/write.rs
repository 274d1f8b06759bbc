//! A form into a text. Only lines of what changed are touched; comments and all else stay where they are.

use std::{collections::BTreeSet, net::IpAddr, ops::Range};

use ipnet::IpNet;
use vpn_api::{
    Domain, NameServer, RouteDestination,
    session::Transport,
    values::{MAX_DOMAINS, MAX_NAME_SERVERS},
};

use super::{
    Field, Form, FormError, Server, Traffic,
    read::{self, ServerSlot},
};
use crate::{
    apply::servers::{is_placeholder, proto},
    lexer::quote,
    outline::{Edits, Outline, Placed},
    profile::{MAX_REMOTES, MAX_ROUTES, MAX_SECONDS, is_host},
    reason::Reason,
};

/// Writes the form into the text. `write(text, &read(text))` is the text.
///
/// # Errors
/// [`FormError`]: the first field that has no place in a profile.
pub fn write(text: &str, form: &Form) -> Result<String, FormError> {
    let Some(outline) = Outline::of(text) else {
        if *form == Form::default() {
            return Ok(text.to_owned());
        }
        let reason = Reason::BadValue { value: String::new() };
        return Err(FormError { field: Field::Text, value: String::new(), reason });
    };
    let before = read::form(&outline);
    if before == *form {
        return Ok(text.to_owned());
    }
    let form = checked(form, &before)?;
    let mut edits = Edits::default();
    if form.servers != before.servers {
        servers(&outline, &form.servers, &mut edits);
    }
    if form.random_order != before.random_order {
        flag(&outline, "remote-random", form.random_order, read::randomises, &mut edits);
    }
    if form.username != before.username {
        username(&outline, form.username.as_deref(), &mut edits);
    }
    if form.traffic != before.traffic {
        let keeps = form.traffic == Traffic::OnlyRoutes;
        let all = form.traffic == Traffic::Everything;
        flag(&outline, "redirect-gateway def1", all, read::redirects, &mut edits);
        flag(&outline, "route-nopull", keeps, read::keeps_routes, &mut edits);
    }
    if form.routes != before.routes {
        routes(&outline, &form.routes, &mut edits);
    }
    if form.dns != before.dns {
        dns(&outline, &form.dns, &mut edits);
    }
    if form.search != before.search {
        let slots = read::search(&outline).into_iter().map(|(item, keys)| Slot { lines: item.lines.clone(), keys });
        let line = |domain: &String, _: Option<usize>| vec![format!("dhcp-option DOMAIN-SEARCH {domain}")];
        resequence(&outline, &slots.collect::<Vec<_>>(), &form.search, line, &mut edits);
    }
    if form.reconnect_seconds != before.reconnect_seconds {
        reconnect(&outline, form.reconnect_seconds, &mut edits);
    }
    let written = edits.apply(&outline);
    match difference(&read::read(&written), &form) {
        None => Ok(written),
        Some((field, value)) => Err(problem(field, value)),
    }
}

fn problem(field: Field, value: impl Into<String>) -> FormError {
    let value: String = value.into().chars().take(120).collect();
    FormError { field, reason: Reason::BadValue { value: value.clone() }, value }
}

/// The form in the spelling in which it is read back. Values that are in the text already are taken as they are.
fn checked(form: &Form, before: &Form) -> Result<Form, FormError> {
    let mut form = form.clone();
    if form.servers.is_empty() && !before.servers.is_empty() {
        return Err(FormError { field: Field::Servers, value: String::new(), reason: Reason::NoServer });
    }
    if form.servers.len() > MAX_REMOTES.max(before.servers.len()) {
        let reason = Reason::TooManyServers { limit: MAX_REMOTES as u64 };
        return Err(FormError { field: Field::Servers, value: form.servers.len().to_string(), reason });
    }
    for server in &mut form.servers {
        if before.servers.contains(server) {
            continue;
        }
        let host = server.host.trim();
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let template = before.servers.iter().any(|known| known.host == host);
        if !template && (!is_host(host) || is_placeholder(host)) {
            return Err(problem(Field::Servers, host));
        }
        if server.port == 0 {
            return Err(problem(Field::Servers, "0"));
        }
        server.host = host.to_owned();
    }
    if let Some(name) = form.username.as_mut().filter(|name| before.username.as_ref() != Some(name)) {
        let plain = !name.is_empty() && name.len() <= 255 && !name.chars().any(char::is_control);
        if !plain || name.trim_start().starts_with("</auth-user-pass>") {
            return Err(problem(Field::Username, crate::secrets::HIDDEN));
        }
    }
    form.routes = each(&form.routes, Field::Routes, MAX_ROUTES, |text| {
        let net = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))?;
        RouteDestination::new(net).ok().map(|network| network.to_string())
    })?;
    form.dns = each(&form.dns, Field::Dns, MAX_NAME_SERVERS, |text| {
        text.parse::<NameServer>().ok().map(|server| server.to_string())
    })?;
    form.search = each(&form.search, Field::Search, MAX_DOMAINS, |text| {
        let domain = text.trim_end_matches('.');
        Domain::parse(domain).is_ok().then(|| domain.to_owned())
    })?;
    if let Some((first, largest)) = form.reconnect_seconds {
        let in_bounds = first > 0 && first <= largest && u64::from(largest) <= MAX_SECONDS;
        if !in_bounds && form.reconnect_seconds != before.reconnect_seconds {
            return Err(problem(Field::ReconnectSeconds, format!("{first} {largest}")));
        }
    }
    Ok(form)
}

fn each(
    values: &[String],
    field: Field,
    most: usize,
    read: impl Fn(&str) -> Option<String>,
) -> Result<Vec<String>, FormError> {
    if values.len() > most {
        return Err(problem(field, values.len().to_string()));
    }
    let mut seen = BTreeSet::new();
    let mut found: Vec<String> = Vec::with_capacity(values.len());
    for value in values {
        let value = read(value.trim()).ok_or_else(|| problem(field, value.as_str()))?;
        if seen.insert(value.clone()) {
            found.push(value);
        }
    }
    Ok(found)
}

/// The first field that would not be read back as it was meant.
fn difference(read: &Form, meant: &Form) -> Option<(Field, String)> {
    if read.servers != meant.servers {
        let host = meant.servers.iter().find(|server| !read.servers.contains(server)).or(meant.servers.first());
        return Some((Field::Servers, host.map_or_else(String::new, |server| server.host.clone())));
    }
    let list = |read: &[String], meant: &[String]| {
        meant.iter().find(|value| !read.contains(value)).or(meant.first()).cloned().unwrap_or_default()
    };
    if read.random_order != meant.random_order {
        return Some((Field::RandomOrder, meant.random_order.to_string()));
    }
    if read.username != meant.username {
        return Some((Field::Username, meant.username.clone().unwrap_or_default()));
    }
    if read.traffic != meant.traffic {
        return Some((Field::Traffic, String::new()));
    }
    if read.routes != meant.routes {
        return Some((Field::Routes, list(&read.routes, &meant.routes)));
    }
    if read.dns != meant.dns {
        return Some((Field::Dns, list(&read.dns, &meant.dns)));
    }
    if read.search != meant.search {
        return Some((Field::Search, list(&read.search, &meant.search)));
    }
    (read.reconnect_seconds != meant.reconnect_seconds).then(|| (Field::ReconnectSeconds, String::new()))
}

/// Lines that say one or several values of a list.
struct Slot<K> {
    lines: Range<usize>,
    keys: Vec<K>,
}

/// Where a value of the wanted list comes from.
enum Chunk {
    /// Lines that are there already.
    Old(usize),
    /// A value that no line says yet.
    New(usize),
}

/// Makes the lines of a list say `wanted`. Lines whose value stays are kept as they are and, where the order allows it, in
/// their place.
fn resequence<K: PartialEq>(
    outline: &Outline<'_>,
    slots: &[Slot<K>],
    wanted: &[K],
    render: impl Fn(&K, Option<usize>) -> Vec<String>,
    edits: &mut Edits,
) {
    let mut unused: Vec<bool> = vec![true; slots.len()];
    let mut chunks = Vec::new();
    let mut at = 0;
    while let Some(rest) = wanted.get(at..).filter(|rest| !rest.is_empty()) {
        let fits = |(place, slot): &(usize, &Slot<K>)| {
            unused.get(*place) == Some(&true) && !slot.keys.is_empty() && rest.starts_with(&slot.keys)
        };
        match slots.iter().enumerate().find(fits) {
            Some((place, slot)) => {
                if let Some(unused) = unused.get_mut(place) {
                    *unused = false;
                }
                chunks.push(Chunk::Old(place));
                at += slot.keys.len();
            }
            None => {
                chunks.push(Chunk::New(at));
                at += 1;
            }
        }
    }
    let order: Vec<usize> = chunks
        .iter()
        .filter_map(|chunk| match chunk {
            Chunk::Old(place) => Some(*place),
            Chunk::New(_) => None,
        })
        .collect();
    let new = |at: usize, slot: Option<usize>| wanted.get(at).map(|key| render(key, slot)).unwrap_or_default();
    let behind = slots.last().map_or_else(|| outline.place(), |slot| slot.lines.end);
    if !order.is_sorted() {
        for (place, chunk) in chunks.iter().enumerate() {
            let lines = match chunk {
                Chunk::Old(old) => slots.get(*old).map(|slot| copy(outline, &slot.lines)).unwrap_or_default(),
                Chunk::New(at) => new(*at, None),
            };
            match slots.get(place) {
                Some(slot) => edits.replace(slot.lines.clone(), lines),
                None => edits.insert(behind, lines),
            }
        }
        slots.iter().skip(chunks.len()).for_each(|slot| edits.remove(slot.lines.clone()));
        return;
    }
    let mut next = 0;
    let mut kept = order.into_iter();
    let mut following = kept.next();
    for chunk in &chunks {
        match chunk {
            Chunk::Old(place) => {
                slots.get(next..*place).unwrap_or_default().iter().for_each(|slot| edits.remove(slot.lines.clone()));
                next = place + 1;
                following = kept.next();
            }
            // In the place of a value that goes, if there is one here.
            Chunk::New(at) if next < following.unwrap_or(slots.len()) => {
                if let Some(slot) = slots.get(next) {
                    edits.replace(slot.lines.clone(), new(*at, Some(next)));
                }
                next += 1;
            }
            Chunk::New(at) => {
                let place = match slots.get(next) {
                    Some(slot) => slot.lines.start,
                    None => behind,
                };
                edits.insert(place, new(*at, None));
            }
        }
    }
    slots.get(next..).unwrap_or_default().iter().for_each(|slot| edits.remove(slot.lines.clone()));
}

fn copy(outline: &Outline<'_>, lines: &Range<usize>) -> Vec<String> {
    let lines = outline.lines.get(lines.clone()).unwrap_or_default();
    lines.iter().map(|line| line.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}').to_owned()).collect()
}

fn servers(outline: &Outline<'_>, wanted: &[Server], edits: &mut Edits) {
    let known = read::servers(outline);
    let slots: Vec<Slot<Server>> = known
        .iter()
        .map(|slot| Slot { lines: slot.block.unwrap_or(slot.remote).lines.clone(), keys: vec![slot.server.clone()] })
        .collect();
    let blocks = known.iter().any(|slot| slot.block.is_some());
    resequence(
        outline,
        &slots,
        wanted,
        |server, place| {
            let slot = place.and_then(|place| known.get(place));
            let line = remote(server, slot);
            match slot.and_then(|slot| slot.block.map(|block| (slot, block))) {
                Some((slot, block)) => {
                    let mut lines = copy(outline, &block.lines);
                    let inside = slot.remote.lines.start.saturating_sub(block.lines.start);
                    if let Some(place) = lines.get_mut(inside) {
                        *place = line;
                    }
                    lines
                }
                None if blocks => vec!["<connection>".to_owned(), line, "</connection>".to_owned()],
                None => vec![line],
            }
        },
        edits,
    );
}

/// A `remote` line. The word for the transport stays as it was written, since it may name an address family, too.
fn remote(server: &Server, slot: Option<&ServerSlot<'_>>) -> String {
    let written = slot.and_then(|slot| slot.remote.value(2));
    let kept = written.filter(|word| proto(word).is_ok_and(|(transport, _)| transport == server.transport));
    let implied = written.is_none() && slot.is_some_and(|slot| slot.transport == server.transport);
    let word = match server.transport {
        Transport::Udp => "udp",
        Transport::Tcp => "tcp",
    };
    let host = quote(&server.host);
    if implied {
        format!("remote {host} {}", server.port)
    } else {
        format!("remote {host} {} {}", server.port, kept.unwrap_or(word))
    }
}

fn flag(outline: &Outline<'_>, line: &str, on: bool, says: impl Fn(&Placed) -> bool, edits: &mut Edits) {
    let mut said = outline.global().filter(|item| says(item)).peekable();
    if on {
        if said.peek().is_none() {
            edits.insert(outline.place(), vec![line.to_owned()]);
        }
    } else {
        said.for_each(|item| edits.remove(item.lines.clone()));
    }
}

fn username(outline: &Outline<'_>, name: Option<&str>, edits: &mut Edits) {
    const BLOCK: &str = "auth-user-pass";
    let said: Vec<&Placed> = outline.global().filter(|item| item.name == BLOCK && !item.optional).collect();
    let known = read::username(outline).map(|(_, block)| block);
    let lines = match (name, known) {
        (Some(name), Some(block)) => {
            let mut lines = copy(outline, &block.lines);
            if let Some(first) = lines.get_mut(1) {
                name.clone_into(first);
            }
            lines
        }
        (Some(name), None) => vec![format!("<{BLOCK}>"), name.to_owned(), format!("</{BLOCK}>")],
        (None, _) => vec![BLOCK.to_owned()],
    };
    match known.or(said.last().copied()) {
        Some(place) => {
            said.iter().filter(|item| item.lines != place.lines).for_each(|item| edits.remove(item.lines.clone()));
            edits.replace(place.lines.clone(), lines);
        }
        None => edits.insert(outline.place(), lines),
    }
}

fn routes(outline: &Outline<'_>, wanted: &[String], edits: &mut Edits) {
    let known = read::routes(outline);
    let slots: Vec<Slot<String>> =
        known.iter().map(|(item, net)| Slot { lines: item.lines.clone(), keys: vec![net.to_string()] }).collect();
    let line = |net: &String, _: Option<usize>| {
        vec![match net.parse() {
            Ok(IpNet::V4(net)) => format!("route {} {}", net.addr(), net.netmask()),
            Ok(IpNet::V6(_)) | Err(_) => format!("route-ipv6 {net}"),
        }]
    };
    resequence(outline, &slots, wanted, line, edits);
}

fn dns(outline: &Outline<'_>, wanted: &[String], edits: &mut Edits) {
    let known = read::dns(outline);
    let numbered = known.iter().find(|(item, _)| item.name == "dns");
    let number = numbered.and_then(|(item, _)| item.value(1)).map(str::to_owned);
    let slots: Vec<Slot<String>> = known
        .iter()
        .map(|(item, addresses)| Slot {
            lines: item.lines.clone(),
            keys: addresses.iter().map(ToString::to_string).collect(),
        })
        .collect();
    if wanted.is_empty() && number.is_some() {
        // Other numbers and `dhcp-option` would step into their place.
        let address = |item: &Placed| {
            item.says("dns") && item.value(2) == Some("address")
                || item.says("dhcp-option") && matches!(item.value(0), Some("DNS" | "DNS6"))
        };
        outline.global().filter(|item| address(item)).for_each(|item| edits.remove(item.lines.clone()));
        return;
    }
    let line = |address: &String, _: Option<usize>| {
        vec![match &number {
            Some(number) => format!("dns server {number} address {address}"),
            None if address.contains(':') => format!("dhcp-option DNS6 {address}"),
            None => format!("dhcp-option DNS {address}"),
        }]
    };
    resequence(outline, &slots, wanted, line, edits);
}

fn reconnect(outline: &Outline<'_>, wanted: Option<(u32, u32)>, edits: &mut Edits) {
    let mut said = outline.named("connect-retry");
    match (wanted, said.next_back()) {
        (Some((first, largest)), Some(item)) => {
            edits.replace(item.lines.clone(), vec![format!("connect-retry {first} {largest}")]);
        }
        (Some((first, largest)), None) => {
            edits.insert(outline.place(), vec![format!("connect-retry {first} {largest}")]);
        }
        (None, last) => {
            last.into_iter().chain(said).for_each(|item| edits.remove(item.lines.clone()));
        }
    }
}
