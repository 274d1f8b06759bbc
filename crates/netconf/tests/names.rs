//! Names through the tunnel with a real systemd-resolved.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use common::{Machine, assert_same, full_plan, in_namespace, one_tunnel, run, wait_for};
use netconf::NetError;
use vpn_api::TunnelSlot;

/// A private system bus with the real service on it.
struct Resolved {
    bus: Child,
    service: Child,
    root: PathBuf,
}

impl Drop for Resolved {
    fn drop(&mut self) {
        for child in [&mut self.service, &mut self.bus] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Where the machine has systemd-resolved installed, or where `tests/prepare test` unpacked it beside the programs.
fn resolved_root() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let unpacked = own.ancestors().map(|directory| directory.join("tools/resolved"));
    let mut places = std::iter::once(PathBuf::from("/")).chain(unpacked);
    let place = places.find(|root| root.join("lib/systemd/systemd-resolved").exists());
    place.unwrap_or_else(|| panic!("systemd-resolved is not on this machine; `tests/prepare test` unpacks it"))
}

impl Resolved {
    /// The namespaces are the test's own, so what is mounted and written here nobody else sees.
    fn start(root: &Path) -> Self {
        let keep = Path::new("/mnt/resolved-root");
        if root != Path::new("/") {
            fs::create_dir(keep).unwrap();
            run(&format!("mount --bind {} {}", root.display(), keep.display()));
        }
        let root = if root == Path::new("/") { root } else { keep };
        run("mount -t tmpfs none /run; mkdir -p /run/dbus /run/systemd/resolve /run/systemd/resolved.conf.d");
        fs::write("/run/systemd/resolved.conf.d/uplink.conf", "[Resolve]\nDNS=192.168.77.1\n").unwrap();
        // The user that the service becomes, in a copy of the user list that only this namespace has.
        run("cp /etc/passwd /mnt/passwd; cp /etc/group /mnt/group");
        run(
            "grep -q ^systemd-resolve: /mnt/passwd || echo systemd-resolve:x:64999:64999::/run:/usr/sbin/nologin >>/mnt/passwd",
        );
        run("grep -q ^systemd-resolve: /mnt/group || echo systemd-resolve:x:64999: >>/mnt/group");
        run("mount --bind /mnt/passwd /etc/passwd; mount --bind /mnt/group /etc/group");
        run("chown systemd-resolve:systemd-resolve /run/systemd/resolve");
        fs::write(
            "/mnt/bus.conf",
            "<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen>\
             <policy context='default'><allow user='*'/><allow own='*'/><allow send_type='method_call'/>\
             <allow send_type='signal'/><allow send_requested_reply='true'/>\
             <allow receive_type='method_call'/><allow receive_type='method_return'/><allow receive_type='error'/>\
             <allow receive_type='signal'/></policy></busconfig>",
        )
        .unwrap();
        let bus = Command::new("dbus-daemon")
            .args(["--config-file=/mnt/bus.conf", "--nofork", "--nopidfile"])
            .spawn()
            .unwrap();
        wait_for("the bus", || Path::new("/run/dbus/system_bus_socket").exists());
        let service = Self::start_service(root);
        Self { bus, service, root: root.to_owned() }
    }

    fn start_service(root: &Path) -> Child {
        let libraries =
            ["lib/systemd", "usr/lib/systemd", "usr/lib/x86_64-linux-gnu/systemd", "usr/lib/aarch64-linux-gnu/systemd"]
                .map(|dir| root.join(dir).display().to_string())
                .join(":");
        let service = Command::new(root.join("lib/systemd/systemd-resolved"))
            .env("LD_LIBRARY_PATH", libraries)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        wait_for("systemd-resolved", || Path::new("/run/systemd/resolve/stub-resolv.conf").exists());
        wait_for("systemd-resolved on the bus", || {
            run("dbus-send --system --print-reply --dest=org.freedesktop.DBus / \
                 org.freedesktop.DBus.NameHasOwner string:org.freedesktop.resolve1")
            .contains("true")
        });
        service
    }

    fn restart(&mut self) {
        self.service.kill().unwrap();
        self.service.wait().unwrap();
        fs::remove_file("/run/systemd/resolve/stub-resolv.conf").unwrap();
        self.service = Self::start_service(&self.root);
    }

    /// What the service says about the tunnel's interface, in its own words.
    fn says(&self) -> String {
        let index = fs::read_to_string("/sys/class/net/adit0/ifindex").unwrap_or_else(|_| run("cat /proc/net/dev"));
        let index = index.trim();
        let link = run(&format!(
            "dbus-send --system --print-reply --dest=org.freedesktop.resolve1 /org/freedesktop/resolve1 \
             org.freedesktop.resolve1.Manager.GetLink int32:{index} | sed -n 's/.*object path \"\\(.*\\)\"/\\1/p'"
        ));
        run(&format!(
            "for p in DNS Domains LLMNR MulticastDNS DefaultRoute; do dbus-send --system --print-reply=literal \
             --dest=org.freedesktop.resolve1 {} org.freedesktop.DBus.Properties.Get \
             string:org.freedesktop.resolve1.Link string:$p; done",
            link.trim()
        ))
    }
}

/// Tells the service something, as any program with rights does.
fn tell(call: &str) {
    run(&format!(
        "dbus-send --system --print-reply --dest=org.freedesktop.resolve1 /org/freedesktop/resolve1 \
         org.freedesktop.resolve1.Manager.{call}"
    ));
}

/// What is asked of the service.
struct Calls(Child);

impl Calls {
    fn begin() -> Self {
        let monitor = Command::new("stdbuf")
            .args([
                "-oL",
                "dbus-monitor",
                "--system",
                "--profile",
                "type='method_call',interface='org.freedesktop.resolve1.Manager'",
                "type='method_call',interface='org.freedesktop.NetworkManager'",
            ])
            .stdout(fs::File::create("/mnt/calls").unwrap())
            .spawn()
            .unwrap();
        wait_for("the monitor", || !fs::read_to_string("/mnt/calls").unwrap().is_empty());
        Self(monitor)
    }

