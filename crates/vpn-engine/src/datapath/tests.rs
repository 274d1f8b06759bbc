//! Cutting and joining, judged by an independent parser.

use std::time::Instant;

use etherparse::{NetSlice, PacketBuilder, SlicedPacket, TransportSlice};
use proptest::prelude::*;
use vpn_api::{DataChannel, Opened, Overhead, SealError, Traffic, tunnel::MssClamp};

use super::{
    Outbox,
    checksum::Sum,
    coalesce::Coalescer,
    mss,
    packet::{self, Outline, Version},
    segment::Cut,
    virtio::{Checksum, Gso, HEADER_LEN, VirtioHeader},
};

/// What distinguishes a packet from its neighbours.
#[derive(Debug, Clone)]
struct Shape {
    v6: bool,
    udp: bool,
    port: u16,
    sequence: u32,
    flags: u8,
    options: bool,
    id: u16,
    payload: Vec<u8>,
}

/// A packet as a sender without offload would make it.
fn packet(shape: &Shape) -> Vec<u8> {
    let builder = if shape.v6 {
        let mut source = [0xfd; 16];
        source[15] = 1;
        PacketBuilder::ipv6(source, [0xfd; 16], 61)
    } else {
        let mut header =
            etherparse::Ipv4Header::new(0, 61, etherparse::IpNumber::TCP, [10, 0, 0, 1], [10, 0, 0, 2]).unwrap();
        header.identification = shape.id;
        header.dont_fragment = false;
        PacketBuilder::ip(etherparse::IpHeaders::Ipv4(header, etherparse::Ipv4Extensions::default()))
    };
    let mut bytes = Vec::new();
    if shape.udp {
        builder.udp(shape.port, 443).write(&mut bytes, &shape.payload).unwrap();
        return bytes;
    }
    let mut header = etherparse::TcpHeader::new(shape.port, 443, shape.sequence, 501);
    header.acknowledgment_number = 77;
    header.fin = shape.flags & packet::FIN != 0;
    header.syn = shape.flags & packet::SYN != 0;
    header.psh = shape.flags & packet::PSH != 0;
    header.ack = shape.flags & packet::ACK != 0;
    header.cwr = shape.flags & packet::CWR != 0;
    header.ece = shape.flags & 0x40 != 0;
    if shape.options {
        header.set_options_raw(&[1, 1, 8, 10, 0, 0, 0, 9, 0, 0, 0, 8]).unwrap();
    }
    builder.tcp_header(header).write(&mut bytes, &shape.payload).unwrap();
    bytes
}

/// A super-packet as the kernel gives it: one long packet whose checksum field has the pseudo-header's sum.
fn super_packet(shape: &Shape, segment: usize) -> (VirtioHeader, Vec<u8>) {
    let mut bytes = packet(shape);
    let outline = Outline::of(&bytes).unwrap();
    let start = outline.transport;
    let pseudo = packet::pseudo_header(&bytes, outline.version, outline.protocol, bytes.len() - start).unwrap();
    let (gso, offset) = match (shape.udp, shape.v6) {
        (true, _) => (Gso::Udp, packet::UDP_CHECKSUM),
        (false, false) => (Gso::Tcp4, packet::TCP_CHECKSUM),
        (false, true) => (Gso::Tcp6, packet::TCP_CHECKSUM),
    };
    packet::put16(&mut bytes, start + offset, pseudo.fold()).unwrap();
    let checksum = Checksum::Unfinished { start: start as u16, offset: offset as u16 };
    (VirtioHeader { gso, headers: 0, segment: segment as u16, checksum }, bytes)
}

fn cut(header: VirtioHeader, bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut bytes = bytes.to_vec();
    let mut cut = Cut::plan(header, &mut bytes).unwrap();
    let mut packets = Vec::new();
    while let Some(len) = cut.next_len() {
        let mut out = vec![0xee; len];
        cut.write_next(&bytes, &mut out).unwrap();
        packets.push(out);
    }
    packets
}

