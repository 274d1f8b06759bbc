//! The session's deadlines, each with a name.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use vpn_api::Deadline;

/// One kind of deadline. Those of the reliability layer and of the keepalive are not here: they follow from what was last
/// sent and received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timer {
    /// The server's first answer is due.
    Answer,
    /// The server must have begun with TLS, or at least taken our first message.
    Hello,
    /// The handshake must be done.
    Handshake,
    /// The server's options must be there.
    Push,
    /// Ask for the options (again).
    PushRequest,
    /// Begin a renegotiation.
    Renegotiate,
    /// The renegotiation must be done.
    Rehandshake,
    /// Send with the new key.
    Promote,
    /// Forget an old key.
    Retire,
    /// The last key is too old to be used.
    KeyExpiry,
    /// The session may not last longer.
    SessionEnd,
    /// Leave without waiting any longer.
    Leave,
}

impl Timer {
    /// For traces.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => "session.answer",
            Self::Hello => "session.hello",
            Self::Handshake => "session.handshake",
            Self::Push => "push.reply",
            Self::PushRequest => "push.request",
            Self::Renegotiate => "key.renegotiate",
            Self::Rehandshake => "key.handshake",
            Self::Promote => "key.promote",
            Self::Retire => "key.retire",
            Self::KeyExpiry => "key.expiry",
            Self::SessionEnd => "session.end",
            Self::Leave => "session.leave",
        }
    }
}

/// Deadlines that are set.
#[derive(Debug, Default)]
pub struct Timers(BTreeMap<Timer, Instant>);

impl Timers {
    /// Sets or moves a deadline.
    pub fn set(&mut self, timer: Timer, at: Instant) {
        self.0.insert(timer, at);
    }

    /// Takes a deadline back.
    pub fn clear(&mut self, timer: Timer) {
        self.0.remove(&timer);
    }

    /// When a deadline is, if it is set.
    #[must_use]
    pub fn get(&self, timer: Timer) -> Option<Instant> {
        self.0.get(&timer).copied()
    }

    /// Takes one deadline that has passed at `now`, in the order of [`Timer`].
    pub fn take_due(&mut self, now: Instant) -> Option<Timer> {
        let due = self.0.iter().find(|(_, at)| **at <= now).map(|(timer, _)| *timer)?;
        self.0.remove(&due);
        Some(due)
    }

    /// The next deadline.
    #[must_use]
    pub fn next(&self) -> Option<Deadline> {
        self.0.iter().map(|(timer, &at)| Deadline { at, why: timer.name() }).min_by_key(|deadline| deadline.at)
    }
}

/// The earlier of two deadlines.
#[must_use]
pub fn earlier(a: Option<Deadline>, b: Option<Deadline>) -> Option<Deadline> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.at < a.at { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// The wall clock, carried along with the monotonic one.
#[derive(Debug, Clone, Copy)]
pub struct WallClock {
    unix: Duration,
    at: Instant,
}

impl WallClock {
    /// `unix` since the Unix epoch belongs to `at`.
    #[must_use]
    pub fn new(unix: Duration, at: Instant) -> Self {
        Self { unix, at }
    }

    /// Unix seconds at `now`.
    #[must_use]
    pub fn seconds(&self, now: Instant) -> u64 {
        self.unix.saturating_add(now.saturating_duration_since(self.at)).as_secs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_are_taken_once_and_in_order() {
        let now = crate::testing::start();
        let mut timers = Timers::default();
        timers.set(Timer::Push, now + Duration::from_secs(3));
        timers.set(Timer::PushRequest, now + Duration::from_secs(1));
        timers.set(Timer::Answer, now + Duration::from_secs(2));
        timers.clear(Timer::Answer);
        assert_eq!(timers.next().map(|d| d.why), Some("push.request"));
        assert_eq!(timers.take_due(now), None);
        let later = now + Duration::from_secs(5);
        assert_eq!(timers.take_due(later), Some(Timer::Push));
        assert_eq!(timers.take_due(later), Some(Timer::PushRequest));
        assert_eq!(timers.take_due(later), None);
        assert_eq!(timers.next(), None);
    }

    #[test]
    fn the_wall_clock_moves_with_the_other() {
        let now = crate::testing::start();
        let clock = WallClock::new(Duration::from_secs(1000), now);
        assert_eq!(clock.seconds(now + Duration::from_millis(2500)), 1002);
    }
}
