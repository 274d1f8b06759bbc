//! Tells when the machine's network changes outside our own tunnels.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    net::IpAddr,
    time::Duration,
};

use ipnet::IpNet;
use rtnetlink::{
    MulticastGroup,
    packet_route::{
        RouteNetlinkMessage,
        address::{AddressAttribute, AddressFlags, AddressMessage},
        link::{LinkAttribute, LinkFlags, LinkMessage},
        route::RouteMessage,
    },
    sys::{AsyncSocketExt, TokioSocket},
};
use tokio::time::Instant;

use vpn_api::NetworkStep;

use netconf::{
    NetError,
    linux::{
        op::RouteKey,
        read::{self, Netlink, TABLE_MAIN, is_ours, listen, messages},
    },
};

use crate::NetworkChange;

/// A change of network comes as a handful of messages. It is told when they pause for this long,
const QUIET: Duration = Duration::from_millis(150);
/// and at the latest after this long.
const AT_LATEST: Duration = Duration::from_millis(750);
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

/// Watches the machine's network outside our own tunnels: interfaces, addresses, default routes. Refreshed lifetimes,
/// statistics and other repetitions are no changes.
pub struct ChangeWatcher {
    socket: TokioSocket,
    seen: Option<Seen>,
    /// What changed and was not told yet.
    pending: NetworkChange,
}

impl std::fmt::Debug for ChangeWatcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChangeWatcher").field("seen", &self.seen).finish_non_exhaustive()
    }
}

/// The machine's network as far as it is watched.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    /// Name, and whether packets can pass, by index.
    links: BTreeMap<u32, (String, bool)>,
    addresses: BTreeSet<(u32, IpNet)>,
    default_routes: BTreeSet<(RouteKey, Vec<u32>, Option<IpAddr>)>,
}

impl ChangeWatcher {
    /// Starts to watch. To be called inside the event loop.
    ///
    /// # Errors
    /// [`NetError::System`] when the kernel gives no socket for it.
    pub fn new() -> Result<Self, NetError> {
        Ok(Self {
            socket: listen(&GROUPS).map_err(NetError::system(NetworkStep::Watch))?,
            seen: None,
            pending: NetworkChange::default(),
        })
    }

    /// The next change, complete: messages that come together are told together. Cancel-safe.
    pub async fn next(&mut self) -> NetworkChange {
        if self.seen.is_none() {
            self.look().await;
        }
        while !self.pending.any() {
            self.read_one().await;
        }
        let end = Instant::now() + AT_LATEST;
        loop {
            let pause = end.min(Instant::now() + QUIET);
            if Instant::now() >= end || tokio::time::timeout_at(pause, self.read_one()).await.is_err() {
                return std::mem::take(&mut self.pending);
            }
        }
    }

    async fn read_one(&mut self) {
        let mut datagram = Vec::with_capacity(DATAGRAM);
        match self.socket.recv(&mut datagram).await {
            Ok(()) => {
                for message in messages(&datagram) {
                    self.take_in(message);
                }
            }
            Err(error) => {
                // Most likely more came than the socket could hold: look at everything again.
                tracing::debug!(%error, "lost track of the network's changes");
                tokio::time::sleep(PAUSE).await;
                if let Ok(socket) = listen(&GROUPS) {
                    self.socket = socket;
                }
                let before = self.seen.take();
                self.look().await;
                if before != self.seen {
                    self.pending = NetworkChange { links: true, addresses: true, default_route: true };
                }
            }
        }
    }

    /// Learns the present state, so that only what differs from it is a change.
    async fn look(&mut self) {
        self.seen = match Seen::now().await {
            Ok(seen) => Some(seen),
            Err(error) => {
                tracing::debug!(%error, "cannot look at the network");
                Some(Seen::default())
            }
        };
    }

