use std::time::Duration;

use ovpn_settings::{Digest, KeyDirection, StaticKey};
use proptest::{collection::vec, prelude::*};

use super::*;
use crate::wire::{KeyId, MessageId, SessionId};

// A test needs some instant to count from; which one does not matter.
#[expect(clippy::disallowed_methods, reason = "the origin of a test's clock")]
fn start() -> Instant {
    Instant::now()
}

fn key() -> StaticKey {
    let mut bytes = [0; 256];
    for (at, byte) in (0u8..=255).zip(&mut bytes) {
        *byte = at.wrapping_mul(7);
    }
    StaticKey::new(bytes)
}

fn wrapped() -> Vec<u8> {
    let mut wrapped = vec![5; 290];
    wrapped[288..].copy_from_slice(&290u16.to_be_bytes());
    wrapped
}

fn all() -> Vec<Wrap> {
    let auth = |direction, digest| Wrap::TlsAuth { key: key(), direction, digest };
    vec![
        Wrap::None,
        auth(KeyDirection::Bidirectional, Digest::Sha1),
        auth(KeyDirection::Normal, Digest::Sha256),
        auth(KeyDirection::Inverse, Digest::Sha512),
        auth(KeyDirection::Inverse, Digest::Md5),
        auth(KeyDirection::Inverse, Digest::Sha224),
        auth(KeyDirection::Inverse, Digest::Sha384),
        Wrap::TlsCrypt { key: key() },
        Wrap::TlsCryptV2 { key: key(), wrapped: wrapped() },
    ]
}

fn message(opcode: Opcode, id: u32) -> ControlPacket {
    ControlPacket {
        opcode,
        key_id: KeyId::FIRST,
        session_id: SessionId([1; 8]),
        acks: vec![MessageId(7)],
        peer_session_id: Some(SessionId([2; 8])),
        message_id: Some(MessageId(id)),
        payload: vec![3; 20],
    }
}

fn sealed(wrap: &mut ControlWrap, packet: &ControlPacket) -> Vec<u8> {
    let mut bytes = Vec::new();
    wrap.seal(packet, &mut bytes).unwrap();
    bytes
}

fn tls_crypt_pair(server_time: u32) -> (ControlWrap, ControlWrap) {
    let wrap = Wrap::TlsCrypt { key: key() };
    (ControlWrap::new(&wrap, 1000).unwrap(), ControlWrap::for_side(Side::Server, &wrap, server_time).unwrap())
}

#[test]
fn keys_that_cannot_work_are_refused() {
    let auth = Wrap::TlsAuth { key: key(), direction: KeyDirection::Inverse, digest: Digest::None };
    assert_eq!(ControlWrap::new(&auth, 0).err(), Some(WrapError::NoDigest));
    for wrapped in [vec![], vec![1], vec![5; 290]] {
        let wrap = Wrap::TlsCryptV2 { key: key(), wrapped };
        assert_eq!(ControlWrap::new(&wrap, 0).err(), Some(WrapError::BadWrappedKey));
    }
}

#[test]
fn packet_ids_end_and_do_not_wrap_around() {
    let (client, mut server) = tls_crypt_pair(0);
    let mut client = client.starting_at(PacketId(u32::MAX));
    let last = sealed(&mut client, &message(Opcode::ControlV1, 0));
    assert!(server.open(&last, start()).is_ok());
    let mut out = vec![9];
    assert_eq!(client.seal(&message(Opcode::ControlV1, 1), &mut out), Err(WrapError::Exhausted));
    assert_eq!(out, [9], "a failure leaves nothing behind");
}

#[test]
fn the_wrapped_key_goes_with_its_two_opcodes_only() {
    let mut wrap = ControlWrap::new(&Wrap::TlsCryptV2 { key: key(), wrapped: wrapped() }, 0).unwrap();
    for (opcode, carries) in [
        (Opcode::HardResetClientV3, true),
        (Opcode::ControlWkcV1, true),
        (Opcode::ControlV1, false),
        (Opcode::SoftResetV1, false),
    ] {
        let bytes = sealed(&mut wrap, &message(opcode, 0));
        assert_eq!(bytes.ends_with(&wrapped()), carries, "{opcode:?}");
    }
}

#[test]
fn data_opcodes_are_neither_sealed_nor_opened() {
    let mut wrap = ControlWrap::new(&Wrap::None, 0).unwrap();
    let not_control = Err(WrapError::Malformed(Malformed::NotControl));
    assert_eq!(wrap.seal(&message(Opcode::DataV2, 0), &mut Vec::new()), not_control);
    assert_eq!(wrap.open(&[0x48; 40], start()), Err(WrapError::Malformed(Malformed::NotControl)));
    assert_eq!(wrap.open(&[0; 40], start()), Err(WrapError::Malformed(Malformed::UnknownOpcode)));
    assert_eq!(wrap.open(&[], start()), Err(WrapError::Malformed(Malformed::TooShort)));
}

