//! The driver's thread: one loop over commands, timers, links and the TUN.

mod events;
mod packets;

use std::{
    collections::VecDeque,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant, SystemTime},
};

use tokio::sync::{mpsc, oneshot, watch};
use vpn_api::{DataPathReport, Failure, Input, Output, SessionEvent, TunnelConfig, VpnSession};

use super::{
    DriverCommand, Finished, TrafficCounters,
    alarm::Alarm,
    clock::Clock,
    links::{Links, SetupOrLink},
    look_ups::LookUps,
    moderation::{self, Moderation},
    report::Reporter,
};
use crate::{datapath::DataPath, link::LinkFactory, resolve::Resolver};

/// How long a session may take to say goodbye.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(3);
/// How long the last frames of a session may wait for a full socket.
const FLUSH_TIMEOUT: Duration = Duration::from_millis(500);
/// When to look again whether the engine has made room for events.
const BACKLOG_RETRY: Duration = Duration::from_millis(20);
/// Events that wait for the engine at most.
const BACKLOG: usize = 1024;
/// How long the loop sleeps at most. Nothing depends on it.
const LONGEST_SLEEP: Duration = Duration::from_secs(3600);
/// How often a session is told that frames do not leave the machine.
const HELD_AGAIN: Duration = Duration::from_millis(100);
/// How often a session may ask for links or refuse them within one drain. A session that never settles is broken.
const SETTLE_ROUNDS: usize = 64;

/// The driver's ends of the handle's channels.
pub(super) struct Wiring {
    pub(super) commands: mpsc::Receiver<DriverCommand>,
    pub(super) events: mpsc::Sender<SessionEvent>,
    pub(super) abort: oneshot::Receiver<()>,
    pub(super) traffic: Arc<TrafficCounters>,
    pub(super) data_path: watch::Sender<Option<DataPathReport>>,
    pub(super) round_trip: watch::Sender<Option<Duration>>,
}

/// Runs a session to its end.
pub(super) fn thread(
    session: Box<dyn VpnSession>,
    factory: LinkFactory,
    resolver: Resolver,
    wiring: Wiring,
) -> Finished {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
    match runtime {
        Ok(runtime) => runtime.block_on(async { Run::new(session, factory, resolver, wiring).run().await }),
        Err(error) => {
            let failure = Failure::internal(format_args!("cannot start an event loop: {error}"));
            // The queue is empty, so there is room.
            let _ = wiring.events.try_send(SessionEvent::Closed(failure));
            Finished { device: None, carried: session.into_carried() }
        }
    }
}

/// One running session.
struct Run {
    session: Box<dyn VpnSession>,
    links: Links,
    look_ups: LookUps,
    path: Option<DataPath>,
    commands: mpsc::Receiver<DriverCommand>,
    /// A command that ended the last wait.
    command: Option<DriverCommand>,
    events: mpsc::Sender<SessionEvent>,
    backlog: VecDeque<SessionEvent>,
    abort: oneshot::Receiver<()>,
    traffic: Arc<TrafficCounters>,
    moderation: Moderation,
    reporter: Reporter,
    round_trip: watch::Sender<Option<Duration>>,
    /// How often the interface or its configuration was set.
    configured: u64,
    /// What the session said last of how the tunnel is. What comes back from the engine may be older.
    newest: Option<Box<TunnelConfig>>,
    alarm: Alarm,
    /// When it wakes.
    armed: Instant,
    /// When the session was last told that frames do not leave.
    held: Instant,
    clock: Clock,
    /// The session has until then to close.
    closing: Option<Instant>,
    end: End,
}

/// Whether the loop goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// It does.
    No,
    /// `Closed` is in the backlog; it goes when the last frames are gone, or at this time.
    Closed(Instant),
    /// At once, without a word.
    Aborted,
}

impl Run {
    fn new(session: Box<dyn VpnSession>, factory: LinkFactory, resolver: Resolver, wiring: Wiring) -> Self {
        let Wiring { commands, events, abort, traffic, data_path, round_trip } = wiring;
        let armed = Instant::now() + LONGEST_SLEEP;
        Self {
            session,
            links: Links::new(factory),
            look_ups: LookUps::new(resolver),
            path: None,
            commands,
            command: None,
            events,
            backlog: VecDeque::new(),
            abort,
            traffic,
            moderation: Moderation::new(Instant::now()),
            reporter: Reporter::new(data_path),
            round_trip,
            configured: 0,
            newest: None,
            alarm: Alarm::new(armed),
            armed,
            held: Instant::now(),
            clock: Clock::new(Instant::now(), SystemTime::now()),
            closing: None,
            end: End::No,
        }
    }

