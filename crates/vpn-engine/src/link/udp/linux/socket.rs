//! A datagram socket in the event loop, watched for what comes.
//!
//! Sockets of the runtime's own are watched for room, too, and a datagram socket tells that it has room whenever a datagram
//! has left the machine: the driver would wake up once more for each batch that it sends. Here room is waited for only while
//! there is none.

use std::{
    io,
    net::{SocketAddr, UdpSocket},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tokio::io::{Interest, unix::AsyncFd};

/// A connected datagram socket.
pub(crate) struct Socket {
    socket: Arc<AsyncFd<UdpSocket>>,
    /// The same socket, watched for room while a datagram waits for it.
    full: Option<tokio::net::UdpSocket>,
}

impl Socket {
    /// Registers a connected, non-blocking socket with the current event loop.
    pub(crate) fn new(socket: socket2::Socket) -> io::Result<Self> {
        let interest = Interest::READABLE.add(Interest::ERROR);
        // SAFETY: a standard socket owns its descriptor and keeps it open and the same for as long as it lives, which is as long
        // as the registration.
        let socket = unsafe { AsyncFd::register_with_interest(UdpSocket::from(socket), interest) }?;
        Ok(Self { socket: Arc::new(socket), full: None })
    }

    /// For the system's calls.
    pub(crate) fn get(&self) -> &UdpSocket {
        self.socket.get_ref()
    }

    /// For its options.
    pub(crate) fn reference(&self) -> socket2::SockRef<'_> {
        socket2::SockRef::from(self.get())
    }

    pub(crate) fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<()> {
        self.socket.poll_read_ready(cx).map(drop)
    }

    /// Ends when the kernel reports an error, which does not count as readable.
    pub(crate) fn failed(&self) -> Pin<Box<dyn Future<Output = ()>>> {
        let watched = Arc::clone(&self.socket);
        Box::pin(async move { drop(watched.ready(Interest::ERROR).await) })
    }

    /// The error that the kernel keeps for this socket, once.
    pub(crate) fn take_error(&self) -> io::Result<Option<io::Error>> {
        self.get().take_error()
    }

    /// Receives one datagram, if there is one.
    pub(crate) fn receive_one(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.receive(|socket| socket.recv(buffer))
    }

    /// Sends one datagram. `WouldBlock`: [`Self::poll_writable`] tells when there is room again.
    pub(crate) fn send_one(&mut self, frame: &[u8]) -> io::Result<usize> {
        self.send(|socket| socket.send(frame))
    }

    /// Receives, if there is something. Where `receive` gives `WouldBlock`, there is nothing any more.
    pub(crate) fn receive<T>(&self, receive: impl FnOnce(&UdpSocket) -> io::Result<T>) -> io::Result<T> {
        self.socket.try_io(Interest::READABLE, receive)
    }

    /// Sends. `WouldBlock`: [`Self::poll_writable`] tells when there is room again.
    pub(crate) fn send<T>(&mut self, send: impl FnOnce(&UdpSocket) -> io::Result<T>) -> io::Result<T> {
        let outcome = send(self.socket.get_ref());
        if let Err(error) = &outcome
            && error.kind() == io::ErrorKind::WouldBlock
            && self.full.is_none()
        {
            self.full = Some(tokio::net::UdpSocket::from_std(self.get().try_clone()?)?);
        }
        outcome
    }

    pub(crate) fn poll_writable(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(full) = &self.full
            && full.poll_send_ready(cx).is_pending()
        {
            return Poll::Pending;
        }
        self.full = None;
        Poll::Ready(())
    }

    /// Our address and the other end's.
    pub(crate) fn addresses(&self) -> Option<(SocketAddr, SocketAddr)> {
        Some((self.get().local_addr().ok()?, self.get().peer_addr().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, os::fd::OwnedFd, time::Duration};

    use super::*;

    /// A pair that holds few datagrams: with a Unix socket the sender waits for the reader.
    fn pair() -> (Socket, std::os::unix::net::UnixDatagram) {
        let (ours, theirs) = std::os::unix::net::UnixDatagram::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        (Socket::new(OwnedFd::from(ours).into()).unwrap(), theirs)
    }

    #[tokio::test]
    async fn a_full_socket_is_waited_for_and_one_with_room_is_not() {
        let (mut socket, reader) = pair();
        poll_fn(|cx| socket.poll_writable(cx)).await;
        let mut sent = 0;
        let error = loop {
            match socket.send(|socket| socket.send(&[7; 1000])) {
                Ok(_) => sent += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        let waits = tokio::time::timeout(Duration::from_millis(50), poll_fn(|cx| socket.poll_writable(cx))).await;
        assert!(waits.is_err(), "there is no room");
        for _ in 0..sent {
            assert_eq!(reader.recv(&mut [0; 2000]).unwrap(), 1000);
        }
        tokio::time::timeout(Duration::from_secs(5), poll_fn(|cx| socket.poll_writable(cx))).await.unwrap();
        socket.send(|socket| socket.send(&[7; 1000])).unwrap();
    }
}
