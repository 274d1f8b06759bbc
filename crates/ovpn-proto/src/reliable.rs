//! Control messages in order and without gaps, over datagrams that get lost, doubled and reordered.
//!
//! One [`Reliable`] serves one key slot. It knows neither sockets nor the clock: messages and times go in, packets to send
//! and a deadline come out. Payloads are kept in the clear, because each transmission is wrapped anew.
//!
//! * Message ids start at 0 in each direction. At most [`SEND_WINDOW`] messages are unacknowledged at a time.
//! * Acknowledgements name single messages. Each outgoing packet repeats the last ones, so that a lost packet costs
//!   nothing; at most [`MAX_ACKS_SENT`] per packet, because SoftEther drops packets with more.
//! * A message is repeated after three round trips, as soon as one was measured (RFC 6298 with one sample), and then less and
//!   less often, but each other second at least: a server drops what it has, so that a repetition costs little, and a
//!   handshake that waits costs a person's patience.
//! * While a message is missing and later ones are there, their acknowledgements are said again. OpenVPN 2.6 sends the missing
//!   one at once when it has counted three of them, instead of after 2, 4, 8 … seconds.
//! * When the last message of what the other side says got lost, there is no later one to acknowledge. Who waits for more
//!   ([`Reliable::expect`]) asks for it after a silence, with three acknowledgements of [`NO_MESSAGE`], which OpenVPN 2.6 counts
//!   as well and others ignore as they ignore every id that they do not know.
//! * Over a stream nothing is ever sent twice.

use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant},
};

use crate::wire::{MessageId, Opcode};

/// Messages in flight. OpenVPN 2.6 and 3 use 6; 2.4 and 2.5 accept 8 ahead.
pub const SEND_WINDOW: usize = 6;
/// Messages accepted ahead of the next one, as OpenVPN 2.6.
pub const RECEIVE_WINDOW: u32 = 12;
/// Acknowledgements in one packet of ours.
pub const MAX_ACKS_SENT: usize = 4;
/// TLS bytes that fit a control packet of 1250 bytes under every protection, with IPv6 and UDP headers.
pub const MAX_TLS_BYTES: usize = 1100;
/// Messages that wait for the window. 128 of them hold more than the longest TLS flight.
pub const MAX_QUEUED: usize = 128;

/// The first pause before a round trip was measured: longer than nearly every round trip there is.
const FIRST_RETRANSMIT: Duration = Duration::from_millis(500);
/// The first pause afterwards is not shorter: servers acknowledge at once, but may be busy with TLS.
const SHORTEST_RETRANSMIT: Duration = Duration::from_millis(250);
/// As OpenVPN 3, which repeats each second whatever happens. On a network that loses three of ten packets, ten seconds without any
/// answer then happen once in a thousand times.
const LONGEST_RETRANSMIT: Duration = Duration::from_secs(1);
/// The first pause is longer where a round trip was measured that takes longer, and then every pause is.
const LONGEST_FIRST: Duration = Duration::from_secs(2);
/// A message is sent again at once when this many later ones have arrived, as OpenVPN 2.6 does.
const EARLY_RETRANSMIT_ACKS: u8 = 3;
/// How long a message may be missing before acknowledgements are repeated: it may be merely late.
const SHORTEST_GAP: Duration = Duration::from_millis(60);
/// So often, until something is delivered: with the acknowledgement of its own, more than the three that OpenVPN 2.6 counts,
/// because these get lost too.
const GAP_REPEATS: u8 = 4;
/// An id that no message has: it would be the last of four billions. Observed from an OpenVPN 2.6.14 server: three
/// acknowledgements of it, in one packet, make it repeat at once all that is not acknowledged, without a word in its log.
pub const NO_MESSAGE: MessageId = MessageId(u32::MAX);
/// The first silence before [`NO_MESSAGE`] is used is so many round trips: the other side has to think, too.
const QUIET_ROUND_TRIPS: u32 = 5;
/// It is not shorter than this, in which slow servers sign.
const SHORTEST_QUIET: Duration = Duration::from_millis(500);
/// Nor longer than this.
const LONGEST_QUIET: Duration = Duration::from_secs(2);
/// Who decides about a sign-in may take minutes: so often after each message, and then no more.
const MAX_QUESTIONS: u8 = 12;
/// Acknowledgements remembered for repeating.
const REMEMBERED_ACKS: usize = 8;

