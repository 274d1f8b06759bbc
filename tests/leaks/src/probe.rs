//! Whether the tunnel carries packets, fifty times in a second.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddrV4},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use socket2::{Domain, Protocol, SockAddr, Socket, Type};

/// Between two echo requests.
const EVERY: Duration = Duration::from_millis(20);
/// Types of ICMP messages (RFC 792).
const REQUEST: u8 = 8;
const REPLY: u8 = 0;

/// Sends an echo request every 20 ms until standard input ends, and prints for each reply how long it took, in microseconds.
///
/// # Errors
/// Not root, or standard output is gone.
pub(crate) fn echo(address: Ipv4Addr) -> Result<()> {
    let socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4))?;
    socket.set_nonblocking(true)?;
    let (stop, stopped) = mpsc::channel();
    thread::spawn(move || {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        let _ = stop.send(());
    });
    let target = SockAddr::from(SocketAddrV4::new(address, 0));
    let [_, _, high, low] = std::process::id().to_be_bytes();
    let mut sent = vec![None; usize::from(u16::MAX) + 1];
    let mut out = io::stdout().lock();
    let mut due = Instant::now();
    let mut number = 0_u16;
    while stopped.recv_timeout(Duration::from_millis(1)).is_err() {
        if due <= Instant::now() {
            due += EVERY;
            number = number.wrapping_add(1);
            if let Some(at) = sent.get_mut(usize::from(number)) {
                *at = Some(Instant::now());
            }
            // Refused by the firewall while there is no tunnel.
            let _ = socket.send_to(&request([high, low], number), &target);
        }
        let mut packet = [0; 256];
        while let Ok(length) = (&socket).read(&mut packet) {
            let Some(number) = packet.get(..length).and_then(|packet| reply(packet, [high, low])) else { continue };
            if let Some(at) = sent.get_mut(usize::from(number)).and_then(Option::take) {
                writeln!(out, "{}", at.elapsed().as_micros())?;
                out.flush()?;
            }
        }
    }
    Ok(())
}

fn request([high, low]: [u8; 2], number: u16) -> [u8; 8] {
    let [first, second] = number.to_be_bytes();
    // The checksum of RFC 1071: all 16-bit words add up to zero.
    let words =
        [u32::from(u16::from_be_bytes([REQUEST, 0])), u32::from(u16::from_be_bytes([high, low])), u32::from(number)];
    let sum: u32 = words.iter().sum();
    let folded = (sum & 0xffff) + (sum >> 16);
    let [_, _, one, two] = (!((folded & 0xffff) + (folded >> 16))).to_be_bytes();
    [REQUEST, 0, one, two, high, low, first, second]
}

/// The number of the request that this packet, with its IPv4 header, replies to.
fn reply(packet: &[u8], mine: [u8; 2]) -> Option<u16> {
    let header = usize::from(packet.first()? & 0x0f) * 4;
    match packet.get(header..header + 8)? {
        [REPLY, 0, _, _, high, low, first, second] if [*high, *low] == mine => {
            Some(u16::from_be_bytes([*first, *second]))
        }
        _ => None,
    }
}

/// An answered echo request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    /// When the request was sent.
    pub(crate) sent: Instant,
    /// When the reply was there.
    pub(crate) received: Instant,
}

/// Echo requests under way.
pub(crate) struct Probe {
    child: Child,
    answers: mpsc::Receiver<Answer>,
}

impl Probe {
    /// Begins to ask `address`. The command runs this program where it is asked from.
    ///
    /// # Errors
    /// It does not start.
    pub(crate) fn begin(mut command: Command, address: &str) -> Result<Self> {
        command.args(["--probe", "echo", address]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("start a probe")?;
        let lines = BufReader::new(child.stdout.take().context("output")?).lines();
        let (told, answers) = mpsc::channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let received = Instant::now();
                let took = Duration::from_micros(line.parse().unwrap_or_default());
                let _ = told.send(Answer { sent: received.checked_sub(took).unwrap_or(received), received });
            }
        });
        Ok(Self { child, answers })
    }

    /// The next answer, if there is one until then.
    pub(crate) fn next(&self, until: Instant) -> Option<Answer> {
        self.answers.recv_timeout(until.saturating_duration_since(Instant::now())).ok()
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
