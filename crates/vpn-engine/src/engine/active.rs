//! A connection whose tunnel is wanted: steps the machine and performs its effects.

use std::{
    any::Any,
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use privileged::{Hold, Way};
use tokio::sync::mpsc;
use vpn_api::{
    Answer, Blame, CloseReason, DataPathReport, Entropy, Failure, FailureKind, FallbackReason, Lock, NetworkStep,
    ProxyLogin, Retry, ServerEntry, SessionEvent, SessionParams, Traffic, TunnelConfig, TunnelState,
    contract::{ConnectionSnapshot, LogLevel, PendingPrompt},
};

use super::{
    accepted::Accepted,
    asked::Asking,
    jobs::{Apply, Job, Jobs},
    live::Live,
    machine_state::SeenOfMachine,
    messages::{Counting, Key, Report, Returned, SessionEnd, key_of},
    now,
    place::Off,
    session::{self, SessionTask},
    table::ConnectionTable,
    wanting::Wanting,
};
use crate::{
    driver::DriverCommand,
    machine::{AttemptId, Effect, MachineInput, MachineSettings},
    platform::Platform,
    resolve::{self, Resolver},
    sockets::Tell,
};

/// How long a session that is replaced may take to say goodbye: the person waits for the next one.
const REPLACED_CLOSE_TIMEOUT: Duration = Duration::from_millis(500);
/// How long a session may take to say goodbye at most. The machine aborts it earlier.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a look-up may take where addresses are known from before.
const KNOWN_LOOK_UP_TIME: Duration = Duration::from_secs(3);
/// How long a server has for its first answer past the tunnels where another tunnel leads to it: two tries of a datagram fit.
const DIRECT_FIRST: Duration = Duration::from_secs(4);

/// A session as it was begun.
pub(super) struct Begun {
    attempt: AttemptId,
    server: Box<ServerEntry>,
    address: SocketAddr,
    way: Way,
}

/// Who ends a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EndedBy {
    /// The connection itself, by a failure or by an answer.
    Itself,
    /// Its person.
    Person,
    /// The engine ends, and the tunnel is wanted as before.
    Engine,
    /// Another request for the same connection.
    Request,
}

/// A connection whose tunnel is wanted, or is being taken down.
pub(super) struct ActiveConnection<'a, P: Platform> {
    pub(super) platform: &'a Arc<P>,
    pub(super) table: &'a Arc<ConnectionTable>,
    pub(super) view: &'a mut ConnectionSnapshot,
    pub(super) orders: u64,
    pub(super) wanting: Arc<Wanting<P>>,
    pub(super) ended_by: EndedBy,
    pub(super) off: Option<Off>,
    pub(super) entropy: Box<dyn Entropy>,
    pub(super) accepted: Accepted,
    pub(super) machine_settings: MachineSettings,
    pub(super) reports: mpsc::Sender<Report>,
    pub(super) jobs: Jobs<P::Device>,
    pub(super) devices: mpsc::UnboundedSender<Returned<P::Device>>,
    pub(super) session: Option<SessionTask<P::Device>>,
    /// A session that starts when the one before has ended.
    pub(super) queued: Option<(AttemptId, Box<ServerEntry>, SocketAddr)>,
    pub(super) carried: Option<Box<dyn Any + Send>>,
    /// The newest session.
    pub(super) begun: Option<Begun>,
    /// Servers that only another tunnel leads to.
    pub(super) behind_tunnels: BTreeSet<IpAddr>,
    /// Counters of the sessions before this one.
    pub(super) before: Traffic,
    /// What has been logged of how packets are not moved. A tunnel that comes back meets the same again.
    pub(super) known_fallbacks: BTreeSet<(FallbackReason, String)>,
    /// What the tunnel needs and is gone, while it cannot be put back.
    pub(super) broken: Option<NetworkStep>,
    /// What another program took away from this tunnel, and which one, where that is known.
    pub(super) taken_away: BTreeMap<NetworkStep, Option<String>>,
    /// Whether the network wants a sign-in is being asked for this connection.
    pub(super) asking: Option<Asking>,
    /// It was up since the network was asked last.
    pub(super) was_up: bool,
    pub(super) seen: SeenOfMachine,
    /// The state as it is shown, without what is left of a wait.
    pub(super) shown_deadline: Option<std::time::Instant>,
}

