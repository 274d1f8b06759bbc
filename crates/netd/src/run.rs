//! From start to end.
//!
//! `SIGTERM` is what a service manager sends for an upgrade or a restart: this process ends, and what is wanted stays in the
//! kernel for its successor, the lock included. `SIGINT`, `SIGQUIT` and `SIGUSR1` come from a person at a terminal: everything
//! is taken back first. `SIGHUP` is ignored.

use std::{
    fs, io,
    os::unix::fs::{FileTypeExt, PermissionsExt, chown},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use futures_util::future::select_all;
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

use crate::{arguments::Arguments, broker::Broker, store};

/// Everything is taken back within this time, or the next start does the rest.
const UNDO_TIMEOUT: Duration = Duration::from_secs(5);
/// The kernel answers a look at its links within this time, or this process is of no use.
const LOOK_TIMEOUT: Duration = Duration::from_secs(10);
/// The engine and root, and nobody else.
const SOCKET_MODE: u32 = 0o660;

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
pub async fn run(arguments: &Arguments) -> Result<(), RunError> {
    let mut signals = Signals::new().map_err(RunError::Signals)?;
    let mut taken = store::take();
    let _instance = Instance::enter(&arguments.state_dir)?;
    let listener = listen(taken.listener.take(), arguments)
        .map_err(|source| RunError::Socket { path: arguments.socket.clone(), source })?;
    keep_capabilities(CapabilitySet::NET_ADMIN);
    let local = start(&arguments.state_dir).await?;
    let broker = Arc::new(Broker::new(Arc::new(local), taken).await);
    let mut users = vec![0, rustix::process::geteuid().as_raw()];
    users.extend(arguments.engine);
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

async fn start(state_dir: &Path) -> Result<Local, RunError> {
    let recovered = privileged::recover(state_dir).await.map_err(RunError::Recovery)?;
    tracing::info!(undone = recovered.undone, swept = recovered.swept, damaged = recovered.damaged, "looked after");
    for failure in &recovered.failures {
        tracing::error!(%failure, "a change of an earlier process could not be undone");
    }
    Ok(Local::start(state_dir))
}

/// The socket that systemd gives, or one of our own.
fn listen(given: Option<std::os::unix::net::UnixListener>, arguments: &Arguments) -> io::Result<UnixListener> {
    if let Some(given) = given {
        given.set_nonblocking(true)?;
        return UnixListener::from_std(given);
    }
    let path = &arguments.socket;
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    // Of a process that ended: this one has the network for itself.
    if fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket()) {
        fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(SOCKET_MODE))?;
    if let Some(engine) = arguments.engine {
        chown(path, Some(engine), None)?;
    }
    Ok(listener)
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
    leave: Signal,
    undo: [Signal; 3],
    _ignored: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            leave: signal(SignalKind::terminate())?,
            undo: [signal(SignalKind::interrupt())?, signal(SignalKind::quit())?, signal(SignalKind::user_defined1())?],
            _ignored: signal(SignalKind::hangup())?,
        })
    }

    async fn wanted(&mut self) -> End {
        let undo = select_all(self.undo.iter_mut().map(|signal| Box::pin(signal.recv())));
        tokio::select! {
            _ = self.leave.recv() => End::Leave,
            _ = undo => End::Undo,
        }
    }
}
