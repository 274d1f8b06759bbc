//! The header in front of each packet on a TUN descriptor with offload.
//!
//! ```text
//!  0       1          2         4          6            8             10
//! +-------+----------+---------+----------+------------+-------------+
//! | flags | gso type | hdr len | gso size | csum start | csum offset |   in the byte order of the machine
//! +-------+----------+---------+----------+------------+-------------+
//! ```
//! Source: virtio 1.2, section 5.1.6, and `linux/virtio_net.h`; the TUN driver uses the 10-byte form unless told otherwise.

/// Length of the header in bytes.
pub(crate) const HEADER_LEN: usize = 10;

/// The checksum field holds the unfinished sum: that of the pseudo-header only.
const NEEDS_CHECKSUM: u8 = 1;
/// The checksum was verified.
const DATA_VALID: u8 = 2;
/// Or-ed to the type when a segment may carry congestion marks; says nothing that the TCP flags do not say.
const GSO_ECN: u8 = 0x80;

/// What a super-packet consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gso {
    /// It is a single packet.
    None,
    /// TCP over IPv4.
    Tcp4,
    /// TCP over IPv6.
    Tcp6,
    /// UDP datagrams over either.
    Udp,
}

/// State of a packet's transport checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checksum {
    /// As found in the packet; nobody has looked.
    Unknown,
    /// As found in the packet, and right.
    Valid,
    /// To be computed from byte `start` of the packet to its end, and put at `start + offset`, where the sum of the
    /// pseudo-header is.
    Unfinished {
        /// Where the transport header starts.
        start: u16,
        /// Where in the transport header the checksum is.
        offset: u16,
    },
}

/// One header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VirtioHeader {
    /// What the packet consists of.
    pub(crate) gso: Gso,
    /// Length of all headers of a super-packet, in bytes. A hint: not to be trusted.
    pub(crate) headers: u16,
    /// Payload bytes of each segment of a super-packet but the last.
    pub(crate) segment: u16,
    /// The transport checksum.
    pub(crate) checksum: Checksum,
}

impl VirtioHeader {
    /// In front of a packet that is complete.
    pub(crate) fn plain(checksum: Checksum) -> Self {
        Self { gso: Gso::None, headers: 0, segment: 0, checksum }
    }

    /// Takes the header off `bytes`. `None`: too short, or a kind of super-packet that was not asked for.
    pub(crate) fn parse(bytes: &mut [u8]) -> Option<(Self, &mut [u8])> {
        let (header, packet) = bytes.split_first_chunk_mut::<HEADER_LEN>()?;
        let [flags, gso, h0, h1, g0, g1, s0, s1, o0, o1] = *header;
        let gso = match gso & !GSO_ECN {
            0 => Gso::None,
            1 => Gso::Tcp4,
            4 => Gso::Tcp6,
            5 => Gso::Udp,
            _ => return None,
        };
        let start = u16::from_ne_bytes([s0, s1]);
        let offset = u16::from_ne_bytes([o0, o1]);
        let checksum = if flags & NEEDS_CHECKSUM != 0 {
            Checksum::Unfinished { start, offset }
        } else if flags & DATA_VALID != 0 {
            Checksum::Valid
        } else {
            Checksum::Unknown
        };
        let headers = u16::from_ne_bytes([h0, h1]);
        let segment = u16::from_ne_bytes([g0, g1]);
        Some((Self { gso, headers, segment, checksum }, packet))
    }

    /// The header's bytes.
    pub(crate) fn encode(self) -> [u8; HEADER_LEN] {
        let gso = match self.gso {
            Gso::None => 0,
            Gso::Tcp4 => 1,
            Gso::Tcp6 => 4,
            Gso::Udp => 5,
        };
        let (flags, start, offset) = match self.checksum {
            Checksum::Unknown => (0, 0, 0),
            Checksum::Valid => (DATA_VALID, 0, 0),
            Checksum::Unfinished { start, offset } => (NEEDS_CHECKSUM, start, offset),
        };
        let [h0, h1] = self.headers.to_ne_bytes();
        let [g0, g1] = self.segment.to_ne_bytes();
        let [s0, s1] = start.to_ne_bytes();
        let [o0, o1] = offset.to_ne_bytes();
        [flags, gso, h0, h1, g0, g1, s0, s1, o0, o1]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_encoded_is_parsed(
            gso in prop_oneof![Just(Gso::None), Just(Gso::Tcp4), Just(Gso::Tcp6), Just(Gso::Udp)],
            headers: u16, segment: u16, start: u16, offset: u16, state in 0..3,
        ) {
            let checksum = match state {
                0 => Checksum::Unknown,
                1 => Checksum::Valid,
                _ => Checksum::Unfinished { start, offset },
            };
            let header = VirtioHeader { gso, headers, segment, checksum };
            let mut bytes = header.encode().to_vec();
            bytes.push(7);
            let (parsed, packet) = VirtioHeader::parse(&mut bytes).unwrap();
            prop_assert_eq!(parsed, header);
            prop_assert_eq!(packet, &mut [7][..]);
        }
    }

    #[test]
    fn short_and_unknown_headers_are_refused() {
        assert_eq!(VirtioHeader::parse(&mut [0; 9]), None);
        let mut fragmenting = [0; 10];
        fragmenting[1] = 3;
        assert_eq!(VirtioHeader::parse(&mut fragmenting), None);
        let mut ecn = [0; 10];
        ecn[1] = 0x81;
        assert_eq!(VirtioHeader::parse(&mut ecn).unwrap().0.gso, Gso::Tcp4);
    }
}
