//! Measures the data path: two drivers back to back between two network namespaces of its own, and iperf3 through them.
//! Frames are numbered but not encrypted, so this is the cost of moving packets alone. Needs root and iperf3.
//!
//! `cargo run --release -p vpn-engine --example datapath [SECONDS]`
//!
//! For each variant: Gbit/s of inner packets, and processor seconds (user and system) per gigabyte of the thread that
//! seals and of the one that opens. Kernel work is charged to whichever thread it happens in, so compare like with like.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement on one's own machine"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use common::{INNER, OUTER, Pair, TestSession, connected, inside, run};
use vpn_api::{SessionEvent, Transport};
use vpn_engine::{
    driver::{self, DriverCommand, DriverHandle},
    link::{Batching, LinkFactory},
    tun::{Tun, TunOffload, TunOptions},
};

fn main() {
    let seconds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(5u64);
    println!("{:<44} {:>8} {:>10} {:>10}", "variant", "Gbit/s", "seal s/GB", "open s/GB");
    let best = (TunOffload::Automatic, Batching::Segments);
    let plain = (TunOffload::Never, Batching::Single);
    for (name, transport, seals, opens) in [
        ("UDP, all offloads", Transport::Udp, best, best),
        ("TCP, all offloads", Transport::Tcp, best, best),
        ("UDP, sendmmsg and recvmmsg", Transport::Udp, (TunOffload::Automatic, Batching::Messages), best),
        ("UDP, TUN without offload", Transport::Udp, (TunOffload::Never, Batching::Segments), best),
        ("TCP, TUN without offload", Transport::Tcp, (TunOffload::Never, Batching::Segments), best),
        ("UDP, all offloads to a peer without any", Transport::Udp, best, plain),
        ("UDP, a peer without any to all offloads", Transport::Udp, plain, best),
        ("UDP, one packet per system call", Transport::Udp, plain, plain),
    ] {
        measure(name, transport, [seals, opens], seconds);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    for line in status.lines().filter(|line| line.starts_with("VmHWM")) {
        println!("both ends, {line}");
    }
}

/// `how`: how the end that seals and the one that opens move packets.
fn measure(name: &str, transport: Transport, how: [(TunOffload, Batching); 2], seconds: u64) {
    let pair = Pair::new("m");
    let before = drivers();
    let mut threads = Vec::new();
    let mut ends = Vec::new();
    for (index, socket) in connected(&pair, transport).into_iter().enumerate() {
        let namespace = pair.names()[index].to_owned();
        let (offload, batching) = how[index];
        let remote = SocketAddr::new(OUTER[1 - index].parse().unwrap(), 4000);
        let end = inside(&namespace.clone(), move || {
            let tun = Tun::create("adit0", TunOptions { offload }).unwrap();
            let (mut session, _) = TestSession::new(transport, remote, None);
            session.unmask();
            let mut driver = driver::spawn(
                session,
                LinkFactory::given(socket.into()).limited_to(batching),
                vpn_engine::resolve::Resolver::system(),
            );
            let Some(SessionEvent::Configured(config)) = driver.events.blocking_recv() else {
                panic!("not configured")
            };
            run("ip", &["-n", &namespace, "addr", "add", &format!("{}/24", INNER[index]), "dev", "adit0"]);
            driver.commands.blocking_send(DriverCommand::Attach(tun, config)).unwrap();
            run("ip", &["-n", &namespace, "link", "set", "adit0", "mtu", "1400", "up"]);
            driver
        });
        ends.push(end.join().unwrap());
        threads.extend(
            drivers().into_keys().filter(|id| !before.contains_key(id) && !threads.contains(id)).collect::<Vec<_>>(),
        );
    }
    let server = start_in(&pair.b, &["iperf3", "-s", "-1"]);
    std::thread::sleep(Duration::from_millis(300));
    let time = seconds.to_string();
    let client = start_in(&pair.a, &["iperf3", "-c", INNER[1], "-t", &time]);
    // Leaves the start of the connection out.
    std::thread::sleep(Duration::from_millis(800));
    let (start, from, used) = (Instant::now(), total(&ends), drivers());
    std::thread::sleep(Duration::from_secs(seconds) - Duration::from_millis(1200));
    let (elapsed, bytes, now) = (start.elapsed(), total(&ends) - from, drivers());
    for mut child in [client, server] {
        child.wait().unwrap();
    }
    let gigabytes = bytes as f64 / 1e9;
    let cost = |id: &String| now[id].saturating_sub(used[id]).as_secs_f64() / gigabytes;
    let speed = gigabytes * 8.0 / elapsed.as_secs_f64();
    println!("{name:<44} {speed:>8.2} {:>10.2} {:>10.2}", cost(&threads[0]), cost(&threads[1]));
    for end in &mut ends {
        end.abort();
    }
}

fn total(ends: &[DriverHandle]) -> u64 {
    ends[1].traffic().received
}

fn start_in(namespace: &str, command: &[&str]) -> Child {
    Command::new("ip")
        .args(["netns", "exec", namespace])
        .args(command)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The drivers' threads of this process, and the processor time each has used.
fn drivers() -> BTreeMap<String, Duration> {
    let threads = std::fs::read_dir("/proc/self/task").unwrap().filter_map(|entry| {
        let path = entry.ok()?.path();
        let name = std::fs::read_to_string(path.join("comm")).ok()?;
        let used = std::fs::read_to_string(path.join("schedstat")).ok()?;
        let nanoseconds = used.split_whitespace().next()?.parse().ok()?;
        (name.trim() == "adit-driver").then(|| (path.display().to_string(), Duration::from_nanos(nanoseconds)))
    });
    threads.collect()
}
