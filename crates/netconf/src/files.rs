//! Files that a crash at any moment leaves whole.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

#[cfg(not(unix))]
mod portable;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(crate) use portable::{private, sync_directory};
#[cfg(unix)]
pub(crate) use unix::{private, sync_directory};

/// Removes a file, if it is there.
///
/// # Errors
/// As [`fs::remove_file`].
pub fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Where [`replace_file`] writes before it renames. A crash may leave it.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    path.with_extension("json.next")
}

/// Replaces a file so that a crash of this process at any moment leaves the old one or the new one; `lasting`: a crash of the machine too,
/// for which the disk is waited for.
///
/// # Errors
/// The old file is as it was.
pub fn replace_file(path: &Path, bytes: &[u8], lasting: bool) -> io::Result<()> {
    let next = unfinished(path);
    remove_file(&next)?;
    let mut file = private(OpenOptions::new().write(true).create_new(true)).open(&next)?;
    file.write_all(bytes)?;
    if lasting {
        file.sync_all()?;
    }
    fs::rename(&next, path)?;
    if lasting { path.parent().map_or(Ok(()), sync_directory) } else { Ok(()) }
}
