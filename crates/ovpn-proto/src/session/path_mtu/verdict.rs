//! When a round is over, what it proved, and what comes next.

use std::time::Instant;

use super::{
    DOWN, FLOOR, MOST_VOLLEYS, PAUSES, PathMtu, RAISES, STEP, Stage,
    round::{Purpose, Round},
};

impl PathMtu {
    /// Answered witnesses without which nothing is taken for lost.
    pub(super) fn needed(&self, round: &Round) -> u32 {
        let (volleys, lost) = self.overtaken(round);
        self.chance.needed(volleys, lost)
    }

    /// Volleys of the round whose witness was answered or is late, and how many are late.
    fn overtaken(&self, round: &Round) -> (f64, f64) {
        let Some(last) = round.volleys.last() else { return (0.0, 0.0) };
        let wait = self.round_trip.wait();
        let old = round.volleys.iter().filter(|sent| last.saturating_duration_since(**sent) >= wait).count() as u32;
        (f64::from(old.max(round.witnessed)), f64::from(old.saturating_sub(round.witnessed)))
    }

    pub(super) fn is_settled(&self, now: Instant, round: &Round) -> bool {
        let volleys = round.volleys.len() as u32;
        let late = round.due <= now;
        if round.purpose == Purpose::Ask {
            return round.witnessed > 0 && round.passed().is_some() || volleys >= DOWN && late;
        }
        let verdict = round.witnessed >= self.needed(round) && round.last_witness + self.margin() <= now;
        let down = round.witnessed == 0 && volleys >= DOWN && late;
        round.sizes.first().is_some_and(|size| size.answered) || verdict || down || volleys >= MOST_VOLLEYS
    }

    pub(super) fn conclude(&mut self, now: Instant, messages: u32) {
        let resting = Stage::Resting { confirming: None };
        let Stage::Round(round) = std::mem::replace(&mut self.stage, resting) else { return };
        self.confirmed = now;
        let is_verdict = round.witnessed >= self.needed(&round);
        let (volleys, lost) = self.overtaken(&round);
        self.chance.add(volleys, lost);
        let (passed, largest) = (round.passed(), round.sizes.first().map_or(0, |size| size.size));
        if round.purpose == Purpose::Ask {
            if passed.is_none() || round.witnessed == 0 {
                self.stage = Stage::Off;
            } else {
                self.able = true;
                self.begin(now, messages, Purpose::Check);
            }
            return;
        }
        if passed.is_none() && !is_verdict {
            // Nothing passes: that is not a matter of size.
            self.stage = Stage::Waiting(now + self.pause, round.purpose);
            self.pause = (2 * self.pause).min(PAUSES.1);
            return;
        }
        self.pause = PAUSES.0;
        // The smallest of those that are larger than all that passed.
        let lost = |passed: u16| round.sizes.iter().map(|size| size.size).filter(|size| *size > passed).min();
        match round.purpose {
            Purpose::Ask => {}
            Purpose::Check if passed.is_some() => self.chance.add(1.0, 1.0),
            Purpose::Check => self.search(now, messages, FLOOR, largest),
            Purpose::Search { low, high } => {
                let low = passed.unwrap_or(low);
                self.search(now, messages, low, lost(low).unwrap_or(high));
            }
            Purpose::Raise => match passed {
                Some(passed) => self.search(now, messages, passed, lost(passed).unwrap_or(passed)),
                None => self.rest(now),
            },
        }
    }

    /// `low` passes, `high` does not: goes on until they are near each other. The limit stays what it was until then, because
    /// senders remember for minutes what they are told.
    fn search(&mut self, now: Instant, messages: u32, low: u16, high: u16) {
        if high.saturating_sub(low) > STEP {
            return self.begin(now, messages, Purpose::Search { low, high });
        }
        if low < self.limit {
            self.raise = None;
        }
        self.limit = low.min(self.top);
        self.rest(now);
    }

    fn rest(&mut self, now: Instant) {
        self.stage = Stage::Resting { confirming: None };
        let turn = match self.raise {
            Some((at, turn)) if at <= now => turn,
            Some(_) | None => 0,
        };
        let pause = RAISES.get(turn).or(RAISES.last()).copied().unwrap_or_default();
        self.raise = (self.limit < self.top).then(|| (now + pause, (turn + 1).min(RAISES.len())));
    }
}
