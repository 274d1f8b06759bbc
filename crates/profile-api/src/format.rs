//! One protocol's way to write a profile down.

use vpn_api::{ProtocolId, ProtocolProfile};

use crate::{
    apple::{AppleProfile, AppleVpn},
    diff::{self, DiffLine},
    fix::{Fix, FixId},
    form::{Form, FormError},
    import::{Import, Source},
    mask::{self, BrokenMark, Masked},
    secret_lines::SecretLines,
    side_files::SideFiles,
    web::WebImport,
};

/// A filename extension of files that may hold a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// In lower case, without the dot.
    pub text: &'static str,
    /// Nobody else uses it: such a file is a profile whatever is in it. Of the others the content decides.
    pub own: bool,
}

/// Reads and writes the profiles of one protocol.
///
/// No method opens, runs or contacts anything. Bad input is an answer, not a panic. Texts are the whole text of a profile, in
/// any state of being edited, unless said otherwise.
pub trait ProfileFormat: Send + Sync {
    /// The protocol that the profiles are for.
    fn protocol(&self) -> ProtocolId;

    /// Extensions of its files, the usual one first.
    fn extensions(&self) -> &'static [Extension];

    /// Whether the content is a profile of this format, judged by its first lines and never by a full reading. May say yes to
    /// what cannot be used in the end.
    fn looks_like(&self, bytes: &[u8]) -> bool;

    /// Reads a profile.
    fn read(&self, source: Source<'_>) -> Import;

    /// What can be put right in `text`, of which `import` is what [`Self::read`] made, in the order of its lines. Nothing is
    /// offered that makes something worse.
    fn fixes(&self, text: &str, import: &Import) -> Vec<Fix>;

    /// The text with these fixes made. Ids that no fix of this text has are ignored; no other line is touched.
    fn apply_fixes(&self, text: &str, fixes: &[FixId]) -> String;

    /// The form of a text. A text that cannot be split has an empty one.
    fn form(&self, text: &str) -> Form;

    /// Writes a form into a text and touches no line that has not changed.
    ///
    /// # Errors
    /// [`FormError`]: the first field that has no place in the profile.
    fn write_form(&self, text: &str, form: &Form) -> Result<String, FormError>;

    /// The text with each file that it names in it, so that it stands alone. What is not there stays as it is written.
    fn standalone(&self, text: &str, files: &dyn SideFiles) -> String;

    /// Typed settings as a text that reads as the same settings. `None`: they are not this protocol's, or not valid.
    fn print(&self, profile: &ProtocolProfile) -> Option<String>;

    /// All secrets of a text, in the order of their lines. Works on any text, also one that cannot be split, so that a text in
    /// the middle of an edit shows no more than a finished one.
    fn secret_lines(&self, text: &str) -> Vec<SecretLines>;

    /// The text of a VPN payload of Apple's. `None`: it is for another app than those that this format knows.
    fn apple_profile(&self, vpn: &AppleVpn) -> Option<AppleProfile>;

    /// How servers hand out profiles on the web. `None`: they do not.
    fn web_import(&self) -> Option<&'static WebImport>;

    /// Takes the secrets out of a text.
    fn mask(&self, text: &str) -> Masked {
        mask::mask(text, self.secret_lines(text))
    }

    /// Puts the secrets of `original` back in the place of their marks.
    ///
    /// # Errors
    /// [`BrokenMark`]: a line has the sign of a mark and is none.
    fn unmask(&self, masked: &str, original: &str) -> Result<String, BrokenMark> {
        mask::unmask(masked, original, self.secret_lines(original))
    }

    /// What differs between two texts, secrets hidden.
    fn compare(&self, before: &str, after: &str) -> Vec<DiffLine> {
        let hidden = || (self.secret_lines(before), self.secret_lines(after));
        diff::lines(before, after, hidden)
    }
}
