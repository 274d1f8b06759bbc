//! Options in the order in which they were said.

use std::{collections::BTreeMap, net::Ipv4Addr, time::Duration};

use vpn_api::{
    Mtu, TunnelAddress,
    values::{BoundedList, DnsServers, Domains, Full, MAX_DOMAINS, MAX_NAME_SERVERS},
};

use super::{DnsOption, Names, Remark, TunnelOption};
use crate::{AfterSilence, Compression, Digest, Dns, Ifconfig, MAX_ROUTES, Redirect, Route, Silence, Topology};

/// What options say together. Of those that are no list the last one counts, as in OpenVPN.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TunnelOptions {
    /// `ifconfig`.
    pub ifconfig: Option<Ifconfig>,
    /// `ifconfig-ipv6`.
    pub ifconfig_ipv6: Option<TunnelAddress>,
    /// `topology`.
    pub topology: Option<Topology>,
    /// `route`, `route-ipv6`.
    pub routes: BoundedList<Route, MAX_ROUTES>,
    /// `route-metric`.
    pub route_metric: Option<u32>,
    /// `route-gateway`.
    pub route_gateway: Option<Ipv4Addr>,
    /// `redirect-gateway`, `redirect-private`.
    pub redirect: Option<Redirect>,
    /// `block-ipv6`.
    pub block_ipv6: bool,
    /// `dhcp-option`, `dns`.
    pub dns: DnsOptions,
    /// `tun-mtu`.
    pub tun_mtu: Option<Mtu>,
    /// `ping`; zero: none.
    pub ping: Option<Duration>,
    /// `ping-restart`, `ping-exit`; zero: none.
    pub silence: Option<Silence>,
    /// `session-timeout`; zero: none.
    pub session_timeout: Option<Duration>,
    /// `inactive`: time and bytes; zero time: never.
    pub inactive: Option<(Duration, u64)>,
    /// `explicit-exit-notify`.
    pub exit_notify: Option<u8>,
    /// `cipher`, in capitals.
    pub cipher: Option<String>,
    /// `auth`.
    pub auth: Option<Digest>,
    /// `comp-lzo`, `compress`.
    pub compression: Option<Compression>,
}

impl TunnelOptions {
    /// Adds one more option. Returns what of it found no place.
    pub fn take(&mut self, option: TunnelOption) -> Option<Remark> {
        match option {
            TunnelOption::Ifconfig(pair) => self.ifconfig = Some(pair),
            TunnelOption::IfconfigIpv6(address) => self.ifconfig_ipv6 = Some(address),
            TunnelOption::Topology(topology) => self.topology = Some(topology),
            TunnelOption::Route(route) => return full(self.routes.push(route), MAX_ROUTES),
            TunnelOption::RouteMetric(metric) => self.route_metric = Some(metric),
            TunnelOption::RouteGateway(gateway) => self.route_gateway = gateway,
            TunnelOption::Redirect(flags) => self.redirect = Some(flags.after(self.redirect.unwrap_or_default())),
            TunnelOption::BlockIpv6 => self.block_ipv6 = true,
            TunnelOption::Dns(option) => return self.dns.take(option),
            TunnelOption::TunMtu(mtu) => self.tun_mtu = Some(mtu),
            TunnelOption::Ping(time) => self.ping = Some(time),
            TunnelOption::Silence(silence) => self.silence = Some(silence),
            TunnelOption::Keepalive { ping, restart } => {
                self.ping = Some(ping);
                self.silence = Some(Silence { after: restart, then: AfterSilence::Restart });
            }
            TunnelOption::Inactive { after, bytes } => self.inactive = Some((after, bytes)),
            TunnelOption::SessionTimeout(time) => self.session_timeout = Some(time),
            TunnelOption::ExitNotify(times) => self.exit_notify = Some(times),
            TunnelOption::Cipher(name) => self.cipher = Some(name),
            TunnelOption::Auth(digest) => self.auth = Some(digest),
            TunnelOption::OtherAuth(name) => return Some(Remark::NotDone(format!("auth {name}"))),
            TunnelOption::Compression(framing) => self.compression = Some(framing),
        }
        None
    }
}

fn full<V, T>(added: Result<V, Full<T>>, limit: usize) -> Option<Remark> {
    added.is_err().then_some(Remark::Full { limit })
}

