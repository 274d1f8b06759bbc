use proptest::{collection::vec, prelude::*};

use super::*;
use crate::testing::start;

const LONGEST: usize = 4000;

/// All pieces of a packet.
fn cut(fragments: &mut Fragments, packet: &[u8], room: usize) -> Vec<Vec<u8>> {
    assert!(fragments.cut(packet, room));
    let mut pieces = Vec::new();
    while let Some(len) = fragments.next_len() {
        let mut out = vec![0xee; HEADER + len];
        assert_eq!(fragments.write_next(&mut out), Some(HEADER + len));
        pieces.push(out);
    }
    pieces
}

fn packet(seed: u8, len: usize) -> Vec<u8> {
    (0..len).map(|at| seed.wrapping_add((at % 251) as u8)).collect()
}

#[test]
fn headers_are_those_of_the_wire() {
    let mut fragments = Fragments::new(LONGEST);
    let pieces = cut(&mut fragments, &packet(1, 300), 102);
    assert_eq!(pieces.iter().map(Vec::len).collect::<Vec<_>>(), [104, 104, 104]);
    let header = |number: usize| u32::from_be_bytes(*pieces[number].first_chunk().unwrap());
    assert_eq!(header(0), 1 << 2 | PIECE);
    assert_eq!(header(1), 1 << 10 | 1 << 2 | PIECE);
    assert_eq!(header(2), 25 << 15 | 2 << 10 | 1 << 2 | LAST);
    assert_eq!(cut(&mut fragments, &packet(1, 300), 150)[0][3] >> 2, 2, "each packet has its own number");
}

#[test]
fn pieces_come_in_any_order() {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut fragments = Fragments::new(LONGEST);
        let whole = packet(9, 299);
        let pieces = cut(&mut fragments, &whole, 100);
        assert_eq!(fragments.take(start(), &pieces[order[0]]), Ok(Taken::Part));
        assert_eq!(fragments.take(start(), &pieces[order[1]]), Ok(Taken::Part));
        assert_eq!(fragments.take(start(), &pieces[order[2]]), Ok(Taken::Joined), "{order:?}");
        assert_eq!(*fragments.joined(), whole);
        assert_eq!(fragments.partials(), 0);
    }
}

#[test]
fn a_missing_piece_is_waited_for_only_so_long() {
    let mut fragments = Fragments::new(LONGEST);
    let pieces = cut(&mut fragments, &packet(9, 300), 160);
    assert_eq!(fragments.take(start(), &pieces[0]), Ok(Taken::Part));
    let later = start() + PATIENCE;
    assert_eq!(fragments.take(later, &pieces[1]), Ok(Taken::Part), "the first piece is gone by then");
    assert_eq!(fragments.take(later, &pieces[0]), Ok(Taken::Joined), "and when it comes again, it counts");
    let pieces = cut(&mut fragments, &packet(9, 300), 160);
    assert_eq!(fragments.take(start(), &pieces[0]), Ok(Taken::Part));
    assert_eq!(fragments.take(start() + PATIENCE / 2, &pieces[1]), Ok(Taken::Joined));
}

#[test]
fn newer_packets_push_incomplete_ones_out() {
    let mut fragments = Fragments::new(LONGEST);
    let old = cut(&mut fragments, &packet(1, 300), 160);
    assert_eq!(fragments.take(start(), &old[0]), Ok(Taken::Part));
    for seed in 0..PARTIAL - 1 {
        let pieces = cut(&mut fragments, &packet(seed, 300), 160);
        assert_eq!(fragments.take(start(), &pieces[0]), Ok(Taken::Part));
    }
    assert_eq!(fragments.partials(), usize::from(PARTIAL));
    assert_eq!(fragments.take(start(), &old[1]), Ok(Taken::Joined), "it is just not too old");
    let mut fragments = Fragments::new(LONGEST);
    let old = cut(&mut fragments, &packet(1, 300), 160);
    assert_eq!(fragments.take(start(), &old[0]), Ok(Taken::Part));
    for seed in 0..PARTIAL {
        let pieces = cut(&mut fragments, &packet(seed, 300), 160);
        assert_eq!(fragments.take(start(), &pieces[0]), Ok(Taken::Part));
    }
    assert_eq!(fragments.partials(), usize::from(PARTIAL));
    assert_eq!(fragments.take(start(), &old[1]), Ok(Taken::Part), "its first piece is gone");
}

/// Numbers come again after 256 packets. What is left of the earlier packet must not be mixed with the later one.
#[test]
fn packets_of_the_same_number_are_not_mixed() {
    let mut sender = Fragments::new(LONGEST);
    let mut receiver = Fragments::new(LONGEST);
    let first = cut(&mut sender, &packet(1, 300), 160);
    assert_eq!(receiver.take(start(), &first[0]), Ok(Taken::Part));
    for _ in 0..255 {
        let pieces = cut(&mut sender, &packet(7, 300), 160);
        assert_eq!(receiver.take(start(), &pieces[0]), Ok(Taken::Part));
        assert_eq!(receiver.take(start(), &pieces[1]), Ok(Taken::Joined));
    }
    let again = cut(&mut sender, &packet(2, 300), 160);
    assert_eq!(again[0][..4], first[0][..4], "the number is the same");
    assert_eq!(receiver.take(start(), &again[1]), Ok(Taken::Part), "the first piece was another packet's");
    assert_eq!(receiver.take(start(), &again[0]), Ok(Taken::Joined));
    assert_eq!(*receiver.joined(), packet(2, 300));
}

