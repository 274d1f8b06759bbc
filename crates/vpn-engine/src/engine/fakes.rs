//! A made-up machine: names, interfaces, sessions and the network do what a test says, in the test's time.

use std::{
    collections::{BTreeMap, VecDeque},
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures_util::{
    FutureExt, StreamExt,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use ipnet::IpNet;
use netconf::NetError;
use netwatch::{Leads, LocalNetwork, SystemNames};
use privileged::{PrivilegedEvent, Refusal, Want, Way};
use tokio::sync::{mpsc, oneshot, watch};
use vpn_api::{
    Answer, Blame, CloseReason, DataChannel, DataPathReport, Deadline, Entropy, Failure, FailureKind, Input,
    KernelOffload, NetworkPlan, NetworkProof, NetworkStep, Output, Owner, PromptId, Protection, ProtectionRequest,
    ProtectionState, ProtocolId, ProtocolProvider, Retry, RetryPolicy, Secret, ServerEntry, SessionEvent,
    SessionParams, Settings, Traffic, Transport, TunnelConfig, TunnelSlot, VpnSession, session::Family,
};

use crate::{
    driver::{Counts, DriverCommand, Finished, Measure},
    platform::{Drive, MachineNews, NetworkChange, NetworkSignIn, Platform, Uplinks},
    resolve::{Answered, Resolver},
    sign_in::Asked,
    sockets::Tell,
};

/// What a session does by itself.
#[derive(Debug, Clone)]
pub(super) enum Script {
    /// Comes up with this configuration.
    Comes(TunnelConfig),
    /// Ends with this failure after this time.
    Fails(Duration, Failure),
    /// Says nothing, not even goodbye.
    Silent,
    /// Asks, and comes up once it has an answer.
    Asks(vpn_api::Prompt, TunnelConfig),
}

/// What happened, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FakeCall {
    LookedUp(String),
    DeviceMade(String),
    DeviceGone(String),
    Contacted(SocketAddr, Option<String>),
    Applied { routes: usize },
    Attached,
    Reverted,
    Answered(PromptId),
    ToldOfNetwork,
    Goodbye(CloseReason),
    Aborted,
    Unwanted(TunnelSlot),
}

#[derive(Default)]
struct Inner {
    calls: Vec<FakeCall>,
    names: BTreeMap<String, Vec<IpAddr>>,
    local_networks: Vec<LocalNetwork>,
    /// The network proves to be the known one.
    proven: bool,
    /// Which way the links of each session go.
    ways: Vec<Way>,
    scripts: VecDeque<Script>,
    sessions: Vec<mpsc::UnboundedSender<SessionEvent>>,
    traffic: Traffic,
    round_trip: Option<Duration>,
    /// Where the kernel leads networks; everything else goes nowhere.
    leads: Vec<(IpNet, String)>,
    /// Name servers that answer.
    answering: Vec<IpAddr>,
    /// Whom the system asks for names.
    system_names: Option<Vec<IpAddr>>,
    data_path: watch::Sender<Option<DataPathReport>>,
    heard: watch::Sender<u64>,
    apply: VecDeque<Result<(), NetError>>,
    revert_hangs: bool,
    apply_time: Duration,
    uplinks: Uplinks,
    wakes: Option<mpsc::UnboundedReceiver<()>>,
    sign_ins: Option<mpsc::UnboundedReceiver<Option<NetworkSignIn>>>,
    /// What the network answers when it is asked whether it wants a sign-in, and how often it was asked.
    asked: (Option<Asked>, u32),
    retry: RetryPolicy,
    /// The next session is not made before a passphrase was asked for.
    wants_passphrase: bool,
    /// With which each session was made.
    challenge_responses: Vec<Option<String>>,
    changes: Option<mpsc::UnboundedReceiver<()>>,
    /// What the privileged side was told, whole.
    wants: Vec<Want>,
    wanted: BTreeMap<TunnelSlot, Want>,
    refuse_wants: Option<Refusal>,
    protection: Protection,
    listeners: Vec<mpsc::Sender<PrivilegedEvent>>,
}

impl Inner {
    fn tell(&mut self, event: PrivilegedEvent) {
        self.listeners.retain(|listener| listener.try_send(event.clone()).is_ok());
    }
}

/// The machine. Clones are the same machine.
#[derive(Clone)]
pub(super) struct FakePlatform {
    inner: Arc<Mutex<Inner>>,
    begun: Instant,
    pub(super) change: mpsc::UnboundedSender<()>,
    pub(super) wake: mpsc::UnboundedSender<()>,
    /// The network wants somebody to sign in first, or not any more.
    pub(super) sign_in: mpsc::UnboundedSender<Option<NetworkSignIn>>,
}

impl FakePlatform {
    pub(super) fn new() -> Self {
        let (change, changes) = mpsc::unbounded_channel();
        let (wake, wakes) = mpsc::unbounded_channel();
        let (sign_in, sign_ins) = mpsc::unbounded_channel();
        let apply_time = Duration::from_millis(20);
        let (changes, wakes, sign_ins) = (Some(changes), Some(wakes), Some(sign_ins));
        let inner = Inner { changes, wakes, sign_ins, apply_time, ..Inner::default() };
        Self { inner: Arc::new(Mutex::new(inner)), begun: super::now(), change, wake, sign_in }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.inner.lock().unwrap())
    }

    pub(super) fn name(&self, host: &str, addresses: &[&str]) {
        let addresses = addresses.iter().map(|address| address.parse::<SocketAddr>().unwrap().ip()).collect();
        self.with(|inner| inner.names.insert(host.to_owned(), addresses));
    }

    /// What the network answers from here on when it is asked whether it wants a sign-in.
    pub(super) fn answers(&self, asked: Asked) {
        self.with(|inner| inner.asked.0 = Some(asked));
    }

    /// How often it was asked.
    pub(super) fn times_asked(&self) -> u32 {
        self.with(|inner| inner.asked.1)
    }

    /// The name is not answered for any more.
    pub(super) fn forget_name(&self, host: &str) {
        self.with(|inner| inner.names.remove(host));
    }

    pub(super) fn set_local_network(&self, network: &str, interface: &str) {
        let local = LocalNetwork { network: network.parse().unwrap(), interface: interface.to_owned() };
        self.with(|inner| inner.local_networks = vec![local]);
    }

    /// The machine comes into a network that is the known one, or is not.
    pub(super) fn moves(&self, known: bool) {
        self.with(|inner| inner.proven = known);
        self.change.send(()).unwrap();
    }

    /// Which way the links of each session went so far.
    pub(super) fn ways(&self) -> Vec<Way> {
        self.with(|inner| inner.ways.clone())
    }

    pub(super) fn script(&self, script: Script) {
        self.with(|inner| inner.scripts.push_back(script));
    }

    pub(super) fn next_apply(&self, result: Result<(), NetError>) {
        self.with(|inner| inner.apply.push_back(result));
    }

    /// Each change of the network takes this long.
    pub(super) fn slow_down(&self, takes: Duration) {
        self.with(|inner| inner.apply_time = takes);
    }

    pub(super) fn hang_reverts(&self) {
        self.with(|inner| inner.revert_hangs = true);
    }

    pub(super) fn set_retry(&self, first: Duration, largest: Duration) {
        self.with(|inner| inner.retry = RetryPolicy { first, largest, rounds: None });
    }

    pub(super) fn want_passphrase(&self) {
        self.with(|inner| inner.wants_passphrase = true);
    }

    pub(super) fn challenge_responses(&self) -> Vec<Option<String>> {
        self.with(|inner| inner.challenge_responses.clone())
    }

    /// The server sends a keepalive.
    pub(super) fn hear(&self) {
        self.with(|inner| inner.heard.send_modify(|count| *count += 1));
    }

    /// Where the kernel leads networks, and the name servers that answer.
    pub(super) fn set_kernel(&self, leads: &[(&str, &str)], answering: &[&str]) {
        self.with(|inner| {
            inner.leads = leads.iter().map(|(network, by)| (network.parse().unwrap(), (*by).to_owned())).collect();
            inner.answering = answering.iter().map(|address| address.parse().unwrap()).collect();
        });
    }

    pub(super) fn set_system_names(&self, servers: &[&str]) {
        let servers = servers.iter().map(|address| address.parse().unwrap()).collect();
        self.with(|inner| inner.system_names = Some(servers));
    }

    pub(super) fn set_round_trip(&self, takes: Duration) {
        self.with(|inner| inner.round_trip = Some(takes));
    }

    pub(super) fn set_traffic(&self, traffic: Traffic) {
        self.with(|inner| inner.traffic = traffic);
    }

    /// The newest session moves packets in this way.
    pub(super) fn set_data_path(&self, report: Option<DataPathReport>) {
        self.with(|inner| inner.data_path.send_replace(report));
    }

    /// The machine's network is another one.
    pub(super) fn set_uplinks(&self, uplinks: Uplinks) {
        self.with(|inner| inner.uplinks = uplinks);
        self.change.send(()).unwrap();
    }

    /// The newest session says this.
    pub(super) fn say(&self, event: SessionEvent) {
        self.mouth().send(event).unwrap();
    }

    /// With which the newest session speaks, until it ends.
    pub(super) fn mouth(&self) -> mpsc::UnboundedSender<SessionEvent> {
        self.with(|inner| inner.sessions.last().unwrap().clone())
    }

    /// Everything that was said to be wanted, in order.
    pub(super) fn wants(&self) -> Vec<Want> {
        self.with(|inner| inner.wants.clone())
    }

    pub(super) fn wanted_now(&self) -> Vec<Want> {
        self.with(|inner| inner.wanted.values().cloned().collect())
    }

    /// The privileged side tells something without being asked.
    pub(super) fn tell(&self, event: PrivilegedEvent) {
        self.with(|inner| inner.tell(event));
    }

    pub(super) fn refuse_wants(&self, refusal: Option<Refusal>) {
        self.with(|inner| inner.refuse_wants = refusal);
    }

    pub(super) fn calls(&self) -> Vec<FakeCall> {
        self.with(|inner| inner.calls.clone())
    }

    /// What happened since the last call.
    pub(super) fn take_calls(&self) -> Vec<FakeCall> {
        self.with(|inner| std::mem::take(&mut inner.calls))
    }

    fn record(&self, call: FakeCall) {
        self.with(|inner| inner.calls.push(call));
    }
}

