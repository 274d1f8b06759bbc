//! One network and where it goes.

use serde::{Deserialize, Serialize};

use super::RouteDestination;

/// One network and where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TunnelRoute {
    /// The network.
    pub destination: RouteDestination,
    /// Through the tunnel, or beside it (`net_gateway`).
    pub through_tunnel: bool,
    /// Lower wins among routes of the same prefix. `None`: the platform's default.
    pub metric: Option<u32>,
}
