//! From start to end.
//!
//! `SIGTERM` is what a service manager sends for an upgrade or a restart: this process ends, and what is wanted stays in the
//! kernel for its successor, the lock included. `SIGINT`, `SIGQUIT` and `SIGUSR1` come from a person at a terminal: everything
//! is taken back first. `SIGHUP` is ignored.

use std::{
    fs, io,
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use privileged::{
    Local, Privileged,
    confinement::{CapabilitySet, keep_capabilities},
    instance::{Instance, InstanceError},
    server,
};
use sd_notify::NotifyState;
use tokio::{
    net::UnixListener,
    signal::unix::{Signal, SignalKind, signal},
    time::timeout,
};

use crate::{broker::Broker, store};

/// Everything is taken back within this time, or the next start does the rest.
const UNDO_TIMEOUT: Duration = Duration::from_secs(5);
/// The kernel answers a look at its links within this time, or this process is of no use.
const LOOK_TIMEOUT: Duration = Duration::from_secs(10);
/// The engine and root, and nobody else.
const SOCKET_MODE: u32 = 0o660;

/// Where the broker listens, whom it serves, and where it keeps what has to survive.
#[derive(Debug, Clone)]
pub struct Options {
    /// The socket, unless systemd gives one.
    pub socket: PathBuf,
    /// The user that the engine runs as, besides root and the user of this process.
    pub engine: Option<u32>,
    /// The state directory.
    pub state_dir: PathBuf,
}

/// Why the broker cannot run, or did not end cleanly.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The socket.
    #[error("cannot listen on {}", path.display())]
    Socket {
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The state directory.
    #[error(transparent)]
    Instance(#[from] InstanceError),
    /// What an earlier broker left could not be looked at.
    #[error("cannot undo what an earlier process left")]
    Recovery(#[source] netconf::NetError),
    /// Traffic is to be held back, and the firewall could not be set.
    #[error("cannot set the firewall")]
    Lock(#[source] netconf::NetError),
    /// Signals cannot be received.
    #[error("cannot wait for signals")]
    Signals(#[source] io::Error),
    /// Tunnels could not be taken down in time.
    #[error("not everything could be undone in {} s; the next start will", UNDO_TIMEOUT.as_secs())]
    NotUndone,
}

/// Runs the broker until it is told to end.
///
/// # Errors
/// [`RunError`].
pub async fn run(options: Options) -> Result<(), RunError> {
    let mut signals = Signals::new().map_err(RunError::Signals)?;
    let mut taken = store::take();
    let (listener, _socket) = listen(taken.listener.take(), &options)?;
    let _instance = Instance::enter(&options.state_dir)?;
    keep_capabilities(CapabilitySet::NET_ADMIN);
    let local = start(&options.state_dir).await?;
    let broker = Arc::new(Broker::new(Arc::new(local), taken).await);
    let mut users = vec![0, rustix::process::geteuid().as_raw()];
    users.extend(options.engine);
    tell(&NotifyState::Ready);
    let end = tokio::select! {
        () = server::serve(listener, Arc::clone(&broker) as Arc<dyn Privileged>, users) => End::Leave,
        () = show_life() => End::Leave,
        end = signals.wanted() => end,
    };
    tell(&NotifyState::Stopping);
    match end {
        End::Leave => Ok(()),
        End::Undo => timeout(UNDO_TIMEOUT, broker.undo_all()).await.map_err(|_| RunError::NotUndone),
    }
}

/// Takes back what belongs to no connection that is wanted.
///
/// # Errors
/// [`RunError`].
pub async fn undo(state_dir: &Path) -> Result<(), RunError> {
    let _instance = Instance::enter(state_dir)?;
    start(state_dir).await.map(drop)
}

/// Holds traffic back, if an earlier process left it so, or the machine is set so.
///
/// # Errors
/// [`RunError`].
pub async fn block(state_dir: &Path) -> Result<(), RunError> {
    let held = privileged::block(state_dir).await.map_err(RunError::Lock)?;
    tracing::info!(held, "looked whether traffic is to be held back");
    Ok(())
}

/// Lets everything out and undoes everything, whatever is wanted; for a machine whose broker does not work. What was chosen for
/// the lock stays.
///
/// # Errors
/// [`RunError`].
pub async fn open(state_dir: &Path) -> Result<(), RunError> {
    let recovered = netconf::open_now(state_dir).await.map_err(RunError::Recovery)?;
    tracing::info!(undone = recovered.undone, swept = recovered.swept, "everything is let out");
    Ok(())
}

async fn start(state_dir: &Path) -> Result<Local, RunError> {
    let recovered = privileged::recover(state_dir).await.map_err(RunError::Recovery)?;
    tracing::info!(undone = recovered.undone, swept = recovered.swept, damaged = recovered.damaged, "looked after");
    for failure in &recovered.failures {
        tracing::error!(%failure, "a change of an earlier process could not be undone");
    }
    Ok(Local::start(state_dir))
}

/// Removes a socket of our own. Left behind by a process that was killed, it is replaced by the next one.
struct Bound(Option<PathBuf>);

impl Drop for Bound {
    fn drop(&mut self) {
        if let Some(path) = self.0.take()
            && let Err(error) = fs::remove_file(path)
        {
            tracing::warn!(%error, "the socket could not be removed");
        }
    }
}

fn listen(
    given: Option<std::os::unix::net::UnixListener>,
    options: &Options,
) -> Result<(UnixListener, Bound), RunError> {
    let path = &options.socket;
    let failed = |source| RunError::Socket { path: path.clone(), source };
    if let Some(given) = given {
        given.set_nonblocking(true).map_err(failed)?;
        return Ok((UnixListener::from_std(given).map_err(failed)?, Bound(None)));
    }
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        fs::create_dir_all(directory).map_err(failed)?;
    }
    match std::os::unix::net::UnixStream::connect(path) {
        Ok(_) => return Err(failed(io::ErrorKind::AddrInUse.into())),
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(path).map_err(failed)?,
        // Anything else is in the way, and says so.
        Err(_) => {}
    }
    let listener = UnixListener::bind(path).map_err(failed)?;
    fs::set_permissions(path, fs::Permissions::from_mode(SOCKET_MODE)).map_err(failed)?;
    if let Some(engine) = options.engine {
        chown(path, Some(engine), None).map_err(failed)?;
    }
    Ok((listener, Bound(Some(path.clone()))))
}

/// Tells systemd that this process works, as long as it does: a look at the machine's links goes through the event loop and the
/// kernel. Ends when it does not work any more. Without a watchdog it never ends.
async fn show_life() {
    let Some(limit) = sd_notify::watchdog_enabled() else { return std::future::pending().await };
    while timeout(LOOK_TIMEOUT, netconf::private_networks()).await.is_ok() {
        tell(&NotifyState::Watchdog);
        tokio::time::sleep(limit / 2).await;
    }
    tracing::error!("the kernel does not answer");
}

fn tell(state: &NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(std::slice::from_ref(state)) {
        tracing::warn!(%error, "the service manager could not be told");
    }
}

/// How to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// What is wanted stays for a successor.
    Leave,
    /// Everything is taken back.
    Undo,
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
    quit: Signal,
    user: Signal,
    _hang_up: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            user: signal(SignalKind::user_defined1())?,
            _hang_up: signal(SignalKind::hangup())?,
        })
    }

    async fn wanted(&mut self) -> End {
        tokio::select! {
            _ = self.terminate.recv() => End::Leave,
            _ = self.interrupt.recv() => End::Undo,
            _ = self.quit.recv() => End::Undo,
            _ = self.user.recv() => End::Undo,
        }
    }
}