    async fn run(mut self) -> Finished {
        moderation::prepare_thread();
        self.input(Instant::now(), Input::Start);
        loop {
            let busy = self.turn();
            match self.end {
                End::No => {}
                End::Aborted => break,
                End::Closed(until) if self.links.are_idle() || Instant::now() >= until => break,
                End::Closed(_) => {}
            }
            if busy {
                // Lets the event loop look at all sources, not only at the one that is busy.
                tokio::task::yield_now().await;
            } else {
                if let Some(rest) = self.moderation.rest() {
                    std::thread::sleep(rest);
                }
                self.wait().await;
            }
        }
        if self.end != End::Aborted {
            self.deliver_last().await;
        }
        self.links.shut_down();
        let late = self.late_tun().await;
        Finished { device: self.path.and_then(DataPath::detach).or(late), carried: self.session.into_carried() }
    }

    /// One turn: a bounded piece of everything there is to do. `true`: there is more.
    fn turn(&mut self) -> bool {
        let mut busy = false;
        busy |= self.run_commands();
        let now = Instant::now();
        self.run_timers(now);
        busy |= self.run_links(now);
        busy |= self.run_tun(now);
        self.tell_condition(now, false);
        self.moderation.end_turn(now);
        self.report();
        self.deliver();
        busy
    }

    fn run_commands(&mut self) -> bool {
        match self.abort.try_recv() {
            Err(oneshot::error::TryRecvError::Empty) => {}
            Ok(()) | Err(oneshot::error::TryRecvError::Closed) => self.end = End::Aborted,
        }
        let mut next = self.command.take().or_else(|| self.commands.try_recv().ok());
        let any = next.is_some();
        while let Some(command) = next {
            self.run_command(command);
            next = self.commands.try_recv().ok();
        }
        any
    }

    fn run_command(&mut self, command: DriverCommand) {
        let now = Instant::now();
        match command {
            DriverCommand::Answer(prompt, answer) => self.input(now, Input::Answer(prompt, answer)),
            DriverCommand::Attach(tun, config) => match DataPath::new(tun, &config) {
                Ok(path) => {
                    self.path = Some(path);
                    self.reconfigure(now, &config);
                }
                Err(error) => self.lose_tun(&error),
            },
            DriverCommand::Reconfigure(config) => self.reconfigure(now, &config),
            DriverCommand::NetworkChanged => {
                let mut moved = false;
                for (link, outcome) in self.links.renew() {
                    match outcome {
                        Ok(()) => {
                            moved = true;
                            tracing::debug!(?link, "the link has a new address");
                        }
                        Err(error) => self.input(now, Input::LinkDown(link, error)),
                    }
                }
                self.input(now, Input::NetworkChanged { moved });
            }
            DriverCommand::Doubt => self.input(now, Input::Doubt),
            DriverCommand::Measure => self.input(now, Input::Measure),
            DriverCommand::Close(reason) => {
                self.closing.get_or_insert(now + CLOSE_TIMEOUT);
                self.input(now, Input::Close(reason));
            }
        }
    }

    fn run_timers(&mut self, now: Instant) {
        if self.end == End::No && self.session.poll_timeout().is_some_and(|deadline| deadline.at <= now) {
            self.tell_condition(now, true);
            if let Some(unix) = self.clock.look(now, SystemTime::now()) {
                self.input(now, Input::ClockSet(unix));
            }
            self.input(now, Input::Timeout);
        }
        if self.closing.is_some_and(|until| until <= now) {
            self.close(now, Failure::internal("the session did not close in time"));
        }
    }

    /// Gives the session one input and does what it asks for.
    fn input(&mut self, now: Instant, input: Input<'_>) {
        if self.end == End::No {
            self.session.handle(now, input);
            self.drain(now);
        }
    }

