//! What NetworkManager hands over with a connection: the settings of its D-Bus interface (nm-settings-dbus(5)).

use std::collections::HashMap;

use profile_api::{Formats, NoSideFiles, TunnelTraffic};
use vpn_api::{
    ConnectionId, ProtocolProfile, Secret, Secrets,
    contract::{ConnectOptions, ConnectRequest, MAX_NAME},
    text,
};
use zbus::OwnedVariant;

use crate::questions::{Given, PASSPHRASE, PASSWORD, USERNAME};

/// Settings by their names, and in each its properties.
pub type Settings = HashMap<String, HashMap<String, OwnedVariant>>;

/// In `vpn.data`: the connection's id in Adit. Without it, its UUID in NetworkManager.
pub const ID: &str = "id";
/// In `vpn.secrets`: the text of the profile. It holds keys.
pub const PROFILE: &str = "profile";

/// Why a connection of NetworkManager is none of Adit's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// It has neither an id nor a UUID.
    #[error("the connection has no id")]
    NoId,
    /// The secret [`PROFILE`] is missing.
    #[error("the connection has no profile: import it again")]
    NoProfile,
    /// The profile cannot be used.
    #[error("the connection's profile cannot be used: aditctl lint tells why")]
    UnusableProfile,
}

/// A connection of NetworkManager.
#[derive(PartialEq, Eq)]
pub struct Described {
    /// Its id in Adit.
    pub id: ConnectionId,
    /// Its name for people.
    pub name: String,
    /// The one user who may use it. `None`: all users, or several; such a connection is the administrator's.
    pub user: Option<String>,
    /// What is known for signing in, by the names of [`crate::questions`].
    pub given: Given,
    text: Option<Secret>,
}

impl std::fmt::Debug for Described {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (id, name, user) = (&self.id, &self.name, &self.user);
        f.debug_struct("Described").field("id", id).field("name", name).field("user", user).finish_non_exhaustive()
    }
}

impl Described {
    /// Reads the settings. What is not there is empty.
    ///
    /// # Errors
    /// [`SettingsError::NoId`].
    pub fn read(settings: &Settings) -> Result<Self, SettingsError> {
        let text_of = |setting: &str, property: &str| {
            let value = settings.get(setting)?.get(property)?.try_clone().ok()?;
            String::try_from(value).ok()
        };
        let map_of = |property: &str| -> Given {
            let value = settings.get("vpn").and_then(|vpn| vpn.get(property)).and_then(|value| value.try_clone().ok());
            value.and_then(|value| Given::try_from(value).ok()).unwrap_or_default()
        };
        let (data, mut given) = (map_of("data"), map_of("secrets"));
        let id = data.get(ID).cloned().or_else(|| text_of("connection", "uuid")).ok_or(SettingsError::NoId)?;
        let text = given.remove(PROFILE).map(Secret::new);
        let username =
            data.get(USERNAME).cloned().or_else(|| text_of("vpn", "user-name").filter(|name| !name.is_empty()));
        if let Some(username) = username {
            given.entry(USERNAME.to_owned()).or_insert(username);
        }
        let permissions = settings.get("connection").and_then(|connection| connection.get("permissions"));
        let permissions = permissions.and_then(|value| Vec::<String>::try_from(value.try_clone().ok()?).ok());
        Ok(Self {
            id: ConnectionId::try_from(id).map_err(|_| SettingsError::NoId)?,
            name: name(&text_of("connection", "id").unwrap_or_default()),
            user: only_user(&permissions.unwrap_or_default()),
            given,
            text,
        })
    }

    /// The request that brings it up.
    ///
    /// # Errors
    /// There is no profile that can be used.
    pub fn request(&self, formats: &Formats) -> Result<ConnectRequest, SettingsError> {
        let (profile, takes_all) = self.profile(formats)?;
        let secret = |name: &str| self.given.get(name).map(|value| Secret::from(value.as_str()));
        let secrets = Secrets {
            username: self.given.get(USERNAME).cloned(),
            password: secret(PASSWORD),
            key_passphrase: secret(PASSPHRASE),
            ..Secrets::default()
        };
        let options = ConnectOptions { takes_all, ..ConnectOptions::default() };
        Ok(ConnectRequest { connection: self.id.clone(), name: self.name.clone(), profile, secrets, options })
    }

