//! What `make bench` runs: Adit beside openvpn and wireguard-go, in turn, each in a fresh pair of hosts.
//!
//! It is a measurement and proves nothing: a number says how far from its target it is, and nobody fails by it.

mod apart;
mod back_to_back;
mod chart;
mod idle;
mod load;
mod machine;
mod progress;
mod real_server;
mod round_trip;
mod rows;
mod table;
mod tunnel;
mod usage;

pub use self::{
    chart::chart,
    machine::Machine,
    progress::Progress,
    rows::{Report, Row, Target, Verdict},
    table::{markdown, text},
};

use anyhow::Result;

/// How long and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Pairs of measurements.
    pub rounds: usize,
    /// Seconds of load in each.
    pub seconds: u32,
    /// Also what takes long and says little.
    pub thorough: bool,
}

impl Effort {
    /// About ten minutes.
    pub const FULL: Self = Self { rounds: 3, seconds: 3, thorough: true };
    /// About two minutes.
    pub const QUICK: Self = Self { rounds: 1, seconds: 2, thorough: false };
}

/// One of the comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Both ends the same program.
    BackToBack,
    /// Against a real openvpn server.
    RealServer,
    /// What costs power while nothing happens.
    Idle,
}

/// Measures these parts.
///
/// # Errors
/// Not root, or a program is missing.
pub fn measure(effort: Effort, parts: &[Part], progress: &mut Progress) -> Result<Report> {
    let machine = Machine::look()?;
    progress.heading(&machine.line());
    let mut rows = Vec::new();
    for part in parts {
        rows.extend(match part {
            Part::BackToBack => back_to_back::measure(effort, progress)?,
            Part::RealServer => real_server::measure(effort, progress)?,
            Part::Idle => idle::measure(effort, progress)?,
        });
    }
    Ok(Report { machine, rounds: effort.rounds, seconds: effort.seconds, rows })
}

/// The two of a pair in the order of this round: who goes first changes, since the second finds the machine warmer.
fn in_turn<T>(round: usize, mut pair: [T; 2]) -> [T; 2] {
    if round % 2 == 1 {
        pair.reverse();
    }
    pair
}
