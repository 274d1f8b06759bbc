//! RSA signatures (PKCS#1 v1.5) over digests that TLS libraries no longer know, for lists of revoked certificates only: easy-rsa 1
//! signed them with MD5. A list comes with the profile and nobody else can bring one, so a digest that can be made to
//! collide does no harm here.
//!
//! Verifying handles nothing secret, so plain big numbers will do (RFC 8017 §8.2.2, §9.2).

use md5::Md5;
use num_bigint::BigUint;
use sha2::{Digest, Sha224};
use x509_parser::{
    public_key::PublicKey,
    x509::{AlgorithmIdentifier, SubjectPublicKeyInfo},
};

/// DER of `DigestInfo` in front of an MD5 digest (RFC 8017 §9.2, note 1).
const MD5_INFO: [u8; 18] =
    [0x30, 0x20, 0x30, 0x0c, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05, 0x05, 0x00, 0x04, 0x10];
/// The same for SHA-224.
const SHA224_INFO: [u8; 19] =
    [0x30, 0x2d, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04, 0x05, 0x00, 0x04, 0x1c];
/// Keys that are verified with. Longer ones only cost time.
const BITS: std::ops::RangeInclusive<u64> = 1024..=8192;

/// Whether the owner of `key` signed `message` in one of these ways.
pub(super) fn fits(
    key: &SubjectPublicKeyInfo<'_>,
    algorithm: &AlgorithmIdentifier<'_>,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let digest_info = match algorithm.algorithm.to_id_string().as_str() {
        "1.2.840.113549.1.1.4" => [&MD5_INFO[..], &Md5::digest(message)].concat(),
        "1.2.840.113549.1.1.14" => [&SHA224_INFO[..], &Sha224::digest(message)].concat(),
        _ => return false,
    };
    let Ok(PublicKey::RSA(key)) = key.parsed() else { return false };
    let (modulus, exponent) = (BigUint::from_bytes_be(key.modulus), BigUint::from_bytes_be(key.exponent));
    let value = BigUint::from_bytes_be(signature);
    let length = usize::try_from(modulus.bits().div_ceil(8)).unwrap_or(usize::MAX);
    if !BITS.contains(&modulus.bits())
        || !(2..=32).contains(&exponent.bits())
        || signature.len() != length
        || value >= modulus
    {
        return false;
    }
    let Some(padding) = length.checked_sub(digest_info.len() + 3).filter(|padding| *padding >= 8) else { return false };
    let expected = [&[0, 1][..], &vec![0xff; padding], &[0], &digest_info].concat();
    value.modpow(&exponent, &modulus) == BigUint::from_bytes_be(&expected)
}
