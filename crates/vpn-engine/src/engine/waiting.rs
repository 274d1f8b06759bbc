//! What waits for a task. Whoever puts something in decides what it replaces, so that nothing grows however much is said; the
//! task takes out what comes first.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Everything that may wait, with a place for each kind.
pub(super) trait Waiting {
    /// What is taken out.
    type Item;

    /// Takes out what comes first. `closed`: one of both sides is gone.
    fn take(&mut self, closed: bool) -> Option<Self::Item>;
}

/// Where things are put in. The task ends when it is dropped.
#[derive(Debug)]
pub(super) struct Sender<W>(Arc<Shared<W>>);

/// Where the task takes them out.
#[derive(Debug)]
pub(super) struct Receiver<W>(Arc<Shared<W>>);

#[derive(Debug)]
struct Shared<W> {
    /// With whether one of both sides is gone.
    waiting: Mutex<(W, bool)>,
    news: Notify,
}

/// Both sides.
pub(super) fn waiting<W: Default>() -> (Sender<W>, Receiver<W>) {
    let shared = Arc::new(Shared { waiting: Mutex::default(), news: Notify::new() });
    (Sender(Arc::clone(&shared)), Receiver(shared))
}

impl<W> Shared<W> {
    fn lock(&self) -> MutexGuard<'_, (W, bool)> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W> Sender<W> {
    /// Puts something in. `put` is told whether the task is gone.
    pub(super) fn put<T>(&self, put: impl FnOnce(&mut W, bool) -> T) -> T {
        let result = {
            let (waiting, closed) = &mut *self.0.lock();
            put(waiting, *closed)
        };
        self.0.news.notify_one();
        result
    }
}

impl<W> Drop for Sender<W> {
    fn drop(&mut self) {
        self.0.lock().1 = true;
        self.0.news.notify_one();
    }
}

impl<W> Drop for Receiver<W> {
    fn drop(&mut self) {
        self.0.lock().1 = true;
    }
}

impl<W: Waiting> Receiver<W> {
    /// What comes first; `None` when there is nothing and nothing can come. Can be dropped and called again without losing
    /// anything.
    pub(super) async fn next(&mut self) -> Option<W::Item> {
        loop {
            {
                let (waiting, closed) = &mut *self.0.lock();
                let item = waiting.take(*closed);
                if item.is_some() || *closed {
                    return item;
                }
            }
            self.0.news.notified().await;
        }
    }

    /// Until this holds of what waits.
    pub(super) async fn until(&self, holds: impl Fn(&W) -> bool) {
        while !holds(&self.0.lock().0) {
            self.0.news.notified().await;
        }
    }

    /// Puts something back that was taken out.
    pub(super) fn put_back(&self, put: impl FnOnce(&mut W)) {
        put(&mut self.0.lock().0);
    }
}