    /// The names of the calls that change something.
    fn end(mut self) -> Vec<String> {
        let called = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
            let text = fs::read_to_string("/mnt/calls").unwrap();
            let names = text.lines().filter_map(|line| line.strip_prefix("mc")?.split('\t').next_back());
            names.filter(|name| wanted(name)).map(str::to_owned).collect()
        };
        let changes = || called(&|name| name.starts_with("Set") || name == "FlushCaches");
        wait_for("the last call", || changes().last().is_some_and(|call| call == "FlushCaches"));
        let managers = || called(&|name| name == "GetDeviceByIpIface").len();
        wait_for("NetworkManager to be told", || managers() > 0);
        assert_eq!(managers(), 1);
        let _ = self.0.kill();
        let _ = self.0.wait();
        changes()
    }
}

#[test]
fn systemd_resolved_gets_the_names_and_gives_them_back() {
    let root = resolved_root();
    in_namespace("systemd_resolved_gets_the_names_and_gives_them_back", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        run("mount -t sysfs none /sys");
        let mut resolved = Resolved::start(&root);
        let file = machine.resolver_file();
        fs::remove_file(&file).unwrap();
        symlink("/run/systemd/resolve/stub-resolv.conf", &file).unwrap();
        let options = machine.options().system_bus("unix:path=/run/dbus/system_bus_socket");
        let before = machine.snapshot() + &resolved.says();

        let mut plan = full_plan();
        plan.dns.as_mut().unwrap().servers.push("fd00::53".parse().unwrap()).unwrap();
        plan.dns.as_mut().unwrap().domains = ["Lab.Example.".parse().unwrap()].into();
        let mut network = one_tunnel(&options, TunnelSlot(0));
        let calls = Calls::begin();
        network.apply(&plan).await.unwrap();
        // There is no NetworkManager, and so it is told once: whoever does not know the interface yet would be told again.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let order = calls.end();
        let last = ["SetLinkDomains", "SetLinkDefaultRoute", "SetLinkDNS", "FlushCaches"];
        assert!(
            order.ends_with(&last.map(str::to_owned)),
            "no server before it is said what it may be asked: {order:?}"
        );
        let says = resolved.says();
        let words = says.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("corp.example boolean false"), "{words}");
        assert!(words.contains("lab.example boolean true"), "{words}");
        assert!(words.contains(". boolean true"), "{words}");
        assert!(
            words.ends_with("variant no variant no variant boolean true"),
            "neither LLMNR nor multicast DNS: {words}"
        );
        assert!(fs::read_link(&file).unwrap().ends_with("stub-resolv.conf"), "the file stays");

        // It forgets or keeps: applying again makes it so in either case.
        resolved.restart();
        network.apply(&plan).await.unwrap();
        assert_eq!(resolved.says(), says);
        network.verify().await.unwrap();

        // What somebody else tells it is noticed, each thing by itself.
        let index = fs::read_to_string("/sys/class/net/adit0/ifindex").unwrap();
        let index = index.trim();
        let mut other_servers = plan.clone();
        other_servers.dns.as_mut().unwrap().servers = ["10.8.0.53".parse().unwrap()].into();
        for meddle in ["SetLinkDefaultRoute boolean:false", "SetLinkLLMNR string:yes", "RevertLink", "other servers"] {
            match meddle.split_once(' ') {
                Some(("other", _)) => one_tunnel(&options, TunnelSlot(0)).apply(&other_servers).await.unwrap(),
                Some((method, value)) => tell(&format!("{method} int32:{index} {value}")),
                None => tell(&format!("{meddle} int32:{index}")),
            }
            let looked = network.verify().await;
            assert!(matches!(looked, Err(NetError::ReadBackMismatch { .. })), "{meddle}: {looked:?}");
            network.apply(&plan).await.unwrap();
            network.verify().await.unwrap();
        }
        assert_eq!(resolved.says(), says);

        plan.dns.as_mut().unwrap().all = false;
        network.apply(&plan).await.unwrap();
        let split = resolved.says().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!split.contains(". boolean true") && split.ends_with("boolean false"), "{split}");

        network.revert().await.unwrap();
        assert_same(&(machine.snapshot() + &resolved.says()), &before, "as it was");

        // Killed, then recovered.
        let mut network = one_tunnel(&options, TunnelSlot(0));
        network.apply(&plan).await.unwrap();
        std::mem::forget(network);
        assert!(options.recover().await.unwrap().failures.is_empty());
        assert_same(&(machine.snapshot() + &resolved.says()), &before, "as it was");

        // Running, but the resolver file does not lead to it: both are told.
        fs::remove_file(&file).unwrap();
        fs::write(&file, "nameserver 192.168.77.1\n").unwrap();
        let before = machine.snapshot() + &resolved.says();
        let mut network = one_tunnel(&options, TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        assert!(fs::read_to_string(&file).unwrap().contains("10.8.0.1"));
        assert!(resolved.says().contains("corp.example"));
        network.revert().await.unwrap();
        assert_same(&(machine.snapshot() + &resolved.says()), &before, "as it was");
    });
}
