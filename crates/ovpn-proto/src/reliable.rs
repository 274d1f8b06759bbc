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
/// OpenVPN 3 repeats each second whatever happens, so that servers know worse.
const LONGEST_RETRANSMIT: Duration = Duration::from_secs(2);
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

    /// Whether the other side has everything.
    #[must_use]
    pub fn all_acked(&self) -> bool {
        self.unacked() == 0
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
                    silence.pause = (silence.pause * 2).min(LONGEST_RETRANSMIT);
                    silence.due = now + silence.pause;
                }
                ask
            }
            Some(_) | None => {
                let round_trip = self.round_trip.unwrap_or_default();
                let pause = (QUIET_ROUND_TRIPS * round_trip).clamp(SHORTEST_QUIET, LONGEST_RETRANSMIT);
                self.silence = Some(Silence { due: now + pause, pause, left: MAX_QUESTIONS });
                false
            }
        }
    }

    fn first_pause(&self) -> Duration {
        self.round_trip.map_or(FIRST_RETRANSMIT, |time| (3 * time).clamp(SHORTEST_RETRANSMIT, LONGEST_RETRANSMIT))
    }

    /// Whether it is time to repeat acknowledgements, because a message is missing.
    fn watch_gap(&mut self, now: Instant) -> bool {
        if !self.retransmit || self.arrived.is_empty() {
            self.gap = None;
            return false;
        }
        let pause = self.round_trip.unwrap_or_default().clamp(SHORTEST_GAP, LONGEST_RETRANSMIT);
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
        let interval = self.timer.map_or(first, |timer| (timer.interval * 2).min(LONGEST_RETRANSMIT));
        self.timer = Some(Timer { due: now + interval, interval });
        self.later_acks = 0;
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    // A test needs some instant to count from; which one does not matter.
    #[expect(clippy::disallowed_methods, reason = "the origin of a test's clock")]
    fn start() -> Instant {
        Instant::now()
    }

    fn ids(numbers: &[u32]) -> Vec<MessageId> {
        numbers.iter().copied().map(MessageId).collect()
    }

    #[test]
    fn six_messages_in_flight_and_then_silence() {
        let mut sender = Reliable::new(true);
        for n in 0..10u8 {
            assert_eq!(sender.queue(Opcode::ControlV1, vec![n]), Ok(MessageId(n.into())));
        }
        let now = start();
        let sent: Vec<u32> =
            std::iter::from_fn(|| sender.poll_send(now)).map(|out| out.message_id.unwrap().0).collect();
        assert_eq!(sent, [0, 1, 2, 3, 4, 5]);
        sender.acked(&ids(&[1, 2]));
        assert_eq!(sender.poll_send(now), None, "the window hangs on the oldest");
        sender.acked(&ids(&[0]));
        let sent: Vec<u32> =
            std::iter::from_fn(|| sender.poll_send(now)).map(|out| out.message_id.unwrap().0).collect();
        assert_eq!(sent, [6, 7, 8]);
        assert_eq!(sender.unacked(), 7);
    }

    #[test]
    fn retransmission_doubles_up_to_two_seconds() {
        let mut sender = Reliable::new(true);
        sender.queue(Opcode::HardResetClientV2, Vec::new()).unwrap();
        let mut now = start();
        let mut pauses = Vec::new();
        for _ in 0..6 {
            assert!(sender.poll_send(now).is_some());
            assert_eq!(sender.poll_send(now), None);
            let due = sender.poll_timeout().unwrap();
            pauses.push((due - now).as_millis());
            assert_eq!(sender.poll_send(due - Duration::from_millis(1)), None);
            now = due;
        }
        assert_eq!(pauses, [500, 1000, 2000, 2000, 2000, 2000]);
        sender.acked(&ids(&[0]));
        assert_eq!(sender.poll_timeout(), None);
        assert!(sender.all_acked());
    }

    #[test]
    fn a_measured_round_trip_shortens_the_first_pause() {
        let first_pause = |round_trip: u64, again: bool| {
            let mut sender = Reliable::new(true);
            let mut now = start();
            sender.queue(Opcode::HardResetClientV2, Vec::new()).unwrap();
            assert!(sender.poll_send(now).is_some());
            if again {
                now = sender.poll_timeout().unwrap();
                assert!(sender.poll_send(now).is_some());
            }
            now += Duration::from_millis(round_trip);
            sender.acked(&ids(&[0]));
            sender.queue(Opcode::ControlV1, vec![1]).unwrap();
            assert!(sender.poll_send(now).is_some());
            (sender.poll_timeout().unwrap() - now).as_millis()
        };
        assert_eq!(first_pause(100, false), 300);
        assert_eq!(first_pause(1, false), 250);
        assert_eq!(first_pause(5000, false), 2000);
        assert_eq!(first_pause(100, true), 500, "nobody knows which of the two was acknowledged");
    }

    #[test]
    fn acks_are_said_again_while_a_message_is_missing() {
        let mut receiver = Reliable::new(true);
        let mut now = start();
        assert_eq!(receiver.received(MessageId(1), Opcode::ControlV1, Vec::new()), Received::New);
        assert_eq!(receiver.poll_send(now).unwrap().acks, ids(&[1]));
        assert_eq!(receiver.poll_send(now), None);
        for _ in 0..GAP_REPEATS {
            let due = receiver.poll_timeout().unwrap();
            assert!(due > now);
            now = due;
            let repeated = receiver.poll_send(now).unwrap();
            assert_eq!((repeated.opcode, repeated.acks), (Opcode::AckV1, ids(&[1])));
            assert_eq!(receiver.poll_send(now), None);
        }
        assert_eq!(receiver.poll_timeout(), None, "and then the other side has to know");
        assert_eq!(receiver.received(MessageId(0), Opcode::ControlV1, Vec::new()), Received::New);
        while receiver.next_delivered().is_some() {}
        assert_eq!(receiver.poll_send(now).unwrap().acks, ids(&[0, 1]));
        assert_eq!((receiver.poll_send(now), receiver.poll_timeout()), (None, None));
    }

    #[test]
    fn silence_is_asked_about_while_more_is_expected() {
        let quiet_after_reset = |expecting| {
            let mut client = Reliable::new(true);
            client.expect(expecting);
            let now = start();
            client.queue(Opcode::HardResetClientV2, Vec::new()).unwrap();
            assert!(client.poll_send(now).is_some());
            client.acked(&ids(&[0]));
            assert_eq!(client.received(MessageId(0), Opcode::HardResetServerV2, Vec::new()), Received::New);
            while client.next_delivered().is_some() {}
            while client.poll_send(now).is_some() {}
            assert_eq!(client.poll_timeout(), None, "the server may keep no state yet");
            client.queue(Opcode::ControlV1, vec![1]).unwrap();
            assert!(client.poll_send(now).is_some());
            client.acked(&ids(&[1]));
            assert_eq!(client.poll_send(now), None);
            (client, now)
        };
        let (client, _) = quiet_after_reset(false);
        assert_eq!(client.poll_timeout(), None);

        let (mut client, mut now) = quiet_after_reset(true);
        let mut pauses = Vec::new();
        while let Some(due) = client.poll_timeout() {
            pauses.push((due - now).as_millis());
            now = due;
            let question = client.poll_send(now).unwrap();
            let acks = [MessageId(0), NO_MESSAGE, NO_MESSAGE, NO_MESSAGE];
            assert_eq!((question.opcode, &*question.acks), (Opcode::AckV1, &acks[..]));
            assert_eq!(client.poll_send(now), None);
        }
        assert_eq!(pauses[..4], [500, 1000, 2000, 2000]);
        assert_eq!(pauses.len(), usize::from(MAX_QUESTIONS));
        // What comes then starts it over.
        assert_eq!(client.received(MessageId(1), Opcode::ControlV1, Vec::new()), Received::New);
        while client.next_delivered().is_some() {}
        assert_eq!(client.poll_send(now).unwrap().acks, ids(&[1, 0]));
        assert_eq!(client.poll_send(now), None);
        assert!(client.poll_timeout().is_some());
        client.expect(false);
        assert_eq!((client.poll_send(now), client.poll_timeout()), (None, None));
    }

    #[test]
    fn a_stream_sends_once() {
        let mut sender = Reliable::new(false);
        sender.queue(Opcode::ControlV1, vec![1]).unwrap();
        let now = start();
        assert!(sender.poll_send(now).is_some());
        assert_eq!(sender.poll_timeout(), None);
        assert_eq!(sender.poll_send(now + Duration::from_secs(100)), None);
    }

    #[test]
    fn three_later_acks_bring_a_message_forward() {
        let mut sender = Reliable::new(true);
        for n in 0..5 {
            sender.queue(Opcode::ControlV1, vec![n]).unwrap();
        }
        let now = start();
        while sender.poll_send(now).is_some() {}
        sender.acked(&ids(&[1, 2]));
        assert_eq!(sender.poll_send(now), None);
        sender.acked(&ids(&[3]));
        assert_eq!(sender.poll_send(now).unwrap().message_id, Some(MessageId(0)));
        assert_eq!(sender.poll_send(now), None);
    }

    #[test]
    fn acks_are_repeated_newest_first_and_never_more_than_four() {
        let mut receiver = Reliable::new(true);
        let now = start();
        for n in 0..6 {
            assert_eq!(receiver.received(MessageId(n), Opcode::ControlV1, Vec::new()), Received::New);
        }
        let first = receiver.poll_send(now).unwrap();
        assert_eq!((first.opcode, first.message_id), (Opcode::AckV1, None));
        assert_eq!(first.acks, ids(&[3, 2, 1, 0]));
        assert_eq!(receiver.poll_send(now).unwrap().acks, ids(&[5, 4, 3, 2]));
        assert_eq!(receiver.poll_send(now), None);
        receiver.queue(Opcode::ControlV1, vec![1]).unwrap();
        assert_eq!(receiver.poll_send(now).unwrap().acks, ids(&[5, 4, 3, 2]));
        assert_eq!(receiver.received(MessageId(1), Opcode::ControlV1, Vec::new()), Received::Duplicate);
        assert_eq!(receiver.poll_send(now).unwrap().acks, ids(&[1, 5, 4, 3]));
    }

    #[test]
    fn messages_too_far_ahead_are_not_acknowledged() {
        let mut receiver = Reliable::new(true);
        assert_eq!(receiver.received(MessageId(12), Opcode::ControlV1, vec![1]), Received::OutOfWindow);
        assert_eq!(receiver.poll_send(start()), None);
        assert_eq!(receiver.received(MessageId(11), Opcode::ControlV1, vec![1]), Received::New);
        assert_eq!(receiver.next_delivered(), None);
    }

    #[test]
    fn the_queue_is_bounded() {
        let mut sender = Reliable::new(true);
        let bytes = vec![7; (MAX_QUEUED + 5) * 10];
        assert_eq!(sender.queue_stream(Opcode::ControlV1, &bytes, 10), MAX_QUEUED * 10);
        assert!(!sender.has_space());
        assert_eq!(sender.queue(Opcode::ControlV1, Vec::new()), Err(QueueFull));
    }

    /// What happens to each packet on its way.
    #[derive(Debug, Clone, Copy)]
    enum Fate {
        Arrives,
        Lost,
        Doubled,
        Late,
    }

    fn fate() -> impl Strategy<Value = Fate> {
        prop_oneof![3 => Just(Fate::Arrives), 2 => Just(Fate::Lost), 1 => Just(Fate::Doubled), 2 => Just(Fate::Late)]
    }

    fn transfer(
        from: &mut Reliable,
        to: &mut Reliable,
        late: &mut Vec<Outgoing>,
        now: Instant,
        fates: &mut dyn Iterator<Item = Fate>,
    ) {
        let mut arriving = std::mem::take(late);
        while let Some(packet) = from.poll_send(now) {
            assert!(packet.acks.len() <= MAX_ACKS_SENT);
            match fates.next().unwrap_or(Fate::Arrives) {
                Fate::Arrives => arriving.push(packet),
                Fate::Lost => {}
                Fate::Doubled => arriving.extend([packet.clone(), packet]),
                Fate::Late => late.push(packet),
            }
        }
        for packet in arriving {
            to.acked(&packet.acks);
            if let Some(id) = packet.message_id {
                assert_ne!(to.received(id, packet.opcode, packet.payload), Received::OutOfWindow);
            }
        }
    }

    proptest! {
        #[test]
        fn a_bad_channel_loses_nothing_and_keeps_the_order(
            a_says in vec(any::<u16>(), 0..40),
            b_says in vec(any::<u16>(), 0..40),
            fates in vec(fate(), 0..300),
        ) {
            let mut fates = fates.into_iter();
            let (mut a, mut b) = (Reliable::new(true), Reliable::new(true));
            for word in &a_says {
                a.queue(Opcode::ControlV1, word.to_be_bytes().to_vec()).unwrap();
            }
            for word in &b_says {
                b.queue(Opcode::ControlV1, word.to_be_bytes().to_vec()).unwrap();
            }
            let (mut to_a, mut to_b) = (Vec::new(), Vec::new());
            let (mut a_heard, mut b_heard) = (Vec::new(), Vec::new());
            let mut now = start();
            let word = |(_, payload): (Opcode, Vec<u8>)| u16::from_be_bytes(payload.try_into().unwrap());
            for _ in 0..400 {
                transfer(&mut a, &mut b, &mut to_b, now, &mut fates);
                b_heard.extend(std::iter::from_fn(|| b.next_delivered()).map(word));
                transfer(&mut b, &mut a, &mut to_a, now, &mut fates);
                a_heard.extend(std::iter::from_fn(|| a.next_delivered()).map(word));
                if a.all_acked() && b.all_acked() {
                    break;
                }
                now = [a.poll_timeout(), b.poll_timeout()].into_iter().flatten().min().unwrap_or(now).max(now);
            }
            prop_assert_eq!(&b_heard, &a_says);
            prop_assert_eq!(&a_heard, &b_says);
            prop_assert!(a.all_acked() && b.all_acked());
        }

        #[test]
        fn nonsense_never_panics_and_stays_bounded(input in vec((any::<u32>(), vec(any::<u32>(), 0..9)), 0..200)) {
            let mut receiver = Reliable::new(true);
            let now = start();
            for (id, acks) in input {
                receiver.acked(&ids(&acks));
                let _ = receiver.received(MessageId(id % 40), Opcode::ControlV1, vec![0; 4]);
                let _ = receiver.received(MessageId(id), Opcode::ControlV1, vec![0; 4]);
                prop_assert!(receiver.arrived.len() <= RECEIVE_WINDOW as usize);
                prop_assert!(receiver.unsent_acks.len() <= 4 * RECEIVE_WINDOW as usize);
                if id % 3 == 0 {
                    let _ = receiver.poll_send(now);
                    let _ = receiver.next_delivered();
                }
            }
        }
    }
}
