//! The way from the server's certificate to one of the profile's authorities, for certificates that webpki does not read and OpenSSL
//! does: X.509 version 1, authorities that serve in person (SoftEther makes such), signatures of other kinds than webpki's,
//! extensions that are critical and restrict nothing here, unique identifiers.
//!
//! Whoever answers in the server's place chooses which of the two judges he meets, so this one is not milder than webpki in anything
//! but what it is for: signatures, dates, who may issue, how long a chain may be, purposes, names (RFC 5280 §6). What it does not
//! know it refuses.

use rustls::pki_types::{CertificateDer, UnixTime};
use vpn_api::CertificateProblem;
use x509_parser::{
    extensions::ParsedExtension,
    prelude::{FromDer, X509Certificate, X509Version},
};

use super::{
    constraints, name,
    rejected::{Rejected, broken, unknown},
    roots::Roots,
    rsa,
    signature::{Belief, Signature, issued},
};

/// Most certificates between the server's and the authority at the top.
const DEEPEST: usize = 6;
/// Most certificates of the server that are looked at, its own not counted.
const MOST: usize = 16;
/// Most signatures that are verified for one chain: a server may send many certificates of the same name.
const MOST_SIGNATURES: u32 = 40;

/// The certificates above the server's, its issuer first, DER. The last is one of the profile's authorities.
pub(super) type Path = Vec<Vec<u8>>;

/// Finds the way and checks it.
pub(super) struct Search<'a> {
    roots: &'a Roots,
    belief: Belief,
    now: UnixTime,
    others: Vec<X509Certificate<'a>>,
    signatures_left: u32,
    /// Why there is none so far; the first reason that says more than that nobody issued it.
    reason: Option<Rejected>,
}

impl<'a> Search<'a> {
    pub(super) fn new(roots: &'a Roots, belief: Belief, now: UnixTime, chain: &'a [CertificateDer<'a>]) -> Self {
        let others = chain.iter().take(MOST).filter_map(|der| whole(der)).collect();
        Self { roots, belief, now, others, signatures_left: MOST_SIGNATURES, reason: None }
    }

    /// # Errors
    /// [`Rejected`]: there is no way, and why.
    pub(super) fn run(mut self, der: &'a [u8]) -> Result<Path, Rejected> {
        let Some(leaf) = whole(der) else { return Err(broken(CertificateProblem::Unreadable)) };
        readable(&leaf)?;
        current(&leaf, self.now)?;
        if self.roots.contains(der) {
            return Ok(vec![der.to_vec()]);
        }
        let others = std::mem::take(&mut self.others);
        match self.above(&others, &mut vec![&leaf]) {
            Some(path) => Ok(path),
            None => Err(self.reason.unwrap_or_else(|| unknown(&leaf))),
        }
    }

    /// What issued the last of `below`, up to an authority of the profile. `below` begins with the server's certificate.
    fn above<'b>(
        &mut self,
        others: &'b [X509Certificate<'a>],
        below: &mut Vec<&'b X509Certificate<'a>>,
    ) -> Option<Path> {
        let last = *below.last()?;
        let roots = self.roots;
        for der in roots.ders() {
            let Ok((_, root)) = X509Certificate::from_der(der) else { continue };
            if !self.signed(&root, last) {
                continue;
            }
            match may_issue(&root, below).and_then(|()| roots.check_der_dates(der, self.now)) {
                Ok(()) => return Some(vec![der.to_vec()]),
                Err(reason) => self.note(reason),
            }
        }
        if below.len() > DEEPEST {
            self.note(broken(CertificateProblem::ChainTooLong));
            return None;
        }
        for other in others {
            if below.iter().any(|below| below.as_raw() == other.as_raw()) || !self.signed(other, last) {
                continue;
            }
            if let Err(reason) = between(other, below).and_then(|()| current(other, self.now)) {
                self.note(reason);
                continue;
            }
            below.push(other);
            let further = self.above(others, below);
            below.pop();
            if let Some(mut path) = further {
                path.insert(0, other.as_raw().to_vec());
                return Some(path);
            }
        }
        None
    }

    fn note(&mut self, reason: Rejected) {
        self.reason.get_or_insert(reason);
    }

    fn signed(&mut self, issuer: &X509Certificate<'_>, cert: &X509Certificate<'_>) -> bool {
        if !name::same(issuer.subject(), cert.issuer()) {
            return false;
        }
        let Some(left) = self.signatures_left.checked_sub(1) else {
            self.note(broken(CertificateProblem::ChainTooLong));
            return false;
        };
        self.signatures_left = left;
        match issued(self.belief, issuer, cert) {
            Signature::Fits => true,
            Signature::Wrong => false,
            Signature::NotBelieved => {
                self.note(not_believed(self.belief, issuer, cert));
                false
            }
        }
    }
}

/// A certificate with nothing behind it.
fn whole(der: &[u8]) -> Option<X509Certificate<'_>> {
    X509Certificate::from_der(der).ok().filter(|(rest, _)| rest.is_empty()).map(|(_, cert)| cert)
}

fn current(cert: &X509Certificate<'_>, now: UnixTime) -> Result<(), Rejected> {
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    let validity = cert.validity();
    let (not_before, not_after) = (validity.not_before.timestamp(), validity.not_after.timestamp());
    if now > not_after {
        Err(Rejected::Expired { not_after })
    } else if now < not_before {
        Err(Rejected::NotYetValid { not_before })
    } else {
        Ok(())
    }
}