/// An interface that notes when it disappears.
pub(super) struct FakeDevice {
    name: String,
    platform: FakePlatform,
}

impl Drop for FakeDevice {
    fn drop(&mut self) {
        self.platform.record(FakeCall::DeviceGone(self.name.clone()));
    }
}

impl Platform for FakePlatform {
    type Device = FakeDevice;

    fn resolver(&self) -> Resolver {
        let platform = self.clone();
        Resolver::new(move |host| {
            platform.record(FakeCall::LookedUp(host.clone()));
            let found = platform.with(|inner| inner.names.get(&host).cloned());
            async move {
                match found {
                    Some(addresses) => Ok(addresses),
                    // A name that nobody answers for.
                    None => std::future::pending().await,
                }
            }
            .boxed()
        })
    }

    fn create_device(&self, slot: TunnelSlot) -> Result<FakeDevice, Failure> {
        self.record(FakeCall::DeviceMade(slot.interface()));
        Ok(FakeDevice { name: slot.interface(), platform: self.clone() })
    }

    fn leads(&self, to: &[IpAddr]) -> std::io::Result<Vec<Leads>> {
        let of = |address: &IpAddr| {
            let found = self.with(|inner| {
                let within = inner.leads.iter().filter(|(network, _)| network.contains(address));
                within.max_by_key(|(network, _)| network.prefix_len()).map(|(_, by)| by.clone())
            });
            found.map_or(Leads::Nowhere, Leads::By)
        };
        Ok(to.iter().map(of).collect())
    }

