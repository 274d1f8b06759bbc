//! The resolver file in all its forms, on a real kernel.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::{
    fs,
    io::{Read, Write},
    os::unix::{fs::symlink, net::UnixListener},
    path::Path,
};

use common::{Machine, address, assert_same, full_plan, in_namespace, one_tunnel, run};
use netconf::NetError;
use vpn_api::{InterfacePlan, Mtu, NetworkStep, TunnelSlot};

#[test]
fn a_mounted_resolver_file_is_written_in_place() {
    in_namespace("a_mounted_resolver_file_is_written_in_place", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let file = machine.resolver_file();
        fs::write("/mnt/mounted", "nameserver 192.168.77.1\n# the host's\n").unwrap();
        run(&format!("chmod 640 /mnt/mounted; chown 7:8 /mnt/mounted; mount --bind /mnt/mounted {}", file.display()));
        let before = machine.snapshot();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        assert!(fs::read_to_string("/mnt/mounted").unwrap().contains("nameserver 10.8.0.1"));
        network.verify().await.unwrap();
        std::mem::forget(network);
        assert!(machine.options().recover().await.unwrap().failures.is_empty());
        assert_same(&machine.snapshot(), &before, "as it was");

        // A crash in the middle of writing leaves the beginning of our file.
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        let ours = fs::read_to_string("/mnt/mounted").unwrap();
        fs::write("/mnt/mounted", &ours[..20]).unwrap();
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "as it was");
    });
}

#[test]
fn a_linked_or_missing_resolver_file_returns() {
    in_namespace("a_linked_or_missing_resolver_file_returns", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let file = machine.resolver_file();
        fs::remove_file(&file).unwrap();
        for link in [Some("/mnt/target"), Some("nowhere/at/all"), None] {
            fs::write("/mnt/target", "nameserver 192.168.77.1\n").unwrap();
            let _ = fs::remove_file(&file);
            if let Some(target) = link {
                symlink(target, &file).unwrap();
            }
            let before = machine.snapshot();
            let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
            network.apply(&full_plan()).await.unwrap();
            assert!(fs::read_to_string(&file).unwrap().contains("nameserver 10.8.0.1"));
            assert_eq!(fs::read("/mnt/target").unwrap(), b"nameserver 192.168.77.1\n");
            network.revert().await.unwrap();
            assert_same(&machine.snapshot(), &before, "as it was");
        }
    });
}

#[test]
fn the_files_owner_mode_and_label_stay() {
    in_namespace("the_files_owner_mode_and_label_stay", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let file = machine.resolver_file();
        run(&format!("chmod 640 {0}; chown 7:8 {0}", file.display()));
        let path = std::ffi::CString::new(file.as_os_str().as_encoded_bytes()).unwrap();
        let (name, label) = (c"security.selinux", b"system_u:object_r:net_conf_t:s0");
        let set = unsafe { libc::setxattr(path.as_ptr(), name.as_ptr(), label.as_ptr().cast(), label.len(), 0) };
        assert_eq!(set, 0, "{}", std::io::Error::last_os_error());
        let look = || {
            let mut value = [0; 64];
            let length =
                unsafe { libc::lgetxattr(path.as_ptr(), name.as_ptr(), value.as_mut_ptr().cast(), value.len()) };
            let value = usize::try_from(length).map(|length| value[..length].to_vec());
            (run(&format!("stat -c '%a %u %g' {}", file.display())), value.ok())
        };
        let before = look();
        assert_eq!(before, ("640 7 8\n".to_owned(), Some(label.to_vec())));
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        assert!(fs::read_to_string(&file).unwrap().contains("nameserver 10.8.0.1"));
        assert_eq!(look(), before, "with our content");
        network.revert().await.unwrap();
        assert!(fs::read_to_string(&file).unwrap().contains("home.example"));
        assert_eq!(look(), before, "with its own");
    });
}

#[test]
fn a_file_system_that_is_full_leaves_the_resolver_file_as_it_was() {
    in_namespace("a_file_system_that_is_full_leaves_the_resolver_file_as_it_was", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        run("mkdir /mnt/small; mount -t tmpfs -o size=16k none /mnt/small");
        let file = Path::new("/mnt/small/resolv.conf");
        fs::write(file, "nameserver 192.168.77.1\n").unwrap();
        run("dd if=/dev/zero of=/mnt/small/much bs=4k 2>/dev/null || true");
        let before = machine.snapshot();
        let mut network = one_tunnel(&machine.options().resolver_file(file), TunnelSlot(0));
        let error = network.apply(&full_plan()).await.unwrap_err();
        let full = matches!(&error, NetError::Change { cause, .. } if cause.code == Some(libc::ENOSPC));
        assert!(full && error.step() == NetworkStep::Dns, "{error:?}");
        assert_eq!(fs::read_to_string(file).unwrap(), "nameserver 192.168.77.1\n");
        assert_eq!(fs::read_dir("/mnt/small").unwrap().count(), 2, "nothing half-made stays beside it");
        assert_same(&machine.snapshot(), &before, "as it was");
        // What is mounted there has its room elsewhere.
        fs::write("/mnt/mounted", "nameserver 192.168.77.1\n").unwrap();
        run("mount --bind /mnt/mounted /mnt/small/resolv.conf");
        network.apply(&full_plan()).await.unwrap();
        assert!(fs::read_to_string("/mnt/mounted").unwrap().contains("nameserver 10.8.0.1"));
        network.revert().await.unwrap();
        run("umount /mnt/small/resolv.conf");
        fs::remove_file("/mnt/small/much").unwrap();
        network.apply(&full_plan()).await.unwrap();
        network.revert().await.unwrap();
        assert_eq!(fs::read_to_string(file).unwrap(), "nameserver 192.168.77.1\n");
    });
}

