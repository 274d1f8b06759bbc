//! What the person has set for Adit, for window, tray, notifications and terminal alike.
//!
//! [`Preferences`] are the typed values. [`TABLE`] names each of them and says what it can be, so that the window, `aditctl
//! settings` and the file speak of the same list. [`PreferencesFile`] keeps them in `adit/settings.json` in the folder that the
//! desktop has for programs' configuration. What one file lacks or has wrong is as if it had never been set; what it has beside
//! that, as from a later version, is kept.
//!
//! What is set for the machine and not for the person, such as the lock, is the helper's (`vpn_api::ProtectionSettings`).

mod file;
mod table;
mod values;

pub use file::{Damage, PreferencesFile, Read, SaveError, default_path};
pub use table::{Key, Kind, Row, SettingValue, TABLE, WrongValue};
pub use values::{AfterSleep, Appearance, Language, Notifications, Preferences, Sort, TrayClick};
