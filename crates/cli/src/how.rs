//! What to type, or what to do elsewhere, for each question.

use i18n::Value;
use vpn_api::Prompt;

use crate::{
    answers::{Missing, Slot, slots},
    arguments::flag,
};

/// What the user does elsewhere while the connection waits.
pub(crate) fn elsewhere(prompt: &Prompt) -> String {
    let said = i18n::prompt(prompt).to_string();
    match prompt {
        Prompt::OpenBrowser { url } | Prompt::BrowserAnswer { url, .. } => format!("{said}\n{url}"),
        Prompt::Credentials { .. }
        | Prompt::KeyPassphrase { .. }
        | Prompt::Challenge(_)
        | Prompt::ConfirmElsewhere { .. }
        | Prompt::Form(_)
        | Prompt::Banner { .. }
        | Prompt::ProxyCredentials { .. } => said,
    }
}

/// How a question is answered with flags.
pub(crate) fn flags(prompt: &Prompt) -> String {
    let Some(slots) = slots(prompt) else { return i18n::text("terminal-answer-nothing", &[]) };
    with("terminal-answer-with", &slots)
}

/// How to give what is missing for a question.
pub(crate) fn missing(prompt: &Prompt, Missing(slots): &Missing) -> String {
    if slots.is_empty() { flags(prompt) } else { with("terminal-answer-missing", slots) }
}

fn with(id: &str, slots: &[Slot]) -> String {
    let fields: Vec<&str> =
        slots.iter().filter_map(|slot| if let Slot::Field(name) = slot { Some(name.as_str()) } else { None }).collect();
    if !fields.is_empty() {
        let fields = fields.iter().map(|name| format!("field.{name}=…")).collect::<Vec<_>>().join(", ");
        return i18n::text(&format!("{id}-fields"), &[("fields", Value::from(fields))]);
    }
    let flags: Vec<&str> = slots.iter().map(flag).collect();
    let flags = match flags.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        flags => flags.concat(),
    };
    i18n::text(id, &[("flags", Value::from(flags))])
}
