//! The runtime's timer.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Instant,
};

use tokio::time::{Sleep, sleep_until};

/// Wakes the event loop once.
pub(crate) struct Alarm(Pin<Box<Sleep>>);

impl Alarm {
    /// At this time.
    pub(crate) fn new(at: Instant) -> Self {
        Self(Box::pin(sleep_until(at.into())))
    }

    /// At this time instead.
    pub(crate) fn set(&mut self, at: Instant) {
        self.0.as_mut().reset(at.into());
    }

    /// Ready when the time has come.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.0.as_mut().poll(cx)
    }
}
