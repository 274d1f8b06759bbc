//! What a kernel makes of what crosses a TUN descriptor, written from the RFCs: IPv4 (791, 6864), IPv6 (8200), TCP (9293), ECN
//! (3168), UDP (768) and virtio 1.2, section 5.1.6. Shares no code with what it judges, and is slow and plain on purpose.

use std::collections::BTreeMap;

/// Bytes of the virtio header.
pub(super) const HEADER: usize = 10;
pub(super) const ICMP: u8 = 1;
pub(super) const TCP: u8 = 6;
pub(super) const UDP: u8 = 17;
pub(super) const ICMPV6: u8 = 58;
/// Datagrams of a super-packet at most: `UDP_MAX_SEGMENTS` of the kernels that have the fewest.
const MOST_DATAGRAMS: usize = 64;

/// What lies behind the IP header and its extensions.
pub(super) struct Upper {
    pub(super) protocol: u8,
    pub(super) at: usize,
    /// The final destination, which the pseudo-header has (RFC 8200, section 8.1).
    destination: Vec<u8>,
    fragment: Option<Fragment>,
}

#[derive(Clone, Copy)]
struct Fragment {
    id: u32,
    first: bool,
}

pub(super) fn be16(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}

pub(super) fn be32(bytes: &[u8], at: usize) -> u32 {
    u32::from(be16(bytes, at)) << 16 | u32::from(be16(bytes, at + 2))
}

pub(super) fn put16(bytes: &mut [u8], at: usize, value: u16) {
    bytes[at..at + 2].copy_from_slice(&value.to_be_bytes());
}

/// Walks over IPv4 options and IPv6 extension headers.
pub(super) fn upper(packet: &[u8]) -> Upper {
    if packet[0] >> 4 == 4 {
        let field = be16(packet, 6);
        let fragment =
            (field & 0x3fff != 0).then(|| Fragment { id: be16(packet, 4).into(), first: field & 0x1fff == 0 });
        let at = usize::from(packet[0] & 15) * 4;
        return Upper { protocol: packet[9], at, destination: packet[16..20].to_vec(), fragment };
    }
    let (mut protocol, mut at) = (packet[6], 40);
    let mut destination = packet[24..40].to_vec();
    let mut fragment: Option<Fragment> = None;
    while matches!(protocol, 0 | 43 | 44 | 60) && fragment.is_none_or(|fragment| fragment.first) {
        let len = if protocol == 44 { 8 } else { 8 * (1 + usize::from(packet[at + 1])) };
        if protocol == 43 && packet[at + 3] > 0 {
            destination = packet[at + len - 16..at + len].to_vec();
        }
        if protocol == 44 {
            fragment = Some(Fragment { id: be32(packet, at + 4), first: be16(packet, at + 2) >> 3 == 0 });
        }
        protocol = packet[at];
        at += len;
    }
    Upper { protocol, at, destination, fragment }
}

/// The ones' complement sum of 16-bit words; an odd last byte of a part is padded.
fn sum(parts: &[&[u8]]) -> u16 {
    let mut sum = 0u32;
    for pair in parts.iter().flat_map(|part| part.chunks(2)) {
        sum += u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0));
        sum = (sum & 0xffff) + (sum >> 16);
    }
    sum as u16
}

/// Sum of the pseudo-header of a transport header and payload of `len` bytes.
fn pseudo(packet: &[u8], upper: &Upper, len: usize) -> u16 {
    let source = if packet[0] >> 4 == 4 { &packet[12..16] } else { &packet[8..24] };
    sum(&[source, &upper.destination, &[0, upper.protocol], &(len as u32).to_be_bytes()])
}

/// Where the transport header has its checksum, and whether there is a pseudo-header in it.
pub(super) fn checksum_place(upper: &Upper) -> Option<(usize, bool)> {
    let (offset, pseudo) = match upper.protocol {
        TCP => (16, true),
        UDP => (6, true),
        ICMP => (2, false),
        ICMPV6 => (2, true),
        _ => return None,
    };
    Some((upper.at + offset, pseudo))
}

fn transport_checksum(packet: &[u8]) -> Option<(usize, u16)> {
    let upper = upper(packet);
    let (at, with_pseudo) = checksum_place(&upper)?;
    let body = &packet[upper.at..];
    let before = if with_pseudo { pseudo(packet, &upper, body.len()) } else { 0 };
    let rest = sum(&[&before.to_be_bytes(), &packet[upper.at..at], &packet[at + 2..]]);
    let checksum = match !rest {
        0 if upper.protocol == UDP => 0xffff,
        checksum => checksum,
    };
    Some((at, checksum))
}

/// Puts lengths and checksums into a packet, as a sender without offload does.
pub(super) fn complete(packet: &mut [u8]) {
    let len = packet.len();
    if packet[0] >> 4 == 4 {
        put16(packet, 2, len as u16);
        complete_ipv4(packet);
    } else {
        put16(packet, 4, (len - 40) as u16);
    }
    if let Some((at, checksum)) = transport_checksum(packet) {
        put16(packet, at, checksum);
    }
}

/// Puts the checksum of the IPv4 header.
pub(super) fn complete_ipv4(packet: &mut [u8]) {
    put16(packet, 10, 0);
    let checksum = !sum(&[&packet[..upper(packet).at]]);
    put16(packet, 10, checksum);
}

/// Makes of a complete packet what a kernel hands to a network card that finishes the checksum.
pub(super) fn uncomplete(packet: &mut [u8]) -> (usize, usize) {
    let upper = upper(packet);
    let (at, _) = checksum_place(&upper).unwrap();
    let partial = pseudo(packet, &upper, packet.len() - upper.at);
    put16(packet, at, partial);
    (upper.at, at - upper.at)
}

