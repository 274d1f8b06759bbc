//! Private keys as profiles carry them: opened with a passphrase, or as they are.
//!
//! Formats: PKCS#8, PKCS#1 and SEC1 in the clear; PKCS#8 under a passphrase (PBES2, PBES1 and the PKCS#12 schemes); and the
//! older PEM form with `Proc-Type` and `DEK-Info` headers (RFC 1421 §4.6.1).

use cbc::cipher::KeyInit;
use md5::{Digest, Md5};
use pkcs8::{
    AlgorithmIdentifierRef,
    der::{Decode, Reader, SliceReader, asn1::OctetStringRef},
};
use vpn_api::text;
use zeroize::Zeroizing;

use super::{
    error::LockError,
    pbe,
    pem::{Pem, pem_blocks},
};

/// Largest private key text that is looked at, in bytes. A 16384-bit RSA key is 13 KiB.
const MAX_KEY_TEXT: usize = 64 * 1024;

/// The form of a private key in DER.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyForm {
    /// PKCS#8 (RFC 5208).
    Pkcs8,
    /// PKCS#1 (RFC 8017 Appendix A.1.2).
    Pkcs1,
    /// SEC1 (RFC 5915).
    Sec1,
}

/// A private key in the clear.
pub struct PlainKey {
    /// Its form.
    pub form: KeyForm,
    /// Its bytes, DER.
    pub der: Zeroizing<Vec<u8>>,
}

impl PlainKey {
    /// The `RSAPrivateKey` inside (RFC 8017 Appendix A.1.2), whether the key is for all kinds of signature or for RSA-PSS only (RFC
    /// 4055 §1.2).
    #[must_use]
    pub fn rsa(&self) -> Option<&[u8]> {
        match self.form {
            KeyForm::Pkcs1 => Some(&self.der),
            KeyForm::Sec1 => None,
            KeyForm::Pkcs8 => {
                let info = pkcs8::PrivateKeyInfo::try_from(self.der.as_slice()).ok()?;
                let number = info.algorithm.oid.to_string();
                matches!(number.as_str(), "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10").then_some(info.private_key)
            }
        }
    }
}

impl std::fmt::Debug for PlainKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PlainKey({:?}, hidden)", self.form)
    }
}

/// Reads the first private key in `text`. An empty passphrase is none.
///
/// # Errors
/// [`LockError`].
pub fn open_key(text: &str, passphrase: Option<&str>) -> Result<PlainKey, LockError> {
    if text.len() > MAX_KEY_TEXT {
        return Err(LockError::Absent);
    }
    let pem = pem_blocks(text).find(|pem| pem.label.ends_with("PRIVATE KEY")).ok_or(LockError::Absent)?;
    let form = match pem.label {
        "PRIVATE KEY" | "ENCRYPTED PRIVATE KEY" => KeyForm::Pkcs8,
        "RSA PRIVATE KEY" => KeyForm::Pkcs1,
        "EC PRIVATE KEY" => KeyForm::Sec1,
        _ => return Err(LockError::Damaged),
    };
    let body = pem.decode().ok_or(LockError::Absent)?;
    let dek_info = dek_info(&pem);
    let encrypted = dek_info.is_some() || pem.label == "ENCRYPTED PRIVATE KEY";
    let der = match (encrypted, passphrase.filter(|text| !text.is_empty())) {
        (false, _) => body,
        (true, None) => return Err(LockError::Needed),
        (true, Some(passphrase)) => match dek_info {
            Some(info) => open_legacy(info, &body, passphrase)?,
            None => open_pkcs8(&body, passphrase)?,
        },
    };
    // The padding of a wrong passphrase fits by chance once in 256 times; a private key is always one ASN.1 sequence.
    if encrypted && !is_one_sequence(&der) {
        return Err(LockError::Wrong);
    }
    Ok(PlainKey { form, der })
}

fn is_one_sequence(der: &[u8]) -> bool {
    pkcs8::der::AnyRef::from_der(der).is_ok_and(|any| pkcs8::der::Tagged::tag(&any) == pkcs8::der::Tag::Sequence)
}

fn dek_info<'a>(pem: &Pem<'a>) -> Option<&'a str> {
    let mut headers = pem.body.lines().map(str::trim);
    headers.find_map(|line| line.strip_prefix("DEK-Info:")).map(str::trim)
}

/// `EncryptedPrivateKeyInfo` (RFC 5208 §6).
pub(super) fn open_pkcs8(der: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, LockError> {
    let mut reader = SliceReader::new(der).map_err(|_| LockError::Damaged)?;
    let (algorithm, sealed) = reader
        .sequence(|reader| Ok((AlgorithmIdentifierRef::decode(reader)?, OctetStringRef::decode(reader)?.as_bytes())))
        .map_err(|_| LockError::Damaged)?;
    pbe::open(algorithm, sealed, passphrase)
}

/// Opens a body under `DEK-Info: NAME,IV`. The key is derived as OpenSSL's `EVP_BytesToKey` does: MD5 over the previous
/// digest, the passphrase and the first eight bytes of the IV, one round.
fn open_legacy(info: &str, body: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, LockError> {
    let shown = |text: &str| text::plain(text).chars().take(64).collect::<String>();
    let unknown = || LockError::Scheme(shown(info.split(',').next().unwrap_or_default()));
    let (name, iv) = info.split_once(',').ok_or_else(unknown)?;
    let iv = hex::decode(iv.trim()).map_err(|_| unknown())?;
    let salt = iv.get(..8).ok_or_else(unknown)?;
    fn open<C>(
        len: usize,
        salt: &[u8],
        passphrase: &str,
        iv: &[u8],
        body: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, LockError>
    where
        C: cbc::cipher::BlockCipher + cbc::cipher::BlockDecryptMut + KeyInit,
    {
        let mut key = Zeroizing::new(Vec::with_capacity(len + 16));
        let mut last = Zeroizing::new(Vec::new());
        while key.len() < len {
            let digest = Md5::new().chain_update(&*last).chain_update(passphrase).chain_update(salt).finalize();
            last = Zeroizing::new(digest.to_vec());
            key.extend_from_slice(&last);
        }
        key.truncate(len);
        pbe::cbc::<C>(&key, iv, body)
    }
    match name.trim() {
        "AES-128-CBC" => open::<aes::Aes128>(16, salt, passphrase, &iv, body),
        "AES-192-CBC" => open::<aes::Aes192>(24, salt, passphrase, &iv, body),
        "AES-256-CBC" => open::<aes::Aes256>(32, salt, passphrase, &iv, body),
        "DES-EDE3-CBC" => open::<des::TdesEde3>(24, salt, passphrase, &iv, body),
        "DES-CBC" => open::<des::Des>(8, salt, passphrase, &iv, body),
        other => Err(LockError::Scheme(shown(other))),
    }
}
