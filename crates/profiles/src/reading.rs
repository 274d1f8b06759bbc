//! From a file, or from text, to a profile: read within bounds and parsed with the person's rights. Nothing is stored
//! here. The functions block on the disk.

mod archive;
mod folder;
mod gather;
mod mobileconfig;
mod private;
mod tunnelblick;

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::Path,
};

use profile_api::{Formats, Import, MAX_PROFILE_LEN, MAX_SIDE_FILE_LEN, NoSideFiles, Parsed, SignIn};
use vpn_api::ProtocolProfile;

pub use archive::{ArchiveError, MAX_ARCHIVE_LEN};
pub use folder::Folder;
pub use gather::{CONTAINER_EXTENSIONS, Found, FoundRemark, GatherError, MAX_FOUND, SideFileSource, gather};
pub use mobileconfig::MobileConfigError;
pub use private::{MAX_PRIVATE_LEN, PrivateFile, read_beside, read_private};

/// Longest name of a profile in bytes, as the helper takes it.
pub const MAX_NAME: usize = 256;

/// Why a file is not even looked at as a profile.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("{0}")]
    NotFound(#[source] io::Error),
    /// A folder, a pipe, a device: nothing that ends.
    #[error("it is not a regular file")]
    NotAFile,
    /// Larger than [`MAX_PROFILE_LEN`]; refused by its length, unread.
    #[error("it is too large to be a profile")]
    TooLarge,
    /// The system says no.
    #[error("{0}")]
    Unreadable(#[source] io::Error),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound { Self::NotFound(error) } else { Self::Unreadable(error) }
    }
}

/// A profile that can be stored.
#[derive(Debug)]
pub struct NewProfile {
    /// What to call it.
    pub name: String,
    /// Its servers' names, in order.
    pub servers: Vec<String>,
    /// How one signs in.
    pub sign_in: SignIn,
    /// The typed profile.
    pub document: ProtocolProfile,
}

impl NewProfile {
    /// Of what was parsed. It is called what its maker calls it, else what `file` is called without its ending.
    #[must_use]
    pub fn new(parsed: &Parsed, file: &str) -> Self {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let hint = parsed.name_hint.as_deref().and_then(plain_name);
        let name = hint.or_else(|| plain_name(stem)).unwrap_or_else(|| "VPN".to_owned());
        Self { name, servers: parsed.servers.clone(), sign_in: parsed.sign_in, document: parsed.profile.clone() }
    }
}

/// Reads the profile at `path`, in the format that its name or its content tells. Files that it names are looked for in its
/// own folder only.
///
/// # Errors
/// [`ReadError`]: it cannot be read, or is no file that could hold a profile.
pub fn read_file(path: &Path, formats: &Formats) -> Result<Import, ReadError> {
    let bytes = read_bounded(path, MAX_PROFILE_LEN)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(match path.parent().and_then(Folder::open) {
        Some(folder) => formats.read(&name, &bytes, &folder),
        None => formats.read(&name, &bytes, &NoSideFiles),
    })
}

/// Reads a file that a profile names and the person picked, wherever it is.
///
/// # Errors
/// [`ReadError`].
pub fn read_side_file(path: &Path) -> Result<Vec<u8>, ReadError> {
    read_bounded(path, MAX_SIDE_FILE_LEN)
}

/// Writes a file that only its owner may read: whole or not at all.
///
/// # Errors
/// The system says no.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    // A temporary file is readable by its owner only, and so is the file that it becomes.
    let mut file = tempfile::Builder::new().prefix(".").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}

/// A name without what cannot be seen, at most [`MAX_NAME`] bytes. `None` if nothing is left.
#[must_use]
pub fn plain_name(name: &str) -> Option<String> {
    let visible: String = name
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !vpn_api::text::is_hidden(*c))
        .collect();
    let mut short = visible.trim();
    while short.len() > MAX_NAME {
        let end = short.char_indices().next_back().map_or(0, |(place, _)| place);
        short = short.get(..end).unwrap_or_default().trim_end();
    }
    (!short.is_empty()).then(|| short.to_owned())
}

/// Reads a regular file of at most `limit` bytes; a larger one is refused by its length. What is not a regular file is not
/// even opened, unless it takes the file's place meanwhile.
fn read_bounded(path: &Path, limit: usize) -> Result<Vec<u8>, ReadError> {
    if !fs::metadata(path)?.is_file() {
        return Err(ReadError::NotAFile);
    }
    read_opened(File::open(path)?, limit)
}

/// The same, of a file that is open.
fn read_opened(file: File, limit: usize) -> Result<Vec<u8>, ReadError> {
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(ReadError::NotAFile);
    }
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    if about.len() > limit {
        return Err(ReadError::TooLarge);
    }
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that grew meanwhile.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit { Err(ReadError::TooLarge) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_bounded() {
        assert_eq!(plain_name("  Work \n VPN\t").as_deref(), Some("Work   VPN"));
        assert_eq!(plain_name("ab\u{202e}nvpo.exe").as_deref(), Some("abnvpo.exe"));
        assert_eq!(plain_name("\u{0}\u{200b} "), None);
        let long = plain_name(&"ä".repeat(1000)).unwrap();
        assert!(long.len() <= MAX_NAME && long.chars().all(|c| c == 'ä'));
    }

    #[test]
    fn only_what_can_be_a_profile_is_read() {
        let read_file = |path: &Path| super::read_file(path, &Formats::new(ovpn_profile::OpenVpn));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("big.ovpn");
        File::create(&path).unwrap().set_len(1 << 30).unwrap();
        assert!(matches!(read_file(&path), Err(ReadError::TooLarge)));
        assert!(matches!(read_file(folder.path()), Err(ReadError::NotAFile)), "a folder is no file");
        assert!(matches!(read_file(&folder.path().join("missing")), Err(ReadError::NotFound(_))));
        #[cfg(unix)]
        {
            assert!(matches!(read_file(Path::new("/dev/zero")), Err(ReadError::NotAFile)), "a device is no file");
            let pipe = folder.path().join("pipe");
            assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
            assert!(matches!(read_file(&pipe), Err(ReadError::NotAFile)), "nobody writes into this pipe");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_written_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("work.ovpn");
        fs::write(&path, "another").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        write_private(&path, b"client\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"client\n");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(write_private(&folder.path().join("missing/work.ovpn"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn exactly_the_largest_size_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for (len, fits) in [(9, true), (10, true), (11, false)] {
            fs::write(&path, vec![b'x'; len]).unwrap();
            assert_eq!(read_bounded(&path, 10).is_ok(), fits, "{len}");
        }
    }
}
