//! From a server's name to its addresses, in bounded time.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use futures_util::{FutureExt, future::BoxFuture};
use vpn_api::{Blame, Failure, FailureKind, LookUp, LookUpError, Retry, ServerEntry, session::Family};

/// Longer than a resolver with one dead name server needs (glibc asks the next one after 5 s), and short enough for a
/// person to wait.
const LOOK_UP_TIME: Duration = Duration::from_secs(12);

/// Looks names up. Clones are the same resolver.
#[derive(Clone)]
pub struct Resolver(Arc<Ask>);

/// From a name and a port to addresses, in the resolver's order.
type Ask = dyn Fn(String, u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> + Send + Sync;

impl Resolver {
    /// A resolver that asks in this way.
    pub fn new(
        ask: impl Fn(String, u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(ask))
    }

    /// The system's. To be asked on a tokio runtime.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|host, port| async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) }.boxed())
    }

    /// Asks once. A literal address is asked for too.
    #[must_use]
    pub fn ask(&self, host: String, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        (self.0)(host, port)
    }
}

impl std::fmt::Debug for Resolver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Resolver")
    }
}

/// The addresses to contact, at least one: the server's, of the family that it wants, or those of the proxy on the way.
///
/// # Errors
/// The name has no such address, or the resolver did not answer in time.
pub async fn resolve(
    server: &ServerEntry,
    ask: impl FnOnce(String, u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>,
) -> Result<Vec<SocketAddr>, Failure> {
    let (host, port, family) = match &server.via {
        // The profile's family is that of the way from the proxy to the server.
        Some(proxy) => (proxy.host.clone(), proxy.port, Family::Any),
        None => (server.host.clone(), server.port, server.family),
    };
    let kind = FailureKind::NameNotResolved { host: host.clone() };
    addresses(LookUp { host, port, family }, ask)
        .await
        .map_err(|error| Failure::new(kind, Blame::Network, Retry::NextServer).with_detail(error))
}

/// The addresses of a name, at least one, each once, in bounded time. The families take turns, beginning with the one that the
/// resolver puts first (RFC 8305, section 4): where one of them leads nowhere, the other comes second and not after all of the
/// first.
pub(crate) async fn addresses(
    LookUp { host, port, family }: LookUp,
    ask: impl FnOnce(String, u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>,
) -> Result<Vec<SocketAddr>, LookUpError> {
    let found = match host.parse::<IpAddr>() {
        Ok(literal) => vec![SocketAddr::new(literal, port)],
        Err(_) => match tokio::time::timeout(LOOK_UP_TIME, ask(host, port)).await {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => return Err(LookUpError::Resolver(error.to_string())),
            Err(_) => return Err(LookUpError::NoAnswer),
        },
    };
    let mut addresses = Vec::new();
    for address in found.into_iter().filter(|address| fits(family, *address)) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() { Err(LookUpError::NoAddress) } else { Ok(in_turns(&addresses)) }
}

fn in_turns(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let first_is_ipv6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (mut first, mut second): (Vec<SocketAddr>, Vec<SocketAddr>) =
        addresses.iter().partition(|address| address.is_ipv6() == first_is_ipv6);
    let mut ordered = Vec::with_capacity(addresses.len());
    let (mut first, mut second) = (first.drain(..), second.drain(..));
    loop {
        let (one, other) = (first.next(), second.next());
        if one.is_none() && other.is_none() {
            return ordered;
        }
        ordered.extend(one.into_iter().chain(other));
    }
}

fn fits(family: Family, address: SocketAddr) -> bool {
    match family {
        Family::Any => true,
        Family::V4 => address.is_ipv4(),
        Family::V6 => address.is_ipv6(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_take_turns_beginning_with_the_resolvers_first() {
        let all = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<SocketAddr>>();
        let found = all(&["[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8::3]:1", "192.0.2.1:1"]);
        let wanted = all(&["[2001:db8::1]:1", "192.0.2.1:1", "[2001:db8::2]:1", "[2001:db8::3]:1"]);
        assert_eq!(in_turns(&found), wanted);
        let found = all(&["192.0.2.1:1", "192.0.2.2:1", "[2001:db8::1]:1"]);
        assert_eq!(in_turns(&found), all(&["192.0.2.1:1", "[2001:db8::1]:1", "192.0.2.2:1"]));
        assert_eq!(in_turns(&found[..2]), found[..2]);
    }
}
