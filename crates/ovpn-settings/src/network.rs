//! Addresses, routes and DNS inside the tunnel.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
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

/// Most routes of a profile: it has no more lines than this, and real ones have up to 8,000.
pub const MAX_ROUTES: usize = 8192;

/// One route (`route`, `route-ipv6`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// The network.
    pub destination: RouteDestination,
    /// Through what.
    pub gateway: RouteGateway,
    /// Metric.
    #[serde(default)]
    pub metric: Option<u32>,
}

/// Through what a route goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteGateway {
    /// The tunnel [vpn_gateway, none given].
    Vpn,
    /// The gateway of before (`net_gateway`).
    Net,
    /// A literal address; on a layer 3 tunnel the same as [`Self::Vpn`].
    Address(IpAddr),
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
