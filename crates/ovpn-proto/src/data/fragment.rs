//! `fragment`: packets cut into pieces inside the encryption, for paths that lose IP fragments. Both ends have it, or none.
//!
//! Four bytes stand in front of each plain packet, behind which lies the compression frame or a piece of it:
//!
//! ```text
//!  31   29 28                    15 14       10 9              2 1   0
//! | zero  | size of a piece / 4    | piece      | packet         | kind |      big-endian
//! ```
//!
//! Kinds: 0 a whole packet, 1 a piece but not the last, 2 the last piece. All pieces but the last have the same length, a
//! multiple of 4, which only the last piece's header tells. Source: docs/protocol/openvpn.md §16; observed from an OpenVPN
//! 2.6 server (fixtures `gcm_fragment`, `cbc_fragment`).

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use vpn_api::DropReason;

/// Bytes in front of each plain packet.
pub(super) const HEADER: usize = 4;
/// Pieces of one packet at most: their numbers have 5 bits.
const MAX_PIECES: usize = 32;
/// Packets that may be incomplete at once, as in OpenVPN. A piece of a packet that is this much newer makes way for it.
const PARTIAL: u8 = 25;
/// How long a packet may take to become complete, as in OpenVPN. Its number comes again after 256 packets, and pieces of two
/// packets must not be put together.
const PATIENCE: Duration = Duration::from_secs(10);

const WHOLE: u32 = 0;
const PIECE: u32 = 1;
const LAST: u32 = 2;

/// Cuts and joins the packets of one session.
pub(super) struct Fragments {
    /// A packet on its way out, and what of it is not sealed yet.
    sending: Vec<u8>,
    unsent: Range<usize>,
    piece: usize,
    number: u8,
    next_piece: u8,

    /// Longest packet that is put together, in bytes.
    longest: usize,
    partial: Vec<Partial>,
    newest: u8,
    joined: Vec<u8>,
}

/// A packet that is not complete.
struct Partial {
    number: u8,
    begun: Instant,
    /// A bit for each piece that is there.
    there: u32,
    /// The last piece's number, when it is there.
    last: Option<usize>,
    /// Length of all pieces but the last, when one of them or the last is there.
    piece: usize,
    bytes: Vec<u8>,
}

/// What a plain packet behind its header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// A whole packet.
    Whole,
    /// A piece of a packet that is not complete yet.
    Part,
    /// The piece that completed the packet in [`Fragments::joined`].
    Joined,
}

impl Fragments {
    /// Packets of up to `longest` bytes are put together; more would be no packet of this tunnel.
    pub(super) fn new(longest: usize) -> Self {
        Self {
            sending: Vec::new(),
            unsent: 0..0,
            piece: 0,
            number: 0,
            next_piece: 0,
            longest,
            partial: Vec::new(),
            newest: 0,
            joined: Vec::new(),
        }
    }

    /// Puts packets of up to `longest` bytes together from now on.
    pub(super) fn lengthen(&mut self, longest: usize) {
        self.longest = self.longest.max(longest);
    }

    /// Prepares `frame` for being sent in pieces of at most `room` bytes each. `false`: it takes too many.
    pub(super) fn cut(&mut self, frame: &[u8], room: usize) -> bool {
        self.give_up();
        let largest = room / 4 * 4;
        if largest == 0 {
            return false;
        }
        let count = frame.len().div_ceil(largest);
        if count > MAX_PIECES {
            return false;
        }
        // Pieces of about the same length: a long and a very short one would cost as much and be lost as often.
        self.piece = (frame.len().div_ceil(count)).div_ceil(4) * 4;
        self.sending.clear();
        self.sending.extend_from_slice(frame);
        self.unsent = 0..frame.len();
        self.number = self.number.wrapping_add(1);
        self.next_piece = 0;
        true
    }

    /// Forgets what was not sent yet.
    pub(super) fn give_up(&mut self) {
        self.unsent = 0..0;
    }

    /// Length of the next piece. `None`: everything is sent.
    pub(super) fn next_len(&self) -> Option<usize> {
        (!self.unsent.is_empty()).then(|| self.piece.min(self.unsent.len()))
    }

