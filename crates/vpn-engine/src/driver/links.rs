//! The links of one session, and what waits for each of them.

use std::{
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
};

use vpn_api::{
    Blame, Failure, FailureKind, LinkError, LinkId, LinkSpec, NetworkProblem, NetworkStep, Prompt, Proxy, ProxyProblem,
    Retry, Transport,
};

use crate::{
    buffers::Outbox,
    link::{Link, LinkFactory, LinkSetupError, proxy::Rejected},
};

/// Links of one session at most; each has buffers.
const MAX_LINKS: usize = 4;

/// What became of a link.
pub(super) type Change = (LinkId, Result<(), SetupOrLink>);

/// Why a link is not there.
pub(super) enum SetupOrLink {
    /// The session's business.
    Link(LinkError),
    /// No link will ever be there.
    Fatal(Failure),
}

/// The links of one session.
pub(super) struct Links {
    factory: LinkFactory,
    slots: Vec<Slot>,
    /// The link that the session named: data goes there once it is up.
    data: Option<LinkId>,
    /// The proxy that was not through when its link was closed.
    given_up: Option<Proxy>,
    /// Grows whenever a link comes, goes or is made anew.
    changes: u64,
    /// Frames that the system refused for good, not told yet.
    refused: u64,
}

struct Slot {
    id: LinkId,
    spec: LinkSpec,
    outbox: Outbox,
    state: State,
}

type Connecting = Pin<Box<dyn Future<Output = Result<Link, LinkSetupError>>>>;

enum State {
    Connecting(Connecting),
    Up(Box<Link>),
}

impl Links {
    pub(super) fn new(factory: LinkFactory) -> Self {
        Self { factory, slots: Vec::new(), data: None, given_up: None, changes: 0, refused: 0 }
    }

    /// Makes a link in place of the one of the same id. `true`: it is up.
    pub(super) fn open(&mut self, id: LinkId, spec: &LinkSpec) -> Result<bool, SetupOrLink> {
        self.remove(id);
        self.given_up = None;
        self.changes += 1;
        if self.slots.len() >= MAX_LINKS {
            return Err(SetupOrLink::Link(LinkError::TooMany));
        }
        let state = if LinkFactory::is_instant(spec) {
            State::Up(Box::new(Link::Udp(self.factory.udp(spec).map_err(setup_failed)?)))
        } else {
            State::Connecting(Box::pin(self.factory.connect(spec)))
        };
        let up = matches!(state, State::Up(_));
        self.slots.push(Slot { id, spec: spec.clone(), outbox: LinkFactory::outbox(spec), state });
        Ok(up)
    }

    /// Ends a link after a last attempt to send what waits.
    pub(super) fn close(&mut self, id: LinkId) {
        let Self { slots, refused, .. } = self;
        if let Some(slot) = slots.iter_mut().find(|slot| slot.id == id) {
            // The link is gone anyway.
            let _ = slot.flush(refused);
            if let (State::Connecting(_), Some(via)) = (&slot.state, &slot.spec.via) {
                self.given_up = Some(via.proxy.clone());
            }
        }
        self.remove(id);
    }

    /// Forgets a link.
    pub(super) fn remove(&mut self, id: LinkId) {
        self.changes += 1;
        self.slots.retain(|slot| slot.id != id);
        self.data.take_if(|data| *data == id);
    }

    /// Data goes over this link from here on.
    pub(super) fn carry_data(&mut self, id: LinkId) {
        let known = self.slots.iter().any(|slot| slot.id == id);
        if !known {
            tracing::debug!(?id, "the session named a link for data that does not exist");
        }
        self.data = known.then_some(id);
        self.changes += 1;
    }

    /// Ends all links in an orderly way.
    pub(super) fn shut_down(&mut self) {
        while let Some(id) = self.slots.last().map(|slot| slot.id) {
            self.close(id);
        }
    }

    /// Puts a frame behind those that wait. `false`: there is no such link, or no room.
    pub(super) fn transmit(&mut self, id: LinkId, frame: Vec<u8>) -> bool {
        self.slot(id).is_some_and(|slot| slot.outbox.push(frame))
    }

