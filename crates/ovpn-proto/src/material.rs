//! The client's own certificate and private key: PEM text and a passphrase in, a signer for TLS out.
//!
//! Formats: PKCS#8, PKCS#1 and SEC1, each in the clear; PKCS#8 under a passphrase (PBES2); and the older PEM form with
//! `Proc-Type` and `DEK-Info` headers (RFC 1421 §4.6.1). Keys: RSA from 2048 bits, ECDSA on P-256, P-384 and P-521, Ed25519.

use std::sync::Arc;

use aws_lc_rs::cipher::{AES_128, AES_192, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey};
use base64::{Engine, prelude::BASE64_STANDARD};
use cbc::cipher::{BlockDecryptMut, KeyIvInit, block_padding::Pkcs7};
use md5::{Digest, Md5};
use ovpn_profile::profile::ClientIdentity;
use rustls::{
    crypto::aws_lc_rs::sign::any_supported_type,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer},
    sign::CertifiedKey,
};
use vpn_api::{Blame, Failure, FailureKind, Prompt, Retry, Secret};
use x509_parser::prelude::{FromDer, X509Certificate};
use zeroize::Zeroizing;

/// Largest private key text that is looked at, in bytes. A 16384-bit RSA key is 13 KiB.
const MAX_KEY_TEXT: usize = 64 * 1024;

/// Why the client's certificate and key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// The key is encrypted and there is no passphrase.
    #[error("the private key needs a passphrase")]
    PassphraseNeeded,
    /// The passphrase does not open the key.
    #[error("the passphrase does not open the private key")]
    PassphraseWrong,
    /// There is no private key in the text.
    #[error("no private key in PEM form")]
    NoKey,
    /// There is no certificate, or it cannot be read.
    #[error("the client certificate cannot be read")]
    Certificate,
    /// The key's encryption is of a kind that is not supported.
    #[error("the private key is encrypted with {0}, which is not supported")]
    Encryption(String),
    /// The key is damaged, or of a kind or size that is not supported.
    #[error("the private key is damaged, or of a kind or size that is not supported")]
    KeyKind,
    /// The private key does not belong to the certificate.
    #[error("the private key does not belong to the certificate")]
    NotAPair,
    /// The certificate is past its date (Unix seconds).
    #[error("the client certificate is past its date")]
    Expired { not_after: i64 },
}

impl From<IdentityError> for Failure {
    fn from(error: IdentityError) -> Self {
        let detail = error.to_string();
        let refused =
            |what: &str| Self::new(FailureKind::ProfileRefused { what: what.into() }, Blame::Profile, Retry::Never);
        let ask = |kind, wrong| Self::new(kind, Blame::User, Retry::AskUser(Prompt::KeyPassphrase { wrong }));
        match error {
            IdentityError::PassphraseNeeded => ask(FailureKind::PassphraseNeeded, false),
            IdentityError::PassphraseWrong => ask(FailureKind::PassphraseWrong, true),
            IdentityError::Certificate => refused("cert"),
            IdentityError::NoKey | IdentityError::Encryption(_) | IdentityError::KeyKind | IdentityError::NotAPair => {
                refused("key")
            }
            IdentityError::Expired { not_after } => {
                Self::new(FailureKind::ClientCertificateExpired { not_after }, Blame::Profile, Retry::Never)
            }
        }
        .with_detail(detail)
    }
}

/// Makes a signer out of the profile's identity.
///
/// The certificate may be X.509 version 1: it is the server's business to judge it. Its date is checked here, at
/// `unix_seconds`, because most servers answer an expired certificate with silence.
///
/// # Errors
/// [`IdentityError`], before anything is sent.
pub fn load_identity(
    identity: &ClientIdentity,
    passphrase: Option<&Secret>,
    unix_seconds: i64,
) -> Result<Arc<CertifiedKey>, IdentityError> {
    let leaf = identity.chain.first().ok_or(IdentityError::Certificate)?;
    let (_, leaf) = X509Certificate::from_der(leaf).map_err(|_| IdentityError::Certificate)?;
    let not_after = leaf.validity().not_after.timestamp();
    if unix_seconds > not_after {
        return Err(IdentityError::Expired { not_after });
    }
    let der = private_key(identity.key_pem.expose(), passphrase)?;
    let key = any_supported_type(&der).map_err(|_| IdentityError::KeyKind)?;
    if let Some(ours) = key.public_key() {
        let (_, ours) = x509_parser::x509::SubjectPublicKeyInfo::from_der(&ours).map_err(|_| IdentityError::KeyKind)?;
        if ours.subject_public_key.data != leaf.public_key().subject_public_key.data {
            return Err(IdentityError::NotAPair);
        }
    }
    let chain = identity.chain.iter().map(|der| CertificateDer::from(der.clone())).collect();
    Ok(Arc::new(CertifiedKey::new(chain, key)))
}

/// One PEM section: its label, its header lines and its decoded body.
struct Pem<'a> {
    label: &'a str,
    dek_info: Option<&'a str>,
    body: Zeroizing<Vec<u8>>,
}

