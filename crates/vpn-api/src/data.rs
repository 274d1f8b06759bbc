//! The data channel: sealing and opening packets in place, in batches, knowing nothing of sockets.
//!
//! ```text
//!  buffer for sealing      | head room | inner packet | tail room |     one frame, ready for the link
//!  frame from the link     | .......... inner packet .......... |       opened in place
//! ```

use std::{ops::Range, time::Instant};

/// Room that [`DataChannel::seal_in_place`] needs around a packet, in bytes. Constant while a configuration lasts; a
/// frame is never longer than `head + packet + tail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overhead {
    /// In front of the packet.
    pub head: usize,
    /// Behind the packet.
    pub tail: usize,
}

/// Seals outgoing packets and opens incoming frames under the session's current keys.
pub trait DataChannel {
    /// Room needed around each packet.
    fn overhead(&self) -> Overhead;

    /// Seals the packet at `buffer[head..head + packet_len]`. The frame then starts at `buffer[0]`; its length is
    /// returned. The buffer must have `head + packet_len + tail` bytes.
    ///
    /// # Errors
    /// [`SealError`]: the packet was not sealed and must not be sent.
    fn seal_in_place(&mut self, now: Instant, buffer: &mut [u8], packet_len: usize) -> Result<usize, SealError>;

    /// Opens one frame as it came from the link.
    fn open_in_place(&mut self, now: Instant, frame: &mut [u8]) -> Opened;
}

/// What a frame turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Opened {
    /// An inner packet, at this range of the frame.
    Packet(Range<usize>),
    /// Not a data frame: hand it to [`crate::VpnSession::handle`] as [`crate::Input::Received`].
    Control,
    /// Authentic and meant for the session itself (a keepalive); nothing to do.
    Consumed,
    /// Not to be used. Counted, never fatal.
    Dropped(DropReason),
}

/// Why a frame was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DropReason {
    /// Too short or wrongly built.
    Malformed,
    /// No key fits it, or there are no keys yet.
    NoKey,
    /// Its tag is wrong.
    NotAuthentic,
    /// Seen before, or too old.
    Replayed,
    /// Compressed, which Adit does not open.
    Compressed,
}

/// Why a packet was not sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// There are no keys (yet, or any more).
    #[error("no key to seal with")]
    NoKey,
    /// The key's packet numbers are used up; a renegotiation is under way.
    #[error("the key is used up")]
    KeyExhausted,
    /// The buffer has no room for the frame.
    #[error("no room for the frame")]
    NoRoom,
}
