//! What the machine's uplinks are like, past whatever tunnels of ours changed.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

/// Name servers that [`UplinkNames`] has at most.
pub const MAX_UPLINK_SERVERS: usize = 8;
/// Longest name that can be looked up, in bytes (RFC 1035 §2.3.4), with its final dot.
pub const MAX_NAME: usize = 254;

/// How to look one name up as if none of our tunnels were up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct UplinkNames {
    /// The name servers of the uplinks, first those that are meant for this name.
    pub servers: Vec<SocketAddr>,
    /// Who has to be asked first.
    pub order: AskFirst,
}

/// Who has to be asked first for a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskFirst {
    /// The uplinks' name servers: nothing that we changed stands in their way.
    Uplinks,
    /// The system's resolver: it asks over an encrypted way, and only where it fails is the plain one better than none.
    System,
    /// The system's resolver and nobody else: the name is in the machine's own list, or nobody is known to ask.
    #[default]
    OnlySystem,
}

/// Puts a server behind the others, unless it is there or there are enough.
#[cfg(any(target_os = "linux", test))]
pub(crate) fn add(servers: &mut Vec<SocketAddr>, server: SocketAddr) {
    if servers.len() < MAX_UPLINK_SERVERS && !servers.contains(&server) {
        servers.push(server);
    }
}
