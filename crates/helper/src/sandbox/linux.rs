//! Linux: not dumpable, no core files; where a broker has the rights, no capability, no file to write, and few system calls.

use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, PathBeneath, PathFd, RestrictionStatus, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, Scope,
};
use privileged::confinement::{CapabilitySet, forbid_core_files, keep_capabilities};
use rustix::{
    mm::{MlockAllFlags, mlockall},
    process::{Resource, getrlimit},
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
    "/run/adit-policy",
    "/proc",
    "/sys",
    "/dev/urandom",
    "/dev/null",
];

/// Gives up core files and being looked into, and keeps memory out of the swap space. A refusal is logged; the helper runs on.
pub fn harden() {
    forbid_core_files();
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
    keep_capabilities(CapabilitySet::empty());
    match restrict_files(socket) {
        Ok(status) => tracing::debug!(?status, "files are restricted"),
        Err(error) => tracing::warn!(%error, "files are not restricted"),
    }
    if let Err(error) = system_calls::restrict() {
        tracing::warn!(%error, "system calls are not restricted");
    }
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
