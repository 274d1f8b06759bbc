//! How large a datagram may be to reach the server, found out without a word of the protocol for it.
//!
//! A probe is a control packet whose message id is an old one: a server acknowledges it once more and throws its payload
//! away, whatever that is. Padded to some size and sent whole or not at all, its acknowledgement proves that this size
//! passes. What an acknowledgement names differs:
//!
//! * Observed from OpenVPN 2.6.14: each message is acknowledged in a packet of its own, which names it first and repeats up to
//!   seven earlier ones. Nothing but the first id is news.
//! * Observed from SoftEther 5: what arrives together is acknowledged together, the lowest ids first, at most
//!   [`NAMED_AT_ONCE`]; the others follow when the next packet arrives. Nothing is repeated, and all ids are news.
//!
//! Who repeats has always something to repeat: a single id shows who does not.
//!
//! ```text
//! Ask ──two answers──► Check (the largest size) ──answered──► Resting ◄───────────────────────┐
//!  │                     │      ▲                                │ large frames are under way │
//!  │ silence             │ lost └──not confirmed in time─────────┤                            │
//!  ▼                     ▼                                       ▼ the limit is old           │
//! Off                  Search ──bounds are near each other──►  Raise ─────────────────────────┘
//! ```
//!
//! * Sizes travel in volleys, the largest first, and behind them a small probe, the witness. A size is lost when so many
//!   later witnesses were answered that chance does not explain it; time alone proves nothing, because queues grow.
//! * How many that are depends on what else got lost: `estimates::CHANCE`.
//! * Nothing is sent while nobody sends anything large, but a few packets each time the limit is tried upwards (RFC 8899,
//!   section 5.1.1: `PMTU_RAISE_TIMER`).
//! * The way back is taken to be as narrow as the way there.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

mod estimates;
mod round;
mod verdict;

use self::{
    estimates::{Chance, LONGEST_WAIT, RoundTrip},
    round::{Confirming, Purpose, Round, SIZES, Size, Use, WITNESSES, between, known_places, place},
};
use crate::{data::LargeFrames, wire::MessageId};

/// Smaller is not looked for, in bytes with IP and UDP headers: every network carries it (RFC 791: hosts take 576).
pub(super) const FLOOR: u16 = 548;
/// Larger is not looked for: Ethernet. Whatever is larger is cut by the kernel.
pub(super) const CEILING: u16 = 1500;
/// Size of a witness, in bytes with headers: room for every wrap.
pub(super) const WITNESS: u16 = 160;
/// The limit is this near to the truth, in bytes. Half of it would cost another round trip.
const STEP: u16 = 16;
/// Volleys one right after the other before anything was answered.
const BURST: u32 = 3;
/// Volleys without any answer after which the path is taken for down.
const DOWN: u32 = 8;
/// Volleys of a round at most.
const MOST_VOLLEYS: u32 = 64;
/// Ids in one acknowledgement of a server that does not repeat any.
const NAMED_AT_ONCE: usize = 4;
/// Old messages that probing needs: the witnesses, and one for a size.
const FEWEST: u32 = WITNESSES + 1;
/// Before the first probe: the last acknowledgements of the handshake arrive.
const SETTLE: Duration = Duration::from_millis(300);
/// How often the limit is confirmed while large frames are sent.
const CONFIRM: Duration = Duration::from_millis(500);
/// When large frames stop coming for so long, the limit is confirmed.
const HUSH: Duration = Duration::from_millis(300);
/// Until a larger size is tried after the limit fell: soon, in case that it was chance, and then as RFC 8899 says.
const RAISES: [Duration; 3] = [Duration::from_secs(10), Duration::from_secs(60), Duration::from_secs(600)];
/// Until a path that seemed to be down is tried again; twice as long each time.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(16));

/// One probe to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Probe {
    /// The message that it repeats.
    pub(super) id: MessageId,
    /// Its size with IP and UDP headers, in bytes; zero: as small as it can be.
    pub(super) size: u16,
}

