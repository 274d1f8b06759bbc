//! Signals.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::End;

/// Waits for the end.
pub(crate) struct Shutdown {
    terminate: Signal,
    interrupt: Signal,
    quit: Signal,
    user: Signal,
    /// Received and ignored: a terminal that closes does not end tunnels.
    _hang_up: Signal,
}

impl Shutdown {
    /// From here on signals are received.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            user: signal(SignalKind::user_defined1())?,
            _hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Ends with `SIGTERM`, which a service manager sends for an upgrade too, and with `SIGINT`, `SIGQUIT` and `SIGUSR1`, which
    /// come from a person.
    pub(crate) async fn wanted(&mut self) -> End {
        tokio::select! {
            _ = self.terminate.recv() => End::Replaced,
            _ = self.interrupt.recv() => End::Ended,
            _ = self.quit.recv() => End::Ended,
            _ = self.user.recv() => End::Ended,
        }
    }
}
