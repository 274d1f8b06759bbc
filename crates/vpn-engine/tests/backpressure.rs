//! A network, or a peer, that takes less than the tunnel's interface gives: the interface is not read meanwhile, nothing
//! that was read is lost, and keepalives go on. Needs root; without it there is nothing to test here.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr, reason = "a test")]

mod common;

use std::{
    io::{ErrorKind, Read},
    net::{SocketAddr, TcpStream, UdpSocket},
    os::fd::OwnedFd,
    sync::{Arc, atomic::Ordering::Relaxed},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use common::{INNER, OUTER, Pair, Seen, TestSession, connected, inside, run};
use vpn_api::{SessionEvent, Transport};
use vpn_engine::{
    driver::{self, DriverCommand, DriverHandle},
    link::LinkFactory,
    tun::{Tun, TunOptions},
};

/// Bytes per second that the network, or the peer, takes.
const RATE: u64 = 5_000_000;
/// How long more is given.
const TIME: Duration = Duration::from_secs(3);
/// What may wait in the system at most, in bytes, sockets of both ends and the network's queue together.
const BUFFERED: u64 = 16_000_000;
/// First byte of data frames.
const DATA: u8 = 1;
/// First byte of keepalives.
const PING: u8 = 2;

/// One end with an interface, on its own socket.
fn start(pair: &Pair, index: usize, transport: Transport, socket: OwnedFd) -> (DriverHandle, Arc<Seen>) {
    let namespace = pair.names()[index].to_owned();
    let remote = SocketAddr::new(OUTER[1 - index].parse().unwrap(), 4000);
    let end = inside(&namespace.clone(), move || {
        let tun = Tun::create("adit0", TunOptions::default()).unwrap();
        let (session, seen) = TestSession::new(transport, remote, None);
        let mut driver =
            driver::spawn(session, LinkFactory::given(socket.into()), vpn_engine::resolve::Resolver::system());
        let Some(SessionEvent::Configured(config)) = driver.events.blocking_recv() else { panic!("not configured") };
        run("ip", &["-n", &namespace, "addr", "add", &format!("{}/24", INNER[index]), "dev", "adit0"]);
        driver.commands.blocking_send(DriverCommand::Attach(tun, config)).unwrap();
        while driver.commands.capacity() < driver.commands.max_capacity() {
            std::thread::sleep(Duration::from_millis(5));
        }
        run("ip", &["-n", &namespace, "link", "set", "adit0", "mtu", "1400", "up"]);
        (driver, seen)
    });
    end.join().unwrap()
}

/// Gives the first end's interface more than anybody takes; tells how many bytes.
fn flood(pair: &Pair) -> JoinHandle<u64> {
    inside(&pair.a, || {
        let socket = UdpSocket::bind((INNER[0], 0)).unwrap();
        socket.connect((INNER[1], 9)).unwrap();
        let (began, mut given) = (Instant::now(), 0);
        while began.elapsed() < TIME {
            match socket.send(&[7; 1200]) {
                Ok(count) => given += count as u64,
                // Nobody hears it at the other end.
                Err(error) if error.kind() == ErrorKind::ConnectionRefused => {}
                Err(error) => panic!("{error}"),
            }
        }
        given
    })
}

/// Packets that the kernel could not put into the interface's queue.
fn refused_by_interface(pair: &Pair) -> u64 {
    let shown = run("ip", &["-n", &pair.a, "-s", "-j", "link", "show", "adit0"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    shown.pointer("/0/stats64/tx/dropped").and_then(serde_json::Value::as_u64).unwrap()
}

fn root() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        eprintln!("skipped: needs root");
    }
    root
}

#[test]
fn a_slow_network_is_waited_for() {
    if !root() {
        return;
    }
    let pair = Pair::new("bu");
    let [a, b] = connected(&pair, Transport::Udp);
    // What a sender waits for: its datagrams stay in the socket's account until the network takes them.
    let rate = format!("{}kbit", RATE * 8 / 1000);
    let limit = ["rate", &rate, "burst", "64kb", "limit", "64mb"];
    run("ip", &[&["netns", "exec", &pair.a, "tc", "qdisc", "add", "dev", "veth0", "root", "tbf"], &limit[..]].concat());
    // The end that only listens is there first.
    let (far, heard) = start(&pair, 1, Transport::Udp, b);
    let (near, _) = start(&pair, 0, Transport::Udp, a);
    let early = near.traffic().dropped;
    let given = flood(&pair).join().unwrap();
    let sent = near.traffic().sent;
    assert!(given > 2 * sent, "the network was not too slow: {given} bytes given, {sent} sent");
    assert!(sent < RATE * TIME.as_secs() + BUFFERED, "{sent} bytes were read from the interface");
    assert!(refused_by_interface(&pair) > 0, "the kernel noticed nothing");
    let pings = heard.pings.load(Relaxed);
    assert!(pings >= 10, "{pings} keepalives came in {TIME:?}");
    // What is under way arrives.
    let deadline = Instant::now() + Duration::from_secs(10);
    while far.traffic().packets_received < near.traffic().packets_sent {
        assert!(Instant::now() < deadline, "{:?} {:?}", near.traffic(), far.traffic());
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(heard.gaps.load(Relaxed), 0, "what was sealed did not arrive");
    assert_eq!(near.traffic().dropped, early);
}

#[test]
fn a_peer_that_reads_slowly_or_not_at_all_is_waited_for() {
    if !root() {
        return;
    }
    let pair = Pair::new("bt");
    let [a, b] = connected(&pair, Transport::Tcp);
    let (near, _) = start(&pair, 0, Transport::Tcp, a);
    let early = near.traffic().dropped;
    let flood = flood(&pair);
    std::thread::sleep(TIME / 3);
    let stalled = near.traffic();
    std::thread::sleep(TIME / 3);
    assert_eq!(near.traffic(), stalled, "the interface is read although nobody takes anything");
    assert!(stalled.sent < BUFFERED, "{stalled:?}");
    let given = flood.join().unwrap();
    assert!(given > 2 * stalled.sent, "the peer was not too slow: {given} bytes given");
    assert!(refused_by_interface(&pair) > 0, "the kernel noticed nothing");

    // It wakes up, and is slow. Whatever was sealed comes, in order, and keepalives lie between.
    let mut reader = Reader { stream: TcpStream::from(b), next: 1, pings: 0 };
    reader.stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let again = self::flood(&pair);
    let (began, mut read) = (Instant::now(), 0);
    while began.elapsed() < TIME {
        read += reader.frame();
        let due = Duration::from_secs_f64(read as f64 / RATE as f64);
        std::thread::sleep(due.saturating_sub(began.elapsed()));
    }
    again.join().unwrap();
    let sent = near.traffic();
    while reader.next <= sent.packets_sent {
        reader.frame();
    }
    // The first seconds of the pings waited in front of a peer that did not read.
    assert!(reader.pings >= 10, "{} keepalives", reader.pings);
    assert_eq!(near.traffic().dropped, early);
}

/// The far end of a stream.
struct Reader {
    stream: TcpStream,
    /// Number of the data frame that comes next.
    next: u64,
    pings: usize,
}

impl Reader {
    /// Reads one frame; tells how many bytes.
    fn frame(&mut self) -> u64 {
        let mut prefix = [0; 2];
        self.stream.read_exact(&mut prefix).unwrap();
        let mut frame = vec![0; usize::from(u16::from_be_bytes(prefix))];
        self.stream.read_exact(&mut frame).unwrap();
        if frame[0] == DATA {
            let number = u64::from_be_bytes(frame[1..9].try_into().unwrap());
            assert_eq!(number, self.next, "a frame is missing");
            self.next += 1;
        }
        self.pings += usize::from(frame[0] == PING);
        frame.len() as u64 + 2
    }
}
