//! All key slots of a session behind one [`DataChannel`].

use std::{ops::Range, time::Instant};

use ovpn_profile::profile::Compression;
use vpn_api::{DataChannel, DropReason, Opened, Overhead, SealError};

use super::{
    compress,
    keys::{DataKeys, KeyUsage, Slot},
    message::{self, InBand},
};
use crate::wire::{self, KeyId, Opcode, PeerId};

/// Fewer would drop packets that a fast link merely reorders. A longer window lets nothing through twice.
const SHORTEST_REPLAY_WINDOW: u32 = 1024;
const V1_HEADER: usize = 1;
const V2_HEADER: usize = 4;

/// The data channel of one session.
pub struct DataPath {
    slots: [Option<Box<Slot>>; 8],
    sending: Option<KeyId>,
    installed: u64,
    peer_id: Option<PeerId>,
    compression: Compression,
    replay_window: u32,
    overhead: Overhead,
    last_sent: Option<Instant>,
    last_received: Option<Instant>,
    /// Generation and slot of the newest keys that an authentic packet came under.
    newest_used: Option<(u64, KeyId)>,
    exit_requested: bool,
    options_requested: bool,
}

impl DataPath {
    /// Without keys: every data packet is dropped. With a peer id, DATA_V2 packets are sent, otherwise DATA_V1; both are
    /// always opened. `replay_window` is in packets.
    #[must_use]
    pub fn new(peer_id: Option<PeerId>, compression: Compression, replay_window: u32) -> Self {
        let mut path = Self {
            slots: [const { None }; 8],
            sending: None,
            installed: 0,
            peer_id,
            compression,
            replay_window: replay_window.max(SHORTEST_REPLAY_WINDOW),
            overhead: Overhead { head: 0, tail: 0 },
            last_sent: None,
            last_received: None,
            newest_used: None,
            exit_requested: false,
            options_requested: false,
        };
        path.measure();
        path
    }

    /// Sets what the server pushed. Changes [`DataChannel::overhead`]: do it before the tunnel is configured.
    pub fn configure(&mut self, peer_id: Option<PeerId>, compression: Compression) {
        self.peer_id = peer_id;
        self.compression = compression;
        self.measure();
    }

    /// Puts keys into their slot, in place of older ones with the same id. The first keys seal at once; later ones only
    /// open until [`Self::promote`].
    pub fn install(&mut self, keys: DataKeys, now: Instant) {
        let key_id = keys.key_id();
        self.installed += 1;
        let slot = Slot::new(keys, self.replay_window, self.installed);
        if let Some(place) = self.slots.get_mut(usize::from(key_id.get())) {
            *place = Some(Box::new(slot));
        }
        if self.sending.is_none() {
            self.sending = Some(key_id);
        }
        // Both timers of the keepalive run from the first keys on.
        self.last_sent.get_or_insert(now);
        self.last_received.get_or_insert(now);
        self.measure();
    }

    /// Seals with this slot's keys from the next packet on. `false`: there are none.
    #[must_use]
    pub fn promote(&mut self, key_id: KeyId) -> bool {
        let there = self.slot(key_id).is_some();
        if there {
            self.sending = Some(key_id);
        }
        there
    }

    /// Forgets this slot's keys.
    pub fn retire(&mut self, key_id: KeyId) {
        if let Some(place) = self.slots.get_mut(usize::from(key_id.get())) {
            *place = None;
        }
        if self.sending == Some(key_id) {
            self.sending = None;
        }
        if self.newest_used.is_some_and(|(_, used)| used == key_id) {
            self.newest_used = None;
        }
    }

    /// The slot that seals.
    #[must_use]
    pub fn sending_key(&self) -> Option<KeyId> {
        self.sending
    }

    /// How much a slot's keys were used; `None`: there are none.
    #[must_use]
    pub fn usage(&self, key_id: KeyId) -> Option<KeyUsage> {
        self.slot(key_id).map(|slot| slot.usage)
    }

    /// Whether the keys that seal come near to what their cipher or their packet ids allow: renegotiate.
    #[must_use]
    pub fn wants_new_key(&self) -> bool {
        self.sending.and_then(|key_id| self.slot(key_id)).is_some_and(Slot::is_worn)
    }

    /// The latest installed keys under which something authentic arrived: the other side has these for certain, and it is
    /// safe to [`Self::promote`] them.
    #[must_use]
    pub fn newest_used_by_peer(&self) -> Option<KeyId> {
        self.newest_used.map(|(_, key_id)| key_id)
    }

    /// When something was last sealed; from the first keys on.
    #[must_use]
    pub fn last_sent(&self) -> Option<Instant> {
        self.last_sent
    }

    /// When something authentic last arrived; from the first keys on.
    #[must_use]
    pub fn last_received(&self) -> Option<Instant> {
        self.last_received
    }

    /// Whether the other side said goodbye since the last call.
    #[must_use]
    pub fn take_exit_requested(&mut self) -> bool {
        std::mem::take(&mut self.exit_requested)
    }

    /// Whether the other side asked for our options string since the last call.
    #[must_use]
    pub fn take_options_requested(&mut self) -> bool {
        std::mem::take(&mut self.options_requested)
    }

    /// A sealed keepalive. `None`: nothing can be sealed.
    pub fn seal_ping(&mut self, now: Instant) -> Option<Vec<u8>> {
        self.seal_message(now, &message::PING)
    }

