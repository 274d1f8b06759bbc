//! Which server and which of its addresses comes next.
//!
//! One round goes over all servers in their order, and over all addresses of each. Addresses are remembered: while a
//! broken tunnel is brought back, name servers may be reachable only through that tunnel, so the first round uses what is
//! known. Later rounds look names up again, because a server may have moved, and fall back to what is known.

use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
    time::Duration,
};

use vpn_api::{ServerEntry, state::ServerLabel};

/// Addresses tried for one name in one round.
const MAX_ADDRESSES: usize = 16;
/// How long a server has for its first answer at most while there is another one to try: three tries of a datagram fit, and
/// where UDP is blocked a person does not wait for the two minutes that OpenVPN waits.
const LONGEST_WITH_OTHERS: Duration = Duration::from_secs(10);

/// What to do for the current server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Candidate {
    /// Its name has to be looked up first.
    Name(Box<ServerEntry>),
    /// Contact it at this address.
    Address(Box<ServerEntry>, SocketAddr),
}

/// The servers of a profile and the place in the current round. There is at least one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ServerRotation {
    first: ServerEntry,
    rest: Vec<ServerEntry>,
    known: BTreeMap<usize, Vec<SocketAddr>>,
    current: usize,
    queue: VecDeque<SocketAddr>,
    /// Servers of this round after the current one.
    left: usize,
    /// Whether this round looks up names whose addresses are known.
    fresh: bool,
}

impl ServerRotation {
    /// `None` if there are no servers.
    pub(super) fn new(servers: Vec<ServerEntry>) -> Option<Self> {
        let mut servers = servers.into_iter();
        let first = servers.next()?;
        let rest: Vec<ServerEntry> = servers.collect();
        let left = rest.len();
        Some(Self { first, rest, known: BTreeMap::new(), current: 0, queue: VecDeque::new(), left, fresh: true })
    }

    fn server(&self) -> &ServerEntry {
        self.current.checked_sub(1).and_then(|index| self.rest.get(index)).unwrap_or(&self.first)
    }

    /// The current server as people know it.
    pub(super) fn label(&self) -> ServerLabel {
        let server = self.server();
        let address = self.queue.front().copied();
        ServerLabel { host: server.host.clone(), port: server.port, transport: server.transport, address }
    }

    pub(super) fn candidate(&self) -> Candidate {
        let mut server = Box::new(self.server().clone());
        // A proxy has to reach the server first, and says itself when it cannot.
        if (self.left > 0 || self.queue.len() > 1) && server.via.is_none() {
            server.answer_timeout = server.answer_timeout.min(LONGEST_WITH_OTHERS);
        }
        match self.queue.front() {
            Some(address) => Candidate::Address(server, *address),
            None => Candidate::Name(server),
        }
    }

    /// The current server's name was looked up.
    pub(super) fn resolved(&mut self, mut addresses: Vec<SocketAddr>) {
        addresses.truncate(MAX_ADDRESSES);
        self.queue = addresses.iter().copied().collect();
        self.known.insert(self.current, addresses);
    }

    /// The current server's name has no address at present. Whether known addresses are used instead.
    pub(super) fn unresolved(&mut self) -> bool {
        self.queue = self.known.get(&self.current).into_iter().flatten().copied().collect();
        !self.queue.is_empty()
    }

    /// Goes on to the next candidate. `false`: the round is over, and the candidate is the first of the next round.
    pub(super) fn advance(&mut self) -> bool {
        self.queue.pop_front();
        if !self.queue.is_empty() {
            return true;
        }
        if self.left == 0 {
            self.begin();
            return false;
        }
        self.left -= 1;
        self.go_to((self.current + 1) % (self.rest.len() + 1));
        true
    }

    /// Goes on to the next server, past this one's other addresses. `false`: as for [`Self::advance`].
    pub(super) fn advance_server(&mut self) -> bool {
        self.queue.clear();
        self.advance()
    }

    /// Starts a round at the first server, with fresh look-ups.
    pub(super) fn begin(&mut self) {
        self.left = self.rest.len();
        self.fresh = true;
        self.go_to(0);
    }