/// Finds and watches the limit of one path.
#[derive(Debug)]
pub(super) struct PathMtu {
    top: u16,
    limit: u16,
    stage: Stage,
    able: bool,
    /// The server acknowledges again what it has acknowledged before; only the first id is news.
    repeats: bool,
    /// What the ids after the witnesses' were last used for.
    uses: [Use; SIZES],
    rounds: u32,
    round_trip: RoundTrip,
    chance: Chance,
    /// When the limit was last looked at.
    confirmed: Instant,
    raise: Option<(Instant, usize)>,
    pause: Duration,
    outbox: VecDeque<Probe>,
}

#[derive(Debug)]
enum Stage {
    /// Begin this then.
    Waiting(Instant, Purpose),
    Round(Round),
    Resting {
        confirming: Option<Confirming>,
    },
    /// The server does not answer probes.
    Off,
}

impl PathMtu {
    /// For a tunnel whose largest frames have `top` bytes with headers.
    pub(super) fn new(now: Instant, top: u16) -> Self {
        let top = top.clamp(FLOOR, CEILING);
        Self {
            top,
            limit: top,
            stage: Stage::Waiting(now + SETTLE, Purpose::Ask),
            able: false,
            repeats: true,
            uses: [Use::default(); SIZES],
            rounds: 0,
            round_trip: RoundTrip::default(),
            chance: Chance::default(),
            confirmed: now,
            raise: None,
            pause: PAUSES.0,
            outbox: VecDeque::new(),
        }
    }

    /// The largest size that passes, in bytes with headers. `None`: no limit is known.
    pub(super) fn limit(&self) -> Option<u16> {
        (self.limit < self.top).then_some(self.limit)
    }

    /// Whether the server answers probes; `None` while that is not known.
    #[cfg(test)]
    fn is_able(&self) -> Option<bool> {
        match self.stage {
            Stage::Off => Some(false),
            Stage::Waiting(..) | Stage::Round(_) | Stage::Resting { .. } => self.able.then_some(true),
        }
    }

    /// The id of a witness that is not awaited.
    pub(super) fn spare_witness(&self) -> u32 {
        self.rounds.wrapping_add(1) % WITNESSES
    }

    /// How long the newest answer took, once.
    pub(super) fn take_measured(&mut self) -> Option<Duration> {
        self.round_trip.take_newest()
    }

    /// The messages are those of new keys: what is under way proves nothing any more.
    pub(super) fn renumber(&mut self, now: Instant) {
        self.outbox.clear();
        self.uses = [Use::default(); SIZES];
        if !matches!(self.stage, Stage::Off) {
            let purpose = if self.able { Purpose::Check } else { Purpose::Ask };
            self.stage = Stage::Waiting(now + SETTLE, purpose);
        }
    }

    /// The path may be another one.
    pub(super) fn moved(&mut self, now: Instant) {
        self.renumber(now);
        self.round_trip = RoundTrip::default();
        self.raise = self.raise.map(|_| (now + SETTLE, 0));
    }

    /// The server sent an acknowledgement by itself, of these messages.
    pub(super) fn answered(&mut self, now: Instant, ids: &[MessageId]) {
        if let [id] = ids
            && self.is_awaited(*id)
        {
            self.repeats = false;
        }
        let news = if self.repeats { 1 } else { ids.len() };
        for id in ids.iter().take(news) {
            self.arrived(now, *id);
        }
    }

    /// A probe with this id is under way.
    fn is_awaited(&self, id: MessageId) -> bool {
        match &self.stage {
            Stage::Round(round) if round.witness == id.0 => true,
            Stage::Round(_) | Stage::Resting { .. } => {
                place(id).and_then(|place| self.uses.get(place)).is_some_and(|used| used.unanswered > 0)
            }
            Stage::Waiting(..) | Stage::Off => false,
        }
    }

