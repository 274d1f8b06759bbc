//! How long to wait between rounds over all servers: doubling, bounded, with a little disorder.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use vpn_api::{Failure, FailureKind};

/// Up to this share of a wait is added as jitter, so that the clients of a server that came back do not all knock at once.
const JITTER_SHARE: u32 = 4;

/// The longest wait where only this machine's network or its name servers were asked.
const LARGEST_NEAR: Duration = Duration::from_secs(30);

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

/// A wait of its own for each cause: one that has lasted long says nothing about another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backoffs {
    first: Duration,
    largest: Duration,
    by_cause: BTreeMap<&'static str, Backoff>,
}

impl Backoffs {
    /// Each begins with `first`; waits never exceed `largest`, jitter aside.
    #[must_use]
    pub fn new(first: Duration, largest: Duration) -> Self {
        Self { first, largest, by_cause: BTreeMap::new() }
    }

    /// The next wait after this failure; `jitter` as in [`Backoff::next`].
    pub fn next(&mut self, failure: &Failure, jitter: u8) -> Duration {
        let largest = if is_near(&failure.kind) { self.largest.min(LARGEST_NEAR) } else { self.largest };
        let new = || Backoff::new(self.first, largest);
        self.by_cause.entry(failure.kind.id()).or_insert_with(new).next(jitter)
    }

    /// The next wait of every cause is the first one again.
    pub fn reset(&mut self) {
        self.by_cause.clear();
    }
}

/// Tunnels that are brought back without a wait although they were up for a short time only. Several outages of a server that is
/// being worked on are so; one that falls over again and again is soon left to the back-off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returns {
    /// When, oldest first.
    times: Vec<Instant>,
}

/// As many within this time: on average no more often than a tunnel that was stable is brought back.
const MOST_RETURNS: usize = 6;
const RETURNS_SPAN: Duration = Duration::from_secs(120);

impl Returns {
    /// Counts one more, if there may be one now.
    pub fn may(&mut self, now: Instant) -> bool {
        self.times.retain(|at| now.saturating_duration_since(*at) < RETURNS_SPAN);
        let may = self.times.len() < MOST_RETURNS;
        if may {
            self.times.push(now);
        }
        may
    }
}

/// Whether no server was asked: it bears a try more often.
fn is_near(kind: &FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::NoNetwork
            | FailureKind::NameServersSilent { .. }
            | FailureKind::NameNotResolved { .. }
            | FailureKind::NoIpv4 { .. }
    )
}

#[cfg(test)]
mod tests {
    use vpn_api::{Blame, Retry};

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

    #[test]
    fn each_cause_has_its_own_wait_and_names_are_looked_up_more_often() {
        let mut backoffs = Backoffs::new(Duration::from_secs(1), Duration::from_secs(300));
        let failed = |kind| Failure::new(kind, Blame::Network, Retry::NextServer);
        let lost = failed(FailureKind::ConnectionLost);
        let unknown = failed(FailureKind::NameNotResolved { host: "a.example".to_owned() });
        let other = failed(FailureKind::NameNotResolved { host: "b.example".to_owned() });
        let waits = [&lost, &lost, &unknown, &other, &lost].map(|failure| backoffs.next(failure, 0).as_secs());
        assert_eq!(waits, [1, 2, 1, 2, 4]);
        for _ in 0..20 {
            backoffs.next(&lost, 0);
            backoffs.next(&unknown, 0);
        }
        assert_eq!(backoffs.next(&lost, 0), Duration::from_secs(300));
        assert_eq!(backoffs.next(&unknown, 0), Duration::from_secs(30));
        backoffs.reset();
        assert_eq!(backoffs.next(&lost, 0), Duration::from_secs(1));
    }
}
