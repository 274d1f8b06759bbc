//! Reading and writing a TUN descriptor as it becomes ready.

use std::{
    fs::File,
    io::{self, IoSlice, Read, Write},
    os::fd::OwnedFd,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tokio::io::{Interest, unix::AsyncFd};

use super::{Tun, TunFeatures};

/// Reads that [`AttachedTun::discard_queued`] makes at most: above the default queue length of 500 packets, so that a
/// sender that never pauses cannot hold the driver there.
const DISCARD_LIMIT: usize = 1024;

/// What is waited for.
const INTEREST: Interest = Interest::READABLE.add(Interest::ERROR);

/// A TUN interface registered with the event loop of the thread that uses it.
pub(crate) struct AttachedTun {
    name: String,
    file: Arc<AsyncFd<File>>,
    features: TunFeatures,
    refused: Option<String>,
    used: bool,
    /// Ends when the kernel reports an error: the interface was deleted. That does not count as readable.
    error: Option<Pin<Box<dyn Future<Output = ()>>>>,
}

impl AttachedTun {
    /// Registers `tun` with the current event loop.
    ///
    /// # Errors
    /// The descriptor cannot be made non-blocking or registered. The interface is gone then.
    pub(crate) fn new(tun: Tun) -> io::Result<Self> {
        let Tun { name, handle: fd, features, refused, used } = tun;
        rustix::io::ioctl_fionbio(&fd, true)?;
        // SAFETY: the file owns its descriptor and keeps it open and the same for as long as it lives, which is as long as the
        // registration.
        let file = unsafe { AsyncFd::register_with_interest(File::from(fd), INTEREST) }?;
        let file = Arc::new(file);
        let watched = Arc::clone(&file);
        let error = Box::pin(async move { drop(watched.ready(Interest::ERROR).await) });
        Ok(Self { name, file, features, refused, used, error: Some(error) })
    }

    /// Ends the registration and gives the interface back for the next driver. `None`: it is gone.
    pub(crate) fn detach(self) -> Option<Tun> {
        let Self { name, file, features, refused, used: _, error } = self;
        // It holds the other reference.
        drop(error?);
        let file = Arc::into_inner(file)?.into_inner();
        Some(Tun { name, handle: OwnedFd::from(file), features, refused, used: true })
    }

    /// What crosses the descriptor.
    pub(crate) fn features(&self) -> TunFeatures {
        self.features
    }

    /// Ready when there may be something to read, or when there never will be again.
    pub(crate) fn poll_readable(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.error.as_mut().is_some_and(|error| error.as_mut().poll(cx).is_ready()) {
            self.error = None;
        }
        if self.error.is_none() {
            return Poll::Ready(());
        }
        // The guard's readiness stays set until a read finds nothing. An error shows up again when reading.
        self.file.poll_read_ready(cx).map(drop)
    }

    /// Reads one packet, with its virtio header if there are headers.
    ///
    /// # Errors
    /// `WouldBlock` when nothing is there; anything else means that the interface is gone.
    pub(crate) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.error.is_none() {
            return Err(io::ErrorKind::NotConnected.into());
        }
        self.file.try_io(Interest::READABLE, |mut file| file.read(buffer))
    }

    /// Writes one packet gathered from `parts`.
    ///
    /// # Errors
    /// The kernel did not take this packet: the interface is down, or it is out of memory.
    pub(crate) fn write(&self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        // The send buffer of a TUN descriptor is unlimited unless set, so a write takes the packet or fails for good.
        self.file.get_ref().write_vectored(parts)
    }

    /// Throws away what waited while nobody read an interface that was in use before. Returns how many packets.
    pub(crate) fn discard_queued(&mut self, scratch: &mut [u8]) -> usize {
        if !std::mem::replace(&mut self.used, true) {
            return 0;
        }
        (0..DISCARD_LIMIT).take_while(|_| self.file.get_ref().read(scratch).is_ok()).count()
    }
}

#[cfg(test)]
impl Tun {
    /// A descriptor which keeps packets apart, like that of a TUN interface, and the kernel's side of it.
    pub(crate) fn pair(features: TunFeatures) -> (Self, OwnedFd) {
        use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};

        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        let (ours, kernel) = socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, flags, None).unwrap();
        for end in [&ours, &kernel] {
            socket2::SockRef::from(end).set_send_buffer_size(4 * 1024 * 1024).unwrap();
        }
        let grant = privileged::InterfaceGrant { name: "test".to_owned(), features, refused_offload: None };
        (Self::granted(grant, ours), kernel)
    }
}
