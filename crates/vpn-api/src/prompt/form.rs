//! Forms that a server makes up, within bounds.

use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::Refusal;
use crate::{secret::Secret, text};

/// Most fields of a form. Sign-in pages have up to a dozen.
pub const MAX_FIELDS: usize = 64;
/// Most options of one choice. Large organisations list some dozens of groups.
pub const MAX_OPTIONS: usize = 256;
/// Longest text of a form's title, label, id or option, in bytes.
pub const MAX_LABEL: usize = 1024;
/// Longest value of a field, and longest message, in bytes.
pub const MAX_VALUE: usize = 16 * 1024;

/// A form that is within bounds and whose texts can be shown: made by [`Form::try_from`] out of its parts, which it gives by
/// dereferencing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "FormParts")]
pub struct Form(FormParts);

/// What a form is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormParts {
    /// Heading, in the server's words. May be empty.
    pub title: String,
    /// What the server says above the fields, in lines.
    pub message: Option<String>,
    /// The last answer was refused; the server's words, if any.
    pub refused: Option<Refusal>,
    /// At most [`MAX_FIELDS`], in the order in which they are shown.
    pub fields: Vec<Field>,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The protocol's own name of the field, unique in its form. The answer comes back under it.
    pub id: String,
    /// What stands beside it, in the server's words.
    pub label: String,
    /// What can be entered.
    pub kind: FieldKind,
    /// What it starts with: text, or the value of an option. Empty for a password.
    pub value: String,
    /// The form cannot be sent while this is empty.
    pub required: bool,
}

/// What can be entered into a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// One line that is not shown while it is typed.
    Password,
    /// One of these, of which there is at least one.
    Choice(Vec<FieldOption>),
    /// Not shown. Comes back as it is.
    Hidden,
}

/// One option of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOption {
    /// What comes back.
    pub value: String,
    /// What is shown.
    pub label: String,
}

/// Why parts make no form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// It has no field, or more than [`MAX_FIELDS`].
    #[error("a form has 1 to {MAX_FIELDS} fields")]
    Fields,
    /// A choice has no option, or more than [`MAX_OPTIONS`].
    #[error("a choice has 1 to {MAX_OPTIONS} options")]
    Options,
    /// A text is too long.
    #[error("a text of the form is too long")]
    Text,
    /// An id is empty or there twice.
    #[error("a field's id is empty or there twice")]
    Id,
    /// A choice starts with something that is none of its options.
    #[error("a choice starts with something that cannot be chosen")]
    Start,
}

impl TryFrom<FormParts> for Form {
    type Error = FormError;

    fn try_from(mut parts: FormParts) -> Result<Self, FormError> {
        if !(1..=MAX_FIELDS).contains(&parts.fields.len()) {
            return Err(FormError::Fields);
        }
        let reason = parts.refused.as_ref().and_then(|refusal| refusal.reason.as_deref());
        let long = |text: Option<&str>, most: usize| text.is_some_and(|text| text.len() > most);
        if long(Some(&parts.title), MAX_LABEL) || long(parts.message.as_deref(), MAX_VALUE) || long(reason, MAX_VALUE) {
            return Err(FormError::Text);
        }
        for (at, field) in parts.fields.iter().enumerate() {
            field.check()?;
            if parts.fields.iter().take(at).any(|earlier| earlier.id == field.id) {
                return Err(FormError::Id);
            }
        }
        parts.title = text::plain(&parts.title);
        parts.message = parts.message.map(|message| text::plain_lines(&message));
        parts.refused = parts.refused.map(Refusal::plain);
        for field in &mut parts.fields {
            field.label = text::plain(&field.label);
            if let FieldKind::Choice(options) = &mut field.kind {
                options.iter_mut().for_each(|option| option.label = text::plain(&option.label));
            }
        }
        Ok(Self(parts))
    }
}

impl Deref for Form {
    type Target = FormParts;

    fn deref(&self) -> &FormParts {
        &self.0
    }
}

