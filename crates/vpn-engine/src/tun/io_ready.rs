//! Reading and writing a TUN descriptor as it becomes ready.

use std::{
    fs::File,
    io::{self, IoSlice, Read, Write},
    os::fd::OwnedFd,
    task::{Context, Poll, ready},
};

use tokio::io::{Interest, unix::AsyncFd};

use super::{Tun, TunFeatures};

/// Reads that [`AttachedTun::discard_queued`] makes at most: above the default queue length of 500 packets, so that a
/// sender that never pauses cannot hold the driver there.
const DISCARD_LIMIT: usize = 1024;

/// A TUN interface registered with the event loop of the thread that uses it.
pub(crate) struct AttachedTun {
    name: String,
    file: AsyncFd<File>,
    features: TunFeatures,
    used: bool,
}

impl AttachedTun {
    /// Registers `tun` with the current event loop.
    ///
    /// # Errors
    /// The descriptor cannot be made non-blocking or registered. The interface is gone then.
    pub(crate) fn new(tun: Tun) -> io::Result<Self> {
        let Tun { name, fd, features, used } = tun;
        rustix::io::ioctl_fionbio(&fd, true)?;
        // SAFETY: the file owns its descriptor and keeps it open and the same for as long as it lives, which is as long as the
        // registration.
        let file = unsafe { AsyncFd::register_with_interest(File::from(fd), Interest::READABLE) }?;
        Ok(Self { name, file, features, used })
    }

    /// Ends the registration and gives the interface back for the next driver.
    pub(crate) fn detach(self) -> Tun {
        let Self { name, file, features, used: _ } = self;
        Tun { name, fd: OwnedFd::from(file.into_inner()), features, used: true }
    }

    /// What crosses the descriptor.
    pub(crate) fn features(&self) -> TunFeatures {
        self.features
    }

    /// Ready when there may be something to read.
    pub(crate) fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // The guard's readiness stays set until a read finds nothing.
        let _guard = ready!(self.file.poll_read_ready(cx))?;
        Poll::Ready(Ok(()))
    }

    /// Reads one packet, with its virtio header if there are headers.
    ///
    /// # Errors
    /// `WouldBlock` when nothing is there; anything else means that the interface is gone.
    pub(crate) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
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
