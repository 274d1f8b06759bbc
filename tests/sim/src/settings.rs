//! Certificates, profiles and randomness for tests.

use std::time::Instant;

use base64::{Engine, prelude::BASE64_STANDARD};
use ovpn_settings::{Cipher, Profile, Remote, StaticKey, TlsSettings, Wrap};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};

use crate::Protection;

/// Unix seconds at the beginning of every test: 2026-01-01.
pub const NOW: u64 = 1_767_225_600;

/// A test needs some instant to count from; which one does not matter.
pub fn start() -> Instant {
    Instant::now()
}

/// A certificate authority.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub der: Vec<u8>,
}

impl Authority {
    pub fn new(name: &str) -> Self {
        Self::with(name, |_| {})
    }

    pub fn with(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Self {
        let mut params = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let der = params.self_signed(&key).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), der }
    }

    /// An authority below this one.
    pub fn intermediate(&self, name: &str) -> Self {
        let mut params = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let der = params.signed_by(&key, &self.issuer).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), der }
    }

    pub fn issuer(&self) -> &Issuer<'static, KeyPair> {
        &self.issuer
    }

    pub fn server(&self, name: &str) -> Leaf {
        self.server_with(name, |_| {})
    }

    pub fn server_with(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Leaf {
        let mut params = named(name);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        change(&mut params);
        self.issue(params)
    }

    pub fn client(&self, name: &str) -> Leaf {
        let mut params = named(name);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(params)
    }

    pub fn issue(&self, params: CertificateParams) -> Leaf {
        let key = KeyPair::generate().unwrap();
        let der = params.signed_by(&key, &self.issuer).unwrap().der().to_vec();
        Leaf { der, key }
    }
}

/// A certificate with its key.
pub struct Leaf {
    pub der: Vec<u8>,
    pub key: KeyPair,
}

/// Parameters with a common name, valid from a year before [`NOW`] to ten years after.
pub fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = rcgen::date_time_ymd(2025, 1, 1);
    params.not_after = rcgen::date_time_ymd(2036, 1, 1);
    params
}

/// TLS settings that trust an authority of no importance.
pub fn tls_settings() -> TlsSettings {
    trusting(&Authority::new("Test CA"))
}

/// TLS settings that trust this authority and ask for nothing else.
pub fn trusting(authority: &Authority) -> TlsSettings {
    let empty = serde_json::json!({ "ca": [] });
    let mut settings: TlsSettings = serde_json::from_value(empty).unwrap();
    settings.ca = vec![authority.der.clone()];
    settings
}

/// One server over UDP, without a wrap.
#[must_use]
pub fn remote() -> Remote {
    let plain = serde_json::json!({
        "host": "vpn.example.net",
        "port": 1194,
        "transport": "udp",
        "family": "any",
        "wrap": "none",
        "answer_timeout": { "secs": 120, "nanos": 0 },
        "exit_notify": 0,
        "tun_mtu": 1500,
        "max_packet_size": 1250,
    });
    serde_json::from_value(plain).unwrap()
}

/// A profile with one server and nothing special.
#[must_use]
pub fn profile() -> Profile {
    let plain = serde_json::json!({ "remotes": [], "tls": { "ca": [] } });
    let mut profile: Profile = serde_json::from_value(plain).unwrap();
    profile.remotes = vec![remote()];
    profile.tls = tls_settings();
    profile
}

/// A client profile as text, for one server with this authority.
#[must_use]
pub fn profile_text(
    authority: &Authority,
    protection: Protection,
    cipher: Cipher,
    transport: &str,
    host: &str,
    port: u16,
    asks_for_login: bool,
) -> String {
    let mut text = format!(
        "client\ndev tun\nproto {transport}\nremote {host} {port}\nremote-cert-tls server\nauth SHA256\n\
         data-ciphers {}\n<ca>\n{}</ca>\n",
        cipher.name(),
        pem("CERTIFICATE", &authority.der),
    );
    if asks_for_login {
        text.push_str("auth-user-pass\n");
    }
    let key_lines = |key: &StaticKey| -> String {
        let digits: String = key.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let lines: Vec<&str> = digits.as_bytes().chunks(32).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        format!("-----BEGIN OpenVPN Static key V1-----\n{}\n-----END OpenVPN Static key V1-----\n", lines.join("\n"))
    };
    match protection.wrap() {
        Wrap::None => {}
        Wrap::TlsAuth { key, .. } => {
            text.push_str(&format!("key-direction 1\n<tls-auth>\n{}</tls-auth>\n", key_lines(&key)));
        }
        Wrap::TlsCrypt { key } => text.push_str(&format!("<tls-crypt>\n{}</tls-crypt>\n", key_lines(&key))),
        Wrap::TlsCryptV2 { key, wrapped } => {
            let both = pem("OpenVPN tls-crypt-v2 client key", &[key.bytes().as_slice(), &wrapped].concat());
            text.push_str(&format!("<tls-crypt-v2>\n{both}</tls-crypt-v2>\n"));
        }
    }
    text
}

/// Base64 between the lines that say what it is (RFC 7468).
#[must_use]
pub fn pem(label: &str, der: &[u8]) -> String {
    let text = BASE64_STANDARD.encode(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// Randomness that is the same in every run (SplitMix64). For tests only: nobody must make keys of it.
pub struct Pseudo(u64);

impl Pseudo {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl vpn_api::Entropy for Pseudo {
    fn fill(&mut self, buffer: &mut [u8]) {
        for byte in buffer {
            *byte = self.draw() as u8;
        }
    }
}
