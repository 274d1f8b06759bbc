//! Pushed options as typed values.

use std::{
    net::{Ipv4Addr, Ipv6Addr},
    time::Duration,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use ipnet::{Ipv4Net, Ipv6Net};
use ovpn_profile::profile::{
    Compression, Digest, Ifconfig, MAX_ROUTES, NetworkSettings, PullAction, Redirect, Route, RouteGateway, Topology,
};
use vpn_api::{
    Domain, Failure, NameServer, RouteDestination, Secret, TunnelAddress,
    values::{BoundedList, DnsServers, Domains},
};

use super::{refused, words::words};
use crate::{peer_info::MAX_PUSHED_MTU, wire::PeerId};

/// Most different numbers of `dns server`: all there are.
const MAX_DNS: usize = 128;
/// Most lines for the log about one reply.
const MAX_NOTES: usize = 32;
/// OpenVPN 2.7 caps keepalive times at a day.
const MAX_KEEPALIVE: u64 = 86_400;

/// One reply, understood. Values only; what they mean together is [`super::network`]'s business.
#[derive(Debug, Default)]
pub struct Pushed {
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
    /// `redirect-gateway`, all of them together.
    pub redirect: Option<Redirect>,
    /// `block-ipv6`.
    pub block_ipv6: bool,
    /// `dhcp-option` and `dns`.
    pub dns: PushedDns,
    /// `tun-mtu` in bytes.
    pub tun_mtu: Option<u16>,
    /// `cipher`, as written.
    pub cipher: Option<String>,
    /// `auth`, for CBC ciphers.
    pub auth: Option<Digest>,
    /// `comp-lzo`, `compress`: framing only.
    pub compression: Option<Compression>,
    /// `peer-id`: data packets carry it.
    pub peer_id: Option<PeerId>,
    /// Data keys by the TLS exporter.
    pub exporter_keys: bool,
    /// Data packets in the epoch format.
    pub epochs: bool,
    /// The server takes `EXIT` over the control channel.
    pub cc_exit: bool,
    /// Renegotiations are wrapped by a key of this session.
    pub dynamic_tls_crypt: bool,
    /// `ping`; zero: none.
    pub ping: Option<Duration>,
    /// `ping-restart`; zero: none.
    pub ping_restart: Option<Duration>,
    /// `ping-exit`; zero: none.
    pub ping_exit: Option<Duration>,
    /// `session-timeout`: end after this long in any case.
    pub session_timeout: Option<Duration>,
    /// `inactive`: end when less than so many bytes pass within this long. Zero time: never.
    pub inactive: Option<(Duration, u64)>,
    /// `explicit-exit-notify`.
    pub exit_notify: Option<u8>,
    /// `auth-token`: replaces the password from now on.
    pub auth_token: Option<Secret>,
    /// `auth-token-user`: replaces the user name together with the token.
    pub auth_token_user: Option<String>,
    /// For the log. No values, as they may be secret: names only.
    pub notes: Vec<String>,
}

/// DNS as pushed: the old options and the newer `dns`, which replaces them.
#[derive(Debug, Default)]
pub struct PushedDns {
    /// `dhcp-option DNS`, `DNS6`.
    pub servers: DnsServers,
    /// `dhcp-option DOMAIN`, `DOMAIN-SEARCH`, `ADAPTER_DOMAIN_SUFFIX`.
    pub search: Domains,
    /// `dhcp-option DOMAIN-ROUTE`.
    pub domains: Domains,
    /// `dhcp-option DOMAIN-ROUTE .`.
    pub all: bool,
    /// `dns search-domains`.
    pub search_domains: Domains,
    /// `dns server n …`, by n.
    pub by_priority: std::collections::BTreeMap<i16, DnsServer>,
}

/// One `dns server`.
#[derive(Debug, Default)]
pub struct DnsServer {
    /// Its addresses; port 53 only.
    pub addresses: DnsServers,
    /// Domains for which it is asked.
    pub domains: Domains,
    /// It wants DNS over TLS or HTTPS.
    pub encrypted: bool,
}

impl Pushed {
    /// Reads all options of one reply, after the profile's filters.
    ///
    /// # Errors
    /// An option that cannot be left out safely is wrong or unknown, or a filter rejects one.
    pub fn read(options: &[String], network: &NetworkSettings) -> Result<Self, Failure> {
        let mut pushed = Self::default();
        for option in options {
            let filter = network.pull_filters.iter().find(|filter| option.starts_with(&filter.prefix));
            match filter.map(|filter| filter.action) {
                Some(PullAction::Ignore) => continue,
                Some(PullAction::Reject) => {
                    return Err(refused(option.split(' ').next().unwrap_or_default())
                        .with_detail("the profile's pull-filter rejects it"));
                }
                Some(PullAction::Accept) | None => {}
            }
            match words(option) {
                Some(words) => pushed.take(&words, network.route_nopull)?,
                None => pushed.note("an option that cannot be read"),
            }
        }
        Ok(pushed)
    }

    fn note(&mut self, text: impl std::fmt::Display) {
        if self.notes.len() < MAX_NOTES {
            self.notes.push(format!("Pushed by the server and left out: {text}"));
        }
    }

    fn take(&mut self, words: &[String], nopull: bool) -> Result<(), Failure> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Some((&name, args)) = words.split_first() else { return Ok(()) };
        // What `route-nopull` leaves out: routes and DNS, but not addresses.
        let routing = matches!(
            name,
            "route"
                | "route-ipv6"
                | "route-metric"
                | "redirect-gateway"
                | "redirect-private"
                | "block-ipv6"
                | "dhcp-option"
                | "dns"
        );
        if nopull && routing {
            return Ok(());
        }
        let understood = match name {
            "ifconfig" => self.take_ifconfig(args)?,
            "ifconfig-ipv6" => self.take_ifconfig_ipv6(args)?,
            "topology" => set(&mut self.topology, topology(args)),
            "route" => self.take_route(route(args)),
            "route-ipv6" => self.take_route(route_ipv6(args)),
            "route-metric" => set(&mut self.route_metric, number(args)),
            "redirect-gateway" => self.take_redirect(args, true),
            "redirect-private" => self.take_redirect(args, false),
            "block-ipv6" => {
                self.block_ipv6 = true;
                true
            }
            "dhcp-option" => self.take_dhcp_option(args),
            "dns" => self.take_dns(args),
            "tun-mtu" => {
                let mtu = number(args).filter(|mtu| (100..=MAX_PUSHED_MTU).contains(mtu));
                if mtu.is_none() {
                    return Err(refused("tun-mtu").with_detail(format_args!("not from 100 to {MAX_PUSHED_MTU}")));
                }
                set(&mut self.tun_mtu, mtu)
            }
            "cipher" => set(&mut self.cipher, args.first().map(|&name| name.to_owned())),
            "auth" => set(&mut self.auth, args.first().and_then(|name| digest(name))),
            "comp-lzo" => set(&mut self.compression, Some(Compression::Lzo)),
            "compress" => {
                let framing = compress(args.first().copied());
                if framing.is_none() {
                    return Err(refused("compress"));
                }
                set(&mut self.compression, framing)
            }
            "peer-id" => {
                self.peer_id =
                    args.first().map(|&id| id.parse().ok().and_then(PeerId::new).unwrap_or(PeerId::UNDEFINED));
                self.peer_id.is_some()
            }
            "key-derivation" => match args {
                ["tls-ekm"] => {
                    self.exporter_keys = true;
                    true
                }
                _ => return Err(refused("key-derivation")),
            },
            "protocol-flags" => self.take_protocol_flags(args)?,
            "ping" => set(&mut self.ping, keepalive(args)),
            "ping-restart" => set(&mut self.ping_restart, keepalive(args)),
            "ping-exit" => set(&mut self.ping_exit, keepalive(args)),
            // What a client's configuration may say in one word; a server that is told to push it does so in two.
            "keepalive" => {
                let both = keepalive(args).zip(args.get(1..).and_then(keepalive));
                set(&mut self.ping, both.map(|(ping, _)| ping))
                    & set(&mut self.ping_restart, both.map(|(_, after)| after))
            }
            "session-timeout" => set(&mut self.session_timeout, seconds(args)),
            "inactive" => set(&mut self.inactive, inactive(args)),
            "explicit-exit-notify" => {
                self.exit_notify = Some(number(args).unwrap_or(1));
                true
            }
            "auth-token" => {
                // An empty token means that there is none.
                self.auth_token = args.first().filter(|token| !token.is_empty()).map(|&token| Secret::from(token));
                true
            }
            "auth-token-user" => {
                let user = args.first().and_then(|text| BASE64_STANDARD.decode(text).ok());
                set(&mut self.auth_token_user, user.and_then(|user| String::from_utf8(user).ok()))
            }
            _ if is_without_effect(name) => true,
            _ => false,
        };
        if !understood {
            self.note(format_args!("{:?}", name.chars().take(40).collect::<String>()));
        }
        Ok(())
    }

    fn take_ifconfig(&mut self, args: &[&str]) -> Result<bool, Failure> {
        let [address, second, ..] = args else { return Err(refused("ifconfig")) };
        let (Ok(address), Ok(second)) = (address.parse::<Ipv4Addr>(), second.parse()) else {
            return Err(refused("ifconfig").with_detail("not two IPv4 addresses"));
        };
        self.ifconfig = Some(Ifconfig::new(address, second).map_err(|why| refused("ifconfig").with_detail(why))?);
        Ok(true)
    }

    fn take_ifconfig_ipv6(&mut self, args: &[&str]) -> Result<bool, Failure> {
        let Some(&text) = args.first() else { return Err(refused("ifconfig-ipv6")) };
        let net = match text.parse::<Ipv6Net>() {
            Ok(net) => net,
            Err(_) => match text.parse::<Ipv6Addr>() {
                Ok(address) => Ipv6Net::from(address),
                Err(_) => return Err(refused("ifconfig-ipv6").with_detail("not an IPv6 address")),
            },
        };
        let address = TunnelAddress::new(net.into()).map_err(|why| refused("ifconfig-ipv6").with_detail(why))?;
        self.ifconfig_ipv6 = Some(address);
        Ok(true)
    }

    fn take_route(&mut self, route: Option<Route>) -> bool {
        route.is_some_and(|route| self.routes.push(route).is_ok())
    }

    fn take_redirect(&mut self, flags: &[&str], whole: bool) -> bool {
        let mut redirect = self.redirect.unwrap_or_default();
        redirect.ipv4 |= whole;
        let mut known = true;
        for flag in flags {
            match *flag {
                "ipv6" => redirect.ipv6 |= whole,
                "!ipv4" => redirect.ipv4 = false,
                "local" => redirect.local = true,
                "block-local" => redirect.block_local = true,
                // How the route is made, and holes for DHCP and DNS: the platform's part of Adit decides those.
                "def1" | "autolocal" | "bypass-dhcp" | "bypass-dns" => {}
                _ => known = false,
            }
        }
        self.redirect = Some(redirect);
        known
    }

    fn take_dhcp_option(&mut self, args: &[&str]) -> bool {
        let [kind, values @ ..] = args else { return false };
        let dns = &mut self.dns;
        match kind.to_ascii_uppercase().as_str() {
            "DNS" | "DNS6" => push_servers(&mut dns.servers, values),
            "DOMAIN" | "DOMAIN-SEARCH" | "ADAPTER_DOMAIN_SUFFIX" => push_domains(&mut dns.search, values),
            "DOMAIN-ROUTE" if *values == ["."] => {
                dns.all = true;
                true
            }
            "DOMAIN-ROUTE" => push_domains(&mut dns.domains, values),
            // Windows' own: NetBIOS over TCP.
            "WINS" | "NBT" | "NBDD" | "NBS" | "DISABLE-NBT" | "NTP" => true,
            _ => false,
        }
    }

    fn take_dns(&mut self, args: &[&str]) -> bool {
        match args {
            ["search-domains", domains @ ..] => push_domains(&mut self.dns.search_domains, domains),
            ["server", number, field, values @ ..] => {
                // The profile's own servers may be negative, a pushed one may not.
                let Some(number) = number.parse().ok().filter(|n| (0..=127).contains(n)) else { return false };
                if self.dns.by_priority.len() >= MAX_DNS && !self.dns.by_priority.contains_key(&number) {
                    return false;
                }
                let server = self.dns.by_priority.entry(number).or_default();
                match *field {
                    "address" => push_servers(&mut server.addresses, values),
                    "resolve-domains" => push_domains(&mut server.domains, values),
                    "transport" => {
                        server.encrypted = !matches!(values, ["plain"]);
                        true
                    }
                    // Validation is the resolver's own decision; a name for TLS means nothing without TLS.
                    "dnssec" | "sni" => true,
                    _ => false,
                }
            }
            _ => false,
        }
    }

    fn take_protocol_flags(&mut self, flags: &[&str]) -> Result<bool, Failure> {
        for flag in flags {
            match *flag {
                "tls-ekm" => self.exporter_keys = true,
                "cc-exit" => self.cc_exit = true,
                "dyn-tls-crypt" => self.dynamic_tls_crypt = true,
                "aead-epoch" => self.epochs = true,
                // An unknown flag changes the wire in a way that nobody can guess.
                _ => return Err(refused("protocol-flags").with_detail(format_args!("unknown flag {flag:?}"))),
            }
        }
        Ok(true)
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let understood = value.is_some();
    if understood {
        *place = value;
    }
    understood
}

fn number<N: std::str::FromStr>(args: &[&str]) -> Option<N> {
    args.first()?.parse().ok()
}

fn seconds(args: &[&str]) -> Option<Duration> {
    number(args).filter(|&n: &u64| n > 0 && n <= u64::from(u32::MAX)).map(Duration::from_secs)
}

fn keepalive(args: &[&str]) -> Option<Duration> {
    number(args).map(|n: u64| Duration::from_secs(n.min(MAX_KEEPALIVE)))
}

/// `inactive seconds [bytes]`; zero seconds switch it off.
fn inactive(args: &[&str]) -> Option<(Duration, u64)> {
    let time = number(args).filter(|n: &u64| *n <= u64::from(u32::MAX)).map(Duration::from_secs)?;
    let bytes = match args.get(1) {
        Some(bytes) => bytes.parse().ok()?,
        None => 0,
    };
    Some((time, bytes))
}

fn topology(args: &[&str]) -> Option<Topology> {
    match args {
        ["subnet"] => Some(Topology::Subnet),
        ["net30"] => Some(Topology::Net30),
        ["p2p"] => Some(Topology::P2p),
        _ => None,
    }
}

fn digest(name: &str) -> Option<Digest> {
    Some(match name.to_ascii_uppercase().as_str() {
        "NONE" => Digest::None,
        "MD5" | "RSA-MD5" => Digest::Md5,
        "SHA1" | "RSA-SHA1" => Digest::Sha1,
        "SHA224" | "RSA-SHA224" => Digest::Sha224,
        "SHA256" | "RSA-SHA256" => Digest::Sha256,
        "SHA384" | "RSA-SHA384" => Digest::Sha384,
        "SHA512" | "RSA-SHA512" => Digest::Sha512,
        _ => return None,
    })
}

/// Framing of a compression (docs/protocol/openvpn.md §8).
fn compress(algorithm: Option<&str>) -> Option<Compression> {
    match algorithm {
        None | Some("stub" | "lz4") => Some(Compression::Stub),
        Some("lzo") => Some(Compression::Lzo),
        Some("stub-v2" | "lz4-v2") => Some(Compression::StubV2),
        Some("migrate") => Some(Compression::None),
        Some(_) => None,
    }
}

/// `route network [netmask [gateway [metric]]]`; literal addresses only, as OpenVPN's `allow-pull-fqdn` is off by default.
fn route(args: &[&str]) -> Option<Route> {
    let word = |n: usize| args.get(n).copied().filter(|word| *word != "default");
    let network: Ipv4Addr = args.first()?.parse().ok()?;
    let mask: Ipv4Addr = match word(1) {
        Some(mask) => mask.parse().ok()?,
        None => Ipv4Addr::BROADCAST,
    };
    let destination = RouteDestination::new(Ipv4Net::with_netmask(network, mask).ok()?.into()).ok()?;
    Some(Route { destination, gateway: gateway(word(2))?, metric: metric(word(3))? })
}

/// `route-ipv6 network/bits [gateway [metric]]`.
fn route_ipv6(args: &[&str]) -> Option<Route> {
    let word = |n: usize| args.get(n).copied().filter(|word| *word != "default");
    let text = args.first()?;
    let destination = match text.parse::<Ipv6Net>() {
        Ok(net) => net,
        Err(_) => text.parse::<Ipv6Addr>().ok()?.into(),
    };
    let destination = RouteDestination::new(destination.into()).ok()?;
    Some(Route { destination, gateway: gateway(word(1))?, metric: metric(word(2))? })
}

fn gateway(word: Option<&str>) -> Option<RouteGateway> {
    Some(match word {
        None | Some("vpn_gateway") => RouteGateway::Vpn,
        Some("net_gateway" | "net_gateway_ipv6") => RouteGateway::Net,
        Some(address) => RouteGateway::Address(address.parse().ok()?),
    })
}

#[expect(
    clippy::option_option,
    reason = "the outer one is whether it could be read, the inner one whether it is there"
)]
fn metric(word: Option<&str>) -> Option<Option<u32>> {
    match word {
        None => Some(None),
        Some(word) => word.parse().ok().map(Some),
    }
}

