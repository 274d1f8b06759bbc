//! Bytes through a tunnel, every one of them compared, with each way of moving packets and while one is lost.

use std::{
    fmt,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use serde::Serialize;
use vpn_api::report::{FallbackReason, InterfacePath, LinkPath};

use super::{
    client::ClientReport,
    streams::Moved,
    world::{World, moved},
};
use crate::peer::INNER;

/// Streams over each of IPv4 and IPv6.
const FLOWS: usize = 2;
/// How long a transfer may take.
const LIMIT: Duration = Duration::from_secs(600);

/// What moves the packets, at both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ways {
    /// Everything that the kernel has.
    All,
    /// One packet per system call, single and complete.
    None,
    /// Everything; then the client's socket refuses segmentation while bytes are on their way.
    Lost,
}

/// One transfer.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Plan {
    /// Over TCP instead of UDP.
    pub tcp: bool,
    /// What moves the packets.
    pub ways: Ways,
    /// Bytes, half of them in each direction.
    pub bytes: u64,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ways = match self.ways {
            Ways::All => "everything on",
            Ways::None => "everything off",
            Ways::Lost => "segmentation lost on the way",
        };
        write!(f, "{}, {ways}", if self.tcp { "TCP" } else { "UDP" })
    }
}

/// Every transfer of a soak, each of so many bytes.
#[must_use]
pub fn plans(bytes: u64) -> Vec<Plan> {
    [(false, Ways::All), (false, Ways::Lost), (true, Ways::All), (false, Ways::None), (true, Ways::None)]
        .map(|(tcp, ways)| Plan { tcp, ways, bytes })
        .to_vec()
}

/// Moves the bytes of a plan. Every byte has arrived as it was sent when this gives a value.
///
/// # Errors
/// A byte is wrong, nothing moves any more, or the packets were not moved as planned.
pub fn run(plan: Plan) -> Result<Moved> {
    let transport = if plan.tcp { "tcp" } else { "udp" };
    let single: &[&str] = if plan.ways == Ways::None { &["--no-offload", "--batching", "single"] } else { &[] };
    let world = World::start(transport, single, single)?;
    let began = Instant::now();
    let quarter = plan.bytes / 4;
    let sources =
        [world.source("v4", INNER.0, FLOWS, quarter, quarter)?, world.source("v6", INNER.1, FLOWS, quarter, quarter)?];
    if plan.ways == Ways::Lost {
        // Half of what goes this way.
        while world.carried()? < quarter {
            ensure!(began.elapsed() < LIMIT, "nothing moves");
            std::thread::sleep(Duration::from_millis(2));
        }
        world.spoil()?;
    }
    let mut bytes = 0;
    for source in sources {
        bytes += moved(source, LIMIT)?.bytes;
    }
    let moved = Moved { bytes, seconds: began.elapsed().as_secs_f64() };
    ensure!(bytes == quarter * 4, "{bytes} of {} bytes", quarter * 4);
    let (client, ..) = world.finish()?;
    check(plan, &client)?;
    Ok(moved)
}

/// Whether the packets went the planned way.
fn check(plan: Plan, client: &ClientReport) -> Result<()> {
    let Some(path) = &client.data_path else { anyhow::bail!("the client does not tell how it moved packets") };
    let (interface, send) = match (plan.ways, plan.tcp) {
        (Ways::All, false) => (InterfacePath::TcpUdp, LinkPath::Segments),
        (Ways::Lost, false) => (InterfacePath::TcpUdp, LinkPath::Messages),
        (Ways::None, false) => (InterfacePath::Single, LinkPath::Single),
        (Ways::All | Ways::Lost, true) => (InterfacePath::TcpUdp, LinkPath::Stream),
        (Ways::None, true) => (InterfacePath::Single, LinkPath::Stream),
    };
    ensure!((path.interface, path.send) == (interface, send), "not as planned: {path:?}");
    let lost = path.fallbacks.iter().any(|fallback| fallback.reason == FallbackReason::SegmentsRefused);
    ensure!(lost == (plan.ways == Ways::Lost), "{path:?}");
    Ok(())
}
