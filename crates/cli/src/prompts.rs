//! What a connection asks, asked at the terminal: one question after the other.

use std::io::{BufRead, IsTerminal, Read, Write};

use vpn_api::{
    Answer, Prompt, Secret,
    prompt::{Challenge, Field, FieldKind, FieldOption, FieldValue, Form, FormAnswer},
};

use crate::{
    exit::{CommandError, Exit},
    output::said,
};

/// Longest line that is read, in bytes: more than any password or one-time code.
const MAX_LINE: u64 = 4096;
/// How often an answer that does not fit is asked for again: somebody who leans on a key ends as well.
const MAX_TRIES: usize = 5;

/// Where questions are shown and answers typed.
pub(crate) trait Terminal {
    /// Shows a text, in lines.
    fn show(&mut self, text: &str);
    /// Asks for a line that is shown while it is typed.
    ///
    /// # Errors
    /// Nothing can be read.
    fn ask(&mut self, question: &str) -> Result<String, CommandError>;
    /// Asks for a line that is not shown.
    ///
    /// # Errors
    /// Nothing can be read.
    fn ask_hidden(&mut self, question: &str) -> Result<Secret, CommandError>;
}

/// The terminal that `aditctl` runs in. Questions go to standard error: standard output is for what was asked for.
pub(crate) struct OwnTerminal;

