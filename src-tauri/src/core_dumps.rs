//! No memory of Adit, which may hold a password just typed, goes to the disk when it crashes.

/// Switches core dumps off, for this process and its children.
pub(crate) fn switch_off() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }) {
            tracing::warn!(%error, "core dumps stay on");
        }
    }
}
