//! Two drivers back to back between two network namespaces, with real TUN interfaces. Needs root; without it there is
//! nothing to test here.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr, reason = "a test")]

mod common;

use std::{
    io::{Read, Write},
    net::{IpAddr, SocketAddr, TcpListener, TcpStream, UdpSocket},
    sync::{Arc, Mutex, PoisonError, atomic::Ordering::Relaxed},
    time::Duration,
};

use common::{INNER, INNER6, OUTER, Pair, Seen, TestSession, connected, inside, run};
use sha2::{Digest, Sha256};
use vpn_api::{CloseReason, SessionEvent, Transport, tunnel::MssClamp};
use vpn_engine::{
    driver::{self, DriverCommand, DriverHandle, Finished},
    link::{Batching, LinkFactory},
    tun::{Tun, TunOffload, TunOptions},
};

/// Bytes of each TCP transfer.
const TRANSFER: usize = 12 * 1024 * 1024;

struct End {
    driver: DriverHandle,
    seen: Arc<Seen>,
}

fn start(pair: &Pair, transport: Transport, offload: TunOffload, batching: Batching) -> [End; 2] {
    let sockets = connected(pair, transport);
    let mut index = 0;
    let ends = sockets.map(|socket| {
        let namespace = pair.names()[index].to_owned();
        let remote = SocketAddr::new(OUTER[1 - index].parse().unwrap(), 4000);
        let addresses = [format!("{}/24", INNER[index]), format!("{}/64", INNER6[index])];
        index += 1;
        inside(&namespace.clone(), move || {
            let tun = Tun::create("adit0", TunOptions { offload }).unwrap();
            assert_eq!(tun.name(), "adit0");
            let mss = Some(MssClamp { ipv4: 1300, ipv6: 1280 });
            let (session, seen) = TestSession::new(transport, remote, mss);
            let mut driver = driver::spawn(
                session,
                LinkFactory::given(socket.into()).limited_to(batching),
                vpn_engine::resolve::Resolver::system(),
            );
            let Some(SessionEvent::Configured(config)) = driver.events.blocking_recv() else {
                panic!("not configured")
            };
            for address in &addresses {
                run("ip", &["-n", &namespace, "addr", "add", address, "dev", "adit0", "nodad"]);
            }
            driver.commands.blocking_send(DriverCommand::Attach(tun, config)).unwrap();
            End { driver, seen }
        })
        .join()
        .unwrap()
    });
    // Packets that come before the other end has its interface are dropped, and counted.
    while ends.iter().any(|end| end.driver.commands.capacity() < end.driver.commands.max_capacity()) {
        std::thread::sleep(Duration::from_millis(5));
    }
    for namespace in pair.names() {
        run("ip", &["-n", namespace, "link", "set", "adit0", "mtu", "1400", "up"]);
    }
    ends
}

fn stop(mut end: End) -> Finished {
    end.driver.commands.blocking_send(DriverCommand::Close(CloseReason::User)).unwrap();
    let mut closed = false;
    while let Some(event) = end.driver.events.blocking_recv() {
        assert!(!closed, "nothing comes after Closed, but {event:?} did");
        closed = matches!(event, SessionEvent::Closed(_));
    }
    assert!(closed);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(end.driver.finished())
}

