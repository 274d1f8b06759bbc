//! The languages that there are, and which of them is written.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Each language by its tag, with the texts of its files; English first.
pub(super) const LOCALES: &[(&str, &[&str])] = include!(concat!(env!("OUT_DIR"), "/locales.rs"));
/// English with accents and a third longer: shows what is not translated and what is cut off.
pub(super) const PSEUDO: &str = "en-XA";
/// Written from right to left.
const RIGHT_TO_LEFT: &[&str] = &["ar"];

/// A language, as its place in [`LOCALES`]; the pseudo-locale comes after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Language(pub(super) usize);

/// The place of the chosen language.
static CHOSEN: AtomicUsize = AtomicUsize::new(Language::FALLBACK.0);

impl Language {
    /// English: the language of every message that another does not have.
    pub(super) const FALLBACK: Self = Self(0);

    /// All that have a file, and the pseudo-locale.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..=LOCALES.len()).map(Self)
    }

    /// What is written now.
    pub(super) fn chosen() -> Self {
        Self(CHOSEN.load(Ordering::Relaxed))
    }

    pub(super) fn tag(self) -> &'static str {
        LOCALES.get(self.0).map_or(PSEUDO, |(tag, _)| tag)
    }

    /// The texts of its files.
    pub(super) fn files(self) -> impl Iterator<Item = &'static str> {
        let place = if self.tag() == PSEUDO { Self::FALLBACK.0 } else { self.0 };
        LOCALES.get(place).into_iter().flat_map(|(_, files)| files.iter().copied())
    }

    pub(super) fn is_right_to_left(self) -> bool {
        RIGHT_TO_LEFT.contains(&self.tag())
    }

    /// The language that serves a tag such as `de-AT`, `pt_BR.UTF-8` or `zh-Hant-TW`.
    fn serving(tag: &str) -> Option<Self> {
        let tag = tag.split(['.', '@']).next().unwrap_or_default().replace('_', "-").to_ascii_lowercase();
        let tag = match tag.as_str() {
            "c" | "posix" => "en",
            tag => tag,
        };
        let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let mut all = Self::all();
        all.find(|each| each.tag().eq_ignore_ascii_case(tag))
            .or_else(|| Self::all().find(|each| language(each.tag()) == language(tag) && each.tag() != PSEUDO))
    }
}

/// Writes in the language of this tag from now on, or in that of the system: `None`, or nothing that there are files for.
/// Returns the tag of what is written now.
pub fn choose(tag: Option<&str>) -> &'static str {
    let language = tag.and_then(Language::serving).unwrap_or_else(system);
    CHOSEN.store(language.0, Ordering::Relaxed);
    language.tag()
}

/// The tag of what is written now: `de`.
#[must_use]
pub fn chosen() -> &'static str {
    Language::chosen().tag()
}

/// The language of the system, as gettext finds it (gettext manual, "Locale Environment Variables" and "The LANGUAGE variable").
fn system() -> Language {
    wanted(|name| std::env::var(name).ok())
}

fn wanted(variable: impl Fn(&str) -> Option<String>) -> Language {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let Some(locale) = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")) else {
        return Language::FALLBACK;
    };
    // A list of languages counts only where there is a locale at all.
    let plain = locale.split('.').next().is_some_and(|locale| locale == "C" || locale == "POSIX");
    let list = if plain { None } else { set("LANGUAGE") };
    let mut tags = list.as_deref().unwrap_or_default().split(':').filter(|tag| !tag.is_empty());
    tags.find_map(Language::serving).or_else(|| Language::serving(&locale)).unwrap_or(Language::FALLBACK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(variables: &[(&str, &str)]) -> &'static str {
        let variable =
            |name: &str| variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).to_owned());
        wanted(variable).tag()
    }

    #[test]
    fn the_environment_chooses_as_in_other_programs() {
        assert_eq!(found(&[]), "en");
        assert_eq!(found(&[("LANG", "en_XA.UTF-8")]), "en-XA");
        assert_eq!(found(&[("LANG", "en_XA"), ("LC_MESSAGES", "en_GB.UTF-8")]), "en");
        assert_eq!(found(&[("LC_MESSAGES", "en_GB"), ("LC_ALL", "en_XA")]), "en-XA");
        assert_eq!(found(&[("LANG", "en_GB"), ("LC_ALL", ""), ("LANGUAGE", "tlh:en_XA:en")]), "en-XA");
        assert_eq!(found(&[("LANG", "tlh"), ("LANGUAGE", "")]), "en");
        for plain in ["C", "POSIX", "C.UTF-8"] {
            assert_eq!(found(&[("LANG", plain), ("LANGUAGE", "en_XA")]), "en", "{plain}");
        }
        assert_eq!(found(&[("LANGUAGE", "en_XA")]), "en");
    }

    #[test]
    fn english_is_what_another_language_falls_back_to() {
        assert_eq!(Language::FALLBACK.tag(), "en");
        assert!(Language::all().all(|language| language.files().count() > 0));
    }

    #[test]
    fn a_region_is_served_by_its_language() {
        for (tag, language) in
            [("en-GB", Some("en")), ("en_US.UTF-8", Some("en")), ("EN-xa", Some("en-XA")), ("tlh", None), ("", None)]
        {
            assert_eq!(Language::serving(tag).map(Language::tag), language, "{tag}");
        }
    }
}
