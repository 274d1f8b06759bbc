//! The folder around a profile: the only place from which the files that it names are read unasked.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use profile_api::{MAX_SIDE_FILE_LEN, SideFileError, SideFiles, relative_parts};

use super::{ReadError, read_opened};
use crate::files::open_inside;

/// A folder, with its links resolved.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// `None` if it cannot be found. An empty path is the current folder.
    #[must_use]
    pub fn open(path: &Path) -> Option<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        path.canonicalize().ok().map(Self)
    }

    /// A name as seen from this folder: of a path that leads into it, what follows the folder.
    pub(super) fn relative(&self, name: &str) -> String {
        Path::new(name).strip_prefix(&self.0).map_or_else(|_| name.to_owned(), |rest| rest.display().to_string())
    }

    /// Opens a regular file inside the folder, links included.
    pub(super) fn open_file(&self, name: &str) -> Result<File, SideFileError> {
        let named = relative_parts(name)?.iter().fold(self.0.clone(), |path, part| path.join(part));
        let real = named.canonicalize().map_err(|error| explain(error.into()))?;
        if !real.starts_with(&self.0) {
            return Err(SideFileError::Outside);
        }
        if !real.metadata().is_ok_and(|about| about.is_file()) {
            return Err(SideFileError::Unreadable);
        }
        open_inside(&self.0, &real).map_err(|error| explain(error.into()))
    }
}

impl SideFiles for Folder {
    fn read(&self, name: &str) -> Result<Vec<u8>, SideFileError> {
        let file = self.open_file(name)?;
        read_opened(file, MAX_SIDE_FILE_LEN).map_err(explain)
    }
}

fn explain(error: ReadError) -> SideFileError {
    match error {
        ReadError::NotFound(_) => SideFileError::NotFound,
        ReadError::TooLarge => SideFileError::TooLarge,
        ReadError::NotAFile | ReadError::Unreadable(_) => SideFileError::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

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
        assert_eq!(folder.read("./keys/ca.crt"), Ok(b"ca".to_vec()));
        assert_eq!(folder.read("missing"), Err(SideFileError::NotFound));
        for outside in ["../secret", "/etc/passwd", "keys/../../secret"] {
            assert_eq!(folder.read(outside), Err(SideFileError::Outside), "{outside}");
        }
        assert_eq!(folder.read("keys"), Err(SideFileError::Unreadable));
        assert_eq!(folder.read("huge"), Err(SideFileError::TooLarge));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(home.path().join("secret"), inside.join("link")).unwrap();
            assert_eq!(folder.read("link"), Err(SideFileError::Outside));
        }
    }
}
