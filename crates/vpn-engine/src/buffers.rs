//! The buffers of a driver. They are made once and reused; together they bound what a session can hold:
//! per link [`RECEIVE_DATAGRAMS`] (UDP) or [`RECEIVE_STREAM`] (TCP) bytes in, [`OUTBOX`] bytes and [`LATE_FRAMES`] control
//! frames out; 64 KiB for what is read from the TUN.

use std::{collections::VecDeque, ops::Range};

use vpn_api::{
    Framing,
    link::{MAX_TLS_RECORD, TLS_RECORD_HEADER},
};

/// Bytes of one datagram at most, and of several that the kernel merged.
pub(crate) const DATAGRAM: usize = 65_536;
/// Bytes received from a datagram socket in one batch. Pages that are not needed are never touched.
pub(crate) const RECEIVE_DATAGRAMS: usize = 32 * DATAGRAM;
/// Bytes received from a stream in one batch. More than the largest frame.
pub(crate) const RECEIVE_STREAM: usize = 4 * DATAGRAM;
/// Bytes waiting for a link. A batch of sealed packets should stay in the processor's cache.
const OUTBOX: usize = 4 * DATAGRAM;
/// Frames waiting for a link, besides those that wait outside of its buffer.
const OUTBOX_FRAMES: usize = 2048;
/// Sealing of new packets stops above this many bytes, so that there is room for control frames.
const OUTBOX_DATA: usize = OUTBOX - DATAGRAM / 2;
/// Control frames that may wait for room in the outbox. A session sends fewer without an answer.
const LATE_FRAMES: usize = 512;
/// Frames of one received batch at most.
pub(crate) const RECEIVE_FRAMES: usize = 4096;

/// What came from a link in one batch: places of whole frames in one buffer.
pub(crate) struct ReceiveBatch {
    /// Holds the frames.
    pub(crate) buffer: Vec<u8>,
    /// Where they are; at most [`RECEIVE_FRAMES`].
    pub(crate) frames: Vec<Range<usize>>,
}

impl ReceiveBatch {
    /// An empty batch that can hold `len` bytes.
    pub(crate) fn new(len: usize) -> Self {
        Self { buffer: vec![0; len], frames: Vec::new() }
    }
}

/// Frames on their way to a link, in order, back to back. Order matters: a frame that overtakes many others would make
/// them look replayed to the other end.
pub(crate) struct Outbox {
    buffer: Vec<u8>,
    /// Lengths of the frames in the buffer, with their prefixes.
    frames: Vec<u32>,
    /// Frames that are sent.
    sent: usize,
    /// Start of the first byte that is not sent.
    start: usize,
    /// End of the last frame.
    end: usize,
    /// Bytes of length in front of each frame: 0 or 2.
    prefix: usize,
    /// Longest frame that the link takes.
    longest: usize,
    /// Control frames that found no room.
    late: VecDeque<Vec<u8>>,
}

impl Outbox {
    /// For datagrams.
    pub(crate) fn datagrams() -> Self {
        Self::new(0, usize::from(u16::MAX))
    }

    /// For a stream with frames of this kind. All but [`Framing::Length16`] stand for themselves.
    pub(crate) fn stream(framing: Framing) -> Self {
        match framing {
            Framing::Length16 { max } => Self::new(2, usize::from(max)),
            Framing::Raw => Self::new(0, usize::from(u16::MAX)),
            Framing::TlsRecords => Self::new(0, TLS_RECORD_HEADER + MAX_TLS_RECORD),
        }
    }

    fn new(prefix: usize, longest: usize) -> Self {
        Self {
            buffer: vec![0; OUTBOX],
            frames: Vec::new(),
            sent: 0,
            start: 0,
            end: 0,
            prefix,
            longest,
            late: VecDeque::new(),
        }
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.start == self.end && self.late.is_empty()
    }

    /// Room for sealing a packet that needs `len` bytes, to be followed by [`Self::commit`]. `None`: send first.
    pub(crate) fn room(&mut self, len: usize) -> Option<&mut [u8]> {
        let first = self.end + self.prefix;
        // A frame that is alone may be larger.
        let fits = self.end == 0 || first + len <= OUTBOX_DATA && self.frames.len() < OUTBOX_FRAMES;
        if !fits || !self.late.is_empty() {
            return None;
        }
        self.buffer.get_mut(first..first + len)
    }

