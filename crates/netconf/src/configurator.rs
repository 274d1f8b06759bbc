//! Makes a plan so, step by step, and takes it back.

use std::collections::BTreeSet;

use futures_util::future::BoxFuture;
use vpn_api::{NetworkPlan, TunnelSlot};

use crate::{
    diff::diff,
    error::{BadPlan, NetError},
    journal::Journal,
    layout::{Facts, Layout},
    op::{NetOp, Undo},
};

/// Makes the machine's network as one tunnel plans it. One for each tunnel.
pub trait NetworkConfigurator: Send {
    /// Makes the plan so, starting from what this configurator applied before and what is left of it. Applying the same
    /// plan again repairs what somebody else changed and picks up the machine's new addresses and uplinks.
    ///
    /// # Errors
    /// When a change fails, the changes of this call are undone. When everything is accepted but reads back
    /// differently, the error is [`NetError::NotSo`], and what was changed stays until the next `apply` or `revert`:
    /// the caller decides whether a half-made tunnel is better than none.
    fn apply<'a>(&'a mut self, plan: &'a NetworkPlan) -> BoxFuture<'a, Result<(), NetError>>;

    /// Takes everything back, in reverse order, past single failures. Idempotent.
    ///
    /// # Errors
    /// [`NetError::Undo`] with every change that could not be undone; those stay in the journal for another attempt.
    fn revert(&mut self) -> BoxFuture<'_, Result<(), NetError>>;

    /// Looks whether what was applied is still so.
    ///
    /// # Errors
    /// [`NetError::NotSo`] with what is missing.
    fn verify(&mut self) -> BoxFuture<'_, Result<(), NetError>>;
}

/// What an operating system must be able to do. Implementations change nothing but what they are told.
pub trait Backend: Send {
    /// Looks at the machine as it matters to a plan.
    fn look<'a>(&'a mut self, plan: &'a NetworkPlan) -> BoxFuture<'a, Result<Facts, NetError>>;
    /// The part of the layout that is so.
    fn present<'a>(&'a mut self, layout: &'a Layout) -> BoxFuture<'a, Result<Layout, NetError>>;
    /// What takes the change back. Changes nothing. `earlier` is what the journal already holds for its subject.
    fn inverse<'a>(&'a mut self, op: &'a NetOp, earlier: Option<&'a Undo>) -> BoxFuture<'a, Result<Undo, NetError>>;
    /// Makes a change that gives nothing back. `undo` is what the journal holds for it.
    fn execute<'a>(&'a mut self, op: &'a NetOp, undo: &'a Undo) -> BoxFuture<'a, Result<(), NetError>>;
    /// Takes a change back. What is gone already, together with its interface for instance, counts as taken back.
    fn undo<'a>(&'a mut self, undo: &'a Undo) -> BoxFuture<'a, Result<(), NetError>>;
    /// Removes whatever is recognisably this tunnel's, without any journal. Returns how many things that were.
    fn sweep(&mut self, slot: TunnelSlot) -> BoxFuture<'_, Result<usize, NetError>>;
}

/// A [`NetworkConfigurator`] over any [`Backend`].
#[derive(Debug)]
pub struct Configurator<B> {
    slot: TunnelSlot,
    backend: B,
    journal: Journal,
    applied: Layout,
}

impl<B: Backend> Configurator<B> {
    /// A configurator of one tunnel. Entries that the journal holds already are undone by `revert`.
    pub fn new(slot: TunnelSlot, backend: B, journal: Journal) -> Self {
        Self { slot, backend, journal, applied: Layout::default() }
    }

    async fn make(&mut self, plan: &NetworkPlan) -> Result<(), NetError> {
        if plan.slot != self.slot {
            return Err(NetError::BadPlan(BadPlan::OtherSlot));
        }
        crate::layout::check(plan)?;
        let mut facts = self.backend.look(plan).await?;
        let loosened = self.applied.loose.intersection(&facts.uplinks).cloned().collect::<Vec<_>>();
        facts.strict.extend(loosened);
        let wanted = Layout::of(plan, &facts)?;

        let from = self.backend.present(&self.applied).await?;
        let ops = diff(&from, &wanted);
        let before = std::mem::replace(&mut self.applied, from.clone());
        self.forget(&diff(&before, &from), &ops).await?;
        if !ops.is_empty() {
            tracing::debug!(ops = ops.len(), "changing the network");
        }
        self.write_ahead(&ops).await?;

        let mut made = Vec::new();
        for op in &ops {
            made.push(op.subject());
            if let Err(error) = self.make_one(op).await {
                tracing::warn!(%error, op = %op, "a network change failed, undoing this call's changes");
                let back = diff(&wanted, &from).into_iter().filter(|op| made.contains(&op.subject()));
                self.take_back(back.collect()).await;
                return Err(error);
            }
        }
        self.applied = wanted;
        self.journal.settle()?;
        self.read_back().await
    }

