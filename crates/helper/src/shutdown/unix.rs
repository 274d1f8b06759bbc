//! Signals.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Waits for the end.
pub(crate) struct Shutdown {
    terminate: Signal,
    interrupt: Signal,
    /// Received and ignored: a terminal that closes does not end tunnels.
    _hang_up: Signal,
}

impl Shutdown {
    /// From here on signals are received.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            _hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Ends with `SIGTERM` or `SIGINT`.
    pub(crate) async fn wanted(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