/// The queue of messages to send is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many control messages wait to be sent")]
pub struct QueueFull;

/// What became of a received message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Received {
    /// Stored; it comes out of [`Reliable::next_delivered`] in its turn.
    New,
    /// Known. It is acknowledged again, its payload is ignored.
    Duplicate,
    /// Too far ahead: neither kept nor acknowledged.
    OutOfWindow,
}

/// One packet to wrap and send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// [`Opcode::AckV1`] when there is nothing but acknowledgements.
    pub opcode: Opcode,
    /// `None` exactly for [`Opcode::AckV1`].
    pub message_id: Option<MessageId>,
    /// The message.
    pub payload: Vec<u8>,
    /// Newest first, at most [`MAX_ACKS_SENT`].
    pub acks: Vec<MessageId>,
}

/// The reliability layer of one key slot.
#[derive(Debug)]
pub struct Reliable {
    retransmit: bool,
    next_id: u32,
    queued: VecDeque<(Opcode, Vec<u8>)>,
    in_flight: VecDeque<InFlight>,
    next_expected: u32,
    arrived: BTreeMap<u32, (Opcode, Vec<u8>)>,
    unsent_acks: VecDeque<MessageId>,
    sent_acks: VecDeque<MessageId>,
    /// When a message that was sent once, and acknowledged since the last poll, had been sent.
    measured: Option<Instant>,
    round_trip: Option<Duration>,
    gap: Option<Gap>,
    /// More is to come from the other side.
    expecting: bool,
    /// The other side keeps state of us: it has acknowledged, or sent, something after the resets.
    is_known: bool,
    /// Something new came since the last poll.
    news: bool,
    silence: Option<Silence>,
}

/// All is said, and the other side's turn.
#[derive(Debug, Clone, Copy)]
struct Silence {
    /// When to ask for more.
    due: Instant,
    pause: Duration,
    left: u8,
}

/// A message is missing, and later ones are there.
#[derive(Debug, Clone, Copy)]
struct Gap {
    missing: u32,
    /// When acknowledgements are repeated.
    due: Instant,
    left: u8,
}

#[derive(Debug)]
struct InFlight {
    id: MessageId,
    opcode: Opcode,
    payload: Vec<u8>,
    timer: Option<Timer>,
    /// When it was sent, if once.
    sent_once: Option<Instant>,
    later_acks: u8,
}

#[derive(Debug, Clone, Copy)]
struct Timer {
    due: Instant,
    interval: Duration,
}

impl Reliable {
    /// A fresh slot. `retransmit` is off for streams.
    #[must_use]
    pub fn new(retransmit: bool) -> Self {
        Self {
            retransmit,
            next_id: 0,
            queued: VecDeque::new(),
            in_flight: VecDeque::new(),
            next_expected: 0,
            arrived: BTreeMap::new(),
            unsent_acks: VecDeque::new(),
            sent_acks: VecDeque::new(),
            measured: None,
            round_trip: None,
            gap: None,
            expecting: false,
            is_known: false,
            news: false,
            silence: None,
        }
    }

    /// Whether more is to come from the other side before this slot is done, so that silence means that something got lost.
    pub fn expect(&mut self, more: bool) {
        self.expecting = more;
    }

    /// Queues one message and gives the id that it will have.
    ///
    /// # Errors
    /// [`MAX_QUEUED`] messages wait already.
    pub fn queue(&mut self, opcode: Opcode, payload: Vec<u8>) -> Result<MessageId, QueueFull> {
        if !self.has_space() {
            return Err(QueueFull);
        }
        let waiting = u32::try_from(self.queued.len()).map_err(|_| QueueFull)?;
        let id = self.next_id.checked_add(waiting).ok_or(QueueFull)?;
        self.queued.push_back((opcode, payload));
        Ok(MessageId(id))
    }

    /// Queues a piece of a byte stream as messages of at most `limit` bytes and gives how many bytes were taken: fewer than
    /// all when the queue fills up.
    #[must_use]
    pub fn queue_stream(&mut self, opcode: Opcode, bytes: &[u8], limit: usize) -> usize {
        let mut taken = 0;
        for chunk in bytes.chunks(limit.max(1)) {
            if self.queue(opcode, chunk.to_vec()).is_err() {
                break;
            }
            taken += chunk.len();
        }
        taken
    }

    /// Whether one more message can be queued.
    #[must_use]
    pub fn has_space(&self) -> bool {
        self.queued.len() < MAX_QUEUED
    }

