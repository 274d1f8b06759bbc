//! The client's own certificate and private key: what the profile holds and a passphrase in, a signer for TLS out.
//!
//! [`ovpn_settings::material`] opens what is under a passphrase; here is what TLS needs of it. Keys: RSA from 2048 to 8192 bits, also
//! for RSA-PSS only, ECDSA on P-256, P-384 and P-521, Ed25519.

mod pss;

use std::sync::Arc;

use ovpn_settings::{
    ClientIdentity,
    material::{KeyForm, KeyKind, LockError, PlainKey, climb, open_key, pkcs12, rsa_bits},
};
use rustls::{
    crypto::aws_lc_rs::sign::any_supported_type,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer},
    sign::{CertifiedKey, SigningKey},
};
use vpn_api::{Blame, Failure, FailureKind, Prompt, Retry, Secret};
use x509_parser::prelude::{FromDer, X509Certificate};

/// Shortest RSA key that signs, in bits: a limit of the TLS library, and of good sense.
const SHORTEST_RSA: u32 = 2048;

/// Why the client's certificate and key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// The key is encrypted and there is no passphrase.
    #[error("the private key needs a passphrase")]
    PassphraseNeeded,
    /// The passphrase does not open the key.
    #[error("the passphrase does not open the private key")]
    PassphraseWrong,
    /// There is no private key in the text.
    #[error("no private key in PEM form")]
    NoKey,
    /// There is no certificate, or it cannot be read.
    #[error("the client certificate cannot be read")]
    Certificate,
    /// The key's encryption is of a kind that is not supported.
    #[error("the private key is encrypted with {0}, which is not supported")]
    Encryption(String),
    /// The key is damaged, or of a kind that is not supported.
    #[error("the private key is damaged, or of a kind that is not supported")]
    KeyKind,
    /// An RSA key that is too short to sign with.
    #[error("the RSA key has {bits} bits, Adit signs with 2048 and more")]
    TooShort { bits: u32 },
    /// A key of a kind that Adit cannot sign with.
    #[error("the client certificate's key is of the kind {0}, which is not supported")]
    Unsupported(String),
    /// The private key does not belong to the certificate.
    #[error("the private key does not belong to the certificate")]
    NotAPair,
    /// The certificate is past its date (Unix seconds).
    #[error("the client certificate is past its date")]
    Expired { not_after: i64 },
}

impl From<LockError> for IdentityError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Needed => Self::PassphraseNeeded,
            LockError::Wrong => Self::PassphraseWrong,
            LockError::Scheme(scheme) => Self::Encryption(scheme),
            LockError::TooExpensive => Self::Encryption("more rounds than are sensible".into()),
            LockError::Damaged => Self::KeyKind,
            LockError::Absent => Self::NoKey,
        }
    }
}

impl From<IdentityError> for Failure {
    fn from(error: IdentityError) -> Self {
        let detail = error.to_string();
        let profile = |kind| Self::new(kind, Blame::Profile, Retry::Never);
        let refused = |what: &str| profile(FailureKind::ProfileRefused { what: what.into() });
        let ask = |kind, wrong| Self::new(kind, Blame::User, Retry::AskUser(Prompt::KeyPassphrase { wrong }));
        match error {
            IdentityError::PassphraseNeeded => ask(FailureKind::PassphraseNeeded, false),
            IdentityError::PassphraseWrong => ask(FailureKind::PassphraseWrong, true),
            IdentityError::Certificate => refused("cert"),
            IdentityError::NoKey
            | IdentityError::Encryption(_)
            | IdentityError::KeyKind
            | IdentityError::Unsupported(_)
            | IdentityError::NotAPair => refused("key"),
            IdentityError::TooShort { bits } => profile(FailureKind::ClientKeyTooShort { bits }),
            IdentityError::Expired { not_after } => profile(FailureKind::ClientCertificateExpired { not_after }),
        }
        .with_detail(detail)
    }
}

/// Who we are, ready for TLS.
#[derive(Debug, Clone)]
pub struct Own {
    chain: Vec<Vec<u8>>,
    key: Arc<dyn SigningKey>,
    /// Authorities that came in the same PKCS#12 container, DER.
    pub(crate) authorities: Vec<Vec<u8>>,
}

impl Own {
    /// What a server is shown. Where the profile brings no more than our certificate, it is lengthened from the authorities, as
    /// OpenSSL does: a server that knows only the root needs what lies between.
    pub(crate) fn certified(&self, authorities: &[Vec<u8>]) -> Arc<CertifiedKey> {
        let mut chain = self.chain.clone();
        if chain.len() == 1 {
            climb(&mut chain, authorities);
        }
        Arc::new(CertifiedKey::new(chain.into_iter().map(CertificateDer::from).collect(), self.key.clone()))
    }
}

