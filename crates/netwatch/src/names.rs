//! How names are looked up beside our tunnels.

use std::net::SocketAddr;

/// Name servers that [`UplinkNames`] has at most.
pub const MAX_UPLINK_SERVERS: usize = 8;

/// How to look one name up as if none of our tunnels were up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UplinkNames {
    /// The name servers of the uplinks, first those that are meant for this name.
    pub servers: Vec<SocketAddr>,
    /// Who has to be asked first.
    pub order: AskFirst,
}

/// Who has to be asked first for a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AskFirst {
    /// The uplinks' name servers: nothing that we changed stands in their way.
    Uplinks,
    /// The system's resolver: it asks over an encrypted way, and only where it fails is the plain one better than none.
    System,
    /// The system's resolver and nobody else: the name is in the machine's own list, or nobody is known to ask.
    #[default]
    OnlySystem,
}
