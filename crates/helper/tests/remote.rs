//! The engine's side and the broker's over a real socket: values, descriptors, undos that overtake, and a broker that dies.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    io::{Read, Write},
    net::{SocketAddr, UdpSocket},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures_util::future::BoxFuture;
use helper::remote::Remote;
use netconf::NetError;
use privileged::{
    Hold, InterfaceError, InterfaceGrant, InterfaceHandle, NameServers, NetworkRequest, Privileged, PrivilegedEvent,
    Refusal, SocketError, Want, server,
};
use tokio::{
    net::UnixListener,
    sync::{mpsc, oneshot},
};
use vpn_api::{ConnectionId, NetworkPlan, Owner, Protection, ProtectionRequest, TunnelSlot};

/// Notes what it is asked. Plans take for ever, sockets and interfaces are real where no rights are needed.
#[derive(Default)]
struct Noting {
    notes: Mutex<Vec<String>>,
    listeners: Mutex<Vec<mpsc::Sender<PrivilegedEvent>>>,
    wanted: Mutex<Vec<Want>>,
}

/// Notes when the work that it belongs to is given up.
struct GivenUp(Arc<Noting>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.note("given up");
    }
}

impl Noting {
    fn note(&self, text: impl Into<String>) {
        self.notes.lock().unwrap().push(text.into());
    }

    fn notes(&self) -> Vec<String> {
        self.notes.lock().unwrap().clone()
    }
}

struct Shared(Arc<Noting>);

impl Privileged for Shared {
    fn create_interface(&self, slot: TunnelSlot) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
        let file = std::fs::File::open("/proc/self/stat").unwrap();
        let (name, features) = (slot.interface(), Default::default());
        Ok((InterfaceGrant { name, features, refused_offload: None }, file.into()))
    }

    fn lead_past_tunnels(&self, socket: &socket2::Socket, remote: SocketAddr) -> Result<(), SocketError> {
        match remote.port() {
            7 => Ok(socket.set_ttl_v4(77)?),
            _ => Err(SocketError::NotPermitted),
        }
    }

    fn network(&self, request: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>> {
        match request {
            NetworkRequest::Apply(_) => {
                self.0.note("apply");
                let given_up = GivenUp(Arc::clone(&self.0));
                Box::pin(async move {
                    let () = std::future::pending().await;
                    drop(given_up);
                    Ok(())
                })
            }
            NetworkRequest::Revert(TunnelSlot(99)) => Box::pin(async { Err(NetError::Gone) }),
            NetworkRequest::Revert(slot) => {
                self.0.note(format!("revert {}", slot.0));
                Box::pin(async { Ok(()) })
            }
        }
    }

    fn name_servers(&self, servers: NameServers) -> BoxFuture<'static, Result<(), Refusal>> {
        self.0.note(format!("name servers {}", servers.len()));
        Box::pin(async { Ok(()) })
    }

    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        self.0.note(format!("want {}{}", want.slot.0, if want.kept.is_some() { " with what is kept" } else { "" }));
        self.0.wanted.lock().unwrap().push(want);
        Box::pin(async { Ok(()) })
    }

    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        self.0.note(format!("unwant {}", slot.0));
        Box::pin(async { Ok(()) })
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        let wanted = self.0.wanted.lock().unwrap().clone();
        Box::pin(async { wanted })
    }

    fn protect(&self, user: Owner, _request: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        Box::pin(async { Err(Refusal::InUse { owner: user }) })
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        Box::pin(async { Protection::default() })
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        let (sender, receiver) = mpsc::channel(8);
        self.0.listeners.lock().unwrap().push(sender);
        receiver
    }
}

/// A broker, on a thread of its own: a call blocks the thread of whoever calls. Dies when it is dropped.
struct Broker {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Broker {
    fn drop(&mut self) {
        drop(self.stop.take());
        self.thread.take().unwrap().join().unwrap();
    }
}

fn begin(path: &Path, noting: &Arc<Noting>, users: Vec<u32>) -> Broker {
    let _ = std::fs::remove_file(path);
    let listener = std::os::unix::net::UnixListener::bind(path).unwrap();
    listener.set_nonblocking(true).unwrap();
    let (stop, stopped) = oneshot::channel();
    let privileged = Arc::new(Shared(Arc::clone(noting)));
    let thread = std::thread::spawn(move || {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            tokio::select! {
                () = server::serve(UnixListener::from_std(listener).unwrap(), privileged, users) => {}
                _ = stopped => {}
            }
        });
    });
    Broker { stop: Some(stop), thread: Some(thread) }
}

