//! What the tasks of one connection tell each other.

use std::{any::Any, time::Duration};

use privileged::Want;
use vpn_api::{
    CloseReason, ConnectionId, DataPathReport, Failure, Owner, Secret, Traffic, contract::ConnectionSnapshot,
};

use super::mailbox::Inbox;
use crate::{
    driver::{Counts, Measure},
    machine::{AttemptId, MachineInput},
};

/// What a connection is known by: ids of different users do not meet.
pub(super) type Key = (Owner, ConnectionId);

/// What this connection is known by.
pub(super) fn key_of(connection: &ConnectionSnapshot) -> Key {
    (connection.owner.clone(), connection.connection.clone())
}

/// What came of work that was ordered.
#[derive(Debug)]
pub(super) enum Report {
    /// For the machine.
    Input(MachineInput),
    /// A session began to count.
    Counting { attempt: AttemptId, counts: Counting },
    /// Packets are moved in another way than before.
    DataPath { attempt: AttemptId, report: Option<Box<DataPathReport>> },
    /// The session has ended, or could not be made.
    Over {
        attempt: AttemptId,
        failure: Failure,
        carried: Option<Box<dyn Any + Send>>,
        /// An answer that was not sent, because the session could not be made.
        challenge_response: Option<Secret>,
        traffic: Box<Traffic>,
    },
}

/// Where a session's counters are read.
pub(super) struct Counting(pub(super) Counts, pub(super) Measure);

impl std::fmt::Debug for Counting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Counting")
    }
}

/// What a connection's task starts with.
pub(super) struct Setup {
    pub(super) view: ConnectionSnapshot,
    pub(super) inbox: Inbox,
    /// It is down and still wanted: an engine before this one ended without it.
    pub(super) left: Option<Want>,
}

/// How a session's task is to end it. It waits for no other order.
#[derive(Debug, Clone, Copy)]
pub(super) enum SessionEnd {
    /// Say goodbye, and end at the latest after this time.
    Close(CloseReason, Duration),
    Abort,
}

/// A session gave its interface back, or lost it.
pub(super) struct Returned<D> {
    pub(super) attempt: AttemptId,
    pub(super) device: Option<D>,
}
