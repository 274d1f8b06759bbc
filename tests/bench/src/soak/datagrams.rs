//! Numbered datagrams whose content follows from their number.

use std::{
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket},
    os::fd::AsRawFd,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use socket2::{Domain, Protocol, SockRef, Socket, Type};

use super::streams::Noise;

/// Bytes of a datagram: its number at least.
const SIZES: [usize; 5] = [1200, 1001, 333, 64, 8];
/// Datagrams of one size in a row, which the kernel takes as one.
const RUN: usize = 20;

/// What a listener heard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Datagrams.
    pub datagrams: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Those whose content was not that of their number.
    pub wrong: u64,
    /// Those that came behind one with a higher number, or twice.
    pub late: u64,
}

/// Sends about so many bytes as datagrams of all sizes, at about so many bytes per second. Gives the number of datagrams.
///
/// # Errors
/// The socket cannot be made.
pub fn talk(to: SocketAddr, bytes: u64, rate: u64) -> Result<u64> {
    let any = if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(any)?;
    socket.connect(to)?;
    let (began, mut number, mut sent) = (Instant::now(), 0u64, 0u64);
    for size in SIZES.into_iter().cycle() {
        if sent >= bytes {
            break;
        }
        let mut run = vec![0; size * RUN];
        for datagram in run.chunks_mut(size) {
            content(number, datagram);
            number += 1;
        }
        segmented(&socket, size)?;
        match socket.send(&run) {
            Ok(_) => {}
            // What a full queue or a peer that is not there says.
            Err(error) if matches!(error.raw_os_error(), Some(libc::ENOBUFS | libc::ECONNREFUSED)) => {}
            Err(error) => return Err(error).context("send"),
        }
        sent += run.len() as u64;
        let due = Duration::from_secs_f64(sent as f64 / rate as f64);
        std::thread::sleep(due.saturating_sub(began.elapsed()));
    }
    Ok(number)
}

/// Listens until nothing has come for `silence`, once something has.
///
/// # Errors
/// The address is taken, or nothing comes within a minute.
pub fn listen(at: SocketAddr, silence: Duration) -> Result<Heard> {
    let socket = UdpSocket::bind(at)?;
    let _ = SockRef::from(&socket).set_recv_buffer_size(8 << 20);
    socket.set_read_timeout(Some(Duration::from_secs(60)))?;
    let (mut heard, mut next) = (Heard::default(), 0);
    let (mut buffer, mut expected) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        let count = match socket.recv(&mut buffer) {
            Ok(count) => count,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => break,
            Err(error) => return Err(error).context("receive"),
        };
        if heard.datagrams == 0 {
            socket.set_read_timeout(Some(silence))?;
        }
        let (Some(datagram), Some(expected)) = (buffer.get(..count), expected.get_mut(..count)) else { continue };
        heard.datagrams += 1;
        heard.bytes += count as u64;
        let number = datagram.first_chunk().map(|number| u64::from_be_bytes(*number));
        content(number.unwrap_or_default(), expected);
        if number.is_none() || datagram != expected {
            heard.wrong += 1;
        }
        let number = number.unwrap_or_default();
        heard.late += u64::from(number < next);
        next = next.max(number + 1);
    }
    ensure!(heard.datagrams > 0, "nothing came to {at}");
    Ok(heard)
}

/// Sends `count` datagrams whose checksum is wrong, and as many segments of no connection with a wrong one. Needs root.
///
/// # Errors
/// No right to make such a socket.
pub fn corrupt(to: SocketAddrV4, count: u16) -> Result<()> {
    let from = UdpSocket::bind("0.0.0.0:0").and_then(|socket| {
        socket.connect(to)?;
        socket.local_addr()
    })?;
    let SocketAddr::V4(from) = from else { return Ok(()) };
    // The protocol number of a socket whose packets have their IP header (raw(7)).
    let socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::from(libc::IPPROTO_RAW)))?;
    for number in 0..count {
        for protocol in [17, 6] {
            let packet = corrupt_packet(protocol, (*from.ip(), from.port()), (*to.ip(), to.port()), number);
            socket.send_to(&packet, &SocketAddr::V4(to).into())?;
        }
    }
    Ok(())
}

/// The kernel puts the IP header's checksum and nothing else.
fn corrupt_packet(protocol: u8, from: (Ipv4Addr, u16), to: (Ipv4Addr, u16), number: u16) -> Vec<u8> {
    let transport = if protocol == 17 { 8 } else { 20 };
    let len = 20 + transport + 4;
    let mut packet = vec![0x45, 0, 0, len as u8, 0, 1, 0x40, 0, 64, protocol, 0, 0];
    packet.extend([from.0.octets(), to.0.octets()].concat());
    packet.extend([from.1, to.1].map(u16::to_be_bytes).concat());
    // Nothing that these packets could hold has this checksum; it is not zero, which would mean none.
    let wrong = [0xba, 0xad];
    if protocol == 17 {
        packet.extend([0, 12, wrong[0], wrong[1]]);
    } else {
        packet.extend([0, 0, 0, 1, 0, 0, 0, 0, 0x50, 0x10, 1, 0, wrong[0], wrong[1], 0, 0]);
    }
    packet.extend([0xff, 0xff]);
    packet.extend(number.to_be_bytes());
    packet
}

fn content(number: u64, datagram: &mut [u8]) {
    Noise::new(number).fill(datagram);
    for (byte, value) in datagram.iter_mut().zip(number.to_be_bytes()) {
        *byte = value;
    }
}

/// Lets the kernel cut what is sent into datagrams of `size` bytes.
fn segmented(socket: &UdpSocket, size: usize) -> Result<()> {
    let size = libc::c_int::try_from(size)?;
    // SAFETY: a live number and its length.
    let result =
        unsafe { libc::setsockopt(socket.as_raw_fd(), libc::SOL_UDP, libc::UDP_SEGMENT, (&raw const size).cast(), 4) };
    ensure!(result == 0, "UDP_SEGMENT: {}", std::io::Error::last_os_error());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_heard_and_what_is_wrong_is_told() {
        let address = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).unwrap();
        let listening = std::thread::spawn(move || listen(address, Duration::from_millis(300)));
        std::thread::sleep(Duration::from_millis(100));
        let sent = talk(address, 500_000, 5_000_000).unwrap();
        let other = UdpSocket::bind("127.0.0.1:0").unwrap();
        for wrong in [&[0; 20][..], &[1, 2, 3]] {
            other.send_to(wrong, address).unwrap();
        }
        let heard = listening.join().unwrap().unwrap();
        assert_eq!((heard.datagrams, heard.wrong, heard.late), (sent + 2, 2, 2));
    }
}