impl Field {
    fn check(&self) -> Result<(), FormError> {
        if self.id.is_empty() {
            return Err(FormError::Id);
        }
        if self.id.len() > MAX_LABEL || self.label.len() > MAX_LABEL || self.value.len() > MAX_VALUE {
            return Err(FormError::Text);
        }
        let FieldKind::Choice(options) = &self.kind else { return Ok(()) };
        if !(1..=MAX_OPTIONS).contains(&options.len()) {
            return Err(FormError::Options);
        }
        if options.iter().any(|option| option.value.len() > MAX_LABEL || option.label.len() > MAX_LABEL) {
            return Err(FormError::Text);
        }
        let starts = self.value.is_empty() || options.iter().any(|option| option.value == self.value);
        if starts { Ok(()) } else { Err(FormError::Start) }
    }

    /// Whether this can be entered into it.
    #[must_use]
    pub fn accepts(&self, value: &str) -> bool {
        match &self.kind {
            FieldKind::Text | FieldKind::Password => !(self.required && value.is_empty()),
            FieldKind::Choice(options) => {
                options.iter().any(|option| option.value == value) || (value.is_empty() && !self.required)
            }
            FieldKind::Hidden => value == self.value,
        }
    }
}

impl Form {
    /// Whether `answer` fits: a value for each field and for nothing else, each one that its field takes.
    #[must_use]
    pub fn accepts(&self, answer: &FormAnswer) -> bool {
        answer.values.len() == self.fields.len()
            && self
                .fields
                .iter()
                .all(|field| answer.value(&field.id).is_some_and(|value| field.accepts(value.expose())))
    }
}

/// What was entered into a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormAnswer {
    /// One for each field, hidden ones included.
    #[serde(deserialize_with = "bounded")]
    pub values: Vec<FieldValue>,
}

/// What was entered into one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldValue {
    /// [`Field::id`].
    pub id: String,
    /// For a choice, the value of the option.
    pub value: Secret,
}

impl FormAnswer {
    /// What was entered into the field `id`.
    #[must_use]
    pub fn value(&self, id: &str) -> Option<&Secret> {
        self.values.iter().find(|one| one.id == id).map(|one| &one.value)
    }
}

