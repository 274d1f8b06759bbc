//! `make bench`, last part: how long after its start the window is painted, with no profile, sixty and a thousand, and what memory
//! its processes have then; `--maps` tells what takes it. A measurement: nobody fails by it.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use e2e::{Testbed, Window};
use lab::{Desktop, DesktopOptions, Process, ServerOptions, family, mappings, program, proportional, used};

/// So many profiles, and within how many milliseconds the window is to be painted with them.
const LISTS: [(usize, Option<f64>); 3] = [(0, None), (60, Some(500.0)), (1000, Some(800.0))];
/// All processes of the window together, in megabytes.
const MEMORY: f64 = 160.0;
/// Starts of each kind, of which the middle one counts.
const STARTS: usize = 5;
/// Some lists only, as `--profiles 60`.
const ONLY: &str = "--profiles";
/// What is on the screen after this time without a change is what was to be drawn.
const SETTLED: Duration = Duration::from_millis(1500);
/// Nothing takes longer.
const PATIENCE: Duration = Duration::from_secs(20);
/// The share of what changes that has to be there: a clock or an icon in the tray may come later.
const PAINTED: f64 = 0.99;
/// With `--maps`, so many mappings of each process are told.
const MAPPINGS: usize = 12;
/// One of so many lines of the screen is looked at.
const LINES: usize = 4;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(measure())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("  the start was not measured: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    // Whoever stopped watching is not missed.
    let _ = writeln!(std::io::stdout(), "{line}");
}

async fn measure() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, _) = testbed.serve(&ServerOptions::default())?;
    let text = server.profile(e2e::SERVER);
    let kind = if cfg!(debug_assertions) { "debugging" } else { "release" };
    say(&format!("\nStart of the window, middle of {STARTS} (built for {kind})"));
    say(&format!("  {:<16}{:>12}{:>12}{:>12}", "profiles", "painted", "processor", "memory"));
    let arguments: Vec<String> = std::env::args().collect();
    let only = arguments.iter().skip_while(|argument| *argument != ONLY).nth(1).and_then(|count| count.parse().ok());
    for (count, target) in LISTS.into_iter().filter(|(count, _)| only.is_none_or(|only: usize| only == *count)) {
        let desktop = Desktop::start(DesktopOptions::default())?;
        fill(&desktop, testbed.helper.socket(), &text, count).await?;
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            starts.push(start(&desktop, testbed.helper.socket())?);
        }
        starts.sort_by_key(|start| start.painted);
        let middle = starts.get(STARTS / 2).context("a start")?;
        let painted = middle.painted.as_secs_f64() * 1000.0;
        let processor = middle.processor.as_secs_f64() * 1000.0;
        let memory: f64 = middle.memory.iter().map(|(_, bytes)| megabytes(*bytes)).sum();
        let parts: Vec<String> =
            middle.memory.iter().map(|(name, bytes)| format!("{name} {:.0}", megabytes(*bytes))).collect();
        say(&format!("  {count:<16}{painted:>9.0} ms{processor:>9.0} ms{memory:>9.0} MB  {}", parts.join(", ")));
        for (what, value, bound) in [("painted", painted, target), ("memory", memory, Some(MEMORY))] {
            if let Some(bound) = bound {
                let verdict = if value <= bound { "met" } else { "missed" };
                say(&format!("    {what}: {value:.0}, target ≤ {bound:.0}: {verdict}"));
            }
        }
    }
    Ok(())
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

/// Brings in so many profiles for servers of different names, as a provider has them.
async fn fill(desktop: &Desktop, socket: &Path, text: &str, count: usize) -> Result<()> {
    if count == 0 {
        return Ok(());
    }
    let folder = desktop.home().join("profiles");
    std::fs::create_dir_all(&folder)?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for number in 1..=count {
        let path = folder.join(format!("Provider {number:04}.ovpn"));
        std::fs::write(&path, text.replace(e2e::SERVER, &format!("vpn{number}.adit.example")))?;
        paths.push(path);
    }
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let window = Window::open(desktop, socket, &paths.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    window.wait_for_text("import-confirm", PATIENCE * 6, |label| !label.is_empty()).await?;
    window.click("import-confirm").await?;
    window.wait_for_text("profile-row", PATIENCE * 6, |row| !row.is_empty()).await?;
    window.close().await
}

/// One start.
struct Start {
    /// From the start of the program until the window is there as it is going to be.
    painted: Duration,
    /// What its processes worked until it came to rest, all threads together.
    processor: Duration,
    /// Each process with its memory.
    memory: Vec<(String, u64)>,
}

fn start(desktop: &Desktop, socket: &Path) -> Result<Start> {
    let before = desktop.pixels(LINES)?;
    let began = Instant::now();
    let mut app: Process =
        desktop.start_process("adit", desktop.command(program("adit")?).env("ADIT_SOCKET", socket))?;
    let mut seen = vec![(Duration::ZERO, before.clone())];
    let mut changed = Instant::now();
    while changed.elapsed() < SETTLED || seen.len() < 2 {
        ensure!(began.elapsed() < PATIENCE, "the screen does not come to rest: {}", app.output());
        let (at, now) = (began.elapsed(), desktop.pixels(LINES)?);
        if seen.last().is_some_and(|(_, last)| *last != now) {
            seen.push((at, now));
            changed = Instant::now();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let processes = family(app.id());
    let processor = used(&processes)?.values().map(|thread| thread.nanoseconds).sum();
    let memory = processes.iter().filter_map(|id| Some((name(*id), proportional(*id).ok()?))).collect();
    if std::env::args().any(|argument| argument == "--maps") {
        for id in &processes {
            say(&format!("    {}", name(*id)));
            for (what, bytes) in mappings(*id)?.into_iter().take(MAPPINGS) {
                say(&format!("    {:>8.1} MB  {what}", megabytes(bytes)));
            }
        }
    }
    app.stop();
    let (_, after) = seen.last().context("a screen")?;
    let (_, painted) = seen
        .iter()
        .map(|(at, now)| (share(&before, now, after), *at))
        .find(|(share, _)| *share >= PAINTED)
        .context("nothing was painted")?;
    ensure!(share(&before, &before, after) < PAINTED, "nothing changed");
    Ok(Start { painted, processor: Duration::from_nanos(processor), memory })
}

fn name(id: u32) -> String {
    let name = std::fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
    name.trim().trim_start_matches("WebKit").trim_end_matches("Proces").trim_end_matches("Pr").to_lowercase()
}

/// How much of what is different in the end is so already.
fn share(before: &[u32], now: &[u32], after: &[u32]) -> f64 {
    let changes = before.iter().zip(now).zip(after).filter(|((before, _), after)| before != after);
    let (all, done) =
        changes.fold((0_u32, 0_u32), |(all, done), ((_, now), after)| (all + 1, done + u32::from(now == after)));
    if all == 0 { 1.0 } else { f64::from(done) / f64::from(all) }
}
