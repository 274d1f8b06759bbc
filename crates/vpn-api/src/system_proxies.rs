//! The proxies of a desktop, for servers whose profile names none.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::{bounded, proxy::Proxy, server::ServerEntry, transport::Transport};

/// What a desktop says about proxies. Read by a program of the person, never by the helper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SystemProxies {
    /// When they are used.
    pub when: ProxyUse,
    /// In the order in which they are tried, at most [`MAX_SYSTEM_PROXIES`].
    #[serde(deserialize_with = "bounded::list::<MAX_SYSTEM_PROXIES, _, _>")]
    pub proxies: Vec<Proxy>,
    /// Names and networks that are reached without a proxy, as in `no_proxy`: `example.com`, `.example.com`, `*.example.com`,
    /// `10.0.0.0/8`, `*`.
    #[serde(deserialize_with = "bounded::list::<MAX_EXCEPTIONS, _, _>")]
    pub except: Vec<String>,
}

/// Most proxies that a desktop may offer for one connection.
pub const MAX_SYSTEM_PROXIES: usize = 4;
/// Most exceptions that a desktop may name.
pub const MAX_EXCEPTIONS: usize = 256;

/// When the proxies of a desktop are used for servers whose profile names none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyUse {
    /// For TCP servers, when no server of the profile could be reached directly.
    #[default]
    Fallback,
    /// For TCP servers, instead of the direct way.
    Always,
    /// Never.
    Never,
}

impl SystemProxies {
    /// Whether every value is within its bounds.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.proxies.len() <= MAX_SYSTEM_PROXIES
            && self.proxies.iter().all(Proxy::is_valid)
            && self.except.len() <= MAX_EXCEPTIONS
            && self.except.iter().all(|name| name.len() <= 255)
    }

    /// The profile's servers and the ways through a desktop's proxies, in the order in which they are tried. Servers for
    /// which the profile names a proxy of its own stay as they are.
    #[must_use]
    pub fn offer(&self, servers: Vec<ServerEntry>) -> Vec<ServerEntry> {
        let fits = |server: &&ServerEntry| {
            server.via.is_none() && server.transport == Transport::Tcp && !self.excepts(&server.host)
        };
        let proxied = |server: &ServerEntry| {
            let through = |proxy: &Proxy| ServerEntry { via: Some(Box::new(proxy.clone())), ..server.clone() };
            self.proxies.iter().filter(|proxy| proxy.carries(server.transport)).map(through).collect::<Vec<_>>()
        };
        match self.when {
            ProxyUse::Never => servers,
            ProxyUse::Fallback => {
                let added: Vec<_> = servers.iter().filter(fits).flat_map(proxied).collect();
                servers.into_iter().chain(added).collect()
            }
            ProxyUse::Always => servers
                .into_iter()
                .flat_map(|server| {
                    let ways = if fits(&&server) { proxied(&server) } else { Vec::new() };
                    if ways.is_empty() { vec![server] } else { ways }
                })
                .collect(),
        }
    }

    fn excepts(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let address = host.parse::<IpAddr>().ok();
        self.except.iter().map(|entry| entry.trim().to_ascii_lowercase()).any(|entry| {
            let network = entry.parse::<ipnet::IpNet>().ok();
            let single = entry.trim_matches(['[', ']']).parse::<IpAddr>().ok();
            match (address, network, single) {
                _ if entry == "*" => true,
                (Some(address), Some(network), _) => network.contains(&address),
                (Some(address), None, Some(single)) => address == single,
                _ => {
                    let name = entry.trim_start_matches('*').trim_start_matches('.');
                    let below = host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
                    !name.is_empty() && address.is_none() && below
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        proxy::{LocalEnd, ProxyKind},
        server::Family,
    };

    fn server(host: &str, transport: Transport) -> ServerEntry {
        ServerEntry {
            index: 0,
            host: host.to_owned(),
            port: 443,
            transport,
            family: Family::Any,
            answer_timeout: Duration::from_secs(10),
            via: None,
            local: LocalEnd::default(),
        }
    }

    fn proxies(when: ProxyUse) -> SystemProxies {
        let proxy = Proxy::new(ProxyKind::Http, "proxy.example".to_owned(), 3128);
        SystemProxies { when, proxies: vec![proxy], except: Vec::new() }
    }

    fn ways(servers: &[ServerEntry]) -> Vec<(&str, bool)> {
        servers.iter().map(|server| (server.host.as_str(), server.via.is_some())).collect()
    }

    #[test]
    fn a_desktops_proxy_comes_after_all_direct_ways_and_for_streams_only() {
        let servers = vec![server("u.example", Transport::Udp), server("t.example", Transport::Tcp)];
        let offered = proxies(ProxyUse::Fallback).offer(servers.clone());
        assert_eq!(ways(&offered), [("u.example", false), ("t.example", false), ("t.example", true)]);
        let offered = proxies(ProxyUse::Always).offer(servers.clone());
        assert_eq!(ways(&offered), [("u.example", false), ("t.example", true)]);
        assert_eq!(proxies(ProxyUse::Never).offer(servers.clone()), servers);
    }

    #[test]
    fn a_profiles_own_proxy_and_a_desktops_exceptions_stand() {
        let own = Proxy::new(ProxyKind::Socks5, "own.example".to_owned(), 1080);
        let named = ServerEntry { via: Some(Box::new(own)), ..server("n.example", Transport::Tcp) };
        let all = vec![
            named,
            server("vpn.corp.example", Transport::Tcp),
            server("10.1.2.3", Transport::Tcp),
            server("notcorp.example", Transport::Tcp),
        ];
        let except = vec![".corp.example".to_owned(), "10.0.0.0/8".to_owned(), "fd00::1".to_owned()];
        let offered = SystemProxies { except, ..proxies(ProxyUse::Fallback) }.offer(all.clone());
        assert_eq!(ways(offered.get(4..).unwrap()), [("notcorp.example", true)]);
        let everything = SystemProxies { except: vec!["*".to_owned()], ..proxies(ProxyUse::Always) };
        assert_eq!(everything.offer(all.clone()), all);
    }
}
