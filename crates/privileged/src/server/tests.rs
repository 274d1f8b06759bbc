//! An engine that speaks for itself, over a real socket: who is served, what comes of a request, and what of one that is too much.

use std::{
    os::unix::net::UnixStream as Plain,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use netconf::NetError;
use tokio::sync::Notify;
use vpn_api::{NetworkPlan, Owner, Protection, ProtectionRequest, TunnelSlot};

use super::*;
use crate::{
    interface::InterfaceHandle,
    request::{InterfaceError, InterfaceGrant, NameServers, PrivilegedEvent, Response, SocketError, Want},
};

/// Answers at once what it can; plans and undos take until it is told to let them go.
#[derive(Default)]
struct Waiting {
    begun: Mutex<Vec<String>>,
    given_up: Mutex<usize>,
    listeners: Mutex<Vec<mpsc::Sender<PrivilegedEvent>>>,
    go: Notify,
}

struct Shared(Arc<Waiting>);

struct GivenUp(Arc<Waiting>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        *self.0.given_up.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    }
}

impl Shared {
    fn wait(&self, what: &str) -> BoxFuture<'static, ()> {
        self.0.begun.lock().unwrap().push(what.to_owned());
        let (waiting, given_up) = (Arc::clone(&self.0), GivenUp(Arc::clone(&self.0)));
        Box::pin(async move {
            waiting.go.notified().await;
            std::mem::forget(given_up);
        })
    }
}

impl Privileged for Shared {
    fn create_interface(&self, slot: TunnelSlot) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
        let file = std::fs::File::open("/proc/self/stat").unwrap();
        let (name, features) = (slot.interface(), Default::default());
        Ok((InterfaceGrant { name, features, refused_offload: None }, file.into()))
    }

    fn lead_past_tunnels(&self, socket: &socket2::Socket, _: std::net::SocketAddr) -> Result<(), SocketError> {
        Ok(socket.set_ttl_v4(77)?)
    }

    fn network(&self, request: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>> {
        let NetworkRequest::Apply(_) = request else { return Box::pin(async { Ok(()) }) };
        let waiting = self.wait("apply");
        Box::pin(async move {
            waiting.await;
            Ok(())
        })
    }

    fn name_servers(&self, _: NameServers) -> BoxFuture<'static, Result<(), Refusal>> {
        Box::pin(async { Ok(()) })
    }

    fn want(&self, _: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        Box::pin(async { Ok(()) })
    }

    fn unwant(&self, _: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        let waiting = self.wait("unwant");
        Box::pin(async move {
            waiting.await;
            Ok(())
        })
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        Box::pin(async { Vec::new() })
    }

    fn protect(&self, _: Owner, _: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        Box::pin(async { Ok(Protection::default()) })
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        Box::pin(async { Protection::default() })
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        let (sender, receiver) = mpsc::channel(OUTGOING * 2);
        self.0.listeners.lock().unwrap().push(sender);
        receiver
    }
}

struct Served {
    path: PathBuf,
    waiting: Arc<Waiting>,
    server: tokio::task::JoinHandle<()>,
    _directory: tempfile::TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Served {
    fn to(users: Vec<u32>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let (path, waiting) = (directory.path().join("socket"), Arc::new(Waiting::default()));
        let listener = UnixListener::bind(&path).unwrap();
        let server = tokio::spawn(serve(listener, Arc::new(Shared(Arc::clone(&waiting))), users));
        Self { path, waiting, server, _directory: directory }
    }

    fn to_own() -> Self {
        Self::to(vec![rustix::process::geteuid().as_raw()])
    }

    async fn engine(&self) -> Engine {
        Engine { stream: UnixStream::connect(&self.path).await.unwrap(), came: VecDeque::new() }
    }

    async fn until(&self, what: impl Fn(&Waiting) -> bool) {
        timeout(Duration::from_secs(30), async {
            while !what(&self.waiting) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        })
        .await
        .unwrap();
    }
}

struct Engine {
    stream: UnixStream,
    came: VecDeque<OwnedFd>,
}

impl Engine {
    async fn say(&self, message: &FromEngine, descriptor: Option<&OwnedFd>) {
        let frame = wire::encode(message, MAX_REQUEST).unwrap();
        send(&self.stream, &frame, descriptor).await.unwrap();
    }

