//! Operations in the simulator: the bytes change what a seed planned, and the model looks on.

use std::time::Duration;

use arbitrary::{Result, Unstructured};
use sim::chaos::{Plan, Trouble, run_plan};

/// Eight bytes of seed, then changes of the plan.
pub(crate) fn simulation(bytes: &[u8]) {
    let Ok(plan) = plan(&mut Unstructured::new(bytes)) else { return };
    if let Err(finding) = run_plan(&plan) {
        panic!("{finding}");
    }
}

fn plan(input: &mut Unstructured<'_>) -> Result<Plan> {
    let mut plan = Plan::from_seed(input.arbitrary()?);
    // Short ones, so that many are tried.
    plan.length = Duration::from_secs(input.int_in_range(5..=60)?);
    plan.loss = input.int_in_range(0..=30)?;
    plan.duplicates = input.int_in_range(0..=30)?;
    plan.corruption = input.int_in_range(0..=10)?;
    plan.delay = Duration::from_millis(input.int_in_range(1..=200)?);
    plan.spread = Duration::from_millis(input.int_in_range(0..=400)?);
    plan.promote_after = Duration::from_millis(input.int_in_range(100..=40_000)?);
    plan.troubles.clear();
    while !input.is_empty() && plan.troubles.len() < 8 {
        let at = Duration::from_millis(u64::from(input.arbitrary::<u16>()?));
        let lasts = Duration::from_millis(u64::from(input.arbitrary::<u16>()?));
        let trouble = match input.int_in_range(0..=5_u8)? {
            0 => Trouble::Rebind,
            1 => Trouble::Move,
            2 => Trouble::Cut(lasts),
            3 => Trouble::Restart,
            4 => Trouble::Sleep(lasts),
            // A day at most: certificates are past their date a few years on, and rightly so.
            _ => Trouble::Clock(input.int_in_range(-86_400..=86_400)?),
        };
        plan.troubles.push((at.min(plan.length), trouble));
    }
    plan.troubles.sort_by_key(|(at, _)| *at);
    Ok(plan)
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    (0..6_u8)
        .map(|kind| {
            let mut seed = vec![kind; 8];
            seed.extend([20, 5, 5, 1, 20, 10, 0, 1, 0]);
            seed.extend([0x10, 0x20, 0x00, 0x10, kind, 1, 0, 0, 0]);
            seed
        })
        .collect()
}
