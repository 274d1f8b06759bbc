//! The desktop's keychain through the Secret Service.

use std::{collections::HashMap, sync::Arc};

use keyring_core::{Entry, Error, api::CredentialStoreApi};
use vpn_api::Secret;
use zbus_secret_service_keyring_store::Store;
use zeroize::Zeroizing;

use super::{Keychain, KeychainError};

/// Under which all items of Adit are found.
const SERVICE: &str = "app.adit.Adit";

/// The Secret Service (GNOME Keyring, KWallet, KeePassXC). Connected at its first use, and again after a failure,
/// because the service may start later than Adit or be started anew.
#[derive(Default)]
pub(crate) struct SecretService {
    store: Option<Arc<Store>>,
}

impl SecretService {
    fn entry(&mut self, name: &str, label: Option<&str>) -> Result<Entry, KeychainError> {
        let store = match &self.store {
            Some(store) => Arc::clone(store),
            None => Arc::clone(self.store.insert(Store::new().map_err(|error| explain(&error))?)),
        };
        let modifiers = label.map(|label| HashMap::from([("label", label)]));
        store.build(SERVICE, name, modifiers.as_ref()).map_err(|error| explain(&error))
    }

    fn checked<T>(&mut self, result: Result<T, Error>) -> Result<T, KeychainError> {
        result.map_err(|error| {
            self.store = None;
            explain(&error)
        })
    }
}

impl Keychain for SecretService {
    fn get(&mut self, name: &str) -> Result<Option<Secret>, KeychainError> {
        let found = match self.entry(name, None)?.get_secret() {
            Err(Error::NoEntry) => Ok(None),
            other => other.map(|bytes| Some(Zeroizing::new(bytes))),
        };
        let bytes = self.checked(found)?;
        Ok(bytes.and_then(|bytes| std::str::from_utf8(&bytes).ok().map(Secret::from)))
    }

    fn set(&mut self, name: &str, label: &str, secret: &Secret) -> Result<(), KeychainError> {
        let result = self.entry(name, Some(label))?.set_secret(secret.expose().as_bytes());
        self.checked(result)
    }

    fn delete(&mut self, name: &str) -> Result<(), KeychainError> {
        let result = match self.entry(name, None)?.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            other => other,
        };
        self.checked(result)
    }
}

fn explain(error: &Error) -> KeychainError {
    if let Error::NoStorageAccess(_) = error {
        KeychainError::Locked(error.to_string())
    } else {
        KeychainError::Missing(error.to_string())
    }
}
