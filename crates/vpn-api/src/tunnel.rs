//! What a server configured, in words that fit every protocol. The engine turns it into a [`crate::NetworkPlan`].

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::notice::Notices;
use crate::values::{DnsServers, Domains, Mtu, RouteSet, TunnelAddresses};

/// The tunnel as the server and the profile want it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TunnelConfig {
    /// Our addresses with their on-link prefix, at least one.
    pub addresses: TunnelAddresses,
    /// MTU of the tunnel.
    pub mtu: Mtu,
    /// Networks to route, besides the whole of IPv4 or IPv6.
    pub routes: RouteSet,
    /// All IPv4 traffic goes through the tunnel.
    pub redirect_ipv4: bool,
    /// All IPv6 traffic goes through the tunnel.
    pub redirect_ipv6: bool,
    /// IPv6 must not leave the machine beside the tunnel.
    pub block_ipv6: bool,
    /// The local network must not be reachable beside the tunnel (redirect-gateway block-local).
    pub block_local: bool,
    /// DNS that the tunnel brings.
    pub dns: TunnelDns,
    /// Largest TCP segment that fits, clamped into SYN packets in both directions. `None`: do not touch.
    pub mss: Option<MssClamp>,
    /// Largest inner packet, in bytes, whose frame passes on the way to the server, where that is known to be below what is
    /// sent otherwise. [`Self::mss`] respects it.
    #[serde(default)]
    pub path_limit: Option<u16>,
    /// While the tunnel lives, something authentic comes from the server at least this often, also when nobody uses the
    /// tunnel. `None`: silence proves nothing.
    #[serde(default)]
    pub keepalive: Option<Duration>,
    /// How all of it is protected, for people.
    pub security: Security,
    /// What the server wants everybody to read who uses the tunnel, in lines. A text that has to be accepted first is a
    /// [`crate::Prompt::Banner`].
    #[serde(default)]
    pub banner: Option<String>,
    /// When the server ends the session, since the Unix epoch.
    #[serde(default)]
    pub session_end: Option<Duration>,
    /// Address of the script that names the proxies inside the tunnel (PAC).
    #[serde(default)]
    pub pac_url: Option<String>,
    /// What the tunnel does without or does differently.
    #[serde(default)]
    pub notices: Notices,
}

/// How a tunnel is protected, for people, in the names that its standards use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Security {
    /// What the two ends proved each other by and agreed their keys with: `TLS 1.3, TLS_AES_256_GCM_SHA384`.
    pub handshake: String,
    /// What inner packets are sealed with: `AES-256-GCM`.
    pub data: String,
}

/// DNS that a tunnel brings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TunnelDns {
    /// Servers in order of preference.
    pub servers: DnsServers,
    /// Search suffixes, which are also answered by the servers.
    pub search: Domains,
    /// Domains answered by the servers, not searched. Empty: every name, if the tunnel takes all traffic or no search
    /// suffix is given.
    pub domains: Domains,
    /// Every other name is asked of the servers too, whatever the tunnel takes (`dhcp-option DOMAIN-ROUTE .`).
    #[serde(default)]
    pub all: bool,
    /// Name servers were named, none of them can be used, and the tunnel takes all traffic: no name may be asked of other
    /// servers meanwhile, which would see in the clear what was meant for the tunnel.
    #[serde(default)]
    pub held_back: bool,
}

/// Largest TCP segment (payload of the inner TCP packet, in bytes) per family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MssClamp {
    /// For TCP over IPv4.
    pub ipv4: u16,
    /// For TCP over IPv6.
    pub ipv6: u16,
}
