//! One connection as a task: takes commands and reports, steps the machine, performs its effects.

use std::{any::Any, collections::BTreeSet, net::SocketAddr, sync::Arc, time::Duration};

use tokio::sync::{mpsc, watch};
use vpn_api::{
    Answer, Blame, CloseReason, ConnectionDetails, ConnectionId, DataPathReport, Entropy, Failure, FailureKind,
    FallbackReason, Owner, PromptId, ProtocolProfile, ProtocolProvider, ProxyLogin, Retry, Secret, Secrets,
    SessionEvent, Traffic, TunnelSlot, TunnelState,
};

use super::{
    ConnectOrder, ConnectionView, MAX_NAME,
    hub::{Hub, refused},
    network::{self, Apply, Frame, Job, Returned},
    now,
    session::{self, Beginning, SessionOrder, SessionTask},
};
use crate::{
    machine::{AttemptId, Effect, Importance, Machine, MachineInput, Settings},
    platform::{DriveCommand, Platform},
    registry::Registry,
    resolve,
};

/// Reports that may wait for a connection's task.
const REPORTS: usize = 256;
/// How long a session that is replaced may take to say goodbye: the person waits for the next one.
const REPLACED: Duration = Duration::from_millis(500);
/// How long a session may take to say goodbye at most. The machine aborts it earlier.
const GOODBYE: Duration = Duration::from_secs(5);

/// What a connection's task is told from outside.
#[derive(Debug)]
pub(super) enum Command {
    Connect(Box<Order>, TunnelSlot),
    Disconnect(CloseReason),
    Answer(PromptId, Answer),
}

/// What came of work that was ordered.
#[derive(Debug)]
pub(super) enum Report {
    Resolved {
        attempt: AttemptId,
        result: Result<Vec<SocketAddr>, Failure>,
    },
    Session {
        attempt: AttemptId,
        event: SessionEvent,
    },
    Traffic {
        attempt: AttemptId,
        traffic: Traffic,
    },
    /// Packets are moved in another way than before.
    DataPath {
        attempt: AttemptId,
        report: Option<Box<DataPathReport>>,
    },
    /// Something authentic came from the server after it was told of a changed network.
    Heard {
        attempt: AttemptId,
    },
    Over {
        attempt: AttemptId,
        failure: Failure,
        carried: Option<Box<dyn Any + Send>>,
        /// An answer that was not sent, because the session could not be made.
        challenge_response: Option<Secret>,
        traffic: Box<Traffic>,
    },
    Applied {
        attempt: AttemptId,
        result: Result<Box<ConnectionDetails>, Failure>,
    },
    Undone {
        attempt: AttemptId,
        result: Result<(), Failure>,
    },
}

/// A wish for a tunnel that was found usable.
pub(super) struct Order {
    pub(super) connection: ConnectionId,
    pub(super) name: String,
    pub(super) owner: Owner,
    profile: ProtocolProfile,
    secrets: Secrets,
    settings: Settings,
    lan: bool,
    provider: Arc<dyn ProtocolProvider>,
    machine: Machine,
}

impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Order").field("connection", &self.connection).finish_non_exhaustive()
    }
}

