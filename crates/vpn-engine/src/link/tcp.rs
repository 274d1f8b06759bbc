//! A link over TCP, whose frames are cut as the session wants them.

use std::{
    io,
    net::SocketAddr,
    num::NonZeroU32,
    task::{Context, Poll},
};

use socket2::{SockRef, Socket};
use tokio::{io::Interest, net::TcpStream};
use vpn_api::{FirstBytes, Framing, LinkError, link::LONGEST_FIRST_FRAME};

use super::{
    Condition, LinkSetupError, Received,
    framing::{self, Next, NoFrame},
    link_error,
};
use crate::{
    buffers::{Outbox, RECEIVE_FRAMES, RECEIVE_STREAM, ReceiveBatch},
    sockets::held_to,
};

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod portable;

#[cfg(target_os = "linux")]
use linux::{limit_unsent, unacknowledged};
#[cfg(not(target_os = "linux"))]
use portable::{limit_unsent, unacknowledged};

/// A connected stream.
pub(crate) struct TcpLink {
    stream: TcpStream,
    framing: Framing,
    /// What was received last.
    pub(crate) batch: ReceiveBatch,
    /// First byte of the batch's buffer that is not part of a frame given out.
    start: usize,
    /// End of what was received.
    end: usize,
    /// The buffer holds what nobody has looked at, so there is something to receive whatever the socket says.
    early: bool,
    /// A whole frame came.
    framed: bool,
    /// Bytes that the system took.
    written: u64,
    /// Of these, what the other end's system had acknowledged at the last look.
    acknowledged: u64,
}

impl TcpLink {
    /// Takes a connected stream, and what came on it before the first frame was looked for.
    pub(super) fn opened(stream: TcpStream, framing: Framing, early: &[u8]) -> Result<Self, LinkSetupError> {
        let mut link = Self::new(stream, framing)?;
        let no_room = || LinkError::Framing(FirstBytes::of(early));
        let room = link.batch.buffer.get_mut(..early.len()).ok_or_else(no_room)?;
        room.copy_from_slice(early);
        link.end = early.len();
        link.early = !early.is_empty();
        Ok(link)
    }

    /// Takes a connected socket.
    pub(super) fn adopt(socket: Socket, framing: Framing) -> Result<Self, LinkSetupError> {
        socket.set_nonblocking(true)?;
        Self::new(TcpStream::from_std(socket.into())?, framing)
    }

    fn new(stream: TcpStream, framing: Framing) -> Result<Self, LinkSetupError> {
        stream.set_nodelay(true)?;
        limit_unsent(&stream)?;
        let batch = ReceiveBatch::new(RECEIVE_STREAM);
        Ok(Self { stream, framing, batch, start: 0, end: 0, early: false, framed: false, written: 0, acknowledged: 0 })
    }

    pub(super) fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<()> {
        if self.early { Poll::Ready(()) } else { self.stream.poll_read_ready(cx).map(drop) }
    }

    pub(super) fn poll_writable(&self, cx: &mut Context<'_>) -> Poll<()> {
        self.stream.poll_write_ready(cx).map(drop)
    }

    /// Our address and the other end's.
    pub(super) fn addresses(&self) -> Option<(SocketAddr, SocketAddr)> {
        Some((self.stream.local_addr().ok()?, self.stream.peer_addr().ok()?))
    }

    /// The interface that its socket is held to.
    pub(super) fn held_to(&self) -> Option<NonZeroU32> {
        held_to(SockRef::from(&self.stream))
    }

    /// Receives one batch.
    pub(super) fn receive(&mut self) -> Result<Received, LinkError> {
        self.early = false;
        self.batch.frames.clear();
        self.batch.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        // Frames that did not fit into the batch before.
        if self.take_frames()? {
            return Ok(Received::More);
        }
        let outcome = loop {
            match self.read() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                outcome => break outcome,
            }
        };
        match outcome {
            Ok(drained) => {
                let full = self.take_frames()?;
                Ok(if drained && !full { Received::Drained } else { Received::More })
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(Received::Drained),
            // Something that hangs up after a few bytes of its own, as a TLS server does after its alert.
            Err(_) if !self.framed && self.start < self.end => Err(self.no_frame()),
            Err(error) => Err(link_error(&error)),
        }
    }

    fn no_frame(&self) -> LinkError {
        let unread = self.batch.buffer.get(self.start..self.end).filter(|_| !self.framed);
        LinkError::Framing(FirstBytes::of(unread.unwrap_or_default()))
    }

    /// Reads once. `true`: nothing is left in the socket.
    fn read(&mut self) -> io::Result<bool> {
        let Some(room) = self.batch.buffer.get_mut(self.end..) else { return Ok(false) };
        let wanted = room.len();
        let mut count = None;
        let outcome = self.stream.try_io(Interest::READABLE, || {
            let mut stream = &*SockRef::from(&self.stream);
            let read = io::Read::read(&mut stream, room)?;
            count = Some(read);
            // A short read has emptied the socket: saying so saves the read that finds nothing (epoll(7), question 9).
            if read > 0 && read < wanted { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(()) }
        });
        match count {
            Some(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Some(read) => {
                self.end += read;
                Ok(read < wanted)
            }
            None => outcome.map(|()| true),
        }
    }

    /// Finds whole frames in the buffer. `true`: there may be more than a batch holds.
    fn take_frames(&mut self) -> Result<bool, LinkError> {
        // Asked once for a batch, not for each frame.
        match self.framing {
            Framing::Length16 { max } => {
                let longest = if self.framed { max } else { max.min(LONGEST_FIRST_FRAME) };
                self.take(|received| framing::length16(received, usize::from(longest)))
            }
            Framing::Raw => self.take(framing::raw),
            Framing::TlsRecords => self.take(framing::tls_record),
        }
    }

    fn take(&mut self, next: impl Fn(&[u8]) -> Next) -> Result<bool, LinkError> {
        while self.batch.frames.len() < RECEIVE_FRAMES {
            let received = self.batch.buffer.get(self.start..self.end).unwrap_or_default();
            let Some(frame) = next(received).map_err(|NoFrame| self.no_frame())? else { return Ok(false) };
            let start = self.start;
            self.framed = true;
            self.start += frame.end;
            self.batch.frames.push(start + frame.start..start + frame.end);
        }
        Ok(true)
    }

    /// Whether what was sent is on its way still, and moves: an answer to the last of it may take as long as that takes.
    pub(super) fn look(&mut self) -> Condition {
        let Some(waiting) = unacknowledged(&self.stream) else { return Condition::default() };
        let acknowledged = self.written.wrapping_sub(waiting);
        let moves = acknowledged != std::mem::replace(&mut self.acknowledged, acknowledged);
        Condition { held: moves && waiting > 0, doubtful: false }
    }

    /// Sends what waits, in one write.
    pub(super) fn send(&mut self, outbox: &mut Outbox) -> Result<(), LinkError> {
        while !outbox.is_empty() {
            match self.stream.try_write(outbox.bytes()) {
                Ok(count) => {
                    self.written = self.written.wrapping_add(count as u64);
                    outbox.sent_bytes(count);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(link_error(&error)),
            }
        }
        Ok(())
    }
}
