//! Random traffic as a kernel hands it to a TUN descriptor: complete packets, packets with unfinished checksums,
//! super-packets and fragments of several flows, whose packets mostly continue each other.

#![expect(clippy::wildcard_enum_match_arm, reason = "most tweaks concern one field")]

use proptest::{collection::vec, prelude::*, sample::select};

use super::oracle::{self, ICMP, ICMPV6, TCP, UDP, put16};

/// Longest packet that is not a super-packet, in bytes: what the tunnel's MTU allows.
const LONGEST: usize = 1500;

/// A stretch of one flow.
#[derive(Debug, Clone)]
pub(super) struct Event {
    flow: usize,
    what: What,
    /// Payload bytes. `None`: as many as this flow's packets have most of the time.
    length: Option<usize>,
    repeat: usize,
    tweak: Tweak,
    seed: u64,
}

#[derive(Debug, Clone)]
enum What {
    Complete,
    Unfinished,
    Super {
        pieces: usize,
        last: usize,
    },
    /// Without payload.
    Bare,
    /// In pieces, the last one first if so told.
    Fragments {
        pieces: usize,
        reversed: bool,
    },
}

/// How a stretch differs from the rest of its flow.
#[derive(Debug, Clone, PartialEq)]
enum Tweak {
    None,
    TrafficClass(u8),
    Lifetime(u8),
    /// Reserved bit, more fragments, or may-be-fragmented where it may not otherwise; IPv6: flow label.
    IpBits(u8),
    Id(u16),
    Flags(u8),
    /// The reserved bits beside the header length.
    Reserved(u8),
    Window(u16),
    Acknowledgement(u32),
    Stamp(u8),
    Urgent(u16),
    /// Bytes that are missing before it.
    Gap(u32),
    /// It comes again, or partly so.
    Again(u32),
    BadChecksum,
    BadIpHeader,
    /// UDP: bytes behind the datagram. IPv4: no checksum.
    Padding,
    NoChecksum,
}

/// What does not change within a flow.
struct Kind {
    v6: bool,
    protocol: u8,
    may_fragment: bool,
    /// IPv4: the protocol is ignored. IPv6: kinds of extension headers and what follows their first byte.
    between: &'static [(u8, &'static [u8])],
    stamps: bool,
    /// Last byte of both addresses.
    host: u8,
    /// Payload bytes of its packets, most of the time.
    length: usize,
}

const PLAIN: Kind =
    Kind { v6: false, protocol: TCP, may_fragment: false, between: &[], stamps: true, host: 1, length: 1000 };
/// Router alert.
const OPTIONS: &[(u8, &[u8])] = &[(0, &[0x94, 4, 0, 0])];
const HOP_BY_HOP: (u8, &[u8]) = (0, &[0, 5, 2, 0, 0, 1, 0]);
const DESTINATION: (u8, &[u8]) = (60, &[0, 1, 4, 0, 0, 0, 0]);
/// Type 2 (RFC 6275): one address, which is where the packet goes in the end.
const ROUTING: (u8, &[u8]) = (43, &[2, 2, 1, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);

const KINDS: &[Kind] = &[
    PLAIN,
    // Differs by its ports only.
    PLAIN,
    Kind { may_fragment: true, stamps: false, host: 2, length: 537, ..PLAIN },
    Kind { v6: true, ..PLAIN },
    Kind { v6: true, stamps: false, length: 701, ..PLAIN },
    Kind { between: OPTIONS, host: 3, ..PLAIN },
    Kind { v6: true, between: &[DESTINATION], host: 4, ..PLAIN },
    // The same addresses and ports as the first IPv6 flow, if the ports are equal.
    Kind { v6: true, between: &[HOP_BY_HOP], ..PLAIN },
    Kind { protocol: UDP, may_fragment: true, length: 400, ..PLAIN },
    Kind { protocol: UDP, length: 1200, ..PLAIN },
    Kind { v6: true, protocol: UDP, length: 333, ..PLAIN },
    Kind { v6: true, protocol: UDP, between: &[HOP_BY_HOP, ROUTING], host: 5, ..PLAIN },
    Kind { v6: true, protocol: UDP, between: &[DESTINATION], length: 333, ..PLAIN },
    Kind { protocol: ICMP, may_fragment: true, length: 56, ..PLAIN },
    Kind { v6: true, protocol: ICMPV6, length: 56, ..PLAIN },
    // ESP: nothing is known of it.
    Kind { protocol: 50, may_fragment: true, host: 6, length: 200, ..PLAIN },
    // Many that differ by their ports only.
    CROWD,
    CROWD,
    CROWD,
    CROWD,
    CROWD,
    CROWD,
];
const CROWD: Kind = Kind { v6: true, protocol: UDP, host: 7, length: 333, ..PLAIN };

/// Traffic: events, and the ports of the flows. Of equal ports some flows are hard to tell apart.
pub(super) fn traffic() -> impl Strategy<Value = (Vec<Event>, Vec<u16>)> {
    let port = prop_oneof![Just(443), 1u16..];
    (vec(event(), 1..40), vec(port, KINDS.len()))
}

fn event() -> impl Strategy<Value = Event> {
    let length = prop_oneof![3 => Just(None), 1 => (1usize..1300).prop_map(Some)];
    // A few flows are busy.
    let flow = prop_oneof![0..KINDS.len(), select(vec![0, 3, 8, 10, 16, 17, 18, 19, 20, 21])];
    (flow, what(), length, 1usize..6, tweak(), any::<u64>())
        .prop_map(|(flow, what, length, repeat, tweak, seed)| Event { flow, what, length, repeat, tweak, seed })
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        4 => Just(What::Complete),
        4 => Just(What::Unfinished),
        2 => (2usize..70, 1usize..1300).prop_map(|(pieces, last)| What::Super { pieces, last }),
        1 => Just(What::Bare),
        1 => (2usize..5, any::<bool>()).prop_map(|(pieces, reversed)| What::Fragments { pieces, reversed }),
    ]
}