    /// The probe with this id reached the server.
    fn arrived(&mut self, now: Instant, id: MessageId) {
        let place = place(id);
        let used = place.and_then(|place| self.uses.get_mut(place));
        let mut alone = None;
        if let Some(used) = used {
            alone = used.sent.filter(|_| used.unanswered == 1);
            used.unanswered = used.unanswered.saturating_sub(1);
        }
        match &mut self.stage {
            Stage::Round(round) if round.witness == id.0 => {
                round.witnessed += 1;
                round.last_witness = now;
                if let ([sent], 1) = (&round.volleys[..], round.witnessed) {
                    self.round_trip.measure(Some(*sent), now);
                }
            }
            Stage::Round(round) => {
                for size in round.sizes.iter_mut().filter(|size| Some(size.place) == place && !size.answered) {
                    size.answered = true;
                    if round.purpose == Purpose::Ask {
                        round.due = now;
                        self.round_trip.measure(alone, now);
                    }
                }
            }
            Stage::Resting { confirming } => {
                if confirming.take_if(|confirming| Some(confirming.place) == place).is_some() {
                    self.chance.add(1.0, 0.0);
                    self.round_trip.measure(alone, now);
                }
            }
            Stage::Waiting(..) | Stage::Off => {}
        }
    }

    /// The next probe to send, where so many messages have been acknowledged. Call until `None`.
    pub(super) fn poll(&mut self, now: Instant, messages: u32, large: LargeFrames) -> Option<Probe> {
        // Each step leads to something that waits.
        for _ in 0..8 {
            if !self.outbox.is_empty() || !self.advance(now, messages, large) {
                break;
            }
        }
        self.outbox.pop_front()
    }

    /// When to poll again.
    pub(super) fn poll_timeout(&self, large: LargeFrames) -> Option<Instant> {
        match &self.stage {
            Stage::Off => None,
            Stage::Waiting(until, _) => Some(*until),
            Stage::Round(round) => {
                // Asking ends with answers or with the last volley, not with a verdict.
                let near = round.purpose != Purpose::Ask && round.witnessed >= self.needed(round);
                let verdict = near.then(|| round.last_witness + self.margin());
                Some(verdict.map_or(round.due, |verdict| verdict.min(round.due)))
            }
            Stage::Resting { confirming: Some(confirming) } => Some(confirming.sent + self.round_trip.wait()),
            Stage::Resting { confirming: None } => {
                let raise = self.raise.map(|(at, _)| at);
                [raise, self.confirm_due(large)].into_iter().flatten().min()
            }
        }
    }

    /// Does what is due. `true`: something changed.
    fn advance(&mut self, now: Instant, messages: u32, large: LargeFrames) -> bool {
        match &self.stage {
            Stage::Off => false,
            Stage::Waiting(until, purpose) => {
                let due = *until <= now;
                if due {
                    self.begin(now, messages, *purpose);
                }
                due
            }
            Stage::Round(round) => {
                if self.is_settled(now, round) {
                    self.conclude(now, messages);
                } else if round.due <= now {
                    self.volley(now);
                } else {
                    return false;
                }
                true
            }
            Stage::Resting { confirming: Some(confirming) } => {
                let late = confirming.sent + self.round_trip.wait() <= now;
                if late {
                    self.begin(now, messages, Purpose::Check);
                }
                late
            }
            Stage::Resting { confirming: None } => {
                if self.raise.is_some_and(|(at, _)| at <= now) {
                    self.begin(now, messages, Purpose::Raise);
                } else if self.confirm_due(large).is_some_and(|at| at <= now) {
                    self.confirm(now, messages);
                } else {
                    return false;
                }
                true
            }
        }
    }

    /// When the limit is to be confirmed, because large frames are under way or have stopped to come.
    fn confirm_due(&self, large: LargeFrames) -> Option<Instant> {
        let news = |at: Option<Instant>| at.filter(|at| *at > self.confirmed);
        let sent = news(large.sent).map(|_| self.confirmed + CONFIRM);
        let received = news(large.received).map(|at| (at + HUSH).max(self.confirmed + CONFIRM));
        [sent, received].into_iter().flatten().min()
    }

    fn confirm(&mut self, now: Instant, messages: u32) {
        self.confirmed = now;
        let Some(place) = self.free_place(now, messages, self.limit, &[]) else { return };
        self.shoot(now, place, self.limit);
        self.stage = Stage::Resting { confirming: Some(Confirming { place, sent: now }) };
    }

