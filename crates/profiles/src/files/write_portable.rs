//! Folders without permission bits. Windows takes the rights from the folder above, which belongs to the user's profile, and cannot
//! open a folder to write it.

use std::{
    fs::{DirBuilder, Metadata},
    io,
    path::Path,
};

/// Makes a folder, and those above it.
pub(crate) fn create_private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

/// The system writes the entry of a renamed file by itself.
#[expect(clippy::unnecessary_wraps, reason = "the same as on other systems")]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Nothing that can be told without access lists.
pub(crate) fn others_may_read(_about: &Metadata) -> bool {
    false
}
