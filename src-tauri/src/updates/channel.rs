//! Where to ask, and whose signature counts.

use std::{fs::File, io::Read, path::Path};

use base64::{Engine, prelude::BASE64_STANDARD};
use profile_api::Formats;
use serde::Deserialize;

use super::announcement::{KEY_LEN, Key};
use crate::import::ProfileUrl;

/// Where a package puts it. Only root writes there, as it writes the program.
pub(crate) const FILE: &str = "/usr/share/adit/updates.json";
/// Largest file.
const MAX_LEN: u64 = 4096;

/// Where to ask, and whose signature counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Channel {
    link: ProfileUrl,
    key: Key,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    /// https.
    url: String,
    /// Ed25519, in Base64.
    key: String,
}

impl Channel {
    /// Reads the file. `None`: there is none, or it is damaged.
    pub(crate) fn open(path: &Path, formats: &Formats) -> Option<Self> {
        let mut text = String::new();
        File::open(path).ok()?.take(MAX_LEN).read_to_string(&mut text).ok()?;
        let read = Self::read(&text, formats);
        if read.is_none() {
            tracing::warn!(path = %path.display(), "where to ask for updates cannot be read");
        }
        read
    }

    /// Reads it from the file's text.
    pub(super) fn read(text: &str, formats: &Formats) -> Option<Self> {
        let stored: Stored = serde_json::from_str(text).ok()?;
        let link = ProfileUrl::parse(&stored.url, formats).ok().filter(|link| !link.is_deep())?;
        let key: [u8; KEY_LEN] = BASE64_STANDARD.decode(stored.key).ok()?.try_into().ok()?;
        Some(Self { link, key })
    }

    pub(super) fn link(&self) -> &ProfileUrl {
        &self.link
    }

    pub(super) fn key(&self) -> &Key {
        &self.key
    }
}
