//! What the service manager is told.

#[cfg(not(target_os = "linux"))]
mod missing;
#[cfg(target_os = "linux")]
mod systemd;

#[cfg(not(target_os = "linux"))]
pub(crate) use missing::{tell, watchdog};
#[cfg(target_os = "linux")]
pub(crate) use systemd::{tell, watchdog};

/// How far the helper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It serves clients.
    Ready,
    /// It still works.
    Working,
    /// It ends.
    Stopping,
}
