//! What a person is asked while a tunnel comes up, and what they answer.
//!
//! A protocol asks with the kind that fits: [`Prompt::Credentials`] for a user name and a password and nothing else,
//! [`Prompt::Challenge`] for one more answer, [`Prompt::Form`] for everything a server made up itself. A group, realm or domain
//! to choose is a field of a form ([`FieldKind::Choice`]).

mod answer;
mod form;

use serde::{Deserialize, Serialize};

use crate::text;

pub use answer::Answer;
pub use form::{
    Field, FieldKind, FieldOption, FieldValue, Form, FormAnswer, FormError, FormParts, MAX_FIELDS, MAX_LABEL,
    MAX_OPTIONS, MAX_VALUE,
};

/// Numbers a session's prompts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PromptId(pub u64);

/// What the person is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "prompt", rename_all = "kebab-case")]
pub enum Prompt {
    /// User name and password.
    Credentials {
        /// User name to start with.
        username: Option<String>,
        /// The user name is given by the profile and cannot be changed.
        username_locked: bool,
        /// The last ones were refused; the server's words, if any.
        refused: Option<Refusal>,
        /// A second answer the server always wants (static challenge), asked in the same dialog.
        challenge: Option<Challenge>,
    },
    /// Passphrase of the private key.
    KeyPassphrase {
        /// The last one did not open the key.
        wrong: bool,
    },
    /// One more answer.
    Challenge(Challenge),
    /// Nothing is typed: the person does something elsewhere, such as confirming on a phone, and the server waits for it. Goes
    /// away by itself; it can only be cancelled.
    ConfirmElsewhere {
        /// What to do, in the server's words.
        text: String,
    },
    /// A form that the server made up. It belongs to the session that shows it: when the session ends, so does the form.
    Form(Form),
    /// A text of the server that has to be accepted before the tunnel comes up: terms of use, a warning. Shown with its line
    /// breaks, with one button to accept and one to cancel.
    Banner {
        /// The text, in lines.
        text: String,
    },
    /// Sign in with the browser.
    OpenBrowser {
        /// An `https` address. The person sees its host before it is opened.
        url: String,
    },
    /// Sign in with the browser, whose last page hands an answer to this machine. Adit listens for it while this is asked.
    BrowserAnswer {
        /// An `https` address. The person sees its host before it is opened.
        url: String,
        /// Where and for what to listen.
        listener: BrowserListener,
    },
    /// User name and password for a proxy on the way.
    ProxyCredentials {
        /// Its name ([`crate::Proxy::name`]).
        proxy: String,
        /// User name to start with.
        username: Option<String>,
        /// The last ones were refused.
        wrong: bool,
    },
}

/// The server said no.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The server's own words.
    pub reason: Option<String>,
}

/// A question in the server's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// The question.
    pub text: String,
    /// Whether what is typed may be shown.
    pub echo: bool,
}

impl Prompt {
    /// The same question with texts that can be shown. An address to open was checked when it came.
    #[must_use]
    pub fn plain(self) -> Self {
        match self {
            Self::Credentials { username, username_locked, refused, challenge } => Self::Credentials {
                username: username.map(|name| text::plain(&name)),
                username_locked,
                refused: refused.map(Refusal::plain),
                challenge: challenge.map(Challenge::plain),
            },
            Self::Challenge(challenge) => Self::Challenge(challenge.plain()),
            Self::ConfirmElsewhere { text } => Self::ConfirmElsewhere { text: text::plain_lines(&text) },
            Self::Banner { text } => Self::Banner { text: text::plain_lines(&text) },
            // A form's texts were cleaned when it was made.
            other @ (Self::Form(_)
            | Self::KeyPassphrase { .. }
            | Self::OpenBrowser { .. }
            | Self::BrowserAnswer { .. }
            | Self::ProxyCredentials { .. }) => other,
        }
    }
}

impl Refusal {
    fn plain(self) -> Self {
        Self { reason: text::plain_if_any(self.reason) }
    }
}

impl Challenge {
    fn plain(self) -> Self {
        Self { text: text::plain(&self.text), echo: self.echo }
    }
}

/// What is listened for on this machine's loopback address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrowserListener {
    /// On which port.
    pub port: ListenerPort,
    /// Path of the request that brings the answer, without its query: `/`. For [`HandBack::PathRest`], how the path begins.
    pub path: String,
    /// Its method.
    pub method: ListenerMethod,
    /// What of the request is the answer, which comes back as [`Answer::Challenge`].
    pub hand_back: HandBack,
}

/// The port that the browser's last page leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListenerPort {
    /// This one: the server, or whoever signs people in, knows no other.
    Fixed(u16),
    /// Any that is free. `{port}` in the prompt's address stands for it.
    Any,
}

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListenerMethod {
    /// The browser was led here by a link or a redirect.
    Get,
    /// The page sends a form.
    Post,
}

/// Which part of a request is the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandBack {
    /// The field of this name in a form (`application/x-www-form-urlencoded`).
    FormField(String),
    /// The parameter of this name in the query.
    QueryParameter(String),
    /// What follows [`BrowserListener::path`] in the path, without the query.
    PathRest,
}
