//! `adit-netd`: the broker, in the foreground.

use std::{
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use netd::arguments::{self, Command};
use tracing_subscriber::{filter::LevelFilter, layer::SubscriberExt, util::SubscriberInitExt};
use zeroizing_alloc::ZeroAlloc;

/// What is kept for connections holds keys. Its copies are wiped when they are freed.
#[global_allocator]
static WIPING: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let arguments = match arguments::read(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = write!(io::stderr(), "adit-netd: {error}\n\n{}", arguments::HELP);
            return ExitCode::from(2);
        }
    };
    let state_dir = &arguments.state_dir;
    // The netlink library warns on every message of a kernel that is newer than it.
    let log = arguments.log.clone().with_target("netlink_packet_route", LevelFilter::ERROR);
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(false);
    tracing_subscriber::registry().with(lines).with(log).init();
    privileged::confinement::forbid_core_files();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "cannot start");
            return ExitCode::FAILURE;
        }
    };
    let result: anyhow::Result<()> = runtime.block_on(async {
        match arguments.command {
            Command::Run => netd::run(&arguments).await?,
            Command::Undo => netd::undo(state_dir).await?,
            Command::Block => drop(privileged::block(state_dir).await?),
            Command::Help => io::stdout().write_all(arguments::HELP.as_bytes())?,
            Command::Version => writeln!(io::stdout(), "adit-netd {}", env!("CARGO_PKG_VERSION"))?,
        }
        Ok(())
    });
    runtime.shutdown_timeout(Duration::from_millis(100));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
