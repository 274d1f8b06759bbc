//! Tells when the machine's network changes outside our own tunnels.

use std::time::Duration;

use rtnetlink::{
    MulticastGroup,
    packet_route::RouteNetlinkMessage,
    sys::{AsyncSocketExt, TokioSocket},
};
use tokio::time::Instant;
use vpn_api::NetworkStep;

use netconf::{
    NetError,
    linux::read::{listen, messages},
};

use super::seen::Seen;
use crate::{NetworkChange, Uplinks};

/// What one change brings comes within a few milliseconds: an address and its routes, say.
const TOGETHER: Duration = Duration::from_millis(5);
/// The first change is told at once, those that follow this much later, and in a long burst each time twice as long after the one
/// before.
const SOON: Duration = Duration::from_millis(25);
/// The longest such pause.
const LATE: Duration = Duration::from_millis(800);
/// After an error of the socket, which does not happen while the kernel has memory.
const PAUSE: Duration = Duration::from_secs(1);
/// Room for any one datagram of the kernel.
const DATAGRAM: usize = 64 << 10;
/// What is heard of.
const GROUPS: [MulticastGroup; 5] = [
    MulticastGroup::Link,
    MulticastGroup::Ipv4Ifaddr,
    MulticastGroup::Ipv6Ifaddr,
    MulticastGroup::Ipv4Route,
    MulticastGroup::Ipv6Route,
];

/// Watches the machine's network outside our own tunnels: interfaces, addresses, routes. Refreshed lifetimes, statistics and
/// other repetitions are no changes.
pub struct ChangeWatcher {
    socket: TokioSocket,
    /// As it was told last.
    told: Option<Seen>,
    /// As the kernel's messages have it since then.
    seen: Seen,
    /// Something is to be told.
    pending: bool,
    pace: Pace,
}

impl std::fmt::Debug for ChangeWatcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChangeWatcher").field("told", &self.told).finish_non_exhaustive()
    }
}

impl ChangeWatcher {
    /// Starts to watch. To be called inside the event loop.
    ///
    /// # Errors
    /// [`NetError::System`] when the kernel gives no socket for it.
    pub fn new() -> Result<Self, NetError> {
        Ok(Self {
            socket: listen(&GROUPS).map_err(NetError::system(NetworkStep::Watch))?,
            told: None,
            seen: Seen::default(),
            pending: false,
            pace: Pace::default(),
        })
    }

    /// Learns how the network is, so that only what differs from it is a change. [`Self::next`] does it otherwise.
    pub async fn look(&mut self) {
        if self.told.is_none()
            && let Some(seen) = look().await
        {
            self.told = Some(seen.clone());
            self.seen = seen;
        }
    }

    /// The network as it was told last.
    #[must_use]
    pub fn uplinks(&self) -> Uplinks {
        self.told.as_ref().map_or_else(Uplinks::unknown, Seen::uplinks)
    }

    /// The next change. The first one is told at once; while more follow they are told together, less and less often. What is
    /// told last is how it stays. Cancel-safe.
    pub async fn next(&mut self) -> NetworkChange {
        while self.told.is_none() {
            self.look().await;
            if self.told.is_none() {
                tokio::time::sleep(PAUSE).await;
            }
        }
        loop {
            while !self.pending {
                self.read_one().await;
            }
            let at = self.pace.at(Instant::now());
            while tokio::time::timeout_at(at, self.read_one()).await.is_ok() {}
            // The kernel takes the routes of an interface that goes down away without a word (`fib_flush`, net/ipv4), so what
            // its messages say is not all.
            if let Some(now) = look().await {
                self.pending = false;
                let before = self.told.replace(now.clone());
                self.seen = now;
                if let Some((before, now)) = before.zip(self.told.as_ref())
                    && before != *now
                {
                    self.pace.told(Instant::now());
                    return now.change_since(&before);
                }
            } else {
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    async fn read_one(&mut self) {
        let mut datagram = Vec::with_capacity(DATAGRAM);
        match self.socket.recv(&mut datagram).await {
            Ok(()) => {
                for message in messages(&datagram) {
                    self.pending |= self.take_in(message);
                }
            }
            Err(error) => {
                // Most likely more came than the socket could hold: everything is looked at again.
                tracing::debug!(%error, "lost track of the network's changes");
                tokio::time::sleep(PAUSE).await;
                if let Ok(socket) = listen(&GROUPS) {
                    self.socket = socket;
                }
                self.pending = true;
            }
        }
    }

    /// Whether it is news.
    fn take_in(&mut self, message: RouteNetlinkMessage) -> bool {
        match message {
            RouteNetlinkMessage::NewLink(link) => self.seen.link(&link),
            RouteNetlinkMessage::DelLink(link) => self.seen.link_gone(&link),
            RouteNetlinkMessage::NewAddress(address) => self.seen.address(&address),
            RouteNetlinkMessage::DelAddress(address) => self.seen.address_gone(&address),
            RouteNetlinkMessage::NewRoute(route) => self.seen.route(&route),
            RouteNetlinkMessage::DelRoute(route) => self.seen.route_gone(&route),
            _ => false,
        }
    }
}

async fn look() -> Option<Seen> {
    match Seen::now().await {
        Ok(seen) => Some(seen),
        Err(error) => {
            tracing::debug!(%error, "cannot look at the network");
            None
        }
    }
}

/// When the next change may be told.
#[derive(Debug, Default)]
struct Pace {
    last: Option<Instant>,
    pause: Duration,
}

impl Pace {
    /// A change was seen now.
    fn at(&mut self, now: Instant) -> Instant {
        let quiet = self.last.is_none_or(|last| now.saturating_duration_since(last) > LATE);
        if quiet {
            self.pause = Duration::ZERO;
        }
        let earliest = self.last.map_or(now, |last| last + self.pause);
        earliest.max(now + TOGETHER)
    }

    fn told(&mut self, now: Instant) {
        self.last = Some(now);
        self.pause = (self.pause * 2).clamp(SOON, LATE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_change_is_told_at_once_and_a_burst_less_and_less_often() {
        let begin = Instant::now();
        let mut pace = Pace::default();
        let mut told = Vec::new();
        let mut now = begin;
        while now < begin + Duration::from_secs(4) {
            now = pace.at(now);
            told.push((now - begin).as_millis());
            pace.told(now);
        }
        assert_eq!(told, [5, 30, 80, 180, 380, 780, 1580, 2380, 3180, 3980, 4780]);
        now += LATE * 2;
        assert_eq!(pace.at(now), now + TOGETHER, "after a while it is the first one again");
    }
}
