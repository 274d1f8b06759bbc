//! How much went through the tunnels: by the minute for an hour, by the quarter of an hour for two days, and by the day for two months,
//! for each profile. Kept on this computer in a file of its own, and nowhere else.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};
use vpn_api::{ConnectionId, Traffic};

use crate::kept_file;

const MINUTE: u64 = 60;
const QUARTER: u64 = 15 * MINUTE;
/// Minutes, quarters and days that are kept.
const MINUTES: usize = 60;
const QUARTERS: usize = 2 * 96 + 8;
const DAYS: usize = 62;
/// Traffic that was seen late is spread over the time that it took, and over no more than this.
const LONGEST_SPREAD: u64 = DAYS as u64 * 86_400;
/// Profiles that are kept; those that were used longest ago go first.
const PROFILES: usize = 2000;
/// A larger file is none of ours.
const MAX_FILE: u64 = 64 << 20;

/// Bytes in both directions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Moved {
    /// Received.
    pub(crate) received: u64,
    /// Sent.
    pub(crate) sent: u64,
}

impl Moved {
    fn add(&mut self, other: Self) {
        self.received = self.received.saturating_add(other.received);
        self.sent = self.sent.saturating_add(other.sent);
    }

    fn share(self, of: u64) -> Self {
        Self { received: self.received / of.max(1), sent: self.sent / of.max(1) }
    }

    fn less(self, other: Self) -> Self {
        Self { received: self.received.saturating_sub(other.received), sent: self.sent.saturating_sub(other.sent) }
    }

    fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What is kept of one profile. Times are in Unix seconds, at the beginning of what they stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// How much of what the helper counts of the connection is counted already, and when that was.
    counted: Moved,
    at: u64,
    minutes: BTreeMap<u64, Moved>,
    quarters: BTreeMap<u64, Moved>,
    /// By the day of the calendar here: `2026-11-30`.
    days: BTreeMap<String, Moved>,
}

/// Everything that is kept.
#[derive(Debug)]
pub(crate) struct History {
    path: PathBuf,
    day_of: fn(u64) -> String,
    kept: BTreeMap<ConnectionId, Kept>,
    /// The file says something else.
    changed: bool,
}

/// What is shown of one profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The last hour, minute by minute, the newest last.
    pub(crate) hour: Vec<Moved>,
    /// Today since midnight, by quarters of an hour, the newest last.
    pub(crate) today: Vec<Moved>,
}

impl History {
    /// Reads the file, which need not exist. `day_of` names the day of a time: `2026-11-30`.
    pub(crate) fn open(path: PathBuf, day_of: fn(u64) -> String) -> Self {
        let kept = kept_file::read(&path, MAX_FILE).unwrap_or_default();
        Self { path, day_of, kept, changed: false }
    }

    /// The counters of a connection that came up at `since` or earlier, as they are at `now`.
    pub(crate) fn count(&mut self, connection: &ConnectionId, since: u64, traffic: &Traffic, now: u64) {
        let total = Moved { received: traffic.received, sent: traffic.sent };
        let kept = self.kept.entry(connection.clone()).or_default();
        // Counters go on through a reconnect, which has another `since`, and begin anew with the next connection.
        let same =
            !kept.counted.is_nothing() && total.received >= kept.counted.received && total.sent >= kept.counted.sent;
        let (fresh, from) = if same { (total.less(kept.counted), kept.at) } else { (total, since.max(kept.at)) };
        // An idle tunnel writes nothing.
        self.changed |= kept.counted != total;
        (kept.counted, kept.at) = (total, now);
        if !fresh.is_nothing() {
            kept.spread(fresh, from, now, self.day_of);
        }
        if self.kept.len() > PROFILES
            && let Some(oldest) = self.kept.iter().min_by_key(|(_, kept)| kept.at).map(|(id, _)| id.clone())
        {
            self.kept.remove(&oldest);
        }
    }

