//! What an operating system has to bring: how a plan looks in its own terms, and how to change, read and undo it.

use std::fmt::Debug;

use futures_util::future::BoxFuture;
use serde::{Serialize, de::DeserializeOwned};
use vpn_api::TunnelSlot;

use crate::{
    error::{Change, NetError},
    machine_plan::Share,
};

/// One change. Each brings its subject to a value; making a change twice is making it once.
pub trait Operation: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// What a change changes. A batch of changes holds each subject once, and the journal keeps one entry for each.
    type Subject: Clone + Debug + Ord + Send + Sync;

    /// What it changes.
    fn subject(&self) -> Self::Subject;
    /// Whether it brings its subject back to what the machine had without us.
    fn gives_back(&self) -> bool;
    /// For errors and the log.
    fn change(&self) -> Change;
}

/// What takes one subject back to what the machine had without us. Undoing twice is undoing once, and undoing what was never
/// done is nothing: a journal is written before its changes are made.
pub trait Undoing: Clone + Debug + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// As [`Operation::Subject`].
    type Subject: Clone + Debug + Ord + Send + Sync;

    /// What it takes back.
    fn subject(&self) -> Self::Subject;
    /// Whether the change survives a restart of the machine.
    fn outlives_boot(&self) -> bool;
    /// Whether another program has to answer for it to be taken back, and not the kernel alone.
    fn asks_a_program(&self) -> bool;
    /// Whether its subject exists once for the machine and not once for each tunnel: it is then held by one tunnel for all.
    fn is_shared(&self) -> bool;
    /// Drops what only matters while changes are under way.
    fn settle(&mut self);
}

/// What the network should look like because of one tunnel, down to the single route. The default is: nothing of ours. Pure, and the
/// same for a system and for a simulation of it.
pub trait NetworkState: Clone + Debug + Default + PartialEq + Send + Sync {
    /// What leads from one state to another.
    type Op: Operation;
    /// The machine as it matters to a plan.
    type Facts: Debug + Send + Sync;

    /// A tunnel's share of the machine-wide plan, on a machine like this. `applied` is what this tunnel changed already, so
    /// that our own changes are not taken for the machine's.
    ///
    /// # Errors
    /// [`NetError::NoInterface`] when the plan's interface does not exist.
    fn wanted(share: &Share, facts: &Self::Facts, applied: &Self) -> Result<Self, NetError>;
    /// The changes that lead from this state to the other, in an order in which no packet goes where neither state sends it.
    /// Each subject is changed at most once.
    fn diff(&self, to: &Self) -> Vec<Self::Op>;
    /// Takes out what exists once for the machine.
    fn take_shared(&mut self) -> Self;
    /// Adds what [`Self::take_shared`] gave.
    fn put_shared(&mut self, shared: Self);
}

/// An operating system. Implementations change nothing but what they are told.
pub trait Backend: Debug + Send + 'static {
    /// Its changes.
    type Op: Operation<Subject = <Self::Undo as Undoing>::Subject>;
    /// What takes them back.
    type Undo: Undoing;
    /// The machine as it matters to a plan.
    type Facts: Debug + Send + Sync;
    /// Its network in its own terms.
    type State: NetworkState<Op = Self::Op, Facts = Self::Facts>;

    /// Looks at the machine as it matters to a share.
    fn look<'a>(&'a mut self, share: &'a Share) -> BoxFuture<'a, Result<Self::Facts, NetError>>;
    /// The part of the state that is so.
    fn present<'a>(&'a mut self, state: &'a Self::State) -> BoxFuture<'a, Result<Self::State, NetError>>;
    /// What takes the change back. Changes nothing. `earlier` is what the journal already holds for its subject.
    fn inverse<'a>(
        &'a mut self,
        op: &'a Self::Op,
        earlier: Option<&'a Self::Undo>,
    ) -> BoxFuture<'a, Result<Self::Undo, NetError>>;
    /// Makes a change that gives nothing back. `undo` is what the journal holds for it.
    fn execute<'a>(&'a mut self, op: &'a Self::Op, undo: &'a Self::Undo) -> BoxFuture<'a, Result<(), NetError>>;
    /// Takes a change back. What is gone already, together with its interface for instance, counts as taken back.
    fn undo<'a>(&'a mut self, undo: &'a Self::Undo) -> BoxFuture<'a, Result<(), NetError>>;
    /// Removes whatever is recognisably this tunnel's, without any journal. Returns how many things that were.
    fn sweep(&mut self, slot: TunnelSlot) -> BoxFuture<'_, Result<usize, NetError>>;
}
