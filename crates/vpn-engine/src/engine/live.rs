//! The counters of one connection, over all of its sessions.

use vpn_api::Traffic;

use crate::driver::{Counts, Measure};

/// Where the counters of a connection are read.
#[derive(Clone)]
pub(super) struct Live {
    /// Of the sessions before the one that runs.
    pub(super) before: Traffic,
    pub(super) counts: Counts,
    /// How long the server takes to answer.
    pub(super) measure: Measure,
}

impl Live {
    pub(super) fn read(&self) -> Traffic {
        self.before.plus((self.counts)())
    }
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Live").field("traffic", &self.read()).finish()
    }
}