/// Joins packets as they would come from a link, and gives what would be written to the TUN.
fn join(packets: &[Vec<u8>], tcp: bool, udp: bool) -> Vec<(VirtioHeader, Vec<u8>)> {
    let mut joined = Coalescer::new(tcp, udp);
    let mut buffer = Vec::new();
    for packet in packets {
        // Frames have something between them.
        buffer.extend([0xaa; 24]);
        let place = buffer.len()..buffer.len() + packet.len();
        buffer.extend(packet);
        joined.push(&buffer, place, &Outline::of(packet).unwrap());
    }
    let mut written = Vec::new();
    let mut count = 0;
    joined.flush(&mut buffer, |parts, packets, _| {
        count += packets;
        let mut bytes = parts.iter().flat_map(|part| part.iter().copied()).collect::<Vec<u8>>();
        let (header, packet) = VirtioHeader::parse(&mut bytes).unwrap();
        written.push((header, packet.to_vec()));
    });
    assert_eq!(count, packets.len() as u64);
    written
}

/// Checks lengths and checksums with etherparse.
fn assert_valid(bytes: &[u8]) {
    let sliced = SlicedPacket::from_ip(bytes).unwrap();
    match (sliced.net.unwrap(), sliced.transport.unwrap()) {
        (NetSlice::Ipv4(ip), transport) => {
            let header = ip.header().to_header();
            assert_eq!(header.header_checksum, header.calc_header_checksum());
            assert_eq!(usize::from(header.total_len), bytes.len());
            match transport {
                TransportSlice::Tcp(tcp) => {
                    let sum = tcp.to_header().calc_checksum_ipv4(&header, tcp.payload()).unwrap();
                    assert_eq!(tcp.checksum(), sum);
                }
                TransportSlice::Udp(udp) => {
                    let sum = udp.to_header().calc_checksum_ipv4(&header, udp.payload()).unwrap();
                    assert_eq!(udp.checksum(), sum);
                    assert_eq!(usize::from(udp.length()), bytes.len() - 20);
                }
                TransportSlice::Icmpv4(_) | TransportSlice::Icmpv6(_) => panic!("not cut from anything here"),
            }
        }
        (NetSlice::Ipv6(ip), transport) => {
            let header = ip.header().to_header();
            assert_eq!(usize::from(header.payload_length), bytes.len() - 40);
            match transport {
                TransportSlice::Tcp(tcp) => {
                    let sum = tcp.to_header().calc_checksum_ipv6(&header, tcp.payload()).unwrap();
                    assert_eq!(tcp.checksum(), sum);
                }
                TransportSlice::Udp(udp) => {
                    let sum = udp.to_header().calc_checksum_ipv6(&header, udp.payload()).unwrap();
                    assert_eq!(udp.checksum(), sum);
                }
                TransportSlice::Icmpv4(_) | TransportSlice::Icmpv6(_) => panic!("not cut from anything here"),
            }
        }
        other => panic!("{other:?}"),
    }
}

fn flags() -> impl Strategy<Value = u8> {
    prop_oneof![4 => Just(packet::ACK), 1 => any::<u8>().prop_map(|flags| (flags & 0xc9) | packet::ACK)]
}

prop_compose! {
    fn shape(longest: usize)(
        v6: bool, udp: bool, port in 1u16.., sequence: u32, flags in flags(), options: bool, id: u16,
        payload in proptest::collection::vec(any::<u8>(), 1..longest),
    ) -> Shape {
        Shape { v6, udp, port, sequence, flags, options, id, payload }
    }
}

