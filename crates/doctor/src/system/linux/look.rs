//! Gathers what is there.

use std::{
    fs, io,
    os::unix::fs::{FileTypeExt, MetadataExt},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use super::{
    bus::{Bus, Properties},
    systemd::{self, Unit},
};
use crate::{
    facts::{
        Capabilities, Clock, Facts, FoundProgram, KernelOffload, Keychain, NetworkManager, Program, Resolver, Socket,
        SocketFile, Tun,
    },
    finding::Reached,
    service::Service,
};

/// Where the packages put the helper.
const PROGRAMS: [&str; 2] = ["/usr/lib/adit/aditd", "/usr/lib/adit/adit-netd"];
/// The package's word to NetworkManager about the tunnels' interfaces.
const TOLD: [&str; 2] = ["/usr/lib/NetworkManager/conf.d/zz-adit.conf", "/etc/NetworkManager/conf.d/zz-adit.conf"];
const EXECUTABLE: u32 = 0o111;
const OTHERS_MAY_WRITE: u32 = 0o022;
/// `CAP_NET_ADMIN`, capabilities(7).
const NET_ADMIN: u64 = 1 << 12;
/// 1 January 2026: this program was made later.
const MADE: Duration = Duration::from_secs(1_767_225_600);
/// Kernel from which the module `ovpn` is part of it.
const HAS_OVPN: (u32, u32) = (6, 16);

/// Everything.
pub(crate) async fn facts(socket: &Path, reached: &Reached) -> Facts {
    let system = Bus::system().await.ok();
    let units = match &system {
        Some(bus) => systemd::units(bus).await.ok(),
        None => None,
    };
    let kernel = rustix::system::uname().release().to_string_lossy().into_owned();
    let resolved = match &system {
        Some(bus) => bus.has("org.freedesktop.resolve1").await,
        None => false,
    };
    let service = units.as_ref().map_or(Service::Unknown, |(engine, broker)| systemd::judge(engine, broker));
    let capabilities = units.as_ref().map_or(Capabilities::Unknown, capabilities).or(&service, reached);
    Facts {
        programs: PROGRAMS.iter().map(|path| program(Path::new(path))).collect(),
        service,
        socket: socket_at(socket, reached),
        tun: tun(Path::new("/dev/net/tun")),
        capabilities,
        resolver: resolver(Path::new("/etc/resolv.conf"), resolved),
        network_manager: network_manager(system.as_ref()).await,
        offload: offload(Path::new("/sys/module"), crate::checks::version(&kernel)),
        kernel,
        keychain: keychain().await,
        clock: clock(system.as_ref()).await,
    }
}

fn program(path: &Path) -> Program {
    let found = match fs::metadata(path) {
        Err(_) => FoundProgram::Missing,
        Ok(file) if file.uid() != 0 || file.mode() & OTHERS_MAY_WRITE != 0 => FoundProgram::Replaceable,
        Ok(file) if !file.is_file() || file.mode() & EXECUTABLE == 0 => FoundProgram::NotExecutable,
        Ok(_) => FoundProgram::Sound,
    };
    Program { path: path.to_owned(), found }
}

fn socket_at(path: &Path, reached: &Reached) -> Socket {
    let file = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => SocketFile::Closed,
        Err(_) => SocketFile::Missing,
        Ok(file) if !file.file_type().is_socket() => SocketFile::NotASocket,
        // To connect is to write, unix(7).
        Ok(_) if rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_err() => SocketFile::Closed,
        Ok(_) => SocketFile::Open,
    };
    Socket { path: path.to_owned(), file, reached: reached.clone() }
}

fn tun(path: &Path) -> Tun {
    match fs::metadata(path) {
        Err(_) => Tun::Missing,
        Ok(file) if file.file_type().is_char_device() => Tun::There,
        Ok(_) => Tun::Wrong,
    }
}

fn capabilities((engine, broker): &(Unit, Unit)) -> Capabilities {
    let read = |unit: &Unit, name: &str| {
        let status = fs::read_to_string(format!("/proc/{}/status", unit.pid)).ok()?;
        effective(&status, name)
    };
    rights(read(engine, "aditd"), read(broker, "adit-netd"))
}

fn rights(engine: Option<u64>, broker: Option<u64>) -> Capabilities {
    match (engine, broker) {
        (Some(engine), Some(broker)) if engine != 0 || broker & !NET_ADMIN != 0 => Capabilities::More,
        (Some(_), Some(NET_ADMIN)) => Capabilities::Right,
        (Some(_), Some(_)) => Capabilities::Missing,
        (None, _) | (_, None) => Capabilities::Unknown,
    }
}

impl Capabilities {
    /// Where there is no service: what a helper says that was started by hand. One of two processes would speak of itself only.
    fn or(self, service: &Service, reached: &Reached) -> Self {
        if *service == Service::Running {
            return self;
        }
        let told =
            reached.as_ref().ok().and_then(|helper| helper.checks.iter().find(|check| check.name == "net-admin"));
        match (self, told.map(|check| check.passed)) {
            (Self::Unknown, Some(true)) => Self::OneProcess,
            (Self::Unknown, Some(false)) => Self::Missing,
            (Self::Unknown, None) | (Self::OneProcess | Self::Right | Self::Missing | Self::More, _) => self,
        }
    }
}

