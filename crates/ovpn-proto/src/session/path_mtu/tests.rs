//! One end of a path in virtual time.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

/// How a server acknowledges what it has acknowledged before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    Never,
    /// OpenVPN 2.6: one by one, and seven earlier ones behind.
    Repeats,
    /// SoftEther: what has come in the meantime, the lowest ids first, four at most.
    Merges,
}

/// What becomes of probes on the way.
struct Road {
    path: PathMtu,
    now: Instant,
    began: Instant,
    mtu: u16,
    /// Percent lost, each way.
    loss: u64,
    round_trip: Duration,
    jitter: Duration,
    habit: Habit,
    /// What the server has acknowledged, the newest first.
    named: Vec<MessageId>,
    /// What it has not acknowledged yet.
    unnamed: BTreeSet<u32>,
    /// Old messages there are.
    messages: u32,
    /// LargeFrames frames are sent, or received as long as they pass.
    sends: bool,
    random: u64,
    /// Probes on their way there, and answers on their way back.
    there: Vec<(Instant, MessageId)>,
    back: Vec<(Instant, Vec<MessageId>)>,
    probes: Vec<(Instant, u16)>,
    /// Each limit there was, and since when.
    limits: Vec<(Instant, Option<u16>)>,
}

impl Road {
    fn new() -> Self {
        let now = crate::testing::start();
        Self {
            path: PathMtu::new(now, CEILING),
            now,
            began: now,
            mtu: CEILING,
            loss: 0,
            round_trip: 20 * MS,
            jitter: 2 * MS,
            habit: Habit::Repeats,
            named: (0..7).rev().map(MessageId).collect(),
            unnamed: BTreeSet::new(),
            messages: 7,
            sends: false,
            random: 0x9e37_79b9_7f4a_7c15,
            there: Vec::new(),
            back: Vec::new(),
            probes: Vec::new(),
            limits: Vec::new(),
        }
    }

    fn draw(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }

    fn large(&self) -> LargeFrames {
        LargeFrames { sent: self.sends.then_some(self.now), received: None }
    }

    /// When something arrives that is sent now.
    fn arrival(&mut self) -> Instant {
        let jitter = self.jitter.as_micros() as u64;
        self.now + self.round_trip / 2 + Duration::from_micros(self.draw() % (jitter + 1)) / 2
    }

    fn is_lost(&mut self) -> bool {
        self.draw() % 100 < self.loss
    }

    /// What has come to the server, and what it says to that.
    fn serve(&mut self) {
        let come = self.there.extract_if(.., |(at, _)| *at <= self.now).map(|(_, id)| id).collect::<Vec<_>>();
        let mut answers = Vec::new();
        match self.habit {
            Habit::Never => {}
            Habit::Repeats => {
                for id in come {
                    self.named.retain(|named| *named != id);
                    self.named.insert(0, id);
                    self.named.truncate(8);
                    answers.push(self.named.clone());
                }
            }
            Habit::Merges => {
                let any = !come.is_empty();
                self.unnamed.extend(come.iter().map(|id| id.0));
                if any {
                    let ids = (0..4).map_while(|_| self.unnamed.pop_first());
                    answers.push(ids.map(MessageId).collect());
                }
            }
        }
        for answer in answers {
            if !self.is_lost() {
                let at = self.arrival();
                self.back.push((at, answer));
            }
        }
    }

    fn run(&mut self, time: Duration) {
        let end = self.now + time;
        for _ in 0..2_000_000 {
            while let Some(probe) = self.path.poll(self.now, self.messages, self.large()) {
                self.probes.push((self.now, probe.size));
                assert!(probe.id.0 < self.messages, "only what was acknowledged");
                if probe.size <= self.mtu && !self.is_lost() {
                    let at = self.arrival();
                    self.there.push((at, probe.id));
                }
            }
            if self.limits.last().is_none_or(|(_, limit)| *limit != self.path.limit()) {
                self.limits.push((self.now, self.path.limit()));
            }
            let there = self.there.iter().map(|(at, _)| *at).min();
            let back = self.back.iter().map(|(at, _)| *at).min();
            // While something is sent, the next packet brings the next look.
            let packet = self.sends.then(|| self.now + 10 * MS);
            let timer = self.path.poll_timeout(self.large());
            assert!(timer.is_none_or(|timer| timer > self.now), "nothing was left to do: {:?}", self.path);
            let Some(next) = [there, back, timer, packet].into_iter().flatten().min().filter(|next| *next <= end)
            else {
                self.now = end;
                return;
            };
            self.now = self.now.max(next);
            self.serve();
            if let Some(place) = self.back.iter().position(|(at, _)| *at <= self.now) {
                let (_, ids) = self.back.remove(place);
                self.path.answered(self.now, &ids);
            }
        }
        panic!("it spins: {:?}", self.path);
    }

