//! Entries of a keychain that is part of the system, and there whenever a person is.

use keyring::{Entry, Result};

use super::SERVICE;

/// Needs no connection.
#[derive(Debug, Default)]
pub(super) struct Entries;

impl Entries {
    /// The entry of this name. The system shows it by service and name, so a label has no place.
    pub(super) fn entry(&mut self, name: &str, _label: Option<&str>) -> Result<Entry> {
        Entry::new(SERVICE, name)
    }

    /// There is nothing to make anew.
    pub(super) fn start_anew(&mut self) {}
}
