//! What the user is asked while a tunnel comes up, and the answer.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AnswerValue, AskForm, MessageView};

/// What the user is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptView {
    /// Which profile asks.
    pub(crate) profile: String,
    /// Its name.
    pub(crate) profile_name: String,
    /// The server that asks.
    pub(crate) server: String,
    /// Number to answer with; a new one for each question.
    pub(crate) id: u64,
    /// What is asked.
    pub(crate) ask: Ask,
    /// Why it is asked again: the server's refusal.
    pub(crate) refused: Option<MessageView>,
    /// Whether "remember" is offered.
    pub(crate) can_remember: bool,
    /// Whether "remember" is ticked to begin with (something is remembered already).
    pub(crate) remember: bool,
    /// The group of the profile, all of which can share what is remembered.
    pub(crate) group: Option<PromptGroup>,
}

/// The group of the profile that asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptGroup {
    /// Its name.
    pub(crate) name: String,
    /// How many profiles it has.
    pub(crate) count: u32,
    /// Whether sharing is ticked to begin with (they share a sign-in already).
    pub(crate) shared: bool,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub(crate) enum Ask {
    /// User name and password. `password` is what the user typed last, when the server refused it; a remembered
    /// password never comes here: `password_known` says that there is one, which an empty answer uses.
    Credentials {
        username: String,
        username_locked: bool,
        password: String,
        password_known: bool,
        challenge: Option<AskChallenge>,
    },
    /// Passphrase of the private key.
    Passphrase,
    /// One more answer.
    Challenge(AskChallenge),
    /// Nothing is typed: the user does something elsewhere, and Adit waits for it.
    Confirm { text: String },
    /// Fields that the server made up. Those that are not shown stay in the shell.
    Form(AskForm),
    /// A text that has to be accepted.
    Banner { text: String },
    /// Sign in with the browser.
    Browser { host: String, url: String },
}

/// A question as the server put it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AskChallenge {
    /// The question.
    pub(crate) text: String,
    /// Whether what is typed may be shown.
    pub(crate) echo: bool,
}

/// The answer, argument of the command `answer`.
#[derive(Clone, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub(crate) enum AnswerInput {
    /// To credentials. `group`: what is remembered is for all profiles of the group.
    Credentials { username: String, password: String, challenge: Option<String>, remember: bool, group: bool },
    /// To a passphrase.
    Passphrase { passphrase: String, remember: bool },
    /// To a challenge.
    Challenge { response: String },
    /// To a form: a value for each field that was shown.
    Form { values: Vec<AnswerValue> },
    /// To a banner: accepted.
    Accept,
    /// Open the browser.
    OpenBrowser,
    /// The user does not want to.
    Cancel,
}
