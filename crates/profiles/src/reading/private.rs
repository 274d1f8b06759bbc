//! Files with something in them that nobody else should know: passwords, passphrases, answers.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use profile_api::{SideFileError, relative_parts};
use vpn_api::Secret;

use super::{Folder, ReadError};
use crate::files::others_may_read;

/// Largest such file in bytes: some answers, not a document.
pub const MAX_PRIVATE_LEN: usize = 64 * 1024;

/// What such a file holds.
#[derive(Debug)]
pub struct PrivateFile {
    /// Its text.
    pub text: Secret,
    /// Other users of this machine may read it.
    pub exposed: bool,
}

/// Reads a file that the user named, with the user's rights. It may be a pipe (`/dev/fd/3`), which is read to its end.
///
/// # Errors
/// [`ReadError`]: it cannot be read, is larger than [`MAX_PRIVATE_LEN`], or is no text.
pub fn read_private(path: &Path) -> Result<PrivateFile, ReadError> {
    read_file(File::open(path)?)
}

/// Reads a file that a profile names for user name, password or passphrase, from the profile's own folder and nowhere else: what
/// stands in it is sent to a server that the profile names, too. Hidden files are left alone, since a home directory keeps its
/// keys and passwords in those.
///
/// # Errors
/// [`SideFileError`]: it is not there, lies elsewhere, is hidden, too large, or no text.
pub fn read_beside(profile: &Path, name: &str) -> Result<PrivateFile, SideFileError> {
    let folder = profile.parent().and_then(Folder::open).ok_or(SideFileError::NotFound)?;
    let name = folder.relative(name);
    if relative_parts(&name)?.iter().any(|part| part.starts_with('.')) {
        return Err(SideFileError::Outside);
    }
    read_file(folder.open_file(&name)?).map_err(|error| match error {
        ReadError::NotFound(_) => SideFileError::NotFound,
        ReadError::TooLarge => SideFileError::TooLarge,
        ReadError::NotAFile | ReadError::Unreadable(_) => SideFileError::Unreadable,
    })
}

fn read_file(file: File) -> Result<PrivateFile, ReadError> {
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(ReadError::NotAFile);
    }
    let exposed = about.is_file() && others_may_read(&about);
    // Wiped when dropped; made at its full size, so that growing it leaves no copy behind.
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(MAX_PRIVATE_LEN + 1));
    let limit = u64::try_from(MAX_PRIVATE_LEN).unwrap_or(u64::MAX);
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_PRIVATE_LEN {
        return Err(ReadError::TooLarge);
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| ReadError::Unreadable(io::ErrorKind::InvalidData.into()))?;
    let text = Secret::from(text.strip_prefix('\u{feff}').unwrap_or(text));
    Ok(PrivateFile { text, exposed })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_what_lies_beside_the_profile_is_read() {
        let home = tempfile::tempdir().unwrap();
        let inside = home.path().join("vpn");
        fs::create_dir_all(inside.join("keys")).unwrap();
        fs::create_dir_all(inside.join(".ssh")).unwrap();
        let profile = inside.join("work.ovpn");
        fs::write(&profile, "client\n").unwrap();
        for name in ["vpn/creds.txt", "vpn/keys/creds.txt", "vpn/.netrc", "vpn/.ssh/id", "elsewhere"] {
            fs::write(home.path().join(name), "\u{feff}alice\r\nsecret\r\n").unwrap();
        }
        let absolute = inside.canonicalize().unwrap().join("creds.txt").display().to_string();
        for name in ["creds.txt", "./creds.txt", "keys/creds.txt", &absolute] {
            assert_eq!(read_beside(&profile, name).unwrap().text.expose(), "alice\r\nsecret\r\n", "{name}");
        }
        let elsewhere = home.path().join("elsewhere").display().to_string();
        for name in ["../elsewhere", &elsewhere, ".netrc", ".ssh/id", "/etc/passwd", "~/creds.txt"] {
            assert_eq!(read_beside(&profile, name).unwrap_err(), SideFileError::Outside, "{name}");
        }
        assert_eq!(read_beside(&profile, "missing").unwrap_err(), SideFileError::NotFound);
        assert_eq!(read_beside(&profile, "keys").unwrap_err(), SideFileError::Unreadable);
        fs::write(inside.join("long"), "x".repeat(MAX_PRIVATE_LEN + 1)).unwrap();
        assert_eq!(read_beside(&profile, "long").unwrap_err(), SideFileError::TooLarge);
        fs::write(inside.join("latin"), b"al\xedce\nsecret\n").unwrap();
        assert_eq!(read_beside(&profile, "latin").unwrap_err(), SideFileError::Unreadable);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_may_read_is_told_from_one_that_they_may_not() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers");
        fs::write(&path, "password=x\n").unwrap();
        for (mode, exposed) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true), (0o644, true)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(read_private(&path).unwrap().exposed, exposed, "{mode:o}");
        }
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let writer = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::write(pipe, "password=x\n").unwrap()
        });
        let read = read_private(&pipe).unwrap();
        writer.join().unwrap();
        assert_eq!((read.text.expose(), read.exposed), ("password=x\n", false));
        assert!(matches!(read_private(folder.path()), Err(ReadError::NotAFile)));
    }
}