/// Reads at most [`MAX_FIELDS`] values within their bounds; an answer comes from a client, which may be anybody.
fn bounded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<FieldValue>, D::Error> {
    struct Values;
    impl<'de> de::Visitor<'de> for Values {
        type Value = Vec<FieldValue>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "up to {MAX_FIELDS} values")
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut values = Vec::new();
            while let Some(value) = seq.next_element::<FieldValue>()? {
                if values.len() >= MAX_FIELDS || value.id.len() > MAX_LABEL || value.value.expose().len() > MAX_VALUE {
                    return Err(de::Error::custom("an answer that no form asks for"));
                }
                values.push(value);
            }
            Ok(values)
        }
    }
    deserializer.deserialize_seq(Values)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::prompt::{Answer, Prompt};

    fn field(id: &str, kind: FieldKind) -> Field {
        Field { id: id.to_owned(), label: id.to_uppercase(), kind, value: String::new(), required: true }
    }

    fn options(values: &[&str]) -> FieldKind {
        let option = |value: &&str| FieldOption { value: (*value).to_owned(), label: value.to_uppercase() };
        FieldKind::Choice(values.iter().map(option).collect())
    }

    pub(in crate::prompt) fn parts() -> FormParts {
        let hidden = Field { value: "42".into(), ..field("state", FieldKind::Hidden) };
        let optional = Field { required: false, ..field("note", FieldKind::Text) };
        let fields = vec![
            field("user", FieldKind::Text),
            field("pass", FieldKind::Password),
            field("group", options(&["staff", "guests"])),
            hidden,
            optional,
        ];
        FormParts { title: "Sign in".into(), fields, ..FormParts::default() }
    }

    pub(in crate::prompt) fn answer(values: &[(&str, &str)]) -> FormAnswer {
        let value = |(id, value): &(&str, &str)| FieldValue { id: (*id).to_owned(), value: Secret::from(*value) };
        FormAnswer { values: values.iter().map(value).collect() }
    }

    #[test]
    fn a_form_takes_what_its_fields_take() {
        let form = Form::try_from(parts()).unwrap();
        let good = [("user", "alice"), ("pass", "pw"), ("group", "staff"), ("state", "42"), ("note", "")];
        assert!(form.accepts(&answer(&good)));
        for (at, wrong) in [(0, ""), (1, ""), (2, "root"), (2, ""), (3, "43")] {
            let mut bad = good;
            bad[at].1 = wrong;
            assert!(!form.accepts(&answer(&bad)), "{bad:?}");
        }
        assert!(!form.accepts(&answer(&good[..4])), "a field is missing");
        let twice = [good[0], good[0], good[2], good[3], good[4]];
        assert!(!form.accepts(&answer(&twice)), "one is there twice, another is missing");
    }

    #[test]
    fn what_is_out_of_bounds_is_no_form() {
        type Change = fn(&mut FormParts);
        let cases: [(Change, FormError); 9] = [
            (|parts| parts.fields.clear(), FormError::Fields),
            (|parts| parts.fields = vec![field("x", FieldKind::Text); MAX_FIELDS + 1], FormError::Fields),
            (|parts| parts.fields[2].kind = options(&[]), FormError::Options),
            (|parts| parts.fields[2].kind = options(&["x"; MAX_OPTIONS + 1]), FormError::Options),
            (|parts| parts.fields[2].value = "root".into(), FormError::Start),
            (|parts| parts.fields[1].id = "user".into(), FormError::Id),
            (|parts| parts.fields[1].id.clear(), FormError::Id),
            (|parts| parts.title = "x".repeat(MAX_LABEL + 1), FormError::Text),
            (|parts| parts.message = Some("x".repeat(MAX_VALUE + 1)), FormError::Text),
        ];
        assert!(Form::try_from(parts()).is_ok());
        for (change, expected) in cases {
            let mut parts = parts();
            change(&mut parts);
            assert_eq!(Form::try_from(parts.clone()), Err(expected));
            // The same judgement on the way through the socket.
            assert!(serde_json::from_value::<Form>(serde_json::to_value(&parts).unwrap()).is_err());
        }
    }

    #[test]
    fn texts_of_a_form_can_be_shown() {
        let mut bad = parts();
        bad.title = "a\u{202e}b".into();
        bad.message = Some("one\ntwo\u{1b}[2J".into());
        bad.fields[0].label = "User\u{7}".into();
        let form = Form::try_from(bad).unwrap();
        assert_eq!((form.title.as_str(), form.message.as_deref()), ("ab", Some("one\ntwo[2J")));
        assert_eq!(form.fields[0].label, "User");
    }

    #[test]
    fn a_form_and_its_answer_cross_the_socket() {
        let prompt = Prompt::Form(Form::try_from(parts()).unwrap());
        let text = serde_json::to_string(&prompt).unwrap();
        assert!(text.starts_with(r#"{"prompt":"form","title":"Sign in""#), "{text}");
        assert_eq!(serde_json::from_str::<Prompt>(&text).unwrap(), prompt);
        let given = Answer::Form(answer(&[("user", "alice"), ("pass", "hunter2")]));
        assert!(!format!("{given:?}").contains("hunter2"));
        let text = serde_json::to_string(&given).unwrap();
        assert_eq!(serde_json::from_str::<Answer>(&text).unwrap(), given);
        let many = Answer::Form(answer(&[("x", "y"); MAX_FIELDS + 1]));
        assert!(serde_json::from_str::<Answer>(&serde_json::to_string(&many).unwrap()).is_err());
        for plain in [Answer::Cancel, Answer::Accepted, Answer::BrowserOpened] {
            let text = serde_json::to_string(&plain).unwrap();
            assert_eq!(serde_json::from_str::<Answer>(&text).unwrap(), plain);
        }
    }
}
