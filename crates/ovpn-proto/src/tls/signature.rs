//! One signature over a certificate, a list of revoked certificates or a handshake: what OpenSSL 3 takes at its default security level,
//! where it is safe. `tls-cert-profile legacy` and `insecure` add SHA-1 and RSA from 1024 bits, which old servers' certificates still
//! need. MD5 never, except under lists of revoked certificates, which come with the profile.

use aws_lc_rs::{
    digest,
    signature::{self as library, UnparsedPublicKey, VerificationAlgorithm},
};
use ovpn_settings::{CertProfile, material::KeyKind};
use x509_parser::{
    prelude::X509Certificate,
    signature_algorithm::RsaSsaPssParams,
    x509::{AlgorithmIdentifier, SubjectPublicKeyInfo},
};

use super::{
    hash::Hash,
    name,
    rsa::{self, Pss},
};

/// What became of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    /// It was made with this key.
    Fits,
    /// It was not.
    Wrong,
    /// The way it was made, or the key, is not one that is believed.
    NotBelieved,
}

/// Which signatures a profile believes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Belief {
    shortest_rsa: u64,
    sha1: bool,
    md5: bool,
    /// RFC 6460 §4: each curve with the digest of its strength, and nothing else.
    suite_b: bool,
}

impl Belief {
    /// By `tls-cert-profile`.
    pub(super) fn new(profile: CertProfile) -> Self {
        let strong = Self { shortest_rsa: 2048, sha1: false, md5: false, suite_b: false };
        match profile {
            CertProfile::Insecure | CertProfile::Legacy => Self { shortest_rsa: 1024, sha1: true, ..strong },
            CertProfile::Preferred => strong,
            CertProfile::SuiteB => Self { suite_b: true, ..strong },
        }
    }

    /// For lists of revoked certificates. A list comes with the profile and nobody else can bring one, so a digest that can be made to
    /// collide does no harm there.
    pub(super) const LISTS: Self = Self { shortest_rsa: 1024, sha1: true, md5: true, suite_b: false };

    /// Shortest RSA key, in bits.
    pub(super) fn shortest_rsa(self) -> u64 {
        self.shortest_rsa
    }

    /// SHA-1 counts.
    pub(super) fn sha1(self) -> bool {
        self.sha1
    }

    /// Only the two curves of Suite B count.
    pub(super) fn suite_b(self) -> bool {
        self.suite_b
    }

    fn takes(self, key: &KeyKind, method: Method) -> bool {
        let hash = match method {
            Method::Pkcs1(hash) | Method::Ecdsa(hash) => hash,
            Method::Pss(pss) => {
                if pss.mask == Hash::Md5 {
                    return false;
                }
                pss.hash
            }
            Method::Ed25519 => return !self.suite_b,
        };
        if self.suite_b {
            let pair = (key, method);
            return pair == (&KeyKind::P256, Method::Ecdsa(Hash::Sha256))
                || pair == (&KeyKind::P384, Method::Ecdsa(Hash::Sha384));
        }
        match hash {
            Hash::Md5 => self.md5,
            Hash::Sha1 => self.sha1,
            Hash::Sha224
            | Hash::Sha256
            | Hash::Sha384
            | Hash::Sha512
            | Hash::Sha512At224
            | Hash::Sha512At256
            | Hash::Sha3At224
            | Hash::Sha3At256
            | Hash::Sha3At384
            | Hash::Sha3At512 => true,
        }
    }
}

/// How something was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Pkcs1(Hash),
    Pss(Pss),
    Ecdsa(Hash),
    Ed25519,
}

