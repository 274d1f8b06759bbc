//! The authorities that a profile trusts, with the dates that webpki does not look at: OpenSSL refuses an authority past
//! its date, webpki takes an anchor as given.

use rustls::pki_types::{CertificateDer, TrustAnchor, UnixTime};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::rejected::{Rejected, UnusableTrust};

/// The profile's authorities.
#[derive(Debug)]
pub struct Roots(Vec<Root>);

#[derive(Debug)]
struct Root {
    der: CertificateDer<'static>,
    /// `None`: webpki does not read it ([`super::path`] does).
    anchor: Option<TrustAnchor<'static>>,
    not_before: i64,
    not_after: i64,
}

impl Roots {
    /// Reads the certificates. Version 1 and missing basic constraints are fine in an anchor.
    ///
    /// # Errors
    /// One of them is no certificate.
    pub fn new(ders: &[Vec<u8>]) -> Result<Self, UnusableTrust> {
        ders.iter().map(|der| Root::new(der)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For webpki.
    #[must_use]
    pub fn anchors(&self) -> Vec<TrustAnchor<'_>> {
        self.0.iter().filter_map(|root| root.anchor.clone()).collect()
    }

    /// The dates of the anchor that a chain ended at. A renewed authority has the same name and key as its predecessor:
    /// one that is valid is enough.
    ///
    /// # Errors
    /// All of them are past their date, or not valid yet.
    pub fn check_dates(&self, anchor: &TrustAnchor<'_>, now: UnixTime) -> Result<(), Rejected> {
        let mut verdict = Ok(());
        for root in self.matching(anchor) {
            verdict = root.check_dates(now);
            if verdict.is_ok() {
                break;
            }
        }
        verdict
    }

    /// The dates of one authority by its certificate.
    ///
    /// # Errors
    /// It is past its date, or not valid yet.
    pub(super) fn check_der_dates(&self, der: &[u8], now: UnixTime) -> Result<(), Rejected> {
        self.0.iter().find(|root| root.der.as_ref() == der).map_or(Ok(()), |root| root.check_dates(now))
    }

    /// All certificates.
    pub(super) fn ders(&self) -> impl Iterator<Item = &[u8]> + Clone {
        self.0.iter().map(|root| root.der.as_ref())
    }

    /// Whether this very certificate is among them.
    pub(super) fn contains(&self, der: &[u8]) -> bool {
        self.ders().any(|root| root == der)
    }

    /// The certificates that this anchor may come from.
    pub fn ders_of<'a>(&'a self, anchor: &'a TrustAnchor<'_>) -> impl Iterator<Item = &'a [u8]> {
        self.matching(anchor).map(|root| root.der.as_ref())
    }

    fn matching<'a>(&'a self, anchor: &'a TrustAnchor<'_>) -> impl Iterator<Item = &'a Root> {
        self.0.iter().filter(move |root| {
            root.anchor.as_ref().is_some_and(|own| {
                own.subject == anchor.subject && own.subject_public_key_info == anchor.subject_public_key_info
            })
        })
    }
}

impl Root {
    fn new(der: &[u8]) -> Result<Self, UnusableTrust> {
        let der = CertificateDer::from(der.to_vec());
        let anchor = webpki::anchor_from_trusted_cert(&der).ok().map(|anchor| anchor.to_owned());
        let (_, parsed) =
            X509Certificate::from_der(&der).map_err(|error| UnusableTrust::Authority(error.to_string()))?;
        let validity = parsed.validity();
        let (not_before, not_after) = (validity.not_before.timestamp(), validity.not_after.timestamp());
        Ok(Self { der, anchor, not_before, not_after })
    }

    fn check_dates(&self, now: UnixTime) -> Result<(), Rejected> {
        let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        if now > self.not_after {
            Err(Rejected::Expired { not_after: self.not_after })
        } else if now < self.not_before {
            Err(Rejected::NotYetValid { not_before: self.not_before })
        } else {
            Ok(())
        }
    }
}
