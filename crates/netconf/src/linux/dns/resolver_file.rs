//! The resolver file, `/etc/resolv.conf` (resolv.conf(5)): a regular file, a symbolic link, or a file that is mounted over
//! itself, as in containers.

use std::{
    ffi::OsString,
    fmt::Write as _,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    net::{IpAddr, Shutdown},
    os::unix::{
        ffi::OsStringExt,
        fs::{MetadataExt, OpenOptionsExt, PermissionsExt, chown, symlink},
        net::UnixStream,
    },
    path::{Path, PathBuf},
    time::Duration,
};

use rustix::io::Errno;
use vpn_api::{DnsPlan, Domain, NameServer};

use super::super::op::FileState;
use crate::files;

/// First line of a file of ours.
pub const MARK: &str = "# Written by Adit while its tunnel is up; put back afterwards.";
/// In front of what the file was like before, for people, and for whoever asks the uplinks' name servers.
pub const BEFORE: &str = "# before: ";
/// Resolver files are a few hundred bytes; one that is larger than this is not touched.
const MAX_BYTES: u64 = 64 << 10;
/// The C library asks this many servers and no more (`MAXNS`).
const MAX_SERVERS: usize = 3;
/// Servers of before that are told: as many as anybody asks.
const MAX_TOLD: usize = 8;
const DEFAULT_MODE: u32 = 0o644;
const RESOLVER_FILE: &str = "/etc/resolv.conf";
/// Where `adit-resolver` listens, for a process that is not root.
const UNIT: &str = "/run/adit-resolver/resolver.sock";
/// It writes a file of some hundred bytes; systemd starts it first.
const ASK_TIMEOUT: Duration = Duration::from_secs(2);
const MAX_ANSWER: u64 = 256;
/// Where network managers keep what they would write (systemd-resolved.service(8), NetworkManager.conf(5)).
const OF_MANAGERS: [&str; 2] = ["/run/systemd/resolve/stub-resolv.conf", "/run/NetworkManager/resolv.conf"];
const LABEL: &str = "security.selinux";
const MAX_LABEL: usize = 4096;

/// The file as it is, without following a link.
pub(crate) fn read(path: &Path) -> io::Result<FileState> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(FileState::Missing),
        Err(error) => return Err(error),
    };
    if metadata.is_symlink() {
        return Ok(FileState::Symlink { target: fs::read_link(path)?.into_os_string().into_vec() });
    }
    if !metadata.is_file() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    let file = OpenOptions::new().read(true).custom_flags(no_follow()).open(path)?;
    let metadata = file.metadata()?;
    Ok(FileState::Regular {
        bytes: read_bounded(file)?,
        mode: metadata.permissions().mode() & 0o7777,
        uid: metadata.uid(),
        gid: metadata.gid(),
    })
}

/// What programs read: through a link, if it is one. Empty if there is nothing to read.
#[must_use]
pub fn effective(path: &Path) -> Vec<u8> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => File::open(path).and_then(read_bounded).unwrap_or_default(),
        Ok(_) | Err(_) => Vec::new(),
    }
}

fn read_bounded(file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    Ok(bytes)
}

/// What the machine's network manager would write, for the day when nothing says what the file was.
pub(crate) fn of_the_manager() -> Option<FileState> {
    let contents = OF_MANAGERS.iter().map(|path| effective(Path::new(path)));
    let bytes = contents.into_iter().find(|bytes| !name_servers(bytes).is_empty())?;
    Some(FileState::Regular { bytes, mode: DEFAULT_MODE, uid: 0, gid: 0 })
}

/// The servers that a resolver file names.
#[must_use]
pub fn name_servers(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let server = |line: &str| {
        let mut words = line.split_ascii_whitespace();
        (words.next() == Some("nameserver")).then(|| words.next().map(str::to_owned))?
    };
    text.lines().filter_map(server).collect()
}

/// Whether the file leads to systemd-resolved's own listeners (systemd-resolved.service(8)) and nowhere else.
#[must_use]
pub fn is_stub(bytes: &[u8]) -> bool {
    let servers = name_servers(bytes);
    !servers.is_empty() && servers.iter().all(|server| server == "127.0.0.53" || server == "127.0.0.54")
}

