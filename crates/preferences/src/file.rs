//! The file that keeps the settings: an object of names and values, written whole beside the old one and renamed into its place.

use std::{
    fs, io,
    io::Read as _,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use crate::{
    table::{Key, SettingValue, TABLE, WrongValue},
    values::Preferences,
};

/// The file holds a few names; a larger one is none of ours.
const MAX_FILE: u64 = 1 << 20;

/// Where the person's settings are: `adit/settings.json` in the folder that the desktop keeps for programs' configuration
/// (`$XDG_CONFIG_HOME` or `~/.config` on Linux). `None` if there is no home directory.
#[must_use]
pub fn default_path() -> Option<PathBuf> {
    dirs::config_dir().map(|config| config.join("adit").join("settings.json"))
}

/// The file. What it holds is read anew each time, as more than one program changes it.
#[derive(Debug, Clone)]
pub struct PreferencesFile {
    path: PathBuf,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// What is set, with defaults for what is not.
    pub preferences: Preferences,
    /// What was wrong with the file.
    pub damage: Option<Damage>,
}

/// What was wrong with the file, for which defaults hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It cannot be read at all.
    #[error("{0}")]
    Unreadable(String),
    /// These settings cannot be what the file says.
    #[error("{}", .0.join(", "))]
    Values(Vec<&'static str>),
}

/// A setting was not saved, and is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// It cannot be that.
    #[error(transparent)]
    Value(#[from] WrongValue),
    /// The file cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl PreferencesFile {
    /// This file, which need not exist.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a damaged file is kept when it is replaced.
    #[must_use]
    pub fn kept_aside(&self) -> PathBuf {
        self.path.with_extension("json.damaged")
    }

    /// Reads it.
    #[must_use]
    pub fn read(&self) -> Read {
        self.parse().1
    }

    /// Reads it. A damaged file is kept aside, and replaced by what could be read of it.
    pub fn open(&self) -> Read {
        let (values, read) = self.parse();
        if read.damage.is_some() {
            // One that cannot be replaced stays, and is told again the next time.
            let _told = self.keep_aside().and_then(|()| self.write(&values, &read.preferences));
        }
        read
    }

    /// Sets one setting. What the file holds besides stays, also what another program has set since.
    ///
    /// # Errors
    /// It cannot be that, or the file cannot be written: then nothing has changed.
    pub fn set(&self, key: Key, value: &SettingValue) -> Result<Preferences, SaveError> {
        let (values, Read { mut preferences, damage }) = self.parse();
        preferences.set(key, value)?;
        if damage.is_some() {
            self.keep_aside()?;
        }
        self.write(&values, &preferences)?;
        Ok(preferences)
    }

    /// Sets everything back to how it is where nothing was ever set.
    ///
    /// # Errors
    /// The file cannot be written: then nothing has changed.
    pub fn reset(&self) -> io::Result<Preferences> {
        let (values, Read { damage, .. }) = self.parse();
        if damage.is_some() {
            self.keep_aside()?;
        }
        let preferences = Preferences::default();
        self.write(&values, &preferences)?;
        Ok(preferences)
    }

    /// Everything in the file, and the settings in it.
    fn parse(&self) -> (Map<String, Value>, Read) {
        let values = match read_object(&self.path) {
            Ok(values) => values,
            Err(cause) => {
                let damage = Some(Damage::Unreadable(cause));
                return (Map::new(), Read { damage, ..Read::default() });
            }
        };
        let mut preferences = Preferences::default();
        let mut set = |name: &str, key| {
            let Some(value) = values.get(name) else { return Ok(()) };
            let value = serde_json::from_value(value.clone()).map_err(|_| WrongValue)?;
            preferences.set(key, &value)
        };
        let wrong = TABLE.iter().filter(|row| set(row.name, row.key).is_err()).map(|row| row.name);
        let wrong: Vec<&'static str> = wrong.collect();
        let damage = (!wrong.is_empty()).then_some(Damage::Values(wrong));
        (values, Read { preferences, damage })
    }

    /// Writes what is not a default, beside what this version does not know.
    fn write(&self, before: &Map<String, Value>, preferences: &Preferences) -> io::Result<()> {
        let unknown = before.iter().filter(|(name, _)| Key::named(name).is_none());
        let mut values: Map<String, Value> = unknown.map(|(name, value)| (name.clone(), value.clone())).collect();
        let defaults = Preferences::default();
        for row in TABLE {
            let value = preferences.get(row.key);
            if value != defaults.get(row.key) {
                values.insert(row.name.to_owned(), serde_json::to_value(value)?);
            }
        }
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut text = serde_json::to_vec_pretty(&values)?;
        text.push(b'\n');
        profiles::write_private(&self.path, &text)
    }

    fn keep_aside(&self) -> io::Result<()> {
        fs::rename(&self.path, self.kept_aside())
    }
}

fn read_object(path: &Path) -> Result<Map<String, Value>, String> {
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Map::new()),
        Err(error) => return Err(error.to_string()),
    };
    let mut bytes = Vec::new();
    file.take(MAX_FILE).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    serde_json::from_slice(&bytes).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{Appearance, Sort};

    fn file() -> (tempfile::TempDir, PreferencesFile) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("adit/settings.json");
        (folder, PreferencesFile::at(path))
    }

    fn holding(text: &str) -> (tempfile::TempDir, PreferencesFile) {
        let (folder, file) = file();
        fs::create_dir_all(file.path().parent().unwrap()).unwrap();
        fs::write(file.path(), text).unwrap();
        (folder, file)
    }

    fn name(name: &str) -> SettingValue {
        SettingValue::Name(name.to_owned())
    }

    #[test]
    fn without_a_file_defaults_hold_and_nothing_is_written() {
        let (_folder, file) = file();
        assert_eq!(file.open(), Read::default());
        assert!(!file.path().exists());
    }

    #[test]
    fn what_is_set_is_there_the_next_time_and_private() {
        let (_folder, file) = file();
        file.set(Key::Appearance, &name("dark")).unwrap();
        file.set(Key::History, &SettingValue::Switch(false)).unwrap();
        let read = file.open();
        assert_eq!((read.preferences.appearance, read.preferences.history), (Appearance::Dark, false));
        assert_eq!(read.damage, None);
        let text = fs::read_to_string(file.path()).unwrap();
        assert!(!text.contains("language"), "what is not set is not written: {text}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn what_another_program_or_a_later_version_wrote_stays() {
        let (_folder, file) = holding(r#"{"new-in-2": {"a": 1}, "sort": "added"}"#);
        let other = PreferencesFile::at(file.path().to_owned());
        let _held = file.open();
        other.set(Key::Appearance, &name("light")).unwrap();
        let after = file.set(Key::LiveCheck, &SettingValue::Switch(false)).unwrap();
        assert_eq!((after.appearance, after.sort, after.live_check), (Appearance::Light, Sort::Added, false));
        let values: Value = serde_json::from_slice(&fs::read(file.path()).unwrap()).unwrap();
        assert_eq!(values["new-in-2"]["a"], 1);
        assert_eq!(file.reset().unwrap(), Preferences::default());
        let values: Value = serde_json::from_slice(&fs::read(file.path()).unwrap()).unwrap();
        assert_eq!(values, serde_json::json!({"new-in-2": {"a": 1}}));
    }

    #[test]
    fn a_damaged_file_is_told_and_kept_aside_and_defaults_hold() {
        for text in ["", "{", "[]", "\"dark\"", "\0\0\0\0", "{\"sort\": \"added\""] {
            let (_folder, file) = holding(text);
            let read = file.open();
            assert!(matches!(read.damage, Some(Damage::Unreadable(_))), "{text:?}");
            assert_eq!(read.preferences, Preferences::default(), "{text:?}");
            assert_eq!(fs::read_to_string(file.kept_aside()).unwrap(), text);
            assert_eq!(file.open(), Read::default(), "it is told once");
        }
    }

    #[test]
    fn one_wrong_value_costs_no_other() {
        for wrong in ["\"purple\"", "7", "null", "true", "[]", "{}"] {
            let text = format!("{{\"appearance\": {wrong}, \"sort\": \"added\"}}");
            let (_folder, file) = holding(&text);
            let read = file.open();
            assert_eq!(read.damage, Some(Damage::Values(vec!["appearance"])), "{text}");
            assert_eq!(read.preferences, Preferences { sort: Sort::Added, ..Preferences::default() });
            assert_eq!(fs::read_to_string(file.kept_aside()).unwrap(), text);
            assert_eq!(file.open().preferences.sort, Sort::Added);
        }
    }

    #[test]
    fn what_cannot_be_read_or_written_changes_nothing() {
        let (_folder, file) = file();
        fs::create_dir_all(file.path()).unwrap();
        assert!(matches!(file.read().damage, Some(Damage::Unreadable(_))));
        let (folder, _) = self::file();
        fs::write(folder.path().join("adit"), "no folder").unwrap();
        let file = PreferencesFile::at(folder.path().join("adit/settings.json"));
        assert!(matches!(file.set(Key::History, &SettingValue::Switch(false)), Err(SaveError::Io(_))));
        assert!(matches!(file.set(Key::History, &name("off")), Err(SaveError::Value(_))));
    }
}
