//! `dhcp-option` and `dns`.

use std::net::{IpAddr, SocketAddr};

use vpn_api::{Domain, NameServer};

use super::{Origin, Reading, Remark, TunnelOption, remark::Values};

/// The port of DNS (RFC 1035 §4.2). No other one can be handed to a system's resolver everywhere.
const DNS_PORT: u16 = 53;

/// What one line says about DNS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DnsOption {
    /// `dhcp-option DNS`, `DNS6`.
    Servers(Vec<NameServer>),
    /// `dhcp-option DOMAIN`, `ADAPTER_DOMAIN_SUFFIX`, `DOMAIN-ROUTE`.
    Names(Names),
    /// `dhcp-option DOMAIN-SEARCH`: searched after those of `DOMAIN`, wherever it stands.
    SearchList(Names),
    /// `dns search-domains`.
    SearchDomains(Vec<Domain>),
    /// `dns server n address`.
    Addresses(i16, Vec<NameServer>),
    /// `dns server n resolve-domains`.
    ResolveDomains(i16, Names),
    /// `dns server n transport`: whether it is asked over TLS or HTTPS.
    Encrypted(i16, bool),
    /// `dns server n dnssec`, `sni`: validation is the resolver's own decision, and a name for TLS means nothing without TLS.
    NoEffect(i16),
}

/// Domains by what they are for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Completed to names that have no dot.
    pub search: Vec<Domain>,
    /// Names in them are asked of the tunnel's servers.
    pub domains: Vec<Domain>,
    /// Every name is asked of the tunnel's servers.
    pub all: bool,
}

impl Names {
    fn is_empty(&self) -> bool {
        self.search.is_empty() && self.domains.is_empty() && !self.all
    }
}

/// Kinds in any case: OpenVPN for Linux hands them to scripts, and update-systemd-resolved reads them so. OpenVPN takes any
/// word behind the kind, so that none of them stops a profile here.
pub(super) fn dhcp_option(values: Values<'_>) -> Reading {
    let kind = values.get(0).unwrap_or_default();
    let given = values.from(1);
    let names = |searched, option: fn(Names) -> DnsOption| names(given, searched, option);
    match kind.to_ascii_uppercase().as_str() {
        "DNS" | "DNS6" | "DOMAIN" | "DOMAIN-SEARCH" | "ADAPTER_DOMAIN_SUFFIX" | "DOMAIN-ROUTE" if given.is_empty() => {
            Reading::from(Err(Remark::NoValue(format!("dhcp-option {kind}"))))
        }
        "DNS" | "DNS6" => list(&split(given), server, DnsOption::Servers),
        "DOMAIN" | "ADAPTER_DOMAIN_SUFFIX" => names(true, DnsOption::Names),
        "DOMAIN-SEARCH" => names(true, DnsOption::SearchList),
        "DOMAIN-ROUTE" => names(false, DnsOption::Names),
        // NetBIOS over TCP and time, for Windows.
        "WINS" | "NTP" | "NBT" | "NBS" | "NBDD" | "DISABLE-NBT" => Reading::from(Err(Remark::OtherPlatform)),
        _ => Reading::from(Err(Remark::NotDone(format!("dhcp-option {}", kind.chars().take(64).collect::<String>())))),
    }
}

/// Several values in one word, as people write them: with commas, or with blanks inside of quotes.
fn split<'a>(values: &[&'a str]) -> Vec<&'a str> {
    let apart = |c: char| c == ',' || c == ';' || c.is_whitespace();
    values.iter().flat_map(|value| value.split(apart)).filter(|value| !value.is_empty()).collect()
}

/// Domains in the forms that resolvers know: `.`, `~.` and `*` mean every name, `~corp` is not searched (systemd.network(5)),
/// and `*.corp` and `.corp` are `corp` with all that is in it, which a domain means anyway.
fn names(values: &[&str], searched: bool, option: impl FnOnce(Names) -> DnsOption) -> Reading {
    let mut found = Names::default();
    let mut remark = None;
    for word in split(values) {
        let (routed, name) = word.strip_prefix('~').map_or((false, word), |name| (true, name));
        if matches!(name, "." | "*" | "*.") || routed && name.is_empty() {
            found.all = true;
            continue;
        }
        let name = name.strip_prefix("*.").or_else(|| name.strip_prefix('.')).unwrap_or(name);
        match domain(name) {
            Ok(domain) if searched && !routed => found.search.push(domain),
            Ok(domain) => found.domains.push(domain),
            Err(_) => remark = remark.or_else(|| Some(Remark::left_out(word))),
        }
    }
    if found.is_empty() && remark.is_none() {
        remark = Some(Remark::left_out(values.first().copied().unwrap_or_default()));
    }
    Reading { option: (!found.is_empty()).then(|| TunnelOption::Dns(option(found))), remark }
}

