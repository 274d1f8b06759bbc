//! The kernel's timer (timerfd_create(2)): one wake-up for one deadline. The runtime's own wakes up three times for a deadline that is
//! ten seconds away, because it sorts deadlines by how far away they are, and looks again when one comes near.

use std::{
    io,
    os::fd::OwnedFd,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Instant,
};

use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
};
use tokio::{
    io::{Interest, unix::AsyncFd},
    time::{Sleep, sleep_until},
};

/// Wakes the event loop once.
pub(crate) enum Alarm {
    /// The kernel's.
    Timer(AsyncFd<OwnedFd>),
    /// The runtime's, where there is no descriptor left.
    Sleep(Pin<Box<Sleep>>),
}

impl Alarm {
    /// At this time.
    pub(crate) fn new(at: Instant) -> Self {
        let mut alarm = timer().map_or_else(|_| Self::Sleep(Box::pin(sleep_until(at.into()))), Self::Timer);
        alarm.set(at);
        alarm
    }

    /// At this time instead.
    pub(crate) fn set(&mut self, at: Instant) {
        match self {
            Self::Timer(timer) => {
                let left = at.saturating_duration_since(Instant::now());
                // Zero would stop it.
                let nanoseconds = i64::from(left.subsec_nanos()) + i64::from(left.is_zero());
                let seconds = i64::try_from(left.as_secs()).unwrap_or(i64::MAX);
                let once = Itimerspec {
                    it_interval: Timespec { tv_sec: 0, tv_nsec: 0 },
                    it_value: Timespec { tv_sec: seconds, tv_nsec: nanoseconds },
                };
                if let Err(error) = timerfd_settime(&*timer, TimerfdTimerFlags::empty(), &once) {
                    tracing::warn!(%error, "a timer cannot be set");
                    *self = Self::Sleep(Box::pin(sleep_until(at.into())));
                }
            }
            Self::Sleep(sleep) => sleep.as_mut().reset(at.into()),
        }
    }

    /// Ready when the time has come.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match self {
            Self::Timer(timer) => loop {
                let Ok(mut ready) = ready!(timer.poll_read_ready(cx)) else { return Poll::Ready(()) };
                let expired = rustix::io::read(ready.get_inner(), &mut [0; 8]);
                ready.clear_ready();
                // Nothing to read: it was set anew meanwhile.
                if expired.is_ok() {
                    return Poll::Ready(());
                }
            },
            Self::Sleep(sleep) => sleep.as_mut().poll(cx),
        }
    }
}

fn timer() -> io::Result<AsyncFd<OwnedFd>> {
    let timer = timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
    // SAFETY: the descriptor is owned, open and the same for as long as it lives, which is as long as the registration.
    Ok(unsafe { AsyncFd::register_with_interest(timer, Interest::READABLE) }?)
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, time::Duration};

    use super::*;

    #[tokio::test]
    async fn it_wakes_at_its_time_and_once() {
        let begin = Instant::now();
        let mut alarm = Alarm::new(begin + Duration::from_secs(600));
        assert!(matches!(alarm, Alarm::Timer(_)));
        for wait in [30, 0, 10] {
            let at = Instant::now() + Duration::from_millis(wait);
            alarm.set(at);
            poll_fn(|cx| alarm.poll(cx)).await;
            assert!(Instant::now() >= at);
            let again = tokio::time::timeout(Duration::from_millis(20), poll_fn(|cx| alarm.poll(cx))).await;
            assert!(again.is_err(), "it is not set");
        }
    }
}
