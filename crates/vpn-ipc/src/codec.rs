//! Frames: four bytes of length, big-endian, not counting themselves, then one JSON value.

use std::marker::PhantomData;

use bytes::{Buf, BufMut, BytesMut};
use serde::{Serialize, de::DeserializeOwned};
use tokio_util::codec::{Decoder, Encoder};

use crate::message::MAX_FRAME;

const PREFIX: usize = 4;

/// Reads `In` and writes `Out`. Nothing is allocated for a frame before its length was found to be within [`MAX_FRAME`].
#[derive(Debug)]
pub struct JsonCodec<In, Out>(PhantomData<fn(Out) -> In>);

impl<In, Out> Default for JsonCodec<In, Out> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

/// A frame that cannot be read or written. The connection cannot go on after it.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The length is above the limit.
    #[error("a frame of {0} bytes is above the limit of {MAX_FRAME}")]
    TooLong(usize),
    /// The bytes are not the JSON that is expected here.
    #[error("a frame is not a message of this contract")]
    NotAMessage(#[source] serde_json::Error),
    /// The socket failed.
    #[error("the socket failed")]
    Io(#[from] std::io::Error),
}

impl<In: DeserializeOwned, Out> Decoder for JsonCodec<In, Out> {
    type Item = In;
    type Error = FrameError;

    fn decode(&mut self, source: &mut BytesMut) -> Result<Option<In>, FrameError> {
        let Some(prefix) = source.first_chunk::<PREFIX>() else {
            return Ok(None);
        };
        let length = usize::try_from(u32::from_be_bytes(*prefix)).unwrap_or(usize::MAX);
        if length > MAX_FRAME {
            return Err(FrameError::TooLong(length));
        }
        if source.len() < PREFIX + length {
            source.reserve(PREFIX + length - source.len());
            return Ok(None);
        }
        source.advance(PREFIX);
        let frame = source.split_to(length);
        serde_json::from_slice(&frame).map(Some).map_err(FrameError::NotAMessage)
    }
}

impl<In, Out: Serialize> Encoder<Out> for JsonCodec<In, Out> {
    type Error = FrameError;

    fn encode(&mut self, message: Out, target: &mut BytesMut) -> Result<(), FrameError> {
        let start = target.len();
        target.put_u32(0);
        serde_json::to_writer((&mut *target).writer(), &message).map_err(FrameError::NotAMessage)?;
        let length = target.len() - start - PREFIX;
        let prefix = u32::try_from(length).ok().filter(|_| length <= MAX_FRAME);
        match (prefix, target.get_mut(start..start + PREFIX)) {
            (Some(prefix), Some(place)) => {
                place.copy_from_slice(&prefix.to_be_bytes());
                Ok(())
            }
            _ => {
                target.truncate(start);
                Err(FrameError::TooLong(length))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::{ClientMessage, Hello, Request};

    type Codec = JsonCodec<ClientMessage, ClientMessage>;

    fn messages() -> Vec<ClientMessage> {
        vec![
            ClientMessage::Hello(Hello { protocol: 1, version: "1.0".into() }),
            ClientMessage::Request { id: 7, request: Request::ReadLog { after: 1, limit: 2 } },
            ClientMessage::Request { id: 8, request: Request::Snapshot },
        ]
    }

    proptest! {
        #[test]
        fn messages_survive_any_fragmentation(cut in 1_usize..40) {
            let mut wire = BytesMut::new();
            for message in messages() {
                Codec::default().encode(message, &mut wire).unwrap();
            }
            let (mut codec, mut buffer, mut read) = (Codec::default(), BytesMut::new(), Vec::new());
            for piece in wire.chunks(cut) {
                buffer.extend_from_slice(piece);
                while let Some(message) = codec.decode(&mut buffer).unwrap() {
                    read.push(message);
                }
            }
            prop_assert_eq!(read, messages());
        }

        #[test]
        fn garbage_is_an_error_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut buffer = BytesMut::from(&bytes[..]);
            while let Ok(Some(_)) = Codec::default().decode(&mut buffer) {}
        }
    }

    #[test]
    fn a_length_of_four_gigabytes_is_refused_without_taking_memory() {
        let mut buffer = BytesMut::from(&[0xff, 0xff, 0xff, 0xff][..]);
        let outcome = Codec::default().decode(&mut buffer);
        assert!(matches!(outcome, Err(FrameError::TooLong(0xffff_ffff))), "{outcome:?}");
        assert!(buffer.capacity() < 4096);
    }

    #[test]
    fn deeply_nested_json_is_an_error() {
        let text = "[".repeat(100_000);
        let mut buffer = BytesMut::new();
        buffer.put_u32(u32::try_from(text.len()).unwrap());
        buffer.extend_from_slice(text.as_bytes());
        assert!(matches!(Codec::default().decode(&mut buffer), Err(FrameError::NotAMessage(_))));
    }
}
