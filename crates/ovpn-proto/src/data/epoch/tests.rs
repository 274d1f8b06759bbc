use proptest::prelude::*;

use super::*;
use crate::keys::{Side, derive::Key2};

const HEAD: [u8; HEADER] = [0x48, 0, 0, 5];

fn epochs(side: Side, cipher: Cipher) -> Epochs {
    let mut bytes = [0; 256];
    for (at, byte) in (0u8..=255).zip(&mut bytes) {
        *byte = at.wrapping_mul(7);
    }
    let key2 = Key2::new(bytes);
    let (client, server) = (key2.half(Side::Client), key2.half(Side::Server));
    match side {
        Side::Client => Epochs::new(cipher, client, server, 1024).unwrap(),
        Side::Server => Epochs::new(cipher, server, client, 1024).unwrap(),
    }
}

fn pair() -> (Epochs, Epochs) {
    (epochs(Side::Client, Cipher::Aes256Gcm), epochs(Side::Server, Cipher::Aes256Gcm))
}

fn seal_with(from: &mut Epochs, plain: &[u8], limits: &KeyLimits) -> Result<Vec<u8>, SealError> {
    let mut rest = [&[0; ID][..], plain, &[0; TAG]].concat();
    let len = from.seal(&HEAD, &mut rest, plain.len(), limits)?;
    assert_eq!(len, rest.len());
    Ok(rest)
}

fn seal(from: &mut Epochs, plain: &[u8]) -> Vec<u8> {
    seal_with(from, plain, &KeyLimits::default()).unwrap()
}

fn open(to: &mut Epochs, rest: &[u8]) -> Result<Vec<u8>, DropReason> {
    let mut rest = rest.to_vec();
    to.open(&HEAD, &mut rest).map(|plain| rest[plain].to_vec())
}

#[test]
fn counters_begin_at_one_in_epoch_one() {
    let (mut client, mut server) = pair();
    assert_eq!(seal(&mut client, b"E")[..ID], [0, 1, 0, 0, 0, 0, 0, 1]);
    assert_eq!(seal(&mut client, b"E")[..ID], [0, 1, 0, 0, 0, 0, 0, 2]);
    client.send.advance().unwrap();
    let later = seal(&mut client, b"E");
    assert_eq!(later[..ID], [0, 2, 0, 0, 0, 0, 0, 1]);
    assert_eq!(open(&mut server, &later).unwrap(), b"E");
}

#[test]
fn a_key_that_is_used_up_gives_way_to_the_next_epochs() {
    let (mut client, mut server) = pair();
    // 48 bytes are 3 blocks; with the tag's and the packet itself, a packet costs 5.
    let limits = KeyLimits { epoch_blocks: 10, ..KeyLimits::default() };
    let mut epochs_seen = Vec::new();
    for _ in 0..7 {
        let packet = seal_with(&mut client, &[0x45; 48], &limits).unwrap();
        epochs_seen.push(packet[1]);
        assert_eq!(open(&mut server, &packet).unwrap(), [0x45; 48]);
    }
    assert_eq!(epochs_seen, [1, 1, 2, 2, 3, 3, 4]);
    assert_eq!((server.epoch(), server.send.current.epoch), (4, 4), "the other side's sending follows");
    assert_eq!(seal(&mut server, b"E")[1], 4);
}

/// A receiver cannot make the other side move on but by moving on itself.
#[test]
fn a_used_up_key_of_the_other_side_moves_both_on() {
    let (mut client, mut server) = pair();
    let few = KeyLimits { epoch_blocks: 10, ..KeyLimits::default() };
    for _ in 0..2 {
        let packet = seal(&mut server, &[0x45; 48]);
        open(&mut client, &packet).unwrap();
    }
    let packet = seal_with(&mut client, b"E", &few).unwrap();
    assert_eq!(packet[1], 2);
    open(&mut server, &packet).unwrap();
    let packet = seal(&mut server, b"E");
    assert_eq!(packet[1], 2);
    open(&mut client, &packet).unwrap();
    assert_eq!(seal_with(&mut client, b"E", &few).unwrap()[1], 2, "once is enough");
}

#[test]
fn the_epoch_before_is_opened_and_those_before_it_are_not() {
    let (mut client, mut server) = pair();
    let first = seal(&mut client, b"E first");
    let second = seal(&mut client, b"E second");
    client.send.advance().unwrap();
    let third = seal(&mut client, b"E third");
    assert_eq!(open(&mut server, &first).unwrap(), b"E first");
    assert_eq!(open(&mut server, &third).unwrap(), b"E third");
    assert_eq!(open(&mut server, &first), Err(DropReason::Replayed), "the window of the epoch before is kept");
    assert_eq!(open(&mut server, &second).unwrap(), b"E second");
    assert_eq!(open(&mut server, &second), Err(DropReason::Replayed));
    assert_eq!(open(&mut server, &third), Err(DropReason::Replayed));
    let late = seal(&mut client, b"E late");
    client.send.advance().unwrap();
    client.send.advance().unwrap();
    let fourth = seal(&mut client, b"E fourth");
    assert_eq!(open(&mut server, &fourth).unwrap(), b"E fourth");
    assert_eq!(open(&mut server, &late).unwrap(), b"E late", "two epochs ahead at once leave the last one open");
    assert_eq!(open(&mut server, &second), Err(DropReason::Replayed), "two epochs behind");
}

