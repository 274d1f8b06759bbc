//! The service against a NetworkManager, a logind, a systemd and a helper that are the test's own, on a bus of its own.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on has failed"
)]

use std::{
    any::Any,
    collections::{BTreeMap, HashMap},
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::{FutureExt, StreamExt, future::BoxFuture};
use nm_plugin::{
    Options,
    bus::{self, Bus, PLUGIN, PLUGIN_INTERFACE},
    settings::Settings,
};
use ovpn_profile::OpenVpn;
use profile_api::Formats;
use tokio::{
    sync::{broadcast, mpsc},
    task::JoinHandle,
    time::timeout,
};
use vpn_api::{
    Failure, Owner, Phase, Prompt, PromptId, Traffic, TunnelState,
    contract::{ConnectionSnapshot, Event, PendingPrompt, Request, Response},
};
use vpn_ipc::{
    Handler, Limits, Peer, serve,
    transport::{Audience, SystemListener},
};
use zbus::{Connection, Message, MessageStream, OwnedObjectPath, OwnedVariant, Variant, message::Type};

const LIMIT: Duration = Duration::from_secs(10);
const ALICE: u32 = 1000;
const NAME: &str = "org.freedesktop.NetworkManager.adit.Connection_7";
const CA: &str = include_str!("../../ovpn-proto/src/testing/keys/rsa.crt");

/// The helper: a connection asks for a password once, and is up when it has one.
#[derive(Clone)]
struct FakeHelper(Arc<State>);

struct State {
    connections: Mutex<BTreeMap<String, ConnectionSnapshot>>,
    events: broadcast::Sender<Event>,
    asked: Mutex<Vec<Request>>,
}

impl FakeHelper {
    fn new() -> Self {
        let (connections, asked) = (Mutex::default(), Mutex::default());
        Self(Arc::new(State { connections, events: broadcast::Sender::new(64), asked }))
    }

    fn show(&self, id: &str, owner: &Owner, state: TunnelState, prompt: Option<Prompt>) {
        let snapshot = ConnectionSnapshot {
            connection: id.to_owned().try_into().unwrap(),
            name: "Work".to_owned(),
            owner: owner.clone(),
            yours: false,
            state,
            prompt: prompt.map(|prompt| PendingPrompt { id: PromptId(1), prompt }),
            traffic: Traffic::default(),
            data_path: None,
        };
        self.0.connections.lock().unwrap().insert(id.to_owned(), snapshot.clone());
        let _ = self.0.events.send(Event::Connection(Box::new(snapshot)));
    }

    fn answer(&self, request: Request) -> Response {
        self.0.asked.lock().unwrap().push(request.clone());
        match request {
            Request::Snapshot => {
                let connections = self.0.connections.lock().unwrap().values().cloned().collect();
                return Response::Snapshot { connections, protection: Box::default() };
            }
            Request::ConnectFor { owner, request } => {
                let (username, refused, challenge) = (None, None, None);
                let asks = Prompt::Credentials { username, username_locked: false, refused, challenge };
                let asks = request.secrets.password.is_none().then_some(asks);
                let state = if asks.is_some() { connecting() } else { connected() };
                self.show(request.connection.as_str(), &owner, state, asks);
            }
            Request::Answer { connection, owner: Some(owner), .. } => {
                self.show(connection.as_str(), &owner, connected(), None);
            }
            Request::Disconnect { connection, owner: Some(owner) } => {
                self.show(connection.as_str(), &owner, TunnelState::Disconnected { failure: None }, None);
            }
            other => panic!("{other:?}"),
        }
        Response::Done
    }

    fn asked(&self, is_it: fn(&Request) -> bool) -> usize {
        self.0.asked.lock().unwrap().iter().filter(|request| is_it(request)).count()
    }
}

impl Handler for FakeHelper {
    fn handle(&self, _peer: Peer, request: Request) -> BoxFuture<'_, Result<Response, Failure>> {
        async move { Ok(self.answer(request)) }.boxed()
    }

    fn subscribe(&self, _peer: Peer) -> mpsc::Receiver<Event> {
        let (sender, receiver) = mpsc::channel(64);
        let mut events = self.0.events.subscribe();
        tokio::spawn(async move { while sender.send(events.recv().await.unwrap()).await.is_ok() {} });
        receiver
    }

    fn watch_traffic(&self) -> Box<dyn Any + Send> {
        Box::new(())
    }
}

