//! Whether the server is still there, judged by what passes and not by patience.
//!
//! ```text
//!            packets go out, nothing authentic comes in            six probes, no answer
//!   Quiet ───────────────── or a doubt ─────────────────► Asking ─────────────────────────► Silent
//!     ▲                                                     │                                 │
//!     └──────────────── anything authentic ─────────────────┴─────────────────────────────────┘
//! ```
//!
//! A probe is an old control message, which a server acknowledges once more (`path_mtu` says what was observed). The rules:
//!
//! * Nothing is sent while nothing goes out: pings of ours are not answered, so they count as nothing.
//! * One answer is enough for one silence. Where packets go one way only, the next silence may be twice as long, until something
//!   comes through the data channel again.
//! * Silence means nothing where a server has never answered a probe, and little where we fill the way to it ourselves: what
//!   waits in a queue in front of a probe may take seconds ([`Outflow`]).
//! * Where the frames did not leave this machine, nobody can have answered them: [`Liveness::held`].

use std::time::{Duration, Instant};

use crate::data::Outflow;

/// Silence that is not looked at. Most round trips are far below; what is sent without an answer (a name server that is slow) is
/// usually sent again within this time.
const SHORTEST_SILENCE: Duration = Duration::from_secs(2);
/// The same, in round trips, and what an answer may take.
const ROUND_TRIPS: u32 = 4;
/// How long answers may take at least. Each probe is answered at once, and six of them get lost one time in fifty on a network that
/// loses three of ten packets in each direction.
const PATIENCE: Duration = Duration::from_millis(1500);
/// The same for a server that has just answered somebody else.
const SOON: Duration = Duration::from_millis(300);
/// Between two probes, as long as not all were sent that belong to [`PATIENCE`].
const SPACING: Duration = Duration::from_millis(250);
/// Between later ones.
const WIDE_SPACING: Duration = Duration::from_millis(500);
/// Between those after [`FEW`].
const WIDEST_SPACING: Duration = Duration::from_secs(2);
const FEW: u32 = 30;
/// Nothing waits longer than this, however long a round trip seemed to be.
const LONGEST: Duration = Duration::from_secs(20);
/// Silence that may pass before a server is asked again that had nothing to say but answers, and the least pause between two
/// doubts that were answered.
const LONGEST_SILENCE: Duration = Duration::from_secs(16);
const DOUBT_PAUSE: Duration = Duration::from_secs(1);
/// More bytes a second than this, without anything in return, may fill the queue of a slow uplink.
const FLOOD: u64 = 16 * 1024;
/// How long an answer may take then: routers of homes were seen to hold packets for several seconds ("bufferbloat").
const FLOOD_PATIENCE: Duration = Duration::from_secs(12);
/// The same where as much came in until the silence began: it ended in one moment, which no queue of ours explains.
const STEADY_PATIENCE: Duration = Duration::from_secs(4);
/// While keys are exchanged, a server may work on the sign-in and on nothing else: OpenVPN waits for a script that checks a password.
const SIGN_IN_PATIENCE: Duration = Duration::from_secs(10);
/// Until the first question, where nobody else finds out whether the server answers.
const SETTLE: Duration = Duration::from_millis(300);
/// So many questions before a server counts as one that does not answer.
const FIRST_QUESTIONS: u32 = 3;
/// How long a measurement waits at least before its question counts as lost.
const MEASURE_PAUSE: Duration = Duration::from_secs(1);

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Send a probe.
    Probe,
    /// The server does not answer. It is asked on.
    Silent,
}

/// Watches one session's server.
#[derive(Debug)]
pub(super) struct Liveness {
    /// The server has answered a probe.
    able: bool,
    /// When to ask for the first time, and how often yet.
    introduction: Option<(Instant, u32)>,
    round_trip: Duration,
    /// A round was answered late, though not because the way is long: probes get lost.
    lossy: bool,
    /// Silences one after the other that were answered by nothing but the answer.
    answers: u32,
    /// Frames that had come when the last silence was answered.
    frames: u64,
    /// When the last question was answered, or given up.
    settled: Option<Instant>,
    /// Doubts one after the other that came to nothing.
    doubts: u32,
    doubt: Option<Instant>,
    asking: Option<Asking>,
    measure: Option<Measure>,
    /// How long the answer took that somebody wanted to know of.
    sample: Option<Duration>,
}

/// A question that is asked only to see how long its answer takes.
#[derive(Debug, Clone, Copy)]
enum Measure {
    Due,
    Asked(Instant),
}

#[derive(Debug)]
struct Asking {
    began: Instant,
    /// Patience begins here: later than the round where frames were held.
    from: Instant,
    newest: Option<Instant>,
    due: Instant,
    sent: u32,
    frames: u64,
    bytes: u64,
    doubted: bool,
    /// So many probes were not answered that the server counts as silent.
    silent: bool,
}

