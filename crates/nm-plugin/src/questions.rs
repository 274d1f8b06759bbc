//! What Adit asks while a connection comes up, under the names that secrets have in NetworkManager: those that `aditctl --answers`
//! has, too. NetworkManager hands the names to the desktop's agent, which asks, and the values back.

use std::collections::HashMap;

use vpn_api::{Answer, Prompt, Secret};

/// User name, if it is not in the connection.
pub const USERNAME: &str = "username";
/// Password.
pub const PASSWORD: &str = "password";
/// Passphrase of the private key.
pub const PASSPHRASE: &str = "passphrase";
/// Answer to a challenge, such as a one-time code.
pub const RESPONSE: &str = "response";
/// "yes" to a text that the server wants accepted.
pub const ACCEPT: &str = "accept";
/// User name for a proxy.
pub const PROXY_USERNAME: &str = "proxy-username";
/// Password for a proxy.
pub const PROXY_PASSWORD: &str = "proxy-password";

/// Secrets by their names.
pub type Given = HashMap<String, String>;

/// A question as NetworkManager passes it on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked, for people.
    pub message: String,
    /// Names of what is wanted.
    pub names: Vec<&'static str>,
}

/// What an agent can be asked for this. `None`: nothing is typed; Adit's window shows what to do.
#[must_use]
pub fn question(prompt: &Prompt) -> Option<Question> {
    let (message, names) = match prompt {
        Prompt::Credentials { username, refused, challenge, .. } => {
            let mut names = Vec::new();
            names.extend(username.is_none().then_some(USERNAME));
            names.push(PASSWORD);
            names.extend(challenge.is_some().then_some(RESPONSE));
            let said =
                refused.as_ref().map(|refused| refused.reason.as_deref().unwrap_or("The server refused the sign-in."));
            let asked = challenge.as_ref().map(|challenge| challenge.text.as_str());
            let parts: Vec<&str> = said.into_iter().chain(asked).collect();
            (if parts.is_empty() { "Sign in to the VPN.".to_owned() } else { parts.join("\n") }, names)
        }
        Prompt::KeyPassphrase { wrong: false } => ("The private key has a passphrase.".to_owned(), vec![PASSPHRASE]),
        Prompt::KeyPassphrase { wrong: true } => {
            ("That passphrase does not open the private key.".to_owned(), vec![PASSPHRASE])
        }
        Prompt::Challenge(challenge) => (challenge.text.clone(), vec![RESPONSE]),
        Prompt::Banner { text } => (format!("{text}\n\nType “yes” to accept."), vec![ACCEPT]),
        Prompt::ProxyCredentials { proxy, username, .. } => {
            let mut names = Vec::new();
            names.extend(username.is_none().then_some(PROXY_USERNAME));
            names.push(PROXY_PASSWORD);
            (format!("Sign in to the proxy {proxy}."), names)
        }
        Prompt::ConfirmElsewhere { .. }
        | Prompt::Form(_)
        | Prompt::OpenBrowser { .. }
        | Prompt::BrowserAnswer { .. } => {
            return None;
        }
    };
    Some(Question { message, names })
}

/// Whether it is asked because the answer before was wrong.
#[must_use]
pub fn is_refused(prompt: &Prompt) -> bool {
    match prompt {
        Prompt::Credentials { refused, .. } => refused.is_some(),
        Prompt::KeyPassphrase { wrong } | Prompt::ProxyCredentials { wrong, .. } => *wrong,
        Prompt::Challenge(_)
        | Prompt::ConfirmElsewhere { .. }
        | Prompt::Form(_)
        | Prompt::Banner { .. }
        | Prompt::OpenBrowser { .. }
        | Prompt::BrowserAnswer { .. } => false,
    }
}

/// What goes along with the request to connect, as an answer.
#[must_use]
pub fn kept(given: &Given) -> Option<Answer> {
    let username = given.get(USERNAME).cloned()?;
    let password = Secret::from(given.get(PASSWORD)?.as_str());
    Some(Answer::Credentials { username, password, challenge: None })
}

