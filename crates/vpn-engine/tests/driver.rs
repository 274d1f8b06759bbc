//! A driver's manners: how it starts, fails, ends, and gives back what it was given. Over loopback.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

use std::{
    any::Any,
    collections::VecDeque,
    io::Read,
    net::{SocketAddr, TcpListener, UdpSocket},
    sync::atomic::Ordering::Relaxed,
    time::{Duration, Instant},
};

use common::{Channel, OUTER, Pair, Seen, TestSession, inside, run};
use tokio::time::timeout;
use vpn_api::{
    Answer, CloseReason, DataChannel, Deadline, DropCause, Failure, FailureKind, FallbackReason, FramePath, Input,
    InterfacePath, LinkId, LinkPath, Output, Prompt, PromptId, SessionEvent, Transport, TunnelConfig, VpnSession,
};
use vpn_engine::{
    driver::{self, DriverCommand, DriverHandle},
    link::{Batching, LinkFactory},
    resolve::Resolver,
    tun::{Tun, TunError, TunOffload, TunOptions},
};

const PATIENCE: Duration = Duration::from_secs(10);

/// Does what a closure says to each input, and nothing else.
struct Scripted<F> {
    script: F,
    outputs: VecDeque<Output>,
    timer: Option<Instant>,
    channel: Channel,
}

fn scripted<F>(script: F) -> Box<Scripted<F>>
where
    F: FnMut(&str, &mut VecDeque<Output>, &mut Option<Instant>) + Send,
{
    let channel = Channel::new(std::sync::Arc::new(Seen::default()));
    Box::new(Scripted { script, outputs: VecDeque::new(), timer: None, channel })
}

impl<F> VpnSession for Scripted<F>
where
    F: FnMut(&str, &mut VecDeque<Output>, &mut Option<Instant>) + Send,
{
    fn handle(&mut self, _: Instant, input: Input<'_>) {
        (self.script)(&format!("{input:?}"), &mut self.outputs, &mut self.timer);
    }

    fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn poll_timeout(&self) -> Option<Deadline> {
        self.timer.map(|at| Deadline { at, why: "test" })
    }

    fn data_channel(&mut self) -> &mut dyn DataChannel {
        &mut self.channel
    }

    fn into_carried(self: Box<Self>) -> Option<Box<dyn Any + Send>> {
        Some(Box::new(7u8))
    }
}

async fn next(driver: &mut DriverHandle) -> Option<SessionEvent> {
    timeout(PATIENCE, driver.events.recv()).await.expect("the driver hangs")
}

fn note(text: &str) -> Output {
    Output::Event(SessionEvent::Note(text.to_owned()))
}

fn closed() -> Output {
    Output::Event(SessionEvent::Closed(Failure::internal("the end")))
}

#[tokio::test]
async fn answers_and_changes_reach_the_session_and_events_come_in_order() {
    let mut driver = driver::spawn(
        scripted(|input, outputs, _| {
            outputs.push_back(note(input));
            if input == "Start" {
                outputs.push_back(Output::Event(SessionEvent::Prompt(
                    PromptId(4),
                    Prompt::KeyPassphrase { wrong: false },
                )));
            }
            if input.starts_with("Close") {
                outputs.push_back(closed());
                outputs.push_back(note("too late"));
            }
        }),
        LinkFactory::unmarked(),
        Resolver::system(),
    );
    assert_eq!(next(&mut driver).await, Some(SessionEvent::Note("Start".to_owned())));
    assert!(matches!(next(&mut driver).await, Some(SessionEvent::Prompt(PromptId(4), _))));
    driver.commands.send(DriverCommand::Answer(PromptId(4), Answer::Cancel)).await.unwrap();
    driver.commands.send(DriverCommand::NetworkChanged).await.unwrap();
    driver.commands.send(DriverCommand::Close(CloseReason::Restart)).await.unwrap();
    for expected in ["Answer(PromptId(4), Cancel)", "NetworkChanged { moved: false }", "Close(Restart)"] {
        assert_eq!(next(&mut driver).await, Some(SessionEvent::Note(expected.to_owned())));
    }
    assert!(matches!(next(&mut driver).await, Some(SessionEvent::Closed(_))));
    assert_eq!(next(&mut driver).await, None);
    let finished = timeout(PATIENCE, driver.finished()).await.unwrap();
    assert!(finished.device.is_none());
    assert_eq!(finished.carried.unwrap().downcast_ref::<u8>(), Some(&7));
}

