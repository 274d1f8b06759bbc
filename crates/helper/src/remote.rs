//! The privileged side in another process, `adit-netd`, as the engine sees it.
//!
//! One thread reads from the socket, and connects again when the broker is gone. What was asked and not answered then is
//! asked again: everything that can be asked may be repeated. Calls do not need the event loop, because links are opened on
//! threads that have one of their own.

use std::{
    io,
    net::{Shutdown, SocketAddr},
    os::{
        fd::{BorrowedFd, OwnedFd},
        unix::net::UnixStream,
    },
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc as std_mpsc},
    thread,
    time::Duration,
};

use futures_util::future::BoxFuture;
use netconf::NetError;
use privileged::{
    InterfaceError, InterfaceGrant, InterfaceHandle, NameServers, NetworkRequest, Privileged, PrivilegedEvent, Refusal,
    Request, Response, SocketError, Want, descriptors,
};
use tokio::sync::{mpsc, oneshot};
use vpn_api::{Owner, Protection, ProtectionRequest, TunnelSlot};

mod pending;
mod stream;

use pending::{Answer, Pending, Waiter};
use stream::Frames;

/// How long a call may take that only makes something. A broker that is started again takes less.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long questions may take that a tunnel does not depend on.
const QUESTION: Duration = Duration::from_secs(5);
/// How long a change of the network may take. The engine waits less.
const CHANGE: Duration = Duration::from_secs(60);
/// The pauses between tries to connect.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LAST_PAUSE: Duration = Duration::from_millis(200);
/// The broker takes what it is sent within this time, or the connection is given up.
const WRITE_TIMEOUT: Duration = Duration::from_secs(1);
/// The reading thread parses, and calls nothing deep.
const STACK: usize = 256 << 10;

/// The broker behind this socket.
pub struct Remote {
    shared: Arc<Shared>,
}

struct Shared {
    path: PathBuf,
    pending: Mutex<Pending>,
}

impl Remote {
    /// Connects in the background, and stays connected.
    ///
    /// # Errors
    /// There can be no thread.
    pub fn start(path: &Path) -> io::Result<Self> {
        let shared = Arc::new(Shared { path: path.to_owned(), pending: Mutex::default() });
        let thread = Arc::clone(&shared);
        thread::Builder::new().name("adit-netd".to_owned()).stack_size(STACK).spawn(move || thread.stay_connected())?;
        Ok(Self { shared })
    }

    /// Asks, and blocks for the answer.
    fn call(&self, request: Request, socket: Option<OwnedFd>) -> Answer {
        let (sender, receiver) = std_mpsc::sync_channel(1);
        let call = self.shared.ask(request, socket, Waiter::Thread(sender))?;
        let answer = receiver.recv_timeout(PATIENCE).unwrap_or(Err(Refusal::Unreachable));
        drop(call);
        answer
    }

    /// Asks at once, and gives what waits for the answer. Dropping that ends the work on the other side.
    fn ask(&self, request: Request, limit: Duration) -> BoxFuture<'static, Result<Response, Refusal>> {
        let (sender, receiver) = oneshot::channel();
        let call = self.shared.ask(request, None, Waiter::Task(sender));
        Box::pin(async move {
            let _call = call?;
            match tokio::time::timeout(limit, receiver).await {
                Ok(Ok(answer)) => answer.map(|(response, _)| response),
                Ok(Err(_)) | Err(_) => Err(Refusal::Unreachable),
            }
        })
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        let mut pending = self.shared.lock();
        pending.ended = true;
        pending.give_up();
    }
}

/// A request under way. Dropped before it is answered, it is forgotten on both sides.
struct Call {
    shared: Arc<Shared>,
    number: u64,
}