/// Makes a signer out of the profile's identity.
///
/// The certificate may be X.509 version 1: it is the server's business to judge it. Its date is checked here, at
/// `unix_seconds`, because most servers answer an expired certificate with silence.
///
/// # Errors
/// [`IdentityError`], before anything is sent.
pub fn load_identity(
    identity: &ClientIdentity,
    passphrase: Option<&Secret>,
    unix_seconds: i64,
) -> Result<Own, IdentityError> {
    let text = identity.key_pem.expose();
    let passphrase = passphrase.map(Secret::expose);
    let (chain, key, authorities) = match pkcs12::open_text(text, passphrase) {
        None => (identity.chain.clone(), open_key(text, passphrase), Vec::new()),
        Some(container) => {
            let mut container = container?;
            container.chain.extend(identity.chain.iter().cloned());
            (container.chain, open_key(container.key_pem.expose(), None), container.authorities)
        }
    };
    let own = chain.first().ok_or(IdentityError::Certificate)?;
    let (_, leaf) = X509Certificate::from_der(own).map_err(|_| IdentityError::Certificate)?;
    let not_after = leaf.validity().not_after.timestamp();
    if unix_seconds > not_after {
        return Err(IdentityError::Expired { not_after });
    }
    let plain = key?;
    let kind = KeyKind::of(leaf.public_key());
    if !kind.can_sign_in() {
        return Err(IdentityError::Unsupported(kind.to_string()));
    }
    let short = rsa_bits(own).filter(|bits| *bits < SHORTEST_RSA);
    let unusable = || short.map_or(IdentityError::KeyKind, |bits| IdentityError::TooShort { bits });
    let key = if kind == KeyKind::RsaPss && short.is_none() {
        pss::signing_key(&plain, leaf.public_key()).ok_or_else(unusable)?
    } else {
        signing_key(&plain).ok_or_else(unusable)?
    };
    if let Some(ours) = key.public_key() {
        let (_, ours) = x509_parser::x509::SubjectPublicKeyInfo::from_der(&ours).map_err(|_| IdentityError::KeyKind)?;
        if ours.subject_public_key.data != leaf.public_key().subject_public_key.data {
            return Err(IdentityError::NotAPair);
        }
    }
    Ok(Own { chain, key, authorities })
}

