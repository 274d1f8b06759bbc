//! The socket, and who is at its other end. The only place of this crate that knows the system.

use std::{io, path::PathBuf};

#[cfg(unix)]
mod unix;

#[cfg(unix)]
pub use unix::{Listener, connect};

/// Where the helper listens when it is installed as a service.
#[must_use]
pub fn default_socket() -> PathBuf {
    PathBuf::from("/run/adit/aditd.sock")
}

/// Who is at the other end, as the operating system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Peer {
    /// User id.
    pub uid: u32,
}

impl Peer {
    /// Whether this peer may act upon what `owner` made: its own, or anything for root.
    #[must_use]
    pub fn may_act_for(self, owner: u32) -> bool {
        vpn_api::state::may_act_for(self.uid, owner)
    }
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
