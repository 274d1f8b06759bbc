//! The system calls of an engine: its event loop, threads, memory, sockets and reading files. Everything else is refused with
//! `EPERM`: no other program, no mount, no module, no raw socket, no look at other processes.

use std::collections::BTreeMap;

use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter_all_threads,
};

/// Why there is no filter.
#[derive(Debug, thiserror::Error)]
pub(super) enum FilterError {
    /// There is none for this processor, or it cannot be built.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// The kernel refused it.
    #[error(transparent)]
    Kernel(#[from] seccompiler::Error),
}

#[rustfmt::skip]
const ALLOWED: &[libc::c_long] = &[
    // files, as far as Landlock and their permissions allow
    libc::SYS_openat, libc::SYS_close, libc::SYS_read, libc::SYS_write, libc::SYS_readv, libc::SYS_writev, libc::SYS_pread64,
    libc::SYS_lseek, libc::SYS_fstat, libc::SYS_newfstatat, libc::SYS_statx, libc::SYS_statfs, libc::SYS_fstatfs,
    libc::SYS_faccessat, libc::SYS_faccessat2, libc::SYS_readlinkat, libc::SYS_getdents64, libc::SYS_getcwd, libc::SYS_unlinkat,
    libc::SYS_fcntl, libc::SYS_dup, libc::SYS_dup3, libc::SYS_pipe2,
    // memory
    libc::SYS_brk, libc::SYS_mmap, libc::SYS_munmap, libc::SYS_mremap, libc::SYS_mprotect, libc::SYS_madvise, libc::SYS_mlock,
    libc::SYS_mlock2, libc::SYS_munlock, libc::SYS_memfd_create, libc::SYS_get_mempolicy, libc::SYS_membarrier,
    // threads and signals
    libc::SYS_clone3, libc::SYS_exit, libc::SYS_exit_group, libc::SYS_futex, libc::SYS_set_robust_list, libc::SYS_get_robust_list,
    libc::SYS_rseq, libc::SYS_set_tid_address, libc::SYS_gettid, libc::SYS_getpid, libc::SYS_getppid, libc::SYS_tgkill,
    libc::SYS_sched_yield, libc::SYS_sched_getaffinity, libc::SYS_sched_getparam, libc::SYS_sched_getscheduler,
    libc::SYS_rt_sigaction, libc::SYS_rt_sigprocmask, libc::SYS_rt_sigreturn, libc::SYS_rt_sigtimedwait, libc::SYS_sigaltstack,
    libc::SYS_restart_syscall, libc::SYS_getrlimit, libc::SYS_prlimit64, libc::SYS_getrusage, libc::SYS_prctl,
    libc::SYS_getuid, libc::SYS_geteuid, libc::SYS_getgid, libc::SYS_getegid, libc::SYS_getresuid, libc::SYS_getresgid,
    libc::SYS_getcpu, libc::SYS_uname, libc::SYS_sysinfo, libc::SYS_seccomp,
    // time and randomness
    libc::SYS_clock_gettime, libc::SYS_clock_getres, libc::SYS_clock_nanosleep, libc::SYS_nanosleep, libc::SYS_gettimeofday,
    libc::SYS_timerfd_create, libc::SYS_timerfd_settime, libc::SYS_timerfd_gettime, libc::SYS_getrandom,
    // the event loop
    libc::SYS_epoll_create1, libc::SYS_epoll_ctl, libc::SYS_epoll_pwait, libc::SYS_epoll_pwait2, libc::SYS_eventfd2,
    libc::SYS_ppoll, libc::SYS_pselect6,
    // sockets that exist
    libc::SYS_connect, libc::SYS_bind, libc::SYS_listen, libc::SYS_accept, libc::SYS_accept4, libc::SYS_shutdown,
    libc::SYS_sendto, libc::SYS_recvfrom, libc::SYS_sendmsg, libc::SYS_recvmsg, libc::SYS_sendmmsg, libc::SYS_recvmmsg,
    libc::SYS_getsockname, libc::SYS_getpeername, libc::SYS_getsockopt, libc::SYS_setsockopt,
];

/// Calls that newer processors do not have any more.
#[cfg(target_arch = "x86_64")]
#[rustfmt::skip]
const OLDER: &[libc::c_long] = &[
    libc::SYS_open, libc::SYS_stat, libc::SYS_lstat, libc::SYS_access, libc::SYS_readlink, libc::SYS_unlink, libc::SYS_poll,
    libc::SYS_select, libc::SYS_epoll_wait, libc::SYS_pipe, libc::SYS_dup2, libc::SYS_time, libc::SYS_arch_prctl,
];
#[cfg(not(target_arch = "x86_64"))]
const OLDER: &[libc::c_long] = &[];

/// Kinds of sockets that may be made, as family and type. Names are looked up with them, and routes are watched.
const SOCKETS: &[(libc::c_int, libc::c_int)] = &[
    (libc::AF_UNIX, libc::SOCK_STREAM),
    (libc::AF_UNIX, libc::SOCK_DGRAM),
    (libc::AF_INET, libc::SOCK_STREAM),
    (libc::AF_INET, libc::SOCK_DGRAM),
    (libc::AF_INET6, libc::SOCK_STREAM),
    (libc::AF_INET6, libc::SOCK_DGRAM),
    (libc::AF_NETLINK, libc::SOCK_RAW),
    (libc::AF_NETLINK, libc::SOCK_DGRAM),
];
/// The type of a socket without its flags.
const SOCKET_TYPE: u64 = 0xf;
/// What a descriptor may be asked beside its own calls: `FIONBIO`, `FIONREAD`, `FIOCLEX` and `TIOCOUTQ`, by which a
/// stream tells what is not acknowledged (asm-generic/ioctls.h).
const IOCTLS: &[u64] = &[0x5421, 0x541b, 0x5451, 0x5411];

/// Restricts this process, all threads of it.
pub(super) fn restrict() -> Result<(), FilterError> {
    apply_filter_all_threads(&allow_list()?)?;
    // Its flags are in memory, where a filter cannot look: the C library then uses the older call.
    let newer = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    apply_filter_all_threads(&program(newer, SeccompAction::Allow, SeccompAction::Errno(errno(libc::ENOSYS)))?)?;
    Ok(())
}

fn allow_list() -> Result<BpfProgram, FilterError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        ALLOWED.iter().chain(OLDER).map(|number| (*number, Vec::new())).collect();
    let thread = u64::from(libc::CLONE_THREAD.unsigned_abs());
    rules.insert(libc::SYS_clone, vec![rule(&[(0, SeccompCmpOp::MaskedEq(thread), thread)])?]);
    let mut sockets = Vec::new();
    for (family, kind) in SOCKETS {
        let (family, kind) = (u64::from(family.unsigned_abs()), u64::from(kind.unsigned_abs()));
        sockets.push(rule(&[(0, SeccompCmpOp::Eq, family), (1, SeccompCmpOp::MaskedEq(SOCKET_TYPE), kind)])?);
    }
    rules.insert(libc::SYS_socket, sockets);
    let pairs = u64::from(libc::AF_UNIX.unsigned_abs());
    rules.insert(libc::SYS_socketpair, vec![rule(&[(0, SeccompCmpOp::Eq, pairs)])?]);
    let ioctls: Result<Vec<_>, _> = IOCTLS.iter().map(|request| rule(&[(1, SeccompCmpOp::Eq, *request)])).collect();
    rules.insert(libc::SYS_ioctl, ioctls?);
    program(rules, SeccompAction::Errno(errno(libc::EPERM)), SeccompAction::Allow)
}

fn rule(conditions: &[(u8, SeccompCmpOp, u64)]) -> Result<SeccompRule, BackendError> {
    let conditions = conditions
        .iter()
        .map(|(argument, compare, value)| {
            SeccompCondition::new(*argument, SeccompCmpArgLen::Dword, compare.clone(), *value)
        })
        .collect::<Result<Vec<_>, _>>()?;
    SeccompRule::new(conditions)
}

fn program(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    otherwise: SeccompAction,
    matching: SeccompAction,
) -> Result<BpfProgram, FilterError> {
    let architecture = TargetArch::try_from(std::env::consts::ARCH)?;
    Ok(BpfProgram::try_from(SeccompFilter::new(rules, otherwise, matching, architecture)?)?)
}

fn errno(code: libc::c_int) -> u32 {
    code.unsigned_abs()
}