    /// Sends a frame whole or not at all.
    pub(super) fn probe(&mut self, id: LinkId, frame: &[u8]) {
        // A probe that does not go has its meaning for whoever waits for the answer.
        if let Some(link) = self.get(id)
            && !link.probe(frame)
        {
            tracing::trace!(?id, len = frame.len(), "a probe was not sent");
        }
    }

    /// Sends what waits, as far as there is room.
    pub(super) fn flush(&mut self) -> Vec<Change> {
        let mut changes = Vec::new();
        for slot in &mut self.slots {
            if let Err(error) = slot.flush(&mut self.refused) {
                changes.push((slot.id, Err(SetupOrLink::Link(error))));
            }
        }
        for (id, _) in &changes {
            self.remove(*id);
        }
        changes
    }

    /// How many frames the system refused for good since the last call.
    pub(super) fn take_refused(&mut self) -> u64 {
        std::mem::take(&mut self.refused)
    }

    /// Whether nothing waits for a link that could take it.
    pub(super) fn are_idle(&self) -> bool {
        self.slots.iter().all(|slot| slot.outbox.is_empty() || matches!(slot.state, State::Connecting(_)))
    }

    /// The ids of the links there are.
    pub(super) fn ids(&self) -> impl Iterator<Item = LinkId> + use<> {
        let mut ids = [None; MAX_LINKS];
        for (place, slot) in ids.iter_mut().zip(&self.slots) {
            *place = Some(slot.id);
        }
        ids.into_iter().flatten()
    }

    /// A link that is up.
    pub(super) fn get(&mut self, id: LinkId) -> Option<&mut Link> {
        match &mut self.slot(id)?.state {
            State::Up(link) => Some(link),
            State::Connecting(_) => None,
        }
    }

    /// What waits for the link that carries data. Packets are not sealed for a link that is not up: they would be old by then.
    pub(super) fn data_outbox(&mut self) -> Option<&mut Outbox> {
        let id = self.data?;
        let slot = self.slot(id)?;
        matches!(slot.state, State::Up(_)).then_some(&mut slot.outbox)
    }

    /// The link that carries data, and its transport.
    pub(super) fn data_link(&self) -> Option<(Transport, &Link)> {
        let slot = self.slots.iter().find(|slot| Some(slot.id) == self.data)?;
        match &slot.state {
            State::Up(link) => Some((slot.spec.transport, link)),
            State::Connecting(_) => None,
        }
    }

    /// Grows whenever a link comes, goes or is made anew.
    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    /// Where data goes.
    pub(super) fn data_target(&self) -> Option<(SocketAddr, Transport)> {
        let slot = self.slots.iter().find(|slot| Some(slot.id) == self.data)?;
        Some((slot.spec.remote, slot.spec.transport))
    }

