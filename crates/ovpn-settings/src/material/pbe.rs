//! Encryption under a passphrase, as PKCS#5 and PKCS#12 name it: PBES2, PBES1, and the PKCS#12 schemes.
//!
//! | scheme | where it occurs |
//! |---|---|
//! | PBES2 (RFC 8018 §6.2) | what OpenSSL 1.1 and later write |
//! | MD5 or SHA-1 with DES or RC2 (RFC 8018 §6.1) | `openssl pkcs8` before 1.1, VPNSecure |
//! | SHA-1 with 3DES or RC2 (RFC 7292 Appendix C) | PKCS#12 files of Windows and of OpenSSL before 3.0 |

use cbc::cipher::{BlockDecryptMut, KeyIvInit, block_padding::Pkcs7};
use md5::Md5;
use pkcs8::{
    AlgorithmIdentifierRef, ObjectIdentifier,
    der::{Decode, Encode, Reader, SliceReader, asn1::OctetStringRef},
    pkcs5::{pbes1, pbes2},
};
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use super::error::LockError;

/// Most rounds of a key derivation. OpenSSL writes 2048, careful people 600,000; a hundred times that only keeps the machine
/// busy.
pub(super) const MAX_ROUNDS: u32 = 2_000_000;
/// Most memory that scrypt may take, in bytes. OpenSSL's default takes 16 MiB.
const MAX_SCRYPT_MEMORY: u64 = 128 << 20;

/// Passphrase, salt and rounds to a key and an IV.
type Pbkdf1 = fn(&[u8], &[u8], u32) -> Zeroizing<Vec<u8>>;
/// Key, IV and sealed text to the open one.
type OpenCbc = fn(&[u8], &[u8], &[u8]) -> Result<Zeroizing<Vec<u8>>, LockError>;

/// A passphrase as PKCS#12 spells it: UTF-16, the highest byte first, with a zero behind (RFC 7292 §B.1).
pub(super) fn spelled(passphrase: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(passphrase.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect())
}

/// Opens `sealed`, which `algorithm` names the scheme of.
///
/// # Errors
/// [`LockError`]. Of a wrong passphrase and a damaged text nobody can tell which it is; both are [`LockError::Wrong`].
pub(super) fn open(
    algorithm: AlgorithmIdentifierRef<'_>,
    sealed: &[u8],
    passphrase: &str,
) -> Result<Zeroizing<Vec<u8>>, LockError> {
    let parameters = algorithm.parameters.ok_or(LockError::Damaged)?;
    if algorithm.oid == pbes2::PBES2_OID {
        let parameters = pbes2::Parameters::try_from(parameters).map_err(|_| LockError::Scheme("PBES2".into()))?;
        affordable(&parameters.kdf)?;
        return parameters.decrypt(passphrase, sealed).map(Zeroizing::new).map_err(|_| LockError::Wrong);
    }
    let parameters = parameters.to_der().map_err(|_| LockError::Damaged)?;
    let (salt, rounds) = salt_and_rounds(&parameters)?;
    let pkcs5 = |digest: Pbkdf1| {
        let derived = digest(passphrase.as_bytes(), salt, rounds);
        let (key, iv) = derived.split_at_checked(8).ok_or(LockError::Damaged)?;
        Ok::<_, LockError>((Zeroizing::new(key.to_vec()), iv.get(..8).unwrap_or_default().to_vec()))
    };
    if let Some((key, iv)) = match algorithm.oid {
        pbes1::PBE_WITH_MD5_AND_DES_CBC_OID | pbes1::PBE_WITH_MD5_AND_RC2_CBC_OID => Some(pkcs5(pbkdf1::<Md5>)?),
        pbes1::PBE_WITH_SHA1_AND_DES_CBC_OID | pbes1::PBE_WITH_SHA1_AND_RC2_CBC_OID => Some(pkcs5(pbkdf1::<Sha1>)?),
        _ => None,
    } {
        let des = matches!(algorithm.oid, pbes1::PBE_WITH_MD5_AND_DES_CBC_OID | pbes1::PBE_WITH_SHA1_AND_DES_CBC_OID);
        return if des { cbc::<des::Des>(&key, &iv, sealed) } else { cbc::<rc2::Rc2>(&key, &iv, sealed) };
    }
    let rounds = i32::try_from(rounds).map_err(|_| LockError::TooExpensive)?;
    let derive = |passphrase: &[u8], kind, len| Zeroizing::new(derive_key::<Sha1>(passphrase, salt, kind, rounds, len));
    let pkcs12 = |len: usize, open: OpenCbc| {
        let with = |passphrase: &[u8]| {
            let key = derive(passphrase, Pkcs12KeyType::EncryptionKey, len);
            open(&key, &derive(passphrase, Pkcs12KeyType::Iv, 8), sealed)
        };
        let opened = with(&spelled(passphrase));
        // No passphrase is spelled in two ways: as a lone zero, and as nothing at all.
        if opened.is_err() && passphrase.is_empty() { with(&[]) } else { opened }
    };
    match algorithm.oid {
        pkcs12::PKCS_12_PBE_WITH_SHAAND3_KEY_TRIPLE_DES_CBC => pkcs12(24, cbc::<des::TdesEde3>),
        pkcs12::PKCS_12_PBE_WITH_SHAAND2_KEY_TRIPLE_DES_CBC => pkcs12(16, cbc::<des::TdesEde2>),
        pkcs12::PKCS_12_PBE_WITH_SHAAND128_BIT_RC2_CBC => pkcs12(16, cbc::<rc2::Rc2>),
        pkcs12::PKCS_12_PBEWITH_SHAAND40_BIT_RC2_CBC => pkcs12(5, cbc::<rc2::Rc2>),
        other => Err(LockError::Scheme(named(other))),
    }
}

