//! A protocol for tests: frames are numbered and their packets are masked, so that a packet which was not opened is
//! not an IP packet. Both ends are alike.

#![allow(dead_code, unreachable_pub, clippy::allow_attributes, reason = "not every test uses everything")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use std::{
    any::Any,
    collections::VecDeque,
    net::SocketAddr,
    os::fd::OwnedFd,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use vpn_api::{
    Blame, DataChannel, Deadline, DropReason, Failure, FailureKind, Framing, Input, LinkId, LinkSpec, Opened, Output,
    Overhead, Retry, SealError, SessionEvent, Transport, TunnelConfig, VpnSession, tunnel::MssClamp,
};

/// Bytes in front of each packet: as many as OpenVPN's packets with a peer id and a tag have.
pub const HEAD: usize = 24;
const DATA: u8 = 1;
const PING: u8 = 2;
const HELLO: u8 = 3;
const MASK: u8 = 0x5a;

/// What a session has seen.
#[derive(Debug, Default)]
pub struct Seen {
    /// Data frames opened.
    pub opened: AtomicU64,
    /// Data frames whose number was not one more than that of the one before.
    pub gaps: AtomicU64,
    /// Pings.
    pub pings: AtomicU64,
    /// Control frames.
    pub hellos: AtomicU64,
    /// Links that went down.
    pub downs: AtomicU64,
}

pub struct TestSession {
    spec: LinkSpec,
    config: TunnelConfig,
    outputs: VecDeque<Output>,
    next_ping: Option<Instant>,
    channel: Channel,
    up: bool,
}

pub struct Channel {
    next: u64,
    expected: u64,
    pub seen: Arc<Seen>,
    pub mask: bool,
}

impl TestSession {
    pub fn new(transport: Transport, remote: SocketAddr, mss: Option<MssClamp>) -> (Box<Self>, Arc<Seen>) {
        let seen = Arc::new(Seen::default());
        let channel = Channel::new(Arc::clone(&seen));
        let session = Self {
            spec: Self::spec(transport, remote),
            config: TunnelConfig { mtu: vpn_api::Mtu::new(1400).unwrap(), mss, ..TunnelConfig::default() },
            outputs: VecDeque::new(),
            next_ping: None,
            channel,
            up: false,
        };
        (Box::new(session), seen)
    }

    pub fn spec(transport: Transport, remote: SocketAddr) -> LinkSpec {
        LinkSpec::direct(transport, remote, Framing::Length16 { max: 65_000 })
    }

    fn open(&mut self) {
        self.outputs.push_back(Output::OpenLink(LinkId(0), self.spec.clone()));
        self.outputs.push_back(Output::DataLink(LinkId(0)));
    }

    /// Leaves packets as they are, to measure everything else.
    pub fn unmask(&mut self) {
        self.channel.mask = false;
    }
}

impl Channel {
    pub fn new(seen: Arc<Seen>) -> Self {
        Self { next: 1, expected: 1, seen, mask: true }
    }
}

impl VpnSession for TestSession {
    fn handle(&mut self, now: Instant, input: Input<'_>) {
        match input {
            Input::Start => self.open(),
            Input::LinkUp(link) => {
                self.up = true;
                self.outputs.push_back(Output::Transmit(link, vec![HELLO; 100]));
                self.outputs.push_back(Output::Event(SessionEvent::Configured(Box::new(self.config.clone()))));
                self.next_ping = Some(now);
            }
            Input::LinkDown(..) => {
                self.channel.seen.downs.fetch_add(1, Relaxed);
                self.up = false;
                self.next_ping = Some(now + Duration::from_millis(50));
            }
            Input::Timeout if self.up => {
                self.outputs.push_back(Output::Transmit(LinkId(0), vec![PING; 30]));
                self.next_ping = Some(now + Duration::from_millis(100));
            }
            Input::Timeout => {
                self.next_ping = None;
                self.open();
            }
            Input::Received(_, frame) => {
                assert_eq!(frame, [HELLO; 100]);
                self.channel.seen.hellos.fetch_add(1, Relaxed);
            }
            Input::Close(_) => {
                self.outputs.push_back(Output::Transmit(LinkId(0), vec![HELLO; 100]));
                let failure = Failure::new(FailureKind::Cancelled, Blame::User, Retry::Never);
                self.outputs.push_back(Output::Event(SessionEvent::Closed(failure)));
            }
            Input::Answer(..)
            | Input::Resolved(..)
            | Input::NetworkChanged { .. }
            | Input::Doubt
            | Input::Measure
            | Input::Held(_)
            | Input::ClockSet(_) => {}
        }
    }

    fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn poll_timeout(&self) -> Option<Deadline> {
        self.next_ping.map(|at| Deadline { at, why: "test.ping" })
    }

    fn data_channel(&mut self) -> &mut dyn DataChannel {
        &mut self.channel
    }

    fn into_carried(self: Box<Self>) -> Option<Box<dyn Any + Send>> {
        Some(Box::new("carried"))
    }
}

