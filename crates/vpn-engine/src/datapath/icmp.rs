//! "Too big": what a router says to the sender of a packet that does not fit (RFC 792, 1191 and 4443).

use super::{
    checksum::Sum,
    packet::{self, IPV6_MINIMUM, Outline, Version},
};

/// Protocol number of ICMP.
pub(crate) const ICMP: u8 = 1;
/// Protocol number of ICMP for IPv6.
const ICMPV6: u8 = 58;
/// ICMP type: an answer to a ping.
pub(crate) const ECHO_REPLY: u8 = 0;
/// ICMP type: a ping.
pub(crate) const ECHO_REQUEST: u8 = 8;
/// ICMP type: destination unreachable. Its code 4: fragmentation needed.
const UNREACHABLE: u8 = 3;
const FRAGMENTATION_NEEDED: u8 = 4;
/// ICMPv6 type.
const PACKET_TOO_BIG: u8 = 2;
/// ICMPv6 types below are of errors.
const FIRST_INFORMATION: u8 = 128;
/// Bytes of the whole message at most, as routers have it (RFC 1812, section 4.3.2.3) and must have it (RFC 4443, section 2.4).
const LONGEST: (usize, usize) = (576, 1280);
const HOPS: u8 = 64;

/// The message that `packet` is larger than `mtu` bytes, to its sender, in the name of its destination: a router has no address
/// of its own here, and this one is behind the interface for certain, so that no system mistrusts it. `None`: no message may
/// follow this packet (RFC 1122, section 3.2.2; RFC 4443, section 2.4).
pub(crate) fn too_big(packet: &[u8], outline: &Outline, mtu: u16) -> Option<Vec<u8>> {
    let packet = packet.get(..outline.total)?;
    if outline.later_fragment || is_error(packet, outline) {
        return None;
    }
    match outline.version {
        Version::V4 => {
            let (source, destination) = (packet.get(12..16)?, packet.get(16..20)?);
            let group = *destination.first()? >= 224;
            if group || is_nobody(source) {
                return None;
            }
            let quoted = packet.get(..packet.len().min(LONGEST.0 - 28))?;
            let mut out = ipv4(ICMP, 28 + quoted.len(), destination, source)?;
            let [high, low] = mtu.to_be_bytes();
            out.extend([UNREACHABLE, FRAGMENTATION_NEEDED, 0, 0, 0, 0, high, low]);
            out.extend(quoted);
            let sum = Sum::default().add(out.get(20..)?).checksum();
            packet::put16(&mut out, 22, sum)?;
            Some(out)
        }
        Version::V6 => {
            let (source, destination) = (packet.get(8..24)?, packet.get(24..40)?);
            if *destination.first()? == 0xff || *source.first()? == 0xff || is_nobody(source) {
                return None;
            }
            let quoted = packet.get(..packet.len().min(LONGEST.1 - 48))?;
            let mut out = ipv6(ICMPV6, 48 + quoted.len(), destination, source)?;
            out.extend([PACKET_TOO_BIG, 0, 0, 0, 0, 0]);
            out.extend(mtu.to_be_bytes());
            out.extend(quoted);
            let pseudo = packet::pseudo_header(&out, Version::V6, ICMPV6, out.len() - 40)?;
            let sum = pseudo.add(out.get(40..)?).checksum();
            packet::put16(&mut out, 42, sum)?;
            Some(out)
        }
    }
}

/// What to tell a sender that packets of at most `limit` bytes pass.
pub(crate) fn mtu(version: Version, limit: usize) -> u16 {
    let mtu = match version {
        Version::V4 => limit,
        Version::V6 => limit.max(IPV6_MINIMUM),
    };
    u16::try_from(mtu).unwrap_or(u16::MAX)
}

/// The answer that a ping would get, as far as a message about it quotes it, with this length. `None`: it is no ping, or not
/// the beginning of one.
pub(crate) fn reply_to_ping(packet: &[u8], outline: &Outline, len: usize) -> Option<Vec<u8>> {
    let is_ping = outline.version == Version::V4 && outline.protocol == ICMP && !outline.later_fragment;
    let ping = packet.get(outline.transport..)?.first_chunk::<8>().filter(|ping| is_ping && ping[0] == ECHO_REQUEST)?;
    let mut reply = ipv4(ICMP, len, packet.get(16..20)?, packet.get(12..16)?)?;
    let [_, _, _, _, number @ ..] = ping;
    reply.extend([ECHO_REPLY, 0, 0, 0]);
    reply.extend(number);
    Some(reply)
}

/// An IPv4 header that forbids fragments, for a packet of `len` bytes.
pub(crate) fn ipv4(protocol: u8, len: usize, source: &[u8], destination: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0; 20];
    *out.first_mut()? = 0x45;
    packet::put16(&mut out, 6, 0x4000)?;
    *out.get_mut(8)? = HOPS;
    *out.get_mut(9)? = protocol;
    out.get_mut(12..16)?.copy_from_slice(source);
    out.get_mut(16..20)?.copy_from_slice(destination);
    packet::set_ip_length(&mut out, Version::V4, 20, len)?;
    Some(out)
}

