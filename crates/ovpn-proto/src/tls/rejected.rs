//! Why a server's certificate, or what the profile has to judge it by, will not do.

use rustls::CertificateError;
use vpn_api::{Blame, CertificateProblem, Failure, FailureKind, Retry};
use x509_parser::prelude::X509Certificate;

use super::name;

/// Why a server certificate was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// It cannot be read.
    #[error("the certificate cannot be read: {0}")]
    Unreadable(String),
    /// It is not one of the pinned certificates.
    #[error("the certificate's SHA-256 fingerprint {found} is not one that the profile allows")]
    NotPinned { found: String },
    /// It was not issued by one of the profile's authorities.
    #[error("no authority of the profile issued the certificate of {subject} (issuer: {issuer})")]
    UnknownAuthority { subject: String, issuer: String },
    /// It, or an authority on the way, is past its date (Unix seconds).
    #[error("the certificate, or its authority's, is past its date")]
    Expired { not_after: i64 },
    /// It, or an authority on the way, is not valid yet (Unix seconds).
    #[error("the certificate, or its authority's, is not valid yet")]
    NotYetValid { not_before: i64 },
    /// It is not meant for servers.
    #[error("the certificate is not one for a server: {0}")]
    NotForServers(&'static str),
    /// It does not say what it is for, and nothing else in the profile tells it from a client's.
    #[error("the certificate of “{name}” does not say that it is for a server, and the profile checks nothing else")]
    PurposeUnknown { name: String },
    /// Its name is not the one that the profile demands.
    #[error("the certificate is for “{found}”, the profile demands “{expected}”")]
    Name { expected: String, found: String },
    /// It was revoked.
    #[error("the certificate was revoked by its authority")]
    Revoked,
    /// Its authority's list of revoked certificates is past its date (Unix seconds).
    #[error("the list of revoked certificates is past its date")]
    RevocationListExpired { next_update: i64 },
    /// Its authority's list of revoked certificates is from a later time (Unix seconds).
    #[error("the list of revoked certificates is not valid yet")]
    RevocationListNotYetValid { this_update: i64 },
    /// A list of revoked certificates bears the authority's name, and the authority did not sign what is in it.
    #[error("the list of revoked certificates is damaged, or its authority did not make it")]
    RevocationListInvalid,
    /// A signature or key on the way to the authority can be forged.
    #[error("the certificate, or its authority's, relies on {weakness}")]
    Weak { weakness: String },
    /// Its key is of a kind that cannot be verified.
    #[error("the certificate's key is of the kind {algorithm}")]
    KeyKind {
        /// Which, for people.
        algorithm: String,
    },
    /// The authority that issued it is not the pinned one.
    #[error("the authority's fingerprint is not the one of verify-hash")]
    AuthorityNotPinned,
    /// Its usage is not what `remote-cert-ku` or `remote-cert-eku` demands.
    #[error("the certificate's usage is not what {0} demands")]
    Usage(&'static str),
    /// Another rule of certificate chains, and what the library said.
    #[error("{problem}{}{detail}", if detail.is_empty() { "" } else { ": " })]
    Chain {
        /// Which rule.
        problem: CertificateProblem,
        /// Technical detail, possibly empty.
        detail: String,
    },
}

impl Rejected {
    /// The failure for the person. `retry` is the caller's: another server may have a better certificate.
    #[must_use]
    pub fn into_failure(self, retry: Retry) -> Failure {
        let detail = self.to_string();
        let rejected = |problem| FailureKind::ServerCertificateRejected { problem };
        let (kind, blame) = match self {
            Self::UnknownAuthority { .. } => (FailureKind::UnknownAuthority, Blame::Server),
            Self::Expired { not_after } => (FailureKind::ServerCertificateExpired { not_after }, Blame::Server),
            Self::NotYetValid { not_before } => {
                (FailureKind::ServerCertificateNotYetValid { not_before }, Blame::Machine)
            }
            Self::NotForServers(_) => (FailureKind::NotAServerCertificate, Blame::Server),
            Self::PurposeUnknown { name } => (FailureKind::ServerPurposeUnknown { name }, Blame::Server),
            Self::NotPinned { .. } | Self::AuthorityNotPinned => {
                (FailureKind::ServerCertificateNotPinned, Blame::Server)
            }
            Self::Revoked => (FailureKind::ServerCertificateRevoked, Blame::Server),
            Self::RevocationListExpired { next_update } => {
                (FailureKind::RevocationListExpired { next_update }, Blame::Profile)
            }
            Self::RevocationListNotYetValid { this_update } => {
                (FailureKind::RevocationListNotYetValid { this_update }, Blame::Machine)
            }
            Self::RevocationListInvalid => (FailureKind::RevocationListInvalid, Blame::Profile),
            Self::KeyKind { algorithm } => (FailureKind::ServerKeyUnsupported { algorithm }, Blame::Server),
            Self::Weak { weakness } => (FailureKind::ServerCertificateWeak { weakness }, Blame::Server),
            Self::Name { expected, found } => (FailureKind::ServerNameMismatch { expected, found }, Blame::Server),
            Self::Unreadable(_) => (rejected(CertificateProblem::Unreadable), Blame::Server),
            Self::Usage(directive) => {
                (rejected(CertificateProblem::Usage { directive: directive.to_owned() }), Blame::Server)
            }
            Self::Chain { problem, detail: _ } => (rejected(problem), Blame::Server),
        };
        Failure::new(kind, blame, retry).with_detail(detail)
    }

    /// Chooses the alert that the server sees.
    pub(super) fn alert(&self) -> CertificateError {
        match self {
            Self::UnknownAuthority { .. } => CertificateError::UnknownIssuer,
            Self::Expired { .. } => CertificateError::Expired,
            Self::NotYetValid { .. } => CertificateError::NotValidYet,
            Self::NotForServers(_) | Self::PurposeUnknown { .. } | Self::Usage(_) => CertificateError::InvalidPurpose,
            Self::Name { .. } => CertificateError::NotValidForName,
            Self::Revoked => CertificateError::Revoked,
            Self::Unreadable(_) | Self::KeyKind { .. } => CertificateError::BadEncoding,
            Self::NotPinned { .. }
            | Self::AuthorityNotPinned
            | Self::RevocationListExpired { .. }
            | Self::RevocationListNotYetValid { .. }
            | Self::RevocationListInvalid
            | Self::Weak { .. }
            | Self::Chain { .. } => CertificateError::ApplicationVerificationFailure,
        }
    }
}

/// Nobody that the profile trusts issued it.
pub(super) fn unknown(leaf: &X509Certificate<'_>) -> Rejected {
    Rejected::UnknownAuthority { subject: name::subject(leaf.subject()), issuer: name::subject(leaf.issuer()) }
}

/// A rule of certificate chains.
pub(super) fn broken(problem: CertificateProblem) -> Rejected {
    Rejected::Chain { problem, detail: String::new() }
}

/// Why a profile's trust settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnusableTrust {
    /// Nobody to trust.
    #[error("the profile names no authority and no fingerprint")]
    NoAuthority,
    /// An authority's certificate cannot be read.
    #[error("an authority's certificate cannot be read: {0}")]
    Authority(String),
    /// A revocation list cannot be read.
    #[error("a revocation list cannot be read: {0}")]
    Crl(String),
}

impl From<UnusableTrust> for Failure {
    fn from(error: UnusableTrust) -> Self {
        let what = match &error {
            UnusableTrust::NoAuthority | UnusableTrust::Authority(_) => "ca",
            UnusableTrust::Crl(_) => "crl-verify",
        };
        Self::new(FailureKind::ProfileRefused { what: what.into() }, Blame::Profile, Retry::Never).with_detail(error)
    }
}