fn push_servers(list: &mut DnsServers, values: &[&str]) -> bool {
    let mut all = !values.is_empty();
    for value in values {
        // `dns server` may write a port: only the usual one can be handed to a resolver.
        let address = value.parse().ok().or_else(|| {
            let with_port = value.parse::<std::net::SocketAddr>().ok().filter(|at| at.port() == 53)?;
            Some(with_port.ip())
        });
        all &=
            address.and_then(|address| NameServer::new(address).ok()).is_some_and(|server| list.insert(server).is_ok());
    }
    all
}

fn push_domains(list: &mut Domains, values: &[&str]) -> bool {
    let mut all = !values.is_empty();
    for value in values {
        all &= Domain::parse(value).is_ok_and(|domain| list.insert(domain).is_ok());
    }
    all
}

/// Options that mean nothing to Adit, or whose job another part does better.
fn is_without_effect(name: &str) -> bool {
    matches!(
        name,
        "route-gateway"
            | "route-ipv6-gateway"
            | "route-delay"
            | "route-method"
            | "register-dns"
            | "block-outside-dns"
            | "ip-win32"
            | "dhcp-renew"
            | "dhcp-release"
            | "dhcp-pre-release"
            | "persist-key"
            | "persist-tun"
            | "persist-local-ip"
            | "persist-remote-ip"
            | "sndbuf"
            | "rcvbuf"
            | "socket-flags"
            | "ping-timer-rem"
            | "verb"
            | "mute"
            | "echo"
            | "parameter"
            | "setenv-safe"
            | "ifconfig-noexec"
            | "ifconfig-nowarn"
            | "max-routes"
            | "mute-replay-warnings"
            | "remote-cache-lifetime"
            | "tun-ipv6"
            | "comp-noadapt"
            | "client-ip"
            | "tap-sleep"
    )
}
