//! One session as a task: makes it, drives it, and hands back what is left of it.

use std::{any::Any, net::SocketAddr, sync::Arc, time::Duration};

use tokio::{
    sync::mpsc,
    time::{Instant, MissedTickBehavior},
};
use vpn_api::{
    CloseReason, Failure, ProtocolProfile, ProtocolProvider, Secret, Secrets, ServerEntry, SessionEvent, SessionSpec,
    VpnSession,
};

use super::{connection::Report, network::Returned, now};
use crate::{
    machine::AttemptId,
    platform::{DriveCommand, Platform, Remains},
};

/// Orders that may wait for a session.
const ORDERS: usize = 32;
/// How often the counters are read.
const COUNT: Duration = Duration::from_secs(1);
/// How long an aborted driver may take to give the interface back.
const LAST_BREATH: Duration = Duration::from_secs(2);

/// What a session's task is told.
#[derive(Debug)]
pub(super) enum SessionOrder<D> {
    Drive(DriveCommand<D>),
    /// Say goodbye, and end at the latest after this time.
    Close(CloseReason, Duration),
    Abort,
}

/// What a session is made from.
pub(super) struct Beginning {
    pub(super) attempt: AttemptId,
    pub(super) provider: Arc<dyn ProtocolProvider>,
    pub(super) profile: ProtocolProfile,
    pub(super) secrets: Secrets,
    pub(super) server: Box<ServerEntry>,
    pub(super) address: SocketAddr,
    pub(super) carried: Option<Box<dyn Any + Send>>,
}

/// A session that has not ended yet. Dropping it aborts the session.
#[derive(Debug)]
pub(super) struct SessionTask<D> {
    pub(super) attempt: AttemptId,
    pub(super) orders: mpsc::Sender<SessionOrder<D>>,
}

impl<D> SessionTask<D> {
    /// Passes an order on. A session that does not take any more orders is ending.
    pub(super) fn order(&self, order: SessionOrder<D>) {
        if self.orders.try_send(order).is_err() {
            tracing::debug!(attempt = self.attempt.0, "the session takes no more orders");
        }
    }
}

/// Starts a session. Its last report is [`Report::Over`], sent after its interface was returned.
pub(super) fn spawn<P: Platform>(
    platform: Arc<P>,
    beginning: Beginning,
    reports: mpsc::Sender<Report>,
    devices: mpsc::UnboundedSender<Returned<P::Device>>,
) -> SessionTask<P::Device> {
    let attempt = beginning.attempt;
    let (orders, inbox) = mpsc::channel(ORDERS);
    tokio::spawn(async move {
        let over = run(&*platform, beginning, inbox, &reports, &devices).await;
        let _ = reports.send(over).await;
    });
    SessionTask { attempt, orders }
}

async fn run<P: Platform>(
    platform: &P,
    beginning: Beginning,
    mut orders: mpsc::Receiver<SessionOrder<P::Device>>,
    reports: &mpsc::Sender<Report>,
    devices: &mpsc::UnboundedSender<Returned<P::Device>>,
) -> Report {
    let attempt = beginning.attempt;
    let session = match make(platform, beginning).await {
        Ok(session) => session,
        Err(Unmade { failure, carried, challenge_response }) => {
            return Report::Over { attempt, failure, carried, challenge_response, traffic: Box::default() };
        }
    };
    let mut drive = platform.drive(session);
    let mut data_path = drive.data_path();
    let mut counts = tokio::time::interval(COUNT);
    counts.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut until: Option<Instant> = None;
    let mut refused = None;
    // What had been heard when the network changed, until more is.
    let mut unheard_since = None;
    let failure = loop {
        tokio::select! {
            biased;
            order = orders.recv() => match order {
                Some(SessionOrder::Drive(command)) => {
                    if matches!(command, DriveCommand::NetworkChanged) {
                        unheard_since = Some(drive.heard());
                    }
                    if let Err(DriveCommand::Attach(device, _)) = drive.command(command) {
                        refused = Some(device);
                    }
                }
                Some(SessionOrder::Close(reason, grace)) => {
                    until = Some(Instant::now() + grace);
                    if drive.command(DriveCommand::Close(reason)).is_err() {
                        drive.abort();
                    }
                }
                Some(SessionOrder::Abort) | None => {
                    drive.abort();
                    break super::cancelled();
                }
            },
            () = async { tokio::time::sleep_until(until.unwrap_or_else(Instant::now)).await }, if until.is_some() => {
                drive.abort();
                break super::cancelled();
            }
            event = drive.next() => match event {
                Some(SessionEvent::Closed(failure)) => break failure,
                Some(event) => {
                    if reports.send(Report::Session { attempt, event }).await.is_err() {
                        drive.abort();
                        break super::cancelled();
                    }
                }
                None => break Failure::internal("the session ended without saying why"),
            },
            Ok(()) = data_path.changed() => {
                let report = data_path.borrow_and_update().clone().map(Box::new);
                // A connection that is gone is noticed with the next event.
                let _ = reports.send(Report::DataPath { attempt, report }).await;
            }
            _ = counts.tick() => {
                // A connection that is busy misses a count; the next one has it all.
                let _ = reports.try_send(Report::Traffic { attempt, traffic: drive.traffic() });
                if unheard_since.is_some_and(|then| drive.heard() > then)
                    && reports.try_send(Report::Heard { attempt }).is_ok()
                {
                    unheard_since = None;
                }
            }
        }
    };
    let traffic = Box::new(drive.traffic());
    let nothing = Remains { device: None, carried: None };
    let remains = tokio::time::timeout(LAST_BREATH, drive.finished()).await.unwrap_or(nothing);
    // An interface that was on its way to the session is not lost: with it the tunnel's routes would go.
    orders.close();
    // Also waits for one that is just being sent.
    while let Some(order) = orders.recv().await {
        if let SessionOrder::Drive(DriveCommand::Attach(device, _)) = order {
            refused = Some(device);
        }
    }
    let _ = devices.send(Returned { attempt, device: remains.device.or(refused) });
    Report::Over { attempt, failure, carried: remains.carried, challenge_response: None, traffic }
}

/// Why there is no session, and what was not used up.
struct Unmade {
    failure: Failure,
    carried: Option<Box<dyn Any + Send>>,
    challenge_response: Option<Secret>,
}

/// Making a session reads keys and may stretch a passphrase, which takes a while.
async fn make<P: Platform>(platform: &P, beginning: Beginning) -> Result<Box<dyn VpnSession>, Unmade> {
    let (now, unix_time, entropy) = (now(), platform.unix_time(), platform.entropy());
    let made = tokio::task::spawn_blocking(move || {
        let Beginning { attempt: _, provider, profile, secrets, server, address, mut carried } = beginning;
        let made = provider.session(SessionSpec {
            profile: &profile,
            server: &server,
            address,
            secrets: &secrets,
            entropy,
            unix_time,
            now,
            carried: &mut carried,
        });
        made.map_err(|failure| Unmade { failure, carried, challenge_response: secrets.challenge_response })
    });
    made.await.unwrap_or_else(|_| {
        let failure = Failure::internal("the session could not be made");
        Err(Unmade { failure, carried: None, challenge_response: None })
    })
}
