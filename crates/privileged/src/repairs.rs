//! What somebody else takes away, how often, when to say so, and how often to put it back. Pure: the time is an argument.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use tokio::time::Instant;
use vpn_api::{NetworkStep, protection::TakenAway};

/// Repairs that are remembered; what is older is no fight.
const MEMORY: Duration = Duration::from_secs(600);
/// What goes within this time of the last that counted belongs to it: a network service that is switched off or started again takes
/// away the same thing several times in a row (observed: NetworkManager 1.42), and has done so once.
const SAME: Duration = Duration::from_secs(3);
/// From this many within [`MEMORY`] on it is told as something that happens again and again.
const AGAIN_AND_AGAIN: u32 = 3;
/// At most this many looks within [`SPAN`]: who fights about the network does not get all of its processor too.
const MOST: usize = 10;
const SPAN: Duration = Duration::from_secs(1);

/// What was put back.
#[derive(Debug, Default)]
pub(crate) struct Repairs {
    times: BTreeMap<NetworkStep, VecDeque<Instant>>,
    by: BTreeMap<NetworkStep, String>,
    looks: VecDeque<Instant>,
}

impl Repairs {
    /// Notes that this was missing. `Some`: it is to be told, with how often it was in the last minutes: the first time, the
    /// third, the tenth, and each tenfold of these; and by whom.
    pub(crate) fn note(
        &mut self,
        what: NetworkStep,
        by: Option<String>,
        now: Instant,
    ) -> Option<(u32, Option<String>)> {
        let times = self.times.entry(what).or_default();
        times.retain(|at| now.saturating_duration_since(*at) < MEMORY);
        let same = times.back().is_some_and(|last| now.saturating_duration_since(*last) < SAME);
        if !same {
            times.push_back(now);
        }
        if let Some(by) = by.filter(|by| !by.is_empty()) {
            self.by.insert(what, by);
        }
        let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
        let mut step = count;
        while step >= 10 && step % 10 == 0 {
            step /= 10;
        }
        (!same && matches!(step, 1 | 3)).then(|| (count, self.by.get(&what).cloned()))
    }

    /// What is taken away again and again.
    pub(crate) fn taken_away(&self, now: Instant) -> Vec<TakenAway> {
        let count = |times: &VecDeque<Instant>| {
            let recent = times.iter().filter(|at| now.saturating_duration_since(**at) < MEMORY).count();
            u32::try_from(recent).unwrap_or(u32::MAX)
        };
        let again = self.times.iter().map(|(what, times)| (*what, count(times)));
        let again = again.filter(|(_, times)| *times >= AGAIN_AND_AGAIN);
        again.map(|(what, times)| TakenAway { what, times, by: self.by.get(&what).cloned() }).collect()
    }

    /// How long to wait before the next look.
    pub(crate) fn pause(&mut self, now: Instant) -> Duration {
        self.looks.retain(|at| now.saturating_duration_since(*at) < SPAN);
        let wait = match self.looks.front() {
            Some(first) if self.looks.len() >= MOST => SPAN.saturating_sub(now.saturating_duration_since(*first)),
            Some(_) | None => Duration::ZERO,
        };
        self.looks.push_back(now + wait);
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_the_first_time_and_then_ever_more_rarely() {
        let (mut repairs, mut now) = (Repairs::default(), Instant::now());
        let mut told = Vec::new();
        for _ in 0..100 {
            told.extend(repairs.note(NetworkStep::Route, None, now).map(|told| told.0));
            now += SAME;
        }
        assert_eq!(told, [1, 3, 10, 30, 100]);
        assert_eq!(
            repairs.note(NetworkStep::Rule, Some("ip".to_owned()), now),
            Some((1, Some("ip".to_owned()))),
            "each kind by itself"
        );
        let later = now + MEMORY;
        assert_eq!(repairs.note(NetworkStep::Route, None, later), Some((1, None)), "what is long ago does not count");
    }

    #[test]
    fn what_happens_again_and_again_is_named_with_its_maker() {
        let (mut repairs, mut now) = (Repairs::default(), Instant::now());
        for by in [None, Some("nft".to_owned()), None] {
            assert!(repairs.taken_away(now).is_empty());
            now += SAME;
            repairs.note(NetworkStep::Firewall, by, now);
        }
        let expected = TakenAway { what: NetworkStep::Firewall, times: 3, by: Some("nft".to_owned()) };
        assert_eq!(repairs.taken_away(now), [expected]);
        assert!(repairs.taken_away(now + MEMORY).is_empty());
    }

    #[test]
    fn what_goes_several_times_in_a_row_has_gone_once() {
        let (mut repairs, begin) = (Repairs::default(), Instant::now());
        let row = (0..20).map(|tenths| begin + Duration::from_millis(100 * tenths));
        let told: Vec<_> = row.filter_map(|now| repairs.note(NetworkStep::Address, None, now)).collect();
        assert_eq!(told, [(1, None)]);
        assert!(repairs.taken_away(begin + SAME).is_empty());
        // A fight that does not end is one all the same.
        for tenths in 20..100 {
            repairs.note(NetworkStep::Address, None, begin + Duration::from_millis(100 * tenths));
        }
        assert_eq!(repairs.taken_away(begin + Duration::from_secs(10))[0].times, 4);
    }

    #[test]
    fn there_are_ten_looks_in_a_second_at_most() {
        let (mut repairs, begin) = (Repairs::default(), Instant::now());
        let mut now = begin;
        let mut looks = Vec::new();
        for _ in 0..100 {
            now += repairs.pause(now);
            looks.push(now);
        }
        assert!(looks.windows(MOST + 1).all(|looks| looks[MOST] - looks[0] >= SPAN), "in any second");
        let spent = now - begin;
        assert!((Duration::from_secs(9)..=Duration::from_secs(10)).contains(&spent), "{spent:?}");
        assert_eq!(repairs.pause(now + SPAN), Duration::ZERO);
    }
}
