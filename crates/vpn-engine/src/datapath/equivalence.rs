//! Whatever a kernel hands over at one end of a tunnel, a kernel at the other end makes the same packets of it: random
//! traffic goes through cutting, sealing, opening and joining, between descriptors that behave like those of TUN
//! interfaces, and an oracle that shares no code with them says what the two kernels do.

mod channels;
mod oracle;
mod traffic;

use std::{future::poll_fn, io, os::fd::OwnedFd, time::Instant};

use proptest::prelude::*;
use vpn_api::{DataChannel, Opened, TunnelConfig};

use super::{DataPath, HEADER_LEN, Pumped};
use crate::{
    buffers::{DATAGRAM, Outbox},
    tun::{Tun, TunFeatures},
};

/// Packets that the kernel hands over before anybody looks.
const BURST: usize = 5;

/// One end of a tunnel: a data path, and the kernel's side of its descriptor.
struct End {
    path: DataPath,
    kernel: OwnedFd,
    features: TunFeatures,
}

impl End {
    fn new(features: TunFeatures) -> Self {
        let (tun, kernel) = Tun::pair(features);
        let path = DataPath::new(tun, &TunnelConfig::default()).unwrap();
        Self { path, kernel, features }
    }

    fn hand_over(&self, crossed: &[u8]) {
        let bytes = if self.features.header { crossed } else { &crossed[HEADER_LEN..] };
        assert_eq!(rustix::io::write(&self.kernel, bytes).unwrap(), bytes.len());
    }

    /// The packets that the kernel makes of what was written.
    fn packets(&self) -> Vec<Vec<u8>> {
        let mut packets = Vec::new();
        let mut buffer = vec![0; HEADER_LEN + DATAGRAM];
        loop {
            match rustix::io::read(&self.kernel, &mut buffer) {
                Ok(len) if self.features.header => {
                    assert!(
                        buffer[1] != 5 || self.features.udp,
                        "datagrams were joined for a kernel that does not cut them"
                    );
                    packets.extend(oracle::segment(&buffer[..len]));
                }
                Ok(len) => packets.push(buffer[..len].to_vec()),
                Err(error) => {
                    assert_eq!(io::Error::from(error).kind(), io::ErrorKind::WouldBlock);
                    return packets;
                }
            }
        }
    }

    /// Seals everything that was handed over. `takes`: how many frames the link takes at a time; `leaves`: how many bytes it
    /// leaves where they are, as long as more find room behind them.
    async fn seal(&mut self, channel: &mut dyn DataChannel, takes: usize, leaves: usize) -> Vec<Vec<u8>> {
        let mut outbox = Outbox::datagrams();
        let mut frames = Vec::new();
        loop {
            poll_fn(|cx| self.path.poll_readable(cx)).await;
            let waiting = outbox.bytes().len();
            let pumped = self.path.pump_up(Instant::now(), channel, &mut outbox).unwrap();
            let goes_on = pumped == Pumped::More && outbox.bytes().len() > waiting;
            let leaves = if goes_on { leaves } else { 0 };
            while outbox.bytes().len() > leaves {
                let lengths = outbox.lengths().iter().take(takes).map(|len| *len as usize).collect::<Vec<_>>();
                let mut bytes = outbox.bytes();
                for len in &lengths {
                    let (frame, rest) = bytes.split_at(*len);
                    frames.push(frame.to_vec());
                    bytes = rest;
                }
                outbox.sent_frames(lengths.len());
            }
            if pumped == Pumped::Drained {
                return frames;
            }
        }
    }

    /// Opens one batch of frames, as the driver does, and gives the packets that the kernel makes of it.
    fn open(&mut self, channel: &mut dyn DataChannel, frames: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let mut buffer = Vec::new();
        let mut places = Vec::new();
        for frame in frames {
            places.push(buffer.len()..buffer.len() + frame.len());
            buffer.extend(frame);
        }
        for place in places {
            match channel.open_in_place(Instant::now(), vpn_api::LinkId(0), &mut buffer[place.clone()]) {
                Opened::Packet(inner) => {
                    self.path.push_down(&mut buffer, place.start + inner.start..place.start + inner.end);
                }
                Opened::Consumed => {
                    let Some(packet) = channel.take_packet() else { continue };
                    self.path.push_apart(&mut buffer, packet);
                }
                other @ (Opened::Several | Opened::Control | Opened::Dropped(_)) => panic!("{other:?}"),
            }
        }
        self.path.flush_down(&mut buffer);
        self.packets()
    }
}

fn features() -> impl Strategy<Value = TunFeatures> {
    let features = |header, udp| TunFeatures { header, udp };
    prop_oneof![4 => Just(features(true, true)), 1 => Just(features(true, false)), 1 => Just(features(false, false))]
}

proptest! {
    #[test]
    fn the_same_packets_come_out(
        traffic in traffic::traffic(), channel in channels::kind(), sender in features(), receiver in features(),
        takes in 1usize..50, leaves in 0usize..200_000, batch in 1usize..200,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
        let _guard = runtime.enter();
        let [mut client, mut server] = channels::pair(channel);
        let (mut near, mut far) = (End::new(sender), End::new(receiver));
        let handed = traffic::handed(&traffic, sender.header && sender.udp);
        let expected = handed.iter().flat_map(|crossed| oracle::segment(crossed)).collect::<Vec<_>>();
        let mut frames = Vec::new();
        for burst in handed.chunks(BURST) {
            burst.iter().for_each(|crossed| near.hand_over(crossed));
            frames.extend(runtime.block_on(near.seal(&mut client, takes, leaves)));
        }
        let mut found = Vec::new();
        for batch in frames.chunks(batch) {
            found.extend(far.open(&mut server, batch));
        }
        let (sent, received) = (near.path.take_moved(), far.path.take_moved());
        let bytes = expected.iter().map(|packet| packet.len() as u64).sum::<u64>();
        prop_assert_eq!((sent.packets_sent, sent.sent, sent.dropped), (expected.len() as u64, bytes, 0));
        prop_assert_eq!((received.packets_received, received.received, received.dropped), (expected.len() as u64, bytes, 0));
        let (expected, found) = (oracle::by_flow(&expected), oracle::by_flow(&found));
        prop_assert_eq!(expected.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
        for (flow, packets) in &expected {
            let found = &found[flow];
            prop_assert_eq!(packets.len(), found.len());
            for (number, (expected, found)) in packets.iter().zip(found).enumerate() {
                let start = |packet: &[u8]| format!("{} bytes: {:02x?}", packet.len(), &packet[..packet.len().min(100)]);
                let (is, should) = (start(found), start(expected));
                prop_assert!(expected == found, "packet {number} of {flow:?}\nis     {is}\nshould {should}");
            }
        }
    }
}
