//! Fitting, judged by an independent parser and by a receiver that puts together again.

use etherparse::{Ipv4Header, PacketBuilder, SlicedPacket, defrag::IpDefragPool};
use proptest::prelude::*;

use super::*;
use crate::datapath::virtio::{Checksum, Gso, VirtioHeader};

const LONG: usize = 2000;

fn tcp(v6: bool, payload: usize, change: impl FnOnce(&mut etherparse::TcpHeader)) -> Vec<u8> {
    let mut header = etherparse::TcpHeader::new(1000, 443, 0xffff_ff00, 501);
    (header.ack, header.psh, header.acknowledgment_number) = (true, true, 7);
    change(&mut header);
    let payload: Vec<u8> = (0..payload).map(|at| at as u8).collect();
    let mut bytes = Vec::new();
    let builder = if v6 {
        PacketBuilder::ipv6([0xfd; 16], [0xfe; 16], 64)
    } else {
        PacketBuilder::ipv4([10, 8, 0, 2], [10, 8, 0, 1], 64)
    };
    builder.tcp_header(header).write(&mut bytes, &payload).unwrap();
    bytes
}

fn udp(payload: usize, dont_fragment: bool, options: &[u8]) -> Vec<u8> {
    let mut header = Ipv4Header::new(0, 64, etherparse::IpNumber::UDP, [10, 8, 0, 2], [10, 8, 0, 1]).unwrap();
    (header.dont_fragment, header.identification) = (dont_fragment, 77);
    header.options = etherparse::Ipv4Options::try_from(options).unwrap();
    let payload: Vec<u8> = (0..payload).map(|at| (at * 7) as u8).collect();
    let mut bytes = Vec::new();
    let ip = etherparse::IpHeaders::Ipv4(header, etherparse::Ipv4Extensions::default());
    PacketBuilder::ip(ip).udp(1000, 443).write(&mut bytes, &payload).unwrap();
    bytes
}