impl<P: Platform> ActiveConnection<'_, P> {
    /// One step of the machine, and everything that follows from it.
    pub(super) fn step(&mut self, input: MachineInput) {
        let mut jitter = [0];
        self.entropy.fill(&mut jitter);
        self.machine_settings.jitter = u8::from_be_bytes(jitter);
        let (machine, effects) = self.accepted.machine.clone().step(now(), input, &self.machine_settings);
        self.accepted.machine = machine;
        for effect in effects {
            self.perform(effect);
        }
        self.refresh();
    }

    /// Shows the connection as it is, if that is news.
    pub(super) fn refresh(&mut self) {
        let state = self.state();
        let prompt = self.accepted.machine.prompt().map(|(id, prompt)| PendingPrompt { id, prompt: prompt.clone() });
        let deadline = self.accepted.machine.deadline().map(|deadline| deadline.at);
        let waits_anew = state.waiting().is_some() && self.shown_deadline != deadline;
        if waits_anew || !self.view.state.is_as(&state) || self.view.prompt != prompt {
            (self.view.state, self.view.prompt, self.shown_deadline) = (state, prompt, deadline);
            let signs_in = self.wanting.shows(self.view);
            // The tunnel's routes and name servers lead nowhere, also those that the browser needs. The lock holds everything else
            // back; where nobody wants it, nothing is let out unasked.
            if signs_in && self.locks() && !matches!(self.view.state, TunnelState::Connected(_)) {
                self.jobs.order(Job::LetOut);
            }
            // A connection that is down is shown by its task, which knows whether another request follows.
            if self.view.state.is_active() {
                self.table.show(self.view, self.orders);
            }
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Log(level, text) => self.log(level, &text),
            Effect::Resolve { attempt, server, known } => {
                let (table, reports) = (Arc::clone(self.table), self.reports.clone());
                let own = self.key();
                let by_tunnel = move |address| table.tunnel_to(&own, address).is_some();
                let resolver = self.resolver().also_reaching(by_tunnel);
                let wanting = Arc::clone(&self.wanting);
                tokio::spawn(async move {
                    if let Some(address) = resolve::literal(&server) {
                        // Said with the rest, and not in a second question before the server is contacted.
                        wanting.will_reach(vec![address]);
                    }
                    let result = match wanting.say().await {
                        Ok(()) => look_up(&server, &resolver, known).await,
                        Err(failure) => Err(failure),
                    };
                    let _ = reports.send(Report::Input(MachineInput::Resolved { attempt, result })).await;
                });
            }
            Effect::StartSession { attempt, server, address } => {
                if let Some(session) = &self.session {
                    session.end(SessionEnd::Close(CloseReason::Restart, REPLACED_CLOSE_TIMEOUT));
                    self.queued = Some((attempt, server, address));
                } else {
                    self.begin(attempt, server, address);
                }
            }
            Effect::Remember(answer) => self.remember(answer),
            Effect::AnswerSession { attempt, prompt, answer } => {
                self.order(attempt, DriverCommand::Answer(prompt, answer));
            }
            Effect::TellNetworkChanged { attempt } => {
                self.jobs.order(Job::Repair);
                self.order(attempt, DriverCommand::NetworkChanged);
            }
            Effect::ApplyTunnel { attempt, config } => self.apply(attempt, config),
            Effect::CloseSession { attempt, reason } => {
                let grace = match reason {
                    CloseReason::Restart => REPLACED_CLOSE_TIMEOUT,
                    CloseReason::User | CloseReason::Shutdown => CLOSE_TIMEOUT,
                };
                if self.queued.take_if(|(queued, ..)| *queued == attempt).is_some() {
                    // It never began, so no session reports that it is over.
                    let event = SessionEvent::Closed(super::cancelled());
                    let _ = self.reports.try_send(Report::Input(MachineInput::Session { attempt, event }));
                }
                self.end(attempt, SessionEnd::Close(reason, grace));
            }
            Effect::AbortSession { attempt } => self.end(attempt, SessionEnd::Abort),
            Effect::Undo { attempt } => {
                self.queued = None;
                let unwant = !self.stays_wanted();
                self.jobs.order(Job::Undo { attempt, unwant });
            }
        }
    }

    pub(super) fn report(&mut self, report: Report) {
        match report {
            Report::Input(input) => {
                if let MachineInput::Applied { result: Ok(details), .. } = &input
                    && (details.all_ipv4 || details.all_ipv6)
                {
                    self.wanting.takes_all();
                }
                let resolved = matches!(input, MachineInput::Resolved { .. });
                let first = self.accepted.machine.peer();
                self.step(input);
                // Its servers, or the one that counts, are others now.
                if resolved || first != self.accepted.machine.peer() {
                    self.look_at_network();
                }
            }
            Report::Counting { attempt, counts } => self.count(attempt, counts),
            Report::DataPath { attempt, report } => self.show_data_path(attempt, report),
            Report::Over { attempt, failure, carried, challenge_response, traffic } => {
                self.before = self.before.plus(*traffic);
                self.view.traffic = self.before;
                self.table.counts(&self.key(), None);
                self.view.data_path = None;
                self.taken_away.clear();
                self.session = None;
                self.carried = carried.or(self.carried.take());
                self.accepted.request.secrets.challenge_response =
                    challenge_response.or(self.accepted.request.secrets.challenge_response.take());
                if self.try_other_way(attempt, &failure) {
                    return;
                }
                if traffic.packets_received > 0 {
                    self.step(MachineInput::Carried { attempt });
                }
                self.step(MachineInput::Session { attempt, event: SessionEvent::Closed(failure) });
                if self.session.is_none()
                    && let Some((attempt, server, address)) = self.queued.take()
                {
                    self.begin(attempt, server, address);
                }
            }
        }
    }

    /// A server that did not answer past the tunnels may be behind another tunnel of the same person. `true`: it is tried there.
    fn try_other_way(&mut self, attempt: AttemptId, failure: &Failure) -> bool {
        let unreached = matches!(failure.kind, FailureKind::NoAnswer { .. } | FailureKind::NoNetwork);
        let wanted = self.queued.is_none() && self.accepted.machine.is_trying(attempt);
        let Some(begun) = self.begun.take_if(|begun| begun.attempt == attempt).filter(|_| unreached && wanted) else {
            return false;
        };
        let target = begun.address.ip();
        if begun.way != Way::PastTunnels {
            self.behind_tunnels.remove(&target);
            return false;
        }
        if self.table.tunnel_to(&self.key(), target).is_none() {
            return false;
        }
        self.log(LogLevel::Info, "The server does not answer; trying to reach it through another tunnel");
        self.behind_tunnels.insert(target);
        self.begin(attempt, begun.server, begun.address);
        true
    }

    /// Whether another tunnel of the same person leads there.
    pub(super) fn leads_there(&self, address: IpAddr) -> bool {
        self.table.tunnel_to(&self.key(), address).is_some()
    }

    /// Which way to the server: past all tunnels, unless it was found that only another tunnel leads there.
    fn way_to(&self, server: &mut ServerEntry, target: IpAddr) -> Way {
        match self.table.tunnel_to(&self.key(), target) {
            Some(tunnel) if self.behind_tunnels.contains(&target) => Way::Through(tunnel),
            Some(_) => {
                server.answer_timeout = server.answer_timeout.min(DIRECT_FIRST);
                Way::PastTunnels
            }
            None => Way::PastTunnels,
        }
    }

    fn begin(&mut self, attempt: AttemptId, server: Box<ServerEntry>, address: SocketAddr) {
        let begun = server.clone();
        let mut server = server;
        let way = self.way_to(&mut server, address.ip());
        self.begun = Some(Begun { attempt, server: begun, address, way });
        self.table.goes(&self.key(), way);
        if let Some(proxy) = &mut server.via
            && let Some(login) = self.accepted.request.secrets.proxies.get(&proxy.name())
        {
            proxy.login = Some(login.clone());
        }
        let params = SessionParams {
            settings: self.accepted.settings.clone(),
            server,
            address,
            secrets: self.accepted.request.secrets.clone(),
            unix_time: self.platform.unix_time(),
            now: now(),
            carried: self.carried.take(),
        };
        // An answer to a challenge fits once.
        self.accepted.request.secrets.challenge_response = None;
        let (platform, provider) = (Arc::clone(self.platform), Arc::clone(&self.accepted.provider));
        let (reports, devices) = (self.reports.clone(), self.devices.clone());
        let resolver = self.resolver();
        self.session = Some(session::spawn(platform, attempt, provider, (params, way, resolver), reports, devices));
    }

    /// Looks names up, and tells the privileged side of each address before it is contacted.
    fn resolver(&self) -> Resolver {
        let wanting = Arc::clone(&self.wanting);
        self.platform.resolver().telling(Tell::new(move |addresses| wanting.reaches(addresses)))
    }

    /// Takes the tunnel's routes and name servers back until it is up again, so that traffic does not end in it.
    pub(super) fn let_out(&self) {
        if !matches!(self.view.state, TunnelState::Connected(_)) {
            self.jobs.order(Job::LetOut);
            self.log(LogLevel::Info, "Traffic leaves without the tunnel until it is up again");
        }
    }

    /// Whether the connection is wanted beyond its end. One that ends by itself is, where traffic is held back for it: what
    /// holds it back ends with the person's word only.
    pub(super) fn stays_wanted(&self) -> bool {
        match self.ended_by {
            EndedBy::Person => false,
            EndedBy::Engine | EndedBy::Request => true,
            EndedBy::Itself => self.off.is_some() || self.locks() && self.accepted.machine.ends_by_failure(),
        }
    }

    /// Whether traffic is held back for it while it is not up.
    fn locks(&self) -> bool {
        self.wanting.hold() == Hold::Yes && self.table.protection().settings.lock != Lock::Off
    }

    fn apply(&mut self, attempt: AttemptId, config: Box<TunnelConfig>) {
        let Some(session) = self.session.as_ref().filter(|session| session.attempt == attempt) else { return };
        let session = session.orders.clone();
        let server = match self.accepted.machine.state(now()) {
            TunnelState::Connected(details) => Some(details.server),
            TunnelState::Connecting { server, .. } | TunnelState::Reconnecting { server, .. } => server,
            TunnelState::Disconnected { .. } | TunnelState::Disconnecting | TunnelState::Blocked { .. } => None,
        };
        if let Some(server) = server {
            self.jobs.order(Job::Apply(Box::new(Apply { attempt, config, server, session })));
        }
    }

    fn count(&mut self, attempt: AttemptId, Counting(counts, measure): Counting) {
        if self.session.as_ref().is_some_and(|session| session.attempt == attempt) {
            self.table.counts(&self.key(), Some(Live { before: self.before, counts, measure }));
        }
    }

    fn show_data_path(&mut self, attempt: AttemptId, report: Option<Box<DataPathReport>>) {
        if self.session.as_ref().is_none_or(|session| session.attempt != attempt) {
            return;
        }
        let report = report.map(|report| DataPathReport { kernel_offload: self.platform.kernel_offload(), ..*report });
        if let Some(report) = &report {
            self.log(LogLevel::Debug, &report.to_string());
            for fallback in &report.fallbacks {
                if self.known_fallbacks.insert((fallback.reason, fallback.detail.clone())) {
                    self.log(LogLevel::Info, &fallback.to_string());
                }
            }
        }
        self.view.data_path = report;
        self.view.state = self.state();
        self.table.show(self.view, self.orders);
    }

    fn remember(&mut self, answer: Answer) {
        let secrets = &mut self.accepted.request.secrets;
        match answer {
            Answer::Credentials { username, password, challenge } => {
                secrets.username = Some(username);
                secrets.password = Some(password);
                secrets.challenge_response = challenge;
            }
            Answer::KeyPassphrase { passphrase } => secrets.key_passphrase = Some(passphrase),
            Answer::Challenge { response } => secrets.challenge_response = Some(response),
            Answer::ProxyCredentials { proxy, username, password } => {
                secrets.proxies.insert(proxy, ProxyLogin { username, password });
            }
            // A form and a banner belong to the session that asks, which takes them from its server each time.
            Answer::Form(_) | Answer::Accepted | Answer::BrowserOpened | Answer::Cancel => return,
        }
        self.wanting.answered(secrets.clone());
    }

    fn order(&self, attempt: AttemptId, order: DriverCommand<P::Device>) {
        if let Some(session) = self.session.as_ref().filter(|session| session.attempt == attempt) {
            session.order(order);
        }
    }

    fn end(&self, attempt: AttemptId, how: SessionEnd) {
        if let Some(session) = self.session.as_ref().filter(|session| session.attempt == attempt) {
            session.end(how);
        }
    }

    fn key(&self) -> Key {
        key_of(self.view)
    }

    pub(super) fn log(&self, level: LogLevel, text: &str) {
        self.table.log(level, Some(self.key()), text);
    }
}

async fn look_up(server: &ServerEntry, resolver: &Resolver, known: bool) -> Result<Vec<SocketAddr>, Failure> {
    let patience = if known { KNOWN_LOOK_UP_TIME } else { Duration::MAX };
    tokio::time::timeout(patience, resolve::resolve(server, resolver)).await.unwrap_or_else(|_| {
        let kind = FailureKind::NameServersSilent { host: server.host.clone() };
        Err(Failure::new(kind, Blame::Network, Retry::NextServer))
    })
}
