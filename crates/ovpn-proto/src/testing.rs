//! What tests share: certificates, profiles, and a server.

#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one kind among all")]

pub(crate) mod server;
pub(crate) mod world;

use std::time::{Duration, Instant};

use ovpn_profile::{
    Profile,
    profile::{MssFix, Remote, TlsSettings, Wrap},
};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use vpn_api::{Transport, session::Family};

/// Unix seconds at the beginning of every test: 2026-01-01.
pub(crate) const NOW: u64 = 1_767_225_600;

/// A test needs some instant to count from; which one does not matter.
#[expect(clippy::disallowed_methods, reason = "the origin of a test's clock")]
pub(crate) fn start() -> Instant {
    Instant::now()
}

/// A certificate authority.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub(crate) der: Vec<u8>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        Self::with(name, |_| {})
    }

    pub(crate) fn with(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Self {
        let mut params = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let der = params.self_signed(&key).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), der }
    }

    /// An authority below this one.
    pub(crate) fn intermediate(&self, name: &str) -> Self {
        let mut params = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let der = params.signed_by(&key, &self.issuer).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), der }
    }

    pub(crate) fn issuer(&self) -> &Issuer<'static, KeyPair> {
        &self.issuer
    }

    pub(crate) fn server(&self, name: &str) -> Leaf {
        self.server_with(name, |_| {})
    }

    pub(crate) fn server_with(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Leaf {
        let mut params = named(name);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        change(&mut params);
        self.issue(params)
    }

    pub(crate) fn client(&self, name: &str) -> Leaf {
        let mut params = named(name);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(params)
    }

    pub(crate) fn issue(&self, params: CertificateParams) -> Leaf {
        let key = KeyPair::generate().unwrap();
        let der = params.signed_by(&key, &self.issuer).unwrap().der().to_vec();
        Leaf { der, key }
    }
}

/// A certificate with its key.
pub(crate) struct Leaf {
    pub(crate) der: Vec<u8>,
    pub(crate) key: KeyPair,
}

/// Parameters with a common name, valid from a year before [`NOW`] to ten years after.
pub(crate) fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = rcgen::date_time_ymd(2025, 1, 1);
    params.not_after = rcgen::date_time_ymd(2036, 1, 1);
    params
}

/// TLS settings that trust an authority of no importance.
pub(crate) fn tls_settings() -> TlsSettings {
    trusting(&Authority::new("Test CA"))
}

/// TLS settings that trust this authority and ask for nothing else.
pub(crate) fn trusting(authority: &Authority) -> TlsSettings {
    let empty = serde_json::json!({ "ca": [] });
    let mut settings: TlsSettings = serde_json::from_value(empty).unwrap();
    settings.ca = vec![authority.der.clone()];
    settings
}

/// One server over UDP, without a wrap.
pub(crate) fn remote() -> Remote {
    Remote {
        host: "vpn.example.net".into(),
        port: 1194,
        transport: Transport::Udp,
        family: Family::Any,
        wrap: Wrap::None,
        answer_timeout: Duration::from_secs(120),
        exit_notify: 0,
        mssfix: MssFix::Default,
        tun_mtu: 1500,
        max_packet_size: 1250,
    }
}

/// A profile with one server and nothing special.
pub(crate) fn profile() -> Profile {
    Profile {
        remotes: vec![remote()],
        remote_random: false,
        remote_random_hostname: false,
        tls: tls_settings(),
        login: None,
        data: Default::default(),
        timing: Default::default(),
        network: Default::default(),
        peer_info: Vec::new(),
        push_peer_info: false,
    }
}

/// Randomness that is the same in every run (SplitMix64). For tests only: nobody must make keys of it.
pub(crate) struct Pseudo(u64);

impl Pseudo {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
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
            *byte = self.next() as u8;
        }
    }
}