/// The first section of `text` whose label names a private key. Text around it is skipped, and so is leading space: both
/// occur in inline blocks.
fn private_key_section(text: &str) -> Option<Pem<'_>> {
    let mut lines = text.lines().map(str::trim);
    loop {
        let label = lines.by_ref().find_map(|line| line.strip_prefix("-----BEGIN ")?.strip_suffix("-----"))?;
        let mut dek_info = None;
        let mut encoded = Zeroizing::new(String::new());
        let mut closed = false;
        for line in lines.by_ref() {
            if line.starts_with("-----END ") {
                closed = true;
                break;
            }
            match line.split_once(':') {
                Some(("DEK-Info", value)) => dek_info = Some(value.trim()),
                Some(_) => {}
                None => encoded.push_str(line),
            }
        }
        if closed && label.ends_with("PRIVATE KEY") {
            let body = Zeroizing::new(BASE64_STANDARD.decode(encoded.as_bytes()).ok()?);
            return Some(Pem { label, dek_info, body });
        }
    }
}

fn private_key(text: &str, passphrase: Option<&Secret>) -> Result<PrivateKeyDer<'static>, IdentityError> {
    if text.len() > MAX_KEY_TEXT {
        return Err(IdentityError::NoKey);
    }
    let pem = private_key_section(text).ok_or(IdentityError::NoKey)?;
    let encrypted = pem.dek_info.is_some() || pem.label == "ENCRYPTED PRIVATE KEY";
    let passphrase = match passphrase {
        Some(text) if !text.is_empty() => text.expose().as_bytes(),
        Some(_) | None if encrypted => return Err(IdentityError::PassphraseNeeded),
        Some(_) | None => &[],
    };
    if pem.label == "ENCRYPTED PRIVATE KEY" {
        return Ok(PrivatePkcs8KeyDer::from(open_pkcs8(&pem.body, passphrase)?).into());
    }
    let body = match pem.dek_info {
        Some(info) => open_legacy(info, &pem.body, passphrase)?,
        None => pem.body.to_vec(),
    };
    match pem.label {
        "PRIVATE KEY" => Ok(PrivatePkcs8KeyDer::from(body).into()),
        "RSA PRIVATE KEY" => Ok(PrivatePkcs1KeyDer::from(body).into()),
        "EC PRIVATE KEY" => Ok(PrivateSec1KeyDer::from(body).into()),
        _ => Err(IdentityError::KeyKind),
    }
}

fn open_pkcs8(body: &[u8], passphrase: &[u8]) -> Result<Vec<u8>, IdentityError> {
    let info = pkcs8::EncryptedPrivateKeyInfo::try_from(body)
        .map_err(|_| IdentityError::Encryption("an unknown scheme".into()))?;
    if info.encryption_algorithm.pbes2().is_none() {
        return Err(IdentityError::Encryption(format!("scheme {}", info.encryption_algorithm.oid())));
    }
    let opened = info.decrypt(passphrase).map_err(|_| IdentityError::PassphraseWrong)?;
    Ok(opened.as_bytes().to_vec())
}

