//! Intent and state. [`Target`] is what the person wants and survives crashes; [`TunnelState`] is what is the case.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::{failure::Failure, notice::Notices, transport::Transport, tunnel::Security, waiting::Waiting};

/// Names one connection for as long as it is wanted. Chosen by the client: the app uses its profile's id.
///
/// 1 to 64 characters out of `A-Z a-z 0-9 - _ .`; safe as a file name, though it is not used as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConnectionId(String);

impl ConnectionId {
    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id that a profile in a file has by its name: `aditctl connect office.ovpn` and the same file imported into the
    /// desktop's network settings are one connection.
    #[must_use]
    pub fn of_file(stem: &str) -> Self {
        let allowed = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
        let id: String = stem.trim_start_matches('.').chars().map(allowed).take(64).collect();
        Self(if id.is_empty() { "profile".to_owned() } else { id })
    }
}

/// The text is empty, too long, or has a character that an id may not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a connection id has 1 to 64 characters out of A-Z a-z 0-9 - _ .")]
pub struct InvalidConnectionId;

impl TryFrom<String> for ConnectionId {
    type Error = InvalidConnectionId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let fits = (1..=64).contains(&text.len()) && text.chars().all(allowed) && !text.starts_with('.');
        if fits { Ok(Self(text)) } else { Err(InvalidConnectionId) }
    }
}

impl From<ConnectionId> for String {
    fn from(id: ConnectionId) -> Self {
        id.0
    }
}

impl std::fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the person wants for one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// No tunnel; traffic flows as without Adit.
    Open,
    /// A tunnel, through every interruption.
    Tunnelled,
}

/// Named steps on the way to a tunnel, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Looking up the server's name.
    Resolving,
    /// Waiting for the server's first answer.
    Contacting,
    /// TLS handshake.
    Securing,
    /// Keys and sign-in.
    Authenticating,
    /// Options from the server; addresses, routes and DNS of this machine.
    Configuring,
}

/// The server being tried or used, as the person knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerLabel {
    /// Host as written in the profile.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Transport.
    pub transport: Transport,
    /// Address, once resolved.
    pub address: Option<SocketAddr>,
}

/// What is the case for one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum TunnelState {
    /// No tunnel. `failure` tells why the last attempt ended, if the person did not end it.
    Disconnected { failure: Option<Failure> },
    /// On the way to the first tunnel.
    Connecting {
        phase: Phase,
        /// The one that is tried, or will be next.
        server: Option<ServerLabel>,
        /// How many tries there were, this one included.
        attempt: u32,
        last_failure: Option<Failure>,
        /// Nothing is tried meanwhile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiting: Option<Waiting>,
    },
    /// The tunnel is up, and the machine's network was read back and is as planned.
    Connected(Box<ConnectionDetails>),
    /// The tunnel was up and is being brought back. Traffic meant for it is held back meanwhile.
    Reconnecting {
        phase: Phase,
        /// The one that is tried, or will be next.
        server: Option<ServerLabel>,
        /// How many tries there were, this one included.
        attempt: u32,
        cause: Failure,
        /// Nothing is tried meanwhile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiting: Option<Waiting>,
    },
    /// Undoing everything.
    Disconnecting,
    /// The tunnel cannot be brought back without the person; traffic meant for it is held back.
    Blocked { failure: Failure },
}

impl TunnelState {
    /// Whether a tunnel, or the way to one, exists.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !matches!(self, Self::Disconnected { .. })
    }

    /// What is waited for while nothing is tried.
    #[must_use]
    pub fn waiting(&self) -> Option<&Waiting> {
        match self {
            Self::Connecting { waiting, .. } | Self::Reconnecting { waiting, .. } => waiting.as_ref(),
            Self::Disconnected { .. } | Self::Connected(_) | Self::Disconnecting | Self::Blocked { .. } => None,
        }
    }

    /// The same state, sent this much later.
    #[must_use]
    pub fn later(mut self, elapsed: std::time::Duration) -> Self {
        match &mut self {
            Self::Connecting { waiting, .. } | Self::Reconnecting { waiting, .. } => {
                *waiting = waiting.take().map(|waiting| waiting.later(elapsed));
            }
            Self::Connected(details) => {
                let elapsed = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
                details.up_ms = details.up_ms.saturating_add(elapsed);
            }
            Self::Disconnected { .. } | Self::Disconnecting | Self::Blocked { .. } => {}
        }
        self
    }

    /// Whether the other state differs in nothing but the time that has passed.
    #[must_use]
    pub fn is_as(&self, other: &Self) -> bool {
        let timeless = |state: &Self| state.clone().later(std::time::Duration::MAX);
        timeless(self) == timeless(other)
    }
}

