//! All key slots of a session behind one [`DataChannel`].

mod channel;

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use ovpn_settings::Compression;
use vpn_api::{DropReason, Opened, Overhead, SealError};

use super::{
    activity::{Activity, LargeFrames, Outflow},
    compress::{self, Unframed},
    evidence::{Evidence, Unreadable},
    fragment::{self, Fragments, Taken},
    keys::{DataKeys, KeyUsage, SHORTEST_REPLAY_WINDOW, Slot},
    limits::KeyLimits,
    message::{self, InBand},
};
use crate::wire::{KeyId, Opcode, PeerId};

/// Longest inner packet that is put together from pieces or decompressed, in bytes, for the MTUs that servers usually have,
/// with what a compression frame adds. For a larger MTU it is longer.
const LONGEST_PACKET: usize = 2048;
/// Frames that come less than this far apart, so many of them, come steadily.
const PAUSE: Duration = Duration::from_secs(1);
const STEADY: u32 = 10;
const V1_HEADER: usize = 1;
const V2_HEADER: usize = 4;

/// An inner packet that does not lie in a frame.
enum Complete {
    /// It was put together from pieces.
    Joined(Range<usize>),
    /// It was decompressed.
    Unpacked(Range<usize>),
}

/// The data channel of one session.
pub struct DataPath {
    slots: [Option<Box<Slot>>; 8],
    sending: Option<KeyId>,
    installed: u64,
    peer_id: Option<PeerId>,
    compression: Compression,
    replay_window: u32,
    limits: KeyLimits,
    /// With `fragment`: the longest frame, in bytes.
    longest_frame: usize,
    fragments: Option<Box<Fragments>>,
    /// Where packets are decompressed to. `None`: compressed packets are refused.
    unpacked: Option<Box<[u8]>>,
    /// Where the packet lies that the last frame completed.
    complete: Option<Complete>,
    refused_compressed: bool,
    decompressed: bool,
    overhead: Overhead,
    last_sent: Option<Instant>,
    last_received: Option<Instant>,
    outflow: Outflow,
    /// Frames that came without a pause.
    streak: u32,
    /// Generation and slot of the newest keys that an authentic packet came under.
    newest_used: Option<(u64, KeyId)>,
    exit_requested: bool,
    options_requested: bool,
    activity: Activity,
    evidence: Evidence,
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
            limits: KeyLimits::default(),
            longest_frame: 0,
            fragments: None,
            unpacked: None,
            complete: None,
            refused_compressed: false,
            decompressed: false,
            overhead: Overhead { head: 0, tail: 0 },
            last_sent: None,
            last_received: None,
            outflow: Outflow::default(),
            streak: 0,
            newest_used: None,
            exit_requested: false,
            options_requested: false,
            activity: Activity::default(),
            evidence: Evidence::default(),
        };
        path.measure();
        path
    }

    /// Sets what the server pushed. Changes [`vpn_api::DataChannel::overhead`]: do it before the tunnel is configured.
    pub fn configure(&mut self, peer_id: Option<PeerId>, compression: Compression) {
        self.peer_id = peer_id;
        self.compression = compression;
        self.measure();
    }

    /// Cuts packets so that no frame has more than `longest_frame` bytes, and puts pieces together; `None`: neither, which is
    /// not the same as never having to cut. Packets of up to `mtu` bytes are put together. Changes
    /// [`vpn_api::DataChannel::overhead`].
    pub fn fragment(&mut self, longest_frame: Option<u16>, mtu: u16) {
        self.longest_frame = longest_frame.map_or(0, usize::from);
        self.fragments = longest_frame.map(|_| Box::new(Fragments::new(longest_packet(mtu))));
        self.measure();
    }

    /// Reads packets that the server compressed, of up to `mtu` bytes. Without this they are refused:
    /// [`Self::take_refused_compressed`].
    pub fn allow_decompression(&mut self, mtu: u16) {
        self.unpacked = Some(vec![0; longest_packet(mtu)].into_boxed_slice());
    }

    /// Takes packets of up to `mtu` bytes from now on, also where they are put together or decompressed: a server may change the
    /// MTU of a running tunnel.
    pub fn lengthen(&mut self, mtu: u16) {
        let longest = longest_packet(mtu);
        if let Some(fragments) = &mut self.fragments {
            fragments.lengthen(longest);
        }
        if let Some(short) = self.unpacked.as_mut().filter(|unpacked| unpacked.len() < longest) {
            *short = vec![0; longest].into_boxed_slice();
        }
    }

    /// Watches from `now` on for less than `least` bytes of packets, both directions together, within `limit`.
    pub fn watch(&mut self, now: Instant, limit: Duration, least: u64) {
        self.activity.watch(now, limit, least);
    }

    /// When the tunnel is idle for too long, and how long that is.
    #[must_use]
    pub fn idle_at(&self) -> Option<(Instant, Duration)> {
        self.activity.idle_at()
    }

    /// When large frames last passed.
    #[must_use]
    pub fn large(&self) -> LargeFrames {
        self.activity.large()
    }

    /// Lets keys that are installed from now on be used up sooner: for tests.
    pub fn set_limits(&mut self, limits: KeyLimits) {
        self.limits = limits;
    }

    /// Puts keys into their slot, in place of older ones with the same id. The first keys seal at once; later ones only
    /// open until [`Self::promote`].
    pub fn install(&mut self, keys: DataKeys, now: Instant) {
        let key_id = keys.key_id();
        self.installed += 1;
        let slot = Slot::new(keys, self.replay_window, self.limits, self.installed);
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

    /// What goes out and what comes back.
    #[must_use]
    pub fn outflow(&self) -> Outflow {
        self.outflow
    }

    /// The other side answered over the control channel.
    pub fn answered(&mut self) {
        self.outflow.unanswered = None;
    }

    /// Something authentic came.
    fn came(&mut self, now: Instant) {
        let steady = self.last_received.is_some_and(|last| now.saturating_duration_since(last) < PAUSE);
        self.streak = if steady { self.streak.saturating_add(1) } else { 0 };
        self.last_received = Some(now);
        self.outflow.frames = self.outflow.frames.wrapping_add(1);
        self.outflow.unanswered = None;
    }

    /// A packet of so many bytes went out. With it, silence may begin.
    fn went(&mut self, now: Instant, bytes: usize, begins: bool) {
        self.outflow.bytes = self.outflow.bytes.wrapping_add(bytes as u64);
        if begins {
            self.outflow.unanswered = Some(now);
            let recent = self.last_received.is_some_and(|last| now.saturating_duration_since(last) < PAUSE);
            self.outflow.steady = recent && self.streak >= STEADY;
        }
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

    /// Whether the other side compressed a packet since the last call, and that is not allowed.
    #[must_use]
    pub fn take_refused_compressed(&mut self) -> bool {
        std::mem::take(&mut self.refused_compressed)
    }

    /// Whether the other side compressed a packet that was read.
    #[must_use]
    pub fn has_decompressed(&self) -> bool {
        self.decompressed
    }

    /// When to ask [`Self::judge`] whether what arrives can be read.
    #[must_use]
    pub fn judged_at(&self) -> Option<Instant> {
        self.evidence.judged_at()
    }

    /// Whether nothing that arrives can be read, and why. To be asked once at [`Self::judged_at`].
    pub fn judge(&mut self) -> Option<Unreadable> {
        self.evidence.judge()
    }

    /// Whether nothing could be read so far.
    #[must_use]
    pub fn unreadable(&self) -> Option<Unreadable> {
        self.evidence.so_far()
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

    /// Messages are short, and sealed whole.
    fn seal_message(&mut self, now: Instant, message: &[u8]) -> Option<Vec<u8>> {
        let Overhead { head, tail } = self.overhead;
        let mut frame = vec![0; head + message.len() + tail];
        frame.get_mut(head..head + message.len())?.copy_from_slice(message);
        let length = self.seal_frame(now, &mut frame, message.len(), usize::MAX).ok()?;
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
            head: self.header_len() + head + self.fragment_header() + compress::head(self.compression),
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
        let plain = match slot.open(header, rest) {
            Ok(plain) => plain,
            Err(reason) => {
                // With a digest of another length, not even the blocks fit.
                if reason != DropReason::Replayed {
                    self.evidence.forged(now);
                }
                return Err(reason);
            }
        };
        let generation = slot.generation;
        if self.newest_used.is_none_or(|(newest, _)| newest < generation) {
            self.newest_used = Some((generation, key_id));
        }
        let body = rest.get_mut(plain.clone()).ok_or(DropReason::Malformed)?;
        let opened = self.open_body(now, body);
        self.came(now);
        if opened.is_err() && !self.refused_compressed {
            self.evidence.senseless(now);
        }
        opened.map(|opened| opened.behind(header_len + plain.start))
    }

    /// What was encrypted: a packet, a piece of one, or a message.
    fn open_body(&mut self, now: Instant, body: &mut [u8]) -> Result<Plain, DropReason> {
        let Some(fragments) = &mut self.fragments else { return self.open_plain(now, body) };
        match fragments.take(now, body)? {
            Taken::Whole => {
                let body = body.get_mut(fragment::HEADER..).ok_or(DropReason::Malformed)?;
                Ok(match self.open_plain(now, body)? {
                    Plain::Packet(range) => Plain::Packet(shift(range, fragment::HEADER)),
                    Plain::Consumed => Plain::Consumed,
                })
            }
            Taken::Part => Ok(Plain::Consumed),
            Taken::Joined => {
                let mut joined = std::mem::take(fragments.joined());
                let opened = self.open_plain(now, &mut joined);
                if let Some(fragments) = &mut self.fragments {
                    *fragments.joined() = joined;
                }
                if let Plain::Packet(range) = opened? {
                    self.complete = Some(Complete::Joined(range));
                }
                Ok(Plain::Consumed)
            }
        }
    }

    /// Takes the frame of compression off, and what is for us.
    fn open_plain(&mut self, now: Instant, body: &mut [u8]) -> Result<Plain, DropReason> {
        let (content, place, unpacked) = match compress::unframe(self.compression, body)? {
            Unframed::Plain(place) => (body.get(place.clone()).ok_or(DropReason::Malformed)?, place, false),
            Unframed::Compressed(algorithm, place) => {
                let Some(out) = &mut self.unpacked else {
                    self.refused_compressed = true;
                    return Err(DropReason::Compressed);
                };
                let bytes = body.get(place).ok_or(DropReason::Malformed)?;
                let len = compress::decompress(algorithm, bytes, out)?;
                self.decompressed = true;
                (out.get(..len).ok_or(DropReason::Malformed)?, 0..len, true)
            }
        };
        let kind = message::classify(content);
        match kind {
            InBand::Packet => self.evidence.packet(now, content),
            InBand::Quiet | InBand::OptionsRequest | InBand::Exit => self.evidence.message(),
        }
        match kind {
            InBand::Packet if unpacked => self.complete = Some(Complete::Unpacked(place)),
            InBand::Packet => return Ok(Plain::Packet(place)),
            InBand::Quiet => {}
            InBand::OptionsRequest => self.options_requested = true,
            InBand::Exit => self.exit_requested = true,
        }
        Ok(Plain::Consumed)
    }

    fn fragment_header(&self) -> usize {
        if self.fragments.is_some() { fragment::HEADER } else { 0 }
    }

    /// Seals the packet behind its room, or the first piece of it if it would be longer than `longest` bytes.
    fn seal_frame(
        &mut self,
        now: Instant,
        buffer: &mut [u8],
        packet_len: usize,
        longest: usize,
    ) -> Result<usize, SealError> {
        let (slot, header, rest) = prepare(&mut self.slots, self.sending, self.peer_id, buffer)?;
        let head = slot.keys.head();
        let front = self.fragments.as_ref().map_or(0, |_| fragment::HEADER);
        let body = rest.get_mut(head + front..).ok_or(SealError::NoRoom)?;
        if packet_len == 0 || body.len() < compress::head(self.compression) + packet_len {
            return Err(SealError::NoRoom);
        }
        let mut plain_len = compress::frame(self.compression, body, packet_len).ok_or(SealError::NoRoom)?;
        if let Some(fragments) = &mut self.fragments {
            fragments.give_up();
            let room = slot.keys.plain_room(longest.saturating_sub(header.len())).saturating_sub(front);
            let plain = rest.get_mut(head..).ok_or(SealError::NoRoom)?;
            if plain_len > room {
                let frame = plain.get(front..front + plain_len).ok_or(SealError::NoRoom)?;
                if !fragments.cut(frame, room) {
                    return Err(SealError::NoRoom);
                }
                plain_len = fragments.write_next(plain).ok_or(SealError::NoRoom)?;
            } else {
                plain.get_mut(..front).ok_or(SealError::NoRoom)?.fill(0);
                plain_len += front;
            }
        }
        let sealed = slot.seal(header, rest, plain_len)?;
        self.last_sent = Some(now);
        Ok(header.len() + sealed)
    }
}

/// What a decrypted frame holds.
enum Plain {
    /// An inner packet, at this place of it.
    Packet(Range<usize>),
    /// Nothing for the tunnel device.
    Consumed,
}

impl Plain {
    /// The same, for whoever sees `before` bytes in front.
    fn behind(self, before: usize) -> Opened {
        match self {
            Self::Packet(range) => Opened::Packet(shift(range, before)),
            Self::Consumed => Opened::Consumed,
        }
    }
}

type Prepared<'a> = (&'a mut Slot, &'a mut [u8], &'a mut [u8]);

/// The slot that seals, and the buffer with its header written: header, rest.
fn prepare<'a>(
    slots: &'a mut [Option<Box<Slot>>; 8],
    sending: Option<KeyId>,
    peer_id: Option<PeerId>,
    buffer: &'a mut [u8],
) -> Result<Prepared<'a>, SealError> {
    let key_id = sending.ok_or(SealError::NoKey)?;
    let slot = slots.get_mut(usize::from(key_id.get())).and_then(Option::as_deref_mut).ok_or(SealError::NoKey)?;
    let header_len = if peer_id.is_some() { V2_HEADER } else { V1_HEADER };
    let (header, rest) = buffer.split_at_mut_checked(header_len).ok_or(SealError::NoRoom)?;
    match peer_id {
        Some(peer) => {
            let [_, a, b, c] = peer.get().to_be_bytes();
            header.copy_from_slice(&[Opcode::DataV2.first_byte(key_id), a, b, c]);
        }
        None => header.copy_from_slice(&[Opcode::DataV1.first_byte(key_id)]),
    }
    Ok((slot, header, rest))
}

/// At least [`LONGEST_PACKET`]: a server may push another MTU than the profile's.
fn longest_packet(mtu: u16) -> usize {
    usize::from(mtu).saturating_add(LONGEST_PACKET - 1600).max(LONGEST_PACKET)
}

fn shift(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

#[cfg(test)]
mod tests;
