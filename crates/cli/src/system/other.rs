//! Who may read what: as the folder says.

use std::{
    fs::{self, Metadata},
    io,
    path::Path,
};

pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

pub(super) fn is_private(_about: &Metadata) -> bool {
    true
}
