//! What the person has set, and setting it.

use preferences::{Damage, Key, Language, Preferences, PreferencesFile, SaveError, SettingValue};

use crate::{
    strings::{self, Value},
    view::MessageView,
};

/// What the person has set, as it was read or set last.
#[derive(Debug)]
pub(crate) struct Settings {
    file: PreferencesFile,
    /// What holds.
    pub(crate) now: Preferences,
    /// What was wrong with the file.
    damage: Option<Damage>,
}

impl Settings {
    /// Reads the file, which need not exist.
    pub(super) fn open(file: PreferencesFile) -> Self {
        let read = file.open();
        Self { file, now: read.preferences, damage: read.damage }
    }

    /// Sets one setting, from here on and for the next start.
    ///
    /// # Errors
    /// It cannot be that, or was not saved: it stays as it was.
    pub(super) fn set(&mut self, key: Key, value: &SettingValue) -> Result<(), MessageView> {
        self.now = self.file.set(key, value).map_err(|error| match error {
            SaveError::Value(wrong) => strings::message("setting-wrong", &[], wrong),
            SaveError::Io(error) => strings::message("setting-not-saved", &self.path(), error),
        })?;
        if key == Key::Language {
            strings::choose(self.now.language.as_ref().map(Language::tag));
        }
        Ok(())
    }

    /// What was wrong with the file when it was read first.
    pub(crate) fn notice(&self) -> Option<MessageView> {
        self.damage.as_ref().map(|damage| {
            let kept = Value::from(self.file.kept_aside().display().to_string());
            strings::message("settings-damaged", &[("kept", kept)], damage)
        })
    }

    fn path(&self) -> [(&'static str, Value); 1] {
        [("path", Value::from(self.file.path().display().to_string()))]
    }
}
