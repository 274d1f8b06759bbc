//! A system whose service manager is not told anything yet.

use std::time::Duration;

use super::Progress;

/// Nothing to do.
pub(crate) fn tell(_progress: Progress) {}

/// It does not want to hear of us.
pub(crate) fn watchdog() -> Option<Duration> {
    None
}
