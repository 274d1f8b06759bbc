//! Cuts what was read from the TUN into packets that fit the tunnel.
//!
//! A super-packet is one TCP segment or UDP datagram of up to 64 KiB whose sender left the cutting to the "network card".
//! Each packet cut from it gets the super-packet's headers with their own lengths, IPv4 id, sequence number, flags and
//! checksums, as RFC 9293 and RFC 3168 (section 6.1.2: only the first tells that the window was reduced) ask of a sender.

pub(crate) mod fit;

use super::{
    checksum::Sum,
    packet::{self, Outline, Version},
    virtio::{Checksum, Gso, VirtioHeader},
};

/// The packet makes no sense: its headers contradict each other or its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// How to cut one packet, and how far that has got.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut {
    outline: Outline,
    /// Length of the headers that each packet repeats; the whole packet if it is not cut.
    headers: usize,
    /// Payload bytes of each packet but the last.
    segment: usize,
    /// Start of the payload that comes next.
    next: usize,
    /// Number of packets cut already.
    done: u16,
    transport: Transport,
}

#[derive(Debug, Clone, Copy)]
enum Transport {
    /// Not cut.
    Whole,
    /// Sum of the pseudo-header but for its length, first sequence number, flags.
    Tcp { pseudo: Sum, sequence: u32, flags: u8, id: u16 },
    /// Sum of the pseudo-header but for its length.
    Udp { pseudo: Sum, id: u16 },
    /// Fragments of an IPv4 packet; length of the header of all but the first.
    Fragments { later: usize },
}

impl Cut {
    /// Looks at what was read, and finishes the checksum of a packet that is not cut.
    pub(crate) fn plan(header: VirtioHeader, packet: &mut [u8]) -> Result<Self, Malformed> {
        let outline = Outline::of(packet).ok_or(Malformed)?;
        let whole = Self { outline, headers: outline.total, segment: 0, next: 0, done: 0, transport: Transport::Whole };
        match (header.gso, header.checksum) {
            (Gso::None, Checksum::Unknown | Checksum::Valid) => Ok(whole),
            (Gso::None, Checksum::Unfinished { start, offset }) => {
                let packet = packet.get_mut(..outline.total).ok_or(Malformed)?;
                finish_checksum(packet, start.into(), offset.into()).ok_or(Malformed)?;
                Ok(whole)
            }
            (gso, Checksum::Unfinished { start, offset }) => {
                Self::plan_super(gso, header.segment.into(), start.into(), offset.into(), outline, packet)
                    .ok_or(Malformed)
            }
            // The kernel leaves the checksum of a super-packet unfinished, always.
            (_, Checksum::Unknown | Checksum::Valid) => Err(Malformed),
        }
    }

    fn plan_super(
        gso: Gso,
        segment: usize,
        start: usize,
        offset: usize,
        outline: Outline,
        packet: &[u8],
    ) -> Option<Self> {
        let packet = packet.get(..outline.total)?;
        // IPv6 extension headers lie between the two.
        if segment == 0 || start < outline.transport || outline.later_fragment {
            return None;
        }
        let partial = packet::get16(packet, start + offset)?;
        let whole_length = u16::try_from(packet.len().checked_sub(start)?).ok()?;
        let pseudo = Sum::default().add_word(partial).remove_word(whole_length);
        let id = match outline.version {
            Version::V4 => packet::get16(packet, 4)?,
            Version::V6 => 0,
        };
        let (headers, transport) = match gso {
            Gso::None => return None,
            Gso::Tcp4 | Gso::Tcp6 => {
                if offset != packet::TCP_CHECKSUM {
                    return None;
                }
                let headers = start + packet::tcp_header_len(packet, start)?;
                let sequence = packet::get32(packet, start + 4)?;
                let flags = *packet.get(start + packet::TCP_FLAGS)?;
                (headers, Transport::Tcp { pseudo, sequence, flags, id })
            }
            Gso::Udp => {
                if offset != packet::UDP_CHECKSUM {
                    return None;
                }
                (start + packet::UDP_HEADER, Transport::Udp { pseudo, id })
            }
        };
        if headers >= packet.len() {
            return None;
        }
        // From here on the transport header starts behind extension headers.
        let outline = Outline { transport: start, ..outline };
        Some(Self { outline, headers, segment, next: headers, done: 0, transport })
    }