fn tweak() -> impl Strategy<Value = Tweak> {
    prop_oneof![
        20 => Just(Tweak::None),
        2 => (0u8..4).prop_map(Tweak::TrafficClass),
        1 => any::<u8>().prop_map(Tweak::TrafficClass),
        1 => any::<u8>().prop_map(Tweak::Lifetime),
        1 => any::<u8>().prop_map(Tweak::IpBits),
        2 => any::<u16>().prop_map(Tweak::Id),
        4 => select(vec![0x01, 0x04, 0x08, 0x18, 0x20, 0x40, 0x80, 0xc0, 0x02, 0x09]).prop_map(Tweak::Flags),
        1 => (1u8..16).prop_map(Tweak::Reserved),
        1 => any::<u16>().prop_map(Tweak::Window),
        1 => any::<u32>().prop_map(Tweak::Acknowledgement),
        1 => any::<u8>().prop_map(Tweak::Stamp),
        1 => any::<u16>().prop_map(Tweak::Urgent),
        1 => (1u32..3000).prop_map(Tweak::Gap),
        1 => (1u32..3000).prop_map(Tweak::Again),
        1 => Just(Tweak::BadChecksum),
        1 => Just(Tweak::BadIpHeader),
        1 => Just(Tweak::Padding),
        2 => Just(Tweak::NoChecksum),
    ]
}

/// Where a flow has got to.
#[derive(Default, Clone)]
struct Progress {
    sequence: u32,
    id: u16,
}

/// What the kernel hands over for these events: each with its virtio header. Without `offload` it cuts and completes
/// everything itself.
pub(super) fn handed((events, ports): &(Vec<Event>, Vec<u16>), offload: bool) -> Vec<Vec<u8>> {
    let mut flows = vec![Progress { sequence: u32::MAX - 5000, id: u16::MAX - 20 }; KINDS.len()];
    let mut out = Vec::new();
    for event in events {
        let maker = Maker { event, kind: &KINDS[event.flow], port: ports[event.flow] };
        for round in 0..event.repeat {
            maker.make(round as u64, &mut flows[event.flow], &mut out);
        }
    }
    if offload {
        return out;
    }
    let plain = oracle::header(0, 0, 0, (0, 0));
    out.iter().flat_map(|crossed| oracle::segment(crossed)).map(|packet| [&plain[..], &packet].concat()).collect()
}

struct Maker<'a> {
    event: &'a Event,
    kind: &'a Kind,
    port: u16,
}

