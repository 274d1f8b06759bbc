//! The machine's network for all tunnels: one state for each, one journal for each, one plan that they share.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    time::Duration,
};

use vpn_api::{NetworkPlan, NetworkStep, TunnelSlot};

use crate::{
    backend::Backend,
    configurator::Configurator,
    error::{BadPlan, NetError},
    machine_plan::{MachinePlan, Share, machine_plan},
    plan_check,
};

/// How long the other tunnels may take to change for one that comes: what it has to do itself must not wait for a service that
/// does not answer.
const OTHERS_TIME: Duration = Duration::from_secs(3);
/// How long they may take to take over from one that ends, which is done within a second.
const HEIRS_TIME: Duration = Duration::from_millis(400);

type Open<B> = dyn Fn(TunnelSlot) -> Result<Configurator<B>, NetError> + Send;

/// Owns the machine's network. One for each machine.
pub struct MachineNetwork<B: Backend> {
    open: Box<Open<B>>,
    tunnels: BTreeMap<TunnelSlot, Configurator<B>>,
    /// What the tunnels want, the one that was up first in front.
    wanted: Vec<NetworkPlan>,
    /// What each tunnel has made so.
    made: BTreeMap<TunnelSlot, Share>,
    /// Tunnels whose share of the plan has changed and was not applied yet.
    late: BTreeSet<TunnelSlot>,
    /// Who holds what exists once for the machine.
    holder: Option<TunnelSlot>,
}

/// What was missing of one tunnel, and whether it is there again.
#[derive(Debug)]
pub struct Repair {
    /// Which tunnel.
    pub slot: TunnelSlot,
    /// What somebody else had taken away.
    pub missing: BTreeSet<NetworkStep>,
    /// Whether it could be made again.
    pub result: Result<(), NetError>,
}

impl<B: Backend> Debug for MachineNetwork<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MachineNetwork").field("wanted", &self.wanted).finish_non_exhaustive()
    }
}

impl<B: Backend> MachineNetwork<B> {
    /// A machine on which nothing of ours is made yet. `open` gives a tunnel's configurator, with its journal as it was left.
    pub fn new(open: impl Fn(TunnelSlot) -> Result<Configurator<B>, NetError> + Send + 'static) -> Self {
        Self {
            open: Box::new(open),
            tunnels: BTreeMap::new(),
            wanted: Vec::new(),
            made: BTreeMap::new(),
            late: BTreeSet::new(),
            holder: None,
        }
    }

    /// Makes the plan so beside those of the other tunnels, starting from what was applied before and what is left of it. Applying the
    /// same plan again repairs what somebody else changed and picks up the machine's new addresses and uplinks.
    ///
    /// # Errors
    /// When a change fails, the changes of this call are undone. When everything is accepted but reads back differently, the error is
    /// [`NetError::ReadBackMismatch`], and what was changed stays until the next `apply` or `revert`: the caller decides whether a
    /// half-made tunnel is better than none. What the other tunnels had to change is logged if it fails, and tried again with the next
    /// call.
    pub async fn apply(&mut self, slot: TunnelSlot, plan: &NetworkPlan) -> Result<(), NetError> {
        if plan.slot != slot {
            return Err(NetError::BadPlan(BadPlan::OtherSlot));
        }
        plan_check::check(plan)?;
        self.tunnel(slot)?;
        let before = self.wanted.clone();
        match self.wanted.iter_mut().find(|known| known.slot == slot) {
            Some(known) => known.clone_from(plan),
            None => self.wanted.push(plan.clone()),
        }
        let merged = machine_plan(&self.wanted);
        self.hand_over(merged.holder)?;
        let result = self.make_one(slot, &merged).await;
        if matches!(result, Ok(()) | Err(NetError::ReadBackMismatch { .. })) {
            self.make_others(slot, &merged, OTHERS_TIME).await;
        } else {
            // A call that is undone changes nothing for the others either.
            self.wanted = before;
        }
        result
    }