    /// Length of the next packet; `None` when all are cut.
    pub(crate) fn next_len(&self) -> Option<usize> {
        match self.transport {
            Transport::Whole => (self.done == 0).then_some(self.headers),
            Transport::Tcp { .. } | Transport::Udp { .. } => {
                let left = self.outline.total.checked_sub(self.next).filter(|left| *left > 0)?;
                Some(self.headers + left.min(self.segment))
            }
            Transport::Fragments { later } => {
                let left = self.outline.total.checked_sub(self.next).filter(|left| *left > 0)?;
                let head = if self.done == 0 { self.headers } else { later };
                Some(head + left.min(self.segment))
            }
        }
    }

    /// The packet's outline, if it is not cut.
    pub(crate) fn whole(&self) -> Option<&Outline> {
        match self.transport {
            Transport::Whole => Some(&self.outline),
            Transport::Tcp { .. } | Transport::Udp { .. } | Transport::Fragments { .. } => None,
        }
    }

    /// The outline of what is cut.
    pub(crate) fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Writes the next packet to `out`, whose length is [`Self::next_len`]. `packet` is what [`Self::plan`] saw.
    pub(crate) fn write_next(&mut self, packet: &[u8], out: &mut [u8]) -> Result<(), Malformed> {
        self.try_write_next(packet, out).ok_or(Malformed)
    }

    fn try_write_next(&mut self, packet: &[u8], out: &mut [u8]) -> Option<()> {
        if let Transport::Fragments { later } = self.transport {
            return self.write_fragment(packet, out, later);
        }
        let len = out.len();
        let Some(payload) = len.checked_sub(self.headers).filter(|payload| *payload > 0) else {
            self.done = 1;
            out.copy_from_slice(packet.get(..len)?);
            return Some(());
        };
        let (head, body) = out.split_at_mut_checked(self.headers)?;
        head.copy_from_slice(packet.get(..self.headers)?);
        body.copy_from_slice(packet.get(self.next..self.next + payload)?);
        self.next += payload;
        let index = self.done;
        self.done = self.done.wrapping_add(1);
        let last = self.next >= self.outline.total;

        let start = self.outline.transport;
        let transport_len = u16::try_from(len.checked_sub(start)?).ok()?;
        let (pseudo, checksum_at) = match self.transport {
            Transport::Whole | Transport::Fragments { .. } => return None,
            Transport::Tcp { pseudo, sequence, flags, id } => {
                if self.outline.version == Version::V4 {
                    packet::put16(out, 4, id.wrapping_add(index))?;
                }
                let position = u32::try_from(usize::from(index) * self.segment).ok()?;
                packet::put32(out, start + 4, sequence.wrapping_add(position))?;
                let mut flags = flags;
                if index > 0 {
                    flags &= !packet::CWR;
                }
                if !last {
                    flags &= !(packet::FIN | packet::PSH);
                }
                *out.get_mut(start + packet::TCP_FLAGS)? = flags;
                (pseudo, packet::TCP_CHECKSUM)
            }
            Transport::Udp { pseudo, id } => {
                if self.outline.version == Version::V4 {
                    packet::put16(out, 4, id.wrapping_add(index))?;
                }
                packet::put16(out, start + 4, transport_len)?;
                (pseudo, packet::UDP_CHECKSUM)
            }
        };
        set_ip_length(out, &self.outline, len)?;
        packet::put16(out, start + checksum_at, 0)?;
        let sum = pseudo.add_word(transport_len).add(out.get(start..)?);
        put_checksum(out, start + checksum_at, sum, checksum_at == packet::UDP_CHECKSUM)
    }
}

fn set_ip_length(out: &mut [u8], outline: &Outline, len: usize) -> Option<()> {
    let header = match outline.version {
        Version::V4 => outline.transport,
        Version::V6 => packet::IPV6_HEADER,
    };
    packet::set_ip_length(out, outline.version, header, len)
}

/// Computes the checksum over everything from `start`, where the field at `start + offset` holds the pseudo-header's sum.
fn finish_checksum(packet: &mut [u8], start: usize, offset: usize) -> Option<()> {
    let sum = Sum::default().add(packet.get(start..)?);
    put_checksum(packet, start + offset, sum, offset == packet::UDP_CHECKSUM)
}

/// Puts a checksum. In UDP zero means that there is none, so the other zero of the ones' complement stands in (RFC 768).
fn put_checksum(packet: &mut [u8], at: usize, sum: Sum, udp: bool) -> Option<()> {
    let checksum = match sum.checksum() {
        0 if udp => 0xffff,
        checksum => checksum,
    };
    packet::put16(packet, at, checksum)
}