/// An IPv6 header for a packet of `len` bytes.
pub(crate) fn ipv6(protocol: u8, len: usize, source: &[u8], destination: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0; packet::IPV6_HEADER];
    *out.first_mut()? = 0x60;
    *out.get_mut(6)? = protocol;
    *out.get_mut(7)? = HOPS;
    out.get_mut(8..24)?.copy_from_slice(source);
    out.get_mut(24..40)?.copy_from_slice(destination);
    packet::set_ip_length(&mut out, Version::V6, packet::IPV6_HEADER, len)?;
    Some(out)
}

/// Nobody is told of an error in an error.
fn is_error(packet: &[u8], outline: &Outline) -> bool {
    let kind = packet.get(outline.transport).copied();
    match (outline.version, outline.protocol) {
        (Version::V4, ICMP) => !matches!(kind, Some(ECHO_REPLY | ECHO_REQUEST | 13..=18)),
        (Version::V6, ICMPV6) => kind.is_none_or(|kind| kind < FIRST_INFORMATION),
        _ => false,
    }
}

fn is_nobody(address: &[u8]) -> bool {
    address.iter().all(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use etherparse::{
        Icmpv4Header, Icmpv4Type, Icmpv6Type, PacketBuilder, SlicedPacket, TransportSlice, icmpv4, icmpv6,
    };

    use super::*;

    fn v4(builder: etherparse::PacketBuilderStep<etherparse::IpHeaders>) -> Vec<u8> {
        let mut bytes = Vec::new();
        builder.udp(1000, 443).write(&mut bytes, &[7; 1400]).unwrap();
        bytes
    }

    fn answer(packet: &[u8], mtu: u16) -> Option<Vec<u8>> {
        too_big(packet, &Outline::of(packet).unwrap(), mtu)
    }

    #[test]
    fn a_sender_hears_of_it_over_ipv4() {
        let packet = v4(PacketBuilder::ipv4([10, 8, 0, 2], [10, 8, 0, 1], 64));
        let said = answer(&packet, 1148).unwrap();
        assert_eq!(said.len(), 576);
        let sliced = SlicedPacket::from_ip(&said).unwrap();
        let (Some(etherparse::NetSlice::Ipv4(ip)), Some(TransportSlice::Icmpv4(icmp))) = (sliced.net, sliced.transport)
        else {
            panic!("not ICMP")
        };
        let header = ip.header().to_header();
        assert_eq!((header.source, header.destination), ([10, 8, 0, 1], [10, 8, 0, 2]));
        assert_eq!(header.header_checksum, header.calc_header_checksum());
        let expected = Icmpv4Type::DestinationUnreachable(icmpv4::DestUnreachableHeader::FragmentationNeeded {
            next_hop_mtu: 1148,
        });
        assert_eq!(icmp.icmp_type(), expected);
        assert_eq!(icmp.payload(), &packet[..548]);
        assert_eq!(Icmpv4Header::with_checksum(expected, icmp.payload()).checksum, icmp.checksum());
    }

    #[test]
    fn a_sender_hears_of_it_over_ipv6() {
        let mut packet = Vec::new();
        let (source, destination) = ([0xfd; 16], [0xfe; 16]);
        PacketBuilder::ipv6(source, destination, 61).udp(1, 2).write(&mut packet, &[7; 1400]).unwrap();
        let said = answer(&packet, 1280).unwrap();
        assert_eq!(said.len(), 1280);
        let sliced = SlicedPacket::from_ip(&said).unwrap();
        let (Some(etherparse::NetSlice::Ipv6(ip)), Some(TransportSlice::Icmpv6(icmp))) = (sliced.net, sliced.transport)
        else {
            panic!("not ICMP")
        };
        let header = ip.header().to_header();
        assert_eq!((header.source, header.destination), (destination, source));
        let expected = Icmpv6Type::PacketTooBig { mtu: 1280 };
        assert_eq!(icmp.icmp_type(), expected);
        let sum = expected.calc_checksum(destination, source, icmp.payload()).unwrap();
        assert_eq!((sum, icmp.payload()), (icmp.checksum(), &packet[..1232]));
        assert_eq!(icmpv6::TYPE_PACKET_TOO_BIG, said[40]);
    }

    #[test]
    fn nobody_is_answered_who_must_not_be() {
        for (source, destination) in
            [([0; 4], [10, 8, 0, 1]), ([10, 8, 0, 2], [224, 0, 0, 251]), ([10, 8, 0, 2], [255; 4])]
        {
            assert_eq!(answer(&v4(PacketBuilder::ipv4(source, destination, 64)), 1148), None);
        }
        let error = answer(&v4(PacketBuilder::ipv4([10, 8, 0, 2], [10, 8, 0, 1], 64)), 1148).unwrap();
        assert_eq!(answer(&error, 500), None, "an error about an error");
        let mut ping = Vec::new();
        let builder = PacketBuilder::ipv4([10, 8, 0, 2], [10, 8, 0, 1], 64).icmpv4_echo_request(1, 2);
        builder.write(&mut ping, &[7; 1400]).unwrap();
        assert!(answer(&ping, 1148).is_some());
        let mut later = v4(PacketBuilder::ipv4([10, 8, 0, 2], [10, 8, 0, 1], 64));
        later[7] = 1;
        assert_eq!(answer(&later, 1148), None);
    }
}
