//! A form that a server made up, and what was entered into it.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A form as the server put it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AskForm {
    /// Its heading. May be empty.
    pub(crate) title: String,
    /// What stands above the fields, in lines. May be empty.
    pub(crate) message: String,
    /// The fields that are shown, in order.
    pub(crate) fields: Vec<AskField>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AskField {
    /// Its name in the answer.
    pub(crate) id: String,
    /// What stands beside it. May be empty.
    pub(crate) label: String,
    /// What can be entered.
    pub(crate) kind: AskFieldKind,
    /// What it starts with: text, or the value of an option.
    pub(crate) value: String,
    /// The form cannot be sent while this is empty.
    pub(crate) required: bool,
}

/// What can be entered into a field.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum AskFieldKind {
    /// One line of text.
    Text,
    /// One line that is not shown while it is typed.
    Password,
    /// One of these.
    Choice { options: Vec<AskOption> },
}

/// One option of a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AskOption {
    /// What comes back.
    pub(crate) value: String,
    /// What is shown.
    pub(crate) label: String,
}

/// What was entered into one field.
#[derive(Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AnswerValue {
    /// The field's id.
    pub(crate) id: String,
    /// For a choice, the value of the option.
    pub(crate) value: String,
}
