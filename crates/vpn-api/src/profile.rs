//! A typed profile on its way to the engine. The document belongs to its protocol's crate, which validates it again when
//! it takes it apart: whoever holds a `ProtocolProfile` has proved nothing yet.

use serde::{Deserialize, Serialize};

use crate::{proxy::ProxyLogins, secret::Secret};

/// The protocols that Adit speaks. A new protocol adds one variant here and one provider in the helper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProtocolKind {
    /// OpenVPN (crate `ovpn-proto`; the document is an `ovpn_profile::Profile`).
    OpenVpn,
}

/// A profile as it crosses the socket: which protocol, and that protocol's typed settings.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtocolProfile {
    /// Which protocol's crate understands `settings`.
    pub protocol: ProtocolKind,
    /// The typed settings of that protocol. May hold key material.
    pub settings: serde_json::Value,
}

impl std::fmt::Debug for ProtocolProfile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProtocolProfile").field("protocol", &self.protocol).finish_non_exhaustive()
    }
}

/// What the person knows and the profile does not hold. Handed over once, at connect or with an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Secrets {
    /// User name.
    pub username: Option<String>,
    /// Password.
    pub password: Option<Secret>,
    /// Passphrase of the private key.
    pub key_passphrase: Option<Secret>,
    /// Answer to the last challenge; used once and then forgotten.
    pub challenge_response: Option<Secret>,
    /// For proxies on the way.
    pub proxies: ProxyLogins,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_settings() {
        let settings = serde_json::json!({ "key": "PRIVATE" });
        let profile = ProtocolProfile { protocol: ProtocolKind::OpenVpn, settings };
        let shown = format!("{profile:?}");
        assert!(shown.contains("OpenVpn") && !shown.contains("PRIVATE"), "{shown}");
        let secrets = Secrets { password: Some(Secret::from("hunter2")), ..Secrets::default() };
        assert!(!format!("{secrets:?}").contains("hunter2"));
    }
}
