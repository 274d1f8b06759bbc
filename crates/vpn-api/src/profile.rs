//! A profile on its way to the engine: which protocol, and that protocol's settings as text. The text belongs to its
//! protocol's crate, which parses and judges it once, at the helper's boundary
//! ([`ProtocolProvider::settings`](crate::ProtocolProvider::settings)). From there on there are only typed [`Settings`].

use std::{any::Any, borrow::Cow, fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::{
    bounded,
    proxy::{MAX_LOGINS, ProxyLogins},
    secret::Secret,
};

/// Names a protocol: `openvpn`. 1 to [`Self::MAX`] characters out of `a-z 0-9 -`, the first a letter.
///
/// A new protocol brings its own id and its own provider; no list of protocols has to grow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProtocolId(Cow<'static, str>);

/// The text is no id of a protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a protocol's id has 1 to 32 characters out of a-z 0-9 -")]
pub struct InvalidProtocolId;

impl ProtocolId {
    /// Longest id, in bytes.
    pub const MAX: usize = 32;

    /// A protocol's own id. For constants, where a text that is none stops the compiler.
    ///
    /// # Panics
    /// `id` is no id.
    #[must_use]
    pub const fn from_static(id: &'static str) -> Self {
        assert!(is_protocol_id(id.as_bytes()), "a protocol's id has 1 to 32 characters out of a-z 0-9 -");
        Self(Cow::Borrowed(id))
    }

    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const fn is_protocol_id(id: &[u8]) -> bool {
    let mut rest = id;
    while let [first, others @ ..] = rest {
        if !(first.is_ascii_lowercase() || rest.len() < id.len() && (first.is_ascii_digit() || *first == b'-')) {
            return false;
        }
        rest = others;
    }
    !id.is_empty() && id.len() <= ProtocolId::MAX
}

impl TryFrom<&str> for ProtocolId {
    type Error = InvalidProtocolId;

    fn try_from(text: &str) -> Result<Self, InvalidProtocolId> {
        if is_protocol_id(text.as_bytes()) { Ok(Self(Cow::Owned(text.to_owned()))) } else { Err(InvalidProtocolId) }
    }
}

impl fmt::Display for ProtocolId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ProtocolId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ProtocolId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = bounded::text::<{ Self::MAX }, D>(deserializer)?;
        Self::try_from(text.as_str()).map_err(D::Error::custom)
    }
}

/// A profile as it crosses the socket. Nothing about its settings has been checked yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtocolProfile {
    /// Which protocol's crate understands `settings`.
    pub protocol: ProtocolId,
    /// That protocol's settings as text (JSON, as far as Adit's own protocols go). May hold key material.
    pub settings: Secret,
}

impl fmt::Debug for ProtocolProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProtocolProfile").field("protocol", &self.protocol).finish_non_exhaustive()
    }
}

/// The settings of one profile, parsed and judged by its protocol. Opaque to all other code; cheap to clone.
#[derive(Clone)]
pub struct Settings(Arc<dyn Any + Send + Sync>);

impl Settings {
    /// What a protocol parsed.
    #[must_use]
    pub fn new<T: Any + Send + Sync>(parsed: T) -> Self {
        Self(Arc::new(parsed))
    }

    /// What [`Self::new`] was given; `None` for the settings of another protocol.
    #[must_use]
    pub fn get<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settings(hidden)")
    }
}

/// Longest user name, in bytes.
pub const MAX_USERNAME: usize = 4096;

/// What the person knows and the profile does not hold. Handed over once, at connect or with an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Secrets {
    /// User name, at most [`MAX_USERNAME`] bytes.
    #[serde(deserialize_with = "bounded::optional_text::<MAX_USERNAME, _>")]
    pub username: Option<String>,
    /// Password.
    pub password: Option<Secret>,
    /// Passphrase of the private key.
    pub key_passphrase: Option<Secret>,
    /// Answer to the last challenge; used once and then forgotten.
    pub challenge_response: Option<Secret>,
    /// For proxies on the way.
    #[serde(deserialize_with = "bounded::map::<MAX_LOGINS, _, _>")]
    pub proxies: ProxyLogins,
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPENVPN: ProtocolId = ProtocolId::from_static("openvpn");

    #[test]
    fn debug_hides_the_settings() {
        let profile = ProtocolProfile { protocol: OPENVPN, settings: Secret::from(r#"{"key":"PRIVATE"}"#) };
        let shown = format!("{profile:?}");
        assert!(shown.contains("openvpn") && !shown.contains("PRIVATE"), "{shown}");
        let secrets = Secrets { password: Some(Secret::from("hunter2")), ..Secrets::default() };
        assert!(!format!("{secrets:?}").contains("hunter2"));
        assert!(!format!("{:?}", Settings::new("PRIVATE")).contains("PRIVATE"));
    }

    #[test]
    fn ids_are_short_and_plain() {
        for good in ["openvpn", "a", "l2tp-ipsec", &"x".repeat(32)] {
            let json = serde_json::to_string(good).unwrap();
            assert_eq!(serde_json::from_str::<ProtocolId>(&json).unwrap().as_str(), good);
        }
        for bad in ["", "OpenVPN", "2tp", "-x", "a b", "é", &"x".repeat(33)] {
            assert_eq!(ProtocolId::try_from(bad), Err(InvalidProtocolId), "{bad}");
            assert!(serde_json::from_str::<ProtocolId>(&serde_json::to_string(bad).unwrap()).is_err(), "{bad}");
        }
    }

    #[test]
    fn settings_are_given_back_to_whoever_made_them_and_to_nobody_else() {
        let settings = Settings::new(7_u32);
        assert_eq!((settings.get::<u32>(), settings.clone().get::<u64>()), (Some(&7), None));
    }

    #[test]
    fn unknown_fields_are_refused() {
        let good = r#"{"protocol":"openvpn","settings":"{}"}"#;
        assert!(serde_json::from_str::<ProtocolProfile>(good).is_ok());
        assert!(serde_json::from_str::<ProtocolProfile>(&good.replace('{', r#"{"more":0,"#)).is_err());
        assert!(serde_json::from_str::<Secrets>(r#"{"username":"a"}"#).is_ok());
        assert!(serde_json::from_str::<Secrets>(r#"{"user":"a"}"#).is_err());
    }
}
