//! Applies and reverts one tunnel's share of the machine-wide plan, step by step, with a journal.

use std::collections::BTreeSet;

use vpn_api::TunnelSlot;

use crate::{
    backend::{Backend, NetworkState, Operation, Undoing},
    error::{Change, NetError},
    journal::Journal,
    machine_plan::Share,
};

/// One tunnel on any [`Backend`].
#[derive(Debug)]
pub struct Configurator<B: Backend> {
    slot: TunnelSlot,
    backend: B,
    journal: Journal<B::Undo>,
    applied: B::State,
}

type Subject<B> = <<B as Backend>::Undo as Undoing>::Subject;

impl<B: Backend> Configurator<B> {
    /// A configurator of one tunnel. Entries that the journal holds already are undone by `revert`.
    pub fn new(slot: TunnelSlot, backend: B, journal: Journal<B::Undo>) -> Self {
        Self { slot, backend, journal, applied: B::State::default() }
    }

    /// Makes the share so, starting from what was applied before and what is left of it. Its plan was checked.
    pub(crate) async fn apply_share(&mut self, share: &Share) -> Result<(), NetError> {
        let facts = self.backend.look(share).await?;
        let wanted = B::State::wanted(share, &facts, &self.applied)?;

        let from = self.backend.present(&self.applied).await?;
        let ops = from.diff(&wanted);
        let before = std::mem::replace(&mut self.applied, from.clone());
        self.forget(&before.diff(&from), &ops).await?;
        if !ops.is_empty() {
            tracing::debug!(ops = ops.len(), "changing the network");
        }
        self.write_ahead(&ops).await?;

        let mut made = Vec::new();
        for op in &ops {
            made.push(op.subject());
            if let Err(error) = self.make_one(op).await {
                tracing::warn!(%error, change = %op.change(), "a network change failed, undoing this call's changes");
                let back = wanted.diff(&from).into_iter().filter(|op| made.contains(&op.subject()));
                self.take_back(back.collect()).await;
                return Err(error);
            }
        }
        self.applied = wanted;
        if before == B::State::default() {
            self.forget_earlier(&ops).await;
        }
        self.journal.settle()?;
        self.read_back().await
    }

    /// What of this tunnel somebody else took away, and the share made so again.
    ///
    /// # Errors
    /// What is missing could not be made again, or not be read.
    pub(crate) async fn repair(&mut self, share: &Share) -> Result<Vec<Change>, (Vec<Change>, NetError)> {
        let whole = self.applied.clone();
        match self.read_back().await {
            Ok(()) => Ok(Vec::new()),
            Err(NetError::ReadBackMismatch { missing }) => match self.apply_share(share).await {
                Ok(()) => Ok(missing),
                Err(error) => {
                    // Still missing for whoever looks next.
                    self.applied = whole;
                    Err((missing, error))
                }
            },
            Err(error) => Err((Vec::new(), error)),
        }
    }

    /// Undoes, and drops from the journal, what was applied, vanished, and is not to be made again. A removed interface
    /// takes its addresses, routes and name servers with it; a new one of the same name has another index and so other
    /// subjects. What is to be made again keeps its entry: it tells what the machine had without us.
    async fn forget(&mut self, vanished: &[B::Op], ops: &[B::Op]) -> Result<(), NetError> {
        let again: BTreeSet<Subject<B>> = ops.iter().map(Operation::subject).collect();
        for subject in vanished.iter().map(Operation::subject).filter(|subject| !again.contains(subject)) {
            if let Some(undo) = self.journal.get(&subject).cloned() {
                self.backend.undo(&undo).await?;
                self.journal.remove(&subject);
            }
        }
        Ok(())
    }

    /// Undoes what an earlier process made for this tunnel and is not to be any more.
    async fn forget_earlier(&mut self, ops: &[B::Op]) {
        let made: BTreeSet<Subject<B>> = ops.iter().map(Operation::subject).collect();
        for undo in self.journal.newest_first().into_iter().filter(|undo| !made.contains(&undo.subject())) {
            match self.backend.undo(&undo).await {
                Ok(()) => self.journal.remove(&undo.subject()),
                Err(error) => tracing::warn!(%error, "could not undo a network change"),
            }
        }
    }

    async fn write_ahead(&mut self, ops: &[B::Op]) -> Result<(), NetError> {
        for op in ops.iter().filter(|op| !op.gives_back()) {
            let undo = self.backend.inverse(op, self.journal.get(&op.subject())).await?;
            self.journal.put(undo);
        }
        self.journal.save()
    }

    async fn make_one(&mut self, op: &B::Op) -> Result<(), NetError> {
        let subject = op.subject();
        let Some(undo) = self.journal.get(&subject).cloned() else {
            return if op.gives_back() { Ok(()) } else { Err(NetError::unjournalled(op.change())) };
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
    async fn take_back(&mut self, ops: Vec<B::Op>) {
        if let Err(error) = self.write_ahead(&ops).await {
            tracing::warn!(%error, "the journal could not be written while undoing");
        }
        for op in &ops {
            if let Err(error) = self.make_one(op).await {
                tracing::warn!(%error, change = %op.change(), "could not undo");
            }
        }
        if let Err(error) = self.journal.settle() {
            tracing::warn!(%error, "the journal could not be written after undoing");
        }
    }

    /// Looks whether what was applied is still so.
    pub(crate) async fn read_back(&mut self) -> Result<(), NetError> {
        let present = self.backend.present(&self.applied).await?;
        let missing: Vec<_> = present.diff(&self.applied).iter().map(Operation::change).collect();
        if missing.is_empty() { Ok(()) } else { Err(NetError::ReadBackMismatch { missing }) }
    }

    /// Takes everything back, in reverse order, past single failures. Idempotent.
    pub(crate) async fn revert(&mut self) -> Result<(), NetError> {
        let mut failures = undo_all(&mut self.backend, &mut self.journal, |_| false).await;
        match self.backend.sweep(self.slot).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "removed routes and rules that no journal named"),
            Err(error) => failures.push(error),
        }
        self.applied = B::State::default();
        if failures.is_empty() { self.journal.delete() } else { Err(NetError::Undo { failures }) }
    }

    /// Gives what exists once for the machine to another tunnel, which takes over its undoing. A crash between the two
    /// writes leaves the entries in both journals, and undoing twice is undoing once.
    pub(crate) fn hand_over(&mut self, heir: &mut Self) -> Result<(), NetError> {
        let shared = self.journal.entries().iter().filter(|undo| undo.is_shared()).cloned().collect::<Vec<_>>();
        if shared.is_empty() {
            return Ok(());
        }
        for undo in &shared {
            heir.journal.put(undo.clone());
        }
        heir.journal.save()?;
        heir.applied.put_shared(self.applied.take_shared());
        for undo in &shared {
            self.journal.remove(&undo.subject());
        }
        self.journal.save()
    }
}

/// Undoes the journal's entries, last first; those that fail stay in it, as those that are kept do. What another program has to
/// answer for comes at the end: one that does not answer must not keep the rest.
pub(crate) async fn undo_all<B: Backend>(
    backend: &mut B,
    journal: &mut Journal<B::Undo>,
    is_kept: impl Fn(&B::Undo) -> bool + Send,
) -> Vec<NetError> {
    let mut failures = Vec::new();
    let mut undos = journal.newest_first();
    undos.sort_by_key(Undoing::asks_a_program);
    for undo in undos.into_iter().filter(|undo| !is_kept(undo)) {
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
