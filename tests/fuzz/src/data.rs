//! Data packets between two ends with a bad network between them: an inner packet comes out once, as it went in, or not
//! at all.

use std::{
    collections::HashMap,
    sync::OnceLock,
    time::{Duration, Instant},
};

use arbitrary::Unstructured;
use ovpn_profile::profile::{Cipher, Compression, Digest};
use ovpn_proto::{
    data::{DataKeys, DataPath},
    keys::{Side, derive::Key2},
    wire::{KeyId, PeerId},
};
use vpn_api::{DataChannel, Opened};

/// Some instant to count from: which one does not matter.
pub(crate) fn start() -> Instant {
    static START: OnceLock<Instant> = OnceLock::new();
    *START.get_or_init(Instant::now)
}

const CIPHERS: &[(Cipher, Digest)] = &[
    (Cipher::Aes256Gcm, Digest::Sha1),
    (Cipher::ChaCha20Poly1305, Digest::Sha1),
    (Cipher::Aes128Gcm, Digest::Sha1),
    (Cipher::Aes128Cbc, Digest::Sha1),
    (Cipher::Aes256Cbc, Digest::Sha512),
];
const FRAMINGS: &[Compression] = &[Compression::None, Compression::Lzo, Compression::Stub, Compression::StubV2];

pub(crate) fn data(bytes: &[u8]) {
    let mut input = Unstructured::new(bytes);
    let (Ok(cipher), Ok(framing), Ok(peer)) =
        (input.choose(CIPHERS), input.choose(FRAMINGS), input.arbitrary::<Option<u32>>())
    else {
        return;
    };
    let peer = peer.and_then(|id| PeerId::new(id & 0x00ff_ffff));
    // DATA_V1 does not authenticate its key id: what keeps the slots apart is that their keys differ.
    let key2 = |key_id: KeyId| Key2::new(std::array::from_fn(|at| u8::try_from(at * 11 % 256).unwrap() ^ key_id.get()));
    let end = |side| {
        let mut path = DataPath::new(peer, *framing, 64);
        for key_id in [KeyId::FIRST, KeyId::FIRST.next()] {
            path.install(DataKeys::for_side(side, cipher.0, &key2(key_id), cipher.1, key_id).unwrap(), start());
        }
        assert!(path.promote(KeyId::FIRST));
        path
    };
    let (mut sender, mut receiver) = (end(Side::Server), end(Side::Client));
    let mut sealed: Vec<Vec<u8>> = Vec::new();
    let mut came: HashMap<Vec<u8>, u32> = HashMap::new();
    let mut now = start();
    for number in 0..256_u32 {
        now += Duration::from_millis(1);
        match input.int_in_range(0..=5_u8) {
            Ok(0 | 1) => {
                let Ok(length) = input.int_in_range(5..=90_usize) else { return };
                let mut packet = vec![input.arbitrary().unwrap_or(0_u8); length];
                packet[1..5].copy_from_slice(&number.to_be_bytes());
                let room = sender.overhead();
                let mut frame = vec![0; room.head + packet.len() + room.tail];
                frame[room.head..room.head + packet.len()].copy_from_slice(&packet);
                if let Ok(length) = sender.seal_in_place(now, &mut frame, packet.len()) {
                    frame.truncate(length);
                    sealed.push(frame);
                    came.insert(packet, 0);
                }
            }
            Ok(2) if !sealed.is_empty() => {
                let Ok(at) = input.choose_index(sealed.len()) else { return };
                let mut frame = sealed[at].clone();
                open(&mut receiver, now, &mut frame, &mut came, true);
            }
            Ok(3) if !sealed.is_empty() => {
                let Ok(at) = input.choose_index(sealed.len()) else { return };
                let mut frame = sealed[at].clone();
                let (Ok(place), Ok(flip)) = (input.choose_index(frame.len()), input.int_in_range(1..=255_u8)) else {
                    return;
                };
                frame[place] ^= flip;
                open(&mut receiver, now, &mut frame, &mut came, true);
            }
            Ok(4) => {
                assert!(sender.promote(KeyId::FIRST.next()));
            }
            Ok(_) => {
                let length = input.arbitrary_len::<u8>().unwrap_or(0);
                let Ok(frame) = input.bytes(length) else { return };
                open(&mut receiver, now, &mut frame.to_vec(), &mut came, false);
            }
            Err(_) => return,
        }
        if input.is_empty() {
            return;
        }
    }
}

fn open(receiver: &mut DataPath, now: Instant, frame: &mut [u8], came: &mut HashMap<Vec<u8>, u32>, ours: bool) {
    match receiver.open_in_place(now, frame) {
        Opened::Packet(range) => {
            let packet = &frame[range];
            let times = came.get_mut(packet).unwrap_or_else(|| panic!("nobody sealed {packet:02x?} ({ours})"));
            *times += 1;
            assert_eq!(*times, 1, "an inner packet came out twice");
        }
        Opened::Control | Opened::Consumed | Opened::Dropped(_) => {}
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let step = [0_u8, 30, 1, 2, 0, 2, 0, 3, 0, 5, 1, 4];
    let mut seeds = Vec::new();
    for cipher in 0..5_u8 {
        for framing in 0..4_u8 {
            let mut seed = vec![cipher, framing, framing & 1, 1, 2, 3, 4];
            seed.extend(step.repeat(6));
            seeds.push(seed);
        }
    }
    seeds
}
