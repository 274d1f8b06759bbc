//! What a connection's network worker is to do. There is one place for each kind of job: a server that changes its tunnel
//! faster than the machine's network can be changed gets its newest wish, and an undo waits for nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, mpsc};
use vpn_api::{TunnelConfig, state::ServerLabel};

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
pub(super) struct Jobs<D>(Arc<Shared<D>>);

/// Where the worker takes them.
#[derive(Debug)]
pub(super) struct Ordered<D>(Arc<Shared<D>>);

#[derive(Debug)]
struct Shared<D> {
    waiting: Mutex<Waiting<D>>,
    news: Notify,
}

#[derive(Debug)]
struct Waiting<D> {
    undo: Option<(AttemptId, bool)>,
    let_out: bool,
    repair: bool,
    apply: Option<Box<Apply<D>>>,
    closed: bool,
}

/// Both sides.
pub(super) fn jobs<D>() -> (Jobs<D>, Ordered<D>) {
    let waiting = Mutex::new(Waiting { undo: None, let_out: false, repair: false, apply: None, closed: false });
    let shared = Arc::new(Shared { waiting, news: Notify::new() });
    (Jobs(Arc::clone(&shared)), Ordered(shared))
}

impl<D> Shared<D> {
    fn lock(&self) -> MutexGuard<'_, Waiting<D>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<D> Jobs<D> {
    pub(super) fn order(&self, job: Job<D>) {
        let mut waiting = self.0.lock();
        match job {
            Job::Undo { attempt, unwant } => {
                (waiting.let_out, waiting.repair, waiting.apply) = (false, false, None);
                waiting.undo = Some((attempt, unwant));
            }
            Job::LetOut => waiting.let_out = true,
            Job::Repair => waiting.repair = true,
            Job::Apply(apply) => waiting.apply = Some(apply),
        }
        drop(waiting);
        self.0.news.notify_one();
    }
}

impl<D> Drop for Jobs<D> {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.news.notify_one();
    }
}

impl<D> Ordered<D> {
    /// The next job; `None` when nothing is left to undo and nobody orders any more. Can be dropped without losing one.
    pub(super) async fn next(&mut self) -> Option<Job<D>> {
        loop {
            {
                let mut waiting = self.0.lock();
                let job = waiting.take();
                if job.is_some() || waiting.closed {
                    return job;
                }
            }
            self.0.news.notified().await;
        }
    }

    /// Until something is to be done that does not wait for anything else.
    pub(super) async fn overtakes(&self) {
        loop {
            {
                let waiting = self.0.lock();
                if waiting.undo.is_some() || waiting.let_out {
                    return;
                }
            }
            self.0.news.notified().await;
        }
    }

    /// A job that was stopped half-way is done later, unless there is a newer one or everything is undone.
    pub(super) fn put_back(&self, job: Job<D>) {
        let mut waiting = self.0.lock();
        match job {
            Job::Repair if waiting.undo.is_none() => waiting.repair = true,
            Job::Apply(apply) if waiting.undo.is_none() => drop(waiting.apply.get_or_insert(apply)),
            Job::Undo { .. } | Job::LetOut | Job::Repair | Job::Apply(_) => {}
        }
    }
}

impl<D> Waiting<D> {
    fn take(&mut self) -> Option<Job<D>> {
        if let Some((attempt, unwant)) = self.undo.take() {
            return Some(Job::Undo { attempt, unwant });
        }
        if self.closed {
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