    fn system_names(&self) -> BoxFuture<'static, SystemNames> {
        std::future::ready(SystemNames { servers: self.with(|inner| inner.system_names.clone()) }).boxed()
    }

    fn asks_name_server(&self, server: IpAddr, _: String) -> BoxFuture<'static, Answered> {
        let answers = self.with(|inner| inner.answering.contains(&server));
        std::future::ready(if answers { Answered::Yes(Duration::from_millis(3)) } else { Answered::No }).boxed()
    }

    fn drive(&self, session: Box<dyn VpnSession>, way: Way, _: Resolver) -> Box<dyn Drive<FakeDevice>> {
        self.with(|inner| inner.ways.push(way));
        let script = self.with(|inner| inner.scripts.pop_front()).unwrap_or(Script::Silent);
        self.with(|inner| inner.data_path = watch::Sender::new(None));
        let (commands, mut inbox) = mpsc::unbounded_channel();
        let (events, outbox) = mpsc::unbounded_channel();
        let (abort, aborted) = oneshot::channel();
        let (finished, remains) = oneshot::channel();
        let (told, words) = mpsc::unbounded_channel();
        self.with(|inner| inner.sessions.push(told));
        let platform = self.clone();
        tokio::spawn(async move {
            let device = play(&platform, script, (&mut inbox, words), events, aborted).await;
            // As the real driver does.
            inbox.close();
            let late = std::iter::from_fn(|| inbox.try_recv().ok())
                .find_map(|command| if let DriverCommand::Attach(device, _) = command { Some(device) } else { None });
            let device = device.or(late);
            let _ = finished.send(Finished { device, carried: session.into_carried() });
        });
        Box::new(FakeDrive { platform: self.clone(), commands, outbox, abort: Some(abort), remains })
    }

    fn network(&self, _slot: TunnelSlot) -> Result<Box<dyn crate::platform::TunnelNetwork>, Failure> {
        Ok(Box::new(FakeNetwork { platform: self.clone(), applied: false }))
    }

    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        let result = self.with(|inner| match inner.refuse_wants.clone() {
            Some(refusal) => Err(refusal),
            None => {
                inner.wants.push(want.clone());
                inner.wanted.insert(want.slot, want);
                Ok(())
            }
        });
        async move { result }.boxed()
    }

    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        self.with(|inner| inner.wanted.remove(&slot));
        self.record(FakeCall::Unwanted(slot));
        async { Ok(()) }.boxed()
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        let wanted = self.wanted_now();
        async move { wanted }.boxed()
    }

    fn protect(&self, _: Owner, request: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        let protection = self.with(|inner| {
            match request {
                ProtectionRequest::Set(settings) => inner.protection.settings = settings,
                ProtectionRequest::LetOut => inner.protection.state = ProtectionState::LetOut,
                ProtectionRequest::OpenPortal | ProtectionRequest::ClosePortal => {}
            }
            inner.tell(PrivilegedEvent::Protection(Box::new(inner.protection.clone())));
            inner.protection.clone()
        });
        async move { Ok(protection) }.boxed()
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        let protection = self.with(|inner| inner.protection.clone());
        async move { protection }.boxed()
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        let (sender, receiver) = mpsc::channel(64);
        self.with(|inner| inner.listeners.push(sender));
        receiver
    }

    fn local_networks(&self) -> BoxFuture<'static, Vec<LocalNetwork>> {
        let networks = self.with(|inner| inner.local_networks.clone());
        async move { networks }.boxed()
    }

    fn proves(&self, proof: NetworkProof, tell: Tell) -> BoxFuture<'static, bool> {
        let proven = self.with(|inner| inner.proven);
        async move {
            tell.of(vec![proof.server]).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
            proven
        }
        .boxed()
    }

    fn asks_network(&self, tell: Tell) -> BoxFuture<'static, Asked> {
        let answer = self.with(|inner| {
            inner.asked.1 += 1;
            inner.asked.0.clone().unwrap_or(Asked::Silent)
        });
        async move {
            tell.of(vec!["192.0.2.80:80".parse().unwrap()]).await;
            answer
        }
        .boxed()
    }

    fn sign_ins(&self) -> BoxStream<'static, Option<NetworkSignIn>> {
        let sign_ins = self.with(|inner| inner.sign_ins.take()).unwrap();
        stream::unfold(sign_ins, async |mut sign_ins| Some((sign_ins.recv().await?, sign_ins))).boxed()
    }

    fn kernel_offload(&self) -> KernelOffload {
        KernelOffload::Present { family: "ovpn".to_owned() }
    }

    fn changes(&self) -> BoxStream<'static, MachineNews> {
        let changes = self.with(|inner| inner.changes.take()).unwrap();
        let machine = self.clone();
        stream::unfold((changes, machine), async |(mut changes, machine)| {
            changes.recv().await?;
            let change = NetworkChange { links: true, ..NetworkChange::default() };
            let uplinks = machine.with(|inner| inner.uplinks.clone());
            Some((MachineNews { uplinks, change }, (changes, machine)))
        })
        .boxed()
    }

    fn wakes(&self) -> BoxStream<'static, ()> {
        let wakes = self.with(|inner| inner.wakes.take()).unwrap();
        stream::unfold(wakes, async |mut wakes| wakes.recv().await.map(|()| ((), wakes))).boxed()
    }

    fn entropy(&self) -> Box<dyn Entropy> {
        struct Zeros;
        impl Entropy for Zeros {
            fn fill(&mut self, buffer: &mut [u8]) {
                buffer.fill(0);
            }
        }
        Box::new(Zeros)
    }

    fn unix_time(&self) -> Duration {
        Duration::from_secs(1_700_000_000) + (super::now() - self.begun)
    }
}

