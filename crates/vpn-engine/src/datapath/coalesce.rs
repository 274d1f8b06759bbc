//! Joins received packets into super-packets, so that the kernel's stack runs once for many of them.
//!
//! Nothing is copied: a super-packet is a list of places in the receive buffer, of which the first holds the headers.
//! Only packets whose joining loses nothing are joined: neighbours of one flow with equal headers, whose checksums were
//! verified here, because the kernel takes a super-packet's contents as verified. Packets of one flow stay in order; those
//! of different flows within one batch may overtake each other.

use std::{io::IoSlice, ops::Range};

use super::{
    checksum::Sum,
    packet::{self, Outline, Version},
    virtio::{Checksum, Gso, VirtioHeader},
};

/// Packets in a super-packet at most. The kernel's own limit for UDP (`UDP_MAX_SEGMENTS`).
const MAX_PIECES: usize = 64;
/// Bytes of a super-packet at most.
const MAX_LEN: usize = 65_535;
/// Flows that are joined at the same time.
const SLOTS: usize = 64;
/// No super-packet.
const NONE: u16 = u16::MAX;

/// Joins the packets of a batch.
pub(crate) struct Coalescer {
    tcp: bool,
    udp: bool,
    entries: Vec<Entry>,
    pieces: Vec<Piece>,
    /// The super-packet of each flow that may still grow, by a hash of the flow.
    open: [u16; SLOTS],
}

/// One packet, or several that will be one.
#[derive(Debug, Clone, Copy)]
struct Entry {
    first: usize,
    last: usize,
    pieces: usize,
    len: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Written as it is, by itself.
    Single,
    /// May have grown.
    Flow { flow: Flow, segment: usize, next_sequence: u32, push: bool, closed: bool, id: u16 },
}

/// What a packet that may be joined looks like.
#[derive(Debug, Clone, Copy)]
struct Flow {
    version: Version,
    protocol: u8,
    transport: usize,
    headers: usize,
}

/// A place in the receive buffer: the whole first packet, or the payload of a later one.
#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    len: usize,
    next: usize,
}

impl Coalescer {
    /// Whether the TUN takes super-packets of TCP and of UDP.
    pub(crate) fn new(tcp: bool, udp: bool) -> Self {
        Self { tcp, udp, entries: Vec::new(), pieces: Vec::new(), open: [NONE; SLOTS] }
    }

    /// Takes the packet at `place` of `buffer`. It must stay there until [`Self::flush`]. A batch has at most
    /// [`crate::buffers::RECEIVE_FRAMES`] packets.
    pub(crate) fn push(&mut self, buffer: &[u8], place: Range<usize>, outline: &Outline) {
        let Some(packet) = buffer.get(place.clone()) else { return };
        let Some((candidate, slot)) = self.candidate(packet, outline) else {
            self.close_flow_of(packet, outline);
            self.start(place, Kind::Single);
            return;
        };
        if let Some(open) = self.open.get(slot).copied().filter(|open| *open != NONE)
            && self.append(buffer, usize::from(open), packet, place.start, &candidate)
        {
            return;
        }
        let index = u16::try_from(self.entries.len()).unwrap_or(NONE);
        let push = candidate.push;
        self.start(
            place,
            Kind::Flow {
                flow: candidate.flow,
                segment: candidate.payload,
                next_sequence: candidate.sequence.wrapping_add(candidate.payload as u32),
                push: false,
                closed: push,
                id: candidate.id,
            },
        );
        if let Some(open) = self.open.get_mut(slot) {
            *open = if push { NONE } else { index };
        }
    }

    fn start(&mut self, place: Range<usize>, kind: Kind) {
        let piece = self.pieces.len();
        self.pieces.push(Piece { start: place.start, len: place.len(), next: usize::MAX });
        self.entries.push(Entry { first: piece, last: piece, pieces: 1, len: place.len(), kind });
    }

    /// A packet that is not joined ends the growth of what lies before it in its flow: of everything, where its ports are
    /// behind extension headers or in another fragment.
    fn close_flow_of(&mut self, packet: &[u8], outline: &Outline) {
        if outline.fragment || outline.version == Version::V6 && packet::is_extension(outline.protocol) {
            self.open = [NONE; SLOTS];
        } else if let Some(open) = self.open.get_mut(slot_of(packet, outline)) {
            *open = NONE;
        }
    }

