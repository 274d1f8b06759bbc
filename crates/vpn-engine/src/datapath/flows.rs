//! TCP connections that have lately sent something into the tunnel: who has to hear of it when the path becomes smaller.
//!
//! A fixed table without chains: two connections that share a place push each other out. One look costs nanoseconds, and
//! the worst that can happen is that somebody does not hear of it, or hears of it twice.

use std::time::{Duration, Instant};

use super::{
    icmp,
    packet::{self, Outline, Version},
};

/// Places in the table.
const PLACES: usize = 64;
/// Connections that were silent for longer need no hurry.
const RECENT: Duration = Duration::from_secs(10);
/// Hosts forget what they were told after ten minutes (RFC 1191, section 6.3), and try more.
const REMIND: Duration = Duration::from_secs(300);
/// Bytes of the longest packet that is quoted: of IPv6, with a TCP header.
const QUOTE: usize = packet::IPV6_HEADER + 20;

/// The table.
pub(crate) struct Flows {
    places: Box<[Option<Flow>; PLACES]>,
}

/// One direction of a connection, the local one.
#[derive(Debug, Clone, Copy)]
struct Flow {
    version: Version,
    source: [u8; 16],
    destination: [u8; 16],
    ports: [u8; 4],
    sequence: u32,
    acknowledged: u32,
    seen: Instant,
    /// Its segments fit the limit from the beginning on.
    fits: bool,
    told: Option<Instant>,
}

impl Flows {
    pub(crate) fn new() -> Self {
        Self { places: Box::new([None; PLACES]) }
    }

    /// Takes note of a packet from this machine. With a limit of the path, gives the message to the far end of a connection
    /// that may not know of it.
    pub(crate) fn note(
        &mut self,
        now: Instant,
        packet: &[u8],
        outline: &Outline,
        limit: Option<usize>,
    ) -> Option<Vec<u8>> {
        if outline.protocol != packet::TCP || outline.later_fragment {
            return None;
        }
        let start = outline.transport;
        let tcp: &[u8; 14] = packet.get(start..)?.first_chunk()?;
        let [p0, p1, p2, p3, s0, s1, s2, s3, a0, a1, a2, a3, _, flags] = *tcp;
        let ports = [p0, p1, p2, p3];
        let (mut source, mut destination) = ([0; 16], [0; 16]);
        match outline.version {
            Version::V4 => {
                source.first_chunk_mut::<4>()?.copy_from_slice(packet.get(12..16)?);
                destination.first_chunk_mut::<4>()?.copy_from_slice(packet.get(16..20)?);
            }
            Version::V6 => {
                source.copy_from_slice(packet.get(8..24)?);
                destination.copy_from_slice(packet.get(24..40)?);
            }
        }
        let place = self.places.get_mut(place_of(&source, &destination, ports))?;
        let is_same = |flow: &&mut Flow| {
            flow.ports == ports
                && flow.destination == destination
                && flow.source == source
                && flow.version == outline.version
        };
        let opens = flags & packet::SYN != 0;
        let (sequence, acknowledged) = (u32::from_be_bytes([s0, s1, s2, s3]), u32::from_be_bytes([a0, a1, a2, a3]));
        let flow = match place.as_mut().filter(is_same) {
            Some(flow) if !opens => {
                (flow.sequence, flow.acknowledged, flow.seen) = (sequence, acknowledged, now);
                flow
            }
            Some(_) | None => place.insert(Flow {
                version: outline.version,
                source,
                destination,
                ports,
                sequence,
                acknowledged,
                seen: now,
                // Its largest segment was agreed upon under the limit.
                fits: opens,
                told: None,
            }),
        };
        let limit = limit?;
        let knows = flow.fits || flow.told.is_some_and(|told| now.saturating_duration_since(told) < REMIND);
        if knows || flags & packet::ACK == 0 { None } else { flow.tell_far_end(now, limit) }
    }

