//! The only module that names Fluent: the files, the functions they may use, and how a message becomes text.

mod date;
mod language;
mod pseudo;

use std::{
    borrow::Cow,
    sync::{LazyLock, OnceLock},
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

pub use date::date;
pub(crate) use date::day;
use language::{Language, PSEUDO};
pub use language::{choose, chosen};

type Bundle = FluentBundle<FluentResource>;

/// By the place of the language; each is made when it is first wanted.
static BUNDLES: LazyLock<Vec<OnceLock<Bundle>>> = LazyLock::new(|| Language::all().map(|_| OnceLock::new()).collect());

fn bundle_of(language: Language) -> Bundle {
    // Plural rules go by the tag; one that cannot be read has none of its own.
    let mut bundle = FluentBundle::new_concurrent(vec![language.tag().parse().unwrap_or_default()]);
    // Isolation marks around every value would end up in what people copy from a terminal; `isolated` sets them where they matter.
    bundle.set_use_isolating(false);
    if language.tag() == PSEUDO {
        bundle.set_transform(Some(pseudo::accented));
    }
    for file in language.files() {
        let resource = match FluentResource::try_new(file.to_owned()) {
            Ok(resource) => resource,
            // What could be read of a damaged file is better than nothing; a test keeps the files whole.
            Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    // Both fail only when the name is taken.
    let _ = bundle.add_builtins();
    let _ = bundle.add_function("DATE", move |values, _| match values.first() {
        Some(FluentValue::Number(number)) => FluentValue::from(date::date_in(language, number.value as i64)),
        Some(FluentValue::String(text)) => match text.parse() {
            Ok(seconds) => FluentValue::from(date::date_in(language, seconds)),
            Err(_) => FluentValue::Error,
        },
        _ => FluentValue::Error,
    });
    bundle
}

/// A value in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text as it stands.
    Text(String),
    /// A number, for which a language may have several forms.
    Number(f64),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

macro_rules! numbers {
    ($($kind:ty),+) => { $(
        impl From<$kind> for Value {
            /// Exact up to 2^53.
            fn from(number: $kind) -> Self {
                Self::Number(number as f64)
            }
        }
    )+ };
}

numbers!(u8, u16, u32, u64, usize, i32, i64, f64);

/// The text of the message `id`. A missing message is its id, so that it is noticed.
#[must_use]
pub fn text(id: &str, values: &[(&str, Value)]) -> String {
    text_in(Language::chosen(), id, values)
}

/// The same in a language that is not the chosen one.
fn text_in(language: Language, id: &str, values: &[(&str, Value)]) -> String {
    format_in(language, id, None, values).0.unwrap_or_else(|| id.to_owned())
}

/// The languages that there are, by tag, each with its own name: `("de", "Deutsch")`.
#[must_use]
pub fn languages() -> &'static [(&'static str, &'static str)] {
    // Read from the file: a bundle of each language would be made for its name alone, and kept.
    static NAMES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
        let name = |language: Language| {
            let mut lines = language.files().flat_map(str::lines);
            lines.find_map(|line| line.strip_prefix("language-name = ")).unwrap_or(language.tag())
        };
        let all = Language::all().filter(|language| language.tag() != PSEUDO);
        all.map(|language| (language.tag(), name(language))).collect()
    });
    &NAMES
}

/// The text of the attribute `name` of the message `id`; empty if there is none.
#[must_use]
pub fn attribute(id: &str, name: &str, values: &[(&str, Value)]) -> String {
    format(id, Some(name), values).0.unwrap_or_default()
}

/// The text, if there is such a message or attribute, and whether every value that it needs was there.
pub(crate) fn format(id: &str, attribute: Option<&str>, values: &[(&str, Value)]) -> (Option<String>, bool) {
    format_in(Language::chosen(), id, attribute, values)
}

/// In this language, or in English where it has no such message.
fn format_in(
    language: Language,
    id: &str,
    attribute: Option<&str>,
    values: &[(&str, Value)],
) -> (Option<String>, bool) {
    for language in [language, Language::FALLBACK] {
        let Some(bundle) = BUNDLES.get(language.0) else { continue };
        let bundle = bundle.get_or_init(|| bundle_of(language));
        let message = bundle.get_message(id);
        let pattern = message.and_then(|message| match attribute {
            None => message.value(),
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
        });
        let Some(pattern) = pattern else { continue };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(
                *name,
                match value {
                    Value::Text(text) => FluentValue::from(isolated(language, text).into_owned()),
                    Value::Number(number) => FluentValue::from(*number),
                },
            );
        }
        let mut troubles = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut troubles).into_owned();
        return (Some(text), troubles.is_empty());
    }
    (None, false)
}

