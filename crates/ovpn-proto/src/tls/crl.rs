//! Lists of revoked certificates, as OpenVPN's `crl-verify` treats them: an authority without a list is fine, and version 1 lists,
//! which old easy-rsa wrote, count as well.
//!
//! A list is the only thing that tells a stolen server certificate from a good one, so one that cannot be believed refuses the
//! connection instead of being left out: damaged, signed by another key under the authority's name, not valid yet, past its
//! date, or signed in a way that cannot be checked. OpenSSL refuses the same (`X509_V_ERR_CRL_SIGNATURE_FAILURE`,
//! `CRL_NOT_YET_VALID`, `CRL_HAS_EXPIRED`).

use rustls::{crypto::WebPkiSupportedAlgorithms, pki_types::UnixTime};
use x509_parser::{
    extensions::ParsedExtension,
    prelude::{FromDer, X509Certificate},
    revocation_list::CertificateRevocationList,
    x509::SubjectPublicKeyInfo,
};

use super::{
    algorithms, old_rsa,
    rejected::{Rejected, UnusableTrust},
    signature::{Signature, check},
};

/// The profile's lists.
#[derive(Debug)]
pub(super) struct Crls {
    ders: Vec<Vec<u8>>,
    /// Signatures tell a whole list from a damaged one, and authorities of the same name apart. Nobody but the profile brings a
    /// list, so weak ones will do.
    believed: WebPkiSupportedAlgorithms,
}

/// Delta lists and lists of a part of an authority's certificates (RFC 5280 §5.2.4, §5.2.5): without the rest they say too little.
const PARTIAL: [&str; 2] = ["2.5.29.27", "2.5.29.28"];

impl Crls {
    /// Reads them.
    ///
    /// # Errors
    /// One cannot be read, or is only a part.
    pub(super) fn new(ders: &[Vec<u8>]) -> Result<Self, UnusableTrust> {
        for der in ders {
            let (_, list) =
                CertificateRevocationList::from_der(der).map_err(|error| UnusableTrust::Crl(error.to_string()))?;
            let partial = |oid: String| PARTIAL.contains(&oid.as_str());
            if list.extensions().iter().any(|extension| extension.critical && partial(extension.oid.to_id_string())) {
                return Err(UnusableTrust::Crl("it is only a part of a list".into()));
            }
        }
        Ok(Self { ders: ders.to_vec(), believed: algorithms::with_weak() })
    }

    /// Whether `cert`, issued by `issuer`, may still be used. `authorities` are all that are known, DER.
    ///
    /// # Errors
    /// It was revoked, or the authority's list cannot be believed.
    pub(super) fn check<'a>(
        &self,
        cert: &X509Certificate<'_>,
        issuer: &X509Certificate<'_>,
        authorities: impl Iterator<Item = &'a [u8]> + Clone,
        now: UnixTime,
    ) -> Result<(), Rejected> {
        let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        for der in &self.ders {
            let Ok((_, list)) = CertificateRevocationList::from_der(der) else {
                return Err(Rejected::RevocationListInvalid);
            };
            match self.owner(&list, issuer, authorities.clone()) {
                Owner::Issuer => check_list(&list, cert, now)?,
                Owner::Other => {}
                Owner::Nobody => return Err(Rejected::RevocationListInvalid),
            }
        }
        Ok(())
    }

    /// Whose list this is.
    fn owner<'a>(
        &self,
        list: &CertificateRevocationList<'_>,
        issuer: &X509Certificate<'_>,
        mut authorities: impl Iterator<Item = &'a [u8]>,
    ) -> Owner {
        if list.issuer().as_raw() != issuer.subject().as_raw() {
            // One flipped bit in the name must not take the list out of use: the key that it names tells whose it is. An
            // authority that was renamed and kept its key has signed the list all the same.
            let damaged = names_key_of(list, issuer) && !self.signed(list, issuer.public_key());
            return if damaged { Owner::Nobody } else { Owner::Other };
        }
        if self.signed(list, issuer.public_key()) {
            return Owner::Issuer;
        }
        // A renewed authority may keep its name and change its key; then each of the two has a list.
        let by_namesake = authorities.any(|der| {
            X509Certificate::from_der(der).is_ok_and(|(_, other)| {
                other.subject().as_raw() == list.issuer().as_raw()
                    && other.public_key().raw != issuer.public_key().raw
                    && self.signed(list, other.public_key())
            })
        });
        if by_namesake { Owner::Other } else { Owner::Nobody }
    }

    fn signed(&self, list: &CertificateRevocationList<'_>, key: &SubjectPublicKeyInfo<'_>) -> bool {
        let (message, value) = (list.tbs_cert_list.as_ref(), &list.signature_value.data);
        match check(&self.believed, key, &list.signature_algorithm, message, value) {
            Signature::Fits => true,
            Signature::Wrong => false,
            Signature::NotBelieved => old_rsa::fits(key, &list.signature_algorithm, message, value),
        }
    }
}

/// Whose a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// The certificate's issuer's.
    Issuer,
    /// Another authority's, which says nothing here.
    Other,
    /// It bears the issuer's name, or names its key, and the issuer did not sign it.
    Nobody,
}

/// Dates and entries of the list of `cert`'s authority.
fn check_list(list: &CertificateRevocationList<'_>, cert: &X509Certificate<'_>, now: i64) -> Result<(), Rejected> {
    let this_update = list.last_update().timestamp();
    if this_update > now {
        return Err(Rejected::RevocationListNotYetValid { this_update });
    }
    let next_update = list.next_update().map(|time| time.timestamp());
    if let Some(next_update) = next_update.filter(|next_update| *next_update < now) {
        return Err(Rejected::RevocationListExpired { next_update });
    }
    let serial = digits(cert.raw_serial());
    if list.iter_revoked_certificates().any(|revoked| digits(revoked.raw_serial()) == serial) {
        return Err(Rejected::Revoked);
    }
    Ok(())
}

/// Whether the list says that it was signed with `issuer`'s key (RFC 5280 §5.2.1).
fn names_key_of(list: &CertificateRevocationList<'_>, issuer: &X509Certificate<'_>) -> bool {
    let named = list.extensions().iter().find_map(|extension| {
        let ParsedExtension::AuthorityKeyIdentifier(found) = extension.parsed_extension() else { return None };
        found.key_identifier.as_ref().map(|id| id.0)
    });
    let own = issuer.iter_extensions().find_map(|extension| {
        if let ParsedExtension::SubjectKeyIdentifier(found) = extension.parsed_extension() {
            Some(found.0)
        } else {
            None
        }
    });
    named.is_some() && named == own
}

/// A serial number without the zeros that encoders put in front.
fn digits(serial: &[u8]) -> &[u8] {
    let zeros = serial.iter().take_while(|byte| **byte == 0).count();
    serial.get(zeros..).unwrap_or_default()
}
