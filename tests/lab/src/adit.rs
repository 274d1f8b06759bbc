//! Adit's own programs, as they were built.

use std::{
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
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

/// A running helper, in two processes as it is installed.
#[derive(Debug)]
pub struct Adit {
    engine: Process,
    broker: Process,
    socket: PathBuf,
}

impl Adit {
    /// Starts the helper on `host` and waits until it answers.
    ///
    /// # Errors
    /// It does not start; the message has what it said.
    pub fn start(host: &Host) -> Result<Self> {
        let (socket, state) = (host.directory().join("aditd.sock"), host.directory().join("state"));
        let netd = host.directory().join("netd.sock");
        let mut command = host.command(program("adit-netd")?);
        command.arg("--socket").arg(&netd).arg("--state-dir").arg(&state);
        let broker = host.start("adit-netd", &mut command)?;
        let to_broker = netd.display().to_string();
        let engine = start_helper(host, &socket, &state, &["--netd", &to_broker])?;
        Ok(Self { engine, broker, socket })
    }

    /// The ids of its processes.
    #[must_use]
    pub fn ids(&self) -> Vec<u32> {
        vec![self.engine.id(), self.broker.id()]
    }

    /// What it logged.
    #[must_use]
    pub fn log(&self) -> String {
        [self.engine.output(), self.broker.output()].join("\n")
    }

    /// Connects and waits until the tunnel is up.
    ///
    /// # Errors
    /// It does not come up; the message has the log.
    pub fn connect(&self, profile: &Path) -> Result<()> {
        let profile = profile.display().to_string();
        self.control(&["connect", &profile, "--wait", "--timeout", "30"]).map(drop)
    }

    /// Takes the tunnel down.
    ///
    /// # Errors
    /// It does not go; the message has the log.
    pub fn disconnect(&self) -> Result<()> {
        self.control(&["disconnect", "--all"]).map(drop)
    }

    /// Runs `aditctl` with these arguments, and gives what it printed.
    ///
    /// # Errors
    /// It failed; the message has the log.
    pub fn control(&self, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(program("aditctl")?);
        command.arg("--socket").arg(&self.socket).args(arguments).env("LC_ALL", "C.UTF-8");
        let output = command.stdin(Stdio::null()).output()?;
        if !output.status.success() {
            let said = [output.stdout, output.stderr].concat();
            bail!("aditctl {arguments:?}: {}\n{}", String::from_utf8_lossy(&said), self.log());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}
