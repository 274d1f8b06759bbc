//! Lists of revoked certificates, as OpenVPN's `crl-verify` treats them: an authority without a list is fine, and version 1 lists,
//! which old easy-rsa wrote, count as well.
//!
//! A list is the only thing that tells a stolen server certificate from a good one, so one that cannot be believed refuses the
//! connection instead of being left out: damaged, signed by another key under the authority's name, not valid yet, past its
//! date, or signed in a way that cannot be checked. OpenSSL refuses the same (`X509_V_ERR_CRL_SIGNATURE_FAILURE`,
//! `CRL_NOT_YET_VALID`, `CRL_HAS_EXPIRED`).

mod list;
mod time;

use rustls::pki_types::UnixTime;
use x509_parser::{
    extensions::ParsedExtension,
    prelude::{FromDer, X509Certificate},
    x509::SubjectPublicKeyInfo,
};

use self::list::List;
use super::{
    name,
    rejected::{Rejected, UnusableTrust},
    signature::{Belief, Signature, check},
};

/// The profile's lists.
#[derive(Debug)]
pub(super) struct Crls(Vec<Vec<u8>>);

impl Crls {
    /// Reads them.
    ///
    /// # Errors
    /// One cannot be read, or is only a part: without the rest it says too little.
    pub(super) fn new(ders: &[Vec<u8>]) -> Result<Self, UnusableTrust> {
        for der in ders {
            let list = List::read(der).map_err(|error| UnusableTrust::Crl(error.to_string()))?;
            if list.is_partial {
                return Err(UnusableTrust::Crl("it is only a part of a list".into()));
            }
        }
        Ok(Self(ders.to_vec()))
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
        for der in &self.0 {
            let Ok(list) = List::read(der) else {
                return Err(Rejected::RevocationListInvalid);
            };
            match owner(&list, issuer, authorities.clone()) {
                Owner::Issuer => check_list(&list, cert, now)?,
                Owner::Other => {}
                Owner::Nobody => return Err(Rejected::RevocationListInvalid),
            }
        }
        Ok(())
    }
}

/// Whose list this is.
fn owner<'a>(list: &List<'_>, issuer: &X509Certificate<'_>, mut authorities: impl Iterator<Item = &'a [u8]>) -> Owner {
    if !name::same(&list.issuer, issuer.subject()) {
        // One flipped bit in the name must not take the list out of use: the key that it names tells whose it is. An
        // authority that was renamed and kept its key has signed the list all the same.
        let damaged = names_key_of(list, issuer) && !signed(list, issuer.public_key());
        return if damaged { Owner::Nobody } else { Owner::Other };
    }
    if signed(list, issuer.public_key()) {
        return Owner::Issuer;
    }
    // A renewed authority may keep its name and change its key; then each of the two has a list.
    let by_namesake = authorities.any(|der| {
        X509Certificate::from_der(der).is_ok_and(|(_, other)| {
            name::same(other.subject(), &list.issuer)
                && other.public_key().raw != issuer.public_key().raw
                && signed(list, other.public_key())
        })
    });
    if by_namesake { Owner::Other } else { Owner::Nobody }
}

fn signed(list: &List<'_>, key: &SubjectPublicKeyInfo<'_>) -> bool {
    check(Belief::LISTS, key, &list.algorithm, list.signed, list.signature) == Signature::Fits
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
fn check_list(list: &List<'_>, cert: &X509Certificate<'_>, now: i64) -> Result<(), Rejected> {
    let this_update = list.this_update;
    if this_update > now {
        return Err(Rejected::RevocationListNotYetValid { this_update });
    }
    if let Some(next_update) = list.next_update.filter(|next_update| *next_update < now) {
        return Err(Rejected::RevocationListExpired { next_update });
    }
    if list.holds(cert.raw_serial()) { Err(Rejected::Revoked) } else { Ok(()) }
}

/// Whether the list says that it was signed with `issuer`'s key (RFC 5280 §5.2.1).
fn names_key_of(list: &List<'_>, issuer: &X509Certificate<'_>) -> bool {
    let own = issuer.iter_extensions().find_map(|extension| {
        if let ParsedExtension::SubjectKeyIdentifier(found) = extension.parsed_extension() {
            Some(found.0)
        } else {
            None
        }
    });
    list.key_id.is_some() && list.key_id == own
}
