//! Frames: four bytes of length, big-endian, not counting themselves, then that many bytes of JSON.
//!
//! ```text
//!  0        4                 4 + length
//!  | length | JSON ..........|
//! ```

use std::io;

use bytes::BytesMut;
use serde::{Serialize, de::DeserializeOwned};
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio_util::codec::Decoder;
use vpn_api::{
    Blame, Failure, FailureKind, RequestProblem, Retry,
    frame::{self, EncodeError, LENGTH},
};
use zeroize::{Zeroize, Zeroizing};

use crate::message::MAX_FRAME;

mod bounds;

pub use bounds::OutOfBounds;

/// Memory is taken as a frame arrives, in steps of this many bytes: who announces a large frame has to send it.
const STEP: usize = 16 * 1024;

/// Why a frame cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// Larger than [`MAX_FRAME`].
    #[error("a frame of {0} bytes is above the limit of {MAX_FRAME}")]
    TooLarge(usize),
    /// Not the JSON of a message.
    #[error("a frame is not a message of this contract: {0}")]
    Json(#[source] serde_json::Error),
    /// Nested too deep, or with a string that is too long.
    #[error("a frame is not a message of this contract: {0}")]
    Bounds(#[from] OutOfBounds),
    /// The stream broke.
    #[error("the stream broke: {0}")]
    Io(#[from] io::Error),
}

/// What the sender of a frame is told.
impl From<FrameError> for Failure {
    fn from(error: FrameError) -> Self {
        let problem = match error {
            FrameError::TooLarge(_) => RequestProblem::FrameTooLarge,
            FrameError::Json(_) | FrameError::Bounds(_) | FrameError::Io(_) => RequestProblem::NotAMessage,
        };
        Self::new(FailureKind::BadRequest { problem }, Blame::User, Retry::Never).with_detail(error)
    }
}

/// Cuts a stream into frames.
#[derive(Debug, Default)]
pub struct FrameDecoder(());

impl Decoder for FrameDecoder {
    type Item = Frame;
    type Error = FrameError;

    fn decode(&mut self, source: &mut BytesMut) -> Result<Option<Frame>, FrameError> {
        let Some(length) = source.first_chunk::<LENGTH>() else { return Ok(None) };
        // A length that does not fit into usize is too large as well.
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        if length > MAX_FRAME {
            return Err(FrameError::TooLarge(length));
        }
        let whole = LENGTH + length;
        if source.len() < whole {
            grow(source, whole);
            return Ok(None);
        }
        let mut frame = source.split_to(whole);
        if whole > STEP {
            // Else the frame and the buffer share their memory, and what a large frame takes is kept while the connection
            // lasts.
            *source = BytesMut::from(&source[..]);
        }
        let _ = frame.split_to(LENGTH);
        Ok(Some(Frame(frame)))
    }
}

/// Makes room for the next piece of a frame of `whole` bytes. The buffer at most doubles and is never larger than the frame
/// (growing by itself, it would be twice as large); what is left behind is wiped.
fn grow(source: &mut BytesMut, whole: usize) {
    let room = (source.len() + STEP).max(2 * source.len()).min(whole);
    if source.capacity() < room {
        let mut larger = BytesMut::with_capacity(room);
        larger.extend_from_slice(source);
        source.as_mut().zeroize();
        *source = larger;
    }
}

/// The JSON of one message. Wiped when dropped, because it may hold a password.
pub struct Frame(BytesMut);

impl Frame {
    /// Bytes of it.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The message. JSON that is nested deeper than 128 levels is refused.
    ///
    /// # Errors
    /// [`FrameError::Json`].
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, FrameError> {
        serde_json::from_slice(&self.0).map_err(FrameError::Json)
    }

    /// The message of a client, which is not trusted; the frame is dropped: parsing takes less than three times the frame's
    /// own memory, and nothing of that stays.
    ///
    /// # Errors
    /// [`FrameError::Bounds`], [`FrameError::Json`].
    pub fn parse_untrusted<T: DeserializeOwned>(self) -> Result<T, FrameError> {
        bounds::check(&self.0)?;
        self.parse()
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.0.as_mut().zeroize();
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frame({} bytes)", self.0.len())
    }
}

/// A message as it goes into the stream, length first. Wiped when dropped.
///
/// # Errors
/// [`FrameError::TooLarge`]; [`FrameError::Json`] for a value that has no JSON.
pub fn encode<T: Serialize>(message: &T) -> Result<Zeroizing<Vec<u8>>, FrameError> {
    frame::encode(message, MAX_FRAME).map_err(|error| match error {
        EncodeError::TooLarge(length) => FrameError::TooLarge(length),
        EncodeError::Json(error) => FrameError::Json(error),
    })
}

/// Encodes a message and writes it.
///
/// # Errors
/// As [`encode`], and the stream's own.
pub async fn write<T: Serialize>(stream: &mut (impl AsyncWrite + Unpin), message: &T) -> Result<(), FrameError> {
    let frame = encode(message)?;
    stream.write_all(&frame).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_frame_comes_out_once_it_is_whole() {
        let bytes = encode(&"hello").unwrap();
        assert_eq!(**bytes, *b"\0\0\0\x07\"hello\"");
        let mut source = BytesMut::new();
        let mut decoder = FrameDecoder::default();
        for byte in &bytes[..bytes.len() - 1] {
            source.extend_from_slice(&[*byte]);
            assert!(decoder.decode(&mut source).unwrap().is_none());
        }
        source.extend_from_slice(b"\"\0\0");
        let frame = decoder.decode(&mut source).unwrap().unwrap();
        assert_eq!(frame.parse::<String>().unwrap(), "hello");
        assert_eq!(source, BytesMut::from(&b"\0\0"[..]));
    }

    #[test]
    fn a_length_of_4_gib_takes_no_memory() {
        let mut source = BytesMut::from(&b"\xff\xff\xff\xff"[..]);
        let before = source.capacity();
        let error = FrameDecoder::default().decode(&mut source).unwrap_err();
        assert!(matches!(error, FrameError::TooLarge(0xffff_ffff)));
        assert_eq!(source.capacity(), before);
    }

    #[test]
    fn an_announced_frame_takes_memory_only_as_it_arrives() {
        let mut source = BytesMut::from(&(1024_u32 * 1024).to_be_bytes()[..]);
        assert!(FrameDecoder::default().decode(&mut source).unwrap().is_none());
        assert!(source.capacity() <= 2 * STEP);
    }

    #[test]
    fn a_message_that_is_too_large_is_not_sent() {
        assert!(matches!(encode(&"x".repeat(MAX_FRAME)), Err(FrameError::TooLarge(_))));
        assert!(encode(&"x".repeat(MAX_FRAME - 2)).is_ok());
    }

    #[test]
    fn deep_nesting_is_refused_without_exhausting_the_stack() {
        let deep = Frame(BytesMut::from(format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)).as_bytes()));
        assert!(matches!(deep.parse::<serde_json::Value>(), Err(FrameError::Json(_))));
    }

    proptest! {
        #[test]
        fn any_bytes_give_frames_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..4096)) {
            let mut source = BytesMut::from(&bytes[..]);
            let mut decoder = FrameDecoder::default();
            while let Ok(Some(frame)) = decoder.decode(&mut source) {
                let _ = frame.parse::<crate::message::ClientMessage>();
            }
        }

        #[test]
        fn text_comes_back_as_it_was(text in ".*") {
            let mut source = BytesMut::from(&encode(&text).unwrap()[..]);
            let frame = FrameDecoder::default().decode(&mut source).unwrap().unwrap();
            prop_assert_eq!(frame.parse::<String>().unwrap(), text);
            prop_assert!(source.is_empty());
        }
    }
}