#[tokio::test]
async fn timers_fire_and_move() {
    let started = Instant::now();
    let mut count = 0;
    let mut driver = driver::spawn(
        scripted(move |input, outputs, timer| {
            *timer = Some(Instant::now() + Duration::from_millis(20));
            if input == "Timeout" {
                count += 1;
                outputs.push_back(note("tick"));
            }
            if count == 5 {
                outputs.push_back(closed());
            }
        }),
        LinkFactory::unmarked(),
        Resolver::system(),
    );
    for _ in 0..5 {
        assert_eq!(next(&mut driver).await, Some(SessionEvent::Note("tick".to_owned())));
    }
    assert!(matches!(next(&mut driver).await, Some(SessionEvent::Closed(_))));
    assert!(started.elapsed() >= Duration::from_millis(100));
}

#[tokio::test]
async fn a_session_that_does_not_close_is_closed() {
    let mut driver = driver::spawn(scripted(|_, _, _| {}), LinkFactory::unmarked(), Resolver::system());
    driver.commands.send(DriverCommand::Close(CloseReason::User)).await.unwrap();
    let Some(SessionEvent::Closed(failure)) = next(&mut driver).await else { panic!("not closed") };
    assert_eq!(failure.kind, FailureKind::Internal);
    assert_eq!(next(&mut driver).await, None);
}

#[tokio::test]
async fn a_session_that_never_settles_is_closed() {
    let mut driver = driver::spawn(
        scripted(|_, outputs, _| {
            let spec = TestSession::spec(Transport::Udp, "127.0.0.1:9".parse().unwrap());
            outputs.push_back(Output::OpenLink(LinkId(0), spec));
        }),
        LinkFactory::unmarked(),
        Resolver::system(),
    );
    assert!(matches!(next(&mut driver).await, Some(SessionEvent::Closed(_))));
}

#[tokio::test]
async fn an_engine_that_does_not_listen_loses_only_notes() {
    let mut driver = driver::spawn(
        scripted(|input, outputs, _| {
            if input == "Start" {
                outputs.extend((0..5000).map(|_| note("noise")));
                outputs.push_back(Output::Event(SessionEvent::Rekeyed));
                outputs.push_back(closed());
            }
        }),
        LinkFactory::unmarked(),
        Resolver::system(),
    );
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut seen = Vec::new();
    while let Some(event) = next(&mut driver).await {
        seen.push(event);
    }
    assert!(seen.len() < 5000);
    assert!(matches!(seen.last_chunk(), Some([SessionEvent::Rekeyed, SessionEvent::Closed(_)])));
}

#[tokio::test]
async fn aborted_and_forgotten_drivers_end() {
    let mut driver = driver::spawn(scripted(|_, _, _| {}), LinkFactory::unmarked(), Resolver::system());
    driver.abort();
    driver.abort();
    assert_eq!(next(&mut driver).await, None);
    assert!(timeout(PATIENCE, driver.finished()).await.unwrap().carried.is_some());

    // One that waits for the engine to take its events.
    let mut driver = driver::spawn(
        scripted(|_, outputs, _| {
            outputs.extend((0..1000).map(|_| note("noise")));
            outputs.push_back(closed());
        }),
        LinkFactory::unmarked(),
        Resolver::system(),
    );
    tokio::time::sleep(Duration::from_millis(50)).await;
    driver.abort();
    assert!(timeout(PATIENCE, driver.finished()).await.unwrap().carried.is_some());

    let (gone, waits) = std::sync::mpsc::channel::<()>();
    let forgotten = driver::spawn(
        scripted(move |_, _, _| {
            let _ = &gone;
        }),
        LinkFactory::unmarked(),
        Resolver::system(),
    );
    drop(forgotten);
    let ended = tokio::task::spawn_blocking(move || waits.recv_timeout(PATIENCE)).await.unwrap();
    assert_eq!(ended, Err(std::sync::mpsc::RecvTimeoutError::Disconnected), "its thread still runs");
}

