//! A Unix socket. Whoever may open it may ask; who may do what is decided by the user id on the other end.

use std::{
    fs, io,
    os::{
        fd::OwnedFd,
        unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt},
    },
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::net::{UnixListener, UnixStream};
use vpn_api::{Blame, Failure, FailureKind, Owner, Retry};

use super::{Audience, BindError, Listener, Peer};

/// The directory of the socket: everybody may pass through, only its owner may put a socket there.
const DIRECTORY_MODE: u32 = 0o755;
/// Run as root, the helper serves all users of the machine.
const MODE_FOR_ALL: u32 = 0o666;
/// Permissions to write of everybody but the owner.
const OTHERS_MAY_WRITE: u32 = 0o022;
/// Run by a user, it serves that user.
const MODE_FOR_OWNER: u32 = 0o600;

/// The process that connected.
#[derive(Debug, Clone)]
pub struct Process {
    /// Its number, which another process may have got since.
    pub pid: i32,
    /// Stands for that process and no other. `None`: the kernel does not give one.
    pub handle: Option<Arc<OwnedFd>>,
}

/// The helper's end, listening. The socket is removed when this is dropped.
#[derive(Debug)]
pub struct SocketListener {
    listener: UnixListener,
    path: PathBuf,
    /// Device and inode of the socket, so that a successor's socket is not removed.
    identity: (u64, u64),
}

impl SocketListener {
    /// Listens on `path`. A missing directory is made. A socket that nobody answers on is replaced.
    ///
    /// # Errors
    /// [`BindError`]: nothing was changed, except that a directory may have been made.
    pub fn bind(path: &Path, audience: Audience) -> Result<Self, BindError> {
        let io = |source| BindError::Io { path: path.to_owned(), source };
        if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
            fs::DirBuilder::new().recursive(true).mode(DIRECTORY_MODE).create(directory).map_err(io)?;
        }
        remove_dead_socket(path)?;
        let listener = UnixListener::bind(path).map_err(io)?;
        fs::set_permissions(path, fs::Permissions::from_mode(mode(audience))).map_err(io)?;
        let metadata = fs::symlink_metadata(path).map_err(io)?;
        Ok(Self { listener, path: path.to_owned(), identity: (metadata.dev(), metadata.ino()) })
    }
}

impl Listener for SocketListener {
    type Stream = UnixStream;

    async fn accept(&self) -> io::Result<(UnixStream, Peer)> {
        let (stream, _) = self.listener.accept().await?;
        let process = stream.peer_cred()?.pid().map(|pid| Process { pid, handle: handle(&stream) });
        let peer = Peer { owner: peer(&stream)?, process };
        Ok((stream, peer))
    }
}

impl Drop for SocketListener {
    fn drop(&mut self) {
        let ours = fs::symlink_metadata(&self.path).is_ok_and(|found| (found.dev(), found.ino()) == self.identity);
        if ours && let Err(error) = fs::remove_file(&self.path) {
            tracing::warn!(%error, "the socket could not be removed");
        }
    }
}

fn mode(audience: Audience) -> u32 {
    let everybody = match audience {
        Audience::ByUser => rustix::process::geteuid().is_root(),
        Audience::Everybody => true,
    };
    if everybody { MODE_FOR_ALL } else { MODE_FOR_OWNER }
}

/// Whether the administrator gave the socket's directory to this user: only the administrator can make a directory where the
/// one above is theirs and nobody else may write.
fn is_service(path: &Path, user: u32) -> bool {
    let Some(directory) = path.parent() else { return false };
    let found = |path: &Path| fs::symlink_metadata(path).ok().filter(fs::Metadata::is_dir);
    let above = directory.parent().and_then(found);
    found(directory).is_some_and(|directory| directory.uid() == user)
        && above.is_some_and(|above| above.uid() == 0 && above.mode() & OTHERS_MAY_WRITE == 0)
}

fn remove_dead_socket(path: &Path) -> Result<(), BindError> {
    let io = |source| BindError::Io { path: path.to_owned(), source };
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io(error)),
    };
    if !found.file_type().is_socket() {
        return Err(BindError::NotASocket(path.to_owned()));
    }
    match std::os::unix::net::UnixStream::connect(path) {
        Ok(_) => Err(BindError::InUse(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(path).map_err(io),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(io(error)),
    }
}

fn peer(stream: &UnixStream) -> io::Result<Owner> {
    Ok(Owner::Uid(stream.peer_cred()?.uid()))
}

/// `SO_PEERPIDFD` (socket(7), Linux 6.5).
#[cfg(target_os = "linux")]
fn handle(stream: &UnixStream) -> Option<Arc<OwnedFd>> {
    use std::os::fd::{AsRawFd, FromRawFd};
    let mut descriptor: libc::c_int = -1;
    let mut length = libc::socklen_t::try_from(size_of::<libc::c_int>()).ok()?;
    // SAFETY: the kernel writes at most `length` bytes, which `descriptor` has.
    let failed = unsafe {
        let place = (&raw mut descriptor).cast();
        libc::getsockopt(stream.as_raw_fd(), libc::SOL_SOCKET, libc::SO_PEERPIDFD, place, &raw mut length)
    };
    // SAFETY: the kernel made this descriptor for us just now.
    (failed == 0 && descriptor >= 0).then(|| Arc::new(unsafe { OwnedFd::from_raw_fd(descriptor) }))
}

#[cfg(not(target_os = "linux"))]
fn handle(_stream: &UnixStream) -> Option<Arc<OwnedFd>> {
    None
}

/// Where the helper listens when it is installed as a service.
#[must_use]
pub fn default_endpoint() -> PathBuf {
    PathBuf::from("/run/adit/aditd.sock")
}

/// Connects to the helper. A socket that is served by another ordinary user is not the helper, unless the administrator gave
/// that user the socket's directory: it is not spoken to, because the first thing it would be told is a password.
///
/// # Errors
/// [`FailureKind::HelperNotRunning`].
pub async fn connect(path: &Path) -> Result<UnixStream, Failure> {
    let failed = || Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never);
    let because = |error: io::Error| failed().with_detail(format_args!("{}: {error}", path.display()));
    let stream = UnixStream::connect(path).await.map_err(because)?;
    let server = peer(&stream).map_err(because)?;
    let Owner::Uid(user) = server else { return Err(failed()) };
    if !server.is_administrator() && user != rustix::process::geteuid().as_raw() && !is_service(path, user) {
        return Err(failed().with_detail(format_args!("the socket is served by user {server}")));
    }
    Ok(stream)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_dead_socket_is_replaced_a_live_one_is_not_and_files_are_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("sub/aditd.sock");
        let first = SocketListener::bind(&path, Audience::ByUser).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode(Audience::ByUser));
        assert!(
            matches!(SocketListener::bind(&path, Audience::ByUser), Err(BindError::InUse(_))),
            "a second helper refuses"
        );
        drop(first);
        assert!(!path.exists());

        let first = SocketListener::bind(&path, Audience::ByUser).unwrap();
        std::fs::remove_file(&path).unwrap();
        let second = SocketListener::bind(&path, Audience::ByUser).unwrap();
        drop(first);
        assert!(path.exists(), "the socket of a successor is not removed");
        drop(second);

        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        assert!(path.exists(), "a dead socket stays behind");
        drop(SocketListener::bind(&path, Audience::ByUser).unwrap());

        std::fs::write(&path, "precious").unwrap();
        assert!(matches!(SocketListener::bind(&path, Audience::ByUser), Err(BindError::NotASocket(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
    }
}
