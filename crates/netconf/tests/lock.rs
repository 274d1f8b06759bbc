//! What leaves the machine while traffic is held back, seen on the wire, and who reaches a tunnel's address. Each negative has its
//! control in the same run.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::{
    fs::File,
    io::{ErrorKind, Read},
    net::{IpAddr, SocketAddr, TcpListener, TcpStream, UdpSocket},
    os::fd::AsRawFd,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use common::{
    ALICE, BEYOND, Machine, ROUTER, SOON, TUNNEL, UPLINK, address, as_user, assert_same, comes_out, full_plan,
    in_namespace, one_tunnel, run, wait_for,
};
use netconf::{
    is_lock,
    linux::BYPASS_MARK,
    lock::{Held, Lock},
    set_lock,
};
use socket2::{Domain, Protocol, Socket, Type};
use vpn_api::{InterfacePlan, NetworkPlan, TunnelSlot};

/// Beyond the router, by IPv6.
const BEYOND_SIX: &str = "2001:db8:99::9";
/// Private, and not attached: it would leave by the default route.
const PRIVATE_BEYOND: &str = "172.20.0.9";

/// Sends one datagram, in the way that the name says.
struct Sender {
    mark: bool,
    bound: bool,
    user: Option<u32>,
}

const ANYBODY: Sender = Sender { mark: false, bound: false, user: None };
const TUNNELS_OWN: Sender = Sender { mark: true, ..ANYBODY };
const BOUND: Sender = Sender { bound: true, ..ANYBODY };
const OF_ALICE: Sender = Sender { user: Some(ALICE), ..ANYBODY };

impl Sender {
    fn send(&self, to: SocketAddr, text: &[u8]) {
        let (user, text) = (self.user, text.to_vec());
        let socket = Socket::new(Domain::for_address(to), Type::DGRAM, None).unwrap();
        if self.mark {
            socket.set_mark(BYPASS_MARK).unwrap();
        }
        if self.bound {
            socket.bind_device(Some(UPLINK.as_bytes())).unwrap();
        }
        drop(socket.set_multicast_if_v4(&"192.168.77.2".parse().unwrap()));
        as_user(user, move || {
            // A socket belongs to who made it; only what is sent tells.
            let socket = match user {
                Some(_) => Socket::new(Domain::for_address(to), Type::DGRAM, None).unwrap(),
                None => socket,
            };
            let _ = socket.send_to(&text, &to.into());
        });
    }
}

/// Everything that crosses the uplink, as its other end sees it.
struct Wire {
    frames: mpsc::Receiver<Vec<u8>>,
    count: u32,
}

