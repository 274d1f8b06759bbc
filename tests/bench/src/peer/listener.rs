//! Where clients come from: each as a connected socket, as the driver takes it.

use std::{io, net::SocketAddr, os::fd::OwnedFd};

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, UdpSocket};
use vpn_api::Transport;

/// More than any datagram that begins a connection has, in bytes.
const LONGEST_FIRST: usize = 4096;

pub(super) enum Listener {
    Udp(UdpSocket),
    Tcp(TcpListener),
}

/// A client that has just come.
pub(super) struct Guest {
    /// Connected to it.
    pub(super) socket: OwnedFd,
    pub(super) from: SocketAddr,
    /// What it said already, over UDP.
    pub(super) first: Option<Vec<u8>>,
}

impl Listener {
    /// Must be called inside of an event loop.
    pub(super) fn bind(transport: Transport, address: SocketAddr) -> io::Result<Self> {
        Ok(match transport {
            Transport::Udp => Self::Udp(UdpSocket::from_std(datagrams(address)?.into())?),
            Transport::Tcp => {
                let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
                socket.set_reuse_address(true)?;
                socket.set_nonblocking(true)?;
                socket.bind(&address.into())?;
                socket.listen(8)?;
                Self::Tcp(TcpListener::from_std(socket.into())?)
            }
        })
    }

    pub(super) fn address(&self) -> io::Result<SocketAddr> {
        match self {
            Self::Udp(socket) => socket.local_addr(),
            Self::Tcp(listener) => listener.local_addr(),
        }
    }

    /// Waits for the next client. May be given up at any time.
    pub(super) async fn accept(&self) -> io::Result<Guest> {
        match self {
            Self::Udp(listening) => {
                let mut first = vec![0; LONGEST_FIRST];
                let (length, from) = listening.recv_from(&mut first).await?;
                first.truncate(length);
                // Bound to the same address, and connected: what the client sends goes here, and everybody else's to the
                // listening socket.
                let socket = datagrams(listening.local_addr()?)?;
                socket.connect(&from.into())?;
                Ok(Guest { socket: socket.into(), from, first: Some(first) })
            }
            Self::Tcp(listener) => {
                let (stream, from) = listener.accept().await?;
                Ok(Guest { socket: stream.into_std()?.into(), from, first: None })
            }
        }
    }
}

fn datagrams(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    Ok(socket)
}
