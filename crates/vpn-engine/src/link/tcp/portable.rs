//! Streams on a system that does not let us say how much may wait in it.

use std::io;

use tokio::net::TcpStream;

/// Nothing to do.
///
/// # Errors
/// None.
pub(crate) fn limit_unsent(_stream: &TcpStream) -> io::Result<()> {
    Ok(())
}

/// Bytes that the system took and the other end has not acknowledged. `None`: it does not say.
pub(crate) fn unacknowledged(_stream: &TcpStream) -> Option<u64> {
    None
}
