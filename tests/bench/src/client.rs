//! Adit as people run it: the helper on a host, and the terminal client beside it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Result, bail};
use lab::{Host, Process, program};

/// A running helper.
#[derive(Debug)]
pub struct Adit {
    process: Process,
    socket: PathBuf,
}

impl Adit {
    /// Starts the helper on `host` and waits until it answers.
    ///
    /// # Errors
    /// It does not start; the message has what it said.
    pub fn start(host: &Host) -> Result<Self> {
        let (socket, state) = (host.directory().join("aditd.sock"), host.directory().join("state"));
        let process = lab::start_helper(host, &socket, &state, &[])?;
        Ok(Self { process, socket })
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// What it logged.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.output()
    }

    /// Connects and waits until the tunnel is up.
    ///
    /// # Errors
    /// It does not come up; the message has the log.
    pub fn connect(&self, profile: &Path) -> Result<()> {
        let profile = profile.display().to_string();
        self.control(&["connect", &profile, "--wait", "--timeout", "30"])
    }

    /// Takes the tunnel down.
    ///
    /// # Errors
    /// It does not go; the message has the log.
    pub fn disconnect(&self) -> Result<()> {
        self.control(&["disconnect", "--all"])
    }

    fn control(&self, arguments: &[&str]) -> Result<()> {
        let mut command = Command::new(program("aditctl")?);
        let output = command.arg("--socket").arg(&self.socket).args(arguments).stdin(Stdio::null()).output()?;
        if !output.status.success() {
            let said = [output.stdout, output.stderr].concat();
            bail!("aditctl {arguments:?}: {}\n{}", String::from_utf8_lossy(&said), self.log());
        }
        Ok(())
    }
}
