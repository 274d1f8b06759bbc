//! What one user may cost, whatever the number of their clients: frames that are read for them, and bytes that wait to be read by
//! them. Whoever asks for more waits; nobody else does.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Semaphore;
use vpn_api::Owner;

/// What a frame costs besides its bytes: an answer is made for it.
const FRAME: i64 = 16 * 1024;
/// Bytes that are read for one user in a second, on average: 512 small requests, or 8 of the largest.
const RATE: i64 = 8 << 20;
/// Bytes that are read for one user at once.
const BURST: i64 = 16 << 20;
/// Bytes that may wait to be read by one user's clients. The largest frame fits in several times.
pub(super) const WAITING: usize = 4 << 20;
/// After this long a user has a whole burst again, unless there are clients that still wait.
const REFILL: Duration = Duration::from_secs(2);
/// Users that are remembered. Those who did nothing lately are forgotten.
const MAX_USERS: usize = 256;

#[derive(Debug)]
struct Budget {
    left: i64,
    since: Instant,
    waiting: Arc<Semaphore>,
}

/// All users.
#[derive(Debug, Default)]
pub(super) struct Budgets(Mutex<BTreeMap<Owner, Budget>>);

impl Budgets {
    fn with<T>(&self, user: &Owner, now: Instant, work: impl FnOnce(&mut Budget) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.contains_key(user) && all.len() >= MAX_USERS {
            all.retain(|_, budget| {
                Arc::strong_count(&budget.waiting) > 1 || now.saturating_duration_since(budget.since) < REFILL
            });
        }
        let fresh = || Budget { left: BURST, since: now, waiting: Arc::new(Semaphore::new(WAITING)) };
        let budget = all.entry(user.clone()).or_insert_with(fresh);
        let micros = i64::try_from(now.saturating_duration_since(budget.since).as_micros()).unwrap_or(i64::MAX);
        let earned = micros.saturating_mul(RATE / 1_000_000);
        budget.left = budget.left.saturating_add(earned).min(BURST);
        budget.since = now;
        work(budget)
    }

    /// Takes a frame of this many bytes into account. How long its reader waits before it is looked at.
    pub(super) fn charge(&self, user: &Owner, bytes: usize, now: Instant) -> Duration {
        let cost = FRAME.saturating_add(i64::try_from(bytes).unwrap_or(i64::MAX));
        self.with(user, now, |budget| {
            budget.left = budget.left.saturating_sub(cost);
            let missing = u64::try_from(budget.left.saturating_neg()).unwrap_or(0);
            Duration::from_micros(missing.saturating_mul(1_000_000) / RATE.unsigned_abs())
        })
    }

    /// How much may wait to be read by this user, in bytes.
    pub(super) fn waiting(&self, user: &Owner, now: Instant) -> Arc<Semaphore> {
        self.with(user, now, |budget| Arc::clone(&budget.waiting))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_waits_for_what_was_spent_and_another_does_not() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        let (alice, bob) = (Owner::Uid(1000), Owner::Uid(1001));
        let waits: Vec<Duration> = (0..10_000).map(|_| budgets.charge(&bob, 100, now)).collect();
        assert!(waits[..1000].iter().all(Duration::is_zero), "a burst is served at once");
        let last = waits.last().unwrap();
        assert!(*last > Duration::from_secs(15) && *last < Duration::from_secs(20), "{last:?} for 10,000 at once");
        assert_eq!(budgets.charge(&alice, 1 << 20, now), Duration::ZERO);
        let later = now + Duration::from_secs(60);
        assert_eq!(budgets.charge(&bob, 100, later), Duration::ZERO, "what was spent comes back");
        assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]));
    }

    #[test]
    fn users_are_forgotten_when_there_are_many() {
        let (budgets, now) = (Budgets::default(), Instant::now());
        let room = budgets.waiting(&Owner::Uid(7), now);
        for uid in 0..10_000 {
            budgets.charge(&Owner::Uid(uid), 0, now + Duration::from_secs(u64::from(uid)));
        }
        assert!(budgets.0.lock().unwrap().len() <= MAX_USERS);
        assert!(Arc::ptr_eq(&room, &budgets.waiting(&Owner::Uid(7), now)), "not while something waits");
    }
}
