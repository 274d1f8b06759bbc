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

/// The server's addresses in the order of the resolver, of the family that it wants, at least one.
///
/// # Errors
/// The name has no such address, or the resolver did not answer in time.
pub async fn resolve<P: Platform>(platform: &P, server: &ServerEntry) -> Result<Vec<SocketAddr>, Failure> {
    let kind = FailureKind::NameNotResolved { host: server.host.clone() };
    let failed = Failure::new(kind, Blame::Network, Retry::NextServer);
    let found = match server.host.parse::<IpAddr>() {
        Ok(literal) => vec![SocketAddr::new(literal, server.port)],
        Err(_) => {
            let look_up = platform.resolve(server.host.clone(), server.port);
            match tokio::time::timeout(LOOK_UP_TIME, look_up).await {
                Ok(Ok(found)) => found,
                Ok(Err(error)) => return Err(failed.with_detail(error)),
                Err(_) => return Err(failed.with_detail("the resolver did not answer in time")),
            }
        }
    };
    let mut addresses = Vec::new();
    for address in found.into_iter().filter(|address| fits(server.family, *address)) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() { Err(failed.with_detail("no address of the wanted family")) } else { Ok(addresses) }
}

fn fits(family: Family, address: SocketAddr) -> bool {
    match family {
        Family::Any => true,
        Family::V4 => address.is_ipv4(),
        Family::V6 => address.is_ipv6(),
    }
}
