//! Reading profiles and the files beside them, within bounds.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use ovpn_profile::{Import, MAX_PROFILE_LEN, MAX_SIDE_FILE_LEN, SideFileError, SideFiles, parse, side::relative_parts};

use crate::exit::{Exit, Stop};

/// Reads and parses the profile at `path`. Files that it names are looked for beside it only.
///
/// # Errors
/// It cannot be read, or is larger than any profile.
pub(crate) fn import(path: &Path) -> Result<Import, Stop> {
    let shown = path.display();
    let trouble = |sentence: String| Stop::say(Exit::Profile, sentence);
    let bytes = read_bounded(path, MAX_PROFILE_LEN).map_err(|error| match error {
        SideFileError::NotFound => trouble(format!("{shown} does not exist.")),
        SideFileError::TooLarge => trouble(format!(
            "{shown} is larger than {} KiB, so it is not a profile. Ask whoever gave it to you for the .ovpn file.",
            MAX_PROFILE_LEN / 1024
        )),
        SideFileError::Outside | SideFileError::Unreadable => {
            trouble(format!("{shown} cannot be read. Check that it is a file and that you may read it."))
        }
    })?;
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(parse(&bytes, &Folder(folder.to_owned())))
}

/// The files beside a profile.
struct Folder(PathBuf);

impl SideFiles for Folder {
    fn read(&self, name: &str) -> Result<Vec<u8>, SideFileError> {
        let mut path = self.0.clone();
        path.extend(relative_parts(name)?);
        let inside = |path: &Path| Some(path.canonicalize().ok()?.starts_with(self.0.canonicalize().ok()?));
        match inside(&path) {
            None => Err(SideFileError::NotFound),
            Some(false) => Err(SideFileError::Outside),
            Some(true) => read_bounded(&path, MAX_SIDE_FILE_LEN),
        }
    }
}

/// Reads at most `limit` bytes of a regular file; a larger one is refused by its length.
fn read_bounded(path: &Path, limit: usize) -> Result<Vec<u8>, SideFileError> {
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    let missing = |error: std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
    let metadata = std::fs::metadata(path)
        .map_err(|error| if missing(error) { SideFileError::NotFound } else { SideFileError::Unreadable })?;
    if !metadata.is_file() {
        return Err(SideFileError::Unreadable);
    }
    if metadata.len() > limit {
        return Err(SideFileError::TooLarge);
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|_| SideFileError::Unreadable)?;
    // One byte more than allowed tells a file that grew meanwhile.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| SideFileError::Unreadable)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit { Err(SideFileError::TooLarge) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_beside_the_profile_only() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("profile");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(outer.path().join("secret"), "no").unwrap();
        std::fs::write(folder.join("ca.crt"), "yes").unwrap();
        std::os::unix::fs::symlink(outer.path().join("secret"), folder.join("link")).unwrap();
        let side = Folder(folder.clone());
        assert_eq!(side.read("ca.crt").unwrap(), b"yes");
        assert_eq!(side.read("./ca.crt").unwrap(), b"yes");
        assert_eq!(side.read("missing"), Err(SideFileError::NotFound));
        for outside in ["../secret", "/etc/passwd", "link", "a/../../secret"] {
            assert_eq!(side.read(outside), Err(SideFileError::Outside), "{outside}");
        }
    }

    #[test]
    fn a_file_of_a_gigabyte_is_refused_by_its_length() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("big.ovpn");
        File::create(&path).unwrap().set_len(1 << 30).unwrap();
        assert_eq!(read_bounded(&path, MAX_PROFILE_LEN), Err(SideFileError::TooLarge));
        assert_eq!(read_bounded(folder.path(), 10), Err(SideFileError::Unreadable), "a folder is no file");
        assert_eq!(read_bounded(Path::new("/dev/zero"), 10), Err(SideFileError::Unreadable), "a device is no file");
    }
}
