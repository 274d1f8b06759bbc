//! A profile's TLS settings as a rustls configuration: versions, suites, groups, whom to trust, who we are.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use ovpn_settings::{TlsSettings, TlsVersion};
use rustls::{
    ClientConfig, NamedGroup, SignatureScheme, SupportedCipherSuite, SupportedProtocolVersion,
    client::{ResolvesClientCert, Resumption},
    crypto::{
        CryptoProvider, SupportedKxGroup,
        aws_lc_rs::{default_provider, kx_group},
    },
    pki_types::UnixTime,
    sign::CertifiedKey,
    time_provider::TimeProvider,
    version::{TLS12, TLS13},
};
use vpn_api::{Blame, Failure, FailureKind, Retry};

use super::{
    groups,
    verify::{Verdict, Verifier},
};
use crate::material::Own;

/// All that the TLS sessions of one connection share.
#[derive(Debug)]
pub struct TlsSetup {
    pub(super) config: Arc<ClientConfig>,
    pub(super) verdict: Arc<Verdict>,
    pub(super) identity: Arc<Identity>,
    pub(super) clock: Arc<WallClock>,
    /// What a wrong certificate means for the next attempt.
    pub(super) retry: Retry,
    /// TLS 1.2 is among the versions that are offered.
    pub(super) offers_tls12: bool,
}

impl TlsSetup {
    /// Reads the profile's settings. `retry` is what follows after a certificate that was not accepted.
    ///
    /// # Errors
    /// The profile's authorities or its choice of suites cannot be used.
    pub fn new(settings: &TlsSettings, own: Option<Own>, retry: Retry) -> Result<Self, Failure> {
        // As in OpenVPN, a container's authorities count where the profile names none.
        let contained = own.as_ref().filter(|_| settings.ca.is_empty()).map(|own| own.authorities.as_slice());
        let authorities = contained.unwrap_or(&settings.ca);
        let versions = versions(settings)?;
        let provider = Arc::new(provider(settings, &versions)?);
        let verdict = Arc::new(Verdict::default());
        let verifier = Arc::new(Verifier::new(settings, authorities, Arc::clone(&verdict))?);
        let key = own.as_ref().map(|own| own.certified(authorities));
        let identity = Arc::new(Identity { key, asked: AtomicBool::new(false) });
        let clock = Arc::new(WallClock(AtomicU64::new(0)));
        let mut config = ClientConfig::builder_with_details(provider, clock.clone())
            .with_protocol_versions(&versions)
            .map_err(|error| not_usable("tls-cipher", error))?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_client_cert_resolver(identity.clone());
        // OpenVPN never sends a server name and never resumes (docs/protocol/openvpn.md §5).
        config.enable_sni = false;
        config.resumption = Resumption::disabled();
        let offers_tls12 = versions.contains(&&TLS12);
        Ok(Self { config: Arc::new(config), verdict, identity, clock, retry, offers_tls12 })
    }

    /// The wall clock that certificates are judged by.
    pub fn set_unix_seconds(&self, seconds: u64) {
        self.clock.0.store(seconds, Ordering::Relaxed);
    }
}

/// Our certificate, handed out as it is: unlike rustls's own resolver it takes X.509 version 1.
#[derive(Debug)]
pub(super) struct Identity {
    key: Option<Arc<CertifiedKey>>,
    asked: AtomicBool,
}

impl Identity {
    /// The server asked for a certificate and we have none.
    pub(super) fn missing(&self) -> bool {
        self.key.is_none() && self.asked()
    }

    /// The server asked for a certificate.
    pub(super) fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}

impl ResolvesClientCert for Identity {
    fn resolve(&self, _issuers: &[&[u8]], _schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.asked.store(true, Ordering::Relaxed);
        self.key.clone()
    }

    fn has_certs(&self) -> bool {
        self.key.is_some()
    }
}

#[derive(Debug)]
pub(super) struct WallClock(AtomicU64);

/// 2026-01-01 in Unix seconds. A clock that shows an earlier time is wrong: Adit is younger than that.
const BEFORE_ADIT: u64 = 1_767_225_600;

impl WallClock {
    /// The time that it shows, if it cannot be right.
    pub(super) fn wrong(&self) -> Option<i64> {
        let now = self.0.load(Ordering::Relaxed);
        (now < BEFORE_ADIT).then(|| i64::try_from(now).unwrap_or_default())
    }
}