fn own() -> u32 {
    rustix::process::geteuid().as_raw()
}

struct Pair {
    remote: Remote,
    noting: Arc<Noting>,
    broker: Option<Broker>,
    path: PathBuf,
    _directory: tempfile::TempDir,
}

fn pair() -> Pair {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("netd.sock");
    let noting = Arc::new(Noting::default());
    let broker = Some(begin(&path, &noting, vec![own()]));
    Pair { remote: Remote::start(&path).unwrap(), noting, broker, path, _directory: directory }
}

fn want(slot: u8, kept: Option<&str>) -> Want {
    Want {
        slot: TunnelSlot(slot),
        connection: ConnectionId::try_from("work".to_owned()).unwrap(),
        owner: Owner::Uid(1000),
        hold: Hold::Yes,
        servers: ["192.0.2.1:1194".parse().unwrap()].into(),
        signs_in: false,
        kept: kept.map(Into::into),
    }
}

async fn eventually(what: impl Fn() -> bool) {
    tokio::time::timeout(Duration::from_secs(5), async {
        while !what() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn values_descriptors_and_refusals_cross() {
    let pair = pair();
    let remote = &pair.remote;
    let (grant, handle) = remote.create_interface(TunnelSlot(9)).unwrap();
    let mut text = String::new();
    std::fs::File::from(handle).read_to_string(&mut text).unwrap();
    assert!(grant.name == "adit9" && text.starts_with(&std::process::id().to_string()), "{text}");

    let socket: socket2::Socket = UdpSocket::bind("127.0.0.1:0").unwrap().into();
    remote.lead_past_tunnels(&socket, "192.0.2.1:7".parse().unwrap()).unwrap();
    assert_eq!(socket.ttl_v4().unwrap(), 77, "it is the same socket");
    let other = remote.lead_past_tunnels(&socket, "192.0.2.1:8".parse().unwrap());
    assert!(matches!(other, Err(SocketError::NotPermitted)));

    assert_eq!(remote.network(NetworkRequest::Revert(TunnelSlot(99))).await, Err(NetError::Gone));
    assert_eq!(remote.name_servers(["192.0.2.53:53".parse().unwrap()].into()).await, Ok(()));
    assert_eq!(remote.want(want(3, Some("opaque"))).await, Ok(()));
    assert_eq!(remote.wanted().await, [want(3, Some("opaque"))]);
    let refused = remote.protect(Owner::Uid(7), ProtectionRequest::LetOut).await;
    assert_eq!(refused, Err(Refusal::InUse { owner: Owner::Uid(7) }));

    let mut events = remote.events();
    pair.noting.listeners.lock().unwrap()[0].try_send(PrivilegedEvent::Whole(TunnelSlot(3))).unwrap();
    assert_eq!(events.recv().await, Some(PrivilegedEvent::Whole(TunnelSlot(3))));
}

#[tokio::test]
async fn an_undo_overtakes_and_what_nobody_waits_for_is_given_up() {
    let pair = pair();
    let plan = || NetworkRequest::Apply(Box::new(NetworkPlan::open(TunnelSlot(0))));
    let applies: Vec<_> = (0..300).map(|_| pair.remote.network(plan())).collect();
    pair.remote.unwant(TunnelSlot(0)).await.unwrap();
    pair.remote.network(NetworkRequest::Revert(TunnelSlot(0))).await.unwrap();
    let begun = || pair.noting.notes().iter().filter(|note| *note == "apply").count();
    assert_eq!(begun(), 128, "an engine's work is limited");
    assert!(pair.noting.notes().ends_with(&["unwant 0".to_owned(), "revert 0".to_owned()]));
    drop(applies);
    eventually(|| pair.noting.notes().iter().filter(|note| *note == "given up").count() == 128).await;
}

#[tokio::test]
async fn a_broker_that_begins_anew_is_told_what_is_wanted_first() {
    let mut pair = pair();
    let mut events = pair.remote.events();
    pair.remote.want(want(3, Some("opaque"))).await.unwrap();
    pair.remote.want(want(4, None)).await.unwrap();
    let undone = pair.remote.unwant(TunnelSlot(4));
    undone.await.unwrap();
    let apply = pair.remote.network(NetworkRequest::Apply(Box::new(NetworkPlan::open(TunnelSlot(3)))));
    eventually(|| pair.noting.notes().contains(&"apply".to_owned())).await;
    drop(pair.broker.take());
    assert!(pair.noting.notes().contains(&"given up".to_owned()));
    // Nobody waits for this one by the time there is a broker again.
    drop(pair.remote.unwant(TunnelSlot(5)));

    // A socket that a service manager holds is there before the broker is.
    std::fs::remove_file(&pair.path).unwrap();
    let manager = std::os::unix::net::UnixListener::bind(&pair.path).unwrap();
    tokio::time::sleep(Duration::from_millis(400)).await;
    manager.set_nonblocking(true).unwrap();
    assert!(manager.accept().is_ok() && events.try_recv().is_err(), "it was reached, and has said nothing");
    drop(manager);
    std::fs::remove_file(&pair.path).unwrap();

    let second = Arc::new(Noting::default());
    let begun = Instant::now();
    let _serving = begin(&pair.path, &second, vec![own()]);
    assert_eq!(events.recv().await, Some(PrivilegedEvent::BegunAnew));
    assert!(begun.elapsed() < Duration::from_secs(1));
    eventually(|| second.notes().len() == 3).await;
    assert_eq!(second.notes(), ["unwant 5", "want 3 with what is kept", "apply"]);
    drop(apply);
    eventually(|| second.notes().contains(&"given up".to_owned())).await;
}

#[tokio::test]
async fn nobody_waits_long_for_a_broker_that_is_not_there() {
    let directory = tempfile::tempdir().unwrap();
    let remote = Remote::start(&directory.path().join("netd.sock")).unwrap();
    let begun = Instant::now();
    assert!(matches!(remote.create_interface(TunnelSlot(0)), Err(InterfaceError::System(_))));
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert_eq!(remote.want(want(0, None)).await, Err(Refusal::Unreachable));
}

#[tokio::test]
async fn other_users_are_no_engines_and_a_new_engine_takes_the_place_of_the_old() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("netd.sock");
    let noting = Arc::new(Noting::default());
    let _serving = begin(&path, &noting, vec![own() + 1]);
    let mut stream = UnixStream::connect(&path).unwrap();
    assert_eq!(stream.read(&mut [0; 1]).unwrap(), 0, "the connection is closed");

    let path = directory.path().join("other.sock");
    let _other = begin(&path, &noting, vec![own()]);
    let mut old = UnixStream::connect(&path).unwrap();
    let call = br#"{"call":{"number":1,"request":"protection"}}"#;
    let ask = |stream: &mut UnixStream| -> std::io::Result<usize> {
        stream.write_all(&u32::try_from(call.len()).unwrap().to_be_bytes())?;
        stream.write_all(call)?;
        stream.read(&mut [0; 4])
    };
    assert_eq!(ask(&mut old).unwrap(), 4);
    let mut new = UnixStream::connect(&path).unwrap();
    assert_eq!(ask(&mut new).unwrap(), 4);
    assert!(!matches!(ask(&mut old), Ok(4)));

    let mut bare = UnixStream::connect(&path).unwrap();
    let call = br#"{"call":{"number":1,"request":{"lead-past":"192.0.2.1:7"}}}"#;
    bare.write_all(&u32::try_from(call.len()).unwrap().to_be_bytes()).unwrap();
    bare.write_all(call).unwrap();
    let mut length = [0; 4];
    bare.read_exact(&mut length).unwrap();
    let mut answer = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap()];
    bare.read_exact(&mut answer).unwrap();
    assert!(String::from_utf8_lossy(&answer).contains("not-permitted"), "no socket came along");

    let mut large = UnixStream::connect(&path).unwrap();
    large.write_all(&u32::MAX.to_be_bytes()).unwrap();
    assert_eq!(large.read(&mut [0; 1]).unwrap(), 0, "a length of 4 GiB ends the connection");
}