#[tokio::test]
async fn a_refused_link_goes_down_and_may_be_made_again() {
    for transport in [Transport::Udp, Transport::Tcp] {
        let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
        let remote = udp.local_addr().unwrap();
        drop(udp);
        let (session, seen) = TestSession::new(transport, remote, None);
        let driver = driver::spawn(session, LinkFactory::unmarked(), Resolver::system());
        let down = async {
            while seen.downs.load(Relaxed) < 2 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, down).await.unwrap_or_else(|_| panic!("{transport} was not refused"));
        let (heard, hello) = tokio::sync::oneshot::channel();
        let peer: Box<dyn FnOnce() -> usize + Send> = match transport {
            Transport::Udp => {
                let socket = UdpSocket::bind(remote).unwrap();
                socket.set_read_timeout(Some(PATIENCE)).unwrap();
                Box::new(move || {
                    let mut frames = std::iter::from_fn(|| socket.recv(&mut [0; 200]).ok()).filter(|len| *len == 100);
                    let first = frames.by_ref().take(1).count();
                    heard.send(()).unwrap();
                    first + frames.take(1).count()
                })
            }
            Transport::Tcp => {
                let listener = TcpListener::bind(remote).unwrap();
                Box::new(move || {
                    let mut stream = listener.accept().unwrap().0;
                    let mut bytes = vec![0; 102];
                    stream.read_exact(&mut bytes).unwrap();
                    heard.send(()).unwrap();
                    stream.read_to_end(&mut bytes).unwrap();
                    bytes.windows(3).filter(|frame| *frame == [0, 100, 3]).count()
                })
            }
        };
        let peer = tokio::task::spawn_blocking(peer);
        timeout(PATIENCE, hello).await.unwrap().unwrap();
        goodbye(driver).await;
        // The last frame of a session that says goodbye arrives before the link is closed.
        assert_eq!(timeout(PATIENCE, peer).await.unwrap().unwrap(), 2, "{transport}: hello and goodbye");
    }
}

#[tokio::test]
async fn authentic_frames_are_told_of_and_others_are_counted() {
    let peer = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let (session, seen) = TestSession::new(Transport::Udp, peer.local_addr().unwrap(), None);
    let driver = driver::spawn(session, LinkFactory::unmarked(), Resolver::system());
    let (_, client) = timeout(PATIENCE, peer.recv_from(&mut [0; 200])).await.unwrap().unwrap();
    let hellos = async |wanted: u64| {
        while seen.hellos.load(Relaxed) < wanted {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // The counters follow the batch.
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let (junk, hello, data, ping) = (vec![9; 50], vec![3; 100], vec![1; 80], vec![2; 30]);
    let mut heard = Box::pin(driver.next_heard());
    for frame in [junk, hello.clone()] {
        peer.send_to(&frame, client).await.unwrap();
    }
    timeout(PATIENCE, hellos(1)).await.unwrap();
    assert!(futures_util::poll!(&mut heard).is_pending(), "neither is authentic");
    peer.send_to(&ping, client).await.unwrap();
    timeout(PATIENCE, heard).await.unwrap();
    for frame in [data, ping, hello] {
        peer.send_to(&frame, client).await.unwrap();
    }
    timeout(PATIENCE, hellos(2)).await.unwrap();
    let traffic = driver.traffic();
    let drops: Vec<_> = traffic.drops.occurred().collect();
    assert_eq!(drops, [(DropCause::Malformed, 1), (DropCause::BeforeTunnel, 1)]);
    assert_eq!(traffic.dropped, 2);
    goodbye(driver).await;
}

async fn goodbye(mut driver: DriverHandle) {
    driver.commands.send(DriverCommand::Close(CloseReason::User)).await.unwrap();
    while !matches!(next(&mut driver).await, Some(SessionEvent::Closed(_))) {}
    timeout(PATIENCE, driver.finished()).await.unwrap();
}

/// Needs root.
#[test]
fn the_interface_lives_through_a_reconnect_and_a_lost_one_is_noticed() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let pair = Pair::new("d");
    let namespace = pair.a.clone();
    let work = inside(&pair.a, move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(reconnect(&namespace));
    });
    work.join().unwrap();
}

