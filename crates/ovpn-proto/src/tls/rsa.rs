//! RSA signatures that the TLS library does not verify and OpenSSL does: other digests, RSA-PSS with any salt and any mask, keys below
//! 2048 bits where the profile's `tls-cert-profile` says so, and keys above 8192 bits.
//!
//! Verifying handles nothing secret, so plain big numbers will do. What follows is RFC 8017 §8.1.2, §8.2.2, §9.1.2 and §9.2. What
//! the library verifies is left to it ([`super::signature`]).

use num_bigint::BigUint;
use x509_parser::{
    asn1_rs::{FromDer, Integer, Sequence},
    x509::SubjectPublicKeyInfo,
};

use super::hash::Hash;

/// Keys that are verified with, in bits. Longer ones only cost time; OpenSSL has the same limit (`OPENSSL_RSA_MAX_MODULUS_BITS`).
const BITS: std::ops::RangeInclusive<u64> = 1024..=16_384;

/// A public key.
pub(super) struct Key {
    modulus: BigUint,
    exponent: BigUint,
}

/// What RSA-PSS leaves to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pss {
    pub(super) hash: Hash,
    /// The digest of the mask.
    pub(super) mask: Hash,
    /// Length of the salt in bytes.
    pub(super) salt: usize,
}

impl Key {
    /// Reads `RSAPublicKey` (RFC 8017 Appendix A.1.1), whatever number the key bears. `None`: it is none.
    pub(super) fn of(key: &SubjectPublicKeyInfo<'_>) -> Option<Self> {
        let (rest, sequence) = Sequence::from_der(&key.subject_public_key.data).ok()?;
        let (after, modulus) = Integer::from_der(&sequence.content).ok()?;
        let (end, exponent) = Integer::from_der(after).ok()?;
        let whole = rest.is_empty() && end.is_empty();
        let number = |integer: &Integer<'_>| BigUint::from_bytes_be(integer.as_ref());
        whole.then(|| Self { modulus: number(&modulus), exponent: number(&exponent) })
    }

    /// Its length.
    pub(super) fn bits(&self) -> u64 {
        self.modulus.bits()
    }

    /// What was signed: the signature raised to the exponent, as long as the modulus.
    fn open(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let value = BigUint::from_bytes_be(signature);
        let length = usize::try_from(self.bits().div_ceil(8)).ok()?;
        let usable = BITS.contains(&self.bits())
            && self.modulus.bit(0)
            && self.exponent.bit(0)
            // From 3 on. Longer than 33 bits only costs time; the library has the same limit.
            && (2..=33).contains(&self.exponent.bits())
            && signature.len() == length
            && value < self.modulus;
        if !usable {
            return None;
        }
        let opened = value.modpow(&self.exponent, &self.modulus).to_bytes_be();
        let mut block = vec![0; length.checked_sub(opened.len())?];
        block.extend_from_slice(&opened);
        Some(block)
    }

    /// PKCS#1 v1.5.
    pub(super) fn signed(&self, hash: Hash, message: &[u8], signature: &[u8]) -> bool {
        let Some(opened) = self.open(signature) else { return false };
        let info = hash.info(message);
        let Some(padding) = opened.len().checked_sub(info.len() + 3).filter(|padding| *padding >= 8) else {
            return false;
        };
        opened == [&[0, 1][..], &vec![0xff; padding], &[0], &info].concat()
    }

    /// RSA-PSS.
    pub(super) fn signed_pss(&self, pss: Pss, message: &[u8], signature: &[u8]) -> bool {
        self.open(signature).and_then(|opened| pss.fits(self.bits(), &opened, message)).unwrap_or(false)
    }
}

impl Pss {
    /// RFC 8017 §9.1.2. `None`: a length does not fit.
    fn fits(self, modulus_bits: u64, opened: &[u8], message: &[u8]) -> Option<bool> {
        let bits = usize::try_from(modulus_bits).ok()?.checked_sub(1)?;
        let length = bits.div_ceil(8);
        // One byte shorter than the modulus where its highest bit stands alone in a byte: that byte is zero then.
        let (above, block) = opened.split_at_checked(opened.len().checked_sub(length)?)?;
        let (trailer, block) = block.split_last()?;
        let (masked, seal) = block.split_at_checked(block.len().checked_sub(self.hash.len())?)?;
        let unused = 8 * length - bits;
        let top = 0xff_u8.checked_shl(8 - u32::try_from(unused).ok()?).unwrap_or(0);
        if above.iter().any(|byte| *byte != 0) || *trailer != 0xbc || masked.first()? & top != 0 {
            return Some(false);
        }
        let mut data = masked.to_vec();
        let mask = (0_u32..).flat_map(|counter| self.mask.of(&[seal, &counter.to_be_bytes()]));
        data.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
        *data.first_mut()? &= !top;
        let (padding, salt) = data.split_at_checked(data.len().checked_sub(self.salt)?)?;
        let (one, zeros) = padding.split_last()?;
        let digest = self.hash.of(&[message]);
        Some(*one == 1 && zeros.iter().all(|byte| *byte == 0) && self.hash.of(&[&[0; 8], &digest, salt]) == seal)
    }
}

