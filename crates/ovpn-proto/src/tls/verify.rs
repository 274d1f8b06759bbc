//! OpenVPN's rules for the server's certificate.
//!
//! Order: pinned fingerprint, chain to one of the profile's authorities (with dates, revocation lists and purpose), the
//! authority's own dates, `verify-hash`, what the certificate may be used for, its name. The first rule that fails decides.
//!
//! rustls reduces a verifier's error to one of its own; the reason for the person is kept beside it, in a [`Verdict`].

use std::sync::{Arc, Mutex, PoisonError};

use ovpn_settings::{TlsSettings, VerifyName, VerifyNameKind, material::KeyKind};
use rustls::{
    DigitallySignedStruct, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    pki_types::{CertificateDer, ServerName, SignatureVerificationAlgorithm, UnixTime},
};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use vpn_api::{Pin, ServerTrust};
use x509_parser::{
    extensions::ParsedExtension,
    prelude::{FromDer, X509Certificate},
};

use super::{
    algorithms,
    chain::{self, Judge},
    crl::Crls,
    handshake::{self, Version},
    name,
    rejected::{Rejected, UnusableTrust},
    roots::Roots,
    rsa,
    signature::Belief,
};

/// Where the verifier leaves its reason.
#[derive(Debug, Default)]
pub struct Verdict(Mutex<Option<Rejected>>);

impl Verdict {
    /// The reason, once.
    #[must_use]
    pub fn take(&self) -> Option<Rejected> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, reason: Rejected) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason);
    }
}

/// What a profile demands of the server's certificate.
#[derive(Debug)]
pub struct Verifier {
    trust: ServerTrust,
    rules: Rules,
    roots: Roots,
    crls: Crls,
    algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    belief: Belief,
    verdict: Arc<Verdict>,
}

#[derive(Debug)]
struct Rules {
    require_server_usage: bool,
    ns_cert_server: bool,
    authority_hashes: Vec<Vec<u8>>,
    key_usage: Vec<u16>,
    extended_key_usage: Option<String>,
    name: Option<VerifyName>,
}

impl Verifier {
    /// Reads the profile's authorities and revocation lists.
    ///
    /// # Errors
    /// Names the directive that cannot be used.
    pub fn new(settings: &TlsSettings, authorities: &[Vec<u8>], verdict: Arc<Verdict>) -> Result<Self, UnusableTrust> {
        // The system's authorities never count: OpenVPN trusts whom the profile names, and nobody else.
        let pins = settings.peer_fingerprints.iter().copied().map(Pin::Certificate).collect();
        let trust = ServerTrust { authorities: authorities.to_vec(), pins, system: false };
        if trust.is_empty() {
            return Err(UnusableTrust::NoAuthority);
        }
        let roots = Roots::new(&trust.authorities)?;
        let crls = Crls::new(&settings.crls)?;
        let rules = Rules {
            require_server_usage: settings.require_server_usage,
            ns_cert_server: settings.ns_cert_server,
            authority_hashes: settings.verify_hash.iter().chain(&settings.verify_hash_others).cloned().collect(),
            key_usage: settings.remote_cert_ku.clone(),
            extended_key_usage: settings.remote_cert_eku.clone(),
            name: settings.verify_name.clone(),
        };
        let (algorithms, belief) = (algorithms::of_webpki(settings.cert_profile), Belief::new(settings.cert_profile));
        Ok(Self { trust, rules, roots, crls, algorithms, belief, verdict })
    }

    /// All rules on one chain at one time.
    ///
    /// # Errors
    /// [`Rejected`]: the first rule that fails.
    pub fn check(
        &self,
        leaf: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<(), Rejected> {
        let parsed = x509_parser::parse_x509_certificate(leaf)
            .map(|(_, cert)| cert)
            .map_err(|error| Rejected::Unreadable(error.to_string()))?;
        let (found, key) = (Sha256::digest(leaf).into(), Sha256::digest(parsed.public_key().raw).into());
        if !self.trust.passes_pins(&found, &key) {
            return Err(Rejected::NotPinned { found: hex::encode(found) });
        }
        if !self.roots.is_empty() {
            self.check_chain(leaf, &parsed, chain, now)?;
        }
        self.check_key(&parsed)?;
        self.check_usage(leaf, &parsed)?;
        self.check_name(&parsed)
    }

    /// The same with plain bytes and Unix seconds.
    ///
    /// # Errors
    /// [`Rejected`]: the first rule that fails.
    pub fn judge(&self, leaf: &[u8], chain: &[Vec<u8>], unix_seconds: u64) -> Result<(), Rejected> {
        let chain: Vec<_> = chain.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(unix_seconds));
        self.check(&CertificateDer::from(leaf), &chain, now)
    }