    fn take_in(&mut self, message: RouteNetlinkMessage) {
        let Some(seen) = &mut self.seen else { return };
        let change = &mut self.pending;
        match message {
            RouteNetlinkMessage::NewLink(link) => change.links |= seen.link(&link),
            RouteNetlinkMessage::DelLink(link) => change.links |= seen.links.remove(&link.header.index).is_some(),
            RouteNetlinkMessage::NewAddress(address) => change.addresses |= seen.address(&address),
            RouteNetlinkMessage::DelAddress(address) => {
                let gone = read::address(&address).is_some_and(|address| seen.addresses.remove(&address));
                change.addresses |= gone;
            }
            RouteNetlinkMessage::NewRoute(route) => {
                let new = seen.default_route(&route).is_some_and(|route| seen.default_routes.insert(route));
                change.default_route |= new;
            }
            RouteNetlinkMessage::DelRoute(route) => {
                let gone = seen.default_route(&route).is_some_and(|route| seen.default_routes.remove(&route));
                change.default_route |= gone;
            }
            _ => {}
        }
    }
}

impl Seen {
    async fn now() -> io::Result<Self> {
        let mut seen = Self::default();
        let mut netlink = Netlink::new()?;
        let link = |message| match message {
            RouteNetlinkMessage::NewLink(link) => Some(link),
            _ => None,
        };
        for link in netlink.dump(RouteNetlinkMessage::GetLink(LinkMessage::default()), link).await? {
            seen.link(&link);
        }
        let address = |message| match message {
            RouteNetlinkMessage::NewAddress(address) => Some(address),
            _ => None,
        };
        for address in netlink.dump(RouteNetlinkMessage::GetAddress(AddressMessage::default()), address).await? {
            seen.address(&address);
        }
        let route = |message| match message {
            RouteNetlinkMessage::NewRoute(route) => Some(route),
            _ => None,
        };
        for route in netlink.dump(RouteNetlinkMessage::GetRoute(RouteMessage::default()), route).await? {
            let route = seen.default_route(&route);
            seen.default_routes.extend(route);
        }
        Ok(seen)
    }

    /// Whether the interface is new, or packets can pass when they could not, or the other way round.
    fn link(&mut self, message: &LinkMessage) -> bool {
        let name = message.attributes.iter().find_map(|attribute| match attribute {
            LinkAttribute::IfName(name) => Some(name.clone()),
            _ => None,
        });
        let Some(name) = name else { return false };
        if is_ours(&name) || message.header.flags.contains(LinkFlags::Loopback) {
            return self.links.remove(&message.header.index).is_some();
        }
        let passes = message.header.flags.contains(LinkFlags::Up | LinkFlags::Running);
        let now = (name, passes);
        self.links.insert(message.header.index, now.clone()) != Some(now)
    }

    /// Whether the address is new and usable: an IPv6 address first has to be found free.
    fn address(&mut self, message: &AddressMessage) -> bool {
        let tentative = message.attributes.iter().any(
            |attribute| matches!(attribute, AddressAttribute::Flags(flags) if flags.contains(AddressFlags::Tentative)),
        );
        let address = read::address(message).filter(|(index, _)| self.links.contains_key(index) && !tentative);
        address.is_some_and(|address| self.addresses.insert(address))
    }

    /// The message as a default route of the table `main` that does not lead into a tunnel of ours.
    fn default_route(&self, message: &RouteMessage) -> Option<(RouteKey, Vec<u32>, Option<IpAddr>)> {
        let route = read::route(message)?;
        let is_default = route.key.destination.prefix_len() == 0 && route.key.table == TABLE_MAIN;
        let outside = route.through.iter().any(|index| self.links.contains_key(index));
        (is_default && route.is_unicast() && outside).then_some((route.key, route.through, route.gateway))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_address_again_is_no_change() {
        let mut seen = Seen { links: BTreeMap::from([(2, ("eth0".to_owned(), true))]), ..Seen::default() };
        let mut message = AddressMessage::default();
        message.header.index = 2;
        message.header.prefix_len = 24;
        message.attributes.push(AddressAttribute::Local("192.0.2.7".parse().unwrap()));
        assert!(seen.address(&message));
        assert!(!seen.address(&message));
        message.header.index = 3;
        assert!(!seen.address(&message), "an interface of ours or none");
    }
}