    /// Looks for what has happened; `receiving`: frames are wanted. `true`: something is ready.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>, receiving: bool) -> (bool, Vec<Change>) {
        let mut wake = false;
        let mut changes = Vec::new();
        for slot in &mut self.slots {
            match &mut slot.state {
                State::Connecting(connecting) => {
                    if let Poll::Ready(outcome) = connecting.as_mut().poll(cx) {
                        wake = true;
                        self.changes += 1;
                        let outcome = outcome.map(|link| slot.state = State::Up(Box::new(link))).map_err(setup_failed);
                        changes.push((slot.id, outcome));
                    }
                }
                State::Up(link) => {
                    wake |= receiving && link.poll_readable(cx).is_ready();
                    if !slot.outbox.is_empty() && link.poll_writable(cx).is_ready() {
                        wake = true;
                        if let Err(error) = slot.flush(&mut self.refused) {
                            changes.push((slot.id, Err(SetupOrLink::Link(error))));
                        }
                    }
                }
            }
        }
        for (id, outcome) in &changes {
            if outcome.is_err() {
                self.remove(*id);
            }
        }
        (wake, changes)
    }

    /// The machine's network changed: makes those datagram links anew whose packets would come from another address, so that
    /// they keep their session. Streams cannot move; they are gone. Gives what became of the links that had to change.
    pub(super) fn renew(&mut self) -> Vec<(LinkId, Result<(), LinkError>)> {
        let Self { factory, slots, changes, .. } = self;
        let mut outcomes = Vec::new();
        for slot in slots {
            let State::Up(link) = &mut slot.state else { continue };
            if !link.moved(factory, &slot.spec) {
                continue;
            }
            match link.as_mut() {
                Link::Udp(old) => {
                    // If there is no way at this moment, the old socket does no harm; there will be another change.
                    if let Ok(new) = factory.udp(&slot.spec) {
                        old.replace(new);
                        *changes += 1;
                        outcomes.push((slot.id, Ok(())));
                    }
                }
                // A relay knows us by the address that its stream comes from.
                Link::Tcp(_) | Link::SocksUdp(_) => outcomes.push((slot.id, Err(LinkError::Closed))),
            }
        }
        for (id, outcome) in &outcomes {
            if outcome.is_err() {
                self.remove(*id);
            }
        }
        outcomes
    }

    /// What to say of a session that closed its link and ended with `failure`. Where it waited for a server and the proxy on
    /// the way was not yet through, it was the proxy that did not answer.
    pub(super) fn blame(&self, failure: Failure) -> Failure {
        match (&failure.kind, &self.given_up) {
            (FailureKind::NoAnswer { .. }, Some(proxy)) => {
                proxy_failed(Rejected::new(proxy, ProxyProblem::NoAnswer, String::new()))
            }
            _ => failure,
        }
    }

    fn slot(&mut self, id: LinkId) -> Option<&mut Slot> {
        self.slots.iter_mut().find(|slot| slot.id == id)
    }
}

impl Slot {
    /// Sends what waits, and counts what the system refused for good.
    fn flush(&mut self, refused: &mut u64) -> Result<(), LinkError> {
        match &mut self.state {
            State::Up(link) if !self.outbox.is_empty() => link.send(&mut self.outbox).map(|more| *refused += more),
            State::Up(_) | State::Connecting(_) => Ok(()),
        }
    }
}

fn setup_failed(error: LinkSetupError) -> SetupOrLink {
    match error {
        LinkSetupError::Link(error) => SetupOrLink::Link(error),
        LinkSetupError::Proxy(rejected) => SetupOrLink::Fatal(proxy_failed(*rejected)),
        LinkSetupError::BypassNotPermitted => no_bypass(NetworkProblem::NotPermitted),
        LinkSetupError::BypassUnsupported => no_bypass(NetworkProblem::Unsupported),
    }
}

fn no_bypass(problem: NetworkProblem) -> SetupOrLink {
    let kind = FailureKind::NetworkSetup { step: NetworkStep::Bypass, problem };
    SetupOrLink::Fatal(Failure::new(kind, Blame::Machine, Retry::Never))
}

/// What a proxy's refusal means for a connection. The session behind it has not begun, so it has nothing to say.
fn proxy_failed(rejected: Rejected) -> Failure {
    let Rejected { proxy, problem, username, detail } = rejected;
    let ask =
        |wrong| Retry::AskUser(Prompt::ProxyCredentials { proxy: proxy.clone(), username: username.clone(), wrong });
    let (blame, retry) = match &problem {
        ProxyProblem::CredentialsNeeded => (Blame::User, ask(false)),
        ProxyProblem::CredentialsRefused => (Blame::User, ask(true)),
        ProxyProblem::NotReachable
        | ProxyProblem::NoAnswer
        | ProxyProblem::NotAProxy
        | ProxyProblem::SignInNotSupported { .. }
        | ProxyProblem::NotAllowed { .. }
        | ProxyProblem::ServerNotReached { .. }
        | ProxyProblem::NoDatagrams
        | ProxyProblem::Refused { .. } => (Blame::Network, Retry::NextServer),
    };
    Failure::new(FailureKind::Proxy { proxy, problem }, blame, retry).with_detail(detail)
}

