//! Some hundred lives in bad weather. `make simulate` lives through thousands.
//!
//! A finding prints its seed; `SEED=… cargo nextest run -p sim --test storms` lives through it again.

use sim::storm::{live_through, live_through_all, plan_from_environment};

const PLANS: u64 = 200;

#[test]
fn whatever_the_weather_the_rules_hold() {
    if let Some(plan) = plan_from_environment() {
        let tally = live_through(&plan).unwrap_or_else(|finding| panic!("{finding}"));
        println!("{tally}");
        return;
    }
    let total = live_through_all(0..PLANS).unwrap_or_else(|finding| panic!("{finding}"));
    println!("{total}");
    // A world in which nothing happens would prove nothing.
    assert!(total.established > PLANS && total.rekeys > PLANS && total.arrived > 100 * PLANS);
    assert!(total.troubles.len() >= 6 && total.endings.len() >= 3);
}
