//! Through a proxy: from a connected socket to a link to the server behind it.
//!
//! A proxy is a stranger. Everything it says is bounded in size and in time, and none of its bytes reach a message unless
//! they are printable.

use std::{net::SocketAddr, time::Duration};

use tokio::{net::TcpStream, time::timeout};
use vpn_api::{LocalEnd, Proxy, ProxyKind, ProxyProblem, Transport, Via};

use super::{LinkSetupError, dial, socks_udp::SocksUdpLink};
use crate::sockets::{SocketSource, Tell};

mod http;
mod socks;

#[cfg(test)]
mod tests;

pub(super) use socks::datagram_header_len;

/// How long a proxy has from the first byte to the open way, all tries to sign in included. It has to reach the server
/// itself in this time.
const EXCHANGE: Duration = Duration::from_secs(20);

/// A proxy that did not let us through.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the proxy {proxy}: {}", problem.id())]
pub struct Rejected {
    /// Its name ([`Proxy::name`]).
    pub proxy: String,
    /// Why.
    pub problem: ProxyProblem,
    /// The user name that was used.
    pub username: Option<String>,
    /// What the system said, if it was asked.
    pub detail: String,
}

impl Rejected {
    /// A refusal of this proxy.
    pub(crate) fn new(proxy: &Proxy, problem: ProxyProblem, detail: String) -> Self {
        let username = proxy.login.as_ref().map(|login| login.username.clone());
        Self { proxy: proxy.name(), problem, username, detail }
    }
}

/// How sockets are made.
#[derive(Debug, Clone)]
pub(super) struct Sockets {
    pub(super) remote: SocketAddr,
    pub(super) source: SocketSource,
    pub(super) local: LocalEnd,
    /// Who has to know of a relay.
    pub(super) tell: Tell,
}

impl Sockets {
    async fn dial(&self) -> Result<TcpStream, Trouble> {
        Ok(dial::stream(&self.source, self.remote, self.local).await?)
    }
}

/// What went wrong on the way.
#[derive(Debug)]
enum Trouble {
    /// No socket, or no connection to the proxy.
    Dial(LinkSetupError),
    /// The proxy said so.
    Proxy(ProxyProblem),
    /// The connection to the proxy broke.
    Broken(std::io::Error),
}

impl From<LinkSetupError> for Trouble {
    fn from(error: LinkSetupError) -> Self {
        Self::Dial(error)
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error)
    }
}

impl From<ProxyProblem> for Trouble {
    fn from(problem: ProxyProblem) -> Self {
        Self::Proxy(problem)
    }
}

/// Opens a stream to the server. With it comes what the server said already.
pub(super) async fn stream(sockets: Sockets, via: &Via) -> Result<(TcpStream, Vec<u8>), LinkSetupError> {
    let opened = async {
        match via.proxy.kind {
            ProxyKind::Http => http::connect(&sockets, via).await,
            ProxyKind::Socks5 => Ok((socks::connect(sockets.dial().await?, via).await?, Vec::new())),
        }
    };
    within(&via.proxy, opened).await
}

/// Opens a way for datagrams to the server.
pub(super) async fn datagrams(sockets: Sockets, via: &Via) -> Result<SocksUdpLink, LinkSetupError> {
    let opened = async {
        if !via.proxy.carries(Transport::Udp) {
            return Err(ProxyProblem::NoDatagrams.into());
        }
        let control = sockets.dial().await?;
        let (control, relay) = socks::associate(control, sockets.remote, via).await?;
        sockets.tell.of(vec![relay]).await;
        let header = socks::datagram_header(&via.host, via.port);
        Ok(SocksUdpLink::open(control, relay, header, &sockets.source, sockets.local.address)?)
    };
    within(&via.proxy, opened).await
}

async fn within<T>(proxy: &Proxy, opened: impl Future<Output = Result<T, Trouble>>) -> Result<T, LinkSetupError> {
    let rejected = |problem, detail: String| LinkSetupError::Proxy(Box::new(Rejected::new(proxy, problem, detail)));
    match timeout(EXCHANGE, opened).await {
        Ok(Ok(opened)) => Ok(opened),
        Ok(Err(Trouble::Dial(LinkSetupError::Link(error)))) => {
            Err(rejected(ProxyProblem::NotReachable, error.to_string()))
        }
        Ok(Err(Trouble::Dial(error))) => Err(error),
        Ok(Err(Trouble::Proxy(problem))) => Err(rejected(problem, String::new())),
        Ok(Err(Trouble::Broken(error))) => Err(rejected(ProxyProblem::NotAProxy, error.to_string())),
        Err(_) => Err(rejected(ProxyProblem::NoAnswer, String::new())),
    }
}