    /// Puts the frame of `len` bytes that is in the room last given behind the others. `false`: the link does not take frames
    /// of that length.
    pub(crate) fn commit(&mut self, len: usize) -> bool {
        let Some(prefix) = u16::try_from(len).ok().filter(|_| len <= self.longest && len > 0) else { return false };
        if self.prefix > 0 {
            let Some(place) = self.buffer.get_mut(self.end..).and_then(|rest| rest.first_chunk_mut()) else {
                return false;
            };
            *place = prefix.to_be_bytes();
        }
        let whole = self.prefix + len;
        self.end += whole;
        // A frame is shorter than 64 KiB.
        self.frames.push(whole as u32);
        true
    }

    /// Takes a control frame. `false`: dropped, because far too many wait already, or it is too long.
    pub(crate) fn push(&mut self, frame: Vec<u8>) -> bool {
        if self.late.is_empty() && self.put(&frame) {
            return true;
        }
        let takes = self.late.len() < LATE_FRAMES && !frame.is_empty() && frame.len() <= self.longest;
        if takes {
            self.late.push_back(frame);
        }
        takes
    }

    fn put(&mut self, frame: &[u8]) -> bool {
        let first = self.end + self.prefix;
        let Some(place) = self.buffer.get_mut(first..first + frame.len()) else { return false };
        place.copy_from_slice(frame);
        self.commit(frame.len())
    }

    /// The bytes that wait in the buffer.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// The lengths of the frames that [`Self::bytes`] consists of. Only for datagrams, which are sent whole.
    pub(crate) fn lengths(&self) -> &[u32] {
        self.frames.get(self.sent..).unwrap_or_default()
    }

    /// Marks the first `count` frames as sent.
    pub(crate) fn sent_frames(&mut self, count: usize) {
        let bytes = self.lengths().iter().take(count).map(|len| *len as usize).sum::<usize>();
        self.sent += count;
        self.sent_bytes(bytes);
    }

    /// Marks the first `count` bytes as sent.
    pub(crate) fn sent_bytes(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
            self.sent = 0;
            self.frames.clear();
            while let Some(frame) = self.late.pop_front() {
                if !self.put(&frame) {
                    self.late.push_front(frame);
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_stay_in_order_when_the_buffer_is_full() {
        let mut outbox = Outbox::datagrams();
        let mut sealed = 0;
        while let Some(room) = outbox.room(1000) {
            room.fill(1);
            assert!(outbox.commit(1000));
            sealed += 1;
        }
        for number in 0..100u8 {
            assert!(outbox.push(vec![number; 1000]));
        }
        assert!(outbox.room(1).is_none(), "data must not overtake control frames that wait");
        let mut seen = Vec::new();
        while !outbox.is_empty() {
            let len = outbox.lengths()[0] as usize;
            seen.push(outbox.bytes()[..len][0]);
            outbox.sent_frames(1);
        }
        assert!(seen[..sealed].iter().all(|byte| *byte == 1));
        assert_eq!(seen[sealed..], (0..100).collect::<Vec<u8>>());
    }

    #[test]
    fn a_stream_gets_lengths() {
        let mut outbox = Outbox::stream(Framing::Length16 { max: 1500 });
        assert!(outbox.push(vec![7, 8]));
        outbox.room(10).unwrap()[0] = 9;
        assert!(outbox.commit(1));
        assert_eq!(outbox.bytes(), [0, 2, 7, 8, 0, 1, 9]);
        assert!(!outbox.push(vec![0; 1501]), "longer than the link takes");
        assert!(!outbox.push(Vec::new()), "an empty frame would break the framing");
        outbox.sent_bytes(6);
        assert_eq!(outbox.bytes(), [9]);
        outbox.sent_bytes(1);
        assert!(outbox.is_empty());
    }

    #[test]
    fn frames_that_stand_for_themselves_get_no_lengths() {
        for (framing, longest) in [(Framing::Raw, 65_535), (Framing::TlsRecords, 5 + (1 << 14) + 2048)] {
            let mut outbox = Outbox::stream(framing);
            assert!(outbox.push(vec![7, 8]) && outbox.push(vec![9]));
            assert_eq!(outbox.bytes(), [7, 8, 9]);
            outbox.sent_bytes(3);
            assert!(outbox.is_empty());
            assert!(outbox.push(vec![0; longest]));
            assert!(!outbox.push(vec![0; longest + 1]), "longer than the link takes");
        }
    }

    #[test]
    fn late_frames_are_bounded() {
        let mut outbox = Outbox::datagrams();
        let taken = (0..10_000).take_while(|_| outbox.push(vec![0; 1400])).count();
        assert_eq!(taken, OUTBOX / 1400 + LATE_FRAMES);
    }
}
