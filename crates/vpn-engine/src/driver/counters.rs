//! Traffic counters, written by the driver's thread and read by anybody.
//!
//! They are added to once per batch, so that what a packet costs does not depend on how much is counted.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use vpn_api::{DropCause, Drops, Traffic};

/// Counters of one driver, in packets and in bytes of inner packets.
#[derive(Debug, Default)]
pub struct TrafficCounters {
    received: AtomicU64,
    sent: AtomicU64,
    packets_received: AtomicU64,
    packets_sent: AtomicU64,
    batches_received: AtomicU64,
    batches_sent: AtomicU64,
    drops: [AtomicU64; DropCause::ALL.len()],
    heard: AtomicU64,
}

impl TrafficCounters {
    /// Adds what one batch moved.
    pub(crate) fn add(&self, moved: &Traffic) {
        for (counter, amount) in [
            (&self.received, moved.received),
            (&self.sent, moved.sent),
            (&self.packets_received, moved.packets_received),
            (&self.packets_sent, moved.packets_sent),
            (&self.batches_received, moved.batches_received),
            (&self.batches_sent, moved.batches_sent),
        ] {
            if amount != 0 {
                counter.fetch_add(amount, Relaxed);
            }
        }
        if moved.dropped != 0 {
            for (counter, cause) in self.drops.iter().zip(DropCause::ALL) {
                counter.fetch_add(moved.drops.get(cause), Relaxed);
            }
        }
    }

    /// Adds authentic frames of the data channel, keepalives included.
    pub(crate) fn add_heard(&self, frames: u64) {
        if frames != 0 {
            self.heard.fetch_add(frames, Relaxed);
        }
    }

    /// Authentic frames of the data channel, keepalives included: a count that grows proves that the server lives and
    /// reaches us.
    #[must_use]
    pub fn heard(&self) -> u64 {
        self.heard.load(Relaxed)
    }

    /// The counters at this moment; each is exact, but they are not read at the same instant.
    #[must_use]
    pub fn snapshot(&self) -> Traffic {
        let mut drops = Drops::default();
        for (counter, cause) in self.drops.iter().zip(DropCause::ALL) {
            drops.add(cause, counter.load(Relaxed));
        }
        Traffic {
            received: self.received.load(Relaxed),
            sent: self.sent.load(Relaxed),
            packets_received: self.packets_received.load(Relaxed),
            packets_sent: self.packets_sent.load(Relaxed),
            dropped: drops.sum(),
            batches_received: self.batches_received.load(Relaxed),
            batches_sent: self.batches_sent.load(Relaxed),
            drops,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_batches_moved_adds_up() {
        let counters = TrafficCounters::default();
        let mut moved = Traffic {
            received: 1,
            sent: 2,
            packets_received: 3,
            packets_sent: 4,
            batches_received: 5,
            batches_sent: 6,
            ..Traffic::default()
        };
        for (place, cause) in DropCause::ALL.into_iter().enumerate() {
            moved.count_drop(cause, place as u64);
        }
        counters.add(&moved);
        assert_eq!(counters.snapshot(), moved);
        counters.add(&moved);
        counters.add(&Traffic::default());
        assert_eq!(counters.snapshot(), moved.plus(moved));
    }
}