/// Opens CBC with the padding of RFC 8018 §6.1.1.
pub(super) fn cbc<C>(key: &[u8], iv: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, LockError>
where
    C: cbc::cipher::BlockCipher + cbc::cipher::BlockDecryptMut + cbc::cipher::KeyInit,
{
    cbc::Decryptor::<C>::new_from_slices(key, iv)
        .map_err(|_| LockError::Damaged)?
        .decrypt_padded_vec_mut::<Pkcs7>(sealed)
        .map(Zeroizing::new)
        .map_err(|_| LockError::Wrong)
}

/// `SEQUENCE { salt OCTET STRING, iterations INTEGER }` (RFC 8018 Appendix A.3, RFC 7292 Appendix C).
fn salt_and_rounds(parameters: &[u8]) -> Result<(&[u8], u32), LockError> {
    let mut reader = SliceReader::new(parameters).map_err(|_| LockError::Damaged)?;
    let (salt, rounds) = reader
        .sequence(|reader| Ok((OctetStringRef::decode(reader)?.as_bytes(), u32::decode(reader)?)))
        .map_err(|_| LockError::Damaged)?;
    if salt.is_empty() || rounds == 0 {
        return Err(LockError::Damaged);
    }
    if rounds > MAX_ROUNDS { Err(LockError::TooExpensive) } else { Ok((salt, rounds)) }
}

fn affordable(kdf: &pbes2::Kdf<'_>) -> Result<(), LockError> {
    let fits = match kdf {
        pbes2::Kdf::Pbkdf2(parameters) => parameters.iteration_count <= MAX_ROUNDS,
        pbes2::Kdf::Scrypt(parameters) => {
            let memory = parameters.cost_parameter.saturating_mul(128 * u64::from(parameters.block_size));
            memory <= MAX_SCRYPT_MEMORY && parameters.parallelization <= 4
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(LockError::TooExpensive) }
}

/// RFC 8018 §5.1. At least 16 bytes: MD5 gives as many, SHA-1 four more than are used.
fn pbkdf1<D: Digest>(passphrase: &[u8], salt: &[u8], rounds: u32) -> Zeroizing<Vec<u8>> {
    let mut last = Zeroizing::new(D::new().chain_update(passphrase).chain_update(salt).finalize().to_vec());
    for _ in 1..rounds {
        last = Zeroizing::new(D::digest(&*last).to_vec());
    }
    last
}

/// The common names of schemes that are not opened, for the person's administrator.
fn named(oid: ObjectIdentifier) -> String {
    match oid {
        pbes1::PBE_WITH_MD2_AND_DES_CBC_OID => "PBE-MD2-DES".into(),
        pbes1::PBE_WITH_MD2_AND_RC2_CBC_OID => "PBE-MD2-RC2".into(),
        pkcs12::PKCS_12_PBE_WITH_SHAAND128_BIT_RC4 => "PBE-SHA1-RC4-128".into(),
        pkcs12::PKCS_12_PBE_WITH_SHAAND40_BIT_RC4 => "PBE-SHA1-RC4-40".into(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use pkcs8::pkcs5::scrypt;

    use super::*;

    #[test]
    fn scrypt_takes_bounded_memory() {
        let cost = |log_n: u8, r: u32, p: u32| {
            let scrypt = scrypt::Params::new(log_n, r, p, 32).unwrap();
            let parameters = pbes2::Parameters::scrypt_aes256cbc(scrypt, b"saltsalt", &[0; 16]).unwrap();
            affordable(&parameters.kdf)
        };
        // OpenSSL's default, and the most that fits.
        assert_eq!(cost(14, 8, 1), Ok(()));
        assert_eq!(cost(17, 8, 1), Ok(()));
        assert_eq!(cost(18, 8, 1), Err(LockError::TooExpensive));
        assert_eq!(cost(14, 8, 5), Err(LockError::TooExpensive));
        assert_eq!(cost(14, 128, 1), Err(LockError::TooExpensive));
    }

    #[test]
    fn a_passphrase_is_spelled_in_utf16_with_a_zero_behind() {
        assert_eq!(*spelled("aü"), [0, b'a', 0, 0xfc, 0, 0]);
        assert_eq!(*spelled(""), [0, 0]);
    }
}