impl Terminal for OwnTerminal {
    fn show(&mut self, text: &str) {
        // A text that cannot be shown is no reason not to ask.
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    fn ask(&mut self, question: &str) -> Result<String, CommandError> {
        let mut error = std::io::stderr().lock();
        // A question that cannot be shown is still asked: the answer is read from standard input all the same.
        let _ = write!(error, "{question}").and_then(|()| error.flush());
        read_line()?.ok_or_else(|| CommandError::message(Exit::Cancelled, said("aditctl-cancelled", &[])))
    }

    fn ask_hidden(&mut self, question: &str) -> Result<Secret, CommandError> {
        let typed = rpassword::prompt_password(question)
            .map_err(|error| CommandError::message(Exit::SignIn, error.to_string()))?;
        Ok(Secret::new(typed))
    }
}

/// Whether somebody can be asked.
pub(crate) fn is_interactive() -> bool {
    std::io::stdin().is_terminal()
}

/// A line of standard input without its end. `None`: there is none any more.
///
/// # Errors
/// It cannot be read, or is longer than [`MAX_LINE`].
pub(crate) fn read_line() -> Result<Option<String>, CommandError> {
    let mut line = String::new();
    let mut input = std::io::stdin().lock().take(MAX_LINE);
    if input.read_line(&mut line).map_err(|error| unreadable(&error))? == 0 {
        return Ok(None);
    }
    if !line.ends_with('\n') && input.limit() == 0 {
        return Err(unreadable(&std::io::ErrorKind::FileTooLarge.into()));
    }
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(Some(line))
}

/// All of standard input.
///
/// # Errors
/// It cannot be read, is longer than answers are, or is no text.
pub(crate) fn read_all() -> Result<Secret, CommandError> {
    let limit = u64::try_from(profiles::MAX_PRIVATE_LEN).unwrap_or(u64::MAX);
    let mut text = String::with_capacity(profiles::MAX_PRIVATE_LEN);
    let mut input = std::io::stdin().lock().take(limit.saturating_add(1));
    input.read_to_string(&mut text).map_err(|error| unreadable(&error))?;
    let text = Secret::new(text);
    if text.expose().len() > profiles::MAX_PRIVATE_LEN {
        return Err(unreadable(&std::io::ErrorKind::FileTooLarge.into()));
    }
    Ok(text)
}

/// A question as it is printed before what is typed.
fn asked(id: &str, values: &[(&str, &str)]) -> String {
    format!("{} ", said(&format!("aditctl-ask-{id}"), values))
}

fn unreadable(error: &std::io::Error) -> CommandError {
    CommandError::message(Exit::Usage, said("aditctl-input-unreadable", &[("problem", &error.to_string())]))
}

/// Asks, and gives the answer.
///
/// # Errors
/// Nothing can be read, or the question needs the window.
pub(crate) fn ask(prompt: &Prompt, terminal: &mut impl Terminal) -> Result<Answer, CommandError> {
    match prompt {
        Prompt::Credentials { username, username_locked, challenge, .. } => {
            let username = match username {
                Some(known) if *username_locked => known.clone(),
                Some(known) => or(terminal.ask(&asked("username-known", &[("known", known)]))?, known),
                None => terminal.ask(&asked("username", &[]))?,
            };
            let password = terminal.ask_hidden(&asked("password", &[]))?;
            let challenge = challenge.as_ref().map(|challenge| ask_challenge(challenge, terminal)).transpose()?;
            Ok(Answer::Credentials { username, password, challenge })
        }
        Prompt::KeyPassphrase { .. } => {
            Ok(Answer::KeyPassphrase { passphrase: terminal.ask_hidden(&asked("passphrase", &[]))? })
        }
        Prompt::Challenge(challenge) => Ok(Answer::Challenge { response: ask_challenge(challenge, terminal)? }),
        Prompt::OpenBrowser { url } => {
            terminal.ask(&asked("browser", &[("url", url)]))?;
            Ok(Answer::BrowserOpened)
        }
        Prompt::ConfirmElsewhere { .. } => Err(CommandError::message(Exit::Usage, i18n::prompt(prompt).to_string())),
        Prompt::BrowserAnswer { .. } => Err(window_needed()),
        Prompt::Form(form) => ask_form(form, terminal),
        Prompt::Banner { text } => {
            terminal.show(text);
            let typed = terminal.ask(&asked("accept", &[]))?;
            Ok(if typed.trim().eq_ignore_ascii_case("yes") { Answer::Accepted } else { Answer::Cancel })
        }
        Prompt::ProxyCredentials { proxy, username, .. } => {
            let username = match username {
                Some(known) => {
                    or(terminal.ask(&asked("proxy-username-known", &[("proxy", proxy), ("known", known)]))?, known)
                }
                None => terminal.ask(&asked("proxy-username", &[("proxy", proxy)]))?,
            };
            let password = terminal.ask_hidden(&asked("proxy-password", &[]))?;
            Ok(Answer::ProxyCredentials { proxy: proxy.clone(), username, password })
        }
    }
}

/// The browser hands what it brought to the window, which listens for it.
pub(crate) fn window_needed() -> CommandError {
    CommandError::message(Exit::SignIn, i18n::message("terminal-browser-needs-window", &[]).to_string())
}

fn or(typed: String, known: &str) -> String {
    if typed.is_empty() { known.to_owned() } else { typed }
}

fn ask_challenge(challenge: &Challenge, terminal: &mut impl Terminal) -> Result<Secret, CommandError> {
    let question = format!("{}: ", challenge.text);
    if challenge.echo { terminal.ask(&question).map(Secret::new) } else { terminal.ask_hidden(&question) }
}

fn ask_form(form: &Form, terminal: &mut impl Terminal) -> Result<Answer, CommandError> {
    let refused = form.refused.as_ref().and_then(|refusal| refusal.reason.as_ref());
    for text in [refused, Some(&form.title), form.message.as_ref()].into_iter().flatten() {
        if !text.is_empty() {
            terminal.show(text);
        }
    }
    let mut values = Vec::with_capacity(form.fields.len());
    for (number, field) in (1..).zip(&form.fields) {
        values.push(FieldValue { id: field.id.clone(), value: ask_field(field, number, terminal)? });
    }
    Ok(Answer::Form(FormAnswer { values }))
}

/// Asks for one field until it fits. What is left empty keeps what the field starts with.
fn ask_field(field: &Field, number: usize, terminal: &mut impl Terminal) -> Result<Secret, CommandError> {
    let label = if field.label.is_empty() {
        said("aditctl-ask-field", &[("number", &number.to_string())])
    } else {
        field.label.clone()
    };
    let label = if field.required { label } else { said("aditctl-ask-optional", &[("label", &label)]) };
    for _ in 0..MAX_TRIES {
        let value = match &field.kind {
            FieldKind::Hidden => return Ok(Secret::new(field.value.clone())),
            FieldKind::Text => Secret::new(or(terminal.ask(&question(&label, &field.value))?, &field.value)),
            FieldKind::Password => terminal.ask_hidden(&question(&label, ""))?,
            FieldKind::Choice(options) => match ask_choice(&label, field, options, terminal)? {
                Some(chosen) => Secret::new(chosen),
                None => {
                    terminal.show(&said("aditctl-ask-number", &[("count", &options.len().to_string())]));
                    continue;
                }
            },
        };
        if !field.required || !value.is_empty() {
            return Ok(value);
        }
        terminal.show(&said("aditctl-ask-needed", &[]));
    }
    Err(CommandError::message(Exit::SignIn, said("aditctl-no-answer", &[("label", &label)])))
}

fn question(label: &str, start: &str) -> String {
    if start.is_empty() { format!("{label}: ") } else { format!("{label} [{start}]: ") }
}

/// Lists the options with numbers. `None`: what was typed is none of them.
fn ask_choice(
    label: &str,
    field: &Field,
    options: &[FieldOption],
    terminal: &mut impl Terminal,
) -> Result<Option<String>, CommandError> {
    for (number, option) in (1..).zip(options) {
        terminal.show(&format!("{number:>4}  {}", option.label));
    }
    let start = options.iter().position(|option| option.value == field.value).map(|at| (at + 1).to_string());
    let typed = terminal.ask(&question(label, start.as_deref().unwrap_or_default()))?;
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Some(field.value.clone()));
    }
    let by_number = typed.parse().ok().and_then(|number: usize| options.get(number.checked_sub(1)?));
    let by_name = || options.iter().find(|option| option.label == typed || option.value == typed);
    Ok(by_number.or_else(by_name).map(|option| option.value.clone()))
}

