//! Against a real openvpn server, which is what people have: Adit's client and openvpn's in turn.

use anyhow::Result;
use lab::{Cipher, Pki, Transport};

use super::{
    Effort, Progress, Row, Target, in_turn,
    load::{self, Direction, Kind, Outcome},
    round_trip::{self, RoundTrips},
    tunnel::{Ends, Standing, Way},
};

const SECTION: &str = "Client of an openvpn server";
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
struct Shown {
    ends: Ends,
    connect: Vec<f64>,
    /// What the tunnel adds to the way without it.
    added: Vec<RoundTrips>,
    idle: Vec<f64>,
    busy: Vec<f64>,
    /// Of each series, up and down.
    loads: [[Vec<Outcome>; 2]; SERIES.len()],
}

impl Shown {
    fn of(ends: Ends) -> Self {
        Self { ends, connect: vec![], added: vec![], idle: vec![], busy: vec![], loads: Default::default() }
    }
}

/// Measures both clients, in alternation.
pub(super) fn measure(effort: Effort, progress: &mut Progress) -> Result<Vec<Row>> {
    let pki = Pki::new()?;
    progress.begin(SECTION, effort.rounds * 2 * (connections(effort) + 1 + 2 * SERIES.len()));
    let mut shown = [Ends::AditToOpenVpn, Ends::OpenVpn].map(Shown::of);
    for round in 0..effort.rounds {
        at_rest(effort, progress, &pki, &mut shown)?;
        for (series, at) in SERIES.iter().zip(0..) {
            for shown in in_turn(round, shown.each_mut()) {
                under_load(effort, progress, &pki, shown, (series, at))?;
            }
        }
    }
    Ok(rows(&shown))
}

/// Connects both a few times, one after the other, and lets the last two idle but for pings.
fn at_rest(effort: Effort, progress: &mut Progress, pki: &Pki, shown: &mut [Shown; 2]) -> Result<()> {
    let mut standing = [None, None];
    for turn in 0..connections(effort) {
        standing = [None, None];
        let [ours, theirs] = shown.each_mut();
        let [our_tunnel, their_tunnel] = standing.each_mut();
        for (shown, tunnel) in in_turn(turn, [(ours, our_tunnel), (theirs, their_tunnel)]) {
            let connected = Standing::new(pki, shown.ends, UDP)?;
            let milliseconds = connected.connected_in.as_secs_f64() * 1e3;
            progress.step(shown.ends.name(), "start to first ping", &format!("{milliseconds:6.0} ms"));
            shown.connect.push(milliseconds);
            *tunnel = Some(connected);
        }
    }
    let [Some(ours), Some(theirs)] = &standing else { return Ok(()) };
    let added = round_trip::added([ours, theirs], if effort.thorough { 25 } else { 5 })?;
    for ((standing, shown), added) in [ours, theirs].into_iter().zip(shown).zip(added) {
        let resident = super::usage::resident(&standing.client.ids)? as f64 / MEGABYTE;
        let found = format!("+{:.3} ms, p99 +{:.3} ms, {resident:.1} MB", added.median, added.p99);
        progress.step(shown.ends.name(), "idle: round trip and memory", &found);
        shown.added.push(added);
        shown.idle.push(resident);
    }
    Ok(())
}

/// How often each client connects in a round.
fn connections(effort: Effort) -> usize {
    if effort.thorough { 5 } else { 3 }
}

fn under_load(
    effort: Effort,
    progress: &mut Progress,
    pki: &Pki,
    shown: &mut Shown,
    (series, at): (&Series, usize),
) -> Result<()> {
    let standing = Standing::new(pki, shown.ends, series.way)?;
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
        progress.step(shown.ends.name(), &format!("{}, {}", series.name, direction.name()), &found);
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
        row("memory, idle".into(), "MB", &|shown| shown.idle.clone(), Some(Target::AtMost(14.0))),
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