#[cfg(test)]
mod tests {
    use std::{
        future::poll_fn,
        net::{Ipv4Addr, TcpListener},
        time::Duration,
    };

    use vpn_api::{Framing, ProxyKind, Via};

    use super::*;

    const LINK: LinkId = LinkId(0);

    fn silence() -> Failure {
        let kind = FailureKind::NoAnswer { host: "vpn.example".into(), port: 443, transport: Transport::Tcp };
        Failure::new(kind, Blame::Network, Retry::NextServer)
    }

    #[tokio::test]
    async fn a_server_is_not_blamed_for_a_proxy_that_was_not_through() {
        let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let remote = silent.local_addr().unwrap();
        let direct = LinkSpec::direct(Transport::Tcp, remote, Framing::Length16 { max: 2000 });
        let proxy = Proxy::new(ProxyKind::Http, "proxy.example".to_owned(), 3128);
        let via = Some(Box::new(Via { proxy, host: "vpn.example".to_owned(), port: 443 }));
        let proxied = LinkSpec { via, ..direct.clone() };
        let mut links = Links::new(LinkFactory::unmarked());
        for (spec, blamed) in [(&direct, false), (&proxied, true), (&direct, false)] {
            links.open(LINK, spec).map_err(|_| "no link").unwrap();
            let waiting = poll_fn(|cx| if links.poll(cx, true).0 { Poll::Ready(()) } else { Poll::Pending });
            let _ = tokio::time::timeout(Duration::from_millis(50), waiting).await;
            links.close(LINK);
            let kind = links.blame(silence()).kind;
            assert_eq!(matches!(kind, FailureKind::Proxy { problem: ProxyProblem::NoAnswer, .. }), blamed, "{kind:?}");
            let other = Failure::new(FailureKind::ConnectionLost, Blame::Network, Retry::NextServer);
            assert_eq!(links.blame(other.clone()), other);
        }
    }

    fn far() -> (std::net::UdpSocket, SocketAddr) {
        let socket = std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = socket.local_addr().unwrap();
        (socket, address)
    }

    #[tokio::test]
    async fn data_goes_over_the_link_that_the_session_named() {
        let (first, second) = (far(), far());
        let mut links = Links::new(LinkFactory::unmarked());
        let open = |links: &mut Links, id: u8, remote| {
            let spec = LinkSpec::direct(Transport::Udp, remote, Framing::Raw);
            assert!(links.open(LinkId(id), &spec).is_ok_and(|up| up));
        };
        open(&mut links, 1, first.1);
        assert!(links.data_outbox().is_none(), "a link that is up carries nothing by itself");
        links.carry_data(LinkId(1));
        assert_eq!(links.data_target(), Some((first.1, Transport::Udp)));
        open(&mut links, 2, second.1);
        assert_eq!(links.data_target(), Some((first.1, Transport::Udp)), "nor does a newer one");
        links.carry_data(LinkId(2));
        assert_eq!(links.data_target(), Some((second.1, Transport::Udp)));
        links.remove(LinkId(1));
        assert!(links.data_outbox().is_some());
        open(&mut links, 2, second.1);
        assert!(links.data_outbox().is_none(), "a link that is made anew has to be named again");
        links.carry_data(LinkId(3));
        assert!(links.data_outbox().is_none(), "there is no such link");
    }

    #[tokio::test]
    async fn nothing_is_sealed_for_a_link_that_is_not_up() {
        let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let spec = LinkSpec::direct(Transport::Tcp, silent.local_addr().unwrap(), Framing::TlsRecords);
        let mut links = Links::new(LinkFactory::unmarked());
        assert!(links.open(LINK, &spec).is_ok_and(|up| !up));
        links.carry_data(LINK);
        assert!(links.data_outbox().is_none());
        let up = poll_fn(|cx| {
            let (_, changes) = links.poll(cx, true);
            if changes.is_empty() { Poll::Pending } else { Poll::Ready(changes.len()) }
        });
        assert_eq!(tokio::time::timeout(Duration::from_secs(5), up).await, Ok(1));
        assert!(links.data_outbox().is_some());
    }
}