#[test]
fn a_later_time_starts_over_and_an_earlier_one_is_refused() {
    let now = start();
    let (mut client, mut old) = tls_crypt_pair(50);
    let (_, mut new) = tls_crypt_pair(51);
    let first = sealed(&mut old, &message(Opcode::ControlV1, 0));
    let second = sealed(&mut old, &message(Opcode::ControlV1, 1));
    assert!(client.open(&first, now).is_ok());
    let restarted = sealed(&mut new, &message(Opcode::ControlV1, 0));
    assert!(client.open(&restarted, now).is_ok(), "the same packet id under a later time");
    assert_eq!(client.open(&second, now), Err(WrapError::Replayed));
}

#[test]
fn stateless_resets_do_not_stand_in_the_way_of_what_follows() {
    let now = start();
    let (mut client, mut state) = tls_crypt_pair(50);
    for time in [50, 50, 52] {
        let (_, mut stateless) = tls_crypt_pair(time);
        let reset = sealed(&mut stateless, &message(Opcode::HardResetServerV2, 0));
        assert!(client.open(&reset, now).is_ok(), "{time}");
    }
    let first = sealed(&mut state, &message(Opcode::ControlV1, 1));
    assert!(client.open(&first, now).is_ok(), "id 1 at an earlier time than the last reset");
}

#[test]
fn reordered_packets_pass_and_late_ones_do_not() {
    let now = start();
    let (mut client, mut server) = tls_crypt_pair(50);
    let packets: Vec<Vec<u8>> = (0..80).map(|id| sealed(&mut server, &message(Opcode::ControlV1, id))).collect();
    assert!(client.open(&packets[9], now).is_ok());
    assert!(client.open(&packets[3], now).is_ok());
    assert!(client.open(&packets[3], now).is_err());
    assert!(client.open(&packets[4], now + Duration::from_secs(14)).is_ok());
    assert!(client.open(&packets[10], now + Duration::from_secs(16)).is_ok());
    assert!(client.open(&packets[11], now + Duration::from_secs(32)).is_ok());
    assert_eq!(client.open(&packets[5], now + Duration::from_secs(32)), Err(WrapError::Replayed));
    assert!(client.open(&packets[79], now + Duration::from_secs(32)).is_ok());
    assert_eq!(client.open(&packets[15], now + Duration::from_secs(32)), Err(WrapError::Replayed), "64 behind");
    assert!(client.open(&packets[16], now + Duration::from_secs(32)).is_ok());
}

#[test]
fn nothing_secret_is_printed() {
    let text = format!("{:?}", ControlWrap::new(&Wrap::TlsCrypt { key: key() }, 0).unwrap());
    assert_eq!(text, r#"ControlWrap { scheme: "tls-crypt", side: Client, .. }"#);
}

proptest! {
    #[test]
    fn what_one_end_seals_the_other_opens(
        session in any::<[u8; 8]>(),
        key_id in 0u8..8,
        acks in vec(any::<u32>(), 0..=8),
        payload in vec(any::<u8>(), 0..1200),
        time in any::<u32>(),
    ) {
        let now = start();
        let packet = ControlPacket {
            opcode: Opcode::ControlV1,
            key_id: KeyId::new(key_id).unwrap(),
            session_id: SessionId(session),
            peer_session_id: (!acks.is_empty()).then_some(SessionId(session)),
            acks: acks.into_iter().map(MessageId).collect(),
            message_id: Some(MessageId(4)),
            payload,
        };
        for wrap in all() {
            for (sender, receiver) in [(Side::Client, Side::Server), (Side::Server, Side::Client)] {
                let mut seals = ControlWrap::for_side(sender, &wrap, time).unwrap();
                let mut opens = ControlWrap::for_side(receiver, &wrap, 0).unwrap();
                let wrapped_reset = ControlPacket { opcode: Opcode::HardResetClientV3, ..packet.clone() };
                prop_assert_eq!(&opens.open(&sealed(&mut seals, &packet), now).unwrap(), &packet);
                prop_assert_eq!(&opens.open(&sealed(&mut seals, &packet), now).unwrap(), &packet);
                if sender == Side::Client && matches!(wrap, Wrap::TlsCryptV2 { .. }) {
                    prop_assert_eq!(opens.open(&sealed(&mut seals, &wrapped_reset), now).unwrap(), wrapped_reset);
                }
            }
        }
    }

    #[test]
    fn random_packets_never_panic(first in any::<u8>(), bytes in vec(any::<u8>(), 0..400)) {
        let mut packet = vec![first];
        packet.extend(bytes);
        for wrap in all() {
            for side in [Side::Client, Side::Server] {
                let opened = ControlWrap::for_side(side, &wrap, 0).unwrap().open(&packet, start());
                prop_assert!(opened.is_err() || matches!(wrap, Wrap::None));
            }
        }
    }
}
