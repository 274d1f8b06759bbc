use std::time::Duration;

use ovpn_profile::profile::{Cipher, Digest};
use proptest::{collection::vec, prelude::*};

use super::*;
use crate::keys::{Side, derive::Key2};

const CIPHERS: [Cipher; 7] = [
    Cipher::Aes256Gcm,
    Cipher::Aes192Gcm,
    Cipher::Aes128Gcm,
    Cipher::ChaCha20Poly1305,
    Cipher::Aes256Cbc,
    Cipher::Aes192Cbc,
    Cipher::Aes128Cbc,
];
const FRAMINGS: [Compression; 4] = [Compression::None, Compression::Lzo, Compression::Stub, Compression::StubV2];

// A test needs some instant to count from; which one does not matter.
#[expect(clippy::disallowed_methods, reason = "the origin of a test's clock")]
fn start() -> Instant {
    Instant::now()
}

fn key_id(id: u8) -> KeyId {
    KeyId::new(id).unwrap()
}

fn keys(side: Side, cipher: Cipher, id: u8) -> DataKeys {
    let mut bytes = [0; 256];
    for (at, byte) in (id..=u8::MAX).chain(0..id).zip(&mut bytes) {
        *byte = at.wrapping_mul(13) ^ id;
    }
    DataKeys::for_side(side, cipher, &Key2::new(bytes), Digest::Sha1, key_id(id)).unwrap()
}

fn pair(cipher: Cipher, framing: Compression, peer_id: Option<u32>) -> (DataPath, DataPath) {
    let path = |side| {
        let mut path = DataPath::new(peer_id.and_then(PeerId::new), framing, 64);
        path.install(keys(side, cipher, 0), start());
        path
    };
    (path(Side::Client), path(Side::Server))
}

fn gcm_pair() -> (DataPath, DataPath) {
    pair(Cipher::Aes256Gcm, Compression::None, Some(5))
}

fn seal(path: &mut DataPath, packet: &[u8], now: Instant) -> Result<Vec<u8>, SealError> {
    let overhead = path.overhead();
    let mut buffer = vec![0; overhead.head];
    buffer.extend_from_slice(packet);
    buffer.resize(buffer.len() + overhead.tail, 0);
    let length = path.seal_in_place(now, &mut buffer, packet.len())?;
    assert!(length <= buffer.len());
    buffer.truncate(length);
    Ok(buffer)
}

fn open(path: &mut DataPath, frame: &[u8], now: Instant) -> Result<Vec<u8>, Opened> {
    let mut frame = frame.to_vec();
    match path.open_in_place(now, &mut frame) {
        Opened::Packet(range) => Ok(frame[range].to_vec()),
        other @ (Opened::Control | Opened::Consumed | Opened::Dropped(_)) => Err(other),
    }
}

#[test]
fn headers_carry_key_and_peer() {
    let now = start();
    let (mut client, _) = pair(Cipher::Aes256Gcm, Compression::None, Some(0x01_02_03));
    assert_eq!(client.overhead(), Overhead { head: 24, tail: 0 });
    assert_eq!(seal(&mut client, b"E", now).unwrap()[..8], [0x48, 1, 2, 3, 0, 0, 0, 1]);
    assert_eq!(seal(&mut client, b"E", now).unwrap()[..8], [0x48, 1, 2, 3, 0, 0, 0, 2]);
    let (mut client, _) = pair(Cipher::Aes256Gcm, Compression::None, None);
    assert_eq!(client.overhead(), Overhead { head: 21, tail: 0 });
    assert_eq!(seal(&mut client, b"E", now).unwrap()[..5], [0x30, 0, 0, 0, 1]);
}