    /// Undoes, and drops from the journal, what was applied, vanished, and is not to be made again. A removed interface
    /// takes its addresses, routes and name servers with it; a new one of the same name has another index and so other
    /// subjects. What is to be made again keeps its entry: it tells what the machine had without us.
    async fn forget(&mut self, vanished: &[NetOp], ops: &[NetOp]) -> Result<(), NetError> {
        let again = ops.iter().map(NetOp::subject).collect::<BTreeSet<_>>();
        for subject in vanished.iter().map(NetOp::subject).filter(|subject| !again.contains(subject)) {
            if let Some(undo) = self.journal.get(&subject).cloned() {
                self.backend.undo(&undo).await?;
                self.journal.remove(&subject);
            }
        }
        Ok(())
    }

    async fn write_ahead(&mut self, ops: &[NetOp]) -> Result<(), NetError> {
        for op in ops.iter().filter(|op| !op.gives_back()) {
            let undo = self.backend.inverse(op, self.journal.get(&op.subject())).await?;
            self.journal.put(undo);
        }
        self.journal.save()
    }

    async fn make_one(&mut self, op: &NetOp) -> Result<(), NetError> {
        let subject = op.subject();
        let Some(undo) = self.journal.get(&subject).cloned() else {
            return if op.gives_back() { Ok(()) } else { Err(NetError::Unjournalled { op: Box::new(op.clone()) }) };
        };
        if op.gives_back() {
            self.backend.undo(&undo).await?;
            self.journal.remove(&subject);
            Ok(())
        } else {
            self.backend.execute(op, &undo).await
        }
    }

    /// Goes back after a failed call. Failures here are logged only: the journal still holds the undo of each.
    async fn take_back(&mut self, ops: Vec<NetOp>) {
        if let Err(error) = self.write_ahead(&ops).await {
            tracing::warn!(%error, "the journal could not be written while undoing");
        }
        for op in &ops {
            if let Err(error) = self.make_one(op).await {
                tracing::warn!(%error, op = %op, "could not undo");
            }
        }
        if let Err(error) = self.journal.settle() {
            tracing::warn!(%error, "the journal could not be written after undoing");
        }
    }

    async fn read_back(&mut self) -> Result<(), NetError> {
        let present = self.backend.present(&self.applied).await?;
        let missing = diff(&present, &self.applied);
        if missing.is_empty() { Ok(()) } else { Err(NetError::NotSo { missing }) }
    }

    async fn take_everything_back(&mut self) -> Result<(), NetError> {
        let mut failures = undo_all(&mut self.backend, &mut self.journal, None).await;
        match self.backend.sweep(self.slot).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "removed routes and rules that no journal named"),
            Err(error) => failures.push(error),
        }
        self.applied = Layout::default();
        if failures.is_empty() { self.journal.delete() } else { Err(NetError::Undo { failures }) }
    }
}

/// Undoes the journal's entries but one, last first; those that fail stay in it.
pub(crate) async fn undo_all<B: Backend>(backend: &mut B, journal: &mut Journal, keep: Option<&Undo>) -> Vec<NetError> {
    let mut failures = Vec::new();
    for undo in journal.newest_first().into_iter().filter(|undo| Some(undo) != keep) {
        match backend.undo(&undo).await {
            Ok(()) => journal.remove(&undo.subject()),
            Err(error) => {
                tracing::warn!(%error, "could not undo a network change");
                failures.push(error);
            }
        }
    }
    if let Err(error) = journal.save() {
        failures.push(error);
    }
    failures
}

impl<B: Backend> NetworkConfigurator for Configurator<B> {
    fn apply<'a>(&'a mut self, plan: &'a NetworkPlan) -> BoxFuture<'a, Result<(), NetError>> {
        Box::pin(self.make(plan))
    }

    fn revert(&mut self) -> BoxFuture<'_, Result<(), NetError>> {
        Box::pin(self.take_everything_back())
    }

    fn verify(&mut self) -> BoxFuture<'_, Result<(), NetError>> {
        Box::pin(self.read_back())
    }
}
