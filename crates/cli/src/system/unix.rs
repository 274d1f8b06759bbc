//! Who may read what, on Unix.

use std::{
    fs::{self, DirBuilder, Metadata},
    io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::Path,
};

/// Makes a folder that only its owner may enter.
pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
    folder.parent().map_or(Ok(()), fs::create_dir_all)?;
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// Whether only its owner may read and write it.
pub(super) fn is_private(about: &Metadata) -> bool {
    about.permissions().mode() & 0o077 == 0
}
