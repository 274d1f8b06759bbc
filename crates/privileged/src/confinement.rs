//! What a process gives up on Linux, whichever side of the border between engine and broker it is on.

use rustix::{
    process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit},
    thread::{
        CapabilitySets, capabilities, clear_ambient_capability_set, remove_capability_from_bounding_set,
        set_capabilities, set_no_new_privs,
    },
};

pub use rustix::thread::CapabilitySet;

/// Gives up core files and being looked into: requests and what is kept for connections hold keys. `RLIMIT_CORE` does not stop
/// handlers that core files are piped to (core(5)), being not dumpable does. A refusal is logged.
pub fn forbid_core_files() {
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        tracing::warn!(%error, "other processes of this user can look into this one");
    }
    if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }) {
        tracing::warn!(%error, "a crash may leave a core file");
    }
}

/// Gives up every capability but these, for good. To be called before there are threads. A refusal is logged.
pub fn keep_capabilities(kept: CapabilitySet) {
    if let Err(error) = keep(kept) {
        tracing::warn!(%error, "this process keeps rights that it does not need");
    }
}

fn keep(kept: CapabilitySet) -> rustix::io::Result<()> {
    set_no_new_privs(true)?;
    clear_ambient_capability_set()?;
    for capability in CapabilitySet::all().difference(kept) {
        // Needs a right that may be gone; one that cannot be had is not in the way.
        let _ = remove_capability_from_bounding_set(capability);
    }
    // The unit of a service gives no more and takes away capset(2).
    if kept.contains(capabilities(None)?.permitted) {
        return Ok(());
    }
    set_capabilities(None, CapabilitySets { effective: kept, permitted: kept, inheritable: CapabilitySet::empty() })
}

#[cfg(test)]
mod tests {
    use rustix::{
        process::{dumpable_behavior, geteuid, getrlimit},
        thread::{capability_is_in_bounding_set, no_new_privs},
    };

    use super::*;

    #[test]
    fn everything_but_what_is_kept_is_given_up() {
        // Of the thread that asks; the others keep theirs.
        let thread = std::thread::spawn(|| {
            keep_capabilities(CapabilitySet::NET_ADMIN);
            let sets = capabilities(None).unwrap();
            let bound = |one| capability_is_in_bounding_set(one).unwrap();
            (sets, bound(CapabilitySet::SYS_ADMIN), bound(CapabilitySet::NET_ADMIN), no_new_privs().unwrap())
        });
        let (sets, bound_to_others, _, nothing_new) = thread.join().unwrap();
        let kept = if geteuid().is_root() { CapabilitySet::NET_ADMIN } else { CapabilitySet::empty() };
        assert_eq!((sets.effective, sets.permitted, sets.inheritable), (kept, kept, CapabilitySet::empty()));
        assert!(nothing_new);
        assert!(!(geteuid().is_root() && bound_to_others));
    }

    #[test]
    fn there_are_no_core_files() {
        forbid_core_files();
        assert_eq!(getrlimit(Resource::Core), Rlimit { current: Some(0), maximum: Some(0) });
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }
}
