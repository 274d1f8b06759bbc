//! What outlives this process: descriptors that systemd keeps for the next one (sd_pid_get_fd_store(3), `FileDescriptorStoreMax=`).
//! These are the tunnel interfaces, which would disappear with their last descriptor, and what engines keep, in sealed
//! memory that is never a file. Without systemd nothing is stored.

use std::{
    fs::File,
    io::{self, Write},
    os::{
        fd::{AsFd, BorrowedFd, FromRawFd, OwnedFd},
        unix::{fs::FileExt, net::UnixListener},
    },
};

use privileged::{
    InterfaceFeatures, InterfaceGrant, Want,
    wire::{self, MAX_REQUEST},
};
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
use sd_notify::NotifyState;
use vpn_api::TunnelSlot;
use zeroize::Zeroizing;

/// `FileDescriptorName=` of the socket.
const SOCKET: &str = "engine";

/// What systemd gave to this process.
#[derive(Debug, Default)]
pub struct Taken {
    /// Where engines connect.
    pub listener: Option<UnixListener>,
    /// Interfaces of the process before.
    pub interfaces: Vec<(TunnelSlot, InterfaceGrant, OwnedFd)>,
    /// What was wanted, with what was kept for it.
    pub wants: Vec<Want>,
}

/// Takes everything that systemd gives. To be called once, before there are threads.
#[must_use]
pub fn take() -> Taken {
    let mut taken = Taken::default();
    let given = match sd_notify::listen_fds_with_names() {
        Ok(given) => given,
        Err(error) => {
            tracing::warn!(%error, "what the service manager gives cannot be taken");
            return taken;
        }
    };
    for (descriptor, name) in given {
        // SAFETY: systemd opened it for this process (the library compared LISTEN_PID), and nobody else here uses it.
        let descriptor = unsafe { OwnedFd::from_raw_fd(descriptor) };
        if name == SOCKET {
            taken.listener = Some(descriptor.into());
        } else if let Some((slot, features)) = interface_of(&name) {
            let grant = InterfaceGrant { name: slot.interface(), features, refused_offload: None };
            taken.interfaces.push((slot, grant, descriptor));
        } else if let Some(want) = read(descriptor) {
            taken.wants.push(want);
        }
    }
    taken
}

/// Keeps an interface.
pub fn keep_interface(slot: TunnelSlot, features: InterfaceFeatures, descriptor: BorrowedFd<'_>) {
    forget_interface(slot);
    put(&interface_name(slot, features), descriptor);
}

/// Keeps what is wanted, with what is kept for it.
///
/// # Errors
/// There is no memory for it, or it is too large.
pub fn keep_want(want: &Want) -> io::Result<()> {
    forget_want(want.slot);
    if !sd_notify::booted()? {
        return Ok(());
    }
    put(&want_name(want.slot), write(want)?.as_fd());
    Ok(())
}

/// Forgets an interface.
pub fn forget_interface(slot: TunnelSlot) {
    for features in [(false, false), (true, false), (true, true)] {
        remove(&interface_name(slot, InterfaceFeatures { header: features.0, udp: features.1 }));
    }
}

/// Forgets what was wanted.
pub fn forget_want(slot: TunnelSlot) {
    remove(&want_name(slot));
}

fn put(name: &str, descriptor: BorrowedFd<'_>) {
    if let Err(error) = sd_notify::notify_with_fds(&[NotifyState::FdStore, NotifyState::FdName(name)], &[descriptor]) {
        tracing::warn!(%error, "the service manager does not keep a descriptor");
    }
}

fn remove(name: &str) {
    if let Err(error) = sd_notify::notify(&[NotifyState::FdStoreRemove, NotifyState::FdName(name)]) {
        tracing::warn!(%error, "the service manager does not forget a descriptor");
    }
}

fn want_name(slot: TunnelSlot) -> String {
    format!("want-{}", slot.0)
}

fn interface_name(slot: TunnelSlot, features: InterfaceFeatures) -> String {
    format!("interface-{}-{}{}", slot.0, u8::from(features.header), u8::from(features.udp))
}

fn interface_of(name: &str) -> Option<(TunnelSlot, InterfaceFeatures)> {
    let (slot, features) = name.strip_prefix("interface-")?.split_once('-')?;
    let features = match features {
        "00" => InterfaceFeatures { header: false, udp: false },
        "10" => InterfaceFeatures { header: true, udp: false },
        "11" => InterfaceFeatures { header: true, udp: true },
        _ => return None,
    };
    Some((TunnelSlot(slot.parse().ok()?), features))
}

