//! A machine for one test: its own network and mount namespaces, an uplink to a second namespace, a tunnel interface and
//! a resolver file. It vanishes with the test's process.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stderr, reason = "tests")]

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read},
    net::{IpAddr, SocketAddr, UdpSocket},
    os::fd::AsRawFd,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use netconf::{
    NetError, SystemNetwork,
    linux::{BYPASS_MARK, Options},
};
use vpn_api::{DnsPlan, InterfacePlan, Mtu, NetworkPlan, RouteAction, RouteSpec, TunnelAddress, TunnelSlot};

const INSIDE: &str = "ADIT_TEST_NAMESPACE";
/// The machine at the other end of the uplink, in the private network.
pub const ROUTER: &str = "192.168.77.1";
/// A machine beyond it.
pub const BEYOND: &str = "203.0.113.9";
pub const UPLINK: &str = "up0";
pub const TUNNEL: &str = "adit0";
/// A user without rights.
pub const ALICE: u32 = 4711;

/// Runs `body` in namespaces of its own: this process starts itself once more inside them. Fails if that is impossible
/// for root; anybody else is told that nothing was tested.
pub fn in_namespace(test: &str, body: impl AsyncFnOnce()) {
    if std::env::var_os(INSIDE).is_some() {
        let _ =
            tracing_subscriber::fmt().with_env_filter("netconf=debug,privileged=debug").with_test_writer().try_init();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(body());
        return;
    }
    if unsafe { libc::geteuid() } != 0 {
        eprintln!("skipped: needs root: {test}");
        return;
    }
    let status = Command::new("unshare")
        .args(["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private"])
        .arg(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(INSIDE, "1")
        .status()
        .unwrap();
    assert!(status.success(), "{test} failed in its namespace");
}

/// On a thread of that user: the kernel's identity belongs to the thread.
pub fn as_user<T: Send + 'static>(user: Option<u32>, body: impl FnOnce() -> T + Send + 'static) -> T {
    let in_thread = move || {
        if let Some(user) = user {
            assert_eq!(unsafe { libc::syscall(libc::SYS_setresuid, user, user, user) }, 0);
        }
        body()
    };
    thread::spawn(in_thread).join().unwrap()
}

pub fn run(command: &str) -> String {
    let output = Command::new("sh").args(["-c", command]).output().unwrap();
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// One tunnel that has the machine to itself.
pub struct OneTunnel(SystemNetwork, TunnelSlot);

pub fn one_tunnel(options: &Options, slot: TunnelSlot) -> OneTunnel {
    OneTunnel(options.machine(), slot)
}

impl OneTunnel {
    pub async fn apply(&mut self, plan: &NetworkPlan) -> Result<(), NetError> {
        self.0.apply(self.1, plan).await
    }

    pub async fn revert(&mut self) -> Result<(), NetError> {
        self.0.revert(self.1).await
    }

    pub async fn verify(&mut self) -> Result<(), NetError> {
        self.0.verify(self.1).await
    }
}

pub struct Machine {
    pub dir: tempfile::TempDir,
    far: Child,
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.far.kill();
        let _ = self.far.wait();
    }
}

impl Machine {
    /// `up0` 192.168.77.2/24, 2001:db8:77::2/64 with a default route each; beyond it a machine that answers datagrams to
    /// port 7 from [`ROUTER`] and [`BEYOND`]. `adit0` exists, is down and outlives its user.
    pub fn new() -> Self {
        // A tmpfs, so that nothing of the test reaches the real file system.
        run("mount -t tmpfs none /mnt");
        let dir = tempfile::tempdir_in("/mnt").unwrap();
        fs::create_dir(dir.path().join("state")).unwrap();
        fs::write(dir.path().join("resolv.conf"), "nameserver 192.168.77.1\nsearch home.example\n").unwrap();

        let far = Command::new("unshare").args(["--net", "sleep", "600"]).stdin(Stdio::null()).spawn().unwrap();
        wait_for("the second namespace", || {
            let own = fs::read_link("/proc/self/ns/net").unwrap();
            fs::read_link(format!("/proc/{}/ns/net", far.id())).is_ok_and(|other| other != own)
        });
        let machine = Self { dir, far };
        run("ip link set lo up");
        run(&format!("ip link add {UPLINK} type veth peer name far0 netns {}", machine.far.id()));
        machine.far_run("ip link set lo up; ip link set far0 up; ip addr add 192.168.77.1/24 dev far0");
        machine.far_run("ip addr add 203.0.113.9/32 dev lo; ip -6 addr add 2001:db8:77::1/64 dev far0 nodad");
        run(&format!("ip link set {UPLINK} up; ip addr add 192.168.77.2/24 dev {UPLINK}"));
        run(&format!("ip -6 addr add 2001:db8:77::2/64 dev {UPLINK} nodad"));
        run(&format!("ip route add default via {ROUTER} dev {UPLINK}"));
        run(&format!("ip -6 route add default via 2001:db8:77::1 dev {UPLINK}"));
        // Up once, because an interface keeps its queue from then on; and without an address of its own accord.
        run(&format!("ip tuntap add {TUNNEL} mode tun; ip link set {TUNNEL} addrgenmode none"));
        run(&format!("ip link set {TUNNEL} up; ip link set {TUNNEL} down"));
        wait_for("addresses", || !run("ip addr").contains("tentative"));
        for server in [ROUTER, BEYOND] {
            machine.answer(server);
        }
        machine
    }