/// Serves as the unit does that may write the file, and answers with this.
fn unit(answer: &'static [u8]) -> std::sync::mpsc::Receiver<String> {
    fs::create_dir_all("/run/adit-resolver").unwrap();
    let socket = "/run/adit-resolver/resolver.sock";
    let _ = fs::remove_file(socket);
    let listener = UnixListener::bind(socket).unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let mut text = String::new();
            stream.read_to_string(&mut text).unwrap();
            stream.write_all(answer).unwrap();
            tell.send(text).unwrap();
        }
    });
    told
}

#[test]
fn a_resolver_file_that_cannot_be_written_is_handed_to_the_unit_that_may() {
    in_namespace("a_resolver_file_that_cannot_be_written_is_handed_to_the_unit_that_may", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        run("cp -a /etc /mnt/etc; mount --bind /mnt/etc /etc; mount -t tmpfs none /run; rm -f /etc/resolv.conf");
        fs::write("/etc/resolv.conf", "nameserver 192.168.77.1\n").unwrap();
        run("mount -o remount,bind,ro /etc");
        let options = machine.options().resolver_file(Path::new("/etc/resolv.conf"));
        let mut network = one_tunnel(&options, TunnelSlot(0));
        let code = |error: &NetError| error.cause().and_then(|cause| cause.code);
        let error = network.apply(&full_plan()).await.unwrap_err();
        assert_eq!(code(&error), Some(libc::EROFS), "without a unit the system's own word");
        let told = unit(b"No space left\n");
        network.apply(&full_plan()).await.unwrap_err();
        assert!(told.try_recv().unwrap().contains("nameserver 10.8.0.1"));
        let told = unit(b"done\n");
        // What was handed over is not there, which the reading back tells.
        let unwritten = network.apply(&full_plan()).await.unwrap_err();
        assert_eq!(unwritten.step(), NetworkStep::ReadBack);
        assert!(told.try_recv().unwrap().contains("nameserver 10.8.0.1"));

        let elsewhere = Path::new("/etc/resolv.conf.other");
        run("mount -o remount,bind,rw /etc; cp /etc/resolv.conf /etc/resolv.conf.other; mount -o remount,bind,ro /etc");
        network.revert().await.unwrap();
        let mut other = one_tunnel(&machine.options().resolver_file(elsewhere), TunnelSlot(0));
        assert_eq!(code(&other.apply(&full_plan()).await.unwrap_err()), Some(libc::EROFS));
        assert!(told.try_recv().is_err(), "nothing but that one file is handed over");
    });
}

#[test]
fn what_somebody_else_wrote_stays_and_a_second_tunnel_is_refused() {
    in_namespace("what_somebody_else_wrote_stays_and_a_second_tunnel_is_refused", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let before = machine.snapshot();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        let applied = machine.snapshot();

        run("ip tuntap add adit1 mode tun");
        let mut second = full_plan();
        second.slot = TunnelSlot(1);
        second.interface = Some(InterfacePlan {
            name: "adit1".into(),
            addresses: [address("10.9.0.2/24")].into(),
            mtu: Mtu::default(),
        });
        let mut other = one_tunnel(&machine.options(), TunnelSlot(1));
        let error = other.apply(&second).await.unwrap_err();
        assert!(matches!(&error, NetError::Change { cause, .. } if cause.message.contains("adit0")), "{error}");
        assert_eq!(error.step(), NetworkStep::Dns);
        other.revert().await.unwrap();
        run("ip link del adit1");
        assert_same(&machine.snapshot(), &applied, "refused before anything is changed");

        // Who replaces our file says what the machine has without us.
        fs::write(machine.resolver_file(), "nameserver 192.168.77.8\n").unwrap();
        network.apply(&full_plan()).await.unwrap();
        let ours = fs::read_to_string(machine.resolver_file()).unwrap();
        assert!(ours.contains("\nnameserver 10.8.0.1\n") && ours.contains("192.168.77.8"), "{ours}");
        network.revert().await.unwrap();
        assert_eq!(fs::read(machine.resolver_file()).unwrap(), b"nameserver 192.168.77.8\n");
        network.apply(&full_plan()).await.unwrap();

        fs::write(machine.resolver_file(), "nameserver 192.168.77.9\n").unwrap();
        network.revert().await.unwrap();
        assert_eq!(fs::read(machine.resolver_file()).unwrap(), b"nameserver 192.168.77.9\n");
        fs::write(machine.resolver_file(), "nameserver 192.168.77.1\nsearch home.example\n").unwrap();
        assert_same(&machine.snapshot(), &before, "as it was");
    });
}
