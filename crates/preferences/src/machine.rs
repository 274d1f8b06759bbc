//! The settings of the machine, which the helper keeps and an organisation may settle.

use serde::{Deserialize, Serialize};
use vpn_api::{Lock, PolicyView, ProtectionSettings};

use crate::table::{Kind, SettingValue, WrongValue};

/// A setting of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MachineKey {
    /// When traffic is held back.
    Lock,
    /// Whether devices in the local network can be reached while it is.
    LocalNetwork,
    /// Whether a network in which no server answers is asked if it wants a sign-in.
    SignInCheck,
}

/// One setting of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MachineRow {
    /// Which.
    pub key: MachineKey,
    /// Its name in the terminal.
    pub name: &'static str,
    /// What it can be.
    pub kind: Kind,
}

/// All settings of the machine.
pub const MACHINE: &[MachineRow] = &[
    row(MachineKey::Lock, "lock", Kind::Choice(&["off", "wanted", "always"])),
    row(MachineKey::LocalNetwork, "local-network", Kind::Switch),
    row(MachineKey::SignInCheck, "sign-in-check", Kind::Switch),
];

const fn row(key: MachineKey, name: &'static str, kind: Kind) -> MachineRow {
    MachineRow { key, name, kind }
}

impl MachineKey {
    /// The setting of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        MACHINE.iter().find(|row| row.name == name).map(|row| row.key)
    }

    /// What it is.
    #[must_use]
    pub fn get(self, settings: ProtectionSettings) -> SettingValue {
        let name = |name: &str| SettingValue::Name(name.to_owned());
        match (self, settings.lock) {
            (Self::Lock, Lock::Off) => name("off"),
            (Self::Lock, Lock::WhileWanted) => name("wanted"),
            (Self::Lock, Lock::Always) => name("always"),
            (Self::LocalNetwork, _) => SettingValue::Switch(settings.lan),
            (Self::SignInCheck, _) => SettingValue::Switch(settings.sign_in_check),
        }
    }

    /// The settings with this one set.
    ///
    /// # Errors
    /// It cannot be that.
    pub fn set(self, before: ProtectionSettings, value: &SettingValue) -> Result<ProtectionSettings, WrongValue> {
        match (self, value) {
            (Self::Lock, SettingValue::Name(name)) => {
                let lock = match name.as_str() {
                    "off" => Lock::Off,
                    "wanted" => Lock::WhileWanted,
                    "always" => Lock::Always,
                    _ => return Err(WrongValue),
                };
                Ok(ProtectionSettings { lock, ..before })
            }
            (Self::LocalNetwork, SettingValue::Switch(lan)) => Ok(ProtectionSettings { lan: *lan, ..before }),
            (Self::SignInCheck, SettingValue::Switch(on)) => Ok(ProtectionSettings { sign_in_check: *on, ..before }),
            (Self::Lock, SettingValue::Switch(_) | SettingValue::Names(_))
            | (Self::LocalNetwork | Self::SignInCheck, SettingValue::Name(_) | SettingValue::Names(_)) => {
                Err(WrongValue)
            }
        }
    }

    /// Whether the organisation has settled it.
    #[must_use]
    pub fn is_settled(self, policy: &PolicyView) -> bool {
        match self {
            Self::Lock => policy.lock.is_some(),
            Self::LocalNetwork => policy.lan.is_some(),
            Self::SignInCheck => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_is_what_is_got_and_nothing_else_changes() {
        for row in MACHINE {
            assert_eq!(MachineKey::named(row.name), Some(row.key));
            let values: Vec<SettingValue> = match row.kind {
                Kind::Choice(names) => names.iter().map(|name| SettingValue::Name((*name).to_owned())).collect(),
                Kind::Switch | Kind::Language | Kind::Profiles => {
                    vec![SettingValue::Switch(true), SettingValue::Switch(false)]
                }
            };
            for value in values {
                let before = ProtectionSettings::default();
                let after = row.key.set(before, &value).unwrap();
                assert_eq!(row.key.get(after), value);
                for other in MACHINE.iter().filter(|other| other.key != row.key) {
                    assert_eq!(other.key.get(after), other.key.get(before), "{row:?} {other:?}");
                }
            }
            let wrong = SettingValue::Name("sometimes".to_owned());
            assert_eq!(row.key.set(ProtectionSettings::default(), &wrong), Err(WrongValue));
        }
    }
}
