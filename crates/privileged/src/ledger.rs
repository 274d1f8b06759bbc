//! What is wanted: the connections, what was kept for them, and the lock.

use std::collections::BTreeMap;

use netconf::{BadPlan, NetError};
use tokio::sync::mpsc;
use vpn_api::{NetworkPlan, Protection, TunnelSlot};

use crate::{
    owners::{self, Claim},
    request::{MAX_KEPT, PrivilegedEvent, Refusal, Want},
};

/// Events that may wait for a listener.
const EVENTS: usize = 256;

/// What is wanted on this machine. One for each machine.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    wanted: BTreeMap<TunnelSlot, Want>,
    /// What the tunnels were given last.
    plans: BTreeMap<TunnelSlot, NetworkPlan>,
    protection: Protection,
    listeners: Vec<mpsc::Sender<PrivilegedEvent>>,
}

impl Ledger {
    /// Records what is wanted. What was kept stays unless there is something new to keep.
    pub(crate) fn want(&mut self, mut want: Want) -> Result<(), Refusal> {
        if want.kept.as_ref().is_some_and(|kept| kept.expose().len() > MAX_KEPT) {
            return Err(Refusal::TooLarge);
        }
        if let Some(owner) = owners::held_by(&want, self.wanted.values()) {
            return Err(Refusal::InUse { owner: owner.clone() });
        }
        if let Some(before) = self.wanted.remove(&want.slot)
            && before.connection == want.connection
            && before.owner == want.owner
        {
            want.kept = want.kept.or(before.kept);
        }
        self.wanted.insert(want.slot, want);
        Ok(())
    }

    /// Forgets a connection.
    pub(crate) fn unwant(&mut self, slot: TunnelSlot) {
        self.wanted.remove(&slot);
        self.plans.remove(&slot);
    }

    /// Notes what a tunnel is given, if nobody else has it.
    pub(crate) fn give(&mut self, plan: &NetworkPlan) -> Result<(), NetError> {
        if let Some(server) = owners::server_taken(plan, self.wanted.values()) {
            return Err(NetError::BadPlan(BadPlan::TakenAddress(server)));
        }
        if let Some(want) = self.wanted.get(&plan.slot) {
            let claims = self.wanted.values().map(|want| Claim { want, plan: self.plans.get(&want.slot) });
            if let Some(owner) = owners::in_use(plan, &want.owner, claims) {
                return Err(NetError::InUse { owner: owner.clone() });
            }
        }
        self.plans.insert(plan.slot, plan.clone());
        Ok(())
    }

    /// A tunnel has nothing any more.
    pub(crate) fn take_back(&mut self, slot: TunnelSlot) {
        self.plans.remove(&slot);
    }

    /// Everything that is wanted.
    pub(crate) fn wanted(&self) -> Vec<Want> {
        self.wanted.values().cloned().collect()
    }

    /// The lock.
    pub(crate) fn protection(&self) -> &Protection {
        &self.protection
    }

    /// A new listener.
    pub(crate) fn listen(&mut self) -> mpsc::Receiver<PrivilegedEvent> {
        let (sender, receiver) = mpsc::channel(EVENTS);
        self.listeners.push(sender);
        receiver
    }

    /// Tells all listeners. One that is too far behind is dropped: its channel ends.
    #[expect(dead_code, reason = "the network's owner tells what it repaired")]
    pub(crate) fn tell(&mut self, event: &PrivilegedEvent) {
        self.listeners.retain(|listener| listener.try_send(event.clone()).is_ok());
    }
}
