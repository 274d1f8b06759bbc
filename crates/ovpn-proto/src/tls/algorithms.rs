//! Which signatures webpki believes in. What it does not know, and the weak ones of `tls-cert-profile legacy` and `insecure`, are
//! judged by [`super::path`].

use ovpn_settings::CertProfile;
use rustls::{crypto::aws_lc_rs::default_provider, pki_types::SignatureVerificationAlgorithm};
use webpki::aws_lc_rs as strong;

/// RFC 6460 §4: each curve with the digest of its strength.
static SUITE_B: &[&dyn SignatureVerificationAlgorithm] = &[strong::ECDSA_P256_SHA256, strong::ECDSA_P384_SHA384];

/// The algorithms that a profile lets webpki believe.
#[must_use]
pub(super) fn of_webpki(profile: CertProfile) -> &'static [&'static dyn SignatureVerificationAlgorithm] {
    match profile {
        CertProfile::Insecure | CertProfile::Legacy | CertProfile::Preferred => {
            default_provider().signature_verification_algorithms.all
        }
        CertProfile::SuiteB => SUITE_B,
    }
}
