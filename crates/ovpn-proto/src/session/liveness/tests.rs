//! A tunnel in virtual time: packets each way, and a server that may be gone.

use proptest::prelude::*;

use super::*;

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

/// One end of the way, the server's end, and what is between them.
struct Road {
    live: Liveness,
    now: Instant,
    began: Instant,
    seen: Outflow,
    /// How long an answer takes, there and back.
    round_trip: Duration,
    /// Percent lost, there and back together.
    loss: u64,
    /// The server answers probes.
    answers: bool,
    /// A packet is sent this often.
    sends: Option<Duration>,
    size: u64,
    /// Each packet is answered by the tunnel's other end.
    echoes: bool,
    /// The server sends a ping this often.
    pings: Option<Duration>,
    /// Nothing passes.
    cut: bool,
    random: u64,
    /// Answers to come: to a probe, or frames.
    back: Vec<(Instant, bool)>,
    probes: Vec<Instant>,
    silent: Option<Instant>,
}

impl Road {
    fn new() -> Self {
        let now = crate::testing::start();
        let mut live = Liveness::new(now, 20 * MS, false);
        live.measured(20 * MS);
        Self {
            live,
            now,
            began: now,
            seen: Outflow::default(),
            round_trip: 20 * MS,
            loss: 0,
            answers: true,
            sends: None,
            size: 100,
            echoes: false,
            pings: None,
            cut: false,
            random: 0x9e37_79b9_7f4a_7c15,
            back: Vec::new(),
            probes: Vec::new(),
            silent: None,
        }
    }

    fn draw(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }

    fn passes(&mut self) -> bool {
        !self.cut && self.draw() % 100 >= self.loss
    }

    /// Ten milliseconds at a time, until then or until the server is given up.
    fn run(&mut self, time: Duration) {
        let end = self.now + time;
        let due = |now: Instant, began: Instant, every: Option<Duration>| {
            every.is_some_and(|every| (now - began).as_millis().is_multiple_of(every.as_millis()))
        };
        while self.now < end && self.silent.is_none() {
            self.now += 10 * MS;
            let now = self.now;
            let (came, later) = self.back.iter().copied().partition(|(at, _)| *at <= now);
            self.back = later;
            let came: Vec<(Instant, bool)> = came;
            for (_, probe) in came.into_iter().filter(|_| !self.cut) {
                if probe {
                    self.live.heard(now, self.seen.frames, true);
                } else {
                    self.seen.frames += 1;
                }
                self.seen.unanswered = None;
            }
            if due(now, self.began, self.pings) && self.passes() {
                self.back.push((now, false));
            }
            if due(now, self.began, self.sends) {
                self.seen.unanswered.get_or_insert(now);
                self.seen.bytes += self.size;
                if self.echoes && self.passes() {
                    self.back.push((now + self.round_trip, false));
                }
            }
            let timeout = self.live.poll_timeout(now, self.seen, false);
            let mut steps = 0;
            while let Some(step) = self.live.poll(now, self.seen, false) {
                assert!(timeout.is_some_and(|(at, _)| at <= now), "{step:?} was announced: {timeout:?}");
                steps += 1;
                assert!(steps < 4, "polling ends");
                match step {
                    Step::Probe => {
                        self.probes.push(now);
                        if self.answers && self.passes() {
                            self.back.push((now + self.round_trip, true));
                        }
                    }
                    Step::Silent => self.silent = Some(now),
                }
            }
        }
    }

    /// How long after the way was cut the server is given up.
    fn took(&mut self) -> Duration {
        let since = self.now;
        self.cut = true;
        self.run(60 * SECOND);
        self.silent.map_or(Duration::MAX, |silent| silent - since)
    }
}

#[test]
fn a_server_that_is_gone_is_noticed_while_packets_go_out() {
    for (sends, size) in [(20 * MS, 84), (SECOND, 40), (20 * MS, 250)] {
        let mut road = Road { sends: Some(sends), size, echoes: true, ..Road::new() };
        road.run(30 * SECOND);
        assert_eq!((road.probes.len(), road.silent), (0, None), "what is answered is no silence");
        let took = road.took();
        assert!(took <= 3600 * MS + sends, "{took:?}");
        assert_eq!(road.probes.len(), 6);
    }
}

#[test]
fn nothing_is_sent_while_nothing_goes_out() {
    let mut road = Road { pings: Some(10 * SECOND), ..Road::new() };
    road.run(600 * SECOND);
    assert!(road.probes.is_empty());
    assert_eq!(road.live.poll_timeout(road.now, road.seen, false), None, "and there is no timer");
    assert_eq!(road.took(), Duration::MAX, "a silent server of a silent tunnel is the keepalive's business");
}

#[test]
fn packets_that_nobody_answers_disturb_a_living_server_seldom() {
    for (size, pings) in [(100, None), (1000, None), (1000, Some(10 * SECOND))] {
        let mut road = Road { sends: Some(20 * MS), size, pings, ..Road::new() };
        road.run(600 * SECOND);
        assert_eq!(road.silent, None);
        let most = if pings.is_some() { 61 } else { 42 };
        assert!(road.probes.len() <= most, "{} probes", road.probes.len());
        assert!(road.took() <= 32 * SECOND, "and a dead one is still noticed");
    }
}

