//! `adit-nm-auth-dialog`: tells the desktop's agent what to ask for a connection of Adit.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use nm_plugin::{arguments, dialog};
use zeroizing_alloc::ZeroAlloc;

/// Passwords that the agent keeps pass through. Their copies are wiped when they are freed.
#[global_allocator]
static WIPING: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let said =
        arguments::read_dialog(std::env::args_os().skip(1)).map_err(|error| error.to_string()).and_then(|wanted| {
            let details = dialog::Details::read(io::stdin().lock()).map_err(|error| error.to_string())?;
            let label = |id: &str| match id {
                "agent-title" => i18n::text(id, &[("name", i18n::Value::from(wanted.name.clone()))]),
                id => i18n::text(id, &[]),
            };
            let asked = dialog::ask(&wanted, &details, label);
            io::stdout().write_all(asked.as_bytes()).map_err(|error| error.to_string())
        });
    match said {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "adit-nm-auth-dialog: {error}");
            ExitCode::FAILURE
        }
    }
}
