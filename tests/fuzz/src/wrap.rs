//! The three protections around control packets: what was not sealed by the other end never comes out, and nothing twice.

use arbitrary::Unstructured;
use ovpn_proto::{
    keys::Side,
    wire::{ControlPacket, KeyId, MessageId, Opcode, SessionId},
    wrap::ControlWrap,
};
use ovpn_settings::{Digest, KeyDirection, StaticKey, Wrap};

const TIME: u32 = 1_700_000_000;

pub(crate) fn tls_auth(bytes: &[u8]) {
    let mut input = Unstructured::new(bytes);
    let digests = [Digest::Sha1, Digest::Sha256, Digest::Sha512, Digest::Md5];
    let directions = [KeyDirection::Bidirectional, KeyDirection::Inverse, KeyDirection::Normal];
    let (Ok(digest), Ok(direction)) = (input.choose(&digests), input.choose(&directions)) else { return };
    run(&Wrap::TlsAuth { key: key(), direction: *direction, digest: *digest }, &mut input);
}

pub(crate) fn tls_crypt(bytes: &[u8]) {
    run(&Wrap::TlsCrypt { key: key() }, &mut Unstructured::new(bytes));
}

pub(crate) fn tls_crypt_v2(bytes: &[u8]) {
    let mut wrapped = vec![5; 298];
    wrapped.extend_from_slice(&300_u16.to_be_bytes());
    run(&Wrap::TlsCryptV2 { key: key(), wrapped }, &mut Unstructured::new(bytes));
}

fn key() -> StaticKey {
    StaticKey::new(std::array::from_fn(|at| u8::try_from(at * 7 % 256).unwrap()))
}

fn run(wrap: &Wrap, input: &mut Unstructured<'_>) {
    let mut client = ControlWrap::for_side(Side::Client, wrap, TIME).unwrap();
    let mut server = ControlWrap::for_side(Side::Server, wrap, TIME).unwrap();
    let now = crate::data::start();
    let mut sealed: Vec<(Vec<u8>, ControlPacket, bool)> = Vec::new();
    for number in 0..64 {
        match input.int_in_range(0..=3_u8) {
            Ok(0) => {
                let Ok(packet) = packet(number, input) else { return };
                let mut frame = Vec::new();
                if server.seal(&packet, &mut frame).is_ok() {
                    sealed.push((frame, packet, false));
                }
            }
            // As it was sealed, in any order, and again.
            Ok(1) if !sealed.is_empty() => {
                let Ok(at) = input.choose_index(sealed.len()) else { return };
                let (frame, packet, opened) = &mut sealed[at];
                match client.open(frame, now) {
                    Ok(found) => {
                        assert!(!*opened, "a packet came out twice");
                        assert_eq!(found, *packet);
                        *opened = true;
                    }
                    // Too far behind the newest counts as seen too.
                    Err(_) => continue,
                }
            }
            // Altered on the way.
            Ok(2) if !sealed.is_empty() => {
                let Ok(at) = input.choose_index(sealed.len()) else { return };
                let mut frame = sealed[at].0.clone();
                let (Ok(place), Ok(flip)) = (input.choose_index(frame.len()), input.int_in_range(1..=255_u8)) else {
                    return;
                };
                frame[place] ^= flip;
                if let Ok(true) = input.arbitrary::<bool>() {
                    frame.truncate(place);
                }
                assert!(client.open(&frame, now).is_err(), "an altered packet came out");
            }
            Ok(_) => {
                let length = input.arbitrary_len::<u8>().unwrap_or(0);
                let Ok(frame) = input.bytes(length) else { return };
                assert!(client.open(frame, now).is_err(), "bytes that nobody sealed came out");
            }
            Err(_) => return,
        }
        if input.is_empty() {
            return;
        }
    }
}

fn packet(number: u32, input: &mut Unstructured<'_>) -> arbitrary::Result<ControlPacket> {
    let acks: Vec<MessageId> = (0..input.int_in_range(0..=8_u32)?).map(MessageId).collect();
    let length = input.int_in_range(0..=64_usize)?;
    let payload = vec![u8::try_from(number).unwrap_or(0); length];
    let is_ack = input.ratio(1, 4_u8)?;
    Ok(ControlPacket {
        opcode: if is_ack { Opcode::AckV1 } else { Opcode::ControlV1 },
        key_id: KeyId::FIRST,
        session_id: SessionId([1; 8]),
        peer_session_id: (!acks.is_empty()).then_some(SessionId([2; 8])),
        acks,
        message_id: (!is_ack).then_some(MessageId(number)),
        payload: if is_ack { Vec::new() } else { payload },
    })
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    vec![vec![0, 0, 0, 1, 2, 3, 4, 1, 0, 0, 2, 0, 1], (0..200).collect(), vec![0; 64], vec![3; 80]]
}
