//! What the person has set, as the window reads it.

use preferences::{AfterSleep, Appearance, AtStart, Language, Notifications, Preferences, Sort, TrayClick};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What the person has set; `preferences::Preferences` says what each means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SettingsView {
    /// Adit begins with the desktop's session, in the tray, also where nothing is connected again.
    pub(crate) at_login: bool,
    /// What is connected again after a restart.
    pub(crate) at_start: AtStart,
    /// The ids of the profiles that are chosen for that.
    pub(crate) at_start_profiles: Vec<String>,
    /// The tag of the language; absent: that of the desktop.
    pub(crate) language: Option<String>,
    /// The colours of the window.
    pub(crate) appearance: Appearance,
    /// What is told by a notification.
    pub(crate) notifications: Notifications,
    /// The order of the profiles.
    pub(crate) sort: Sort,
    /// What a click on the tray's icon does.
    pub(crate) tray_click: TrayClick,
    /// What becomes of connections when the computer wakes up.
    pub(crate) after_sleep: AfterSleep,
    /// How much went through each profile is kept.
    pub(crate) history: bool,
    /// A tunnel that is up is checked while somebody looks.
    pub(crate) live_check: bool,
    /// It is looked up whether there is a new version.
    pub(crate) update_check: bool,
    /// The desktop's proxy is tried.
    pub(crate) desktop_proxy: bool,
    /// Passwords can be remembered in the keychain.
    pub(crate) remember: bool,
}

impl From<&Preferences> for SettingsView {
    fn from(preferences: &Preferences) -> Self {
        Self {
            at_login: preferences.at_login,
            at_start: preferences.at_start,
            at_start_profiles: preferences.at_start_profiles.iter().map(ToString::to_string).collect(),
            language: preferences.language.as_ref().map(Language::to_string),
            appearance: preferences.appearance,
            notifications: preferences.notifications,
            sort: preferences.sort,
            tray_click: preferences.tray_click,
            after_sleep: preferences.after_sleep,
            history: preferences.history,
            live_check: preferences.live_check,
            update_check: preferences.update_check,
            desktop_proxy: preferences.desktop_proxy,
            remember: preferences.remember,
        }
    }
}

/// A text that the window shows and that can be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SavedText {
    /// The diagnostics.
    Diagnostics,
    /// The log.
    Log,
}
