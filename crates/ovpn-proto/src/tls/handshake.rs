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
    let fits = fits(version, belief, cert.public_key(), message, signed.scheme, signed.signature());
    if fits { Ok(HandshakeSignatureValid::assertion()) } else { Err(CertificateError::BadSignature.into()) }
}

fn fits(
    version: Version,
    belief: Belief,
    key: &SubjectPublicKeyInfo<'_>,
    message: &[u8],
    scheme: SignatureScheme,
    signature: &[u8],
) -> bool {
    let method = method(version, &KeyKind::of(key), scheme).filter(|_| offered(belief).contains(&scheme));
    method.is_some_and(|method| signature::verify(belief, key, method, message, signature) == Signature::Fits)
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

#[cfg(test)]
mod tests {
    use aws_lc_rs::{
        rsa::{KeyPair, KeySize},
        signature::{
            ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING,
            EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384,
            RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding,
        },
    };
    use ovpn_settings::CertProfile;

    use super::*;

    const MESSAGE: &[u8] = b"the handshake so far";
    const SCHEMES: [u16; 18] = [
        0x0201, 0x0203, 0x0301, 0x0401, 0x0501, 0x0601, 0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0807, 0x0808,
        0x0809, 0x080a, 0x080b, 0x081a,
    ];

    /// One DER value of less than 64 KiB.
    fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let content = parts.concat();
        let [high, low] = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x82, high, low][..], &content].concat()
    }

    /// `SubjectPublicKeyInfo` with this algorithm.
    fn spki(algorithm: &str, key: &[u8]) -> Vec<u8> {
        tlv(0x30, &[&tlv(0x30, &[&hex::decode(algorithm).unwrap()]), &tlv(0x03, &[&[0], key])])
    }

    const RSA: &str = "06092a864886f70d0101010500";
    const RSA_PSS: &str = "06092a864886f70d01010a";
    const P256: &str = "06072a8648ce3d020106082a8648ce3d030107";
    const P384: &str = "06072a8648ce3d020106052b81040022";
    const P521: &str = "06072a8648ce3d020106052b81040023";
    const ED25519: &str = "06032b6570";

    /// The schemes under which a signature passes, in both versions.
    fn passing(key: &[u8], signature: &[u8], belief: Belief) -> (Vec<u16>, Vec<u16>) {
        let (_, key) = SubjectPublicKeyInfo::from_der(key).unwrap();
        let under = |version: Version, signature: &[u8]| -> Vec<u16> {
            let fits = |scheme: &u16| fits(version, belief, &key, MESSAGE, SignatureScheme::from(*scheme), signature);
            SCHEMES.into_iter().filter(fits).collect()
        };
        for place in [0, signature.len() / 2, signature.len() - 1] {
            let mut other = signature.to_vec();
            other[place] ^= 1;
            assert_eq!(under(Version::Tls12, &other), [0; 0], "byte {place}");
            assert_eq!(under(Version::Tls13, &other), [0; 0], "byte {place}");
        }
        (under(Version::Tls12, signature), under(Version::Tls13, signature))
    }

    #[test]
    #[expect(clippy::disallowed_types, reason = "keys for a test")]
    fn each_signature_passes_under_its_own_scheme_only() {
        let belief = Belief::new(CertProfile::Preferred);
        let random = aws_lc_rs::rand::SystemRandom::new();
        let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let public = pair.public_key().as_ref();
        for (encoding, plain, plain13, pss_key) in [
            (&RSA_PKCS1_SHA256 as &'static dyn RsaEncoding, &[0x0401_u16][..], &[][..], &[][..]),
            (&RSA_PKCS1_SHA384, &[0x0501], &[], &[]),
            (&RSA_PKCS1_SHA512, &[0x0601], &[], &[]),
            (&RSA_PSS_SHA256, &[0x0804], &[0x0804], &[0x0809_u16]),
            (&RSA_PSS_SHA384, &[0x0805], &[0x0805], &[0x080a]),
            (&RSA_PSS_SHA512, &[0x0806], &[0x0806], &[0x080b]),
        ] {
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(encoding, &random, MESSAGE, &mut signature).unwrap();
            assert_eq!(passing(&spki(RSA, public), &signature, belief), (plain.to_vec(), plain13.to_vec()));
            assert_eq!(passing(&spki(RSA_PSS, public), &signature, belief), (pss_key.to_vec(), pss_key.to_vec()));
            let suite_b = Belief::new(CertProfile::SuiteB);
            assert_eq!(passing(&spki(RSA, public), &signature, suite_b), (vec![], vec![]));
        }
        let curves: [(&'static EcdsaSigningAlgorithm, &str, u16); 3] = [
            (&ECDSA_P256_SHA256_ASN1_SIGNING, P256, 0x0403),
            (&ECDSA_P384_SHA384_ASN1_SIGNING, P384, 0x0503),
            (&ECDSA_P521_SHA512_ASN1_SIGNING, P521, 0x0603),
        ];
        for (algorithm, curve, scheme) in curves {
            let pair = EcdsaKeyPair::generate(algorithm).unwrap();
            let signature = pair.sign(&random, MESSAGE).unwrap();
            let key = spki(curve, pair.public_key().as_ref());
            assert_eq!(passing(&key, signature.as_ref(), belief), (vec![scheme], vec![scheme]));
            let expected = if curve == P521 { vec![] } else { vec![scheme] };
            let suite_b = Belief::new(CertProfile::SuiteB);
            assert_eq!(passing(&key, signature.as_ref(), suite_b), (expected.clone(), expected));
        }
        let pair = Ed25519KeyPair::generate().unwrap();
        let key = spki(ED25519, pair.public_key().as_ref());
        assert_eq!(passing(&key, pair.sign(MESSAGE).as_ref(), belief), (vec![0x0807], vec![0x0807]));
        let suite_b = Belief::new(CertProfile::SuiteB);
        assert_eq!(passing(&key, pair.sign(MESSAGE).as_ref(), suite_b), (vec![], vec![]));
        let both = [SignatureScheme::ECDSA_NISTP384_SHA384, SignatureScheme::ECDSA_NISTP256_SHA256];
        assert_eq!(offered(suite_b), both);
    }

    #[test]
    fn a_key_for_pss_only_signs_as_its_parameters_say() {
        // RSASSA-PSS-params with SHA-384 for both digests and a salt of 40 bytes: openssl genpkey -pkeyopt rsa_pss_keygen_md:sha384 …
        let number = "0609608648016503040202";
        let hash = format!("a00d300b{number}");
        let mask = format!("a11a301806092a864886f70d010108300b{number}");
        let parameters = format!("3030{hash}{mask}a203020128");
        let schemes = |algorithm: &str| {
            let key = spki(algorithm, &[]);
            let (_, key) = SubjectPublicKeyInfo::from_der(&key).unwrap();
            of_pss_key(&key).into_iter().map(u16::from).collect::<Vec<_>>()
        };
        assert_eq!(schemes(RSA_PSS), [0x080b, 0x080a, 0x0809]);
        assert_eq!(schemes(&format!("{RSA_PSS}{parameters}")), [0x080a]);
        let longer = parameters.replace("020128", "020131");
        assert_eq!(schemes(&format!("{RSA_PSS}{longer}")), [0; 0], "TLS uses a salt of 48 bytes");
        assert_eq!(schemes(RSA), [0; 0]);
    }

    #[test]
    fn sha1_is_for_old_versions_and_profiles_that_say_so() {
        let sha1 = SignatureScheme::RSA_PKCS1_SHA1;
        assert_eq!(method(Version::Tls12, &KeyKind::Rsa, sha1), Some(Method::Pkcs1(Hash::Sha1)));
        assert_eq!(method(Version::Tls13, &KeyKind::Rsa, sha1), None);
        for (profile, counts) in [
            (CertProfile::Insecure, true),
            (CertProfile::Legacy, true),
            (CertProfile::Preferred, false),
            (CertProfile::SuiteB, false),
        ] {
            assert_eq!(offered(Belief::new(profile)).contains(&sha1), counts, "{profile:?}");
        }
    }
}