    /// Starts a round at the server and the address that worked, without look-ups where addresses are known.
    pub(super) fn begin_again(&mut self) {
        let worked = self.queue.front().copied();
        self.left = self.rest.len();
        self.fresh = false;
        self.go_to(self.current);
        if let Some(worked) = worked {
            self.queue.retain(|address| *address != worked);
            self.queue.push_front(worked);
        }
    }

    fn go_to(&mut self, server: usize) {
        self.current = server;
        self.queue.clear();
        if !self.fresh {
            self.queue.extend(self.known.get(&server).into_iter().flatten());
        }
    }
}

#[cfg(test)]
mod tests {
    use vpn_api::{Transport, session::Family};

    use super::*;

    fn server(index: usize) -> ServerEntry {
        ServerEntry {
            index,
            host: format!("s{index}.example"),
            port: 1194,
            transport: Transport::Udp,
            family: Family::Any,
            answer_timeout: Duration::from_secs(10),
            via: None,
            local: vpn_api::LocalEnd::default(),
        }
    }

    fn address(last: u8) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, last], 1194))
    }

    fn name_of(rotation: &ServerRotation) -> String {
        match rotation.candidate() {
            Candidate::Name(server) => server.host,
            Candidate::Address(_, address) => address.to_string(),
        }
    }

    #[test]
    fn next_address_comes_before_next_server_and_the_round_ends_after_all() {
        let mut rotation = ServerRotation::new(vec![server(0), server(1)]).unwrap();
        assert_eq!(name_of(&rotation), "s0.example");
        rotation.resolved(vec![address(1), address(2)]);
        assert_eq!(name_of(&rotation), "192.0.2.1:1194");
        assert!(rotation.advance());
        assert_eq!(name_of(&rotation), "192.0.2.2:1194");
        assert!(rotation.advance());
        assert_eq!(name_of(&rotation), "s1.example");
        assert!(!rotation.advance());
        assert_eq!(name_of(&rotation), "s0.example", "the next round looks the name up again");
    }

    #[test]
    fn a_reconnect_starts_where_it_worked_and_needs_no_look_up() {
        let mut rotation = ServerRotation::new(vec![server(0), server(1)]).unwrap();
        rotation.resolved(vec![address(1), address(2)]);
        assert!(rotation.advance());
        rotation.begin_again();
        assert_eq!(name_of(&rotation), "192.0.2.2:1194");
        assert!(rotation.advance());
        assert_eq!(name_of(&rotation), "192.0.2.1:1194");
        assert!(rotation.advance());
        assert_eq!(name_of(&rotation), "s1.example", "this one was never looked up");
        assert!(!rotation.advance());
        assert_eq!(name_of(&rotation), "s0.example");
        assert!(rotation.unresolved());
        assert_eq!(name_of(&rotation), "192.0.2.1:1194", "what is known serves while names cannot be looked up");
    }

    #[test]
    fn nobody_waits_two_minutes_while_there_is_another_server_or_address() {
        let patient = |index| ServerEntry { answer_timeout: Duration::from_secs(120), ..server(index) };
        let waits = |rotation: &ServerRotation| match rotation.candidate() {
            Candidate::Name(server) | Candidate::Address(server, _) => server.answer_timeout.as_secs(),
        };
        let mut rotation = ServerRotation::new(vec![patient(0), patient(1)]).unwrap();
        rotation.resolved(vec![address(1)]);
        assert_eq!(waits(&rotation), 10);
        assert!(rotation.advance());
        rotation.resolved(vec![address(2), address(3)]);
        assert_eq!(waits(&rotation), 10);
        assert!(rotation.advance());
        assert_eq!(waits(&rotation), 120, "the last one has the time that the profile gives");
        let quick = ServerEntry { answer_timeout: Duration::from_secs(4), ..server(0) };
        assert_eq!(waits(&ServerRotation::new(vec![quick, patient(1)]).unwrap()), 4);
        let proxy = vpn_api::Proxy::new(vpn_api::ProxyKind::Http, "p.example".to_owned(), 3128);
        let through = ServerEntry { via: Some(Box::new(proxy)), ..patient(0) };
        assert_eq!(waits(&ServerRotation::new(vec![through, patient(1)]).unwrap()), 120);
    }

    #[test]
    fn an_empty_profile_has_no_roster() {
        assert_eq!(ServerRotation::new(Vec::new()), None);
    }
}
