//! How long to wait between rounds over all servers: doubling, bounded, with a little disorder.

use std::time::Duration;

/// Up to this share of a wait is added as jitter, so that the clients of a server that came back do not all knock at once.
const JITTER_SHARE: u32 = 4;

/// Doubles from `first` to `largest`.
///
/// OpenVPN's `connect-retry` has the same shape and the same defaults: 1 s doubling to 300 s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backoff {
    first: Duration,
    largest: Duration,
    next: Duration,
}

impl Backoff {
    /// Begins with `first`; waits never exceed `largest`, jitter aside.
    #[must_use]
    pub fn new(first: Duration, largest: Duration) -> Self {
        let first = first.min(largest);
        Self { first, largest, next: first }
    }

    /// The next wait. `jitter` is random, 0 for none and 255 for a quarter more.
    pub fn next(&mut self, jitter: u8) -> Duration {
        let base = self.next;
        self.next = base.saturating_mul(2).min(self.largest);
        let share = (base / JITTER_SHARE).saturating_mul(u32::from(jitter)) / u32::from(u8::MAX);
        base.saturating_add(share)
    }

    /// The next wait is the first one again.
    pub fn reset(&mut self) {
        self.next = self.first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_up_to_the_largest_and_starts_over_after_a_reset() {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(300));
        let waits: Vec<u64> = (0..11).map(|_| backoff.next(0).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        backoff.reset();
        assert_eq!(backoff.next(0), Duration::from_secs(1));
    }

    #[test]
    fn jitter_adds_at_most_a_quarter() {
        let mut backoff = Backoff::new(Duration::from_secs(8), Duration::from_secs(8));
        assert_eq!(backoff.next(255), Duration::from_secs(10));
        assert!(backoff.next(128) < Duration::from_secs(10));
    }
}