    pub fn state_dir(&self) -> PathBuf {
        self.dir.path().join("state")
    }

    /// Names of the files in the state directory, sorted.
    pub fn state_files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.state_dir()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub fn resolver_file(&self) -> PathBuf {
        self.dir.path().join("resolv.conf")
    }

    /// Nothing of the test's own machine: neither its resolver file nor its bus.
    pub fn options(&self) -> Options {
        options(self.dir.path())
    }

    /// The process whose network the other end is.
    pub fn far(&self) -> u32 {
        self.far.id()
    }

    pub fn far_run(&self, command: &str) -> String {
        run(&format!("nsenter --net=/proc/{}/ns/net sh -c '{command}'", self.far.id()))
    }

    fn answer(&self, server: &str) {
        let namespace = File::open(format!("/proc/{}/ns/net", self.far.id())).unwrap();
        let at = SocketAddr::new(server.parse().unwrap(), 7);
        let (ready, is_ready) = std::sync::mpsc::channel();
        thread::spawn(move || {
            assert_eq!(unsafe { libc::setns(namespace.as_raw_fd(), libc::CLONE_NEWNET) }, 0);
            let socket = UdpSocket::bind(at).unwrap();
            ready.send(()).unwrap();
            let mut datagram = [0; 64];
            while let Ok((length, from)) = socket.recv_from(&mut datagram) {
                let _ = socket.send_to(&datagram[..length], from);
            }
        });
        is_ready.recv().unwrap();
    }

    /// Everything that a tunnel may change, as text, once the kernel has come to rest.
    pub fn snapshot(&self) -> String {
        let mut last = self.glance();
        for _ in 0..50 {
            thread::sleep(Duration::from_millis(120));
            let next = self.glance();
            if next == last {
                break;
            }
            last = next;
        }
        last
    }

    fn glance(&self) -> String {
        let mut all = String::new();
        for command in [
            "ip -j addr",
            "ip -j -4 route show table all",
            "ip -j -6 route show table all",
            "ip -j -4 rule",
            "ip -j -6 rule",
            "nft -j list ruleset",
            "cat /proc/sys/net/ipv4/conf/*/rp_filter /proc/sys/net/ipv4/conf/*/promote_secondaries",
        ] {
            all.push_str(&format!("{command}\n{}\n", run(command)));
        }
        // The kernel tells the carrier a moment later.
        all = all
            .replace("\"NO-CARRIER\",", "")
            .replace("\"operstate\":\"DOWN\"", "")
            .replace("\"operstate\":\"UP\"", "");
        all = all.replace("\"operstate\":\"UNKNOWN\"", "").replace("\"linkdown\"", "");
        let file = self.resolver_file();
        all.push_str(&format!("{:?} {:?}\n", fs::read_link(&file).ok(), fs::read(&file).ok()));
        all.push_str(&run(&format!("stat -c '%a %u %g' {}; ls -A {}", file.display(), self.dir.path().display())));
        all
    }