    /// The path takes less than before: messages for the local ends of recent connections, and for their far ends.
    pub(crate) fn shrunk(&mut self, now: Instant, limit: usize) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
        let (mut near, mut far) = (Vec::new(), Vec::new());
        for flow in self.places.iter_mut().flatten() {
            (flow.fits, flow.told) = (false, None);
            if now.saturating_duration_since(flow.seen) <= RECENT {
                near.extend(flow.tell_near_end(limit));
                far.extend(flow.tell_far_end(now, limit));
            }
        }
        (near, far)
    }
}

impl Flow {
    /// To the far end, about a packet of its own whose number we have just acknowledged, so that it can tell the message from
    /// a forged one (RFC 5927, section 4.1).
    fn tell_far_end(&mut self, now: Instant, limit: usize) -> Option<Vec<u8>> {
        self.told = Some(now);
        let [s0, s1, d0, d1] = self.ports;
        let (mine, theirs) = (self.source, self.destination);
        message(self.version, &theirs, &mine, [d0, d1, s0, s1], self.acknowledged, self.sequence, limit)
    }

    /// To the local end, about its latest packet: it sends again at once what was too large.
    fn tell_near_end(&self, limit: usize) -> Option<Vec<u8>> {
        let (mine, theirs) = (self.source, self.destination);
        message(self.version, &mine, &theirs, self.ports, self.sequence, self.acknowledged, limit)
    }
}

/// "Too big" for whoever sent a TCP segment like this.
fn message(
    version: Version,
    source: &[u8; 16],
    destination: &[u8; 16],
    ports: [u8; 4],
    sequence: u32,
    acknowledged: u32,
    limit: usize,
) -> Option<Vec<u8>> {
    // A packet that was too large has at least one byte more.
    let total = limit.checked_add(1)?;
    let mut quoted = match version {
        Version::V4 => icmp::ipv4(packet::TCP, total, source.first_chunk::<4>()?, destination.first_chunk::<4>()?)?,
        Version::V6 => icmp::ipv6(packet::TCP, total, source, destination)?,
    };
    let transport = quoted.len();
    quoted.extend(ports);
    quoted.extend(sequence.to_be_bytes());
    quoted.extend(acknowledged.to_be_bytes());
    quoted.extend([0x50, packet::ACK, 0, 0, 0, 0, 0, 0]);
    debug_assert!(quoted.len() <= QUOTE);
    let outline = Outline {
        version,
        transport,
        total: quoted.len(),
        protocol: packet::TCP,
        later_fragment: false,
        fragment: false,
    };
    icmp::too_big(&quoted, &outline, icmp::mtu(version, limit))
}

fn place_of(source: &[u8; 16], destination: &[u8; 16], ports: [u8; 4]) -> usize {
    let mut hash = u32::from_ne_bytes(ports);
    for word in source.as_chunks::<4>().0.iter().chain(destination.as_chunks::<4>().0) {
        // As for the flows that are joined: enough to spread them.
        hash = (hash.rotate_left(5) ^ u32::from_ne_bytes(*word)).wrapping_mul(0x9e37_79b9);
    }
    (hash >> 26) as usize
}

#[cfg(test)]
mod tests {
    use etherparse::{Icmpv4Slice, PacketBuilder, SlicedPacket, TransportSlice};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn segment(port: u16, sequence: u32, acknowledged: u32, opens: bool) -> Vec<u8> {
        let mut builder = PacketBuilder::ipv4([10, 8, 0, 2], [10, 8, 0, 1], 64).tcp(port, 443, sequence, 500);
        builder = if opens { builder.syn() } else { builder.ack(acknowledged) };
        let mut bytes = Vec::new();
        builder.write(&mut bytes, &[7; 100]).unwrap();
        bytes
    }

    fn note(flows: &mut Flows, now: Instant, bytes: &[u8], limit: Option<usize>) -> Option<Vec<u8>> {
        flows.note(now, bytes, &Outline::of(bytes).unwrap(), limit)
    }

