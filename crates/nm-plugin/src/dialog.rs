//! What the desktop's agent starts to learn what to ask (`auth-dialog` in the `.name` file): GNOME's shell and `nmcli --ask`. It draws
//! nothing: with `--external-ui-mode` it says in a key file what is wanted, and the agent asks. As those agents read it:
//!
//! * standard input: `DATA_KEY=name`, `DATA_VAL=value`, the same with `SECRET_`, and `DONE` (`nm_vpn_service_plugin_read_vpn_details` in
//!   libnm's documentation); a line that begins with `=` goes on with the value before it;
//! * `--hint NAME` for each secret that [`crate::activation`] asks for; a hint `x-vpn-message:TEXT` is the question in words;
//! * standard output: a group for the whole, then one for each secret, with its value if it is known.

use std::{fmt::Write as _, io::BufRead};

use crate::questions::{ACCEPT, Given, PASSPHRASE, PASSWORD, PROXY_PASSWORD, PROXY_USERNAME, RESPONSE, USERNAME};

/// Most bytes of the connection's details that are read.
const MAX_DETAILS: u64 = 1 << 20;
/// A hint that is the question in words.
const MESSAGE: &str = "x-vpn-message:";

/// What can be asked, in this order: its name, whether it is shown while it is typed, and the id of its label.
const ASKED: [(&str, bool, &str); 7] = [
    (USERNAME, true, "agent-username"),
    (PASSWORD, false, "agent-password"),
    (PASSPHRASE, false, "agent-passphrase"),
    (RESPONSE, false, "agent-response"),
    (ACCEPT, true, "agent-accept"),
    (PROXY_USERNAME, true, "agent-proxy-username"),
    (PROXY_PASSWORD, false, "agent-proxy-password"),
];

/// What the agent wants to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The connection's name for people.
    pub name: String,
    /// Names of secrets, and the question.
    pub hints: Vec<String>,
    /// Whether somebody can be asked.
    pub interactive: bool,
    /// What is known was wrong.
    pub again: bool,
}

/// What the agent knows of the connection.
#[derive(Default, PartialEq, Eq)]
pub struct Details {
    data: Given,
    secrets: Given,
}

impl Details {
    /// Reads what the agent writes, to `DONE` or the end.
    ///
    /// # Errors
    /// It cannot be read, or is no text.
    pub fn read(input: impl BufRead) -> std::io::Result<Self> {
        let mut details = Self::default();
        let (mut key, mut last): (String, Option<(bool, String)>) = (String::new(), None);
        for line in input.take(MAX_DETAILS).lines() {
            let line = line?;
            if line == "DONE" {
                break;
            }
            if let Some(more) = line.strip_prefix('=') {
                if let Some(value) = last.as_ref().and_then(|(secret, name)| details.of(*secret).get_mut(name)) {
                    value.push('\n');
                    value.push_str(more);
                }
                continue;
            }
            last = None;
            let (word, value) = line.split_once('=').unwrap_or((&line, ""));
            match word {
                "DATA_KEY" | "SECRET_KEY" => key = value.to_owned(),
                "DATA_VAL" | "SECRET_VAL" => {
                    let (secret, name) = (word == "SECRET_VAL", std::mem::take(&mut key));
                    details.of(secret).insert(name.clone(), value.to_owned());
                    last = Some((secret, name));
                }
                _ => {}
            }
        }
        Ok(details)
    }

    fn of(&mut self, secret: bool) -> &mut Given {
        if secret { &mut self.secrets } else { &mut self.data }
    }

    fn known(&self, name: &str) -> Option<&str> {
        self.secrets.get(name).or_else(|| self.data.get(name)).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// What to ask, as the agent reads it. `label` gives the words for an id.
#[must_use]
pub fn ask(wanted: &Wanted, details: &Details, label: impl Fn(&str) -> String) -> String {
    let message = wanted.hints.iter().find_map(|hint| hint.strip_prefix(MESSAGE));
    let named = |name: &str| wanted.hints.iter().any(|hint| hint == name);
    let hinted = ASKED.iter().any(|(name, ..)| named(name));
    let mut out = String::new();
    group(
        &mut out,
        "VPN Plugin UI",
        &[("Version", "2"), ("Title", &label("agent-title")), ("Description", message.unwrap_or_default())],
    );
    for (name, shown, id) in ASKED {
        // Without hints, the agent only asks whether something is kept, or for what most profiles want.
        let asked = if hinted { named(name) } else { wanted.again && name == PASSWORD };
        let known = details.known(name);
        if !asked && (hinted || known.is_none()) {
            continue;
        }
        let should_ask = wanted.interactive && asked && (wanted.again || hinted || known.is_none());
        group(
            &mut out,
            name,
            &[
                ("Value", known.unwrap_or_default()),
                ("Label", &label(id)),
                ("IsSecret", if shown { "false" } else { "true" }),
                ("ShouldAsk", if should_ask { "true" } else { "false" }),
            ],
        );
    }
    out
}

/// A group of a key file (GLib's GKeyFile).
fn group(out: &mut String, name: &str, entries: &[(&str, &str)]) {
    let _infallible = writeln!(out, "[{name}]");
    for (key, value) in entries {
        let _infallible = writeln!(out, "{key}={}", escaped(value));
    }
    out.push('\n');
}

/// A value as GKeyFile reads it back.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for (at, letter) in value.char_indices() {
        match letter {
            ' ' if at == 0 => out.push_str("\\s"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests;