    /// Takes everything of a tunnel back, in reverse order, past single failures. Idempotent. What was this tunnel's goes to the others
    /// first, so that no packet finds a moment in between.
    ///
    /// # Errors
    /// [`NetError::Undo`] with every change that could not be undone; those stay in the journal for another attempt.
    pub async fn revert(&mut self, slot: TunnelSlot) -> Result<(), NetError> {
        self.wanted.retain(|plan| plan.slot != slot);
        self.made.remove(&slot);
        self.late.remove(&slot);
        let merged = machine_plan(&self.wanted);
        if let Err(error) = self.hand_over(merged.holder) {
            tracing::warn!(%error, "another tunnel could not take over what exists once");
        }
        self.make_others(slot, &merged, HEIRS_TIME).await;
        self.tunnel(slot)?.revert().await
    }

    /// Looks whether what was applied for a tunnel is still so.
    ///
    /// # Errors
    /// [`NetError::ReadBackMismatch`] with what is missing.
    pub async fn verify(&mut self, slot: TunnelSlot) -> Result<(), NetError> {
        self.tunnel(slot)?.read_back().await
    }

    /// Looks at everything that is applied, and makes again what somebody else took away. Tells what that was, tunnel by tunnel.
    pub async fn repair(&mut self) -> Vec<Repair> {
        self.make_late(&machine_plan(&self.wanted), OTHERS_TIME).await;
        let mut repairs = Vec::new();
        for (slot, share) in self.made.clone() {
            let Ok(tunnel) = self.tunnel(slot) else { continue };
            let (missing, result) = match tunnel.repair(&share).await {
                Ok(missing) => (missing, Ok(())),
                Err((missing, error)) => (missing, Err(error)),
            };
            if !missing.is_empty() || result.is_err() {
                let missing = missing.into_iter().map(|change| change.step).collect();
                repairs.push(Repair { slot, missing, result });
            }
        }
        repairs
    }

    fn tunnel(&mut self, slot: TunnelSlot) -> Result<&mut Configurator<B>, NetError> {
        if !self.tunnels.contains_key(&slot) {
            let tunnel = (self.open)(slot)?;
            self.tunnels.insert(slot, tunnel);
        }
        self.tunnels.get_mut(&slot).ok_or(NetError::Gone)
    }

    /// Moves what exists once for the machine to the tunnel that holds it from here on.
    fn hand_over(&mut self, to: Option<TunnelSlot>) -> Result<(), NetError> {
        let from = self.holder;
        if let (Some(from), Some(to)) = (from, to)
            && from != to
        {
            self.tunnel(to)?;
            // Both at once in the map are two borrows; out of it, they are two values.
            if let Some(mut giver) = self.tunnels.remove(&from) {
                let given = self.tunnel(to).and_then(|heir| giver.hand_over(heir));
                self.tunnels.insert(from, giver);
                given?;
            }
        }
        // A tunnel that nobody inherits from gives everything back itself.
        self.holder = to;
        Ok(())
    }

    async fn make_one(&mut self, slot: TunnelSlot, merged: &MachinePlan) -> Result<(), NetError> {
        let Some(share) = merged.shares.get(&slot) else { return Ok(()) };
        // Half-made until it is made.
        self.made.remove(&slot);
        self.tunnel(slot)?.apply_share(share).await?;
        self.made.insert(slot, share.clone());
        Ok(())
    }

    async fn make_others(&mut self, but: TunnelSlot, merged: &MachinePlan, limit: Duration) {
        let changed = merged.shares.iter().filter(|(slot, share)| **slot != but && self.made.get(slot) != Some(share));
        self.late.extend(changed.map(|(slot, _)| *slot));
        self.make_late(merged, limit).await;
    }

    async fn make_late(&mut self, merged: &MachinePlan, limit: Duration) {
        let all = async {
            for slot in self.late.clone() {
                let made = self.make_one(slot, merged).await;
                self.late.remove(&slot);
                if let Err(error) = made {
                    tracing::warn!(%error, tunnel = slot.0, "another tunnel could not be fitted in");
                }
            }
        };
        if tokio::time::timeout(limit, all).await.is_err() {
            tracing::warn!("fitting the other tunnels in took too long");
        }
    }
}
