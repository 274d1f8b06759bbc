//! What is sealed: the typed profile, and the text that it was made from.

use profile_api::{Answers, Formats, NoSideFiles, Source, TunnelTraffic};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use vpn_api::{ProtocolId, ProtocolProfile, Secret, profile::InvalidProtocolId};

/// What a stored profile holds. One that was stored before texts were kept has none and opens all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Layout")]
pub struct Document {
    /// The typed profile.
    #[serde(flatten)]
    pub profile: ProtocolProfile,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texts: Option<Texts>,
}

/// What [`Layout`] calls `open-vpn`.
const OPENVPN: ProtocolId = ProtocolId::from_static("openvpn");

/// How documents lie in their files. Up to version 0.1.0 OpenVPN was called `open-vpn`, and settings were an object instead of
/// its text.
#[derive(Deserialize)]
struct Layout {
    protocol: String,
    settings: Value,
    #[serde(default)]
    texts: Option<Texts>,
}

impl TryFrom<Layout> for Document {
    type Error = InvalidProtocolId;

    fn try_from(layout: Layout) -> Result<Self, InvalidProtocolId> {
        let protocol = match layout.protocol.as_str() {
            "open-vpn" => OPENVPN,
            other => ProtocolId::try_from(other)?,
        };
        let settings = match layout.settings {
            Value::String(text) => text,
            tree @ (Value::Object(_) | Value::Array(_) | Value::Number(_) | Value::Bool(_) | Value::Null) => {
                tree.to_string()
            }
        };
        Ok(Self { profile: ProtocolProfile { protocol, settings: Secret::new(settings) }, texts: layout.texts })
    }
}

impl Document {
    /// The typed profile, as this version of Adit writes it. Settings that an earlier version wrote and this one cannot read
    /// are made anew from the text, which means the same in all versions.
    #[must_use]
    pub fn into_profile(self, formats: &Formats) -> ProtocolProfile {
        let Some(format) = formats.of(&self.profile.protocol) else { return self.profile };
        if format.print(&self.profile).is_some() {
            return self.profile;
        }
        let answers = Answers::default();
        let again = self.texts.as_ref().and_then(|texts| {
            let bytes = texts.current().as_bytes();
            format.read(Source { bytes, files: &NoSideFiles, answers: &answers }).outcome.ok()
        });
        again.map_or(self.profile, |parsed| parsed.profile)
    }
}

impl Document {
    /// Whether the profile itself says that all traffic goes through its tunnel, whatever the server says.
    #[must_use]
    pub fn takes_all(&self, formats: &Formats) -> bool {
        let (Some(format), Some(texts)) = (formats.of(&self.profile.protocol), &self.texts) else { return false };
        let (bytes, answers) = (texts.current().as_bytes(), Answers::default());
        let summary = format.read(Source { bytes, files: &NoSideFiles, answers: &answers }).summary;
        summary.traffic == TunnelTraffic::Everything
    }
}

impl From<ProtocolProfile> for Document {
    fn from(profile: ProtocolProfile) -> Self {
        Self { profile, texts: None }
    }
}

/// A profile's text, which holds its keys: every file that it names stands in it as a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// As it was imported.
    original: Secret,
    /// As the person changed it since, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    current: Option<Secret>,
}

impl Texts {
    /// An original and what became of it.
    #[must_use]
    pub fn new(original: String, current: String) -> Self {
        let current = (current != original).then(|| Secret::new(current));
        Self { original: Secret::new(original), current }
    }

    /// The text as it was imported.
    #[must_use]
    pub fn original(&self) -> &str {
        self.original.expose()
    }

    /// The text that the profile is made of.
    #[must_use]
    pub fn current(&self) -> &str {
        self.current.as_ref().unwrap_or(&self.original).expose()
    }

    /// The same original with another text.
    #[must_use]
    pub fn changed(&self, current: String) -> Self {
        Self::new(self.original().to_owned(), current)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unchanged_text_is_kept_once_and_a_change_keeps_the_original() {
        let texts = Texts::new("client\n".to_owned(), "client\n".to_owned());
        assert_eq!(texts.current, None);
        let changed = texts.changed("client\nverb 3\n".to_owned());
        assert_eq!((changed.original(), changed.current()), ("client\n", "client\nverb 3\n"));
        assert_eq!(changed.changed("client\n".to_owned()), texts);
    }

    #[test]
    fn a_document_without_texts_is_a_bare_profile() {
        let profile = ProtocolProfile { protocol: ovpn_profile::PROTOCOL, settings: Secret::from(r#"{"remotes":[]}"#) };
        let bare = serde_json::to_string(&profile).unwrap();
        let document: Document = serde_json::from_str(&bare).unwrap();
        assert_eq!(document, profile.into());
        assert_eq!(serde_json::to_string(&document).unwrap(), bare);
        let earlier = r#"{"protocol":"open-vpn","settings":{"remotes":[]}}"#;
        assert_eq!(serde_json::from_str::<Document>(earlier).unwrap(), document);
    }

    #[test]
    fn a_profile_that_takes_all_traffic_says_so_in_its_text() {
        let formats = Formats::new(ovpn_profile::OpenVpn);
        let takes_all = |text: &str| {
            let profile = ProtocolProfile { protocol: ovpn_profile::PROTOCOL, settings: Secret::from("{}") };
            Document { profile, texts: Some(Texts::new(text.to_owned(), text.to_owned())) }.takes_all(&formats)
        };
        assert!(takes_all("client\nremote vpn.example.com\nredirect-gateway def1\n"));
        assert!(!takes_all("client\nremote vpn.example.com\n"));
    }

    #[test]
    fn settings_of_another_version_are_read_again_from_the_text() {
        let formats = Formats::new(ovpn_profile::OpenVpn);
        let text = "client\nremote vpn.example.com\nauth-user-pass\npeer-fingerprint 00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff\n";
        let today = formats.read("work.ovpn", text.as_bytes(), &NoSideFiles).outcome.unwrap().profile;
        let old = ProtocolProfile { settings: Secret::from(r#"{"remote":[]}"#), ..today.clone() };
        let texts = Some(Texts::new(String::new(), text.to_owned()));
        let document = Document { profile: old.clone(), texts: texts.clone() };
        assert_eq!(document.into_profile(&formats), today);
        assert_eq!(Document { profile: today.clone(), texts: None }.into_profile(&formats), today);
        assert_eq!(
            Document { profile: old.clone(), texts: None }.into_profile(&formats),
            old,
            "there is nothing better"
        );
    }

    #[test]
    fn texts_are_not_printed() {
        let texts = Texts::new("key CANARY".to_owned(), "key CANARY 2".to_owned());
        assert!(!format!("{texts:?}").contains("CANARY"));
    }
}