/// A signer of one of the kinds that rustls brings.
fn signing_key(plain: &PlainKey) -> Option<Arc<dyn SigningKey>> {
    let der: PrivateKeyDer<'_> = match plain.form {
        KeyForm::Pkcs8 => PrivatePkcs8KeyDer::from(plain.der.as_slice()).into(),
        KeyForm::Pkcs1 => PrivatePkcs1KeyDer::from(plain.der.as_slice()).into(),
        KeyForm::Sec1 => PrivateSec1KeyDer::from(plain.der.as_slice()).into(),
    };
    any_supported_type(&der).ok()
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_STANDARD};

    use super::*;
    use crate::testing::NOW;

    /// The files were made in 2026.
    const LATER: i64 = NOW as i64 + 365 * 86_400;

    const EC: &str = include_str!("testing/keys/ec.crt");

    fn der(pem: &str) -> Vec<u8> {
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        BASE64_STANDARD.decode(body).unwrap()
    }

    fn load(certificate: &str, key: &str, passphrase: Option<&str>) -> Result<(), IdentityError> {
        let identity = ClientIdentity { chain: vec![der(certificate)], key_pem: key.into(), encrypted: false };
        load_identity(&identity, passphrase.map(Secret::from).as_ref(), LATER).map(|_| ())
    }

    #[test]
    fn keys_in_the_clear() {
        for key in [include_str!("testing/keys/ec-pkcs8.pem"), include_str!("testing/keys/ec-sec1.pem")] {
            assert_eq!(load(EC, key, None), Ok(()));
            assert_eq!(load(EC, key, Some("needless")), Ok(()));
        }
        let rsa = (include_str!("testing/keys/rsa.crt"), include_str!("testing/keys/rsa-pkcs1.pem"));
        assert_eq!(load(rsa.0, rsa.1, None), Ok(()));
        let ed25519 = (include_str!("testing/keys/ed25519.crt"), include_str!("testing/keys/ed25519.pem"));
        assert_eq!(load(ed25519.0, ed25519.1, None), Ok(()));
    }

    #[test]
    fn keys_for_pss_only_and_on_other_curves() {
        let pss = (include_str!("testing/keys/rsa-pss.crt"), include_str!("testing/keys/rsa-pss.pem"));
        assert_eq!(load(pss.0, pss.1, None), Ok(()));
        let other = include_str!("testing/keys/rsa-pkcs1.pem");
        assert_eq!(load(pss.0, other, None), Err(IdentityError::NotAPair));
        assert_eq!(load(pss.0, include_str!("testing/keys/ec-pkcs8.pem"), None), Err(IdentityError::KeyKind));
        let short = (include_str!("testing/keys/rsa-pss1024.crt"), include_str!("testing/keys/rsa-pss1024.pem"));
        assert_eq!(load(short.0, short.1, None), Err(IdentityError::TooShort { bits: 1024 }));
        let p521 = (include_str!("testing/keys/p521.crt"), include_str!("testing/keys/p521.pem"));
        assert_eq!(load(p521.0, p521.1, None), Ok(()));
        let ed448 = (include_str!("testing/keys/ed448.crt"), include_str!("testing/keys/ed448.pem"));
        assert_eq!(load(ed448.0, ed448.1, None), Err(IdentityError::Unsupported("Ed448".into())));
    }

    #[test]
    fn keys_under_a_passphrase() {
        let key = include_str!("testing/keys/ec-pbes2-aes.pem");
        assert_eq!(load(EC, key, None), Err(IdentityError::PassphraseNeeded));
        assert_eq!(load(EC, key, Some("adit ")), Err(IdentityError::PassphraseWrong));
        assert_eq!(load(EC, key, Some("adit")), Ok(()));
    }

    #[test]
    fn containers_bring_chain_key_and_authorities() {
        let body = include_str!("testing/keys/container.pem");
        let text = format!("-----BEGIN {0}-----\n{body}-----END {0}-----\n", pkcs12::LABEL);
        let identity = ClientIdentity { chain: Vec::new(), key_pem: text.as_str().into(), encrypted: true };
        let load = |passphrase: Option<&str>| load_identity(&identity, passphrase.map(Secret::from).as_ref(), LATER);
        assert_eq!(load(None).unwrap_err(), IdentityError::PassphraseNeeded);
        assert_eq!(load(Some("")).unwrap_err(), IdentityError::PassphraseNeeded);
        assert_eq!(load(Some("x")).unwrap_err(), IdentityError::PassphraseWrong);
        let own = load(Some("adit")).unwrap();
        assert_eq!((own.chain.len(), own.authorities.len()), (2, 2));
        assert_eq!(own.certified(&own.authorities).cert.len(), 2, "the root stays at home");
    }

    #[test]
    fn a_lone_certificate_is_shown_with_what_leads_up_to_the_root() {
        let root = crate::testing::Authority::new("Root");
        let between = root.intermediate("Between");
        let leaf = between.client("me");
        let key_pem = leaf.key.serialize_pem().as_str().into();
        let identity = ClientIdentity { chain: vec![leaf.der.clone()], key_pem, encrypted: false };
        let own = load_identity(&identity, None, NOW as i64).unwrap();
        let shown = |authorities: &[Vec<u8>]| -> Vec<Vec<u8>> {
            own.certified(authorities).cert.iter().map(|der| der.to_vec()).collect()
        };
        assert_eq!(shown(&[root.der.clone(), between.der.clone()]), [leaf.der.clone(), between.der.clone()]);
        assert_eq!(shown(std::slice::from_ref(&root.der)), [leaf.der]);
    }

    #[test]
    fn text_around_a_key_does_not_matter() {
        let key = include_str!("testing/keys/ec-pbes2-aes.pem").replace('\n', "\r\n  ");
        let text = format!("Bag Attributes\r\n{EC}\r\n  {key}trailing");
        assert_eq!(load(EC, &text, Some("adit")), Ok(()));
    }

    #[test]
    fn what_cannot_be_used_is_told() {
        assert_eq!(load(EC, "", None), Err(IdentityError::NoKey));
        assert_eq!(load(EC, EC, None), Err(IdentityError::NoKey));
        let cut = &include_str!("testing/keys/ec-pkcs8.pem")[..100];
        assert_eq!(load(EC, cut, None), Err(IdentityError::NoKey));
        let other = include_str!("testing/keys/rsa-pkcs1.pem");
        assert_eq!(load(EC, other, None), Err(IdentityError::NotAPair));
        let pbes1 = include_str!("testing/keys/ec-pbes1.pem");
        assert_eq!(load(EC, pbes1, Some("adit")), Ok(()));
        let unknown = include_str!("testing/keys/ec-rc4.pem");
        assert!(matches!(load(EC, unknown, Some("adit")), Err(IdentityError::Encryption(_))));
        let short = (include_str!("testing/keys/rsa1024.crt"), include_str!("testing/keys/rsa1024.pem"));
        assert_eq!(load(short.0, short.1, None), Err(IdentityError::TooShort { bits: 1024 }));
        assert_eq!(load("-----BEGIN X-----\nAAAA\n", other, None), Err(IdentityError::Certificate));
    }

    #[test]
    fn version_1_certificates_are_taken() {
        assert_eq!(
            load(include_str!("testing/keys/ec-v1.crt"), include_str!("testing/keys/ec-pkcs8.pem"), None),
            Ok(())
        );
    }

    #[test]
    fn the_person_is_asked_for_the_passphrase() {
        let needed = Failure::from(IdentityError::PassphraseNeeded);
        assert_eq!(needed.retry, Retry::AskUser(Prompt::KeyPassphrase { wrong: false }));
        let wrong = Failure::from(IdentityError::PassphraseWrong);
        assert_eq!(wrong.retry, Retry::AskUser(Prompt::KeyPassphrase { wrong: true }));
    }
}