/// Length of an RSA key in bits, also of one for RSA-PSS only; `None` for other keys.
pub(super) fn bits(key: &SubjectPublicKeyInfo<'_>) -> Option<u64> {
    let number = key.algorithm.algorithm.to_id_string();
    matches!(number.as_str(), "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10")
        .then(|| Key::of(key))?
        .map(|key| key.bits())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `openssl dgst -sign -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest`, hexadecimal; the keys were thrown away.
    const VECTORS: &str = include_str!("../testing/weak/pss.txt");

    fn key(der: &[u8]) -> Option<Key> {
        let (_, sequence) = Sequence::from_der(der).ok()?;
        let (rest, modulus) = Integer::from_der(&sequence.content).ok()?;
        let (_, exponent) = Integer::from_der(rest).ok()?;
        let number = |integer: &Integer<'_>| BigUint::from_bytes_be(integer.as_ref());
        Some(Key { modulus: number(&modulus), exponent: number(&exponent) })
    }

    /// What each line is, the key, how it signed, and the signature of `adit`.
    fn vectors() -> Vec<(String, Key, Pss, Vec<u8>)> {
        let vector = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let hash = if words[0] == "sha256" { Hash::Sha256 } else { Hash::Sha384 };
            let pss = Pss { hash, mask: hash, salt: hash.len() };
            let key = key(&hex::decode(words[2]).unwrap()).unwrap();
            (words[..2].join(" "), key, pss, hex::decode(words[3]).unwrap())
        };
        let all: Vec<_> = VECTORS.lines().filter(|line| !line.starts_with('#')).map(vector).collect();
        assert_eq!(all.len(), 6);
        all
    }

    #[test]
    fn openssls_signatures_by_short_keys_fit() {
        for (name, key, pss, signature) in vectors() {
            assert!(key.signed_pss(pss, b"adit", &signature), "{name}");
            assert!(!key.signed_pss(pss, b"adit!", &signature));
            let digest = pss.hash.len();
            for salt in [0, digest - 1, digest + 1, 20, 1000] {
                assert!(!key.signed_pss(Pss { salt, ..pss }, b"adit", &signature), "{salt}");
            }
            assert!(!key.signed_pss(Pss { mask: Hash::Sha1, ..pss }, b"adit", &signature));
            for place in 0..signature.len() {
                let mut other = signature.clone();
                other[place] ^= 1;
                assert!(!key.signed_pss(pss, b"adit", &other), "{place}");
            }
            assert!(!key.signed_pss(pss, b"adit", &signature[1..]));
            assert!(!key.signed(pss.hash, b"adit", &signature));
        }
    }

    #[test]
    fn keys_that_nobody_uses_verify_nothing() {
        // With the exponent 1 each signature is its own content.
        let modulus = (BigUint::from(1_u8) << 2047_u32) + 1_u8;
        let info = Hash::Sha256.info(b"adit");
        let forged = [&[0, 1][..], &vec![0xff; 256 - 3 - info.len()], &[0], &info].concat();
        for exponent in [1_u8, 2, 0] {
            let key = Key { modulus: modulus.clone(), exponent: exponent.into() };
            assert!(!key.signed(Hash::Sha256, b"adit", &forged), "{exponent}");
        }
    }

    #[test]
    fn each_bit_of_what_was_signed_counts() {
        for (name, key, pss, signature) in vectors() {
            let opened = key.open(&signature).unwrap();
            assert_eq!(pss.fits(key.bits(), &opened, b"adit"), Some(true), "{name}");
            for place in 0..opened.len() {
                for bit in [0x01, 0x80] {
                    let mut other = opened.clone();
                    other[place] ^= bit;
                    assert_eq!(pss.fits(key.bits(), &other, b"adit"), Some(false), "byte {place}, bit {bit:#x}");
                }
            }
        }
    }

    #[test]
    fn only_numbers_that_a_key_may_have_open_a_signature() {
        // The highest and the lowest bit: as long as it says, and odd.
        let modulus = |bits: u32| (BigUint::from(1_u8) << (bits - 1)) + 1_u8;
        let opens = |modulus: BigUint, exponent: u64, signature: &[u8]| {
            Key { modulus, exponent: exponent.into() }.open(signature).is_some()
        };
        let five = |length: usize| [vec![0; length - 1], vec![5]].concat();
        assert!(opens(modulus(2048), 65_537, &five(256)));
        assert!(opens(modulus(1024), 3, &five(128)));
        assert!(opens(modulus(16_384), 3, &five(2048)));
        assert!(opens(modulus(2048), (1 << 32) + 1, &five(256)));
        assert!(!opens(modulus(1023), 3, &five(128)));
        assert!(!opens(modulus(16_385), 3, &five(2049)));
        assert!(!opens(modulus(2048) + 1_u8, 3, &five(256)), "an even modulus");
        for exponent in [0, 1, 4, (1 << 33) + 1] {
            assert!(!opens(modulus(2048), exponent, &five(256)), "{exponent}");
        }
        assert!(!opens(modulus(2048), 3, &five(255)));
        assert!(!opens(modulus(2048), 3, &five(257)));
        let itself = modulus(2048).to_bytes_be();
        assert!(!opens(modulus(2048), 3, &itself), "as large as the modulus");
        assert!(!opens(modulus(2048), 3, &[0xff; 256]));
    }

    #[test]
    fn nothing_follows_a_key() {
        let of = |key: &[u8]| {
            let key = [&[0x03, key.len() as u8 + 1, 0][..], key].concat();
            let algorithm = hex::decode("300d06092a864886f70d0101010500").unwrap();
            let spki = [&[0x30, (algorithm.len() + key.len()) as u8][..], &algorithm, &key].concat();
            Key::of(&SubjectPublicKeyInfo::from_der(&spki).unwrap().1).map(|key| key.bits())
        };
        assert_eq!(of(&[0x30, 6, 2, 1, 35, 2, 1, 3]), Some(6));
        assert_eq!(of(&[0x30, 6, 2, 1, 35, 2, 1, 3, 5, 0]), None, "behind the numbers");
        assert_eq!(of(&[0x30, 8, 2, 1, 35, 2, 1, 3, 5, 0]), None, "a third number");
    }
}