proptest! {
    /// Cutting gives what a sender without offload would have sent.
    #[test]
    fn cutting(shape in shape(20_000), segment in 200usize..2000) {
        let (header, bytes) = super_packet(&shape, segment);
        let packets = cut(header, &bytes);
        let count = shape.payload.len().div_ceil(segment);
        prop_assert_eq!(packets.len(), count);
        for (index, (found, payload)) in packets.iter().zip(shape.payload.chunks(segment)).enumerate() {
            assert_valid(found);
            let mut flags = shape.flags;
            if index > 0 {
                flags &= !packet::CWR;
            }
            if index + 1 < count {
                flags &= !(packet::FIN | packet::PSH);
            }
            let expected = Shape {
                sequence: shape.sequence.wrapping_add((index * segment) as u32),
                id: shape.id.wrapping_add(index as u16),
                flags,
                payload: payload.to_vec(),
                ..shape.clone()
            };
            prop_assert_eq!(found, &super::tests::packet(&expected));
        }
    }

    /// Joining what was cut and cutting it again gives the same packets, in as few writes as the kernel allows.
    #[test]
    fn cutting_and_joining(shape in shape(40_000), segment in 1000usize..1500) {
        // Other flags are not joined.
        let shape = Shape { flags: packet::ACK | shape.flags & packet::PSH, ..shape };
        let (header, bytes) = super_packet(&shape, segment);
        let packets = cut(header, &bytes);
        let joined = join(&packets, true, true);
        prop_assert_eq!(joined.len(), 1);
        let again = joined.iter().flat_map(|(header, bytes)| cut(*header, bytes)).collect::<Vec<_>>();
        prop_assert_eq!(again, packets);
    }

    /// Whatever comes, joining loses and changes nothing, and keeps the order within each flow.
    #[test]
    fn joining_anything(
        shapes in proptest::collection::vec((shape(300), 0u8..4, any::<bool>()), 1..60), tcp: bool, udp: bool,
    ) {
        // A few flows whose packets mostly continue each other.
        let mut next = std::collections::BTreeMap::new();
        let mut packets = Vec::new();
        for (mut shape, flow, jump) in shapes {
            let flow = if shape.udp { flow + 4 } else { flow };
            shape.port = u16::from(flow) + 1;
            shape.v6 = flow % 4 == 3;
            shape.options = flow == 2;
            let (sequence, id) = *next.get(&flow).unwrap_or(&(shape.sequence, shape.id));
            if !jump {
                (shape.sequence, shape.id) = (sequence, id);
                shape.payload.resize(100, 1);
            }
            next.insert(flow, (shape.sequence.wrapping_add(shape.payload.len() as u32), shape.id.wrapping_add(1)));
            packets.push((flow, packet(&shape)));
        }
        let bytes = packets.iter().map(|(_, packet)| packet.clone()).collect::<Vec<_>>();
        let out = join(&bytes, tcp, udp).iter().flat_map(|(header, bytes)| cut(*header, bytes)).collect::<Vec<_>>();
        prop_assert_eq!(out.len(), packets.len());
        let port_of = |packet: &[u8]| packet::get16(packet, Outline::of(packet).unwrap().transport).unwrap();
        for flow in 0..8u8 {
            let sent = packets.iter().filter(|(of, _)| *of == flow).map(|(_, packet)| packet).collect::<Vec<_>>();
            let got = out.iter().filter(|packet| port_of(packet) == u16::from(flow) + 1).collect::<Vec<_>>();
            prop_assert_eq!(got, sent);
        }
    }

    /// Garbage from the TUN or from the other end never panics and never gives more than came in.
    #[test]
    fn garbage(bytes in proptest::collection::vec(any::<u8>(), 0..200), version in 4u8..=6, gso in 0u8..6) {
        let mut bytes = bytes;
        if bytes.len() > HEADER_LEN {
            bytes[0] &= 3;
            bytes[1] = gso;
            bytes[HEADER_LEN] = version << 4 | 5;
        }
        if let Some((header, packet)) = VirtioHeader::parse(&mut bytes)
            && let Ok(mut cut) = Cut::plan(header, packet)
        {
            let mut rounds = 0;
            while let Some(len) = cut.next_len() {
                prop_assert!(len <= packet.len());
                let _ = cut.write_next(packet, &mut vec![0; len]);
                rounds += 1;
                prop_assert!(rounds <= 200);
            }
        }
        if let Some(outline) = Outline::of(&bytes) {
            mss::clamp(&mut bytes, &outline, MssClamp { ipv4: 1, ipv6: 1 });
            let mut joined = Coalescer::new(true, true);
            joined.push(&bytes, 0..outline.total, &outline);
            joined.push(&bytes, 0..outline.total, &outline);
            joined.flush(&mut bytes, |_, _, _| {});
        }
    }

    /// The segment size in a SYN is lowered, never raised, wherever it lies, and the checksum stays right.
    #[test]
    fn clamping(v6: bool, padding in 0usize..4, announced: u16, limit: u16) {
        let mut options = vec![1; padding];
        options.extend([2, 4]);
        options.extend(announced.to_be_bytes());
        options.resize(options.len().next_multiple_of(4), 0);
        let mut header = etherparse::TcpHeader::new(1, 2, 3, 4);
        header.syn = true;
        header.set_options_raw(&options).unwrap();
        let mut bytes = Vec::new();
        let builder = if v6 { PacketBuilder::ipv6([1; 16], [2; 16], 3) } else { PacketBuilder::ipv4([1; 4], [2; 4], 3) };
        builder.tcp_header(header).write(&mut bytes, &[]).unwrap();
        let outline = Outline::of(&bytes).unwrap();
        let other = limit.wrapping_add(1);
        let clamp = if v6 { MssClamp { ipv4: other, ipv6: limit } } else { MssClamp { ipv4: limit, ipv6: other } };
        mss::clamp(&mut bytes, &outline, clamp);
        assert_valid(&bytes);
        let found = packet::get16(&bytes, outline.transport + 20 + padding + 2).unwrap();
        prop_assert_eq!(found, announced.min(limit));
    }
}

