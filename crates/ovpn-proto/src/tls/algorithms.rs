//! Which signatures are believed. The default is what rustls believes; `tls-cert-profile legacy` and `insecure` add SHA-1 and
//! RSA from 1024 bits, which old servers' certificates still need. MD5 never.

use ovpn_settings::CertProfile;
use rustls::{
    SignatureScheme,
    crypto::{WebPkiSupportedAlgorithms, aws_lc_rs::default_provider},
    pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id},
};
use webpki::aws_lc_rs as strong;

use super::short_rsa;

/// The algorithms that a profile believes, for certificates and for the handshake.
#[must_use]
pub(super) fn believed(profile: CertProfile) -> WebPkiSupportedAlgorithms {
    match profile {
        CertProfile::Insecure | CertProfile::Legacy => WITH_WEAK,
        CertProfile::Preferred => default_provider().signature_verification_algorithms,
        CertProfile::SuiteB => SUITE_B,
    }
}

/// Weak ones too, whatever the profile says.
#[must_use]
pub(super) fn with_weak() -> WebPkiSupportedAlgorithms {
    WITH_WEAK
}

/// Whether a profile takes RSA keys below 2048 bits.
#[must_use]
pub(super) fn takes_short_keys(profile: CertProfile) -> bool {
    match profile {
        CertProfile::Insecure | CertProfile::Legacy => true,
        CertProfile::Preferred | CertProfile::SuiteB => false,
    }
}

/// RFC 6460 §4: each curve with the digest of its strength.
static SUITE_B: WebPkiSupportedAlgorithms = WebPkiSupportedAlgorithms {
    all: &[strong::ECDSA_P256_SHA256, strong::ECDSA_P384_SHA384],
    mapping: &[
        (SignatureScheme::ECDSA_NISTP384_SHA384, &[strong::ECDSA_P384_SHA384]),
        (SignatureScheme::ECDSA_NISTP256_SHA256, &[strong::ECDSA_P256_SHA256]),
    ],
};

/// RSA PKCS#1 with a weak digest or a short key, verified by aws-lc's legacy entry points.
#[derive(Debug)]
struct WeakRsa {
    signature: AlgorithmIdentifier,
    verify: &'static aws_lc_rs::signature::RsaParameters,
}

impl SignatureVerificationAlgorithm for WeakRsa {
    fn verify_signature(&self, public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        aws_lc_rs::signature::UnparsedPublicKey::new(self.verify, public_key)
            .verify(message, signature)
            .map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}

/// `sha1WithRSAEncryption` with NULL parameters (RFC 3279 §2.2.1).
const SHA1_WITH_RSA: AlgorithmIdentifier =
    AlgorithmIdentifier::from_slice(&[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05, 0x05, 0x00]);

static RSA_SHA1: WeakRsa =
    WeakRsa { signature: SHA1_WITH_RSA, verify: &aws_lc_rs::signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY };
static SHORT_RSA_SHA256: WeakRsa = WeakRsa {
    signature: alg_id::RSA_PKCS1_SHA256,
    verify: &aws_lc_rs::signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
};
static SHORT_RSA_SHA512: WeakRsa = WeakRsa {
    signature: alg_id::RSA_PKCS1_SHA512,
    verify: &aws_lc_rs::signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
};

static WITH_WEAK: WebPkiSupportedAlgorithms = WebPkiSupportedAlgorithms {
    all: &[
        strong::ECDSA_P256_SHA256,
        strong::ECDSA_P256_SHA384,
        strong::ECDSA_P256_SHA512,
        strong::ECDSA_P384_SHA256,
        strong::ECDSA_P384_SHA384,
        strong::ECDSA_P384_SHA512,
        strong::ECDSA_P521_SHA256,
        strong::ECDSA_P521_SHA384,
        strong::ECDSA_P521_SHA512,
        strong::ED25519,
        &short_rsa::SHA256,
        &short_rsa::SHA384,
        strong::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
        strong::RSA_PKCS1_2048_8192_SHA384,
        strong::RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
        strong::RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
        strong::RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
        &SHORT_RSA_SHA256,
        &SHORT_RSA_SHA512,
        &RSA_SHA1,
    ],
    mapping: &[
        (
            SignatureScheme::ECDSA_NISTP384_SHA384,
            &[strong::ECDSA_P384_SHA384, strong::ECDSA_P256_SHA384, strong::ECDSA_P521_SHA384],
        ),
        (
            SignatureScheme::ECDSA_NISTP256_SHA256,
            &[strong::ECDSA_P256_SHA256, strong::ECDSA_P384_SHA256, strong::ECDSA_P521_SHA256],
        ),
        (
            SignatureScheme::ECDSA_NISTP521_SHA512,
            &[strong::ECDSA_P521_SHA512, strong::ECDSA_P384_SHA512, strong::ECDSA_P256_SHA512],
        ),
        (SignatureScheme::ED25519, &[strong::ED25519]),
        (SignatureScheme::RSA_PSS_SHA512, &[strong::RSA_PSS_2048_8192_SHA512_LEGACY_KEY]),
        (SignatureScheme::RSA_PSS_SHA384, &[&short_rsa::SHA384]),
        (SignatureScheme::RSA_PSS_SHA256, &[&short_rsa::SHA256]),
        (SignatureScheme::RSA_PKCS1_SHA512, &[&SHORT_RSA_SHA512]),
        (SignatureScheme::RSA_PKCS1_SHA384, &[strong::RSA_PKCS1_2048_8192_SHA384]),
        (SignatureScheme::RSA_PKCS1_SHA256, &[&SHORT_RSA_SHA256]),
        (SignatureScheme::RSA_PKCS1_SHA1, &[&RSA_SHA1]),
    ],
};