async fn play(
    platform: &FakePlatform,
    script: Script,
    (inbox, mut words): (
        &mut mpsc::UnboundedReceiver<DriverCommand<FakeDevice>>,
        mpsc::UnboundedReceiver<SessionEvent>,
    ),
    events: mpsc::UnboundedSender<SessionEvent>,
    mut aborted: oneshot::Receiver<()>,
) -> Option<FakeDevice> {
    let mut device = None;
    let (mut fails, mut awaited, silent) = (None, None, matches!(script, Script::Silent));
    match script {
        Script::Comes(config) => {
            events.send(SessionEvent::Progress(vpn_api::Phase::Securing)).unwrap();
            events.send(SessionEvent::Configured(Box::new(config))).unwrap();
        }
        Script::Fails(after, failure) => fails = Some((after, failure)),
        Script::Asks(prompt, config) => {
            events.send(SessionEvent::Prompt(PromptId(40), prompt)).unwrap();
            awaited = Some(config);
        }
        Script::Silent => {}
    }
    let failing = async {
        match fails {
            Some((after, failure)) => {
                tokio::time::sleep(after).await;
                failure
            }
            None => std::future::pending().await,
        }
    };
    tokio::pin!(failing);
    loop {
        tokio::select! {
            _ = &mut aborted => {
                platform.record(FakeCall::Aborted);
                return device;
            }
            failure = &mut failing => {
                let _ = events.send(SessionEvent::Closed(failure));
                return device;
            }
            Some(event) = words.recv() => {
                let last = matches!(event, SessionEvent::Closed(_));
                let _ = events.send(event);
                if last {
                    return device;
                }
            }
            command = inbox.recv() => match command {
                Some(DriverCommand::Attach(given, _)) => {
                    platform.record(FakeCall::Attached);
                    device = Some(given);
                }
                Some(DriverCommand::Answer(prompt, _)) => {
                    platform.record(FakeCall::Answered(prompt));
                    if let Some(config) = awaited.take() {
                        let _ = events.send(SessionEvent::Configured(Box::new(config)));
                    }
                }
                Some(DriverCommand::NetworkChanged) => platform.record(FakeCall::ToldOfNetwork),
                Some(DriverCommand::Doubt | DriverCommand::Measure | DriverCommand::Reconfigure(_)) => {}
                Some(DriverCommand::Close(reason)) => {
                    platform.record(FakeCall::Goodbye(reason));
                    if !silent {
                        let _ = events.send(SessionEvent::Closed(super::cancelled()));
                        return device;
                    }
                }
                None => return device,
            }
        }
    }
}

