//! Answers that are given with a command, and where they are read from. Secrets come from standard input, a file or a file
//! descriptor, never from the arguments or the environment, which other programs of the user can see.

use std::path::Path;

use clap::Args;
use i18n::Value;
use vpn_api::Secret;

use crate::{
    answers::{Answers, DocumentError, Slot},
    exit::{CommandError, Exit},
    output::Output,
    prompts,
};

/// How answers are given, for `--help`.
pub(crate) const ANSWERS_HELP: &str = "\
Answers without a terminal:
  Each flag that ends in -stdin reads one line of standard input, in the order in which the flags stand here.
  --answers reads everything at once: lines NAME=VALUE, or one JSON object with the same names. NAME is
    username, password, passphrase (of the private key), response (to a challenge or a one-time code),
    proxy-username, proxy-password, accept (yes: a text that the server wants accepted),
    field.LABEL (a field of a form that the server shows)
  Each value is used once; a name that stands there several times (in JSON: a list) answers several questions in turn.
  In a systemd service: LoadCredential=answers:/etc/adit/office, and --answers %d/answers";

/// What the user knows.
#[derive(Debug, Default, Args)]
pub(crate) struct GivenArguments {
    /// User name.
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// Read the password from a line of standard input.
    #[arg(long)]
    password_stdin: bool,
    /// Read the private key's passphrase from a line of standard input.
    #[arg(long)]
    passphrase_stdin: bool,
    /// Read the answer to a challenge (a one-time code) from a line of standard input.
    #[arg(long)]
    response_stdin: bool,
    /// User name for a proxy on the way.
    #[arg(long, value_name = "NAME")]
    proxy_username: Option<String>,
    /// Read the password for a proxy on the way from a line of standard input.
    #[arg(long)]
    proxy_password_stdin: bool,
    /// Read all answers from standard input (-), a file, or an open file descriptor.
    #[arg(long, value_name = "-|FILE|fd:N", conflicts_with_all = ["password_stdin", "passphrase_stdin", "response_stdin", "proxy_password_stdin"])]
    answers: Option<String>,
}

impl GivenArguments {
    /// Whether a document is read, which may hold answers to further questions.
    pub(crate) fn has_document(&self) -> bool {
        self.answers.is_some()
    }

    /// The slots that flags name, each with its flag.
    pub(crate) fn flags(&self) -> Vec<(Slot, &'static str)> {
        let named = [
            (self.username.is_some(), Slot::Username),
            (self.password_stdin, Slot::Password),
            (self.passphrase_stdin, Slot::Passphrase),
            (self.response_stdin, Slot::Response),
            (self.proxy_username.is_some(), Slot::ProxyUsername),
            (self.proxy_password_stdin, Slot::ProxyPassword),
        ];
        named.into_iter().filter(|(given, _)| *given).map(|(_, slot)| (slot.clone(), flag(&slot))).collect()
    }

    /// Reads what is given.
    ///
    /// # Errors
    /// It cannot be read, or is no document.
    pub(crate) fn read(&self, output: Output) -> Result<Answers, CommandError> {
        let mut answers = match &self.answers {
            Some(source) => read_document(source, output)?,
            None => Answers::default(),
        };
        for (slot, flag) in self.flags() {
            let value = match slot {
                Slot::Username => self.username.as_deref().map(Secret::from),
                Slot::ProxyUsername => self.proxy_username.as_deref().map(Secret::from),
                Slot::Password | Slot::Passphrase | Slot::Response | Slot::ProxyPassword => {
                    Some(prompts::read_line()?.map(Secret::new).ok_or_else(|| {
                        let said = i18n::text("terminal-input-ended", &[("flag", Value::from(flag))]);
                        CommandError::message(Exit::Usage, said)
                    })?)
                }
                Slot::Accept | Slot::Field(_) => None,
            };
            if let Some(value) = value {
                answers.set(slot, value);
            }
        }
        Ok(answers)
    }
}

/// The flag that gives a slot its value.
pub(crate) fn flag(slot: &Slot) -> &'static str {
    match slot {
        Slot::Username => "--username",
        Slot::Password => "--password-stdin",
        Slot::Passphrase => "--passphrase-stdin",
        Slot::Response => "--response-stdin",
        Slot::ProxyUsername => "--proxy-username",
        Slot::ProxyPassword => "--proxy-password-stdin",
        Slot::Accept => "--accept",
        Slot::Field(_) => "--answers",
    }
}

fn read_document(source: &str, output: Output) -> Result<Answers, CommandError> {
    let shown = [("file", Value::from(source))];
    let text = if source == "-" {
        prompts::read_all()?
    } else {
        // The system's own name for an open descriptor.
        let path = source.strip_prefix("fd:").map_or_else(|| source.to_owned(), |number| format!("/dev/fd/{number}"));
        let read = profiles::read_private(Path::new(&path)).map_err(|error| {
            let said = i18n::message("terminal-answers-unreadable", &shown);
            CommandError::message(Exit::Usage, format!("{said}\n({error})"))
        })?;
        if read.exposed && !is_credential(Path::new(&path)) {
            output.complain(&i18n::message("terminal-file-exposed", &shown).to_string());
        }
        read.text
    };
    Answers::parse(text.expose()).map_err(|error| {
        let (id, line) = match error {
            DocumentError::NoName { line } => ("terminal-answers-no-name", line),
            DocumentError::UnknownName { line: 0 } => ("terminal-answers-unknown-json-name", 0),
            DocumentError::UnknownName { line } => ("terminal-answers-unknown-name", line),
            DocumentError::NotJson => ("terminal-answers-not-json", 0),
            DocumentError::NotText => ("terminal-answers-not-text", 0),
            DocumentError::TooLarge => ("terminal-answers-too-large", 0),
        };
        CommandError::message(Exit::Usage, i18n::message(id, &[("line", Value::from(line.to_string()))]).to_string())
    })
}

/// Whether systemd put the file there: only the service can enter the folder, whatever the file's own rights say (systemd.exec(5),
/// `LoadCredential=`).
fn is_credential(path: &Path) -> bool {
    std::env::var_os("CREDENTIALS_DIRECTORY").is_some_and(|folder| !folder.is_empty() && path.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_gives_its_own_slot() {
        let all = GivenArguments {
            username: Some("alice".to_owned()),
            password_stdin: true,
            passphrase_stdin: true,
            response_stdin: true,
            proxy_username: Some("p".to_owned()),
            proxy_password_stdin: true,
            answers: None,
        };
        let flags = all.flags();
        assert_eq!(flags.len(), 6);
        for (slot, name) in flags {
            assert_eq!(flag(&slot), name);
        }
        assert_eq!(GivenArguments::default().flags(), []);
    }
}
