//! What the helper needs from a Linux machine.

use std::{fs, io, net::UdpSocket, path::Path};

use vpn_api::KernelOffload;
use vpn_api::contract::Check;

/// `CAP_NET_ADMIN`, capabilities(7).
const CAP_NET_ADMIN: u32 = 12;
/// Kernel from which the TUN driver takes UDP super-packets (`TUN_F_USO4`).
const TUN_USO: (u32, u32) = (6, 2);
/// Kernel from which sockets split and join UDP datagrams (`UDP_SEGMENT` in 4.18, `UDP_GRO` in 5.0).
const UDP_GRO: (u32, u32) = (5, 0);

/// All checks, in a fixed order.
pub async fn checks() -> Vec<Check> {
    tokio::task::spawn_blocking(|| vec![tun_device(), net_admin(), ipv6(), resolver(), udp_offload(), kernel_offload()])
        .await
        .unwrap_or_default()
}

fn check(name: &str, passed: bool, detail: impl Into<String>) -> Check {
    Check { name: name.to_owned(), passed, detail: detail.into() }
}

fn tun_device() -> Check {
    let path = "/dev/net/tun";
    match fs::OpenOptions::new().read(true).write(true).open(path) {
        Ok(_) => check("tun-device", true, path),
        Err(error) => check("tun-device", false, format!("{path}: {error}")),
    }
}

fn net_admin() -> Check {
    let found = fs::read_to_string("/proc/self/status").ok().and_then(|status| effective(&status));
    match found {
        Some(set) if set >> CAP_NET_ADMIN & 1 == 1 => check("net-admin", true, "CAP_NET_ADMIN is held"),
        Some(_) => check("net-admin", false, "CAP_NET_ADMIN is missing: run the helper as a service or as root"),
        None => check("net-admin", false, "the kernel does not tell"),
    }
}

fn effective(status: &str) -> Option<u64> {
    let set = status.lines().find_map(|line| line.strip_prefix("CapEff:"))?;
    u64::from_str_radix(set.trim(), 16).ok()
}

fn ipv6() -> Check {
    // A machine without IPv6 is as it should be: there is nothing that could go past a tunnel.
    match UdpSocket::bind("[::]:0") {
        Ok(_) => check("ipv6", true, "available"),
        Err(error) => check("ipv6", true, format!("not available ({error})")),
    }
}

fn resolver() -> Check {
    let path = Path::new("/etc/resolv.conf");
    match fs::canonicalize(path) {
        Ok(target) if target.starts_with("/run/systemd/resolve") => check("resolver", true, "systemd-resolved"),
        Ok(target) => {
            let whose = if target == path { String::new() } else { format!(", which is {}", target.display()) };
            check("resolver", true, format!("the file {}{whose}", path.display()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            check("resolver", false, format!("{} is missing or leads nowhere", path.display()))
        }
        Err(error) => check("resolver", false, format!("{}: {error}", path.display())),
    }
}

fn udp_offload() -> Check {
    let release = rustix::system::uname().release().to_string_lossy().into_owned();
    let (passed, words) = match version(&release) {
        Some(found) if found >= TUN_USO => (true, "sockets and the tunnel device move batches"),
        Some(found) if found >= UDP_GRO => (true, "sockets move batches, the tunnel device moves TCP batches only"),
        Some(_) => (false, "packets move one by one"),
        None => (false, "unknown kernel"),
    };
    check("udp-offload", passed, format!("{words} (kernel {release})"))
}

/// That Adit does not use it is no reason for a machine to fail.
fn kernel_offload() -> Check {
    let words = match netwatch::kernel_offload() {
        KernelOffload::Present { family } => format!("the kernel could seal packets by itself ({family})"),
        KernelOffload::NotLoaded { module } => {
            format!("the kernel could seal packets by itself with its module {module}, which is not loaded")
        }
        KernelOffload::Absent => "the kernel cannot seal packets by itself".to_owned(),
        KernelOffload::Unknown => "nobody can tell whether the kernel could seal packets by itself".to_owned(),
    };
    check("kernel-offload", true, format!("{words}; Adit does so in any case"))
}

fn version(release: &str) -> Option<(u32, u32)> {
    let mut numbers = release.split(|c: char| !c.is_ascii_digit()).map(str::parse::<u32>);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_kernel_versions_and_capabilities() {
        assert_eq!(version("6.18.0-rc1"), Some((6, 18)));
        assert_eq!(version("5.10"), Some((5, 10)));
        assert_eq!(version("linux"), None);
        assert_eq!(effective("Name:\tx\nCapEff:\t0000000000001000\n"), Some(1 << CAP_NET_ADMIN));
        assert_eq!(effective("CapEff:\tx\n"), None);
    }

    #[tokio::test]
    async fn every_check_says_what_it_found() {
        let checks = checks().await;
        let names: Vec<&str> = checks.iter().map(|check| check.name.as_str()).collect();
        assert_eq!(names, ["tun-device", "net-admin", "ipv6", "resolver", "udp-offload", "kernel-offload"]);
        assert!(checks.iter().all(|check| !check.detail.is_empty()));
    }
}
