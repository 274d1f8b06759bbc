//! One session as a task: makes it, drives it, and hands back what is left of it.

use std::{sync::Arc, time::Duration};

use privileged::Way;
use tokio::{
    sync::{mpsc, watch},
    time::Instant,
};
use vpn_api::{Failure, ProtocolProvider, SessionEvent, SessionParams, VpnSession};

use super::messages::{Counting, Report, Returned, SessionEnd};
use crate::{
    driver::{DriverCommand, Finished},
    machine::{AttemptId, MachineInput},
    platform::{Drive, Platform},
    resolve::Resolver,
};

/// Orders that may wait for a session.
const ORDERS: usize = 32;
/// How long an aborted driver may take to give the interface back.
const FINISH_TIMEOUT: Duration = Duration::from_secs(2);

/// A session that has not ended yet. Dropping it aborts the session.
#[derive(Debug)]
pub(super) struct SessionTask<D> {
    pub(super) attempt: AttemptId,
    pub(super) orders: mpsc::Sender<DriverCommand<D>>,
    end: watch::Sender<Option<SessionEnd>>,
}

impl<D> SessionTask<D> {
    /// Passes an order on. A session that does not take any more orders is ending.
    pub(super) fn order(&self, order: DriverCommand<D>) {
        if self.orders.try_send(order).is_err() {
            tracing::debug!(attempt = self.attempt.0, "the session takes no more orders");
        }
    }

    /// Ends it, whatever else it was ordered to do. A session that has ended does not hear it.
    pub(super) fn end(&self, how: SessionEnd) {
        self.end.send_replace(Some(how));
    }
}

/// Starts a session, whose links go that way. Its last report is [`Report::Over`], sent after its interface was returned.
pub(super) fn spawn<P: Platform>(
    platform: Arc<P>,
    attempt: AttemptId,
    provider: Arc<dyn ProtocolProvider>,
    (params, way, resolver): (SessionParams, Way, Resolver),
    reports: mpsc::Sender<Report>,
    devices: mpsc::UnboundedSender<Returned<P::Device>>,
) -> SessionTask<P::Device> {
    let (orders, inbox) = mpsc::channel(ORDERS);
    let (end, ended) = watch::channel(None);
    tokio::spawn(async move {
        let over = match make(&*platform, provider, params).await {
            (Ok(session), _) => {
                let drive = platform.drive(session, way, resolver);
                run(attempt, drive, (inbox, ended), &reports, &devices).await
            }
            (Err(failure), params) => {
                let (carried, challenge_response) =
                    params.map(|params| (params.carried, params.secrets.challenge_response)).unwrap_or_default();
                Report::Over { attempt, failure, carried, challenge_response, traffic: Box::default() }
            }
        };
        let _ = reports.send(over).await;
    });
    SessionTask { attempt, orders, end }
}

/// Makes a session, and gives what it was not made of: a session that could not be made leaves what it was given to the
/// next. Reading keys and stretching a passphrase take a while, so this is done on a thread that may block.
async fn make<P: Platform>(
    platform: &P,
    provider: Arc<dyn ProtocolProvider>,
    mut params: SessionParams,
) -> (Result<Box<dyn VpnSession>, Failure>, Option<SessionParams>) {
    let entropy = platform.entropy();
    let made = tokio::task::spawn_blocking(move || {
        let session = provider.session(&mut params, entropy);
        (session, Some(params))
    });
    made.await.unwrap_or_else(|_| (Err(Failure::internal("the session could not be made")), None))
}

async fn run<D: Send + 'static>(
    attempt: AttemptId,
    mut drive: Box<dyn Drive<D>>,
    (mut orders, mut end): (mpsc::Receiver<DriverCommand<D>>, watch::Receiver<Option<SessionEnd>>),
    reports: &mpsc::Sender<Report>,
    devices: &mpsc::UnboundedSender<Returned<D>>,
) -> Report {
    let mut data_path = drive.data_path();
    let counts = drive.counts();
    let _ = reports.send(Report::Counting { attempt, counts: Counting(Arc::clone(&counts), drive.measure()) }).await;
    let mut until: Option<Instant> = None;
    let mut refused = None;
    // Since the network changed, until something is heard.
    let mut hearing = None;
    let failure = loop {
        tokio::select! {
            biased;
            changed = end.changed() => match changed.ok().and_then(|()| *end.borrow_and_update()) {
                Some(SessionEnd::Close(reason, grace)) => {
                    until = Some(Instant::now() + grace);
                    if drive.command(DriverCommand::Close(reason)).is_err() {
                        drive.abort();
                    }
                }
                Some(SessionEnd::Abort) | None => {
                    drive.abort();
                    break super::cancelled();
                }
            },
            Some(command) = orders.recv() => {
                if matches!(command, DriverCommand::NetworkChanged) {
                    hearing = Some(drive.next_heard());
                }
                if let Err(DriverCommand::Attach(device, _)) = drive.command(command) {
                    refused = Some(device);
                }
            }
            () = async { tokio::time::sleep_until(until.unwrap_or_else(Instant::now)).await }, if until.is_some() => {
                drive.abort();
                break super::cancelled();
            }
            event = drive.next() => match event {
                Some(SessionEvent::Closed(failure)) => break failure,
                Some(event) => {
                    let report = Report::Input(MachineInput::Session { attempt, event });
                    if reports.send(report).await.is_err() {
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
            () = async { if let Some(hearing) = &mut hearing { hearing.await } }, if hearing.is_some() => {
                hearing = None;
                let _ = reports.send(Report::Input(MachineInput::Heard { attempt })).await;
            }
        }
    };
    let traffic = Box::new(counts());
    let finished: Finished<D> = tokio::time::timeout(FINISH_TIMEOUT, drive.finished()).await.unwrap_or_default();
    // An interface that was on its way to the session is not lost: with it the tunnel's routes would go.
    orders.close();
    // Also waits for one that is just being sent.
    while let Some(order) = orders.recv().await {
        if let DriverCommand::Attach(device, _) = order {
            refused = Some(device);
        }
    }
    let _ = devices.send(Returned { attempt, device: finished.device.or(refused) });
    Report::Over { attempt, failure, carried: finished.carried, challenge_response: None, traffic }
}
