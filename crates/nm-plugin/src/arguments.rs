//! The arguments of `adit-nm-service` and `adit-nm-auth-dialog`.

use std::{ffi::OsString, path::PathBuf};

use lexopt::{
    Arg::{Long, Short, Value},
    ValueExt,
};

use vpn_api::{ConnectionId, Owner};

use crate::{dialog::Wanted, standing::Key};

/// What `adit-nm-service --help` prints.
pub const HELP: &str = "\
Adit's connections as VPNs of NetworkManager

Usage: adit-nm-service [OPTIONS]

Options:
      --socket <PATH>    The helper's socket [default: /run/adit/aditd.sock]
      --switch-on <USER:ID>
                         Switch this connection on in NetworkManager, and end: the user's number and the id in Adit
      --bus-name <NAME>  Have the service be there under this name, and end: what NetworkManager asks for
  -h, --help             Print this
  -V, --version          Print the version
";

/// What the service is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Serve.
    Run,
    /// Tell the service that NetworkManager awaits this name.
    HandOver(String),
    /// Switch a connection on in NetworkManager.
    SwitchOn(Key),
    /// Print [`HELP`].
    Help,
    /// Print the version.
    Version,
}

/// How it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// What for.
    pub command: Command,
    /// The helper's socket.
    pub socket: PathBuf,
}

/// Reads the arguments behind the program's name.
///
/// # Errors
/// An argument is not known or lacks its value; the text names it.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut read = Arguments { command: Command::Run, socket: vpn_ipc::default_socket() };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("socket") => read.socket = parser.value()?.into(),
            Long("bus-name") => read.command = Command::HandOver(parser.value()?.string()?),
            Long("switch-on") => read.command = Command::SwitchOn(parser.value()?.parse_with(key)?),
            Short('h') | Long("help") => read.command = Command::Help,
            Short('V') | Long("version") => read.command = Command::Version,
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    Ok(read)
}

/// Reads what the desktop's agent gives its dialog.
///
/// # Errors
/// An argument lacks its value, or the dialog is to draw a window itself.
pub fn read_dialog(arguments: impl IntoIterator<Item = OsString>) -> Result<Wanted, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut wanted, mut external) = (Wanted::default(), false);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('n') | Long("name") => wanted.name = parser.value()?.string()?,
            Short('t') | Long("hint") => wanted.hints.push(parser.value()?.string()?),
            Short('u') | Long("uuid") | Short('s') | Long("service") => drop(parser.value()?),
            Short('i') | Long("allow-interaction") => wanted.interactive = true,
            Short('r') | Long("reprompt") => wanted.again = true,
            Long("external-ui-mode") => external = true,
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    if external { Ok(wanted) } else { Err("it draws no window: --external-ui-mode".into()) }
}

fn key(text: &str) -> Result<Key, String> {
    let (uid, id) = text.split_once(':').ok_or("a user and an id")?;
    let uid = uid.parse().map_err(|_| "the user is a number")?;
    Ok((Owner::Uid(uid), ConnectionId::try_from(id.to_owned()).map_err(|error| error.to_string())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networkmanagers_argument_is_a_name_to_hand_over() {
        let read = |words: &[&str]| super::read(words.iter().map(OsString::from));
        assert_eq!(read(&["--bus-name", "a.b"]).unwrap().command, Command::HandOver("a.b".to_owned()));
        let work = ConnectionId::try_from("work".to_owned()).unwrap();
        let switched = Command::SwitchOn((Owner::Uid(1000), work));
        assert_eq!(read(&["--switch-on", "1000:work"]).unwrap().command, switched);
        assert!(read(&["--switch-on", "alice:work"]).is_err() && read(&["--switch-on", "1000:../x"]).is_err());
        assert_eq!(read(&[]).unwrap().command, Command::Run);
        assert_eq!(read(&["--socket", "/x"]).unwrap().socket, PathBuf::from("/x"));
        assert!(read(&["--bus-name"]).is_err() && read(&["x"]).is_err() && read(&["--more"]).is_err());
    }

    #[test]
    fn an_agents_arguments_are_what_it_wants() {
        let read = |words: &[&str]| read_dialog(words.iter().map(OsString::from));
        let words =
            ["-u", "5fb0", "-n", "Work", "-s", "a.b", "-i", "-r", "-t", "password", "--hint", "x-vpn-message:Hi"];
        let wanted = read(&[&words[..], &["--external-ui-mode"]].concat()).unwrap();
        let hints = vec!["password".to_owned(), "x-vpn-message:Hi".to_owned()];
        assert_eq!(wanted, Wanted { name: "Work".to_owned(), hints, interactive: true, again: true });
        assert!(read(&words).is_err() && read(&["--external-ui-mode", "-n"]).is_err());
        assert_eq!(read(&["--external-ui-mode"]).unwrap(), Wanted::default());
    }
}