/// What our file says. A resolver file cannot send some names to one server and the rest to another: where the tunnel
/// does not want every name, the servers from before follow, so that they answer when the tunnel's do not. `interface` is the
/// tunnel's: an IPv6 address of one link is none without its link (RFC 4007 §11). `link`: where the file led.
pub(crate) fn render(dns: &DnsPlan, before: &[u8], link: Option<&[u8]>, interface: &str) -> String {
    let mut text = format!("{MARK}\n");
    if let Some(link) = link.and_then(|link| str::from_utf8(link).ok()).filter(|link| !link.contains('\n')) {
        let _ = writeln!(text, "{BEFORE}link {link}");
    }
    for server in name_servers(before).iter().take(MAX_TOLD) {
        let _ = writeln!(text, "{BEFORE}nameserver {server}");
    }
    let written = |server: &NameServer| match server.addr() {
        IpAddr::V6(_) if server.is_link_local() => format!("{server}%{interface}"),
        IpAddr::V4(_) | IpAddr::V6(_) => server.to_string(),
    };
    let mut servers = dns.servers.iter().map(written).collect::<Vec<_>>();
    if !dns.all {
        let is_address = |server: &String| server.split('%').next().is_some_and(|text| text.parse::<IpAddr>().is_ok());
        let others = name_servers(before).into_iter().filter(is_address);
        servers.extend(others.filter(|server| !dns.servers.iter().any(|own| own.to_string() == *server)));
    }
    for server in servers.iter().take(MAX_SERVERS) {
        let _ = writeln!(text, "nameserver {server}");
    }
    if !dns.search.is_empty() {
        let _ = writeln!(text, "search {}", dns.search.iter().map(Domain::as_str).collect::<Vec<_>>().join(" "));
    }
    text
}

/// Writes our content over what is there, keeping the mode and the owner of a regular file.
pub(crate) fn write(path: &Path, before: &FileState, content: &str) -> io::Result<()> {
    let next = match before {
        FileState::Regular { mode, uid, gid, .. } => {
            FileState::Regular { bytes: content.into(), mode: *mode, uid: *uid, gid: *gid }
        }
        FileState::Missing | FileState::Symlink { .. } => {
            FileState::Regular { bytes: content.into(), mode: DEFAULT_MODE, uid: 0, gid: 0 }
        }
    };
    put(path, &next)
}

/// Puts the file back if it says what we wrote. Returns whether it did: somebody else's change stays.
pub(crate) fn restore(path: &Path, before: &FileState, ours: &[String]) -> io::Result<bool> {
    remove_beside(&beside(path)?)?;
    let now = read(path)?;
    if now == *before {
        return Ok(true);
    }
    if !is_one_of(&now, before, ours) {
        return Ok(false);
    }
    put(path, before)?;
    Ok(true)
}

/// Whether the file is as we found it or as we wrote it. A file that cannot be replaced is written in place, and a crash
/// leaves the beginning of it.
pub(crate) fn is_one_of(now: &FileState, before: &FileState, ours: &[String]) -> bool {
    let FileState::Regular { bytes, .. } = now else { return now == before };
    let was: &[u8] = match before {
        FileState::Regular { bytes, .. } => bytes,
        FileState::Missing | FileState::Symlink { .. } => &[],
    };
    was.starts_with(bytes) || ours.iter().any(|text| text.as_bytes().starts_with(bytes))
}

/// Where a symbolic link at `path` leads.
#[must_use]
pub fn target(path: &Path, target: &[u8]) -> PathBuf {
    path.parent().unwrap_or(Path::new("/")).join(OsString::from_vec(target.to_vec()))
}

