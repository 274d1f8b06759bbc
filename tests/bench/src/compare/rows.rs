//! What was measured: a row for each quantity, with samples of both sides and what their ratio should be.

use serde::Serialize;

use super::machine::Machine;

/// Everything that was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Where.
    pub machine: Machine,
    /// Pairs of measurements.
    pub rounds: usize,
    /// Seconds of load in each.
    pub seconds: u32,
    /// What.
    pub rows: Vec<Row>,
}

/// One quantity, of Adit and of another program. The samples of one place were measured one after the other.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Who stands at the other end: part of the table's structure.
    pub section: &'static str,
    /// What was done: `UDP AES-256-GCM, up`.
    pub what: String,
    /// What was counted, with its unit: `Gbit/s`.
    pub unit: &'static str,
    /// The other program; none for what is measured of Adit alone.
    pub against: Option<&'static str>,
    /// Adit's samples.
    pub ours: Vec<f64>,
    /// The other's.
    pub theirs: Vec<f64>,
    /// What should come out; none where it is only good to know.
    pub target: Option<Target>,
}

/// What should come out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "target", content = "of", rename_all = "kebab-case")]
pub enum Target {
    /// The ratio of ours to theirs is this or more.
    RatioAtLeast(f64),
    /// The ratio of ours to theirs is this or less.
    RatioAtMost(f64),
    /// Ours is this or less, in the row's unit.
    AtMost(f64),
}

/// How a target came out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// As it should.
    Met,
    /// Not, by this share of the target.
    MissedBy(f64),
}

impl Row {
    /// The middle one of the ratios of each pair. `None`: there is nothing to compare with.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        let mut ratios: Vec<f64> = self
            .ours
            .iter()
            .zip(&self.theirs)
            .filter(|(_, theirs)| **theirs > 0.0)
            .map(|(ours, theirs)| ours / theirs)
            .collect();
        ratios.sort_by(f64::total_cmp);
        (!ratios.is_empty()).then(|| quantile(&ratios, 0.5))
    }

    /// Whether it came out as it should. `None`: nothing is asked, or nothing was measured.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        let (found, wanted, enough) = match self.target? {
            Target::RatioAtLeast(wanted) => {
                let found = self.ratio()?;
                (found, wanted, found >= wanted)
            }
            Target::RatioAtMost(wanted) => {
                let found = self.ratio()?;
                (found, wanted, found <= wanted)
            }
            Target::AtMost(wanted) => {
                let found = spread(&self.ours)?.median;
                (found, wanted, found <= wanted)
            }
        };
        Some(if enough { Verdict::Met } else { Verdict::MissedBy((found / wanted - 1.0).abs()) })
    }
}

/// Median and extremes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) median: f64,
    pub(super) least: f64,
    pub(super) most: f64,
}

/// `None`: no samples.
pub(super) fn spread(samples: &[f64]) -> Option<Spread> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (least, most) = (*sorted.first()?, *sorted.last()?);
    Some(Spread { median: quantile(&sorted, 0.5), least, most })
}

/// Of sorted samples, between two of them where need be; 0 of none.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * sorted.len().saturating_sub(1) as f64;
    let sample = |at: f64| sorted.get(at as usize).copied().unwrap_or_default();
    let (below, above) = (sample(at.floor()), sample(at.ceil()));
    below + (above - below) * at.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ours: &[f64], theirs: &[f64], target: Option<Target>) -> Row {
        Row {
            section: "s",
            what: "w".into(),
            unit: "Gbit/s",
            against: Some("openvpn"),
            ours: ours.to_vec(),
            theirs: theirs.to_vec(),
            target,
        }
    }

    #[test]
    fn quantiles_lie_between_samples() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.5), 2.0);
        assert_eq!(quantile(&[1.0, 2.0], 0.5), 1.5);
        assert_eq!(quantile(&[3.0], 0.99), 3.0);
        assert_eq!(quantile(&[], 0.5), 0.0);
        assert_eq!(spread(&[3.0, 1.0, 2.0]), Some(Spread { median: 2.0, least: 1.0, most: 3.0 }));
        assert_eq!(spread(&[]), None);
    }

    #[test]
    fn the_ratio_is_that_of_pairs() {
        // The machine was twice as fast in the second round, for both.
        assert_eq!(row(&[10.0, 20.0], &[1.0, 2.0], None).ratio(), Some(10.0));
        assert_eq!(row(&[10.0], &[], None).ratio(), None);
        assert_eq!(row(&[10.0], &[0.0], None).ratio(), None);
    }

    #[test]
    fn targets_are_met_or_missed_by_a_share() {
        let verdict = |target| row(&[9.0], &[1.0], Some(target)).verdict();
        assert_eq!(verdict(Target::RatioAtLeast(9.0)), Some(Verdict::Met));
        let Some(Verdict::MissedBy(share)) = verdict(Target::RatioAtLeast(10.0)) else { panic!("met") };
        assert!((share - 0.1).abs() < 1e-9);
        assert_eq!(verdict(Target::RatioAtMost(9.0)), Some(Verdict::Met));
        assert_eq!(verdict(Target::RatioAtMost(4.5)), Some(Verdict::MissedBy(1.0)));
        assert_eq!(verdict(Target::AtMost(9.0)), Some(Verdict::Met));
        assert_eq!(verdict(Target::AtMost(6.0)), Some(Verdict::MissedBy(0.5)));
        assert_eq!(row(&[1.0], &[], Some(Target::RatioAtMost(1.0))).verdict(), None);
        assert_eq!(row(&[1.0], &[1.0], None).verdict(), None);
    }
}
