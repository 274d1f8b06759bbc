//! The arguments of `adit-netd`.

use std::{ffi::OsString, path::PathBuf};

use lexopt::{
    Arg::{Long, Short, Value},
    ValueExt,
};
use tracing_subscriber::filter::{LevelFilter, Targets};

use crate::users;

/// What `adit-netd --help` prints.
pub const HELP: &str = "\
The broker of Adit: changes the machine's network for the engine, aditd

Usage: adit-netd [OPTIONS]

Options:
      --socket <PATH>     The socket that the engine connects to, unless systemd gives one
                          [default: /run/adit-netd/netd.sock]
      --engine <USER>     The user that the engine runs as, a name or a number [default: the user of this process; root
                          is served always]
      --state-dir <PATH>  Where journals and what is wanted are kept; made if it is missing [default: /var/lib/adit]
      --block             Hold traffic back if that is wanted, and end: for the start of the machine
      --undo              Take back what belongs to no connection that is wanted, and end
      --log <LEVEL>       What is written to standard error: error, warn, info, debug, trace, or a list of target=level
                          [default: info]
  -h, --help              Print this
  -V, --version           Print the version
";

/// What the broker is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Serve.
    Run,
    /// Take back what is not wanted.
    Undo,
    /// Hold traffic back, if that is wanted.
    Block,
    /// Print [`HELP`].
    Help,
    /// Print the version.
    Version,
}

/// How it is asked.
#[derive(Debug)]
pub struct Arguments {
    /// What for.
    pub command: Command,
    /// The socket to listen on, unless systemd gives one.
    pub socket: PathBuf,
    /// The user that the engine runs as, besides root and the user of this process.
    pub engine: Option<u32>,
    /// Where journals and what is wanted are kept.
    pub state_dir: PathBuf,
    /// What is written to standard error.
    pub log: Targets,
}

/// Reads the arguments behind the program's name.
///
/// # Errors
/// An argument is not known, lacks its value, or its value cannot be used; the text names it.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut read = Arguments {
        command: Command::Run,
        socket: PathBuf::from("/run/adit-netd/netd.sock"),
        engine: None,
        state_dir: PathBuf::from("/var/lib/adit"),
        log: Targets::new().with_default(LevelFilter::INFO),
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("socket") => read.socket = parser.value()?.into(),
            Long("engine") => read.engine = Some(parser.value()?.parse_with(users::number)?),
            Long("state-dir") => read.state_dir = parser.value()?.into(),
            Long("undo") => read.command = Command::Undo,
            Long("block") => read.command = Command::Block,
            Long("log") => read.log = parser.value()?.parse()?,
            Long("help") | Short('h') => return Ok(Arguments { command: Command::Help, ..read }),
            Long("version") | Short('V') => return Ok(Arguments { command: Command::Version, ..read }),
            other @ (Long(_) | Short(_) | Value(_)) => return Err(other.unexpected()),
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &[&str]) -> Result<Arguments, String> {
        read(words.iter().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn each_argument_is_taken_and_named_in_the_help() {
        let words = ["--socket=/run/x", "--engine", "65534", "--state-dir=/var/x", "--log", "netconf=trace"];
        let read = arguments(&words).unwrap();
        assert_eq!((read.command, read.socket.to_str(), read.engine), (Command::Run, Some("/run/x"), Some(65534)));
        assert_eq!(read.state_dir.to_str(), Some("/var/x"));
        for (words, command) in [
            (&["--undo"][..], Command::Undo),
            (&["--block"], Command::Block),
            (&["--undo", "-h"], Command::Help),
            (&["-V"], Command::Version),
        ] {
            assert_eq!(arguments(words).unwrap().command, command, "{words:?}");
        }
        for name in ["--socket", "--engine", "--state-dir", "--block", "--undo", "--log", "--help", "--version"] {
            assert!(HELP.contains(name), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (words, named) in [
            (&["--engine", "nobody-of-this-name"][..], "nobody-of-this-name"),
            (&["--sokcet", "/x"], "--sokcet"),
            (&["left"], "left"),
        ] {
            let error = arguments(words).unwrap_err();
            assert!(error.contains(named), "{words:?}: {error}");
        }
    }
}
