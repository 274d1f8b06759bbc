//! The helper's end.
//!
//! A client that has not said hello waits in a small pool; where that is full, the oldest of the user who has most in it is
//! dropped, so that a thousand silent connections cannot keep one that speaks out. A client that has said hello counts
//! against a limit for its user and one for all.

use std::{
    any::Any,
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use futures_util::{StreamExt, future::BoxFuture};
use tokio::{
    io::{AsyncWriteExt, ReadHalf, WriteHalf},
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot},
    task::JoinSet,
    time::timeout,
};
use tokio_util::codec::FramedRead;
use vpn_api::{
    Blame, Failure, FailureKind, Owner, RequestProblem, Retry,
    contract::{Event, PROTOCOL, Request, Response},
};
use zeroize::Zeroizing;

use self::budget::Budgets;
use crate::{
    codec::{self, Frame, FrameDecoder, FrameError},
    message::{ClientMessage, Hello, ServerMessage},
    transport::{Listener, Peer, Stream},
};

/// Number of a response that concerns the connection itself and is its last frame. Clients count from 1.
const NO_REQUEST: u64 = 0;
/// Frames that may wait for a client that reads slowly; with one more it is dropped.
const OUTGOING: usize = 256;
/// The system is out of file descriptors (`EMFILE`, `ENFILE`): `accept` fails at once for as long as that lasts, and trying again without a pause would use a whole processor.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

mod budget;

/// What the helper does with requests.
pub trait Handler: Send + Sync + 'static {
    /// Answers one request. Requests of one client are answered in their order. [`Request::Subscribe`] and
    /// [`Request::WatchTraffic`] do not come here.
    fn handle(&self, peer: Peer, request: Request) -> BoxFuture<'_, Result<Response, Failure>>;

    /// Events for this peer from here on, beginning with the state of things. When the channel is full, close it: the
    /// client is then dropped and connects again.
    fn subscribe(&self, peer: Peer) -> mpsc::Receiver<Event>;

    /// A client looks at counters, for as long as what this gives lives: [`Event::Traffic`] is wanted among the events.
    fn watch_traffic(&self) -> Box<dyn Any + Send>;
}

/// What clients may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Clients that said hello, in all.
    pub clients: usize,
    /// Clients that said hello, of one user.
    pub clients_per_user: usize,
    /// Clients that have not said hello yet.
    pub silent: usize,
    /// A client must say hello within this time.
    pub hello: Duration,
    /// A client must read what it is sent within this time.
    pub write: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let (hello, write) = (Duration::from_secs(5), Duration::from_secs(10));
        Self { clients: 64, clients_per_user: 16, silent: 32, hello, write }
    }
}

/// Serves clients until the future is dropped; clients are then dropped too.
pub async fn serve<L: Listener>(listener: L, version: &str, limits: Limits, handler: Arc<dyn Handler>) {
    let server = Arc::new(Server {
        handler,
        version: version.to_owned(),
        limits,
        slots: Arc::default(),
        budgets: Budgets::default(),
    });
    let mut clients = JoinSet::new();
    loop {
        tokio::select! {
            Some(_) = clients.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let server = Arc::clone(&server);
                    // Registered here and not in the task, so that a flood cannot pile up tasks.
                    let (slot, evicted) = ClientSlot::enter(&server.slots, &server.limits, peer.owner.clone());
                    clients.spawn(async move { server.client(stream, peer, slot, evicted).await });
                }
                Err(error) => {
                    tracing::warn!(%error, "cannot take a client");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
        }
    }
}

struct Server {
    handler: Arc<dyn Handler>,
    version: String,
    limits: Limits,
    slots: Arc<Mutex<ClientSlots>>,
    budgets: Budgets,
}

/// What waits to be written to a client.
struct Queue {
    frames: mpsc::Sender<Waiting>,
    /// Bytes that may wait, of all clients of its user.
    budget: Arc<Semaphore>,
}

struct Waiting {
    frame: Zeroizing<Vec<u8>>,
    /// Given back when it was written.
    _permit: OwnedSemaphorePermit,
}