    fn bytes_since(&self, from: Instant) -> u32 {
        self.probes.iter().filter(|(at, _)| *at >= from).map(|(_, size)| u32::from(*size)).sum()
    }
}

fn is_near(limit: Option<u16>, mtu: u16) -> bool {
    limit.is_some_and(|limit| limit <= mtu && limit + STEP >= mtu)
}

#[test]
fn a_path_that_takes_everything_costs_little() {
    let mut road = Road::new();
    road.run(Duration::from_secs(3600));
    assert_eq!((road.path.is_able(), road.path.limit()), (Some(true), None));
    assert!(road.probes.len() <= 8 && road.bytes_since(road.began) < 4000, "{:?}", road.probes);
}

#[test]
fn a_small_path_is_measured_at_the_beginning() {
    for habit in [Habit::Repeats, Habit::Merges] {
        for mtu in [560, 600, 900, 1200, 1280, 1420, 1492] {
            let mut road = Road::new();
            (road.habit, road.mtu, road.jitter) = (habit, mtu, Duration::ZERO);
            road.run(Duration::from_secs(3));
            assert!(is_near(road.path.limit(), mtu), "{mtu}: {:?}", road.path);
            assert_eq!(road.limits.len(), 2, "told once: {:?}", road.limits);
        }
    }
}

#[test]
fn a_blackhole_under_way_is_found_within_three_seconds() {
    let holes = [(1200, 1), (900, 20), (600, 20), (1200, 100), (600, 200)];
    let cases = [Habit::Repeats, Habit::Merges].into_iter().flat_map(|habit| holes.map(|hole| (habit, hole)));
    for (habit, (mtu, round_trip)) in cases {
        let mut road = Road::new();
        road.habit = habit;
        road.round_trip = round_trip * MS;
        road.sends = true;
        road.run(Duration::from_secs(5));
        assert_eq!(road.path.limit(), None);
        road.mtu = mtu;
        let began = road.now;
        road.run(Duration::from_secs(9));
        let (found, limit) = road.limits[1];
        assert!(is_near(limit, mtu), "{limit:?}");
        let took = found - began;
        println!("{habit:?}, {mtu} bytes at {round_trip} ms: {took:?}, {} bytes of probes", road.bytes_since(began));
        assert!(took < 3 * SECOND && took < SECOND + 10 * road.round_trip, "{took:?}");
    }
}

#[test]
fn nobody_probes_while_nothing_large_is_sent_and_a_hole_is_found_when_it_is() {
    let mut road = Road::new();
    road.run(5 * SECOND);
    let idle = road.now;
    road.mtu = 900;
    road.run(Duration::from_secs(600));
    assert_eq!(road.bytes_since(idle), 0);
    road.sends = true;
    road.run(3 * SECOND);
    assert!(is_near(road.path.limit(), 900));
}

#[test]
fn frames_that_stop_to_come_are_a_reason_to_look_and_those_that_come_are_none() {
    let mut path = PathMtu::new(crate::testing::start(), CEILING);
    path.stage = Stage::Resting { confirming: None };
    let now = crate::testing::start() + 10 * SECOND;
    let coming = |at: Instant| LargeFrames { sent: None, received: Some(at) };
    assert_eq!(path.poll_timeout(coming(now)), Some(now + HUSH));
    assert_eq!(path.poll(now + HUSH - MS, 7, coming(now + HUSH - MS)), None);
    assert_eq!(path.poll(now + HUSH, 7, coming(now)).map(|probe| probe.size), Some(CEILING));
}

#[test]
fn a_server_that_does_not_answer_ends_it() {
    let mut road = Road::new();
    road.habit = Habit::Never;
    road.sends = true;
    road.run(Duration::from_secs(60));
    assert_eq!((road.path.is_able(), road.path.limit()), (Some(false), None));
    let quiet = road.now;
    road.run(Duration::from_secs(600));
    assert_eq!(road.bytes_since(quiet), 0);
    assert!(road.bytes_since(road.began) < 4000);
}

#[test]
fn a_server_whose_first_id_says_nothing_ends_it() {
    // As one that repeats all acknowledgements, the oldest first.
    let mut path = PathMtu::new(crate::testing::start(), CEILING);
    let mut now = crate::testing::start();
    for _ in 0..1000 {
        while path.poll(now, 7, LargeFrames::default()).is_some() {
            path.answered(now, &[0, 1, 2].map(MessageId));
        }
        now += 100 * MS;
    }
    assert_eq!(path.is_able(), Some(false));
}

