//! A system on which packets cannot be moved through tunnel interfaces yet.

use std::{
    io::{self, IoSlice},
    task::{Context, Poll},
};

use super::{Tun, TunFeatures};

/// An interface that nothing comes from.
pub(crate) struct AttachedTun(Tun);

impl AttachedTun {
    /// Refuses.
    ///
    /// # Errors
    /// [`io::ErrorKind::Unsupported`], always.
    pub(crate) fn new(tun: Tun) -> io::Result<Self> {
        tracing::debug!(interface = tun.name, again = tun.used, "packets cannot be moved on this system yet");
        let _closed = tun.handle;
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Gives the interface back.
    pub(crate) fn detach(self) -> Option<Tun> {
        Some(Tun { used: true, ..self.0 })
    }

    /// What crosses the descriptor.
    pub(crate) fn features(&self) -> TunFeatures {
        self.0.features
    }

    /// At once: reading tells that there is nothing.
    pub(crate) fn poll_readable(&mut self, _cx: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }

    /// # Errors
    /// [`io::ErrorKind::Unsupported`], always.
    pub(crate) fn try_read(&self, _buffer: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// # Errors
    /// [`io::ErrorKind::Unsupported`], always.
    pub(crate) fn write(&self, _parts: &[IoSlice<'_>]) -> io::Result<usize> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Nothing waits.
    pub(crate) fn discard_queued(&mut self, _scratch: &mut [u8]) -> usize {
        0
    }
}
