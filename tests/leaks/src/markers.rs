//! Packets with a mark in their payload, one kind for each way that traffic could take past a tunnel.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    mem::MaybeUninit,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
    os::fd::AsFd,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use rustix::net::{AddressFamily, Protocol, SocketFlags, SocketType, recv, socket_with};
use socket2::{Domain, Socket, Type};

/// Begins each marker's payload.
const MARK: &[u8; 8] = b"ADITMARK";
/// Markers of each kind in a second.
pub(crate) const RATE: u32 = 50;
/// `ETH_P_ALL` of linux/if_ether.h, as the kernel wants it.
const ALL_FRAMES: u16 = 0x0003_u16.to_be();
/// An IP protocol for experiments (RFC 3692).
const EXPERIMENT: i32 = 253;

/// A way that a packet can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// To an IPv4 address of the internet.
    V4,
    /// To an IPv6 address of the internet.
    V6,
    /// To a name server of the internet.
    Dns,
    /// To the name server of the local network.
    DnsOfNetwork,
    /// To the VPN server's address at another port.
    ServerPort,
    /// To the VPN server's address and port, from another process.
    Server,
    /// Bound to the device of the uplink.
    Bound,
    /// To a neighbour in a private network.
    Lan,
    /// From another machine or a container, passing through.
    Forwarded,
    /// From a raw socket, of another protocol than TCP and UDP.
    Raw,
    /// IPv4 multicast at the uplink.
    Multicast,
    /// IPv6 multicast at the uplink.
    Multicast6,
}

impl Kind {
    /// All kinds that the machine itself sends.
    pub(crate) const OWN: [Self; 11] = [
        Self::V4,
        Self::V6,
        Self::Dns,
        Self::DnsOfNetwork,
        Self::ServerPort,
        Self::Server,
        Self::Bound,
        Self::Lan,
        Self::Raw,
        Self::Multicast,
        Self::Multicast6,
    ];
    /// All kinds in the table's order.
    pub(crate) const ALL: [Self; 12] = [
        Self::V4,
        Self::V6,
        Self::Dns,
        Self::DnsOfNetwork,
        Self::ServerPort,
        Self::Server,
        Self::Bound,
        Self::Lan,
        Self::Forwarded,
        Self::Raw,
        Self::Multicast,
        Self::Multicast6,
    ];

    /// The table's heading.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::V4 => "v4",
            Self::V6 => "v6",
            Self::Dns => "dns",
            Self::DnsOfNetwork => "dns-lan",
            Self::ServerPort => "srv-port",
            Self::Server => "server",
            Self::Bound => "bound",
            Self::Lan => "lan",
            Self::Forwarded => "forward",
            Self::Raw => "raw",
            Self::Multicast => "mcast4",
            Self::Multicast6 => "mcast6",
        }
    }

    fn number(self) -> u8 {
        Self::ALL.iter().position(|kind| *kind == self).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
    }

    fn target(self) -> SocketAddr {
        let v4 = |a, b, c, d| IpAddr::V4(Ipv4Addr::new(a, b, c, d));
        let v6 = |group, last| IpAddr::V6(Ipv6Addr::new(group, 0xdb8, 0xbeef, 0, 0, 0, 0, last));
        match self {
            Self::V4 | Self::Bound | Self::Forwarded | Self::Raw => (v4(203, 0, 113, 9), 9999),
            Self::V6 => (v6(0x2001, 9), 9999),
            Self::Dns => (v4(203, 0, 113, 53), 53),
            Self::DnsOfNetwork => (v4(192, 0, 2, 53), 53),
            Self::ServerPort => (v4(198, 51, 100, 2), 9),
            Self::Server => (v4(198, 51, 100, 2), 1194),
            Self::Lan => (v4(10, 99, 0, 7), 9999),
            Self::Multicast => (v4(239, 1, 2, 3), 9999),
            Self::Multicast6 => (v6(0xff05, 9), 9999),
        }
        .into()
    }
}

/// Sends markers of these kinds until standard input ends, then prints how many of each were tried and how many the system
/// took.
///
/// # Errors
/// Standard output is gone.
pub(crate) fn send(kinds: &[Kind], interface: &str) -> Result<()> {
    let (stop, stopped) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        let _ = stop.send(());
    });
    let mut counts: BTreeMap<Kind, (u32, u32)> = BTreeMap::new();
    let begin = Instant::now();
    for number in 0_u32.. {
        let due = begin + Duration::from_secs(1) / RATE * number;
        if stopped.recv_timeout(due.saturating_duration_since(Instant::now())).is_ok() {
            break;
        }
        for kind in kinds {
            let (tried, taken) = counts.entry(*kind).or_default();
            *tried += 1;
            *taken += u32::from(send_one(*kind, number, interface).is_ok());
        }
    }
    let mut out = io::stdout().lock();
    for (kind, (tried, taken)) in counts {
        writeln!(out, "{} {tried} {taken}", kind.name())?;
    }
    Ok(())
}

