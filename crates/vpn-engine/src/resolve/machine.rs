//! This machine's way from names to addresses: the uplinks' name servers, which no tunnel of ours changes, and the system's
//! resolver.

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use futures_util::{
    FutureExt,
    future::{BoxFuture, Either, select},
};
use netwatch::{AskFirst, UplinkNames};
use privileged::{Privileged, Way};
use tokio::time::timeout;
use vpn_api::{LocalEnd, LookUpError};

use super::{
    Found, LOOK_UP_TIME, Resolver,
    exchange::{NameClient, NoAddresses},
    message::DnsName,
};
use crate::sockets::SocketSource;

/// How long whoever is asked first is asked alone.
const HEAD_START: Duration = Duration::from_secs(2);
/// How long the machine may take to say whom to ask.
const WHOM_TO_ASK: Duration = Duration::from_millis(1500);

impl Resolver {
    /// This machine's. `random` gives unpredictable numbers.
    #[must_use]
    pub fn of_machine(
        privileged: Arc<dyn Privileged>,
        random: impl Fn() -> u16 + Clone + Send + Sync + 'static,
    ) -> Self {
        let sockets = SocketSource::Led(Arc::clone(&privileged), Way::PastTunnels);
        let routes = sockets.clone();
        let ask = move |host: String| {
            let client = NameClient::new(sockets.clone(), random.clone());
            look_up(Arc::clone(&privileged), client, host).boxed()
        };
        Self::new(ask).reaching(move |address| {
            routes.route_to(SocketAddr::new(address, ANY_PORT), LocalEnd::default()).is_ok_and(|from| from.is_some())
        })
    }
}

/// Nothing is sent to it.
const ANY_PORT: u16 = 9;

async fn look_up(privileged: Arc<dyn Privileged>, client: NameClient, host: String) -> Found {
    let Some(name) = DnsName::new(&host).filter(|_| !stays_here(&host)) else { return system(host).await };
    let whom = timeout(WHOM_TO_ASK, tell_name_servers(privileged, host.clone())).await.unwrap_or_default();
    let uplinks = async move {
        client.addresses(&whom.servers, &name).await.map_err(|error| match error {
            NoAddresses::Silent | NoAddresses::Refused => LookUpError::NoAnswer,
            NoAddresses::NoSuchName => LookUpError::UnknownName,
            NoAddresses::Empty => LookUpError::NoAddress,
        })
    };
    match whom.order {
        AskFirst::OnlySystem => system(host).await,
        AskFirst::Uplinks => either(uplinks.boxed(), system(host).boxed()).await.map_err(|(uplinks, _)| uplinks),
        AskFirst::System => either(system(host).boxed(), uplinks.boxed()).await.map_err(|(_, uplinks)| uplinks),
    }
}

/// Whom to ask for a name. Whoever has the rights is told who they are, since they are asked past the tunnels.
pub(crate) async fn tell_name_servers(privileged: Arc<dyn Privileged>, host: String) -> UplinkNames {
    let names = netwatch::uplink_names(&host).await;
    if !names.servers.is_empty()
        && let Ok(servers) = names.servers.iter().copied().collect::<BTreeSet<_>>().try_into()
        && let Err(error) = privileged.name_servers(servers).await
    {
        tracing::debug!(%error, "the uplinks' name servers could not be told");
    }
    names
}

/// Names that no name server of a network answers for: those of one label, which the system completes or finds by multicast,
/// this machine's own (RFC 6761 §6.3), and those of multicast DNS (RFC 6762 §3).
pub(crate) fn stays_here(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let last = host.rsplit_once('.').map(|(_, last)| last);
    last.is_none_or(|last| ["local", "localhost"].iter().any(|own| last.eq_ignore_ascii_case(own)))
}

/// The system's resolver. What it says when it finds nothing depends on its configuration and language.
pub(super) async fn system(host: String) -> Found {
    match timeout(LOOK_UP_TIME, tokio::net::lookup_host((host, 0))).await {
        Ok(Ok(found)) => Ok(found.map(|address| address.ip()).collect()),
        Ok(Err(error)) => Err(LookUpError::Resolver(error.to_string())),
        Err(_) => Err(LookUpError::NoAnswer),
    }
}

/// The first that finds something; the second begins when the first has failed or takes its time. What both say otherwise.
async fn either(
    mut first: BoxFuture<'static, Found>,
    second: BoxFuture<'static, Found>,
) -> Result<Vec<IpAddr>, (LookUpError, LookUpError)> {
    match timeout(HEAD_START, &mut first).await {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(one)) => second.await.map_err(|other| (one, other)),
        Err(_) => match select(first, second).await {
            Either::Left((Ok(found), _)) | Either::Right((Ok(found), _)) => Ok(found),
            Either::Left((Err(one), second)) => second.await.map_err(|other| (one, other)),
            Either::Right((Err(other), first)) => first.await.map_err(|one| (one, other)),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[test]
    fn names_of_this_machine_and_of_multicast_stay_with_the_system() {
        for here in ["vpn", "localhost", "localhost.", "a.localhost", "printer.local", "PRINTER.LOCAL."] {
            assert!(stays_here(here), "{here}");
        }
        for there in ["vpn.example", "vpn.example.", "local.example", "a.notlocal"] {
            assert!(!stays_here(there), "{there}");
        }
    }

    fn found(last: u8) -> Found {
        Ok(vec![[192, 0, 2, last].into()])
    }

    fn soon(seconds: u64, found: Found) -> BoxFuture<'static, Found> {
        async move {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            found
        }
        .boxed()
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_finds_something_first_counts_and_the_first_has_a_head_start() {
        let start = tokio::time::Instant::now();
        assert_eq!(either(soon(1, found(1)), soon(0, found(2))).await, Ok(vec![[192, 0, 2, 1].into()]));
        assert_eq!(start.elapsed(), Duration::from_secs(1), "the second was not asked");
        assert_eq!(either(soon(9, found(1)), soon(0, found(2))).await, Ok(vec![[192, 0, 2, 2].into()]));
        let unknown = || Err(LookUpError::UnknownName);
        assert_eq!(either(soon(0, unknown()), soon(1, found(2))).await, Ok(vec![[192, 0, 2, 2].into()]));
        assert_eq!(either(soon(5, found(1)), soon(0, unknown())).await, Ok(vec![[192, 0, 2, 1].into()]));
        let both = either(soon(5, unknown()), ready(Err(LookUpError::NoAnswer)).boxed()).await;
        assert_eq!(both, Err((LookUpError::UnknownName, LookUpError::NoAnswer)));
        let never = timeout(Duration::from_secs(60), either(pending().boxed(), soon(0, unknown()))).await;
        assert!(never.is_err());
    }
}
