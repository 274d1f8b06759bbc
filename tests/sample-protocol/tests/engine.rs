//! The protocol through the engine, on a made-up machine without rights: its interface and its network do nothing, its links are
//! real sockets of the loopback address.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::{
    FutureExt, StreamExt,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use netconf::NetError;
use sample_protocol::{
    provider::{SAMPLE, SampleProvider, SampleSettings},
    server::{BANNER, Rules, Server},
};
use tokio::{
    sync::{broadcast, mpsc, watch},
    time::timeout,
};
use vpn_api::{
    Answer, ConnectionId, DataPathReport, Entropy, Failure, KernelOffload, LookUpError, NetworkPlan, Owner, Prompt,
    PromptId, Protection, ProtectionRequest, ProtocolProfile, Secret, Secrets, SessionEvent, TunnelSlot, TunnelState,
    VpnSession,
    contract::{ConnectOptions, ConnectRequest, ConnectionSnapshot, Event},
    prompt::{FieldValue, FormAnswer},
};
use vpn_engine::{
    driver::{self, Counts, DriverCommand, DriverHandle, Finished, Measure},
    engine::{Engine, EngineHandle},
    link::LinkFactory,
    platform::{Drive, LocalNetwork, MachineNews, Platform, PrivilegedEvent, Refusal, TunnelNetwork, Want, Way},
    registry::Registry,
    resolve::Resolver,
};

const ALICE: Owner = Owner::Uid(1000);
const PATIENCE: Duration = Duration::from_secs(10);

/// A machine that knows one name.
#[derive(Clone)]
struct Machine {
    server: SocketAddr,
    /// What was done to its network, in order.
    done: Arc<Mutex<Vec<String>>>,
}

/// An interface that does nothing.
struct Interface;

/// A real driver that never gets an interface.
struct Driver {
    handle: DriverHandle,
    interface: Mutex<Option<Interface>>,
}

impl Platform for Machine {
    type Device = Interface;

    fn resolver(&self) -> Resolver {
        let server = self.server.ip();
        Resolver::new(move |host| {
            let known = host == "vpn.example";
            async move { if known { Ok(vec![server]) } else { Err(LookUpError::UnknownName) } }.boxed()
        })
    }

    fn create_device(&self, _: TunnelSlot) -> Result<Interface, Failure> {
        Ok(Interface)
    }

    fn drive(&self, session: Box<dyn VpnSession>, _: Way, _: Resolver) -> Box<dyn Drive<Interface>> {
        let handle = driver::spawn(session, LinkFactory::unmarked(), Resolver::system());
        Box::new(Driver { handle, interface: Mutex::new(None) })
    }

    fn network(&self, _: TunnelSlot) -> Result<Box<dyn TunnelNetwork>, Failure> {
        Ok(Box::new(self.clone()))
    }

    fn want(&self, _: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        async { Ok(()) }.boxed()
    }

    fn unwant(&self, _: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        async { Ok(()) }.boxed()
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        async { Vec::new() }.boxed()
    }

    fn protect(&self, _: Owner, _: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        async { Err(Refusal::Unreachable) }.boxed()
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        async { Protection::default() }.boxed()
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        // Nothing is told, and the other end must not look as if it had gone.
        let (sender, events) = mpsc::channel(1);
        std::mem::forget(sender);
        events
    }

    fn local_networks(&self) -> BoxFuture<'static, Vec<LocalNetwork>> {
        async { Vec::new() }.boxed()
    }

    fn kernel_offload(&self) -> KernelOffload {
        KernelOffload::Absent
    }

    fn changes(&self) -> BoxStream<'static, MachineNews> {
        stream::pending().boxed()
    }

    fn wakes(&self) -> BoxStream<'static, ()> {
        stream::pending().boxed()
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
        Duration::from_secs(1_800_000_000)
    }
}

impl TunnelNetwork for Machine {
    fn apply<'a>(&'a mut self, plan: &'a NetworkPlan) -> BoxFuture<'a, Result<(), NetError>> {
        self.done
            .lock()
            .unwrap()
            .push(format!("applied {:?}", plan.interface.as_ref().map(|interface| &interface.addresses)));
        async { Ok(()) }.boxed()
    }

    fn revert(&mut self) -> BoxFuture<'_, Result<(), NetError>> {
        self.done.lock().unwrap().push("reverted".to_owned());
        async { Ok(()) }.boxed()
    }
}

impl Drive<Interface> for Driver {
    fn command(&self, command: DriverCommand<Interface>) -> Result<(), DriverCommand<Interface>> {
        let passed = match command {
            DriverCommand::Attach(interface, _) => {
                *self.interface.lock().unwrap() = Some(interface);
                return Ok(());
            }
            DriverCommand::Answer(prompt, answer) => DriverCommand::Answer(prompt, answer),
            DriverCommand::Reconfigure(config) => DriverCommand::Reconfigure(config),
            DriverCommand::NetworkChanged => DriverCommand::NetworkChanged,
            DriverCommand::Doubt => DriverCommand::Doubt,
            DriverCommand::Measure => DriverCommand::Measure,
            DriverCommand::Close(reason) => DriverCommand::Close(reason),
        };
        self.handle.commands.try_send(passed).unwrap();
        Ok(())
    }