    /// The server's own key signs the handshake.
    fn check_key(&self, parsed: &X509Certificate<'_>) -> Result<(), Rejected> {
        let kind = KeyKind::of(parsed.public_key());
        if !kind.can_sign_in() {
            return Err(Rejected::KeyKind { algorithm: kind.to_string() });
        }
        match rsa::bits(parsed.public_key()) {
            Some(bits) if bits < self.belief.shortest_rsa() => Err(Rejected::Weak { weakness: format!("RSA-{bits}") }),
            Some(_) | None => Ok(()),
        }
    }

    fn check_chain(
        &self,
        leaf: &CertificateDer<'_>,
        parsed: &X509Certificate<'_>,
        chain: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<(), Rejected> {
        let judge = Judge { roots: &self.roots, algorithms: self.algorithms, belief: self.belief, now };
        let path = judge.path(leaf, parsed, chain)?;
        // Each is looked up in its issuer's list; the authority at the top has no issuer but itself.
        let mut below = leaf.as_ref();
        let authorities = self.roots.ders().chain(path.iter().map(Vec::as_slice));
        for der in &path {
            let read = |der| X509Certificate::from_der(der).map_err(|error| Rejected::Unreadable(error.to_string()));
            let ((_, cert), (_, issuer)) = (read(below)?, read(der)?);
            self.crls.check(&cert, &issuer, authorities.clone(), now)?;
            below = der;
        }
        let wanted = &self.rules.authority_hashes;
        let pinned = match path.as_slice() {
            [issuer] => {
                // A renewed authority: the same name and key in another certificate.
                let same = |root: &[u8]| chain::same_key(root, issuer);
                self.roots
                    .ders()
                    .filter(|root| same(root))
                    .any(|root| wanted.iter().any(|one| fingerprint_is(root, one)))
            }
            [issuer, ..] => wanted.iter().any(|one| fingerprint_is(issuer, one)),
            [] => false,
        };
        if wanted.is_empty() || pinned { Ok(()) } else { Err(Rejected::AuthorityNotPinned) }
    }

    /// What the certificate may be used for. Without any directive: what OpenSSL demands of a TLS server, which is that
    /// each usage extension, where present, allows it (`X509_PURPOSE_SSL_SERVER`). One without any says nothing, so that every
    /// client of the same authority could pose as the server: it will do only if the profile tells the server by something
    /// else. OpenVPN warns there and goes on.
    fn check_usage(&self, der: &[u8], cert: &X509Certificate<'_>) -> Result<(), Rejected> {
        let unreadable = |error: x509_parser::error::X509Error| Rejected::Unreadable(error.to_string());
        let key_usage = cert.key_usage().map_err(unreadable)?.map(|found| found.value);
        let extended = cert.extended_key_usage().map_err(unreadable)?.map(|found| found.value);
        let netscape = cert.iter_extensions().find_map(|extension| {
            if let ParsedExtension::NSCertType(found) = extension.parsed_extension() { Some(*found) } else { None }
        });
        let pinned_alone = self.roots.is_empty();
        if !pinned_alone || self.rules.require_server_usage {
            if key_usage.is_some_and(|ku| !(ku.digital_signature() || ku.key_encipherment() || ku.key_agreement())) {
                return Err(Rejected::NotForServers("its key usage allows no key exchange"));
            }
            if extended.is_some_and(|eku| !eku.server_auth) {
                return Err(Rejected::NotForServers("its extended key usage has no serverAuth"));
            }
            if netscape.as_ref().is_some_and(|found| !found.ssl_server()) {
                return Err(Rejected::NotForServers("its Netscape certificate type has no SSL server"));
            }
        }
        if self.rules.require_server_usage {
            if key_usage.is_none() {
                return Err(Rejected::NotForServers("remote-cert-tls demands a key usage, it has none"));
            }
            if extended.is_none() {
                return Err(Rejected::NotForServers("remote-cert-tls demands an extended key usage, it has none"));
            }
        }
        if self.rules.ns_cert_server
            && !netscape.as_ref().is_some_and(x509_parser::extensions::NSCertType::ssl_server)
            && !extended.is_some_and(|eku| eku.server_auth)
        {
            return Err(Rejected::NotForServers("ns-cert-type demands the type server"));
        }
        let says_server = extended.is_some_and(|eku| eku.server_auth)
            || netscape.as_ref().is_some_and(x509_parser::extensions::NSCertType::ssl_server);
        let told_otherwise = self.rules.name.is_some()
            || !self.trust.pins.is_empty()
            || !self.rules.key_usage.is_empty()
            || self.rules.extended_key_usage.is_some()
            || self.roots.contains(der);
        if !says_server && !told_otherwise {
            let name = name::common_name(cert.subject()).unwrap_or_default();
            return Err(Rejected::PurposeUnknown { name });
        }
        if !self.rules.key_usage.is_empty() {
            // x509-parser counts bits from the least, OpenVPN writes the first bit (digitalSignature) as 0x80.
            let found = key_usage.map_or(0, |ku| (ku.flags as u8).reverse_bits());
            let fits = |&mask: &u16| mask != 0 && u16::from(found) & mask == mask;
            if !self.rules.key_usage.iter().any(fits) {
                return Err(Rejected::Usage("remote-cert-ku"));
            }
        }
        if let Some(wanted) = &self.rules.extended_key_usage {
            let wanted = purpose_oid(wanted);
            let found = extended.is_some_and(|eku| {
                (eku.any && wanted == "2.5.29.37.0")
                    || (eku.server_auth && wanted == "1.3.6.1.5.5.7.3.1")
                    || (eku.client_auth && wanted == "1.3.6.1.5.5.7.3.2")
                    || (eku.code_signing && wanted == "1.3.6.1.5.5.7.3.3")
                    || (eku.email_protection && wanted == "1.3.6.1.5.5.7.3.4")
                    || (eku.time_stamping && wanted == "1.3.6.1.5.5.7.3.8")
                    || (eku.ocsp_signing && wanted == "1.3.6.1.5.5.7.3.9")
                    || eku.other.iter().any(|oid| oid.to_id_string() == wanted)
            });
            if !found {
                return Err(Rejected::Usage("remote-cert-eku"));
            }
        }
        Ok(())
    }

    fn check_name(&self, cert: &X509Certificate<'_>) -> Result<(), Rejected> {
        let Some(VerifyName { kind, value }) = &self.rules.name else { return Ok(()) };
        let found = match kind {
            VerifyNameKind::Subject => name::subject(cert.subject()),
            VerifyNameKind::Name | VerifyNameKind::NamePrefix => name::common_name(cert.subject()).unwrap_or_default(),
        };
        let fits = match kind {
            VerifyNameKind::Subject | VerifyNameKind::Name => found == *value,
            VerifyNameKind::NamePrefix => !value.is_empty() && found.starts_with(value.as_str()),
        };
        if fits { Ok(()) } else { Err(Rejected::Name { expected: value.clone(), found }) }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.check(end_entity, intermediates, now).map(|()| ServerCertVerified::assertion()).map_err(|reason| {
            let error = reason.alert();
            self.verdict.put(reason);
            rustls::Error::InvalidCertificate(error)
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        handshake::verify(Version::Tls12, self.belief, cert, message, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        handshake::verify(Version::Tls13, self.belief, cert, message, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        handshake::offered(self.belief)
    }
}

/// SHA-1 with 20 bytes, SHA-256 with 32: OpenVPN 2.5 and older, 2.6 and newer.
fn fingerprint_is(der: &[u8], wanted: &[u8]) -> bool {
    match wanted.len() {
        20 => Sha1::digest(der).as_slice() == wanted,
        32 => Sha256::digest(der).as_slice() == wanted,
        _ => false,
    }
}

/// `remote-cert-eku` takes a dotted number or OpenSSL's long name.
fn purpose_oid(text: &str) -> &str {
    match text {
        "TLS Web Server Authentication" | "serverAuth" => "1.3.6.1.5.5.7.3.1",
        "TLS Web Client Authentication" | "clientAuth" => "1.3.6.1.5.5.7.3.2",
        "Code Signing" | "codeSigning" => "1.3.6.1.5.5.7.3.3",
        "E-mail Protection" | "emailProtection" => "1.3.6.1.5.5.7.3.4",
        "IPSec End System" | "ipsecEndSystem" => "1.3.6.1.5.5.7.3.5",
        "IPSec Tunnel" | "ipsecTunnel" => "1.3.6.1.5.5.7.3.6",
        "IPSec User" | "ipsecUser" => "1.3.6.1.5.5.7.3.7",
        "Time Stamping" | "timeStamping" => "1.3.6.1.5.5.7.3.8",
        "OCSP Signing" | "OCSPSigning" => "1.3.6.1.5.5.7.3.9",
        "ipsec Internet Key Exchange" | "ipsecIKE" => "1.3.6.1.5.5.7.3.17",
        "Any Extended Key Usage" | "anyExtendedKeyUsage" => "2.5.29.37.0",
        other => other,
    }
}

#[cfg(test)]
mod kinds;
#[cfg(test)]
mod tests;