#[test]
fn the_round_trip_is_learned_as_it_grows() {
    let mut road = Road { sends: Some(20 * MS), ..Road::new() };
    for round_trip in [20 * MS, SECOND, 3 * SECOND] {
        road.round_trip = round_trip;
        road.run(120 * SECOND);
        assert_eq!(road.silent, None, "{round_trip:?}");
    }
}

#[test]
fn a_queue_of_ours_is_no_silence() {
    // 4 Mbit/s, none of it answered, into a queue of six seconds that drops most of it.
    let mut road = Road { sends: Some(20 * MS), size: 10_000, round_trip: 6 * SECOND, loss: 60, ..Road::new() };
    road.run(300 * SECOND);
    assert_eq!(road.silent, None);
    // The positive control: without the packets, such a way is none.
    let mut road = Road { sends: Some(20 * MS), round_trip: 60 * SECOND, ..Road::new() };
    road.run(300 * SECOND);
    assert!(road.silent.is_some());
}

#[test]
fn a_doubt_is_settled_at_once() {
    let mut road = Road::new();
    road.run(SECOND);
    road.live.doubt(road.now);
    road.run(SECOND);
    assert_eq!((road.probes.len(), road.silent), (1, None));
    road.cut = true;
    road.run(10 * SECOND);
    road.live.doubt(road.now);
    let took = road.took();
    assert!(took <= 1600 * MS, "{took:?}");
}

#[test]
fn doubts_without_end_are_asked_less_and_less() {
    let mut road = Road::new();
    for _ in 0..6_000 {
        road.live.doubt(road.now);
        road.run(10 * MS);
    }
    assert!(road.probes.len() <= 9, "{} probes in a minute", road.probes.len());
    assert_eq!(road.silent, None);
}

#[test]
fn a_server_that_never_answers_probes_is_not_given_up() {
    let mut road = Road { sends: Some(20 * MS), answers: false, ..Road::new() };
    road.live = Liveness::new(road.now, 20 * MS, true);
    road.run(600 * SECOND);
    assert_eq!(road.silent, None);
    assert!(road.probes.len() <= 6 * 36, "{}", road.probes.len());
    // The positive control.
    road.answers = true;
    road.run(30 * SECOND);
    assert!(road.took() <= 32 * SECOND);
}

#[test]
fn what_did_not_leave_the_machine_proves_nothing() {
    let mut road = Road { sends: Some(20 * MS), echoes: true, ..Road::new() };
    road.run(SECOND);
    road.cut = true;
    for _ in 0..600 {
        road.live.held(road.now);
        road.run(100 * MS);
    }
    assert_eq!(road.silent, None);
    let took = road.took();
    assert!(took <= 1700 * MS, "{took:?}");
}

#[test]
fn while_keys_are_exchanged_a_server_may_be_busy() {
    let mut live = Liveness::new(crate::testing::start(), 20 * MS, false);
    live.measured(20 * MS);
    let now = crate::testing::start() + SECOND;
    live.doubt(now);
    let seen = Outflow::default();
    assert_eq!(live.poll(now, seen, true), Some(Step::Probe));
    assert_eq!(live.poll(now + 9 * SECOND, seen, true), Some(Step::Probe));
    assert_eq!(live.poll(now + 10 * SECOND, seen, true), Some(Step::Silent));
}

#[test]
fn a_silent_server_is_asked_on_and_is_not_silent_once_it_answers() {
    let mut road = Road { sends: Some(20 * MS), echoes: true, ..Road::new() };
    road.run(SECOND);
    assert!(road.took() < 4 * SECOND);
    assert!(road.live.is_silent());
    let before = road.probes.len();
    road.silent = None;
    road.run(60 * SECOND);
    assert_eq!(road.silent, None, "it is said once");
    assert!((40..=60).contains(&(road.probes.len() - before)), "{}", road.probes.len() - before);
    assert!(!road.live.answered(road.now, road.seen.frames) && road.live.is_silent());
    // Another way to it proves nothing; it is asked at once.
    let before = road.probes.len();
    road.live.moved(road.now);
    road.run(100 * MS);
    assert!(road.live.is_silent() && road.probes.len() > before);
    // An answer to a question, or a frame, which is noticed before any timer.
    road.cut = false;
    road.run(3 * SECOND);
    assert!(!road.live.is_silent());
    assert!(road.took() < 8 * SECOND, "and it can be silent again");
    assert!(road.live.answered(road.now, road.seen.frames + 1) && !road.live.is_silent());
    assert!(!road.live.answered(road.now, road.seen.frames + 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A living server is not given up, whatever the traffic, and a dead one is, if packets go out.
    #[test]
    fn the_living_stay_and_the_dead_go(
        every in prop::option::of(2_u32..200), size in 40_u64..1400, echoes: bool, pings in prop::option::of(1_u32..20),
        round_trip in 0_u32..80, loss in 0_u64..6, seed: u64,
    ) {
        let mut road = Road {
            sends: every.map(|every| 10 * every * MS),
            size,
            echoes,
            pings: pings.map(|pings| pings * SECOND),
            round_trip: 10 * round_trip * MS,
            loss,
            random: seed | 1,
            ..Road::new()
        };
        road.run(120 * SECOND);
        prop_assert_eq!(road.silent, None);
        let took = road.took();
        prop_assert_eq!(took < Duration::MAX, every.is_some(), "{:?}", took);
    }
}
