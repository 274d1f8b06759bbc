//! The data path itself: the same program at both ends, so that each client meets a peer that is as fast as it is.

use anyhow::Result;
use lab::{Cipher, Pki, Transport};

use super::{
    Effort, Progress, Row, Target, apart, in_turn,
    load::{self, Direction, Kind, Outcome},
    tunnel::{Ends, Standing, Way},
};

const SECTION: &str = "Both ends the same program";

/// One way, and what is put side by side on it.
struct Match {
    way: Way,
    other: Ends,
    throughput: f64,
    cost: f64,
}

/// Issue 5: at least ten times as fast as openvpn at a ninth of its cost; three times and a third for wireguard-go, which has
/// one cipher, ChaCha20-Poly1305.
fn matches(effort: Effort) -> Vec<Match> {
    let mut all: Vec<Match> = [
        (Transport::Udp, Cipher::Aes256Gcm),
        (Transport::Udp, Cipher::ChaCha20Poly1305),
        (Transport::Tcp, Cipher::Aes256Gcm),
        (Transport::Tcp, Cipher::ChaCha20Poly1305),
    ]
    .into_iter()
    .map(|(transport, cipher)| Match {
        way: Way { transport, cipher },
        other: Ends::OpenVpn,
        throughput: 10.0,
        cost: 1.0 / 9.0,
    })
    .collect();
    if !effort.thorough {
        all.pop();
    }
    if apart::find("wireguard-go").is_some() {
        // Adit with the cipher that it uses where it can choose, and with wireguard-go's own.
        let ciphers =
            [Cipher::Aes256Gcm, Cipher::ChaCha20Poly1305].into_iter().take(if effort.thorough { 2 } else { 1 });
        all.extend(ciphers.map(|cipher| Match {
            way: Way { transport: Transport::Udp, cipher },
            other: Ends::WireGuard,
            throughput: 3.0,
            cost: 1.0 / 3.0,
        }));
    }
    all
}

/// Measures every match, in alternation.
pub(super) fn measure(effort: Effort, progress: &mut Progress) -> Result<Vec<Row>> {
    let pki = Pki::new()?;
    let matches = matches(effort);
    progress.begin(SECTION, matches.len() * effort.rounds * 2 * Direction::ALL.len());
    let mut rows = Vec::new();
    for one in &matches {
        let mut samples: [[Vec<Outcome>; 3]; 2] = Default::default();
        for round in 0..effort.rounds {
            let [ours, theirs] = &mut samples;
            for (ends, samples) in in_turn(round, [(Ends::Adit, ours), (one.other, theirs)]) {
                let standing = Standing::new(&pki, ends, one.way)?;
                for (direction, samples) in Direction::ALL.into_iter().zip(samples) {
                    let outcome = load::run(&standing, direction, Kind::Flows(1), effort.seconds)?;
                    let what = format!("{}, {}", name(one, ends), direction.name());
                    let found = format!("{:6.2} Gbit/s {:6.2} CPU-s/GB", outcome.gigabits, outcome.cost);
                    progress.step(ends.name(), &what, &found);
                    samples.push(outcome);
                }
            }
        }
        let [ours, theirs] = samples;
        for ((direction, ours), theirs) in Direction::ALL.into_iter().zip(ours).zip(theirs) {
            // What both directions at once should reach, nobody has said.
            let asked = |target: Target| (direction != Direction::Both).then_some(target);
            let row = |unit, of: fn(&Outcome) -> f64, target| Row {
                section: SECTION,
                what: format!("{}, {}", one.way.name(), direction.name()),
                unit,
                against: Some(if one.other == Ends::WireGuard { "wireguard-go" } else { "openvpn" }),
                ours: ours.iter().map(of).collect(),
                theirs: theirs.iter().map(of).collect(),
                target,
            };
            rows.push(row("Gbit/s", |one| one.gigabits, asked(Target::RatioAtLeast(one.throughput))));
            rows.push(row("CPU-s/GB", |one| one.cost, asked(Target::RatioAtMost(one.cost))));
        }
    }
    Ok(rows)
}

fn name(one: &Match, ends: Ends) -> String {
    if ends == Ends::WireGuard { "UDP ChaCha20-Poly1305".into() } else { one.way.name() }
}