    /// Does what the session asks for, until it asks for nothing.
    fn drain(&mut self, now: Instant) {
        for _ in 0..SETTLE_ROUNDS {
            let mut changes = Vec::new();
            let mut refused = Vec::new();
            while let Some(output) = self.session.poll() {
                match output {
                    Output::OpenLink(id, spec) => match self.links.open(id, &spec) {
                        Ok(true) => changes.push((id, Ok(()))),
                        Ok(false) => {}
                        Err(error) => changes.push((id, Err(error))),
                    },
                    Output::CloseLink(id) => self.links.close(id),
                    Output::DataLink(id) => self.links.carry_data(id),
                    Output::Resolve(id, wanted) => {
                        if let Err(error) = self.look_ups.begin(id, wanted) {
                            refused.push((id, error));
                        }
                    }
                    Output::Transmit(id, frame) => {
                        if !self.links.transmit(id, frame) {
                            tracing::debug!(?id, "a control frame was not sent");
                        }
                    }
                    Output::Probe(id, frame) => self.links.probe(id, &frame),
                    Output::RoundTrip(took) => drop(self.round_trip.send_replace(Some(took))),
                    Output::Event(SessionEvent::Closed(failure)) => {
                        let failure = self.links.blame(failure);
                        self.close(now, failure);
                    }
                    Output::Event(event) => {
                        if let SessionEvent::Configured(config) = &event {
                            self.newest = Some(config.clone());
                            // What the packets have to be like does not wait for the machine's network to be set.
                            self.reconfigure(now, config);
                        }
                        self.emit(event);
                    }
                }
            }
            changes.extend(self.links.flush());
            self.count_refused();
            if changes.is_empty() && refused.is_empty() || self.end != End::No {
                self.aim();
                return;
            }
            for (id, outcome) in changes {
                match outcome {
                    Ok(()) => self.session.handle(now, Input::LinkUp(id)),
                    Err(SetupOrLink::Link(error)) => self.session.handle(now, Input::LinkDown(id, error)),
                    Err(SetupOrLink::Fatal(failure)) => self.close(now, failure),
                }
            }
            for (id, error) in refused {
                self.session.handle(now, Input::Resolved(id, Err(error)));
            }
        }
        self.close(now, Failure::internal("the session never settles"));
    }

    /// When something has to be done even if nothing happens.
    fn deadline(&self, now: Instant) -> Instant {
        let session = self.session.poll_timeout().map(|deadline| deadline.at);
        let backlog = (!self.backlog.is_empty()).then(|| now + BACKLOG_RETRY);
        let end = match self.end {
            End::No => self.closing,
            End::Closed(until) => return until,
            End::Aborted => Some(now),
        };
        [session, backlog, end].into_iter().flatten().min().unwrap_or(now + LONGEST_SLEEP)
    }

    /// Sleeps until something happens.
    async fn wait(&mut self) {
        let now = Instant::now();
        let deadline = self.deadline(now);
        // Deadlines mostly move away, with every packet: an alarm that comes too early is cheaper than moving it.
        if deadline < self.armed || self.armed <= now {
            self.alarm.set(deadline);
            self.armed = deadline;
        }
        poll_fn(|cx| self.poll_wake(cx)).await;
    }

    fn poll_wake(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut wake = false;
        if self.command.is_none() {
            match self.commands.poll_recv(cx) {
                Poll::Ready(command) => {
                    // No command can come any more when there is no handle; then `abort` says so too.
                    wake |= command.is_some();
                    self.command = command;
                }
                Poll::Pending => {}
            }
        }
        // A finished channel must not be polled again; it ends the loop.
        if Pin::new(&mut self.abort).poll(cx).is_ready() {
            self.end = End::Aborted;
            wake = true;
        }
        wake |= self.alarm.poll(cx).is_ready();
        wake |= self.poll_links(cx);
        for (id, result) in self.look_ups.poll(cx) {
            wake = true;
            self.input(Instant::now(), Input::Resolved(id, result));
        }
        let may_read = self.end == End::No && self.links.data_outbox().is_some_and(|outbox| outbox.is_empty());
        if may_read && let Some(path) = &mut self.path {
            wake |= path.poll_readable(cx).is_ready();
        }
        if wake { Poll::Ready(()) } else { Poll::Pending }
    }

    fn poll_links(&mut self, cx: &mut Context<'_>) -> bool {
        let (wake, changes) = self.links.poll(cx, self.end == End::No);
        self.count_refused();
        let now = Instant::now();
        for (id, outcome) in changes {
            match outcome {
                Ok(()) => self.input(now, Input::LinkUp(id)),
                Err(SetupOrLink::Link(error)) => self.input(now, Input::LinkDown(id, error)),
                Err(SetupOrLink::Fatal(failure)) => self.close(now, failure),
            }
        }
        wake
    }
}