fn state(json: &str) -> TunnelState {
    serde_json::from_str(json).unwrap()
}

fn connecting() -> TunnelState {
    state(r#"{"state":"connecting","phase":"authenticating","server":null,"attempt":1,"last_failure":null}"#)
}

fn connected() -> TunnelState {
    state(
        r#"{"state":"connected","server":{"host":"vpn.example.com","port":1194,"transport":"udp","address":null},
            "interface":"adit0","addresses":[],"mtu":1500,"protocol":"OpenVPN","security":{"handshake":"","data":""},
            "dns":[],"dns_domains":[],"networks":[],"all_ipv4":true,"all_ipv6":false,"ipv6_blocked":false,"since":0}"#,
    )
}

fn is_connect(request: &Request) -> bool {
    matches!(request, Request::ConnectFor { .. })
}

fn is_disconnect(request: &Request) -> bool {
    matches!(request, Request::Disconnect { .. })
}

/// A bus with everybody on it.
struct Site {
    manager: Connection,
    signals: MessageStream,
    units: mpsc::UnboundedReceiver<String>,
    helper: FakeHelper,
    service: JoinHandle<anyhow::Result<()>>,
    bus: Bus,
    _daemon: Daemon,
    _home: tempfile::TempDir,
}

struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn daemon() -> (Daemon, Bus) {
    let mut command = Command::new("dbus-daemon");
    command.args(["--session", "--nofork", "--nopidfile", "--print-address"]).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut address = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
    (Daemon(child), Bus::At(address.trim().to_owned()))
}

/// Somebody of this name on the bus, and the calls that come.
async fn somebody(bus: &Bus, name: &str) -> (Connection, MessageStream) {
    let connection = bus.connect().await.unwrap();
    let calls = MessageStream::from(&connection);
    connection.request_name(name).await.unwrap();
    (connection, calls)
}

fn is_call(message: &Message, member: &str) -> bool {
    message.message_type() == Type::MethodCall
        && message.header().member().is_some_and(|called| called.as_str() == member)
}

/// Knows alice.
async fn logind(bus: &Bus) {
    let (connection, mut calls) = somebody(bus, "org.freedesktop.login1").await;
    tokio::spawn(async move {
        while let Some(Ok(call)) = calls.next().await {
            if is_call(&call, "ListUsers") {
                let path = OwnedObjectPath::try_from("/org/freedesktop/login1/user/_1000").unwrap();
                connection.reply(&call.header(), &vec![(ALICE, "alice", path)]).await.unwrap();
            }
        }
    });
}

/// Tells which units it is asked to start.
async fn systemd(bus: &Bus) -> mpsc::UnboundedReceiver<String> {
    let (connection, mut calls) = somebody(bus, "org.freedesktop.systemd1").await;
    let (units, started) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(Ok(call)) = calls.next().await {
            if is_call(&call, "StartUnit") {
                let (unit, _mode): (String, String) = call.body().deserialize().unwrap();
                let job = OwnedObjectPath::try_from("/org/freedesktop/systemd1/job/1").unwrap();
                connection.reply(&call.header(), &job).await.unwrap();
                units.send(unit).unwrap();
            }
        }
    });
    started
}

fn helper_at(socket: &Path, helper: &FakeHelper) {
    let listener = SystemListener::bind(socket, Audience::ByUser).unwrap();
    let handler: Arc<dyn Handler> = Arc::new(helper.clone());
    tokio::spawn(serve(listener, "1", Limits::default(), handler));
}