struct FakeDrive {
    platform: FakePlatform,
    commands: mpsc::UnboundedSender<DriverCommand<FakeDevice>>,
    outbox: mpsc::UnboundedReceiver<SessionEvent>,
    abort: Option<oneshot::Sender<()>>,
    remains: oneshot::Receiver<Finished<FakeDevice>>,
}

impl Drive<FakeDevice> for FakeDrive {
    fn command(&self, command: DriverCommand<FakeDevice>) -> Result<(), DriverCommand<FakeDevice>> {
        self.commands.send(command).map_err(|refused| refused.0)
    }

    fn next(&mut self) -> BoxFuture<'_, Option<SessionEvent>> {
        self.outbox.recv().boxed()
    }

    fn counts(&self) -> Counts {
        let platform = self.platform.clone();
        Arc::new(move || platform.with(|inner| inner.traffic))
    }

    fn measure(&self) -> Measure {
        let platform = self.platform.clone();
        Arc::new(move || std::future::ready(platform.with(|inner| inner.round_trip)).boxed())
    }

    fn data_path(&self) -> watch::Receiver<Option<DataPathReport>> {
        self.platform.with(|inner| inner.data_path.subscribe())
    }

    fn next_heard(&self) -> BoxFuture<'static, ()> {
        let mut heard = self.platform.with(|inner| inner.heard.subscribe());
        async move { drop(heard.changed().await) }.boxed()
    }

    fn abort(&mut self) {
        if let Some(abort) = self.abort.take() {
            let _ = abort.send(());
        }
    }

    fn finished(self: Box<Self>) -> BoxFuture<'static, Finished<FakeDevice>> {
        async {
            let Self { platform: _, commands, outbox: _, abort, remains } = *self;
            let kept = (commands, abort);
            let remains = remains.await.unwrap_or(Finished::default());
            drop(kept);
            remains
        }
        .boxed()
    }
}

