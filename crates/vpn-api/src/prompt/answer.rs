//! What the person answers, and to which question.

use serde::{Deserialize, Serialize};

use super::{FormAnswer, Prompt};
use crate::secret::Secret;

/// The person's answer.
///
/// Tagged from outside: an inner tag would make `serde` keep a copy of the whole document until it is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Answer {
    /// To [`Prompt::Credentials`].
    Credentials { username: String, password: Secret, challenge: Option<Secret> },
    /// To [`Prompt::KeyPassphrase`].
    KeyPassphrase { passphrase: Secret },
    /// To [`Prompt::Challenge`], or what the browser handed over for [`Prompt::BrowserAnswer`].
    Challenge { response: Secret },
    /// To [`Prompt::Form`].
    Form(FormAnswer),
    /// To [`Prompt::Banner`].
    Accepted,
    /// To [`Prompt::OpenBrowser`]: it was opened.
    BrowserOpened,
    /// To [`Prompt::ProxyCredentials`], for the proxy of this name.
    ProxyCredentials { proxy: String, username: String, password: Secret },
    /// To any: the person does not want to.
    Cancel,
}

impl Answer {
    /// Whether this is an answer to that question. A client may answer whatever it likes, and what belongs to one question must not
    /// be taken for the answer to another: a password that is sent as a code is shown to whoever reads the server's log.
    #[must_use]
    pub fn fits(&self, prompt: &Prompt) -> bool {
        match (self, prompt) {
            (Self::Cancel, _)
            | (Self::KeyPassphrase { .. }, Prompt::KeyPassphrase { .. })
            | (Self::Challenge { .. }, Prompt::Challenge(_) | Prompt::BrowserAnswer { .. })
            | (Self::Accepted, Prompt::Banner { .. })
            | (Self::BrowserOpened, Prompt::OpenBrowser { .. }) => true,
            (Self::Credentials { challenge: given, .. }, Prompt::Credentials { challenge: asked, .. }) => {
                given.is_some() == asked.is_some()
            }
            (Self::Form(answer), Prompt::Form(form)) => form.accepts(answer),
            (Self::ProxyCredentials { proxy: answered, .. }, Prompt::ProxyCredentials { proxy: asking, .. }) => {
                answered == asking
            }
            (
                Self::Credentials { .. }
                | Self::KeyPassphrase { .. }
                | Self::Challenge { .. }
                | Self::Form(_)
                | Self::Accepted
                | Self::BrowserOpened
                | Self::ProxyCredentials { .. },
                _,
            ) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompt::{
        BrowserListener, Challenge, Form, HandBack, ListenerMethod, ListenerPort,
        form::tests::{answer, parts},
    };

    /// Every question with its name and the name of the answer that belongs to it.
    fn questions() -> Vec<(Prompt, &'static str)> {
        let challenge = || Challenge { text: "Code?".into(), echo: true };
        let url = || "https://login.example/".to_owned();
        let listener = BrowserListener {
            port: ListenerPort::Any,
            path: "/".into(),
            method: ListenerMethod::Get,
            hand_back: HandBack::PathRest,
        };
        let credentials =
            |challenge| Prompt::Credentials { username: None, username_locked: false, refused: None, challenge };
        vec![
            (credentials(None), "credentials"),
            (credentials(Some(challenge())), "credentials with a challenge"),
            (Prompt::KeyPassphrase { wrong: false }, "passphrase"),
            (Prompt::Challenge(challenge()), "response"),
            (Prompt::ConfirmElsewhere { text: "Look at your phone".into() }, "nothing"),
            (Prompt::Form(Form::try_from(parts()).unwrap()), "form"),
            (Prompt::Banner { text: "Terms".into() }, "accepted"),
            (Prompt::OpenBrowser { url: url() }, "opened"),
            (Prompt::BrowserAnswer { url: url(), listener }, "response"),
            (Prompt::ProxyCredentials { proxy: "proxy:3128".into(), username: None, wrong: false }, "proxy"),
        ]
    }

    fn answers() -> Vec<(Answer, &'static str)> {
        let x = || Secret::from("x");
        let credentials = |challenge| Answer::Credentials { username: "alice".into(), password: x(), challenge };
        let proxy = |name: &str| Answer::ProxyCredentials { proxy: name.into(), username: "p".into(), password: x() };
        let filled = [("user", "alice"), ("pass", "pw"), ("group", "staff"), ("state", "42"), ("note", "")];
        vec![
            (credentials(None), "credentials"),
            (credentials(Some(x())), "credentials with a challenge"),
            (Answer::KeyPassphrase { passphrase: x() }, "passphrase"),
            (Answer::Challenge { response: x() }, "response"),
            (Answer::Form(answer(&filled)), "form"),
            (Answer::Form(answer(&filled[..2])), "an incomplete form"),
            (Answer::Accepted, "accepted"),
            (Answer::BrowserOpened, "opened"),
            (proxy("proxy:3128"), "proxy"),
            (proxy("another:3128"), "another proxy"),
        ]
    }

    #[test]
    fn each_answer_fits_its_own_question_and_no_other() {
        for (prompt, wanted) in questions() {
            assert!(Answer::Cancel.fits(&prompt), "{prompt:?}");
            let fitting: Vec<_> = answers().into_iter().filter(|(answer, _)| answer.fits(&prompt)).collect();
            let names: Vec<_> = fitting.iter().map(|(_, name)| *name).collect();
            let expected: Vec<_> = Some(wanted).into_iter().filter(|wanted| *wanted != "nothing").collect();
            assert_eq!(names, expected, "{prompt:?}");
        }
    }
}
