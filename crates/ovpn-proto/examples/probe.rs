//! Connects to a server with a profile, without a tunnel device: prints the phases and the tunnel's configuration, and sends
//! ICMP echo requests inside the tunnel.
//!
//! ```text
//! probe FILE.ovpn [--user U] [--password P] [--passphrase P] [--seconds N] [--ping ADDRESS] [--bits IV_PROTO]
//! ```
//!
//! The last line tells how many echoes came back; the exit code is 0 if all but the first two did.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::wildcard_enum_match_arm,
    reason = "an example does what the pure crate must not: it has a clock, sockets and an output"
)]

use std::{
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream, ToSocketAddrs, UdpSocket},
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Context, bail};
use ovpn_proto::{
    peer_info::proto,
    provider::{ClientInfo, OpenVpnProvider},
};
use vpn_api::{
    CloseReason, Entropy, Input, LinkError, LinkId, Opened, Output, ProtocolProvider, Secrets, SessionEvent,
    SessionParams, Settings, Transport, TunnelConfig, VpnSession,
};

struct System;

impl Entropy for System {
    fn fill(&mut self, buffer: &mut [u8]) {
        if aws_lc_rs::rand::fill(buffer).is_err() {
            std::process::abort();
        }
    }
}

enum Link {
    Udp(UdpSocket),
    Tcp(TcpStream, Vec<u8>),
}

impl Link {
    fn open(transport: Transport, remote: SocketAddr) -> std::io::Result<Self> {
        match transport {
            Transport::Udp => {
                let any: SocketAddr = if remote.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" }.parse().unwrap_or(remote);
                let socket = UdpSocket::bind(any)?;
                socket.connect(remote)?;
                Ok(Self::Udp(socket))
            }
            Transport::Tcp => {
                let stream = TcpStream::connect_timeout(&remote, Duration::from_secs(5))?;
                stream.set_nodelay(true)?;
                Ok(Self::Tcp(stream, Vec::new()))
            }
        }
    }

    fn send(&mut self, frame: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Udp(socket) => socket.send(frame).map(|_| ()),
            Self::Tcp(stream, _) => {
                let mut bytes = u16::try_from(frame.len()).unwrap_or(u16::MAX).to_be_bytes().to_vec();
                bytes.extend_from_slice(frame);
                stream.write_all(&bytes)
            }
        }
    }

    /// Waits for frames until `wait` is over.
    fn receive(&mut self, wait: Duration) -> std::io::Result<Vec<Vec<u8>>> {
        let wait = wait.max(Duration::from_millis(1));
        let mut buffer = vec![0; 65536];
        let quiet = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut => Ok(0),
            _ => Err(error),
        };
        match self {
            Self::Udp(socket) => {
                socket.set_read_timeout(Some(wait))?;
                let length = socket.recv(&mut buffer).or_else(quiet)?;
                buffer.truncate(length);
                Ok(if length > 0 { vec![buffer] } else { Vec::new() })
            }
            Self::Tcp(stream, pending) => {
                stream.set_read_timeout(Some(wait))?;
                let length = match stream.read(&mut buffer) {
                    Ok(0) => return Err(std::io::ErrorKind::UnexpectedEof.into()),
                    other => other.or_else(quiet)?,
                };
                pending.extend_from_slice(buffer.get(..length).unwrap_or_default());
                let mut frames = Vec::new();
                while let Some(head) = pending.first_chunk::<2>() {
                    let end = 2 + usize::from(u16::from_be_bytes(*head));
                    let Some(frame) = pending.get(2..end) else { break };
                    frames.push(frame.to_vec());
                    pending.drain(..end);
                }
                Ok(frames)
            }
        }
    }
}

#[derive(Default)]
struct Arguments {
    file: String,
    secrets: Secrets,
    seconds: u64,
    ping: Option<Ipv4Addr>,
    bits: Option<u32>,
}

fn arguments() -> anyhow::Result<Arguments> {
    let mut found = Arguments { seconds: 3, ..Arguments::default() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("{word} needs a value"));
        match word.as_str() {
            "--user" => found.secrets.username = Some(value()?),
            "--password" => found.secrets.password = Some(value()?.as_str().into()),
            "--passphrase" => found.secrets.key_passphrase = Some(value()?.as_str().into()),
            "--seconds" => found.seconds = value()?.parse()?,
            "--ping" => found.ping = Some(value()?.parse()?),
            "--bits" => found.bits = Some(value()?.parse()?),
            _ => found.file = word,
        }
    }
    Ok(found)
}

