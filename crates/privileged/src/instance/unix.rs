//! Files and directories for their owner alone.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

pub(super) fn make_private_directory(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// A link is not followed. A file system that turned read-only, as after an error of its disk, keeps nobody from undoing what is
/// left in the kernel: the lock of before does.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    let no_follow = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    let own =
        OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).custom_flags(no_follow).open(path);
    own.or_else(|error| {
        if error.kind() == io::ErrorKind::ReadOnlyFilesystem {
            return OpenOptions::new().read(true).custom_flags(no_follow).open(path);
        }
        Err(error)
    })
}
