//! Pieces of the data path for the benchmarks (`benches/pieces.rs`), which see public items only.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{
    checksum::Sum,
    coalesce::Coalescer,
    packet::{self, Outline},
    segment::Cut,
    virtio::{Checksum, Gso, VirtioHeader},
};

/// The Internet checksum of `bytes`.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u16 {
    Sum::default().add(bytes).checksum()
}

/// What one super-packet consists of.
#[derive(Debug, Clone, Copy)]
pub enum Flow {
    /// TCP over IPv4.
    Tcp4,
    /// TCP over IPv6.
    Tcp6,
    /// UDP over IPv4.
    Udp4,
}

/// A super-packet as the kernel hands it over, and how it is to be cut.
#[derive(Debug, Clone)]
pub struct SuperPacket {
    bytes: Vec<u8>,
    header: VirtioHeader,
}

impl SuperPacket {
    /// With `payload` bytes, to be cut into segments of `segment` bytes.
    #[must_use]
    pub fn new(flow: Flow, payload: usize, segment: u16) -> Self {
        let (ip, protocol, transport) = match flow {
            Flow::Tcp4 => (20, packet::TCP, 32),
            Flow::Tcp6 => (40, packet::TCP, 32),
            Flow::Udp4 => (20, packet::UDP, 8),
        };
        let total = ip + transport + payload;
        let mut bytes: Vec<u8> = (0..total).map(|at| (at * 7) as u8).collect();
        let length = (total - ip) as u16;
        let mut put = |at: usize, from: &[u8]| {
            if let Some(place) = bytes.get_mut(at..at + from.len()) {
                place.copy_from_slice(from);
            }
        };
        if ip == 20 {
            let [high, low] = (total as u16).to_be_bytes();
            put(0, &[0x45, 0, high, low, 0, 1, 0x40, 0, 64, protocol, 0, 0]);
            put(12, &Ipv4Addr::new(10, 8, 0, 1).octets());
            put(16, &Ipv4Addr::new(10, 8, 0, 2).octets());
        } else {
            let [high, low] = length.to_be_bytes();
            put(0, &[0x60, 0, 0, 0, high, low, protocol, 64]);
            put(8, &Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 1).octets());
            put(24, &Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 2).octets());
        }
        put(ip, &[0x12, 0x34, 0x56, 0x78]);
        let (gso, offset) = match flow {
            Flow::Tcp4 | Flow::Tcp6 => {
                // Header length, the flag of an acknowledgement, and the option that everybody sends: two times.
                put(ip + 12, &[8 << 4, packet::ACK, 0xff, 0xff, 0, 0, 0, 0, 1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2]);
                (if ip == 20 { Gso::Tcp4 } else { Gso::Tcp6 }, packet::TCP_CHECKSUM)
            }
            Flow::Udp4 => {
                put(ip + 4, &length.to_be_bytes());
                (Gso::Udp, packet::UDP_CHECKSUM)
            }
        };
        let version = if ip == 20 { packet::Version::V4 } else { packet::Version::V6 };
        let pseudo = packet::pseudo_header(&bytes, version, protocol, total - ip).unwrap_or_default().fold();
        let _ = packet::put16(&mut bytes, ip + offset, pseudo);
        let checksum = Checksum::Unfinished { start: ip as u16, offset: offset as u16 };
        Self { bytes, header: VirtioHeader { gso, headers: (ip + transport) as u16, segment, checksum } }
    }

    /// Its length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Cuts it into `out`, back to back; gives the places of the packets. They are cut into place as they would be in front
    /// of being sealed. Empty: it cannot be cut.
    pub fn cut(&mut self, out: &mut [u8], places: &mut Vec<std::ops::Range<usize>>) {
        places.clear();
        let Ok(mut cut) = Cut::plan(self.header, &mut self.bytes) else { return };
        let mut at = 0;
        while let Some(len) = cut.next_len() {
            let Some(room) = out.get_mut(at..at + len) else { return };
            if cut.write_next(&self.bytes, room).is_err() {
                return;
            }
            places.push(at..at + len);
            at += len;
        }
    }
}

/// Joins packets of a batch.
pub struct Joiner(Coalescer);

impl Joiner {
    /// For an interface that takes large packets of TCP and UDP.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a benchmark makes one")]
    pub fn new() -> Self {
        Self(Coalescer::new(true, true))
    }

    /// Joins the packets at `places` of `buffer`; gives how many large ones came of it.
    pub fn join(&mut self, buffer: &mut [u8], places: &[std::ops::Range<usize>]) -> usize {
        for place in places {
            if let Some(outline) = buffer.get(place.clone()).and_then(Outline::of) {
                self.0.push(buffer, place.clone(), &outline);
            }
        }
        let mut written = 0;
        self.0.flush(buffer, |_, _, _| written += 1);
        written
    }
}