/// Text that runs the other way is kept apart from the sentence around it (Unicode FSI and PDI). Where sentences run from right to
/// left, that is any text: an address would otherwise be torn at its dots.
fn isolated(language: Language, text: &str) -> Cow<'_, str> {
    let right_to_left = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    let apart = language.is_right_to_left() || text.chars().any(right_to_left);
    if apart { Cow::Owned(format!("\u{2068}{text}\u{2069}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn files_are_whole_and_ids_unique() {
        let mut seen = BTreeSet::new();
        for file in Language::FALLBACK.files() {
            let resource = FluentResource::try_new(file.to_owned());
            assert!(resource.is_ok(), "{:?}", resource.err().map(|(_, troubles)| troubles));
            for line in file.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
                let id = line.split(" =").next().unwrap();
                assert!(seen.insert(id), "{id} is there twice");
            }
        }
    }

    #[test]
    fn every_reason_of_a_report_has_its_message() {
        for reason in ovpn_profile::Reason::one_of_each() {
            let values: Vec<_> = reason.args().into_iter().map(|(name, value)| (name, Value::from(value))).collect();
            let (title, whole) = format(reason.id(), None, &values);
            assert!(title.is_some() && whole, "{}: {title:?}", reason.id());
            let (advice, whole) = format(reason.id(), Some("advice"), &values);
            assert!(advice.is_none() || whole, "{}: {advice:?}", reason.id());
        }
    }

    fn lint_file() -> &'static str {
        Language::FALLBACK.files().find(|file| file.contains("\nlint-")).unwrap()
    }

    #[test]
    fn every_message_of_a_report_has_its_reason() {
        let ids: BTreeSet<_> = ovpn_profile::Reason::one_of_each().iter().map(|reason| reason.id()).collect();
        for line in lint_file().lines().filter(|line| line.starts_with("lint-")) {
            let id = line.split(" =").next().unwrap();
            assert!(ids.contains(id), "{id} has no reason");
        }
    }

    #[test]
    fn every_fix_has_its_messages_and_every_message_its_fix() {
        let kinds = ovpn_profile::fix::FixKind::ALL;
        for kind in kinds {
            let name = [("name", Value::from("up"))];
            assert!(format(kind.id(), None, &name).0.is_some(), "{}", kind.id());
            assert!(format(kind.id(), Some("advice"), &name).0.is_some(), "{}", kind.id());
        }
        let count = lint_file().lines().filter(|line| line.starts_with("fix-")).count();
        assert_eq!(count, kinds.len());
    }

    #[test]
    fn sentences_keep_to_their_tone() {
        for file in Language::FALLBACK.files() {
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                let said = line.split_once('=').map_or(line, |(_, said)| said);
                assert!(!said.contains('!') && !said.to_lowercase().contains("error"), "{line}");
            }
        }
    }

    #[test]
    fn every_language_has_a_name_of_its_own() {
        let languages = languages();
        assert_eq!(languages.first(), Some(&("en", "English")));
        let names: BTreeSet<_> = languages.iter().map(|(_, name)| name).collect();
        assert_eq!(names.len(), languages.len(), "{languages:?}");
    }

    #[test]
    fn what_is_chosen_is_written() {
        // Only English is chosen here: other tests of this process read what is written at the same time.
        assert_eq!((choose(Some("en-GB")), chosen()), ("en", "en"));
        let said = |language| text_in(language, "notify-connected", &[("name", Value::from("Work"))]);
        let all: BTreeSet<_> = Language::all().map(said).collect();
        assert!(all.contains("Connected to Work") && all.contains("Çöññéçtéd tö···· Work"), "{all:?}");
        assert!(all.contains("Verbunden mit Work"), "{all:?}");
    }

    #[test]
    fn names_from_right_to_left_are_kept_apart() {
        let name = [("name", Value::from("שלום"))];
        assert_eq!(text("notify-connected", &name), "Connected to \u{2068}שלום\u{2069}");
        assert_eq!(text("notify-connected", &[("name", Value::from("Work"))]), "Connected to Work");
        assert_eq!(text("no-such-message", &[]), "no-such-message");
        assert_eq!(attribute("notify-connected", "advice", &name), "");
    }

    #[test]
    fn dates_are_written_out() {
        let values = [("not_before", Value::from("1772500000"))];
        assert_eq!(text("lint-certificate-not-yet-valid", &values), "The certificate is valid from 3 March 2026 on.");
    }
}
