//! Addresses, routes and DNS inside the tunnel.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr},
    str::FromStr,
};

use ipnet::IpNet;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};
use vpn_api::{
    RouteDestination, TunnelAddress,
    values::{BoundedList, DnsServers, Domains, UnusableAddress},
};

use crate::encoding;

/// Most pull filters.
pub const MAX_PULL_FILTERS: usize = 1024;

/// What the profile says about addresses, routes and DNS; merged with what the server pushes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkSettings {
    /// Route everything (`redirect-gateway`).
    #[serde(default)]
    pub redirect: Option<Redirect>,
    /// Routes (`route`, `route-ipv6`).
    #[serde(default)]
    pub routes: BoundedList<Route, MAX_ROUTES>,
    /// Metric for routes without one (`route-metric`).
    #[serde(default)]
    pub route_metric: Option<u32>,
    /// The tunnel's own gateway, if the server names none (`route-gateway`).
    #[serde(default)]
    pub route_gateway: Option<Ipv4Addr>,
    /// Ignore pushed routes, gateway redirection and DNS (`route-nopull`).
    #[serde(default)]
    pub route_nopull: bool,
    /// DNS (`dhcp-option`).
    #[serde(default)]
    pub dns: Dns,
    /// Refuse IPv6 outside (`block-ipv6`).
    #[serde(default)]
    pub block_ipv6: bool,
    /// Rules for pushed options; the first that fits decides (`pull-filter`).
    #[serde(default, deserialize_with = "encoding::bounded::<_, _, MAX_PULL_FILTERS>")]
    pub pull_filters: Vec<PullFilter>,
    /// Topology if the server pushes none (`topology`).
    #[serde(default)]
    pub topology: Option<Topology>,
    /// Fixed IPv4 address, with netmask or peer (`ifconfig`).
    #[serde(default)]
    pub ifconfig: Option<Ifconfig>,
    /// Fixed IPv6 address (`ifconfig-ipv6`).
    #[serde(default)]
    pub ifconfig_ipv6: Option<TunnelAddress>,
}

/// Route everything [redirect-gateway flags].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Redirect {
    /// IPv4 (unless `!ipv4`).
    pub ipv4: bool,
    /// IPv6 (`ipv6`).
    pub ipv6: bool,
    /// The server is on the local network: no bypass needed (`local`). Adit's bypass is a mark, so this changes nothing.
    pub local: bool,
    /// Make the local network unreachable (`block-local`).
    pub block_local: bool,
}

/// Most routes of a profile: as many as a tunnel may have.
pub const MAX_ROUTES: usize = vpn_api::values::MAX_ROUTES;

/// One route (`route`, `route-ipv6`). In a document it is one text, `10.0.0.0/8`, or with what is not usual, `10.0.0.0/8 net 5`:
/// a profile has thousands of them, and a frame of the helper's socket has its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// The network.
    pub destination: RouteDestination,
    /// Through what.
    pub gateway: RouteGateway,
    /// Metric.
    pub metric: Option<u32>,
}

/// Through what a route goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteGateway {
    /// The tunnel [vpn_gateway, none given].
    Vpn,
    /// Outside of the tunnel (`net_gateway`, a name).
    Net,
    /// A literal address: inside if it is the tunnel's own gateway or lies in the tunnel's own network, else outside.
    Address(Ipv4Addr),
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.destination.fmt(f)?;
        match self.gateway {
            RouteGateway::Vpn if self.metric.is_none() => return Ok(()),
            RouteGateway::Vpn => f.write_str(" vpn")?,
            RouteGateway::Net => f.write_str(" net")?,
            RouteGateway::Address(address) => write!(f, " {address}")?,
        }
        self.metric.map_or(Ok(()), |metric| write!(f, " {metric}"))
    }
}

impl FromStr for Route {
    type Err = InvalidRoute;

    fn from_str(text: &str) -> Result<Self, InvalidRoute> {
        let mut words = text.split(' ');
        let destination = words.next().and_then(|word| word.parse().ok()).ok_or(InvalidRoute)?;
        let gateway = match words.next() {
            None | Some("vpn") => RouteGateway::Vpn,
            Some("net") => RouteGateway::Net,
            Some(word) => word.parse().map(RouteGateway::Address).map_err(|_| InvalidRoute)?,
        };
        let metric = words.next().map(str::parse).transpose().map_err(|_| InvalidRoute)?;
        if words.next().is_some() { Err(InvalidRoute) } else { Ok(Self { destination, gateway, metric }) }
    }
}

/// A text in a document is no route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a route")]
pub struct InvalidRoute;

impl Serialize for Route {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Route {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Route;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a route")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Route, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// DNS wishes (`dhcp-option`, `dns`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dns {
    /// Servers.
    pub servers: DnsServers,
    /// Search suffixes [DOMAIN, DOMAIN-SEARCH].
    pub search: Domains,
    /// Domains that the servers answer (`DOMAIN-ROUTE`).
    pub domains: Domains,
    /// The servers answer every other name, too [DOMAIN-ROUTE .].
    pub all: bool,
}

/// IPv4 inside the tunnel (`ifconfig`): our own address and what the topology makes of the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(Ipv4Addr, Ipv4Addr)", into = "(Ipv4Addr, Ipv4Addr)")]
pub struct Ifconfig {
    local: Ipv4Addr,
    second: Ipv4Addr,
}

impl Ifconfig {
    /// Our address, and a netmask or the peer's address.
    ///
    /// # Errors
    /// No tunnel may have `local`.
    pub fn new(local: Ipv4Addr, second: Ipv4Addr) -> Result<Self, UnusableAddress> {
        TunnelAddress::new(IpNet::from(IpAddr::V4(local)))?;
        Ok(Self { local, second })
    }

    /// Our address.
    #[must_use]
    pub fn local(self) -> Ipv4Addr {
        self.local
    }

    /// The netmask, or the peer's address.
    #[must_use]
    pub fn second(self) -> Ipv4Addr {
        self.second
    }
}

impl TryFrom<(Ipv4Addr, Ipv4Addr)> for Ifconfig {
    type Error = UnusableAddress;

    fn try_from((local, second): (Ipv4Addr, Ipv4Addr)) -> Result<Self, UnusableAddress> {
        Self::new(local, second)
    }
}

impl From<Ifconfig> for (Ipv4Addr, Ipv4Addr) {
    fn from(pair: Ifconfig) -> Self {
        (pair.local, pair.second)
    }
}

/// One rule for pushed options (`pull-filter`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PullFilter {
    /// What to do.
    pub action: PullAction,
    /// With options that begin with this.
    pub prefix: String,
}

/// What a pull filter does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PullAction {
    /// Take it.
    Accept,
    /// Leave it out.
    Ignore,
    /// Do not connect.
    Reject,
}

/// How addresses lie in the tunnel (`topology`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topology {
    /// Pairs of addresses in /30; what OpenVPN assumes if nothing is said.
    Net30,
    /// Address and peer.
    P2p,
    /// Address and netmask.
    Subnet,
}
