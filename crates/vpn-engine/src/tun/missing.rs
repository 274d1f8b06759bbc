//! A system on which tunnel interfaces cannot be used yet: there is never one to attach.

use std::{
    convert::Infallible,
    io::{self, IoSlice},
    task::{Context, Poll},
};

use super::{Tun, TunFeatures};

/// There is none.
pub(crate) struct AttachedTun(Infallible);

impl AttachedTun {
    /// There is nothing to attach.
    ///
    /// # Errors
    /// None: there is no value to call it with.
    pub(crate) fn new(tun: Tun) -> io::Result<Self> {
        Ok(Self(tun.handle))
    }

    pub(crate) fn detach(self) -> Option<Tun> {
        match self.0 {}
    }

    pub(crate) fn features(&self) -> TunFeatures {
        match self.0 {}
    }

    pub(crate) fn poll_readable(&mut self, _cx: &mut Context<'_>) -> Poll<()> {
        match self.0 {}
    }

    pub(crate) fn try_read(&self, _buffer: &mut [u8]) -> io::Result<usize> {
        match self.0 {}
    }

    pub(crate) fn write(&self, _parts: &[IoSlice<'_>]) -> io::Result<usize> {
        match self.0 {}
    }

    pub(crate) fn discard_queued(&mut self, _scratch: &mut [u8]) -> usize {
        match self.0 {}
    }
}
