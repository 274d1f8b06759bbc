//! Which server and which of its addresses comes next.
//!
//! One round goes over all servers in their order, and over all addresses of each. Every name is looked up each time, because
//! a server may have moved. Addresses are remembered for when a name cannot be looked up, as in the first moments of
//! another network.

use std::{
    collections::{BTreeMap, VecDeque},
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use vpn_api::{ServerEntry, state::ServerLabel};

/// Addresses tried for one name in one round.
const MAX_ADDRESSES: usize = 16;
/// How long a server has for its first answer at most while there is another one to try: three tries of a datagram fit, and
/// where UDP is blocked a person does not wait for the two minutes that OpenVPN waits.
const LONGEST_WITH_OTHERS: Duration = Duration::from_secs(10);

/// The same after a tunnel broke, where the server is known by a name: it may have moved, and that is found out by looking the
/// name up again. Three tries of a datagram fit. Twice as long in each further round, for a way that is only slow.
const LONGEST_AGAIN: Duration = Duration::from_secs(5);

/// What to do for the current server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Candidate {
    /// Its name has to be looked up first; `true`: addresses are known from before.
    Name(Box<ServerEntry>, bool),
    /// Contact it at this address.
    Address(Box<ServerEntry>, SocketAddr),
}

/// A server that may be contacted, or the proxy on the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination<'a> {
    /// It is there.
    At(IpAddr),
    /// Its address is not known yet.
    Named(&'a str),
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
    /// The address that worked last, which comes first as long as its name has it.
    worked: Option<SocketAddr>,
    /// The address that comes last, because the server there sent us away.
    avoided: Option<SocketAddr>,
    /// Rounds since the tunnel broke; `None`: there was none.
    again: Option<u32>,
}

impl ServerRotation {
    /// `None` if there are no servers.
    pub(super) fn new(servers: Vec<ServerEntry>) -> Option<Self> {
        let mut servers = servers.into_iter();
        let first = servers.next()?;
        let rest: Vec<ServerEntry> = servers.collect();
        let left = rest.len();
        let (known, queue) = (BTreeMap::new(), VecDeque::new());
        Some(Self { first, rest, known, current: 0, queue, left, worked: None, avoided: None, again: None })
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
        let may_move = server.via.is_none() && server.host.parse::<IpAddr>().is_err();
        if let Some(rounds) = self.again.filter(|_| may_move) {
            let longest = LONGEST_AGAIN.saturating_mul(1_u32.checked_shl(rounds).unwrap_or(u32::MAX));
            server.answer_timeout = server.answer_timeout.min(longest);
        }
        match self.queue.front() {
            Some(address) => Candidate::Address(server, *address),
            None => Candidate::Name(server, self.known.contains_key(&self.current)),
        }
    }

