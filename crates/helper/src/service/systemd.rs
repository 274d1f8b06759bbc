//! systemd (`sd_notify(3)`).

use std::time::Duration;

use sd_notify::NotifyState;

use super::Progress;

/// Tells systemd, if it wants to know.
pub(crate) fn tell(progress: Progress) {
    let state = match progress {
        Progress::Ready => NotifyState::Ready,
        Progress::Working => NotifyState::Watchdog,
        Progress::Stopping => NotifyState::Stopping,
    };
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "the service manager could not be told");
    }
}

/// How long it may not hear of us, if it wants to hear of us at all.
pub(crate) fn watchdog() -> Option<Duration> {
    sd_notify::watchdog_enabled()
}
