//! `adit-nm-service`: Adit as a VPN of NetworkManager, in the foreground.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use nm_plugin::{
    Options,
    arguments::{self, Command},
    bus::{self, Bus},
    mirror,
};
use ovpn_profile::OpenVpn;
use profile_api::Formats;
use zeroizing_alloc::ZeroAlloc;

/// NetworkManager hands over passwords and keys. Their copies are wiped when they are freed.
#[global_allocator]
static WIPING: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let arguments = match arguments::read(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = write!(io::stderr(), "adit-nm-service: {error}\n\n{}", arguments::HELP);
            return ExitCode::from(2);
        }
    };
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).with_max_level(tracing::Level::INFO).init();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "cannot start");
            return ExitCode::FAILURE;
        }
    };
    let result: anyhow::Result<()> = runtime.block_on(async {
        match arguments.command {
            Command::Run => {
                let options = Options { socket: arguments.socket, bus: Bus::System };
                nm_plugin::serve(&options, Formats::new(OpenVpn)).await?;
            }
            Command::HandOver(name) => bus::hand_over(&Bus::System, &name).await?,
            Command::SwitchOn(key) => mirror::switch_on(&Bus::System.connect().await?, &key).await?,
            Command::Help => io::stdout().write_all(arguments::HELP.as_bytes())?,
            Command::Version => writeln!(io::stdout(), "adit-nm-service {}", env!("CARGO_PKG_VERSION"))?,
        }
        Ok(())
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