fn tcp(sequence: u32, flags: u8, payload: usize) -> Vec<u8> {
    packet(&Shape {
        v6: true,
        udp: false,
        port: 9,
        sequence,
        flags,
        options: true,
        id: 0,
        payload: (0..payload).map(|byte| byte as u8).collect(),
    })
}

fn payloads(joined: &[(VirtioHeader, Vec<u8>)]) -> Vec<usize> {
    joined.iter().map(|(_, bytes)| bytes.len() - 72).collect()
}

#[test]
fn what_ends_a_super_packet() {
    let ack = packet::ACK;
    let gap = [tcp(0, ack, 100), tcp(100, ack, 100), tcp(201, ack, 100)];
    assert_eq!(payloads(&join(&gap, true, true)), [200, 100]);
    let push = [tcp(0, ack, 100), tcp(100, ack | packet::PSH, 100), tcp(200, ack, 100)];
    assert_eq!(payloads(&join(&push, true, true)), [200, 100]);
    let short = [tcp(0, ack, 100), tcp(100, ack, 60), tcp(160, ack, 60)];
    assert_eq!(payloads(&join(&short, true, true)), [160, 60]);
    let longer = [tcp(0, ack, 60), tcp(60, ack, 100)];
    assert_eq!(payloads(&join(&longer, true, true)), [60, 100]);
    let pure = [tcp(0, ack, 100), tcp(100, ack, 0), tcp(100, ack, 100)];
    assert_eq!(payloads(&join(&pure, true, true)), [100, 0, 100]);
    let fin = [tcp(0, ack, 100), tcp(100, ack | packet::FIN, 100)];
    assert_eq!(payloads(&join(&fin, true, true)), [100, 100]);
    let many = (0..70).map(|index| tcp(100 * index, ack, 100)).collect::<Vec<_>>();
    assert_eq!(payloads(&join(&many, true, true)), [6400, 600]);
    let large = (0..60).map(|index| tcp(1400 * index, ack, 1400)).collect::<Vec<_>>();
    assert_eq!(payloads(&join(&large, true, true)), [46 * 1400, 14 * 1400]);
}

#[test]
fn a_corrupt_packet_stays_alone_and_corrupt() {
    let mut packets = [tcp(0, packet::ACK, 100), tcp(100, packet::ACK, 100), tcp(200, packet::ACK, 100)];
    *packets[1].last_mut().unwrap() ^= 1;
    let joined = join(&packets, true, true);
    assert_eq!(joined.len(), 3);
    assert_eq!(joined[1], (VirtioHeader::plain(Checksum::Unknown), packets[1].clone()));
    assert_eq!(joined[0].0.checksum, Checksum::Valid);
}

