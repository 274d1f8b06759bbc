//! What carries frames between a client and the helper, and who is at the other end of it. Only the leaf modules know the
//! operating system: [`Listener`] and [`connect`] are all that a system has to bring.

use std::{io, path::PathBuf};

use tokio::io::{AsyncRead, AsyncWrite};
use vpn_api::Owner;

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub use unix::{Process, SocketListener as SystemListener, connect, default_endpoint as default_socket};

#[cfg(not(unix))]
mod missing;
#[cfg(not(unix))]
pub use missing::{NoListener as SystemListener, Process, connect, default_endpoint as default_socket};

/// Who is at the other end, as the operating system has it. Never told by the client.
#[derive(Debug, Clone)]
pub struct Peer {
    /// The user.
    pub owner: Owner,
    /// The process that connected, where the system tells. Whoever it gave the connection to acts as it.
    pub process: Option<Process>,
}

/// A connection in both directions.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin + 'static> Stream for T {}

/// The helper's end of a transport, listening.
pub trait Listener: Send + Sync + 'static {
    /// What a client's connection is.
    type Stream: Stream;

    /// The next client, and who it is: asked of the operating system before the client's first byte is read.
    ///
    /// # Errors
    /// The system has no room for one more connection at present; the listener goes on listening.
    fn accept(&self) -> impl Future<Output = io::Result<(Self::Stream, Peer)>> + Send;
}

/// Whom a helper serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// All users of the machine if it runs as the administrator, else the user that it runs as.
    ByUser,
    /// All users of the machine: it is a service that runs as a user of its own.
    Everybody,
}

/// The helper cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another helper answers there.
    #[error("another helper already listens at {}", .0.display())]
    InUse(PathBuf),
    /// Something that is not a socket is in the way; it is left alone.
    #[error("{} is in the way and not a socket", .0.display())]
    NotASocket(PathBuf),
    /// The system refused.
    #[error("cannot listen at {}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}
