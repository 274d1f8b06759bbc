//! The privileged side over a simulated machine. For this crate's tests and, behind the feature `_test`, for others'.

use std::{
    collections::BTreeSet,
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::future::{BoxFuture, ready};
use ipnet::IpNet;
use netconf::{Backend, MachineNetwork, lock::Lock};

use crate::{local::Local, lock::Firewall};

/// A firewall that does what it is told, and tells it. Clones are the same firewall.
#[derive(Debug, Clone, Default)]
pub struct Rules(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    lock: Lock,
    refuses: bool,
}

impl Rules {
    /// The rules as they are.
    #[must_use]
    pub fn lock(&self) -> Lock {
        self.inner().lock.clone()
    }

    /// Changes the rules, as somebody else would.
    pub fn meddle(&self, lock: Lock) {
        self.inner().lock = lock;
    }

    /// No rule is taken from here on.
    pub fn refuse(&self) {
        self.inner().refuses = true;
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Firewall for Rules {
    fn set<'a>(&'a self, lock: &'a Lock) -> BoxFuture<'a, io::Result<()>> {
        Box::pin(async move {
            // As a kernel takes its moment, in which whoever asks may go.
            tokio::task::yield_now().await;
            let mut inner = self.inner();
            if inner.refuses {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            inner.lock = lock.clone();
            Ok(())
        })
    }

    fn is<'a>(&'a self, lock: &'a Lock) -> BoxFuture<'a, io::Result<bool>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            Ok(self.lock() == *lock)
        })
    }

    fn networks(&self) -> BoxFuture<'_, BTreeSet<IpNet>> {
        Box::pin(ready(BTreeSet::new()))
    }
}

/// Serves over a simulated network and firewall; with a state directory as on a real machine.
#[must_use]
pub fn over<B: Backend>(network: MachineNetwork<B>, rules: &Rules, state_dir: &Path) -> Local {
    Local::over((network, None), rules.clone(), state_dir)
}
