//! Where there is no way yet to tell who wrote a file: none is trusted.

use std::{
    fs::{File, Metadata},
    io,
    path::Path,
    time::SystemTime,
};

use vpn_api::PolicyFault;

/// What changes when a file is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp(u64, Option<SystemTime>);

impl Stamp {
    pub(super) fn of(about: &Metadata) -> Self {
        Self(about.len(), about.modified().ok())
    }
}

pub(super) fn trusted(_about: &Metadata) -> Result<(), PolicyFault> {
    Err(PolicyFault::Owner)
}

pub(super) fn open_no_link(path: &Path) -> io::Result<File> {
    File::open(path)
}
