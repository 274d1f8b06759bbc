//! The window's and the terminal's end.

use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};

use futures_util::{SinkExt, StreamExt};
use tokio::{
    net::UnixStream,
    sync::{mpsc, oneshot},
    time::timeout,
};
use tokio_util::codec::Framed;
use vpn_api::{Blame, Failure, FailureKind, Retry};

use crate::{
    codec::JsonCodec,
    message::{ClientMessage, Event, Hello, PROTOCOL, Request, Response, ServerMessage},
};

/// How long the helper may take to say hello, and to answer a request.
const PATIENCE: Duration = Duration::from_secs(10);

type Frames = Framed<UnixStream, JsonCodec<ServerMessage, ClientMessage>>;

/// Asks the helper. Cheap to clone; the connection ends with the last clone and the [`EventStream`].
#[derive(Debug, Clone)]
pub struct Client {
    requests: mpsc::Sender<Asked>,
    version: Arc<str>,
}

/// What the helper tells without being asked, after [`Request::Subscribe`].
#[derive(Debug)]
pub struct EventStream(mpsc::Receiver<Event>);

#[derive(Debug)]
struct Asked {
    request: Request,
    answer: oneshot::Sender<Result<Response, Failure>>,
}

impl Client {
    /// Connects to the helper at `path`.
    ///
    /// # Errors
    /// [`FailureKind::HelperNotRunning`], [`FailureKind::HelperVersion`], or what the helper said instead of hello.
    pub async fn connect(path: &Path) -> Result<(Self, EventStream), Failure> {
        let not_running = |detail: &dyn std::fmt::Display| {
            Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never)
                .with_detail(format_args!("{}: {detail}", path.display()))
        };
        let stream = UnixStream::connect(path).await.map_err(|error| not_running(&error))?;
        let mut frames: Frames = Framed::new(stream, JsonCodec::default());
        let first = timeout(PATIENCE, frames.next()).await.map_err(|_| not_running(&"it does not say hello"))?;
        let hello = match first {
            Some(Ok(ServerMessage::Hello(hello))) => hello,
            Some(Ok(ServerMessage::Response { result: Err(failure), .. })) => return Err(failure),
            Some(Ok(_)) => return Err(not_running(&"it does not begin with hello")),
            Some(Err(error)) => return Err(not_running(&error)),
            None => return Err(not_running(&"it closed the connection")),
        };
        if hello.protocol != PROTOCOL {
            let kind = FailureKind::HelperVersion { ours: PROTOCOL, theirs: hello.protocol };
            return Err(Failure::new(kind, Blame::Machine, Retry::Never)
                .with_detail(format_args!("the helper is version {}", hello.version)));
        }
        let ours = Hello { protocol: PROTOCOL, version: env!("CARGO_PKG_VERSION").to_owned() };
        frames.send(ClientMessage::Hello(ours)).await.map_err(|error| not_running(&error))?;
        let (requests, asked) = mpsc::channel(32);
        let (told, events) = mpsc::channel(1024);
        tokio::spawn(pump(frames, asked, told));
        Ok((Self { requests, version: hello.version.into() }, EventStream(events)))
    }

    /// The helper's version, for people.
    #[must_use]
    pub fn helper_version(&self) -> &str {
        &self.version
    }

    /// Asks and waits for the answer.
    ///
    /// # Errors
    /// What the helper answered, or [`FailureKind::HelperNotRunning`] when it went away.
    pub async fn request(&self, request: Request) -> Result<Response, Failure> {
        let gone =
            || Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never).with_detail("it went away");
        let (answer, answered) = oneshot::channel();
        self.requests.send(Asked { request, answer }).await.map_err(|_| gone())?;
        match timeout(PATIENCE, answered).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(gone()),
            Err(_) => Err(gone().with_detail("it does not answer")),
        }
    }
}

impl EventStream {
    /// The next event; `None` when the helper went away.
    pub async fn next(&mut self) -> Option<Event> {
        self.0.recv().await
    }
}

async fn pump(mut frames: Frames, mut asked: mpsc::Receiver<Asked>, told: mpsc::Sender<Event>) {
    let mut waiting = BTreeMap::new();
    let mut next_id = 1_u64;
    loop {
        tokio::select! {
            asked = asked.recv() => {
                let Some(Asked { request, answer }) = asked else { break };
                waiting.insert(next_id, answer);
                if frames.send(ClientMessage::Request { id: next_id, request }).await.is_err() {
                    break;
                }
                next_id += 1;
            }
            frame = frames.next() => match frame {
                Some(Ok(ServerMessage::Response { id, result })) => {
                    let answer: Option<oneshot::Sender<_>> = waiting.remove(&id);
                    // Whoever asked may have stopped waiting.
                    if let Some(answer) = answer { let _ = answer.send(result); }
                }
                Some(Ok(ServerMessage::Event(event))) => {
                    // Without a reader events are dropped; requests go on.
                    if told.try_send(*event).is_err() && !told.is_closed() {
                        break;
                    }
                }
                Some(Ok(ServerMessage::Hello(_))) => {}
                Some(Err(_)) | None => break,
            },
        }
    }
}
