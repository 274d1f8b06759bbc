//! A machine that is emulated, for what no box has: a sleep and a kernel of its own. [`start`] is called outside; what this program does
//! inside is what the folder it was started with says ([`task`]).

use std::{
    fs,
    io::{self, BufRead, BufReader, Write},
    net::Ipv4Addr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use lab::{Host, OpenVpnServer, Pki, Process, program, wait_until};

use crate::{
    echo::{Answerer, Asker},
    site::{INNER, options},
};

/// A machine that is emulated takes a while, and longer beside other work.
const LIMIT: Duration = Duration::from_secs(900);
/// The same for each thing in it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../systems");
const STAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../installer/linux/stage");
/// In the machine: what it was started for.
const TASK: &str = "/payload/task";

/// What is done in such a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// It sleeps.
    Sleep,
    /// It has AppArmor.
    Confine,
}

impl Task {
    const ALL: [Self; 2] = [Self::Sleep, Self::Confine];

    const fn name(self) -> &'static str {
        match self {
            Self::Sleep => "sleep",
            Self::Confine => "confine",
        }
    }

    /// Packages of the root and its name, and programs beside Adit's.
    const fn needs(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::Sleep => (lab::Debian::PACKAGES, "trixie", &[]),
            Self::Confine => ("apparmor", "trixie-apparmor", &["leaks"]),
        }
    }
}

/// Whether there is something to emulate a machine with.
pub(crate) fn is_possible() -> bool {
    Command::new("qemu-system-x86_64")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Starts the machine, and gives the lines that it printed.
///
/// # Errors
/// It does not start, or what it was started for fails; the message has what it said.
pub(crate) fn start(task: Task) -> Result<Vec<String>> {
    let script = Path::new(SCRIPTS).join("vm.sh");
    let kernel = said(Command::new(&script).args(["kernel", "trixie"]))?;
    let (packages, name, programs) = task.needs();
    let root = said(Command::new(Path::new(SCRIPTS).join("root.sh")).args(["trixie", packages, name]))?;
    let image = image(&script, &root, &kernel)?;
    let payload = payload(task, programs)?;
    let mut command = Command::new(&script);
    command.args(["run", &image.display().to_string(), &kernel]).arg(payload.path()).arg(LIMIT.as_secs().to_string());
    let mut machine = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let lines = BufReader::new(machine.stdout.take().context("output")?).lines();
    let mut all = Vec::new();
    for line in lines.map_while(Result::ok) {
        all.push(line.trim().to_owned());
    }
    let ended = machine.wait()?;
    ensure!(ended.success(), "the emulated machine said:\n{}", all.join("\n"));
    Ok(all)
}

/// The machine's disk, made once for each root.
fn image(script: &Path, root: &str, kernel: &str) -> Result<PathBuf> {
    let image = PathBuf::from(format!("{root}.img"));
    let made = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified());
    let root_made = made(Path::new(&format!("{root}.made")))?;
    if made(&image).is_ok_and(|made| made > root_made) {
        return Ok(image);
    }
    let unfinished = PathBuf::from(format!("{root}.img.{}", std::process::id()));
    said(Command::new(script).args(["image", root, kernel]).arg(&unfinished))?;
    fs::rename(&unfinished, &image)?;
    Ok(image)
}

/// Adit as it is installed, and this program.
fn payload(task: Task, programs: &[&str]) -> Result<tempfile::TempDir> {
    let payload = tempfile::Builder::new().prefix("adit-vm-").tempdir()?;
    let bin = payload.path().join("bin");
    fs::create_dir(&bin)?;
    // Whatever debuggers need is most of a program, and would have to fit into the machine's memory.
    for name in ["aditd", "adit-netd", "adit-resolver", "aditctl"] {
        said(Command::new("strip").arg("-o").arg(bin.join(name)).arg(program(name)?))?;
    }
    said(Command::new(STAGE).arg(&bin).arg(payload.path().join("stage")))?;
    fs::remove_dir_all(&bin)?;
    for name in programs {
        said(Command::new("strip").arg("-o").arg(payload.path().join(name)).arg(program(name)?))?;
    }
    fs::write(payload.path().join("task"), task.name())?;
    let rule = "SUBSYSTEM==\"net\", KERNEL==\"uplink0\", ENV{NM_UNMANAGED}=\"0\"\n";
    fs::write(payload.path().join("99-uplink.rules"), rule)?;
    said(Command::new("strip").arg("-o").arg(payload.path().join("run")).arg(std::env::current_exe()?))?;
    Ok(payload)
}

