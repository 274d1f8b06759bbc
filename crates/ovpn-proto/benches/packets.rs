//! What a packet costs: sealed, opened, found fresh; and a control packet, read and unwrapped.
//!
//! `cargo bench -p ovpn-proto`

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark of what works")]

use std::time::Instant;

use divan::{Bencher, black_box, counter::BytesCount};
use ovpn_proto::{
    data::{DataKeys, DataPath, ReplayWindow},
    keys::{Side, derive::Key2},
    wire::{ControlPacket, KeyId, MessageId, Opcode, PeerId, SessionId},
    wrap::ControlWrap,
};
use ovpn_settings::{Cipher, Compression, Digest, KeyDirection, StaticKey, Wrap};
use vpn_api::{DataChannel, DropReason, Opened};

fn main() {
    divan::main();
}

/// Inner packets, in bytes: an acknowledgement, and one of full size.
const SIZES: [usize; 2] = [80, 1400];
/// Far behind what was seen first, as on a link with several ways.
const REORDERED: u32 = 32;

/// Packet formats that servers choose among.
const FORMATS: [&str; 6] =
    ["AES-128-GCM", "AES-256-GCM", "CHACHA20-POLY1305", "AES-256-GCM epochs", "AES-256-CBC SHA1", "AES-256-CBC SHA256"];

/// The instant that everything is said to happen at.
#[expect(clippy::disallowed_methods, reason = "the origin of a benchmark's clock")]
fn start() -> Instant {
    Instant::now()
}

/// Both ends of a data channel: what the first seals the second opens.
fn ends(format: &str) -> [DataPath; 2] {
    [Side::Client, Side::Server].map(|side| {
        let key2 = Key2::new(std::array::from_fn(|at| at as u8));
        let plain = |cipher, auth| DataKeys::for_side(side, cipher, &key2, auth, KeyId::FIRST);
        let keys = match format {
            "AES-128-GCM" => plain(Cipher::Aes128Gcm, Digest::None),
            "AES-256-GCM" => plain(Cipher::Aes256Gcm, Digest::None),
            "CHACHA20-POLY1305" => plain(Cipher::ChaCha20Poly1305, Digest::None),
            "AES-256-CBC SHA1" => plain(Cipher::Aes256Cbc, Digest::Sha1),
            "AES-256-CBC SHA256" => plain(Cipher::Aes256Cbc, Digest::Sha256),
            _ => DataKeys::with_epochs(side, Cipher::Aes256Gcm, &key2, 1024, KeyId::FIRST),
        };
        let mut path = DataPath::new(PeerId::new(7), Compression::None, 1024);
        path.install(keys.expect("good keys"), start());
        path
    })
}

/// An inner packet of `len` bytes with the room that sealing needs.
fn packet(path: &DataPath, len: usize) -> Vec<u8> {
    let overhead = path.overhead();
    vec![0x45; overhead.head + len + overhead.tail]
}

#[divan::bench(args = FORMATS, consts = SIZES)]
fn seal<const LEN: usize>(bencher: Bencher<'_, '_>, format: &str) {
    let [mut path, _] = ends(format);
    let mut buffer = packet(&path, LEN);
    let now = start();
    bencher
        .counter(BytesCount::new(LEN))
        .bench_local(|| path.seal_in_place(now, black_box(&mut buffer), LEN).expect("sealed"));
}

#[divan::bench(args = FORMATS, consts = SIZES)]
fn open<const LEN: usize>(bencher: Bencher<'_, '_>, format: &str) {
    let [mut client, mut server] = ends(format);
    let now = start();
    bencher
        .counter(BytesCount::new(LEN))
        .with_inputs(|| {
            let mut frame = packet(&server, LEN);
            let sealed = server.seal_in_place(now, &mut frame, LEN).expect("sealed");
            frame.truncate(sealed);
            frame
        })
        .bench_local_refs(|frame| {
            let opened = client.open_in_place(now, vpn_api::LinkId(0), black_box(frame));
            assert!(matches!(opened, Opened::Packet(_)), "{opened:?}");
        });
}

/// What a flood of repeated frames costs: they are refused before they are decrypted.
#[divan::bench]
fn refuse_replay(bencher: Bencher<'_, '_>) {
    let [mut client, mut server] = ends("AES-256-GCM");
    let now = start();
    let mut frame = packet(&server, 1400);
    let sealed = server.seal_in_place(now, &mut frame, 1400).expect("sealed");
    frame.truncate(sealed);
    let copy = frame.clone();
    assert!(matches!(client.open_in_place(now, vpn_api::LinkId(0), &mut frame), Opened::Packet(_)));
    let mut frame = copy;
    bencher.bench_local(|| {
        let opened = client.open_in_place(now, vpn_api::LinkId(0), black_box(&mut frame));
        assert!(matches!(opened, Opened::Dropped(DropReason::Replayed)));
    });
}

#[divan::bench]
fn replay_window_in_order(bencher: Bencher<'_, '_>) {
    let mut window = ReplayWindow::new(1024);
    let mut id = 0_u64;
    bencher.bench_local(|| {
        id += 1;
        assert!(window.accept(black_box(id)));
    });
}

#[divan::bench]
fn replay_window_reordered(bencher: Bencher<'_, '_>) {
    let mut window = ReplayWindow::new(1024);
    let mut count = 0_u32;
    bencher.bench_local(|| {
        // Each run of ids comes backwards.
        let id = count / REORDERED * REORDERED + REORDERED - count % REORDERED;
        count += 1;
        assert!(window.accept(black_box(id)));
    });
}

/// A piece of a TLS handshake.
fn control(id: u32) -> ControlPacket {
    ControlPacket {
        opcode: Opcode::ControlV1,
        key_id: KeyId::FIRST,
        session_id: SessionId([1; 8]),
        acks: vec![MessageId(id)],
        peer_session_id: Some(SessionId([2; 8])),
        message_id: Some(MessageId(id)),
        payload: vec![3; 1100],
    }
}

#[divan::bench]
fn parse_control(bencher: Bencher<'_, '_>) {
    let mut bytes = control(7).head().to_vec();
    control(7).write_body(&mut bytes).unwrap();
    bencher.counter(BytesCount::new(bytes.len())).bench_local(|| {
        let (head, body) = ControlPacket::parse_head(black_box(&bytes)).unwrap();
        ControlPacket::parse_body(head, body).unwrap()
    });
}

#[divan::bench(args = ["none", "tls-auth SHA256", "tls-crypt"])]
fn unwrap_control(bencher: Bencher<'_, '_>, how: &str) {
    let key = || StaticKey::new(std::array::from_fn(|at| at as u8));
    let wrap = match how {
        "tls-auth SHA256" => Wrap::TlsAuth { key: key(), direction: KeyDirection::Inverse, digest: Digest::Sha256 },
        "tls-crypt" => Wrap::TlsCrypt { key: key() },
        _ => Wrap::None,
    };
    let mut server = ControlWrap::for_side(Side::Server, &wrap, 1000).unwrap();
    let mut client = ControlWrap::new(&wrap, 1000).unwrap();
    let now = start();
    let mut id = 0;
    bencher
        .with_inputs(|| {
            id += 1;
            let mut bytes = Vec::new();
            server.seal(&control(id), &mut bytes).unwrap();
            bytes
        })
        .input_counter(|bytes| BytesCount::new(bytes.len()))
        .bench_local_refs(|bytes| client.open(black_box(bytes), now).unwrap());
}
