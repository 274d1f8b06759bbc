//! Chaos tests: a seed makes a plan of faults, the plan runs in virtual time, and a model checks the invariants.
//!
//! * No inner packet arrives twice, altered, or without having been sent.
//! * A session is established or ends with a failure within its time-outs, and says at every moment when it wants to be called.
//! * Each call moves its deadline, nothing piles up, and nobody is flooded with control packets.
//! * Key ids follow 0, 1 … 7, 1 …
//! * Where nothing is lost on the way, nothing is lost at all, renegotiations included.
//! * Once the faults are over, packets pass both ways again.

mod model;
mod plan;
mod run;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

pub use self::plan::{Condition, Plan, Protection, Trouble};
use self::{model::Broken, run::Run};

/// What happened under one plan or many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Plans that were run.
    pub plans: u64,
    /// Virtual time.
    pub time: Duration,
    /// Sessions begun.
    pub sessions: u64,
    /// Sessions that were established.
    pub established: u64,
    /// Renegotiations that the client finished.
    pub rekeys: u64,
    /// Frames on the wire.
    pub frames: u64,
    /// Inner packets sent.
    pub sent: u64,
    /// Inner packets that arrived.
    pub arrived: u64,
    /// Troubles by name.
    pub troubles: BTreeMap<&'static str, u64>,
    /// How sessions ended.
    pub endings: BTreeMap<String, u64>,
}

impl Tally {
    /// Both together.
    pub fn add(&mut self, other: &Self) {
        self.plans += other.plans;
        self.time += other.time;
        self.sessions += other.sessions;
        self.established += other.established;
        self.rekeys += other.rekeys;
        self.frames += other.frames;
        self.sent += other.sent;
        self.arrived += other.arrived;
        for (name, count) in &other.troubles {
            *self.troubles.entry(name).or_default() += count;
        }
        for (name, count) in &other.endings {
            *self.endings.entry(name.clone()).or_default() += count;
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "plans             {:>10}", self.plans)?;
        writeln!(f, "virtual time      {:>10.1} h", self.time.as_secs_f64() / 3600.0)?;
        writeln!(f, "sessions          {:>10}", self.sessions)?;
        writeln!(f, "  established     {:>10}", self.established)?;
        writeln!(f, "renegotiations    {:>10}", self.rekeys)?;
        writeln!(f, "frames            {:>10}", self.frames)?;
        writeln!(f, "inner packets     {:>10}", self.sent)?;
        writeln!(f, "  arrived         {:>10}", self.arrived)?;
        for (title, counts) in [("troubles", named(&self.troubles)), ("endings", named(&self.endings))] {
            writeln!(f, "{title}")?;
            for (name, count) in counts {
                writeln!(f, "  {name:<22}{count:>4}")?;
            }
        }
        Ok(())
    }
}

fn named<K: fmt::Display>(counts: &BTreeMap<K, u64>) -> Vec<(String, u64)> {
    counts.iter().map(|(name, count)| (name.to_string(), *count)).collect()
}

/// What did not hold, under the smallest plan for which it does not.
#[derive(Debug)]
pub struct Finding {
    /// The plan, with as few troubles as it takes.
    pub plan: Plan,
    /// What did not hold, and what happened before it.
    pub broken: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let without: Vec<_> = self.plan.without.iter().map(|condition| condition.name()).collect();
        write!(f, "SEED={}", self.plan.seed)?;
        if !without.is_empty() {
            write!(f, " WITHOUT={}", without.join(","))?;
        }
        writeln!(f, "\n{:#?}\n{}", self.plan, self.broken)
    }
}

/// Lives through one plan.
///
/// # Errors
/// Something did not hold; the plan that comes back has only the troubles that it takes for that.
pub fn run_plan(plan: &Plan) -> Result<Tally, Box<Finding>> {
    let broken = match Run::new(plan).finish() {
        Ok(tally) => return Ok(tally),
        Err(broken) => broken,
    };
    let (plan, broken) = shrink(plan.clone(), broken);
    Err(Box::new(Finding { plan, broken: broken.to_string() }))
}

/// Lives through the plans of these seeds on all cores, and stops at the first finding.
///
/// # Errors
/// As [`run_plan`].
pub fn run_plans(seeds: std::ops::Range<u64>) -> Result<Tally, Box<Finding>> {
    let next = AtomicU64::new(seeds.start);
    let total = Mutex::new(Ok(Tally::default()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let seed = next.fetch_add(1, Ordering::Relaxed)
                    && seed < seeds.end
                {
                    let outcome = run_plan(&Plan::from_seed(seed));
                    let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
                    match (&mut *total, outcome) {
                        (Ok(total), Ok(tally)) => total.add(&tally),
                        (total, Err(finding)) => {
                            *total = Err(finding);
                            next.store(seeds.end, Ordering::Relaxed);
                        }
                        (Err(_), Ok(_)) => {}
                    }
                }
            });
        }
    });
    total.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Leaves out one kind of trouble after the other, as long as something does not hold.
fn shrink(mut plan: Plan, mut broken: Broken) -> (Plan, Broken) {
    for condition in Condition::ALL {
        let calmer = plan.clone().without(condition);
        if calmer != plan
            && let Err(still) = Run::new(&calmer).finish()
        {
            (plan, broken) = (calmer, still);
        }
    }
    // Events one by one, from the last.
    for place in (0..plan.troubles.len()).rev() {
        let mut calmer = plan.clone();
        calmer.troubles.remove(place);
        if let Err(still) = Run::new(&calmer).finish() {
            (plan, broken) = (calmer, still);
        }
    }
    (plan, broken)
}

/// The plan that the environment asks for: `SEED=7 WITHOUT=loss,cut`.
#[must_use]
pub fn plan_from_environment() -> Option<Plan> {
    let seed = std::env::var("SEED").ok()?.parse().ok()?;
    let without = std::env::var("WITHOUT").unwrap_or_default();
    let plan = Plan::from_seed(seed);
    Some(without.split(',').filter_map(Condition::by_name).fold(plan, Plan::without))
}
