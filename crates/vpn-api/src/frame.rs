//! Messages on a stream between two of our processes: four bytes of length, big-endian, not counting themselves, then that many
//! bytes of JSON. Each contract has limits of its own.

use std::io;

use serde::Serialize;
use zeroize::Zeroizing;

/// Bytes of a frame's length.
pub const LENGTH: usize = 4;

/// Why a message has no frame.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// It takes this many bytes, more than the limit.
    #[error("a frame of {0} bytes is above its limit")]
    TooLarge(usize),
    /// It has no JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// A message with its length in front. Wiped when dropped.
///
/// # Errors
/// [`EncodeError`].
pub fn encode<T: Serialize>(message: &T, limit: usize) -> Result<Zeroizing<Vec<u8>>, EncodeError> {
    // Written into a buffer of its final size: a growing one would leave copies of a password behind.
    let mut counter = Counter(0);
    serde_json::to_writer(&mut counter, message)?;
    let length = counter.0;
    let prefix = u32::try_from(length).ok().filter(|_| length <= limit).ok_or(EncodeError::TooLarge(length))?;
    let mut frame = Zeroizing::new(Vec::with_capacity(LENGTH + length));
    frame.extend_from_slice(&prefix.to_be_bytes());
    serde_json::to_writer(&mut *frame, message)?;
    Ok(frame)
}

struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
