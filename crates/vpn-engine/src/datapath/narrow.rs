//! A data path whose way becomes narrow, between a descriptor like that of a TUN interface and a channel that hides nothing.

use std::{
    future::poll_fn,
    os::fd::OwnedFd,
    time::{Duration, Instant},
};

use etherparse::{Ipv4Header, NetSlice, PacketBuilder, SlicedPacket, TransportSlice};
use vpn_api::{DataChannel, DropCause, Opened, Overhead, SealError, TunnelConfig};

use super::{DataPath, HEADER_LEN, Pumped, VirtioHeader};
use crate::{
    buffers::Outbox,
    tun::{Tun, TunFeatures},
};

const ME: [u8; 4] = [10, 8, 0, 2];
const FAR: [u8; 4] = [198, 51, 100, 1];

/// Frames are packets.
struct Open;

impl DataChannel for Open {
    fn overhead(&self) -> Overhead {
        Overhead { head: 0, tail: 0 }
    }

    fn seal_in_place(&mut self, _: Instant, _: &mut [u8], packet_len: usize) -> Result<usize, SealError> {
        Ok(packet_len)
    }

    fn open_in_place(&mut self, _: Instant, _: vpn_api::LinkId, _: &mut [u8]) -> Opened {
        Opened::Control
    }
}

struct Bench {
    path: DataPath,
    kernel: OwnedFd,
    header: bool,
}

impl Bench {
    fn new(header: bool) -> Self {
        let (tun, kernel) = Tun::pair(TunFeatures { header, udp: header });
        Self { path: DataPath::new(tun, &TunnelConfig::default()).unwrap(), kernel, header }
    }

    fn narrow(&mut self, limit: Option<u16>) {
        self.path.reconfigure(Instant::now(), &TunnelConfig { path_limit: limit, ..TunnelConfig::default() });
    }

    /// What goes to the server of this.
    async fn send(&mut self, packets: &[&[u8]]) -> Vec<Vec<u8>> {
        for packet in packets {
            let crossed = if self.header { [&[0; HEADER_LEN], *packet].concat() } else { packet.to_vec() };
            rustix::io::write(&self.kernel, &crossed).unwrap();
        }
        let mut outbox = Outbox::datagrams();
        if packets.is_empty() {
            // Ready without anything to read.
            poll_fn(|cx| self.path.poll_readable(cx)).await;
        }
        while self.path.pump_up(Instant::now(), &mut Open, &mut outbox).unwrap() == Pumped::More {}
        if !packets.is_empty() {
            poll_fn(|cx| self.path.poll_readable(cx)).await;
            while self.path.pump_up(Instant::now(), &mut Open, &mut outbox).unwrap() == Pumped::More {}
        }
        let mut bytes = outbox.bytes();
        let mut frames = Vec::new();
        for len in outbox.lengths() {
            let (frame, rest) = bytes.split_at(*len as usize);
            frames.push(frame.to_vec());
            bytes = rest;
        }
        frames
    }

    /// What was written to the interface.
    fn written(&self) -> Vec<Vec<u8>> {
        let mut buffer = vec![0; 70_000];
        std::iter::from_fn(|| rustix::io::read(&self.kernel, &mut buffer).ok().map(|len| buffer[..len].to_vec()))
            .map(|mut crossed| {
                if self.header {
                    VirtioHeader::parse(&mut crossed).unwrap();
                    crossed.drain(..HEADER_LEN);
                }
                crossed
            })
            .collect()
    }

    fn too_big(&mut self) -> u64 {
        self.path.take_moved().drops.get(DropCause::TooBig)
    }
}

fn udp(payload: usize, dont_fragment: bool) -> Vec<u8> {
    let mut header = Ipv4Header::new(0, 64, etherparse::IpNumber::UDP, ME, FAR).unwrap();
    header.dont_fragment = dont_fragment;
    let ip = etherparse::IpHeaders::Ipv4(header, etherparse::Ipv4Extensions::default());
    let mut bytes = Vec::new();
    PacketBuilder::ip(ip).udp(1000, 443).write(&mut bytes, &vec![7; payload]).unwrap();
    bytes
}