impl Order {
    pub(super) fn new(
        registry: &Registry,
        caller: &Owner,
        order: ConnectOrder,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, Failure> {
        let ConnectOrder { connection, name, profile, secrets, reconnect, lan, proxies } = order;
        if name.len() > MAX_NAME || name.chars().any(char::is_control) {
            return Err(refused("the name is too long or not plain text"));
        }
        let provider = registry.get(profile.protocol).ok_or_else(|| refused("unknown protocol"))?;
        if !proxies.is_valid() {
            return Err(refused("the system's proxies are out of bounds"));
        }
        let servers = proxies.offer(provider.servers(&profile, entropy)?);
        let no_servers =
            || Failure::new(FailureKind::ProfileRefused { what: "remote".to_owned() }, Blame::Profile, Retry::Never);
        let machine = Machine::new(servers, provider.retry(&profile)?).ok_or_else(no_servers)?;
        let settings = Settings { reconnect, ..Settings::default() };
        Ok(Self { connection, name, owner: caller.clone(), profile, secrets, settings, lan, provider, machine })
    }
}

/// What a connection's task starts with.
pub(super) struct Setup {
    pub(super) view: ConnectionView,
    pub(super) inbox: mpsc::Receiver<Command>,
}

/// Starts a connection's task. It ends when the hub forgets the connection.
pub(super) fn spawn<P: Platform>(platform: Arc<P>, hub: Arc<Hub>, setup: Setup) {
    let network = hub.network.subscribe();
    let mut connection = Connection { platform, hub, network, view: setup.view, inbox: setup.inbox, orders: 0 };
    tokio::spawn(async move {
        let mut next = None;
        loop {
            let (order, slot) = match next.take() {
                Some(wanted) => wanted,
                None => match connection.inbox.recv().await {
                    Some(Command::Connect(order, slot)) => {
                        connection.orders += 1;
                        (order, slot)
                    }
                    Some(Command::Disconnect(_) | Command::Answer(..)) => continue,
                    None => return,
                },
            };
            next = connection.live(*order, slot).await;
        }
    });
}

struct Connection<P: Platform> {
    platform: Arc<P>,
    hub: Arc<Hub>,
    network: watch::Receiver<u64>,
    view: ConnectionView,
    inbox: mpsc::Receiver<Command>,
    /// Orders seen so far.
    orders: u64,
}

type Wanted = (Box<Order>, TunnelSlot);

impl<P: Platform> Connection<P> {
    /// From one wish to the end of its tunnel. Gives the wish that replaces it, if there is one.
    async fn live(&mut self, order: Order, slot: TunnelSlot) -> Option<Wanted> {
        let (reports, mut results) = mpsc::channel(REPORTS);
        let frame = Frame { slot, lan: order.lan, protocol: order.provider.name() };
        let (jobs, devices) = network::spawn(Arc::clone(&self.platform), frame, reports.clone());
        self.view.name.clone_from(&order.name);
        self.view.owner = order.owner;
        self.view.traffic = Traffic::default();
        self.view.data_path = None;
        self.network.mark_unchanged();
        let mut live = Live {
            platform: &self.platform,
            hub: &self.hub,
            view: &mut self.view,
            orders: self.orders,
            entropy: self.platform.entropy(),
            machine: order.machine,
            settings: order.settings,
            provider: order.provider,
            profile: order.profile,
            secrets: order.secrets,
            reports,
            jobs,
            devices,
            session: None,
            queued: None,
            carried: None,
            before: Traffic::default(),
            known_fallbacks: BTreeSet::new(),
        };
        let mut next = None;
        live.step(MachineInput::Connect);
        while live.machine.state().is_active() {
            let deadline = live.machine.deadline();
            let at = deadline.map_or_else(now, |deadline| deadline.at);
            tokio::select! {
                biased;
                command = self.inbox.recv() => match command {
                    Some(Command::Connect(order, slot)) => {
                        self.orders += 1;
                        live.orders = self.orders;
                        next = Some((order, slot));
                        live.step(MachineInput::Disconnect(CloseReason::User));
                    }
                    Some(Command::Disconnect(reason)) => {
                        next = None;
                        live.step(MachineInput::Disconnect(reason));
                    }
                    Some(Command::Answer(prompt, answer)) => live.step(MachineInput::Answer { prompt, answer }),
                    None => live.step(MachineInput::Disconnect(CloseReason::Shutdown)),
                },
                Some(report) = results.recv() => live.report(report),
                Ok(()) = self.network.changed() => live.step(MachineInput::NetworkChanged),
                () = tokio::time::sleep_until(at.into()), if deadline.is_some() => live.step(MachineInput::Timeout),
            }
        }
        self.view.data_path = None;
        if next.is_none() {
            self.hub.show(&self.view, self.orders);
        }
        next
    }
}

/// A connection whose tunnel is wanted, or is being taken down.
struct Live<'a, P: Platform> {
    platform: &'a Arc<P>,
    hub: &'a Arc<Hub>,
    view: &'a mut ConnectionView,
    orders: u64,
    entropy: Box<dyn Entropy>,
    machine: Machine,
    settings: Settings,
    provider: Arc<dyn ProtocolProvider>,
    profile: ProtocolProfile,
    secrets: Secrets,
    reports: mpsc::Sender<Report>,
    jobs: mpsc::UnboundedSender<Job<P::Device>>,
    devices: mpsc::UnboundedSender<Returned<P::Device>>,
    session: Option<SessionTask<P::Device>>,
    /// A session that starts when the one before has ended.
    queued: Option<(AttemptId, Box<vpn_api::ServerEntry>, SocketAddr)>,
    carried: Option<Box<dyn Any + Send>>,
    /// Counters of the sessions before this one.
    before: Traffic,
    /// What has been logged of how packets are not moved. A tunnel that comes back meets the same again.
    known_fallbacks: BTreeSet<(FallbackReason, String)>,
}

