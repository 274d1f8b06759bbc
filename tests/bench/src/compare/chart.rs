//! The picture for the README: what a gigabyte costs and how fast it goes, side by side.

use svg::{
    Document,
    node::element::{Rectangle, Style, Text},
};

use super::{Report, Row, rows::spread};

const WIDTH: f64 = 760.0;
const MARGIN: f64 = 24.0;
const NAMES: f64 = 130.0;
const BAR: f64 = 18.0;
const GAP: f64 = 6.0;
const NOTE: f64 = 15.0;
const BETWEEN_GROUPS: f64 = 14.0;
/// Room behind a bar, for its figure.
const FIGURES: f64 = 70.0;
const ADIT: &str = "#2f6fde";
const OTHERS: &str = "#8b95a5";

/// Shown in light and in dark pages.
const STYLE: &str = "text{font-family:system-ui,sans-serif;font-size:13px;fill:#333}\
                     .title{font-size:15px;font-weight:600}.note{font-size:11px;fill:#777}\
                     @media(prefers-color-scheme:dark){text{fill:#ddd}.note{fill:#999}}";

struct Bar {
    name: String,
    value: f64,
    ours: bool,
}

/// UDP up and down with the same program at both ends; as SVG.
#[must_use]
pub fn chart(report: &Report) -> String {
    let mut document = Document::new().add(Style::new(STYLE));
    let mut y = MARGIN;
    for (unit, title) in [
        ("Gbit/s", "Throughput in Gbit/s: more is better"),
        ("CPU-s/GB", "Processor seconds of the client per gigabyte: less is better"),
    ] {
        y += 10.0;
        document = document.add(text(title, MARGIN, y, "title"));
        y += 14.0;
        let groups: Vec<(&str, Vec<Bar>)> =
            ["up", "down"].into_iter().map(|direction| (direction, bars(&report.rows, unit, direction))).collect();
        let most = groups.iter().flat_map(|(_, bars)| bars).map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
        for (direction, bars) in groups {
            for (bar, first) in bars.iter().zip(std::iter::once(true).chain(std::iter::repeat(false))) {
                let middle = y + BAR * 0.72;
                if first {
                    document = document.add(text(direction, MARGIN, middle, ""));
                }
                document = document.add(text(&bar.name, MARGIN + 50.0, middle, ""));
                let room = WIDTH - 2.0 * MARGIN - 50.0 - NAMES - FIGURES;
                let width = (bar.value / most * room).max(1.0);
                let left = MARGIN + 50.0 + NAMES;
                let shape = Rectangle::new()
                    .set("x", left)
                    .set("y", y)
                    .set("width", width)
                    .set("height", BAR)
                    .set("rx", 3)
                    .set("fill", if bar.ours { ADIT } else { OTHERS });
                document = document.add(shape).add(text(&format!("{:.2}", bar.value), left + width + 8.0, middle, ""));
                y += BAR + GAP;
            }
            y += BETWEEN_GROUPS;
        }
    }
    let what = "UDP, AES-256-GCM (wireguard-go: ChaCha20-Poly1305), both ends the same program".to_owned();
    for note in [what, report.machine.line()] {
        document = document.add(text(&note, MARGIN, y, "note"));
        y += NOTE;
    }
    let height = y + MARGIN;
    document
        .set("viewBox", (0, 0, WIDTH, height))
        .set("width", WIDTH)
        .set("height", height)
        .set("role", "img")
        .set("aria-label", "Bar chart: throughput and processor time of Adit, openvpn and wireguard-go")
        .to_string()
}

/// Adit's bar and those of the others, by their medians.
fn bars(rows: &[Row], unit: &str, direction: &str) -> Vec<Bar> {
    let what = format!("UDP AES-256-GCM, {direction}");
    let rows: Vec<&Row> = rows.iter().filter(|row| row.unit == unit && row.what == what).collect();
    let median = |samples: &[f64]| spread(samples).map_or(0.0, |spread| spread.median);
    let ours = rows.first().map(|row| Bar { name: "Adit".into(), value: median(&row.ours), ours: true });
    let theirs = rows.iter().map(|row| Bar {
        name: row.against.unwrap_or_default().into(),
        value: median(&row.theirs),
        ours: false,
    });
    ours.into_iter().chain(theirs).collect()
}

fn text(content: &str, x: f64, y: f64, class: &str) -> Text {
    let text = Text::new(content).set("x", x).set("y", y);
    if class.is_empty() { text } else { text.set("class", class) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Machine;

    #[test]
    fn each_program_has_its_bar() {
        let row = |unit, against, ours: f64, theirs: f64| Row {
            section: "s",
            what: "UDP AES-256-GCM, up".into(),
            unit,
            against: Some(against),
            ours: vec![ours],
            theirs: vec![theirs],
            target: None,
        };
        let machine = Machine {
            processor: "A & B".into(),
            cores: 2,
            kernel: "6".into(),
            congestion_control: "cubic".into(),
            load: 0.0,
            programs: vec![],
        };
        let rows = vec![row("Gbit/s", "openvpn", 8.0, 0.5), row("Gbit/s", "wireguard-go", 8.5, 2.0)];
        let drawn = chart(&Report { machine, rounds: 1, seconds: 2, rows });
        assert_eq!(drawn.matches("<rect").count(), 3, "{drawn}");
        for word in [">\nopenvpn\n<", ">\nwireguard-go\n<", ">\n8.00\n<", "A &amp; B"] {
            assert!(drawn.contains(word), "{word} is missing: {drawn}");
        }
    }
}
