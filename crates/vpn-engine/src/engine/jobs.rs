//! What a connection's network worker is to do. There is one place for each kind of job: a server that changes its tunnel
//! faster than the machine's network can be changed gets its newest wish, and an undo waits for nothing.

use tokio::sync::mpsc;
use vpn_api::{TunnelConfig, state::ServerLabel};

use super::waiting::{Receiver, Sender, Waiting, waiting};
use crate::{driver::DriverCommand, machine::AttemptId};

#[derive(Debug)]
pub(super) enum Job<D> {
    Undo {
        attempt: AttemptId,
        /// The connection is not wanted any more.
        unwant: bool,
    },
    /// Take the plan back until the next one; the interface stays.
    LetOut,
    /// The machine's network changed: make the plan so again.
    Repair,
    Apply(Box<Apply<D>>),
}

#[derive(Debug)]
pub(super) struct Apply<D> {
    pub(super) attempt: AttemptId,
    pub(super) config: Box<TunnelConfig>,
    pub(super) server: ServerLabel,
    /// The session that gets the interface.
    pub(super) session: mpsc::Sender<DriverCommand<D>>,
}

/// Where jobs are ordered. The worker ends when it is dropped.
#[derive(Debug)]
pub(super) struct Jobs<D>(Sender<Pending<D>>);

/// Where the worker takes them.
#[derive(Debug)]
pub(super) struct Ordered<D>(Receiver<Pending<D>>);

#[derive(Debug)]
struct Pending<D> {
    undo: Option<(AttemptId, bool)>,
    let_out: bool,
    repair: bool,
    apply: Option<Box<Apply<D>>>,
}

impl<D> Default for Pending<D> {
    fn default() -> Self {
        Self { undo: None, let_out: false, repair: false, apply: None }
    }
}

/// Both sides.
pub(super) fn jobs<D>() -> (Jobs<D>, Ordered<D>) {
    let (sender, receiver) = waiting();
    (Jobs(sender), Ordered(receiver))
}

impl<D> Jobs<D> {
    pub(super) fn order(&self, job: Job<D>) {
        self.0.put(|pending, _| match job {
            Job::Undo { attempt, unwant } => {
                *pending = Pending { undo: Some((attempt, unwant)), ..Pending::default() };
            }
            Job::LetOut => pending.let_out = true,
            Job::Repair => pending.repair = true,
            Job::Apply(apply) => pending.apply = Some(apply),
        });
    }
}

impl<D> Ordered<D> {
    /// The next job; `None` when nothing is left to undo and nobody orders any more. Can be dropped without losing one.
    pub(super) async fn next(&mut self) -> Option<Job<D>> {
        self.0.next().await
    }

    /// Until something is to be done that does not wait for anything else.
    pub(super) async fn overtakes(&self) {
        self.0.until(|pending| pending.undo.is_some() || pending.let_out).await;
    }

    /// A job that was stopped half-way is done later, unless there is a newer one or everything is undone.
    pub(super) fn put_back(&self, job: Job<D>) {
        self.0.put_back(|pending| match job {
            Job::Repair if pending.undo.is_none() => pending.repair = true,
            Job::Apply(apply) if pending.undo.is_none() => drop(pending.apply.get_or_insert(apply)),
            Job::Undo { .. } | Job::LetOut | Job::Repair | Job::Apply(_) => {}
        });
    }
}

impl<D> Waiting for Pending<D> {
    type Item = Job<D>;

    fn take(&mut self, closed: bool) -> Option<Job<D>> {
        if let Some((attempt, unwant)) = self.undo.take() {
            return Some(Job::Undo { attempt, unwant });
        }
        if closed {
            return None;
        }
        if std::mem::take(&mut self.let_out) {
            return Some(Job::LetOut);
        }
        if std::mem::take(&mut self.repair) {
            return Some(Job::Repair);
        }
        self.apply.take().map(Job::Apply)
    }
}