    /// The tunnel's end, as the engine holds it.
    pub fn open_tunnel(&self) -> File {
        const TUNSETIFF: libc::c_ulong = 0x4004_54ca;
        const IFF_TUN_NO_PI: libc::c_short = 0x1001;
        let file = OpenOptions::new().read(true).write(true).open("/dev/net/tun").unwrap();
        let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
        for (to, from) in request.ifr_name.iter_mut().zip(TUNNEL.bytes()) {
            *to = from.cast_signed();
        }
        request.ifr_ifru.ifru_flags = IFF_TUN_NO_PI;
        assert_eq!(unsafe { libc::ioctl(file.as_raw_fd(), TUNSETIFF, &request) }, 0, "{}", io::Error::last_os_error());
        assert_ne!(unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETFL, libc::O_NONBLOCK) }, -1);
        file
    }
}

/// Compares two snapshots and shows only what differs.
#[track_caller]
pub fn assert_same(now: &str, before: &str, why: &str) {
    let lines = |text: &str| text.replace("},{", "},\n{").lines().map(str::to_owned).collect::<Vec<_>>();
    let (now, before) = (lines(now), lines(before));
    let only = |these: &[String], others: &[String]| {
        these.iter().filter(|line| !others.contains(line)).cloned().collect::<Vec<_>>()
    };
    assert!(now == before, "{why}\n  now: {:#?}\n  before: {:#?}", only(&now, &before), only(&before, &now));
}

pub fn options(dir: &Path) -> Options {
    Options::new(&dir.join("state")).resolver_file(&dir.join("resolv.conf")).system_bus("unix:path=/nonexistent")
}

pub fn wait_for(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(10), "waited in vain for {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

pub fn socket(to: &str, marked: bool) -> io::Result<UdpSocket> {
    let to: IpAddr = to.parse().unwrap();
    let domain = if to.is_ipv4() { socket2::Domain::IPV4 } else { socket2::Domain::IPV6 };
    let socket = socket2::Socket::new(domain, socket2::Type::DGRAM, None)?;
    if marked {
        socket.set_mark(BYPASS_MARK)?;
    }
    socket.connect(&SocketAddr::new(to, 7).into())?;
    Ok(socket.into())
}

/// How long a datagram may take on a busy machine; what has not come by then does not come.
pub const SOON: Duration = Duration::from_secs(1);

/// Whether a datagram comes back.
pub fn echoes(to: &str, marked: bool) -> bool {
    let Ok(socket) = socket(to, marked) else { return false };
    socket.set_read_timeout(Some(SOON)).unwrap();
    socket.send(b"hello").is_ok() && socket.recv(&mut [0; 16]).is_ok()
}

/// Whether a datagram from an unmarked socket comes out of the tunnel's end.
pub fn enters_tunnel(tunnel: &mut File, to: &str, text: &[u8]) -> bool {
    if let Ok(socket) = socket(to, false) {
        let _ = socket.send(text);
    }
    comes_out(tunnel, text)
}

/// Whether a packet that ends with this text comes out of the tunnel's end.
pub fn comes_out(tunnel: &mut File, text: &[u8]) -> bool {
    let mut packet = [0; 2048];
    let start = Instant::now();
    while start.elapsed() < SOON {
        match tunnel.read(&mut packet) {
            Ok(length) if packet[..length].ends_with(text) => return true,
            _ => thread::sleep(Duration::from_millis(5)),
        }
    }
    false
}

pub fn address(text: &str) -> TunnelAddress {
    text.parse().unwrap()
}

pub fn route(destination: &str, action: RouteAction) -> RouteSpec {
    RouteSpec { destination: destination.parse().unwrap(), action, metric: 0 }
}

/// Everything through the tunnel, no IPv6, the local network beside it, names through it.
pub fn full_plan() -> NetworkPlan {
    NetworkPlan {
        slot: TunnelSlot(0),
        interface: Some(InterfacePlan {
            name: TUNNEL.into(),
            addresses: [address("10.8.0.6/24")].into(),
            mtu: Mtu::new(1400).unwrap(),
        }),
        routes: [
            route("0.0.0.0/0", RouteAction::Tunnel),
            route("::/0", RouteAction::Unreachable),
            route("198.51.100.0/24", RouteAction::Outside),
        ]
        .into(),
        lan: true,
        dns: Some(DnsPlan {
            servers: ["10.8.0.1".parse().unwrap()].into(),
            search: ["corp.example".parse().unwrap()].into(),
            domains: [].into(),
            all: true,
        }),
        names_held_back: false,
    }
}