    /// Where each server is.
    pub(super) fn destinations(&self) -> impl Iterator<Item = Destination<'_>> {
        std::iter::once(&self.first).chain(&self.rest).enumerate().flat_map(|(index, server)| {
            let host = server.via.as_ref().map_or(server.host.as_str(), |proxy| proxy.host.as_str());
            let known = self.known.get(&index).map(Vec::as_slice).unwrap_or_default();
            let name = match host.parse() {
                Ok(address) => Some(Destination::At(address)),
                Err(_) if known.is_empty() => Some(Destination::Named(host)),
                Err(_) => None,
            };
            name.into_iter().chain(known.iter().map(|address| Destination::At(address.ip())))
        })
    }

    /// The current server's name was looked up.
    pub(super) fn resolved(&mut self, mut addresses: Vec<SocketAddr>) {
        addresses.truncate(MAX_ADDRESSES);
        self.fill(&addresses);
        self.known.insert(self.current, addresses);
    }

    /// The current server's name has no address at present. Whether known addresses are used instead.
    pub(super) fn unresolved(&mut self) -> bool {
        let known = self.known.get(&self.current).cloned().unwrap_or_default();
        self.fill(&known);
        !known.is_empty()
    }

    fn fill(&mut self, addresses: &[SocketAddr]) {
        let mut ordered = addresses.to_vec();
        ordered.sort_by_key(|address| (Some(*address) != self.worked, Some(*address) == self.avoided));
        self.queue = ordered.into();
    }

    /// Goes on to the next candidate. `false`: the round is over, and the candidate is the first of the next round.
    pub(super) fn advance(&mut self) -> bool {
        self.queue.pop_front();
        if !self.queue.is_empty() {
            return true;
        }
        if self.left == 0 {
            self.again = self.again.map(|rounds| rounds.saturating_add(1));
            self.begin_round();
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

    /// Starts at the first server, as if nothing had been tried.
    pub(super) fn begin(&mut self) {
        (self.worked, self.avoided, self.again) = (None, None, None);
        self.begin_round();
    }

    /// Starts a round at the server that worked last, if there is one.
    pub(super) fn begin_anew(&mut self) {
        match self.again {
            Some(_) => {
                self.again = Some(0);
                self.left = self.rest.len();
                self.go_to(self.current);
            }
            None => self.begin(),
        }
    }

    /// Starts a round at the first server.
    fn begin_round(&mut self) {
        self.left = self.rest.len();
        self.go_to(0);
    }

    /// The tunnel broke: starts a round at the server that worked, and at its address if its name still has it.
    pub(super) fn begin_again(&mut self) {
        (self.worked, self.avoided) = (self.queue.front().copied(), None);
        self.again = Some(0);
        self.left = self.rest.len();
        self.go_to(self.current);
    }

    /// The same where the server sent us to its next address.
    pub(super) fn begin_again_elsewhere(&mut self) {
        self.begin_again();
        self.avoided = self.worked.take();
    }

    fn go_to(&mut self, server: usize) {
        self.current = server;
        self.queue.clear();
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
            Candidate::Name(server, _) => server.host,
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
    fn a_reconnect_starts_where_it_worked_and_looks_the_name_up() {
        let mut rotation = ServerRotation::new(vec![server(0), server(1)]).unwrap();
        rotation.resolved(vec![address(1), address(2)]);
        assert!(rotation.advance());
        rotation.begin_again();
        assert_eq!(name_of(&rotation), "s0.example", "it may have moved");
        rotation.resolved(vec![address(1), address(2), address(3)]);
        assert_eq!(name_of(&rotation), "192.0.2.2:1194", "the address that worked comes first");
        assert!(rotation.advance());
        assert_eq!(name_of(&rotation), "192.0.2.1:1194");
        assert!(rotation.advance() && rotation.advance());
        assert_eq!(name_of(&rotation), "s1.example", "this one was never looked up");
        assert!(!rotation.unresolved());
        assert!(!rotation.advance());
        assert_eq!(name_of(&rotation), "s0.example");
        assert!(rotation.unresolved());
        assert_eq!(name_of(&rotation), "192.0.2.2:1194", "what is known serves while names cannot be looked up");
        rotation.begin_again();
        rotation.resolved(vec![address(4)]);
        assert_eq!(name_of(&rotation), "192.0.2.4:1194", "it has moved");
    }

    #[test]
    fn a_server_that_may_have_moved_is_not_waited_for_longer_than_it_takes_to_look() {
        let patient =
            |host: &str| ServerEntry { answer_timeout: Duration::from_secs(120), host: host.to_owned(), ..server(0) };
        let waits = |rotation: &ServerRotation| match rotation.candidate() {
            Candidate::Name(server, _) | Candidate::Address(server, _) => server.answer_timeout.as_secs(),
        };
        let mut rotation = ServerRotation::new(vec![patient("vpn.example")]).unwrap();
        rotation.resolved(vec![address(1)]);
        assert_eq!(waits(&rotation), 120);
        rotation.begin_again();
        for expected in [5, 10, 20, 40, 80, 120, 120] {
            rotation.resolved(vec![address(1)]);
            assert_eq!(waits(&rotation), expected);
            assert!(!rotation.advance());
        }
        for _ in 0..40 {
            assert!(!rotation.advance());
        }
        assert_eq!(waits(&rotation), 120);
        rotation.begin();
        assert_eq!(waits(&rotation), 120);
        let mut literal = ServerRotation::new(vec![patient("192.0.2.1")]).unwrap();
        literal.resolved(vec![address(1)]);
        literal.begin_again();
        assert_eq!(waits(&literal), 120, "an address does not move");
    }

    #[test]
    fn nobody_waits_two_minutes_while_there_is_another_server_or_address() {
        let patient = |index| ServerEntry { answer_timeout: Duration::from_secs(120), ..server(index) };
        let waits = |rotation: &ServerRotation| match rotation.candidate() {
            Candidate::Name(server, _) | Candidate::Address(server, _) => server.answer_timeout.as_secs(),
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