    async fn call(&self, number: u64, request: Request) {
        self.say(&FromEngine::Call { number, request: Box::new(request) }, None).await;
    }

    async fn hear(&mut self) -> io::Result<ToEngine> {
        let hearing = async {
            let mut prefix = [0; LENGTH];
            fill(&self.stream, &mut prefix, &mut self.came).await?;
            let mut body = vec![0; wire::length(prefix, MAX_ANSWER)?];
            fill(&self.stream, &mut body, &mut self.came).await?;
            wire::parse(&body)
        };
        timeout(Duration::from_secs(30), hearing).await.unwrap()
    }

    async fn answer(&mut self) -> (u64, Result<Response, Refusal>) {
        match self.hear().await.unwrap() {
            ToEngine::Answer { number, result } => (number, *result),
            ToEngine::Event(event) => panic!("{event:?}"),
        }
    }
}

fn apply() -> Request {
    Request::Network(NetworkRequest::Apply(Box::new(NetworkPlan::open(TunnelSlot(1)))))
}

#[tokio::test]
async fn an_engine_of_this_user_is_served_and_no_other() {
    let served = Served::to_own();
    let mut engine = served.engine().await;
    engine.call(7, Request::Wanted).await;
    assert_eq!(engine.answer().await, (7, Ok(Response::Wanted(Vec::new()))));
    let served = Served::to(vec![u32::MAX - 1]);
    let mut stranger = served.engine().await;
    assert!(stranger.hear().await.is_err());
}

#[tokio::test]
async fn a_new_engine_takes_the_place_of_the_old_and_its_work_is_given_up() {
    let served = Served::to_own();
    let mut old = served.engine().await;
    old.call(1, apply()).await;
    served.until(|waiting| waiting.begun.lock().unwrap().len() == 1).await;
    let mut new = served.engine().await;
    assert!(old.hear().await.is_err());
    served.until(|waiting| *waiting.given_up.lock().unwrap() == 1).await;
    new.call(2, Request::Wanted).await;
    assert_eq!(new.answer().await.0, 2);
}

#[tokio::test]
async fn what_takes_its_time_holds_nothing_up_and_can_be_given_up() {
    let served = Served::to_own();
    let mut engine = served.engine().await;
    engine.call(1, apply()).await;
    engine.call(2, apply()).await;
    engine.call(3, Request::Network(NetworkRequest::Revert(TunnelSlot(1)))).await;
    assert_eq!(engine.answer().await, (3, Ok(Response::Done)));
    assert_eq!(*served.waiting.begun.lock().unwrap(), ["apply", "apply"]);
    engine.say(&FromEngine::Forget(9), None).await;
    engine.say(&FromEngine::Forget(1), None).await;
    served.until(|waiting| *waiting.given_up.lock().unwrap() == 1).await;
    served.waiting.go.notify_one();
    assert_eq!(engine.answer().await, (2, Ok(Response::Done)));
}

#[tokio::test]
async fn so_much_is_under_way_and_as_many_undos_again() {
    let served = Served::to_own();
    let mut engine = served.engine().await;
    let begun = |count: usize| move |waiting: &Waiting| waiting.begun.lock().unwrap().len() == count;
    for number in 0..UNDER_WAY as u64 {
        engine.call(number, apply()).await;
    }
    served.until(begun(UNDER_WAY)).await;
    engine.call(1000, apply()).await;
    assert_eq!(engine.answer().await, (1000, Err(Refusal::TooLarge)));
    for number in 0..UNDOS as u64 {
        engine.call(2000 + number, Request::Unwant(TunnelSlot(1))).await;
    }
    served.until(begun(UNDER_WAY + UNDOS)).await;
    for undo in [Request::Unwant(TunnelSlot(1)), Request::Network(NetworkRequest::Revert(TunnelSlot(1)))] {
        engine.call(3000, undo).await;
        assert_eq!(engine.answer().await, (3000, Err(Refusal::TooLarge)));
    }
    // What is done makes room.
    served.waiting.go.notify_waiters();
    for _ in 0..UNDER_WAY + UNDOS {
        assert_eq!(engine.answer().await.1, Ok(Response::Done));
    }
    engine.call(4000, Request::Network(NetworkRequest::Revert(TunnelSlot(77)))).await;
    assert_eq!(engine.answer().await, (4000, Ok(Response::Done)));
}

#[tokio::test]
async fn sockets_come_and_interfaces_go_as_descriptors() {
    let served = Served::to_own();
    let mut engine = served.engine().await;
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None).unwrap();
    let lead = || Request::LeadPast("192.0.2.1:1194".parse().unwrap());
    let (own, request) = (socket.try_clone().unwrap(), Box::new(lead()));
    engine.say(&FromEngine::Call { number: 1, request }, Some(&socket.into())).await;
    assert_eq!(engine.answer().await, (1, Ok(Response::Done)));
    assert_eq!(own.ttl_v4().unwrap(), 77);
    engine.call(2, lead()).await;
    assert_eq!(engine.answer().await, (2, Err(SocketError::NotPermitted.into())), "it brought none");
    engine.call(3, Request::CreateInterface(TunnelSlot(9))).await;
    assert!(matches!(engine.answer().await, (3, Ok(Response::Interface(grant))) if grant.name == "adit9"));
    assert_eq!(engine.came.len(), 1);
}