    /// Begins a round.
    fn begin(&mut self, now: Instant, messages: u32, purpose: Purpose) {
        if messages < FEWEST {
            self.stage = Stage::Waiting(now + LONGEST_WAIT, purpose);
            return;
        }
        let wanted = match purpose {
            Purpose::Ask => vec![WITNESS],
            Purpose::Check => vec![self.limit],
            Purpose::Search { low, high } => between(low, high, self.places(messages)),
            Purpose::Raise => {
                let mut sizes = between(self.limit, self.top, self.places(messages).saturating_sub(1));
                sizes.insert(0, self.top);
                sizes
            }
        };
        let mut sizes = Vec::new();
        for size in wanted {
            if let Some(place) = self.free_place(now, messages, size, &sizes) {
                sizes.push(Size { place, size, answered: false });
            }
        }
        if sizes.is_empty() {
            // All ids have answers under way that could be mistaken.
            self.stage = Stage::Waiting(now + self.round_trip.wait(), purpose);
            return;
        }
        self.rounds = self.rounds.wrapping_add(1);
        let witness = self.rounds % WITNESSES;
        let volleys = Vec::new();
        self.stage =
            Stage::Round(Round { purpose, witness, sizes, volleys, witnessed: 0, last_witness: now, due: now });
    }

    /// Sizes that can be under way at once, where so many messages were acknowledged.
    fn places(&self, messages: u32) -> usize {
        // Beside them is a witness.
        let most = if self.repeats { SIZES } else { NAMED_AT_ONCE - 1 };
        known_places(messages).min(most)
    }

    /// An id whose late answers cannot be mistaken for one of `size`.
    fn free_place(&self, now: Instant, messages: u32, size: u16, taken: &[Size]) -> Option<usize> {
        let quiet = 2 * self.round_trip.wait();
        let free = |place: &usize| {
            let is_clear = self.uses.get(*place).is_some_and(|used| {
                // What proves that a larger one passes proves it for this one, too.
                used.unanswered == 0 || used.size >= size || used.sent.is_none_or(|sent| sent + quiet <= now)
            });
            is_clear && taken.iter().all(|taken| taken.place != *place)
        };
        (0..known_places(messages)).find(free)
    }

    fn shoot(&mut self, now: Instant, place: usize, size: u16) {
        let Some(used) = self.uses.get_mut(place) else { return };
        let unanswered = if used.size == size { used.unanswered + 1 } else { 1 };
        *used = Use { size, unanswered, sent: Some(now) };
        // There are few places.
        let id = MessageId(WITNESSES + place as u32);
        self.outbox.push_back(Probe { id, size });
    }

    fn volley(&mut self, now: Instant) {
        let Stage::Round(round) = &mut self.stage else { return };
        round.volleys.push(now);
        let passed = round.passed();
        let sent = round.volleys.len() as u32;
        let open = round.sizes.iter().filter(|size| size.size > passed.unwrap_or(0));
        let mut sizes: Vec<(usize, u16)> = open.map(|size| (size.place, size.size)).collect();
        if sent > BURST && round.purpose != Purpose::Raise {
            // The smallest that was not answered decides.
            sizes.drain(..sizes.len().saturating_sub(2));
        }
        let witness = round.witness;
        // One after the other, so that it shows what an answer names.
        let witnesses = round.purpose != Purpose::Ask || sizes.is_empty();
        for (place, size) in sizes {
            self.shoot(now, place, size);
        }
        if witnesses {
            self.outbox.push_back(Probe { id: MessageId(witness), size: WITNESS });
        }
        let Stage::Round(round) = &self.stage else { return };
        let quick = round.purpose != Purpose::Ask && (sent < BURST || round.witnessed > 0 && sent < self.needed(round));
        let pause = if quick { self.spacing() } else { self.round_trip.wait() };
        if let Stage::Round(round) = &mut self.stage {
            round.due = now + pause;
        }
    }

    /// Between two volleys: not all of them should meet the same burst of losses.
    fn spacing(&self) -> Duration {
        (self.round_trip.wait() / 8).clamp(Duration::from_millis(20), Duration::from_millis(60))
    }

    /// How much later than a later packet's an answer may come.
    fn margin(&self) -> Duration {
        (self.round_trip.wait() / 8).clamp(Duration::from_millis(15), Duration::from_millis(100))
    }
}

#[cfg(test)]
mod tests;
