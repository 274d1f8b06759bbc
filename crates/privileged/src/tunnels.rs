//! One tunnel's network, as the engine's workers see it.

use std::sync::Arc;

use netconf::{BoxFuture, NetError, NetworkConfigurator};
use vpn_api::{NetworkPlan, TunnelSlot};

use crate::{request::NetworkRequest, serve::Privileged};

/// Asks for one tunnel.
pub struct TunnelNetwork {
    privileged: Arc<dyn Privileged>,
    slot: TunnelSlot,
}

impl TunnelNetwork {
    /// The network of this tunnel.
    #[must_use]
    pub fn new(privileged: Arc<dyn Privileged>, slot: TunnelSlot) -> Self {
        Self { privileged, slot }
    }
}

impl NetworkConfigurator for TunnelNetwork {
    fn apply<'a>(&'a mut self, plan: &'a NetworkPlan) -> BoxFuture<'a, Result<(), NetError>> {
        self.privileged.network(NetworkRequest::Apply(Box::new(plan.clone())))
    }

    fn revert(&mut self) -> BoxFuture<'_, Result<(), NetError>> {
        self.privileged.network(NetworkRequest::Revert(self.slot))
    }

    fn verify(&mut self) -> BoxFuture<'_, Result<(), NetError>> {
        self.privileged.network(NetworkRequest::Verify(self.slot))
    }
}
