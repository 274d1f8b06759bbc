//! What the process gives up.

use rustix::{
    process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit},
    thread::{
        CapabilitySet, CapabilitySets, clear_ambient_capability_set, remove_capability_from_bounding_set,
        set_capabilities, set_no_new_privs,
    },
};

/// Gives up core files and being looked into: what is kept for connections holds keys. `RLIMIT_CORE` does not stop handlers that
/// core files are piped to (core(5)), being not dumpable does. A refusal is logged.
pub fn harden() {
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        tracing::warn!(%error, "other processes of this user can look into this one");
    }
    if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }) {
        tracing::warn!(%error, "a crash may leave a core file");
    }
}

/// Gives up every right but the one over the network. To be called before there are threads.
pub fn drop_rights() {
    if let Err(error) = keep_one() {
        tracing::warn!(%error, "this process keeps rights that it does not need");
    }
}

fn keep_one() -> rustix::io::Result<()> {
    let one = CapabilitySet::NET_ADMIN;
    set_no_new_privs(true)?;
    clear_ambient_capability_set()?;
    for capability in CapabilitySet::all().difference(one) {
        // Needs a right that may be gone; one that cannot be had is not in the way.
        let _ = remove_capability_from_bounding_set(capability);
    }
    set_capabilities(None, CapabilitySets { effective: one, permitted: one, inheritable: CapabilitySet::empty() })
}
