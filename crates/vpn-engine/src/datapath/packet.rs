//! Just enough of IPv4 (RFC 791), IPv6 (RFC 8200), TCP (RFC 9293) and UDP (RFC 768) to cut and join packets.

use std::net::IpAddr;

use super::checksum::Sum;

/// Protocol number of TCP.
pub(crate) const TCP: u8 = 6;
/// Protocol number of UDP.
pub(crate) const UDP: u8 = 17;

/// TCP: no more data from the sender.
pub(crate) const FIN: u8 = 0x01;
/// TCP: opens a connection.
pub(crate) const SYN: u8 = 0x02;
/// TCP: hand what has arrived to the application.
pub(crate) const PSH: u8 = 0x08;
/// TCP: the acknowledgement number counts.
pub(crate) const ACK: u8 = 0x10;
/// TCP: the sender has slowed down (RFC 3168).
pub(crate) const CWR: u8 = 0x80;

/// Offset of the flags in a TCP header.
pub(crate) const TCP_FLAGS: usize = 13;
/// Offset of the checksum in a TCP header.
pub(crate) const TCP_CHECKSUM: usize = 16;
/// Offset of the checksum in a UDP header.
pub(crate) const UDP_CHECKSUM: usize = 6;
/// Length of a UDP header.
pub(crate) const UDP_HEADER: usize = 8;
/// Length of an IPv6 header without extensions.
pub(crate) const IPV6_HEADER: usize = 40;
/// What every path of IPv6 has to take (RFC 8200, section 5), in bytes. A sender need not make packets smaller than that, so
/// smaller ones go as they are.
pub(crate) const IPV6_MINIMUM: usize = 1280;

/// Version of IP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// An IP packet's outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outline {
    /// IPv4 or IPv6.
    pub(crate) version: Version,
    /// Where the transport header starts (IPv6: the first extension header, if there is one).
    pub(crate) transport: usize,
    /// Length as the header tells, in bytes.
    pub(crate) total: usize,
    /// Protocol of what is at `transport`.
    pub(crate) protocol: u8,
    /// It is a fragment, not the first one: there is no transport header in it.
    pub(crate) later_fragment: bool,
    /// It is a fragment of any kind.
    pub(crate) fragment: bool,
}

impl Outline {
    /// Reads the outline. `None`: not an IPv4 or IPv6 packet, or shorter than its header says.
    pub(crate) fn of(packet: &[u8]) -> Option<Self> {
        match packet.first()? >> 4 {
            4 => Self::of_v4(packet),
            6 => Self::of_v6(packet),
            _ => None,
        }
    }

    fn of_v4(packet: &[u8]) -> Option<Self> {
        let header = packet.first_chunk::<20>()?;
        let transport = usize::from(header[0] & 0x0f) * 4;
        let total = usize::from(u16::from_be_bytes([header[2], header[3]]));
        if transport < 20 || total < transport || total > packet.len() {
            return None;
        }
        let fragmentation = u16::from_be_bytes([header[6], header[7]]);
        Some(Self {
            version: Version::V4,
            transport,
            total,
            protocol: header[9],
            later_fragment: fragmentation & 0x1fff != 0,
            fragment: fragmentation & 0x3fff != 0,
        })
    }

    fn of_v6(packet: &[u8]) -> Option<Self> {
        let header = packet.first_chunk::<IPV6_HEADER>()?;
        let total = IPV6_HEADER + usize::from(u16::from_be_bytes([header[4], header[5]]));
        if total > packet.len() {
            return None;
        }
        Some(Self {
            version: Version::V6,
            transport: IPV6_HEADER,
            total,
            protocol: header[6],
            later_fragment: false,
            fragment: false,
        })
    }
}

/// Whether an IPv6 header of this number has another one behind it (RFC 7045, section 4): hop-by-hop options, routing,
/// fragment, authentication, destination options, mobility, host identity, shim6, and two for experiments.
pub(crate) fn is_extension(protocol: u8) -> bool {
    matches!(protocol, 0 | 43 | 44 | 51 | 60 | 135 | 139 | 140 | 253 | 254)
}

/// Where the packet goes.
pub(crate) fn destination(packet: &[u8]) -> Option<IpAddr> {
    match packet.first()? >> 4 {
        4 => Some(IpAddr::from(*packet.get(16..20)?.first_chunk::<4>()?)),
        6 => Some(IpAddr::from(*packet.get(24..40)?.first_chunk::<16>()?)),
        _ => None,
    }
}

/// Sum of the pseudo-header (RFC 9293, section 3.1; RFC 8200, section 8.1). `transport` is the length of the transport
/// header and payload.
pub(crate) fn pseudo_header(packet: &[u8], version: Version, protocol: u8, transport: usize) -> Option<Sum> {
    let addresses = match version {
        Version::V4 => packet.get(12..20)?,
        Version::V6 => packet.get(8..40)?,
    };
    let length = u16::try_from(transport).ok()?;
    Some(Sum::default().add(addresses).add_word(u16::from(protocol)).add_word(length))
}

/// Length of the TCP header that starts at `transport`.
pub(crate) fn tcp_header_len(packet: &[u8], transport: usize) -> Option<usize> {
    let len = usize::from(packet.get(transport + 12)? >> 4) * 4;
    (len >= 20 && transport + len <= packet.len()).then_some(len)
}

/// The big-endian number of 16 bits at `at`.
pub(crate) fn get16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The big-endian number of 32 bits at `at`.
pub(crate) fn get32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Puts a big-endian number of 16 bits at `at`.
pub(crate) fn put16(bytes: &mut [u8], at: usize, value: u16) -> Option<()> {
    *bytes.get_mut(at..)?.first_chunk_mut()? = value.to_be_bytes();
    Some(())
}

/// Puts a big-endian number of 32 bits at `at`.
pub(crate) fn put32(bytes: &mut [u8], at: usize, value: u32) -> Option<()> {
    *bytes.get_mut(at..)?.first_chunk_mut()? = value.to_be_bytes();
    Some(())
}

/// Writes the packet's length and, for IPv4, the header checksum; `len` is that of the whole packet, `transport` that of
/// the IP header.
pub(crate) fn set_ip_length(packet: &mut [u8], version: Version, transport: usize, len: usize) -> Option<()> {
    match version {
        Version::V4 => {
            put16(packet, 2, u16::try_from(len).ok()?)?;
            put16(packet, 10, 0)?;
            let checksum = Sum::default().add(packet.get(..transport)?).checksum();
            put16(packet, 10, checksum)
        }
        Version::V6 => put16(packet, 4, u16::try_from(len.checked_sub(IPV6_HEADER)?).ok()?),
    }
}