impl Wire {
    fn new(far: u32) -> Self {
        let (tell, frames) = mpsc::channel();
        let (ready, is_ready) = mpsc::channel();
        in_namespace_of(far, move || {
            let all = i32::from(u16::try_from(libc::ETH_P_ALL).unwrap().to_be());
            let socket = Socket::new(Domain::PACKET, Type::RAW, Some(Protocol::from(all))).unwrap();
            ready.send(()).unwrap();
            let mut frame = [0; 2048];
            while let Ok(length) = (&socket).read(&mut frame) {
                if tell.send(frame[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        is_ready.recv().unwrap();
        Self { frames, count: 0 }
    }

    /// Whether what is sent with this text is seen.
    fn sees(&mut self, send: impl FnOnce(&[u8])) -> bool {
        self.count += 1;
        let text = format!("marker {:06} of the test", self.count);
        send(text.as_bytes());
        let has = |frame: &[u8]| frame.windows(text.len()).any(|part| part == text.as_bytes());
        let deadline = std::time::Instant::now() + Duration::from_millis(250);
        loop {
            match self.frames.recv_timeout(deadline.saturating_duration_since(std::time::Instant::now())) {
                Ok(frame) if has(&frame) => return true,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
    }

    fn sees_to(&mut self, sender: &Sender, to: &str) -> bool {
        let to: SocketAddr = to.parse().unwrap();
        self.sees(|text| sender.send(to, text))
    }
}

fn in_namespace_of(process: u32, body: impl FnOnce() + Send + 'static) -> thread::JoinHandle<()> {
    let namespace = File::open(format!("/proc/{process}/ns/net")).unwrap();
    thread::spawn(move || {
        assert_eq!(unsafe { libc::setns(namespace.as_raw_fd(), libc::CLONE_NEWNET) }, 0);
        body();
    })
}

/// A container behind the machine.
struct Container(Child);

impl Drop for Container {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Container {
    fn new() -> Self {
        let child = Command::new("unshare").args(["--net", "sleep", "600"]).stdin(Stdio::null()).spawn().unwrap();
        wait_for("the container", || {
            let own = std::fs::read_link("/proc/self/ns/net").unwrap();
            std::fs::read_link(format!("/proc/{}/ns/net", child.id())).is_ok_and(|other| other != own)
        });
        let inside = |command: &str| run(&format!("nsenter --net=/proc/{}/ns/net {command}", child.id()));
        run(&format!("ip link add box0 type veth peer name eth0 netns {}", child.id()));
        run(
            "ip link set box0 addrgenmode none; ip addr add 172.31.0.1/24 dev box0; ip link set box0 up; echo 1 > /proc/sys/net/ipv4/ip_forward",
        );
        inside("ip link set eth0 up");
        inside("ip addr add 172.31.0.2/24 dev eth0");
        inside("ip route add default via 172.31.0.1");
        Self(child)
    }

    fn send(&self, to: &str, text: &[u8]) {
        let (to, text): (SocketAddr, _) = (to.parse().unwrap(), text.to_vec());
        let sent = in_namespace_of(self.0.id(), move || {
            let _ = UdpSocket::bind("0.0.0.0:0").unwrap().send_to(&text, to);
        });
        sent.join().unwrap();
    }
}

fn send_raw(text: &[u8]) {
    let socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::from(253))).unwrap();
    let _ = socket.send_to(text, &SocketAddr::new(BEYOND.parse().unwrap(), 0).into());
}

fn held(lan: bool) -> Held {
    Held {
        servers: [SocketAddr::new(BEYOND.parse().unwrap(), 7)].into(),
        lan: lan.then(|| ["192.168.77.0/24".parse().unwrap()].into()),
        ..Held::default()
    }
}

async fn lock(held: Option<Held>) {
    let lock = Lock { held, ..Lock::default() };
    set_lock(&lock).await.unwrap();
    assert!(is_lock(&lock).await.unwrap(), "read back");
}

/// What nothing but an open lock lets out, and what the local network's switch does.
fn outside(wire: &mut Wire, container: &Container) -> Vec<(&'static str, bool)> {
    let at = |host: &str, port: u16| SocketAddr::new(host.parse().unwrap(), port).to_string();
    let mut seen = Vec::new();
    for (what, sender, to) in [
        ("v4", ANYBODY, at(BEYOND, 4000)),
        ("v6", ANYBODY, at(BEYOND_SIX, 4000)),
        ("names", ANYBODY, at(BEYOND, 53)),
        ("names over TLS", ANYBODY, at(BEYOND, 853)),
        ("names by IPv6", ANYBODY, at(BEYOND_SIX, 53)),
        ("names of the local network", ANYBODY, at(ROUTER, 53)),
        ("names of neighbours", ANYBODY, at("224.0.0.252", 5355)),
        ("the server by anybody", ANYBODY, at(BEYOND, 7)),
        ("another port of the server", TUNNELS_OWN, at(BEYOND, 8)),
        ("marked to anybody", TUNNELS_OWN, at("203.0.113.77", 7)),
        ("bound", BOUND, at(BEYOND, 4000)),
        ("the server, bound", BOUND, at(BEYOND, 7)),
        ("a private network that is not attached", BOUND, at(PRIVATE_BEYOND, 4000)),
        ("multicast beyond the site", BOUND, at("233.252.0.1", 4000)),
        ("another user's web", Sender { user: Some(ALICE + 1), ..ANYBODY }, at(BEYOND, 443)),
        ("alice's web", OF_ALICE, at(BEYOND, 443)),
    ] {
        seen.push((what, wire.sees_to(&sender, &to)));
    }
    seen.push(("raw", wire.sees(send_raw)));
    seen.push(("forwarded", wire.sees(|text| container.send(&at(BEYOND, 4000), text))));
    seen.push(("forwarded names", wire.sees(|text| container.send(&at(BEYOND, 53), text))));
    seen
}

fn inside(wire: &mut Wire) -> [bool; 3] {
    [
        wire.sees_to(&BOUND, &format!("{ROUTER}:4000")),
        wire.sees_to(&BOUND, "224.0.0.251:5353"),
        wire.sees_to(&BOUND, "239.255.255.250:1900"),
    ]
}

fn only<'a>(seen: &[(&'a str, bool)], value: bool) -> Vec<&'a str> {
    seen.iter().filter(|(_, seen)| *seen == value).map(|(what, _)| *what).collect()
}

#[test]
fn what_is_held_back_is_not_on_the_wire() {
    in_namespace("what_is_held_back_is_not_on_the_wire", async || {
        let machine = Machine::new();
        let mut end = machine.open_tunnel();
        let container = Container::new();
        machine.far_run("ip route add 172.31.0.0/24 via 192.168.77.2");
        let mut wire = Wire::new(machine.far());
        let before = machine.snapshot();
        assert_eq!(only(&outside(&mut wire, &container), false), [""; 0], "the control: everything is seen");
        assert_eq!(inside(&mut wire), [true; 3], "the control, in the local network");

        lock(Some(held(false))).await;
        assert_eq!(only(&outside(&mut wire, &container), true), [""; 0]);
        assert_eq!(inside(&mut wire), [false; 3]);
        assert!(wire.sees_to(&TUNNELS_OWN, &format!("{BEYOND}:7")), "the tunnel's own sockets reach the server");
        assert!(UdpSocket::bind("127.0.0.1:0").unwrap().send_to(b"x", "127.0.0.1:9").is_ok(), "loopback works");

        lock(Some(held(true))).await;
        assert_eq!(only(&outside(&mut wire, &container), true), [""; 0]);
        assert_eq!(inside(&mut wire), [true; 3], "the local network, where it is wanted");

        assert!(!wire.sees_to(&TUNNELS_OWN, "203.0.113.77:53"));
        lock(Some(Held { look_ups: true, ..held(true) })).await;
        assert!(wire.sees_to(&TUNNELS_OWN, "203.0.113.77:53"), "the tunnels' own look-ups");
        assert_eq!(only(&outside(&mut wire, &container), true), [""; 0]);

        // A tunnel that takes everything, and beside it.
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        let dns = ["10.8.0.1".parse::<IpAddr>().unwrap()].into();
        lock(Some(Held { tunnels: [(TUNNEL.into(), dns)].into(), ..held(true) })).await;
        assert_eq!(only(&outside(&mut wire, &container), true), [""; 0]);
        let mut through = |to: &str, text: &[u8]| {
            ANYBODY.send(to.parse().unwrap(), text);
            comes_out(&mut end, text)
        };
        assert!(through(&format!("{BEYOND}:4000"), b"one"), "into the tunnel");
        assert!(through("10.8.0.1:53", b"two"), "its name server");
        assert!(!through("203.0.113.53:53", b"three"), "no other");
        container.send(&format!("{BEYOND}:4000"), b"five");
        assert!(comes_out(&mut end, b"five"), "what passes through the machine, too");
        lock(Some(Held { tunnels: [(TUNNEL.into(), [].into())].into(), lan_names: true, ..held(true) })).await;
        ANYBODY.send("203.0.113.53:53".parse().unwrap(), b"six");
        assert!(comes_out(&mut end, b"six"), "a tunnel without name servers carries names to anybody");
        assert!(wire.sees_to(&BOUND, &format!("{ROUTER}:53")), "and the local network answers them as before");
        let outside = ["203.0.113.77/32".parse().unwrap()].into();
        lock(Some(Held { tunnels: [(TUNNEL.into(), [].into())].into(), outside, ..held(false) })).await;
        assert!(wire.sees_to(&BOUND, "203.0.113.77:4000"), "what the tunnel leaves outside");
        assert!(!wire.sees_to(&BOUND, "203.0.113.77:53") && !wire.sees_to(&BOUND, &format!("{BEYOND}:4000")));

        lock(None).await;
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "as it was, and nothing of ours left");
    });
}

#[test]
fn a_sign_in_lets_out_one_users_web_and_nothing_else() {
    in_namespace("a_sign_in_lets_out_one_users_web_and_nothing_else", async || {
        let machine = Machine::new();
        let container = Container::new();
        let mut wire = Wire::new(machine.far());
        assert_eq!(only(&outside(&mut wire, &container), false), [""; 0], "the control");
        let server = in_namespace_of(machine.far(), || {
            let listener = TcpListener::bind(format!("{BEYOND}:80")).unwrap();
            while listener.accept().is_ok() {}
        });
        let reaches =
            |user| as_user(user, || TcpStream::connect_timeout(&format!("{BEYOND}:80").parse().unwrap(), SOON).is_ok());
        wait_for("the web server", || reaches(None));
        let names = [ROUTER.parse().unwrap()].into();
        lock(Some(Held { web: [ALICE].into(), name_servers: names, ..held(false) })).await;
        let seen = outside(&mut wire, &container);
        assert_eq!(only(&seen, true), ["names of the local network", "alice's web"]);
        assert!(reaches(Some(ALICE)) && !reaches(Some(ALICE + 1)) && !reaches(None), "plain web pages too");
        assert!(
            !wire.sees_to(&OF_ALICE, &format!("{BEYOND}:4443")) && !wire.sees_to(&OF_ALICE, &format!("{BEYOND}:22"))
        );
        lock(Some(held(false))).await;
        assert_eq!(only(&outside(&mut wire, &container), true), [""; 0], "it ends");
        assert!(!reaches(Some(ALICE)));
        lock(None).await;
        drop(server);
    });
}

#[test]
fn a_tunnels_address_does_not_answer_the_local_network() {
    in_namespace("a_tunnels_address_does_not_answer_the_local_network", async || {
        let machine = Machine::new();
        let _end = machine.open_tunnel();
        let interface = InterfacePlan {
            addresses: [address("10.8.0.6/24"), address("fd00:8::6/64")].into(),
            ..full_plan().interface.unwrap()
        };
        let plan = NetworkPlan { interface: Some(interface), ..full_plan() };
        run(&format!("ip -6 addr add fd00:77::2/64 dev {UPLINK} nodad"));
        machine.far_run("ip -6 addr add fd00:77::1/64 dev far0 nodad");
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&plan).await.unwrap();
        machine.far_run("ip route add 10.8.0.6 dev far0; ip -6 route add fd00:8::6 dev far0 src fd00:77::1");
        let hardware = run(&format!("ip -o link show {UPLINK} | sed 's/.*link.ether //; s/ .*//'"));
        let is_told = || {
            machine.far_run("ip neigh flush dev far0 || true; ping -n -c1 -W1 10.8.0.6 >/dev/null || true");
            machine.far_run("ip neigh show 10.8.0.6").contains(hardware.trim())
        };
        let set = format!("lladdr {} dev far0 nud permanent", hardware.trim());
        let answers = |to: &str| {
            machine.far_run(&format!("ip neigh replace {to} {set}"));
            let to: IpAddr = to.parse().unwrap();
            let (tell, told) = mpsc::channel();
            in_namespace_of(machine.far(), move || {
                let refused = TcpStream::connect_timeout(&SocketAddr::new(to, 9), SOON);
                tell.send(refused.is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)).unwrap();
            });
            let refused = told.recv().unwrap();
            machine.far_run(&format!("ip neigh del {to} dev far0"));
            refused
        };
        for strict in ["0", "1"] {
            std::fs::write(format!("/proc/sys/net/ipv4/conf/{UPLINK}/rp_filter"), strict).unwrap();
            lock(None).await;
            assert!(is_told(), "the control: its hardware address is told");
            assert!(answers("10.8.0.6"), "the control: RST comes");
            assert!(answers("fd00:8::6"), "the control: by IPv6 too");
            let own = ["10.8.0.6".parse().unwrap(), "fd00:8::6".parse().unwrap()].into();
            let lock = Lock { addresses: [(TUNNEL.to_owned(), own)].into(), ..Lock::default() };
            set_lock(&lock).await.unwrap();
            assert!(is_lock(&lock).await.unwrap());
            assert!(!is_told() && !answers("10.8.0.6") && !answers("fd00:8::6"), "neither");
            assert!(answers("192.168.77.2"), "the machine's own address answers as before");
            let itself = UdpSocket::bind("10.8.0.6:0").unwrap();
            itself.set_read_timeout(Some(SOON)).unwrap();
            itself.send_to(b"self", itself.local_addr().unwrap()).unwrap();
            assert!(itself.recv(&mut [0; 8]).is_ok(), "the machine reaches its own address");
        }
    });
}

