//! From the server's certificate to one of the profile's authorities.
//!
//! webpki builds and judges the path. What it does not read, and OpenSSL does, is for [`super::path`].

use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use vpn_api::CertificateProblem;
use webpki::{EndEntityCert, KeyUsage};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::{
    constraints,
    path::{Path, Search},
    rejected::{Rejected, broken, unknown},
    roots::Roots,
    signature::Belief,
};

/// What a path is judged by.
pub(super) struct Judge<'a> {
    pub(super) roots: &'a Roots,
    /// What webpki may believe.
    pub(super) algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    pub(super) belief: Belief,
    pub(super) now: UnixTime,
}

impl Judge<'_> {
    /// Finds the path and checks it: signatures, dates with the authority's, lengths, purposes, names.
    ///
    /// # Errors
    /// [`Rejected`].
    pub(super) fn path(
        &self,
        leaf: &CertificateDer<'_>,
        parsed: &X509Certificate<'_>,
        chain: &[CertificateDer<'_>],
    ) -> Result<Path, Rejected> {
        let found = EndEntityCert::try_from(leaf).and_then(|end_entity| {
            let anchors = self.roots.anchors();
            let usage = KeyUsage::server_auth();
            let path = end_entity.verify_for_usage(self.algorithms, &anchors, chain, self.now, usage, None, None)?;
            let mut above: Path = path.intermediate_certificates().map(|cert| cert.der().to_vec()).collect();
            let dates = self.roots.check_dates(path.anchor(), self.now);
            above.extend(self.roots.ders_of(path.anchor()).next().map(<[u8]>::to_vec));
            Ok((above, dates))
        });
        let path = match found {
            Ok((path, dates)) => {
                dates?;
                path
            }
            Err(error) if is_unread(&error) => Search::new(self.roots, self.belief, self.now, chain).run(leaf)?,
            Err(error) => return Err(explain(error, parsed)),
        };
        for issuer in &path {
            if let Ok((_, issuer)) = X509Certificate::from_der(issuer) {
                constraints::check_common_name(parsed, &issuer)?;
            }
        }
        Ok(path)
    }
}

/// Whether webpki means that it does not read something, rather than that something is wrong. An issuer may be unknown to it because it
/// could not be read.
fn is_unread(error: &webpki::Error) -> bool {
    matches!(
        error,
        webpki::Error::UnsupportedCertVersion
            | webpki::Error::CaUsedAsEndEntity
            | webpki::Error::UnsupportedCriticalExtension
            | webpki::Error::UnsupportedSignatureAlgorithmContext(_)
            | webpki::Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)
            | webpki::Error::InvalidSignatureForPublicKey
            | webpki::Error::UnknownIssuer
            | webpki::Error::BadDer
            | webpki::Error::BadDerTime
            | webpki::Error::TrailingData(_)
    )
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a library's enum that grows")]
fn explain(error: webpki::Error, leaf: &X509Certificate<'_>) -> Rejected {
    let seconds = |time: UnixTime| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    match error {
        webpki::Error::CertExpired { not_after, .. } => Rejected::Expired { not_after: seconds(not_after) },
        webpki::Error::CertNotValidYet { not_before, .. } => Rejected::NotYetValid { not_before: seconds(not_before) },
        webpki::Error::RequiredEkuNotFoundContext(_) => {
            Rejected::NotForServers("its extended key usage, or its authority's, has no serverAuth")
        }
        webpki::Error::UnknownIssuer => unknown(leaf),
        webpki::Error::EndEntityUsedAsCa => broken(CertificateProblem::NotAnAuthority),
        webpki::Error::PathLenConstraintViolated | webpki::Error::MaximumPathDepthExceeded => {
            broken(CertificateProblem::ChainTooLong)
        }
        webpki::Error::NameConstraintViolation => broken(CertificateProblem::NameNotAllowed),
        webpki::Error::ExtensionValueInvalid | webpki::Error::MalformedExtensions => {
            broken(CertificateProblem::Extension)
        }
        other => Rejected::Chain { problem: CertificateProblem::Other, detail: other.to_string() },
    }
}

/// Whether two certificates have the same name and key.
pub(super) fn same_key(one: &[u8], other: &[u8]) -> bool {
    let (Ok((_, one)), Ok((_, other))) = (X509Certificate::from_der(one), X509Certificate::from_der(other)) else {
        return false;
    };
    one.subject().as_raw() == other.subject().as_raw() && one.public_key().raw == other.public_key().raw
}
