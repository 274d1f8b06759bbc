//! Frames of compression, and reading what others compressed. Nothing is compressed here: compressing before encrypting
//! leaks what is inside (VORACLE).
//!
//! | framing | plain packet on the wire | compressed by the server |
//! |---|---|---|
//! | `comp-lzo`, `compress lzo` | `FA` in front | `66` in front: LZO1X |
//! | `compress`, `compress stub`, `compress lz4` | `FB` in front, the first byte moved to the end | `69` in the same way: an LZ4 block |
//! | `compress stub-v2`, `compress lz4-v2` | as it is; `50 00` in front if it begins with `50` | `50 01` in front: an LZ4 block |
//!
//! Other numbers are of algorithms that no framing stands for. Observed from an OpenVPN 2.6 server (fixtures `gcm_lzo`,
//! `gcm_lz4`, `gcm_lz4v2`).

use std::ops::Range;

use ovpn_settings::Compression;
use vpn_api::DropReason;

const PLAIN: u8 = 0xfa;
const PLAIN_SWAPPED: u8 = 0xfb;
const LZO: u8 = 0x66;
const LZ4: u8 = 0x69;
const ESCAPE_V2: u8 = 0x50;
const LZ4_V2: u8 = 1;

/// Room needed in front of a packet, in bytes.
pub(super) const fn head(framing: Compression) -> usize {
    match framing {
        Compression::Lzo => 1,
        Compression::None | Compression::Stub | Compression::StubV2 => 0,
    }
}

/// Room needed behind a packet, in bytes.
pub(super) const fn tail(framing: Compression) -> usize {
    match framing {
        Compression::None | Compression::Lzo => 0,
        Compression::Stub => 1,
        Compression::StubV2 => 2,
    }
}

/// Frames the `len` bytes at `buffer[head..]`; gives the length of the frame, which begins at `buffer[0]`. `None`: no room.
pub(super) fn frame(framing: Compression, buffer: &mut [u8], len: usize) -> Option<usize> {
    match framing {
        Compression::None => Some(len),
        Compression::Lzo => {
            *buffer.first_mut()? = PLAIN;
            Some(len + 1)
        }
        Compression::Stub => {
            let first = std::mem::replace(buffer.first_mut()?, PLAIN_SWAPPED);
            *buffer.get_mut(len)? = first;
            Some(len + 1)
        }
        Compression::StubV2 => {
            if buffer.first() != Some(&ESCAPE_V2) {
                return Some(len);
            }
            if buffer.len() < len + 2 {
                return None;
            }
            buffer.copy_within(..len, 2);
            *buffer.first_chunk_mut()? = [ESCAPE_V2, 0];
            Some(len + 2)
        }
    }
}

/// What a frame holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unframed {
    /// The packet, at this place of the frame.
    Plain(Range<usize>),
    /// What [`decompress`] makes a packet of, at this place of the frame.
    Compressed(Algorithm, Range<usize>),
}

/// What a server can have compressed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    /// LZO1X.
    Lzo,
    /// An LZ4 block.
    Lz4,
}

/// Takes the frame off.
pub(super) fn unframe(framing: Compression, frame: &mut [u8]) -> Result<Unframed, DropReason> {
    let len = frame.len();
    let first = *frame.first().ok_or(DropReason::Malformed)?;
    let unframed = match (framing, first) {
        (Compression::None, _) => Unframed::Plain(0..len),
        (Compression::Lzo, PLAIN) => Unframed::Plain(1..len),
        (Compression::Lzo, LZO) => Unframed::Compressed(Algorithm::Lzo, 1..len),
        (Compression::Stub, PLAIN_SWAPPED | LZ4) => {
            let (last, rest) = frame.split_last_mut().ok_or(DropReason::Malformed)?;
            *rest.first_mut().ok_or(DropReason::Malformed)? = *last;
            if first == LZ4 { Unframed::Compressed(Algorithm::Lz4, 0..len - 1) } else { Unframed::Plain(0..len - 1) }
        }
        (Compression::Lzo | Compression::Stub, _) => return Err(DropReason::Malformed),
        (Compression::StubV2, ESCAPE_V2) => match frame.get(1) {
            Some(0) => Unframed::Plain(2..len),
            Some(&LZ4_V2) => Unframed::Compressed(Algorithm::Lz4, 2..len),
            Some(_) | None => return Err(DropReason::Malformed),
        },
        (Compression::StubV2, _) => Unframed::Plain(0..len),
    };
    let (Unframed::Plain(place) | Unframed::Compressed(_, place)) = &unframed;
    if place.is_empty() { Err(DropReason::Malformed) } else { Ok(unframed) }
}

/// Decompresses into `out`, whose length is the longest packet that is taken; gives the packet's length.
pub(super) fn decompress(algorithm: Algorithm, bytes: &[u8], out: &mut [u8]) -> Result<usize, DropReason> {
    let len = match algorithm {
        Algorithm::Lzo => lzokay::decompress::decompress(bytes, out).map_err(|_| DropReason::Compressed)?,
        Algorithm::Lz4 => lz4_flex::block::decompress_into(bytes, out).map_err(|_| DropReason::Compressed)?,
    };
    if len == 0 { Err(DropReason::Malformed) } else { Ok(len) }
}