#[test]
fn what_listens_at_a_tunnels_address_is_for_its_user_and_root() {
    in_namespace("what_listens_at_a_tunnels_address_is_for_its_user_and_root", async || {
        const BOB: u32 = 4343;
        let _machine = Machine::new();
        // An address of the internet, which the tunnel's server may name like any other.
        for address in ["203.0.113.80", "2001:db8:80::1"] {
            let address: IpAddr = address.parse().unwrap();
            run(&format!("ip addr add {address} dev {TUNNEL}{}", if address.is_ipv6() { " nodad" } else { "" }));
            let listener = |user| as_user(Some(user), move || TcpListener::bind((address, 0)).unwrap());
            let (bobs, alices) = (listener(BOB), listener(ALICE));
            let reaches = |user, to: &TcpListener| {
                let (to, from) = (to.local_addr().unwrap(), Some(user));
                as_user(from, move || {
                    let mut stream = TcpStream::connect_timeout(&to, SOON).ok()?;
                    std::io::Write::write_all(&mut stream, b"hello").ok()
                })
                .is_some()
            };
            let datagram = |user, text: &'static [u8]| {
                let itself = as_user(Some(BOB), move || UdpSocket::bind((address, 0)).unwrap());
                itself.set_read_timeout(Some(SOON)).unwrap();
                let to = itself.local_addr().unwrap();
                as_user(Some(user), move || drop(UdpSocket::bind((address, 0)).unwrap().send_to(text, to)));
                itself.recv(&mut [0; 8]).is_ok()
            };
            lock(None).await;
            assert!(reaches(ALICE, &bobs) && datagram(ALICE, b"one"), "the control: the address is bob's {address}");
            let addresses = [(TUNNEL.to_owned(), [address].into())].into();
            let lock = Lock { addresses, users: [(TUNNEL.to_owned(), BOB)].into(), ..Lock::default() };
            set_lock(&lock).await.unwrap();
            assert!(is_lock(&lock).await.unwrap());
            assert!(!reaches(ALICE, &bobs) && !datagram(ALICE, b"two"), "alice meant somebody else");
            assert!(reaches(BOB, &bobs) && datagram(BOB, b"three") && reaches(0, &bobs), "his own, and root");
            assert!(reaches(BOB, &alices), "answers of another user's program pass");
        }
    });
}