    fn profile(&self, formats: &Formats) -> Result<(ProtocolProfile, bool), SettingsError> {
        let text = self.text.as_ref().ok_or(SettingsError::NoProfile)?.expose();
        if text.len() > profile_api::MAX_PROFILE_LEN {
            return Err(SettingsError::UnusableProfile);
        }
        let import = formats.read("profile", text.as_bytes(), &NoSideFiles);
        let takes_all = import.summary.traffic == TunnelTraffic::Everything;
        Ok((import.outcome.map_err(|_| SettingsError::UnusableProfile)?.profile, takes_all))
    }
}

/// A name that the helper takes.
fn name(text: &str) -> String {
    let mut name = text::plain(text);
    let end = (0..=MAX_NAME.min(name.len())).rev().find(|at| name.is_char_boundary(*at)).unwrap_or_default();
    name.truncate(end);
    name
}

/// The one user that the permissions name.
fn only_user(permissions: &[String]) -> Option<String> {
    // user:NAME:reserved
    let users = permissions.iter().filter_map(|permission| permission.strip_prefix("user:"));
    let mut names = users.map(|user| user.split(':').next().unwrap_or_default()).filter(|name| !name.is_empty());
    names.next().filter(|_| names.next().is_none()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use ovpn_profile::OpenVpn;
    use zbus::Variant;

    use super::*;

    const TEXT: &str = "client\nremote vpn.example.com 1194\nredirect-gateway def1\nauth-user-pass\n<ca>\n</ca>\n";

    fn settings(permissions: &[&str], data: &[(&str, &str)], secrets: &[(&str, &str)]) -> Settings {
        let owned = |value: Variant<'_>| OwnedVariant::try_from(value).unwrap();
        let map = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            owned(Variant::from(pairs.collect::<HashMap<String, String>>()))
        };
        let permissions: Vec<String> = permissions.iter().map(|user| (*user).to_owned()).collect();
        let connection = HashMap::from([
            ("id".to_owned(), owned(Variant::from("Work\u{7}"))),
            ("uuid".to_owned(), owned(Variant::from("5fb0c9ee-a8c1-4f4e-8f1e-f2a9a8a6a4b1"))),
            ("permissions".to_owned(), owned(Variant::from(permissions))),
        ]);
        let vpn = HashMap::from([("data".to_owned(), map(data)), ("secrets".to_owned(), map(secrets))]);
        HashMap::from([("connection".to_owned(), connection), ("vpn".to_owned(), vpn)])
    }

    #[test]
    fn the_one_user_who_may_use_it_is_whose_it_is() {
        for (permissions, user) in [
            (&["user:alice:"][..], Some("alice")),
            (&["user:alice"], Some("alice")),
            (&["user:alice:", "user:bob:"], None),
            (&["group:alice:", "user::"], None),
            (&[], None),
        ] {
            let described = Described::read(&settings(permissions, &[], &[])).unwrap();
            assert_eq!(described.user.as_deref(), user, "{permissions:?}");
        }
    }

    #[test]
    fn id_name_and_sign_in_are_read_and_the_profile_is_kept_apart() {
        let secrets = [(PROFILE, TEXT), (PASSWORD, "sesame")];
        let described = Described::read(&settings(&[], &[(ID, "work"), (USERNAME, "alice")], &secrets)).unwrap();
        assert_eq!((described.id.as_str(), described.name.as_str()), ("work", "Work"));
        assert_eq!(described.given.get(USERNAME).map(String::as_str), Some("alice"));
        assert_eq!(described.given.get(PROFILE), None);
        let shown = format!("{described:?}");
        assert!(!shown.contains("vpn.example.com") && !shown.contains("sesame"), "{shown}");
        let without = Described::read(&settings(&[], &[], &[])).unwrap();
        assert_eq!(without.id.as_str(), "5fb0c9ee-a8c1-4f4e-8f1e-f2a9a8a6a4b1");
        assert_eq!(Described::read(&Settings::new()), Err(SettingsError::NoId));
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let formats = Formats::new(OpenVpn);
        let described = Described::read(&settings(&[], &[(ID, "work")], &[])).unwrap();
        assert_eq!(described.request(&formats), Err(SettingsError::NoProfile));
        let described = Described::read(&settings(&[], &[(ID, "work")], &[(PROFILE, "hello")])).unwrap();
        assert_eq!(described.request(&formats), Err(SettingsError::UnusableProfile));
        let bad = Described::read(&settings(&[], &[(ID, "../work")], &[]));
        assert_eq!(bad, Err(SettingsError::NoId));
    }

    #[test]
    fn names_are_cut_at_a_letter() {
        assert_eq!(name(&"ä".repeat(200)).len(), MAX_NAME);
        assert_eq!(name(&"漢".repeat(200)).len(), MAX_NAME - 1);
    }
}
