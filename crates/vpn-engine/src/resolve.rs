//! From a server's name to its addresses, in bounded time.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use vpn_api::{Blame, Failure, FailureKind, Retry, ServerEntry, session::Family};

use crate::platform::Platform;

/// Longer than a resolver with one dead name server needs (glibc asks the next one after 5 s), and short enough for a
/// person to wait.
const LOOK_UP_TIME: Duration = Duration::from_secs(12);

/// The addresses to contact, at least one: the server's, of the family that it wants, or those of the proxy on the way. The
/// families take turns, beginning with the one that the resolver puts first (RFC 8305, section 4): where one of them leads
/// nowhere, the other comes second and not after all of the first.
///
/// # Errors
/// The name has no such address, or the resolver did not answer in time.
pub async fn resolve<P: Platform>(platform: &P, server: &ServerEntry) -> Result<Vec<SocketAddr>, Failure> {
    let (host, port, family) = match &server.via {
        // The profile's family is that of the way from the proxy to the server.
        Some(proxy) => (&proxy.host, proxy.port, Family::Any),
        None => (&server.host, server.port, server.family),
    };
    let kind = FailureKind::NameNotResolved { host: host.clone() };
    let failed = Failure::new(kind, Blame::Network, Retry::NextServer);
    let found = match host.parse::<IpAddr>() {
        Ok(literal) => vec![SocketAddr::new(literal, port)],
        Err(_) => {
            let look_up = platform.resolve(host.clone(), port);
            match tokio::time::timeout(LOOK_UP_TIME, look_up).await {
                Ok(Ok(found)) => found,
                Ok(Err(error)) => return Err(failed.with_detail(error)),
                Err(_) => return Err(failed.with_detail("the resolver did not answer in time")),
            }
        }
    };
    let mut addresses = Vec::new();
    for address in found.into_iter().filter(|address| fits(family, *address)) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() {
        Err(failed.with_detail("no address of the wanted family"))
    } else {
        Ok(in_turns(&addresses))
    }
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