impl Liveness {
    /// For a tunnel that is up since now. `introduce`: nobody else finds out whether the server answers.
    pub(super) fn new(now: Instant, round_trip: Duration, introduce: bool) -> Self {
        Self {
            able: false,
            introduction: introduce.then_some((now + SETTLE, FIRST_QUESTIONS - 1)),
            round_trip,
            lossy: false,
            answers: 0,
            frames: 0,
            settled: None,
            doubts: 0,
            doubt: None,
            asking: None,
            measure: None,
            sample: None,
        }
    }

    /// Somebody wants to know how long an answer takes. One question is under way at a time, as long as it may be answered.
    pub(super) fn measure(&mut self, now: Instant) {
        let patience = MEASURE_PAUSE.max(self.round_trip * ROUND_TRIPS);
        if !matches!(self.measure, Some(Measure::Asked(at)) if now < at + patience) {
            self.measure = Some(Measure::Due);
        }
    }

    /// How long the answer took, once.
    pub(super) fn take_sample(&mut self) -> Option<Duration> {
        self.sample.take()
    }

    /// Something says that the server may be gone.
    pub(super) fn doubt(&mut self, now: Instant) {
        if self.asking.is_some() || self.doubt.is_some() {
            return;
        }
        let earliest = match (self.settled, self.doubts.checked_sub(1)) {
            (Some(settled), Some(times)) => settled + longer(DOUBT_PAUSE, times, LONGEST_SILENCE),
            (None, _) | (_, None) => now,
        };
        if earliest + LONGEST_SILENCE < now {
            self.doubts = 0;
        }
        self.doubt = Some(earliest.max(now));
    }

    /// The way to the server is another one: what was known of it is not.
    pub(super) fn moved(&mut self, now: Instant) {
        self.doubts = 0;
        self.lossy = false;
        match self.asking.as_mut().filter(|asking| asking.silent) {
            // Silent it is until it answers, whatever the way.
            Some(asking) => (asking.due, asking.sent) = (now, 0),
            None => (self.asking, self.doubt) = (None, Some(now)),
        }
    }

    /// How long an answer took, found out by somebody else.
    pub(super) fn measured(&mut self, round_trip: Duration) {
        self.able = true;
        // What grew counts at once, what shrank in its time: too much patience does no harm.
        self.round_trip = round_trip.max((self.round_trip * 7 + round_trip) / 8).min(LONGEST);
    }

    /// Frames did not leave this machine, or wait on a way that is alive.
    pub(super) fn held(&mut self, now: Instant) {
        if let Some(asking) = &mut self.asking {
            asking.from = now;
        }
    }

    /// Something authentic came over the control channel; `answers`: it acknowledges what was acknowledged before.
    pub(super) fn heard(&mut self, now: Instant, frames: u64, answers: bool) {
        if answers {
            self.able = true;
            self.introduction = None;
            if let Some(Measure::Asked(at)) = self.measure {
                self.measure = None;
                self.sample = Some(now.saturating_duration_since(at));
            }
        }
        let Some(asking) = self.asking.take() else { return };
        self.settle(now, frames, &asking);
        let Some(newest) = asking.newest.filter(|_| answers) else { return };
        // Where several are under way, the newest may have been answered only if that is not too soon.
        let soonest = now.saturating_duration_since(newest);
        let took = if soonest >= self.round_trip / 2 || asking.sent == 1 {
            soonest
        } else {
            now.saturating_duration_since(asking.began)
        };
        self.lossy |= asking.sent > 2 && now.saturating_duration_since(asking.began) > 2 * self.round_trip;
        self.measured(took);
    }

    fn settle(&mut self, now: Instant, frames: u64, asking: &Asking) {
        let data = frames != asking.frames;
        self.doubts = if asking.doubted { self.doubts.saturating_add(1) } else { self.doubts };
        self.answers = if data || asking.doubted { 0 } else { self.answers.saturating_add(1) };
        (self.frames, self.settled) = (frames, Some(now));
    }

    /// What is due. Call until `None`.
    pub(super) fn poll(&mut self, now: Instant, seen: Outflow, rekeying: bool) -> Option<Step> {
        if let Some(asking) = self.asking.take_if(|asking| asking.frames != seen.frames) {
            self.settle(now, seen.frames, &asking);
        }
        if self
            .asking
            .as_ref()
            .is_some_and(|asking| !asking.silent && self.verdict_at(asking, now, seen, rekeying) <= now)
        {
            return self.judge(now, seen);
        }
        if let Some(Measure::Due) = self.measure {
            self.measure = Some(Measure::Asked(now));
            return Some(Step::Probe);
        }
        if self.asking.is_none() {
            if self.introduction.is_some_and(|(at, _)| at <= now) {
                return self.introduce(now);
            }
            let doubted = self.doubt.take_if(|at| *at <= now).is_some();
            if !doubted && self.silence_at(seen).is_none_or(|at| at > now) {
                return None;
            }
            let Outflow { frames, bytes, .. } = seen;
            let (newest, silent) = (None, false);
            self.asking =
                Some(Asking { began: now, from: now, newest, due: now, sent: 0, frames, bytes, doubted, silent });
        }
        let spacing = SPACING.max(self.round_trip / 4);
        let asking = self.asking.as_mut().filter(|asking| asking.due <= now)?;
        let pause = match asking.sent {
            0..5 => spacing,
            5..FEW => spacing.max(WIDE_SPACING),
            FEW.. => spacing.max(WIDEST_SPACING),
        };
        asking.sent = asking.sent.saturating_add(1);
        asking.newest = Some(now);
        asking.due = now + pause;
        Some(Step::Probe)
    }

