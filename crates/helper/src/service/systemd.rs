//! systemd (`sd_notify(3)`).

use sd_notify::NotifyState;

use super::Progress;

/// Tells systemd, if it wants to know.
pub(crate) fn tell(progress: Progress) {
    let state = match progress {
        Progress::Ready => NotifyState::Ready,
        Progress::Stopping => NotifyState::Stopping,
    };
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "the service manager could not be told");
    }
}