impl Maker<'_> {
    fn make(&self, round: u64, flow: &mut Progress, out: &mut Vec<Vec<u8>>) {
        let Event { what, tweak, seed, .. } = self.event;
        match tweak {
            Tweak::Gap(bytes) => flow.sequence = flow.sequence.wrapping_add(*bytes),
            Tweak::Again(bytes) => flow.sequence = flow.sequence.wrapping_sub(*bytes),
            Tweak::Id(id) => flow.id = *id,
            _ => {}
        }
        let headers = self.packet(flow, &[]).len();
        let length = self.event.length.unwrap_or(self.kind.length).min(LONGEST - headers - 8);
        let segments = matches!(self.kind.protocol, TCP | UDP);
        let whole = self.may_be_unfinished();
        let (len, pieces) = match what {
            What::Super { pieces, last } if segments && whole => {
                let most = if self.kind.protocol == UDP { 64 } else { 70 };
                let pieces = (*pieces).min(most).min((65_535 - headers) / length);
                (length * (pieces - 1) + (*last).min(length), pieces)
            }
            What::Bare => (0, 1),
            _ => (length, 1),
        };
        let payload = noise(seed.wrapping_add(round), len);
        let mut packet = self.packet(flow, &payload);
        let plain = oracle::header(0, 0, 0, (0, 0));
        match what {
            What::Super { .. } if pieces > 1 => {
                let gso = match (self.kind.protocol, self.kind.v6) {
                    (UDP, _) => 5,
                    (_, false) => 1,
                    (_, true) => 4,
                };
                let place = oracle::uncomplete(&mut packet);
                out.push([&oracle::header(1, gso, length, place)[..], &packet].concat());
            }
            What::Unfinished if whole && oracle::checksum_place(&oracle::upper(&packet)).is_some() && segments => {
                let place = oracle::uncomplete(&mut packet);
                out.push([&oracle::header(1, 0, 0, place)[..], &packet].concat());
            }
            What::Fragments { pieces, reversed } if self.may_fragment() => {
                let mut fragments = self.fragments(&packet, *pieces, flow);
                if *reversed {
                    fragments.reverse();
                }
                out.extend(fragments.iter().map(|fragment| [&plain[..], fragment].concat()));
            }
            _ => {
                self.spoil(&mut packet);
                out.push([&plain[..], &packet].concat());
            }
        }
        flow.sequence = flow.sequence.wrapping_add(len as u32);
        flow.id = flow.id.wrapping_add(pieces as u16);
    }

    /// Whether the kernel may hand over a packet like this one before it is complete.
    fn may_be_unfinished(&self) -> bool {
        let sensible = match self.event.tweak {
            Tweak::Flags(flags) => flags & !0xc9 == 0,
            Tweak::IpBits(bits) => self.kind.v6 || bits & 0x20 == 0,
            _ => true,
        };
        sensible
            && !matches!(
                self.event.tweak,
                Tweak::BadChecksum | Tweak::BadIpHeader | Tweak::Padding | Tweak::NoChecksum | Tweak::Urgent(_)
            )
    }

    fn may_fragment(&self) -> bool {
        self.kind.v6 || self.kind.may_fragment && !matches!(self.event.tweak, Tweak::IpBits(_))
    }

    /// A complete packet.
    fn packet(&self, flow: &Progress, payload: &[u8]) -> Vec<u8> {
        let Kind { v6, protocol, may_fragment, between, stamps, host, .. } = *self.kind;
        let tweak = &self.event.tweak;
        let class = if let Tweak::TrafficClass(class) = tweak { *class } else { 2 };
        let lifetime = if let Tweak::Lifetime(lifetime) = tweak { *lifetime } else { 64 };
        let bits = if let Tweak::IpBits(bits) = tweak { *bits } else { 0 };
        let mut bytes = if v6 {
            let label = u16::from(bits);
            let mut bytes = vec![0x60 | class >> 4, class << 4, (label >> 8) as u8, label as u8, 0, 0, 0, lifetime];
            bytes.extend([&[0xfd; 15][..], &[host], &[0xfe; 15], &[host]].concat());
            bytes
        } else {
            let header_len = 20 + between.iter().map(|(_, option)| option.len()).sum::<usize>();
            // The reserved bit, fragments that never come, and another view on whether there may be some.
            let field = (bits & 0xe0) ^ if may_fragment { 0 } else { 0x40 };
            let [id0, id1] = flow.id.to_be_bytes();
            let version = 0x40 | (header_len / 4) as u8;
            let mut bytes = vec![version, class, 0, 0, id0, id1, field, 0, lifetime, protocol, 0, 0];
            bytes.extend([10, 0, 0, host, 10, 0, 1, host]);
            bytes
        };
        let mut next = 6;
        for (kind, rest) in between {
            if v6 {
                bytes[next] = *kind;
                next = bytes.len();
                bytes.push(0);
            }
            bytes.extend(*rest);
        }
        if v6 {
            bytes[next] = protocol;
        }
        let [port0, port1] = self.port.to_be_bytes();
        match protocol {
            TCP => {
                let stamp = if let Tweak::Stamp(stamp) = tweak { *stamp } else { 7 };
                let options = [1, 1, 8, 10, 0, 0, 0, stamp, 0, 0, 0, 8];
                let options = if stamps { &options[..] } else { &[] };
                let acknowledged = if let Tweak::Acknowledgement(number) = tweak { *number } else { 77 };
                let reserved = if let Tweak::Reserved(bits) = tweak { *bits } else { 0 };
                let window = if let Tweak::Window(window) = tweak { *window } else { 501 };
                let (flags, urgent) = match tweak {
                    Tweak::Flags(flags) => (0x10 | flags, 0),
                    Tweak::Urgent(urgent) => (0x30, *urgent),
                    _ => (0x10, 0),
                };
                bytes.extend([port0, port1, 1, 187]);
                bytes.extend(flow.sequence.to_be_bytes());
                bytes.extend(acknowledged.to_be_bytes());
                bytes.extend([((5 + options.len() / 4) as u8) << 4 | reserved, flags]);
                bytes.extend([window, 0, urgent].map(u16::to_be_bytes).concat());
                bytes.extend(options);
            }
            UDP => {
                bytes.extend([port0, port1, 1, 187]);
                bytes.extend([(payload.len() + 8) as u16, 0].map(u16::to_be_bytes).concat());
            }
            ICMP => bytes.extend([8, 0, 0, 0, port0, port1, 0, 1]),
            ICMPV6 => bytes.extend([128, 0, 0, 0, port0, port1, 0, 1]),
            _ => {}
        }
        bytes.extend(payload);
        oracle::complete(&mut bytes);
        bytes
    }

    /// What no sender should do, but some do, and some lines.
    fn spoil(&self, packet: &mut Vec<u8>) {
        let upper = oracle::upper(packet);
        let place = oracle::checksum_place(&upper).map(|(at, _)| at);
        match (&self.event.tweak, place) {
            (Tweak::BadChecksum, Some(at)) => packet[at] ^= 0x55,
            (Tweak::BadIpHeader, _) if !self.kind.v6 => packet[11] ^= 0x55,
            (Tweak::Padding, _) if upper.protocol == UDP => {
                packet.extend([1, 2, 3]);
                oracle::complete(packet);
            }
            (Tweak::NoChecksum, Some(at)) if upper.protocol == UDP && !self.kind.v6 => put16(packet, at, 0),
            _ => {}
        }
    }

    fn fragments(&self, packet: &[u8], pieces: usize, flow: &Progress) -> Vec<Vec<u8>> {
        let at = oracle::upper(packet).at;
        let body = &packet[at..];
        let piece = (body.len() / pieces).next_multiple_of(8).max(24);
        let count = body.chunks(piece).count();
        let cut = |(index, part): (usize, &[u8])| {
            let offset = (index * piece) as u16;
            let more = index + 1 < count;
            let mut out = packet[..at].to_vec();
            if self.kind.v6 {
                let next = self.last_next_header(packet);
                let protocol = std::mem::replace(&mut out[next], 44);
                out.extend([protocol, 0]);
                out.extend((offset | u16::from(more)).to_be_bytes());
                out.extend([7, self.event.flow as u8]);
                out.extend(flow.id.to_be_bytes());
            } else {
                put16(&mut out, 6, (offset / 8) | (u16::from(more) << 13));
            }
            out.extend(part);
            let len = out.len();
            if self.kind.v6 {
                put16(&mut out, 4, (len - 40) as u16);
            } else {
                put16(&mut out, 2, len as u16);
                oracle::complete_ipv4(&mut out);
            }
            out
        };
        body.chunks(piece).enumerate().map(cut).collect()
    }

    /// Where the number of the transport protocol stands.
    fn last_next_header(&self, packet: &[u8]) -> usize {
        let mut extensions = self.kind.between.iter().map(|(_, rest)| 1 + rest.len());
        let at = oracle::upper(packet).at;
        extensions.next_back().map_or(6, |last| at - last)
    }
}

/// Bytes that look random, the same every time.
fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    std::iter::repeat_with(next).take(len).collect()
}
