//! What must hold.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    time::{Duration, Instant},
};

use ovpn_proto::wire::SessionId;

/// Lines kept of what happened.
const MAX_LINES: usize = 60;
/// Where nothing gets lost, an inner packet is there by then.
const LATEST: Duration = Duration::from_secs(3);

/// Something did not hold.
#[derive(Debug)]
pub(super) struct Broken {
    what: String,
    before: Vec<String>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.before {
            writeln!(f, "  {line}")?;
        }
        write!(f, "{}", self.what)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    ToServer,
    ToClient,
}

struct Parcel {
    way: Way,
    sent: Instant,
    arrived: bool,
    /// It must arrive.
    owed: bool,
    digest: u64,
}

/// Looks on.
pub(super) struct Model {
    began: Instant,
    parcels: HashMap<u64, Parcel>,
    pub(super) arrived: u64,
    key_ids: BTreeMap<SessionId, u8>,
    lines: VecDeque<String>,
    /// Of the packets that were sent since this time, some arrived this way: to the server, to the client.
    pub(super) fresh: (bool, bool),
    pub(super) fresh_since: Option<Instant>,
}

impl Model {
    pub(super) fn new(began: Instant) -> Self {
        Self {
            began,
            parcels: HashMap::new(),
            arrived: 0,
            key_ids: BTreeMap::new(),
            lines: VecDeque::new(),
            fresh: (false, false),
            fresh_since: None,
        }
    }

    pub(super) fn line(&mut self, now: Instant, line: impl fmt::Display) {
        if self.lines.len() == MAX_LINES {
            self.lines.pop_front();
        }
        self.lines.push_back(format!("{:>10.3} {line}", (now - self.began).as_secs_f64()));
    }

    pub(super) fn broken(&mut self, now: Instant, what: impl fmt::Display) -> Broken {
        let what = format!("{:>12.3} BROKEN: {what}", (now - self.began).as_secs_f64());
        Broken { what, before: self.lines.drain(..).collect() }
    }

    pub(super) fn sent(&self) -> u64 {
        self.parcels.len() as u64
    }

    /// An inner packet with a number, and a body that follows from it.
    pub(super) fn pack(&mut self, now: Instant, way: Way, length: usize, owed: bool) -> Vec<u8> {
        let number = self.parcels.len() as u64;
        let mut packet = vec![0x45];
        packet.extend(number.to_be_bytes());
        packet.extend((0..length).map(|at| (number as usize + at) as u8));
        self.parcels.insert(number, Parcel { way, sent: now, arrived: false, owed, digest: digest(&packet) });
        packet
    }

    pub(super) fn unpack(&mut self, now: Instant, way: Way, packet: &[u8]) -> Result<(), Broken> {
        let number = packet.get(1..9).and_then(|bytes| bytes.try_into().ok()).map(u64::from_be_bytes);
        let parcel = number.and_then(|number| self.parcels.get_mut(&number));
        let what = match parcel {
            None => "an inner packet arrived that was not sent",
            Some(parcel) if parcel.digest != digest(packet) => "an inner packet was altered",
            Some(parcel) if parcel.way != way => "an inner packet came back",
            Some(parcel) if parcel.arrived => "an inner packet arrived twice",
            Some(parcel) => {
                parcel.arrived = true;
                self.arrived += 1;
                if self.fresh_since.is_some_and(|since| parcel.sent >= since) {
                    match way {
                        Way::ToServer => self.fresh.0 = true,
                        Way::ToClient => self.fresh.1 = true,
                    }
                }
                return Ok(());
            }
        };
        Err(self.broken(now, format!("{what} ({number:?}, {way:?})")))
    }

    /// A client signs in under a key id.
    pub(super) fn login(&mut self, now: Instant, client: SessionId, key_id: u8) -> Result<(), Broken> {
        let last = self.key_ids.insert(client, key_id);
        let follows = match last {
            None => key_id == 0,
            // An exchange that the client did not hear the end of is repeated.
            Some(last) => key_id == last || key_id == if last == 7 { 1 } else { last + 1 },
        };
        if follows { Ok(()) } else { Err(self.broken(now, format!("key id {key_id} came after {last:?}"))) }
    }

    /// Whether everything that was owed has arrived.
    pub(super) fn settle(&mut self, now: Instant) -> Result<(), Broken> {
        let late = |parcel: &&Parcel| parcel.owed && !parcel.arrived && parcel.sent + LATEST < now;
        let missing = self.parcels.values().filter(late).min_by_key(|parcel| parcel.sent);
        let Some((sent, way)) = missing.map(|parcel| (parcel.sent - self.began, parcel.way)) else { return Ok(()) };
        let count = self.parcels.values().filter(late).count();
        Err(self.broken(
            now,
            format!("{count} inner packets got lost on a network that loses nothing, the first at {sent:?} {way:?}"),
        ))
    }
}

fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::start;

    #[test]
    fn what_does_not_hold_is_noticed() {
        let now = start();
        let mut model = Model::new(now);
        let packet = model.pack(now, Way::ToServer, 40, true);
        let lost = model.pack(now, Way::ToServer, 40, true);
        let broken = |result: Result<(), Broken>| result.err().map(|broken| broken.what).unwrap_or_default();
        let mut altered = packet.clone();
        altered[20] ^= 1;
        assert!(broken(model.unpack(now, Way::ToServer, &altered)).contains("altered"));
        assert!(broken(model.unpack(now, Way::ToClient, &packet)).contains("came back"));
        assert!(model.unpack(now, Way::ToServer, &packet).is_ok());
        assert!(broken(model.unpack(now, Way::ToServer, &packet)).contains("twice"));
        assert!(broken(model.unpack(now, Way::ToServer, &[0x45; 30])).contains("not sent"));
        assert!(model.settle(now).is_ok());
        assert!(broken(model.settle(now + 2 * LATEST)).contains("1 inner packets got lost"));
        assert!(model.unpack(now, Way::ToServer, &lost).is_ok());
        assert!(model.settle(now + 2 * LATEST).is_ok());
    }

    #[test]
    fn key_ids_follow_each_other() {
        let now = start();
        let mut model = Model::new(now);
        let (one, other) = (SessionId([1; 8]), SessionId([2; 8]));
        for key_id in [0, 1, 2, 2, 3, 4, 5, 6, 7, 1, 2] {
            assert!(model.login(now, one, key_id).is_ok(), "{key_id}");
        }
        assert!(model.login(now, other, 1).is_err());
        assert!(model.login(now, one, 4).is_err());
    }
}