/// Opens a body under `DEK-Info: NAME,IV`. The key is derived as OpenSSL's `EVP_BytesToKey` does: MD5 over the previous
/// digest, the passphrase and the first eight bytes of the IV, one round.
fn open_legacy(info: &str, body: &[u8], passphrase: &[u8]) -> Result<Vec<u8>, IdentityError> {
    let (name, iv) = info.split_once(',').ok_or_else(|| IdentityError::Encryption(info.into()))?;
    let iv = hex::decode(iv.trim()).map_err(|_| IdentityError::Encryption(info.into()))?;
    let salt = iv.get(..8).ok_or_else(|| IdentityError::Encryption(info.into()))?;
    let key = |len: usize| {
        let mut key = Zeroizing::new(Vec::with_capacity(len + 16));
        let mut last = Vec::new();
        while key.len() < len {
            last = Md5::new().chain_update(&last).chain_update(passphrase).chain_update(salt).finalize().to_vec();
            key.extend_from_slice(&last);
        }
        key.truncate(len);
        key
    };
    let aes = |algorithm, len| {
        let iv: [u8; 16] = iv.as_slice().try_into().map_err(|_| IdentityError::Encryption(info.into()))?;
        let key = UnboundCipherKey::new(algorithm, &key(len)).map_err(|_| IdentityError::KeyKind)?;
        let key = PaddedBlockDecryptingKey::cbc_pkcs7(key).map_err(|_| IdentityError::KeyKind)?;
        let mut body = body.to_vec();
        let plain =
            key.decrypt(&mut body, DecryptionContext::Iv128(iv.into())).map_err(|_| IdentityError::PassphraseWrong)?;
        Ok(plain.to_vec())
    };
    let opened = match name.trim() {
        "AES-128-CBC" => aes(&AES_128, 16)?,
        "AES-192-CBC" => aes(&AES_192, 24)?,
        "AES-256-CBC" => aes(&AES_256, 32)?,
        "DES-EDE3-CBC" => cbc::Decryptor::<des::TdesEde3>::new_from_slices(&key(24), &iv)
            .map_err(|_| IdentityError::Encryption(info.into()))?
            .decrypt_padded_vec_mut::<Pkcs7>(body)
            .map_err(|_| IdentityError::PassphraseWrong)?,
        other => return Err(IdentityError::Encryption(other.into())),
    };
    // The padding of a wrong passphrase fits by chance once in 256 times; a private key is always an ASN.1 sequence.
    if opened.first() == Some(&0x30) { Ok(opened) } else { Err(IdentityError::PassphraseWrong) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::NOW;

    const EC: &str = include_str!("testing/keys/ec.crt");

    fn der(pem: &str) -> Vec<u8> {
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        BASE64_STANDARD.decode(body).unwrap()
    }

    fn load(certificate: &str, key: &str, passphrase: Option<&str>) -> Result<(), IdentityError> {
        let identity = ClientIdentity { chain: vec![der(certificate)], key_pem: key.into(), encrypted: false };
        let made_in_2026 = NOW as i64 + 365 * 86_400;
        load_identity(&identity, passphrase.map(Secret::from).as_ref(), made_in_2026).map(|_| ())
    }

    #[test]
    fn keys_in_the_clear() {
        for key in [include_str!("testing/keys/ec-pkcs8.pem"), include_str!("testing/keys/ec-sec1.pem")] {
            assert_eq!(load(EC, key, None), Ok(()));
            assert_eq!(load(EC, key, Some("needless")), Ok(()));
        }
        let rsa = (include_str!("testing/keys/rsa.crt"), include_str!("testing/keys/rsa-pkcs1.pem"));
        assert_eq!(load(rsa.0, rsa.1, None), Ok(()));
        let ed25519 = (include_str!("testing/keys/ed25519.crt"), include_str!("testing/keys/ed25519.pem"));
        assert_eq!(load(ed25519.0, ed25519.1, None), Ok(()));
    }

    #[test]
    fn keys_under_a_passphrase() {
        for key in [
            include_str!("testing/keys/ec-pbes2-aes.pem"),
            include_str!("testing/keys/ec-pbes2-3des.pem"),
            include_str!("testing/keys/ec-scrypt.pem"),
            include_str!("testing/keys/ec-legacy-aes.pem"),
            include_str!("testing/keys/ec-legacy-3des.pem"),
        ] {
            assert_eq!(load(EC, key, None), Err(IdentityError::PassphraseNeeded));
            assert_eq!(load(EC, key, Some("")), Err(IdentityError::PassphraseNeeded));
            for wrong in ["Adit", "adit ", "x"] {
                assert_eq!(load(EC, key, Some(wrong)), Err(IdentityError::PassphraseWrong), "{key}");
            }
            assert_eq!(load(EC, key, Some("adit")), Ok(()), "{key}");
        }
    }

    #[test]
    fn text_around_a_key_does_not_matter() {
        let key = include_str!("testing/keys/ec-pbes2-aes.pem").replace('\n', "\r\n  ");
        let text = format!("Bag Attributes\r\n{EC}\r\n  {key}trailing");
        assert_eq!(load(EC, &text, Some("adit")), Ok(()));
    }

    #[test]
    fn what_cannot_be_used_is_told() {
        assert_eq!(load(EC, "", None), Err(IdentityError::NoKey));
        assert_eq!(load(EC, EC, None), Err(IdentityError::NoKey));
        let cut = &include_str!("testing/keys/ec-pkcs8.pem")[..100];
        assert_eq!(load(EC, cut, None), Err(IdentityError::NoKey));
        let other = include_str!("testing/keys/rsa-pkcs1.pem");
        assert_eq!(load(EC, other, None), Err(IdentityError::NotAPair));
        let pbes1 = include_str!("testing/keys/ec-pbes1.pem");
        assert!(matches!(load(EC, pbes1, Some("adit")), Err(IdentityError::Encryption(_))));
        let short = (include_str!("testing/keys/rsa1024.crt"), include_str!("testing/keys/rsa1024.pem"));
        assert_eq!(load(short.0, short.1, None), Err(IdentityError::KeyKind));
        assert_eq!(load("-----BEGIN X-----\nAAAA\n", other, None), Err(IdentityError::Certificate));
    }

    #[test]
    fn version_1_certificates_are_taken() {
        assert_eq!(
            load(include_str!("testing/keys/ec-v1.crt"), include_str!("testing/keys/ec-pkcs8.pem"), None),
            Ok(())
        );
    }

    #[test]
    fn the_person_is_asked_for_the_passphrase() {
        let needed = Failure::from(IdentityError::PassphraseNeeded);
        assert_eq!(needed.retry, Retry::AskUser(Prompt::KeyPassphrase { wrong: false }));
        let wrong = Failure::from(IdentityError::PassphraseWrong);
        assert_eq!(wrong.retry, Retry::AskUser(Prompt::KeyPassphrase { wrong: true }));
    }
}
