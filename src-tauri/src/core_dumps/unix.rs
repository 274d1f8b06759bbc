//! A limit of one byte. A limit of zero does not concern a program that core dumps are piped to, as desktops have it (core(5));
//! with a limit of one the kernel makes no dump for it either (`fs/coredump.c`), nor a file, which would be larger.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Switches core dumps off, for this process and its children.
pub(crate) fn switch_off() {
    if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(1), maximum: Some(1) }) {
        tracing::warn!(%error, "core dumps stay on");
    }
}