impl TimeProvider for WallClock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(self.0.load(Ordering::Relaxed))))
    }
}

fn not_usable(what: &str, detail: impl std::fmt::Display) -> Failure {
    Failure::new(FailureKind::ProfileRefused { what: what.into() }, Blame::Profile, Retry::Never).with_detail(detail)
}

fn versions(settings: &TlsSettings) -> Result<Vec<&'static SupportedProtocolVersion>, Failure> {
    let highest = settings.version_max.unwrap_or(TlsVersion::Tls13);
    let mut versions = Vec::new();
    if highest == TlsVersion::Tls13 {
        versions.push(&TLS13);
    }
    if settings.version_min == TlsVersion::Tls12 {
        versions.push(&TLS12);
    }
    if versions.is_empty() { Err(not_usable("tls-version-max", "it is below tls-version-min")) } else { Ok(versions) }
}

fn provider(settings: &TlsSettings, versions: &[&SupportedProtocolVersion]) -> Result<CryptoProvider, Failure> {
    let mut provider = default_provider();
    provider.cipher_suites = suites(settings, provider.cipher_suites);
    if !provider.cipher_suites.iter().any(|suite| versions.contains(&suite.version())) {
        let offered = settings.ciphers.iter().chain(&settings.ciphersuites).cloned().collect::<Vec<_>>().join(":");
        return Err(not_usable("tls-cipher", format_args!("none of {offered} is supported")));
    }
    // X25519 first: with a post-quantum share in front, the first message would not fit one control packet. X448 last: see there.
    let ours: [&'static dyn SupportedKxGroup; 6] = [
        kx_group::X25519,
        kx_group::SECP256R1,
        kx_group::SECP384R1,
        groups::SECP521R1,
        kx_group::X25519MLKEM768,
        groups::X448,
    ];
    let wanted: Vec<_> = settings.groups.iter().filter_map(|name| group(name)).collect();
    provider.kx_groups = if settings.groups.is_empty() {
        ours.to_vec()
    } else {
        wanted.iter().filter_map(|name| ours.iter().find(|group| group.name() == *name).copied()).collect()
    };
    if provider.kx_groups.iter().all(|group| group.name() == NamedGroup::X448) {
        return Err(not_usable("tls-groups", format_args!("none of {} is supported", settings.groups.join(":"))));
    }
    Ok(provider)
}

/// Narrows TLS 1.2 suites by `tls-cipher` and TLS 1.3 suites by `tls-ciphersuites`, in the profile's order.
fn suites(settings: &TlsSettings, ours: Vec<SupportedCipherSuite>) -> Vec<SupportedCipherSuite> {
    let (tls13, tls12): (Vec<_>, Vec<_>) = ours.into_iter().partition(|suite| suite.version() == &TLS13);
    let narrow = |suites: Vec<SupportedCipherSuite>, names: &[String]| {
        if names.is_empty() {
            return suites;
        }
        let by_name = |name: &String| suites.iter().find(|suite| is_called(suite, name)).copied();
        names.iter().filter_map(by_name).collect()
    };
    let mut chosen = narrow(tls13, &settings.ciphersuites);
    chosen.extend(narrow(tls12, &settings.ciphers));
    chosen
}

/// The IANA name of a suite: `TLS_AES_256_GCM_SHA384`.
pub(super) fn suite_name(suite: rustls::CipherSuite) -> String {
    suite.as_str().map_or_else(|| format!("0x{:04x}", u16::from(suite)), |name| name.replacen("TLS13_", "TLS_", 1))
}

/// IANA names with dashes or underscores, or OpenSSL's names, in any case.
fn is_called(suite: &SupportedCipherSuite, name: &str) -> bool {
    let iana = suite_name(suite.suite());
    let name = name.to_ascii_uppercase().replace('-', "_");
    // OpenSSL: ECDHE-RSA-AES256-GCM-SHA384, ECDHE-RSA-CHACHA20-POLY1305.
    let openssl = iana
        .replace("TLS_", "")
        .replace("_WITH", "")
        .replace("AES_128", "AES128")
        .replace("AES_256", "AES256")
        .replace("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305");
    name == iana || name == openssl
}

