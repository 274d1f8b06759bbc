//! `make bench`, last part: what the app and its web processes cost while nobody does anything, seen and hidden, and while it
//! connects. A measurement: nobody fails by it. `--threads` tells which of their threads it is.

use std::{io::Write, path::Path, process::ExitCode, time::Duration};

use anyhow::{Context, Result};
use e2e::{Testbed, Window};
use lab::{Desktop, DesktopOptions, Rate, ServerOptions, family};

/// How long each state is watched; shorter with `--quick`.
const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_secs(20);
/// What an action draws is drawn.
const SETTLED: Duration = Duration::from_secs(5);
/// While it connects the window may use this share of one processor, in percent.
const CONNECTING: f64 = 5.0;
/// With `--threads`, what uses at least so much is told by itself, in percent.
const WORTH_TELLING: f64 = 0.02;

fn main() -> ExitCode {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(measure(if quick { SHORT } else { LONG })));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("  the app was not measured: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    // Whoever stopped watching is not missed.
    let _ = writeln!(std::io::stdout(), "{line}");
}

async fn measure(during: Duration) -> Result<()> {
    let testbed = Testbed::new()?;
    let (mut server, profile) = testbed.serve(&ServerOptions::default())?;
    let desktop = Desktop::start(DesktopOptions::default())?;
    let window = Window::open(&desktop, testbed.helper.socket(), &[&profile.display().to_string()]).await?;
    window.confirm_import().await?;
    let kind = if cfg!(debug_assertions) { "debugging" } else { "release" };
    say(&format!("\nApp and its web processes, {} s each (built for {kind})", during.as_secs()));
    say(&format!("  {:<26}{:>16}{:>12}{:>12}", "", "wake-ups/min", "ms/h", "of a core"));
    rate(&window, "disconnected, seen", during).await?;
    server.kill();
    window.click("primary-action").await?;
    let connecting = rate(&window, "connecting, seen", SHORT).await?;
    server.restart(&testbed.server)?;
    window.wait_for_text("state-label", Duration::from_secs(60), |word| word == "Connected").await?;
    rate(&window, "connected, seen", during).await?;
    desktop.close_window("Adit")?;
    rate(&window, "connected, hidden", during).await?;
    window.click("primary-action").await.context("disconnect")?;
    rate(&window, "disconnected, hidden", during).await?;
    let verdict = if connecting.percent() <= CONNECTING { "met" } else { "missed" };
    say(&format!("  connecting: {:.1} % of a core, target ≤ {CONNECTING:.0} %: {verdict}", connecting.percent()));
    window.close().await
}

/// Watches the app and what it started.
async fn rate(window: &Window, what: &str, during: Duration) -> Result<Rate> {
    tokio::time::sleep(SETTLED).await;
    let app = u32::try_from(window.app()?.as_raw_nonzero().get())?;
    let ids: Vec<u32> = family(app).into_iter().filter(|id| Path::new("/proc").join(id.to_string()).exists()).collect();
    let (rate, threads) = tokio::task::spawn_blocking(move || Rate::of_each(&ids, during)).await??;
    say(&format!("  {what:<26}{:>16.0}{:>12.0}{:>10.2} %", rate.wake_ups, rate.milliseconds, rate.percent()));
    if std::env::args().any(|argument| argument == "--threads") {
        for (name, rate) in threads.into_iter().filter(|(_, rate)| rate.percent() >= WORTH_TELLING) {
            say(&format!("    {name:<30}{:>10.0}{:>12.0}{:>10.2} %", rate.wake_ups, rate.milliseconds, rate.percent()));
        }
    }
    Ok(rate)
}