    /// The addresses and the quoted segment's addresses, ports and number.
    fn read(message: &[u8]) -> ([u8; 4], [u8; 4], u16, u16, u32, u16) {
        let sliced = SlicedPacket::from_ip(message).unwrap();
        let (Some(etherparse::NetSlice::Ipv4(ip)), Some(TransportSlice::Icmpv4(icmp))) = (sliced.net, sliced.transport)
        else {
            panic!("not ICMP")
        };
        let icmp: Icmpv4Slice<'_> = icmp;
        let quoted = icmp.payload();
        let port = |at: usize| u16::from_be_bytes([quoted[at], quoted[at + 1]]);
        let mtu = u16::from_be_bytes([message[26], message[27]]);
        assert_eq!((quoted[12..16].to_vec(), quoted[16..20].to_vec()), {
            let header = ip.header();
            (header.destination().to_vec(), header.source().to_vec())
        });
        let sequence = u32::from_be_bytes(quoted[24..28].try_into().unwrap());
        (ip.header().source(), ip.header().destination(), port(20), port(22), sequence, mtu)
    }

    #[test]
    fn both_ends_of_a_recent_connection_hear_of_it_with_numbers_they_know() {
        let now = Instant::now();
        let mut flows = Flows::new();
        assert_eq!(note(&mut flows, now, &segment(1000, 5000, 9000, false), None), None);
        assert_eq!(note(&mut flows, now, &segment(1001, 1, 2, false), None), None);
        let (near, far) = flows.shrunk(now + 11 * SECOND, 1148);
        assert_eq!((near, far), (vec![], vec![]), "nobody waits");
        assert_eq!(note(&mut flows, now + 12 * SECOND, &segment(1000, 5100, 9100, false), None), None);
        let (near, far) = flows.shrunk(now + 13 * SECOND, 900);
        assert_eq!((near.len(), far.len()), (1, 1));
        assert_eq!(read(&near[0]), ([10, 8, 0, 1], [10, 8, 0, 2], 1000, 443, 5100, 900));
        assert_eq!(read(&far[0]), ([10, 8, 0, 2], [10, 8, 0, 1], 443, 1000, 9100, 900));
    }

    #[test]
    fn later_connections_know_and_older_ones_are_reminded() {
        let now = Instant::now();
        let mut flows = Flows::new();
        let limit = Some(1148);
        assert_eq!(note(&mut flows, now, &segment(1000, 1, 0, true), limit), None);
        assert_eq!(note(&mut flows, now, &segment(1000, 2, 7, false), limit), None, "agreed upon from the beginning");
        assert!(note(&mut flows, now, &segment(1001, 2, 7, false), limit).is_some(), "older than the limit");
        assert_eq!(note(&mut flows, now + SECOND, &segment(1001, 3, 7, false), limit), None);
        assert!(note(&mut flows, now + REMIND, &segment(1001, 4, 7, false), limit).is_some());
        flows.shrunk(now + REMIND, 900);
        assert_eq!(note(&mut flows, now + REMIND, &segment(1001, 4, 7, false), Some(900)), None, "told just now");
        assert!(note(&mut flows, now + REMIND, &segment(1000, 4, 7, false), Some(900)).is_some());
    }

    #[test]
    fn over_ipv6_nobody_is_asked_for_less_than_every_path_takes() {
        let now = Instant::now();
        let mut bytes = Vec::new();
        PacketBuilder::ipv6([0xfd; 16], [0xfe; 16], 64).tcp(1, 2, 3, 500).ack(4).write(&mut bytes, &[7; 100]).unwrap();
        let mut flows = Flows::new();
        assert_eq!(note(&mut flows, now, &bytes, None), None);
        let (near, far) = flows.shrunk(now, 900);
        for (message, source) in [(&near[0], 0xfe), (&far[0], 0xfd)] {
            assert_eq!((message[8], message[40], &message[44..48]), (source, 2, &[0, 0, 5, 0][..]));
            assert!(SlicedPacket::from_ip(message).is_ok());
        }
    }
}
