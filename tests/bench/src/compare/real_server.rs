//! Against a real openvpn server, which is what people have: Adit's client and openvpn's in turn.

use anyhow::Result;
use lab::{Cipher, Pki, Transport};

use super::{
    Effort, Progress, Row, Target,
    load::{self, Direction, Kind, Outcome},
    round_trip::{self, RoundTrips},
    tunnel::{Ends, OUTER, Standing, Way},
};

const SECTION: &str = "Client of an openvpn server";
const CLIENTS: [Ends; 2] = [Ends::AditToOpenVpn, Ends::OpenVpn];
/// Lost each way, in percent.
const LOSS: u32 = 5;
const MEGABYTE: f64 = 1e6;

/// A series of loads on one tunnel.
struct Series {
    name: &'static str,
    way: Way,
    kind: Kind,
    lossy: bool,
}

const UDP: Way = Way { transport: Transport::Udp, cipher: Cipher::Aes256Gcm };
const TCP: Way = Way { transport: Transport::Tcp, cipher: Cipher::Aes256Gcm };

const SERIES: [Series; 5] = [
    Series { name: "UDP, 1 flow", way: UDP, kind: Kind::Flows(1), lossy: false },
    Series { name: "UDP, 8 flows", way: UDP, kind: Kind::Flows(8), lossy: false },
    Series { name: "TCP, 1 flow", way: TCP, kind: Kind::Flows(1), lossy: false },
    Series { name: "UDP, 100-byte packets", way: UDP, kind: Kind::SmallPackets, lossy: false },
    Series { name: "UDP, 1 flow, 5 % loss", way: UDP, kind: Kind::Flows(1), lossy: true },
];

/// What one client showed, a sample a round.
#[derive(Default)]
struct Shown {
    connect: Vec<f64>,
    /// What the tunnel adds to the way without it.
    added: Vec<RoundTrips>,
    idle: Vec<f64>,
    busy: Vec<f64>,
    /// Of each series, up and down.
    loads: [[Vec<Outcome>; 2]; SERIES.len()],
}

/// Measures both clients, in alternation.
pub(super) fn measure(effort: Effort, progress: &mut Progress) -> Result<Vec<Row>> {
    let pki = Pki::new()?;
    progress.begin(SECTION, effort.rounds * 2 * (2 + 2 * SERIES.len()));
    let mut shown: [Shown; 2] = Default::default();
    for _ in 0..effort.rounds {
        for (ends, shown) in CLIENTS.into_iter().zip(&mut shown) {
            at_rest(effort, progress, &pki, ends, shown)?;
        }
        for (series, at) in SERIES.iter().zip(0..) {
            for (ends, shown) in CLIENTS.into_iter().zip(&mut shown) {
                under_load(effort, progress, &pki, ends, shown, (series, at))?;
            }
        }
    }
    Ok(rows(&shown))
}

/// Connects, waits, and asks for a few pings.
fn at_rest(effort: Effort, progress: &mut Progress, pki: &Pki, ends: Ends, shown: &mut Shown) -> Result<()> {
    let standing = Standing::new(pki, ends, UDP)?;
    let seconds = standing.connected_in.as_secs_f64();
    shown.connect.push(seconds * 1e3);
    progress.step(ends.name(), "start to first ping", &format!("{:6.0} ms", seconds * 1e3));
    let pings = if effort.thorough { 300 } else { 100 };
    let beside = round_trip::run(&standing.pair.client, OUTER, pings)?;
    let through = round_trip::run(&standing.pair.client, &standing.server.inner, pings)?;
    let added = RoundTrips { median: through.median - beside.median, p99: through.p99 - beside.median };
    let resident = super::usage::resident(standing.client.id)? as f64 / MEGABYTE;
    let found = format!("+{:.3} ms, p99 +{:.3} ms, {resident:.1} MB", added.median, added.p99);
    progress.step(ends.name(), "idle: round trip and memory", &found);
    shown.added.push(added);
    shown.idle.push(resident);
    Ok(())
}

fn under_load(
    effort: Effort,
    progress: &mut Progress,
    pki: &Pki,
    ends: Ends,
    shown: &mut Shown,
    (series, at): (&Series, usize),
) -> Result<()> {
    let standing = Standing::new(pki, ends, series.way)?;
    if series.lossy {
        standing.pair.lose(LOSS)?;
    }
    let Some(samples) = shown.loads.get_mut(at) else { return Ok(()) };
    let mut most = 0;
    for (direction, samples) in [Direction::Up, Direction::Down].into_iter().zip(samples) {
        let outcome = load::run(&standing, direction, series.kind, effort.seconds)?;
        let found = match series.kind {
            Kind::Flows(_) => format!("{:6.2} Gbit/s {:6.2} CPU-s/GB", outcome.gigabits, outcome.cost),
            Kind::SmallPackets => format!("{:6.0} k/s   {:6.2} CPU-s/GB", outcome.packets / 1e3, outcome.cost),
        };
        progress.step(ends.name(), &format!("{}, {}", series.name, direction.name()), &found);
        most = most.max(outcome.resident);
        samples.push(outcome);
    }
    shown.busy.push(most as f64 / MEGABYTE);
    Ok(())
}

fn rows([ours, theirs]: &[Shown; 2]) -> Vec<Row> {
    let row = |what: String, unit, of: &dyn Fn(&Shown) -> Vec<f64>, target| Row {
        section: SECTION,
        what,
        unit,
        against: Some("openvpn"),
        ours: of(ours),
        theirs: of(theirs),
        target,
    };
    let no_worse_than = Some(Target::RatioAtMost(1.0));
    let mut rows = vec![
        row("start to first ping".into(), "ms", &|shown| shown.connect.clone(), no_worse_than),
        row("added round trip, median".into(), "ms", &|shown| medians(&shown.added, |one| one.median), no_worse_than),
        row("added round trip, p99".into(), "ms", &|shown| medians(&shown.added, |one| one.p99), None),
        row("memory, idle".into(), "MB", &|shown| shown.idle.clone(), Some(Target::AtMost(10.0))),
        row("memory, at full speed".into(), "MB", &|shown| shown.busy.clone(), Some(Target::AtMost(16.0))),
    ];
    for (series, at) in SERIES.iter().zip(0_usize..) {
        for (direction, side) in [Direction::Up, Direction::Down].into_iter().zip(0_usize..) {
            let what = || format!("{}, {}", series.name, direction.name());
            let of = |value: fn(&Outcome) -> f64| {
                move |shown: &Shown| {
                    let samples = shown.loads.get(at).and_then(|series| series.get(side));
                    samples.into_iter().flatten().map(value).collect()
                }
            };
            let plain = series.kind == Kind::Flows(1) && !series.lossy;
            match series.kind {
                Kind::Flows(_) => {
                    let target = (!series.lossy).then_some(Target::RatioAtLeast(1.0));
                    rows.push(row(what(), "Gbit/s", &of(|one| one.gigabits), target));
                }
                Kind::SmallPackets => rows.push(row(what(), "k packets/s", &of(|one| one.packets / 1e3), None)),
            }
            let share = if direction == Direction::Up { 1.0 / 3.0 } else { 1.0 / 2.0 };
            let target = plain.then_some(Target::RatioAtMost(share));
            rows.push(row(what(), "CPU-s/GB", &of(|one| one.cost), target));
        }
    }
    rows
}

fn medians(samples: &[RoundTrips], of: fn(&RoundTrips) -> f64) -> Vec<f64> {
    samples.iter().map(of).collect()
}
