//! A whole server: many addresses, and no state for those that have not proved to be where they say
//! (docs/protocol/openvpn.md §2).
//!
//! The first answer is made from nothing but the question: the server's session id is a digest of the client's session id, its
//! address and the half minute. Who sends it back gets a [`TestServer`]. A client that moves is found by its data packets.

use std::{
    collections::{BTreeMap, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
    time::{Duration, Instant},
};

use crate::{
    script::{Script, Seen},
    server::{ServerTls, TestServer},
    settings::NOW,
};
use ovpn_proto::{
    keys::Side,
    wire::{self, ControlPacket, KeyId, MessageId, Opcode, PeerId, SessionId},
    wrap::ControlWrap,
};
use ovpn_settings::Wrap;

/// Guests that were not heard of for so long are forgotten.
const FORGET: Duration = Duration::from_secs(120);
/// A guest must have keys by then.
const HAND_WINDOW: Duration = Duration::from_secs(60);
/// How long a stateless answer is good for, once or twice.
const SLOT: Duration = Duration::from_secs(30);
const MAX_GUESTS: usize = 256;

/// A server for many clients at addresses of the kind `A`.
pub struct Site<A> {
    script: Script,
    tls: ServerTls,
    origin: Instant,
    secret: u64,
    guests: BTreeMap<A, TestServer>,
    next_peer: u32,
    outbox: VecDeque<(A, Vec<u8>)>,
    seen: VecDeque<(A, SessionId, Seen)>,
}

impl<A: Ord + Copy + Hash> Site<A> {
    /// A server at its beginning. Each guest gets a peer id of its own, from the script's on.
    #[must_use]
    pub fn new(script: Script, tls: ServerTls, now: Instant) -> Self {
        Self {
            script,
            tls,
            origin: now,
            secret: 0x5eed,
            guests: BTreeMap::new(),
            next_peer: 0,
            outbox: VecDeque::new(),
            seen: VecDeque::new(),
        }
    }

    /// Forgets everybody, as a server that is restarted without a word.
    pub fn restart(&mut self) {
        self.guests.clear();
        self.outbox.clear();
        self.secret = self.secret.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
    }

    /// The next frame to send, and where to.
    pub fn poll(&mut self) -> Option<(A, Vec<u8>)> {
        self.outbox.pop_front()
    }

    /// The next thing noticed: the guest's address and session id with it.
    pub fn poll_seen(&mut self) -> Option<(A, SessionId, Seen)> {
        self.seen.pop_front()
    }

    /// When to call [`Self::tick`].
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.guests.values().filter_map(TestServer::poll_timeout).min()
    }

    /// Everybody that has an address here.
    pub fn guests(&mut self) -> impl Iterator<Item = (A, &mut TestServer)> {
        self.guests.iter_mut().map(|(address, guest)| (*address, guest))
    }

    /// Does what is due, and forgets who is gone.
    pub fn tick(&mut self, now: Instant) {
        let keep = |guest: &TestServer| {
            let limit = if guest.has_keys() { FORGET } else { HAND_WINDOW };
            guest.last_heard().is_none_or(|heard| now < heard + limit)
        };
        self.guests.retain(|_, guest| keep(guest));
        for guest in self.guests.values_mut() {
            guest.tick(now);
        }
        self.collect();
    }

    /// Does something with the guest at an address, and sends what comes of it.
    pub fn with_guest(&mut self, address: A, act: impl FnOnce(&mut TestServer)) {
        if let Some(guest) = self.guests.get_mut(&address) {
            act(guest);
        }
        self.collect();
    }

    /// Takes one frame.
    pub fn receive(&mut self, now: Instant, from: A, frame: &[u8]) {
        let Some((opcode, key_id)) = frame.first().and_then(|first| wire::first_byte(*first)) else { return };
        let sender = frame.get(1..9).and_then(|id| id.try_into().ok()).map(SessionId);
        match self.guests.get_mut(&from) {
            Some(guest) if opcode.is_data() || guest.peer() == sender => guest.receive(now, frame),
            _ if opcode.is_data() => self.float(now, from, key_id, frame),
            _ => self.meet(now, from, opcode, frame),
        }
        self.collect();
    }

    /// An authentic data packet from elsewhere: its guest has moved.
    fn float(&mut self, now: Instant, to: A, key_id: KeyId, frame: &[u8]) {
        let Some(peer_id) = frame.get(1..4).map(|id| id.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))) else {
            return;
        };
        let found = self.guests.iter_mut().find(|(_, guest)| guest.script().peer_id.map(PeerId::get) == Some(peer_id));
        let Some((&address, guest)) = found else { return };
        let opened = |guest: &TestServer| guest.data.usage(key_id).map_or(0, |usage| usage.packets_opened);
        let before = opened(guest);
        guest.receive(now, frame);
        let believed = opened(guest) > before;
        if believed && let Some(guest) = self.guests.remove(&address) {
            self.guests.insert(to, guest);
        }
    }

    /// Somebody without state: a reset is answered, and who sends the answer's session id back is let in.
    fn meet(&mut self, now: Instant, from: A, opcode: Opcode, frame: &[u8]) {
        let Ok(mut gate) = ControlWrap::for_side(Side::Server, &self.script.wrap, NOW as u32) else { return };
        let Ok(packet) = gate.open(frame, now) else { return };
        match opcode {
            Opcode::HardResetClientV2 | Opcode::HardResetClientV3 => {
                let mut answer = Vec::new();
                let reset = self.reset_for(now, from, &packet);
                if gate.seal(&reset, &mut answer).is_ok() && self.script.answers {
                    self.outbox.push_back((from, answer));
                }
            }
            Opcode::ControlV1 | Opcode::AckV1 | Opcode::ControlWkcV1 => {
                let known = [now, now.checked_sub(SLOT).unwrap_or(now)]
                    .into_iter()
                    .map(|at| self.cookie(at, from, packet.session_id))
                    .find(|cookie| packet.peer_session_id == Some(*cookie));
                let fits = packet.acks.iter().chain(&packet.message_id).all(|id| id.0 <= 1);
                // Without the wrapped key nothing can be opened.
                let needs_key = matches!(self.script.wrap, Wrap::TlsCryptV2 { .. });
                if let Some(local) = known.filter(|_| fits && (!needs_key || opcode == Opcode::ControlWkcV1)) {
                    self.admit(now, from, local, packet.session_id, frame);
                }
            }
            _ => {}
        }
    }

    fn admit(&mut self, now: Instant, from: A, local: SessionId, peer: SessionId, frame: &[u8]) {
        if self.guests.len() >= MAX_GUESTS {
            return;
        }
        let mut script = self.script.clone();
        script.peer_id = script.peer_id.and_then(|first| PeerId::new(first.get() + self.next_peer));
        self.next_peer += 1;
        let mut guest = TestServer::with(script, self.tls.clone());
        guest.resume(now, self.origin, local, peer);
        guest.receive(now, frame);
        self.guests.insert(from, guest);
    }

    fn reset_for(&self, now: Instant, from: A, question: &ControlPacket) -> ControlPacket {
        let resend = matches!(self.script.wrap, Wrap::TlsCryptV2 { .. });
        ControlPacket {
            opcode: Opcode::HardResetServerV2,
            key_id: KeyId::FIRST,
            session_id: self.cookie(now, from, question.session_id),
            acks: vec![MessageId(0)],
            peer_session_id: Some(question.session_id),
            message_id: Some(MessageId(0)),
            // Type 1, two bytes: send the wrapped key again.
            payload: if resend { vec![0, 1, 0, 2, 0, 1] } else { Vec::new() },
        }
    }

    fn cookie(&self, now: Instant, from: A, client: SessionId) -> SessionId {
        let slot = now.saturating_duration_since(self.origin).as_secs() / SLOT.as_secs();
        let mut hasher = DefaultHasher::new();
        (self.secret, from, client, slot).hash(&mut hasher);
        SessionId(hasher.finish().to_be_bytes())
    }

    fn collect(&mut self) {
        for (address, guest) in &mut self.guests {
            while let Some(frame) = guest.poll() {
                self.outbox.push_back((*address, frame));
            }
            let peer = guest.peer().unwrap_or(SessionId([0; 8]));
            self.seen.extend(guest.seen.drain(..).map(|seen| (*address, peer, seen)));
        }
    }
}
