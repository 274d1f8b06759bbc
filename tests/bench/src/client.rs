//! Adit as people run it: broker and engine on a host, and the terminal client beside them.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Result, bail};
use lab::{Host, Process, program};

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
        let engine = lab::start_helper(host, &socket, &state, &["--netd", &to_broker])?;
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
