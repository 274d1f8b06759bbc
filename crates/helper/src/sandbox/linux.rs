//! Linux: not dumpable, no core files; where a broker has the rights, no capability, no file to write, and few system calls.

use std::{ffi::c_void, path::Path, slice};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, PathBeneath, PathFd, RestrictionStatus, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, Scope,
};
use privileged::confinement::{CapabilitySet, forbid_core_files, keep_capabilities};
use rustix::{
    mm::{Advice, MlockAllFlags, madvise, mlockall, munlock},
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

/// Gives up core files and being looked into, and keeps memory out of the swap space. A refusal is logged; the helper runs on. To be
/// called before there are threads.
pub fn harden() {
    forbid_core_files();
    share_heap();
    // With a limit, memory that is asked for later would be refused (mlockall(2)). Only what is used is locked.
    if getrlimit(Resource::Memlock).current.is_none()
        && let Err(error) = mlockall(MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT)
    {
        tracing::warn!(%error, "keys may reach the swap space");
    }
}

/// One heap for all threads, which ask for memory seldom, and large pieces given back when they are freed (mallopt(3)): what a thread
/// that is gone or idle has freed would stay with it.
fn share_heap() {
    #[cfg(target_env = "gnu")]
    for (parameter, value) in [(libc::M_ARENA_MAX, 1), (libc::M_MMAP_THRESHOLD, 128 << 10)] {
        // SAFETY: there are no other threads yet; a value that is not known is refused.
        unsafe { libc::mallopt(parameter, value) };
    }
}

/// Takes the program's code and constants out of this process's memory; what is needed is read from its file again, most of it from the
/// system's cache. They hold no secret: where memory is locked, they need not be.
pub fn release_code() {
    // SAFETY: the callback does not keep what it is given, and ends the iteration with the first object, which is the program.
    unsafe { libc::dl_iterate_phdr(Some(release_program), std::ptr::null_mut()) };
}

unsafe extern "C" fn release_program(object: *mut libc::dl_phdr_info, _size: usize, _data: *mut c_void) -> libc::c_int {
    // SAFETY: the loader gives a valid object with that many headers (dl_iterate_phdr(3)).
    let (object, headers) = unsafe {
        let object = &*object;
        (object, slice::from_raw_parts(object.dlpi_phdr, usize::from(object.dlpi_phnum)))
    };
    // SAFETY: it reads a number.
    let Ok(page) = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }) else { return 1 };
    // What is written to, as the loader does with addresses, is not in the file.
    for header in headers.iter().filter(|header| header.p_type == libc::PT_LOAD && header.p_flags & libc::PF_W == 0) {
        let (Ok(begin), Ok(length)) =
            (usize::try_from(object.dlpi_addr + header.p_vaddr), usize::try_from(header.p_memsz))
        else {
            continue;
        };
        let first = begin - begin % page;
        let pages = std::ptr::with_exposed_provenance_mut(first);
        let size = begin + length - first;
        // SAFETY: these pages are mapped from the program's file and are never written to: the kernel gives them back as they were.
        // An error: they stay.
        let _ = unsafe { munlock(pages, size).and_then(|()| madvise(pages, size, Advice::LinuxDontNeed)) };
    }
    1
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Resident pages of files, in kB.
    fn of_files() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("RssFile:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    #[test]
    fn released_code_runs_and_takes_less_memory() {
        let text = "constants are there";
        let before = of_files();
        release_code();
        let after = of_files();
        assert!(after < before, "{before} kB, then {after} kB");
        assert_eq!(format!("{text} as before"), "constants are there as before");
        release_code();
    }
}
