//! The server's signature under the handshake, and the kinds that are offered for it.

use ovpn_settings::material::KeyKind;
use rustls::{
    CertificateError, DigitallySignedStruct, SignatureScheme, client::danger::HandshakeSignatureValid,
    pki_types::CertificateDer,
};
use x509_parser::{
    prelude::{FromDer, X509Certificate},
    x509::SubjectPublicKeyInfo,
};

use super::{
    hash::Hash,
    rsa::Pss,
    signature::{self, Belief, Method, Signature},
};

/// Versions of TLS as far as signatures differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    Tls12,
    Tls13,
}

/// `rsa_pss_pss_sha512`, `…384` and `…256` (RFC 8446 §4.2.3), which rustls has no names for.
const RSA_PSS_KEYS: [SignatureScheme; 3] =
    [SignatureScheme::Unknown(0x080b), SignatureScheme::Unknown(0x080a), SignatureScheme::Unknown(0x0809)];

/// Kinds that Adit cannot verify: Ed448, and the brainpool curves (RFC 8734). Offered all the same, because a server with such a key
/// shows its certificate then, which says why there can be no connection; otherwise it falls silent.
const ONLY_TO_BE_TOLD: [SignatureScheme; 4] = [
    SignatureScheme::ED448,
    SignatureScheme::Unknown(0x081a),
    SignatureScheme::Unknown(0x081b),
    SignatureScheme::Unknown(0x081c),
];

/// What the server may sign with.
pub(super) fn offered(belief: Belief) -> Vec<SignatureScheme> {
    if belief.suite_b() {
        return vec![SignatureScheme::ECDSA_NISTP384_SHA384, SignatureScheme::ECDSA_NISTP256_SHA256];
    }
    let mut schemes = vec![
        SignatureScheme::ECDSA_NISTP384_SHA384,
        SignatureScheme::ECDSA_NISTP256_SHA256,
        SignatureScheme::ECDSA_NISTP521_SHA512,
        SignatureScheme::ED25519,
        SignatureScheme::RSA_PSS_SHA512,
        SignatureScheme::RSA_PSS_SHA384,
        SignatureScheme::RSA_PSS_SHA256,
    ];
    schemes.extend(RSA_PSS_KEYS);
    schemes.extend([
        SignatureScheme::RSA_PKCS1_SHA512,
        SignatureScheme::RSA_PKCS1_SHA384,
        SignatureScheme::RSA_PKCS1_SHA256,
    ]);
    if belief.sha1() {
        schemes.push(SignatureScheme::RSA_PKCS1_SHA1);
    }
    schemes.extend(ONLY_TO_BE_TOLD);
    schemes
}

/// Whether the certificate's owner signed the handshake.
///
/// # Errors
/// No, or in a way that this version of TLS, or the profile, does not allow.
pub(super) fn verify(
    version: Version,
    belief: Belief,
    cert: &CertificateDer<'_>,
    message: &[u8],
    signed: &DigitallySignedStruct,
) -> Result<HandshakeSignatureValid, rustls::Error> {
    let (_, cert) = X509Certificate::from_der(cert).map_err(|_| CertificateError::BadEncoding)?;
    let (key, kind) = (cert.public_key(), KeyKind::of(cert.public_key()));
    let method = method(version, &kind, signed.scheme).filter(|_| offered(belief).contains(&signed.scheme));
    let fits = method
        .is_some_and(|method| signature::verify(belief, key, method, message, signed.signature()) == Signature::Fits);
    if fits { Ok(HandshakeSignatureValid::assertion()) } else { Err(CertificateError::BadSignature.into()) }
}

/// The schemes that a key for RSA-PSS only may sign with.
pub(crate) fn of_pss_key(key: &SubjectPublicKeyInfo<'_>) -> Vec<SignatureScheme> {
    let kind = KeyKind::of(key);
    let permitted = |scheme: &SignatureScheme| match method(Version::Tls13, &kind, *scheme) {
        Some(Method::Pss(pss)) => signature::permits(&key.algorithm, pss),
        Some(Method::Pkcs1(_) | Method::Ecdsa(_) | Method::Ed25519) | None => false,
    };
    RSA_PSS_KEYS.into_iter().filter(permitted).collect()
}

/// How this scheme signs with such a key (RFC 8446 §4.2.3, RFC 8422 §5.4): TLS 1.3 has no PKCS#1 v1.5, and binds each curve to its
/// digest.
fn method(version: Version, key: &KeyKind, scheme: SignatureScheme) -> Option<Method> {
    let old = version == Version::Tls12;
    let pss = |hash: Hash| Method::Pss(Pss { hash, mask: hash, salt: hash.len() });
    let (method, allowed) = match u16::from(scheme) {
        0x0201 => (Method::Pkcs1(Hash::Sha1), old),
        0x0401 => (Method::Pkcs1(Hash::Sha256), old),
        0x0501 => (Method::Pkcs1(Hash::Sha384), old),
        0x0601 => (Method::Pkcs1(Hash::Sha512), old),
        0x0403 => (Method::Ecdsa(Hash::Sha256), old || *key == KeyKind::P256),
        0x0503 => (Method::Ecdsa(Hash::Sha384), old || *key == KeyKind::P384),
        0x0603 => (Method::Ecdsa(Hash::Sha512), old || *key == KeyKind::P521),
        0x0804 => (pss(Hash::Sha256), *key == KeyKind::Rsa),
        0x0805 => (pss(Hash::Sha384), *key == KeyKind::Rsa),
        0x0806 => (pss(Hash::Sha512), *key == KeyKind::Rsa),
        0x0807 => (Method::Ed25519, true),
        0x0809 => (pss(Hash::Sha256), *key == KeyKind::RsaPss),
        0x080a => (pss(Hash::Sha384), *key == KeyKind::RsaPss),
        0x080b => (pss(Hash::Sha512), *key == KeyKind::RsaPss),
        _ => return None,
    };
    allowed.then_some(method)
}
