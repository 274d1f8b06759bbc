//! A client, a server and a network between them, in virtual time.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use ovpn_settings::Profile;
use vpn_api::{
    Failure, Input, LinkId, LookUpError, Output, Phase, ProtocolProvider, Secrets, SessionEvent, SessionParams,
    TunnelConfig, VpnSession,
};

use crate::{
    server::TestServer,
    settings::{NOW, Pseudo, start},
    tunnel::{self, Inner},
};
use ovpn_proto::{
    peer_info::proto,
    provider::{ClientInfo, OpenVpnProvider},
};

/// IPv4 and UDP, in bytes.
const HEADERS: usize = 28;

/// One client, one server, and the network between them.
pub struct World {
    /// The client.
    pub client: Box<dyn VpnSession>,
    /// The server.
    pub server: TestServer,
    /// The virtual time.
    pub now: Instant,
    /// When it began.
    pub began: Instant,
    random: Pseudo,
    /// Percent of packets lost.
    pub loss: u64,
    /// Packets take from 5 ms to this long.
    pub slowest: Duration,
    /// Nothing passes.
    pub cut: bool,
    /// The server does nothing at the moment; what arrives waits, as in the queue of its socket.
    pub busy: bool,
    waiting: Vec<(LinkId, Vec<u8>)>,
    /// Who answers what comes over other links than the first: the same server after it was started again.
    pub restarted: Option<TestServer>,
    /// The addresses of every name; none are found otherwise.
    pub addresses: Vec<SocketAddr>,
    /// Packets of more bytes, IP and UDP headers included, get lost without a word.
    pub path_mtu: usize,
    /// When the client probed the path, and with how many bytes, headers included.
    pub probes: Vec<(Instant, usize)>,
    /// What the client measured.
    pub round_trips: Vec<Duration>,
    flying: Vec<Flying>,
    /// What the client told, oldest first.
    pub events: Vec<SessionEvent>,
    /// Inner packets that came to the client.
    pub received: Vec<Vec<u8>>,
    /// Frames sent by both.
    pub sent_frames: usize,
}

/// A packet on its way.
struct Flying {
    at: Instant,
    to_server: bool,
    link: LinkId,
    frame: Vec<u8>,
}

/// A session, or why there is none.
///
/// # Errors
/// Something must be asked first, or the profile cannot be used.
pub fn session(
    profile: &Profile,
    secrets: &Secrets,
    carried: &mut Option<Box<dyn std::any::Any + Send>>,
    now: Instant,
    bits: u32,
) -> Result<Box<dyn VpnSession>, Failure> {
    session_at(profile, secrets, carried, now, Duration::from_secs(NOW), bits, 4)
}

/// The same at a time of the wall clock, with randomness of its own.
pub(crate) fn session_at(
    profile: &Profile,
    secrets: &Secrets,
    carried: &mut Option<Box<dyn std::any::Any + Send>>,
    now: Instant,
    unix_time: Duration,
    bits: u32,
    seed: u64,
) -> Result<Box<dyn VpnSession>, Failure> {
    let client = ClientInfo { version: "0.1.0".into(), platform: "linux".into() };
    let provider = OpenVpnProvider::new(client).announcing(bits);
    let settings = provider.settings(&profile.to_settings())?;
    let server = provider.servers(&settings, &mut Pseudo::new(3))?.remove(0);
    let mut params = SessionParams {
        settings,
        server: Box::new(server),
        address: "192.0.2.1:1194".parse().unwrap(),
        secrets: secrets.clone(),
        unix_time,
        now,
        carried: carried.take(),
    };
    let session = provider.session(&mut params, Box::new(Pseudo::new(seed)));
    *carried = params.carried;
    session
}

impl World {
    /// With a session of this profile.
    #[must_use]
    pub fn new(profile: &Profile, server: TestServer) -> Self {
        let now = start();
        Self::with(session(profile, &Secrets::default(), &mut None, now, proto::SUPPORTED).unwrap(), server, now)
    }

    /// With a session that was made already, at `now`.
    #[must_use]
    pub fn with(client: Box<dyn VpnSession>, server: TestServer, now: Instant) -> Self {
        Self {
            client,
            server,
            now,
            began: now,
            random: Pseudo::new(11),
            loss: 0,
            slowest: Duration::from_millis(5),
            cut: false,
            busy: false,
            waiting: Vec::new(),
            restarted: None,
            addresses: Vec::new(),
            path_mtu: usize::MAX,
            probes: Vec::new(),
            round_trips: Vec::new(),
            flying: Vec::new(),
            events: Vec::new(),
            received: Vec::new(),
            sent_frames: 0,
        }
    }