impl Method {
    /// What the number of an algorithm says, with its parameters (RFC 3279 §2.2, 4055, 5758, 8410, 8692; NIST's numbers for SHA-3).
    pub(super) fn of(algorithm: &AlgorithmIdentifier<'_>) -> Option<Self> {
        Some(match algorithm.algorithm.to_id_string().as_str() {
            "1.2.840.113549.1.1.4" => Self::Pkcs1(Hash::Md5),
            "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => Self::Pkcs1(Hash::Sha1),
            "1.2.840.113549.1.1.10" => Self::Pss(pss(algorithm)?),
            "1.2.840.113549.1.1.11" => Self::Pkcs1(Hash::Sha256),
            "1.2.840.113549.1.1.12" => Self::Pkcs1(Hash::Sha384),
            "1.2.840.113549.1.1.13" => Self::Pkcs1(Hash::Sha512),
            "1.2.840.113549.1.1.14" => Self::Pkcs1(Hash::Sha224),
            "1.2.840.113549.1.1.15" => Self::Pkcs1(Hash::Sha512At224),
            "1.2.840.113549.1.1.16" => Self::Pkcs1(Hash::Sha512At256),
            "2.16.840.1.101.3.4.3.13" => Self::Pkcs1(Hash::Sha3At224),
            "2.16.840.1.101.3.4.3.14" => Self::Pkcs1(Hash::Sha3At256),
            "2.16.840.1.101.3.4.3.15" => Self::Pkcs1(Hash::Sha3At384),
            "2.16.840.1.101.3.4.3.16" => Self::Pkcs1(Hash::Sha3At512),
            "1.2.840.10045.4.1" => Self::Ecdsa(Hash::Sha1),
            "1.2.840.10045.4.3.1" => Self::Ecdsa(Hash::Sha224),
            "1.2.840.10045.4.3.2" => Self::Ecdsa(Hash::Sha256),
            "1.2.840.10045.4.3.3" => Self::Ecdsa(Hash::Sha384),
            "1.2.840.10045.4.3.4" => Self::Ecdsa(Hash::Sha512),
            "2.16.840.1.101.3.4.3.9" => Self::Ecdsa(Hash::Sha3At224),
            "2.16.840.1.101.3.4.3.10" => Self::Ecdsa(Hash::Sha3At256),
            "2.16.840.1.101.3.4.3.11" => Self::Ecdsa(Hash::Sha3At384),
            "2.16.840.1.101.3.4.3.12" => Self::Ecdsa(Hash::Sha3At512),
            "1.3.101.112" => Self::Ed25519,
            _ => return None,
        })
    }

    /// Whether this is a kind of signature that such a key makes.
    fn belongs_to(self, key: &KeyKind) -> bool {
        match self {
            Self::Pkcs1(_) => *key == KeyKind::Rsa,
            Self::Pss(_) => matches!(key, KeyKind::Rsa | KeyKind::RsaPss),
            Self::Ecdsa(_) => matches!(key, KeyKind::P256 | KeyKind::P384 | KeyKind::P521 | KeyKind::Secp256k1),
            Self::Ed25519 => *key == KeyKind::Ed25519,
        }
    }
}

/// `RSASSA-PSS-params` (RFC 4055 §3.1).
fn pss(algorithm: &AlgorithmIdentifier<'_>) -> Option<Pss> {
    let parameters = RsaSsaPssParams::try_from(algorithm.parameters.as_ref()?).ok()?;
    let mask = parameters.mask_gen_algorithm().ok()?;
    if parameters.trailer_field() != 1 || mask.mgf.to_id_string() != "1.2.840.113549.1.1.8" {
        return None;
    }
    Some(Pss {
        hash: Hash::by_number(&parameters.hash_algorithm_oid().to_id_string())?,
        mask: Hash::by_number(&mask.hash.to_id_string())?,
        salt: usize::try_from(parameters.salt_length()).ok()?,
    })
}

/// Whether a key for RSA-PSS only may be used so: its own parameters name the digests, and the shortest salt (RFC 4055 §3.3).
pub(super) fn permits(key: &AlgorithmIdentifier<'_>, used: Pss) -> bool {
    match &key.parameters {
        None => true,
        Some(_) => pss(key).is_some_and(|own| own.hash == used.hash && own.mask == used.mask && used.salt >= own.salt),
    }
}

/// Whether the owner of `key` signed `message`, by the number of an algorithm.
pub(super) fn check(
    belief: Belief,
    key: &SubjectPublicKeyInfo<'_>,
    algorithm: &AlgorithmIdentifier<'_>,
    message: &[u8],
    signature: &[u8],
) -> Signature {
    match Method::of(algorithm) {
        Some(method) => verify(belief, key, method, message, signature),
        None => Signature::NotBelieved,
    }
}