struct FakeNetwork {
    platform: FakePlatform,
    applied: bool,
}

impl crate::platform::TunnelNetwork for FakeNetwork {
    fn apply<'a>(&'a mut self, plan: &'a NetworkPlan) -> BoxFuture<'a, Result<(), NetError>> {
        async {
            let takes = self.platform.with(|inner| inner.apply_time);
            tokio::time::sleep(takes).await;
            self.platform.record(FakeCall::Applied { routes: plan.routes.len() });
            self.applied = true;
            self.platform.with(|inner| inner.apply.pop_front()).unwrap_or(Ok(()))
        }
        .boxed()
    }

    fn revert(&mut self) -> BoxFuture<'_, Result<(), NetError>> {
        async {
            if self.platform.with(|inner| inner.revert_hangs) {
                std::future::pending::<()>().await;
            }
            if std::mem::take(&mut self.applied) {
                self.platform.record(FakeCall::Reverted);
            }
            Ok(())
        }
        .boxed()
    }
}

pub(super) fn slow() -> NetError {
    NetError::TimedOut { step: NetworkStep::Dns }
}

/// The protocol of [`FakeProvider`].
pub(super) const FAKE: ProtocolId = ProtocolId::from_static("fake");

/// A protocol whose sessions are played by [`FakePlatform::drive`]; the profile lists its servers' names.
pub(super) struct FakeProvider(pub(super) FakePlatform);

impl ProtocolProvider for FakeProvider {
    fn id(&self) -> ProtocolId {
        FAKE
    }

    fn name(&self) -> &'static str {
        "Fake"
    }

    fn settings(&self, text: &Secret) -> Result<Settings, Failure> {
        Ok(Settings::new(text.expose().split_whitespace().map(str::to_owned).collect::<Vec<_>>()))
    }

    fn servers(&self, settings: &Settings, _: &mut dyn Entropy) -> Result<Vec<ServerEntry>, Failure> {
        let names: &Vec<String> = settings.get().unwrap();
        Ok(names
            .iter()
            .enumerate()
            .map(|(index, name)| ServerEntry {
                index,
                host: name.clone(),
                port: 1194,
                transport: Transport::Udp,
                family: Family::Any,
                answer_timeout: Duration::from_secs(10),
                via: None,
                local: vpn_api::LocalEnd::default(),
            })
            .collect())
    }

    fn retry(&self, _: &Settings) -> Result<RetryPolicy, Failure> {
        Ok(self.0.with(|inner| inner.retry))
    }

    fn session(&self, params: &mut SessionParams, _: Box<dyn Entropy>) -> Result<Box<dyn VpnSession>, Failure> {
        if params.secrets.username.as_deref() == Some("needed") {
            let prompt =
                vpn_api::Prompt::Credentials { username: None, username_locked: false, refused: None, challenge: None };
            return Err(Failure::new(FailureKind::CredentialsNeeded, Blame::User, Retry::AskUser(prompt)));
        }
        if self.0.with(|inner| std::mem::take(&mut inner.wants_passphrase)) {
            let retry = Retry::AskUser(vpn_api::Prompt::KeyPassphrase { wrong: false });
            return Err(Failure::new(FailureKind::PassphraseNeeded, Blame::User, retry));
        }
        let answer = params.secrets.challenge_response.as_ref().map(|answer| answer.expose().to_owned());
        self.0.with(|inner| inner.challenge_responses.push(answer));
        let carried = params.carried.take().and_then(|carried| carried.downcast::<String>().ok()).map(|token| *token);
        self.0.record(FakeCall::Contacted(params.address, carried));
        Ok(Box::new(NoSession))
    }
}

/// Never looked into: the fake drive plays its part.
struct NoSession;

impl VpnSession for NoSession {
    fn handle(&mut self, _: Instant, _: Input<'_>) {}

    fn poll(&mut self) -> Option<Output> {
        None
    }

    fn poll_timeout(&self) -> Option<Deadline> {
        None
    }

    fn data_channel(&mut self) -> &mut dyn DataChannel {
        unreachable!("nobody moves packets here")
    }

    fn into_carried(self: Box<Self>) -> Option<Box<dyn std::any::Any + Send>> {
        Some(Box::new("token".to_owned()))
    }
}

pub(super) fn typed() -> Answer {
    Answer::Credentials { username: "alice".to_owned(), password: "x".into(), challenge: None }
}