#[test]
fn without_keys_nothing_is_sealed_or_opened() {
    let now = start();
    let mut path = DataPath::new(None, Compression::None, 64);
    assert_eq!(seal(&mut path, b"E", now), Err(SealError::NoKey));
    assert_eq!(path.seal_ping(now), None);
    assert_eq!(open(&mut path, &[0x48; 60], now), Err(Opened::Dropped(DropReason::NoKey)));
    assert_eq!((path.last_sent(), path.last_received(), path.sending_key()), (None, None, None));
    assert!(!path.promote(KeyId::FIRST));
}

#[test]
fn control_packets_are_sorted_out_and_unknown_opcodes_dropped() {
    let now = start();
    let (mut client, _) = gcm_pair();
    for opcode in 0..32u8 {
        let expected = match opcode {
            3..=5 | 7 | 8 | 10 | 11 => Opened::Control,
            6 | 9 => Opened::Dropped(DropReason::NotAuthentic),
            _ => Opened::Dropped(DropReason::Malformed),
        };
        assert_eq!(client.open_in_place(now, &mut [opcode << 3; 60]), expected, "{opcode}");
    }
    assert_eq!(client.open_in_place(now, &mut []), Opened::Dropped(DropReason::Malformed));
}

#[test]
fn a_renegotiation_keeps_both_keys_open_and_switches_when_told() {
    let t0 = start();
    let (mut client, mut server) = gcm_pair();
    assert_eq!(seal(&mut client, b"E", t0).unwrap()[0] & 7, 0);
    client.install(keys(Side::Client, Cipher::Aes256Gcm, 1), t0);
    server.install(keys(Side::Server, Cipher::Aes256Gcm, 1), t0);
    assert_eq!(client.sending_key(), Some(key_id(0)));
    let old = seal(&mut server, b"Eold", t0).unwrap();
    assert!(server.promote(key_id(1)));
    let new = seal(&mut server, b"Enew", t0).unwrap();
    assert_eq!(new[0] & 7, 1);
    assert_eq!(new[4..8], [0, 0, 0, 1], "ids begin anew with each key");
    assert_eq!(client.newest_used_by_peer(), None);
    assert_eq!(open(&mut client, &new, t0).unwrap(), b"Enew");
    assert_eq!(client.newest_used_by_peer(), Some(key_id(1)));
    assert_eq!(open(&mut client, &old, t0).unwrap(), b"Eold");
    assert_eq!(client.newest_used_by_peer(), Some(key_id(1)), "an old key does not take over");
    assert!(client.promote(key_id(1)));
    assert_eq!(open(&mut server, &seal(&mut client, b"Emine", t0).unwrap(), t0).unwrap(), b"Emine");
    client.retire(key_id(0));
    assert_eq!(client.usage(key_id(0)), None);
    assert_eq!(client.sending_key(), Some(key_id(1)));
    client.retire(key_id(1));
    assert_eq!((client.sending_key(), client.newest_used_by_peer()), (None, None));
    assert_eq!(seal(&mut client, b"E", t0), Err(SealError::NoKey));
}

#[test]
fn pings_and_goodbyes_are_found_inside_every_frame() {
    for cipher in [Cipher::Aes256Gcm, Cipher::Aes128Cbc] {
        for framing in FRAMINGS {
            let now = start();
            let (mut client, mut server) = pair(cipher, framing, Some(0));
            let ping = client.seal_ping(now).unwrap();
            assert_eq!(open(&mut server, &ping, now), Err(Opened::Consumed), "{framing:?}");
            assert!(!server.take_exit_requested());
            let request = seal(&mut client, &[&message::OCC[..], &[0]].concat(), now).unwrap();
            assert_eq!(open(&mut server, &request, now), Err(Opened::Consumed));
            assert!(server.take_options_requested() && !server.take_options_requested());
            let reply = server.seal_options_reply(now, "V4").unwrap();
            assert_eq!(open(&mut client, &reply, now), Err(Opened::Consumed));
            assert!(!client.take_options_requested() && !client.take_exit_requested());
            let exit = client.seal_occ_exit(now).unwrap();
            assert_eq!(open(&mut server, &exit, now), Err(Opened::Consumed));
            assert!(server.take_exit_requested() && !server.take_exit_requested());
            let longer = seal(&mut client, &[&message::PING[..], &[0]].concat(), now).unwrap();
            assert!(open(&mut server, &longer, now).is_ok(), "only the exact bytes are a ping");
        }
    }
}