fn main() -> anyhow::Result<()> {
    let arguments = arguments()?;
    let text = std::fs::read(&arguments.file).context("the profile cannot be read")?;
    let parsed = match ovpn_profile::parse(&text, &ovpn_profile::NoSideFiles).outcome {
        Ok(parsed) => parsed,
        Err(rejected) => bail!("{rejected:?}"),
    };
    let settings = Settings::new(parsed.profile);
    let client = ClientInfo { version: "0.1.0".into(), platform: "linux".into() };
    let provider = OpenVpnProvider::new(client).announcing(arguments.bits.unwrap_or(proto::SUPPORTED));
    let servers = provider.servers(&settings, &mut System)?;
    let server = servers.into_iter().next().context("no server")?;
    let address = (server.host.as_str(), server.port).to_socket_addrs()?.next().context("no address")?;
    let mut params = SessionParams {
        settings,
        server: Box::new(server),
        address,
        secrets: arguments.secrets.clone(),
        unix_time: SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?,
        now: Instant::now(),
        carried: None,
    };
    let session = provider.session(&mut params, Box::new(System))?;
    Probe::new(session, arguments).run()
}

struct Probe {
    session: Box<dyn VpnSession>,
    arguments: Arguments,
    began: Instant,
    link: Option<Link>,
    echo: Option<(Ipv4Addr, Ipv4Addr)>,
    sent: u16,
    returned: u16,
    rekeys: u32,
    closed: Option<vpn_api::Failure>,
}

impl Probe {
    fn new(session: Box<dyn VpnSession>, arguments: Arguments) -> Self {
        let began = Instant::now();
        Self { session, arguments, began, link: None, echo: None, sent: 0, returned: 0, rekeys: 0, closed: None }
    }

    fn run(mut self) -> anyhow::Result<()> {
        self.input(Input::Start);
        let end = self.began + Duration::from_secs(self.arguments.seconds);
        let mut next_echo = self.began;
        let mut closing = false;
        while self.closed.is_none() {
            let now = Instant::now();
            if now >= end && !closing {
                closing = true;
                self.input(Input::Close(CloseReason::User));
                continue;
            }
            if self.session.poll_timeout().is_some_and(|deadline| deadline.at <= now) {
                self.input(Input::Timeout);
            }
            if self.echo.is_some() && now >= next_echo && !closing && now + Duration::from_millis(300) < end {
                self.send_echo()?;
                next_echo = now + Duration::from_millis(100);
            }
            let until = [self.session.poll_timeout().map(|deadline| deadline.at), Some(next_echo), Some(end)];
            let wait = until.iter().flatten().map(|at| at.saturating_duration_since(now)).min().unwrap_or_default();
            let wait = wait.clamp(Duration::from_millis(1), Duration::from_millis(100));
            let Some(link) = &mut self.link else {
                std::thread::sleep(wait);
                continue;
            };
            match link.receive(wait) {
                Ok(frames) => frames.into_iter().for_each(|frame| self.received(frame)),
                Err(error) => {
                    self.link = None;
                    let error = match error.kind() {
                        std::io::ErrorKind::ConnectionRefused => LinkError::Refused,
                        std::io::ErrorKind::UnexpectedEof => LinkError::Closed,
                        _ => LinkError::System((&error).into()),
                    };
                    self.input(Input::LinkDown(LinkId(0), error));
                }
            }
        }
        println!("echoes {} of {} came back, {} rekeys", self.returned, self.sent, self.rekeys);
        if self.sent > 0 && self.returned + 2 >= self.sent { Ok(()) } else { bail!("the tunnel did not work") }
    }

    fn input(&mut self, input: Input<'_>) {
        self.session.handle(Instant::now(), input);
        self.drain();
    }

    fn drain(&mut self) {
        while let Some(output) = self.session.poll() {
            let at = self.began.elapsed().as_millis();
            match output {
                Output::OpenLink(id, spec) => match Link::open(spec.transport, spec.remote) {
                    Ok(link) => {
                        self.link = Some(link);
                        self.input(Input::LinkUp(id));
                    }
                    Err(error) => self.input(Input::LinkDown(id, LinkError::System((&error).into()))),
                },
                Output::CloseLink(_) => self.link = None,
                Output::DataLink(_) | Output::Resolve(..) | Output::RoundTrip(_) => {}
                Output::Transmit(_, frame) | Output::Probe(_, frame) => {
                    if let Some(link) = &mut self.link
                        && let Err(error) = link.send(&frame)
                    {
                        println!("{at:>6} ms  send: {error}");
                    }
                }
                Output::Event(event) => self.event(at, event),
            }
        }
    }

