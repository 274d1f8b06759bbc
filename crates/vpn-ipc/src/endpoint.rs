//! The socket file, and who is at its other end. The only place of this crate that knows the system.

use std::{
    io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use tokio::net::{UnixListener, UnixStream};

/// Where the helper listens when it is installed as a service.
#[must_use]
pub fn default_socket() -> PathBuf {
    PathBuf::from("/run/adit/aditd.sock")
}

/// Who is at the other end, as the kernel says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Peer {
    /// User id.
    pub uid: u32,
}

impl Peer {
    /// Whether this peer may act upon what `owner` made: its own, or anything for root.
    #[must_use]
    pub fn may_act_for(self, owner: u32) -> bool {
        self.uid == owner || self.uid == 0
    }
}

/// The socket cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another helper answers there.
    #[error("another helper already listens at {0}")]
    InUse(PathBuf),
    /// Something that is not a socket is in the way; it is left alone.
    #[error("{0} is in the way and not a socket")]
    NotASocket(PathBuf),
    /// The system refused.
    #[error("cannot listen at {path}")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// A listening socket. Its file is removed when this value is dropped.
#[derive(Debug)]
pub struct Listener {
    listener: UnixListener,
    path: PathBuf,
}

impl Listener {
    /// Listens at `path`. A missing directory is made (0755). The socket is open to every local user: what each may do is decided by its
    /// [`Peer`]. A socket file at which nobody answers is replaced.
    ///
    /// # Errors
    /// [`BindError`].
    pub fn bind(path: &Path) -> Result<Self, BindError> {
        let io = |source| BindError::Io { path: path.to_owned(), source };
        if let Some(directory) = path.parent().filter(|directory| !directory.exists()) {
            std::fs::create_dir_all(directory).map_err(io)?;
            std::fs::set_permissions(directory, PermissionsExt::from_mode(0o755)).map_err(io)?;
        }
        if let Ok(metadata) = std::fs::symlink_metadata(path) {
            if !std::os::unix::fs::FileTypeExt::is_socket(&metadata.file_type()) {
                return Err(BindError::NotASocket(path.to_owned()));
            }
            if std::os::unix::net::UnixStream::connect(path).is_ok() {
                return Err(BindError::InUse(path.to_owned()));
            }
            std::fs::remove_file(path).map_err(io)?;
        }
        let listener = UnixListener::bind(path).map_err(io)?;
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o666)).map_err(io)?;
        Ok(Self { listener, path: path.to_owned() })
    }

    /// The next client and who it is, asked of the kernel before anything is read.
    ///
    /// # Errors
    /// The system refused, for example because no more files can be opened.
    pub async fn accept(&self) -> io::Result<(UnixStream, Peer)> {
        let (stream, _) = self.listener.accept().await?;
        let peer = Peer { uid: stream.peer_cred()?.uid() };
        Ok((stream, peer))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // A missing file is what is wanted.
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_dead_socket_is_replaced_a_live_one_is_not_and_files_are_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("sub/aditd.sock");
        let first = Listener::bind(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o666);
        assert!(matches!(Listener::bind(&path), Err(BindError::InUse(_))));
        drop(first);
        assert!(!path.exists());

        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        assert!(path.exists(), "a dead socket stays behind");
        drop(Listener::bind(&path).unwrap());

        std::fs::write(&path, "precious").unwrap();
        assert!(matches!(Listener::bind(&path), Err(BindError::NotASocket(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
    }
}
