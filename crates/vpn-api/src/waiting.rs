//! What a connection waits for while nothing is tried.

use serde::{Deserialize, Serialize};

use crate::known_network::NetworkRule;

/// What is waited for until the next try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Waiting {
    /// Nothing but time.
    NextTry {
        /// How long until then, in milliseconds, from when this value is sent: it holds no wall clock, which may be wrong.
        left_ms: u64,
    },
    /// A network that leads to the server.
    Network(Offline),
    /// Somebody who signs in to this network.
    NetworkSignIn {
        /// The page where that is done, if it is known.
        page: Option<String>,
    },
    /// Another network than the one that the machine is in, by this rule of the connection.
    OtherNetwork(NetworkRule),
}

/// What this machine has no network for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offline {
    /// No interface is up and has a carrier.
    NoCarrier,
    /// An interface has a carrier, and none has an address.
    NoAddress,
    /// There are addresses, and no route that leads to the server.
    NoRoute,
}

/// How far this machine's network leads, outside of tunnels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Connectivity {
    /// As far as is known, to the servers.
    #[default]
    Up,
    /// Nowhere.
    Offline(Offline),
    /// To a page where somebody has to sign in first.
    SignIn {
        /// The page, if it is known.
        page: Option<String>,
    },
}

impl Waiting {
    /// The same value, sent this much later.
    #[must_use]
    pub fn later(self, elapsed: std::time::Duration) -> Self {
        match self {
            Self::NextTry { left_ms } => {
                let elapsed = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
                Self::NextTry { left_ms: left_ms.saturating_sub(elapsed) }
            }
            other @ (Self::Network(_) | Self::NetworkSignIn { .. } | Self::OtherNetwork(_)) => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_sent_later_has_less_time_left() {
        let waiting = Waiting::NextTry { left_ms: 1500 };
        assert_eq!(waiting.clone().later(Duration::from_secs(1)), Waiting::NextTry { left_ms: 500 });
        assert_eq!(waiting.later(Duration::MAX), Waiting::NextTry { left_ms: 0 });
        let offline = Waiting::Network(Offline::NoRoute);
        assert_eq!(offline.clone().later(Duration::from_secs(1)), offline);
    }
}
