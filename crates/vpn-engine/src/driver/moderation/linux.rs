//! Timers on Linux.

/// Lets this thread rest as exactly as the system can; by default Linux adds up to 50 microseconds.
pub(crate) fn prepare_thread() {
    if let Err(error) = rustix::thread::set_current_timer_slack(std::num::NonZeroU64::new(1)) {
        tracing::debug!(%error, "the driver's timers stay coarse");
    }
}