fn group(name: &str) -> Option<NamedGroup> {
    Some(match name.to_ascii_lowercase().as_str() {
        "x25519" => NamedGroup::X25519,
        "secp256r1" | "prime256v1" | "p-256" => NamedGroup::secp256r1,
        "secp384r1" | "p-384" => NamedGroup::secp384r1,
        "secp521r1" | "p-521" => NamedGroup::secp521r1,
        "x25519mlkem768" => NamedGroup::X25519MLKEM768,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(settings: &TlsSettings) -> Vec<String> {
        suites(settings, default_provider().cipher_suites).iter().map(|s| suite_name(s.suite())).collect()
    }

    #[test]
    fn suites_are_found_by_all_their_names() {
        let mut settings = crate::testing::tls_settings();
        settings.ciphersuites = vec!["TLS_CHACHA20_POLY1305_SHA256".into()];
        settings.ciphers = vec![
            "TLS-ECDHE-RSA-WITH-AES-256-GCM-SHA384".into(),
            "ECDHE-ECDSA-CHACHA20-POLY1305".into(),
            "TLS-DHE-RSA-WITH-AES-256-CBC-SHA".into(),
        ];
        assert_eq!(
            names(&settings),
            [
                "TLS_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
            ]
        );
    }

    #[test]
    fn nothing_in_common_is_refused_and_named() {
        let mut settings = crate::testing::tls_settings();
        settings.version_max = Some(TlsVersion::Tls12);
        settings.ciphers = vec!["TLS-DHE-RSA-WITH-AES-256-CBC-SHA".into()];
        let failure = TlsSetup::new(&settings, None, Retry::Never).unwrap_err();
        assert_eq!(failure.kind, FailureKind::ProfileRefused { what: "tls-cipher".into() });

        let mut settings = crate::testing::tls_settings();
        settings.version_max = Some(TlsVersion::Tls12);
        settings.version_min = TlsVersion::Tls13;
        let failure = TlsSetup::new(&settings, None, Retry::Never).unwrap_err();
        assert_eq!(failure.kind, FailureKind::ProfileRefused { what: "tls-version-max".into() });

        let mut settings = crate::testing::tls_settings();
        settings.groups = vec!["sect571k1".into()];
        let failure = TlsSetup::new(&settings, None, Retry::Never).unwrap_err();
        assert_eq!(failure.kind, FailureKind::ProfileRefused { what: "tls-groups".into() });
    }

    #[test]
    fn the_first_message_fits_one_control_packet() {
        let setup = TlsSetup::new(&crate::testing::tls_settings(), None, Retry::Never).unwrap();
        let mut session = crate::tls::TlsSession::new(&setup, "192.0.2.1".parse().unwrap()).unwrap();
        let hello = session.outgoing();
        assert!(hello.len() < 700, "{} bytes", hello.len());
    }

    #[test]
    fn groups_are_found_by_all_their_names_and_offered_in_the_profiles_order() {
        let offered = |groups: &[&str]| {
            let mut settings = crate::testing::tls_settings();
            settings.groups = groups.iter().map(|name| (*name).to_owned()).collect();
            provider(&settings, &[&TLS13])
                .map(|found| found.kx_groups.iter().map(|group| group.name()).collect::<Vec<_>>())
        };
        for (names, group) in [
            (&["x25519", "X25519"][..], NamedGroup::X25519),
            (&["secp256r1", "prime256v1", "P-256"], NamedGroup::secp256r1),
            (&["secp384r1", "P-384"], NamedGroup::secp384r1),
            (&["secp521r1", "P-521"], NamedGroup::secp521r1),
            (&["X25519MLKEM768"], NamedGroup::X25519MLKEM768),
        ] {
            for name in names {
                assert_eq!(offered(&[name]).unwrap(), [group], "{name}");
            }
        }
        let order = [NamedGroup::secp384r1, NamedGroup::X25519];
        assert_eq!(offered(&["P-384", "sect571k1", "x25519"]).unwrap(), order);
        assert_eq!(offered(&[]).unwrap().len(), 6);
        assert!(offered(&["x448"]).is_err(), "it is there to be told only");
    }

    #[test]
    fn a_certificate_that_is_missing_is_one_that_was_asked_for() {
        let identity = Identity { key: None, asked: AtomicBool::new(false) };
        assert!(!identity.has_certs() && !identity.asked() && !identity.missing());
        assert!(identity.resolve(&[], &[]).is_none());
        assert!(identity.asked() && identity.missing());
    }
}