    /// Messages sent or waiting that the other side has not acknowledged.
    #[must_use]
    pub fn unacked(&self) -> usize {
        self.queued.len() + self.in_flight.len()
    }

    /// How many messages from the first one on the other side has acknowledged, without a gap: one of these that is sent again
    /// is acknowledged again and changes nothing.
    #[must_use]
    pub fn acknowledged(&self) -> u32 {
        self.in_flight.front().map_or(self.next_id, |oldest| oldest.id.0)
    }

    /// Whether the other side has everything.
    #[must_use]
    pub fn all_acked(&self) -> bool {
        self.unacked() == 0
    }

    /// How long the other side last took to acknowledge a message that was sent once.
    #[must_use]
    pub fn round_trip(&self) -> Option<Duration> {
        self.round_trip
    }

    /// Whether the other side keeps state of us: it has acknowledged, or sent, something after the resets.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// Takes a message that arrived. New ones and duplicates are acknowledged with the next packet.
    pub fn received(&mut self, id: MessageId, opcode: Opcode, payload: Vec<u8>) -> Received {
        let Some(ahead) = id.0.checked_sub(self.next_expected) else {
            self.acknowledge(id);
            return Received::Duplicate;
        };
        if ahead >= RECEIVE_WINDOW {
            return Received::OutOfWindow;
        }
        self.acknowledge(id);
        match self.arrived.entry(id.0) {
            std::collections::btree_map::Entry::Occupied(_) => Received::Duplicate,
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert((opcode, payload));
                self.news = true;
                self.is_known |= id.0 > 0;
                Received::New
            }
        }
    }

    /// The next message in order. Drain this after [`Self::received`]: the receive window moves with it.
    pub fn next_delivered(&mut self) -> Option<(Opcode, Vec<u8>)> {
        let message = self.arrived.remove(&self.next_expected)?;
        self.next_expected = self.next_expected.saturating_add(1);
        Some(message)
    }

    /// The other side has these. Unknown ids are ignored: they are repeats.
    pub fn acked(&mut self, ids: &[MessageId]) {
        for id in ids {
            let Some(place) = self.in_flight.iter().position(|message| message.id == *id) else { continue };
            let message = self.in_flight.remove(place);
            self.news = true;
            self.is_known |= id.0 > 0;
            // What was sent twice does not say which of them arrived.
            self.measured = message.and_then(|message| message.sent_once).or(self.measured);
            for earlier in self.in_flight.iter_mut().filter(|message| message.id < *id) {
                earlier.later_acks = earlier.later_acks.saturating_add(1);
            }
        }
    }

    /// The next packet to send at `now`: a message that is due, or acknowledgements that nothing else carries. Call until
    /// `None`. Queue what there is to say first, so that acknowledgements travel with it. What was acknowledged since the last
    /// call was so at `now`.
    pub fn poll_send(&mut self, now: Instant) -> Option<Outgoing> {
        self.fill_window();
        let retransmit = self.retransmit;
        if let Some(sent) = self.measured.take() {
            self.round_trip = Some(now.saturating_duration_since(sent));
        }
        let first = self.first_pause();
        if let Some(message) = self.in_flight.iter_mut().find(|message| message.is_due(now, retransmit)) {
            message.sent(now, first);
            let (opcode, id, payload) = (message.opcode, message.id, message.payload.clone());
            return Some(Outgoing { opcode, message_id: Some(id), payload, acks: self.take_acks() });
        }
        let repeat = self.watch_gap(now);
        let ask = self.watch_silence(now);
        if self.unsent_acks.is_empty() && !repeat && !ask {
            return None;
        }
        if ask {
            // The newest one of its own goes along, in case it is the one that got lost.
            let newest = self.take_acks().into_iter().take(1);
            let acks = newest.chain(std::iter::repeat_n(NO_MESSAGE, EARLY_RETRANSMIT_ACKS.into())).collect();
            return Some(Outgoing { opcode: Opcode::AckV1, message_id: None, payload: Vec::new(), acks });
        }
        Some(Outgoing { opcode: Opcode::AckV1, message_id: None, payload: Vec::new(), acks: self.take_acks() })
    }

    /// When [`Self::poll_send`] has a message to repeat. `None` over a stream and when all is acknowledged. Something that
    /// was never sent has no deadline: it is sent by the next poll.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        if !self.retransmit {
            return None;
        }
        let repeat = self.in_flight.iter().filter_map(|message| message.timer).map(|timer| timer.due);
        let gap = self.gap.filter(|gap| gap.left > 0).map(|gap| gap.due);
        let silence = self.silence.filter(|silence| silence.left > 0).map(|silence| silence.due);
        repeat.chain(gap).chain(silence).min()
    }

    /// Whether it is time to ask for what the other side must have sent.
    fn watch_silence(&mut self, now: Instant) -> bool {
        let news = std::mem::take(&mut self.news);
        if !self.retransmit || !self.expecting || !self.is_known || !self.all_acked() || !self.unsent_acks.is_empty() {
            self.silence = None;
            return false;
        }
        match &mut self.silence {
            Some(silence) if !news => {
                let ask = silence.left > 0 && silence.due <= now;
                if ask {
                    silence.left -= 1;
                    silence.pause = (silence.pause * 2).min(LONGEST_QUIET);
                    silence.due = now + silence.pause;
                }
                ask
            }
            Some(_) | None => {
                let round_trip = self.round_trip.unwrap_or_default();
                let pause = (QUIET_ROUND_TRIPS * round_trip).clamp(SHORTEST_QUIET, LONGEST_QUIET);
                self.silence = Some(Silence { due: now + pause, pause, left: MAX_QUESTIONS });
                false
            }
        }
    }

    fn first_pause(&self) -> Duration {
        self.round_trip.map_or(FIRST_RETRANSMIT, |time| (3 * time).clamp(SHORTEST_RETRANSMIT, LONGEST_FIRST))
    }

    /// Whether it is time to repeat acknowledgements, because a message is missing.
    fn watch_gap(&mut self, now: Instant) -> bool {
        if !self.retransmit || self.arrived.is_empty() {
            self.gap = None;
            return false;
        }
        let pause = self.round_trip.unwrap_or_default().clamp(SHORTEST_GAP, LONGEST_FIRST);
        let missing = self.next_expected;
        match &mut self.gap {
            Some(gap) if gap.missing == missing => {
                let repeat = gap.left > 0 && gap.due <= now;
                if repeat {
                    gap.left -= 1;
                    gap.due = now + pause;
                }
                repeat
            }
            Some(_) | None => {
                self.gap = Some(Gap { missing, due: now + pause, left: GAP_REPEATS });
                false
            }
        }
    }

    fn fill_window(&mut self) {
        loop {
            let oldest = self.in_flight.front().map_or(self.next_id, |message| message.id.0);
            let open = self.next_id.saturating_sub(oldest) < SEND_WINDOW as u32 && self.next_id < u32::MAX;
            if !open {
                return;
            }
            let Some((opcode, payload)) = self.queued.pop_front() else { return };
            let id = MessageId(self.next_id);
            self.next_id += 1;
            self.in_flight.push_back(InFlight { id, opcode, payload, timer: None, sent_once: None, later_acks: 0 });
        }
    }

    fn acknowledge(&mut self, id: MessageId) {
        // Bounded by the receive window for messages that are new, and by this test for replays of old ones.
        if !self.unsent_acks.contains(&id) && self.unsent_acks.len() < 4 * RECEIVE_WINDOW as usize {
            self.unsent_acks.push_back(id);
        }
    }

    fn take_acks(&mut self) -> Vec<MessageId> {
        for _ in 0..MAX_ACKS_SENT {
            let Some(id) = self.unsent_acks.pop_front() else { break };
            self.sent_acks.retain(|sent| *sent != id);
            self.sent_acks.push_front(id);
        }
        self.sent_acks.truncate(REMEMBERED_ACKS);
        self.sent_acks.iter().take(MAX_ACKS_SENT).copied().collect()
    }
}

impl InFlight {
    fn is_due(&self, now: Instant, retransmit: bool) -> bool {
        match self.timer {
            None => true,
            Some(timer) => retransmit && (timer.due <= now || self.later_acks >= EARLY_RETRANSMIT_ACKS),
        }
    }

    fn sent(&mut self, now: Instant, first: Duration) {
        self.sent_once = if self.timer.is_none() { Some(now) } else { None };
        let interval = self.timer.map_or(first, |timer| (timer.interval * 2).min(LONGEST_RETRANSMIT.max(first)));
        self.timer = Some(Timer { due: now + interval, interval });
        self.later_acks = 0;
    }
}

#[cfg(test)]
mod tests;
