//! The client's end: the window and the terminal.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures_util::StreamExt;
use tokio::{
    io::{AsyncWriteExt, ReadHalf, WriteHalf},
    sync::{mpsc, oneshot},
    time::timeout,
};
use tokio_util::codec::FramedRead;
use vpn_api::{
    Blame, Failure, FailureKind, Retry,
    contract::{Event, PROTOCOL, Request, Response},
};
use zeroize::Zeroizing;

use crate::{
    codec::{self, FrameDecoder},
    message::{ClientMessage, Hello, ServerMessage},
    transport::{self, Stream},
};

/// The helper greets at once; one that does not is stuck.
const HELLO_TIMEOUT: Duration = Duration::from_secs(5);
/// Every request is answered at once, because none of them waits for a tunnel.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// Unless an administrator's password is asked for first.
const AUTHORIZED_TIMEOUT: Duration = Duration::from_secs(75);
/// Requests that may wait to be written.
const REQUESTS: usize = 64;
/// Events that may wait to be read; a reader that is further behind is cut off.
const EVENTS: usize = 4096;

/// A connection to the helper. Cheap to clone; the connection ends with the last clone.
#[derive(Debug, Clone)]
pub struct Client {
    outgoing: mpsc::Sender<Outgoing>,
    next: Arc<AtomicU64>,
    version: Arc<str>,
    /// Why the connection ended, once it has.
    ended: Arc<OnceLock<Failure>>,
}

/// What the helper tells without being asked, after [`Request::Subscribe`].
#[derive(Debug)]
pub struct EventStream(mpsc::Receiver<Event>);

impl EventStream {
    /// The next event; `None` once the connection is gone.
    pub async fn next(&mut self) -> Option<Event> {
        self.0.recv().await
    }
}

#[derive(Debug)]
struct Outgoing {
    id: u64,
    frame: Zeroizing<Vec<u8>>,
    answer: oneshot::Sender<Result<Response, Failure>>,
}

impl Client {
    /// Connects to the helper at `path` and exchanges versions.
    ///
    /// # Errors
    /// [`FailureKind::HelperNotRunning`], [`FailureKind::HelperVersion`], or the helper's own reason to refuse.
    pub async fn connect(path: &Path) -> Result<(Self, EventStream), Failure> {
        Self::connect_as(path, env!("CARGO_PKG_VERSION")).await
    }

    /// As [`Self::connect`], for a program with a version of its own.
    ///
    /// # Errors
    /// As [`Self::connect`].
    pub async fn connect_as(path: &Path, version: &str) -> Result<(Self, EventStream), Failure> {
        Self::over(transport::connect(path).await?, version).await
    }

    /// Exchanges versions over a connection that is there already.
    ///
    /// # Errors
    /// As [`Self::connect`].
    pub async fn over<S: Stream>(stream: S, version: &str) -> Result<(Self, EventStream), Failure> {
        let (reader, mut writer) = tokio::io::split(stream);
        let mut frames = FramedRead::new(reader, FrameDecoder::default());
        let greeted = timeout(HELLO_TIMEOUT, read(&mut frames)).await.map_err(|_| gone("the helper does not greet"))?;
        let theirs = match greeted? {
            Some(ServerMessage::Hello(hello)) => hello,
            Some(ServerMessage::Response { result: Err(failure), .. }) => return Err(failure),
            Some(ServerMessage::Response { .. } | ServerMessage::Event(_)) => return Err(gone("not a greeting")),
            None => return Err(gone("the helper hung up")),
        };
        if theirs.protocol != PROTOCOL {
            let kind = FailureKind::HelperVersion { ours: PROTOCOL, theirs: theirs.protocol };
            return Err(Failure::new(kind, Blame::Machine, Retry::Never).with_detail(theirs.version));
        }
        let hello = ClientMessage::Hello(Hello { protocol: PROTOCOL, version: version.to_owned() });
        if let Err(error) = codec::write(&mut writer, &hello).await {
            return Err(closing_message(&mut frames, gone(error)).await);
        }

        let (outgoing, requests) = mpsc::channel(REQUESTS);
        let (events, stream) = mpsc::channel(EVENTS);
        let ended = Arc::new(OnceLock::new());
        tokio::spawn(run(frames, writer, requests, events, Arc::clone(&ended)));
        let client = Self { outgoing, next: Arc::new(AtomicU64::new(1)), version: theirs.version.into(), ended };
        Ok((client, EventStream(stream)))
    }

    /// Version of the helper, for people.
    #[must_use]
    pub fn helper_version(&self) -> &str {
        &self.version
    }