    /// All questions were asked, and none was answered.
    fn judge(&mut self, now: Instant, seen: Outflow) -> Option<Step> {
        if self.able {
            let asking = self.asking.as_mut()?;
            asking.silent = true;
            return Some(Step::Silent);
        }
        let asking = self.asking.take()?;
        // Who never answered says nothing by not answering. The next question waits.
        self.doubts = self.doubts.saturating_add(u32::from(asking.doubted));
        (self.settled, self.answers, self.frames) = (Some(now), u32::MAX, seen.frames);
        None
    }

    /// Whether the server was asked and does not answer.
    pub(super) fn is_silent(&self) -> bool {
        self.asking.as_ref().is_some_and(|asking| asking.silent)
    }

    /// Asks at once. Gives how long the answer of a server takes that has time for it.
    pub(super) fn ask_again(&mut self, now: Instant) -> Duration {
        if let Some(asking) = &mut self.asking {
            asking.due = now;
        }
        SOON.max(self.round_trip * ROUND_TRIPS)
    }

    /// Whether a silence has ended because something came through the data channel, which is noticed once.
    pub(super) fn answered(&mut self, now: Instant, frames: u64) -> bool {
        let asking = self.asking.take_if(|asking| asking.silent && asking.frames != frames);
        asking.is_some_and(|asking| {
            self.settle(now, frames, &asking);
            true
        })
    }

    fn introduce(&mut self, now: Instant) -> Option<Step> {
        let (_, left) = self.introduction.take()?;
        self.introduction = left.checked_sub(1).map(|left| (now + DOUBT_PAUSE, left));
        Some(Step::Probe)
    }

    /// When to poll again, and why.
    pub(super) fn poll_timeout(&self, now: Instant, seen: Outflow, rekeying: bool) -> Option<(Instant, &'static str)> {
        if let Some(asking) = self.asking.as_ref().filter(|asking| asking.frames == seen.frames) {
            let verdict = self.verdict_at(asking, now, seen, rekeying);
            let first = !asking.silent && verdict <= asking.due;
            return Some(if first { (verdict, "peer.verdict") } else { (asking.due, "peer.probe") });
        }
        let introduction = self.introduction.map(|(at, _)| (at, "peer.introduction"));
        let doubt = self.doubt.map(|at| (at, "peer.doubt"));
        let silence = self.silence_at(seen).map(|at| (at, "peer.silence"));
        [introduction, doubt, silence].into_iter().flatten().min()
    }

    /// When silence is long enough to ask.
    fn silence_at(&self, seen: Outflow) -> Option<Instant> {
        let least = SHORTEST_SILENCE.max(self.round_trip * ROUND_TRIPS).min(LONGEST);
        let news = seen.frames != self.frames;
        let wait = if news { least } else { longer(least, self.answers, LONGEST_SILENCE.max(least)) };
        let since = seen.unanswered?;
        Some(self.settled.map_or(since, |settled| settled.max(since)) + wait)
    }

    fn verdict_at(&self, asking: &Asking, now: Instant, seen: Outflow, rekeying: bool) -> Instant {
        let mut patience = PATIENCE.max(self.round_trip * ROUND_TRIPS).min(LONGEST);
        if self.lossy {
            patience *= 2;
        }
        let millis = now.saturating_duration_since(asking.began).as_millis().max(1000);
        let rate = u128::from(seen.bytes.saturating_sub(asking.bytes)) * 1000 / millis;
        if rate > FLOOD.into() {
            patience = patience.max(if seen.steady { STEADY_PATIENCE } else { FLOOD_PATIENCE });
        }
        if rekeying {
            patience = patience.max(SIGN_IN_PATIENCE);
        }
        asking.from + patience
    }
}

/// Twice as long for each of `times`, and no longer than `most`.
fn longer(pause: Duration, times: u32, most: Duration) -> Duration {
    1_u32.checked_shl(times).and_then(|factor| pause.checked_mul(factor)).map_or(most, |pause| pause.min(most))
}

#[cfg(test)]
mod tests;
