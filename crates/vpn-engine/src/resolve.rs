//! From a server's name to its addresses, in bounded time.
//!
//! Names are asked for where the machine's uplinks have theirs answered, over sockets that go past all tunnels: what a tunnel
//! of ours does to names must not decide whether its own server is found ([`machine`]).

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use futures_util::{FutureExt, future::BoxFuture};
use vpn_api::{Blame, Failure, FailureKind, LookUp, LookUpError, Retry, ServerEntry, session::Family};

mod exchange;
mod machine;
#[expect(clippy::wildcard_enum_match_arm, reason = "types of records and codes of answers are open lists")]
mod message;
mod nat64;

pub(crate) use machine::stays_here;
use nat64::Nat64Prefix;

pub(crate) use machine::tell_name_servers;

use crate::sockets::SocketSource;
pub use crate::sockets::Tell;

/// Longer than a resolver with one dead name server needs (glibc asks the next one after 5 s), and short enough for a
/// person to wait.
const LOOK_UP_TIME: Duration = Duration::from_secs(12);
/// Addresses of the wide world, one of each family: the name servers of the root, which do not move. Nothing is sent there; the
/// routing table is asked.
const FAR_IPV4: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 41, 0, 4));
pub(crate) const FAR_IPV6: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2001, 0x503, 0xba3e, 0, 0, 0, 2, 0x30));

/// What came of asking one name server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// It answers; so long that took.
    Yes(Duration),
    /// It refuses to, or cannot.
    Refused,
    /// It does not answer.
    No,
}

/// Asks one name server for one name, over an ordinary socket. What it says of the name does not matter.
pub(crate) async fn answers(
    server: IpAddr,
    name: String,
    random: impl Fn() -> u16 + Send + Sync + 'static,
) -> Answered {
    let client = exchange::NameClient::new(SocketSource::Ordinary, random);
    let Some(name) = message::DnsName::new(&name) else { return Answered::No };
    client.answers(SocketAddr::new(server, NAMES), &name).await
}

/// The port of name servers.
const NAMES: u16 = 53;

/// What a resolver finds, in its order.
pub type Found = Result<Vec<IpAddr>, LookUpError>;
type Ask = dyn Fn(String) -> BoxFuture<'static, Found> + Send + Sync;
type Reaches = dyn Fn(IpAddr) -> bool + Send + Sync;

/// Looks names up. Clones are the same resolver.
#[derive(Clone)]
pub struct Resolver {
    ask: Arc<Ask>,
    reaches: Arc<Reaches>,
    tell: Tell,
}

impl Resolver {
    /// A resolver that asks in this way, on a machine that reaches everything.
    pub fn new(ask: impl Fn(String) -> BoxFuture<'static, Found> + Send + Sync + 'static) -> Self {
        Self { ask: Arc::new(ask), reaches: Arc::new(|_| true), tell: Tell::default() }
    }

