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
      --open              Let everything out and undo everything, whatever is wanted, and end
      --undo              Take back what belongs to no connection that is wanted, and end
      --log <LEVEL>       What is written to standard error: error, warn, info, debug, trace, or a list of target=level
                          [default: info]
  -h, --help              Print this
  -V, --version           Print the version
";

/// What the broker is asked for.
#[derive(Debug)]
pub enum Command {
    /// Serve.
    Run(Box<Arguments>),
    /// Take back what is not wanted.
    Undo(Box<Arguments>),
    /// Hold traffic back, if that is wanted.
    Block(Box<Arguments>),
    /// Let everything out.
    Open(Box<Arguments>),
    /// Print [`HELP`].
    Help,
    /// Print the version.
    Version,
}

/// How to serve.
#[derive(Debug)]
pub struct Arguments {
    /// The socket to listen on.
    pub socket: PathBuf,
    /// The user that the engine runs as.
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
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut read = Arguments {
        socket: PathBuf::from("/run/adit-netd/netd.sock"),
        engine: None,
        state_dir: PathBuf::from("/var/lib/adit"),
        log: Targets::new().with_default(LevelFilter::INFO),
    };
    let (mut asked, mut command): (_, fn(Box<Arguments>) -> Command) = (None, Command::Run);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("socket") => read.socket = parser.value()?.into(),
            Long("engine") => read.engine = Some(parser.value()?.parse_with(users::number)?),
            Long("state-dir") => read.state_dir = parser.value()?.into(),
            Long("undo") => command = Command::Undo,
            Long("block") => command = Command::Block,
            Long("open") => command = Command::Open,
            Long("log") => read.log = parser.value()?.parse()?,
            Long("help") | Short('h') => asked = Some(Command::Help),
            Long("version") | Short('V') => asked = Some(Command::Version),
            other @ (Long(_) | Short(_) | Value(_)) => return Err(other.unexpected()),
        }
    }
    Ok(asked.unwrap_or_else(|| command(Box::new(read))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &[&str]) -> Result<Command, String> {
        read(words.iter().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn each_argument_is_taken_and_named_in_the_help() {
        let words = ["--socket=/run/x", "--engine", "65534", "--state-dir=/var/x", "--log", "netconf=trace"];
        let Ok(Command::Run(read)) = arguments(&words) else { panic!("{words:?}") };
        assert_eq!((read.socket.to_str(), read.engine), (Some("/run/x"), Some(65534)));
        assert_eq!(read.state_dir.to_str(), Some("/var/x"));
        assert!(matches!(arguments(&["--undo"]), Ok(Command::Undo(_))));
        assert!(matches!(arguments(&["--block"]), Ok(Command::Block(_))));
        assert!(matches!(arguments(&["--open"]), Ok(Command::Open(_))));
        assert!(matches!(arguments(&["--undo", "-h"]), Ok(Command::Help)));
        assert!(matches!(arguments(&["-V"]), Ok(Command::Version)));
        for name in
            ["--socket", "--engine", "--state-dir", "--block", "--open", "--undo", "--log", "--help", "--version"]
        {
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
