//! Adit's own programs, as they were built.

use std::{
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{Host, Process, wait_until};

/// A program of Adit, next to the running test's or benchmark's own build.
///
/// # Errors
/// It was not built.
pub fn program(name: &str) -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let found = here.ancestors().skip(1).map(|directory| directory.join(name)).find(|path| path.is_file());
    found.with_context(|| format!("{name} is not built: cargo build --workspace --bins"))
}

/// Starts the helper on `host` with this socket, this state directory and these further arguments, and waits until it answers.
///
/// # Errors
/// It does not start; the message has what it said.
pub fn start_helper(host: &Host, socket: &Path, state: &Path, more: &[&str]) -> Result<Process> {
    let mut command = host.command(program("aditd")?);
    command.arg("--socket").arg(socket).arg("--state-dir").arg(state).args(["--allow", "everyone"]).args(more);
    let mut process = host.start("aditd", &mut command)?;
    let answers = || UnixStream::connect(socket).is_ok();
    if wait_until("the helper's socket", Duration::from_secs(10), answers).is_err() {
        bail!("the helper does not answer ({:?}):\n{}", process.ended()?, process.output());
    }
    Ok(process)
}
