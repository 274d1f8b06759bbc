//! Datagrams one by one, as every system can move them.

use std::{
    io,
    net::{SocketAddr, UdpSocket},
    pin::Pin,
    task::{Context, Poll},
};

use socket2::SockRef;
use tokio::io::Interest;
use vpn_api::{FallbackReason, LinkPath};

use super::{Batching, Fallbacks, Manner, Received};
use crate::buffers::{Outbox, ReceiveBatch};

/// A connected datagram socket.
pub(crate) struct Socket(tokio::net::UdpSocket);

impl Socket {
    /// Registers a connected, non-blocking socket with the current event loop.
    pub(crate) fn new(socket: socket2::Socket) -> io::Result<Self> {
        tokio::net::UdpSocket::from_std(UdpSocket::from(socket)).map(Self)
    }

    pub(crate) fn take_error(&self) -> io::Result<Option<io::Error>> {
        self.0.take_error()
    }

    /// For its options.
    pub(crate) fn reference(&self) -> SockRef<'_> {
        SockRef::from(&self.0)
    }

    pub(crate) fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<()> {
        self.0.poll_recv_ready(cx).map(drop)
    }

    /// Never ends: an error shows up when the socket is used.
    pub(crate) fn failed(&self) -> Pin<Box<dyn Future<Output = ()>>> {
        Box::pin(std::future::pending())
    }

    /// Receives one datagram, if there is one.
    pub(crate) fn receive_one(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.try_io(Interest::READABLE, || io::Read::read(&mut &*SockRef::from(&self.0), buffer))
    }

    /// Sends one datagram. `WouldBlock`: [`Self::poll_writable`] tells when there is room again.
    pub(crate) fn send_one(&mut self, frame: &[u8]) -> io::Result<usize> {
        self.0.try_send(frame)
    }

    pub(crate) fn poll_writable(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.0.poll_send_ready(cx).map(drop)
    }

    /// Our address and the other end's.
    pub(crate) fn addresses(&self) -> Option<(SocketAddr, SocketAddr)> {
        Some((self.0.local_addr().ok()?, self.0.peer_addr().ok()?))
    }
}

/// There are none on this system.
pub(crate) struct Messages(());

impl Messages {
    /// Notes that there are none.
    pub(crate) fn new(_socket: &socket2::Socket, _best: Batching, fallbacks: &mut Fallbacks) -> (Self, Batching) {
        fallbacks.note(FallbackReason::BatchesUnknown, String::new());
        (Self(()), Batching::Single)
    }

    pub(crate) fn manner(&self) -> Manner {
        Manner::both(LinkPath::Single)
    }

    pub(crate) fn send(
        &mut self,
        socket: &mut Socket,
        outbox: &Outbox,
        _fallbacks: &mut Fallbacks,
    ) -> io::Result<usize> {
        super::send_single(socket, outbox)
    }

    pub(crate) fn receive(&mut self, socket: &Socket, batch: &mut ReceiveBatch) -> io::Result<Received> {
        super::receive_single(socket, batch)
    }
}

/// The system's own limits have to do.
pub(crate) fn force_buffers(_socket: &socket2::Socket, _receive: usize, _send: usize) {}

/// Fragmentation cannot be forbidden.
///
/// # Errors
/// [`io::ErrorKind::Unsupported`], always.
pub(crate) fn send_whole(_socket: &Socket, _frame: &[u8]) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
