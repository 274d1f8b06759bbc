//! Makes packets fit a path that takes less than the interface promised.
//!
//! A TCP segment may be cut anywhere, as a network card would cut it, so it always fits at once. Other IPv4 packets are
//! cut into fragments (RFC 791, section 3.2) where their sender allows that. For the rest the sender has to know.

use super::{
    super::{
        checksum::Sum,
        icmp,
        packet::{self, IPV6_MINIMUM, Version},
    },
    Cut, Transport,
};

/// Bytes of an IPv4 header without options.
const IPV4_HEADER: usize = 20;
/// IPv4: no fragments, please.
const DONT_FRAGMENT: u16 = 0x4000;
/// IPv4: more fragments follow.
const MORE_FRAGMENTS: u16 = 0x2000;
/// IPv4: the fragment's place, in units of 8 bytes.
const OFFSET: u16 = 0x1fff;
/// A TCP segment is cut only where that leaves so many bytes in each piece.
const LEAST_SEGMENT: usize = 64;
/// TCP options that sign the segment (RFC 2385, RFC 5925).
const SIGNATURES: [u8; 2] = [19, 29];

/// The packet cannot be cut; its sender may send packets of this many bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooBig(pub(crate) u16);

impl Cut {
    /// Cuts further, so that no packet has more than `limit` bytes. `packet` is what [`Cut::plan`] saw, and nothing of it
    /// was written yet.
    pub(crate) fn fit(&mut self, packet: &[u8], limit: usize) -> Result<(), TooBig> {
        let is_v6 = self.outline.version == Version::V6;
        let too_big = TooBig(icmp::mtu(self.outline.version, limit));
        let longest = match self.transport {
            Transport::Whole => self.outline.total,
            Transport::Tcp { .. } | Transport::Udp { .. } | Transport::Fragments { .. } => {
                self.headers + self.segment.min(self.outline.total.saturating_sub(self.headers))
            }
        };
        if longest <= limit {
            return Ok(());
        }
        let fits = match self.transport {
            Transport::Tcp { .. } => {
                let room = limit.checked_sub(self.headers).filter(|room| *room >= LEAST_SEGMENT);
                self.segment = room.unwrap_or(self.segment);
                room.is_some()
            }
            // A datagram's end means something.
            Transport::Udp { .. } | Transport::Fragments { .. } => false,
            Transport::Whole => {
                self.split_segment(packet, limit).is_some() || self.split_packet(packet, limit).is_some()
            }
        };
        if fits || is_v6 && longest <= IPV6_MINIMUM { Ok(()) } else { Err(too_big) }
    }

    /// Whether the packet is cut into fragments.
    pub(crate) fn is_fragmented(&self) -> bool {
        matches!(self.transport, Transport::Fragments { .. })
    }

    /// Cuts a TCP segment.
    fn split_segment(&mut self, packet: &[u8], limit: usize) -> Option<()> {
        let packet = packet.get(..self.outline.total)?;
        let start = self.outline.transport;
        if self.outline.protocol != packet::TCP || self.outline.fragment {
            return None;
        }
        let headers = start + packet::tcp_header_len(packet, start)?;
        let flags = *packet.get(start + packet::TCP_FLAGS)?;
        // The number of a SYN is not that of its first byte.
        if flags & packet::SYN != 0 || headers >= packet.len() || is_signed(packet.get(start + 20..headers)?) {
            return None;
        }
        let segment = limit.checked_sub(headers).filter(|room| *room >= LEAST_SEGMENT)?;
        let segment_len = packet.len().checked_sub(start)?;
        let sum = packet::pseudo_header(packet, self.outline.version, packet::TCP, segment_len)?;
        // New checksums would hide that the packet was corrupt.
        if sum.add(packet.get(start..)?).fold() != 0xffff {
            return None;
        }
        let pseudo: Sum = packet::pseudo_header(packet, self.outline.version, packet::TCP, 0)?;
        let sequence = packet::get32(packet, start + 4)?;
        let id = match self.outline.version {
            Version::V4 => packet::get16(packet, 4)?,
            Version::V6 => 0,
        };
        self.transport = Transport::Tcp { pseudo, sequence, flags, id };
        (self.headers, self.segment, self.next) = (headers, segment, headers);
        Some(())
    }

