//! What the person has set for Adit, for window, tray, notifications and terminal alike.
//!
//! [`Preferences`] are the typed values. [`TABLE`] names each of them and says what it can be, so that the window, `aditctl
//! settings` and the file speak of the same list. [`PreferencesFile`] keeps them in `adit/settings.json` in the folder that the
//! desktop has for programs' configuration. What one file lacks or has wrong is as if it had never been set; what it has beside
//! that, as from a later version, is kept.
//!
//! What is set for the machine and not for the person is the helper's; [`MACHINE`] names it in the same way.

mod file;
mod machine;
mod table;
mod values;

pub use file::{Damage, PreferencesFile, Read, SaveError, default_path};
pub use machine::{MACHINE, MachineKey, MachineRow};
pub use table::{Key, Kind, Row, SettingValue, TABLE, WrongValue};
pub use values::{AfterSleep, Appearance, AtStart, Language, Notifications, Preferences, Sort, TrayClick};
