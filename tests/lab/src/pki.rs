//! A throw-away certificate authority.

use anyhow::Result;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber,
};
use time::{Duration, OffsetDateTime};

/// A throw-away authority with a key for `tls-auth` and `tls-crypt`.
#[derive(Debug)]
pub struct Pki {
    issuer: Issuer<'static, KeyPair>,
    authority: String,
    static_key: String,
}

/// A certificate and its key, PEM.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The certificate.
    pub certificate: String,
    /// The private key, PKCS#8.
    pub key: String,
}

impl Pki {
    /// A new authority.
    ///
    /// # Errors
    /// No randomness.
    pub fn new() -> Result<Self> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "Practice authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        let random = [(); 8].map(|()| KeyPair::generate().map(|pair| pair.public_key_raw().to_vec()));
        let bytes: Vec<u8> = random.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
        // Coordinates of random curve points: random enough for a key that guards nothing.
        let lines: Vec<String> = bytes
            .iter()
            .filter(|byte| **byte != 4)
            .take(256)
            .collect::<Vec<_>>()
            .chunks(16)
            .map(|line| line.iter().map(|byte| format!("{byte:02x}")).collect())
            .collect();
        let static_key = format!(
            "-----BEGIN OpenVPN Static key V1-----\n{}\n-----END OpenVPN Static key V1-----\n",
            lines.join("\n")
        );
        Ok(Self { authority: certificate.pem(), issuer: Issuer::new(params, key), static_key })
    }

    /// The authority's certificate, PEM.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// A static key of OpenVPN's form.
    #[must_use]
    pub fn static_key(&self) -> &str {
        &self.static_key
    }

    /// A certificate for a server, valid from yesterday for a year.
    ///
    /// # Errors
    /// The name has characters that a certificate cannot hold.
    pub fn server(&self, name: &str) -> Result<Issued> {
        let day = Duration::days(1);
        let now = OffsetDateTime::now_utc();
        self.issue(name, ExtendedKeyUsagePurpose::ServerAuth, now - day, now + day * 365)
    }

    /// A certificate for a client, valid from yesterday for a year.
    ///
    /// # Errors
    /// The name has characters that a certificate cannot hold.
    pub fn client(&self, name: &str) -> Result<Issued> {
        let day = Duration::days(1);
        let now = OffsetDateTime::now_utc();
        self.issue(name, ExtendedKeyUsagePurpose::ClientAuth, now - day, now + day * 365)
    }

    /// A certificate for a server that ended yesterday.
    ///
    /// # Errors
    /// The name has characters that a certificate cannot hold.
    pub fn expired_server(&self, name: &str) -> Result<Issued> {
        let day = Duration::days(1);
        let now = OffsetDateTime::now_utc();
        self.issue(name, ExtendedKeyUsagePurpose::ServerAuth, now - day * 30, now - day)
    }

    /// A certificate for a client that ended yesterday.
    ///
    /// # Errors
    /// The name has characters that a certificate cannot hold.
    pub fn expired_client(&self, name: &str) -> Result<Issued> {
        let day = Duration::days(1);
        let now = OffsetDateTime::now_utc();
        self.issue(name, ExtendedKeyUsagePurpose::ClientAuth, now - day * 30, now - day)
    }

    /// A certificate for a server that starts tomorrow.
    ///
    /// # Errors
    /// The name has characters that a certificate cannot hold.
    pub fn early_server(&self, name: &str) -> Result<Issued> {
        let day = Duration::days(1);
        let now = OffsetDateTime::now_utc();
        self.issue(name, ExtendedKeyUsagePurpose::ServerAuth, now + day, now + day * 365)
    }

    /// A certificate that says nothing about what it is for.
    ///
    /// # Errors
    /// The name has characters that a certificate cannot hold.
    pub fn without_purpose(&self, name: &str) -> Result<Issued> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Issued { certificate: certificate.pem(), key: key.serialize_pem() })
    }

    /// A certificate for a server that nobody but itself vouches for.
    ///
    /// # Errors
    /// The name has characters that a certificate cannot hold.
    pub fn self_signed_server(name: &str) -> Result<Issued> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        Ok(Issued { certificate: certificate.pem(), key: key.serialize_pem() })
    }

    /// A certificate for a server with this serial number.
    ///
    /// # Errors
    /// The name has characters that a certificate cannot hold.
    pub fn numbered_server(&self, name: &str, serial: u8) -> Result<Issued> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyAgreement];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.serial_number = Some(SerialNumber::from_slice(&[serial]));
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Issued { certificate: certificate.pem(), key: key.serialize_pem() })
    }

    /// A list of revoked certificates with this serial number on it, PEM; good for so many days, which may be past.
    ///
    /// # Errors
    /// No randomness.
    pub fn list(&self, revoked: u8, good_for_days: i32) -> Result<String> {
        let (day, now) = (Duration::days(1), OffsetDateTime::now_utc());
        let params = CertificateRevocationListParams {
            this_update: now - day * 30,
            next_update: now + day * good_for_days,
            crl_number: SerialNumber::from_slice(&[1]),
            issuing_distribution_point: None,
            revoked_certs: vec![RevokedCertParams {
                serial_number: SerialNumber::from_slice(&[revoked]),
                revocation_time: now - day * 30,
                reason_code: None,
                invalidity_date: None,
            }],
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Ok(params.signed_by(&self.issuer)?.pem()?)
    }

    /// A certificate for one use between two moments.
    ///
    /// # Errors
    /// The name has characters that a certificate cannot hold.
    pub fn issue(
        &self,
        name: &str,
        usage: ExtendedKeyUsagePurpose,
        not_before: OffsetDateTime,
        not_after: OffsetDateTime,
    ) -> Result<Issued> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyAgreement];
        params.extended_key_usages = vec![usage];
        params.not_before = not_before;
        params.not_after = not_after;
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Issued { certificate: certificate.pem(), key: key.serialize_pem() })
    }
}