    /// The system's, and nobody else. To be asked on a tokio runtime.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|host| machine::system(host).boxed())
    }

    /// The same on a machine that has a way to these addresses only.
    #[must_use]
    pub fn reaching(self, reaches: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Self {
        Self { reaches: Arc::new(reaches), ..self }
    }

    /// The same where these addresses are reached too.
    #[must_use]
    pub fn also_reaching(self, more: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Self {
        let reaches = Arc::clone(&self.reaches);
        self.reaching(move |address| reaches(address) || more(address))
    }

    /// The same, which tells of each address that it finds, and waits until that is done.
    #[must_use]
    pub fn telling(self, tell: Tell) -> Self {
        Self { tell, ..self }
    }

    /// Whom it tells.
    #[must_use]
    pub fn tell(&self) -> Tell {
        self.tell.clone()
    }

    async fn ask(&self, host: &str) -> Found {
        tokio::time::timeout(LOOK_UP_TIME, (self.ask)(host.to_owned())).await.unwrap_or(Err(LookUpError::NoAnswer))
    }

    fn reaches(&self, address: IpAddr) -> bool {
        (self.reaches)(address)
    }

    /// The addresses of a name, at least one, each once, in bounded time. The families take turns, beginning with the one that
    /// the resolver puts first (RFC 8305, section 4): where one of them leads nowhere, the other comes second and not after all
    /// of the first. One that this machine has no way to comes last.
    pub(crate) async fn addresses(
        &self,
        LookUp { host, port, family }: LookUp,
    ) -> Result<Vec<SocketAddr>, LookUpError> {
        let found = match host.parse::<IpAddr>() {
            Ok(literal) => vec![literal],
            Err(_) => self.ask(&host).await?,
        };
        let mut addresses: Vec<IpAddr> = Vec::new();
        for address in found.into_iter().filter(|address| fits(family, *address)) {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        if addresses.is_empty() {
            return Err(LookUpError::NoAddress);
        }
        if self.needs_translation(&addresses) {
            addresses = self.translated(addresses).await?;
        }
        addresses.sort_by_key(|address| !self.reaches(*address));
        let found: Vec<_> = in_turns(&addresses).into_iter().map(|address| SocketAddr::new(address, port)).collect();
        self.tell.of(found.clone()).await;
        Ok(found)
    }

    /// IPv4 only, and no way there: but there is one for IPv6.
    fn needs_translation(&self, addresses: &[IpAddr]) -> bool {
        addresses.iter().all(|address| address.is_ipv4() && !self.reaches(*address)) && self.reaches(FAR_IPV6)
    }

    async fn translated(&self, addresses: Vec<IpAddr>) -> Result<Vec<IpAddr>, LookUpError> {
        let shown = self.ask(nat64::WELL_KNOWN_NAME).await.unwrap_or_default();
        let prefix = shown.into_iter().find_map(Nat64Prefix::of).ok_or(LookUpError::NoIpv4)?;
        let translate = |address| match address {
            IpAddr::V4(address) => IpAddr::V6(prefix.translate(address)),
            IpAddr::V6(_) => address,
        };
        Ok(addresses.into_iter().map(translate).collect())
    }

    fn is_offline(&self) -> bool {
        !self.reaches(FAR_IPV4) && !self.reaches(FAR_IPV6)
    }
}

impl std::fmt::Debug for Resolver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Resolver")
    }
}

/// What is contacted first, if it needs no look-up.
pub(crate) fn literal(server: &ServerEntry) -> Option<SocketAddr> {
    let (host, port) = server.via.as_ref().map_or((&server.host, server.port), |proxy| (&proxy.host, proxy.port));
    Some(SocketAddr::new(host.parse().ok()?, port))
}

/// The addresses to contact, at least one: the server's, of the family that it wants, or those of the proxy on the way.
///
/// # Errors
/// The name has no such address, or no name server answered in time.
pub async fn resolve(server: &ServerEntry, resolver: &Resolver) -> Result<Vec<SocketAddr>, Failure> {
    let (host, port, family) = match &server.via {
        // The profile's family is that of the way from the proxy to the server.
        Some(proxy) => (proxy.host.clone(), proxy.port, Family::Any),
        None => (server.host.clone(), server.port, server.family),
    };
    let look_up = LookUp { host: host.clone(), port, family };
    resolver.addresses(look_up).await.map_err(|error| {
        let kind = match &error {
            LookUpError::NoIpv4 => FailureKind::NoIpv4 { host },
            LookUpError::NoAnswer if resolver.is_offline() => FailureKind::NoNetwork,
            LookUpError::NoAnswer => FailureKind::NameServersSilent { host },
            LookUpError::NoAddress | LookUpError::UnknownName | LookUpError::TooMany | LookUpError::Resolver(_) => {
                FailureKind::NameNotResolved { host }
            }
        };
        Failure::new(kind, Blame::Network, Retry::NextServer).with_detail(error)
    })
}

fn in_turns(addresses: &[IpAddr]) -> Vec<IpAddr> {
    let first_is_ipv6 = addresses.first().is_some_and(IpAddr::is_ipv6);
    let (mut first, mut second): (Vec<IpAddr>, Vec<IpAddr>) =
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

fn fits(family: Family, address: IpAddr) -> bool {
    match family {
        Family::Any => true,
        Family::V4 => address.is_ipv4(),
        Family::V6 => address.is_ipv6(),
    }
}

#[cfg(test)]
mod tests;
