//! Datagrams through a SOCKS 5 proxy (RFC 1928, section 7): a header before each, and a stream that keeps the relay alive.

use std::{
    io::{self, IoSlice},
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    task::{Context, Poll},
};

use socket2::SockRef;
use tokio::{
    io::Interest,
    net::{TcpStream, UdpSocket},
};
use vpn_api::{FallbackReason, LinkError, LocalEnd, Transport};

use super::{Condition, Fallbacks, LinkSetupError, Received, link_error, proxy::datagram_header_len};
use crate::{
    buffers::{DATAGRAM, Outbox, RECEIVE_FRAMES, ReceiveBatch},
    sockets::{SocketSource, held_to},
};

/// A datagram socket connected to a relay.
pub(crate) struct SocksUdpLink {
    socket: UdpSocket,
    /// The relay is gone when this is closed.
    control: TcpStream,
    /// Stands before each frame that is sent.
    header: Vec<u8>,
    /// What was received last.
    pub(crate) batch: ReceiveBatch,
    /// Something has come from the other end; see [`super::UdpLink`].
    heard: bool,
    pub(super) condition: Condition,
    /// What it does not do as well as a link without a proxy.
    pub(crate) fallbacks: Fallbacks,
}

impl SocksUdpLink {
    /// Makes the socket. Nothing is sent.
    pub(super) fn open(
        control: TcpStream,
        relay: SocketAddr,
        header: Vec<u8>,
        sockets: &SocketSource,
        address: Option<IpAddr>,
    ) -> Result<Self, LinkSetupError> {
        let socket = sockets.open(Transport::Udp, relay, LocalEnd { address, port: None })?;
        let socket = UdpSocket::from_std(socket.into())?;
        let fallbacks = Fallbacks::of(FallbackReason::Proxied);
        let (batch, condition) = (ReceiveBatch::new(2 * DATAGRAM), Condition::default());
        Ok(Self { socket, control, header, batch, heard: false, condition, fallbacks })
    }

    pub(super) fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<()> {
        if self.control.poll_read_ready(cx).is_ready() {
            return Poll::Ready(());
        }
        self.socket.poll_recv_ready(cx).map(drop)
    }

    pub(super) fn poll_writable(&self, cx: &mut Context<'_>) -> Poll<()> {
        self.socket.poll_send_ready(cx).map(drop)
    }

    /// Our address and the relay's.
    pub(super) fn addresses(&self) -> Option<(SocketAddr, SocketAddr)> {
        Some((self.socket.local_addr().ok()?, self.socket.peer_addr().ok()?))
    }

    /// The interface that its socket is held to.
    pub(super) fn held_to(&self) -> Option<NonZeroU32> {
        held_to(SockRef::from(&self.socket))
    }

    /// Receives one batch.
    pub(super) fn receive(&mut self) -> Result<Received, LinkError> {
        self.batch.frames.clear();
        // Nothing is said on this stream any more; that it ends is all that matters.
        match self.control.try_read(&mut [0; 64]) {
            Ok(0) => return Err(LinkError::Closed),
            Ok(_) => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {}
            Err(_) => return Err(LinkError::Closed),
        }
        let mut start = 0;
        // What is no frame is skipped, and must not keep us here.
        for _ in 0..RECEIVE_FRAMES {
            let Some(room) = self.batch.buffer.get_mut(start..).filter(|room| room.len() >= DATAGRAM) else {
                return Ok(Received::More);
            };
            match self.socket.try_recv(room) {
                Ok(count) => {
                    let header = room.get(..count).and_then(datagram_header_len);
                    if let Some(header) = header.filter(|header| *header < count) {
                        self.heard = true;
                        self.batch.frames.push(start + header..start + count);
                        start += count;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Received::Drained),
                Err(error) if error.kind() == io::ErrorKind::Interrupted || self.heard => return Ok(Received::More),
                Err(error) => return Err(link_error(&error)),
            }
        }
        Ok(Received::More)
    }

    /// Sends what waits. Returns how many datagrams the system refused: they are lost, as datagrams may be.
    pub(super) fn send(&mut self, outbox: &mut Outbox) -> Result<u64, LinkError> {
        let mut refused = 0;
        while let Some(len) = outbox.lengths().first().copied() {
            let frame = outbox.bytes().get(..len as usize).unwrap_or_default();
            let parts = [IoSlice::new(&self.header), IoSlice::new(frame)];
            let sent = self.socket.try_io(Interest::WRITABLE, || SockRef::from(&self.socket).send_vectored(&parts));
            match sent {
                Ok(_) => outbox.sent_frames(1),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(refused),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let gone = link_error(&error);
                    if !self.heard
                        && matches!(gone, LinkError::Refused | LinkError::Unreachable(_) | LinkError::TimedOut)
                    {
                        return Err(gone);
                    }
                    // The relay refuses, or the frame does not leave the machine.
                    let refused_there = gone == LinkError::Refused;
                    self.condition.doubtful |= refused_there;
                    self.condition.held |= !refused_there;
                    outbox.sent_frames(1);
                    refused += 1;
                }
            }
        }
        Ok(refused)
    }
}