    /// Cuts an IPv4 packet into fragments.
    fn split_packet(&mut self, packet: &[u8], limit: usize) -> Option<()> {
        let headers = self.outline.transport;
        if self.outline.version != Version::V4 || packet::get16(packet, 6)? & DONT_FRAGMENT != 0 {
            return None;
        }
        let segment = limit.checked_sub(headers)? / 8 * 8;
        if segment == 0 {
            return None;
        }
        let later = IPV4_HEADER + copied_options(packet.get(IPV4_HEADER..headers)?).1;
        self.transport = Transport::Fragments { later };
        (self.headers, self.segment, self.next) = (headers, segment, headers);
        Some(())
    }

    /// Writes the next fragment, as [`Cut::write_next`].
    pub(super) fn write_fragment(&mut self, packet: &[u8], out: &mut [u8], later: usize) -> Option<()> {
        let head = if self.done == 0 { self.headers } else { later };
        let len = out.len();
        let payload = len.checked_sub(head)?;
        let (header, body) = out.split_at_mut_checked(head)?;
        if self.done == 0 {
            header.copy_from_slice(packet.get(..head)?);
        } else {
            let (options, used) = copied_options(packet.get(IPV4_HEADER..self.headers)?);
            let (front, back) = header.split_at_mut_checked(IPV4_HEADER)?;
            front.copy_from_slice(packet.get(..IPV4_HEADER)?);
            back.copy_from_slice(options.get(..used)?);
            // At most 15 words.
            *front.first_mut()? = 0x40 | (head / 4) as u8;
        }
        body.copy_from_slice(packet.get(self.next..self.next + payload)?);
        let field = packet::get16(packet, 6)?;
        let at = u16::try_from((self.next - self.headers) / 8).ok()?;
        let offset = (field & OFFSET).checked_add(at).filter(|offset| *offset <= OFFSET)?;
        self.next += payload;
        self.done = self.done.wrapping_add(1);
        let more = if self.next < self.outline.total { MORE_FRAGMENTS } else { field & MORE_FRAGMENTS };
        packet::put16(out, 6, offset | more)?;
        packet::set_ip_length(out, Version::V4, head, len)
    }
}

/// Of a header's options those that every fragment has, padded; and how many bytes that are.
fn copied_options(options: &[u8]) -> ([u8; 40], usize) {
    let mut copied = [0; 40];
    let mut used = 0;
    let mut rest = options;
    while let [kind, behind @ ..] = rest {
        let len = match kind {
            0 => break,
            1 => 1,
            _ => usize::from(behind.first().copied().unwrap_or(0)),
        };
        let Some((option, after)) = rest.split_at_checked(len).filter(|_| len > 0) else { break };
        if kind & 0x80 != 0
            && len > 1
            && let Some(place) = copied.get_mut(used..used + len)
        {
            place.copy_from_slice(option);
            used += len;
        }
        rest = after;
    }
    (copied, used.next_multiple_of(4))
}

/// Whether TCP options hold a signature over the segment.
fn is_signed(options: &[u8]) -> bool {
    let mut rest = options;
    while let [kind, behind @ ..] = rest {
        let len = match kind {
            0 => return false,
            1 => 1,
            _ => usize::from(behind.first().copied().unwrap_or(0)),
        };
        if SIGNATURES.contains(kind) {
            return true;
        }
        let Some(after) = rest.get(len..).filter(|_| len > 0) else { return false };
        rest = after;
    }
    false
}

#[cfg(test)]
mod tests;
