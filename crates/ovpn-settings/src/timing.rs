//! Timers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Longest time that a profile may name: ten years in seconds.
pub const MAX_SECONDS: u64 = 10 * 365 * 86_400;

/// When a silent server ends the session, and what follows. `ping-restart` and `ping-exit` are one setting in OpenVPN: each
/// line replaces the time and the action of the ones before, and so does the second value of `keepalive` (observed from
/// OpenVPN 2.6.14; docs/protocol/openvpn.md §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// After this long without receiving anything. Zero, in an option: never.
    pub after: Duration,
    /// What follows.
    pub then: AfterSilence,
}

/// What follows when nothing was received for too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AfterSilence {
    /// Connect again (`ping-restart`, `keepalive`).
    Restart,
    /// End for good (`ping-exit`).
    Exit,
}

/// Timers, in their OpenVPN meaning. `None`: not set by the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// Send a ping after this long without sending (`ping`, `keepalive`).
    #[serde(default)]
    pub ping: Option<Duration>,
    /// What follows when nothing was received for too long (`ping-restart`, `ping-exit`, `keepalive`).
    #[serde(default)]
    pub silence: Option<Silence>,
    /// End when less than this many bytes went through the tunnel for this long; 0 bytes: when nothing did (`inactive`).
    #[serde(default)]
    pub inactive: Option<(Duration, u64)>,
    /// End after this long in any case (`session-timeout`).
    #[serde(default)]
    pub session_timeout: Option<Duration>,
    /// New keys this often; zero: never of our own (`reneg-sec`).
    pub renegotiate: Duration,
    /// New keys somewhere between this and `renegotiate`, chosen by chance for each session [reneg-sec max min].
    #[serde(default)]
    pub renegotiate_least: Option<Duration>,
    /// New keys after this many bytes; zero: never (`reneg-bytes`).
    #[serde(default)]
    pub renegotiate_bytes: u64,
    /// New keys after this many packets; zero: never (`reneg-pkts`).
    #[serde(default)]
    pub renegotiate_packets: u64,
    /// A handshake must finish in this time (`hand-window`).
    pub handshake: Duration,
    /// An old key lives this long after its successor (`tran-window`).
    pub transition: Duration,
    /// Back-off between rounds over all servers, first and largest (`connect-retry`).
    pub retry: (Duration, Duration),
    /// Give up when each server was tried this often without a tunnel; zero: never (`connect-retry-max`).
    #[serde(default)]
    pub retry_rounds: u32,
}

impl Default for Timing {
    /// OpenVPN 2.6's defaults.
    fn default() -> Self {
        Self {
            ping: None,
            silence: None,
            inactive: None,
            session_timeout: None,
            renegotiate: Duration::from_secs(3600),
            renegotiate_least: None,
            renegotiate_bytes: 0,
            renegotiate_packets: 0,
            handshake: Duration::from_secs(60),
            transition: Duration::from_secs(3600),
            retry: (Duration::from_secs(1), Duration::from_secs(300)),
            retry_rounds: 0,
        }
    }
}
