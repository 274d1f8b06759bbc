//! The protocols that this helper speaks, found by their kind.

use std::{collections::BTreeMap, sync::Arc};

use vpn_api::{ProtocolKind, ProtocolProvider};

/// The registered protocols.
#[derive(Clone, Default)]
pub struct Registry {
    providers: BTreeMap<ProtocolKind, Arc<dyn ProtocolProvider>>,
}

impl Registry {
    /// A registry with one more protocol. A later provider of the same kind replaces the earlier one.
    #[must_use]
    pub fn with(mut self, provider: Arc<dyn ProtocolProvider>) -> Self {
        self.providers.insert(provider.kind(), provider);
        self
    }

    /// The provider for this kind of profile.
    #[must_use]
    pub fn get(&self, kind: ProtocolKind) -> Option<Arc<dyn ProtocolProvider>> {
        self.providers.get(&kind).cloned()
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.providers.keys()).finish()
    }
}
