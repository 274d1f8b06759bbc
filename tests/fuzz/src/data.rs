//! Data packets between two ends with a bad network between them: an inner packet comes out once, as it went in, or not
//! at all.

use std::{
    collections::HashMap,
    sync::OnceLock,
    time::{Duration, Instant},
};

use arbitrary::Unstructured;
use ovpn_proto::{
    data::{DataKeys, DataPath, KeyLimits, ReplayWindow},
    keys::{Side, derive::Key2},
    wire::{KeyId, PeerId},
};
use ovpn_settings::{Cipher, Compression, Digest};
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
/// How packets are laid out.
#[derive(Clone, Copy)]
enum Format {
    /// As the cipher has it.
    Plain,
    /// The epoch format, with epochs that end early.
    Epochs,
    /// Cut so that no frame has more than so many bytes.
    Pieces(u16),
}

const FORMATS: &[Format] = &[Format::Plain, Format::Epochs, Format::Pieces(68), Format::Pieces(200)];
const MTU: u16 = 1500;
/// What is put together or decompressed is never longer, in bytes: a server may push an MTU of up to 1600, and there is room for
/// what frames add.
const LONGEST_PACKET: usize = 2048;
const FRAMINGS: &[Compression] = &[Compression::None, Compression::Lzo, Compression::Stub, Compression::StubV2];

