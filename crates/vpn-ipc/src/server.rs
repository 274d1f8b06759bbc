//! The helper's end: accepts clients within limits, tells each who we are, and hands its requests to a [`Handler`].

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt, future::BoxFuture};
use tokio::{
    net::UnixStream,
    sync::mpsc,
    time::{timeout, timeout_at},
};
use tokio_util::codec::Framed;
use vpn_api::{Blame, Failure, FailureKind, Retry};

use crate::{
    codec::{FrameError, JsonCodec},
    endpoint::{Listener, Peer},
    message::{ClientMessage, Event, Hello, PROTOCOL, Request, Response, ServerMessage},
};

/// What the helper does with requests.
pub trait Handler: Send + Sync + 'static {
    /// Answers one request. Requests of one client are answered in their order.
    fn handle(&self, peer: Peer, request: Request) -> BoxFuture<'_, Result<Response, Failure>>;

    /// Events for this peer from here on, beginning with the state of things. When the client reads too slowly and the channel is full, close
    /// it: the client is then dropped and connects again.
    fn subscribe(&self, peer: Peer) -> mpsc::Receiver<Event>;
}

/// What clients may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connected clients in all.
    pub clients: usize,
    /// Connected clients of one user. Root has no limit of its own.
    pub clients_per_user: usize,
    /// A client must say hello within this time.
    pub hello: Duration,
    /// A client must read what it is sent within this time.
    pub write: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { clients: 128, clients_per_user: 32, hello: Duration::from_secs(5), write: Duration::from_secs(10) }
    }
}

type Frames = Framed<UnixStream, JsonCodec<ClientMessage, ServerMessage>>;

/// Serves clients until the future is dropped.
pub async fn serve(listener: Listener, version: &str, limits: Limits, handler: Arc<dyn Handler>) {
    let census = Arc::new(Census { limits, present: Mutex::default() });
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let (census, handler) = (Arc::clone(&census), Arc::clone(&handler));
                let hello = Hello { protocol: PROTOCOL, version: version.to_owned() };
                tokio::spawn(async move {
                    let frames = Framed::new(stream, JsonCodec::default());
                    let Some(_place) = Census::enter(&census, peer) else {
                        tracing::warn!(uid = peer.uid, "client refused: too many");
                        refuse(frames, limits).await;
                        return;
                    };
                    if let Err(error) = converse(frames, peer, hello, limits, handler.as_ref()).await {
                        tracing::debug!(uid = peer.uid, %error, "client dropped");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a client");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Why a conversation ended early.
#[derive(Debug, thiserror::Error)]
enum Ended {
    #[error("no hello in time")]
    NoHello,
    #[error("it speaks version {0}")]
    OtherVersion(u32),
    #[error("it reads too slowly")]
    TooSlow,
    #[error(transparent)]
    Frame(#[from] FrameError),
}

async fn converse(
    mut frames: Frames,
    peer: Peer,
    hello: Hello,
    limits: Limits,
    handler: &dyn Handler,
) -> Result<(), Ended> {
    send(&mut frames, ServerMessage::Hello(hello), limits).await?;
    match timeout(limits.hello, frames.next()).await.map_err(|_| Ended::NoHello)? {
        None => return Ok(()),
        Some(Ok(ClientMessage::Hello(theirs))) if theirs.protocol == PROTOCOL => {}
        Some(Ok(ClientMessage::Hello(theirs))) => return Err(Ended::OtherVersion(theirs.protocol)),
        Some(Ok(ClientMessage::Request { id, .. })) => {
            answer(&mut frames, id, Err(bad_request("the first message must be a hello")), limits).await?;
            return Ok(());
        }
        Some(Err(error)) => return complain(frames, error, limits).await,
    }
    let mut events: Option<mpsc::Receiver<Event>> = None;
    loop {
        let event = async {
            match &mut events {
                Some(receiver) => receiver.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            frame = frames.next() => match frame {
                None => return Ok(()),
                Some(Ok(ClientMessage::Request { id, request: Request::Subscribe })) => {
                    answer(&mut frames, id, Ok(Response::Done), limits).await?;
                    events = Some(handler.subscribe(peer));
                }
                Some(Ok(ClientMessage::Request { id, request })) => {
                    let result = handler.handle(peer, request).await;
                    answer(&mut frames, id, result, limits).await?;
                }
                Some(Ok(ClientMessage::Hello(_))) => {}
                Some(Err(error)) => return complain(frames, error, limits).await,
            },
            event = event => match event {
                Some(event) => send(&mut frames, ServerMessage::Event(Box::new(event)), limits).await?,
                None => return Err(Ended::TooSlow),
            },
        }
    }
}

async fn answer(frames: &mut Frames, id: u64, result: Result<Response, Failure>, limits: Limits) -> Result<(), Ended> {
    send(frames, ServerMessage::Response { id, result }, limits).await
}

async fn send(frames: &mut Frames, message: ServerMessage, limits: Limits) -> Result<(), Ended> {
    timeout(limits.write, frames.send(message)).await.map_err(|_| Ended::TooSlow)?.map_err(Ended::Frame)
}

/// Tells what is wrong with the last frame; nothing after it can be understood.
async fn complain(mut frames: Frames, error: FrameError, limits: Limits) -> Result<(), Ended> {
    if !matches!(error, FrameError::Io(_)) {
        answer(&mut frames, 0, Err(bad_request(&error.to_string())), limits).await?;
    }
    Err(Ended::Frame(error))
}

async fn refuse(mut frames: Frames, limits: Limits) {
    let result = Err(bad_request("too many clients are connected"));
    // Whoever does not read the refusal is refused all the same.
    let _ =
        timeout_at(tokio::time::Instant::now() + limits.write, frames.send(ServerMessage::Response { id: 0, result }))
            .await;
}

fn bad_request(reason: &str) -> Failure {
    Failure::new(FailureKind::BadRequest { reason: reason.to_owned() }, Blame::Us, Retry::Never)
}

/// Who is there, so that nobody takes all places.
struct Census {
    limits: Limits,
    present: Mutex<BTreeMap<Peer, usize>>,
}

/// A place that is given back when dropped.
struct Place {
    census: Arc<Census>,
    peer: Peer,
}

impl Census {
    fn enter(census: &Arc<Self>, peer: Peer) -> Option<Place> {
        let mut present = census.present.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = present.values().sum();
        let own = present.get(&peer).copied().unwrap_or_default();
        // Root gets in even when users have taken every place.
        if peer.uid != 0 && (all >= census.limits.clients || own >= census.limits.clients_per_user) {
            return None;
        }
        if peer.uid == 0 && own >= census.limits.clients {
            return None;
        }
        present.insert(peer, own + 1);
        Some(Place { census: Arc::clone(census), peer })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut present = self.census.present.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = present.get_mut(&self.peer) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                present.remove(&self.peer);
            }
        }
    }
}
