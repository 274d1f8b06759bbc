//! A keychain in memory, for tests.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use vpn_api::Secret;

use crate::vault::{Keychain, KeychainError};

/// A keychain in memory that can be switched off, and whose content outlives the vault. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct FakeKeychain {
    items: Arc<Mutex<BTreeMap<String, Secret>>>,
    /// Whether it behaves as if the desktop had none.
    pub missing: Arc<AtomicBool>,
}

impl FakeKeychain {
    /// One that is switched off.
    #[must_use]
    pub fn missing() -> Self {
        let keychain = Self::default();
        keychain.missing.store(true, Ordering::SeqCst);
        keychain
    }

    /// What it holds, by name.
    pub fn items(&self) -> MutexGuard<'_, BTreeMap<String, Secret>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check(&self) -> Result<(), KeychainError> {
        let missing = self.missing.load(Ordering::SeqCst);
        if missing { Err(KeychainError::Missing("test".to_owned())) } else { Ok(()) }
    }
}

impl Keychain for FakeKeychain {
    fn get(&mut self, name: &str) -> Result<Option<Secret>, KeychainError> {
        self.check()?;
        Ok(self.items().get(name).cloned())
    }

    fn set(&mut self, name: &str, _label: &str, secret: &Secret) -> Result<(), KeychainError> {
        self.check()?;
        self.items().insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn delete(&mut self, name: &str) -> Result<(), KeychainError> {
        self.check()?;
        self.items().remove(name);
        Ok(())
    }
}
