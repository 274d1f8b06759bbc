//! The data channel: sealing and opening packets in place, in batches, knowing nothing of sockets.
//!
//! ```text
//!  buffer for sealing      | head room | inner packet | tail room |     one frame, ready for the link
//!  frame from the link     | .......... inner packet .......... |       opened in place
//! ```

use std::{ops::Range, time::Instant};

use crate::{link::LinkId, report::FallbackReason};

/// Room that [`DataChannel::seal_in_place`] needs around a packet, in bytes. Constant while a configuration lasts and the same
/// link carries data; a frame is never longer than `head + packet + tail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overhead {
    /// In front of the packet.
    pub head: usize,
    /// Behind the packet.
    pub tail: usize,
}

/// Seals outgoing packets and opens incoming frames under the session's current keys.
///
/// Packets are sealed for the link that the session named last ([`crate::Output::DataLink`]), one packet in a frame or, by
/// [`Self::rest`], in several. Frames are opened from every link, before a link is named too.
pub trait DataChannel {
    /// Room needed around each packet.
    fn overhead(&self) -> Overhead;

    /// Seals the packet at `buffer[head..head + packet_len]`. The frame then starts at `buffer[0]`; its length is
    /// returned. The buffer must have `head + packet_len + tail` bytes.
    ///
    /// # Errors
    /// [`SealError`]: the packet was not sealed and must not be sent.
    fn seal_in_place(&mut self, now: Instant, buffer: &mut [u8], packet_len: usize) -> Result<usize, SealError>;

    /// Opens one frame as it came from `link`.
    fn open_in_place(&mut self, now: Instant, link: LinkId, frame: &mut [u8]) -> Opened;

    /// The next inner packet of the last frame. To be asked after [`Opened::Several`] until it gives `None`.
    fn next_packet(&mut self) -> Option<InnerPacket<'_>> {
        None
    }

    /// Room in bytes that the next frame needs if the packet sealed last did not fit one frame. `None`: all of it is sealed.
    /// Sealing another packet before the rest gives the rest up.
    fn rest(&self) -> Option<usize> {
        None
    }

    /// Seals the next frame of [`Self::rest`] at the beginning of `buffer`, which has that much room; gives its length.
    ///
    /// # Errors
    /// [`SealError`]: the frame was not sealed, and the rest of its packet is given up.
    fn seal_rest(&mut self, _now: Instant, _buffer: &mut [u8]) -> Result<usize, SealError> {
        Err(SealError::NoRoom)
    }

    /// The inner packet that the last frame completed, if it did not fit that frame: put together from several frames, or
    /// decompressed. To be asked after [`Opened::Consumed`]; gives each packet once.
    fn take_packet(&mut self) -> Option<&mut [u8]> {
        None
    }

    /// Why packets are not sealed and opened where they lie in one pass; empty if they are. Constant while a configuration
    /// lasts.
    fn fallbacks(&self) -> Vec<FallbackReason> {
        Vec::new()
    }
}

/// What a frame turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Opened {
    /// One inner packet, at this range of the frame.
    Packet(Range<usize>),
    /// Authentic, with any number of inner packets, which [`DataChannel::next_packet`] gives in their order: the frame is a
    /// piece of a stream, or of a protocol that puts several packets into one frame. What else is in it is the session's.
    Several,
    /// Not a data frame: hand it to [`crate::VpnSession::handle`] as [`crate::Input::Received`].
    Control,
    /// Authentic, without an inner packet in the frame: meant for the session itself (a keepalive), or a part of a packet,
    /// which [`DataChannel::take_packet`] gives when it is whole.
    Consumed,
    /// Not to be used. Counted, never fatal.
    Dropped(DropReason),
}

/// One of several packets of a frame.
#[derive(Debug, PartialEq, Eq)]
pub enum InnerPacket<'a> {
    /// At this range of the frame.
    InFrame(Range<usize>),
    /// Elsewhere: it began in an earlier frame, or was decompressed.
    Apart(&'a mut [u8]),
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
    /// Compressed, which Adit does not open, or not well compressed.
    Compressed,
    /// A part of a packet that does not fit the other parts.
    Fragment,
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