/// What is shown of a tunnel that is up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionDetails {
    /// The server in use.
    pub server: ServerLabel,
    /// Name of the tunnel interface.
    pub interface: String,
    /// Our addresses inside the tunnel.
    pub addresses: Vec<IpNet>,
    /// MTU of the tunnel in bytes.
    pub mtu: u16,
    /// Largest packet, in bytes, that passes on the way to the server, where that is known to be less than the MTU: larger ones
    /// are cut, or their senders told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_limit: Option<u16>,
    /// The protocol, for example `OpenVPN`.
    pub protocol: String,
    /// How it is protected.
    pub security: Security,
    /// What the server wants everybody to read who uses the tunnel, in lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banner: Option<String>,
    /// When the server ends the session, in Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_end: Option<u64>,
    /// Address of the script that names the proxies inside the tunnel (PAC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pac_url: Option<String>,
    /// What the tunnel does without or does differently.
    #[serde(default)]
    pub notices: Notices,
    /// DNS servers that the tunnel brought.
    pub dns: Vec<IpAddr>,
    /// Domains that the tunnel's DNS is used for; empty with `all_dns` unset means none.
    pub dns_domains: Vec<String>,
    /// Networks that go through the tunnel, other than everything.
    pub networks: Vec<IpNet>,
    /// Whether all IPv4 traffic goes through the tunnel.
    pub all_ipv4: bool,
    /// Whether all IPv6 traffic goes through the tunnel.
    pub all_ipv6: bool,
    /// Whether IPv6 is held back because the tunnel does not carry it.
    pub ipv6_blocked: bool,
    /// When the tunnel came up, in Unix seconds. The wall clock may have been set since.
    pub since: u64,
    /// How long it has been up, in milliseconds, when this is sent; time that the machine slept aside.
    #[serde(default)]
    pub up_ms: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connection_ids_are_bounded_and_plain() {
        for good in ["a", "work", "A-b_c.9", &"x".repeat(64)] {
            assert!(ConnectionId::try_from(good.to_owned()).is_ok(), "{good}");
        }
        for bad in ["", ".", "../x", "a b", "a/b", "ä", &"x".repeat(65)] {
            assert_eq!(ConnectionId::try_from(bad.to_owned()), Err(InvalidConnectionId), "{bad}");
        }
    }

    #[test]
    fn any_file_name_makes_an_id() {
        for name in ["work", "", "...", "Büro Köln (udp)", "../../etc", &"long".repeat(40)] {
            let id = ConnectionId::of_file(name);
            assert_eq!(ConnectionId::try_from(id.as_str().to_owned()).as_ref(), Ok(&id), "{name}");
        }
    }

    #[test]
    fn only_a_connection_that_is_down_is_not_active() {
        assert!(!TunnelState::Disconnected { failure: None }.is_active());
        assert!(TunnelState::Disconnecting.is_active());
        let failure = Failure::internal("x");
        assert!(TunnelState::Blocked { failure }.is_active());
    }

    #[test]
    fn an_id_crosses_the_socket_and_a_bad_one_does_not() {
        let id: ConnectionId = serde_json::from_str("\"work\"").unwrap();
        assert_eq!((id.as_str(), id.to_string().as_str()), ("work", "work"));
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"work\"");
        assert!(serde_json::from_str::<ConnectionId>("\"../x\"").is_err());
    }
}