#[test]
fn only_authentic_packets_count_as_received() {
    let t0 = start();
    let (mut client, mut server) = gcm_pair();
    let later = t0 + Duration::from_secs(5);
    let frame = seal(&mut server, &[0x45; 100], later).unwrap();
    assert_eq!(server.last_sent(), Some(t0.max(later)));
    let received_before = client.last_received();
    for at in 0..frame.len() {
        let mut forged = frame.clone();
        forged[at] ^= 0x80;
        assert!(matches!(client.open_in_place(later, &mut forged), Opened::Dropped(_) | Opened::Control), "byte {at}");
    }
    for length in 0..frame.len() {
        assert!(open(&mut client, &frame[..length], later).is_err());
    }
    assert_eq!(client.last_received(), received_before);
    assert!(client.usage(KeyId::FIRST).unwrap().forgeries > 100);
    assert_eq!(open(&mut client, &frame, later).unwrap(), [0x45; 100]);
    assert_eq!(client.last_received(), Some(later));
    let usage = client.usage(KeyId::FIRST).unwrap();
    assert_eq!((usage.packets_opened, usage.bytes_opened), (1, 100));
    assert_eq!(open(&mut client, &frame, later), Err(Opened::Dropped(DropReason::Replayed)));
    let usage = server.usage(KeyId::FIRST).unwrap();
    assert_eq!((usage.packets_sealed, usage.bytes_sealed), (1, 100));
}

#[test]
fn a_key_ends_before_its_ids_wrap_around() {
    let now = start();
    let (mut client, mut server) = gcm_pair();
    assert!(!client.wants_new_key());
    client.slots[0].as_mut().unwrap().set_next_id(0xff00_0000 - 1);
    assert!(!client.wants_new_key());
    let frame = seal(&mut client, b"E", now).unwrap();
    assert!(client.wants_new_key());
    assert!(open(&mut server, &frame, now).is_ok() && !server.wants_new_key());
    let frame = seal(&mut client, b"E", now).unwrap();
    assert!(open(&mut server, &frame, now).is_ok() && server.wants_new_key());
    client.slots[0].as_mut().unwrap().set_next_id(u32::MAX - 1);
    assert!(seal(&mut client, b"E", now).is_ok());
    assert_eq!(seal(&mut client, b"E", now), Err(SealError::KeyExhausted));
}

#[test]
fn gcm_wears_out_by_blocks_and_chacha_does_not() {
    for (cipher, worn) in [(Cipher::Aes256Gcm, true), (Cipher::ChaCha20Poly1305, false)] {
        let (mut client, _) = pair(cipher, Compression::None, None);
        client.slots[0].as_mut().unwrap().usage.bytes_opened = (1 << 36) * 16;
        assert_eq!(client.wants_new_key(), worn, "{cipher}");
    }
}

#[test]
fn compressed_packets_are_dropped_with_their_name() {
    let now = start();
    let (mut plain, _) = gcm_pair();
    let (_, mut lzo) = pair(Cipher::Aes256Gcm, Compression::Lzo, Some(5));
    let frame = seal(&mut plain, &[0x66, 1, 2, 3], now).unwrap();
    assert_eq!(open(&mut lzo, &frame, now), Err(Opened::Dropped(DropReason::Compressed)));
}

#[test]
fn cbc_without_a_digest_is_refused() {
    let key = Key2::new([1; 256]);
    assert!(DataKeys::new(Cipher::Aes256Cbc, &key, Digest::None, KeyId::FIRST).is_err());
    assert!(DataKeys::new(Cipher::Aes256Gcm, &key, Digest::None, KeyId::FIRST).is_ok());
}