/// Whether the owner of `key` signed `message` with this method.
pub(super) fn verify(
    belief: Belief,
    key: &SubjectPublicKeyInfo<'_>,
    method: Method,
    message: &[u8],
    signature: &[u8],
) -> Signature {
    let kind = KeyKind::of(key);
    if !kind.can_certify() {
        return Signature::NotBelieved;
    }
    if !method.belongs_to(&kind) {
        return Signature::Wrong;
    }
    let short = rsa::bits(key).is_some_and(|bits| bits < belief.shortest_rsa);
    if short || !belief.takes(&kind, method) {
        return Signature::NotBelieved;
    }
    let fits = match method {
        Method::Pkcs1(hash) => signed_pkcs1(key, hash, message, signature),
        Method::Pss(pss) => {
            (kind == KeyKind::Rsa || permits(&key.algorithm, pss)) && signed_pss(key, pss, message, signature)
        }
        Method::Ecdsa(hash) => signed_ecdsa(&kind, key, hash, message, signature),
        Method::Ed25519 => by_library(&library::ED25519, key, message, signature),
    };
    if fits { Signature::Fits } else { Signature::Wrong }
}

fn by_library(
    algorithm: &'static dyn VerificationAlgorithm,
    key: &SubjectPublicKeyInfo<'_>,
    message: &[u8],
    signature: &[u8],
) -> bool {
    UnparsedPublicKey::new(algorithm, &key.subject_public_key.data).verify(message, signature).is_ok()
}

/// The library's RSA verification with SHA-256, SHA-384 and SHA-512.
type OfLibrary = [&'static dyn VerificationAlgorithm; 3];

const PKCS1: OfLibrary =
    [&library::RSA_PKCS1_2048_8192_SHA256, &library::RSA_PKCS1_2048_8192_SHA384, &library::RSA_PKCS1_2048_8192_SHA512];
const PSS: OfLibrary =
    [&library::RSA_PSS_2048_8192_SHA256, &library::RSA_PSS_2048_8192_SHA384, &library::RSA_PSS_2048_8192_SHA512];

/// What the library has for a key of this length and this digest.
fn usual(
    key: &rsa::Key,
    hash: Hash,
    [sha256, sha384, sha512]: OfLibrary,
) -> Option<&'static dyn VerificationAlgorithm> {
    let algorithm = match hash {
        Hash::Sha256 => sha256,
        Hash::Sha384 => sha384,
        Hash::Sha512 => sha512,
        Hash::Md5
        | Hash::Sha1
        | Hash::Sha224
        | Hash::Sha512At224
        | Hash::Sha512At256
        | Hash::Sha3At224
        | Hash::Sha3At256
        | Hash::Sha3At384
        | Hash::Sha3At512 => return None,
    };
    (2048..=8192).contains(&key.bits()).then_some(algorithm)
}

fn signed_pkcs1(key: &SubjectPublicKeyInfo<'_>, hash: Hash, message: &[u8], signature: &[u8]) -> bool {
    let Some(numbers) = rsa::Key::of(key) else { return false };
    match usual(&numbers, hash, PKCS1) {
        Some(algorithm) => by_library(algorithm, key, message, signature),
        None => numbers.signed(hash, message, signature),
    }
}

fn signed_pss(key: &SubjectPublicKeyInfo<'_>, pss: Pss, message: &[u8], signature: &[u8]) -> bool {
    let Some(numbers) = rsa::Key::of(key) else { return false };
    let as_tls_has_it = pss.mask == pss.hash && pss.salt == pss.hash.len();
    match usual(&numbers, pss.hash, PSS).filter(|_| as_tls_has_it) {
        Some(algorithm) => by_library(algorithm, key, message, signature),
        None => numbers.signed_pss(pss, message, signature),
    }
}

