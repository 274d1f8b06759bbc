//! Each setting by its name: what it can be, and how it is read and written.

use std::collections::BTreeSet;

use profiles::ProfileId;
use serde::{Deserialize, Serialize};

use crate::values::{AfterSleep, Appearance, AtStart, Language, Notifications, Preferences, Sort, TrayClick};

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "window", derive(specta::Type))]
#[serde(rename = "SettingKey", rename_all = "kebab-case")]
pub enum Key {
    /// [`Preferences::at_login`].
    AtLogin,
    /// [`Preferences::at_start`].
    AtStart,
    /// [`Preferences::at_start_profiles`].
    AtStartProfiles,
    /// [`Preferences::language`].
    Language,
    /// [`Preferences::appearance`].
    Appearance,
    /// [`Preferences::notifications`].
    Notifications,
    /// [`Preferences::sort`].
    Sort,
    /// [`Preferences::tray_click`].
    TrayClick,
    /// [`Preferences::after_sleep`].
    AfterSleep,
    /// [`Preferences::history`].
    History,
    /// [`Preferences::live_check`].
    LiveCheck,
    /// [`Preferences::update_check`].
    UpdateCheck,
    /// [`Preferences::desktop_proxy`].
    DesktopProxy,
    /// [`Preferences::remember`].
    Remember,
}

/// What a setting can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// On or off.
    Switch,
    /// One of these names.
    Choice(&'static [&'static str]),
    /// The tag of a language, or `system`.
    Language,
    /// The ids of profiles.
    Profiles,
}

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub key: Key,
    /// Its name in file and terminal.
    pub name: &'static str,
    /// What it can be.
    pub kind: Kind,
}

/// All settings of the person, in the order in which they are listed.
pub const TABLE: &[Row] = &[
    row(Key::AtLogin, "at-login", Kind::Switch),
    row(Key::AtStart, "at-start", Kind::Choice(AtStart::NAMES)),
    row(Key::AtStartProfiles, "at-start-profiles", Kind::Profiles),
    row(Key::Language, "language", Kind::Language),
    row(Key::Appearance, "appearance", Kind::Choice(Appearance::NAMES)),
    row(Key::Notifications, "notifications", Kind::Choice(Notifications::NAMES)),
    row(Key::Sort, "sort", Kind::Choice(Sort::NAMES)),
    row(Key::TrayClick, "tray-click", Kind::Choice(TrayClick::NAMES)),
    row(Key::AfterSleep, "after-sleep", Kind::Choice(AfterSleep::NAMES)),
    row(Key::History, "history", Kind::Switch),
    row(Key::LiveCheck, "live-check", Kind::Switch),
    row(Key::UpdateCheck, "update-check", Kind::Switch),
    row(Key::DesktopProxy, "desktop-proxy", Kind::Switch),
    row(Key::Remember, "remember", Kind::Switch),
];

const fn row(key: Key, name: &'static str, kind: Kind) -> Row {
    Row { key, name, kind }
}

/// The longest list of profiles.
const MAX_PROFILES: usize = 1000;

/// The name for the desktop's language.
const SYSTEM: &str = "system";

impl Key {
    /// The setting of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.key)
    }
}

/// What a setting is, as it travels: `true`, `"dark"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "window", derive(specta::Type))]
#[serde(untagged)]
pub enum SettingValue {
    /// On or off.
    Switch(bool),
    /// The name of a choice, or the tag of a language.
    Name(String),
    /// The ids of profiles.
    Names(Vec<String>),
}

/// The setting cannot be that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the setting cannot be that")]
pub struct WrongValue;

impl Preferences {
    /// What this setting is.
    #[must_use]
    pub fn get(&self, key: Key) -> SettingValue {
        let name = |name: &str| SettingValue::Name(name.to_owned());
        match key {
            Key::AtLogin => SettingValue::Switch(self.at_login),
            Key::AtStart => name(self.at_start.name()),
            Key::AtStartProfiles => {
                SettingValue::Names(self.at_start_profiles.iter().map(ToString::to_string).collect())
            }
            Key::Language => name(self.language.as_ref().map_or(SYSTEM, Language::tag)),
            Key::Appearance => name(self.appearance.name()),
            Key::Notifications => name(self.notifications.name()),
            Key::Sort => name(self.sort.name()),
            Key::TrayClick => name(self.tray_click.name()),
            Key::AfterSleep => name(self.after_sleep.name()),
            Key::History => SettingValue::Switch(self.history),
            Key::LiveCheck => SettingValue::Switch(self.live_check),
            Key::UpdateCheck => SettingValue::Switch(self.update_check),
            Key::DesktopProxy => SettingValue::Switch(self.desktop_proxy),
            Key::Remember => SettingValue::Switch(self.remember),
        }
    }