impl Drop for Call {
    fn drop(&mut self) {
        self.shared.lock().forget(self.number);
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(self: &Arc<Self>, request: Request, socket: Option<OwnedFd>, waiter: Waiter) -> Result<Call, Refusal> {
        let number = self.lock().ask(request, socket, waiter)?;
        Ok(Call { shared: Arc::clone(self), number })
    }

    fn stay_connected(&self) {
        let (mut pause, mut anew) = (FIRST_PAUSE, false);
        loop {
            match self.connect() {
                Ok(stream) => {
                    let heard = self.serve(&stream, anew);
                    // A broker that does not want us does not answer.
                    if heard {
                        (pause, anew) = (FIRST_PAUSE, true);
                    }
                }
                Err(error) => tracing::debug!(%error, "the broker cannot be reached"),
            }
            if self.lock().ended {
                return;
            }
            thread::sleep(pause);
            pause = (2 * pause).min(LAST_PAUSE);
        }
    }

    fn connect(&self) -> io::Result<UnixStream> {
        let stream = stream::connect(&self.path)?;
        stream.set_write_timeout(Some(WRITE_TIMEOUT))?;
        Ok(stream)
    }

    /// Until the connection ends. `true`: the broker said something.
    fn serve(&self, stream: &UnixStream, anew: bool) -> bool {
        match stream.try_clone() {
            Ok(writer) => self.lock().connected(Connection(writer), anew),
            Err(_) => return false,
        }
        let mut frames = Frames::new(stream);
        let mut heard = false;
        let ended = loop {
            match frames.next() {
                Ok((message, descriptor)) => {
                    heard = true;
                    self.lock().take(message, descriptor);
                }
                Err(error) => break error,
            }
        };
        self.lock().give_up();
        if heard && !self.lock().ended {
            tracing::warn!(error = %ended, "the broker is gone; connecting again");
        }
        heard
    }
}

/// Where requests are written. Shut down for the reader too when it is dropped.
#[derive(Debug)]
struct Connection(UnixStream);

impl Connection {
    fn write(&mut self, frame: &[u8], socket: Option<BorrowedFd<'_>>) -> io::Result<()> {
        let (mut left, mut socket) = (frame, socket);
        while !left.is_empty() {
            match descriptors::send_some(&self.0, left, socket) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                sent => left = left.get(sent?..).unwrap_or_default(),
            }
            // It went with the first byte.
            socket = None;
        }
        Ok(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // An error: it is closed already.
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

/// What came with an answer has to be what was asked for.
fn descriptor(descriptor: Option<OwnedFd>) -> Result<OwnedFd, Refusal> {
    descriptor.ok_or(Refusal::Unreachable)
}

fn not_reached() -> netconf::OsError {
    io::Error::other(Refusal::Unreachable).into()
}

fn as_net_error(refusal: Refusal) -> NetError {
    match refusal {
        Refusal::Network(error) => error,
        Refusal::Interface(_)
        | Refusal::Socket(_)
        | Refusal::NotWanted
        | Refusal::InUse { .. }
        | Refusal::TooLarge
        | Refusal::Unreachable => {
            tracing::warn!(%refusal, "the broker refused a change of the network");
            NetError::Gone
        }
    }
}

impl Privileged for Remote {
    fn create_interface(&self, slot: TunnelSlot) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
        match self.call(Request::CreateInterface(slot), None) {
            Ok((Response::Interface(grant), handle)) => {
                let handle = descriptor(handle).map_err(|_| InterfaceError::System(not_reached()))?;
                Ok((grant, handle))
            }
            Err(Refusal::Interface(error)) => Err(error),
            Err(refusal) => Err(InterfaceError::System(io::Error::other(refusal).into())),
            Ok(_) => Err(InterfaceError::System(not_reached())),
        }
    }

    fn lead_past_tunnels(&self, socket: &socket2::Socket, remote: SocketAddr) -> Result<(), SocketError> {
        let system = |error: io::Error| SocketError::System(error.into());
        let handle = socket.try_clone().map_err(system)?.into();
        match self.call(Request::LeadPast(remote), Some(handle)) {
            Ok((Response::Done, _)) => Ok(()),
            Err(Refusal::Socket(error)) => Err(error),
            Err(refusal) => Err(SocketError::System(io::Error::other(refusal).into())),
            Ok(_) => Err(SocketError::System(not_reached())),
        }
    }

    fn network(&self, request: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>> {
        let done = self.ask(Request::Network(request), CHANGE);
        Box::pin(async move { done.await.map(drop).map_err(as_net_error) })
    }

    fn name_servers(&self, servers: NameServers) -> BoxFuture<'static, Result<(), Refusal>> {
        let said = self.ask(Request::NameServers(servers), QUESTION);
        Box::pin(async move { said.await.map(drop) })
    }

    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        let slot = want.slot;
        let said = self.ask(Request::Want(Box::new(want)), QUESTION);
        let shared = Arc::clone(&self.shared);
        Box::pin(async move {
            let said = said.await;
            if said.as_ref().is_err_and(|refusal| *refusal != Refusal::Unreachable) {
                shared.lock().refused(slot);
            }
            said.map(drop)
        })
    }

    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        let said = self.ask(Request::Unwant(slot), CHANGE);
        Box::pin(async move { said.await.map(drop) })
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        let asked = self.ask(Request::Wanted, CHANGE);
        Box::pin(async move { if let Ok(Response::Wanted(wanted)) = asked.await { wanted } else { Vec::new() } })
    }

    fn protect(&self, user: Owner, request: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        let asked = self.ask(Request::Protect { user, request }, QUESTION);
        Box::pin(async move {
            if let Response::Protection(protection) = asked.await? {
                Ok(*protection)
            } else {
                Err(Refusal::Unreachable)
            }
        })
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        let asked = self.ask(Request::Protection, QUESTION);
        Box::pin(async move {
            if let Ok(Response::Protection(protection)) = asked.await { *protection } else { Protection::default() }
        })
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        self.shared.lock().listen()
    }
}
