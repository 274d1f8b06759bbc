//! Replays data packets of OpenVPN 2.6.14: fragments, compression, CBC with every digest (`tests/fixtures/formats`).

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests may fail loudly")]

mod common;

use common::{Recording, start};
use ovpn_proto::{
    data::{DataKeys, DataPath},
    keys::Side,
    wire::{KeyId, PeerId},
};
use ovpn_settings::{Cipher, Compression, Digest};
use vpn_api::{DataChannel, DropReason, Opened};

const RECORDINGS: [(&str, &str); 13] = recordings!["formats":
    "cbc_fragment",
    "cbc_lzo_fragment",
    "cbc_md5",
    "cbc_sha1",
    "cbc_sha224",
    "cbc_sha384",
    "cbc_sha512",
    "gcm_fragment",
    "gcm_lz4",
    "gcm_lz4v2",
    "gcm_lzo",
    "gcm_stub",
    "gcm_stubv2",
];

/// The echo requests that were sent: by whom, and with how many bytes of data.
const PINGS: [(Side, usize); 4] = [(Side::Client, 56), (Side::Client, 572), (Side::Client, 1472), (Side::Server, 1400)];

impl Recording {
    fn compression(&self) -> Compression {
        match self.text("compression") {
            "none" => Compression::None,
            "lzo" => Compression::Lzo,
            "stub" => Compression::Stub,
            "stub-v2" => Compression::StubV2,
            other => panic!("{other}"),
        }
    }

    fn digest(&self) -> Digest {
        match self.text("auth") {
            "MD5" => Digest::Md5,
            "SHA1" => Digest::Sha1,
            "SHA224" => Digest::Sha224,
            "SHA256" => Digest::Sha256,
            "SHA384" => Digest::Sha384,
            "SHA512" => Digest::Sha512,
            other => panic!("{other}"),
        }
    }

    /// One end, with the recorded keys.
    fn end(&self, side: Side) -> DataPath {
        let peer_id = PeerId::new(u32::try_from(self.json["peer_id"].as_u64().unwrap()).unwrap());
        let mut path = DataPath::new(peer_id, self.compression(), 64);
        let fragment = self.json["fragment"].as_u64().unwrap();
        path.fragment(Some(u16::try_from(fragment).unwrap()).filter(|size| *size != 0), 1500);
        let cipher = Cipher::by_name(self.text("cipher")).unwrap();
        path.install(
            DataKeys::for_side(side, cipher, &self.data_keys(), self.digest(), KeyId::FIRST).unwrap(),
            start(),
        );
        path
    }
}

fn recordings() -> Vec<Recording> {
    RECORDINGS.iter().map(Recording::read).collect()
}

/// What became of the packets of one end, opened by the other.
#[derive(Default)]
struct Heard {
    packets: Vec<Vec<u8>>,
    /// How many of them did not lie in a frame.
    made: usize,
    quiet: usize,
    compressed: usize,
}

fn replay(recording: &Recording, from: Side, decompress: bool) -> Heard {
    let now = start();
    let opener = if from == Side::Client { Side::Server } else { Side::Client };
    let mut opens = recording.end(opener);
    if decompress {
        opens.allow_decompression(1500);
    }
    let mut heard = Heard::default();
    for (_, packet) in recording.packets.iter().filter(|(side, _)| *side == from) {
        let mut frame = packet.clone();
        match opens.open_in_place(now, vpn_api::LinkId(0), &mut frame) {
            Opened::Packet(range) => heard.packets.push(frame[range].to_vec()),
            Opened::Consumed => match opens.take_packet() {
                Some(packet) => {
                    heard.made += 1;
                    heard.packets.push(packet.to_vec());
                }
                None => heard.quiet += 1,
            },
            Opened::Dropped(DropReason::Compressed) => heard.compressed += 1,
            other @ (Opened::Several | Opened::Control | Opened::Dropped(_)) => panic!("{}: {other:?}", recording.name),
        }
        assert_eq!(
            opens.open_in_place(now, vpn_api::LinkId(0), &mut packet.clone()),
            Opened::Dropped(DropReason::Replayed)
        );
    }
    heard
}

/// ICMP echo messages of this type with this much data, without their IP headers' changing fields: data only.
fn echoes(heard: &Heard, kind: u8, len: usize) -> Vec<&[u8]> {
    let echo =
        |packet: &&Vec<u8>| packet[0] == 0x45 && packet[9] == 1 && packet[20] == kind && packet.len() == 28 + len;
    heard.packets.iter().filter(echo).map(|packet| &packet[28..]).collect()
}

