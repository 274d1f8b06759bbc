//! Traffic counters, written by the driver's thread and read by anybody.
//!
//! They are added to once per batch, so that what a packet costs does not depend on how much is counted.

use std::sync::{
    Arc,
    atomic::{
        AtomicBool, AtomicU64,
        Ordering::{Relaxed, SeqCst},
    },
};

use tokio::sync::Notify;
use vpn_api::{DropCause, Drops, Traffic};

/// Reads the counters of one driver.
pub type Counts = Arc<dyn Fn() -> Traffic + Send + Sync>;

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
    /// Somebody waits for the next frame.
    awaited: AtomicBool,
    came: Notify,
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
            // In this order, seen by who waits in the other.
            self.heard.fetch_add(frames, SeqCst);
            if self.awaited.load(SeqCst) && self.awaited.swap(false, SeqCst) {
                self.came.notify_waiters();
            }
        }
    }

    /// Ends with the next authentic frame of the data channel, keepalives included: it proves that the server lives and reaches us.
    pub fn next_heard(self: &Arc<Self>) -> impl Future<Output = ()> + Send + use<> {
        let (counters, before) = (Arc::clone(self), self.heard.load(Relaxed));
        async move {
            loop {
                let came = counters.came.notified();
                tokio::pin!(came);
                // Before the last look, so that nothing is missed between the two.
                came.as_mut().enable();
                counters.awaited.store(true, SeqCst);
                if counters.heard.load(SeqCst) != before {
                    return;
                }
                came.await;
            }
        }
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

    #[tokio::test]
    async fn who_waits_for_a_frame_is_told_of_the_next_one() {
        let counters = Arc::new(TrafficCounters::default());
        counters.add_heard(3);
        let mut waits = Box::pin(counters.next_heard());
        assert!(futures_util::poll!(&mut waits).is_pending(), "what came before proves nothing");
        counters.add_heard(0);
        assert!(futures_util::poll!(&mut waits).is_pending());
        counters.add_heard(1);
        assert!(futures_util::poll!(&mut waits).is_ready());
        let late = counters.next_heard();
        counters.add_heard(1);
        assert!(futures_util::poll!(Box::pin(late)).is_ready(), "it came before anybody waited for it");
    }

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
