//! Some hundred lives in bad condition. `make simulate` lives through thousands.
//!
//! A finding prints its seed; `SEED=… cargo nextest run -p sim --test chaos` repeats it.

use sim::chaos::{plan_from_environment, run_plan, run_plans};

const PLANS: u64 = 200;

#[test]
fn invariants_hold_under_any_faults() {
    if let Some(plan) = plan_from_environment() {
        let tally = run_plan(&plan).unwrap_or_else(|finding| panic!("{finding}"));
        println!("{tally}");
        return;
    }
    let total = run_plans(0..PLANS).unwrap_or_else(|finding| panic!("{finding}"));
    println!("{total}");
    // A world in which nothing happens would prove nothing.
    assert!(total.established > PLANS && total.rekeys > PLANS && total.arrived > 100 * PLANS);
    assert!(total.troubles.len() >= 6 && total.endings.len() >= 3);
}