#[test]
fn a_piece_that_comes_twice_starts_its_packet_anew() {
    let mut fragments = Fragments::new(LONGEST);
    let pieces = cut(&mut fragments, &packet(3, 300), 104);
    assert_eq!(fragments.take(start(), &pieces[0]), Ok(Taken::Part));
    assert_eq!(fragments.take(start(), &pieces[1]), Ok(Taken::Part));
    assert_eq!(fragments.take(start(), &pieces[1]), Ok(Taken::Part));
    assert_eq!(fragments.take(start(), &pieces[2]), Ok(Taken::Part), "the first piece counts no more");
    assert_eq!(fragments.take(start(), &pieces[0]), Ok(Taken::Joined));
    assert_eq!(*fragments.joined(), packet(3, 300));
}

#[test]
fn impossible_pieces_are_refused() {
    let piece = |header: u32, len: usize| [&header.to_be_bytes()[..], &vec![1; len]].concat();
    let mut fragments = Fragments::new(LONGEST);
    for (bytes, reason) in [
        (piece(0, 0), DropReason::Malformed),
        (vec![0, 0, 0], DropReason::Malformed),
        (piece(3, 100), DropReason::Malformed),
        (piece(PIECE, 102), DropReason::Fragment),
        (piece(LAST, 100), DropReason::Fragment),
        (piece(10 << 15 | LAST, 44), DropReason::Fragment),
        (piece(31 << 10 | PIECE, 1400), DropReason::Fragment),
        (piece(0x3fff << 15 | 1 << 10 | LAST, 4), DropReason::Fragment),
    ] {
        assert_eq!(fragments.take(start(), &bytes), Err(reason), "{bytes:02x?}");
    }
    assert_eq!(fragments.partials(), 0);
    assert_eq!(
        fragments.take(start(), &piece(11 << 15 | LAST, 44)),
        Ok(Taken::Joined),
        "a last piece that is the only one"
    );
    assert_eq!(fragments.take(start(), &piece(0, 1)), Ok(Taken::Whole));
}

#[test]
fn what_takes_too_many_pieces_is_not_sent() {
    let mut fragments = Fragments::new(LONGEST);
    assert!(!fragments.cut(&packet(1, 1500), 40));
    assert!(!fragments.cut(&packet(1, 1500), 3));
    assert_eq!(fragments.next_len(), None);
    assert!(fragments.cut(&packet(1, 1500), 48));
    fragments.give_up();
    assert_eq!(fragments.next_len(), None);
}

proptest! {
    #[test]
    fn what_is_cut_is_joined(len in 1usize..2000, room in 68usize..1500, lost in any::<prop::sample::Index>()) {
        let mut sender = Fragments::new(LONGEST);
        let mut receiver = Fragments::new(LONGEST);
        for seed in 0..3 {
            let whole = packet(seed, len);
            let pieces = cut(&mut sender, &whole, room);
            prop_assert!(pieces.iter().all(|piece| piece.len() <= HEADER + room));
            let (last, others) = pieces.split_last().unwrap();
            for piece in others {
                prop_assert_eq!(receiver.take(start(), piece), Ok(Taken::Part));
            }
            prop_assert_eq!(receiver.take(start(), last), Ok(Taken::Joined));
            prop_assert_eq!(&*receiver.joined(), &whole);
        }
        let pieces = cut(&mut sender, &packet(9, len), room);
        let lost = lost.index(pieces.len());
        for (at, piece) in pieces.iter().enumerate() {
            if at != lost {
                prop_assert_eq!(receiver.take(start(), piece), Ok(Taken::Part));
            }
        }
    }

    #[test]
    fn wild_pieces_never_panic_and_stay_bounded(
        pieces in vec((0u32..4, any::<u8>(), 0u32..32, 0u32..0x4000, 0usize..12), 0..150),
        small in any::<bool>(),
    ) {
        let mut fragments = Fragments::new(LONGEST);
        for (kind, number, at, size, len) in pieces {
            // Numbers and sizes that are near each other make packets of which some become whole.
            let (number, size, len) = if small { (number % 4, 1, len.min(4)) } else { (number, size, len * 40) };
            let header = size << 15 | at << 10 | u32::from(number) << 2 | kind;
            let frame = [&header.to_be_bytes()[..], &vec![7; len]].concat();
            if fragments.take(start(), &frame) == Ok(Taken::Joined) {
                prop_assert!(fragments.joined().len() <= LONGEST && fragments.joined().iter().all(|byte| *byte == 7));
            }
            prop_assert!(fragments.partials() <= usize::from(PARTIAL));
            prop_assert!(fragments.partial.iter().all(|partial| partial.bytes.len() <= LONGEST));
        }
    }
}
