//! What is known of the path by experience: how long answers take, and how often probes get lost whatever their size.

use std::time::{Duration, Instant};

/// How probable it may be that a size is taken for lost by chance.
const CHANCE: f64 = 1e-6;
/// Answered witnesses that a verdict takes, at least and at most.
const VERDICT: (u32, u32) = (3, 16);
/// Waits for an answer, before one was measured, at least, and at most.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const SHORTEST_WAIT: Duration = Duration::from_millis(100);
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// How long answers take (RFC 6298).
#[derive(Debug, Default)]
pub(super) struct RoundTrip {
    /// Mean and spread.
    known: Option<(Duration, Duration)>,
    newest: Option<Duration>,
}

impl RoundTrip {
    /// Takes an answer to what was sent then; `None`: it could be the answer to another one.
    pub(super) fn measure(&mut self, sent: Option<Instant>, now: Instant) {
        let Some(sent) = sent else { return };
        let time = now.saturating_duration_since(sent);
        self.newest = Some(time);
        self.known = Some(match self.known {
            None => (time, time / 2),
            Some((mean, spread)) => ((7 * mean + time) / 8, (3 * spread + mean.abs_diff(time)) / 4),
        });
    }

    /// The last time that was measured, once.
    pub(super) fn take_newest(&mut self) -> Option<Duration> {
        self.newest.take()
    }

    /// An answer that takes longer is late.
    pub(super) fn wait(&self) -> Duration {
        self.known.map_or(FIRST_WAIT, |(mean, spread)| (mean + 4 * spread).clamp(SHORTEST_WAIT, LONGEST_WAIT))
    }
}

/// How often probes get lost that are not too large.
#[derive(Debug, Default)]
pub(super) struct Chance {
    sent: f64,
    lost: f64,
}

impl Chance {
    /// Probes of which so many were lost. What is long past counts less.
    pub(super) fn add(&mut self, sent: f64, lost: f64) {
        self.sent += sent;
        self.lost += lost;
        if self.sent > 64.0 {
            self.sent /= 2.0;
            self.lost /= 2.0;
        }
    }

    /// Losses in a row that are not by chance, with these probes counted in. Before anything is known, one of twenty is lost.
    pub(super) fn needed(&self, sent: f64, lost: f64) -> u32 {
        let share = (self.lost + lost + 0.1) / (self.sent + sent + 2.0);
        let (least, most) = VERDICT;
        let mut chance = CHANCE;
        let mut row = 0;
        while row < most && chance < 1.0 {
            chance /= share;
            row += 1;
        }
        row.max(least)
    }
}