/// In memory that nobody can change any more.
fn write(want: &Want) -> io::Result<OwnedFd> {
    let memory = memfd_create("adit-want", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?;
    let mut file = File::from(memory);
    file.write_all(&wire::encode(want, MAX_REQUEST)?)?;
    fcntl_add_seals(&file, SealFlags::SEAL | SealFlags::SHRINK | SealFlags::GROW | SealFlags::WRITE)?;
    Ok(file.into())
}

fn read(memory: OwnedFd) -> Option<Want> {
    let file = File::from(memory);
    let length = usize::try_from(file.metadata().ok()?.len()).ok().filter(|length| *length <= MAX_REQUEST)?;
    let mut frame = Zeroizing::new(vec![0; length]);
    file.read_exact_at(&mut frame, 0).ok()?;
    wire::parse(frame.get(wire::LENGTH..)?).ok()
}

#[cfg(test)]
pub(crate) mod tests {
    use privileged::Hold;
    use vpn_api::{ConnectionId, Owner};

    use super::*;

    fn want(kept: Option<vpn_api::Secret>) -> Want {
        Want {
            slot: TunnelSlot(3),
            connection: ConnectionId::try_from("work".to_owned()).unwrap(),
            owner: Owner::Uid(1000),
            hold: Hold::Yes,
            servers: Default::default(),
            signs_in: false,
            kept,
        }
    }

    #[test]
    fn what_is_kept_comes_back_and_cannot_be_changed() {
        let want = want(Some("opaque".into()));
        let memory = write(&want).unwrap();
        let again = memory.try_clone().unwrap();
        assert!(File::from(again).write_all_at(b"x", 0).is_err());
        let seals = rustix::fs::fcntl_get_seals(&memory).unwrap();
        assert_eq!(seals, SealFlags::SEAL | SealFlags::SHRINK | SealFlags::GROW | SealFlags::WRITE);
        assert_eq!(read(memory), Some(want));
        assert_eq!(read(memfd_create("other", MemfdFlags::CLOEXEC).unwrap()), None);
    }

    #[test]
    fn interfaces_are_known_by_their_names() {
        for (header, udp) in [(false, false), (true, false), (true, true)] {
            let features = InterfaceFeatures { header, udp };
            assert_eq!(interface_of(&interface_name(TunnelSlot(7), features)), Some((TunnelSlot(7), features)));
        }
        for other in ["engine", "want-7", "interface-7", "interface-7-01", "interface-256-11", "interface--11"] {
            assert_eq!(interface_of(other), None, "{other}");
        }
    }

    /// In the process that the next test starts, whose environment names a service manager.
    #[test]
    #[ignore = "started by the test after it"]
    fn tells_the_service_manager() {
        let features = InterfaceFeatures { header: true, udp: false };
        keep_interface(TunnelSlot(7), features, io::stdin().as_fd());
        forget_want(TunnelSlot(3));
    }

    #[test]
    #[ignore = "started by the test after it"]
    fn keeps_a_want() {
        keep_want(&want(None)).unwrap();
    }

    /// What a service manager is told by a test of this crate. `booted`: whether it manages the machine, in a mount namespace of
    /// its own.
    pub(crate) fn told(test: &str, booted: Option<bool>) -> Vec<String> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("notify");
        let manager = std::os::unix::net::UnixDatagram::bind(&path).unwrap();
        let own = std::env::current_exe().unwrap();
        let mut command =
            std::process::Command::new(if booted.is_some() { "unshare".as_ref() } else { own.as_os_str() });
        if let Some(booted) = booted {
            let made = if booted { "mkdir -p /run/systemd/system;" } else { "" };
            let script = format!("mount -t tmpfs none /run; {made} exec \"$@\"");
            command.args(["--mount", "--propagation", "private", "sh", "-c", &script, "sh"]).arg(own);
        }
        command.args(["--exact", "--ignored", test]);
        let done = command.env("NOTIFY_SOCKET", &path).stdin(std::process::Stdio::null()).output().unwrap();
        assert!(done.status.success(), "{done:?}");
        manager.set_nonblocking(true).unwrap();
        let next = || {
            let mut text = [0; 512];
            let length = manager.recv(&mut text).ok()?;
            Some(String::from_utf8_lossy(&text[..length]).trim().replace('\n', " "))
        };
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn a_want_is_kept_where_systemd_manages_the_machine() {
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let forgotten = "FDSTOREREMOVE=1 FDNAME=want-3";
        assert_eq!(told("store::tests::keeps_a_want", Some(true)), [forgotten, "FDSTORE=1 FDNAME=want-3"]);
        assert_eq!(told("store::tests::keeps_a_want", Some(false)), [forgotten], "there is nobody else to keep it");
    }

    #[test]
    fn the_service_manager_is_told_what_to_keep_and_what_to_forget() {
        assert_eq!(
            told("store::tests::tells_the_service_manager", None),
            [
                "FDSTOREREMOVE=1 FDNAME=interface-7-00",
                "FDSTOREREMOVE=1 FDNAME=interface-7-10",
                "FDSTOREREMOVE=1 FDNAME=interface-7-11",
                "FDSTORE=1 FDNAME=interface-7-10",
                "FDSTOREREMOVE=1 FDNAME=want-3",
            ]
        );
    }
}
