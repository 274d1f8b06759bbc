//! Where secrets are kept: the desktop's keychain, or memory where there is none. The only module that names `keyring`.
//!
//! The keychain is not touched before something needs it, because opening it can put a question on the screen. It is
//! asked from a thread of its own: the person may take minutes to answer that question, and nothing else waits for it.

mod keychain;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use profile_api::Formats;
use serde::{Deserialize, Serialize};
use vpn_api::{ProtocolProfile, Secret, Secrets};

use crate::{
    sealing_key::SealingKey,
    store::{Body, Card, Document, GroupId, ProfileId, SealError, Stored},
};

pub use keychain::DesktopKeychain;

/// How long one question to the keychain may take. Long enough to type a passphrase for it, short enough that a
/// keychain that hangs does not hold Adit for good.
const PATIENCE: Duration = Duration::from_secs(120);

/// A place for secrets with names.
pub trait Keychain: Send + 'static {
    /// The secret of this name.
    ///
    /// # Errors
    /// The keychain cannot be used.
    fn get(&mut self, name: &str) -> Result<Option<Secret>, KeychainError>;
    /// Keeps `secret` under this name; `label` is what the desktop's own keychain program shows.
    ///
    /// # Errors
    /// The keychain cannot be used.
    fn set(&mut self, name: &str, label: &str, secret: &Secret) -> Result<(), KeychainError>;
    /// Forgets the secret of this name, if there is one.
    ///
    /// # Errors
    /// The keychain cannot be used.
    fn delete(&mut self, name: &str) -> Result<(), KeychainError>;
}

/// Why the keychain cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// There is none on this desktop, or it does not answer.
    #[error("no keychain: {0}")]
    Missing(String),
    /// It is there and locked, and the person did not unlock it.
    #[error("the keychain stays locked: {0}")]
    Locked(String),
    /// It took longer than [`PATIENCE`].
    #[error("the keychain did not answer in time")]
    Silent,
}

/// Why a stored profile does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Its key is in a keychain that cannot be used.
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    /// The keychain has no key, or another one, or the profile's file was changed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// What is kept for a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RememberedItem {
    /// User name and password.
    Login,
    /// Passphrase of the private key.
    Passphrase,
}

impl RememberedItem {
    const ALL: [Self; 2] = [Self::Login, Self::Passphrase];

    fn name(self, profile: &ProfileId) -> String {
        match self {
            Self::Login => format!("{profile}/login"),
            Self::Passphrase => format!("{profile}/passphrase"),
        }
    }
}

/// No profile's item has this name: an id has no slash.
fn group_item(group: &GroupId) -> String {
    format!("group/{group}/login")
}

fn read_login(text: &Secret) -> Option<Login> {
    serde_json::from_str(text.expose()).ok()
}

/// User name and password, as one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// User name.
    pub username: String,
    /// Password.
    pub password: Secret,
}

/// Secrets by profile. Clones share one vault.
#[derive(Clone)]
pub struct Vault {
    keychain: Arc<Mutex<Box<dyn Keychain>>>,
    shared: Arc<Mutex<Shared>>,
    patience: Duration,
}

#[derive(Default)]
struct Shared {
    sealing_key: Option<SealingKey>,
    /// By the name that it would have in the keychain.
    memory: BTreeMap<String, Secret>,
    trouble: Option<KeychainError>,
}

const SEALING_KEY: &str = "sealing-key";

fn kept_key(keychain: &mut dyn Keychain) -> Result<Option<SealingKey>, KeychainError> {
    Ok(keychain.get(SEALING_KEY)?.as_ref().and_then(SealingKey::from_secret))
}

impl Vault {
    /// Over this keychain, which is not touched yet.
    #[must_use]
    pub fn new(keychain: impl Keychain) -> Self {
        Self { keychain: Arc::new(Mutex::new(Box::new(keychain))), shared: Arc::default(), patience: PATIENCE }
    }

    /// What was wrong with the keychain when it was needed last.
    #[must_use]
    pub fn trouble(&self) -> Option<KeychainError> {
        self.shared().trouble.clone()
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key that seals profiles. Made at its first use.
    ///
    /// # Errors
    /// There is no keychain to keep it in.
    pub async fn sealing_key(&self) -> Result<SealingKey, KeychainError> {
        if let Some(key) = self.known_key() {
            return Ok(key);
        }
        let key = self
            .ask(|keychain| {
                if let Some(key) = kept_key(keychain)? {
                    return Ok(key);
                }
                let key = SealingKey::random().ok_or_else(|| KeychainError::Missing("no randomness".to_owned()))?;
                keychain.set(SEALING_KEY, "Adit: key of the stored profiles", &key.to_secret())?;
                Ok(key)
            })
            .await?;
        self.shared().sealing_key = Some(key.clone());
        Ok(key)
    }

    /// Opens a profile. Makes no key: with a new one nothing opens that is there.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(&self, stored: &Stored, formats: &Formats) -> Result<ProtocolProfile, OpenError> {
        Ok(self.open_document(stored).await?.into_profile(formats))
    }

