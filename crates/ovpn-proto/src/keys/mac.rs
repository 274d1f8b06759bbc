//! HMAC with the digest that the profile names.

use hmac::{Hmac, Mac as _};
use md5::Md5;
use ovpn_settings::Digest;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq;

/// The longest tag, SHA-512's, in bytes.
pub(crate) const MAX_TAG: usize = 64;

/// A tag of any of the digests.
#[derive(Clone, Copy)]
pub(crate) struct Tag {
    bytes: [u8; MAX_TAG],
    len: usize,
}

impl Tag {
    pub(crate) fn as_slice(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Compares in a time that does not depend on where the difference is.
    pub(crate) fn matches(&self, other: &[u8]) -> bool {
        self.as_slice().ct_eq(other).into()
    }
}

/// A keyed HMAC. Its state is wiped by nobody but lives no longer than the keys beside it.
#[derive(Clone)]
pub(crate) enum Mac {
    Md5(Box<Hmac<Md5>>),
    Sha1(Box<Hmac<Sha1>>),
    Sha224(Box<Hmac<Sha224>>),
    Sha256(Box<Hmac<Sha256>>),
    Sha384(Box<Hmac<Sha384>>),
    Sha512(Box<Hmac<Sha512>>),
}

/// Bytes of a digest's tag; also how much of a key's HMAC part is its key.
pub(crate) fn tag_len(digest: Digest) -> u16 {
    match digest {
        Digest::None => 0,
        Digest::Md5 => 16,
        Digest::Sha1 => 20,
        Digest::Sha224 => 28,
        Digest::Sha256 => 32,
        Digest::Sha384 => 48,
        Digest::Sha512 => 64,
    }
}

impl Mac {
    /// Takes the first bytes of `half` as key, as many as the digest has. `None` without a digest.
    pub(crate) fn new(digest: Digest, half: &[u8; 64]) -> Option<Self> {
        let key = half.get(..usize::from(tag_len(digest)))?;
        Some(match digest {
            Digest::None => return None,
            Digest::Md5 => Self::Md5(Box::new(Hmac::new_from_slice(key).ok()?)),
            Digest::Sha1 => Self::Sha1(Box::new(Hmac::new_from_slice(key).ok()?)),
            Digest::Sha224 => Self::Sha224(Box::new(Hmac::new_from_slice(key).ok()?)),
            Digest::Sha256 => Self::Sha256(Box::new(Hmac::new_from_slice(key).ok()?)),
            Digest::Sha384 => Self::Sha384(Box::new(Hmac::new_from_slice(key).ok()?)),
            Digest::Sha512 => Self::Sha512(Box::new(Hmac::new_from_slice(key).ok()?)),
        })
    }

    /// Bytes of a tag.
    pub(crate) fn tag_len(&self) -> usize {
        match self {
            Self::Md5(_) => 16,
            Self::Sha1(_) => 20,
            Self::Sha224(_) => 28,
            Self::Sha256(_) => 32,
            Self::Sha384(_) => 48,
            Self::Sha512(_) => 64,
        }
    }

    /// The tag over all parts, one behind the other.
    pub(crate) fn tag(&self, parts: &[&[u8]]) -> Tag {
        match self {
            Self::Md5(mac) => finish(mac.as_ref(), parts),
            Self::Sha1(mac) => finish(mac.as_ref(), parts),
            Self::Sha224(mac) => finish(mac.as_ref(), parts),
            Self::Sha256(mac) => finish(mac.as_ref(), parts),
            Self::Sha384(mac) => finish(mac.as_ref(), parts),
            Self::Sha512(mac) => finish(mac.as_ref(), parts),
        }
    }
}

fn finish<M: hmac::Mac + Clone>(mac: &M, parts: &[&[u8]]) -> Tag {
    let mut mac = mac.clone();
    for part in parts {
        mac.update(part);
    }
    let full = mac.finalize().into_bytes();
    let mut bytes = [0; MAX_TAG];
    for (to, from) in bytes.iter_mut().zip(&full) {
        *to = *from;
    }
    Tag { bytes, len: full.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// HMAC over "what do ya want " and "for nothing?" with the key "Jefe" (RFC 2202 and RFC 4231, test case 2). The key is
    /// filled up with zeros to the digest's length, which HMAC does with short keys anyway.
    #[test]
    fn known_answers() {
        let mut key = [0; 64];
        key[..4].copy_from_slice(b"Jefe");
        let answers = [
            (Digest::Md5, "750c783e6ab0b503eaa86e310a5db738"),
            (Digest::Sha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (Digest::Sha224, "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"),
            (Digest::Sha256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            (
                Digest::Sha384,
                "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
            ),
            (
                Digest::Sha512,
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            ),
        ];
        for (digest, expected) in answers {
            let mac = Mac::new(digest, &key).unwrap();
            let tag = mac.tag(&[b"what do ya want ", b"for nothing?"]);
            assert_eq!(hex::encode(tag.as_slice()), expected, "{digest:?}");
            assert_eq!((mac.tag_len(), usize::from(tag_len(digest))), (expected.len() / 2, expected.len() / 2));
            assert!(tag.matches(&hex::decode(expected).unwrap()));
            assert!(!tag.matches(&tag.as_slice()[1..]));
        }
        assert!(Mac::new(Digest::None, &key).is_none());
    }
}