pub(crate) fn data(bytes: &[u8]) {
    let mut input = Unstructured::new(bytes);
    let (Ok(cipher), Ok(framing), Ok(format), Ok(peer)) =
        (input.choose(CIPHERS), input.choose(FRAMINGS), input.choose(FORMATS), input.arbitrary::<Option<u32>>())
    else {
        return;
    };
    let mut peer = peer.and_then(|id| PeerId::new(id & 0x00ff_ffff));
    let epochs = matches!(format, Format::Epochs) && cipher.0.is_aead();
    if epochs {
        peer = Some(peer.unwrap_or(PeerId::UNDEFINED));
    }
    // DATA_V1 does not authenticate its key id: what keeps the slots apart is that their keys differ.
    let key2 = |key_id: KeyId| Key2::new(std::array::from_fn(|at| u8::try_from(at * 11 % 256).unwrap() ^ key_id.get()));
    let end = |side| {
        let mut path = DataPath::new(peer, *framing, 64);
        path.set_limits(KeyLimits { epoch_blocks: 9, ..KeyLimits::default() });
        if let Format::Pieces(longest) = *format {
            path.fragment(Some(longest), MTU);
        }
        for key_id in [KeyId::FIRST, KeyId::FIRST.next()] {
            let keys = if epochs {
                DataKeys::with_epochs(side, cipher.0, &key2(key_id), 64, key_id)
            } else {
                DataKeys::for_side(side, cipher.0, &key2(key_id), cipher.1, key_id)
            };
            path.install(keys.unwrap(), start());
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
                    while let Some(room) = sender.rest() {
                        let mut frame = vec![0; room];
                        let length = sender.seal_rest(now, &mut frame).unwrap();
                        frame.truncate(length);
                        sealed.push(frame);
                    }
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
    let packet = match receiver.open_in_place(now, vpn_api::LinkId(0), frame) {
        Opened::Packet(range) => frame[range].to_vec(),
        Opened::Consumed => match receiver.take_packet() {
            Some(packet) => packet.to_vec(),
            None => return,
        },
        Opened::Several => panic!("OpenVPN puts one packet into a frame"),
        Opened::Control | Opened::Dropped(_) => return,
    };
    let times = came.get_mut(&packet).unwrap_or_else(|| panic!("nobody sealed {packet:02x?} ({ours})"));
    *times += 1;
    assert_eq!(*times, 1, "an inner packet came out twice");
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

/// What a server that has the keys can do: any plain bytes, authentic, into every framing, with pieces and without.
pub(crate) fn inbound(bytes: &[u8]) {
    let mut input = Unstructured::new(bytes);
    let (Ok(framing), Ok(pieces), Ok(unpacks)) =
        (input.choose(FRAMINGS), input.arbitrary::<bool>(), input.arbitrary::<bool>())
    else {
        return;
    };
    let key2 = Key2::new([9; 256]);
    let keys = |side| DataKeys::for_side(side, Cipher::Aes128Gcm, &key2, Digest::Sha1, KeyId::FIRST).unwrap();
    let mut server = DataPath::new(None, Compression::None, 64);
    let mut client = DataPath::new(None, *framing, 64);
    server.install(keys(Side::Server), start());
    client.install(keys(Side::Client), start());
    if pieces {
        client.fragment(Some(300), MTU);
    }
    if unpacks {
        client.allow_decompression(MTU);
    }
    let room = server.overhead();
    let mut now = start();
    while !input.is_empty() {
        now += Duration::from_millis(u64::from(input.arbitrary::<u8>().unwrap_or(0)) * 16);
        let length = input.int_in_range(1..=600_usize).unwrap_or(1).min(input.len());
        let Ok(plain) = input.bytes(length) else { return };
        let mut frame = vec![0; room.head + plain.len() + room.tail];
        frame[room.head..room.head + plain.len()].copy_from_slice(plain);
        let Ok(length) = server.seal_in_place(now, &mut frame, plain.len()) else { return };
        match client.open_in_place(now, vpn_api::LinkId(0), &mut frame[..length]) {
            Opened::Packet(range) => assert!(range.end <= length),
            Opened::Consumed => {
                if let Some(packet) = client.take_packet() {
                    assert!(packet.len() <= LONGEST_PACKET, "{} bytes", packet.len());
                }
            }
            Opened::Several => panic!("OpenVPN puts one packet into a frame"),
            Opened::Control | Opened::Dropped(_) => {}
        }
    }
}

pub(crate) fn inbound_seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for framing in 0..4_u8 {
        for flags in 0..4_u8 {
            // A whole packet, a piece, the last piece; LZO, LZ4 and both escapes.
            let mut seed = vec![framing, flags & 1, flags >> 1];
            for plain in [
                &[0, 0, 0, 0, 0x45, 0, 0, 20][..],
                &[0, 0, 0, 5, 1, 2, 3, 4],
                &[0, 1, 0x84, 6, 1, 2, 3, 4],
                &[0x66, 0x15, 1, 2, 3, 4, 0x11, 0, 0],
                &[0x69, 0x40, 1, 2, 3, 4, 0, 1],
                &[0x50, 1, 0x40, 1, 2, 3, 4],
                &[0xfa, 0x45, 0, 0, 20],
                &[0xfb, 0x45, 0, 0, 20],
            ] {
                seed.extend([1, 0, u8::try_from(plain.len()).unwrap() - 1]);
                seed.extend(plain);
            }
            seeds.push(seed);
        }
    }
    seeds
}

/// The replay window against a list of all ids that were seen.
pub(crate) fn replay_window(bytes: &[u8]) {
    let mut input = Unstructured::new(bytes);
    let Ok(size) = input.choose(&[64_u32, 128, 1024]).copied() else { return };
    let mut window = ReplayWindow::new(size);
    let mut seen = std::collections::HashSet::new();
    let mut highest = 0_u64;
    while !input.is_empty() {
        let id = match input.arbitrary::<u8>().unwrap_or(0) % 4 {
            0 => highest.saturating_add(u64::from(input.arbitrary::<u8>().unwrap_or(0))),
            1 => highest.saturating_sub(u64::from(input.arbitrary::<u16>().unwrap_or(0))),
            2 => highest.saturating_add(u64::from(input.arbitrary::<u32>().unwrap_or(0))),
            _ => input.arbitrary::<u64>().unwrap_or(0) >> 16,
        };
        let within = id > highest || highest - id < u64::from(size);
        let fresh = id != 0 && within && !seen.contains(&id);
        assert_eq!(window.is_fresh(id), fresh, "{id} behind {highest}");
        assert_eq!(window.accept(id), fresh, "{id} behind {highest}");
        if fresh {
            seen.insert(id);
            highest = highest.max(id);
        }
    }
}

pub(crate) fn replay_seeds() -> Vec<Vec<u8>> {
    vec![
        [0, 0, 1].repeat(40),
        [0, 1, 1, 0, 3].repeat(20),
        vec![2, 2, 255, 255, 0, 0, 1, 0, 9, 0, 1],
        (0..=255).collect(),
    ]
}
