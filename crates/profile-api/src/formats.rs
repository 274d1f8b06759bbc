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

#[cfg(test)]
mod tests {
    use vpn_api::ProtocolProfile;

    use super::*;
    use crate::{
        fix::{Fix, FixId},
        form::{Form, FormError},
        format::Extension,
        import::Rejected,
        report::Report,
        secret_lines::SecretLines,
        side_files::NoSideFiles,
        summary::Summary,
    };

    /// A format whose profiles begin with its first extension. What it reads is called after that, too.
    struct Fake(&'static [Extension]);

    impl ProfileFormat for Fake {
        fn protocol(&self) -> ProtocolId {
            ProtocolId::from_static("test")
        }
        fn extensions(&self) -> &'static [Extension] {
            self.0
        }
        fn looks_like(&self, bytes: &[u8]) -> bool {
            bytes.starts_with(self.0[0].text.as_bytes())
        }
        fn read(&self, _source: Source<'_>) -> Import {
            let summary = Summary { name_hint: Some(self.0[0].text.to_owned()), ..Summary::default() };
            Import { outcome: Err(Rejected::Refused), report: Report::default(), summary }
        }
        fn fixes(&self, _text: &str, _import: &Import) -> Vec<Fix> {
            Vec::new()
        }
        fn apply_fixes(&self, text: &str, _fixes: &[FixId]) -> String {
            text.to_owned()
        }
        fn form(&self, _text: &str) -> Form {
            Form::default()
        }
        fn write_form(&self, text: &str, _form: &Form) -> Result<String, FormError> {
            Ok(text.to_owned())
        }
        fn standalone(&self, text: &str, _files: &dyn SideFiles) -> String {
            text.to_owned()
        }
        fn print(&self, _profile: &ProtocolProfile) -> Option<String> {
            None
        }
        fn secret_lines(&self, _text: &str) -> Vec<SecretLines> {
            Vec::new()
        }
        fn apple_profile(&self, vpn: &AppleVpn) -> Option<AppleProfile> {
            let text = self.0[0].text.to_owned();
            (vpn.subtype == text).then_some(AppleProfile { text, identity_elsewhere: false })
        }
        fn web_import(&self) -> Option<&'static WebImport> {
            None
        }
    }

    const SHARED: Extension = Extension { text: "conf", own: false };

    fn two() -> Formats {
        Formats::new(Fake(&[Extension { text: "one", own: true }, SHARED]))
            .with(Fake(&[Extension { text: "two", own: true }, SHARED]))
    }

    #[test]
    fn a_file_is_recognised_by_its_own_extension_then_by_its_content() {
        let formats = two();
        let read =
            |file: &str, text: &str| formats.read(file, text.as_bytes(), &NoSideFiles).summary.name_hint.unwrap();
        assert_eq!(read("a.two", "one"), "two", "an extension of its own goes before the content");
        assert_eq!(read("a.TWO", ""), "two");
        assert_eq!(read("a.conf", "two"), "two");
        assert_eq!(read("", "two"), "two");
        assert_eq!([read("a.conf", "x"), read("a.txt", "x")], ["one", "one"], "the first tells why it is no profile");
    }

    #[test]
    fn names_are_told_apart() {
        let formats = two();
        assert!(
            formats.is_profile_name("a.two") && !formats.is_profile_name("a.conf") && !formats.is_profile_name("two")
        );
        assert!(formats.may_be_profile_name("b/a.Conf") && !formats.may_be_profile_name("a.two"));
        assert_eq!(formats.extensions(), ["one", "conf", "two"]);
        assert!(formats.looks_like_profile(b"two") && !formats.looks_like_profile(b"three"));
    }

    #[test]
    fn the_format_that_knows_the_app_takes_a_payload_of_apples() {
        let of = |subtype: &str| {
            let vpn = AppleVpn { subtype: subtype.to_owned(), ..AppleVpn::default() };
            two().apple_profile(&vpn).map(|profile| profile.text)
        };
        assert_eq!((of("two").as_deref(), of("three")), (Some("two"), None));
    }
}
