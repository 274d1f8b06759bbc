//! `metrics DIRECTORY…` prints the figures of one checkout, or of several side by side, and then lists what the last one has.

#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::{collections::BTreeSet, path::Path};

use anyhow::Result;
use architecture::{Checkout, Metrics};

fn main() -> Result<()> {
    let mut directories: Vec<String> = std::env::args().skip(1).collect();
    if directories.is_empty() {
        directories.push(".".to_owned());
    }
    let measure = |directory: &String| Metrics::of(&Checkout::read(Path::new(directory))?);
    let measured: Vec<Metrics> = directories.iter().map(measure).collect::<Result<_>>()?;
    for (name, values) in rows(&measured) {
        let values: Vec<_> = values.iter().map(|value| format!("{value:>12}")).collect();
        println!("{name:<44}{}", values.concat());
    }
    if let Some(last) = measured.last() {
        print_lists(last);
    }
    Ok(())
}

fn rows(measured: &[Metrics]) -> Vec<(String, Vec<String>)> {
    let row = |name: &str, value: &dyn Fn(&Metrics) -> String| (name.to_owned(), measured.iter().map(value).collect());
    let crates: BTreeSet<_> = measured.iter().flat_map(|metrics| metrics.lines.keys()).collect();
    let mut rows: Vec<_> = crates
        .into_iter()
        .map(|name| {
            let lines = |metrics: &Metrics| metrics.lines.get(name).map_or("-".to_owned(), ToString::to_string);
            row(&format!("lines of {name}"), &lines)
        })
        .collect();
    rows.extend([
        row("lines of all crates", &|metrics| metrics.lines.values().sum::<usize>().to_string()),
        row("files", &|metrics| metrics.files.len().to_string()),
        row("median file, lines", &|metrics| metrics.median_file().to_string()),
        row("largest file, lines", &|metrics| metrics.files.last().map_or(0, |(lines, _)| *lines).to_string()),
        row("functions", &|metrics| metrics.functions.len().to_string()),
        row("longest function, lines", &|metrics| {
            metrics.functions.first().map_or(0, |longest| longest.lines).to_string()
        }),
        row("cycles between files", &|metrics| metrics.cycles.len().to_string()),
        row("files in cycles", &|metrics| metrics.cycles.iter().map(Vec::len).sum::<usize>().to_string()),
        row("cfg of systems outside leaf modules", &|metrics| metrics.platform_uses.len().to_string()),
        row("type names used more than once", &|metrics| metrics.repeated_types.len().to_string()),
        row("one-word function names, %", &|metrics| percent(metrics.one_word_functions)),
        row("comments per 1,000 lines of code", &|metrics| per_thousand(metrics.comments)),
        row("packages with several versions", &|metrics| metrics.duplicates.len().to_string()),
    ]);
    rows
}

fn percent((part, whole): (usize, usize)) -> String {
    (part * 100).checked_div(whole).unwrap_or_default().to_string()
}

fn per_thousand((part, whole): (usize, usize)) -> String {
    (part * 1000).checked_div(whole).unwrap_or_default().to_string()
}

fn print_lists(metrics: &Metrics) {
    println!("\nLargest files");
    metrics.files.iter().rev().take(5).for_each(|(lines, file)| println!("  {lines:>5} {file}"));
    println!("Longest functions");
    metrics.functions.iter().take(5).for_each(|size| println!("  {:>5} {}", size.lines, size.name));
    println!("Cycles between files");
    metrics.cycles.iter().for_each(|files| println!("  {}", files.join(" ")));
    println!("cfg of systems outside leaf modules");
    metrics.platform_uses.iter().for_each(|used| println!("  {}:{}", used.file, used.line));
    println!("Type names used more than once");
    let names: Vec<_> = metrics.repeated_types.iter().map(|(count, name)| format!("{name} {count}")).collect();
    println!("  {}", names.join(", "));
    println!("Packages with several versions");
    let all: Vec<_> = metrics
        .duplicates
        .iter()
        .map(|(name, versions)| format!("{name} {}", versions.iter().map(String::as_str).collect::<Vec<_>>().join(" ")))
        .collect();
    println!("  {}", all.join(", "));
}