/// DNS in its two forms: `dhcp-option`, and the newer `dns`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DnsOptions {
    /// `dhcp-option DNS`, `DNS6`.
    pub servers: DnsServers,
    /// `dhcp-option DOMAIN`, `ADAPTER_DOMAIN_SUFFIX`.
    pub search: Domains,
    /// `dhcp-option DOMAIN-SEARCH`.
    pub search_list: Domains,
    /// `dhcp-option DOMAIN-ROUTE`.
    pub domains: Domains,
    /// `dhcp-option DOMAIN-ROUTE .`.
    pub all: bool,
    /// `dns search-domains`.
    pub search_domains: Domains,
    /// `dns server n …`, by n: one byte, so that there are never more than 256.
    pub by_number: BTreeMap<i16, DnsServer>,
}

/// One `dns server`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DnsServer {
    /// Its addresses; port 53 only.
    pub addresses: DnsServers,
    /// Domains for which it is asked.
    pub domains: Domains,
    /// It is asked for every name.
    pub all: bool,
    /// It wants DNS over TLS or HTTPS.
    pub encrypted: bool,
}

impl DnsOptions {
    fn take(&mut self, option: DnsOption) -> Option<Remark> {
        match option {
            DnsOption::Servers(servers) => some_full(self.servers.insert_all(servers), MAX_NAME_SERVERS),
            DnsOption::Names(Names { search, domains, all }) => {
                self.all |= all;
                some_full(self.search.insert_all(search) + self.domains.insert_all(domains), MAX_DOMAINS)
            }
            DnsOption::SearchList(Names { search, domains, all }) => {
                self.all |= all;
                some_full(self.search_list.insert_all(search) + self.domains.insert_all(domains), MAX_DOMAINS)
            }
            DnsOption::SearchDomains(domains) => some_full(self.search_domains.insert_all(domains), MAX_DOMAINS),
            DnsOption::Addresses(number, addresses) => {
                some_full(self.numbered(number).addresses.insert_all(addresses), MAX_NAME_SERVERS)
            }
            DnsOption::ResolveDomains(number, names) => {
                let server = self.numbered(number);
                server.all |= names.all;
                some_full(server.domains.insert_all(names.domains), MAX_DOMAINS)
            }
            DnsOption::Encrypted(number, encrypted) => {
                self.numbered(number).encrypted = encrypted;
                None
            }
            DnsOption::NoEffect(_) => None,
        }
    }

    fn numbered(&mut self, number: i16) -> &mut DnsServer {
        self.by_number.entry(number).or_default()
    }

    /// What they come to. `dns server` replaces the servers of `dhcp-option` and adds to its domains, and `dns search-domains`
    /// goes before its search domains, as observed from OpenVPN 2.6.14, `DOMAIN` before `DOMAIN-SEARCH` (OpenVPN 2.7); of several
    /// servers, the one with the lowest number counts that can be used.
    #[must_use]
    pub fn resolve(self) -> ResolvedDns {
        let Self { mut servers, search, search_list, mut domains, mut all, mut search_domains, by_number } = self;
        let numbers = |which: fn(&DnsServer) -> bool| {
            by_number.iter().filter(|(_, server)| which(server)).map(|(number, _)| *number).collect::<Vec<_>>()
        };
        let encrypted = numbers(|server| server.encrypted);
        let without_address = numbers(|server| {
            server.addresses.is_empty() && !server.encrypted && (server.all || !server.domains.is_empty())
        });
        let usable = |server: &DnsServer| !server.encrypted && !server.addresses.is_empty();
        if let Some(server) = by_number.into_values().find(usable) {
            servers = server.addresses;
            domains.insert_all(server.domains);
            all |= server.all;
        }
        search_domains.insert_all(search);
        search_domains.insert_all(search_list);
        ResolvedDns { dns: Dns { servers, search: search_domains, domains, all }, encrypted, without_address }
    }
}

/// What DNS options come to, and what of them is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedDns {
    /// What they come to.
    pub dns: Dns,
    /// Numbers of servers that want to be asked over TLS or HTTPS: asking them in the clear is not what they say, so they are
    /// left out.
    pub encrypted: Vec<i16>,
    /// Numbers of servers that have domains and no address.
    pub without_address: Vec<i16>,
}

fn some_full(left_out: usize, limit: usize) -> Option<Remark> {
    (left_out > 0).then_some(Remark::Full { limit })
}
