//! The file in which the makers say what the newest version is: a line with the signature in Base64, then a JSON document, which
//! is what is signed (Ed25519, RFC 8032). `installer/linux/announce` writes it. The only module here that names `aws-lc-rs`.

use std::time::{Duration, SystemTime};

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Deserialize;

/// Largest file.
pub(super) const MAX_LEN: usize = 16 * 1024;
/// Length of a public key.
pub(super) const KEY_LEN: usize = 32;
/// Longest address of a page.
const MAX_PAGE: usize = 200;
/// What the document is, so that something else that was signed with the same key is not taken for one.
const KIND: &str = "adit-release";

/// A public key.
pub(super) type Key = [u8; KEY_LEN];

/// The newest version, as its makers say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Announcement {
    /// It.
    pub(crate) version: Version,
    /// What is new in it: an https address.
    pub(crate) page: String,
}

/// Why a file is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Untrusted {
    /// It is not signed with the key.
    #[error("not signed with the key of its makers")]
    Signature,
    /// It is signed and says nothing that is understood.
    #[error("not understood")]
    Malformed,
    /// It counts no longer: whoever gives an old one hides a new one.
    #[error("out of date")]
    Outdated,
}

#[derive(Deserialize)]
struct Document {
    kind: String,
    version: String,
    page: String,
    /// How long it counts, in Unix seconds.
    until: u64,
}

impl Announcement {
    /// Reads a file. Nothing of it is looked at before its signature.
    ///
    /// # Errors
    /// [`Untrusted`].
    pub(super) fn read(file: &[u8], key: &Key, now: SystemTime) -> Result<Self, Untrusted> {
        let end = file.iter().position(|byte| *byte == b'\n').ok_or(Untrusted::Signature)?;
        let (line, rest) = file.split_at_checked(end).ok_or(Untrusted::Signature)?;
        let signed = rest.get(1..).unwrap_or_default();
        let signature = BASE64_STANDARD.decode(line).map_err(|_| Untrusted::Signature)?;
        UnparsedPublicKey::new(&ED25519, key).verify(signed, &signature).map_err(|_| Untrusted::Signature)?;
        let document: Document = serde_json::from_slice(signed).map_err(|_| Untrusted::Malformed)?;
        let Document { kind, version, page, until } = document;
        let plain = page.len() <= MAX_PAGE && page.bytes().all(|byte| byte.is_ascii_graphic());
        let version = Version::parse(&version).filter(|_| kind == KIND).ok_or(Untrusted::Malformed)?;
        if !plain || !page.starts_with("https://") {
            return Err(Untrusted::Malformed);
        }
        let until = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(until)).ok_or(Untrusted::Malformed)?;
        if now >= until {
            return Err(Untrusted::Outdated);
        }
        Ok(Self { version, page })
    }
}

/// A version: three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version([u32; 3]);

impl Version {
    /// Reads `1.2.3`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let number = |part: &str| {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|_| digits)
        };
        let parts: Option<Vec<u32>> = text.split('.').map(number).collect();
        parts?.try_into().ok().map(Self)
    }

    /// This program's.
    pub(crate) fn own() -> Self {
        Self::parse(env!("CARGO_PKG_VERSION")).unwrap_or(Self([0; 3]))
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self([major, minor, patch]) = self;
        write!(f, "{major}.{minor}.{patch}")
    }
}
