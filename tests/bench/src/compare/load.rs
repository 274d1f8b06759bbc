//! iperf3 through a tunnel, and what the client's process uses meanwhile.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{
    tunnel::Standing,
    usage::{moved, processor_time, resident},
};

/// What is left out at the beginning, while connections find their speed, and at the end.
const RAMP: Duration = Duration::from_millis(600);
const FADE: Duration = Duration::from_millis(200);
/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// More than any load takes to start and to end.
const GRACE: Duration = Duration::from_secs(15);
/// Bytes of a small packet: a sentence of a telephone call.
const SMALL: u32 = 100;

/// Where the load goes, seen by the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
    Both,
}

impl Direction {
    pub(super) const ALL: [Self; 3] = [Self::Up, Self::Down, Self::Both];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Both => "both at once",
        }
    }
}

/// What goes through the tunnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// So many TCP connections at once.
    Flows(u32),
    /// As many small UDP packets as go.
    SmallPackets,
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Outcome {
    /// Payload that arrived, in Gbit/s; both directions together.
    pub(super) gigabits: f64,
    /// Packets that arrived in a second; of small packets only.
    pub(super) packets: f64,
    /// Processor seconds of the client's process per gigabyte that its interface moved.
    pub(super) cost: f64,
    /// Most resident memory of the client's processes, in bytes.
    pub(super) resident: u64,
}

/// Loads the tunnel for so many seconds.
pub(super) fn run(standing: &Standing, direction: Direction, kind: Kind, seconds: u32) -> Result<Outcome> {
    let Standing { client, server, pair, interface, .. } = standing;
    let mut command = pair.server.command("iperf3");
    let mut listening = pair.server.start("iperf3", command.args(["-s", "-1", "--forceflush"]))?;
    listening.wait_for_output("listening", GRACE)?;
    let mut command = pair.client.command("iperf3");
    command.args(["-J", "-c", &server.inner, "-t", &seconds.to_string()]);
    match direction {
        Direction::Up => {}
        Direction::Down => {
            command.arg("-R");
        }
        Direction::Both => {
            command.arg("--bidir");
        }
    }
    match kind {
        Kind::Flows(flows) => command.args(["-P", &flows.to_string()]),
        Kind::SmallPackets => command.args(["-u", "-b", "0", "-l", &SMALL.to_string()]),
    };
    let mut load = pair.client.start("load", &mut command)?;

    std::thread::sleep(RAMP);
    let look = || -> Result<_> { Ok((processor_time(&client.ids)?, moved(&client.ids, interface)?)) };
    let (used, (received, sent)) = look()?;
    let end = Instant::now() + Duration::from_secs(seconds.into()).saturating_sub(RAMP + FADE);
    let mut most = 0;
    while Instant::now() < end {
        most = most.max(resident(&client.ids)?);
        std::thread::sleep(LOOK.min(end.saturating_duration_since(Instant::now())));
    }
    let (used_then, (received_then, sent_then)) = look()?;
    let (received, sent) = (received_then - received, sent_then - sent);
    let bytes = match direction {
        Direction::Up => sent,
        Direction::Down => received,
        Direction::Both => received + sent,
    };

    let status = load.wait(Duration::from_secs(seconds.into()) + GRACE)?;
    let report: Value = serde_json::from_str(&load.output()).with_context(|| load.output())?;
    if let Some(error) = report.get("error").and_then(Value::as_str) {
        bail!("iperf3 ({status}): {error}");
    }
    let number = |at: &str| report.pointer(at).and_then(Value::as_f64).unwrap_or_default();
    let (gigabits, packets) = match kind {
        Kind::Flows(_) => {
            let back = number("/end/sum_received_bidir_reverse/bits_per_second");
            ((number("/end/sum_received/bits_per_second") + back) / 1e9, 0.0)
        }
        Kind::SmallPackets => {
            let arrived = number("/end/sum/packets") - number("/end/sum/lost_packets");
            let packets = arrived / number("/end/sum/seconds").max(0.001);
            (packets * f64::from(SMALL) * 8.0 / 1e9, packets)
        }
    };
    if gigabits <= 0.0 || bytes == 0 {
        bail!("nothing arrived: {report}");
    }
    let cost = (used_then - used).as_secs_f64() / (bytes as f64 / 1e9);
    Ok(Outcome { gigabits, packets, cost, resident: most })
}
