//! RSA-PSS signatures by keys of 1024 to 2047 bits, which no TLS library verifies and TLS 1.3 demands of old certificates' owners.
//! Used only behind `tls-cert-profile insecure|legacy`.
//!
//! Verifying handles nothing secret, so plain big numbers will do. What follows is RFC 8017 §8.1.2 and §9.1.2 with the salt as
//! long as the digest (RFC 8446 §4.2.3).

use num_bigint::BigUint;
use rustls::pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use sha2::{Digest, Sha256, Sha384};
use x509_parser::asn1_rs::{FromDer, Integer, Sequence};

/// One digest; keys that are long enough are left to the library.
#[derive(Debug)]
pub(super) struct ShortPss {
    strong: &'static dyn SignatureVerificationAlgorithm,
    digest: fn(&[&[u8]]) -> Vec<u8>,
}

pub(super) static SHA256: ShortPss =
    ShortPss { strong: webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA256_LEGACY_KEY, digest: hash::<Sha256> };
pub(super) static SHA384: ShortPss =
    ShortPss { strong: webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA384_LEGACY_KEY, digest: hash::<Sha384> };

fn hash<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().fold(D::new(), |digest, part| digest.chain_update(part)).finalize().to_vec()
}

impl SignatureVerificationAlgorithm for ShortPss {
    fn verify_signature(&self, public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        let (modulus, exponent) = numbers(public_key).ok_or(InvalidSignature)?;
        match modulus.bits() {
            1024..=2047 => {
                let fits = verify(&modulus, exponent, self.digest, message, signature);
                if fits == Some(true) { Ok(()) } else { Err(InvalidSignature) }
            }
            _ => self.strong.verify_signature(public_key, message, signature),
        }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.strong.signature_alg_id()
    }
}

/// `RSAPublicKey` (RFC 8017 Appendix A.1.1).
fn numbers(der: &[u8]) -> Option<(BigUint, u32)> {
    let (_, sequence) = Sequence::from_der(der).ok()?;
    let (rest, modulus) = Integer::from_der(&sequence.content).ok()?;
    let (_, exponent) = u32::from_der(rest).ok()?;
    Some((BigUint::from_bytes_be(modulus.as_ref()), exponent))
}

/// `None`: a length does not fit.
fn verify(
    modulus: &BigUint,
    exponent: u32,
    digest: fn(&[&[u8]]) -> Vec<u8>,
    message: &[u8],
    signature: &[u8],
) -> Option<bool> {
    let bits = usize::try_from(modulus.bits()).ok()?.checked_sub(1)?;
    let value = BigUint::from_bytes_be(signature);
    if exponent < 3 || exponent.is_multiple_of(2) || signature.len() != bits / 8 + 1 || value >= *modulus {
        return Some(false);
    }
    let encoded = value.modpow(&BigUint::from(exponent), modulus).to_bytes_be();
    let length = bits.div_ceil(8);
    let mut block = vec![0; length.checked_sub(encoded.len())?];
    block.extend_from_slice(&encoded);

    let message_hash = digest(&[message]);
    let size = message_hash.len();
    let (trailer, block) = block.split_last()?;
    let (masked, seal) = block.split_at_checked(block.len().checked_sub(size)?)?;
    let unused = 8 * length - bits;
    let top = 0xff_u8.checked_shl(8 - u32::try_from(unused).ok()?).unwrap_or(0);
    if *trailer != 0xbc || masked.first()? & top != 0 {
        return Some(false);
    }
    let mut data = masked.to_vec();
    let mask = (0_u32..).flat_map(|counter| digest(&[seal, &counter.to_be_bytes()]));
    data.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    *data.first_mut()? &= !top;
    let (padding, salt) = data.split_at_checked(data.len().checked_sub(size)?)?;
    let (one, zeros) = padding.split_last()?;
    Some(*one == 1 && zeros.iter().all(|byte| *byte == 0) && digest(&[&[0; 8], &message_hash, salt]) == seal)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `openssl dgst -sign -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest`, hexadecimal; the keys were thrown away.
    const VECTORS: &str = include_str!("../testing/weak/pss.txt");

    #[test]
    fn openssls_signatures_by_short_keys_fit() {
        let mut seen = 0;
        for line in VECTORS.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let (key, signature) = (hex::decode(words[2]).unwrap(), hex::decode(words[3]).unwrap());
            let algorithm = if words[0] == "sha256" { &SHA256 } else { &SHA384 };
            assert!(algorithm.verify_signature(&key, b"adit", &signature).is_ok(), "{} {}", words[0], words[1]);
            assert!(algorithm.verify_signature(&key, b"adit!", &signature).is_err());
            for place in 0..signature.len() {
                let mut other = signature.clone();
                other[place] ^= 1;
                assert!(algorithm.verify_signature(&key, b"adit", &other).is_err(), "{place}");
            }
            assert!(algorithm.verify_signature(&key, b"adit", &signature[1..]).is_err());
            assert!(algorithm.verify_signature(&key[1..], b"adit", &signature).is_err());
            seen += 1;
        }
        assert_eq!(seen, 6);
    }
}
