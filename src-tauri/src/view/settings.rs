//! What the person has set, as the window reads it.

use preferences::{AfterSleep, Appearance, Language, Notifications, Preferences, Sort, TrayClick};
use serde::Serialize;
use specta::Type;

/// What the person has set; `preferences::Preferences` says what each means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SettingsView {
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
