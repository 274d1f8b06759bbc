//! The arguments of `aditd`. The helper is always in memory: a parser that builds help texts and suggestions would be a
//! fortieth of it.

use std::{ffi::OsString, path::PathBuf};

use lexopt::{
    Arg::{Long, Short, Value},
    ValueExt,
};
use tracing_subscriber::filter::{LevelFilter, Targets};

use crate::{access::AccessOptions, policy::PolicyFiles};

/// What `aditd --help` prints.
pub const HELP: &str = "\
The helper of Adit: brings tunnels up and down for the window and the terminal

Usage: aditd [OPTIONS]

Options:
      --socket <PATH>     The socket to listen on
      --state-dir <PATH>  Where the journal of network changes is kept; made if it is missing [default: /var/lib/adit]
      --netd <PATH>       The socket of the broker, adit-netd, which changes the network for this process. Without it this
                          process does so itself and needs the rights for that; with it, it gives up all rights
      --allow <WHO>       Who may use tunnels, besides root and the user that this runs as: session (who sits at the machine, by
                          polkit; else the group adit), group, everyone, administrators [default: as /etc/adit/access.conf
                          says, else session]
      --allow-uid <UID>   This user, too
      --policy <PATH>     What the organisation has settled [default: /etc/adit/policy.toml]
      --applied-policy <PATH>
                          What root made of it [default: /run/adit-policy/policy.json]
      --log <LEVEL>       What is written to standard error: error, warn, info, debug, trace, or a list of target=level
                          [default: info]
  -h, --help              Print this
  -V, --version           Print the version
";

/// What the helper is asked for.
#[derive(Debug)]
pub enum Command {
    /// Serve.
    Run(Box<Arguments>),
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
    /// Where the journal of network changes is kept.
    pub state_dir: PathBuf,
    /// The socket of the broker.
    pub netd: Option<PathBuf>,
    /// Who may use tunnels.
    pub access: AccessOptions,
    /// What the organisation has settled.
    pub policy: PolicyFiles,
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
        socket: vpn_ipc::default_socket(),
        state_dir: PathBuf::from("/var/lib/adit"),
        netd: None,
        access: AccessOptions::default(),
        policy: PolicyFiles::default(),
        log: Targets::new().with_default(LevelFilter::INFO),
    };
    let mut asked = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("socket") => read.socket = parser.value()?.into(),
            Long("state-dir") => read.state_dir = parser.value()?.into(),
            Long("netd") => read.netd = Some(parser.value()?.into()),
            Long("allow") => read.access.allow = Some(parser.value()?.parse()?),
            Long("allow-uid") => read.access.uids.push(parser.value()?.parse()?),
            Long("policy") => read.policy.source = parser.value()?.into(),
            Long("applied-policy") => read.policy.applied = parser.value()?.into(),
            Long("log") => read.log = parser.value()?.parse()?,
            Long("help") | Short('h') => asked = Some(Command::Help),
            Long("version") | Short('V') => asked = Some(Command::Version),
            other @ (Long(_) | Short(_) | Value(_)) => return Err(other.unexpected()),
        }
    }
    Ok(asked.unwrap_or_else(|| Command::Run(Box::new(read))))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn arguments(words: &[&str]) -> Result<Command, String> {
        read(words.iter().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn without_arguments_the_defaults_count() {
        let Ok(Command::Run(read)) = arguments(&[]) else { panic!("no defaults") };
        assert_eq!(
            (read.socket.as_path(), read.state_dir.as_path()),
            (&*vpn_ipc::default_socket(), Path::new("/var/lib/adit"))
        );
        assert!(read.log.would_enable("helper", &tracing::Level::INFO));
        assert!(!read.log.would_enable("helper", &tracing::Level::DEBUG));
    }

    #[test]
    fn each_argument_is_taken_in_both_forms() {
        for words in [
            &["--socket", "/run/x", "--state-dir", "/var/x", "--netd", "/run/y", "--log", "netconf=trace"][..],
            &["--socket=/run/x", "--state-dir=/var/x", "--netd=/run/y", "--log=netconf=trace"],
        ] {
            let Ok(Command::Run(read)) = arguments(words) else { panic!("{words:?}") };
            assert_eq!((read.socket.to_str(), read.state_dir.to_str()), (Some("/run/x"), Some("/var/x")));
            assert_eq!(read.netd.as_deref(), Some(Path::new("/run/y")));
            assert!(read.log.would_enable("netconf", &tracing::Level::TRACE));
            assert!(!read.log.would_enable("helper", &tracing::Level::ERROR));
        }
        assert!(matches!(arguments(&["-h"]), Ok(Command::Help)));
        assert!(matches!(arguments(&["--log", "warn", "--version"]), Ok(Command::Version)));
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (words, named) in [
            (&["--sokcet", "/x"][..], "--sokcet"),
            (&["--socket"], "--socket"),
            (&["--log", "netconf=loud"], "netconf=loud"),
            (&["left", "over"], "left"),
            (&["--allow", "nobody"], "nobody"),
            (&["--allow-uid", "alice"], "alice"),
            (&["--help=yes"], "--help"),
        ] {
            let error = arguments(words).unwrap_err();
            assert!(error.contains(named), "{words:?}: {error}");
        }
    }

    #[test]
    fn the_help_names_each_argument() {
        let read = ["--socket", "--state-dir", "--netd", "--allow", "--allow-uid", "--policy", "--applied-policy"];
        for name in read.iter().chain(&["--log", "--help", "--version"]) {
            assert!(HELP.contains(name), "{name}");
        }
    }
}
