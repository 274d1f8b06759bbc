//! Entries of the Secret Service, over a connection that can be made anew: the service may start later than Adit, or be
//! started again. `keyring::Entry::new` tries once for the life of the process, so the connection is held here.

use std::{collections::HashMap, sync::Arc};

use keyring::{Entry, Result};
use keyring_core::api::CredentialStoreApi;
use zbus_secret_service_keyring_store::Store;

use super::SERVICE;

/// Connects at its first use.
#[derive(Debug, Default)]
pub(super) struct Entries {
    store: Option<Arc<Store>>,
}

impl Entries {
    /// The entry of this name; `label` is what a new one is called.
    pub(super) fn entry(&mut self, name: &str, label: Option<&str>) -> Result<Entry> {
        let store = match &self.store {
            Some(store) => Arc::clone(store),
            None => Arc::clone(self.store.insert(Store::new()?)),
        };
        let modifiers = label.map(|label| HashMap::from([("label", label)]));
        Ok(Entry { inner: store.build(SERVICE, name, modifiers.as_ref())? })
    }

    /// Connects again at the next use.
    pub(super) fn start_anew(&mut self) {
        self.store = None;
    }
}

impl Drop for Entries {
    /// Ending the connection blocks in the bus library, which panics where a runtime is being driven.
    fn drop(&mut self) {
        if let Some(store) = self.store.take() {
            std::thread::spawn(move || drop(store));
        }
    }
}
