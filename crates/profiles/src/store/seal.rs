//! Sealing of a profile's document: AES-256-GCM under a key that the keychain keeps, bound to the profile's id so that
//! one profile's document cannot be put into another's file.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Document, ProfileId};
use crate::sealing_key::SealingKey;

/// A sealed document: nonce, ciphertext and tag, in base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(String);

/// Why a document does not open or close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The key is another one, or the document was changed.
    #[error("the stored profile does not open with the key in the keychain")]
    DoesNotOpen,
    /// It opened, and there is no profile in it.
    #[error("the stored profile is not a profile")]
    NotAProfile,
    /// The cipher refused.
    #[error("the profile could not be sealed")]
    DoesNotSeal,
}

impl Sealed {
    /// Seals a document.
    ///
    /// # Errors
    /// [`SealError::DoesNotSeal`].
    pub fn seal(document: &Document, id: &ProfileId, key: &SealingKey) -> Result<Self, SealError> {
        let mut text = Zeroizing::new(serde_json::to_vec(document).map_err(|_| SealError::DoesNotSeal)?);
        // The tag is appended in place; growing would leave a copy of the plain text behind.
        let mut buffer = Zeroizing::new(Vec::with_capacity(text.len() + AES_256_GCM.tag_len()));
        buffer.append(&mut text);
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, key.bytes()).map_err(|_| SealError::DoesNotSeal)?;
        let nonce = cipher.seal_in_place_append_tag(purpose(id), &mut *buffer).map_err(|_| SealError::DoesNotSeal)?;
        let mut bytes = nonce.as_ref().to_vec();
        bytes.extend_from_slice(&buffer);
        Ok(Self(BASE64_STANDARD.encode(bytes)))
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`SealError::DoesNotOpen`], [`SealError::NotAProfile`].
    pub fn open(&self, id: &ProfileId, key: &SealingKey) -> Result<Document, SealError> {
        let bytes = BASE64_STANDARD.decode(&self.0).map_err(|_| SealError::DoesNotOpen)?;
        let (nonce, text) = bytes.split_first_chunk::<NONCE_LEN>().ok_or(SealError::DoesNotOpen)?;
        let mut text = Zeroizing::new(text.to_vec());
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, key.bytes()).map_err(|_| SealError::DoesNotOpen)?;
        let plain = cipher
            .open_in_place(Nonce::assume_unique_for_key(*nonce), purpose(id), &mut text)
            .map_err(|_| SealError::DoesNotOpen)?;
        serde_json::from_slice(plain).map_err(|_| SealError::NotAProfile)
    }
}

fn purpose(id: &ProfileId) -> Aad<String> {
    Aad::from(format!("adit profile 1 {id}"))
}

#[cfg(test)]
pub(super) mod tests {
    use vpn_api::{ProtocolProfile, Secret};

    use super::*;
    use crate::Texts;

    fn document() -> Document {
        let settings = Secret::from(r#"{"key_pem":"-----BEGIN PRIVATE KEY-----"}"#);
        ProtocolProfile { protocol: ovpn_profile::PROTOCOL, settings }.into()
    }

    #[test]
    fn a_sealed_document_opens_again_and_shows_nothing() {
        let (id, key) = (ProfileId::for_tests("work"), SealingKey::for_tests(1));
        let sealed = Sealed::seal(&document(), &id, &key).unwrap();
        assert_eq!(sealed.open(&id, &key).unwrap(), document());
        let bytes = BASE64_STANDARD.decode(&sealed.0).unwrap();
        assert!(!bytes.windows(5).any(|window| window == b"BEGIN"));
        assert_ne!(Sealed::seal(&document(), &id, &key).unwrap(), sealed, "a new nonce each time");
    }

    #[test]
    fn it_opens_with_its_own_key_and_id_only() {
        let (id, key) = (ProfileId::for_tests("work"), SealingKey::for_tests(1));
        let sealed = Sealed::seal(&document(), &id, &key).unwrap();
        assert_eq!(sealed.open(&id, &SealingKey::for_tests(2)), Err(SealError::DoesNotOpen));
        assert_eq!(sealed.open(&ProfileId::for_tests("home"), &key), Err(SealError::DoesNotOpen));
        let bytes = BASE64_STANDARD.decode(&sealed.0).unwrap();
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            let changed = Sealed(BASE64_STANDARD.encode(changed));
            assert_eq!(changed.open(&id, &key), Err(SealError::DoesNotOpen), "byte {place}");
        }
        for text in ["", "AAAA", "not base64"] {
            assert_eq!(Sealed(text.to_owned()).open(&id, &key), Err(SealError::DoesNotOpen));
        }
    }

    /// Sealed by the first layout, which knew no texts, under the key of 32 bytes of 7.
    pub(crate) const FIRST_LAYOUT: &str = "gVy4gvSaz/8l1b1d0pDO2ogJlqZ/LoTM993Dx6aG/ueMx/xu5qmQr19Z+AWx71HhxQevr3WlNRtNCYQqUoF1OJqud+GnYryKzbDyFp38ghzFF2cAyPsxgbotCrpn0hne5hdwzuse7yw=";

    #[test]
    fn what_was_sealed_before_texts_were_kept_opens_and_texts_are_sealed_with_it() {
        let (id, key) = (ProfileId::for_tests("work"), SealingKey::for_tests(7));
        let document: Document = Sealed(FIRST_LAYOUT.to_owned()).open(&id, &key).unwrap();
        assert_eq!(document, self::document());
        let texts = Texts::new("client CANARY".to_owned(), "client".to_owned());
        let whole = Document { texts: Some(texts), ..document };
        let sealed = Sealed::seal(&whole, &id, &key).unwrap();
        assert_eq!(sealed.open(&id, &key).unwrap(), whole);
        assert!(!BASE64_STANDARD.decode(&sealed.0).unwrap().windows(6).any(|window| window == b"CANARY"));
    }
}
