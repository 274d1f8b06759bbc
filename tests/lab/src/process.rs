//! Children that end with their maker.

use std::{
    fs::File,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process, set_parent_process_death_signal};

/// A running child whose output goes to a file. It is ended when this value is dropped, and killed by the kernel should the
/// thread that started it die first.
#[derive(Debug)]
pub struct Process {
    child: Child,
    name: String,
    output: PathBuf,
}

impl Process {
    /// Starts `command` with both outputs in the file `output`.
    ///
    /// # Errors
    /// The program is missing, or the file cannot be written.
    pub fn start(command: &mut Command, output: &Path) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let file = File::create(output).with_context(|| format!("create {}", output.display()))?;
        die_with_parent(command).stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        let child = command.spawn().with_context(|| format!("start {command:?}"))?;
        Ok(Self { child, name, output: output.to_owned() })
    }

    /// Process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote until here.
    #[must_use]
    pub fn output(&self) -> String {
        std::fs::read(&self.output).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// Waits until the output has `text`.
    ///
    /// # Errors
    /// The process ended, or `limit` passed; the message has the end of the output.
    pub fn wait_for_output(&mut self, text: &str, limit: Duration) -> Result<()> {
        let deadline = Instant::now() + limit;
        loop {
            let output = self.output();
            if output.contains(text) {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("{} ended with {status} before it said {text:?}:\n{}", self.name, tail(&output));
            }
            if Instant::now() > deadline {
                bail!("{} did not say {text:?} within {limit:?}:\n{}", self.name, tail(&output));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Sends a signal.
    ///
    /// # Errors
    /// The process is gone.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).context("process id")?;
        Ok(kill_process(pid, signal)?)
    }

    /// How it ended, if it has.
    ///
    /// # Errors
    /// The system cannot tell.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Waits until it has ended.
    ///
    /// # Errors
    /// `limit` passed.
    pub fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if Instant::now() > deadline {
                bail!("{} is still running after {limit:?}:\n{}", self.name, tail(&self.output()));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asks it to end, waits, and kills it if it does not within five seconds.
    pub fn stop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        let _ = self.signal(Signal::TERM);
        if self.wait(Duration::from_secs(5)).is_err() {
            self.kill();
        }
    }

    /// Ends it without asking.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Lets the kernel kill the child when the thread that started it ends.
pub(crate) fn die_with_parent(command: &mut Command) -> &mut Command {
    // SAFETY: the closure makes one async-signal-safe system call between fork and exec.
    unsafe { command.pre_exec(|| Ok(set_parent_process_death_signal(Some(Signal::KILL))?)) }
}

/// Asks `condition` every 50 ms until it holds.
///
/// # Errors
/// `limit` passed; the message names `what`.
pub fn wait_until(what: &str, limit: Duration, mut condition: impl FnMut() -> bool) -> Result<()> {
    let deadline = Instant::now() + limit;
    while !condition() {
        if Instant::now() > deadline {
            bail!("{what}: not within {limit:?}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn tail(text: &str) -> &str {
    let start = text.len().saturating_sub(3000);
    text.get(start..).unwrap_or(text)
}
