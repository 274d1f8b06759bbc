//! Whom to trust, who we are, and how TLS is spoken.

use serde::{Deserialize, Serialize};
use vpn_api::Secret;

use crate::encoding;

/// Most suites, groups or key usages.
const MAX_NAMES: usize = 64;

/// Whom to trust and who we are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsSettings {
    /// Authorities, DER (`ca`). Empty only with `peer_fingerprints`, or where they are in the identity's container.
    #[serde(with = "encoding::list")]
    pub ca: Vec<Vec<u8>>,
    /// SHA-256 of acceptable server certificates (`peer-fingerprint`). If not empty, the certificate must be one of them.
    #[serde(default, with = "encoding::list")]
    pub peer_fingerprints: Vec<[u8; 32]>,
    /// Our certificate and key (`cert`, `key`, `pkcs12`, `extra-certs`).
    #[serde(default)]
    pub identity: Option<ClientIdentity>,
    /// Lowest TLS version (`tls-version-min`); never below 1.2.
    #[serde(default)]
    pub version_min: TlsVersion,
    /// Highest TLS version (`tls-version-max`).
    #[serde(default)]
    pub version_max: Option<TlsVersion>,
    /// TLS 1.2 suites by IANA name with dashes or underscores, if the profile narrows them (`tls-cipher`).
    #[serde(default, deserialize_with = "encoding::bounded::<_, _, MAX_NAMES>")]
    pub ciphers: Vec<String>,
    /// TLS 1.3 suites (`tls-ciphersuites`).
    #[serde(default, deserialize_with = "encoding::bounded::<_, _, MAX_NAMES>")]
    pub ciphersuites: Vec<String>,
    /// Key exchange groups (`tls-groups`).
    #[serde(default, deserialize_with = "encoding::bounded::<_, _, MAX_NAMES>")]
    pub groups: Vec<String>,
    /// How weak certificates may be (`tls-cert-profile`).
    #[serde(default)]
    pub cert_profile: CertProfile,
    /// The certificate must be one for a server: key usage present, extended key usage with serverAuth
    /// [remote-cert-tls server].
    #[serde(default)]
    pub require_server_usage: bool,
    /// The certificate's name (`verify-x509-name`).
    #[serde(default)]
    pub verify_name: Option<VerifyName>,
    /// Certificates that are not accepted any more, DER (`crl-verify`).
    #[serde(default, with = "encoding::list")]
    pub crls: Vec<Vec<u8>>,
    /// Old Netscape certificate type must say server [ns-cert-type server].
    #[serde(default)]
    pub ns_cert_server: bool,
    /// SHA-1 or SHA-256 of the authority that signed the server certificate, 20 or 32 bytes (`verify-hash`).
    #[serde(default, with = "encoding::option")]
    pub verify_hash: Option<Vec<u8>>,
    /// Further ones: the authority must be one of all.
    #[serde(default, with = "encoding::list")]
    pub verify_hash_others: Vec<Vec<u8>>,
    /// Acceptable key usage masks (`remote-cert-ku`).
    #[serde(default, deserialize_with = "encoding::bounded::<_, _, MAX_NAMES>")]
    pub remote_cert_ku: Vec<u16>,
    /// Extended key usage that must be there, OID or name (`remote-cert-eku`).
    #[serde(default)]
    pub remote_cert_eku: Option<String>,
}

/// Our certificate and private key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientIdentity {
    /// Our certificate first, then its issuers, DER. Where the key is in a container: what is to be sent beside the chain in
    /// there, possibly nothing.
    #[serde(with = "encoding::list")]
    pub chain: Vec<Vec<u8>>,
    /// The private key as PEM text, possibly encrypted (PKCS#1, PKCS#8, SEC1); or a PKCS#12 container that only the person
    /// can open, as PEM text under [`crate::material::pkcs12::LABEL`].
    pub key_pem: Secret,
    /// Whether a passphrase is needed.
    pub encrypted: bool,
}

/// TLS versions that Adit speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsVersion {
    /// 1.2.
    #[default]
    Tls12,
    /// 1.3.
    Tls13,
}

/// How weak certificates may be (`tls-cert-profile`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertProfile {
    /// SHA-1 and RSA-1024 too.
    Insecure,
    /// The same. OpenVPN's manual calls it "SHA1 and newer" and its default; with OpenSSL 3 that default refuses SHA-1 all the
    /// same, so that profiles which say the word are those that need it.
    Legacy,
    /// RSA from 2048 bits, SHA-2. Adit's default: what it refuses and OpenVPN 2.6 with OpenSSL 3 takes by default is RSA-1024,
    /// and that can be factored.
    #[default]
    Preferred,
    /// NSA Suite B: ECDSA on P-256 with SHA-256 and on P-384 with SHA-384.
    SuiteB,
}

/// The server certificate's name (`verify-x509-name`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerifyName {
    /// What to compare.
    pub kind: VerifyNameKind,
    /// With what.
    pub value: String,
}

/// What `verify-x509-name` compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerifyNameKind {
    /// The whole subject: `C=DE, O=Example, CN=vpn`.
    Subject,
    /// The common name.
    Name,
    /// The beginning of the common name.
    NamePrefix,
}
