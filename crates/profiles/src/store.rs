//! The imported profiles: one file each, written whole or not at all.
//!
//! What a list needs (name, servers, how one signs in) lies open in the file, which only its owner may read; the typed
//! profile itself, with its keys and the text it was made from, is sealed. So Adit starts without touching the keychain. Without a keychain a profile
//! is kept in memory only. A file that cannot be read is left where it is and reported.

mod arrangement;
mod document;
mod file;
mod seal;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use aws_lc_rs::{hmac, rand};
use profile_api::SignIn;
use serde::{Deserialize, Serialize};
use vpn_api::{ConnectionId, NetworkCondition, ProtocolProfile, state::InvalidConnectionId};

use crate::sealing_key::SealingKey;
pub use arrangement::{Arrangement, Group, GroupId, MAX_GROUPS};
pub use document::{Document, Texts};
pub use file::{Damage, DamageCause, StoreError};
pub use seal::{SealError, Sealed};

/// Names a profile, and its connection at the helper.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProfileId(ConnectionId);

impl ProfileId {
    /// A new one. `None` if the system gives no randomness.
    #[must_use]
    pub fn random() -> Option<Self> {
        let mut bytes = [0; 8];
        rand::fill(&mut bytes).ok()?;
        Self::try_from(format!("p-{}", hex::encode(bytes))).ok()
    }

    /// The connection's name at the helper.
    #[must_use]
    pub fn connection(&self) -> &ConnectionId {
        &self.0
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    #[cfg(test)]
    pub(crate) fn for_tests(text: &str) -> Self {
        Self::try_from(text.to_owned()).unwrap()
    }
}

impl TryFrom<String> for ProfileId {
    type Error = InvalidConnectionId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        ConnectionId::try_from(text).map(Self)
    }
}

impl From<ConnectionId> for ProfileId {
    fn from(id: ConnectionId) -> Self {
        Self(id)
    }
}

impl std::fmt::Display for ProfileId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What is known of a profile without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its id.
    pub id: ProfileId,
    /// Name for people.
    pub name: String,
    /// Its servers' names, in order.
    pub servers: Vec<String>,
    /// How one signs in.
    pub sign_in: SignIn,
    /// When it was imported, Unix seconds.
    pub added: u64,
    /// When it was last connected, Unix seconds.
    #[serde(default)]
    pub last_used: Option<u64>,
    /// User name and password are remembered.
    #[serde(default)]
    pub remembers_login: bool,
    /// The passphrase of the key is remembered.
    #[serde(default)]
    pub remembers_passphrase: bool,
    /// All IPv4 traffic went through its last tunnel.
    #[serde(default)]
    pub took_all: bool,
    /// In which network it is to be connected; everywhere, if that is not said.
    #[serde(default)]
    pub network: Option<NetworkCondition>,
}

impl Card {
    /// Of a profile that was just imported: never used, nothing remembered. `added` is in Unix seconds.
    #[must_use]
    pub fn new(id: ProfileId, name: String, servers: Vec<String>, sign_in: SignIn, added: u64) -> Self {
        let (last_used, remembers_login, remembers_passphrase, took_all) = (None, false, false, false);
        let network = None;
        Self { id, name, servers, sign_in, added, last_used, remembers_login, remembers_passphrase, took_all, network }
    }
}

/// One profile of the list.
#[derive(Debug, Clone)]
pub struct Stored {
    /// What is known of it without opening it.
    pub card: Card,
    /// The profile.
    pub body: Body,
}

/// The profile and its text.
#[derive(Debug, Clone)]
pub enum Body {
    /// Sealed and on disk.
    Sealed {
        /// The sealed document.
        document: Sealed,
        /// Tells the same profile again, see [`fingerprint`].
        fingerprint: String,
    },
    /// In memory only, because there is no keychain that keeps the key.
    Memory(Document),
    /// Nothing: it is the organisation's, and the helper has it ([`vpn_api::policy`]).
    Managed,
}

