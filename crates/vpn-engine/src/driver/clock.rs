//! Notices that the wall clock was set, or stood still with the machine, when something else has to be done anyway.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A smaller difference is the clock being kept right (adjtimex(2)).
const STEP: Duration = Duration::from_secs(2);

/// The wall clock as it was told last.
#[derive(Debug)]
pub(super) struct Clock {
    at: Instant,
    unix: Duration,
}

impl Clock {
    pub(super) fn new(now: Instant, wall: SystemTime) -> Self {
        Self { at: now, unix: unix(wall) }
    }

    /// The time since the Unix epoch, if it is another one than what the time since the last one makes of it.
    pub(super) fn look(&mut self, now: Instant, wall: SystemTime) -> Option<Duration> {
        let expected = self.unix + now.saturating_duration_since(self.at);
        let shown = unix(wall);
        // Kept up, so that small corrections do not add up to a step.
        *self = Self { at: now, unix: shown };
        (shown.abs_diff(expected) > STEP).then_some(shown)
    }
}

fn unix(wall: SystemTime) -> Duration {
    wall.duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn a_step_is_told_once_and_a_slow_clock_never() {
        let (start, wall) = (Instant::now(), UNIX_EPOCH + 500_000 * HOUR);
        let mut clock = Clock::new(start, wall);
        assert_eq!(clock.look(start + HOUR, wall + HOUR + Duration::from_millis(900)), None);
        assert_eq!(clock.look(start + 2 * HOUR, wall + 2 * HOUR + Duration::from_millis(1800)), None);
        let back = wall - 300_000 * HOUR;
        assert_eq!(clock.look(start + 3 * HOUR, back), Some(200_000 * HOUR));
        assert_eq!(clock.look(start + 4 * HOUR, back + HOUR), None);
        // The monotonic clock stands still while the machine sleeps (clock_gettime(2)).
        assert_eq!(clock.look(start + 4 * HOUR, back + 9 * HOUR), Some(200_009 * HOUR));
        assert_eq!(clock.look(start + 4 * HOUR, UNIX_EPOCH - HOUR), Some(Duration::ZERO));
    }
}