    fn event(&mut self, at: u128, event: SessionEvent) {
        match event {
            SessionEvent::Closed(failure) => {
                println!("{at:>6} ms  closed: {failure}, then {:?}", failure.retry);
                self.closed = Some(failure);
            }
            SessionEvent::Configured(config) => {
                println!("{at:>6} ms  {config:#?}");
                self.echo = echo_pair(&config, self.arguments.ping);
            }
            SessionEvent::Rekeyed => {
                self.rekeys += 1;
                println!("{at:>6} ms  new keys");
            }
            SessionEvent::Progress(phase) => println!("{at:>6} ms  {phase:?}"),
            SessionEvent::Note(text) => println!("{at:>6} ms  note: {text}"),
            SessionEvent::Prompt(_, prompt) => println!("{at:>6} ms  {prompt:?}"),
            SessionEvent::Silent { seconds } => println!("{at:>6} ms  silent for {seconds} s"),
            SessionEvent::Answers => println!("{at:>6} ms  answers again"),
        }
    }

    fn received(&mut self, mut frame: Vec<u8>) {
        match self.session.data_channel().open_in_place(Instant::now(), vpn_api::LinkId(0), &mut frame) {
            Opened::Packet(range) => {
                // An echo reply: protocol 1, type 0.
                let packet = frame.get(range).unwrap_or_default();
                if packet.get(9) == Some(&1) && packet.get(20) == Some(&0) {
                    self.returned += 1;
                }
            }
            Opened::Control => {
                self.session.handle(Instant::now(), Input::Received(LinkId(0), &frame));
            }
            Opened::Several | Opened::Consumed => {}
            Opened::Dropped(reason) => println!("dropped: {reason:?}"),
        }
        self.drain();
    }

    fn send_echo(&mut self) -> anyhow::Result<()> {
        let Some((from, to)) = self.echo else { return Ok(()) };
        self.sent += 1;
        let packet = echo_request(from, to, self.sent);
        let overhead = self.session.data_channel().overhead();
        let mut buffer = vec![0; overhead.head + packet.len() + overhead.tail];
        if let Some(room) = buffer.get_mut(overhead.head..overhead.head + packet.len()) {
            room.copy_from_slice(&packet);
        }
        let length = self.session.data_channel().seal_in_place(Instant::now(), &mut buffer, packet.len())?;
        buffer.truncate(length);
        if let Some(link) = &mut self.link {
            link.send(&buffer)?;
        }
        self.drain();
        Ok(())
    }
}

/// Our address, and the one to ping: the first host of the network unless told.
fn echo_pair(config: &TunnelConfig, ping: Option<Ipv4Addr>) -> Option<(Ipv4Addr, Ipv4Addr)> {
    let net = config.addresses.iter().find(|net| net.addr().is_ipv4())?;
    let IpAddr::V4(from) = net.addr() else { return None };
    let [a, b, c, _] = from.octets();
    Some((from, ping.unwrap_or(Ipv4Addr::new(a, b, c, 1))))
}

/// An ICMP echo request in an IPv4 packet (RFC 791, RFC 792).
fn echo_request(from: Ipv4Addr, to: Ipv4Addr, sequence: u16) -> Vec<u8> {
    let mut icmp = vec![8, 0, 0, 0, 0xad, 0x17];
    icmp.extend_from_slice(&sequence.to_be_bytes());
    icmp.extend_from_slice(b"adit");
    let sum = checksum(&icmp);
    icmp.splice(2..4, sum.to_be_bytes());
    let length = 20 + icmp.len() as u16;
    let mut packet = vec![0x45, 0];
    packet.extend_from_slice(&length.to_be_bytes());
    packet.extend_from_slice(&[0, 0, 0x40, 0, 64, 1, 0, 0]);
    packet.extend_from_slice(&from.octets());
    packet.extend_from_slice(&to.octets());
    let sum = checksum(&packet);
    packet.splice(10..12, sum.to_be_bytes());
    packet.extend_from_slice(&icmp);
    packet
}

/// RFC 1071.
fn checksum(bytes: &[u8]) -> u16 {
    let sum: u32 = bytes
        .chunks(2)
        .map(|pair| match pair {
            [a, b] => u32::from(u16::from_be_bytes([*a, *b])),
            [a] => u32::from(*a) << 8,
            _ => 0,
        })
        .sum();
    let folded = (sum & 0xffff) + (sum >> 16);
    !((folded & 0xffff) as u16 + (folded >> 16) as u16)
}