/// Frames put together with `openssl enc` and Python's `hmac` from the key bytes 0, 1, 2, …
#[test]
fn cbc_frames_of_another_implementation_open() {
    let mut bytes = [0; 256];
    for (at, byte) in (0u8..=255).zip(&mut bytes) {
        *byte = at;
    }
    let frames = [
        (
            Cipher::Aes128Cbc,
            Digest::Sha1,
            "30e709861159294971adb5390d7afbcf5da20316ff000102030405060708090a0b0c0d0e0f4bf2e64a99a294756355916c6335b6a5",
        ),
        (
            Cipher::Aes256Cbc,
            Digest::Sha256,
            "48000007e39bd99662a4893fa8b3b82377a58db554db0498927663f191be0e8232144751000102030405060708090a0b0c0d0e0f\
             d32387c7eca4e790eb70ef6a97b044d7",
        ),
    ];
    for (cipher, auth, frame) in frames {
        let mut client = DataPath::new(None, Compression::None, 64);
        client.install(DataKeys::new(cipher, &Key2::new(bytes), auth, KeyId::FIRST).unwrap(), start());
        assert_eq!(open(&mut client, &hex::decode(frame).unwrap(), start()).unwrap(), b"E is for IP", "{cipher}");
    }
}

#[test]
fn cbc_ivs_do_not_repeat() {
    let now = start();
    let (mut client, _) = pair(Cipher::Aes256Cbc, Compression::None, None);
    let frames: Vec<Vec<u8>> = (0..50).map(|_| seal(&mut client, &[0x45; 30], now).unwrap()).collect();
    let ivs: std::collections::BTreeSet<&[u8]> = frames.iter().map(|frame| &frame[21..37]).collect();
    assert_eq!(ivs.len(), 50);
}

proptest! {
    #[test]
    fn what_one_end_seals_the_other_opens(packet in vec(any::<u8>(), 1..1500), peer in proptest::option::of(0u32..0x100_0000)) {
        let now = start();
        let mut packet = packet;
        packet[0] = 0x45;
        for cipher in CIPHERS {
            for framing in FRAMINGS {
                let (mut client, mut server) = pair(cipher, framing, peer);
                let up = seal(&mut client, &packet, now).unwrap();
                prop_assert_eq!(&open(&mut server, &up, now).unwrap(), &packet, "{} {:?}", cipher, framing);
                let down = seal(&mut server, &packet, now).unwrap();
                prop_assert_eq!(&open(&mut client, &down, now).unwrap(), &packet);
                prop_assert_ne!(&up, &down);
                prop_assert!(open(&mut client, &up, now).is_err(), "one's own packets do not open");
            }
        }
    }

    #[test]
    fn random_frames_never_panic_and_never_open(bytes in vec(any::<u8>(), 0..200), version in any::<bool>()) {
        for cipher in CIPHERS {
            let (mut client, _) = pair(cipher, Compression::StubV2, None);
            let mut frame = bytes.clone();
            if let Some(first) = frame.first_mut() {
                *first = if version { 0x48 } else { 0x30 };
            }
            prop_assert!(matches!(client.open_in_place(start(), &mut frame), Opened::Dropped(_)));
        }
    }

    #[test]
    fn wrong_buffers_are_refused_without_panic(size in 0usize..120, packet_len in 0usize..120) {
        for cipher in CIPHERS {
            for framing in FRAMINGS {
                let (mut client, _) = pair(cipher, framing, Some(1));
                let Overhead { head, tail } = client.overhead();
                let result = client.seal_in_place(start(), &mut vec![0x50; size], packet_len);
                if packet_len > 0 && size >= head + packet_len + tail {
                    prop_assert!(result.is_ok());
                }
                if packet_len == 0 || size < head + packet_len {
                    prop_assert_eq!(result, Err(SealError::NoRoom));
                }
            }
        }
    }
}