/// What a server that compresses sends, each framing with its own.
#[cfg(test)]
pub(super) fn compressed(framing: Compression, packet: &[u8]) -> Vec<u8> {
    match framing {
        Compression::None => unreachable!("no framing, no compression"),
        Compression::Lzo => [&[0x66][..], &lzokay::compress::compress(packet).unwrap()].concat(),
        Compression::Stub => {
            let block = lz4_flex::block::compress(packet);
            [&[0x69][..], &block[1..], &block[..1]].concat()
        }
        Compression::StubV2 => [&[0x50, 1][..], &lz4_flex::block::compress(packet)].concat(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    const ALL: [Compression; 4] = [Compression::None, Compression::Lzo, Compression::Stub, Compression::StubV2];

    fn framed(framing: Compression, packet: &[u8]) -> Vec<u8> {
        let mut buffer = vec![0; head(framing)];
        buffer.extend_from_slice(packet);
        buffer.resize(buffer.len() + tail(framing), 0);
        let len = frame(framing, &mut buffer, packet.len()).unwrap();
        buffer.truncate(len);
        buffer
    }

    #[test]
    fn plain_packets_look_as_servers_expect() {
        assert_eq!(framed(Compression::None, &[0x45, 1, 2]), [0x45, 1, 2]);
        assert_eq!(framed(Compression::Lzo, &[0x45, 1, 2]), [0xfa, 0x45, 1, 2]);
        assert_eq!(framed(Compression::Stub, &[0x45, 1, 2]), [0xfb, 1, 2, 0x45]);
        assert_eq!(framed(Compression::StubV2, &[0x45, 1, 2]), [0x45, 1, 2]);
        assert_eq!(framed(Compression::StubV2, &[0x50, 1, 2]), [0x50, 0, 0x50, 1, 2]);
    }

    #[test]
    fn compressed_packets_are_named_as_such() {
        let compressed = |algorithm, place| Ok(Unframed::Compressed(algorithm, place));
        assert_eq!(unframe(Compression::Lzo, &mut [0x66, 1, 2]), compressed(Algorithm::Lzo, 1..3));
        let mut swapped = [0x69, 1, 2];
        assert_eq!(unframe(Compression::Stub, &mut swapped), compressed(Algorithm::Lz4, 0..2));
        assert_eq!(swapped[..2], [2, 1], "the last byte was the first");
        assert_eq!(unframe(Compression::StubV2, &mut [0x50, 1, 2]), compressed(Algorithm::Lz4, 2..3));
        assert_eq!(unframe(Compression::StubV2, &mut [0x50, 2, 2]), Err(DropReason::Malformed));
        assert_eq!(unframe(Compression::Stub, &mut [0x66, 1, 2]), Err(DropReason::Malformed));
        assert_eq!(unframe(Compression::Lzo, &mut [0xfb, 1, 2]), Err(DropReason::Malformed));
        for framing in ALL {
            assert_eq!(unframe(framing, &mut []), Err(DropReason::Malformed), "{framing:?}");
        }
        assert_eq!(unframe(Compression::Stub, &mut [0xfb]), Err(DropReason::Malformed));
        assert_eq!(unframe(Compression::Lzo, &mut [0xfa]), Err(DropReason::Malformed));
    }

    proptest! {
        #[test]
        fn round_trip(packet in vec(any::<u8>(), 1..200), escaped in any::<bool>()) {
            let mut packet = packet;
            if escaped {
                packet[0] = 0x50;
            }
            for framing in ALL {
                let mut bytes = framed(framing, &packet);
                let Unframed::Plain(range) = unframe(framing, &mut bytes).unwrap() else { panic!("{framing:?}") };
                prop_assert_eq!(&bytes[range], &packet[..]);
            }
        }

        #[test]
        fn random_frames_never_panic(bytes in vec(any::<u8>(), 0..8)) {
            for framing in ALL {
                if let Ok(Unframed::Plain(range) | Unframed::Compressed(_, range)) = unframe(framing, &mut bytes.clone()) {
                    prop_assert!(range.end <= bytes.len() && !range.is_empty());
                }
            }
        }

        #[test]
        fn what_others_compressed_is_read(runs in vec((any::<u8>(), 1usize..200), 1..12)) {
            let packet: Vec<u8> = runs.iter().flat_map(|&(byte, count)| vec![byte; count]).collect();
            let lzo = lzokay::compress::compress(&packet).unwrap();
            let lz4 = lz4_flex::block::compress(&packet);
            for (algorithm, bytes) in [(Algorithm::Lzo, lzo), (Algorithm::Lz4, lz4)] {
                let mut out = vec![0; packet.len()];
                prop_assert_eq!(decompress(algorithm, &bytes, &mut out), Ok(packet.len()));
                prop_assert_eq!(&out, &packet);
                let mut short = vec![0; packet.len() - 1];
                prop_assert_eq!(decompress(algorithm, &bytes, &mut short), Err(DropReason::Compressed), "one byte too many");
            }
        }

        #[test]
        fn damaged_compression_never_panics_and_never_writes_past_its_end(
            runs in vec((any::<u8>(), 1usize..200), 1..6),
            flips in vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
            cut in any::<prop::sample::Index>(),
            wild in vec(any::<u8>(), 1..300),
        ) {
            let packet: Vec<u8> = runs.iter().flat_map(|&(byte, count)| vec![byte; count]).collect();
            let lzo = lzokay::compress::compress(&packet).unwrap();
            let lz4 = lz4_flex::block::compress(&packet);
            for (algorithm, mut bytes) in
                [(Algorithm::Lzo, lzo), (Algorithm::Lz4, lz4), (Algorithm::Lzo, wild.clone()), (Algorithm::Lz4, wild)]
            {
                for (at, byte) in &flips {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
                bytes.truncate(cut.index(bytes.len()) + 1);
                let mut out = vec![0; 512];
                if let Ok(len) = decompress(algorithm, &bytes, &mut out) {
                    prop_assert!((1..=512).contains(&len));
                }
            }
        }
    }
}
