//! Questions of the server, and the steps of a connection.

use vpn_api::{Phase, Prompt, prompt::Refusal};

use crate::{Message, Value, message, text};

/// A step on the way to a tunnel.
#[must_use]
pub fn phase(phase: Phase) -> String {
    let id = match phase {
        Phase::Resolving => "phase-resolving",
        Phase::Contacting => "phase-contacting",
        Phase::Securing => "phase-securing",
        Phase::Authenticating => "phase-authenticating",
        Phase::Configuring => "phase-configuring",
    };
    text(id, &[])
}

/// What the user is asked, and how to answer in a terminal.
#[must_use]
pub fn prompt(prompt: &Prompt) -> Message {
    match prompt {
        Prompt::Credentials { refused: Some(refusal), .. } => match &refusal.reason {
            Some(reason) => {
                message("prompt-credentials-refused-reason-title", &[("reason", Value::from(reason.as_str()))])
            }
            None => message("prompt-credentials-refused-title", &[]),
        },
        Prompt::Credentials { username: Some(username), username_locked: true, .. } => {
            message("prompt-password-title", &[("username", Value::from(username.as_str()))])
        }
        Prompt::Credentials { .. } => message("prompt-credentials-title", &[]),
        Prompt::KeyPassphrase { wrong: false } => message("prompt-passphrase-title", &[]),
        Prompt::KeyPassphrase { wrong: true } => message("prompt-passphrase-wrong-title", &[]),
        Prompt::Challenge(challenge) => {
            message("prompt-challenge-title", &[("question", Value::from(challenge.text.as_str()))])
        }
        Prompt::ConfirmElsewhere { text } => {
            message("prompt-confirm-elsewhere-title", &[("text", Value::from(text.as_str()))])
        }
        Prompt::Form(form) => match &form.refused {
            Some(Refusal { reason: Some(reason) }) => {
                message("prompt-form-refused-reason-title", &[("reason", Value::from(reason.as_str()))])
            }
            Some(Refusal { reason: None }) => message("prompt-form-refused-title", &[]),
            None => message("prompt-form-title", &[]),
        },
        Prompt::Banner { .. } => message("prompt-banner-title", &[]),
        Prompt::OpenBrowser { url } | Prompt::BrowserAnswer { url, .. } => {
            let authority = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
            let host = authority.split(['/', '?', '#']).next().unwrap_or_default();
            message("prompt-browser-title", &[("host", Value::from(host))])
        }
        Prompt::ProxyCredentials { proxy, wrong, .. } => {
            let id = if *wrong { "prompt-proxy-refused-title" } else { "prompt-proxy-title" };
            message(id, &[("proxy", Value::from(proxy.as_str()))])
        }
    }
}

#[cfg(test)]
mod tests {
    use vpn_api::prompt::{Challenge, Field, FieldKind, Form, FormParts};

    use super::*;

    #[test]
    fn each_prompt_has_a_message_and_advice() {
        let credentials = |refused, username: Option<&str>| Prompt::Credentials {
            username: username.map(str::to_owned),
            username_locked: username.is_some(),
            refused,
            challenge: None,
        };
        let refusal = |reason: Option<&str>| Some(Refusal { reason: reason.map(str::to_owned) });
        let form = |refused| {
            let kind = FieldKind::Text;
            let field = Field { id: "a".into(), label: "A".into(), kind, value: String::new(), required: true };
            Prompt::Form(Form::try_from(FormParts { refused, fields: vec![field], ..FormParts::default() }).unwrap())
        };
        for (asked, expected) in [
            (credentials(None, None), "The server asks for a user name and a password."),
            (credentials(None, Some("alice")), "The server asks for the password of alice."),
            (credentials(refusal(None), None), "The server refused this user name or password."),
            (
                credentials(refusal(Some("Expired")), None),
                "The server refused this user name or password and says: “Expired”",
            ),
            (Prompt::KeyPassphrase { wrong: false }, "This profile’s private key is locked."),
            (Prompt::KeyPassphrase { wrong: true }, "This passphrase does not open the private key."),
            (Prompt::Challenge(Challenge { text: "Code?".into(), echo: true }), "The server asks: “Code?”"),
            (
                Prompt::ConfirmElsewhere { text: "Approve it on your phone".into() },
                "The server waits for you elsewhere and says: “Approve it on your phone”",
            ),
            (
                Prompt::OpenBrowser { url: "https://sso.example.com/x?y".into() },
                "The server wants you to sign in at sso.example.com with the browser.",
            ),
            (form(None), "The server asks for a sign-in."),
            (form(refusal(None)), "The server refused this sign-in."),
            (form(refusal(Some("Expired"))), "The server refused this sign-in and says: “Expired”"),
            (Prompt::Banner { text: "Terms".into() }, "The server shows a text that has to be accepted."),
        ] {
            let message = prompt(&asked);
            assert_eq!(message.title, expected);
            assert!(!message.advice.is_empty(), "{asked:?}");
        }
    }

    #[test]
    fn each_step_has_a_name() {
        for step in [Phase::Resolving, Phase::Contacting, Phase::Securing, Phase::Authenticating, Phase::Configuring] {
            assert!(!phase(step).starts_with("phase-"), "{step:?}");
        }
    }
}
