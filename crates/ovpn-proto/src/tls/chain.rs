//! From the server's certificate to one of the profile's authorities.
//!
//! webpki builds and judges the path. Two kinds of certificate it does not read as a server's, and OpenSSL does: X.509 version
//! 1, and authorities that serve in person (SoftEther makes such). For them there is a short way only: issued directly by one of
//! the profile's authorities, or itself one of them.

use rustls::{
    SignatureScheme,
    crypto::WebPkiSupportedAlgorithms,
    pki_types::{CertificateDer, UnixTime},
};
use vpn_api::CertificateProblem;
use webpki::{EndEntityCert, KeyUsage};
use x509_parser::{
    extensions::GeneralName,
    prelude::{FromDer, X509Certificate},
};

use super::{
    name,
    rejected::Rejected,
    roots::Roots,
    signature::{Signature, is_believed, issued},
};

/// The certificates above the server's, its issuer first, DER. The last is one of the profile's authorities.
pub(super) type Path = Vec<Vec<u8>>;

/// What a path is judged by.
pub(super) struct Judge<'a> {
    pub(super) roots: &'a Roots,
    pub(super) believed: &'a WebPkiSupportedAlgorithms,
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
            let path = end_entity.verify_for_usage(self.believed.all, &anchors, chain, self.now, usage, None, None)?;
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
            Err(webpki::Error::UnsupportedCertVersion | webpki::Error::CaUsedAsEndEntity) => {
                self.direct(leaf, parsed)?
            }
            Err(error) => return Err(self.explain(error, parsed, chain)),
        };
        for issuer in &path {
            if let Ok((_, issuer)) = X509Certificate::from_der(issuer) {
                common_name_allowed(parsed, &issuer)?;
            }
        }
        Ok(path)
    }

    fn direct(&self, leaf: &CertificateDer<'_>, parsed: &X509Certificate<'_>) -> Result<Path, Rejected> {
        let validity = parsed.validity();
        let now = i64::try_from(self.now.as_secs()).unwrap_or(i64::MAX);
        let (not_before, not_after) = (validity.not_before.timestamp(), validity.not_after.timestamp());
        if now > not_after {
            return Err(Rejected::Expired { not_after });
        }
        if now < not_before {
            return Err(Rejected::NotYetValid { not_before });
        }
        if self.roots.contains(leaf) {
            return Ok(vec![leaf.to_vec()]);
        }
        let mut reason = unknown(parsed);
        for root in self.roots.ders() {
            let Ok((_, issuer)) = X509Certificate::from_der(root) else { continue };
            if issuer.subject().as_raw() != parsed.issuer().as_raw() {
                continue;
            }
            match issued(self.believed, &issuer, parsed) {
                Signature::Fits => match self.roots.check_der_dates(root, self.now) {
                    Ok(()) => return Ok(vec![root.to_vec()]),
                    Err(dates) => reason = dates,
                },
                Signature::NotBelieved => {
                    reason = weak_signature(parsed).map_or(reason, |weakness| Rejected::Weak { weakness });
                }
                Signature::Wrong => {
                    reason = weak_key(&issuer).map_or(reason, |weakness| Rejected::Weak { weakness });
                }
            }
        }
        Err(reason)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a library's enum that grows")]
    fn explain(&self, error: webpki::Error, leaf: &X509Certificate<'_>, chain: &[CertificateDer<'_>]) -> Rejected {
        let seconds = |time: UnixTime| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        match error {
            webpki::Error::CertExpired { not_after, .. } => Rejected::Expired { not_after: seconds(not_after) },
            webpki::Error::CertNotValidYet { not_before, .. } => {
                Rejected::NotYetValid { not_before: seconds(not_before) }
            }
            webpki::Error::RequiredEkuNotFoundContext(_) => {
                Rejected::NotForServers("its extended key usage, or its authority's, has no serverAuth")
            }
            webpki::Error::InvalidSignatureForPublicKey => match self.weakness(leaf, chain, weak_key) {
                Some(weakness) if !self.takes_weak() => Rejected::Weak { weakness },
                Some(_) | None => unknown(leaf),
            },
            webpki::Error::UnknownIssuer => unknown(leaf),
            webpki::Error::EndEntityUsedAsCa => broken(CertificateProblem::NotAnAuthority),
            webpki::Error::PathLenConstraintViolated | webpki::Error::MaximumPathDepthExceeded => {
                broken(CertificateProblem::ChainTooLong)
            }
            webpki::Error::NameConstraintViolation => broken(CertificateProblem::NameNotAllowed),
            webpki::Error::UnsupportedCriticalExtension
            | webpki::Error::ExtensionValueInvalid
            | webpki::Error::MalformedExtensions => broken(CertificateProblem::Extension),
            webpki::Error::BadDer | webpki::Error::BadDerTime | webpki::Error::TrailingData(_) => {
                broken(CertificateProblem::Unreadable)
            }
            webpki::Error::UnsupportedSignatureAlgorithmContext(_)
            | webpki::Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
                match self.weakness(leaf, chain, weak_signature) {
                    Some(weakness) if weakness != "SHA-1" || !self.takes_weak() => Rejected::Weak { weakness },
                    // A namesake of the authority, with another kind of key.
                    Some(_) | None if is_believed(self.believed, &leaf.signature_algorithm) => unknown(leaf),
                    Some(_) | None => broken(CertificateProblem::SignatureKind),
                }
            }
            other => Rejected::Chain { problem: CertificateProblem::Other, detail: other.to_string() },
        }
    }

    /// Whether the profile's word lets SHA-1 and short keys pass: they are not why something failed then.
    fn takes_weak(&self) -> bool {
        self.believed.mapping.iter().any(|(scheme, _)| *scheme == SignatureScheme::RSA_PKCS1_SHA1)
    }

    /// The first weakness that `look` finds in the server's certificate, in what it sent beside, or in an authority.
    fn weakness(
        &self,
        leaf: &X509Certificate<'_>,
        chain: &[CertificateDer<'_>],
        look: fn(&X509Certificate<'_>) -> Option<String>,
    ) -> Option<String> {
        let above = chain.iter().map(AsRef::as_ref).chain(self.roots.ders());
        look(leaf)
            .or_else(|| above.filter_map(|der| X509Certificate::from_der(der).ok()).find_map(|(_, cert)| look(&cert)))
    }
}

/// Whether two certificates have the same name and key.
pub(super) fn same_key(one: &[u8], other: &[u8]) -> bool {
    let (Ok((_, one)), Ok((_, other))) = (X509Certificate::from_der(one), X509Certificate::from_der(other)) else {
        return false;
    };
    one.subject().as_raw() == other.subject().as_raw() && one.public_key().raw == other.public_key().raw
}

fn unknown(leaf: &X509Certificate<'_>) -> Rejected {
    Rejected::UnknownAuthority { subject: name::subject(leaf.subject()), issuer: name::subject(leaf.issuer()) }
}

fn broken(problem: CertificateProblem) -> Rejected {
    Rejected::Chain { problem, detail: String::new() }
}

/// `RSA-1024` and the like; `None` for keys that are long enough.
pub(super) fn weak_key(cert: &X509Certificate<'_>) -> Option<String> {
    let bits = rsa_bits(cert)?;
    (bits < 2048).then(|| format!("RSA-{bits}"))
}

/// Length of an RSA key in bits.
pub(super) fn rsa_bits(cert: &X509Certificate<'_>) -> Option<u32> {
    let Ok(x509_parser::public_key::PublicKey::RSA(key)) = cert.public_key().parsed() else { return None };
    let modulus: Vec<u8> = key.modulus.iter().copied().skip_while(|byte| *byte == 0).collect();
    let unused = modulus.first().map_or(0, |first| first.leading_zeros());
    u32::try_from(modulus.len()).ok()?.checked_mul(8)?.checked_sub(unused)
}

/// `SHA-1` and `MD5`, where somebody else signed (RFC 8017 Appendix A.2.4, RFC 5758 §3.2, RFC 3279 §2.2).
fn weak_signature(cert: &X509Certificate<'_>) -> Option<String> {
    if cert.subject().as_raw() == cert.issuer().as_raw() {
        return None;
    }
    Some(match cert.signature_algorithm.algorithm.to_id_string().as_str() {
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" | "1.2.840.10045.4.1" | "1.2.840.10040.4.3" => "SHA-1".into(),
        "1.2.840.113549.1.1.4" | "1.3.14.3.2.3" => "MD5".into(),
        "1.2.840.113549.1.1.2" => "MD2".into(),
        _ => return None,
    })
}

/// Name constraints for DNS names also bind the common name, where there is no DNS name beside it: it is the common name that
/// OpenVPN compares (OpenSSL does so since 1.1.0).
fn common_name_allowed(leaf: &X509Certificate<'_>, issuer: &X509Certificate<'_>) -> Result<(), Rejected> {
    let Some(constraints) = issuer.name_constraints().ok().flatten() else { return Ok(()) };
    let alternative = leaf.subject_alternative_name().ok().flatten();
    let has_dns = alternative
        .is_some_and(|names| names.value.general_names.iter().any(|name| matches!(name, GeneralName::DNSName(_))));
    let Some(common) = name::common_name(leaf.subject()).filter(|common| !has_dns && looks_like_a_host(common)) else {
        return Ok(());
    };
    let within = |base: &GeneralName<'_>| {
        if let GeneralName::DNSName(base) = base { Some(is_within(&common, base)) } else { None }
    };
    let permitted: Vec<bool> =
        constraints.value.permitted_subtrees.iter().flatten().filter_map(|tree| within(&tree.base)).collect();
    let excluded = constraints.value.excluded_subtrees.iter().flatten().any(|tree| within(&tree.base) == Some(true));
    if excluded || !permitted.is_empty() && !permitted.contains(&true) {
        let detail = format!("an authority on the way may not name {common}");
        return Err(Rejected::Chain { problem: CertificateProblem::NameNotAllowed, detail });
    }
    Ok(())
}

fn looks_like_a_host(name: &str) -> bool {
    name.contains('.') && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '*'))
}

/// RFC 5280 §4.2.1.10: a name is within a constraint that it ends with, label by label.
fn is_within(name: &str, base: &str) -> bool {
    let (name, base) = (name.to_ascii_lowercase(), base.trim_start_matches('.').to_ascii_lowercase());
    base.is_empty() || name == base || name.strip_suffix(&base).is_some_and(|rest| rest.ends_with('.'))
}