/// Tells whether two profiles are the same without opening them, whatever their texts; says nothing about them to whoever lacks the key. `None`
/// for a document that has no text.
#[must_use]
pub fn fingerprint(document: &ProtocolProfile, key: &SealingKey) -> Option<String> {
    let text = zeroize::Zeroizing::new(serde_json::to_vec(document).ok()?);
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.bytes());
    Some(hex::encode(hmac::sign(&key, &text)))
}

/// Where the person's profiles are: `adit/profiles` in the folder that the desktop keeps for programs' data
/// (`$XDG_DATA_HOME` or `~/.local/share` on Linux). `None` if there is no home directory.
#[must_use]
pub fn default_folder() -> Option<PathBuf> {
    dirs::data_dir().map(|data| data.join("adit").join("profiles"))
}

/// The list, and its folder.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    profiles: BTreeMap<ProfileId, Stored>,
    arrangement: Arrangement,
    /// What was arranged before could not be read, and is kept aside by the next change.
    keep_arrangement: bool,
}

impl Store {
    /// Reads the folder, which need not exist. Gives what could not be read beside what could.
    pub fn open(folder: &Path) -> (Self, Vec<Damage>) {
        let (found, mut damage) = file::read_folder(folder);
        let profiles = found.into_iter().map(|stored| (stored.card.id.clone(), stored)).collect();
        let (arrangement, broken) = file::read_arrangement(folder);
        let keep_arrangement = broken.is_some();
        damage.extend(broken);
        (Self { folder: folder.to_owned(), profiles, arrangement, keep_arrangement }, damage)
    }

    /// Favourites and groups.
    #[must_use]
    pub fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    /// Changes favourites and groups. Groups that have no profile left go; those whose sign-in is to be forgotten with them are
    /// given back. What could not be written holds until Adit quits.
    ///
    /// # Errors
    /// It could not be written.
    pub fn arrange<T>(&mut self, change: impl FnOnce(&mut Arrangement) -> T) -> Result<(T, Vec<GroupId>), StoreError> {
        let before = self.arrangement.clone();
        let result = change(&mut self.arrangement);
        let gone = self.arrangement.drop_empty_groups();
        if self.arrangement != before {
            file::write_arrangement(&self.folder, &self.arrangement, self.keep_arrangement)?;
            self.keep_arrangement = false;
        }
        Ok((result, gone))
    }

    /// One profile.
    #[must_use]
    pub fn get(&self, id: &ProfileId) -> Option<&Stored> {
        self.profiles.get(id)
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Stored> {
        self.profiles.values()
    }

    /// Adds a profile, or replaces the one of the same id. It is in the list even if it could not be written.
    ///
    /// # Errors
    /// It could not be written.
    pub fn put(&mut self, stored: Stored) -> Result<(), StoreError> {
        let written = file::write(&self.folder, &stored);
        self.profiles.insert(stored.card.id.clone(), stored);
        written
    }

    /// Changes what is known of a profile, if it is there.
    ///
    /// # Errors
    /// It could not be written.
    pub fn change(&mut self, id: &ProfileId, change: impl FnOnce(&mut Card)) -> Result<(), StoreError> {
        let Some(stored) = self.profiles.get_mut(id) else { return Ok(()) };
        let before = stored.card.clone();
        change(&mut stored.card);
        if stored.card == before {
            return Ok(());
        }
        file::write(&self.folder, stored)
    }

    /// Takes a profile out of the list and leaves its file, so that it can come back.
    pub fn take(&mut self, id: &ProfileId) -> Option<Stored> {
        self.profiles.remove(id)
    }

    /// Puts back what was taken.
    pub fn put_back(&mut self, stored: Stored) {
        self.profiles.insert(stored.card.id.clone(), stored);
    }

    /// Deletes the file of a profile that was taken.
    ///
    /// # Errors
    /// It could not be deleted.
    pub fn delete_file(&self, id: &ProfileId) -> Result<(), StoreError> {
        file::delete(&self.folder, id)
    }
}
