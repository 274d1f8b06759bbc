//! Timers of a system that does not let us say how exact they have to be.

/// Nothing to do.
pub(crate) fn prepare_thread() {}
