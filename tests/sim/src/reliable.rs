//! The other end's reliability layer, written from docs/protocol/openvpn.md §3 and apart from the client's: two independent
//! readings of one text find more than one reading that talks to itself.

use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant},
};

use ovpn_proto::wire::{MessageId, Opcode};

/// When a server says something again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// OpenVPN 2.6 and 2.7: after 2 seconds, doubling without end; at once after three acknowledgements of later messages.
    OpenVpn2,
    /// OpenVPN 3: each second.
    OpenVpn3,
    /// Over a stream: never.
    Stream,
}

impl Pace {
    fn first(self) -> Duration {
        match self {
            Self::OpenVpn2 => Duration::from_secs(2),
            Self::OpenVpn3 | Self::Stream => Duration::from_secs(1),
        }
    }

    fn after(self, pause: Duration) -> Duration {
        match self {
            Self::OpenVpn2 => pause * 2,
            Self::OpenVpn3 | Self::Stream => pause,
        }
    }
}

const SEND_WINDOW: u32 = 6;
const RECEIVE_WINDOW: u32 = 12;
const REMEMBERED_ACKS: usize = 8;
const ACKS_WITH_MESSAGE: usize = 4;
const ACKS_ALONE: usize = 8;
const EARLY: u32 = 3;

#[derive(Debug)]
struct Entry {
    id: u32,
    opcode: Opcode,
    payload: Vec<u8>,
    due: Option<Instant>,
    pause: Duration,
    later_acks: u32,
}

/// One packet to send.
#[derive(Debug)]
pub(crate) struct ToSend {
    pub(crate) opcode: Opcode,
    pub(crate) message_id: Option<MessageId>,
    pub(crate) payload: Vec<u8>,
    pub(crate) acks: Vec<MessageId>,
}

/// One key slot's messages, both ways.
#[derive(Debug)]
pub(crate) struct Messages {
    pace: Pace,
    next_id: u32,
    waiting: VecDeque<(Opcode, Vec<u8>)>,
    sent: Vec<Entry>,
    expected: u32,
    arrived: BTreeMap<u32, (Opcode, Vec<u8>)>,
    new_acks: VecDeque<u32>,
    recent_acks: VecDeque<u32>,
}

impl Messages {
    pub(crate) fn new(pace: Pace) -> Self {
        Self {
            pace,
            next_id: 0,
            waiting: VecDeque::new(),
            sent: Vec::new(),
            expected: 0,
            arrived: BTreeMap::new(),
            new_acks: VecDeque::new(),
            recent_acks: VecDeque::new(),
        }
    }

    /// As after the resets, which a stateless server keeps no record of: both sides' message 0 is through.
    pub(crate) fn after_resets(pace: Pace) -> Self {
        Self { next_id: 1, expected: 1, recent_acks: VecDeque::from([0]), ..Self::new(pace) }
    }

    pub(crate) fn queue(&mut self, opcode: Opcode, payload: Vec<u8>) {
        self.waiting.push_back((opcode, payload));
    }

    pub(crate) fn acked(&mut self, ids: &[MessageId]) {
        for id in ids {
            self.sent.retain(|entry| entry.id != id.0);
            for earlier in self.sent.iter_mut().filter(|entry| entry.id < id.0) {
                earlier.later_acks += 1;
            }
        }
    }

    pub(crate) fn all_acked(&self) -> bool {
        self.waiting.is_empty() && self.sent.is_empty()
    }

    pub(crate) fn received(&mut self, id: MessageId, opcode: Opcode, payload: Vec<u8>) {
        let id = id.0;
        if id >= self.expected + RECEIVE_WINDOW {
            return;
        }
        if !self.new_acks.contains(&id) {
            self.new_acks.push_back(id);
        }
        if id >= self.expected {
            self.arrived.entry(id).or_insert((opcode, payload));
        }
    }

    pub(crate) fn has_delivered(&self, id: MessageId) -> bool {
        id.0 < self.expected
    }

    pub(crate) fn next_delivered(&mut self) -> Option<(Opcode, Vec<u8>)> {
        let message = self.arrived.remove(&self.expected)?;
        self.expected += 1;
        Some(message)
    }

    pub(crate) fn poll_send(&mut self, now: Instant) -> Option<ToSend> {
        while let Some(oldest_free) = self.sent.first().map_or(Some(self.next_id), |entry| Some(entry.id))
            && self.next_id < oldest_free + SEND_WINDOW
            && let Some((opcode, payload)) = self.waiting.pop_front()
        {
            let (id, pause) = (self.next_id, self.pace.first());
            self.sent.push(Entry { id, opcode, payload, due: None, pause, later_acks: 0 });
            self.next_id += 1;
        }
        let pace = self.pace;
        let due = self.sent.iter_mut().find(|entry| match entry.due {
            None => true,
            Some(due) => pace != Pace::Stream && (due <= now || (entry.later_acks >= EARLY && pace == Pace::OpenVpn2)),
        });
        if let Some(entry) = due {
            entry.due = Some(now + entry.pause);
            entry.pause = pace.after(entry.pause);
            entry.later_acks = 0;
            let (opcode, id, payload) = (entry.opcode, entry.id, entry.payload.clone());
            let acks = self.take_acks(ACKS_WITH_MESSAGE);
            return Some(ToSend { opcode, message_id: Some(MessageId(id)), payload, acks });
        }
        if self.new_acks.is_empty() {
            return None;
        }
        let acks = self.take_acks(ACKS_ALONE);
        Some(ToSend { opcode: Opcode::AckV1, message_id: None, payload: Vec::new(), acks })
    }

    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        if self.pace == Pace::Stream {
            return None;
        }
        self.sent.iter().filter_map(|entry| entry.due).min()
    }

    fn take_acks(&mut self, most: usize) -> Vec<MessageId> {
        for _ in 0..most {
            let Some(id) = self.new_acks.pop_front() else { break };
            self.recent_acks.retain(|recent| *recent != id);
            self.recent_acks.push_front(id);
        }
        self.recent_acks.truncate(REMEMBERED_ACKS);
        self.recent_acks.iter().take(most).map(|id| MessageId(*id)).collect()
    }
}
