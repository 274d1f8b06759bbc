//! Tells when somebody may have taken away what is ours: interfaces, addresses, routes, rules, the firewall, the resolver file.
//! It only says that it is worth looking; what is missing is found by reading back.

use std::{io, mem::MaybeUninit, os::fd::OwnedFd, path::Path, time::Duration};

use rtnetlink::{
    MulticastGroup,
    packet_route::{
        RouteNetlinkMessage,
        link::{LinkAttribute, LinkMessage},
        route::{RouteAttribute, RouteMessage},
        rule::{RuleAttribute, RuleMessage},
    },
    sys::{AsyncSocket, AsyncSocketExt, SocketAddr, TokioSocket, protocols::NETLINK_NETFILTER},
};
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use tokio::io::unix::AsyncFd;
use vpn_api::{NetworkStep, TunnelSlot};

use super::{
    backend::is_ours,
    ids,
    netlink::{listen, messages},
};
use crate::error::NetError;

/// After an error of a socket, which loses messages and not more.
const PAUSE: Duration = Duration::from_millis(100);
const DATAGRAM: usize = 64 << 10;
/// What is heard of.
const GROUPS: [MulticastGroup; 7] = [
    MulticastGroup::Link,
    MulticastGroup::Ipv4Ifaddr,
    MulticastGroup::Ipv6Ifaddr,
    MulticastGroup::Ipv4Route,
    MulticastGroup::Ipv6Route,
    MulticastGroup::Ipv4Rule,
    MulticastGroup::Ipv6Rule,
];
/// `NFNLGRP_NFTABLES` of linux/netfilter/nfnetlink.h.
const NFTABLES_GROUP: u32 = 7;
/// `NFT_MSG_NEWGEN` of linux/netfilter/nf_tables.h, in the subsystem of nftables: the end of each transaction, with its maker.
const NEW_GENERATION: u16 = 10 << 8 | 15;
const GENERATION_PROGRAM: u16 = 3;

/// Watches what is ours. One for each machine.
pub struct Guard {
    routing: TokioSocket,
    firewall: Option<TokioSocket>,
    files: Option<AsyncFd<OwnedFd>>,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}

/// Something happened to what is ours, or may have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Something of ours may be gone.
    pub ours: bool,
    /// What the machine is attached to may have changed.
    pub surroundings: bool,
    /// The program that changed the firewall, as the kernel names it.
    pub firewall_by: Option<String>,
}

const OURS: Touched = Touched { ours: true, surroundings: false, firewall_by: None };

impl Guard {
    /// Starts to watch. To be called inside the event loop.
    ///
    /// # Errors
    /// [`NetError::System`] when the kernel gives no socket for it. A kernel without nftables has nothing to be watched there.
    pub fn new() -> Result<Self, NetError> {
        let routing = listen(&GROUPS).map_err(NetError::system(NetworkStep::Watch))?;
        let (firewall, files) = (listen_to_firewall().ok(), watch_resolver_file().ok());
        Ok(Self { routing, firewall, files })
    }

    /// Waits until something may have been taken away. Cancel-safe.
    pub async fn next(&mut self) -> Touched {
        loop {
            let Self { routing, firewall, files } = self;
            tokio::select! {
                touched = routing_change(routing) => match touched {
                    Ok(touched) if touched.ours || touched.surroundings => return touched,
                    Ok(_) => {}
                    Err(error) => {
                        tracing::debug!(%error, "lost track of changes");
                        tokio::time::sleep(PAUSE).await;
                        if let Ok(socket) = listen(&GROUPS) {
                            self.routing = socket;
                        }
                        return Touched { ours: true, surroundings: true, ..Touched::default() };
                    }
                },
                by = firewall_change(firewall.as_mut()) => return Touched { firewall_by: by, ..OURS },
                () = file_change(files.as_ref()) => return OURS,
            }
        }
    }
}

async fn routing_change(socket: &mut TokioSocket) -> io::Result<Touched> {
    let mut datagram = Vec::with_capacity(DATAGRAM);
    socket.recv(&mut datagram).await?;
    let mut touched = Touched::default();
    for message in messages(&datagram) {
        touched.ours |= concerns_us(&message);
        touched.surroundings |= concerns_the_machine(&message);
    }
    Ok(touched)
}

/// Networks come and go with the routes of the table `main`; those of an interface that went down go without a message of their own.
fn concerns_the_machine(message: &RouteNetlinkMessage) -> bool {
    match message {
        RouteNetlinkMessage::DelLink(_) | RouteNetlinkMessage::DelAddress(_) => true,
        RouteNetlinkMessage::NewRoute(route) | RouteNetlinkMessage::DelRoute(route) => {
            table(route) == Some(ids::TABLE_MAIN)
        }
        _ => false,
    }
}

fn concerns_us(message: &RouteNetlinkMessage) -> bool {
    match message {
        RouteNetlinkMessage::NewLink(link) | RouteNetlinkMessage::DelLink(link) => is_our_link(link),
        // The messages of these name the interface by its number, which may be gone. They are rare.
        RouteNetlinkMessage::DelAddress(_) => true,
        RouteNetlinkMessage::NewRoute(route) | RouteNetlinkMessage::DelRoute(route) => {
            table(route).is_some_and(ids::is_table_of_ours)
        }
        RouteNetlinkMessage::NewRule(rule) | RouteNetlinkMessage::DelRule(rule) => comes_before_ours(rule),
        _ => false,
    }
}

fn is_our_link(link: &LinkMessage) -> bool {
    link.attributes.iter().any(|attribute| matches!(attribute, LinkAttribute::IfName(name) if is_ours(name)))
}

