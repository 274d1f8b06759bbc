//! The only place that prints. Answers go to standard output, complaints to standard error.

use std::io::{self, Write};

use serde::Serialize;
use vpn_api::Failure;

/// How to print.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// JSON instead of sentences.
    pub(crate) json: bool,
}

impl Output {
    /// One line of an answer.
    pub(crate) fn line(self, text: &str) {
        // Nobody reads any more: `aditctl logs | head`.
        let _ = writeln!(io::stdout().lock(), "{}", printable(text));
    }

    /// An answer as JSON on one line.
    ///
    /// # Errors
    /// The value has no JSON form.
    pub(crate) fn value(self, value: &impl Serialize) -> serde_json::Result<()> {
        let text = serde_json::to_string(value)?;
        let _ = writeln!(io::stdout().lock(), "{text}");
        Ok(())
    }

    /// Something went wrong, in a sentence.
    pub(crate) fn complain(self, sentence: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", printable(sentence));
    }

    /// A failure: what happened, what to do, and the detail.
    pub(crate) fn failure(self, failure: &Failure) {
        if self.json {
            if let Ok(text) = serde_json::to_string(failure) {
                let _ = writeln!(io::stderr().lock(), "{text}");
            }
            return;
        }
        let sentence = i18n::failure(failure);
        self.complain(&sentence.title);
        if !sentence.advice.is_empty() {
            self.complain(&sentence.advice);
        }
        if !failure.detail.is_empty() {
            self.complain(&format!("({})", failure.detail));
        }
    }
}

/// A message with values that are text.
pub(crate) fn said(id: &str, values: &[(&str, &str)]) -> String {
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, i18n::Value::from(*value))).collect();
    i18n::text(id, &values)
}

/// Text from a server or a profile must not steer the terminal. What keeps a name apart from a sentence that runs the other way
/// (the isolates of Unicode) steers nothing but itself.
fn printable(text: &str) -> String {
    let kept = |c| matches!(c, '\n' | '\t' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if vpn_api::text::is_hidden(c) && !kept(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(super::printable("a\u{1b}[2Jb\tc"), "a\u{fffd}[2Jb\tc");
        assert_eq!(super::printable("\u{2068}Work\u{2069} \u{202e}"), "\u{2068}Work\u{2069} \u{fffd}");
    }
}
