//! Pumps one session: its links, its timers and, once it is configured, the TUN interface.
//!
//! Each driver is one thread with its own event loop, so that nothing else that the process does delays a packet, and
//! the session's state is touched by one thread only. The thread ends with the session; [`DriverHandle::finished`] then
//! gives back what the next session of the same connection needs.
//!
//! Within a turn of the loop commands and timers come before links, and links before the TUN. Each direction moves a
//! bounded batch per turn, so neither can starve the other, a keepalive, or a command.

use std::{any::Any, sync::Arc, time::Duration};

use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::{mpsc, oneshot, watch};
use vpn_api::{
    Answer, CloseReason, DataPathReport, Failure, PromptId, SessionEvent, Traffic, TunnelConfig, VpnSession,
};

use crate::{link::LinkFactory, resolve::Resolver, tun::Tun};

mod alarm;
mod clock;
mod counters;
mod links;
mod look_ups;
mod moderation;
mod report;
mod run;

pub use counters::{Counts, TrafficCounters};

/// Finds out how long the other end takes to answer. None: it does not, or cannot be asked.
pub type Measure = Arc<dyn Fn() -> BoxFuture<'static, Option<Duration>> + Send + Sync>;

/// How often the other end is asked for one measurement, as a question may get lost, and how long each answer may take.
const MEASUREMENTS: usize = 3;
const MEASUREMENT_TIME: Duration = Duration::from_millis(1500);
/// Commands that may wait for a driver.
const COMMAND_QUEUE: usize = 32;
/// Events that may wait for the engine. Each may be a whole configuration; what is more waits where it can be replaced.
const EVENT_QUEUE: usize = 16;

/// What the engine asks of a driver, whose interface is a `D`.
#[derive(Debug)]
pub enum DriverCommand<D = Tun> {
    /// The person's answer to a prompt of the session, under the session's own number.
    Answer(PromptId, Answer),
    /// The interface exists and the machine's network leads into it: start moving packets.
    Attach(D, Box<TunnelConfig>),
    /// The session was configured anew while the interface stays.
    Reconfigure(Box<TunnelConfig>),
    /// The machine's network changed.
    NetworkChanged,
    /// The server may be gone: ask it for a sign of life, and end the session when that stays out.
    Doubt,
    /// Find out how long the other end takes to answer.
    Measure,
    /// Say goodbye. `Closed` follows within a few seconds even if the session has nothing to say.
    Close(CloseReason),
}

/// What is left of a driver that has ended.
pub struct Finished<D = Tun> {
    /// The interface, if one was attached: it lives through a reconnect. `None` after a failure of the interface itself.
    pub device: Option<D>,
    /// What the session leaves to the next one ([`vpn_api::SessionParams::carried`]).
    pub carried: Option<Box<dyn Any + Send>>,
}

impl<D> Default for Finished<D> {
    fn default() -> Self {
        Self { device: None, carried: None }
    }
}

impl<D> std::fmt::Debug for Finished<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finished").field("device", &self.device.is_some()).finish_non_exhaustive()
    }
}

/// A running driver. Dropping the handle ends it at once, as [`Self::abort`] does.
#[derive(Debug)]
pub struct DriverHandle {
    /// Commands go in here.
    pub commands: mpsc::Sender<DriverCommand>,
    /// What the session says, in its order; `Closed` is the last event there is, and `None` follows.
    pub events: mpsc::Receiver<SessionEvent>,
    traffic: Arc<TrafficCounters>,
    data_path: watch::Receiver<Option<DataPathReport>>,
    round_trip: watch::Receiver<Option<Duration>>,
    abort: Option<oneshot::Sender<()>>,
    finished: oneshot::Receiver<Finished>,
}

impl DriverHandle {
    /// Counters since the driver was started.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.traffic.snapshot()
    }

    /// The same, for whoever wants to know more than once.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let traffic = Arc::clone(&self.traffic);
        Arc::new(move || traffic.snapshot())
    }

    /// Ends with the next authentic frame of the data channel, keepalives included.
    pub fn next_heard(&self) -> impl Future<Output = ()> + Send + use<> {
        self.traffic.next_heard()
    }

    /// How packets are moved, and why not better; `None` before there is an interface and a link. Whether the kernel could
    /// do it by itself is not told here.
    #[must_use]
    pub fn data_path(&self) -> watch::Receiver<Option<DataPathReport>> {
        self.data_path.clone()
    }

    /// What finds out how long the other end takes to answer. It outlives the driver, and finds nothing then.
    #[must_use]
    pub fn measure(&self) -> Measure {
        let (commands, round_trip) = (self.commands.downgrade(), self.round_trip.clone());
        Arc::new(move || {
            let (commands, mut round_trip) = (commands.clone(), round_trip.clone());
            let measured = async move {
                round_trip.mark_unchanged();
                for _ in 0..MEASUREMENTS {
                    commands.upgrade()?.try_send(DriverCommand::Measure).ok()?;
                    if let Ok(changed) = tokio::time::timeout(MEASUREMENT_TIME, round_trip.changed()).await {
                        return changed.ok().and_then(|()| *round_trip.borrow());
                    }
                }
                None
            };
            measured.boxed()
        })
    }

    /// Ends the driver without a goodbye. No `Closed` event follows; [`Self::finished`] still gives the interface back.
    pub fn abort(&mut self) {
        // An error means that the driver has ended already.
        let _ = self.abort.take().map(|abort| abort.send(()));
    }

    /// Waits until the driver has ended.
    pub async fn finished(self) -> Finished {
        let Self { commands, events, traffic: _, data_path: _, round_trip: _, abort, finished } = self;
        // Nobody reads events any more: the driver must not wait for room. It must not take the missing handle for an
        // abort either, so the other ends live until it has ended.
        drop(events);
        let result = finished.await.unwrap_or_default();
        drop((commands, abort));
        result
    }
}

/// Starts a driver for `session` and sends it [`vpn_api::Input::Start`]. The session's links are made by `links`, the names that
/// it comes upon looked up by `resolver`.
#[must_use]
pub fn spawn(session: Box<dyn VpnSession>, links: LinkFactory, resolver: Resolver) -> DriverHandle {
    let (command_sender, commands) = mpsc::channel(COMMAND_QUEUE);
    let (events, event_receiver) = mpsc::channel(EVENT_QUEUE);
    let (abort_sender, abort) = oneshot::channel();
    let (finished, finished_receiver) = oneshot::channel();
    let traffic = Arc::new(TrafficCounters::default());
    let (data_path, data_path_receiver) = watch::channel(None);
    let (round_trip, round_trip_receiver) = watch::channel(None);
    let (traffic_counters, events_sender) = (Arc::clone(&traffic), events.clone());
    let wiring =
        run::Wiring { commands, events: events_sender, abort, traffic: traffic_counters, data_path, round_trip };
    let body = move || {
        // The receiver may be gone; then nobody wants the interface, and it disappears.
        let _ = finished.send(run::thread(session, links, resolver, wiring));
    };
    if let Err(error) = std::thread::Builder::new().name("adit-driver".to_owned()).spawn(body) {
        let failure = Failure::internal(format_args!("cannot start a thread: {error}"));
        // The queue is empty, so there is room.
        let _ = events.try_send(SessionEvent::Closed(failure));
    }
    DriverHandle {
        commands: command_sender,
        events: event_receiver,
        traffic,
        data_path: data_path_receiver,
        round_trip: round_trip_receiver,
        abort: Some(abort_sender),
        finished: finished_receiver,
    }
}