    /// Sets it.
    ///
    /// # Errors
    /// It cannot be that, and stays as it was.
    pub fn set(&mut self, key: Key, value: &SettingValue) -> Result<(), WrongValue> {
        match key {
            Key::AtLogin => self.at_login = switch(value)?,
            Key::AtStart => self.at_start = choice(value, AtStart::named)?,
            Key::AtStartProfiles => self.at_start_profiles = profiles(value)?,
            Key::Language => self.language = language(value)?,
            Key::Appearance => self.appearance = choice(value, Appearance::named)?,
            Key::Notifications => self.notifications = choice(value, Notifications::named)?,
            Key::Sort => self.sort = choice(value, Sort::named)?,
            Key::TrayClick => self.tray_click = choice(value, TrayClick::named)?,
            Key::AfterSleep => self.after_sleep = choice(value, AfterSleep::named)?,
            Key::History => self.history = switch(value)?,
            Key::LiveCheck => self.live_check = switch(value)?,
            Key::UpdateCheck => self.update_check = switch(value)?,
            Key::DesktopProxy => self.desktop_proxy = switch(value)?,
            Key::Remember => self.remember = switch(value)?,
        }
        Ok(())
    }
}

fn switch(value: &SettingValue) -> Result<bool, WrongValue> {
    match value {
        SettingValue::Switch(on) => Ok(*on),
        SettingValue::Name(_) | SettingValue::Names(_) => Err(WrongValue),
    }
}

fn choice<T>(value: &SettingValue, named: impl Fn(&str) -> Option<T>) -> Result<T, WrongValue> {
    match value {
        SettingValue::Name(name) => named(name).ok_or(WrongValue),
        SettingValue::Switch(_) | SettingValue::Names(_) => Err(WrongValue),
    }
}

fn language(value: &SettingValue) -> Result<Option<Language>, WrongValue> {
    choice(value, |name| if name == SYSTEM { Some(None) } else { Language::tagged(name).map(Some) })
}

fn profiles(value: &SettingValue) -> Result<BTreeSet<ProfileId>, WrongValue> {
    match value {
        SettingValue::Names(ids) if ids.len() <= MAX_PROFILES => {
            ids.iter().map(|id| ProfileId::try_from(id.clone()).map_err(|_| WrongValue)).collect()
        }
        SettingValue::Names(_) | SettingValue::Switch(_) | SettingValue::Name(_) => Err(WrongValue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_each_setting_once_and_by_the_name_that_json_gives_it() {
        for row in TABLE {
            assert_eq!(serde_json::to_value(row.key).unwrap(), row.name, "{row:?}");
            assert_eq!(Key::named(row.name), Some(row.key));
            assert_eq!(TABLE.iter().filter(|other| other.key == row.key).count(), 1, "{row:?}");
        }
        assert_eq!(Key::named("colour"), None);
    }

    #[test]
    fn what_was_set_is_what_is_got_and_nothing_else_changes() {
        for row in TABLE {
            let values: Vec<SettingValue> = match row.kind {
                Kind::Switch => vec![SettingValue::Switch(true), SettingValue::Switch(false)],
                Kind::Choice(names) => names.iter().map(|name| SettingValue::Name((*name).to_owned())).collect(),
                Kind::Profiles => vec![SettingValue::Names(vec!["home".to_owned(), "work".to_owned()])],
                Kind::Language => ["system", "de", "zh-Hans"].map(|tag| SettingValue::Name(tag.to_owned())).into(),
            };
            for value in values {
                let mut preferences = Preferences::default();
                preferences.set(row.key, &value).unwrap();
                assert_eq!(preferences.get(row.key), value);
                for other in TABLE.iter().filter(|other| other.key != row.key) {
                    assert_eq!(preferences.get(other.key), Preferences::default().get(other.key), "{row:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn what_a_setting_cannot_be_is_refused() {
        for row in TABLE {
            let wrong = match row.kind {
                Kind::Switch => SettingValue::Name("on".to_owned()),
                Kind::Choice(_) => SettingValue::Name("other".to_owned()),
                Kind::Profiles => SettingValue::Names(vec!["../x".to_owned()]),
                Kind::Language => SettingValue::Name("../de".to_owned()),
            };
            let mut preferences = Preferences::default();
            assert_eq!(preferences.set(row.key, &wrong), Err(WrongValue), "{row:?}");
            assert_eq!(preferences, Preferences::default());
        }
    }
}
