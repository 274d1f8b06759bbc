//! Protection of the control channel.

use serde::{Deserialize, Serialize};
use vpn_api::Secret;

use crate::{data::Digest, encoding};

/// Control channel protection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Wrap {
    /// None.
    None,
    /// Authenticated (`tls-auth`).
    TlsAuth {
        /// The static key.
        key: StaticKey,
        /// Which half sends.
        direction: KeyDirection,
        /// HMAC digest, from (`auth`).
        digest: Digest,
    },
    /// Encrypted with a key shared by all clients (`tls-crypt`).
    TlsCrypt {
        /// The static key.
        key: StaticKey,
    },
    /// Encrypted with this client's own key (`tls-crypt-v2`).
    TlsCryptV2 {
        /// The client's key.
        key: StaticKey,
        /// The same key, wrapped for the server; opaque to us. 290 to 1024 bytes.
        #[serde(with = "encoding::bytes")]
        wrapped: Vec<u8>,
    },
}

/// A static key: 256 bytes, two pairs of a 64-byte cipher key and a 64-byte HMAC key. Serialised as hex.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Secret", into = "Secret")]
pub struct StaticKey(Box<zeroize::Zeroizing<[u8; 256]>>);

impl StaticKey {
    /// From its 256 bytes.
    #[must_use]
    pub fn new(bytes: [u8; 256]) -> Self {
        Self(Box::new(zeroize::Zeroizing::new(bytes)))
    }

    /// The 256 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 256] {
        &self.0
    }
}

impl std::fmt::Debug for StaticKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StaticKey(hidden)")
    }
}

/// A static key's text is not 512 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a static key has 256 bytes, written as 512 hexadecimal digits")]
pub struct InvalidStaticKey;

impl TryFrom<Secret> for StaticKey {
    type Error = InvalidStaticKey;

    fn try_from(text: Secret) -> Result<Self, Self::Error> {
        let mut bytes = [0; 256];
        hex::decode_to_slice(text.expose(), &mut bytes).map_err(|_| InvalidStaticKey)?;
        Ok(Self::new(bytes))
    }
}

impl From<StaticKey> for Secret {
    fn from(key: StaticKey) -> Self {
        Self::new(hex::encode(key.bytes()))
    }
}

/// Which half of a tls-auth key sends (`key-direction`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyDirection {
    /// The first half in both directions.
    Bidirectional,
    /// 0: send with the first half, receive with the second.
    Normal,
    /// 1: send with the second half, receive with the first. What clients normally use.
    Inverse,
}