impl Site {
    async fn new() -> Self {
        let (daemon, bus) = daemon();
        let home = tempfile::tempdir().unwrap();
        let socket = home.path().join("aditd.sock");
        let helper = FakeHelper::new();
        helper_at(&socket, &helper);
        logind(&bus).await;
        let units = systemd(&bus).await;
        let (manager, _) = somebody(&bus, "org.freedesktop.NetworkManager").await;
        let rule = format!("type='signal',interface='{PLUGIN_INTERFACE}',path='{PLUGIN}'");
        let signals = MessageStream::for_match_rule(rule.as_str(), &manager, None).await.unwrap();
        let options = Options { socket, bus: bus.clone() };
        let service = tokio::spawn(async move { nm_plugin::serve(&options, Formats::new(OpenVpn)).await });
        let site = Self { manager, signals, units, helper, service, bus, _daemon: daemon, _home: home };
        site.until(async || bus::hand_over(&site.bus, NAME).await.is_ok()).await;
        site
    }

    async fn until(&self, is_so: impl AsyncFn() -> bool) {
        let waiting = async {
            while !is_so().await {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(LIMIT, waiting).await.unwrap();
    }

    async fn call<B: serde::Serialize + zbus::DynamicType>(&self, method: &str, body: &B) -> zbus::Result<Message> {
        self.manager.call_method(Some(NAME), PLUGIN, Some(PLUGIN_INTERFACE), method, body).await
    }

    async fn needed(&self) -> String {
        self.call("NeedSecrets", &settings(&[])).await.unwrap().body().deserialize().unwrap()
    }

    /// Calls it until the service has reached the helper.
    async fn connect(&self, settings: &Settings) {
        let details: HashMap<String, OwnedVariant> = HashMap::new();
        self.until(async || self.call("ConnectInteractive", &(settings, &details)).await.is_ok()).await;
    }

    /// The next signal of this name.
    async fn signal(&mut self, name: &str) -> Message {
        let waiting = async {
            loop {
                let signal = self.signals.next().await.unwrap().unwrap();
                if signal.header().member().is_some_and(|member| member.as_str() == name) {
                    return signal;
                }
            }
        };
        timeout(LIMIT, waiting).await.unwrap()
    }

    async fn state(&mut self) -> u32 {
        self.signal("StateChanged").await.body().deserialize().unwrap()
    }

    async fn unit(&mut self) -> String {
        timeout(LIMIT, self.units.recv()).await.unwrap().unwrap()
    }
}

fn settings(secrets: &[(&str, &str)]) -> Settings {
    let owned = |value: Variant<'_>| OwnedVariant::try_from(value).unwrap();
    let map = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        owned(Variant::from(pairs.collect::<HashMap<String, String>>()))
    };
    let profile = format!("client\nremote vpn.example.com 1194\nauth-user-pass\n<ca>\n{CA}</ca>\n");
    let mut all = vec![("profile", profile.as_str())];
    all.extend_from_slice(secrets);
    let permissions = owned(Variant::from(vec!["user:alice:".to_owned()]));
    let general = HashMap::from([("id".to_owned(), owned("Work".into())), ("permissions".to_owned(), permissions)]);
    let vpn = HashMap::from([("data".to_owned(), map(&[("id", "work")])), ("secrets".to_owned(), map(&all))]);
    HashMap::from([("connection".to_owned(), general), ("vpn".to_owned(), vpn)])
}

#[tokio::test]
async fn a_connection_comes_up_as_its_users_with_what_the_agent_answers_and_goes_down() {
    let mut site = Site::new().await;
    assert_eq!([site.needed().await, site.needed().await], ["vpn", ""], "agents are asked for what they keep once");
    site.connect(&settings(&[])).await;
    assert_eq!(site.state().await, 3);
    let asked = site.signal("SecretsRequired").await;
    let (_, names): (String, Vec<String>) = asked.body().deserialize().unwrap();
    assert_eq!(names, ["username", "password"]);
    site.call("NewSecrets", &settings(&[("username", "alice"), ("password", "sesame")])).await.unwrap();
    let config: HashMap<String, OwnedVariant> = site.signal("Config").await.body().deserialize().unwrap();
    let has_ip4 = bool::try_from(config["has-ip4"].try_clone().unwrap());
    assert_eq!(has_ip4, Ok(false), "nothing for NetworkManager to put on");
    assert_eq!(site.state().await, 4);
    let requests = site.helper.0.asked.lock().unwrap().clone();
    let owner = |request: &Request| match request {
        Request::ConnectFor { owner, .. } => Some(owner.clone()),
        _ => None,
    };
    assert_eq!(requests.iter().filter_map(owner).collect::<Vec<_>>(), [Owner::Uid(ALICE)]);
    site.call("Disconnect", &()).await.unwrap();
    assert_eq!(site.helper.asked(is_disconnect), 1);
}

#[tokio::test]
async fn what_ends_elsewhere_ends_there_and_what_is_brought_back_is_shown() {
    let mut site = Site::new().await;
    let alice = Owner::Uid(ALICE);
    site.connect(&settings(&[("username", "alice"), ("password", "sesame")])).await;
    site.signal("Config").await;
    assert_eq!(site.state().await, 4, "and nothing was asked");
    let (phase, cause) = (Phase::Contacting, Failure::internal("x"));
    let back = TunnelState::Reconnecting { phase, server: None, attempt: 1, cause, waiting: None };
    site.helper.show("work", &alice, back, None);
    assert_eq!(site.state().await, 3);
    site.helper.show("work", &alice, connected(), None);
    assert_eq!(site.state().await, 4);
    site.helper.show("work", &alice, TunnelState::Disconnected { failure: None }, None);
    assert_eq!(site.state().await, 6);
    site.call("Disconnect", &()).await.unwrap();
    assert_eq!(site.helper.asked(is_disconnect), 0, "it may have been brought up again meanwhile");
}

#[tokio::test]
async fn what_comes_up_elsewhere_is_switched_on_and_then_left_as_it_is() {
    let mut site = Site::new().await;
    site.helper.show("work", &Owner::Uid(ALICE), connected(), None);
    assert_eq!(site.unit().await, "adit-nm-switch@1000:work.service");
    site.connect(&settings(&[])).await;
    site.signal("Config").await;
    assert_eq!(site.helper.asked(is_connect), 0, "it is up already");
    // The end of NetworkManager ends nothing.
    site.manager.release_name("org.freedesktop.NetworkManager").await.unwrap();
    site.until(async || site.call("NeedSecrets", &settings(&[])).await.is_err()).await;
    assert_eq!(site.helper.asked(is_disconnect), 0);
    site.manager.request_name("org.freedesktop.NetworkManager").await.unwrap();
    assert_eq!(site.unit().await, "adit-nm-switch@1000:work.service", "the next one is told");
}

#[tokio::test]
async fn what_cannot_be_brought_up_is_refused_with_words() {
    let site = Site::new().await;
    let mut bare = settings(&[]);
    bare.get_mut("vpn").unwrap().remove("secrets");
    let refused = site.call("Connect", &bare).await.unwrap_err().to_string();
    assert!(refused.contains("import it again"), "{refused}");
    let mut bobs = settings(&[]);
    let bob = OwnedVariant::try_from(Variant::from(vec!["user:bob:".to_owned()])).unwrap();
    bobs.get_mut("connection").unwrap().insert("permissions".to_owned(), bob);
    let refused = site.call("Connect", &bobs).await.unwrap_err().to_string();
    assert!(refused.contains("bob") && refused.contains("not logged in"), "{refused}");
    assert_eq!(site.helper.asked(is_connect), 0);
    assert!(bus::hand_over(&site.bus, "org.freedesktop.NetworkManager").await.is_err(), "no other name is served");
    assert!(!site.service.is_finished());
}
