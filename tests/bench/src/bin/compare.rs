//! `make bench`: Adit beside openvpn and wireguard-go. Needs root. Ends well whatever the figures are.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use bench::compare::{Effort, Part, Progress, Report, chart, markdown, measure, text};
use clap::{Parser, ValueEnum};

/// Measures Adit beside openvpn and wireguard-go.
#[derive(Debug, Parser)]
#[command(name = "compare")]
struct Arguments {
    /// About two minutes instead of ten, with less to rely on.
    #[arg(long)]
    quick: bool,
    /// Only one part of it.
    #[arg(long, value_enum)]
    only: Option<Only>,
    /// Where to put `bench.txt`, `bench.json` and `bench.svg`.
    #[arg(long, value_name = "DIR", default_value = "target/bench")]
    out: PathBuf,
    /// Also renew the figures of this page, and the chart beside it.
    #[arg(long, value_name = "PAGE")]
    publish: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Only {
    /// Both ends the same program.
    Ends,
    /// Against a real openvpn server.
    Server,
    /// What costs power while nothing happens.
    Idle,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let effort = if arguments.quick { Effort::QUICK } else { Effort::FULL };
    let parts: &[Part] = match arguments.only {
        None => &[Part::BackToBack, Part::RealServer, Part::Idle],
        Some(Only::Ends) => &[Part::BackToBack],
        Some(Only::Server) => &[Part::RealServer],
        Some(Only::Idle) => &[Part::Idle],
    };
    let report = measure(effort, parts, &mut Progress::new(Box::new(std::io::stdout())))?;
    let table = text(&report);
    writeln!(std::io::stdout(), "\n{table}")?;
    keep(&report, &table, &arguments.out)?;
    if let Some(page) = &arguments.publish {
        publish(&report, page)?;
    }
    Ok(())
}

fn keep(report: &Report, table: &str, directory: &Path) -> Result<()> {
    std::fs::create_dir_all(directory)?;
    for (name, content) in [
        ("bench.txt", table.to_owned()),
        ("bench.json", serde_json::to_string_pretty(report)?),
        ("bench.svg", chart(report)),
    ] {
        let path = directory.join(name);
        std::fs::write(&path, content).with_context(|| format!("write {}", path.display()))?;
        writeln!(std::io::stdout(), "  {}", path.display())?;
    }
    Ok(())
}

/// Where the figures begin on the page, and where they end.
const MARKS: (&str, &str) = ("<!-- figures -->\n", "<!-- end of figures -->\n");

fn publish(report: &Report, page: &Path) -> Result<()> {
    let old = std::fs::read_to_string(page).with_context(|| format!("read {}", page.display()))?;
    let (front, rest) = old.split_once(MARKS.0).context("the page has no place for figures")?;
    let (_, back) = rest.split_once(MARKS.1).context("the page has no end of figures")?;
    std::fs::write(page, format!("{front}{}\n{}\n{}{back}", MARKS.0, markdown(report), MARKS.1))?;
    Ok(std::fs::write(page.with_file_name("benchmarks.svg"), chart(report))?)
}
