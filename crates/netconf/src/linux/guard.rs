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
    sys::{AsyncSocketExt, TokioSocket},
};
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use tokio::io::unix::AsyncFd;
use vpn_api::{NetworkStep, TunnelSlot};

use super::{
    backend::is_ours,
    firewall, ids,
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
        let (firewall, files) = (firewall::listen().ok(), watch_resolver_file().ok());
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
        if let Some(program) = firewall::maker(&datagram) {
            return program;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

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