    fn next(&mut self) -> BoxFuture<'_, Option<SessionEvent>> {
        self.handle.events.recv().boxed()
    }

    fn counts(&self) -> Counts {
        self.handle.counts()
    }

    fn measure(&self) -> Measure {
        self.handle.measure()
    }

    fn data_path(&self) -> watch::Receiver<Option<DataPathReport>> {
        self.handle.data_path()
    }

    fn next_heard(&self) -> BoxFuture<'static, ()> {
        self.handle.next_heard().boxed()
    }

    fn abort(&mut self) {
        self.handle.abort();
    }

    fn finished(self: Box<Self>) -> BoxFuture<'static, Finished<Interface>> {
        let Self { handle, interface } = *self;
        async move {
            let carried = handle.finished().await.carried;
            Finished { device: interface.into_inner().unwrap(), carried }
        }
        .boxed()
    }
}

fn work() -> ConnectionId {
    ConnectionId::try_from("work".to_owned()).unwrap()
}

async fn next(
    events: &mut broadcast::Receiver<Event>,
    wanted: impl Fn(&ConnectionSnapshot) -> bool,
) -> ConnectionSnapshot {
    let search = async {
        loop {
            if let Event::Connection(connection) = events.recv().await.unwrap()
                && wanted(&connection)
            {
                return *connection;
            }
        }
    };
    timeout(PATIENCE, search).await.unwrap_or_else(|_| panic!("nothing happens"))
}

async fn asked(events: &mut broadcast::Receiver<Event>, wanted: fn(&Prompt) -> bool) -> (PromptId, Prompt) {
    let asks = |one: &ConnectionSnapshot| one.prompt.as_ref().is_some_and(|pending| wanted(&pending.prompt));
    let pending = next(events, asks).await.prompt.unwrap();
    (pending.id, pending.prompt)
}

fn request(port: u16) -> ConnectRequest {
    let settings = SampleSettings { host: "vpn.example".to_owned(), port };
    let settings = Secret::new(serde_json::to_string(&settings).unwrap());
    ConnectRequest {
        connection: work(),
        name: "Work".to_owned(),
        profile: ProtocolProfile { protocol: SAMPLE, settings },
        secrets: Secrets::default(),
        options: ConnectOptions::default(),
    }
}

async fn machine() -> (Machine, EngineHandle, Engine) {
    let (server, _) = Server::bind("127.0.0.1:0".parse().unwrap(), Rules::default()).await.unwrap();
    let machine = Machine { server: server.address().unwrap(), done: Arc::default() };
    tokio::spawn(server.run());
    let engine = Engine::new(machine.clone(), Registry::default().with(Arc::new(SampleProvider)));
    (machine, engine.handle(), engine)
}

#[tokio::test]
async fn forms_and_banners_pass_through_the_engine() {
    let (machine, handle, _engine) = machine().await;
    let (_, mut events) = handle.subscribe();
    handle.connect(&ALICE, request(machine.server.port())).unwrap();

    let (id, prompt) = asked(&mut events, |prompt| matches!(prompt, Prompt::Form(_))).await;
    let Prompt::Form(form) = prompt else { panic!("no form") };
    let value = |id: &str| match id {
        "user" => "alice",
        "pass" => "secret",
        "group" => "staff",
        _ => "1",
    };
    let values =
        form.fields.iter().map(|field| FieldValue { id: field.id.clone(), value: Secret::from(value(&field.id)) });
    handle.answer(&ALICE, None, work(), id, Answer::Form(FormAnswer { values: values.collect() })).unwrap();

    let (id, prompt) = asked(&mut events, |prompt| matches!(prompt, Prompt::Banner { .. })).await;
    assert_eq!(prompt, Prompt::Banner { text: BANNER.to_owned() });
    handle.answer(&ALICE, None, work(), id, Answer::Accepted).unwrap();

    let up = next(&mut events, |connection| matches!(connection.state, TunnelState::Connected(_))).await;
    let TunnelState::Connected(details) = up.state else { panic!("not connected") };
    assert_eq!((details.protocol.as_str(), details.banner.as_deref()), ("Sample", Some("Only for tests")));
    handle.disconnect(&ALICE, None, work()).unwrap();
    next(&mut events, |connection| !connection.state.is_active()).await;
    let done = machine.done.lock().unwrap().clone();
    assert!(done.iter().any(|one| one.starts_with("applied") && one.contains("10.77.0.2/24")), "{done:?}");
    assert_eq!(done.last().map(String::as_str), Some("reverted"));
}

#[tokio::test]
async fn who_says_no_to_a_form_is_not_asked_again() {
    let (machine, handle, _engine) = machine().await;
    let (_, mut events) = handle.subscribe();
    handle.connect(&ALICE, request(machine.server.port())).unwrap();
    let (id, _) = asked(&mut events, |prompt| matches!(prompt, Prompt::Form(_))).await;
    handle.answer(&ALICE, None, work(), id, Answer::Cancel).unwrap();
    next(&mut events, |connection| !connection.state.is_active()).await;
    assert!(machine.done.lock().unwrap().iter().all(|done| done == "reverted"), "nothing was set up");
}

#[tokio::test]
async fn settings_that_are_none_are_refused_before_anything_happens() {
    let (machine, handle, _engine) = machine().await;
    let mut bad = request(machine.server.port());
    bad.profile.settings = Secret::from(r#"{"host":"vpn.example","port":1,"script":"x"}"#);
    assert!(handle.connect(&ALICE, bad).is_err());
    assert!(handle.snapshot().is_empty());
}