    /// A sealed goodbye. `None`: nothing can be sealed.
    pub fn seal_occ_exit(&mut self, now: Instant) -> Option<Vec<u8>> {
        self.seal_message(now, &message::exit())
    }

    /// A sealed answer to [`Self::take_options_requested`]. `None`: nothing can be sealed.
    pub fn seal_options_reply(&mut self, now: Instant, options: &str) -> Option<Vec<u8>> {
        self.seal_message(now, &message::options_reply(options))
    }

    fn seal_message(&mut self, now: Instant, message: &[u8]) -> Option<Vec<u8>> {
        let Overhead { head, tail } = self.overhead;
        let mut frame = vec![0; head + message.len() + tail];
        frame.get_mut(head..head + message.len())?.copy_from_slice(message);
        let length = self.seal_in_place(now, &mut frame, message.len()).ok()?;
        frame.truncate(length);
        Some(frame)
    }

    fn slot(&self, key_id: KeyId) -> Option<&Slot> {
        self.slots.get(usize::from(key_id.get()))?.as_deref()
    }

    fn header_len(&self) -> usize {
        if self.peer_id.is_some() { V2_HEADER } else { V1_HEADER }
    }

    /// All keys of a session have one cipher; were they of several, the largest counts.
    fn measure(&mut self) {
        let slots = || self.slots.iter().flatten().map(|slot| &slot.keys);
        let head = slots().map(DataKeys::head).max().unwrap_or_default();
        let tail = slots().map(DataKeys::tail).max().unwrap_or_default();
        self.overhead = Overhead {
            head: self.header_len() + head + compress::head(self.compression),
            tail: tail + compress::tail(self.compression),
        };
    }

    fn open_data(
        &mut self,
        now: Instant,
        key_id: KeyId,
        header_len: usize,
        frame: &mut [u8],
    ) -> Result<Opened, DropReason> {
        let (header, rest) = frame.split_at_mut_checked(header_len).ok_or(DropReason::Malformed)?;
        let slot = self.slots.get_mut(usize::from(key_id.get())).and_then(Option::as_deref_mut);
        let slot = slot.ok_or(DropReason::NoKey)?;
        let plain = slot.open(header, rest)?;
        self.last_received = Some(now);
        if self.newest_used.is_none_or(|(generation, _)| generation < slot.generation) {
            self.newest_used = Some((slot.generation, key_id));
        }
        let body = rest.get_mut(plain.clone()).ok_or(DropReason::Malformed)?;
        let packet = compress::unframe(self.compression, body)?;
        let content = body.get(packet.clone()).ok_or(DropReason::Malformed)?;
        match message::classify(content) {
            InBand::Packet => {}
            InBand::Quiet => return Ok(Opened::Consumed),
            InBand::OptionsRequest => {
                self.options_requested = true;
                return Ok(Opened::Consumed);
            }
            InBand::Exit => {
                self.exit_requested = true;
                return Ok(Opened::Consumed);
            }
        }
        Ok(Opened::Packet(shift(packet, header_len + plain.start)))
    }
}

impl DataChannel for DataPath {
    fn overhead(&self) -> Overhead {
        self.overhead
    }

    fn seal_in_place(&mut self, now: Instant, buffer: &mut [u8], packet_len: usize) -> Result<usize, SealError> {
        let key_id = self.sending.ok_or(SealError::NoKey)?;
        let header_len = self.header_len();
        let slot = self.slots.get_mut(usize::from(key_id.get())).and_then(Option::as_deref_mut);
        let slot = slot.ok_or(SealError::NoKey)?;
        let (header, rest) = buffer.split_at_mut_checked(header_len).ok_or(SealError::NoRoom)?;
        match self.peer_id {
            Some(peer) => {
                let [_, a, b, c] = peer.get().to_be_bytes();
                header.copy_from_slice(&[Opcode::DataV2.first_byte(key_id), a, b, c]);
            }
            None => header.copy_from_slice(&[Opcode::DataV1.first_byte(key_id)]),
        }
        let body = rest.get_mut(slot.keys.head()..).ok_or(SealError::NoRoom)?;
        if packet_len == 0 || body.len() < compress::head(self.compression) + packet_len {
            return Err(SealError::NoRoom);
        }
        let plain_len = compress::frame(self.compression, body, packet_len).ok_or(SealError::NoRoom)?;
        let sealed = slot.seal(header, rest, plain_len)?;
        self.last_sent = Some(now);
        Ok(header_len + sealed)
    }

    fn open_in_place(&mut self, now: Instant, frame: &mut [u8]) -> Opened {
        let Some((opcode, key_id)) = frame.first().and_then(|first| wire::first_byte(*first)) else {
            return Opened::Dropped(DropReason::Malformed);
        };
        let header_len = match opcode {
            Opcode::DataV1 => V1_HEADER,
            Opcode::DataV2 => V2_HEADER,
            Opcode::SoftResetV1
            | Opcode::ControlV1
            | Opcode::AckV1
            | Opcode::HardResetClientV2
            | Opcode::HardResetServerV2
            | Opcode::HardResetClientV3
            | Opcode::ControlWkcV1 => return Opened::Control,
        };
        self.open_data(now, key_id, header_len, frame).unwrap_or_else(Opened::Dropped)
    }
}

fn shift(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

#[cfg(test)]
mod tests;
