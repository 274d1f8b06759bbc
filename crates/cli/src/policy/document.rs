//! The policy as the administrator writes it. The only module that names TOML.

use serde::Deserialize;
use toml::Spanned;
use vpn_api::{Lock, PolicyFault};

/// A mistake, and in which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) line: Option<u32>,
    pub(super) fault: PolicyFault,
}

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Document {
    pub(super) organisation: Option<Spanned<String>>,
    lock: LockTable,
    profiles: ProfilesTable,
    pub(super) profile: Vec<ProfileTable>,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct LockTable {
    mode: Option<Spanned<String>>,
    lan: Option<bool>,
    let_out: bool,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ProfilesTable {
    own: bool,
}

/// One profile.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileTable {
    pub(super) file: Spanned<String>,
    #[serde(default)]
    pub(super) id: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) name: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) users: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) groups: Vec<Spanned<String>>,
}

impl Default for LockTable {
    fn default() -> Self {
        Self { mode: None, lan: None, let_out: true }
    }
}

impl Default for ProfilesTable {
    fn default() -> Self {
        Self { own: true }
    }
}

/// What the file says of the lock and of profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rules {
    pub(super) lock: Option<Lock>,
    pub(super) lan: Option<bool>,
    pub(super) let_out: bool,
    pub(super) own_profiles: bool,
}

/// Reads the file's text.
pub(super) fn parse(text: &str) -> Result<Document, Mistake> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_at(text, span.start));
        // One line, whatever the parser makes of it.
        let detail = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
        Mistake { line, fault: PolicyFault::Syntax { detail } }
    })
}

/// The line that a place is in; the first is 1.
pub(super) fn line_at(text: &str, place: usize) -> u32 {
    let before = text.as_bytes().iter().take(place).filter(|byte| **byte == b'\n').count();
    u32::try_from(before + 1).unwrap_or(u32::MAX)
}

/// A value that a key cannot have.
pub(super) fn wrong(text: &str, key: &str, value: &Spanned<String>, allowed: &str) -> Mistake {
    let fault = PolicyFault::Value { key: key.to_owned(), value: value.get_ref().clone(), allowed: allowed.to_owned() };
    Mistake { line: Some(line_at(text, value.span().start)), fault }
}

impl Document {
    /// What follows from it for the lock and for profiles.
    pub(super) fn rules(&self, text: &str) -> Result<Rules, Mistake> {
        let lock = match &self.lock.mode {
            None => None,
            Some(mode) => Some(match mode.get_ref().as_str() {
                "off" => Lock::Off,
                "wanted" => Lock::WhileWanted,
                "always" => Lock::Always,
                _ => return Err(wrong(text, "lock.mode", mode, "off, wanted or always")),
            }),
        };
        let (lan, let_out, own_profiles) = (self.lock.lan, self.lock.let_out, self.profiles.own);
        Ok(Rules { lock, lan, let_out, own_profiles })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> Mistake {
        parse(text).and_then(|document| document.rules(text)).unwrap_err()
    }

    #[test]
    fn what_is_not_said_is_not_settled() {
        let rules = parse("").unwrap().rules("").unwrap();
        assert_eq!(rules, Rules { lock: None, lan: None, let_out: true, own_profiles: true });
        let text = "organisation = \"Example Ltd\"\n[lock]\nmode = \"always\"\nlan = false\nlet-out = false\n[profiles]\nown = false\n";
        let rules = parse(text).unwrap().rules(text).unwrap();
        assert_eq!(rules, Rules { lock: Some(Lock::Always), lan: Some(false), let_out: false, own_profiles: false });
    }

    #[test]
    fn each_mistake_has_its_line_and_its_value() {
        for (text, line, part) in [
            ("[lock]\n\nmode = \"allways\"\n", 3, "allways"),
            ("[lock]\nmode = \"Always\"\n", 2, "off, wanted or always"),
            ("[lock]\nmode = true\n", 2, "boolean `true`"),
            ("[lock]\nlan = \"no\"\n", 2, "no"),
            ("[lock]\nlet_out = false\n", 2, "let_out"),
            ("# a comment\n[lokc]\nmode = \"off\"\n", 2, "lokc"),
            ("[lock]\nmode = \"off\"\nmode = \"always\"\n", 3, "duplicate key"),
            ("[lock]\n[profiles]\n[lock]\n", 3, "duplicate key"),
            ("[[profile]]\nname = \"x\"\n", 1, "file"),
            ("[[profile]]\nfile = \"x.ovpn\"\nusers = \"alice\"\n", 3, "alice"),
            ("own = false\n", 1, "own"),
            ("[lock\n", 1, ""),
            ("mode = \"off", 1, ""),
        ] {
            let mistake = mistake(text);
            assert_eq!(mistake.line, Some(line), "{text}: {mistake:?}");
            let said = i18n::policy_fault(&mistake.fault);
            assert!(said.contains(part) && !said.contains('\n'), "{text}: {said}");
        }
    }

    #[test]
    fn deep_and_long_input_ends_in_an_error() {
        assert!(parse(&"[".repeat(60_000)).is_err());
        assert!(parse(&format!("a = {}", "[".repeat(60_000))).is_err());
        assert!(parse(&"{".repeat(60_000)).is_err());
        assert!(parse(&format!("{}x = 1", "a.".repeat(30_000))).is_err());
    }
}