/// The effective capabilities of a process of this name. Another process may have its number, and does where this program sees
/// other processes than systemd does.
fn effective(status: &str, name: &str) -> Option<u64> {
    if status.lines().find_map(|line| line.strip_prefix("Name:"))?.trim() != name {
        return None;
    }
    let set = status.lines().find_map(|line| line.strip_prefix("CapEff:"))?;
    u64::from_str_radix(set.trim(), 16).ok()
}

fn resolver(path: &Path, resolved: bool) -> Resolver {
    match fs::canonicalize(path) {
        Ok(target) if target.starts_with("/run/systemd/resolve") => {
            if resolved {
                Resolver::Resolved
            } else {
                Resolver::ResolvedSilent
            }
        }
        Ok(target) => Resolver::File { target },
        Err(error) => Resolver::Missing(error.to_string()),
    }
}

async fn network_manager(bus: Option<&Bus>) -> NetworkManager {
    const NAME: &str = "org.freedesktop.NetworkManager";
    let Some(bus) = bus else { return NetworkManager::Absent };
    if !bus.has(NAME).await {
        return NetworkManager::Absent;
    }
    let properties = bus.properties((NAME, "/org/freedesktop/NetworkManager", NAME)).await.unwrap_or_default();
    let told = TOLD.iter().any(|path| PathBuf::from(path).is_file());
    NetworkManager::Runs { version: text(&properties, "Version"), told }
}

fn text(properties: &Properties, name: &str) -> String {
    properties.get(name).and_then(|value| <&str>::try_from(value).ok()).unwrap_or_default().to_owned()
}

/// Without asking the kernel, which only the helper does.
fn offload(modules: &Path, kernel: Option<(u32, u32)>) -> KernelOffload {
    if ["ovpn", "ovpn_dco_v2"].iter().any(|name| modules.join(name).exists()) {
        return KernelOffload::Loaded;
    }
    if kernel.is_some_and(|kernel| kernel >= HAS_OVPN) { KernelOffload::Possible } else { KernelOffload::Absent }
}

async fn keychain() -> Keychain {
    const NAME: &str = "org.freedesktop.secrets";
    let Ok(bus) = Bus::session().await else { return Keychain::NoSession };
    if bus.has(NAME).await {
        Keychain::Runs
    } else if bus.starts(NAME).await {
        Keychain::Starts
    } else {
        Keychain::Missing
    }
}

async fn clock(bus: Option<&Bus>) -> Clock {
    const DATE: (&str, &str, &str) =
        ("org.freedesktop.timedate1", "/org/freedesktop/timedate1", "org.freedesktop.timedate1");
    if SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).is_ok_and(|since| since < MADE) {
        return Clock::Behind;
    }
    let Some(bus) = bus else { return Clock::Unknown };
    let properties = bus.properties(DATE).await.unwrap_or_default();
    match properties.get("NTPSynchronized").and_then(|value| bool::try_from(value).ok()) {
        Some(true) => Clock::Set,
        Some(false) => Clock::NotSet,
        None => Clock::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rights_of_both_processes_are_told() {
        let status = "Name:\taditd\nCapEff:\t0000000000001000\n";
        assert_eq!(effective(status, "aditd"), Some(NET_ADMIN));
        assert_eq!(effective(status, "adit-netd"), None);
        assert_eq!(effective("Name:\taditd\nCapEff:\tx\n", "aditd"), None);
        assert_eq!(rights(Some(0), Some(NET_ADMIN)), Capabilities::Right);
        assert_eq!(rights(Some(0), Some(0)), Capabilities::Missing);
        assert_eq!(rights(Some(1), Some(NET_ADMIN)), Capabilities::More);
        assert_eq!(rights(Some(0), Some(NET_ADMIN | 1)), Capabilities::More);
        assert_eq!(rights(None, Some(NET_ADMIN)), Capabilities::Unknown);
    }

    #[test]
    fn files_are_told_apart() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        assert_eq!(program(&path).found, FoundProgram::Missing);
        assert_eq!(tun(&path), Tun::Missing);
        let refused = || Err(vpn_api::Failure::internal("no"));
        assert_eq!(socket_at(&path, &refused()).file, SocketFile::Missing);
        assert!(matches!(resolver(&path, true), Resolver::Missing(_)));
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
        assert_eq!(program(&path).found, FoundProgram::Replaceable);
        assert_eq!(tun(&path), Tun::Wrong);
        assert_eq!(socket_at(&path, &refused()).file, SocketFile::NotASocket);
        assert!(matches!(resolver(&path, true), Resolver::File { .. }));
        let _listener = std::os::unix::net::UnixListener::bind(folder.path().join("s")).unwrap();
        assert_eq!(socket_at(&folder.path().join("s"), &refused()).file, SocketFile::Open);
        assert_eq!(tun(Path::new("/dev/null")), Tun::There);
        assert_eq!(offload(folder.path(), Some((6, 16))), KernelOffload::Possible);
        assert_eq!(offload(folder.path(), Some((6, 1))), KernelOffload::Absent);
        fs::create_dir(folder.path().join("ovpn")).unwrap();
        assert_eq!(offload(folder.path(), None), KernelOffload::Loaded);
    }
}
