//! A computer that sleeps: suspended to memory and woken by its clock, in a machine that is emulated, because no other has a
//! sleep of its own.
//!
//! [`measure`] starts the machine; [`inside`] is what this program does in it.

use std::{
    fs,
    io::{self, BufRead, BufReader, Write},
    net::Ipv4Addr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use lab::{Host, OpenVpnServer, Pki, Process, program, wait_until};

use crate::{
    echo::{Answerer, Asker},
    site::{INNER, options},
};

/// A machine that is emulated takes a while.
const LIMIT: Duration = Duration::from_secs(420);
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it sleeps, in seconds.
const SLEEP: u64 = 10;
/// What is printed for each sleep begins with it.
const RESULT: &str = "slept:";
const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../systems");
const STAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../installer/linux/stage");

/// The sleeps, by their names in the table. One: an emulated machine wakes at once from a second one.
pub(crate) const SLEEPS: [&str; 1] = ["computer sleeps for 10 s"];

/// Whether there is something to emulate a machine with.
pub(crate) fn is_possible() -> bool {
    Command::new("qemu-system-x86_64")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Starts the machine, lets it sleep, and gives how long it took each time from waking, when the network is there at once, to the first answer.
///
/// # Errors
/// The machine does not start, or something in it fails; the message has what it said.
pub(crate) fn measure() -> Result<Vec<Duration>> {
    let script = Path::new(SCRIPTS).join("vm.sh");
    let kernel = said(Command::new(&script).args(["kernel", "trixie"]))?;
    let root = said(Command::new(Path::new(SCRIPTS).join("root.sh")).args(["trixie", lab::Debian::PACKAGES]))?;
    let image = image(&script, &root, &kernel)?;
    let payload = payload()?;
    let mut command = Command::new(&script);
    command.args(["run", &image.display().to_string(), &kernel]).arg(payload.path()).arg(LIMIT.as_secs().to_string());
    let mut machine = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let lines = BufReader::new(machine.stdout.take().context("output")?).lines();
    let mut all = Vec::new();
    for line in lines.map_while(Result::ok) {
        all.push(line.trim().to_owned());
    }
    machine.wait()?;
    let took: Vec<Duration> = (all.iter())
        .filter_map(|line| line.strip_prefix(RESULT)?.trim().parse().ok())
        .map(Duration::from_millis)
        .collect();
    ensure!(took.len() == SLEEPS.len(), "the emulated machine said:\n{}", all.join("\n"));
    Ok(took)
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
fn payload() -> Result<tempfile::TempDir> {
    let payload = tempfile::Builder::new().prefix("adit-vm-").tempdir()?;
    let bin = payload.path().join("bin");
    fs::create_dir(&bin)?;
    // Whatever debuggers need is most of a program, and would have to fit into the machine's memory.
    for name in ["aditd", "adit-netd", "aditctl"] {
        said(Command::new("strip").arg("-o").arg(bin.join(name)).arg(program(name)?))?;
    }
    said(Command::new(STAGE).arg(&bin).arg(payload.path().join("stage")))?;
    fs::remove_dir_all(&bin)?;
    let rule = "SUBSYSTEM==\"net\", KERNEL==\"uplink0\", ENV{NM_UNMANAGED}=\"0\"\n";
    fs::write(payload.path().join("99-uplink.rules"), rule)?;
    said(Command::new("strip").arg("-o").arg(payload.path().join("run")).arg(std::env::current_exe()?))?;
    Ok(payload)
}

fn said(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("{command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether this program is what the emulated machine was started for.
pub(crate) fn is_inside() -> bool {
    Path::new("/payload/stage").is_dir() && std::env::current_exe().is_ok_and(|path| path == Path::new("/payload/run"))
}

/// Installs Adit, connects, sleeps, and prints how long it took to be back.
///
/// # Errors
/// Something does not work.
pub(crate) fn inside() -> Result<()> {
    let result = World::new().and_then(|world| {
        let took = world.sleep()?;
        Ok(writeln!(io::stdout(), "{RESULT} {}", took.as_millis())?)
    });
    if let Err(error) = &result {
        writeln!(io::stdout(), "{error:#}")?;
        let journal = ["-b", "--no-pager", "-n", "150", "-u", "adit*", "-u", "NetworkManager", "-u", "systemd-logind"];
        writeln!(io::stdout(), "{}", said(Command::new("journalctl").args(journal))?)?;
    }
    result
}

fn line(line: &str) -> Result<String> {
    let mut words = line.split_whitespace();
    said(Command::new(words.next().unwrap_or_default()).args(words))
}

/// In the machine: its provider, with a server, and the tunnel.
struct World {
    asker: Asker,
    _answerer: Answerer,
    _vpn: OpenVpnServer,
    _names: Process,
    _provider: Host,
}

impl World {
    fn new() -> Result<Self> {
        for command in [
            "cp -a /payload/stage/. /",
            "systemd-sysusers",
            // Debian's rules keep NetworkManager from such interfaces.
            "cp /payload/99-uplink.rules /etc/udev/rules.d/",
            "udevadm control --reload",
            "systemctl daemon-reload",
            "systemctl reload dbus",
            "systemctl start adit-netd.socket adit-netd aditd",
        ] {
            line(command)?;
        }
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

    /// Gives how long it took from waking to the first answer.
    fn sleep(&self) -> Result<Duration> {
        self.asker.wait_until_steady(PATIENCE)?;
        thread::sleep(Duration::from_secs(2));
        let (begin, awake) = (Instant::now(), boot_time()?);
        fs::write("/sys/class/rtc/rtc0/wakealarm", "0")?;
        // An emulated machine takes some seconds to fall asleep.
        fs::write("/sys/class/rtc/rtc0/wakealarm", format!("+{}", SLEEP + 5))?;
        line("systemctl suspend")?;
        let fine = Duration::from_millis(2);
        // The clock of `Instant` stands still meanwhile. NetworkManager leaves such an uplink up, so that the network is there at once.
        let since = loop {
            let now = Instant::now();
            let asleep = (boot_time()? - awake).saturating_sub(now - begin);
            if asleep > Duration::from_secs(1) {
                writeln!(io::stdout(), "slept for {asleep:?}")?;
                break now;
            }
            ensure!(now - begin < PATIENCE, "it does not sleep");
            thread::sleep(fine);
        };
        loop {
            if let Some(at) = self.asker.answered(since) {
                return Ok(at - since);
            }
            ensure!(since.elapsed() < PATIENCE, "no answer within {PATIENCE:?}: {}", line("aditctl status")?);
            thread::sleep(fine);
        }
    }
}

/// Since the start of the machine, sleep included.
fn boot_time() -> Result<Duration> {
    let uptime = fs::read_to_string("/proc/uptime")?;
    Ok(Duration::from_secs_f64(uptime.split(' ').next().unwrap_or_default().parse()?))
}

fn default_routes() -> Vec<String> {
    lab::default_routes(&fs::read_to_string("/proc/net/route").unwrap_or_default())
}
