//! One signature over certificates and lists, judged by the same algorithms as webpki's, for what webpki does not read.

use rustls::crypto::WebPkiSupportedAlgorithms;
use x509_parser::{prelude::X509Certificate, x509::AlgorithmIdentifier, x509::SubjectPublicKeyInfo};

/// What became of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    /// It was made with this key.
    Fits,
    /// It was not.
    Wrong,
    /// Its algorithm is not one that is believed.
    NotBelieved,
}

/// Whether the owner of `key` signed `message`.
pub(super) fn check(
    believed: &WebPkiSupportedAlgorithms,
    key: &SubjectPublicKeyInfo<'_>,
    algorithm: &AlgorithmIdentifier<'_>,
    message: &[u8],
    signature: &[u8],
) -> Signature {
    let (signature_id, key_id) = (identifier(algorithm), identifier(&key.algorithm));
    let mut verdict = Signature::NotBelieved;
    for one in believed.all {
        if one.signature_alg_id().as_ref() == signature_id && one.public_key_alg_id().as_ref() == key_id {
            if one.verify_signature(&key.subject_public_key.data, message, signature).is_ok() {
                return Signature::Fits;
            }
            verdict = Signature::Wrong;
        }
    }
    verdict
}

/// Whether the algorithm of a signature is one that is believed.
pub(super) fn is_believed(believed: &WebPkiSupportedAlgorithms, algorithm: &AlgorithmIdentifier<'_>) -> bool {
    let id = identifier(algorithm);
    believed.all.iter().any(|one| one.signature_alg_id().as_ref() == id)
}

/// Whether `issuer` issued `cert`, by name and signature.
pub(super) fn issued(
    believed: &WebPkiSupportedAlgorithms,
    issuer: &X509Certificate<'_>,
    cert: &X509Certificate<'_>,
) -> Signature {
    if issuer.subject().as_raw() != cert.issuer().as_raw() {
        return Signature::Wrong;
    }
    let (message, value) = (cert.tbs_certificate.as_ref(), &cert.signature_value.data);
    check(believed, issuer.public_key(), &cert.signature_algorithm, message, value)
}

/// The content of an `AlgorithmIdentifier` as it stands in DER: the number and its parameters. Both are short.
fn identifier(algorithm: &AlgorithmIdentifier<'_>) -> Vec<u8> {
    let number = algorithm.algorithm.as_bytes();
    let mut der = vec![0x06, number.len() as u8];
    der.extend_from_slice(number);
    if let Some(parameters) = &algorithm.parameters {
        let constructed = if parameters.header.is_constructed() { 0x20 } else { 0 };
        der.push(parameters.header.tag().0 as u8 | constructed);
        der.push(parameters.data.len() as u8);
        der.extend_from_slice(parameters.data);
    }
    der
}