impl Server {
    async fn client<S: Stream>(&self, stream: S, peer: Peer, mut slot: ClientSlot, evicted: oneshot::Receiver<()>) {
        let (reader, mut writer) = tokio::io::split(stream);
        let mut frames = FramedRead::new(reader, FrameDecoder::default());
        let hello = ServerMessage::Hello(Hello { protocol: PROTOCOL, version: self.version.clone() });
        let admission = async {
            codec::write(&mut writer, &hello).await.ok()?;
            let verdict = self.admit(&mut frames, &mut slot).await;
            if let Err(failure) = verdict {
                refuse(&mut writer, failure, self.limits.write).await;
                return None;
            }
            Some(())
        };
        let admitted = tokio::select! {
            admitted = timeout(self.limits.hello, admission) => admitted.ok().flatten(),
            // The sender lives as long as the slot; it is used when somebody else needs the slot.
            Ok(()) = evicted => None,
        };
        if admitted.is_none() {
            return;
        }
        let (frames_out, queue) = mpsc::channel(OUTGOING);
        let budget = self.budgets.waiting(&peer.owner, Instant::now());
        let outgoing = Queue { frames: frames_out, budget };
        let mut writing = tokio::spawn(write_all(writer, queue, self.limits.write));
        tokio::select! {
            () = self.converse(&mut frames, &peer, &outgoing) => {}
            // The client does not read, or is gone.
            _ = &mut writing => return,
        }
        drop(outgoing);
        let _ = timeout(self.limits.write, writing).await;
    }

    /// Reads the client's hello and gives it a place.
    async fn admit<S: Stream>(&self, frames: &mut Frames<S>, slot: &mut ClientSlot) -> Result<(), Failure> {
        let hello = match frames.next().await {
            Some(Ok(frame)) => match self.afforded(&slot.user, frame).await.parse_untrusted() {
                Ok(ClientMessage::Hello(hello)) => hello,
                Ok(ClientMessage::Request { .. }) => return Err(bad_request(RequestProblem::HelloMissing)),
                Err(error) => return Err(Failure::from(error)),
            },
            Some(Err(error)) => return Err(Failure::from(error)),
            None => return Err(bad_request(RequestProblem::HelloMissing)),
        };
        if hello.protocol != PROTOCOL {
            let kind = FailureKind::HelperVersion { ours: hello.protocol, theirs: PROTOCOL };
            return Err(Failure::new(kind, Blame::Machine, Retry::Never).with_detail(&self.version));
        }
        slot.admit(&self.limits)
    }

    /// A frame, once its user can afford that it is looked at.
    async fn afforded(&self, user: &Owner, frame: Frame) -> Frame {
        let pause = self.budgets.charge(user, frame.len(), Instant::now());
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
        frame
    }

    async fn converse<S: Stream>(&self, frames: &mut Frames<S>, peer: &Peer, outgoing: &Queue) {
        let mut events: Option<mpsc::Receiver<Event>> = None;
        let mut watch: Option<Box<dyn Any + Send>> = None;
        loop {
            let message = tokio::select! {
                frame = frames.next() => match frame {
                    Some(Ok(frame)) => match self.afforded(&peer.owner, frame).await.parse_untrusted() {
                        Ok(ClientMessage::Request { id, request: Request::Subscribe }) => {
                            events = Some(self.handler.subscribe(peer.clone()));
                            ServerMessage::Response { id, result: Ok(Response::Done) }
                        }
                        Ok(ClientMessage::Request { id, request: Request::WatchTraffic { on } }) => {
                            watch = on.then(|| watch.take().unwrap_or_else(|| self.handler.watch_traffic()));
                            ServerMessage::Response { id, result: Ok(Response::Done) }
                        }
                        Ok(ClientMessage::Request { id, request }) => {
                            ServerMessage::Response { id, result: self.handler.handle(peer.clone(), request).await }
                        }
                        Ok(ClientMessage::Hello(_)) => return give_up(outgoing, bad_request(RequestProblem::HelloRepeated)).await,
                        Err(error) => return give_up(outgoing, Failure::from(error)).await,
                    },
                    // A client that broke off within a frame is gone; one that sends nonsense is told.
                    Some(Err(FrameError::Io(_))) | None => return,
                    Some(Err(error)) => return give_up(outgoing, Failure::from(error)).await,
                },
                event = next(&mut events) => match event {
                    // Somebody else looks.
                    Some(Event::Traffic { .. }) if watch.is_none() => continue,
                    Some(event) => ServerMessage::Event(Box::new(event)),
                    None => return,
                },
            };
            if !post(outgoing, &message).await {
                tracing::debug!(peer = %peer.owner, "a client that does not read is dropped");
                return;
            }
        }
    }
}

type Frames<S> = FramedRead<ReadHalf<S>, FrameDecoder>;

async fn next(events: &mut Option<mpsc::Receiver<Event>>) -> Option<Event> {
    match events {
        Some(events) => events.recv().await,
        None => std::future::pending().await,
    }
}

