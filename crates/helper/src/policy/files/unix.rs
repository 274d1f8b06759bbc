//! Owners and permissions on Unix.

use std::{
    fs::{File, Metadata, OpenOptions},
    io,
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::Path,
};

use rustix::{fs::OFlags, process::geteuid};
use vpn_api::PolicyFault;

/// What changes when a file is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    node: (u64, u64),
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    pub(super) fn of(about: &Metadata) -> Self {
        Self {
            node: (about.dev(), about.ino()),
            size: about.size(),
            modified: (about.mtime(), about.mtime_nsec()),
            changed: (about.ctime(), about.ctime_nsec()),
        }
    }
}

/// It is root's, or of the user that this process runs as, who could do anything to it, and nobody else may write it.
pub(super) fn trusted(about: &Metadata) -> Result<(), PolicyFault> {
    if about.uid() != 0 && about.uid() != geteuid().as_raw() {
        return Err(PolicyFault::Owner);
    }
    if about.mode() & 0o022 != 0 {
        return Err(PolicyFault::Writable);
    }
    Ok(())
}

/// A pipe in its place is not waited for.
pub(super) fn open_no_link(path: &Path) -> io::Result<File> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    OpenOptions::new().read(true).custom_flags(i32::try_from(flags).unwrap_or_default()).open(path)
}
