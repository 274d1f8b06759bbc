//! Lists of revoked certificates, as OpenVPN's `crl-verify` treats them: an authority without a list is fine, a list past its date
//! is not, and version 1 lists, which old easy-rsa wrote, count as well.

use rustls::{crypto::WebPkiSupportedAlgorithms, pki_types::UnixTime};
use x509_parser::{
    prelude::{FromDer, X509Certificate},
    revocation_list::CertificateRevocationList,
};

use super::{
    algorithms,
    signature::{Signature, check},
    verify::{Rejected, UnusableTrust},
};

/// The profile's lists.
#[derive(Debug)]
pub(super) struct Crls {
    ders: Vec<Vec<u8>>,
    /// The lists stand in the profile, which is trusted; their signatures only tell apart authorities of the same name. So
    /// weak ones will do.
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

    /// Whether `cert`, issued by `issuer`, may still be used.
    ///
    /// # Errors
    /// It was revoked, or the authority's list is past its date.
    pub(super) fn check(
        &self,
        cert: &X509Certificate<'_>,
        issuer: &X509Certificate<'_>,
        now: UnixTime,
    ) -> Result<(), Rejected> {
        let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        for der in &self.ders {
            let Ok((_, list)) = CertificateRevocationList::from_der(der) else { continue };
            if list.issuer().as_raw() != cert.issuer().as_raw() {
                continue;
            }
            let (message, value) = (list.tbs_cert_list.as_ref(), &list.signature_value.data);
            if check(&self.believed, issuer.public_key(), &list.signature_algorithm, message, value) == Signature::Wrong
            {
                continue;
            }
            let next_update = list.next_update().map(|time| time.timestamp());
            if let Some(next_update) = next_update.filter(|next_update| *next_update < now) {
                return Err(Rejected::RevocationListExpired { next_update });
            }
            let serial = digits(cert.raw_serial());
            if list.iter_revoked_certificates().any(|revoked| digits(revoked.raw_serial()) == serial) {
                return Err(Rejected::Revoked);
            }
        }
        Ok(())
    }
}

/// A serial number without the zeros that encoders put in front.
fn digits(serial: &[u8]) -> &[u8] {
    let zeros = serial.iter().take_while(|byte| **byte == 0).count();
    serial.get(zeros..).unwrap_or_default()
}