    /// Opens a profile together with its text.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open_document(&self, stored: &Stored) -> Result<Document, OpenError> {
        let sealed = match &stored.body {
            Body::Memory(document) => return Ok(document.clone()),
            Body::Managed => return Ok(vpn_api::policy::managed(stored.card.id.connection()).into()),
            Body::Sealed { document, .. } => document,
        };
        let key = match self.known_key() {
            Some(key) => key,
            None => {
                let key = self.ask(kept_key).await?.ok_or(SealError::DoesNotOpen)?;
                self.shared().sealing_key = Some(key.clone());
                key
            }
        };
        Ok(sealed.open(&stored.card.id, &key)?)
    }

    fn known_key(&self) -> Option<SealingKey> {
        self.shared().sealing_key.clone()
    }

    /// What is remembered for signing in, as far as the card says that something is; `group` is the group whose sign-in the
    /// profile shares ([`crate::Arrangement::login_group`]), which holds where it has none of its own. What the keychain does
    /// not give is left out; [`Vault::trouble`] tells whether it could be asked.
    pub async fn remembered(&self, card: &Card, group: Option<&GroupId>) -> Secrets {
        let login = match group {
            _ if card.remembers_login => self.login(&card.id).await,
            Some(group) => self.group_login(group).await,
            None => None,
        };
        let key_passphrase = if card.remembers_passphrase { self.passphrase(&card.id).await } else { None };
        let (username, password) = login.map(|login| (login.username, login.password)).unzip();
        Secrets { username, password, key_passphrase, ..Secrets::default() }
    }

    /// The remembered user name and password.
    pub async fn login(&self, profile: &ProfileId) -> Option<Login> {
        read_login(&self.get(RememberedItem::Login.name(profile)).await?)
    }

    /// The user name and password that the profiles of a group share.
    pub async fn group_login(&self, group: &GroupId) -> Option<Login> {
        read_login(&self.get(group_item(group)).await?)
    }

    /// The remembered passphrase.
    pub async fn passphrase(&self, profile: &ProfileId) -> Option<Secret> {
        self.get(RememberedItem::Passphrase.name(profile)).await
    }

    /// Remembers user name and password: in the keychain, else in memory until Adit quits.
    pub async fn remember_login(&self, profile: &ProfileId, name: &str, login: &Login) {
        self.set_login(RememberedItem::Login.name(profile), name, login).await;
    }

    /// Remembers user name and password for a whole group, likewise.
    pub async fn remember_group_login(&self, group: &GroupId, name: &str, login: &Login) {
        self.set_login(group_item(group), name, login).await;
    }

    async fn set_login(&self, item: String, name: &str, login: &Login) {
        if let Ok(text) = serde_json::to_string(login) {
            self.set(item, format!("Adit: password for {name}"), Secret::new(text)).await;
        }
    }

    /// Remembers the passphrase, likewise.
    pub async fn remember_passphrase(&self, profile: &ProfileId, name: &str, passphrase: &Secret) {
        let label = format!("Adit: key passphrase for {name}");
        self.set(RememberedItem::Passphrase.name(profile), label, passphrase.clone()).await;
    }

    /// Forgets one thing.
    ///
    /// # Errors
    /// The keychain cannot be used, so that it may still hold it.
    pub async fn forget_item(&self, profile: &ProfileId, item: RememberedItem) -> Result<(), KeychainError> {
        self.delete(item.name(profile)).await
    }

    /// Forgets the sign-in that a group shares.
    ///
    /// # Errors
    /// The keychain cannot be used, so that it may still hold it.
    pub async fn forget_group_login(&self, group: &GroupId) -> Result<(), KeychainError> {
        self.delete(group_item(group)).await
    }

    /// Forgets everything about a profile.
    ///
    /// # Errors
    /// The keychain cannot be used, so that it may still hold something.
    pub async fn forget(&self, profile: &ProfileId) -> Result<(), KeychainError> {
        for item in RememberedItem::ALL {
            self.forget_item(profile, item).await?;
        }
        Ok(())
    }

    async fn delete(&self, name: String) -> Result<(), KeychainError> {
        let in_memory = self.shared().memory.remove(&name).is_some();
        let outcome = self.ask(move |keychain| keychain.delete(&name)).await;
        // What had to be kept in memory is not in a keychain that was not there.
        if in_memory { Ok(()) } else { outcome }
    }

    async fn get(&self, name: String) -> Option<Secret> {
        let in_memory = self.shared().memory.get(&name).cloned();
        if in_memory.is_some() {
            return in_memory;
        }
        self.ask(move |keychain| keychain.get(&name)).await.ok().flatten()
    }

    async fn set(&self, name: String, label: String, secret: Secret) {
        let (item, copy) = (name.clone(), secret.clone());
        let kept = self.ask(move |keychain| keychain.set(&item, &label, &copy)).await.is_ok();
        let mut shared = self.shared();
        if kept {
            shared.memory.remove(&name);
        } else {
            shared.memory.insert(name, secret);
        }
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut dyn Keychain) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let keychain = Arc::clone(&self.keychain);
        let task = tokio::task::spawn_blocking(move || {
            let mut keychain = keychain.lock().unwrap_or_else(PoisonError::into_inner);
            question(keychain.as_mut())
        });
        let answer = match tokio::time::timeout(self.patience, task).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(broken)) => Err(KeychainError::Missing(broken.to_string())),
            Err(_elapsed) => Err(KeychainError::Silent),
        };
        self.shared().trouble = answer.as_ref().err().cloned();
        if let Err(error) = &answer {
            tracing::warn!(%error, "the keychain cannot be used");
        }
        answer
    }
}

#[cfg(test)]
mod tests;