/// A virtio header.
pub(super) fn header(flags: u8, gso: u8, segment: usize, place: (usize, usize)) -> [u8; HEADER] {
    let mut header = [flags, gso, 0, 0, 0, 0, 0, 0, 0, 0];
    for (at, value) in [(4, segment), (6, place.0), (8, place.1)] {
        header[at..at + 2].copy_from_slice(&(value as u16).to_ne_bytes());
    }
    header
}

/// The packets that a kernel sends for what was written to, or read from, a TUN descriptor. Panics where it would refuse.
pub(super) fn segment(crossed: &[u8]) -> Vec<Vec<u8>> {
    let (header, packet) = crossed.split_at(HEADER);
    let number = |at: usize| usize::from(u16::from_ne_bytes([header[at], header[at + 1]]));
    let (flags, gso, size, start, offset) = (header[0], header[1] & 0x7f, number(4), number(6), number(8));
    assert!(number(2) <= packet.len(), "headers longer than the packet");
    let upper = upper(packet);
    let place = checksum_place(&upper);
    if flags & 1 != 0 {
        let (at, _) = place.expect("an unfinished checksum where there is none");
        assert_eq!((start, start + offset), (upper.at, at), "the place of the checksum");
        assert_eq!(be16(packet, at), pseudo(packet, &upper, packet.len() - upper.at), "the unfinished checksum");
    } else if flags & 2 != 0 {
        let (at, checksum) = transport_checksum(packet).expect("a verified checksum where there is none");
        assert_eq!(be16(packet, at), checksum, "a checksum said to be right");
    }
    if gso == 0 {
        let mut packet = packet.to_vec();
        if flags & 1 != 0 {
            complete(&mut packet);
        }
        return vec![packet];
    }
    assert!(flags & 1 != 0, "a super-packet without unfinished checksum");
    let version = packet[0] >> 4;
    let (headers, tcp) = match (gso, version, upper.protocol) {
        (1, 4, TCP) | (4, 6, TCP) => (upper.at + usize::from(packet[upper.at + 12] >> 4) * 4, true),
        (5, 4 | 6, UDP) => (upper.at + 8, false),
        other => panic!("not a kind of super-packet: {other:?}"),
    };
    assert!(upper.fragment.is_none(), "a fragment cannot be cut");
    let payloads = packet[headers..].chunks(size).collect::<Vec<_>>();
    assert!(!payloads.is_empty() && (tcp || payloads.len() <= MOST_DATAGRAMS), "{} datagrams", payloads.len());
    let last = payloads.len() - 1;
    let cut = |(index, payload): (usize, &&[u8])| {
        let mut out = [&packet[..headers], payload].concat();
        if version == 4 {
            let id = be16(&out, 4).wrapping_add(index as u16);
            put16(&mut out, 4, id);
        }
        if tcp {
            let sequence = be32(&out, upper.at + 4).wrapping_add((index * size) as u32);
            out[upper.at + 4..upper.at + 8].copy_from_slice(&sequence.to_be_bytes());
            let flags = &mut out[upper.at + 13];
            // FIN and PSH stand behind the last byte; CWR is told once.
            *flags &= if index < last { !0x09 } else { 0xff };
            *flags &= if index > 0 { !0x80 } else { 0xff };
        } else {
            put16(&mut out, upper.at + 4, (payload.len() + 8) as u16);
        }
        complete(&mut out);
        out
    };
    payloads.iter().enumerate().map(cut).collect()
}

/// What packets have in common that must not overtake each other: addresses, protocol and ports.
pub(super) type Flow = (Vec<u8>, u8, Vec<u8>);

/// Sorts packets by flow. All fragments of a packet must be among them.
pub(super) fn by_flow(packets: &[Vec<u8>]) -> BTreeMap<Flow, Vec<Vec<u8>>> {
    let addresses = |packet: &[u8]| if packet[0] >> 4 == 4 { packet[12..20].to_vec() } else { packet[8..40].to_vec() };
    let ports = |packet: &[u8], upper: &Upper| match upper.protocol {
        TCP | UDP => packet[upper.at..upper.at + 4].to_vec(),
        _ => Vec::new(),
    };
    // What the fragments of a packet have in common (RFC 791, RFC 8200 section 4.5).
    let whole = |packet: &[u8], id: u32| {
        let protocol = if packet[0] >> 4 == 4 { packet[9] } else { 0 };
        (addresses(packet), protocol, id)
    };
    let mut fragmented = BTreeMap::new();
    for packet in packets {
        let upper = upper(packet);
        if let Some(Fragment { id, first: true }) = upper.fragment {
            fragmented.insert(whole(packet, id), (upper.protocol, ports(packet, &upper)));
        }
    }
    let mut flows = BTreeMap::<Flow, Vec<Vec<u8>>>::new();
    for packet in packets {
        let upper = upper(packet);
        let addresses = addresses(packet);
        let (protocol, ports) = match upper.fragment {
            Some(Fragment { id, first: false }) => fragmented[&whole(packet, id)].clone(),
            Some(Fragment { first: true, .. }) | None => (upper.protocol, ports(packet, &upper)),
        };
        flows.entry((addresses, protocol, ports)).or_default().push(without_id(packet));
    }
    flows
}

/// The id of a packet that can never be fragmented means nothing (RFC 6864, section 4.1): it is made zero.
fn without_id(packet: &[u8]) -> Vec<u8> {
    let mut packet = packet.to_vec();
    let atomic = packet[0] >> 4 == 4 && be16(&packet, 6) & 0x7fff == 0x4000;
    if atomic && sum(&[&packet[..upper(&packet).at]]) == 0xffff {
        put16(&mut packet, 4, 0);
        complete_ipv4(&mut packet);
    }
    packet
}
