//! What has to be undone, on disk before it is done.

use std::{
    fs::{self, OpenOptions},
    io::{self, Read},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use vpn_api::TunnelSlot;

use crate::{
    backend::Undoing,
    error::NetError,
    files::{private, remove_file, replace_file, unfinished},
};

const VERSION: u32 = 1;
/// A journal of the largest plan is well below this; more is not read.
const MAX_BYTES: u64 = 8 << 20;

/// The undo of everything one tunnel changed, oldest first, one entry for each subject.
#[derive(Debug)]
pub struct Journal<U> {
    store: Option<PathBuf>,
    content: Content<U>,
    /// As it is on disk. Each write waits for the disk, and what is connected waits for it.
    saved: Option<Content<U>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content<U> {
    version: u32,
    slot: TunnelSlot,
    /// Which start of the machine this belongs to, where the machine tells.
    boot: Option<String>,
    entries: Vec<U>,
}

/// What a journal file turned out to be.
#[derive(Debug)]
pub enum Loaded<U> {
    /// There is none.
    Missing,
    /// It cannot be understood: torn, damaged, or from another version.
    Damaged,
    /// It can.
    Intact(Journal<U>),
}

/// Where the journal of a tunnel is kept.
#[must_use]
pub fn path(state_dir: &Path, slot: TunnelSlot) -> PathBuf {
    state_dir.join(format!("network-{}.json", slot.0))
}

/// The tunnels that have a journal.
///
/// # Errors
/// [`NetError::Journal`] when the directory cannot be read. One that is not there has no journals.
pub fn slots(state_dir: &Path) -> Result<Vec<TunnelSlot>, NetError> {
    named(state_dir, ".json")
}

fn named(state_dir: &Path, ending: &str) -> Result<Vec<TunnelSlot>, NetError> {
    let failed = |error: io::Error| NetError::Journal { path: state_dir.to_owned(), cause: error.into() };
    let entries = match fs::read_dir(state_dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut slots = Vec::new();
    for entry in entries {
        let name = entry.map_err(failed)?.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("network-")?.strip_suffix(ending));
        slots.extend(number.and_then(|number| number.parse().ok()).map(TunnelSlot));
    }
    slots.sort_unstable();
    Ok(slots)
}

/// Removes what a write that a crash cut off left beside the journals. To be called while nobody writes one.
///
/// # Errors
/// [`NetError::Journal`] when the directory cannot be read or written. One that is not there holds nothing.
pub fn remove_unfinished(state_dir: &Path) -> Result<(), NetError> {
    let failed = |error: io::Error| NetError::Journal { path: state_dir.to_owned(), cause: error.into() };
    for slot in named(state_dir, ".json.next")? {
        remove_file(&unfinished(&path(state_dir, slot))).map_err(failed)?;
    }
    Ok(())
}

impl<U: Undoing> Journal<U> {
    /// An empty journal that is kept nowhere, for tests without a disk.
    #[cfg(any(test, feature = "_test"))]
    #[must_use]
    pub fn in_memory(slot: TunnelSlot) -> Self {
        let content = Content { version: VERSION, slot, boot: None, entries: Vec::new() };
        Self { store: None, content, saved: None }
    }

    /// An empty journal, written at the first change.
    #[must_use]
    pub fn empty(state_dir: &Path, slot: TunnelSlot, boot: Option<String>) -> Self {
        let content = Content { version: VERSION, slot, boot, entries: Vec::new() };
        Self { store: Some(path(state_dir, slot)), content, saved: None }
    }

    /// Reads a tunnel's journal.
    ///
    /// # Errors
    /// [`NetError::Journal`] when the file is there but cannot be read.
    pub fn load(state_dir: &Path, slot: TunnelSlot) -> Result<Loaded<U>, NetError> {
        let path = path(state_dir, slot);
        let file = match private(OpenOptions::new().read(true)).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Loaded::Missing),
            Err(error) => return Err(NetError::Journal { path, cause: error.into() }),
        };
        let mut bytes = Vec::new();
        let read = file.take(MAX_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|error| NetError::Journal { path: path.clone(), cause: error.into() })?;
        if bytes.len() as u64 > MAX_BYTES {
            return Ok(Loaded::Damaged);
        }
        Ok(match serde_json::from_slice::<Content<U>>(&bytes) {
            Ok(content) if content.version == VERSION && content.slot == slot => {
                Loaded::Intact(Self { store: Some(path), saved: Some(content.clone()), content })
            }
            Ok(_) | Err(_) => Loaded::Damaged,
        })
    }

    /// Which start of the machine the entries belong to.
    #[must_use]
    pub fn boot(&self) -> Option<&str> {
        self.content.boot.as_deref()
    }

    /// What it holds for a subject.
    #[must_use]
    pub fn get(&self, subject: &U::Subject) -> Option<&U> {
        self.content.entries.iter().find(|undo| undo.subject() == *subject)
    }

    /// Puts an entry at the end, or in place of the one of the same subject.
    pub fn put(&mut self, undo: U) {
        let subject = undo.subject();
        match self.content.entries.iter_mut().find(|entry| entry.subject() == subject) {
            Some(entry) => *entry = undo,
            None => self.content.entries.push(undo),
        }
    }

    /// Drops the entry of a subject. Takes effect on disk with the next [`Journal::save`].
    pub fn remove(&mut self, subject: &U::Subject) {
        self.content.entries.retain(|undo| undo.subject() != *subject);
    }

    /// Drops the entries that a restart of the machine undid.
    pub fn forget_kernel_state(&mut self) {
        self.content.entries.retain(|undo| undo.outlives_boot());
    }

    /// The entries in the order in which they are to be undone.
    #[must_use]
    pub fn newest_first(&self) -> Vec<U> {
        self.content.entries.iter().rev().cloned().collect()
    }

    /// All entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[U] {
        &self.content.entries
    }

    /// Drops what only mattered while changes were under way, and saves.
    ///
    /// # Errors
    /// [`NetError::Journal`].
    pub fn settle(&mut self) -> Result<(), NetError> {
        for entry in &mut self.content.entries {
            entry.settle();
        }
        self.save()
    }

    /// Writes the journal so that a crash at any moment leaves the old one or the new one. What a crash of the machine undoes with the
    /// kernel does not wait for the disk: without its journal there is nothing to undo.
    ///
    /// # Errors
    /// [`NetError::Journal`]. Nothing may be changed then.
    pub fn save(&mut self) -> Result<(), NetError> {
        let Some(path) = self.store.as_ref().filter(|_| self.saved.as_ref() != Some(&self.content)) else {
            return Ok(());
        };
        let lasts = |content: &Content<U>| content.entries.iter().any(U::outlives_boot);
        let lasting = lasts(&self.content) || self.saved.as_ref().is_some_and(lasts);
        let bytes = serde_json::to_vec(&self.content).map_err(io::Error::other);
        let written = bytes.and_then(|bytes| replace_file(path, &bytes, lasting));
        written.map_err(|error| NetError::Journal { path: path.clone(), cause: error.into() })?;
        self.saved = Some(self.content.clone());
        Ok(())
    }

    /// Removes the file.
    ///
    /// # Errors
    /// [`NetError::Journal`].
    pub fn delete(&mut self) -> Result<(), NetError> {
        self.content.entries.clear();
        self.saved = None;
        let Some(path) = &self.store else { return Ok(()) };
        remove_file(path).map_err(|error| NetError::Journal { path: path.clone(), cause: error.into() })
    }
}