    /// Writes the next piece behind its header; gives the length of both. `None`: there is none, or no room.
    pub(super) fn write_next(&mut self, out: &mut [u8]) -> Option<usize> {
        let len = self.next_len()?;
        let (kind, size) = if len == self.unsent.len() { (LAST, self.piece) } else { (PIECE, 0) };
        let header = (size as u32 / 4) << 15 | u32::from(self.next_piece) << 10 | u32::from(self.number) << 2 | kind;
        let piece = self.sending.get(self.unsent.start..self.unsent.start + len)?;
        let out = out.get_mut(..HEADER + len)?;
        let (front, back) = out.split_first_chunk_mut::<HEADER>()?;
        *front = header.to_be_bytes();
        back.copy_from_slice(piece);
        self.unsent.start += len;
        self.next_piece += 1;
        Some(HEADER + len)
    }

    /// Takes what was decrypted.
    pub(super) fn take(&mut self, now: Instant, plain: &[u8]) -> Result<Taken, DropReason> {
        let (header, piece) = plain.split_first_chunk::<HEADER>().ok_or(DropReason::Malformed)?;
        let header = u32::from_be_bytes(*header);
        if piece.is_empty() {
            return Err(DropReason::Malformed);
        }
        let last = match header & 3 {
            WHOLE => return Ok(Taken::Whole),
            PIECE => false,
            LAST => true,
            _ => return Err(DropReason::Malformed),
        };
        let number = (header >> 2) as u8;
        let at = (header >> 10 & 0x1f) as usize;
        let size = if last { (header >> 15 & 0x3fff) as usize * 4 } else { piece.len() };
        let whole = at * size + piece.len();
        // A last piece is never longer than the others.
        if size == 0 || !size.is_multiple_of(4) || piece.len() > size || whole > self.longest {
            return Err(DropReason::Fragment);
        }
        self.make_way(now, number);
        let place = self.place(now, number);
        let Some(partial) = self.partial.get_mut(place) else { return Err(DropReason::Fragment) };
        if !partial.fits(at, size, last) {
            // The number was used again: what is there is of a packet that will never be complete.
            partial.begin(now, number);
        }
        partial.put(at, size, last, piece);
        if partial.is_complete() {
            std::mem::swap(&mut self.joined, &mut partial.bytes);
            self.partial.swap_remove(place);
            return Ok(Taken::Joined);
        }
        Ok(Taken::Part)
    }

    /// The packet that was completed last.
    pub(super) fn joined(&mut self) -> &mut Vec<u8> {
        &mut self.joined
    }

    /// Forgets packets that are too old beside `number`.
    fn make_way(&mut self, now: Instant, number: u8) {
        if self.newest.wrapping_sub(number) >= PARTIAL {
            // Newer, or so old that the numbers began anew.
            self.newest = number;
        }
        let newest = self.newest;
        self.partial.retain(|partial| {
            newest.wrapping_sub(partial.number) < PARTIAL && now.saturating_duration_since(partial.begun) < PATIENCE
        });
    }

    fn place(&mut self, now: Instant, number: u8) -> usize {
        if let Some(place) = self.partial.iter().position(|partial| partial.number == number) {
            return place;
        }
        // At most one for each of the numbers that [`Self::make_way`] leaves.
        self.partial.push(Partial { number, begun: now, there: 0, last: None, piece: 0, bytes: Vec::new() });
        self.partial.len() - 1
    }

    #[cfg(test)]
    pub(super) fn partials(&self) -> usize {
        self.partial.len()
    }
}

impl Partial {
    fn begin(&mut self, now: Instant, number: u8) {
        let bytes = std::mem::take(&mut self.bytes);
        *self = Self { number, begun: now, there: 0, last: None, piece: 0, bytes };
        self.bytes.clear();
    }

    /// Whether this can be a piece of the same packet, and is not there yet.
    fn fits(&self, at: usize, size: usize, last: bool) -> bool {
        let same_size = self.piece == 0 || self.piece == size;
        let behind = match self.last {
            Some(end) => !last && at < end,
            None => !last || self.there.checked_shr(at as u32).is_none_or(|later| later == 0),
        };
        same_size && behind && self.there & 1 << at == 0
    }

    fn put(&mut self, at: usize, size: usize, last: bool, piece: &[u8]) {
        self.there |= 1 << at;
        self.piece = size;
        let place = at * size..at * size + piece.len();
        if self.bytes.len() < place.end {
            self.bytes.resize(place.end, 0);
        }
        if let Some(place) = self.bytes.get_mut(place) {
            place.copy_from_slice(piece);
        }
        if last {
            self.last = Some(at);
        }
    }

    fn is_complete(&self) -> bool {
        self.last.is_some_and(|last| self.there.count_ones() as usize == last + 1)
    }
}

#[cfg(test)]
mod tests;
