//! How long packets may be.

use serde::{Deserialize, Serialize};

/// TCP segment clamp (`mssfix`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MssFix {
    /// As OpenVPN 2.6: `1492 mtu` when the tunnel's MTU is 1500, else off.
    #[default]
    Default,
    /// Never clamp [mssfix 0].
    Off,
    /// Outer packets of at most this many bytes, without IP and UDP headers [mssfix n].
    Payload(u16),
    /// Outer packets of at most this many bytes, with IP and UDP headers [mssfix n mtu].
    Mtu(u16),
    /// Inner packets of at most this many bytes [mssfix n fixed].
    Fixed(u16),
}

/// How long the pieces of packets may be (`fragment`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fragment {
    /// Longest outer packet in bytes.
    pub size: u16,
    /// With IP and UDP headers, or without [fragment n mtu].
    #[serde(default)]
    pub with_headers: bool,
}
