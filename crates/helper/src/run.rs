//! From start to a clean end.

use std::{io, path::PathBuf, sync::Arc, time::Duration};

use netconf::Recovered;
use ovpn_proto::provider::{ClientInfo, OpenVpnProvider, warm_up};
use privileged::{
    Local, Privileged,
    instance::{Instance, InstanceError},
};
use vpn_api::contract::LogLevel;
use vpn_engine::{
    engine::{Engine, EngineHandle},
    platform::SystemPlatform,
    registry::Registry,
};
use vpn_ipc::{
    Limits, serve,
    transport::{Audience, BindError, SystemListener},
};

use crate::{
    access::{Access, AccessOptions},
    broker,
    handler::EngineHandler,
    memory,
    policy::{PolicyFiles, PolicyKeeper, keep_settled},
    sandbox,
    service::{self, Progress},
    shutdown::{End, Shutdown},
};

/// Version of this program, for people.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Tunnels say goodbye and are undone within this time, so that a service manager does not have to kill.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);
/// How long clients are still served after that, to be told how it ended.
const FINAL_EVENTS_TIMEOUT: Duration = Duration::from_millis(100);

/// Where the helper listens and keeps what has to survive a crash.
#[derive(Debug, Clone)]
pub struct Options {
    /// The socket.
    pub socket: PathBuf,
    /// The state directory. Of no use where there is a broker, which has its own.
    pub state_dir: PathBuf,
    /// The socket of the broker. Without one this process has the rights itself.
    pub netd: Option<PathBuf>,
    /// Who may use tunnels.
    pub access: AccessOptions,
    /// What the organisation has settled.
    pub policy: PolicyFiles,
}

/// Why the helper cannot run, or did not end cleanly.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The socket.
    #[error(transparent)]
    Socket(#[from] BindError),
    /// The state directory.
    #[error(transparent)]
    Instance(#[from] InstanceError),
    /// What an earlier helper left could not be looked at.
    #[error("cannot undo what an earlier helper left")]
    Recovery(#[source] netconf::NetError),
    /// The broker cannot be used.
    #[error("cannot use the broker")]
    Broker(#[source] io::Error),
    /// Signals cannot be received.
    #[error("cannot wait for signals")]
    Signals(#[source] io::Error),
    /// Tunnels could not be taken down in time.
    #[error("not everything could be undone in {} s; the next start will", SHUTDOWN_TIMEOUT.as_secs())]
    NotUndone,
}

/// The protocols that Adit speaks. The only place that names them.
#[must_use]
pub fn protocols() -> Registry {
    let client = ClientInfo { version: VERSION.to_owned(), platform: platform().to_owned() };
    Registry::default().with(Arc::new(OpenVpnProvider::new(client)))
}

/// Runs the helper with these protocols until it is told to end by a signal. `SIGTERM` leaves what is wanted to the
/// broker, if there is one; every other end, and every end without a broker, takes all tunnels down.
///
/// # Errors
/// [`RunError`].
pub async fn run(options: Options, protocols: Registry) -> Result<(), RunError> {
    let shutdown = Shutdown::new().map_err(RunError::Signals)?;
    // The socket first: a second helper must not touch what the first one does.
    let audience = if options.netd.is_some() { Audience::Everybody } else { Audience::ByUser };
    let listener = SystemListener::bind(&options.socket, audience)?;
    let (privileged, recovered, alone) = match &options.netd {
        Some(netd) => {
            // Before there are threads.
            sandbox::confine(&options.socket);
            (broker::connect(netd).map_err(RunError::Broker)?, Recovered::default(), None)
        }
        None => {
            let instance = Instance::enter(&options.state_dir)?;
            let recovered = privileged::recover(&options.state_dir).await.map_err(RunError::Recovery)?;
            let local = Arc::new(Local::start(&options.state_dir));
            (Arc::clone(&local) as Arc<dyn Privileged>, recovered, Some((instance, local)))
        }
    };
    // Nobody waits for it: a tunnel that is wanted before it is done, or without it, waits by itself.
    let _ = std::thread::Builder::new().name("adit-warm-up".to_owned()).spawn(warm_up);
    let platform = SystemPlatform::new(privileged);
    let has_broker = options.netd.is_some();
    let engine = Engine::new(if has_broker { platform.outlived() } else { platform }, protocols);
    report_recovery(&engine.handle(), &recovered);
    let policy = Arc::new(PolicyKeeper::new(options.policy));
    tokio::spawn(keep_settled(engine.handle(), Arc::clone(&policy)));
    let handler = EngineHandler::new(engine.handle(), Access::new(options.access), policy);
    let ended = work(&engine, listener, handler, shutdown, has_broker).await;
    if let Some((_instance, local)) = &alone {
        // Nobody holds anything for a successor.
        local.release().await;
    }
    ended
}

async fn work(
    engine: &Engine,
    listener: SystemListener,
    handler: EngineHandler,
    mut shutdown: Shutdown,
    has_broker: bool,
) -> Result<(), RunError> {
    let handle = engine.handle();
    let mut serving = tokio::spawn(serve(listener, VERSION, Limits::default(), Arc::new(handler)));
    handle.log(LogLevel::Info, &format!("The helper {VERSION} is ready"));
    service::tell(Progress::Ready);
    tokio::spawn(memory::give_back(handle.subscribe().1));
    if has_broker {
        let handle = handle.clone();
        // The broker may be started after us.
        tokio::spawn(async move { handle.resume().await });
    }
    let end = tokio::select! {
        end = shutdown.wanted() => end,
        () = show_life(&handle) => End::Replaced,
    };
    service::tell(Progress::Stopping);
    handle.log(LogLevel::Info, "The helper ends");
    let undone = match end {
        // The broker holds interfaces, routes and lock for the next one, which brings the tunnels back.
        End::Replaced if has_broker => true,
        End::Replaced | End::Ended => handle.shutdown(SHUTDOWN_TIMEOUT).await,
    };
    tokio::time::sleep(FINAL_EVENTS_TIMEOUT).await;
    serving.abort();
    // The socket is removed when its task is gone.
    let _ = (&mut serving).await;
    if undone { Ok(()) } else { Err(RunError::NotUndone) }
}

/// Tells the service manager that the event loop runs and the engine answers. Never ends.
async fn show_life(handle: &EngineHandle) {
    let Some(limit) = service::watchdog() else { return std::future::pending().await };
    loop {
        drop(handle.snapshot());
        service::tell(Progress::Working);
        tokio::time::sleep(limit / 2).await;
    }
}

fn report_recovery(handle: &EngineHandle, recovered: &Recovered) {
    let changes = recovered.undone + recovered.swept;
    if changes > 0 {
        let text = format!("An earlier helper did not end cleanly: {changes} of its network changes were undone");
        handle.log(LogLevel::Warn, &text);
    }
    if recovered.damaged > 0 {
        handle.log(
            LogLevel::Warn,
            "The journal of an earlier helper was damaged; everything that was Adit's was removed",
        );
    }
    for failure in &recovered.failures {
        handle.log(LogLevel::Error, &format!("A change of an earlier helper could not be undone: {failure}"));
    }
}

/// As OpenVPN servers know it (`IV_PLAT`).
fn platform() -> &'static str {
    match std::env::consts::OS {
        "macos" => "mac",
        "windows" => "win",
        other => other,
    }
}
