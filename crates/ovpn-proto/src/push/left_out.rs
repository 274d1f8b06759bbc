//! What of a reply is not used: lines for the log, and notices for the person.

use ovpn_settings::options::{Remark, dns_address};
use vpn_api::{
    notice::{Many, Notice, Notices, Origin},
    text,
    values::{SpecialRange, UnusableAddress},
};

/// Most lines for the log about one reply.
const MAX_NOTES: usize = 32;
/// Longest part of a value that is repeated, in characters.
const SHOWN: usize = 80;

/// Everything that one reply brings and a tunnel goes without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// For the log. Values of unknown options are not told, as they may be secret.
    pub notes: Vec<String>,
    /// For the person, each once.
    pub notices: Notices,
    /// Name servers that were named and cannot be used.
    pub(super) name_servers: usize,
    /// An address of the tunnel that cannot be used, as it was written.
    pub(super) address: Option<String>,
    too_many: [usize; 4],
}

impl LeftOut {
    pub(super) fn note(&mut self, note: String) {
        if self.notes.len() < MAX_NOTES {
            self.notes.push(text::plain(&note));
        }
    }

    pub(super) fn notice(&mut self, notice: Notice) {
        // Of more than fit, the log has the rest.
        let _ = self.notices.insert(notice);
    }

    /// So many more of a kind than a tunnel can have.
    pub(super) fn too_many(&mut self, what: Many, left_out: usize) {
        if let Some(count) = self.too_many.get_mut(place(what)) {
            *count = count.saturating_add(left_out);
        }
    }

    /// Tells what was too much, once it is known how many are used.
    pub(super) fn tell_too_many(&mut self, what: Many, used: usize) {
        let left_out = self.too_many.get_mut(place(what)).map(std::mem::take).unwrap_or_default();
        if left_out > 0 {
            self.note(format!("{left_out} {} are left out: {used} are used", named(what)));
            let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            self.notice(Notice::TooMany { what, used: count(used), left_out: count(left_out) });
        }
    }

    /// An option that is none, or one that cannot be read.
    pub(super) fn unknown(&mut self, name: &str) {
        let option = shown(name);
        self.note(format!("Pushed by the server and left out: {option}"));
        self.notice(Notice::OptionNotUsed { option, origin: Origin::Server });
    }

    /// An address that no tunnel may have.
    pub(super) fn address(&mut self, address: &str, origin: Origin) {
        let address = shown(address);
        self.address.get_or_insert_with(|| address.clone());
        self.notice(Notice::AddressNotUsed { address, origin });
    }

    /// A pushed option of which nothing, or not all, can be used.
    pub(super) fn option(&mut self, name: &str, values: &[&str], remark: &Remark) {
        if let Remark::Full { .. } = remark {
            return self.too_many(kind_of(name, values), 1);
        }
        self.note(format!("Pushed by the server and left out: {name}: {remark}"));
        let kind = values.first().map(|kind| kind.to_ascii_uppercase()).unwrap_or_default();
        match (name, kind.as_str(), values) {
            ("ifconfig" | "ifconfig-ipv6", _, [address, ..]) => self.address(address, Origin::Server),
            ("route" | "route-ipv6", ..) => {
                let route = shown(&values.join(" "));
                self.notice(Notice::RouteNotUsed { route, range: range_of(remark), origin: Origin::Server });
            }
            ("dhcp-option", "DNS" | "DNS6", [_, server, ..]) | ("dns", "SERVER", [_, _, "address", server]) => {
                self.name_server(value_of(remark).unwrap_or(server), remark);
            }
            ("dhcp-option", "DOMAIN" | "DOMAIN-SEARCH" | "ADAPTER_DOMAIN_SUFFIX" | "DOMAIN-ROUTE", [_, domain, ..])
            | ("dns", "SEARCH-DOMAINS", [_, domain])
            | ("dns", "SERVER", [_, _, "resolve-domains", domain]) => {
                let domain = shown(value_of(remark).unwrap_or(domain));
                self.notice(Notice::DomainNotUsed { domain, origin: Origin::Server });
            }
            ("dhcp-option", _, [kind, ..]) => self.option_not_used(&format!("{name} {kind}")),
            ("dns", _, [server, number, property, ..]) => {
                self.option_not_used(&format!("{name} {server} {number} {property}"));
            }
            (..) => self.option_not_used(name),
        }
    }

    fn name_server(&mut self, server: &str, remark: &Remark) {
        self.name_servers += 1;
        match (dns_address(server), range_of(remark)) {
            (Some(server), Some(range)) => {
                self.notice(Notice::NameServerNotUsed { server, range, origin: Origin::Server });
            }
            (_, _) => self.option_not_used(&format!("DNS {server}")),
        }
    }

    fn option_not_used(&mut self, option: &str) {
        self.notice(Notice::OptionNotUsed { option: shown(option), origin: Origin::Server });
    }
}

/// What an option adds one more of.
fn kind_of(name: &str, values: &[&str]) -> Many {
    match (name, values) {
        ("route" | "route-ipv6", _) => Many::Routes,
        ("dns", ["server", _, "address", ..]) => Many::NameServers,
        ("dhcp-option", [kind, ..]) if kind.to_ascii_uppercase().starts_with("DNS") => Many::NameServers,
        (..) => Many::Domains,
    }
}

fn place(what: Many) -> usize {
    match what {
        Many::Routes => 0,
        Many::NameServers => 1,
        Many::Domains => 2,
        Many::Addresses => 3,
    }
}

fn named(what: Many) -> &'static str {
    match what {
        Many::Routes => "routes",
        Many::NameServers => "name servers",
        Many::Domains => "domains",
        Many::Addresses => "addresses",
    }
}

fn range_of(remark: &Remark) -> Option<SpecialRange> {
    let Remark::Unusable { why: UnusableAddress::Special(range), .. } = remark else { return None };
    Some(*range)
}

/// The value that a remark is about, where several stand in one word.
fn value_of(remark: &Remark) -> Option<&str> {
    let (Remark::LeftOut(value) | Remark::BadValue(value) | Remark::Unusable { value, .. }) = remark else {
        return None;
    };
    Some(value)
}

/// A value of the server's as people may read it.
pub(super) fn shown(value: &str) -> String {
    text::plain(value).chars().take(SHOWN).collect()
}