#[test]
fn recorded_pings_come_out_whole_and_their_answers_are_the_same() {
    for recording in recordings() {
        let client = replay(&recording, Side::Client, true);
        let server = replay(&recording, Side::Server, true);
        for (from, len) in PINGS {
            let (asks, answers) = if from == Side::Client { (&client, &server) } else { (&server, &client) };
            let (asked, answered) = (echoes(asks, 8, len), echoes(answers, 0, len));
            assert_eq!(asked.len(), 1, "{} {len}", recording.name);
            assert_eq!(asked, answered, "{} {len}", recording.name);
        }
        for heard in [&client, &server] {
            assert!(heard.quiet > 0 && heard.compressed == 0, "{}: a keepalive each", recording.name);
            for packet in &heard.packets {
                let length = match packet[0] >> 4 {
                    4 => usize::from(u16::from_be_bytes([packet[2], packet[3]])),
                    6 => 40 + usize::from(u16::from_be_bytes([packet[4], packet[5]])),
                    other => panic!("{}: IP version {other}", recording.name),
                };
                assert_eq!(length, packet.len(), "{}", recording.name);
            }
        }
    }
}

#[test]
fn recorded_fragments_and_compressed_packets_are_what_they_should_be() {
    for recording in recordings() {
        let made = replay(&recording, Side::Server, true).made;
        let refused = replay(&recording, Side::Server, false);
        let compressing = ["gcm_lzo", "gcm_lz4", "gcm_lz4v2", "cbc_lzo_fragment"].contains(&recording.name);
        let fragments = recording.json["fragment"] != 0;
        assert_eq!(refused.compressed > 0, compressing, "{}", recording.name);
        assert_eq!(made > 0, compressing || fragments, "{}", recording.name);
        let longest = recording.packets.iter().map(|(_, packet)| packet.len()).max().unwrap();
        match recording.json["fragment"].as_u64().unwrap() {
            0 => assert!(compressing || longest > 1500, "{}", recording.name),
            limit => assert!(longest as u64 <= limit && longest as u64 > limit / 2, "{}: {longest}", recording.name),
        }
    }
}

#[test]
fn recorded_packets_that_were_changed_do_not_open() {
    let now = start();
    for recording in recordings() {
        let mut opens = recording.end(Side::Client);
        let (_, packet) = recording.packets.iter().find(|(from, _)| *from == Side::Server).unwrap();
        // The peer id of CBC packets is not authenticated.
        for at in (0..packet.len()).filter(|at| recording.name.starts_with("gcm") || !(1..4).contains(at)) {
            let mut forged = packet.clone();
            forged[at] ^= 0x10;
            let opened = opens.open_in_place(now, vpn_api::LinkId(0), &mut forged);
            assert!(matches!(opened, Opened::Dropped(_) | Opened::Control), "{} {at}: {opened:?}", recording.name);
        }
        assert!(!opens.take_refused_compressed());
    }
}

/// AEAD packets have no randomness of their own: sealed again, the recorded ones come out, unless OpenVPN compressed them.
#[test]
fn framed_packets_are_sealed_again_byte_for_byte() {
    let now = start();
    for recording in recordings().into_iter().filter(|recording| recording.name.starts_with("gcm_stub")) {
        for (side, other) in [(Side::Client, Side::Server), (Side::Server, Side::Client)] {
            let (mut opens, mut seals) = (recording.end(other), recording.end(side));
            let mut sealed = 0;
            for (_, packet) in recording.packets.iter().filter(|(from, _)| *from == side) {
                let mut frame = packet.clone();
                let again = match opens.open_in_place(now, vpn_api::LinkId(0), &mut frame) {
                    Opened::Packet(range) => {
                        let overhead = seals.overhead();
                        let mut buffer = vec![0; overhead.head];
                        buffer.extend_from_slice(&frame[range.clone()]);
                        buffer.resize(buffer.len() + overhead.tail, 0);
                        let length = seals.seal_in_place(now, &mut buffer, range.len()).unwrap();
                        buffer[..length].to_vec()
                    }
                    Opened::Consumed => seals.seal_ping(now).unwrap(),
                    other @ (Opened::Several | Opened::Control | Opened::Dropped(_)) => panic!("{other:?}"),
                };
                assert_eq!(hex::encode(again), hex::encode(packet), "{}", recording.name);
                sealed += 1;
            }
            assert!(sealed >= 5);
        }
    }
}
