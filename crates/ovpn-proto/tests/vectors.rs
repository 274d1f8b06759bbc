//! Replays recordings of a live OpenVPN 2.6.14 server: `tests/fixtures/vectors`.
//!
//! Each control packet is opened, and then sealed again from its parts with the same counter and time: the bytes have to
//! be the recorded ones. Data packets are opened under the recorded keys.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may fail loudly")]

mod common;

use std::{collections::BTreeMap, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use common::{Recording, start};
use ovpn_proto::{
    data::{DataKeys, DataPath},
    error::WrapError,
    keys::{
        Side,
        derive::{ClientKeySource, Key2, derive_prf},
    },
    wire::{
        KeyId, Opcode, PacketId, PeerId, ResetOptions, SessionId,
        auth_message::{ClientKeyMessage, ServerKeyMessage},
        first_byte,
    },
    wrap::ControlWrap,
};
use ovpn_settings::{Cipher, Compression, Digest, KeyDirection, StaticKey, Wrap};
use serde_json::Value;
use vpn_api::{DataChannel, DropReason, Opened};

const TA_KEY: &str = include_str!("fixtures/vectors/ta.key");
const V2_KEY: &str = include_str!("fixtures/vectors/v2c.key");

const RECORDINGS: [(&str, &str); 16] = recordings!["vectors":
    "v_auth",
    "v_chacha",
    "v_crypt",
    "v_datav1",
    "v_exit",
    "v_none",
    "v_occ24",
    "v_occempty",
    "v_prf",
    "v_renegc",
    "v_renegs",
    "v_reqpush",
    "v_tcpauthbi",
    "v_v2",
    "v_v2empty",
    "v_v2tcp",
];

impl Recording {
    fn cipher(&self) -> Cipher {
        if self.name == "v_chacha" { Cipher::ChaCha20Poly1305 } else { Cipher::Aes256Gcm }
    }

    fn data(&self) -> impl Iterator<Item = (Side, &Vec<u8>)> {
        self.packets.iter().filter(|(_, packet)| opcode(packet).0.is_data()).map(|(side, packet)| (*side, packet))
    }

    fn control(&self) -> impl Iterator<Item = (Side, &Vec<u8>)> {
        self.packets.iter().filter(|(_, packet)| !opcode(packet).0.is_data()).map(|(side, packet)| (*side, packet))
    }
}

fn opcode(packet: &[u8]) -> (Opcode, KeyId) {
    first_byte(packet[0]).unwrap()
}

fn recordings() -> Vec<Recording> {
    RECORDINGS.iter().map(Recording::read).collect()
}

fn recording(name: &str) -> Recording {
    recordings().into_iter().find(|recording| recording.name == name).unwrap()
}

fn static_key() -> StaticKey {
    let digits: String = TA_KEY.lines().filter(|line| line.len() == 32).collect();
    StaticKey::new(hex::decode(digits).unwrap().try_into().unwrap())
}

fn wrap_of(name: &str) -> Wrap {
    let auth = |direction| Wrap::TlsAuth { key: static_key(), direction, digest: Digest::Sha1 };
    match name {
        "v_auth" => auth(KeyDirection::Inverse),
        "v_tcpauthbi" => auth(KeyDirection::Bidirectional),
        "v_crypt" | "v_renegc" => Wrap::TlsCrypt { key: static_key() },
        "v_v2" | "v_v2empty" | "v_v2tcp" => {
            let text: String = V2_KEY.lines().filter(|line| !line.starts_with('-')).collect();
            let bytes = BASE64_STANDARD.decode(text).unwrap();
            let (key, wrapped) = bytes.split_first_chunk().unwrap();
            Wrap::TlsCryptV2 { key: StaticKey::new(*key), wrapped: wrapped.to_vec() }
        }
        _ => Wrap::None,
    }
}

/// Counter and time as they lie in a recorded packet.
fn replay_id(wrap: &Wrap, packet: &[u8]) -> (u32, u32) {
    let at = match wrap {
        Wrap::None => return (1, 0),
        Wrap::TlsAuth { .. } => 9 + 20,
        Wrap::TlsCrypt { .. } | Wrap::TlsCryptV2 { .. } => 9,
    };
    let word = |at: usize| u32::from_be_bytes(packet[at..at + 4].try_into().unwrap());
    (word(at), word(at + 4))
}

/// Renegotiations run under dynamic tls-crypt, whose key is not in the recordings.
fn is_readable(packet: &[u8]) -> bool {
    opcode(packet).1 == KeyId::FIRST
}

#[test]
fn control_packets_open_and_are_sealed_again_byte_for_byte() {
    let now = start();
    let mut rebuilt = BTreeMap::new();
    for recording in recordings() {
        let wrap = wrap_of(recording.name);
        let mut client_opens = ControlWrap::new(&wrap, 0).unwrap();
        let mut server_opens = ControlWrap::for_side(Side::Server, &wrap, 0).unwrap();
        for (from, packet) in recording.control().filter(|(_, packet)| is_readable(packet)) {
            let (id, time) = replay_id(&wrap, packet);
            let opens = match from {
                Side::Client => &mut server_opens,
                Side::Server => &mut client_opens,
            };
            let opened = opens.open(packet, now).unwrap_or_else(|error| panic!("{}: {error}", recording.name));
            if from == Side::Client {
                assert_eq!(hex::encode(opened.session_id.0), recording.json["mysid"].as_str().unwrap());
            }
            let mut seals = ControlWrap::for_side(from, &wrap, time).unwrap().starting_at(PacketId(id));
            let mut again = Vec::new();
            seals.seal(&opened, &mut again).unwrap();
            assert_eq!(hex::encode(&again), hex::encode(packet), "{} {:?}", recording.name, opened.opcode);
            let bare = opened.head().len() + {
                let mut body = Vec::new();
                opened.write_body(&mut body).unwrap();
                body.len()
            };
            let key =
                if from == Side::Client && opened.opcode.carries_wrapped_key() { seals.wrapped_key_len() } else { 0 };
            assert_eq!(packet.len(), bare + seals.overhead() + key, "{}", recording.name);
            *rebuilt.entry(recording.name).or_insert(0) += 1;
        }
    }
    // No file may drop out unseen.
    assert_eq!(rebuilt.len(), RECORDINGS.len());
    assert!(rebuilt.values().all(|count| *count >= 18), "{rebuilt:?}");
}

#[test]
fn a_client_counts_as_the_recorded_one() {
    let now = start();
    for recording in recordings() {
        let wrap = wrap_of(recording.name);
        let client = || recording.control().filter(|(from, packet)| *from == Side::Client && is_readable(packet));
        let time = replay_id(&wrap, client().next().unwrap().1).1;
        let mut opens = ControlWrap::for_side(Side::Server, &wrap, time).unwrap();
        let mut seals = ControlWrap::new(&wrap, time).unwrap();
        for (_, packet) in client() {
            let mut again = Vec::new();
            seals.seal(&opens.open(packet, now).unwrap(), &mut again).unwrap();
            assert_eq!(hex::encode(&again), hex::encode(packet), "{}", recording.name);
        }
    }
}

#[test]
fn replays_forgeries_and_other_keys_are_refused() {
    let now = start();
    for name in ["v_auth", "v_tcpauthbi", "v_crypt", "v_v2", "v_v2empty", "v_v2tcp"] {
        let recording = recording(name);
        let wrap = wrap_of(name);
        let other_key = StaticKey::new([9; 256]);
        let other = match &wrap {
            Wrap::TlsAuth { direction, digest, .. } => {
                Wrap::TlsAuth { key: other_key, direction: *direction, digest: *digest }
            }
            Wrap::None | Wrap::TlsCrypt { .. } | Wrap::TlsCryptV2 { .. } => Wrap::TlsCrypt { key: other_key },
        };
        let mut opens = ControlWrap::new(&wrap, 0).unwrap();
        let mut stranger = ControlWrap::new(&other, 0).unwrap();
        for (_, packet) in recording.control().filter(|(from, _)| *from == Side::Server) {
            for at in 0..packet.len() {
                let mut forged = packet.clone();
                forged[at] ^= 0x40;
                assert!(opens.open(&forged, now).is_err(), "{name}: byte {at}");
            }
            for length in 0..packet.len() {
                assert!(opens.open(&packet[..length], now).is_err(), "{name}: cut to {length}");
            }
            assert_eq!(stranger.open(packet, now), Err(WrapError::NotAuthentic), "{name}");
            assert!(opens.open(packet, now).is_ok(), "{name}");
            if opcode(packet).0 != Opcode::HardResetServerV2 {
                assert_eq!(opens.open(packet, now), Err(WrapError::Replayed), "{name}");
            }
        }
    }
}

#[test]
fn only_servers_with_a_cookie_ask_for_the_wrapped_key_again() {
    for recording in recordings() {
        let mut opens = ControlWrap::new(&wrap_of(recording.name), 0).unwrap();
        let reset = recording.control().find(|(from, _)| *from == Side::Server).unwrap().1;
        let reset = opens.open(reset, start()).unwrap();
        assert_eq!(reset.opcode, Opcode::HardResetServerV2);
        let asks = ResetOptions::parse(&reset.payload).unwrap().resend_wrapped_key;
        assert_eq!(asks, ["v_v2", "v_v2empty"].contains(&recording.name), "{}", recording.name);
    }
}

#[test]
fn renegotiation_packets_belong_to_their_slots() {
    for (name, highest) in [("v_renegc", 1), ("v_renegs", 3)] {
        let recording = recording(name);
        let dynamic: Vec<&Vec<u8>> =
            recording.control().map(|(_, packet)| packet).filter(|p| !is_readable(p)).collect();
        assert_eq!(dynamic.iter().map(|packet| opcode(packet).1.get()).max(), Some(highest));
        assert!(dynamic.len() > 15);
        // The original wrap must not be mistaken for the dynamic one.
        let mut original = ControlWrap::new(&Wrap::TlsCrypt { key: static_key() }, 0).unwrap();
        for packet in dynamic {
            assert_eq!(original.open(packet, start()), Err(WrapError::NotAuthentic), "{name}");
        }
    }
}

#[test]
fn key_messages_parse_and_are_rebuilt() {
    for recording in recordings() {
        let bytes = recording.bytes("km2_client");
        let (message, consumed) = ClientKeyMessage::parse(&bytes).unwrap();
        assert_eq!(consumed, bytes.len(), "{}", recording.name);
        assert_eq!(hex::encode(&*message.write().unwrap()), hex::encode(&bytes), "{}", recording.name);
        assert!(message.peer_info.contains("IV_PROTO="), "{}", recording.name);

        let bytes = recording.bytes("km2_server");
        let (message, consumed) = ServerKeyMessage::parse(&bytes).unwrap();
        assert_eq!(consumed, bytes.len(), "{}", recording.name);
        assert!(message.options.starts_with("V4,"), "{}", recording.name);
        assert_eq!(hex::encode(message.write().unwrap()), hex::encode(&bytes), "{}", recording.name);
    }
}

#[test]
fn prf_keys_are_the_recorded_ones() {
    let mut tried = Vec::new();
    for recording in recordings().into_iter().filter(|recording| recording.json["ekm"] == false) {
        let client = ClientKeyMessage::parse(&recording.bytes("km2_client")).unwrap().0;
        let server = ServerKeyMessage::parse(&recording.bytes("km2_server")).unwrap().0;
        let own = SessionId(recording.bytes("mysid").try_into().unwrap());
        let reset = recording.control().find(|(from, _)| *from == Side::Server).unwrap().1;
        let peer = SessionId(reset[1..9].try_into().unwrap());
        let derived = derive_prf(&client.source, &server.source, own, peer);
        assert_eq!(hex::encode(derived.bytes()), hex::encode(recording.bytes("datakeys")), "{}", recording.name);
        let other = ClientKeySource { pre_master: [1; 48], ..client.source.clone() };
        assert!(derive_prf(&other, &server.source, own, peer) != derived);
        tried.push(recording.name);
    }
    assert!(tried.contains(&"v_prf") && tried.contains(&"v_datav1"), "{tried:?}");
}

/// A data path with the recorded keys, which are those of key id 0.
fn data_path(recording: &Recording, side: Side) -> DataPath {
    let peer_id = (recording.name != "v_datav1").then(|| PeerId::new(0).unwrap());
    let mut path = DataPath::new(peer_id, Compression::None, 64);
    let keys =
        DataKeys::for_side(side, recording.cipher(), &recording.data_keys(), Digest::Sha1, KeyId::FIRST).unwrap();
    path.install(keys, start());
    path
}

#[test]
fn data_packets_open_under_the_recorded_keys() {
    let now = start();
    for recording in recordings() {
        let mut client = data_path(&recording, Side::Client);
        let mut server = data_path(&recording, Side::Server);
        let (mut packets, mut pings) = (0, 0);
        for (from, packet) in recording.data() {
            let opens = if from == Side::Client { &mut server } else { &mut client };
            if opcode(packet).1 != KeyId::FIRST {
                assert_eq!(
                    opens.open_in_place(now, vpn_api::LinkId(0), &mut packet.clone()),
                    Opened::Dropped(DropReason::NoKey)
                );
                continue;
            }
            let mut frame = packet.clone();
            match opens.open_in_place(now, vpn_api::LinkId(0), &mut frame) {
                Opened::Packet(range) => {
                    assert!(matches!(frame[range][0] >> 4, 4 | 6), "{}: no IP packet", recording.name);
                    packets += 1;
                }
                Opened::Consumed => pings += 1,
                other @ (Opened::Several | Opened::Control | Opened::Dropped(_)) => {
                    panic!("{}: {other:?}", recording.name)
                }
            }
            assert_eq!(
                opens.open_in_place(now, vpn_api::LinkId(0), &mut packet.clone()),
                Opened::Dropped(DropReason::Replayed)
            );
        }
        assert!(packets + pings > 0, "{}", recording.name);
        assert_eq!(client.newest_used_by_peer().is_some(), client.usage(KeyId::FIRST).unwrap().packets_opened > 0);
    }
}

#[test]
fn recorded_data_packets_are_sealed_again_byte_for_byte() {
    let now = start();
    let mut sealed = 0;
    for name in ["v_none", "v_chacha", "v_datav1", "v_prf", "v_exit"] {
        let recording = recording(name);
        for side in [Side::Client, Side::Server] {
            let opener = if side == Side::Client { Side::Server } else { Side::Client };
            let mut opens = data_path(&recording, opener);
            let mut seals = data_path(&recording, side);
            for (_, packet) in recording.data().filter(|(from, _)| *from == side) {
                let mut frame = packet.clone();
                let again = match opens.open_in_place(now, vpn_api::LinkId(0), &mut frame) {
                    Opened::Packet(range) => {
                        let overhead = seals.overhead();
                        let mut buffer = vec![0; overhead.head];
                        buffer.extend_from_slice(&frame[range.clone()]);
                        buffer.resize(buffer.len() + overhead.tail, 0);
                        let length = seals.seal_in_place(now, &mut buffer, range.len()).unwrap();
                        buffer.truncate(length);
                        buffer
                    }
                    Opened::Consumed => seals.seal_ping(now).unwrap(),
                    other @ (Opened::Several | Opened::Control | Opened::Dropped(_)) => panic!("{name}: {other:?}"),
                };
                assert_eq!(hex::encode(&again), hex::encode(packet), "{name}");
                sealed += 1;
            }
        }
    }
    assert!(sealed > 30, "{sealed}");
}

#[test]
fn dynamic_tls_crypt_speaks_with_its_mirror_and_counts_on_its_own() {
    let now = start();
    let mut key = Key2::new([7; 256]);
    key.xor(static_key().bytes());
    let mut client = ControlWrap::dynamic_tls_crypt(key.bytes(), 100).unwrap();
    let mut server = ControlWrap::dynamic_for_side(Side::Server, key.bytes(), 90).unwrap();
    let recording = recording("v_none");
    let mut plain = ControlWrap::new(&Wrap::None, 0).unwrap();
    for (expected_id, (_, packet)) in (1u32..).zip(recording.control()) {
        let packet = plain.open(packet, now).unwrap();
        let mut bytes = Vec::new();
        client.seal(&packet, &mut bytes).unwrap();
        assert_eq!(bytes[9..13], expected_id.to_be_bytes());
        assert_eq!(bytes[13..17], 100u32.to_be_bytes());
        let later = now + Duration::from_secs(expected_id.into());
        assert_eq!(server.open(&bytes, later), Ok(packet.clone()));
        let mut bytes = Vec::new();
        server.seal(&packet, &mut bytes).unwrap();
        assert_eq!(client.open(&bytes, later), Ok(packet));
    }
}

/// Packets that `tests/fixtures/epoch.py` computed; the file says how.
#[test]
fn epoch_packets_of_another_implementation_open_and_are_sealed_the_same() {
    let now = start();
    let golden: Value = serde_json::from_str(include_str!("fixtures/epoch.json")).unwrap();
    let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let key2 = Key2::new(hex::decode(text(&golden, "key2")).unwrap().try_into().unwrap());
    let path = |side, cipher| {
        let mut path = DataPath::new(PeerId::new(0x01_0203), Compression::None, 64);
        path.install(DataKeys::with_epochs(side, cipher, &key2, 64, KeyId::FIRST).unwrap(), now);
        path
    };
    let mut paths = BTreeMap::new();
    let (mut opened, mut sealed) = (0, 0);
    for packet in golden["packets"].as_array().unwrap() {
        let (cipher, from) = (Cipher::by_name(&text(packet, "cipher")).unwrap(), text(packet, "from"));
        let (own, other) = if from == "client" { (Side::Client, Side::Server) } else { (Side::Server, Side::Client) };
        let (seals, opens) = paths.entry((cipher, from)).or_insert_with(|| (path(own, cipher), path(other, cipher)));
        let plain = hex::decode(text(packet, "plain")).unwrap();
        let bytes = hex::decode(text(packet, "packet")).unwrap();
        let mut frame = bytes.clone();
        match opens.open_in_place(now, vpn_api::LinkId(0), &mut frame) {
            Opened::Packet(range) => assert_eq!(frame[range], plain),
            other @ (Opened::Several | Opened::Control | Opened::Consumed | Opened::Dropped(_)) => {
                panic!("{other:?} {packet}")
            }
        }
        opened += 1;
        assert_eq!(
            opens.open_in_place(now, vpn_api::LinkId(0), &mut bytes.clone()),
            Opened::Dropped(DropReason::Replayed)
        );
        // A sender of one's own stays in epoch 1 for a very long time.
        if packet["epoch"] == 1 {
            let overhead = seals.overhead();
            let mut buffer = vec![0; overhead.head];
            buffer.extend_from_slice(&plain);
            buffer.resize(buffer.len() + overhead.tail, 0);
            let length = seals.seal_in_place(now, &mut buffer, plain.len()).unwrap();
            assert_eq!(hex::encode(&buffer[..length]), hex::encode(&bytes));
            sealed += 1;
        }
    }
    assert_eq!((opened, sealed), (56, 24));
}