impl<P: Platform> Live<'_, P> {
    /// One step of the machine, and everything that follows from it.
    fn step(&mut self, input: MachineInput) {
        let mut jitter = [0];
        self.entropy.fill(&mut jitter);
        self.settings.jitter = u8::from_be_bytes(jitter);
        let (machine, effects) = self.machine.clone().step(now(), input, &self.settings);
        self.machine = machine;
        for effect in effects {
            self.perform(effect);
        }
        let state = self.machine.state();
        let prompt = self.machine.prompt().map(|(id, prompt)| (id, prompt.clone()));
        if self.view.state != state || self.view.prompt != prompt {
            (self.view.state, self.view.prompt) = (state, prompt);
            // A connection that is down is shown by its task, which knows whether another wish follows.
            if self.view.state.is_active() {
                self.hub.show(self.view, self.orders);
            }
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Log(importance, text) => self.log(importance, &text),
            Effect::Resolve { attempt, server } => {
                let (platform, reports) = (Arc::clone(self.platform), self.reports.clone());
                tokio::spawn(async move {
                    let result = resolve::resolve(&*platform, &server).await;
                    let _ = reports.send(Report::Resolved { attempt, result }).await;
                });
            }
            Effect::StartSession { attempt, server, address } => {
                if let Some(session) = &self.session {
                    session.order(SessionOrder::Close(CloseReason::Restart, REPLACED));
                    self.queued = Some((attempt, server, address));
                } else {
                    self.begin(attempt, server, address);
                }
            }
            Effect::Remember(answer) => self.remember(answer),
            Effect::AnswerSession { attempt, prompt, answer } => {
                self.order(attempt, SessionOrder::Drive(DriveCommand::Answer(prompt, answer)));
            }
            Effect::TellNetworkChanged { attempt } => {
                self.job(Job::Repair);
                self.order(attempt, SessionOrder::Drive(DriveCommand::NetworkChanged));
            }
            Effect::ApplyTunnel { attempt, config } => self.apply(attempt, config),
            Effect::CloseSession { attempt, reason } => {
                let grace = match reason {
                    CloseReason::Restart => REPLACED,
                    CloseReason::User | CloseReason::Shutdown => GOODBYE,
                };
                if self.queued.take_if(|(queued, ..)| *queued == attempt).is_some() {
                    // It never began, so nobody else will say that it is over.
                    let event = SessionEvent::Closed(super::cancelled());
                    let _ = self.reports.try_send(Report::Session { attempt, event });
                }
                self.order(attempt, SessionOrder::Close(reason, grace));
            }
            Effect::AbortSession { attempt } => self.order(attempt, SessionOrder::Abort),
            Effect::Undo { attempt } => {
                self.queued = None;
                self.job(Job::Undo(attempt));
            }
        }
    }

    fn report(&mut self, report: Report) {
        match report {
            Report::Resolved { attempt, result } => self.step(MachineInput::Resolved { attempt, result }),
            Report::Session { attempt, event } => self.step(MachineInput::Session { attempt, event }),
            Report::Applied { attempt, result } => self.step(MachineInput::Applied { attempt, result }),
            Report::Undone { attempt, result } => self.step(MachineInput::Undone { attempt, result }),
            Report::Traffic { attempt, traffic } => self.count(attempt, traffic),
            Report::DataPath { attempt, report } => self.show_data_path(attempt, report),
            Report::Heard { attempt } => self.step(MachineInput::Heard { attempt }),
            Report::Over { attempt, failure, carried, challenge_response, traffic } => {
                self.before = self.before.plus(*traffic);
                self.view.traffic = self.before;
                self.view.data_path = None;
                self.session = None;
                self.carried = carried.or(self.carried.take());
                self.secrets.challenge_response = challenge_response.or(self.secrets.challenge_response.take());
                self.step(MachineInput::Session { attempt, event: SessionEvent::Closed(failure) });
                if self.session.is_none()
                    && let Some((attempt, server, address)) = self.queued.take()
                {
                    self.begin(attempt, server, address);
                }
            }
        }
    }

    fn begin(&mut self, attempt: AttemptId, mut server: Box<vpn_api::ServerEntry>, address: SocketAddr) {
        if let Some(proxy) = &mut server.via
            && let Some(login) = self.secrets.proxies.get(&proxy.name())
        {
            proxy.login = Some(login.clone());
        }
        let beginning = Beginning {
            attempt,
            provider: Arc::clone(&self.provider),
            profile: self.profile.clone(),
            secrets: self.secrets.clone(),
            server,
            address,
            carried: self.carried.take(),
        };
        // An answer to a challenge fits once.
        self.secrets.challenge_response = None;
        let (reports, devices) = (self.reports.clone(), self.devices.clone());
        self.session = Some(session::spawn(Arc::clone(self.platform), beginning, reports, devices));
    }

    fn apply(&mut self, attempt: AttemptId, config: Box<vpn_api::TunnelConfig>) {
        let Some(session) = self.session.as_ref().filter(|session| session.attempt == attempt) else { return };
        let session = session.orders.clone();
        let server = match self.machine.state() {
            TunnelState::Connected(details) => Some(details.server),
            TunnelState::Connecting { server, .. } | TunnelState::Reconnecting { server, .. } => server,
            TunnelState::Disconnected { .. } | TunnelState::Disconnecting | TunnelState::Blocked { .. } => None,
        };
        if let Some(server) = server {
            self.job(Job::Apply(Box::new(Apply { attempt, config, server, session })));
        }
    }

    fn count(&mut self, attempt: AttemptId, traffic: Traffic) {
        if self.session.as_ref().is_none_or(|session| session.attempt != attempt) {
            return;
        }
        let total = self.before.plus(traffic);
        self.view.traffic = total;
        if matches!(self.view.state, TunnelState::Connected(_)) {
            self.hub.show_traffic(&self.view.connection, self.view.owner.clone(), total);
        }
    }

    fn show_data_path(&mut self, attempt: AttemptId, report: Option<Box<DataPathReport>>) {
        if self.session.as_ref().is_none_or(|session| session.attempt != attempt) {
            return;
        }
        let report = report.map(|report| DataPathReport { kernel_offload: self.platform.kernel_offload(), ..*report });
        if let Some(report) = &report {
            self.log(Importance::Debug, &report.to_string());
            for fallback in &report.fallbacks {
                if self.known_fallbacks.insert((fallback.reason, fallback.detail.clone())) {
                    self.log(Importance::Info, &fallback.to_string());
                }
            }
        }
        self.view.data_path = report;
        self.hub.show(self.view, self.orders);
    }

    fn remember(&mut self, answer: Answer) {
        match answer {
            Answer::Credentials { username, password, challenge } => {
                self.secrets.username = Some(username);
                self.secrets.password = Some(password);
                self.secrets.challenge_response = challenge;
            }
            Answer::KeyPassphrase { passphrase } => self.secrets.key_passphrase = Some(passphrase),
            Answer::Challenge { response } => self.secrets.challenge_response = Some(response),
            Answer::ProxyCredentials { proxy, username, password } => {
                self.secrets.proxies.insert(proxy, ProxyLogin { username, password });
            }
            // A form and a banner belong to the session that asks, which takes them from its server each time.
            Answer::Form(_) | Answer::Accepted | Answer::BrowserOpened | Answer::Cancel => {}
        }
    }

    fn order(&self, attempt: AttemptId, order: SessionOrder<P::Device>) {
        if let Some(session) = self.session.as_ref().filter(|session| session.attempt == attempt) {
            session.order(order);
        }
    }

    fn job(&self, job: Job<P::Device>) {
        if self.jobs.send(job).is_err() {
            self.log(Importance::Error, "The network worker is gone");
        }
    }

    fn log(&self, importance: Importance, text: &str) {
        self.hub.log(importance, Some((self.view.connection.clone(), self.view.owner.clone())), text);
    }
}
