//! The profile as a whole, and its servers.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use vpn_api::{
    LocalEnd, Mtu, Proxy,
    session::{Family, Transport},
};

use crate::{
    data::DataSettings, encoding, keys::Wrap, login::Login, network::NetworkSettings, sizes::Fragment, sizes::MssFix,
    timing::Timing, tls::TlsSettings,
};

/// Most servers, as in OpenVPN 2.x.
pub const MAX_REMOTES: usize = 64;
/// Most lines of peer info that a profile sets.
pub const MAX_PEER_INFO: usize = 32;

/// A client profile. Directive names in brackets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Servers in the order of the text, 1 to 64 (`remote`, `connection`).
    #[serde(deserialize_with = "encoding::bounded::<_, _, MAX_REMOTES>")]
    pub remotes: Vec<Remote>,
    /// Try them in random order (`remote-random`).
    #[serde(default)]
    pub remote_random: bool,
    /// Put six random bytes in hex and a dot before each server name (`remote-random-hostname`).
    #[serde(default)]
    pub remote_random_hostname: bool,
    /// TLS: whom to trust and who we are.
    pub tls: TlsSettings,
    /// User name and password.
    #[serde(default)]
    pub login: Option<Login>,
    /// Data channel.
    #[serde(default)]
    pub data: DataSettings,
    /// Timers.
    #[serde(default)]
    pub timing: Timing,
    /// Addresses, routes, DNS: the profile's own wishes, to be merged with what the server pushes.
    #[serde(default)]
    pub network: NetworkSettings,
    /// Peer info lines that the profile sets, `UV_*` and such (`setenv`).
    #[serde(default, deserialize_with = "encoding::bounded::<_, _, MAX_PEER_INFO>")]
    pub peer_info: Vec<(String, String)>,
    /// Send details of this machine's software to the server (`push-peer-info`).
    #[serde(default)]
    pub push_peer_info: bool,
}

/// One server, with what may differ from server to server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remote {
    /// Name or literal address, without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Transport (`proto`).
    pub transport: Transport,
    /// Address family [proto udp6 …].
    pub family: Family,
    /// Control channel protection.
    pub wrap: Wrap,
    /// How long to wait for the first answer (`server-poll-timeout`, `connect-timeout`). Default 120 s as in OpenVPN 2.6.
    pub answer_timeout: Duration,
    /// Say goodbye on disconnect, this many times (`explicit-exit-notify`).
    pub exit_notify: u8,
    /// TCP segment clamp (`mssfix`).
    #[serde(default)]
    pub mssfix: MssFix,
    /// Cut packets into pieces inside the encryption, UDP only (`fragment`). The server does the same, or nothing works.
    #[serde(default)]
    pub fragment: Option<Fragment>,
    /// MTU of the tunnel (`tun-mtu`); 1500 unless set.
    pub tun_mtu: Mtu,
    /// Largest control packet in bytes, with IP and UDP headers (`max-packet-size`); 1250 unless set.
    pub max_packet_size: u16,
    /// The proxy on the way [http-proxy, socks-proxy and what belongs to them].
    #[serde(default)]
    pub proxy: Option<Proxy>,
    /// Our own address and port (`local`, `lport`).
    #[serde(default)]
    pub local: LocalEnd,
}
