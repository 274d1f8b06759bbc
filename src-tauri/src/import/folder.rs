//! The folder around a profile: the only place from which the files that it names are read unasked.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use ovpn_profile::{MAX_SIDE_FILE_LEN, SideFileError, SideFiles, side::relative_parts};

/// A folder, with its links resolved.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// `None` if it cannot be found.
    pub(super) fn open(path: &Path) -> Option<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        path.canonicalize().ok().map(Self)
    }
}

impl SideFiles for Folder {
    fn read(&self, name: &str) -> Result<Vec<u8>, SideFileError> {
        let named = relative_parts(name)?.iter().fold(self.0.clone(), |path, part| path.join(part));
        let real = named.canonicalize().map_err(|error| explain(&error))?;
        if !real.starts_with(&self.0) {
            return Err(SideFileError::Outside);
        }
        let about = fs::metadata(&real).map_err(|error| explain(&error))?;
        if !about.is_file() {
            return Err(SideFileError::Unreadable);
        }
        let mut bytes = Vec::new();
        let file = File::open(&real).map_err(|error| explain(&error))?;
        file.take(MAX_SIDE_FILE_LEN as u64 + 1).read_to_end(&mut bytes).map_err(|error| explain(&error))?;
        if bytes.len() > MAX_SIDE_FILE_LEN { Err(SideFileError::TooLarge) } else { Ok(bytes) }
    }
}

fn explain(error: &io::Error) -> SideFileError {
    if error.kind() == io::ErrorKind::NotFound { SideFileError::NotFound } else { SideFileError::Unreadable }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_inside_the_folder_are_read() {
        let home = tempfile::tempdir().unwrap();
        let inside = home.path().join("profile");
        fs::create_dir_all(inside.join("keys")).unwrap();
        fs::write(inside.join("keys/ca.crt"), "ca").unwrap();
        fs::write(home.path().join("secret"), "secret").unwrap();
        File::create(inside.join("huge")).unwrap().set_len(1 << 30).unwrap();
        let folder = Folder::open(&inside).unwrap();
        assert_eq!(folder.read("keys/ca.crt"), Ok(b"ca".to_vec()));
        assert_eq!(folder.read("missing"), Err(SideFileError::NotFound));
        assert_eq!(folder.read("../secret"), Err(SideFileError::Outside));
        assert_eq!(folder.read("keys"), Err(SideFileError::Unreadable));
        assert_eq!(folder.read("huge"), Err(SideFileError::TooLarge));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(home.path().join("secret"), inside.join("link")).unwrap();
            assert_eq!(folder.read("link"), Err(SideFileError::Outside));
        }
    }
}
