//! A real systemd-resolved on a [`Host`], on a system bus of its own.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result};

use crate::{host::Host, process::Process, wait_until};

/// Runs on the host. `$1` is its directory, `$2` the name server of its network. What the service needs of the machine's files is a
/// copy that only this host sees.
const PREPARE: &str = r#"
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/dbus /run/systemd/resolve /run/systemd/resolved.conf.d
printf '[Resolve]\nDNS=%s\nDNSSEC=no\nLLMNR=no\nMulticastDNS=no\nCache=no\n' "$2" >/run/systemd/resolved.conf.d/lab.conf
cp /etc/passwd "$1/passwd"; cp /etc/group "$1/group"
grep -q ^systemd-resolve: "$1/passwd" || echo systemd-resolve:x:64999:64999::/run:/usr/sbin/nologin >>"$1/passwd"
grep -q ^systemd-resolve: "$1/group" || echo systemd-resolve:x:64999: >>"$1/group"
mount --bind "$1/passwd" /etc/passwd; mount --bind "$1/group" /etc/group
chown systemd-resolve:systemd-resolve /run/systemd/resolve
"#;

/// Everybody may do everything: the host is the test's own.
const BUS: &str = "<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen>\
    <policy context='default'><allow user='*'/><allow own='*'/><allow send_type='method_call'/>\
    <allow send_type='signal'/><allow send_requested_reply='true'/>\
    <allow receive_type='method_call'/><allow receive_type='method_return'/><allow receive_type='error'/>\
    <allow receive_type='signal'/></policy></busconfig>";

/// The service and its bus.
#[derive(Debug)]
pub struct Resolved {
    // Before its bus, so that it ends first.
    _service: Process,
    _bus: Process,
}

impl Resolved {
    /// Where the service is: installed, or unpacked by `tests/prepare test` beside the programs.
    ///
    /// # Errors
    /// It is not on this machine.
    pub fn place() -> Result<PathBuf> {
        let own = std::env::current_exe()?;
        let unpacked = own.ancestors().map(|directory| directory.join("tools/resolved"));
        let mut places = std::iter::once(PathBuf::from("/")).chain(unpacked);
        places
            .find(|root| root.join("lib/systemd/systemd-resolved").exists())
            .context("systemd-resolved is not on this machine; `tests/prepare test` unpacks it")
    }

    /// Starts it on `host`, with `uplink` as the name server of the host's network, and makes the host's resolver file lead to it.
    ///
    /// # Errors
    /// Not root, or it does not start.
    pub fn start(host: &Host, place: &Path, uplink: &str) -> Result<Self> {
        let directory = host.directory();
        let mut prepare = host.command("sh");
        prepare.args(["-c", PREPARE, "sh"]).arg(directory).arg(uplink);
        let output = prepare.output()?;
        anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let configuration = directory.join("bus.conf");
        std::fs::write(&configuration, BUS)?;
        let mut command = host.command("dbus-daemon");
        command.arg(format!("--config-file={}", configuration.display())).args(["--nofork", "--nopidfile"]);
        let bus = host.start("dbus", &mut command)?;
        let there = |path: &str| host.try_run(&format!("test -e {path}")).is_ok_and(|output| output.status.success());
        let limit = Duration::from_secs(10);
        wait_until("the bus", limit, || there("/run/dbus/system_bus_socket"))?;
        let libraries =
            ["lib/systemd", "usr/lib/systemd", "usr/lib/x86_64-linux-gnu/systemd", "usr/lib/aarch64-linux-gnu/systemd"]
                .map(|dir| place.join(dir).display().to_string())
                .join(":");
        let mut command = host.command(place.join("lib/systemd/systemd-resolved"));
        let service = host.start("resolved", command.env("LD_LIBRARY_PATH", libraries))?;
        let asks = "dbus-send --system --print-reply --dest=org.freedesktop.DBus / \
                    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.resolve1";
        wait_until("systemd-resolved", limit, || host.run(asks).is_ok_and(|said| said.contains("true")))?;
        // The same file as before, because it is mounted.
        std::fs::write(directory.join("resolv.conf"), "nameserver 127.0.0.53\noptions edns0\n")?;
        Ok(Self { _service: service, _bus: bus })
    }
}
