//! Where the next frame of a stream lies. Bytes in, places out; nothing is copied and nothing is kept.

use std::ops::Range;

use vpn_api::link::{MAX_TLS_RECORD, TLS_RECORD_HEADER};

/// Bytes of length in front of each frame of [`vpn_api::Framing::Length16`].
const LENGTH: usize = 2;
/// Content types that a TLS record can have: from `change_cipher_spec` to `heartbeat` (RFC 8446 §5.1, RFC 6520 §3).
const CONTENT_TYPES: std::ops::RangeInclusive<u8> = 20..=24;
/// The only content type whose records may be empty (RFC 5246 §6.2.1).
const APPLICATION_DATA: u8 = 23;
/// First byte of the version in every record from SSL 3 to TLS 1.3 (RFC 8446 §5.1).
const MAJOR_VERSION: u8 = 3;

/// What was received is no frame and never will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoFrame;

/// A frame at the beginning of what was received: its place, whose end is where the next one begins. `None`: not whole yet.
pub(super) type Next = Result<Option<Range<usize>>, NoFrame>;

/// A frame behind two bytes of length.
pub(super) fn length16(received: &[u8], longest: usize) -> Next {
    let Some(prefix) = received.first_chunk::<LENGTH>() else { return Ok(None) };
    let len = usize::from(u16::from_be_bytes(*prefix));
    if len == 0 || len > longest {
        return Err(NoFrame);
    }
    let end = LENGTH + len;
    Ok((received.len() >= end).then_some(LENGTH..end))
}

/// Whatever there is.
#[expect(clippy::unnecessary_wraps, reason = "one of several ways to find a frame")]
pub(super) fn raw(received: &[u8]) -> Next {
    Ok((!received.is_empty()).then_some(0..received.len()))
}

/// A whole TLS record with its header. A header is judged as soon as it is there, so that something else than TLS is noticed
/// before the bytes that it seems to announce.
pub(super) fn tls_record(received: &[u8]) -> Next {
    let Some([content_type, major, _minor, high, low]) = received.first_chunk::<TLS_RECORD_HEADER>() else {
        return Ok(None);
    };
    let len = usize::from(u16::from_be_bytes([*high, *low]));
    let known = CONTENT_TYPES.contains(content_type) && *major == MAJOR_VERSION;
    let fits = len <= MAX_TLS_RECORD && (len > 0 || *content_type == APPLICATION_DATA);
    if !known || !fits {
        return Err(NoFrame);
    }
    let end = TLS_RECORD_HEADER + len;
    Ok((received.len() >= end).then_some(0..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_waited_for_and_judged() {
        assert_eq!(length16(&[0], 10), Ok(None));
        assert_eq!(length16(&[0, 2, 7], 10), Ok(None));
        assert_eq!(length16(&[0, 2, 7, 8, 9], 10), Ok(Some(2..4)));
        assert_eq!(length16(&[0, 0], 10), Err(NoFrame));
        assert_eq!(length16(&[0, 11], 10), Err(NoFrame));
    }

    #[test]
    fn raw_bytes_are_frames_as_they_come() {
        assert_eq!(raw(&[]), Ok(None));
        assert_eq!(raw(&[1, 2, 3]), Ok(Some(0..3)));
    }

    fn record(content_type: u8, version: [u8; 2], announced: usize, present: usize) -> Vec<u8> {
        let len = u16::try_from(announced).unwrap().to_be_bytes();
        [&[content_type, version[0], version[1], len[0], len[1]][..], &vec![7; present]].concat()
    }

    #[test]
    fn a_record_is_a_frame_with_its_header() {
        for content_type in CONTENT_TYPES {
            for version in [[3, 1], [3, 3], [3, 4]] {
                assert_eq!(tls_record(&record(content_type, version, 9, 9)), Ok(Some(0..14)));
                assert_eq!(tls_record(&record(content_type, version, 9, 100)), Ok(Some(0..14)));
                assert_eq!(tls_record(&record(content_type, version, 9, 8)), Ok(None));
            }
        }
        let longest = record(23, [3, 3], MAX_TLS_RECORD, MAX_TLS_RECORD);
        assert_eq!(tls_record(&longest), Ok(Some(0..longest.len())));
        for len in 0..TLS_RECORD_HEADER {
            assert_eq!(tls_record(&longest[..len]), Ok(None));
        }
        assert_eq!(tls_record(&record(23, [3, 3], 0, 0)), Ok(Some(0..5)), "an empty record of data is allowed");
    }

    #[test]
    fn what_is_no_record_is_noticed_by_its_header() {
        let http = b"HTTP/1.1 400 Bad Request\r\n";
        let ssh = b"SSH-2.0-OpenSSH_9.2\r\n";
        assert_eq!(tls_record(http), Err(NoFrame));
        assert_eq!(tls_record(ssh), Err(NoFrame));
        for (content_type, version, len) in [
            (19, [3, 3], 9),
            (25, [3, 3], 9),
            (23, [2, 3], 9),
            (23, [4, 0], 9),
            (23, [3, 3], MAX_TLS_RECORD + 1),
            (22, [3, 3], 0),
        ] {
            assert_eq!(tls_record(&record(content_type, version, len, 0)), Err(NoFrame), "{content_type}");
        }
    }
}