impl DataChannel for Channel {
    fn overhead(&self) -> Overhead {
        Overhead { head: HEAD, tail: 0 }
    }

    fn seal_in_place(&mut self, _: Instant, buffer: &mut [u8], packet_len: usize) -> Result<usize, SealError> {
        if buffer.len() < HEAD + packet_len {
            return Err(SealError::NoRoom);
        }
        let frame = &mut buffer[..HEAD + packet_len];
        frame[..HEAD].fill(0);
        frame[0] = DATA;
        frame[1..9].copy_from_slice(&self.next.to_be_bytes());
        self.next += 1;
        if self.mask {
            frame[HEAD..].iter_mut().for_each(|byte| *byte ^= MASK);
        }
        Ok(frame.len())
    }

    fn open_in_place(&mut self, _: Instant, _: LinkId, frame: &mut [u8]) -> Opened {
        match frame.first() {
            Some(&DATA) if frame.len() > HEAD => {
                let number = u64::from_be_bytes(frame[1..9].try_into().unwrap());
                if number != self.expected {
                    self.seen.gaps.fetch_add(1, Relaxed);
                }
                self.expected = number + 1;
                self.seen.opened.fetch_add(1, Relaxed);
                if self.mask {
                    frame[HEAD..].iter_mut().for_each(|byte| *byte ^= MASK);
                }
                Opened::Packet(HEAD..frame.len())
            }
            Some(&PING) => {
                self.seen.pings.fetch_add(1, Relaxed);
                Opened::Consumed
            }
            Some(&HELLO) => Opened::Control,
            _ => Opened::Dropped(DropReason::Malformed),
        }
    }
}

/// Two network namespaces joined by a veth pair. They are gone when this value is dropped.
pub struct Pair {
    pub a: String,
    pub b: String,
}

/// Outer addresses of the two ends.
pub const OUTER: [&str; 2] = ["10.97.0.1", "10.97.0.2"];
/// Inner addresses of the two ends.
pub const INNER: [&str; 2] = ["10.98.0.1", "10.98.0.2"];
/// Inner IPv6 addresses of the two ends.
pub const INNER6: [&str; 2] = ["fd98::1", "fd98::2"];

impl Pair {
    pub fn new(tag: &str) -> Self {
        let id = std::process::id();
        let pair = Self { a: format!("adp{id}{tag}a"), b: format!("adp{id}{tag}b") };
        for (name, end) in [(&pair.a, 0), (&pair.b, 1)] {
            run("ip", &["netns", "add", name]);
            run("ip", &["-n", name, "link", "set", "lo", "up"]);
            if end == 0 {
                continue;
            }
            run("ip", &["-n", &pair.a, "link", "add", "veth0", "type", "veth", "peer", "name", "veth0", "netns", name]);
        }
        for (name, address) in [(&pair.a, OUTER[0]), (&pair.b, OUTER[1])] {
            run("ip", &["-n", name, "addr", "add", &format!("{address}/24"), "dev", "veth0"]);
            run("ip", &["-n", name, "link", "set", "veth0", "up"]);
        }
        pair
    }

    pub fn names(&self) -> [&str; 2] {
        [&self.a, &self.b]
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        for name in [&self.a, &self.b] {
            let _ = Command::new("ip").args(["netns", "del", name]).output();
        }
    }
}

/// Runs a program, which must succeed, and gives what it printed.
pub fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {text}{errors}");
    text
}

/// Runs `work` on a thread inside a namespace.
pub fn inside<T: Send + 'static>(
    namespace: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> std::thread::JoinHandle<T> {
    let path = format!("/run/netns/{namespace}");
    std::thread::spawn(move || {
        let namespace = std::fs::File::open(path).unwrap();
        let kind = Some(rustix::thread::LinkNameSpaceType::Network);
        rustix::thread::move_into_link_name_space(std::os::fd::AsFd::as_fd(&namespace), kind).unwrap();
        work()
    })
}

/// Two connected sockets, one in each namespace.
pub fn connected(pair: &Pair, transport: Transport) -> [OwnedFd; 2] {
    let [a, b] = OUTER.map(|address| SocketAddr::new(address.parse().unwrap(), 4000));
    match transport {
        Transport::Udp => [(&pair.a, a, b), (&pair.b, b, a)].map(|(namespace, local, remote)| {
            inside(namespace, move || {
                let socket = std::net::UdpSocket::bind(local).unwrap();
                socket.connect(remote).unwrap();
                OwnedFd::from(socket)
            })
            .join()
            .unwrap()
        }),
        Transport::Tcp => {
            let listener = inside(&pair.b, move || std::net::TcpListener::bind(b).unwrap()).join().unwrap();
            let client = inside(&pair.a, move || std::net::TcpStream::connect(b).unwrap());
            let (server, _) = listener.accept().unwrap();
            [OwnedFd::from(client.join().unwrap()), OwnedFd::from(server)]
        }
    }
}
