//! When to let packets gather, so that a fast stream of single packets does not cost a wake-up each.
//!
//! A server that moves one packet at a time fills a line with packets that each wake the driver: the wake-ups, and the
//! acknowledgements that each of them sets off, then cost more than the packets. Network cards have the same trouble and the
//! same remedy, interrupt moderation: while packets come close behind each other, and few at a time, the driver rests a moment
//! after each turn and finds several then. A packet that comes by itself, or a question that waits for its answer, never
//! meets a rest: the packets before it came too slowly.

use std::time::{Duration, Instant};

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod portable;

#[cfg(target_os = "linux")]
pub(super) use linux::prepare_thread;
#[cfg(not(target_os = "linux"))]
pub(super) use portable::prepare_thread;

/// How long a rest is. Together with what the scheduler adds it stays well below the way to any server that is not in the
/// same room.
const REST: Duration = Duration::from_micros(150);
/// Packets that a rest should gather at least; below, it does not pay.
const GATHERED: u32 = 3;
/// A turn that moves so many packets needs no rest: they come in batches already.
const BATCH: u64 = 16;
/// A longer gap between packets says no more than this one: the stream has paused.
const PAUSE: Duration = Duration::from_millis(1);
/// How much each turn counts in the mean.
const WEIGHT: u32 = 8;

/// Watches how close packets come behind each other.
#[derive(Debug)]
pub(super) struct Moderation {
    /// The last turn that moved packets.
    last: Instant,
    /// Mean time from one packet to the next.
    gap: Duration,
    /// Packets that this turn has moved.
    packets: u64,
    /// The last turn moved some packets, and not many.
    few: bool,
}

impl Moderation {
    pub(super) fn new(now: Instant) -> Self {
        Self { last: now, gap: PAUSE, packets: 0, few: false }
    }

    /// Counts packets that this turn moved, whichever way.
    pub(super) fn count(&mut self, packets: u64) {
        self.packets += packets;
    }

    /// Takes note of the turn that ends.
    pub(super) fn end_turn(&mut self, now: Instant) {
        let packets = std::mem::take(&mut self.packets);
        self.few = (1..BATCH).contains(&packets);
        if packets == 0 {
            return;
        }
        let since = now.saturating_duration_since(self.last).min(PAUSE);
        let gap = since / u32::try_from(packets).unwrap_or(u32::MAX);
        self.gap = (self.gap * (WEIGHT - 1) + gap) / WEIGHT;
        self.last = now;
    }

    /// How long to rest before the next turn.
    pub(super) fn rest(&self) -> Option<Duration> {
        (self.few && self.gap * GATHERED <= REST).then_some(REST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MICRO: Duration = Duration::from_micros(1);

    /// After turns this far apart with so many packets each.
    fn after(turns: u32, apart: Duration, packets: u64) -> Moderation {
        let start = Instant::now();
        let mut moderation = Moderation::new(start);
        for turn in 1..=turns {
            moderation.count(packets);
            moderation.end_turn(start + apart * turn);
        }
        moderation
    }

    #[test]
    fn a_fast_stream_of_single_packets_is_gathered() {
        assert_eq!(after(100, 13 * MICRO, 1).rest(), Some(REST));
        // With the rests, turns are further apart and move more.
        assert_eq!(after(100, 160 * MICRO, 8).rest(), Some(REST));
        // It takes some packets to be seen.
        assert_eq!(after(10, 13 * MICRO, 1).rest(), None);
    }

    #[test]
    fn what_comes_slowly_or_in_batches_is_not() {
        for (apart, packets) in [(10_000, 1), (300, 2), (200, 2), (13, 44), (100, 64)] {
            assert_eq!(after(1000, apart * MICRO, packets).rest(), None, "{packets} each {apart} µs");
        }
    }

    #[test]
    fn the_first_packet_after_a_stream_meets_no_rest() {
        let mut moderation = after(1000, 160 * MICRO, 8);
        assert_eq!(moderation.rest(), Some(REST));
        let later = moderation.last + 5 * PAUSE;
        moderation.end_turn(later);
        assert_eq!(moderation.rest(), None);
        moderation.count(1);
        moderation.end_turn(later);
        assert_eq!(moderation.rest(), None);
    }
}
