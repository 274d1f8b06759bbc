//! Threads that end with what started them, and sockets in other network namespaces.

use std::{
    fs::File,
    os::fd::AsFd,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

use anyhow::{Context, Result, anyhow};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

/// Makes something in a network namespace, where it stays.
///
/// # Errors
/// Not root, or it cannot be made.
pub(crate) fn in_network<T: Send + 'static>(
    namespace: &Path,
    make: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let file = File::open(namespace).with_context(|| format!("{}", namespace.display()))?;
    let enter = move || {
        move_into_link_name_space(file.as_fd(), Some(LinkNameSpaceType::Network))?;
        make()
    };
    // A thread of its own, because it does not find its way back.
    thread::spawn(enter).join().map_err(|_| anyhow!("a thread ended badly"))?
}

/// A thread that ends with this value.
pub(crate) struct Worker {
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts it. It has to look whether it should end.
    ///
    /// # Errors
    /// There are too many threads.
    pub(crate) fn start(name: &str, work: impl FnOnce(&AtomicBool) + Send + 'static) -> Result<Self> {
        let ending = Arc::new(AtomicBool::new(false));
        let ended = ending.clone();
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || work(&ended)).context("a thread")?;
        Ok(Self { ending, thread: Some(thread) })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