/// Bytes that look random, the same every time.
fn noise(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = seed | 1;
    move |buffer: &mut [u8]| {
        for chunk in buffer.chunks_mut(8) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            chunk.copy_from_slice(&state.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Sends `TRANSFER` bytes from one namespace to the other and compares the digests.
fn transfer(pair: &Pair, from: usize, to: usize, address: &str) {
    let target = SocketAddr::new(address.parse::<IpAddr>().unwrap(), 5000);
    let listener = inside(pair.names()[to], move || TcpListener::bind(target).unwrap()).join().unwrap();
    let sender = inside(pair.names()[from], move || {
        let mut stream = TcpStream::connect_timeout(&target, Duration::from_secs(10)).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(30))).unwrap();
        let (mut fill, mut digest, mut left) = (noise(7), Sha256::new(), TRANSFER);
        // Odd sizes, so that segments and writes do not line up.
        let mut buffer = vec![0; 65_521];
        while left > 0 {
            let len = left.min(buffer.len());
            fill(&mut buffer[..len]);
            digest.update(&buffer[..len]);
            stream.write_all(&buffer[..len]).unwrap();
            left -= len;
        }
        digest.finalize()
    });
    let (mut stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let (mut digest, mut total) = (Sha256::new(), 0);
    let mut buffer = vec![0; 262_144];
    loop {
        let count = stream.read(&mut buffer).unwrap();
        if count == 0 {
            break;
        }
        digest.update(&buffer[..count]);
        total += count;
    }
    assert_eq!(total, TRANSFER);
    assert_eq!(digest.finalize(), sender.join().unwrap());
}

/// Sends datagrams of one size, many per call where the kernel does that, and one of an odd size behind each of these calls.
fn datagrams(pair: &Pair, from: usize, to: usize, address: [&str; 2], size: usize) {
    let [source, target] = [address[from], address[to]].map(|text| SocketAddr::new(text.parse().unwrap(), 5001));
    let receiver = inside(pair.names()[to], move || UdpSocket::bind(target).unwrap()).join().unwrap();
    receiver.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let sender = inside(pair.names()[from], move || {
        let socket = UdpSocket::bind(source).unwrap();
        socket.connect(target).unwrap();
        let segment = i32::try_from(size).unwrap();
        // SAFETY: a number and its length.
        let result = unsafe {
            use std::os::fd::AsRawFd;
            libc::setsockopt(socket.as_raw_fd(), libc::SOL_UDP, libc::UDP_SEGMENT, (&raw const segment).cast(), 4)
        };
        assert_eq!(result, 0);
        socket
    })
    .join()
    .unwrap();
    let mut fill = noise(size as u64);
    let per_call = (60_000 / size).min(40);
    let mut buffer = vec![0; size * per_call + size / 2];
    let mut received = vec![0; 65_536];
    for _ in 0..20 {
        fill(&mut buffer);
        sender.send(&buffer).unwrap();
        for expected in buffer.chunks(size) {
            let count = receiver.recv(&mut received).unwrap();
            assert_eq!(&received[..count], expected);
        }
    }
}

fn check(tag: &str, transport: Transport, offload: TunOffload, batching: Batching) {
    check_across(1500, tag, transport, offload, batching);
}

/// `mtu`: of the way between the two ends.
fn check_across(mtu: u16, tag: &str, transport: Transport, offload: TunOffload, batching: Batching) {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: needs root");
        return;
    }
    // One at a time: datagrams that must not be lost share the kernel's queues with whatever else runs.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let pair = Pair::new(tag);
    for namespace in pair.names() {
        run("ip", &["-n", namespace, "link", "set", "veth0", "mtu", &mtu.to_string()]);
    }
    let [a, b] = start(&pair, transport, offload, batching);
    let ping = run("ip", &["netns", "exec", &pair.a, "ping", "-c", "10", "-i", "0.02", "-W", "5", INNER[1]]);
    assert!(ping.contains(" 0% packet loss"), "{ping}");
    // Longer than the MTU: fragments in both directions.
    let ping =
        run("ip", &["netns", "exec", &pair.b, "ping", "-c", "3", "-i", "0.02", "-s", "5000", "-W", "5", INNER6[0]]);
    assert!(ping.contains(" 0% packet loss"), "{ping}");
    // The first router solicitations leave while the other interface is still down, which refuses them.
    let early = a.driver.traffic().dropped + b.driver.traffic().dropped;
    for (from, to) in [(0, 1), (1, 0)] {
        datagrams(&pair, from, to, INNER, 1001);
        datagrams(&pair, from, to, INNER6, 500);
        transfer(&pair, from, to, INNER[to]);
        transfer(&pair, from, to, INNER6[to]);
    }
    let pings = [&a, &b].map(|end| end.seen.pings.load(Relaxed));
    assert!(pings.iter().all(|count| *count > 3), "keepalives were starved: {pings:?}");
    if transport == Transport::Tcp {
        for end in [&a, &b] {
            assert_eq!(end.seen.gaps.load(Relaxed), 0, "a frame was lost or overtook another");
        }
    }
    let complete = |sent: &End, received: &End| {
        let (sent, received) = (sent.driver.traffic(), received.driver.traffic());
        assert!(sent.sent > 2 * TRANSFER as u64, "{sent:?}");
        received.packets_received + received.dropped == sent.packets_sent
    };
    if transport == Transport::Tcp {
        // What is sealed last may still be under way.
        let arrived = (0..100).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            complete(&a, &b) && complete(&b, &a)
        });
        assert!(arrived, "packets are missing: {:?} {:?}", a.driver.traffic(), b.driver.traffic());
    } else {
        // Datagrams may be lost, which the inner connections made good.
        let _ = (complete(&a, &b), complete(&b, &a));
    }
    assert_eq!(a.driver.traffic().dropped + b.driver.traffic().dropped, early);
    let (left, _) = (stop(a), stop(b));
    assert_eq!(left.device.as_ref().map(Tun::name), Some("adit0"));
    assert_eq!(left.carried.and_then(|carried| carried.downcast::<&str>().ok()).as_deref(), Some(&"carried"));
}

#[test]
fn udp_with_everything() {
    check("u0", Transport::Udp, TunOffload::Automatic, Batching::Segments);
}

#[test]
fn udp_without_segments() {
    check("u1", Transport::Udp, TunOffload::Automatic, Batching::Messages);
}

#[test]
fn udp_single() {
    check("u2", Transport::Udp, TunOffload::Automatic, Batching::Single);
}

#[test]
fn udp_without_tun_offload() {
    check("u3", Transport::Udp, TunOffload::Never, Batching::Segments);
}

#[test]
fn udp_with_nothing() {
    check("u4", Transport::Udp, TunOffload::Never, Batching::Single);
}

#[test]
fn tcp_with_everything() {
    check("t0", Transport::Tcp, TunOffload::Automatic, Batching::Segments);
}

#[test]
fn tcp_without_tun_offload() {
    check("t1", Transport::Tcp, TunOffload::Never, Batching::Segments);
}

#[test]
fn udp_with_frames_longer_than_the_way_takes() {
    check_across(1280, "u5", Transport::Udp, TunOffload::Automatic, Batching::Segments);
}
