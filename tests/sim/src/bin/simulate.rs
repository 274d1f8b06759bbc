//! Prints what `make simulate` prints: handshakes under loss, and lives in bad condition.
//!
//! `PLANS` is how many lives, `FROM` the first seed. `SEED` lives through one, and `WITHOUT` leaves kinds of trouble out of it.

use std::{process::ExitCode, time::Instant};

use sim::{
    Pace,
    chaos::{plan_from_environment, run_plan, run_plans},
    handshakes::{GOALS, HEADING, Handshakes},
};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn main() -> ExitCode {
    let began = Instant::now();
    let tries = number("TRIES", 200);
    if plan_from_environment().is_none() {
        println!("{HEADING}");
        for pace in [Pace::OpenVpn2, Pace::OpenVpn3] {
            for (loss, _) in GOALS {
                println!("{}", Handshakes::try_out(pace, loss, 0..tries));
            }
        }
        println!();
    }
    let from = number("FROM", 0);
    let outcome = match plan_from_environment() {
        Some(plan) => run_plan(&plan),
        None => run_plans(from..from + number("PLANS", 2000)),
    };
    match outcome {
        Ok(tally) => {
            println!("{tally}{:.0} s of this machine's time", began.elapsed().as_secs_f64());
            ExitCode::SUCCESS
        }
        Err(finding) => {
            println!("{finding}");
            ExitCode::FAILURE
        }
    }
}
