//! Folders with permission bits, whose entries are written by syncing the folder.

use std::{
    fs::{DirBuilder, File, Metadata},
    io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::Path,
};

/// Makes a folder that its owner alone can open, and those above it.
pub(crate) fn create_private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// A renamed file survives a crash once its folder is written (fsync(2)).
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Whether the group or everybody may read a file.
pub(crate) fn others_may_read(about: &Metadata) -> bool {
    about.permissions().mode() & 0o077 != 0
}
