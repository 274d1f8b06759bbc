//! The table, for a terminal and for a page.

use super::{
    Report, Row, Target, Verdict,
    rows::{Spread, spread},
};

const HEAD: [&str; 7] = ["", "unit", "Adit", "other", "ratio", "target", ""];

/// As text, in columns.
#[must_use]
pub fn text(report: &Report) -> String {
    let lines: Vec<[String; 7]> = report.rows.iter().map(cells).collect();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count());
        cells.chain(HEAD.get(column).map(|head| head.len())).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let joined = |line: &[String]| {
        let padded: Vec<String> =
            line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}", width = *width)).collect();
        format!("  {}\n", padded.join("  ").trim_end())
    };
    let mut out = format!("{}\nmedian (least–most) of {} rounds\n", report.machine.line(), report.rounds);
    let mut section = "";
    for (row, line) in report.rows.iter().zip(&lines) {
        if row.section != section {
            section = row.section;
            out.push_str(&format!("\n{section}\n{}", joined(&HEAD.map(str::to_owned))));
        }
        out.push_str(&joined(line));
    }
    out.push_str(&format!("\n{}\n", summary(report)));
    out
}

/// As Markdown.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let Report { machine, rounds, seconds, rows } = report;
    let mut out =
        format!("{}. Median (least–most) of {rounds} rounds of {seconds} s. {}\n", machine.line(), summary(report));
    let mut section = "";
    for row in rows {
        if row.section != section {
            section = row.section;
            out.push_str(&format!("\n### {section}\n\n| {} |\n|---|---|---|---|---|---|---|\n", HEAD.join(" | ")));
        }
        out.push_str(&format!("| {} |\n", cells(row).join(" | ")));
    }
    out
}

/// How many targets were met.
fn summary(report: &Report) -> String {
    let verdicts: Vec<Verdict> = report.rows.iter().filter_map(Row::verdict).collect();
    let met = verdicts.iter().filter(|verdict| **verdict == Verdict::Met).count();
    format!("{met} of {} targets met.", verdicts.len())
}

fn cells(row: &Row) -> [String; 7] {
    let against = row.against.map(|who| format!(" ({who})")).unwrap_or_default();
    [
        row.what.clone(),
        row.unit.to_owned(),
        samples(&row.ours),
        format!("{}{against}", samples(&row.theirs)),
        row.ratio().map(times).unwrap_or_default(),
        row.target.map(|target| wanted(target, row.unit)).unwrap_or_default(),
        match row.verdict() {
            None => String::new(),
            Some(Verdict::Met) => "met".into(),
            Some(Verdict::MissedBy(share)) => format!("missed by {:.0} %", (share * 100.0).max(1.0)),
        },
    ]
}

fn samples(samples: &[f64]) -> String {
    match spread(samples) {
        None => "–".into(),
        Some(Spread { median, .. }) if samples.len() == 1 => number(median),
        Some(Spread { median, least, most }) => format!("{} ({}–{})", number(median), number(least), number(most)),
    }
}

/// Three digits that say something.
fn number(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        small if small >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// A ratio, the way people say it.
fn times(ratio: f64) -> String {
    if ratio >= 1.0 { format!("{ratio:.2}×") } else { format!("1/{:.2}", 1.0 / ratio.max(1e-6)) }
}

fn wanted(target: Target, unit: &str) -> String {
    match target {
        Target::RatioAtLeast(ratio) => format!("≥ {}", whole(ratio)),
        Target::RatioAtMost(ratio) => format!("≤ {}", whole(ratio)),
        Target::AtMost(value) => format!("≤ {value:.0} {unit}"),
    }
}

/// The ratios that are asked for are those of whole numbers.
fn whole(ratio: f64) -> String {
    if ratio >= 1.0 { format!("{ratio:.0}×") } else { format!("1/{:.0}", 1.0 / ratio) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Machine;

    fn report() -> Report {
        let row = |what: &str, ours: &[f64], theirs: &[f64], target| Row {
            section: "Both ends",
            what: what.into(),
            unit: "Gbit/s",
            against: (!theirs.is_empty()).then_some("openvpn"),
            ours: ours.to_vec(),
            theirs: theirs.to_vec(),
            target,
        };
        let machine = Machine {
            processor: "Slow One".into(),
            cores: 2,
            kernel: "6.1.0-9-amd64".into(),
            congestion_control: "cubic".into(),
            load: 0.0,
            programs: vec!["OpenVPN 2.6".into()],
        };
        let rows = vec![
            row("up", &[7.0, 8.0, 9.0], &[0.5, 0.5, 0.5], Some(Target::RatioAtLeast(10.0))),
            row("down", &[4.0], &[0.5], Some(Target::RatioAtLeast(10.0))),
            row("alone", &[12.34], &[], Some(Target::AtMost(16.0))),
        ];
        Report { machine, rounds: 3, seconds: 3, rows }
    }

    #[test]
    fn the_text_says_what_was_found_and_what_was_wanted() {
        let text = text(&report());
        let line = |what: &str| text.lines().find(|line| line.trim_start().starts_with(what)).unwrap_or_default();
        assert!(line("up").contains("8.00 (7.00–9.00)") && line("up").contains("16.00×"), "{text}");
        assert!(line("up").ends_with("met") && line("up").contains("≥ 10×"), "{text}");
        assert!(line("down").ends_with("missed by 20 %"), "{text}");
        assert!(line("alone").contains("≤ 16 Gbit/s"), "{text}");
        assert!(text.contains("2 of 3 targets met."), "{text}");
    }

    #[test]
    fn the_page_has_the_same_cells() {
        let page = markdown(&report());
        assert!(page.contains("| down | Gbit/s | 4.00 | 0.500 (openvpn) | 8.00× | ≥ 10× | missed by 20 % |"), "{page}");
    }

    #[test]
    fn ratios_below_one_are_fractions() {
        assert_eq!(times(0.111), "1/9.01");
        assert_eq!(times(12.3), "12.30×");
        assert_eq!(wanted(Target::RatioAtMost(1.0 / 9.0), ""), "≤ 1/9");
    }
}
