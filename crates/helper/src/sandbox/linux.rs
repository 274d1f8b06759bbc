//! Linux: not dumpable, no core files; where a broker has the rights, no capability, no file to write, and few system calls.

use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, PathBeneath, PathFd, RestrictionStatus, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, Scope,
};
use rustix::{
    mm::{MlockAllFlags, mlockall},
    process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit},
    thread::{
        CapabilitySet, CapabilitySets, clear_ambient_capability_set, remove_capability_from_bounding_set,
        set_capabilities, set_no_new_privs,
    },
};

use super::system_calls;

/// What is read while the helper runs: libraries and configuration of the system's resolver, and what the kernel tells of
/// itself. Not: people's directories, /var, /tmp, /root.
const READABLE: &[&str] = &[
    "/etc",
    "/usr",
    "/lib",
    "/lib64",
    "/run/systemd",
    "/run/resolvconf",
    "/run/NetworkManager",
    "/proc",
    "/sys",
    "/dev/urandom",
    "/dev/null",
];

/// Gives up core files and being looked into. `RLIMIT_CORE` does not stop handlers that core files are piped to (core(5)), being
/// not dumpable does. A refusal is logged; the helper runs on.
pub fn harden() {
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        tracing::warn!(%error, "other processes of this user can look into this one");
    }
    if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }) {
        tracing::warn!(%error, "a crash may leave a core file");
    }
    // With a limit, memory that is asked for later would be refused (mlockall(2)). Only what is used is locked.
    if getrlimit(Resource::Memlock).current.is_none()
        && let Err(error) = mlockall(MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT)
    {
        tracing::warn!(%error, "keys may reach the swap space");
    }
}

/// Gives up everything that an engine with a broker does not need. To be called before there are threads. What the kernel
/// does not know of this is logged; each of the layers holds without the others.
pub fn confine(socket: &Path) {
    if let Err(error) = drop_capabilities() {
        tracing::warn!(%error, "this process keeps rights that it does not need");
    }
    match restrict_files(socket) {
        Ok(status) => tracing::debug!(?status, "files are restricted"),
        Err(error) => tracing::warn!(%error, "files are not restricted"),
    }
    if let Err(error) = system_calls::restrict() {
        tracing::warn!(%error, "system calls are not restricted");
    }
}

fn drop_capabilities() -> rustix::io::Result<()> {
    set_no_new_privs(true)?;
    clear_ambient_capability_set()?;
    for capability in CapabilitySet::all() {
        // Needs a right that may be gone; one that cannot be had is not in the way.
        let _ = remove_capability_from_bounding_set(capability);
    }
    let none = CapabilitySet::empty();
    set_capabilities(None, CapabilitySets { effective: none, permitted: none, inheritable: none })
}

fn restrict_files(socket: &Path) -> Result<RestrictionStatus, RulesetError> {
    // What an older kernel does not know of is left out.
    let abi = ABI::V6;
    let mut rules = Ruleset::default()
        .handle_access(AccessFs::from_all(abi))?
        // Sockets are bound by the broker.
        .handle_access(AccessNet::BindTcp)?
        .scope(Scope::from_all(abi))?
        .create()?;
    let read: BitFlags<AccessFs> = AccessFs::ReadFile | AccessFs::ReadDir;
    for path in READABLE {
        // Not every system has each of them.
        if let Ok(descriptor) = PathFd::new(path) {
            let access = if path.starts_with("/dev/") { AccessFs::ReadFile.into() } else { read };
            rules = rules.add_rule(PathBeneath::new(descriptor, access))?;
        }
    }
    if let Some(descriptor) = socket.parent().and_then(|directory| PathFd::new(directory).ok()) {
        rules = rules.add_rule(PathBeneath::new(descriptor, AccessFs::RemoveFile))?;
    }
    rules.restrict_self()
}