/// Each extension once, those that are looked at readable, and of the critical ones only such as are honoured or restrict nothing
/// that is done with the certificate here.
fn readable(cert: &X509Certificate<'_>) -> Result<(), Rejected> {
    let unreadable = || broken(CertificateProblem::Extension);
    cert.extensions_map().map_err(|_| unreadable())?;
    for extension in cert.extensions() {
        let number = extension.oid.to_id_string();
        let honoured = match number.as_str() {
            // Key usage, names, basic constraints, name constraints, extended key usage, the Netscape type: checked here or beside.
            "2.5.29.15" | "2.5.29.17" | "2.5.29.19" | "2.5.29.30" | "2.5.29.37" | "2.16.840.1.113730.1.1" => {
                let failed = matches!(
                    extension.parsed_extension(),
                    ParsedExtension::ParseError { .. } | ParsedExtension::Unparsed
                );
                if failed {
                    return Err(unreadable());
                }
                true
            }
            // Key identifiers, other names of the issuer, where to ask for more, policies (which bind only who asks for one, as OpenSSL
            // without X509_V_FLAG_POLICY_CHECK), proofs of logging, that an OCSP responder is not asked about; and Netscape's
            // comment and addresses, which are for people.
            "2.5.29.14"
            | "2.5.29.35"
            | "2.5.29.18"
            | "2.5.29.9"
            | "2.5.29.16"
            | "2.5.29.31"
            | "2.5.29.46"
            | "2.5.29.32"
            | "2.5.29.33"
            | "2.5.29.36"
            | "2.5.29.54"
            | "1.3.6.1.5.5.7.1.1"
            | "1.3.6.1.5.5.7.1.11"
            | "1.3.6.1.5.5.7.48.1.5"
            | "1.3.6.1.4.1.11129.2.4.2" => true,
            number => number.strip_prefix("2.16.840.1.113730.1.").is_some_and(is_netscape_text),
        };
        if extension.critical && !honoured {
            let detail = format!("the critical extension {number} is not known");
            return Err(Rejected::Chain { problem: CertificateProblem::Extension, detail });
        }
    }
    Ok(())
}

/// The base address and those for revocation, renewal and policy, the server's name for people, the comment.
fn is_netscape_text(last: &str) -> bool {
    matches!(last, "2" | "3" | "4" | "7" | "8" | "12" | "13")
}

/// What must be true of one that issues: of an authority of the profile as well.
fn may_issue(issuer: &X509Certificate<'_>, below: &[&X509Certificate<'_>]) -> Result<(), Rejected> {
    let unreadable = |_| broken(CertificateProblem::Extension);
    let no_authority = || broken(CertificateProblem::NotAnAuthority);
    if let Some(found) = issuer.basic_constraints().map_err(unreadable)? {
        if !found.value.ca {
            return Err(no_authority());
        }
        // Those that an authority issued to itself, as to renew its key, do not count (RFC 5280 §6.1.4).
        let between = below.iter().skip(1).filter(|cert| !name::same(cert.subject(), cert.issuer())).count();
        if found.value.path_len_constraint.is_some_and(|most| usize::try_from(most).is_ok_and(|most| between > most)) {
            return Err(broken(CertificateProblem::ChainTooLong));
        }
    }
    if issuer.key_usage().map_err(unreadable)?.is_some_and(|usage| !usage.value.key_cert_sign()) {
        return Err(no_authority());
    }
    if issuer.extended_key_usage().map_err(unreadable)?.is_some_and(|usage| !usage.value.server_auth) {
        return Err(Rejected::NotForServers("its extended key usage, or its authority's, has no serverAuth"));
    }
    constraints::check(issuer, below)
}

/// What must be true besides of one that the server brought.
fn between(issuer: &X509Certificate<'_>, below: &[&X509Certificate<'_>]) -> Result<(), Rejected> {
    readable(issuer)?;
    let is_authority = issuer.basic_constraints().is_ok_and(|found| found.is_some_and(|found| found.value.ca))
        && issuer.version() == X509Version::V3;
    if !is_authority {
        return Err(broken(CertificateProblem::NotAnAuthority));
    }
    may_issue(issuer, below)
}

fn not_believed(belief: Belief, issuer: &X509Certificate<'_>, cert: &X509Certificate<'_>) -> Rejected {
    if let Some(weakness) = weak_signature(cert).filter(|weakness| weakness != "SHA-1" || !belief.sha1()) {
        return Rejected::Weak { weakness };
    }
    match rsa::bits(issuer.public_key()).filter(|bits| *bits < belief.shortest_rsa()) {
        Some(bits) => Rejected::Weak { weakness: format!("RSA-{bits}") },
        None => {
            let detail = format!("the signature algorithm {}", cert.signature_algorithm.algorithm.to_id_string());
            Rejected::Chain { problem: CertificateProblem::SignatureKind, detail }
        }
    }
}

/// `SHA-1` and `MD5`, where somebody else signed (RFC 8017 Appendix A.2.4, RFC 5758 §3.2, RFC 3279 §2.2).
fn weak_signature(cert: &X509Certificate<'_>) -> Option<String> {
    Some(match cert.signature_algorithm.algorithm.to_id_string().as_str() {
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" | "1.2.840.10045.4.1" | "1.2.840.10040.4.3" => "SHA-1".into(),
        "1.2.840.113549.1.1.4" | "1.3.14.3.2.3" => "MD5".into(),
        "1.2.840.113549.1.1.2" => "MD2".into(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
