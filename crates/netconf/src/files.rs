//! Files that a crash at any moment leaves whole.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix as system;
#[cfg(not(unix))]
mod portable;
#[cfg(not(unix))]
use portable as system;

pub(crate) use system::private;

/// Removes a file, if it is there.
pub(crate) fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Where [`replace_file`] writes before it renames. A crash may leave it.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    path.with_extension("json.next")
}

/// Replaces a file so that a crash at any moment leaves the old one or the new one.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let next = unfinished(path);
    remove_file(&next)?;
    let mut file = system::private(OpenOptions::new().write(true).create_new(true)).open(&next)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&next, path)?;
    match path.parent() {
        Some(directory) => system::sync_directory(directory),
        None => Ok(()),
    }
}