fn table(route: &RouteMessage) -> Option<u32> {
    route.attributes.iter().find_map(|attribute| match attribute {
        RouteAttribute::Table(table) => Some(*table),
        _ => None,
    })
}

fn comes_before_ours(rule: &RuleMessage) -> bool {
    let priority = rule.attributes.iter().find_map(|attribute| match attribute {
        RuleAttribute::Priority(priority) => Some(*priority),
        _ => None,
    });
    priority.unwrap_or_default() <= ids::rule_priority(TunnelSlot(u8::MAX))
}

async fn firewall_change(socket: Option<&mut TokioSocket>) -> Option<String> {
    let Some(socket) = socket else { return std::future::pending().await };
    loop {
        let mut datagram = Vec::with_capacity(DATAGRAM);
        if socket.recv(&mut datagram).await.is_err() {
            tokio::time::sleep(PAUSE).await;
            return None;
        }
        if let Some(program) = maker(&datagram) {
            return program;
        }
    }
}

/// `Some` if a transaction ends in this datagram: the name of the program that made it, if the kernel tells.
fn maker(datagram: &[u8]) -> Option<Option<String>> {
    let mut rest = datagram;
    loop {
        let length = usize::try_from(u32::from_ne_bytes(*rest.first_chunk::<4>()?)).ok()?;
        let message = rest.get(..length).filter(|message| message.len() >= 20)?;
        let kind = u16::from_ne_bytes(*message.get(4..)?.first_chunk::<2>()?);
        if kind == NEW_GENERATION {
            // A header of 16 bytes, and 4 of family, version and resource.
            return Some(program(message.get(20..).unwrap_or_default()));
        }
        rest = rest.get(length.next_multiple_of(4)..)?;
    }
}

fn program(mut attributes: &[u8]) -> Option<String> {
    loop {
        let length = usize::from(u16::from_ne_bytes(*attributes.first_chunk::<2>()?));
        let kind = u16::from_ne_bytes(*attributes.get(2..)?.first_chunk::<2>()?);
        let value = attributes.get(4..length)?;
        if kind == GENERATION_PROGRAM {
            let name = value.split(|byte| *byte == 0).next().unwrap_or_default();
            return Some(String::from_utf8_lossy(name).chars().filter(|c| c.is_ascii_graphic()).collect());
        }
        attributes = attributes.get(length.next_multiple_of(4)..)?;
    }
}

async fn file_change(files: Option<&AsyncFd<OwnedFd>>) {
    const NAME: &[u8] = b"resolv.conf";
    let Some(files) = files else { return std::future::pending().await };
    loop {
        let Ok(mut ready) = files.readable().await else { return std::future::pending().await };
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut reader = inotify::Reader::new(files.get_ref(), &mut buffer);
        let mut touched = false;
        while let Ok(event) = reader.next() {
            touched |= event.file_name().is_some_and(|name| name.to_bytes() == NAME);
        }
        ready.clear_ready();
        if touched {
            return;
        }
    }
}

fn watch_resolver_file() -> io::Result<AsyncFd<OwnedFd>> {
    let files = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?;
    let flags = WatchFlags::CLOSE_WRITE
        | WatchFlags::MOVED_TO
        | WatchFlags::MOVED_FROM
        | WatchFlags::DELETE
        | WatchFlags::CREATE;
    inotify::add_watch(&files, Path::new("/etc"), flags)?;
    // SAFETY: the descriptor is owned and stays open and the same for as long as the registration.
    Ok(unsafe { AsyncFd::register(files) }?)
}

fn listen_to_firewall() -> io::Result<TokioSocket> {
    let mut socket = TokioSocket::new(NETLINK_NETFILTER)?;
    socket.socket_mut().bind(&SocketAddr::new(0, 1 << (NFTABLES_GROUP - 1)))?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_maker_of_a_transaction_is_named() {
        let mut message = Vec::new();
        message.extend(36_u32.to_ne_bytes());
        message.extend(NEW_GENERATION.to_ne_bytes());
        message.extend([0; 14]);
        message.extend(8_u16.to_ne_bytes());
        message.extend(GENERATION_PROGRAM.to_ne_bytes());
        message.extend(b"nft\0");
        message.extend([0; 8]);
        assert_eq!(maker(&message), Some(Some("nft".to_owned())));
        message.truncate(20);
        assert_eq!(maker(&message), None, "a torn message");
        assert_eq!(maker(&[]), None);
        let mut other = 20_u32.to_ne_bytes().to_vec();
        other.extend([0; 16]);
        assert_eq!(maker(&other), None, "no end of a transaction");
    }

    #[test]
    fn only_what_may_be_ours_is_worth_a_look() {
        let link = |name: &str| {
            let mut link = LinkMessage::default();
            link.attributes.push(LinkAttribute::IfName(name.to_owned()));
            RouteNetlinkMessage::NewLink(link)
        };
        assert!(concerns_us(&link("adit0")) && !concerns_us(&link("eth0")));
        let route = |table| {
            let mut route = RouteMessage::default();
            route.attributes.push(RouteAttribute::Table(table));
            RouteNetlinkMessage::DelRoute(route)
        };
        let own = ids::table(TunnelSlot(0));
        assert!(concerns_us(&route(own)) && !concerns_us(&route(ids::TABLE_MAIN)));
        assert!(concerns_the_machine(&route(ids::TABLE_MAIN)) && !concerns_the_machine(&route(own)));
        let rule = |priority| {
            let mut rule = RuleMessage::default();
            rule.attributes.push(RuleAttribute::Priority(priority));
            RouteNetlinkMessage::NewRule(rule)
        };
        assert!(concerns_us(&rule(100)) && concerns_us(&rule(5200)) && !concerns_us(&rule(32_766)));
    }
}