#[cfg(test)]
mod tests {
    use vpn_api::prompt::{FormParts, Refusal};

    use super::*;

    /// Types what it was given; what is hidden is written with a star.
    #[derive(Default)]
    struct Script {
        typed: Vec<&'static str>,
        seen: Vec<String>,
    }

    impl Script {
        fn next(&mut self, question: String) -> Result<String, CommandError> {
            self.seen.push(question);
            if self.typed.is_empty() {
                return Err(CommandError::message(Exit::Usage, "nothing is typed any more"));
            }
            Ok(self.typed.remove(0).to_owned())
        }
    }

    impl Terminal for Script {
        fn show(&mut self, text: &str) {
            self.seen.push(text.to_owned());
        }

        fn ask(&mut self, question: &str) -> Result<String, CommandError> {
            self.next(question.to_owned())
        }

        fn ask_hidden(&mut self, question: &str) -> Result<Secret, CommandError> {
            self.next(format!("*{question}")).map(Secret::new)
        }
    }

    fn field(id: &str, kind: FieldKind) -> Field {
        Field { id: id.to_owned(), label: id.to_owned(), kind, value: String::new(), required: true }
    }

    fn form() -> Form {
        let option = |value: &str| FieldOption { value: value.to_lowercase(), label: value.to_owned() };
        let groups = FieldKind::Choice(vec![option("Staff"), option("Guests")]);
        let fields = vec![
            Field { value: "staff".to_owned(), ..field("Group", groups) },
            field("User", FieldKind::Text),
            field("Password", FieldKind::Password),
            Field { value: "42".to_owned(), ..field("state", FieldKind::Hidden) },
            Field { required: false, label: String::new(), ..field("note", FieldKind::Text) },
        ];
        let refused = Some(Refusal { reason: Some("Login failed.".to_owned()) });
        let message = Some("Welcome".to_owned());
        Form::try_from(FormParts { title: "Example".to_owned(), message, refused, fields }).unwrap()
    }

    fn filled(typed: &[&'static str]) -> (Result<Answer, CommandError>, Vec<String>) {
        let mut script = Script { typed: typed.to_vec(), seen: Vec::new() };
        (ask(&Prompt::Form(form()), &mut script), script.seen)
    }

    #[test]
    fn a_form_is_asked_field_by_field() {
        let (answer, seen) = filled(&["2", "alice", "s3cret", ""]);
        let Ok(Answer::Form(answer)) = answer else { panic!("no answer") };
        assert!(form().accepts(&answer));
        let values: Vec<_> = answer.values.iter().map(|one| (one.id.as_str(), one.value.expose())).collect();
        let expected = [("Group", "guests"), ("User", "alice"), ("Password", "s3cret"), ("state", "42"), ("note", "")];
        assert_eq!(values, expected);
        let expected = [
            "Login failed.",
            "Example",
            "Welcome",
            "   1  Staff",
            "   2  Guests",
            "Group [1]: ",
            "User: ",
            "*Password: ",
            "Field 5 (optional): ",
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn what_does_not_fit_is_asked_for_again_and_not_for_ever() {
        let (answer, seen) = filled(&["3", "guests", "", "alice", "x", ""]);
        assert!(matches!(answer, Ok(Answer::Form(answer)) if form().accepts(&answer)));
        assert!(
            seen.contains(&"Type a number from 1 to 2.".to_owned()) && seen.contains(&"This is needed.".to_owned())
        );
        let (answer, _) = filled(&["9", "9", "9", "9", "9", "1"]);
        assert!(answer.is_err());
    }

    #[test]
    fn a_banner_is_accepted_by_yes_only() {
        let asked = |typed| {
            let mut script = Script { typed: vec![typed], seen: Vec::new() };
            let answer = ask(&Prompt::Banner { text: "Terms".to_owned() }, &mut script);
            (answer.is_ok_and(|answer| answer == Answer::Accepted), script.seen.contains(&"Terms".to_owned()))
        };
        assert_eq!(asked("Yes"), (true, true));
        assert_eq!(asked("y"), (false, true));
        assert_eq!(asked(""), (false, true));
    }
}
