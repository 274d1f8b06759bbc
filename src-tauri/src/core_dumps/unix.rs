//! A limit of zero bytes.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Switches core dumps off, for this process and its children.
pub(crate) fn switch_off() {
    if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }) {
        tracing::warn!(%error, "core dumps stay on");
    }
}
