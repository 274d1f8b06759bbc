//! The helper and the terminal client as processes.

use std::{
    io::Write,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use lab::{Host, Process, program, wait_until};
use serde_json::Value;

/// A running helper.
#[derive(Debug)]
pub struct Helper {
    process: Process,
    socket: PathBuf,
    state: PathBuf,
}

/// What came of a command in the terminal.
#[derive(Debug)]
pub struct Outcome {
    /// Exit code; -1 when ended by a signal.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Helper {
    /// Starts the helper on `host` and waits until it answers.
    ///
    /// # Errors
    /// It does not start; the message has what it said.
    pub fn start(host: &Host) -> Result<Self> {
        Self::start_at(host, &host.directory().join("aditd.sock"), &host.directory().join("state"))
    }

    /// Starts the helper on `host` with this socket and this state directory.
    ///
    /// # Errors
    /// It does not start; the message has what it said.
    pub fn start_at(host: &Host, socket: &Path, state: &Path) -> Result<Self> {
        let process = lab::start_helper(host, socket, state, &["--log", "debug"])?;
        Ok(Self { process, socket: socket.to_owned(), state: state.to_owned() })
    }

    /// Ends it, and starts it again where it was, with the policy `policy.toml` of this folder, which `aditctl policy apply` is given too.
    ///
    /// # Errors
    /// It does not come back.
    pub fn restart_with_policy(&mut self, host: &Host, folder: &Path) -> Result<()> {
        self.process.kill();
        let (policy, applied) = (folder.join("policy.toml"), folder.join("applied/policy.json"));
        let paths = [policy.to_string_lossy(), applied.to_string_lossy()];
        let more = ["--log", "debug", "--policy", &paths[0], "--applied-policy", &paths[1]];
        self.process = lab::start_helper(host, &self.socket, &self.state, &more)?;
        Ok(())
    }

    /// Its socket.
    #[must_use]
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Its state directory.
    #[must_use]
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// Its process.
    pub fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    /// Ends it without asking, and starts it again where it was.
    ///
    /// # Errors
    /// It does not come back.
    pub fn restart(&mut self, host: &Host) -> Result<()> {
        self.process.kill();
        *self = Self::start_at(host, &self.socket.clone(), &self.state.clone())?;
        Ok(())
    }

    /// What it logged.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.output()
    }

    /// Runs `aditctl` with these arguments to its end.
    ///
    /// # Errors
    /// It is not built.
    pub fn ctl(&self, arguments: &[&str]) -> Result<Outcome> {
        self.ctl_with_input(arguments, "")
    }

    /// Runs `aditctl` with these arguments and this standard input to its end.
    ///
    /// # Errors
    /// It is not built.
    pub fn ctl_with_input(&self, arguments: &[&str], input: &str) -> Result<Outcome> {
        let mut command = Command::new(program("aditctl")?);
        command.arg("--socket").arg(&self.socket).args(arguments).env("LC_ALL", "C.UTF-8");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        // A client that never reads its input closes it early; that is its right.
        let _ = child.stdin.take().context("input")?.write_all(input.as_bytes());
        Ok(child.wait_with_output()?.into())
    }

    /// Runs `aditctl` as another user of this machine, who needs to reach the socket: see [`Helper::admit_everyone`].
    ///
    /// # Errors
    /// Not root, or it is not built.
    pub fn ctl_as(&self, uid: u32, arguments: &[&str]) -> Result<Outcome> {
        // The build may lie where others cannot look.
        let copy = self.directory()?.join("aditctl");
        if !copy.exists() {
            std::fs::copy(program("aditctl")?, &copy)?;
        }
        let mut command = Command::new(copy);
        command.arg("--socket").arg(&self.socket).args(arguments).current_dir("/").uid(uid).gid(uid);
        Ok(command.stdin(Stdio::null()).output()?.into())
    }

    /// Opens the directory of the socket for every user, as an installed helper's is.
    ///
    /// # Errors
    /// The directory is gone.
    pub fn admit_everyone(&self) -> Result<()> {
        Ok(std::fs::set_permissions(self.directory()?, std::fs::Permissions::from_mode(0o755))?)
    }

    fn directory(&self) -> Result<&Path> {
        self.socket.parent().context("the socket's directory")
    }

    /// All connections as `aditctl --json status` prints them.
    ///
    /// # Errors
    /// The helper does not answer.
    pub fn status(&self) -> Result<Vec<Value>> {
        let outcome = self.ctl(&["--json", "status"])?;
        if outcome.code != 0 {
            bail!("status: {outcome:?}");
        }
        let value: Value = serde_json::from_str(&outcome.stdout).context(outcome.stdout)?;
        Ok(value.as_array().cloned().unwrap_or_default())
    }

    /// The `state` word of the only connection, or `none`.
    ///
    /// # Errors
    /// The helper does not answer.
    pub fn state_word(&self) -> Result<String> {
        let connections = self.status()?;
        let word = connections.first().and_then(|one| one.pointer("/state/state")).and_then(Value::as_str);
        Ok(word.unwrap_or("none").to_owned())
    }

    /// Waits until no connection is up or on its way.
    ///
    /// # Errors
    /// `limit` passed; the message has the helper's log.
    pub fn wait_until_idle(&self, limit: Duration) -> Result<()> {
        let ended = |one: &Value| one.pointer("/state/state").is_some_and(|state| state == "disconnected");
        let idle = wait_until("all disconnected", limit, || self.status().is_ok_and(|all| all.iter().all(ended)));
        idle.with_context(|| format!("status: {:?}\nlog:\n{}", self.status(), self.log()))
    }

    /// Waits until the only connection is in this state.
    ///
    /// # Errors
    /// `limit` passed; the message has the helper's log.
    pub fn wait_for_state(&self, word: &str, limit: Duration) -> Result<()> {
        let reached = wait_until(word, limit, || self.state_word().is_ok_and(|state| state == word));
        reached.with_context(|| format!("status: {:?}\nlog:\n{}", self.status(), self.log()))
    }
}
