//! Traffic counters, written by the driver's thread and read by anybody.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use vpn_api::Traffic;

/// Counters of one driver, in packets and in bytes of inner packets.
#[derive(Debug, Default)]
pub struct TrafficCounters {
    received: AtomicU64,
    sent: AtomicU64,
    packets_received: AtomicU64,
    packets_sent: AtomicU64,
    dropped: AtomicU64,
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
            (&self.dropped, moved.dropped),
        ] {
            if amount != 0 {
                counter.fetch_add(amount, Relaxed);
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
        Traffic {
            received: self.received.load(Relaxed),
            sent: self.sent.load(Relaxed),
            packets_received: self.packets_received.load(Relaxed),
            packets_sent: self.packets_sent.load(Relaxed),
            dropped: self.dropped.load(Relaxed),
        }
    }
}