/// A socket of its own for each marker: a new flow, as a program that starts now.
fn send_one(kind: Kind, number: u32, interface: &str) -> io::Result<()> {
    let mut payload = MARK.to_vec();
    payload.push(kind.number());
    payload.extend(number.to_be_bytes());
    let target = kind.target();
    match kind {
        Kind::Raw => {
            let socket = Socket::new(Domain::IPV4, Type::RAW, Some(EXPERIMENT.into()))?;
            socket.set_nonblocking(true)?;
            socket.send_to(&payload, &target.into())?;
        }
        Kind::Bound => {
            let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
            socket.bind_device(Some(interface.as_bytes()))?;
            socket.send_to(&payload, &target.into())?;
        }
        Kind::Multicast | Kind::Multicast6 => {
            let socket = Socket::new(Domain::for_address(target), Type::DGRAM, None)?;
            socket.bind_device(Some(interface.as_bytes()))?;
            socket.send_to(&payload, &target.into())?;
        }
        Kind::V4
        | Kind::V6
        | Kind::Dns
        | Kind::DnsOfNetwork
        | Kind::ServerPort
        | Kind::Server
        | Kind::Lan
        | Kind::Forwarded => {
            let any: SocketAddr =
                if target.is_ipv4() { (Ipv4Addr::UNSPECIFIED, 0).into() } else { (Ipv6Addr::UNSPECIFIED, 0).into() };
            UdpSocket::bind(any)?.send_to(&payload, target)?;
        }
    }
    Ok(())
}

/// Looks at every frame of every interface of this host until standard input ends, then prints how many different markers of
/// each kind were seen. A frame that passes through is seen twice and counted once.
///
/// # Errors
/// Not root.
pub(crate) fn listen() -> Result<()> {
    let protocol = Protocol::from_raw(std::num::NonZeroU32::new(u32::from(ALL_FRAMES)).context("a protocol")?);
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = socket_with(AddressFamily::PACKET, SocketType::RAW, flags, Some(protocol))?;
    let (stop, stopped) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        let _ = stop.send(());
    });
    writeln!(io::stdout(), "ready")?;
    let mut seen: BTreeMap<u8, std::collections::BTreeSet<u32>> = BTreeMap::new();
    let mut last = false;
    loop {
        while let Some((kind, number)) = read_one(&socket)? {
            if let (Some(kind), Some(number)) = (kind, number) {
                seen.entry(kind).or_default().insert(number);
            }
        }
        if last {
            break;
        }
        last = stopped.recv_timeout(Duration::from_millis(2)).is_ok();
    }
    let mut out = io::stdout().lock();
    for kind in Kind::ALL {
        writeln!(out, "{} {}", kind.name(), seen.get(&kind.number()).map_or(0, |numbers| numbers.len()))?;
    }
    Ok(())
}

/// Whether an Ethernet frame holds a message of ICMP or ICMPv6.
fn is_error(frame: &[u8]) -> bool {
    let protocol = match frame.get(12..14) {
        Some([0x08, 0x00]) => frame.get(23),
        Some([0x86, 0xdd]) => frame.get(20),
        Some(_) | None => None,
    };
    matches!(protocol, Some(1 | 58))
}

/// The next frame's mark, if there is a frame.
fn read_one(socket: &impl AsFd) -> Result<Option<(Option<u8>, Option<u32>)>> {
    let mut frame = [MaybeUninit::uninit(); 2048];
    let ((frame, _), _) = match recv(socket, &mut frame, rustix::net::RecvFlags::empty()) {
        Ok(received) => received,
        Err(rustix::io::Errno::AGAIN) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // An error quotes the packet that it is about, up to seconds later.
    if is_error(frame) {
        return Ok(Some((None, None)));
    }
    let at = frame.windows(MARK.len()).position(|bytes| bytes == MARK);
    let mark = at.and_then(|at| frame.get(at + MARK.len()..));
    let kind = mark.and_then(|mark| mark.first().copied());
    let number = mark.and_then(|mark| mark.get(1..)?.first_chunk::<4>().map(|bytes| u32::from_be_bytes(*bytes)));
    Ok(Some((kind, number)))
}
