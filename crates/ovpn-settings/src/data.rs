//! The data channel: ciphers, digests, framing of compression.

use serde::{Deserialize, Serialize};

use crate::encoding;

/// Data channel settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataSettings {
    /// Ciphers we offer, best first (`data-ciphers`, `ncp-ciphers`).
    #[serde(deserialize_with = "encoding::bounded::<_, _, 32>")]
    pub ciphers: Vec<Cipher>,
    /// Used when the server does not negotiate (`data-ciphers-fallback`, `cipher`).
    #[serde(default)]
    pub fallback: Option<Cipher>,
    /// The `cipher` as written, for the options string; OpenVPN's default is BF-CBC.
    #[serde(default)]
    pub configured_cipher: Option<String>,
    /// HMAC digest of CBC packets (`auth`).
    #[serde(default)]
    pub auth: Digest,
    /// Framing of compression, never compression itself (`comp-lzo`, `compress`).
    #[serde(default)]
    pub compression: Compression,
    /// Read what the server compressed [allow-compression asym, yes]. Nothing is compressed on the way out.
    #[serde(default)]
    pub allow_compression: bool,
    /// Replay window in packets (`replay-window`).
    pub replay_window: u32,
    /// Tell the server that data keys can come from the TLS exporter. Off where the profile asks for the behaviour of a
    /// version before 2.6, which did not know it (`compat-mode`).
    #[serde(default = "yes")]
    pub key_export: bool,
}

fn yes() -> bool {
    true
}

impl Default for DataSettings {
    fn default() -> Self {
        Self {
            ciphers: vec![Cipher::Aes256Gcm, Cipher::Aes128Gcm, Cipher::ChaCha20Poly1305],
            fallback: None,
            configured_cipher: None,
            auth: Digest::Sha1,
            compression: Compression::None,
            allow_compression: false,
            replay_window: 64,
            key_export: true,
        }
    }
}

/// Data ciphers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Cipher {
    /// AES-256-GCM.
    #[serde(rename = "AES-256-GCM")]
    Aes256Gcm,
    /// AES-192-GCM.
    #[serde(rename = "AES-192-GCM")]
    Aes192Gcm,
    /// AES-128-GCM.
    #[serde(rename = "AES-128-GCM")]
    Aes128Gcm,
    /// CHACHA20-POLY1305.
    #[serde(rename = "CHACHA20-POLY1305")]
    ChaCha20Poly1305,
    /// AES-256-CBC, with HMAC.
    #[serde(rename = "AES-256-CBC")]
    Aes256Cbc,
    /// AES-192-CBC, with HMAC.
    #[serde(rename = "AES-192-CBC")]
    Aes192Cbc,
    /// AES-128-CBC, with HMAC.
    #[serde(rename = "AES-128-CBC")]
    Aes128Cbc,
}

impl Cipher {
    /// The name on the wire and in profiles.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Aes256Gcm => "AES-256-GCM",
            Self::Aes192Gcm => "AES-192-GCM",
            Self::Aes128Gcm => "AES-128-GCM",
            Self::ChaCha20Poly1305 => "CHACHA20-POLY1305",
            Self::Aes256Cbc => "AES-256-CBC",
            Self::Aes192Cbc => "AES-192-CBC",
            Self::Aes128Cbc => "AES-128-CBC",
        }
    }

    /// By name, in any case, with OpenSSL's `id-` aliases.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_uppercase();
        let all = [
            Self::Aes256Gcm,
            Self::Aes192Gcm,
            Self::Aes128Gcm,
            Self::ChaCha20Poly1305,
            Self::Aes256Cbc,
            Self::Aes192Cbc,
            Self::Aes128Cbc,
        ];
        let plain = match name.as_str() {
            "ID-AES256-GCM" => "AES-256-GCM",
            "ID-AES192-GCM" => "AES-192-GCM",
            "ID-AES128-GCM" => "AES-128-GCM",
            other => other,
        };
        all.into_iter().find(|cipher| cipher.name() == plain)
    }

    /// Whether it authenticates by itself.
    #[must_use]
    pub fn is_aead(self) -> bool {
        match self {
            Self::Aes256Gcm | Self::Aes192Gcm | Self::Aes128Gcm | Self::ChaCha20Poly1305 => true,
            Self::Aes256Cbc | Self::Aes192Cbc | Self::Aes128Cbc => false,
        }
    }
}

impl std::fmt::Display for Cipher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// HMAC digest of tls-auth and of CBC data packets (`auth`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Digest {
    /// No authentication. Not valid with tls-auth.
    None,
    /// MD5.
    Md5,
    /// SHA-1, OpenVPN's default.
    #[default]
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// Framing of compression. Adit never compresses; the frames must still look as the server expects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compression {
    /// No framing.
    #[default]
    None,
    /// One byte in front: `comp-lzo` in any form, `compress lzo`.
    Lzo,
    /// The first byte moves to the end: `compress`, `compress stub`, `compress lz4`.
    Stub,
    /// Escape only: `compress stub-v2`, `compress lz4-v2`.
    StubV2,
}
