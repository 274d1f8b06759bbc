//! Which kinds of key Adit can use, by what a certificate says of its key (RFC 3279, 4055, 5480, 8410).
//!
//! Ed448, brainpool curves and keys of more bits than the TLS library signs with are named, so that a profile with one is told at
//! import, and a server with one at the first message, instead of failing without a reason.

use std::fmt;

use x509_parser::{
    asn1_rs::Oid,
    x509::{AlgorithmIdentifier, SubjectPublicKeyInfo},
};

/// What kind of key a certificate holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA for any kind of signature.
    Rsa,
    /// RSA for RSA-PSS signatures only (RFC 4055 §1.2).
    RsaPss,
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
    /// ECDSA on P-521.
    P521,
    /// ECDSA on secp256k1, which Adit believes in certificates and TLS does not use.
    Secp256k1,
    /// Ed25519.
    Ed25519,
    /// Anything else, by its name.
    Other(String),
}

impl KeyKind {
    /// The kind of a key.
    #[must_use]
    pub fn of(key: &SubjectPublicKeyInfo<'_>) -> Self {
        match key.algorithm.algorithm.to_id_string().as_str() {
            "1.2.840.113549.1.1.1" => Self::Rsa,
            "1.2.840.113549.1.1.10" => Self::RsaPss,
            "1.2.840.10045.2.1" => curve(&key.algorithm),
            "1.3.101.112" => Self::Ed25519,
            "1.3.101.113" => Self::Other("Ed448".into()),
            "1.2.840.10040.4.1" => Self::Other("DSA".into()),
            "2.16.840.1.101.3.4.3.17" => Self::Other("ML-DSA-44".into()),
            "2.16.840.1.101.3.4.3.18" => Self::Other("ML-DSA-65".into()),
            "2.16.840.1.101.3.4.3.19" => Self::Other("ML-DSA-87".into()),
            number => Self::Other(number.to_owned()),
        }
    }

    /// Whether Adit can check what an authority with such a key signed.
    #[must_use]
    pub fn can_certify(&self) -> bool {
        !matches!(self, Self::Other(_))
    }

    /// Whether a server, or Adit itself, can sign in with such a key.
    #[must_use]
    pub fn can_sign_in(&self) -> bool {
        !matches!(self, Self::Secp256k1 | Self::Other(_))
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "RSA",
            Self::RsaPss => "RSA-PSS",
            Self::P256 => "ECDSA on P-256",
            Self::P384 => "ECDSA on P-384",
            Self::P521 => "ECDSA on P-521",
            Self::Secp256k1 => "ECDSA on secp256k1",
            Self::Ed25519 => "Ed25519",
            Self::Other(name) => name,
        })
    }
}

fn curve(algorithm: &AlgorithmIdentifier<'_>) -> KeyKind {
    let named = algorithm.parameters.as_ref().and_then(|any| Oid::try_from(any.clone()).ok());
    // OpenSSL 3 refuses parameters that are written out, too: they can describe a weak curve.
    let Some(named) = named else { return KeyKind::Other("ECDSA on a curve without a name".into()) };
    let other = |name: &str| KeyKind::Other(format!("ECDSA on {name}"));
    match named.to_id_string().as_str() {
        "1.2.840.10045.3.1.7" => KeyKind::P256,
        "1.3.132.0.34" => KeyKind::P384,
        "1.3.132.0.35" => KeyKind::P521,
        "1.3.132.0.10" => KeyKind::Secp256k1,
        "1.3.132.0.33" => other("P-224"),
        "1.2.840.10045.3.1.1" => other("P-192"),
        "1.3.36.3.3.2.8.1.1.7" => other("brainpoolP256r1"),
        "1.3.36.3.3.2.8.1.1.8" => other("brainpoolP256t1"),
        "1.3.36.3.3.2.8.1.1.11" => other("brainpoolP384r1"),
        "1.3.36.3.3.2.8.1.1.12" => other("brainpoolP384t1"),
        "1.3.36.3.3.2.8.1.1.13" => other("brainpoolP512r1"),
        "1.3.36.3.3.2.8.1.1.14" => other("brainpoolP512t1"),
        "1.3.132.0.38" => other("sect571k1"),
        "1.3.132.0.39" => other("sect571r1"),
        number => other(number),
    }
}

/// The kind of key in a certificate; `None` where it cannot be read.
#[must_use]
pub fn key_kind(der: &[u8]) -> Option<KeyKind> {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
    Some(KeyKind::of(certificate.public_key()))
}