/// Queues a message. An answer waits until its user's budget allows it: nothing more is read from a client before it reads. `false`: the
/// queue is full.
async fn post(outgoing: &Queue, message: &ServerMessage) -> bool {
    let frame = codec::encode(message).or_else(|error| {
        tracing::error!(%error, "an answer cannot be sent");
        let id = match message {
            ServerMessage::Response { id, .. } => *id,
            ServerMessage::Hello(_) | ServerMessage::Event(_) => return Err(error),
        };
        codec::encode(&ServerMessage::Response { id, result: Err(Failure::internal(error)) })
    });
    match frame {
        Ok(frame) => {
            let (budget, bytes) = (Arc::clone(&outgoing.budget), u32::try_from(frame.len()).unwrap_or(u32::MAX));
            let permit = match message {
                ServerMessage::Event(_) => budget.try_acquire_many_owned(bytes).ok(),
                ServerMessage::Hello(_) | ServerMessage::Response { .. } => budget.acquire_many_owned(bytes).await.ok(),
            };
            permit.is_some_and(|permit| outgoing.frames.try_send(Waiting { frame, _permit: permit }).is_ok())
        }
        // An event that fits into no frame is left out.
        Err(_) => true,
    }
}

async fn give_up(outgoing: &Queue, failure: Failure) {
    post(outgoing, &ServerMessage::Response { id: NO_REQUEST, result: Err(failure) }).await;
}

async fn refuse<S: Stream>(writer: &mut WriteHalf<S>, failure: Failure, limit: Duration) {
    let message = ServerMessage::Response { id: NO_REQUEST, result: Err(failure) };
    let _ = timeout(limit, codec::write(writer, &message)).await;
}

async fn write_all<S: Stream>(mut writer: WriteHalf<S>, mut queue: mpsc::Receiver<Waiting>, limit: Duration) {
    while let Some(waiting) = queue.recv().await {
        if !matches!(timeout(limit, writer.write_all(&waiting.frame)).await, Ok(Ok(()))) {
            return;
        }
    }
}

fn bad_request(problem: RequestProblem) -> Failure {
    Failure::new(FailureKind::BadRequest { problem }, Blame::User, Retry::Never)
}

/// All clients that are connected.
#[derive(Debug, Default)]
struct ClientSlots {
    last: u64,
    silent: BTreeMap<u64, Unadmitted>,
    admitted: BTreeMap<u64, Owner>,
}

#[derive(Debug)]
struct Unadmitted {
    user: Owner,
    evict: oneshot::Sender<()>,
}

/// One client's place. Left when dropped.
#[derive(Debug)]
struct ClientSlot {
    slots: Arc<Mutex<ClientSlots>>,
    number: u64,
    user: Owner,
}

impl ClientSlot {
    fn enter(slots: &Arc<Mutex<ClientSlots>>, limits: &Limits, peer: Owner) -> (Self, oneshot::Receiver<()>) {
        let (evict, evicted) = oneshot::channel();
        let number = {
            let mut all = lock(slots);
            if all.silent.len() >= limits.silent {
                all.evict_one();
            }
            all.last += 1;
            let number = all.last;
            all.silent.insert(number, Unadmitted { user: peer.clone(), evict });
            number
        };
        (Self { slots: Arc::clone(slots), number, user: peer }, evicted)
    }

    /// The client has said hello.
    fn admit(&mut self, limits: &Limits) -> Result<(), Failure> {
        let mut all = lock(&self.slots);
        // Whoever has to put things right always gets in.
        let is_full = !self.user.is_administrator() && all.admitted.len() >= limits.clients;
        if is_full {
            return Err(bad_request(RequestProblem::TooManyClients));
        }
        if all.admitted.values().filter(|user| **user == self.user).count() >= limits.clients_per_user {
            return Err(bad_request(RequestProblem::TooManyClientsOfUser));
        }
        all.silent.remove(&self.number);
        all.admitted.insert(self.number, self.user.clone());
        Ok(())
    }
}

impl Drop for ClientSlot {
    fn drop(&mut self) {
        let mut all = lock(&self.slots);
        all.silent.remove(&self.number);
        all.admitted.remove(&self.number);
    }
}

impl ClientSlots {
    fn evict_one(&mut self) {
        let mut counts: BTreeMap<&Owner, usize> = BTreeMap::new();
        for silent in self.silent.values() {
            *counts.entry(&silent.user).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(user, _)| user.clone());
        let oldest =
            self.silent.iter().find(|(_, silent)| Some(&silent.user) == most.as_ref()).map(|(number, _)| *number);
        if let Some(silent) = oldest.and_then(|oldest| self.silent.remove(&oldest)) {
            let _ = silent.evict.send(());
        }
    }
}

fn lock(slots: &Mutex<ClientSlots>) -> MutexGuard<'_, ClientSlots> {
    slots.lock().unwrap_or_else(PoisonError::into_inner)
}
