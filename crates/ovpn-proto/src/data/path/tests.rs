use std::time::Duration;

use ovpn_settings::{Cipher, Digest};
use proptest::{collection::vec, prelude::*};

use vpn_api::{DataChannel, FallbackReason, SealError};

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
    match path.open_in_place(now, vpn_api::LinkId(0), &mut frame) {
        Opened::Packet(range) => Ok(frame[range].to_vec()),
        other @ (Opened::Several | Opened::Control | Opened::Consumed | Opened::Dropped(_)) => Err(other),
    }
}

#[test]
fn what_is_not_done_in_one_pass_is_told() {
    for cipher in CIPHERS {
        for framing in FRAMINGS {
            let (mut path, _) = pair(cipher, framing, Some(5));
            let mut expected = Vec::new();
            expected.extend((!cipher.is_aead()).then_some(FallbackReason::TwoPasses));
            expected.extend((framing != Compression::None).then_some(FallbackReason::CompressionFrame));
            assert_eq!(path.fallbacks(), expected, "{cipher:?} {framing:?}");
            path.fragment(Some(1300), 1500);
            assert!(path.fallbacks().contains(&FallbackReason::Pieces));
        }
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
        assert_eq!(client.open_in_place(now, vpn_api::LinkId(0), &mut [opcode << 3; 60]), expected, "{opcode}");
    }
    assert_eq!(client.open_in_place(now, vpn_api::LinkId(0), &mut []), Opened::Dropped(DropReason::Malformed));
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
        assert!(
            matches!(
                client.open_in_place(later, vpn_api::LinkId(0), &mut forged),
                Opened::Dropped(_) | Opened::Control
            ),
            "byte {at}"
        );
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
fn compressed_packets_are_refused_and_noted_unless_they_are_allowed() {
    let now = start();
    for framing in &FRAMINGS[1..] {
        for cipher in [Cipher::Aes256Gcm, Cipher::Aes128Cbc] {
            let (mut server, _) = pair(cipher, Compression::None, Some(5));
            let (_, mut client) = pair(cipher, *framing, Some(5));
            let packet = [0x45; 900];
            let forged = [0x48, 0, 0, 5, 0, 0, 0, 1, 0x66, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8];
            assert!(open(&mut client, &forged, now).is_err());
            assert!(!client.take_refused_compressed(), "only authentic packets count");
            let frame = seal(&mut server, &compress::compressed(*framing, &packet), now).unwrap();
            assert_eq!(open(&mut client, &frame, now), Err(Opened::Dropped(DropReason::Compressed)), "{framing:?}");
            assert!(client.take_refused_compressed() && !client.take_refused_compressed());

            client.allow_decompression(1500);
            let frame = seal(&mut server, &compress::compressed(*framing, &packet), now).unwrap();
            assert_eq!(open(&mut client, &frame, now), Err(Opened::Consumed));
            assert_eq!(client.take_packet().map(|packet| packet.to_vec()), Some(packet.to_vec()));
            assert!(client.take_packet().is_none() && !client.take_refused_compressed());
            let frame = seal(&mut server, &compress::compressed(*framing, &[0x45; 9000]), now).unwrap();
            assert_eq!(open(&mut client, &frame, now), Err(Opened::Dropped(DropReason::Compressed)), "a bomb");
            assert!(client.take_packet().is_none());
        }
    }
}

/// The other half of "asymmetric": what we send stays as it is, however well it would compress.
#[test]
fn nothing_is_compressed_on_the_way_out() {
    let now = start();
    for framing in FRAMINGS {
        let (mut client, mut server) = pair(Cipher::Aes256Gcm, framing, Some(5));
        client.allow_decompression(1500);
        let frame = seal(&mut client, &[0x45; 1400], now).unwrap();
        assert!(frame.len() >= 24 + 1400, "{framing:?}");
        assert_eq!(open(&mut server, &frame, now).unwrap(), [0x45; 1400], "the other side need not decompress");
    }
}

#[test]
fn pings_and_goodbyes_that_were_compressed_are_still_found() {
    let now = start();
    let (mut server, _) = gcm_pair();
    let (_, mut client) = pair(Cipher::Aes256Gcm, Compression::Lzo, Some(5));
    client.allow_decompression(1500);
    for message in [message::PING.to_vec(), message::exit()] {
        let frame = seal(&mut server, &compress::compressed(Compression::Lzo, &message), now).unwrap();
        assert_eq!(open(&mut client, &frame, now), Err(Opened::Consumed));
        assert!(client.take_packet().is_none());
    }
    assert!(client.take_exit_requested());
}

fn fragmenting(cipher: Cipher, framing: Compression, longest: u16) -> (DataPath, DataPath) {
    let (mut client, mut server) = pair(cipher, framing, Some(5));
    client.fragment(Some(longest), 1500);
    server.fragment(Some(longest), 1500);
    (client, server)
}

/// All frames of one packet.
fn seal_all(path: &mut DataPath, packet: &[u8], now: Instant) -> Vec<Vec<u8>> {
    let mut frames = vec![seal(path, packet, now).unwrap()];
    while let Some(room) = path.rest() {
        let mut buffer = vec![0; room];
        let len = path.seal_rest(now, &mut buffer).unwrap();
        buffer.truncate(len);
        frames.push(buffer);
    }
    frames
}

/// Opens all frames; gives the packet that they made.
fn open_all(path: &mut DataPath, frames: &[Vec<u8>], now: Instant) -> Option<Vec<u8>> {
    let mut packet = None;
    for frame in frames {
        assert!(packet.is_none(), "the last frame completes it");
        match open(path, frame, now) {
            Ok(whole) => packet = Some(whole),
            Err(Opened::Consumed) => packet = path.take_packet().map(|packet| packet.to_vec()),
            Err(other) => panic!("{other:?}"),
        }
    }
    packet
}

#[test]
fn fragments_fit_the_limit_with_every_cipher_and_framing() {
    let now = start();
    for cipher in CIPHERS {
        for framing in FRAMINGS {
            for longest in [150u16, 576, 1300, 1301, 1302, 1303, 1315, 1316] {
                let (mut client, mut server) = fragmenting(cipher, framing, longest);
                for len in (1..40).chain(100..130).chain([500, 1200, 1240, 1260, 1280, 1300, 1499, 1500]) {
                    let packet = vec![0x50; len];
                    let frames = seal_all(&mut client, &packet, now);
                    assert!(frames.iter().all(|frame| frame.len() <= usize::from(longest)), "{cipher} {longest} {len}");
                    let got = open_all(&mut server, &frames, now);
                    assert_eq!(got.as_deref(), Some(&packet[..]), "{cipher} {framing:?} {longest} {len}");
                }
            }
        }
    }
}

#[test]
fn fragments_leave_no_room_unused() {
    let now = start();
    for cipher in CIPHERS {
        let (mut client, _) = fragmenting(cipher, Compression::None, 1300);
        let longest_whole =
            (1..1300).rev().find(|len| seal_all(&mut client, &vec![0x45; *len], now).len() == 1).unwrap();
        let frame = seal_all(&mut client, &vec![0x45; longest_whole], now).remove(0);
        assert!((1300 - 15..=1300).contains(&frame.len()), "{cipher}: {}", frame.len());
    }
}

#[test]
fn pings_goodbyes_and_options_go_whole_between_fragments() {
    for cipher in [Cipher::Aes256Gcm, Cipher::Aes128Cbc] {
        for framing in FRAMINGS {
            let now = start();
            let (mut client, mut server) = fragmenting(cipher, framing, 100);
            let ping = client.seal_ping(now).unwrap();
            assert_eq!(open(&mut server, &ping, now), Err(Opened::Consumed));
            assert!(server.take_packet().is_none());
            let request = seal(&mut client, &[&message::OCC[..], &[0]].concat(), now).unwrap();
            assert_eq!(open(&mut server, &request, now), Err(Opened::Consumed));
            assert!(server.take_options_requested());
            let reply = server.seal_options_reply(now, &"V4,".repeat(60)).unwrap();
            assert_eq!(open(&mut client, &reply, now), Err(Opened::Consumed), "one frame, whatever its length");
            let exit = client.seal_occ_exit(now).unwrap();
            assert_eq!(open(&mut server, &exit, now), Err(Opened::Consumed));
            assert!(server.take_exit_requested());
        }
    }
}

/// A message of OCC can be longer than a frame may be, and then comes in pieces.
#[test]
fn messages_in_pieces_are_not_for_the_tunnel_device() {
    let now = start();
    let (mut client, mut server) = fragmenting(Cipher::Aes256Gcm, Compression::Lzo, 100);
    let frames = seal_all(&mut server, &message::options_reply(&"V4,".repeat(60)), now);
    assert!(frames.len() > 1);
    assert_eq!(open_all(&mut client, &frames, now), None);
}

#[test]
fn fragments_of_what_a_server_compressed_are_joined_before_they_are_read() {
    let now = start();
    let (mut server, _) = pair(Cipher::Aes256Gcm, Compression::None, Some(5));
    server.fragment(Some(80), 1500);
    let (_, mut client) = pair(Cipher::Aes256Gcm, Compression::Lzo, Some(5));
    client.fragment(Some(80), 1500);
    client.allow_decompression(1500);
    let packet: Vec<u8> = (0..1400u32).map(|at| ((at * at) >> 5) as u8).collect();
    let frames = seal_all(&mut server, &compress::compressed(Compression::Lzo, &packet), now);
    assert!(frames.len() > 10);
    assert_eq!(open_all(&mut client, &frames, now), Some(packet));
}

#[test]
fn what_cannot_be_cut_is_not_sealed() {
    let now = start();
    let (mut client, _) = fragmenting(Cipher::Aes256Gcm, Compression::None, 60);
    assert_eq!(seal(&mut client, &[0x45; 1500], now), Err(SealError::NoRoom), "more than 32 pieces");
    assert_eq!(client.rest(), None);
    assert!(seal(&mut client, &[0x45; 30], now).is_ok());
    let (mut client, _) = fragmenting(Cipher::Aes256Gcm, Compression::None, 20);
    assert_eq!(seal(&mut client, &[0x45; 30], now), Err(SealError::NoRoom), "no room but for the tag");
    let (mut client, _) = fragmenting(Cipher::Aes256Gcm, Compression::None, 200);
    assert!(seal(&mut client, &[0x45; 300], now).is_ok() && client.rest().is_some());
    client.retire(KeyId::FIRST);
    assert_eq!(client.seal_rest(now, &mut [0; 300]), Err(SealError::NoKey));
    assert_eq!(client.rest(), None, "the rest of a packet that lost a piece is of no use");
}

fn epoch_pair(cipher: Cipher, framing: Compression) -> (DataPath, DataPath) {
    let path = |side| {
        let mut path = DataPath::new(PeerId::new(5), framing, 64);
        let key2 = Key2::new([9; 256]);
        path.install(DataKeys::with_epochs(side, cipher, &key2, 64, KeyId::FIRST).unwrap(), start());
        path
    };
    (path(Side::Client), path(Side::Server))
}

#[test]
fn epochs_go_with_every_framing_and_with_fragments() {
    let now = start();
    for cipher in &CIPHERS[..4] {
        for framing in FRAMINGS {
            let (mut client, mut server) = epoch_pair(*cipher, framing);
            assert_eq!(client.overhead().head, 4 + 8 + compress::head(framing));
            assert_eq!(client.overhead().tail, 16 + compress::tail(framing));
            for packet in [vec![0x50; 1400], vec![0x45]] {
                let frame = seal(&mut client, &packet, now).unwrap();
                assert_eq!(open(&mut server, &frame, now).unwrap(), packet);
                assert_eq!(open(&mut server, &frame, now), Err(Opened::Dropped(DropReason::Replayed)));
            }
            let ping = server.seal_ping(now).unwrap();
            assert_eq!(open(&mut client, &ping, now), Err(Opened::Consumed));
            client.fragment(Some(500), 1500);
            server.fragment(Some(500), 1500);
            let frames = seal_all(&mut client, &[0x45; 1400], now);
            assert_eq!(open_all(&mut server, &frames, now), Some(vec![0x45; 1400]));
            let usage = server.usage(KeyId::FIRST).unwrap();
            assert_eq!(usage.packets_opened, 2 + frames.len() as u64);
        }
    }
}

#[test]
fn epochs_end_in_a_renegotiation() {
    let now = start();
    let (mut client, mut server) = epoch_pair(Cipher::Aes256Gcm, Compression::None);
    // The first keys are replaced by ones that wear out.
    let limits = KeyLimits { epoch_blocks: 4, renew_at_epoch: 5, ..KeyLimits::default() };
    client.set_limits(limits);
    client.install(
        DataKeys::with_epochs(Side::Client, Cipher::Aes256Gcm, &Key2::new([9; 256]), 64, KeyId::FIRST).unwrap(),
        now,
    );
    let mut sealed = 0;
    while !client.wants_new_key() {
        let frame = seal(&mut client, &[0x45; 20], now).unwrap();
        assert!(open(&mut server, &frame, now).is_ok());
        sealed += 1;
        assert!(sealed < 20);
    }
    // A packet costs as much as an epoch has: each has an epoch of its own.
    assert_eq!(sealed, 5);
    assert!(!server.wants_new_key(), "its limit is 0xf000");
}

#[test]
fn small_limits_wear_keys_out() {
    let now = start();
    let worn_after = |cipher, limits| {
        let mut path = DataPath::new(PeerId::new(5), Compression::None, 64);
        path.set_limits(limits);
        path.install(keys(Side::Client, cipher, 0), now);
        (0..200).find(|_| {
            let worn = path.wants_new_key();
            assert!(seal(&mut path, &[0x45; 32], now).is_ok());
            worn
        })
    };
    let limits = KeyLimits::default();
    for cipher in CIPHERS {
        let gcm = cipher.name().ends_with("GCM");
        assert_eq!(worn_after(cipher, KeyLimits { renew_at_id: 11, ..limits }), Some(10), "{cipher}");
        assert_eq!(worn_after(cipher, KeyLimits { first_id: 0xff00_0000 - 3, ..limits }), Some(3), "{cipher}");
        assert_eq!(worn_after(cipher, KeyLimits { renew_at_blocks: 40, ..limits }), gcm.then_some(10), "{cipher}");
        assert_eq!(worn_after(cipher, limits), None, "{cipher}");
    }
    let mut path = DataPath::new(PeerId::new(5), Compression::None, 64);
    path.set_limits(KeyLimits { renew_at_forgeries: 3, end_of_ids: 2, ..limits });
    path.install(keys(Side::Client, Cipher::Aes256Gcm, 0), now);
    for _ in 0..3 {
        assert!(!path.wants_new_key());
        assert_eq!(open(&mut path, &[0x48; 60], now), Err(Opened::Dropped(DropReason::NotAuthentic)));
    }
    assert!(path.wants_new_key(), "too many forgeries");
    assert!(seal(&mut path, b"E", now).is_ok());
    assert_eq!(seal(&mut path, b"E", now), Err(SealError::KeyExhausted), "ids end before they wrap around");
}

#[test]
fn a_data_packet_of_either_version_opens_whatever_we_send() {
    let now = start();
    for cipher in CIPHERS {
        for (ours, theirs) in [(None, Some(7)), (Some(7), None), (Some(7), Some(8)), (Some(0xff_ffff), Some(0))] {
            let (mut client, _) = pair(cipher, Compression::None, ours);
            let (_, mut server) = pair(cipher, Compression::None, theirs);
            let frame = seal(&mut server, b"E down", now).unwrap();
            assert_eq!(open(&mut client, &frame, now).unwrap(), b"E down", "{cipher} {ours:?} {theirs:?}");
            let frame = seal(&mut client, b"E up", now).unwrap();
            assert_eq!(open(&mut server, &frame, now).unwrap(), b"E up");
        }
    }
}

/// Pitfall (docs/protocol/openvpn.md §20): the associated data is the whole header in DATA_V2, and the packet id alone in
/// DATA_V1.
#[test]
fn the_header_is_authentic_in_data_v2_only() {
    let now = start();
    let (mut client, mut server) = pair(Cipher::Aes256Gcm, Compression::None, Some(5));
    let mut frame = seal(&mut server, b"E", now).unwrap();
    frame[3] = 6;
    assert_eq!(open(&mut client, &frame, now), Err(Opened::Dropped(DropReason::NotAuthentic)), "another peer id");
    let mut as_v1 = seal(&mut server, b"E", now).unwrap();
    as_v1.drain(1..4);
    as_v1[0] = 0x30;
    assert_eq!(open(&mut client, &as_v1, now), Err(Opened::Dropped(DropReason::NotAuthentic)), "the other version");
    let (mut client, mut server) = pair(Cipher::Aes256Gcm, Compression::None, None);
    assert_eq!(open(&mut client, &seal(&mut server, b"E", now).unwrap(), now).unwrap(), b"E");
}

/// Pitfall (docs/protocol/openvpn.md §7): packet ids begin at 1, so that nothing authentic can have 0.
#[test]
fn packet_id_zero_is_never_opened() {
    let now = start();
    for cipher in CIPHERS {
        let (mut client, mut server) = pair(cipher, Compression::None, Some(5));
        server.slots[0].as_mut().unwrap().set_next_id(0);
        let frame = seal(&mut server, b"E", now).unwrap();
        assert_eq!(open(&mut client, &frame, now), Err(Opened::Dropped(DropReason::Malformed)), "{cipher}");
        let frame = seal(&mut server, b"E", now).unwrap();
        assert_eq!(open(&mut client, &frame, now).unwrap(), b"E");
    }
}

/// Pitfall (docs/protocol/openvpn.md §20): a ping that is looked for before its frame is taken off reaches the tunnel device.
#[test]
fn a_framed_ping_never_reaches_the_tunnel_device() {
    let now = start();
    for framing in FRAMINGS {
        for fragment in [None, Some(1300)] {
            let (mut client, mut server) = pair(Cipher::Aes256Gcm, framing, Some(1));
            client.fragment(fragment, 1500);
            server.fragment(fragment, 1500);
            let ping = server.seal_ping(now).unwrap();
            assert_eq!(open(&mut client, &ping, now), Err(Opened::Consumed), "{framing:?} {fragment:?}");
            assert!(client.take_packet().is_none());
        }
    }
}

#[test]
fn every_digest_goes_with_every_cbc_cipher() {
    let now = start();
    let digests = [Digest::Md5, Digest::Sha1, Digest::Sha224, Digest::Sha256, Digest::Sha384, Digest::Sha512];
    for cipher in &CIPHERS[4..] {
        for digest in digests {
            let path = |side| {
                let mut path = DataPath::new(PeerId::new(1), Compression::None, 64);
                let keys = DataKeys::for_side(side, *cipher, &Key2::new([6; 256]), digest, KeyId::FIRST).unwrap();
                path.install(keys, now);
                path
            };
            let (mut client, mut server) = (path(Side::Client), path(Side::Server));
            let frame = seal(&mut client, &[0x45; 100], now).unwrap();
            assert_eq!(
                frame.len(),
                4 + usize::from(crate::keys::mac::tag_len(digest)) + 16 + 112,
                "{cipher} {digest:?}"
            );
            assert_eq!(open(&mut server, &frame, now).unwrap(), [0x45; 100]);
        }
    }
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
            prop_assert!(matches!(client.open_in_place(start(), vpn_api::LinkId(0), &mut frame), Opened::Dropped(_)));
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
