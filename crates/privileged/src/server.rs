//! The privileged side as a process of its own: serves one engine at a time over a Unix socket.
//!
//! A request is begun when it arrives, so that what was asked first begins first; one that takes its time does not hold up
//! those behind it, an undo least of all. When the engine goes, what it had under way is stopped at its next step.

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    os::fd::{AsFd, OwnedFd},
    sync::Arc,
    time::Duration,
};

use futures_util::future::BoxFuture;
use tokio::{
    io::Interest,
    net::{
        UnixListener, UnixStream,
        unix::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::mpsc,
    task::AbortHandle,
    time::timeout,
};
use zeroize::Zeroizing;

use crate::{
    descriptors,
    request::{NetworkRequest, Refusal, Request},
    serve::{Privileged, Reply, dispatch},
    wire::{self, FromEngine, LENGTH, MAX_ANSWER, MAX_REQUEST, ToEngine},
};

/// Requests that an engine may have under way. An engine has a few for each of its tunnels.
const UNDER_WAY: usize = 128;
/// As many again, for undos only.
const UNDOS: usize = 128;
/// Frames that may wait for an engine that does not read; with one more it is dropped.
const OUTGOING: usize = 256;
/// An engine reads what it is sent within this time.
const WRITE_TIMEOUT: Duration = Duration::from_secs(5);
/// The system is out of descriptors: trying again without a pause would take a whole processor.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves engines that run as one of `users`, one at a time: one that arrives takes the place of the one before, which died
/// or hangs. Never ends by itself.
pub async fn serve(listener: UnixListener, privileged: Arc<dyn Privileged>, users: Vec<u32>) {
    let mut engine: Option<AbortOnDrop> = None;
    loop {
        match accept(&listener, &users).await {
            Ok(Some(stream)) => {
                drop(engine.take());
                engine = Some(AbortOnDrop(tokio::spawn(converse(stream, Arc::clone(&privileged))).abort_handle()));
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "cannot take an engine");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn accept(listener: &UnixListener, users: &[u32]) -> io::Result<Option<UnixStream>> {
    let (stream, _) = listener.accept().await?;
    let user = stream.peer_cred()?.uid();
    if users.contains(&user) {
        tracing::debug!(user, "an engine connected");
        return Ok(Some(stream));
    }
    tracing::warn!(user, "this user is no engine");
    Ok(None)
}

struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A frame, and what comes with it.
type Outgoing = (Zeroizing<Vec<u8>>, Option<OwnedFd>);

async fn converse(stream: UnixStream, privileged: Arc<dyn Privileged>) {
    let (reader, writer) = stream.into_split();
    let (outgoing, queue) = mpsc::channel(OUTGOING);
    let ended = tokio::select! {
        ended = read(reader, Arc::clone(&privileged), outgoing.clone()) => ended,
        ended = tell(&*privileged, &outgoing) => ended,
        ended = write(writer, queue) => ended,
    };
    if let Err(error) = ended {
        tracing::warn!(%error, "the engine is not served any more");
    }
}

/// Reads requests until the engine goes.
async fn read(
    reader: OwnedReadHalf,
    privileged: Arc<dyn Privileged>,
    outgoing: mpsc::Sender<Outgoing>,
) -> io::Result<()> {
    let mut work = Work { privileged, outgoing, tasks: BTreeMap::new() };
    let mut came = VecDeque::new();
    loop {
        let mut prefix = [0; LENGTH];
        match fill(reader.as_ref(), &mut prefix, &mut came).await {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        }
        // Of its final size at once: what is kept must not stay behind in a buffer that grew.
        let mut body = Zeroizing::new(vec![0; wire::length(prefix, MAX_REQUEST)?]);
        fill(reader.as_ref(), &mut body, &mut came).await?;
        let message: FromEngine = wire::parse(&body)?;
        drop(body);
        let socket = if message.has_descriptor() { came.pop_front() } else { None };
        match message {
            FromEngine::Call { number, request } => work.begin(number, *request, socket).await?,
            FromEngine::Forget(number) => drop(work.tasks.remove(&number)),
        }
    }
}

/// What an engine has under way. Stopped when it is dropped.
struct Work {
    privileged: Arc<dyn Privileged>,
    outgoing: mpsc::Sender<Outgoing>,
    /// By the numbers of their requests.
    tasks: BTreeMap<u64, AbortOnDrop>,
}

impl Work {
    async fn begin(&mut self, number: u64, request: Request, socket: Option<OwnedFd>) -> io::Result<()> {
        self.tasks.retain(|_, task| !task.0.is_finished());
        let undo = matches!(request, Request::Unwant(_) | Request::Network(NetworkRequest::Revert(_)));
        if self.tasks.len() >= UNDER_WAY + if undo { UNDOS } else { 0 } {
            return answer(&self.outgoing, number, Err(Refusal::TooLarge).into()).await;
        }
        let privileged = Arc::clone(&self.privileged);
        let mut work: BoxFuture<'static, Reply> =
            Box::pin(async move { dispatch(&*privileged, request, socket.map(Into::into)).await });
        // Begun here: what this request asks for is asked before the next one is read.
        if let std::task::Poll::Ready(reply) = futures_util::poll!(&mut work) {
            return answer(&self.outgoing, number, reply).await;
        }
        let outgoing = self.outgoing.clone();
        let task = tokio::spawn(async move {
            // An error: the engine is gone.
            let _ = answer(&outgoing, number, work.await).await;
        });
        self.tasks.insert(number, AbortOnDrop(task.abort_handle()));
        Ok(())
    }
}

async fn answer(outgoing: &mpsc::Sender<Outgoing>, number: u64, reply: Reply) -> io::Result<()> {
    let frame = wire::encode(&ToEngine::Answer { number, result: Box::new(reply.result) }, MAX_ANSWER)?;
    outgoing.send((frame, reply.descriptor)).await.map_err(|_| gone())
}

/// Passes events on, as long as the engine takes them.
async fn tell(privileged: &dyn Privileged, outgoing: &mpsc::Sender<Outgoing>) -> io::Result<()> {
    let mut events = privileged.events();
    while let Some(event) = events.recv().await {
        let frame = wire::encode(&ToEngine::Event(event), MAX_ANSWER)?;
        outgoing.try_send((frame, None)).map_err(|_| gone())?;
    }
    // It fell behind. One that connects anew asks for everything anew.
    Err(gone())
}

fn gone() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the engine does not read")
}

async fn write(writer: OwnedWriteHalf, mut queue: mpsc::Receiver<Outgoing>) -> io::Result<()> {
    let stream: &UnixStream = writer.as_ref();
    while let Some((frame, descriptor)) = queue.recv().await {
        timeout(WRITE_TIMEOUT, send(stream, &frame, descriptor.as_ref())).await.map_err(|_| gone())??;
    }
    Ok(())
}

async fn send(stream: &UnixStream, frame: &[u8], descriptor: Option<&OwnedFd>) -> io::Result<()> {
    let mut left = frame;
    let mut descriptor = descriptor.map(AsFd::as_fd);
    while !left.is_empty() {
        let sent = stream.async_io(Interest::WRITABLE, || descriptors::send_some(stream, left, descriptor)).await?;
        // It went with the first byte.
        descriptor = None;
        left = left.get(sent..).unwrap_or_default();
    }
    Ok(())
}

async fn fill(stream: &UnixStream, mut buffer: &mut [u8], came: &mut VecDeque<OwnedFd>) -> io::Result<()> {
    while !buffer.is_empty() {
        let read = stream.async_io(Interest::READABLE, || descriptors::receive_some(stream, buffer, came)).await?;
        buffer = buffer.get_mut(read..).unwrap_or_default();
    }
    Ok(())
}

#[cfg(test)]
mod tests;