    /// The connection has ended, so that its counters begin anew.
    pub(crate) fn ended(&mut self, connection: &ConnectionId) {
        if let Some(kept) = self.kept.get_mut(connection).filter(|kept| !kept.counted.is_nothing()) {
            kept.counted = Moved::default();
            self.changed = true;
        }
    }

    /// The last hour and today of one profile.
    pub(crate) fn shown(&self, connection: &ConnectionId, now: u64) -> Shown {
        let kept = self.kept.get(connection);
        let minute = now / MINUTE;
        let at = |of: fn(&Kept) -> &BTreeMap<u64, Moved>, time: u64| {
            kept.and_then(|kept| of(kept).get(&time)).copied().unwrap_or_default()
        };
        let hour = (0..MINUTES as u64).rev().map(|ago| at(|kept| &kept.minutes, minute.saturating_sub(ago) * MINUTE));
        let today = (self.day_of)(now);
        let mut quarters: Vec<u64> = (0..QUARTERS as u64)
            .map(|ago| (now / QUARTER).saturating_sub(ago) * QUARTER)
            .take_while(|time| (self.day_of)(*time) == today)
            .collect();
        quarters.reverse();
        Shown {
            hour: hour.collect(),
            today: quarters.into_iter().map(|time| at(|kept| &kept.quarters, time)).collect(),
        }
    }

    /// How much each profile moved in the month of the calendar that it is now, those that moved nothing left out.
    pub(crate) fn month(&self, now: u64) -> Vec<(ConnectionId, Moved)> {
        let today = (self.day_of)(now);
        let month = today.get(..7).unwrap_or_default();
        let sum = |kept: &Kept| {
            let mut sum = Moved::default();
            kept.days.iter().filter(|(day, _)| day.starts_with(month)).for_each(|(_, moved)| sum.add(*moved));
            sum
        };
        let sums = self.kept.iter().map(|(id, kept)| (id.clone(), sum(kept)));
        sums.filter(|(_, moved)| !moved.is_nothing()).collect()
    }

    /// Forgets everything, also in the file. What runs is counted from here on.
    pub(crate) fn clear(&mut self) {
        for kept in self.kept.values_mut() {
            *kept = Kept { counted: kept.counted, at: kept.at, ..Kept::default() };
        }
        self.changed = true;
        self.save();
    }

    /// Forgets a profile that is gone.
    pub(crate) fn forget(&mut self, connection: &ConnectionId) {
        self.changed |= self.kept.remove(connection).is_some();
    }

    /// Writes the file, if it says something else.
    pub(crate) fn save(&mut self) {
        if std::mem::take(&mut self.changed)
            && let Err(error) = kept_file::write(&self.path, &self.kept)
        {
            tracing::warn!(%error, "how much went through the tunnels could not be kept");
        }
    }
}

impl Kept {
    fn spread(&mut self, fresh: Moved, from: u64, now: u64, day_of: fn(u64) -> String) {
        let last = now / MINUTE;
        // The clock may have been set back meanwhile.
        let from = from.clamp(now.saturating_sub(LONGEST_SPREAD).min(now), now) / MINUTE;
        let parts = last - from + 1;
        let share = fresh.share(parts);
        let mut left = fresh;
        for minute in from..last {
            self.put(share, minute * MINUTE, day_of);
            left = left.less(share);
        }
        self.put(left, last * MINUTE, day_of);
        keep_newest(&mut self.minutes, MINUTES);
        keep_newest(&mut self.quarters, QUARTERS);
        keep_newest(&mut self.days, DAYS);
    }

    fn put(&mut self, moved: Moved, time: u64, day_of: fn(u64) -> String) {
        if moved.is_nothing() {
            return;
        }
        self.minutes.entry(time).or_default().add(moved);
        self.quarters.entry(time / QUARTER * QUARTER).or_default().add(moved);
        self.days.entry(day_of(time)).or_default().add(moved);
    }
}

fn keep_newest<K: Ord>(of: &mut BTreeMap<K, Moved>, most: usize) {
    while of.len() > most {
        of.pop_first();
    }
}

#[cfg(test)]
mod tests;