fn fit_as(header: VirtioHeader, bytes: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, TooBig> {
    let mut bytes = bytes.to_vec();
    let mut cut = Cut::plan(header, &mut bytes).unwrap();
    cut.fit(&bytes, limit)?;
    let mut packets = Vec::new();
    while let Some(len) = cut.next_len() {
        let mut out = vec![0xee; len];
        cut.write_next(&bytes, &mut out).unwrap();
        packets.push(out);
    }
    Ok(packets)
}

fn fit(bytes: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, TooBig> {
    fit_as(VirtioHeader::plain(Checksum::Unknown), bytes, limit)
}

/// The payloads of TCP segments, put together by their numbers; each is checked.
fn stream(packets: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (index, packet) in packets.iter().enumerate() {
        let outline = packet::Outline::of(packet).unwrap();
        assert_eq!(outline.total, packet.len());
        let segment = packet.len() - outline.transport;
        let sum = packet::pseudo_header(packet, outline.version, packet::TCP, segment).unwrap();
        assert_eq!(sum.add(&packet[outline.transport..]).fold(), 0xffff, "the checksum");
        let sliced = SlicedPacket::from_ip(packet).unwrap();
        let Some(etherparse::TransportSlice::Tcp(tcp)) = sliced.transport else { panic!("not TCP") };
        assert_eq!(tcp.sequence_number(), 0xffff_ff00u32.wrapping_add(bytes.len() as u32));
        assert_eq!(tcp.psh(), index + 1 == packets.len());
        bytes.extend(tcp.payload());
    }
    bytes
}

#[test]
fn segments_of_both_families_are_cut_at_any_size() {
    for (v6, headers) in [(false, 40), (true, 60)] {
        for limit in [200, 496, 900, 1148, 1500] {
            let whole = tcp(v6, 1460, |_| ());
            let packets = fit(&whole, limit).unwrap();
            assert!(packets.iter().all(|packet| packet.len() <= limit));
            assert_eq!(packets.len(), 1460usize.div_ceil(limit - headers));
            assert_eq!(stream(&packets), whole[headers..]);
        }
    }
}

#[test]
fn a_segment_that_was_corrupt_is_not_mended() {
    let mut whole = tcp(false, 1400, |_| ());
    whole[700] ^= 1;
    assert_eq!(fit(&whole, 900), Err(TooBig(900)));
}

#[test]
fn what_must_stay_whole_is_reported() {
    let syn = tcp(false, 1400, |header| header.syn = true);
    assert_eq!(fit(&syn, 900), Err(TooBig(900)));
    let mut option = vec![19, 18];
    option.extend([7; 16]);
    option.extend([1, 1]);
    let signed = tcp(false, 1400, |header| header.set_options_raw(&option).unwrap());
    assert_eq!(fit(&signed, 900), Err(TooBig(900)));
    assert_eq!(fit(&udp(1400, true, &[]), 900), Err(TooBig(900)));
    assert_eq!(fit(&udp(800, true, &[]), 900).map(|packets| packets.len()), Ok(1));
}

#[test]
fn ipv6_is_never_asked_for_less_than_every_path_takes() {
    let datagram = |payload: usize| {
        let mut bytes = Vec::new();
        PacketBuilder::ipv6([0xfd; 16], [0xfe; 16], 64).udp(1, 2).write(&mut bytes, &vec![7; payload]).unwrap();
        bytes
    };
    assert_eq!(fit(&datagram(1300), 1148), Err(TooBig(1280)));
    assert_eq!(fit(&datagram(1300), 1300), Err(TooBig(1300)));
    assert_eq!(fit(&datagram(1232), 1148), Ok(vec![datagram(1232)]), "1280 bytes go as they are");
}

#[test]
fn super_packets_are_cut_finer_and_datagrams_are_not() {
    for (udp, gso, offset) in [(false, Gso::Tcp4, packet::TCP_CHECKSUM), (true, Gso::Udp, packet::UDP_CHECKSUM)] {
        let mut bytes = if udp { self::udp(9000, true, &[]) } else { tcp(false, 9000, |_| ()) };
        let protocol = if udp { packet::UDP } else { packet::TCP };
        let pseudo = packet::pseudo_header(&bytes, Version::V4, protocol, bytes.len() - 20).unwrap();
        packet::put16(&mut bytes, 20 + offset, pseudo.fold()).unwrap();
        let checksum = Checksum::Unfinished { start: 20, offset: offset as u16 };
        let header = VirtioHeader { gso, headers: 0, segment: 1400, checksum };
        let fitted = fit_as(header, &bytes, 900);
        if udp {
            assert_eq!(fitted, Err(TooBig(900)));
            assert_eq!(fit_as(header, &bytes, 1428).unwrap().len(), 7);
        } else {
            let packets = fitted.unwrap();
            assert!(packets.iter().all(|packet| packet.len() <= 900));
            assert_eq!(stream(&packets).len(), 9000);
        }
    }
}

#[test]
fn options_go_where_they_belong() {
    // Router alert goes into all fragments, record route (7) only into the first.
    let options = [148, 4, 0, 0, 7, 7, 4, 0, 0, 0, 0, 0];
    let packets = fit(&udp(1400, false, &options), 600).unwrap();
    assert_eq!(packets[0][20..32], options);
    for later in &packets[1..] {
        assert_eq!((later[0], &later[20..24]), (0x46, &options[..4]));
    }
}

#[test]
fn a_fragment_is_cut_further() {
    let mut fragment = udp(1392, false, &[]);
    // The second one, with more behind it.
    packet::put16(&mut fragment, 6, MORE_FRAGMENTS | 185).unwrap();
    packet::set_ip_length(&mut fragment, Version::V4, 20, 1420).unwrap();
    let packets = fit(&fragment, 900).unwrap();
    let fields: Vec<u16> = packets.iter().map(|packet| packet::get16(packet, 6).unwrap()).collect();
    assert_eq!(fields, [MORE_FRAGMENTS | 185, MORE_FRAGMENTS | (185 + 110)]);
    packet::put16(&mut fragment, 6, 185).unwrap();
    packet::set_ip_length(&mut fragment, Version::V4, 20, 1420).unwrap();
    let last = fit(&fragment, 900).unwrap();
    assert_eq!(packet::get16(last.last().unwrap(), 6), Some(185 + 110), "nothing behind the last");
}

proptest! {
    /// A receiver puts together what was sent.
    #[test]
    fn fragments_are_put_together_again(payload in 0..LONG, limit in 68usize..1500, options in 0usize..3) {
        let options: &[u8] = [&[][..], &[148, 4, 0, 0], &[148, 4, 0, 0, 7, 7, 4, 0, 0, 0, 0, 0]][options];
        let whole = udp(payload, false, options);
        let packets = fit(&whole, limit).unwrap();
        if whole.len() <= limit {
            prop_assert_eq!(packets, vec![whole]);
        } else {
            let mut pool = IpDefragPool::<(), ()>::new();
            let mut joined = None;
            for packet in &packets {
                prop_assert!(packet.len() <= limit);
                let sliced = SlicedPacket::from_ip(packet).unwrap();
                let Some(etherparse::NetSlice::Ipv4(ip)) = &sliced.net else { panic!("not IPv4") };
                let header = ip.header().to_header();
                prop_assert_eq!(header.header_checksum, header.calc_header_checksum());
                joined = pool.process_sliced_packet(&sliced, (), ()).unwrap().or(joined);
            }
            prop_assert_eq!(&joined.unwrap().payload, &whole[20 + options.len()..]);
        }
    }

    /// Nothing that a kernel or a stranger hands over makes it panic, or a packet longer than the limit.
    #[test]
    fn any_bytes(mut bytes in proptest::collection::vec(any::<u8>(), 0..400), first in prop_oneof![Just(0x45u8), Just(0x4f), Just(0x60)], limit in 0usize..300) {
        if let Some(byte) = bytes.first_mut() {
            *byte = first;
        }
        let len = bytes.len() as u16;
        if len >= 40 {
            packet::put16(&mut bytes, if first == 0x60 { 4 } else { 2 }, if first == 0x60 { len - 40 } else { len }).unwrap();
        }
        if let Ok(mut cut) = Cut::plan(VirtioHeader::plain(Checksum::Unknown), &mut bytes) && cut.fit(&bytes, limit).is_ok() {
            while let Some(len) = cut.next_len() {
                prop_assert!(len <= limit || first == 0x60 && len <= IPV6_MINIMUM);
                let mut out = vec![0; len];
                if cut.write_next(&bytes, &mut out).is_err() {
                    break;
                }
            }
        }
    }
}