/// The answer, out of what the agent gave. `None`: something is missing.
#[must_use]
pub fn answer(prompt: &Prompt, given: &Given) -> Option<Answer> {
    let secret = |name: &str| given.get(name).map(|value| Secret::from(value.as_str()));
    let name = |name: &str, known: &Option<String>| known.clone().or_else(|| given.get(name).cloned());
    match prompt {
        Prompt::Credentials { username, challenge, .. } => Some(Answer::Credentials {
            username: name(USERNAME, username)?,
            password: secret(PASSWORD)?,
            challenge: challenge.as_ref().map(|_| secret(RESPONSE).ok_or(())).transpose().ok()?,
        }),
        Prompt::KeyPassphrase { .. } => Some(Answer::KeyPassphrase { passphrase: secret(PASSPHRASE)? }),
        Prompt::Challenge(_) => Some(Answer::Challenge { response: secret(RESPONSE)? }),
        Prompt::Banner { .. } => {
            let accepted = given.get(ACCEPT).is_some_and(|said| said.trim().eq_ignore_ascii_case("yes"));
            Some(if accepted { Answer::Accepted } else { Answer::Cancel })
        }
        Prompt::ProxyCredentials { proxy, username, .. } => Some(Answer::ProxyCredentials {
            proxy: proxy.clone(),
            username: name(PROXY_USERNAME, username)?,
            password: secret(PROXY_PASSWORD)?,
        }),
        Prompt::ConfirmElsewhere { .. }
        | Prompt::Form(_)
        | Prompt::OpenBrowser { .. }
        | Prompt::BrowserAnswer { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use vpn_api::prompt::{Challenge, Refusal};

    use super::*;

    fn given(pairs: &[(&str, &str)]) -> Given {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn exactly_what_is_asked_for_makes_an_answer() {
        let challenge = || Challenge { text: "Code?".to_owned(), echo: false };
        let sign_in = |username: Option<&str>, challenge| Prompt::Credentials {
            username: username.map(str::to_owned),
            username_locked: false,
            refused: None,
            challenge,
        };
        let proxy = Prompt::ProxyCredentials { proxy: "p".to_owned(), username: None, wrong: false };
        for prompt in [
            sign_in(None, None),
            sign_in(Some("alice"), None),
            sign_in(None, Some(challenge())),
            Prompt::KeyPassphrase { wrong: true },
            Prompt::Challenge(challenge()),
            proxy,
        ] {
            let names = question(&prompt).unwrap().names;
            let all: Vec<_> = names.iter().map(|name| (*name, "x")).collect();
            let made = answer(&prompt, &given(&all)).unwrap();
            assert!(made.fits(&prompt), "{prompt:?}");
            for left_out in &names {
                let rest: Vec<_> = all.iter().filter(|(name, _)| name != left_out).copied().collect();
                assert_eq!(answer(&prompt, &given(&rest)), None, "{prompt:?} without {left_out}");
            }
        }
    }

    #[test]
    fn what_was_sent_and_refused_is_known_again() {
        let refused =
            |refused| Prompt::Credentials { username: None, username_locked: false, refused, challenge: None };
        let (first, again) = (refused(None), refused(Some(Refusal::default())));
        assert!(!is_refused(&first) && is_refused(&again) && is_refused(&Prompt::KeyPassphrase { wrong: true }));
        let stored = given(&[(USERNAME, "alice"), (PASSWORD, "old")]);
        assert_eq!(kept(&stored), answer(&again, &stored));
        assert_eq!(kept(&given(&[(USERNAME, "alice")])), None);
    }

    #[test]
    fn a_text_is_accepted_by_yes_only() {
        let prompt = Prompt::Banner { text: "Terms".to_owned() };
        assert!(question(&prompt).unwrap().message.starts_with("Terms"));
        assert_eq!(answer(&prompt, &given(&[(ACCEPT, " Yes ")])), Some(Answer::Accepted));
        assert_eq!(answer(&prompt, &given(&[(ACCEPT, "y")])), Some(Answer::Cancel));
    }

    #[test]
    fn the_servers_words_are_shown_and_browsers_are_left_to_the_window() {
        let refused = Some(Refusal { reason: Some("Account locked.".to_owned()) });
        let prompt = Prompt::Credentials { username: None, username_locked: false, refused, challenge: None };
        assert_eq!(question(&prompt).unwrap().message, "Account locked.");
        let browser = Prompt::OpenBrowser { url: "https://example.com/".to_owned() };
        assert_eq!((question(&browser), answer(&browser, &Given::new())), (None, None));
    }
}
