//! What was found on this computer.

use std::path::PathBuf;

use crate::{finding::Reached, service::Service};

/// Everything that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) programs: Vec<Program>,
    pub(crate) service: Service,
    pub(crate) socket: Socket,
    pub(crate) tun: Tun,
    pub(crate) capabilities: Capabilities,
    pub(crate) resolver: Resolver,
    pub(crate) network_manager: NetworkManager,
    /// The kernel's version as it names itself.
    pub(crate) kernel: String,
    pub(crate) offload: KernelOffload,
    pub(crate) keychain: Keychain,
    pub(crate) clock: Clock,
}

/// A program of the helper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    pub(crate) found: FoundProgram,
}

/// How it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FoundProgram {
    /// There, and only the administrator can change it.
    Sound,
    Missing,
    /// There, and it cannot be run.
    NotExecutable,
    /// Somebody else than the administrator can replace it.
    Replaceable,
}

/// The helper's socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Socket {
    pub(crate) path: PathBuf,
    pub(crate) file: SocketFile,
    /// The helper's version, or why it cannot be used.
    pub(crate) reached: Reached,
}

/// What is in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SocketFile {
    Missing,
    /// Something else.
    NotASocket,
    /// This user may not open it.
    Closed,
    Open,
}

/// `/dev/net/tun`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tun {
    There,
    Missing,
    /// Another kind of file.
    Wrong,
}

/// The rights of the helper's processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Capabilities {
    /// They do not run, or nobody tells.
    Unknown,
    /// The helper is one process, and has the right.
    OneProcess,
    /// The right to administer the network, and nothing else, in one process; none in the other.
    Right,
    /// The broker lacks the right.
    Missing,
    /// A process has more than it needs.
    More,
}

/// Who resolves names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Resolver {
    Resolved,
    /// `/etc/resolv.conf` leads to systemd-resolved, which does not run.
    ResolvedSilent,
    /// A file that somebody writes: whose it is, where that can be seen.
    File {
        target: PathBuf,
    },
    /// `/etc/resolv.conf` is not there, or leads nowhere.
    Missing(String),
}

/// NetworkManager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NetworkManager {
    /// It does not run.
    Absent,
    Runs {
        version: String,
        /// It was told to leave the tunnels' interfaces alone (the file of the package).
        told: bool,
    },
}

/// Whether the kernel could encrypt packets by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KernelOffload {
    Loaded,
    Possible,
    Absent,
}

/// The desktop's keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keychain {
    Runs,
    /// It starts when it is needed.
    Starts,
    Missing,
    /// There is no session of a desktop.
    NoSession,
}

/// The wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// Set by the network.
    Set,
    /// Nobody sets it.
    NotSet,
    /// Nobody tells.
    Unknown,
    /// It is earlier than this program was made.
    Behind,
}