fn remove_beside(next: &Path) -> io::Result<()> {
    match files::remove_file(next) {
        Err(error) if !is_closed(&error) => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Makes the path what the state says, in one step where the file system allows.
pub(crate) fn put(path: &Path, state: &FileState) -> io::Result<()> {
    if let FileState::Regular { bytes, .. } = state
        && is_mounted(path)
    {
        return write_in_place(path, bytes);
    }
    let next = beside(path)?;
    remove_beside(&next)?;
    let replaced = match state {
        FileState::Missing => return files::remove_file(path).and_then(|()| sync_directory(path)),
        FileState::Symlink { target } => {
            symlink(OsString::from_vec(target.clone()), &next).and_then(|()| fs::rename(&next, path))
        }
        FileState::Regular { bytes, mode, uid, gid } => {
            write_beside(&next, path, bytes, *mode, (*uid, *gid)).and_then(|()| fs::rename(&next, path))
        }
    };
    match (replaced, state) {
        (Ok(()), _) => sync_directory(path),
        (Err(error), FileState::Regular { bytes, .. }) if is_closed(&error) => {
            // Best effort: the half-made file beside is of no use to anybody.
            let _ = fs::remove_file(&next);
            write_in_place(path, bytes)
        }
        (Err(error), _) => {
            let _ = fs::remove_file(&next);
            Err(error)
        }
    }
}

/// A file is mounted there, as containers do: nothing can take its place.
fn is_mounted(path: &Path) -> bool {
    let look = rustix::fs::statx(
        rustix::fs::CWD,
        path,
        rustix::fs::AtFlags::SYMLINK_NOFOLLOW,
        rustix::fs::StatxFlags::BASIC_STATS,
    );
    look.is_ok_and(|found| found.stx_attributes.contains(rustix::fs::StatxAttributes::MOUNT_ROOT))
}

/// The path is a mount point, or its directory is not writable: it cannot be replaced, but perhaps be written.
fn is_closed(error: &io::Error) -> bool {
    let closed = [Errno::BUSY, Errno::XDEV, Errno::ROFS, Errno::ACCESS, Errno::PERM];
    closed.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

fn write_beside(next: &Path, path: &Path, bytes: &[u8], mode: u32, owner: (u32, u32)) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).custom_flags(no_follow()).open(next)?;
    file.write_all(bytes)?;
    let now = file.metadata()?;
    if (now.uid(), now.gid()) != owner {
        chown(next, Some(owner.0), Some(owner.1))?;
    }
    file.set_permissions(fs::Permissions::from_mode(mode))?;
    copy_label(path, &file);
    file.sync_all()
}

/// On machines with SELinux the file's label decides who may read it. Elsewhere there is none to copy.
fn copy_label(from: &Path, to: &File) {
    let mut label = vec![0; MAX_LABEL];
    if let Ok(length) = rustix::fs::lgetxattr(from, LABEL, &mut label)
        && let Some(label) = label.get(..length)
        && let Err(error) = rustix::fs::fsetxattr(to, LABEL, label, rustix::fs::XattrFlags::empty())
    {
        tracing::debug!(%error, "the resolver file's security label could not be kept");
    }
}

/// Not atomic, but all that a file mounted over itself allows. A link is never written through. Whoever may not do even that
/// asks the unit that may.
fn write_in_place(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let open = OpenOptions::new().write(true).truncate(true).custom_flags(no_follow()).open(path);
    match open {
        Ok(mut file) => {
            file.write_all(bytes)?;
            file.sync_all()
        }
        Err(error) if is_closed(&error) && path == Path::new(RESOLVER_FILE) => {
            // Where there is no such unit, what the system said about the file says more.
            UnixStream::connect(UNIT).map_err(|_| error).and_then(|stream| ask(stream, bytes))
        }
        Err(error) => Err(error),
    }
}

/// Hands the content over, and waits until it was written.
fn ask(mut stream: UnixStream, bytes: &[u8]) -> io::Result<()> {
    stream.set_write_timeout(Some(ASK_TIMEOUT))?;
    stream.set_read_timeout(Some(ASK_TIMEOUT))?;
    stream.write_all(bytes)?;
    stream.shutdown(Shutdown::Write)?;
    let mut said = String::new();
    stream.take(MAX_ANSWER).read_to_string(&mut said)?;
    if said == "done\n" { Ok(()) } else { Err(io::Error::new(io::ErrorKind::PermissionDenied, said)) }
}

fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".adit");
    Ok(path.with_file_name(hidden))
}

fn sync_directory(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), files::sync_directory)
}

fn no_follow() -> i32 {
    rustix::fs::OFlags::NOFOLLOW.bits().cast_signed()
}

#[cfg(test)]
mod tests;
