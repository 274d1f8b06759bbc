//! Renegotiations under load, and the packets that they cost.

use std::{
    fmt,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use serde::Serialize;
use vpn_api::DropCause;

use super::world::World;
use crate::peer::INNER;

/// Streams over each of IPv4 and IPv6.
const FLOWS: usize = 2;
/// More than a soak moves.
const ENDLESS: u64 = 1 << 50;
/// Between two orders to renew keys: how often the peer looks for some.
const PAUSE: Duration = Duration::from_millis(20);
/// Orders between two looks at the peer's counters.
const ORDERS: usize = 5;
/// How long a renegotiation may take, on the average.
const EACH: Duration = Duration::from_millis(500);

/// What became of the packets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Renewal {
    /// Renegotiations, as the server counts them.
    pub renegotiations: u64,
    /// Inner packets that one end sealed, both directions together.
    pub sealed: u64,
    /// What the other end did not hand to its kernel, and what could not be sealed for want of a key.
    pub lost: u64,
    /// Messages, of up to 64 datagrams each, that found a socket's buffer full: whoever reads it had no processor. Their
    /// packets are among the lost ones.
    pub unread: u64,
    /// What the two ends dropped themselves: number of packets for each reason.
    pub dropped: Vec<(&'static str, u64)>,
    /// Seconds under load.
    pub seconds: f64,
    /// Gbit/s of inner packets, both directions together.
    pub speed: f64,
}

impl Renewal {
    /// Of all packets.
    #[must_use]
    pub fn share_lost(&self) -> f64 {
        self.lost as f64 / self.sealed as f64
    }
}

impl fmt::Display for Renewal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { renegotiations, sealed, lost, unread, dropped, seconds, speed } = self;
        let share = 100.0 * self.share_lost();
        write!(f, "{renegotiations} renegotiations in {seconds:.1} s at {speed:.2} Gbit/s: ")?;
        write!(
            f,
            "{lost} of {sealed} packets lost ({share:.5} %), {unread} messages found a full socket; dropped: {dropped:?}"
        )
    }
}

/// Renews keys so many times, one after the other, while streams go in both directions. Zero: only the streams, for ten
/// seconds.
///
/// # Errors
/// It takes too long, or the tunnel ends.
pub fn run(tcp: bool, renegotiations: u64) -> Result<Renewal> {
    let transport = if tcp { "tcp" } else { "udp" };
    let world = World::start(transport, &[], &[])?;
    let began = Instant::now();
    let mut sources =
        [world.source("v4", INNER.0, FLOWS, ENDLESS, ENDLESS)?, world.source("v6", INNER.1, FLOWS, ENDLESS, ENDLESS)?];
    let limit = if renegotiations > 0 {
        EACH * u32::try_from(renegotiations)? + Duration::from_secs(10)
    } else {
        Duration::from_secs(10)
    };
    while renegotiations == 0 || world.peer_report()?.renegotiations() < renegotiations {
        for source in &mut sources {
            ensure!(source.ended()?.is_none(), "a stream broke:\n{}", source.output());
        }
        if began.elapsed() > limit {
            ensure!(renegotiations == 0, "{:?} after {limit:?}", world.peer_report()?);
            break;
        }
        for _ in 0..ORDERS {
            if renegotiations > 0 {
                world.renew()?;
            }
            std::thread::sleep(PAUSE);
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    sources.iter_mut().for_each(lab::Process::kill);
    let (client, peer, unread) = world.finish()?;
    let (near, far) = (client.traffic, peer.traffic());
    let mut dropped = near.drops;
    for (cause, count) in far.drops.occurred() {
        dropped.add(cause, count);
    }
    // What the kernel says when an interface comes up, at the end that was first.
    let early = dropped.get(DropCause::BeforeTunnel);
    let sealed = near.packets_sent + far.packets_sent;
    let without_key = dropped.get(DropCause::NoSendKey) + dropped.get(DropCause::KeyUsedUp);
    Ok(Renewal {
        renegotiations: peer.renegotiations(),
        sealed,
        lost: sealed.saturating_sub(near.packets_received + far.packets_received + early) + without_key,
        unread,
        dropped: dropped.occurred().map(|(cause, count)| (cause.word(), count)).collect(),
        seconds,
        speed: (near.received + far.received) as f64 * 8.0 / 1e9 / seconds,
    })
}