/// Needs root.
#[test]
fn links_follow_the_machine_to_another_address() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let pair = Pair::new("n");
    let remote = SocketAddr::new(OUTER[1].parse().unwrap(), 4000);
    let socket = inside(&pair.b, move || UdpSocket::bind(remote).unwrap()).join().unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let listener = inside(&pair.b, move || TcpListener::bind(remote).unwrap()).join().unwrap();
    let [(udp, udp_seen), (tcp, tcp_seen)] = [Transport::Udp, Transport::Tcp].map(|transport| {
        let start = move || {
            let (session, seen) = TestSession::new(transport, remote, None);
            (driver::spawn(session, LinkFactory::unmarked(), Resolver::system()), seen)
        };
        inside(&pair.a, start).join().unwrap()
    });
    let first = socket.recv_from(&mut [0; 200]).unwrap().1;
    assert_eq!(first.ip().to_string(), OUTER[0]);
    let (mut stream, _) = listener.accept().unwrap();
    stream.read_exact(&mut [0; 102]).unwrap();

    // A change that does not concern the links.
    udp.commands.blocking_send(DriverCommand::NetworkChanged).unwrap();
    tcp.commands.blocking_send(DriverCommand::NetworkChanged).unwrap();
    assert_eq!(socket.recv_from(&mut [0; 200]).unwrap().1, first);
    stream.read_exact(&mut [0; 32]).unwrap();
    assert_eq!(tcp_seen.downs.load(Relaxed), 0);

    run("ip", &["-n", &pair.a, "addr", "flush", "dev", "veth0"]);
    run("ip", &["-n", &pair.a, "addr", "add", "10.97.0.3/24", "dev", "veth0"]);
    udp.commands.blocking_send(DriverCommand::NetworkChanged).unwrap();
    tcp.commands.blocking_send(DriverCommand::NetworkChanged).unwrap();
    let moved = (0..100).any(|_| socket.recv_from(&mut [0; 200]).unwrap().1.ip().to_string() == "10.97.0.3");
    assert!(moved, "datagrams still come from the old address");
    let (mut stream, from) = listener.accept().unwrap();
    assert_eq!(from.ip().to_string(), "10.97.0.3");
    stream.read_exact(&mut [0; 102]).unwrap();
    assert_eq!(tcp_seen.downs.load(Relaxed), 1);
    assert_eq!(udp_seen.downs.load(Relaxed), 0);
}

/// Needs root.
#[test]
fn an_interface_that_comes_too_late_is_given_back() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let pair = Pair::new("l");
    let work = inside(&pair.a, || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(too_late());
    });
    work.join().unwrap();
}

/// Needs root.
#[test]
fn how_packets_are_moved_is_told_with_reasons() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let pair = Pair::new("r");
    let work = inside(&pair.a, || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(told());
    });
    work.join().unwrap();
}

async fn told() {
    let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
    let streams = TcpListener::bind("127.0.0.1:0").unwrap();
    let [udp, tcp] = [peer.local_addr().unwrap(), streams.local_addr().unwrap()];
    let (best, plain) = (TunOffload::Automatic, TunOffload::Never);
    for (transport, remote, offload, batching, way, reasons) in [
        (Transport::Udp, udp, best, Batching::Segments, LinkPath::Segments, &[][..]),
        (Transport::Udp, udp, best, Batching::Messages, LinkPath::Messages, &[FallbackReason::BatchesOff]),
        (
            Transport::Udp,
            udp,
            plain,
            Batching::Single,
            LinkPath::Single,
            &[FallbackReason::InterfaceOffloadOff, FallbackReason::BatchesOff],
        ),
        (Transport::Tcp, tcp, plain, Batching::Segments, LinkPath::Stream, &[FallbackReason::InterfaceOffloadOff]),
    ] {
        let session = TestSession::new(transport, remote, None).0;
        let driver = driver::spawn(session, LinkFactory::unmarked().limited_to(batching), Resolver::system());
        let mut reports = driver.data_path();
        assert_eq!(*reports.borrow(), None, "there is no interface");
        let tun = Tun::create("adit0", TunOptions { offload }).unwrap();
        driver.commands.send(DriverCommand::Attach(tun, Box::default())).await.unwrap();
        let report = timeout(PATIENCE, reports.wait_for(Option::is_some)).await.expect("nothing is told");
        let report = report.unwrap().clone().unwrap();
        assert_eq!((report.transport, report.send, report.receive), (transport, way, way));
        assert_eq!((report.interface == InterfacePath::Single, report.frames), (offload == plain, FramePath::InPlace));
        // A kernel before 6.2 has no large packets of UDP on interfaces.
        let found: Vec<_> = report.fallbacks.iter().map(|fallback| fallback.reason).collect();
        let found: Vec<_> = found.into_iter().filter(|reason| *reason != FallbackReason::InterfaceUdpMissing).collect();
        assert_eq!(found, reasons);
        assert!(report.fallbacks.iter().all(|fallback| fallback.since > 1_700_000_000));
        goodbye(driver).await;
    }
}