#[test]
fn a_single_packet_gets_its_checksum() {
    for udp in [false, true] {
        let shape = Shape {
            v6: false,
            udp,
            port: 5,
            sequence: 1,
            flags: packet::ACK,
            options: true,
            id: 3,
            payload: vec![7; 99],
        };
        let (header, bytes) = super_packet(&shape, 1000);
        let packets = cut(VirtioHeader { gso: Gso::None, ..header }, &bytes);
        assert_eq!(packets, [packet(&shape)]);
    }
}

#[test]
fn a_datagrams_checksum_is_never_zero() {
    let mut shape =
        Shape { v6: false, udp: true, port: 5, sequence: 0, flags: 0, options: false, id: 3, payload: vec![0; 2] };
    // What makes the sum over everything else plus the payload 0xffff.
    let bytes = packet(&shape);
    let pseudo = packet::pseudo_header(&bytes, Version::V4, packet::UDP, 10).unwrap();
    let sum = pseudo.add(&bytes[20..26]).fold();
    shape.payload = (!sum).to_be_bytes().to_vec();
    let (header, bytes) = super_packet(&shape, 1000);
    let packets = cut(VirtioHeader { gso: Gso::None, ..header }, &bytes);
    assert_eq!(packet::get16(&packets[0], 26), Some(0xffff));
    assert_eq!(pseudo.add(&packets[0][20..]).fold(), 0xffff);
    assert_eq!(Sum::default().fold(), 0);
}

#[test]
fn our_own_frames_are_recognised() {
    use vpn_api::Transport::{Tcp, Udp};

    let inner = packet(&Shape {
        v6: false,
        udp: true,
        port: 5,
        sequence: 0,
        flags: 0,
        options: false,
        id: 3,
        payload: vec![1],
    });
    let outer = |text: &str| text.parse().unwrap();
    assert!(super::is_outer(&inner, (outer("10.0.0.2:443"), Udp)));
    assert!(!super::is_outer(&inner, (outer("10.0.0.2:444"), Udp)));
    assert!(!super::is_outer(&inner, (outer("10.0.0.2:443"), Tcp)));
    assert!(!super::is_outer(&inner, (outer("10.0.0.3:443"), Udp)));
}

/// A channel whose last packet is still to be sealed in so many frames of 1000 bytes.
struct Splitting {
    left: usize,
    refuses: bool,
}

impl DataChannel for Splitting {
    fn overhead(&self) -> Overhead {
        Overhead { head: 0, tail: 0 }
    }

    fn seal_in_place(&mut self, _: Instant, _: &mut [u8], _: usize) -> Result<usize, SealError> {
        Err(SealError::NoKey)
    }

    fn open_in_place(&mut self, _: Instant, _: vpn_api::LinkId, _: &mut [u8]) -> Opened {
        Opened::Control
    }

    fn rest(&self) -> Option<usize> {
        (self.left > 0).then_some(1000)
    }

    fn seal_rest(&mut self, _: Instant, buffer: &mut [u8]) -> Result<usize, SealError> {
        if self.refuses {
            self.left = 0;
            return Err(SealError::KeyExhausted);
        }
        self.left -= 1;
        buffer.fill(7);
        Ok(buffer.len())
    }
}

#[test]
fn the_rest_of_a_packet_waits_for_room_and_is_not_lost() {
    let now = Instant::now();
    let mut outbox = Outbox::datagrams();
    let mut moved = Traffic::default();
    let mut channel = Splitting { left: 1000, refuses: false };
    assert!(!super::seal_rest(now, &mut channel, &mut outbox, &mut moved), "more than an outbox holds");
    let first = outbox.lengths().len();
    assert_eq!(channel.left, 1000 - first);
    assert!(first > 100);
    let mut total = 0;
    for _ in 0..100 {
        total += outbox.lengths().len();
        outbox.sent_frames(outbox.lengths().len());
        if super::seal_rest(now, &mut channel, &mut outbox, &mut moved) {
            break;
        }
    }
    assert_eq!((total + outbox.lengths().len(), channel.left, moved.dropped), (1000, 0, 0));
    let mut channel = Splitting { left: 3, refuses: true };
    assert!(super::seal_rest(now, &mut channel, &mut outbox, &mut moved), "what cannot be sealed is given up");
    assert_eq!(moved.dropped, 1);
}
