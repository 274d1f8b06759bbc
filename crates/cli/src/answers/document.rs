//! Answers as a document: lines `NAME=VALUE`, or one JSON object with the same names.

use serde_json::Value;
use vpn_api::{Secret, prompt::MAX_VALUE};

use super::{Answers, Slot};

/// Most values of a document.
const MAX_VALUES: usize = 256;

/// Why a document holds no answers. It does not quote the document: what stands in the wrong place may be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentError {
    /// A line has no `=`.
    NoName { line: usize },
    /// A line begins with a name that is none; `line` is 0 in JSON.
    UnknownName { line: usize },
    /// Not JSON, though it begins like it.
    NotJson,
    /// A value in JSON is neither a text nor a list of texts.
    NotText,
    /// A value is too long, or there are too many.
    TooLarge,
}

impl Answers {
    /// The answers of a document. In lines, everything behind the first `=` is the value, and lines that are empty or begin with `#`
    /// are left out.
    ///
    /// # Errors
    /// [`DocumentError`].
    pub(crate) fn parse(text: &str) -> Result<Self, DocumentError> {
        let mut answers = Self::default();
        if text.trim_start().starts_with('{') { answers.add_json(text) } else { answers.add_lines(text) }?;
        let values = || answers.values.values().flatten();
        if values().count() > MAX_VALUES || values().any(|value| value.expose().len() > MAX_VALUE) {
            return Err(DocumentError::TooLarge);
        }
        Ok(answers)
    }

    fn add_lines(&mut self, text: &str) -> Result<(), DocumentError> {
        for (line, text) in (1..).zip(text.lines()) {
            if text.trim().is_empty() || text.starts_with('#') {
                continue;
            }
            let (name, value) = text.split_once('=').ok_or(DocumentError::NoName { line })?;
            let slot = Slot::named(name.trim()).ok_or(DocumentError::UnknownName { line })?;
            self.add(slot, Secret::from(value));
        }
        Ok(())
    }

    fn add_json(&mut self, text: &str) -> Result<(), DocumentError> {
        let Ok(Value::Object(names)) = serde_json::from_str(text) else { return Err(DocumentError::NotJson) };
        for (name, value) in names {
            let slot = Slot::named(&name).ok_or(DocumentError::UnknownName { line: 0 })?;
            let values = match value {
                Value::Array(values) => values,
                one @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => {
                    vec![one]
                }
            };
            for value in values {
                let text = match value {
                    Value::String(text) => text,
                    Value::Bool(true) if slot == Slot::Accept => "yes".to_owned(),
                    // A number would lose the zeros that a code begins with.
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                        return Err(DocumentError::NotText);
                    }
                };
                self.add(slot.clone(), Secret::new(text));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(Slot, String)> {
        let answers = Answers::parse(text).unwrap();
        let all = answers.values.into_iter();
        all.flat_map(|(slot, values)| values.into_iter().map(move |value| (slot.clone(), value.expose().to_owned())))
            .collect()
    }

    #[test]
    fn lines_and_json_say_the_same() {
        let lines =
            "# office\nusername=alice\r\npassword= p=w \n\nresponse=1\nresponse=2\naccept=yes\nfield.Group=Staff\n";
        let json =
            r#" {"username":"alice","password":" p=w ","response":["1","2"],"accept":true,"field.Group":"Staff"}"#;
        let expected = [
            (Slot::Username, "alice"),
            (Slot::Password, " p=w "),
            (Slot::Response, "1"),
            (Slot::Response, "2"),
            (Slot::Accept, "yes"),
            (Slot::Field("Group".to_owned()), "Staff"),
        ]
        .map(|(slot, value)| (slot, value.to_owned()));
        assert_eq!(values(lines), expected);
        assert_eq!(values(json), expected);
        assert_eq!(values(""), []);
        assert_eq!(values("password="), [(Slot::Password, String::new())], "an empty password is one");
        assert_eq!(values("passphrase=x\nproxy-username=p\nproxy-password=q").len(), 3);
    }

    #[test]
    fn what_is_no_document_is_refused_without_being_quoted() {
        for (text, expected) in [
            ("hunter2", DocumentError::NoName { line: 1 }),
            ("username=alice\nhunter2", DocumentError::NoName { line: 2 }),
            ("hunter2=x", DocumentError::UnknownName { line: 1 }),
            ("field.=x", DocumentError::UnknownName { line: 1 }),
            ("{hunter2}", DocumentError::NotJson),
            (r#"{"hunter2":"x"}"#, DocumentError::UnknownName { line: 0 }),
            (r#"{"response":123456}"#, DocumentError::NotText),
            (r#"{"accept":false}"#, DocumentError::NotText),
            (r#"{"password":{"a":"b"}}"#, DocumentError::NotText),
            (&format!("password={}", "x".repeat(MAX_VALUE + 1)), DocumentError::TooLarge),
            (&"response=1\n".repeat(MAX_VALUES + 1), DocumentError::TooLarge),
        ] {
            let error = Answers::parse(text).unwrap_err();
            assert_eq!(error, expected);
            assert!(!format!("{error:?}").contains("hunter2"));
        }
    }
}
