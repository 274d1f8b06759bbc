//! The desktop's keychain: one `keyring::Entry` for each secret.

#[cfg(not(target_os = "linux"))]
mod built_in;
#[cfg(target_os = "linux")]
mod secret_service;

use keyring::Error;
use vpn_api::Secret;
use zeroize::Zeroizing;

use super::{Keychain, KeychainError};
#[cfg(not(target_os = "linux"))]
use built_in::Entries;
#[cfg(target_os = "linux")]
use secret_service::Entries;

/// Under which all items of Adit are found.
const SERVICE: &str = "app.adit.Adit";

/// The keychain of this desktop: the Secret Service (GNOME Keyring, KWallet, KeePassXC) on Linux, what the system has built
/// in elsewhere.
#[derive(Debug, Default)]
pub struct DesktopKeychain {
    entries: Entries,
}

impl DesktopKeychain {
    fn checked<T>(&mut self, result: Result<T, Error>) -> Result<T, KeychainError> {
        result.map_err(|error| {
            self.entries.start_anew();
            explain(&error)
        })
    }
}

impl Keychain for DesktopKeychain {
    fn get(&mut self, name: &str) -> Result<Option<Secret>, KeychainError> {
        let found = match self.entries.entry(name, None).and_then(|entry| entry.get_secret()) {
            Err(Error::NoEntry) => Ok(None),
            other => other.map(|bytes| Some(Zeroizing::new(bytes))),
        };
        let bytes = self.checked(found)?;
        Ok(bytes.and_then(|bytes| std::str::from_utf8(&bytes).ok().map(Secret::from)))
    }

    fn set(&mut self, name: &str, label: &str, secret: &Secret) -> Result<(), KeychainError> {
        let entry = self.entries.entry(name, Some(label));
        let result = entry.and_then(|entry| entry.set_secret(secret.expose().as_bytes()));
        self.checked(result)
    }

    fn delete(&mut self, name: &str) -> Result<(), KeychainError> {
        let result = match self.entries.entry(name, None).and_then(|entry| entry.delete_credential()) {
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
