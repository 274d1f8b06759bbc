//! Where the machine leads the packets and the names of any program, our tunnels included.

use std::net::IpAddr;

/// Where the packets of an ordinary socket go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    /// Out of this interface.
    By(String),
    /// Nowhere: there is no way, or it is closed. Also to this machine itself.
    Nowhere,
}

/// Whom the system asks for names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SystemNames {
    /// The name servers, in their order. None: a service on this machine is asked that does not say whom it asks.
    pub servers: Option<Vec<IpAddr>>,
}