/// ECDSA takes the digest as a number (FIPS 186-5 §6.4.2), so that one of 28 bytes with zeros in front is the same as without, and what
/// hashed it does not matter to the library: it gets a digest of the length that it knows.
fn signed_ecdsa(kind: &KeyKind, key: &SubjectPublicKeyInfo<'_>, hash: Hash, message: &[u8], signature: &[u8]) -> bool {
    let mut value = hash.of(&[message]);
    if *kind == KeyKind::Secp256k1 {
        // Of a longer digest only as many bits count as the curve's order has.
        value.truncate(32);
    }
    let (length, known) = match value.len() {
        ..=32 => (32, &digest::SHA256),
        33..=48 => (48, &digest::SHA384),
        _ => (64, &digest::SHA512),
    };
    let algorithm: &'static dyn VerificationAlgorithm = match (kind, length) {
        (KeyKind::P256, 32) => &library::ECDSA_P256_SHA256_ASN1,
        (KeyKind::P256, 48) => &library::ECDSA_P256_SHA384_ASN1,
        (KeyKind::P256, _) => &library::ECDSA_P256_SHA512_ASN1,
        (KeyKind::P384, 32) => &library::ECDSA_P384_SHA256_ASN1,
        (KeyKind::P384, 48) => &library::ECDSA_P384_SHA384_ASN1,
        (KeyKind::P384, _) => &library::ECDSA_P384_SHA512_ASN1,
        (KeyKind::P521, 32) => &library::ECDSA_P521_SHA256_ASN1,
        (KeyKind::P521, 48) => &library::ECDSA_P521_SHA384_ASN1,
        (KeyKind::P521, _) => &library::ECDSA_P521_SHA512_ASN1,
        (KeyKind::Secp256k1, _) => &library::ECDSA_P256K1_SHA256_ASN1,
        (KeyKind::Rsa | KeyKind::RsaPss | KeyKind::Ed25519 | KeyKind::Other(_), _) => return false,
    };
    let mut padded = vec![0; length - value.len()];
    padded.extend_from_slice(&value);
    digest::Digest::import_less_safe(&padded, known).is_ok_and(|digest| {
        UnparsedPublicKey::new(algorithm, &key.subject_public_key.data).verify_digest(&digest, signature).is_ok()
    })
}

/// Whether `issuer` issued `cert`, by name and signature. The algorithm stands in a certificate twice, once signed: both must be the
/// same (RFC 5280 §4.1.1.2). A signature is whole bytes.
pub(super) fn issued(belief: Belief, issuer: &X509Certificate<'_>, cert: &X509Certificate<'_>) -> Signature {
    let (algorithm, value) = (&cert.signature_algorithm, &cert.signature_value);
    if !name::same(issuer.subject(), cert.issuer())
        || cert.tbs_certificate.signature != *algorithm
        || value.unused_bits != 0
    {
        return Signature::Wrong;
    }
    check(belief, issuer.public_key(), algorithm, cert.tbs_certificate.as_ref(), &value.data)
}

#[cfg(test)]
mod tests {
    use x509_parser::asn1_rs::Oid;

    use super::*;

    #[test]
    fn algorithms_are_known_by_their_numbers() {
        // `openssl list -objects` (3.0): sha512WithRSAEncryption and so on.
        for (start, methods) in [
            (&[1, 2, 840, 113_549, 1, 1, 4][..], &[Method::Pkcs1(Hash::Md5), Method::Pkcs1(Hash::Sha1)][..]),
            (
                &[1, 2, 840, 113_549, 1, 1, 11],
                &[
                    Method::Pkcs1(Hash::Sha256),
                    Method::Pkcs1(Hash::Sha384),
                    Method::Pkcs1(Hash::Sha512),
                    Method::Pkcs1(Hash::Sha224),
                    Method::Pkcs1(Hash::Sha512At224),
                    Method::Pkcs1(Hash::Sha512At256),
                ],
            ),
            (&[1, 2, 840, 10_045, 4, 1], &[Method::Ecdsa(Hash::Sha1)]),
            (
                &[1, 2, 840, 10_045, 4, 3, 1],
                &[
                    Method::Ecdsa(Hash::Sha224),
                    Method::Ecdsa(Hash::Sha256),
                    Method::Ecdsa(Hash::Sha384),
                    Method::Ecdsa(Hash::Sha512),
                ],
            ),
            (
                &[2, 16, 840, 1, 101, 3, 4, 3, 9],
                &[
                    Method::Ecdsa(Hash::Sha3At224),
                    Method::Ecdsa(Hash::Sha3At256),
                    Method::Ecdsa(Hash::Sha3At384),
                    Method::Ecdsa(Hash::Sha3At512),
                    Method::Pkcs1(Hash::Sha3At224),
                    Method::Pkcs1(Hash::Sha3At256),
                    Method::Pkcs1(Hash::Sha3At384),
                    Method::Pkcs1(Hash::Sha3At512),
                ],
            ),
            (&[1, 3, 101, 112], &[Method::Ed25519]),
        ] {
            let mut number = start.to_vec();
            for method in methods {
                let algorithm = AlgorithmIdentifier::new(Oid::from(&number).unwrap(), None);
                assert_eq!(Method::of(&algorithm), Some(*method), "{number:?}");
                *number.last_mut().unwrap() += 1;
            }
        }
        let md2 = AlgorithmIdentifier::new(Oid::from(&[1, 2, 840, 113_549, 1, 1, 2]).unwrap(), None);
        assert_eq!(Method::of(&md2), None);
    }
}
