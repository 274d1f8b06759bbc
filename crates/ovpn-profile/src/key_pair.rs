//! Whether a private key belongs to a certificate. The one place here that names the cryptography library, which is also the one
//! that signs in with the key later.

use aws_lc_rs::{
    rsa,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair,
        Ed25519KeyPair, KeyPair,
    },
};
use ovpn_settings::material::PlainKey;

/// Whether `key` is the private half of the key in `certificate`, DER. `None`: the key cannot be read.
pub(crate) fn belong_together(key: &PlainKey, certificate: &[u8]) -> Option<bool> {
    let own = public_half(key)?;
    let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let theirs = &*certificate.public_key().subject_public_key.data;
    // A point of a curve may also be written as one coordinate and a sign (SEC 1 §2.3.3).
    let shortened = || match (own.split_first(), theirs.split_first()) {
        (Some((4, point)), Some((2 | 3, x))) => point.len() == 2 * x.len() && point.starts_with(x),
        _ => false,
    };
    Some(own == theirs || shortened())
}

/// The public half, as a certificate has it.
fn public_half(key: &PlainKey) -> Option<Vec<u8>> {
    if let Some(der) = key.rsa() {
        return rsa::KeyPair::from_der(der).ok().map(|pair| pair.public_key().as_ref().to_vec());
    }
    let curves = [&ECDSA_P256_SHA256_ASN1_SIGNING, &ECDSA_P384_SHA384_ASN1_SIGNING, &ECDSA_P521_SHA512_ASN1_SIGNING];
    let on_curve = |curve| EcdsaKeyPair::from_private_key_der(curve, &key.der).ok();
    if let Some(pair) = curves.into_iter().find_map(on_curve) {
        return Some(pair.public_key().as_ref().to_vec());
    }
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&key.der).ok()?;
    Some(pair.public_key().as_ref().to_vec())
}
