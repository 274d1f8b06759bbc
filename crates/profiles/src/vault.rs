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
    store::{Body, Card, Document, ProfileId, SealError, Stored},
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
    memory: BTreeMap<(ProfileId, RememberedItem), Secret>,
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

    /// What is remembered for signing in, as far as the card says that something is. What the keychain does not give is
    /// left out; [`Vault::trouble`] tells whether it could be asked.
    pub async fn remembered(&self, card: &Card) -> Secrets {
        let login = if card.remembers_login { self.login(&card.id).await } else { None };
        let key_passphrase = if card.remembers_passphrase { self.passphrase(&card.id).await } else { None };
        let (username, password) = login.map(|login| (login.username, login.password)).unzip();
        Secrets { username, password, key_passphrase, ..Secrets::default() }
    }

    /// The remembered user name and password.
    pub async fn login(&self, profile: &ProfileId) -> Option<Login> {
        let text = self.get(profile, RememberedItem::Login).await?;
        serde_json::from_str(text.expose()).ok()
    }

    /// The remembered passphrase.
    pub async fn passphrase(&self, profile: &ProfileId) -> Option<Secret> {
        self.get(profile, RememberedItem::Passphrase).await
    }

    /// Remembers user name and password: in the keychain, else in memory until Adit quits.
    pub async fn remember_login(&self, profile: &ProfileId, name: &str, login: &Login) {
        if let Ok(text) = serde_json::to_string(login) {
            self.set(profile, RememberedItem::Login, &format!("Adit: password for {name}"), Secret::new(text)).await;
        }
    }

    /// Remembers the passphrase, likewise.
    pub async fn remember_passphrase(&self, profile: &ProfileId, name: &str, passphrase: &Secret) {
        self.set(profile, RememberedItem::Passphrase, &format!("Adit: key passphrase for {name}"), passphrase.clone())
            .await;
    }

    /// Forgets one thing.
    ///
    /// # Errors
    /// The keychain cannot be used, so that it may still hold it.
    pub async fn forget_item(&self, profile: &ProfileId, item: RememberedItem) -> Result<(), KeychainError> {
        let in_memory = self.shared().memory.remove(&(profile.clone(), item)).is_some();
        let name = item.name(profile);
        let outcome = self.ask(move |keychain| keychain.delete(&name)).await;
        // What had to be kept in memory is not in a keychain that was not there.
        if in_memory { Ok(()) } else { outcome }
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

    async fn get(&self, profile: &ProfileId, item: RememberedItem) -> Option<Secret> {
        let in_memory = self.shared().memory.get(&(profile.clone(), item)).cloned();
        if in_memory.is_some() {
            return in_memory;
        }
        let name = item.name(profile);
        self.ask(move |keychain| keychain.get(&name)).await.ok().flatten()
    }

    async fn set(&self, profile: &ProfileId, item: RememberedItem, label: &str, secret: Secret) {
        let (name, label, copy) = (item.name(profile), label.to_owned(), secret.clone());
        let kept = self.ask(move |keychain| keychain.set(&name, &label, &copy)).await.is_ok();
        let mut shared = self.shared();
        if kept {
            shared.memory.remove(&(profile.clone(), item));
        } else {
            shared.memory.insert((profile.clone(), item), secret);
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
mod tests {
    use super::*;
    use ovpn_profile::OpenVpn;
    use profile_api::SignIn;

    use crate::testing::FakeKeychain;

    struct Hanging;

    impl Keychain for Hanging {
        fn get(&mut self, _name: &str) -> Result<Option<Secret>, KeychainError> {
            std::thread::sleep(Duration::from_millis(400));
            Ok(None)
        }

        fn set(&mut self, name: &str, _label: &str, _secret: &Secret) -> Result<(), KeychainError> {
            self.get(name).map(|_| ())
        }

        fn delete(&mut self, name: &str) -> Result<(), KeychainError> {
            self.get(name).map(|_| ())
        }
    }

    fn alice() -> Login {
        Login { username: "alice".to_owned(), password: Secret::from("correct horse") }
    }

    #[tokio::test]
    async fn what_is_remembered_outlives_the_vault_until_forgotten() {
        let keychain = FakeKeychain::default();
        let work = ProfileId::for_tests("work");
        Vault::new(keychain.clone()).remember_login(&work, "Work", &alice()).await;
        Vault::new(keychain.clone()).remember_passphrase(&work, "Work", &Secret::from("open")).await;
        let vault = Vault::new(keychain.clone());
        assert_eq!(vault.login(&work).await, Some(alice()));
        assert_eq!(vault.login(&ProfileId::for_tests("home")).await, None);
        assert_eq!(vault.trouble(), None);

        vault.forget(&work).await.unwrap();
        assert_eq!(vault.login(&work).await, None);
        assert_eq!(vault.passphrase(&work).await, None);
        assert!(keychain.items().is_empty());
    }

    #[tokio::test]
    async fn the_sealing_key_is_made_once() {
        let keychain = FakeKeychain::default();
        let first = Vault::new(keychain.clone()).sealing_key().await.unwrap();
        let second = Vault::new(keychain.clone()).sealing_key().await.unwrap();
        assert_eq!(first.bytes(), second.bytes());
        let other = Vault::new(FakeKeychain::default()).sealing_key().await.unwrap();
        assert_ne!(first.bytes(), other.bytes());
    }

    #[tokio::test]
    async fn a_profile_opens_with_the_key_that_sealed_it_and_opening_makes_no_key() {
        let keychain = FakeKeychain::default();
        let vault = Vault::new(keychain.clone());
        let document = ProtocolProfile { protocol: ovpn_profile::PROTOCOL, settings: Secret::from("{}") };
        let id = ProfileId::for_tests("work");
        let key = vault.sealing_key().await.unwrap();
        let sealed = crate::Sealed::seal(&document.clone().into(), &id, &key).unwrap();
        let card = Card {
            remembers_login: true,
            ..Card::new(id.clone(), "Work".to_owned(), Vec::new(), SignIn::default(), 1)
        };
        let stored = Stored { card, body: Body::Sealed { document: sealed, fingerprint: String::new() } };
        vault.remember_login(&id, "Work", &alice()).await;
        vault.remember_passphrase(&id, "Work", &Secret::from("open")).await;

        let again = Vault::new(keychain.clone());
        assert_eq!(again.open(&stored, &Formats::new(OpenVpn)).await, Ok(document));
        let secrets = again.remembered(&stored.card).await;
        assert_eq!(secrets.username.as_deref(), Some("alice"));
        assert_eq!(secrets.password, Some(Secret::from("correct horse")));
        assert_eq!(secrets.key_passphrase, None, "the card does not say that one is remembered");

        keychain.missing.store(true, std::sync::atomic::Ordering::SeqCst);
        let missing = KeychainError::Missing("test".to_owned());
        assert_eq!(Vault::new(keychain).open(&stored, &Formats::new(OpenVpn)).await, Err(OpenError::Keychain(missing)));
        let empty = FakeKeychain::default();
        assert_eq!(
            Vault::new(empty.clone()).open(&stored, &Formats::new(OpenVpn)).await,
            Err(OpenError::Seal(SealError::DoesNotOpen))
        );
        assert!(empty.items().is_empty());
    }

    #[tokio::test]
    async fn without_a_keychain_secrets_live_in_memory_and_it_is_said() {
        let keychain = FakeKeychain::missing();
        let vault = Vault::new(keychain.clone());
        let work = ProfileId::for_tests("work");
        vault.remember_login(&work, "Work", &alice()).await;
        assert_eq!(vault.login(&work).await, Some(alice()));
        assert_eq!(vault.trouble(), Some(KeychainError::Missing("test".to_owned())));
        assert!(vault.sealing_key().await.is_err());

        keychain.missing.store(false, std::sync::atomic::Ordering::SeqCst);
        assert!(vault.sealing_key().await.is_ok());
        assert_eq!(vault.trouble(), None);
        assert_eq!(
            Vault::new(keychain).login(&work).await,
            None,
            "what was kept in memory is not written later unasked"
        );
    }

    #[tokio::test]
    async fn a_keychain_that_hangs_does_not_hold_adit() {
        let mut vault = Vault::new(Hanging);
        vault.patience = Duration::from_millis(30);
        let began = std::time::Instant::now();
        assert_eq!(vault.login(&ProfileId::for_tests("work")).await, None);
        assert!(began.elapsed() < Duration::from_millis(300));
        assert_eq!(vault.trouble(), Some(KeychainError::Silent));
    }

    #[test]
    fn keys_and_passwords_are_not_printed() {
        assert_eq!(format!("{:?}", SealingKey::for_tests(7)), "SealingKey(hidden)");
        assert!(!format!("{:?}", alice()).contains("horse"));
    }
}