pub(crate) fn said(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("{command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What the emulated machine that this program is in was started for. `None`: this is no such machine.
pub(crate) fn task() -> Option<Task> {
    let here = std::env::current_exe().is_ok_and(|path| path == Path::new("/payload/run"));
    let task = fs::read_to_string(TASK).ok().filter(|_| here)?;
    Task::ALL.into_iter().find(|each| each.name() == task)
}

/// Prints the journal where something failed.
pub(crate) fn told(result: Result<()>) -> Result<()> {
    if let Err(error) = &result {
        writeln!(io::stdout(), "{error:#}")?;
        let journal = ["-b", "--no-pager", "-n", "150", "-u", "adit*", "-u", "NetworkManager", "-u", "systemd-logind"];
        writeln!(io::stdout(), "{}", said(Command::new("journalctl").args(journal))?)?;
    }
    result
}

pub(crate) fn line(line: &str) -> Result<String> {
    let mut words = line.split_whitespace();
    said(Command::new(words.next().unwrap_or_default()).args(words))
}

/// Installs Adit as a package does, and starts nothing.
pub(crate) fn install() -> Result<()> {
    // What a host in a namespace has a file of its own for; a root without it has nothing to put that on.
    if !Path::new("/etc/hosts").exists() {
        fs::write("/etc/hosts", "127.0.0.1 localhost\n")?;
    }
    for command in [
        "cp -a /payload/stage/. /",
        "chown -R root:root /usr/lib/adit /etc/apparmor.d",
        "systemd-sysusers",
        "systemd-tmpfiles --create adit.conf",
        // Debian's rules keep NetworkManager from such interfaces.
        "cp /payload/99-uplink.rules /etc/udev/rules.d/",
        "udevadm control --reload",
        "systemctl daemon-reload",
        "systemctl reload dbus",
    ] {
        line(command)?;
    }
    Ok(())
}

/// In the machine: its provider, with a server, and the tunnel.
pub(crate) struct World {
    pub(crate) asker: Asker,
    _answerer: Answerer,
    _vpn: OpenVpnServer,
    _names: Process,
    _provider: Host,
}

impl World {
    /// Installs Adit, and connects.
    pub(crate) fn new() -> Result<Self> {
        install()?;
        Self::connected()
    }

    /// Connects what is installed.
    pub(crate) fn connected() -> Result<Self> {
        line("systemctl start adit-netd.socket adit-resolver.socket adit-netd aditd")?;
        let provider = Host::new()?;
        line(&format!("ip link add uplink0 type veth peer name cable0 netns {}", provider.id()))?;
        for command in [
            "ip addr add 192.0.2.1/24 dev cable0",
            "ip addr add 198.51.100.2/32 dev lo",
            "ip link set cable0 up",
            "sysctl -qw net.ipv4.ip_forward=1",
        ] {
            provider.run(command)?;
        }
        let leases = provider.directory().join("leases");
        let mut dnsmasq = provider.command("dnsmasq");
        dnsmasq.args(["--conf-file=/dev/null", "--keep-in-foreground", "--no-resolv", "--no-hosts", "--user=root"]);
        dnsmasq.args(["--dhcp-authoritative", "--dhcp-range=192.0.2.50,192.0.2.90,2m", "--interface=cable0"]);
        dnsmasq.arg("--bind-interfaces").arg(format!("--dhcp-leasefile={}", leases.display()));
        let names = provider.start("names", &mut dnsmasq)?;
        line("ip link set uplink0 up")?;
        line("nmcli connection add type ethernet con-name uplink ifname uplink0 ipv6.method disabled")?;
        line("nmcli --wait 60 connection up uplink")?;
        wait_until("a network", PATIENCE, || !default_routes().is_empty())?;
        let mut options = options();
        // It answers from the address that it was asked at, which is not that of the cable.
        options.server_lines.push("multihome".to_owned());
        let vpn = OpenVpnServer::start(&provider, &Pki::new()?, &options)?;
        fs::write("/root/work.ovpn", vpn.profile(&Ipv4Addr::new(198, 51, 100, 2).to_string()))?;
        line("aditctl connect /root/work.ovpn --wait --timeout 60")?;
        let answerer = Answerer::start(&provider.namespace())?;
        let asker = Asker::start(Path::new("/proc/self/ns/net"), INNER)?;
        asker.wait_until_steady(PATIENCE)?;
        writeln!(io::stdout(), "connected")?;
        Ok(Self { asker, _answerer: answerer, _vpn: vpn, _names: names, _provider: provider })
    }
}

fn default_routes() -> Vec<String> {
    lab::default_routes(&fs::read_to_string("/proc/net/route").unwrap_or_default())
}