fn tcp(payload: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let builder = PacketBuilder::ipv4(ME, FAR, 64).tcp(1000, 443, 5000, 500).ack(9000);
    builder.write(&mut bytes, &vec![7; payload]).unwrap();
    bytes
}

/// Source, destination and limit of a message, and source and destination of what it quotes.
fn said(message: &[u8]) -> ([u8; 4], [u8; 4], u16, [u8; 4], [u8; 4]) {
    let sliced = SlicedPacket::from_ip(message).unwrap();
    let (Some(NetSlice::Ipv4(ip)), Some(TransportSlice::Icmpv4(icmp))) = (sliced.net, sliced.transport) else {
        panic!("not ICMP")
    };
    let quoted = icmp.payload();
    let mtu = u16::from_be_bytes([message[26], message[27]]);
    let address = |at: usize| <[u8; 4]>::try_from(&quoted[at..at + 4]).unwrap();
    (ip.header().source(), ip.header().destination(), mtu, address(12), address(16))
}

#[tokio::test]
async fn packets_are_cut_or_their_sender_is_told() {
    for header in [false, true] {
        let mut bench = Bench::new(header);
        let packets = [tcp(1400), udp(1400, false), udp(1400, true)];
        let all = packets.iter().map(Vec::as_slice).collect::<Vec<_>>();
        assert_eq!(bench.send(&all).await, packets, "as they are where nothing is known");
        assert_eq!((bench.written(), bench.too_big()), (vec![], 0));
        bench.narrow(Some(900));
        bench.written();
        let frames = bench.send(&all).await;
        assert!(frames.iter().all(|frame| frame.len() <= 900));
        let of = |protocol: u8| frames.iter().filter(|frame| frame[9] == protocol).count();
        assert_eq!((of(6), of(17)), (2, 2));
        let messages = bench.written();
        assert_eq!(messages.iter().map(|message| said(message)).collect::<Vec<_>>(), [(FAR, ME, 900, ME, FAR)]);
        assert_eq!(bench.too_big(), 1);
        bench.narrow(None);
        assert_eq!(bench.send(&all).await, packets);
    }
}

#[tokio::test]
async fn both_ends_of_a_connection_hear_of_a_path_that_becomes_narrow() {
    let mut bench = Bench::new(true);
    bench.send(&[&tcp(1400)]).await;
    bench.narrow(Some(900));
    let near = bench.written();
    assert_eq!(near.iter().map(|message| said(message)).collect::<Vec<_>>(), [(FAR, ME, 900, ME, FAR)]);
    // Nothing has to come from the interface for that.
    let far = bench.send(&[]).await;
    assert_eq!(far.iter().map(|message| said(message)).collect::<Vec<_>>(), [(ME, FAR, 900, FAR, ME)]);
    bench.narrow(Some(1000));
    assert_eq!((bench.written(), bench.send(&[&tcp(10)]).await), (vec![], vec![tcp(10)]), "wider is no news");
    bench.narrow(Some(800));
    assert_eq!(bench.written().len(), 1);
}

#[tokio::test]
async fn nobody_is_flooded() {
    let mut bench = Bench::new(true);
    bench.narrow(Some(900));
    let packet = udp(1400, true);
    let began = Instant::now();
    let mut said = 0;
    for _ in 0..20 {
        bench.send(&[packet.as_slice(); 20]).await;
        said += bench.written().len();
    }
    // Fifty, and one more each hundredth of a second.
    let most = 50 + began.elapsed().as_millis() / Duration::from_millis(10).as_millis() + 1;
    assert!((50..=most as usize).contains(&said), "{said} in {:?}", began.elapsed());
    assert_eq!(bench.too_big(), 400);
}