    /// Asks, and waits for the answer for ten seconds at most; longer where somebody may have to permit it first.
    ///
    /// # Errors
    /// The helper's own, or [`FailureKind::HelperNotRunning`] if it is gone or does not answer.
    pub async fn request(&self, request: Request) -> Result<Response, Failure> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let limit = match &request {
            Request::Connect(_) | Request::ConnectFor { .. } | Request::Answer { .. } | Request::Protect(_) => {
                AUTHORIZED_TIMEOUT
            }
            Request::Snapshot
            | Request::Subscribe
            | Request::WatchTraffic { .. }
            | Request::Disconnect { .. }
            | Request::TryNow { .. }
            | Request::Prove { .. }
            | Request::ReadLog { .. }
            | Request::LearnNetwork { .. }
            | Request::Policy
            | Request::Doctor => REQUEST_TIMEOUT,
        };
        let frame = codec::encode(&ClientMessage::Request { id, request }).map_err(Failure::from)?;
        let (answer, answered) = oneshot::channel();
        let exchange = async {
            self.outgoing.send(Outgoing { id, frame, answer }).await.map_err(|_| self.end())?;
            answered.await.unwrap_or_else(|_| Err(self.end()))
        };
        timeout(limit, exchange).await.unwrap_or_else(|_| Err(gone("the helper does not answer")))
    }

    fn end(&self) -> Failure {
        self.ended.get().cloned().unwrap_or_else(|| gone("the connection is closed"))
    }
}

type Frames<S> = FramedRead<ReadHalf<S>, FrameDecoder>;

async fn read<S: Stream>(frames: &mut Frames<S>) -> Result<Option<ServerMessage>, Failure> {
    match frames.next().await {
        Some(Ok(frame)) => frame.parse().map(Some).map_err(gone),
        Some(Err(error)) => Err(gone(error)),
        None => Ok(None),
    }
}

/// What a helper that does not read any more said before it hung up; `otherwise` if it said nothing.
async fn closing_message<S: Stream>(frames: &mut Frames<S>, otherwise: Failure) -> Failure {
    let listening = async {
        while let Ok(Some(message)) = read(frames).await {
            if let ServerMessage::Response { id: 0, result: Err(failure) } = message {
                return Some(failure);
            }
        }
        None
    };
    timeout(HELLO_TIMEOUT, listening).await.ok().flatten().unwrap_or(otherwise)
}

/// Writes requests and sorts what comes back, until either side is gone.
async fn run<S: Stream>(
    mut frames: Frames<S>,
    mut writer: WriteHalf<S>,
    mut requests: mpsc::Receiver<Outgoing>,
    events: mpsc::Sender<Event>,
    ended: Arc<OnceLock<Failure>>,
) {
    let mut waiting: BTreeMap<u64, oneshot::Sender<Result<Response, Failure>>> = BTreeMap::new();
    let end = loop {
        tokio::select! {
            request = requests.recv() => {
                let Some(Outgoing { id, frame, answer }) = request else { return };
                waiting.retain(|_, answer| !answer.is_closed());
                waiting.insert(id, answer);
                match timeout(REQUEST_TIMEOUT, writer.write_all(&frame)).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => break closing_message(&mut frames, gone(error)).await,
                    Err(_) => break gone("the helper does not read"),
                }
            }
            message = read(&mut frames) => match message {
                Ok(Some(ServerMessage::Response { id: 0, result })) => {
                    break result.err().unwrap_or_else(|| gone("the helper hung up"));
                }
                Ok(Some(ServerMessage::Response { id, result })) => {
                    if let Some(answer) = waiting.remove(&id) {
                        let _ = answer.send(result);
                    }
                }
                Ok(Some(ServerMessage::Event(event))) => {
                    if let Err(mpsc::error::TrySendError::Full(_)) = events.try_send(*event) {
                        tracing::warn!("events are not read; the connection to the helper is given up");
                        break gone("events were not read");
                    }
                }
                Ok(Some(ServerMessage::Hello(_))) => break gone("the helper greets twice"),
                Ok(None) => break gone("the helper hung up"),
                Err(failure) => break failure,
            },
        }
    };
    // Requests that come in from here on find the channel closed.
    let end = ended.get_or_init(|| end);
    requests.close();
    for answer in waiting.into_values() {
        let _ = answer.send(Err(end.clone()));
    }
    while let Ok(request) = requests.try_recv() {
        let _ = request.answer.send(Err(end.clone()));
    }
}

fn gone(detail: impl std::fmt::Display) -> Failure {
    Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never).with_detail(detail)
}
