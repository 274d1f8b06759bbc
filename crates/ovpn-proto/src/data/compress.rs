//! Frames of compression, without compression: compressing before encrypting leaks what is inside (VORACLE).
//!
//! | framing | plain packet on the wire | compressed, which is dropped |
//! |---|---|---|
//! | `comp-lzo`, `compress lzo` | `FA` in front | `66` in front |
//! | `compress`, `compress stub`, `compress lz4` | `FB` in front, the first byte moved to the end | `66`, `69` in front |
//! | `compress stub-v2`, `compress lz4-v2` | as it is; `50 00` in front if it begins with `50` | `50` and a number above 0 |

use std::ops::Range;

use ovpn_profile::profile::Compression;
use vpn_api::DropReason;

const PLAIN: u8 = 0xfa;
const PLAIN_SWAPPED: u8 = 0xfb;
const LZO: u8 = 0x66;
const LZ4: u8 = 0x69;
const ESCAPE_V2: u8 = 0x50;

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

/// Takes the frame off; gives where the packet is.
pub(super) fn unframe(framing: Compression, frame: &mut [u8]) -> Result<Range<usize>, DropReason> {
    let len = frame.len();
    let first = *frame.first().ok_or(DropReason::Malformed)?;
    let packet = match (framing, first) {
        (Compression::None, _) => 0..len,
        (Compression::Lzo, PLAIN) => 1..len,
        (Compression::Stub, PLAIN_SWAPPED) => {
            let (last, rest) = frame.split_last_mut().ok_or(DropReason::Malformed)?;
            *rest.first_mut().ok_or(DropReason::Malformed)? = *last;
            0..len - 1
        }
        (Compression::Lzo, LZO) | (Compression::Stub, LZO | LZ4) => return Err(DropReason::Compressed),
        (Compression::Lzo | Compression::Stub, _) => return Err(DropReason::Malformed),
        (Compression::StubV2, ESCAPE_V2) => match frame.get(1) {
            Some(0) => 2..len,
            Some(_) => return Err(DropReason::Compressed),
            None => return Err(DropReason::Malformed),
        },
        (Compression::StubV2, _) => 0..len,
    };
    if packet.is_empty() { Err(DropReason::Malformed) } else { Ok(packet) }
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
        let compressed = Err(DropReason::Compressed);
        assert_eq!(unframe(Compression::Lzo, &mut [0x66, 1, 2]), compressed);
        assert_eq!(unframe(Compression::Stub, &mut [0x69, 1, 2]), compressed);
        assert_eq!(unframe(Compression::StubV2, &mut [0x50, 1, 2]), compressed);
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
                let range = unframe(framing, &mut bytes).unwrap();
                prop_assert_eq!(&bytes[range], &packet[..]);
            }
        }

        #[test]
        fn random_frames_never_panic(bytes in vec(any::<u8>(), 0..8)) {
            for framing in ALL {
                if let Ok(range) = unframe(framing, &mut bytes.clone()) {
                    prop_assert!(range.end <= bytes.len());
                }
            }
        }
    }
}
