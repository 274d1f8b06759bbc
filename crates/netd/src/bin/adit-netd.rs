//! `adit-netd`: the broker, in the foreground.

use std::{
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use netd::arguments::{self, Arguments, Command};
use tracing_subscriber::{filter::LevelFilter, layer::SubscriberExt, util::SubscriberInitExt};
use zeroizing_alloc::ZeroAlloc;

/// What is kept for connections holds keys. Its copies are wiped when they are freed.
#[global_allocator]
static WIPING: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let (arguments, work) = match arguments::read(std::env::args_os().skip(1)) {
        Ok(Command::Run(arguments)) => (*arguments, Work::Serve),
        Ok(Command::Undo(arguments)) => (*arguments, Work::Undo),
        Ok(Command::Block(arguments)) => (*arguments, Work::Block),
        Ok(Command::Open(arguments)) => (*arguments, Work::Open),
        Ok(Command::Help) => return print(io::stdout(), arguments::HELP),
        Ok(Command::Version) => return print(io::stdout(), concat!("adit-netd ", env!("CARGO_PKG_VERSION"), "\n")),
        Err(error) => {
            let _ = print(io::stderr(), &format!("adit-netd: {error}\n\n{}", arguments::HELP));
            return ExitCode::from(2);
        }
    };
    let Arguments { socket, engine, state_dir, log } = arguments;
    // The netlink library warns on every message of a kernel that is newer than it.
    let log = log.with_target("netlink_packet_route", LevelFilter::ERROR);
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
    let result = runtime.block_on(async {
        match work {
            Work::Serve => netd::run(netd::Options { socket, engine, state_dir }).await,
            Work::Undo => netd::undo(&state_dir).await,
            Work::Block => netd::block(&state_dir).await,
            Work::Open => netd::open(&state_dir).await,
        }
    });
    runtime.shutdown_timeout(Duration::from_millis(100));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{:#}", anyhow::Error::from(error));
            ExitCode::FAILURE
        }
    }
}

/// What is to be done.
enum Work {
    Serve,
    Undo,
    Block,
    Open,
}

fn print(mut to: impl Write, text: &str) -> ExitCode {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