#[tokio::test]
async fn descriptors_that_nothing_belongs_to_are_bounded() {
    // Each of the first bytes brings one.
    let brings = async |count: usize| {
        let served = Served::to_own();
        let mut engine = served.engine().await;
        let null: OwnedFd = std::fs::File::open("/dev/null").unwrap().into();
        let request = Box::new(Request::Network(NetworkRequest::Revert(TunnelSlot(1))));
        let frame = wire::encode(&FromEngine::Call { number: 1, request }, MAX_REQUEST).unwrap();
        let (first, rest) = frame.split_at(count);
        for byte in first {
            if send(&engine.stream, &[*byte], Some(&null)).await.is_err() {
                return false;
            }
        }
        send(&engine.stream, rest, None).await.is_ok() && engine.hear().await.is_ok()
    };
    assert!(brings(16).await);
    assert!(!brings(17).await);
}

#[tokio::test]
async fn what_is_no_message_ends_the_engine() {
    for garbage in [&b"\0\0\0\x02{}"[..], &u32::MAX.to_be_bytes(), &(MAX_REQUEST as u32 + 1).to_be_bytes()] {
        let served = Served::to_own();
        let mut engine = served.engine().await;
        send(&engine.stream, garbage, None).await.unwrap();
        assert!(engine.hear().await.is_err());
    }
}

#[tokio::test]
async fn an_engine_that_goes_in_the_middle_of_a_message_takes_its_work_along() {
    let served = Served::to_own();
    let engine = served.engine().await;
    engine.call(1, apply()).await;
    served.until(|waiting| waiting.begun.lock().unwrap().len() == 1).await;
    send(&engine.stream, &[0, 0], None).await.unwrap();
    drop(engine);
    served.until(|waiting| *waiting.given_up.lock().unwrap() == 1).await;
}

#[tokio::test]
async fn events_are_passed_on_in_their_order() {
    let served = Served::to_own();
    let mut engine = served.engine().await;
    served.until(|waiting| !waiting.listeners.lock().unwrap().is_empty()).await;
    let told = served.waiting.listeners.lock().unwrap()[0].clone();
    for slot in 0..3 {
        told.send(PrivilegedEvent::Whole(TunnelSlot(slot))).await.unwrap();
    }
    for slot in 0..3 {
        assert_eq!(engine.hear().await.unwrap(), ToEngine::Event(PrivilegedEvent::Whole(TunnelSlot(slot))));
    }
}

#[tokio::test]
async fn an_engine_that_goes_is_no_fault_and_one_that_says_nonsense_is() {
    let read_of = async |bytes: &[u8]| {
        let (own, other) = Plain::pair().unwrap();
        own.set_nonblocking(true).unwrap();
        std::io::Write::write_all(&mut &other, bytes).unwrap();
        drop(other);
        let (reader, _writer) = UnixStream::from_std(own).unwrap().into_split();
        read(reader, Arc::new(Shared(Arc::default())), mpsc::channel(1).0).await.map_err(|error| error.kind())
    };
    assert_eq!(read_of(b"").await, Ok(()));
    assert_eq!(read_of(b"\0\0\0\x05{").await, Err(io::ErrorKind::UnexpectedEof));
    assert_eq!(read_of(&[0xff; 4]).await, Err(io::ErrorKind::InvalidData));
}