/// `dns search-domains d…`, `dns server n address a…` and so on.
pub(super) fn dns(values: Values<'_>, origin: Origin) -> Reading {
    match values.get(0) {
        Some("search-domains") => names(values.from(1), true, |found| DnsOption::SearchDomains(found.search)),
        Some("server") => match number(values, origin) {
            Ok(number) => dns_server(number, values),
            Err(remark) => Reading::from(Err(remark)),
        },
        other => Reading::from(Err(Remark::bad(other.unwrap_or_default()))),
    }
}

/// Servers come in the order of their numbers. Negative ones are the profile's own: they go before all that a server can push.
fn number(values: Values<'_>, origin: Origin) -> Result<i16, Remark> {
    let number: i16 = values.number(1)?;
    let least = match origin {
        Origin::Profile => -128,
        Origin::Push => 0,
    };
    if (least..=127).contains(&number) { Ok(number) } else { Err(Remark::bad(&number.to_string())) }
}

fn dns_server(number: i16, values: Values<'_>) -> Reading {
    let said = |option| Reading::from(Ok(TunnelOption::Dns(option)));
    match (values.get(2), values.from(3)) {
        (None, _) | (Some("address" | "resolve-domains" | "dnssec" | "transport" | "sni"), []) => {
            Reading::from(Err(Remark::MissingValue))
        }
        (Some("address"), addresses) => list(addresses, server, |found| DnsOption::Addresses(number, found)),
        (Some("resolve-domains"), domains) => names(domains, false, |found| DnsOption::ResolveDomains(number, found)),
        (Some("transport"), ["plain"]) => said(DnsOption::Encrypted(number, false)),
        (Some("transport"), ["DoT" | "DoH"]) => said(DnsOption::Encrypted(number, true)),
        // A system's resolver validates or does not; `yes` cannot be promised.
        (Some("dnssec"), ["yes"]) => Reading {
            option: Some(TunnelOption::Dns(DnsOption::NoEffect(number))),
            remark: Some(Remark::left_out("dnssec yes")),
        },
        (Some("dnssec"), ["optional" | "no"]) | (Some("sni"), [_]) => said(DnsOption::NoEffect(number)),
        (Some("transport" | "dnssec" | "sni"), [other, ..]) => Reading::from(Err(Remark::bad(other))),
        (Some(other), _) => Reading::from(Err(Remark::bad(other))),
    }
}

/// What can be used of a list; the remark is about the first value that cannot.
fn list<T>(
    values: &[&str],
    read: impl Fn(&str) -> Result<T, Remark>,
    option: impl FnOnce(Vec<T>) -> DnsOption,
) -> Reading {
    let mut found = Vec::new();
    let mut remark = None;
    for value in values {
        match read(value) {
            Ok(value) => found.push(value),
            Err(why) => remark = remark.or(Some(why)),
        }
    }
    Reading { option: (!found.is_empty()).then(|| TunnelOption::Dns(option(found))), remark }
}

fn domain(text: &str) -> Result<Domain, Remark> {
    Domain::parse(text).map_err(|_| Remark::left_out(text))
}

fn server(text: &str) -> Result<NameServer, Remark> {
    let address = dns_address(text).ok_or_else(|| Remark::left_out(text))?;
    NameServer::new(address).map_err(|why| Remark::unusable(text, why))
}

/// An address, bare or with the port of DNS: `1.2.3.4`, `1.2.3.4:53`, `::1`, `[::1]`, `[::1]:53`.
#[must_use]
pub fn dns_address(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(address);
    }
    if let Ok(at) = text.parse::<SocketAddr>() {
        return Some(at.ip()).filter(|_| at.port() == DNS_PORT);
    }
    text.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}
