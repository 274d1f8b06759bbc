//! Files and directories whose rights come from the directory above.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::Path,
};

pub(super) fn make_private_directory(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(path)
}