    /// Whether the packet may be joined with others at all.
    fn candidate(&self, packet: &[u8], outline: &Outline) -> Option<(Candidate, usize)> {
        // IP options and extension headers are rare and not worth understanding.
        let plain = match outline.version {
            Version::V4 => outline.transport == 20,
            Version::V6 => true,
        };
        if !plain || outline.fragment {
            return None;
        }
        let start = outline.transport;
        let (headers, sequence, push) = match outline.protocol {
            packet::TCP if self.tcp => {
                let flags = *packet.get(start + packet::TCP_FLAGS)?;
                if flags & !packet::PSH != packet::ACK {
                    return None;
                }
                let headers = start + packet::tcp_header_len(packet, start)?;
                (headers, packet::get32(packet, start + 4)?, flags & packet::PSH != 0)
            }
            packet::UDP if self.udp && self.tcp => {
                let len = usize::from(packet::get16(packet, start + 4)?);
                let checksum = packet::get16(packet, start + packet::UDP_CHECKSUM)?;
                if start + len != packet.len() || checksum == 0 {
                    return None;
                }
                (start + packet::UDP_HEADER, 0, false)
            }
            _ => return None,
        };
        let payload = packet.len().checked_sub(headers).filter(|payload| *payload > 0)?;
        let transport_len = packet.len().checked_sub(start)?;
        let sum = packet::pseudo_header(packet, outline.version, outline.protocol, transport_len)?;
        if sum.add(packet.get(start..)?).fold() != 0xffff {
            return None;
        }
        // A joined packet gets a new header checksum, which would make a wrong one right.
        if outline.version == Version::V4 && Sum::default().add(packet.get(..start)?).fold() != 0xffff {
            return None;
        }
        let id = match outline.version {
            Version::V4 => packet::get16(packet, 4)?,
            Version::V6 => 0,
        };
        let flow = Flow { version: outline.version, protocol: outline.protocol, transport: start, headers };
        Some((Candidate { flow, payload, sequence, push, id }, slot_of(packet, outline)))
    }

    /// Adds a packet to an entry. `false`: it does not belong there.
    fn append(&mut self, buffer: &[u8], index: usize, packet: &[u8], start: usize, candidate: &Candidate) -> bool {
        let Some(entry) = self.entries.get_mut(index) else { return false };
        let Kind::Flow { flow, segment, next_sequence, push, closed, id } = &mut entry.kind else { return false };
        let first = self.pieces.get(entry.first).and_then(|piece| buffer.get(piece.start..piece.start + piece.len));
        let fits = !*closed
            && entry.pieces < MAX_PIECES
            && candidate.payload <= *segment
            && entry.len + candidate.payload <= MAX_LEN
            && candidate.flow.headers == flow.headers
            && first.is_some_and(|first| same_flow(first, packet, &candidate.flow, flow))
            && (flow.protocol == packet::UDP || *next_sequence == candidate.sequence)
            && id_continues(packet, &candidate.flow, id.wrapping_add(entry.pieces as u16), candidate.id);
        if !fits {
            return false;
        }
        *next_sequence = next_sequence.wrapping_add(candidate.payload as u32);
        *push |= candidate.push;
        // A short packet, and one whose sender wants it handed on, can only be the last.
        *closed = candidate.push || candidate.payload < *segment;
        let piece = self.pieces.len();
        self.pieces.push(Piece { start: start + candidate.flow.headers, len: candidate.payload, next: usize::MAX });
        if let Some(last) = self.pieces.get_mut(entry.last) {
            last.next = piece;
        }
        entry.last = piece;
        entry.pieces += 1;
        entry.len += candidate.payload;
        true
    }

