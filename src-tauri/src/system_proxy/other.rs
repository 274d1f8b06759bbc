//! A system whose settings are not read: the environment names the proxies there.

use super::Settings;

/// Nothing.
pub(super) fn settings() -> Settings {
    Settings::default()
}
