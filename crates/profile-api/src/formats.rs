//! The formats that a program knows.

use std::sync::Arc;

use vpn_api::ProtocolId;

use crate::{
    apple::{AppleProfile, AppleVpn},
    format::ProfileFormat,
    import::{Answers, Import, Source},
    side_files::SideFiles,
    web::WebImport,
};

/// The formats that a program knows; at least one. Clones share them.
#[derive(Clone)]
pub struct Formats {
    first: Arc<dyn ProfileFormat>,
    more: Vec<Arc<dyn ProfileFormat>>,
}

impl std::fmt::Debug for Formats {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter().map(|format| format.protocol())).finish()
    }
}

impl Formats {
    /// A registry with one format, which also reads what no format recognises, and tells why it is no profile.
    #[must_use]
    pub fn new(first: impl ProfileFormat + 'static) -> Self {
        Self { first: Arc::new(first), more: Vec::new() }
    }

    /// The registry with one more format.
    #[must_use]
    pub fn with(mut self, format: impl ProfileFormat + 'static) -> Self {
        self.more.push(Arc::new(format));
        self
    }

    /// All formats, in the order in which they were registered.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn ProfileFormat>> {
        std::iter::once(&self.first).chain(&self.more)
    }

    /// The format of a protocol's profiles.
    #[must_use]
    pub fn of(&self, protocol: &ProtocolId) -> Option<&Arc<dyn ProfileFormat>> {
        self.iter().find(|format| format.protocol() == *protocol)
    }

    /// The format of a file: by an extension that is a format's own, else by the content, else by an extension that several use,
    /// else the first format.
    #[must_use]
    pub fn recognise(&self, file: &str, bytes: &[u8]) -> &Arc<dyn ProfileFormat> {
        let extension = |own: bool| self.iter().find(|format| has_extension(format.as_ref(), file, own));
        let content = || self.iter().find(|format| format.looks_like(bytes));
        extension(true).or_else(content).or_else(|| extension(false)).unwrap_or(&self.first)
    }

    /// Whether a file is a profile by its name alone.
    #[must_use]
    pub fn is_profile_name(&self, file: &str) -> bool {
        self.iter().any(|format| has_extension(format.as_ref(), file, true))
    }

    /// Whether a file may be a profile by its name, so that its content has to decide.
    #[must_use]
    pub fn may_be_profile_name(&self, file: &str) -> bool {
        self.iter().any(|format| has_extension(format.as_ref(), file, false))
    }

    /// Whether the content looks like a profile of any format.
    #[must_use]
    pub fn looks_like_profile(&self, bytes: &[u8]) -> bool {
        self.iter().any(|format| format.looks_like(bytes))
    }

    /// Every extension in lower case, without dots and repetitions.
    #[must_use]
    pub fn extensions(&self) -> Vec<&'static str> {
        let mut all: Vec<&'static str> = Vec::new();
        for extension in self.iter().flat_map(|format| format.extensions()) {
            if !all.contains(&extension.text) {
                all.push(extension.text);
            }
        }
        all
    }

    /// The text of a VPN payload of Apple's, by the first format that knows the app it is for.
    #[must_use]
    pub fn apple_profile(&self, vpn: &AppleVpn) -> Option<AppleProfile> {
        self.iter().find_map(|format| format.apple_profile(vpn))
    }

    /// How servers hand out profiles on the web, by format.
    pub fn web_imports(&self) -> impl Iterator<Item = &'static WebImport> {
        self.iter().filter_map(|format| format.web_import())
    }

    /// Reads the bytes of a file, with nothing answered yet.
    #[must_use]
    pub fn read(&self, file: &str, bytes: &[u8], files: &dyn SideFiles) -> Import {
        self.recognise(file, bytes).read(Source { bytes, files, answers: &Answers::default() })
    }
}

fn has_extension(format: &dyn ProfileFormat, file: &str, own: bool) -> bool {
    let Some((_, extension)) = file.rsplit_once('.') else { return false };
    format.extensions().iter().any(|known| known.own == own && known.text.eq_ignore_ascii_case(extension))
}