    /// Gives everything to `write`, in order, and starts over. Each call gets one packet: its virtio
    /// header and then its parts; how many packets it stands for; and how many bytes those had.
    pub(crate) fn flush(&mut self, buffer: &mut [u8], mut write: impl FnMut(&[IoSlice<'_>], u64, u64)) {
        for entry in &self.entries {
            let header = finish(buffer, &self.pieces, entry).encode();
            let mut parts = [IoSlice::new(&[]); MAX_PIECES + 1];
            let mut used = 0;
            let mut next = entry.first;
            let bodies = std::iter::from_fn(|| {
                let piece = self.pieces.get(next)?;
                next = piece.next;
                buffer.get(piece.start..piece.start + piece.len)
            });
            for (part, bytes) in parts.iter_mut().zip(std::iter::once(&header[..]).chain(bodies)) {
                *part = IoSlice::new(bytes);
                used += 1;
            }
            let repeated = match entry.kind {
                Kind::Single => 0,
                Kind::Flow { flow, .. } => flow.headers * (entry.pieces - 1),
            };
            write(parts.get(..used).unwrap_or_default(), entry.pieces as u64, (entry.len + repeated) as u64);
        }
        self.entries.clear();
        self.pieces.clear();
        self.open = [NONE; SLOTS];
    }
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    flow: Flow,
    payload: usize,
    sequence: u32,
    push: bool,
    id: u16,
}

/// Puts the super-packet's lengths and flags into the headers of its first packet.
fn finish(buffer: &mut [u8], pieces: &[Piece], entry: &Entry) -> VirtioHeader {
    match entry.kind {
        Kind::Single => VirtioHeader::plain(Checksum::Unknown),
        Kind::Flow { .. } if entry.pieces == 1 => VirtioHeader::plain(Checksum::Valid),
        Kind::Flow { flow, segment, push, .. } => {
            let place = pieces.get(entry.first).map_or(0..0, |piece| piece.start..piece.start + piece.len);
            buffer
                .get_mut(place)
                .and_then(|first| finish_flow(first, entry.len, flow, segment, push))
                // Every offset was checked when the packet was taken.
                .unwrap_or(VirtioHeader::plain(Checksum::Unknown))
        }
    }
}

fn finish_flow(first: &mut [u8], len: usize, flow: Flow, segment: usize, push: bool) -> Option<VirtioHeader> {
    let start = flow.transport;
    packet::set_ip_length(first, flow.version, start, len)?;
    let transport_len = len.checked_sub(start)?;
    let pseudo = packet::pseudo_header(first, flow.version, flow.protocol, transport_len)?;
    let (gso, offset) = if flow.protocol == packet::UDP {
        packet::put16(first, start + 4, u16::try_from(transport_len).ok()?)?;
        (Gso::Udp, packet::UDP_CHECKSUM)
    } else {
        if push {
            *first.get_mut(start + packet::TCP_FLAGS)? |= packet::PSH;
        }
        let gso = match flow.version {
            Version::V4 => Gso::Tcp4,
            Version::V6 => Gso::Tcp6,
        };
        (gso, packet::TCP_CHECKSUM)
    };
    packet::put16(first, start + offset, pseudo.fold())?;
    Some(VirtioHeader {
        gso,
        headers: u16::try_from(flow.headers).ok()?,
        segment: u16::try_from(segment).ok()?,
        checksum: Checksum::Unfinished { start: u16::try_from(start).ok()?, offset: u16::try_from(offset).ok()? },
    })
}

/// Whether two packets differ in nothing but lengths, ids, sequence numbers, the push flag and checksums.
fn same_flow(first: &[u8], packet: &[u8], ours: &Flow, theirs: &Flow) -> bool {
    if ours.version != theirs.version || ours.protocol != theirs.protocol || ours.headers != theirs.headers {
        return false;
    }
    let equal = |range: Range<usize>| first.get(range.clone()) == packet.get(range);
    let ip = match ours.version {
        // Version, header length and traffic class; flags; lifetime and protocol; addresses.
        Version::V4 => equal(0..2) && equal(6..10) && equal(12..20),
        // Version, traffic class and flow label; next header and hop limit; addresses.
        Version::V6 => equal(0..4) && equal(6..40),
    };
    let at = ours.transport;
    ip && equal(at..at + 4)
        && (ours.protocol == packet::UDP
            // Acknowledgement number and header length; window; urgent pointer and options. The flags are known: only
            // the push flag can differ.
            || equal(at + 8..at + 13) && equal(at + 14..at + 16) && equal(at + 18..ours.headers))
}

/// Whether the IPv4 id is the one that cutting the super-packet would give; irrelevant where fragmentation is forbidden
/// (RFC 6864, section 4.1).
fn id_continues(packet: &[u8], flow: &Flow, expected: u16, found: u16) -> bool {
    flow.version == Version::V6 || packet.get(6).is_some_and(|flags| flags & 0x40 != 0) || expected == found
}

/// The place of a packet's flow among the open ones. Different flows may share it; then one of them is not joined.
fn slot_of(packet: &[u8], outline: &Outline) -> usize {
    let addresses = match outline.version {
        Version::V4 => packet.get(12..20),
        Version::V6 => packet.get(8..40),
    };
    let ports = packet.get(outline.transport..outline.transport + 4);
    let mut hash = u32::from(outline.protocol);
    for word in [addresses, ports].into_iter().flatten().flat_map(|bytes| bytes.as_chunks::<4>().0) {
        // Multiplication by an odd constant and rotation: FxHash, which is enough to spread flows.
        hash = (hash.rotate_left(5) ^ u32::from_ne_bytes(*word)).wrapping_mul(0x9e37_79b9);
    }
    (hash >> 26) as usize
}
