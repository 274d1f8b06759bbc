//! DNS names.

use std::{fmt, str::FromStr};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

/// A DNS name in its ASCII form: lower case, `xn--` where people write other letters (UTS #46), no final dot. Its labels hold
/// letters, digits, hyphens and underscores; the last are no letters of host names (RFC 952), but names that carry services
/// have them (RFC 8552), and so do real search domains. Anything else has no business in a resolver file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain(Box<str>);

/// A text is no DNS name. Tells nothing of the text, which may be long or secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDomain {
    /// Nothing, or only the root of all names.
    #[error("a domain name is empty")]
    Empty,
    /// A label above 63 bytes or the whole above 253 (RFC 1035 §2.3.4), in the ASCII form.
    #[error("a domain name is too long, or a part of it is empty or too long")]
    Length,
    /// A character that no name has, or a label that is no IDNA name.
    #[error("a domain name has characters that no name has")]
    Characters,
}

impl Domain {
    /// Longest name in bytes, without the final dot (RFC 1035 §2.3.4).
    pub const MAX_LEN: usize = 253;
    /// Longer texts have no ASCII form of [`Self::MAX_LEN`] bytes, whatever they are written in; they are not looked at.
    const MAX_TEXT: usize = 4 * Self::MAX_LEN;

    /// The name that `text` stands for, with or without a final dot.
    ///
    /// # Errors
    /// [`InvalidDomain`].
    pub fn parse(text: &str) -> Result<Self, InvalidDomain> {
        let text = text.strip_suffix('.').unwrap_or(text);
        if text.is_empty() {
            return Err(InvalidDomain::Empty);
        }
        if text.len() > Self::MAX_TEXT {
            return Err(InvalidDomain::Length);
        }
        let ascii = Uts46::new()
            .to_ascii(text.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow, DnsLength::Ignore)
            .map_err(|_| InvalidDomain::Characters)?;
        let fits = ascii.len() <= Self::MAX_LEN && ascii.split('.').all(|label| (1..=63).contains(&label.len()));
        if !fits {
            return Err(InvalidDomain::Length);
        }
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.');
        if !ascii.bytes().all(plain) {
            return Err(InvalidDomain::Characters);
        }
        Ok(Self(ascii.into()))
    }

    /// Its ASCII form without a final dot.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Domain {
    type Err = InvalidDomain;

    fn from_str(text: &str) -> Result<Self, InvalidDomain> {
        Self::parse(text)
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl PartialEq<str> for Domain {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for Domain {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl Serialize for Domain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Domain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Domain;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a domain name")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Domain, E> {
                Domain::parse(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_have_one_form() {
        for (text, name) in [
            ("Corp.Example.", "corp.example"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.example.", "xn--bcher-kva.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("faß.de", "xn--fa-hia.de"),
            ("_tcp.corp_a.example", "_tcp.corp_a.example"),
            ("a-.-b.example", "a-.-b.example"),
            ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
            ("local", "local"),
            ("10.in-addr.arpa", "10.in-addr.arpa"),
        ] {
            assert_eq!(Domain::parse(text).map(|domain| domain.to_string()), Ok(name.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_name_has_no_value() {
        let long = format!("{}.example", "a".repeat(64));
        let longest = ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61)].join(".");
        assert_eq!(Domain::parse(&longest).map(|domain| domain.as_str().len()), Ok(253));
        for (text, why) in [
            ("", InvalidDomain::Empty),
            (".", InvalidDomain::Empty),
            ("..", InvalidDomain::Length),
            ("a..b", InvalidDomain::Length),
            (".a", InvalidDomain::Length),
            (long.as_str(), InvalidDomain::Length),
            (&format!("{longest}d"), InvalidDomain::Length),
            (&"ü".repeat(600), InvalidDomain::Length),
            ("x/y", InvalidDomain::Characters),
            ("a b", InvalidDomain::Characters),
            ("a\nnameserver 1.2.3.4", InvalidDomain::Characters),
            ("a\0", InvalidDomain::Characters),
            ("xn--a-ecp.ru", InvalidDomain::Characters),
            ("a\u{202e}b", InvalidDomain::Characters),
        ] {
            assert_eq!(Domain::parse(text), Err(why), "{text:?}");
            assert!(serde_json::from_value::<Domain>(text.into()).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_its_own_form(text in "[a-zA-ZäöüßÉ世\u{200d}0-9._ /-]{0,40}") {
            if let Ok(domain) = Domain::parse(&text) {
                prop_assert!(domain.as_str().is_ascii() && domain.as_str().len() <= Domain::MAX_LEN);
                prop_assert!(!domain.as_str().contains(['/', ' ', '\n']) && !domain.as_str().ends_with('.'));
                prop_assert_eq!(Domain::parse(domain.as_str()), Ok(domain.clone()));
                let document = serde_json::to_string(&domain).unwrap();
                prop_assert_eq!(serde_json::from_str::<Domain>(&document).unwrap(), domain);
            }
        }
    }
}
