//! How long it takes to be connected over a network that loses packets.

use std::{
    collections::BTreeMap,
    fmt,
    sync::OnceLock,
    time::{Duration, Instant},
};

use ovpn_proto::peer_info::proto;
use rcgen::SanType;
use vpn_api::{Input, LinkId, Output, Secrets, SessionEvent};

use crate::{
    Protection,
    reliable::Pace,
    script::Script,
    server::ServerTls,
    settings::{Authority, NOW, Pseudo, profile, start, trusting},
    site::Site,
    world::session_at,
};

/// One way, without what a queue adds.
const DELAY: Duration = Duration::from_millis(20);
/// What a queue may add, each way, in milliseconds.
const JITTER: u64 = 4;
/// Nobody waits longer.
const GIVE_UP: Duration = Duration::from_secs(120);

/// What is asked for: percent of packets lost each way, and seconds by which 99 of 100 are connected.
pub const GOALS: [(u64, u64); 4] = [(5, 5), (10, 8), (20, 15), (30, 30)];

/// Many tries of one kind.
#[derive(Debug, Clone)]
pub struct Handshakes {
    /// When the server repeats itself.
    pub pace: Pace,
    /// Percent of packets lost, each way.
    pub loss: u64,
    /// Time from the first packet to the tunnel's configuration, shortest first; `None` if there was none.
    pub times: Vec<Option<Duration>>,
}

impl Handshakes {
    /// Tries so often, each with a seed of its own.
    #[must_use]
    pub fn try_out(pace: Pace, loss: u64, seeds: std::ops::Range<u64>) -> Self {
        let mut times: Vec<_> = seeds.map(|seed| handshake(pace, loss, seed)).collect();
        times.sort_by_key(|time| time.unwrap_or(Duration::MAX));
        Self { pace, loss, times }
    }

    /// How many were done within this time.
    #[must_use]
    pub fn within(&self, limit: Duration) -> usize {
        self.times.iter().filter(|time| time.is_some_and(|time| time <= limit)).count()
    }

    /// The time within which so many of 1000 were done.
    #[must_use]
    pub fn permille(&self, share: usize) -> Option<Duration> {
        self.times.get((self.times.len() * share).div_ceil(1000).saturating_sub(1)).copied().flatten()
    }
}

impl fmt::Display for Handshakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = GOALS.iter().find(|(loss, _)| *loss == self.loss).map_or(30, |(_, limit)| *limit);
        let within = self.within(Duration::from_secs(limit));
        let share = 100.0 * within as f64 / self.times.len().max(1) as f64;
        let seconds =
            |share| self.permille(share).map_or("    -".into(), |time| format!("{:>5.2}", time.as_secs_f64()));
        write!(
            f,
            "{:<10} {:>4} % {:>6} s {within:>6}/{:<6} {share:>6.2} % {} {} {}",
            format!("{:?}", self.pace),
            self.loss,
            limit,
            self.times.len(),
            seconds(500),
            seconds(950),
            seconds(990),
        )
    }
}

/// The columns of a line of [`Handshakes`].
pub const HEADING: &str = "server      loss     goal   within goal    share    50 %  95 %  99 %  (seconds)";

/// A chain as servers have it: a certificate of 1.5 KiB and the one of its authority, three packets with the rest.
fn shared() -> &'static (Authority, ServerTls) {
    static SHARED: OnceLock<(Authority, ServerTls)> = OnceLock::new();
    SHARED.get_or_init(|| {
        let authority = Authority::new("Handshake CA");
        let between = authority.intermediate("Handshake Sub CA");
        let leaf = between.server_with("vpn.example.net", |params| {
            params.subject_alt_names = (0..50)
                .filter_map(|n| Some(SanType::DnsName(format!("server-{n}.vpn.example.net").try_into().ok()?)))
                .collect();
        });
        let tls = ServerTls::new(&Script::new(), std::slice::from_ref(&between.der), &leaf);
        (authority, tls)
    })
}

/// One try: tls-crypt, TLS 1.3, a server that keeps no state for strangers and pushes unasked.
fn handshake(pace: Pace, loss: u64, seed: u64) -> Option<Duration> {
    let (authority, tls) = shared();
    let began = start();
    let mut random = Pseudo::new(seed.wrapping_mul(31) ^ loss);
    let wrap = Protection::TlsCrypt.wrap();
    let mut profile = profile();
    profile.tls = trusting(authority);
    profile.remotes[0].wrap = wrap.clone();
    let script = Script { wrap, pace, push_early: true, ..Script::new() };
    let mut site: Site<u8> = Site::new(script, tls.clone(), began);
    let unix = Duration::from_secs(NOW);
    let mut client =
        session_at(&profile, &Secrets::default(), &mut None, began, unix, proto::SUPPORTED, random.draw()).ok()?;
    let mut flying: BTreeMap<(Instant, u64), (bool, Vec<u8>)> = BTreeMap::new();
    let mut now = began;
    client.handle(now, Input::Start);
    for number in 0.. {
        let mut out = Vec::new();
        while let Some(output) = client.poll() {
            match output {
                Output::OpenLink(id, _) => client.handle(now, Input::LinkUp(id)),
                Output::Transmit(_, frame) | Output::Probe(_, frame) => out.push((true, frame)),
                Output::Event(SessionEvent::Configured(_)) => return Some(now - began),
                Output::Event(SessionEvent::Closed(_)) => return None,
                Output::CloseLink(_)
                | Output::DataLink(_)
                | Output::Resolve(..)
                | Output::RoundTrip(_)
                | Output::Event(_) => {}
            }
        }
        out.extend(std::iter::from_fn(|| site.poll()).map(|(_, frame)| (false, frame)));
        for (place, (to_server, frame)) in out.into_iter().enumerate() {
            if random.draw() % 100 >= loss {
                let delay = DELAY + Duration::from_micros(random.draw() % (1000 * JITTER + 1));
                flying.insert((now + delay, number * 1000 + place as u64), (to_server, frame));
            }
        }
        let arrival = flying.first_key_value().map(|((at, _), _)| *at);
        let deadline = client.poll_timeout().map(|deadline| deadline.at);
        let next = [arrival, deadline, site.poll_timeout()].into_iter().flatten().min()?;
        now = now.max(next);
        if now - began > GIVE_UP {
            return None;
        }
        if arrival.is_some_and(|at| at <= now)
            && let Some((_, (to_server, frame))) = flying.pop_first()
        {
            if to_server {
                site.receive(now, 1, &frame);
            } else {
                client.handle(now, Input::Received(LinkId(0), &frame));
            }
        } else if deadline.is_some_and(|at| at <= now) {
            client.handle(now, Input::Timeout);
        } else {
            site.tick(now);
        }
    }
    None
}