    /// The same with other luck.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.random = Pseudo::new(seed);
        self
    }

    /// Gives the client something.
    pub fn input(&mut self, input: Input<'_>) {
        self.client.handle(self.now, input);
        self.drain();
    }

    /// Starts the client.
    pub fn start(&mut self) {
        self.input(Input::Start);
    }

    fn launch(&mut self, to_server: bool, link: LinkId, frame: Vec<u8>) {
        self.sent_frames += 1;
        let fits = frame.len() + HEADERS <= self.path_mtu;
        if self.cut || !fits || self.random.draw() % 100 < self.loss {
            return;
        }
        let spread = self.slowest.saturating_sub(Duration::from_millis(5)).as_micros() as u64;
        let delay = Duration::from_millis(5) + Duration::from_micros(self.random.draw() % (spread + 1));
        self.flying.push(Flying { at: self.now + delay, to_server, link, frame });
    }

    /// Puts on its way what both have to send, and collects what the client tells.
    pub fn drain(&mut self) {
        while let Some(output) = self.client.poll() {
            match output {
                Output::OpenLink(id, _) => self.client.handle(self.now, Input::LinkUp(id)),
                Output::CloseLink(_) | Output::DataLink(_) => {}
                Output::Resolve(id, _) => {
                    let found = self.addresses.clone();
                    let result = if found.is_empty() { Err(LookUpError::NoAnswer) } else { Ok(found) };
                    self.client.handle(self.now, Input::Resolved(id, result));
                }
                Output::Transmit(link, frame) => self.launch(true, link, frame),
                Output::Probe(link, frame) => {
                    self.probes.push((self.now, frame.len() + HEADERS));
                    self.launch(true, link, frame);
                }
                Output::RoundTrip(took) => self.round_trips.push(took),
                Output::Event(event) => self.events.push(event),
            }
        }
        while let Some(frame) = self.server.poll() {
            self.launch(false, LinkId(0), frame);
        }
        while let Some(frame) = self.restarted.as_mut().and_then(TestServer::poll) {
            self.launch(false, LinkId(1), frame);
        }
    }

    /// Goes to the next thing that happens until `end`. `false`: nothing does.
    fn step(&mut self, end: Instant) -> bool {
        let arrival = self.flying.iter().map(|flying| flying.at).min();
        let timer = self.client.poll_timeout().map(|deadline| deadline.at);
        let server = self.server.poll_timeout().filter(|_| !self.busy);
        let Some(next) = [arrival, timer, server].into_iter().flatten().min().filter(|next| *next <= end) else {
            self.now = self.now.max(end);
            return false;
        };
        self.now = self.now.max(next);
        if let Some(place) = self.flying.iter().position(|flying| flying.at <= self.now) {
            let Flying { to_server, link, frame, .. } = self.flying.remove(place);
            if to_server {
                self.waiting.push((link, frame));
                self.serve();
            } else if link != LinkId(0) {
                self.client.handle(self.now, Input::Received(link, &frame));
            } else {
                match tunnel::open(self.client.data_channel(), self.now, &frame) {
                    Inner::Packet(packet) => self.received.push(packet),
                    Inner::Control => self.client.handle(self.now, Input::Received(link, &frame)),
                    Inner::Nothing | Inner::Dropped(_) => {}
                }
            }
        } else if timer.is_some_and(|at| at <= self.now) {
            self.client.handle(self.now, Input::Timeout);
        } else {
            self.server.tick(self.now);
        }
        self.drain();
        true
    }

    /// The server takes what waits for it.
    fn serve(&mut self) {
        if self.busy {
            return;
        }
        for (link, frame) in std::mem::take(&mut self.waiting) {
            if link == LinkId(0) {
                self.server.receive(self.now, &frame);
            } else if let Some(restarted) = &mut self.restarted {
                restarted.receive(self.now, &frame);
            }
        }
    }

    /// Runs until the condition holds; `false` if it does not within `limit`.
    pub fn run_until(&mut self, limit: Duration, done: impl Fn(&Self) -> bool) -> bool {
        let end = self.now + limit;
        for _ in 0..200_000 {
            if done(self) {
                return true;
            }
            if !self.step(end) {
                return done(self);
            }
        }
        panic!("the session spins: {:?}", self.client.poll_timeout());
    }

    /// Runs for so long.
    pub fn run_for(&mut self, time: Duration) {
        let end = self.now + time;
        self.run_until(time, |world| world.now > end);
    }

    /// Starts the client and runs until the tunnel is configured.
    pub fn connect(&mut self) {
        self.start();
        assert!(self.run_until(Duration::from_secs(50), |world| world.config().is_some()), "{:?}", self.events);
    }

    /// Runs until the session is over, and why it is.
    pub fn failure(&mut self, limit: Duration) -> Failure {
        self.run_until(limit, |world| world.closed().is_some());
        self.closed().cloned().unwrap_or_else(|| panic!("still alive: {:?}", self.events))
    }

    /// Why the session is over, if it is.
    #[must_use]
    pub fn closed(&self) -> Option<&Failure> {
        match self.events.last() {
            Some(SessionEvent::Closed(failure)) => Some(failure),
            _ => None,
        }
    }

    /// The tunnel's first configuration.
    #[must_use]
    pub fn config(&self) -> Option<&TunnelConfig> {
        self.events.iter().find_map(|event| match event {
            SessionEvent::Configured(config) => Some(&**config),
            _ => None,
        })
    }

    /// The tunnel's latest configuration.
    #[must_use]
    pub fn latest_config(&self) -> Option<&TunnelConfig> {
        self.events.iter().rev().find_map(|event| match event {
            SessionEvent::Configured(config) => Some(&**config),
            _ => None,
        })
    }

    /// The steps that were reached.
    #[must_use]
    pub fn phases(&self) -> Vec<Phase> {
        let phase = |event: &SessionEvent| match event {
            SessionEvent::Progress(phase) => Some(*phase),
            _ => None,
        };
        self.events.iter().filter_map(phase).collect()
    }

    /// How often new keys came into use.
    #[must_use]
    pub fn rekeys(&self) -> usize {
        self.events.iter().filter(|event| **event == SessionEvent::Rekeyed).count()
    }

    /// Sends a packet into the tunnel.
    pub fn send(&mut self, packet: &[u8]) {
        let frames = tunnel::seal(self.client.data_channel(), self.now, packet);
        assert!(!frames.is_empty(), "the packet was not sealed");
        for frame in frames {
            self.launch(true, LinkId(0), frame);
        }
        self.drain();
    }

    /// Sends a packet out of the server's end of the tunnel.
    pub fn send_back(&mut self, packet: &[u8]) {
        self.server.send(self.now, packet);
        self.drain();
    }
}