#[test]
fn only_an_authentic_packet_moves_the_receiver_on() {
    let (mut client, mut server) = pair();
    for ahead in 1..=AHEAD as u16 + 1 {
        let mut forged = seal(&mut client, &[0x45; 40]);
        forged[..2].copy_from_slice(&(1 + ahead).to_be_bytes());
        let expected = if usize::from(ahead) <= AHEAD { DropReason::NotAuthentic } else { DropReason::NoKey };
        assert_eq!(open(&mut server, &forged), Err(expected), "{ahead}");
    }
    assert_eq!((server.epoch(), server.receive.retiring.is_none()), (1, true));
    for _ in 0..AHEAD {
        client.send.advance().unwrap();
    }
    let far = seal(&mut client, b"E far");
    assert_eq!(open(&mut server, &far).unwrap(), b"E far");
    assert_eq!((server.epoch(), server.receive.future.len()), (17, AHEAD));
}

#[test]
fn impossible_packets_are_refused() {
    let (mut client, mut server) = pair();
    let good = seal(&mut client, b"E");
    for (at, byte) in [(1, 0), (7, 0)] {
        let mut bad = good.clone();
        bad[at] = byte;
        assert_eq!(open(&mut server, &bad), Err(DropReason::Malformed), "epoch 0 and counter 0 do not exist");
    }
    for len in 0..good.len() {
        assert!(open(&mut server, &good[..len]).is_err());
    }
    assert_eq!(server.open(&HEAD[..1], &mut good.clone()), Err(DropReason::Malformed), "there is no DATA_V1");
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x80;
        assert!(open(&mut server, &bad).is_err(), "byte {at}");
    }
    let mut header = HEAD;
    header[3] ^= 1;
    assert_eq!(server.open(&header, &mut good.clone()), Err(DropReason::NotAuthentic), "the peer id is authenticated");
    assert_eq!(open(&mut server, &good).unwrap(), b"E");
}

#[test]
fn the_last_epoch_is_the_end() {
    let (mut client, mut server) = pair();
    client.send.chain.next = Some(u16::MAX);
    client.send.advance().unwrap();
    assert_eq!(seal(&mut client, b"E")[..2], [0xff, 0xff]);
    client.send.counter = LAST_COUNTER - 1;
    assert_eq!(seal(&mut client, b"E")[2..ID], [0xff; 6]);
    let over = seal_with(&mut client, b"E", &KeyLimits::default());
    assert_eq!(over, Err(SealError::KeyExhausted), "neither counter nor epoch wraps around");
    assert_eq!(
        open(
            &mut server,
            &seal_with(&mut epochs(Side::Client, Cipher::Aes256Gcm), b"E", &KeyLimits::default()).unwrap()
        )
        .unwrap(),
        b"E"
    );
}

#[test]
fn ciphers_without_authentication_of_their_own_have_no_epochs() {
    let key2 = Key2::new([1; 256]);
    let (send, receive) = (key2.half(Side::Client), key2.half(Side::Server));
    assert!(Epochs::new(Cipher::Aes256Cbc, send, receive, 64).is_err());
    assert!(Epochs::new(Cipher::ChaCha20Poly1305, send, receive, 64).is_ok());
}

proptest! {
    /// Whatever order packets come in, and whenever their sender moves on: nothing comes twice or altered.
    #[test]
    fn nothing_is_opened_twice(steps in prop::collection::vec((0u8..6, any::<prop::sample::Index>()), 1..150)) {
        let (mut client, mut server) = pair();
        let mut sealed: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        let mut opened = std::collections::BTreeSet::new();
        for (step, which) in steps {
            match step {
                0 => { let _ = client.send.advance(); }
                1..=3 => {
                    let plain = format!("E number {}", sealed.len()).into_bytes();
                    sealed.push((seal(&mut client, &plain), plain));
                }
                _ if sealed.is_empty() => {}
                _ => {
                    let (packet, plain) = &sealed[which.index(sealed.len())];
                    if let Ok(got) = open(&mut server, packet) {
                        prop_assert_eq!(&got, plain);
                        prop_assert!(opened.insert(got), "twice");
                    }
                }
            }
        }
    }
}
