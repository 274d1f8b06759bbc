//! A link over UDP: a connected socket, so that the kernel drops what others send and reports ICMP errors.

use std::{
    io,
    net::SocketAddr,
    num::NonZeroU32,
    pin::Pin,
    task::{Context, Poll},
};

use vpn_api::{FallbackReason, LinkError, LinkPath};

use super::{Batching, Condition, Fallbacks, LinkSetupError, Manner, Received, link_error};
use crate::{
    buffers::{DATAGRAM, Outbox, RECEIVE_DATAGRAMS, ReceiveBatch},
    sockets::held_to,
};

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod portable;

#[cfg(target_os = "linux")]
use linux::{Messages, Socket, force_buffers, send_whole};
#[cfg(not(target_os = "linux"))]
use portable::{Messages, Socket, force_buffers, send_whole};

/// Bytes that may wait in the kernel for us. At 1 Gbit/s this is 30 ms without the processor.
const RECEIVE_BUFFER: usize = 4 * 1024 * 1024;
/// Bytes that may wait in the kernel for the network. More would only make keepalives late.
const SEND_BUFFER: usize = 1024 * 1024;

/// A connected datagram socket.
pub(crate) struct UdpLink {
    socket: Socket,
    /// What was received last.
    pub(crate) batch: ReceiveBatch,
    /// Something has come from the other end. From then on an ICMP error is not the end: anybody could have sent it, and
    /// a route that is gone may come back within the keepalive time.
    heard: bool,
    /// Ends when the kernel reports an error, which does not count as readable. Only until something is heard.
    error: Option<Pin<Box<dyn Future<Output = ()>>>>,
    batching: Batching,
    condition: Condition,
    /// What is not done as well as it could be.
    pub(crate) fallbacks: Fallbacks,
    messages: Messages,
}

impl UdpLink {
    /// Takes a connected socket.
    pub(super) fn adopt(socket: socket2::Socket, batching: Batching) -> Result<Self, LinkSetupError> {
        socket.set_nonblocking(true)?;
        Self::new(socket, batching)
    }

    fn new(socket: socket2::Socket, batching: Batching) -> Result<Self, LinkSetupError> {
        enlarge(&socket);
        let mut fallbacks = Fallbacks::default();
        if batching != Batching::Segments {
            fallbacks.note(FallbackReason::BatchesOff, String::new());
        }
        let (messages, batching) = Messages::new(&socket, batching, &mut fallbacks);
        let len = if batching == Batching::Single { DATAGRAM } else { RECEIVE_DATAGRAMS };
        let socket = Socket::new(socket)?;
        Ok(Self {
            error: Some(socket.failed()),
            socket,
            batch: ReceiveBatch::new(len),
            heard: false,
            batching,
            condition: Condition::default(),
            fallbacks,
            messages,
        })
    }

    /// Goes on with another socket to the same other end.
    pub(crate) fn replace(&mut self, new: Self) {
        let heard = self.heard;
        *self = Self { heard, ..new };
    }

    pub(super) fn poll_readable(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.heard && self.error.as_mut().is_some_and(|error| error.as_mut().poll(cx).is_ready()) {
            self.error = None;
            return Poll::Ready(());
        }
        self.socket.poll_readable(cx)
    }

    pub(super) fn poll_writable(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.socket.poll_writable(cx)
    }

    /// How datagrams cross the border of its socket.
    pub(super) fn manner(&self) -> Manner {
        match self.batching {
            Batching::Single => Manner::both(LinkPath::Single),
            Batching::Messages | Batching::Segments => self.messages.manner(),
        }
    }

    /// Our address and the other end's.
    pub(super) fn addresses(&self) -> Option<(SocketAddr, SocketAddr)> {
        self.socket.addresses()
    }

    /// The interface that its socket is held to.
    pub(super) fn held_to(&self) -> Option<NonZeroU32> {
        held_to(self.socket.reference())
    }

    /// Receives one batch.
    pub(super) fn receive(&mut self) -> Result<Received, LinkError> {
        self.batch.frames.clear();
        if !self.heard
            && self.error.is_none()
            && let Ok(Some(error)) = self.socket.take_error()
        {
            return Err(link_error(&error));
        }
        let outcome = match self.batching {
            Batching::Single => receive_single(&self.socket, &mut self.batch),
            Batching::Messages | Batching::Segments => self.messages.receive(&self.socket, &mut self.batch),
        };
        self.heard |= !self.batch.frames.is_empty();
        match outcome {
            Ok(received) => Ok(received),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(Received::Drained),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(Received::More),
            // The error was that of an earlier datagram; what is behind it is fine.
            Err(error) if self.heard => {
                tracing::debug!(%error, "the network refused a datagram");
                self.condition.doubtful = true;
                Ok(Received::More)
            }
            Err(error) => Err(link_error(&error)),
        }
    }

    /// What it has seen of the way since the last call.
    pub(super) fn take_condition(&mut self) -> Condition {
        std::mem::take(&mut self.condition)
    }

    /// Sends one datagram that nobody may fragment. `false`: it was not sent.
    pub(super) fn probe(&self, frame: &[u8]) -> bool {
        send_whole(&self.socket, frame).is_ok()
    }

    /// Sends what waits. Returns how many datagrams the system refused: they are lost, as datagrams may be.
    pub(super) fn send(&mut self, outbox: &mut Outbox) -> Result<u64, LinkError> {
        let mut refused = 0;
        while !outbox.is_empty() {
            let outcome = match self.batching {
                Batching::Single => send_single(&mut self.socket, outbox),
                Batching::Messages | Batching::Segments => {
                    self.messages.send(&mut self.socket, outbox, &mut self.fallbacks)
                }
            };
            match outcome {
                Ok(frames) => outbox.sent_frames(frames),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(refused),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // An ICMP error of an earlier datagram is reported once, by whichever call comes next.
                Err(error) if self.heard && link_error(&error) == LinkError::Refused => self.condition.doubtful = true,
                Err(error) => {
                    let gone = link_error(&error);
                    if !self.heard
                        && matches!(gone, LinkError::Refused | LinkError::Unreachable(_) | LinkError::TimedOut)
                    {
                        return Err(gone);
                    }
                    tracing::debug!(%error, "a datagram was not sent");
                    self.condition.held = true;
                    outbox.sent_frames(1);
                    refused += 1;
                }
            }
        }
        Ok(refused)
    }
}

fn send_single(socket: &mut Socket, outbox: &Outbox) -> io::Result<usize> {
    let Some(len) = outbox.lengths().first() else { return Ok(0) };
    let frame = outbox.bytes().get(..*len as usize).unwrap_or_default();
    socket.send_one(frame).map(|_| 1)
}

fn receive_single(socket: &Socket, batch: &mut ReceiveBatch) -> io::Result<Received> {
    let count = socket.receive_one(&mut batch.buffer)?;
    batch.frames.push(0..count);
    Ok(Received::More)
}

/// Raises the socket's buffers within our bounds. Where the system allows less, that has to do.
fn enlarge(socket: &socket2::Socket) {
    force_buffers(socket, RECEIVE_BUFFER, SEND_BUFFER);
    // Linux reports twice of what was asked for, so a forced buffer is not made smaller here.
    if socket.recv_buffer_size().is_ok_and(|size| size < RECEIVE_BUFFER) {
        let _ = socket.set_recv_buffer_size(RECEIVE_BUFFER);
    }
    if socket.send_buffer_size().is_ok_and(|size| size < SEND_BUFFER) {
        let _ = socket.set_send_buffer_size(SEND_BUFFER);
    }
}
