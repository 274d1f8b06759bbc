//! The servers of a profile.

use std::{net::SocketAddr, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    link::{Framing, LinkSpec},
    proxy::{LocalEnd, Proxy, Via},
    transport::Transport,
};

/// One server of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerEntry {
    /// Its place in the profile; the provider finds its settings by this.
    pub index: usize,
    /// Name or literal address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Transport.
    pub transport: Transport,
    /// Which addresses of the name are used.
    pub family: Family,
    /// How long to wait for its first answer.
    pub answer_timeout: Duration,
    /// The proxy on the way. A session's address is then the proxy's.
    pub via: Option<Box<Proxy>>,
    /// Our own end.
    pub local: LocalEnd,
}

impl ServerEntry {
    /// How a link to this server is made, whose own address, or its proxy's, is `address`.
    #[must_use]
    pub fn link(&self, address: SocketAddr, framing: Framing) -> LinkSpec {
        let via = self
            .via
            .as_deref()
            .map(|proxy| Box::new(Via { proxy: proxy.clone(), host: self.host.clone(), port: self.port }));
        LinkSpec { transport: self.transport, remote: address, framing, via, local: self.local }
    }
}

/// Which addresses of a name are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// In the order of the resolver.
    Any,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}
