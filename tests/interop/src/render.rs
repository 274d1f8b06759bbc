//! The matrix as people read it.

use std::fmt::Write;

use crate::{
    matrix::{Cell, Matrix, Proof, Row, SERVERS},
    results::{Outcome, Results},
};

/// The matrix with its results.
#[derive(Debug)]
pub struct Rendered {
    /// For `docs/INTEROP.md`.
    pub page: String,
    /// For the terminal.
    pub table: String,
    /// Tests that are named and did not pass.
    pub broken: Vec<String>,
}

/// Puts matrix and results together.
#[must_use]
pub fn render(matrix: &Matrix, results: &Results) -> Rendered {
    let mut page = String::from(HEAD);
    let mut table = String::new();
    let mut broken = Vec::new();
    let mut notes = Vec::new();
    let mut area = "";
    let mut counts = [[0_usize; 4]; 3];
    for row in &matrix.row {
        if row.area != area {
            area = &row.area;
            let heads: Vec<&str> = SERVERS.iter().map(|(_, head)| *head).collect();
            let _ = write!(page, "\n## {area}\n\n| | {} |\n|---|:-:|:-:|:-:|\n", heads.join(" | "));
            let _ = write!(table, "\n{area:<64}");
            for head in heads {
                let _ = write!(table, " {head:<12}");
            }
            table.push('\n');
        }
        let _ = write!(page, "| {} |", row.feature);
        let _ = write!(table, "  {:<62}", row.feature);
        for (at, cell) in row.cells().into_iter().enumerate() {
            let mark = mark(row, SERVERS.get(at).map_or("", |(_, head)| head), cell, results, &mut notes, &mut broken);
            if let Some(count) = counts.get_mut(at).and_then(|counts| counts.get_mut(mark.kind)) {
                *count += 1;
            }
            let _ = write!(page, " {} |", mark.page);
            let _ = write!(table, " {:<12}", mark.table);
        }
        page.push('\n');
        table.push('\n');
    }
    page.push_str("\n## Counted\n\n| | proved | failed | cannot be | open |\n|---|--:|--:|--:|--:|\n");
    table.push_str("\nproved, failed, cannot be, open\n");
    for ((_, head), [proved, failed, cannot, open]) in SERVERS.iter().zip(counts) {
        let _ = writeln!(page, "| {head} | {proved} | {failed} | {cannot} | {open} |");
        let _ = writeln!(table, "  {head:<14} {proved:>4} {failed:>4} {cannot:>4} {open:>4}");
    }
    if !notes.is_empty() {
        page.push_str("\n## Why not, and what is missing\n\n");
        for note in &notes {
            let _ = writeln!(page, "- {note}");
        }
    }
    page.push_str("\n## By which tests\n\n");
    for row in &matrix.row {
        let lists = SERVERS.iter().zip(row.cells()).filter_map(|((_, head), cell)| match cell {
            Cell::Proved(tests) => Some(format!("{head}: {}", tests.iter().map(code).collect::<Vec<_>>().join(", "))),
            Cell::Cannot(_) | Cell::Open(_) => None,
        });
        let lists: Vec<String> = lists.collect();
        if !lists.is_empty() {
            let _ = writeln!(page, "- **{}** ({}) {}", row.feature, row.area, lists.join("; "));
        }
    }
    Rendered { page, table, broken }
}

const HEAD: &str = "# Interop\n\nWhich feature was seen to work with which server. `make interop` runs the tests and writes \
    this page; the rows are in `tests/interop/matrix.toml`.\n\nThe servers: Debian's `openvpn` 2.6.14 and SoftEther 5 run in \
    network namespaces, and the real helper connects to them. *Scripted* is the server of `tests/sim`, live or in virtual \
    time; where a feature needs no server at all, that column has the tests of the part that does it.\n\n✔ its tests passed \
    · ✘ a test failed · – it cannot exist (why is below) · ○ an open gap (what is missing is below)\n";

struct Mark {
    page: &'static str,
    table: &'static str,
    /// Place among proved, failed, cannot, open.
    kind: usize,
}

fn mark(
    row: &Row,
    head: &str,
    cell: &Cell,
    results: &Results,
    notes: &mut Vec<String>,
    broken: &mut Vec<String>,
) -> Mark {
    match cell {
        Cell::Proved(tests) => {
            let bad: Vec<&Proof> = tests.iter().filter(|test| results.of(test) != Outcome::Passed).collect();
            for test in &bad {
                let what = if results.of(test) == Outcome::Missing { "did not run" } else { "failed" };
                broken.push(format!("{}, {head}: {test} {what}", row.feature));
            }
            if bad.is_empty() {
                Mark { page: "✔", table: "ok", kind: 0 }
            } else {
                Mark { page: "✘", table: "FAILED", kind: 1 }
            }
        }
        Cell::Cannot(why) => {
            notes.push(format!("{}, {head}: – {why}", row.feature));
            Mark { page: "–", table: "-", kind: 2 }
        }
        Cell::Open(what) => {
            notes.push(format!("{}, {head}: ○ {what}", row.feature));
            Mark { page: "○", table: "open", kind: 3 }
        }
    }
}

fn code(proof: &Proof) -> String {
    format!("`{proof}`")
}