/// The session closes while the interface is on its way.
async fn too_late() {
    let (ending, begun) = std::sync::mpsc::channel();
    let (end, may_end) = std::sync::mpsc::channel::<()>();
    let session = scripted(move |input, outputs, timer| match input {
        "Start" => *timer = Some(Instant::now()),
        "Timeout" => {
            ending.send(()).unwrap();
            may_end.recv().unwrap();
            outputs.push_back(closed());
        }
        other => panic!("{other}"),
    });
    let mut driver = driver::spawn(session, LinkFactory::unmarked(), Resolver::system());
    begun.recv_timeout(PATIENCE).unwrap();
    let tun = Tun::create("adit0", TunOptions::default()).unwrap();
    driver.commands.send(DriverCommand::Reconfigure(Box::default())).await.unwrap();
    driver.commands.send(DriverCommand::Attach(tun, Box::default())).await.unwrap();
    end.send(()).unwrap();
    assert!(matches!(next(&mut driver).await, Some(SessionEvent::Closed(_))));
    let finished = timeout(PATIENCE, driver.finished()).await.unwrap();
    assert_eq!(finished.device.expect("the interface comes back").name(), "adit0");
}

async fn reconnect(namespace: &str) {
    let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
    let remote: SocketAddr = peer.local_addr().unwrap();
    let start =
        || driver::spawn(TestSession::new(Transport::Udp, remote, None).0, LinkFactory::unmarked(), Resolver::system());
    let tun = Tun::create("adit0", TunOptions::default()).unwrap();
    assert!(matches!(Tun::create("adit0", TunOptions::default()), Err(TunError::Busy(name)) if name == "adit0"));
    run("ip", &["-n", namespace, "addr", "add", "10.98.0.1/24", "dev", "adit0"]);
    run("ip", &["-n", namespace, "link", "set", "adit0", "up"]);
    let inner = UdpSocket::bind("10.98.0.1:0").unwrap();
    inner.connect("10.98.0.2:7").unwrap();

    let mut driver = start();
    let attach = |tun| DriverCommand::Attach(tun, Box::<TunnelConfig>::default());
    assert!(matches!(next(&mut driver).await, Some(SessionEvent::Configured(_))));
    // What waits at the first driver is not stale: the interface has just been set up.
    inner.send(b"first").unwrap();
    driver.commands.send(attach(tun)).await.unwrap();
    sent(&driver, 1).await;
    driver.abort();
    let tun = timeout(PATIENCE, driver.finished()).await.unwrap().device.expect("the interface comes back");

    // Nobody reads the interface.
    for _ in 0..10 {
        inner.send(b"stale").unwrap();
    }
    let mut driver = start();
    assert!(matches!(next(&mut driver).await, Some(SessionEvent::Configured(_))));
    driver.commands.send(attach(tun)).await.unwrap();
    let dropped = async {
        while driver.traffic().dropped < 10 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, dropped).await.expect("stale packets were not discarded");
    assert_eq!(driver.traffic().drops.get(DropCause::Stale), driver.traffic().dropped);
    inner.send(b"fresh").unwrap();
    sent(&driver, 1).await;

    run("ip", &["-n", namespace, "link", "del", "adit0"]);
    let Some(SessionEvent::Closed(failure)) = next(&mut driver).await else { panic!("not noticed") };
    assert_eq!(failure.kind, FailureKind::TunnelDevice);
    assert!(timeout(PATIENCE, driver.finished()).await.unwrap().device.is_none());
}

/// Waits until at least so many packets were sealed; the kernel adds some of its own.
async fn sent(driver: &DriverHandle, packets: u64) {
    let done = async {
        while driver.traffic().packets_sent < packets {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, done).await.expect("nothing was sent");
}
