//! What the pieces of the data path between the interface and the cipher cost: cutting, joining, checksums.
//!
//! `cargo bench -p vpn-engine`

use divan::{Bencher, black_box, counter::BytesCount};
use vpn_engine::bench::{Flow, Joiner, SuperPacket, checksum};

fn main() {
    divan::main();
}

/// Bytes of one super-packet's payload: what the kernel hands over under load.
const PAYLOAD: usize = 60_000;
/// Payload of one segment in a tunnel of 1,500 bytes.
const SEGMENT: u16 = 1448;

const FLOWS: [Flow; 3] = [Flow::Tcp4, Flow::Tcp6, Flow::Udp4];

#[divan::bench(args = [40, 1500, 65_000])]
fn add_checksum(bencher: Bencher<'_, '_>, len: usize) {
    let bytes: Vec<u8> = (0..len).map(|at| at as u8).collect();
    bencher.counter(BytesCount::new(len)).bench_local(|| checksum(black_box(&bytes)));
}

/// One super-packet, cut into packets with headers and checksums of their own.
#[divan::bench(args = FLOWS)]
fn segment(bencher: Bencher<'_, '_>, flow: Flow) {
    let mut packet = SuperPacket::new(flow, PAYLOAD, SEGMENT);
    let mut out = vec![0; 2 * PAYLOAD];
    let mut places = Vec::new();
    bencher.counter(BytesCount::new(packet.len())).bench_local(|| {
        packet.cut(black_box(&mut out), &mut places);
        assert_eq!(places.len(), PAYLOAD.div_ceil(usize::from(SEGMENT)));
    });
}

/// The same packets, joined again, their checksums verified.
#[divan::bench(args = FLOWS)]
fn coalesce(bencher: Bencher<'_, '_>, flow: Flow) {
    let mut packet = SuperPacket::new(flow, PAYLOAD, SEGMENT);
    let mut buffer = vec![0; 2 * PAYLOAD];
    let mut places = Vec::new();
    packet.cut(&mut buffer, &mut places);
    let mut joiner = Joiner::new();
    bencher
        .counter(BytesCount::new(packet.len()))
        .with_inputs(|| buffer.clone())
        .bench_local_refs(|buffer| assert_eq!(joiner.join(black_box(buffer), &places), 1));
}