#[test]
fn half_an_answer_ends_it_without_haste() {
    let mut path = PathMtu::new(crate::testing::start(), CEILING);
    let mut now = crate::testing::start();
    let mut probes = 0;
    while let Some(next) = path.poll_timeout(LargeFrames::default()) {
        assert!(next > now, "nothing was left to do: {path:?}");
        now = next;
        let sent = std::iter::from_fn(|| path.poll(now, 7, LargeFrames::default())).collect::<Vec<_>>();
        probes += sent.len();
        for size in sent.iter().filter(|probe| probe.id.0 >= WITNESSES) {
            path.answered(now, &[size.id]);
        }
        // An answer may have been what was waited for.
        probes += std::iter::from_fn(|| path.poll(now, 7, LargeFrames::default())).count();
    }
    assert_eq!((path.is_able(), probes), (Some(false), DOWN as usize));
}

#[test]
fn a_path_that_is_down_is_not_small() {
    let mut road = Road::new();
    road.sends = true;
    road.run(5 * SECOND);
    let down = road.now;
    road.loss = 100;
    road.run(Duration::from_secs(60));
    assert_eq!(road.limits.len(), 1);
    assert!(road.bytes_since(down) < 100_000, "{}", road.bytes_since(down));
    road.loss = 0;
    road.run(Duration::from_secs(30));
    assert_eq!(road.limits.len(), 1);
}

#[test]
fn a_path_that_grows_again_is_noticed() {
    let mut road = Road::new();
    road.mtu = 900;
    road.run(5 * SECOND);
    let known = road.now;
    road.run(Duration::from_secs(3600));
    let cost = road.bytes_since(known);
    assert!(cost < 400_000 && is_near(road.path.limit(), 900), "{cost} bytes an hour");
    road.mtu = 1300;
    road.run(Duration::from_secs(601));
    assert!(is_near(road.path.limit(), 1300), "{:?}", road.limits);
    road.mtu = CEILING;
    road.run(Duration::from_secs(661));
    assert_eq!(road.path.limit(), None);
}

#[test]
fn another_path_is_looked_at_at_once() {
    let mut road = Road::new();
    road.mtu = 900;
    road.run(5 * SECOND);
    assert!(is_near(road.path.limit(), 900));
    road.mtu = CEILING;
    road.path.moved(road.now);
    road.run(2 * SECOND);
    assert_eq!(road.path.limit(), None);
    road.mtu = 1200;
    road.path.moved(road.now);
    road.run(2 * SECOND);
    assert!(is_near(road.path.limit(), 1200));
}

#[test]
fn queues_that_grow_are_no_losses() {
    let mut road = Road::new();
    road.sends = true;
    road.run(5 * SECOND);
    for round_trip in [100, 400, 900, 1500, 40] {
        road.round_trip = round_trip * MS;
        road.run(Duration::from_secs(20));
    }
    assert_eq!(road.limits.len(), 1, "{:?}", road.limits);
}

#[test]
fn losses_are_no_limit() {
    for loss in [1, 5, 10, 20] {
        for (seed, habit) in (1..=5).flat_map(|seed| [(seed, Habit::Repeats), (seed, Habit::Merges)]) {
            let mut road = Road::new();
            road.habit = habit;
            (road.loss, road.random, road.sends) = (loss, seed * 7919, true);
            road.run(Duration::from_secs(300));
            assert_eq!(road.limits.len(), 1, "{loss} %: {:?}", road.limits);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the path: the limit is found, never above the truth, and nobody asks for more than there is.
    #[test]
    fn the_limit_is_near_the_truth(
        mtu in FLOOR..=CEILING, round_trip in 0u32..300, jitter in 0u32..30, loss in 0u64..15, messages in FEWEST..12, seed in 1u64..,
        habit in prop_oneof![Just(Habit::Repeats), Just(Habit::Merges)],
    ) {
        let mut road = Road::new();
        road.habit = habit;
        (road.loss, road.messages, road.random) = (loss, messages, seed);
        (road.round_trip, road.jitter) = (round_trip * MS, jitter * MS);
        road.sends = true;
        road.run(5 * SECOND);
        road.mtu = mtu;
        let from = road.now;
        road.run(Duration::from_secs(80));
        if road.path.is_able() == Some(true) {
            let limit = road.path.limit();
            let widest = CEILING - mtu <= STEP && limit.is_none();
            prop_assert!(widest || is_near(limit, mtu) || loss > 0 && limit.is_some_and(|limit| limit <= mtu), "{limit:?} of {mtu}");
        } else {
            prop_assert!(loss > 0);
        }
        // Confirming, twice a second, and where packets get lost a closer look each time; and some searches.
        let second = if loss == 0 { 2 * 1700 } else { 4 * 1700 };
        let most = 80 * second + 400_000;
        prop_assert!(road.bytes_since(from) < most, "{}", road.bytes_since(from));
    }
}
