//! The protocols that this helper speaks, found by their id.

use std::{collections::BTreeMap, sync::Arc};

use vpn_api::{ProtocolId, ProtocolProvider};

/// The registered protocols.
#[derive(Clone, Default)]
pub struct Registry {
    providers: BTreeMap<ProtocolId, Arc<dyn ProtocolProvider>>,
}

impl Registry {
    /// A registry with one more protocol. A later provider of the same id replaces the earlier one.
    #[must_use]
    pub fn with(mut self, provider: Arc<dyn ProtocolProvider>) -> Self {
        self.providers.insert(provider.id(), provider);
        self
    }

    /// The provider for profiles of this protocol.
    #[must_use]
    pub fn get(&self, protocol: &ProtocolId) -> Option<Arc<dyn ProtocolProvider>> {
        self.providers.get(protocol).cloned()
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.providers.keys()).finish()
    }
}
