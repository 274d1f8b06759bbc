//! 26 servers that a client must refuse, each beside a control that differs in that one thing and is accepted, over TLS 1.2 and TLS 1.3. Each refusal has a sentence of its own.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail loudly")]

use std::{fmt::Debug, sync::Arc, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use ovpn_proto::tls::{TlsSession, TlsSetup};
use ovpn_settings::{CertProfile, StaticKey, TlsSettings, VerifyName, VerifyNameKind, Wrap};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, NameConstraints,
    RevokedCertParams, SerialNumber, SigningKey as _,
};
use rustls::{
    ServerConfig, ServerConnection, SignatureAlgorithm, SignatureScheme, SupportedProtocolVersion,
    crypto::aws_lc_rs::{default_provider, sign::any_supported_type},
    pki_types::{CertificateDer, PrivateKeyDer},
    server::{ClientHello, ResolvesServerCert},
    sign::{CertifiedKey, Signer, SigningKey},
    version::{TLS12, TLS13},
};
use sha2::{Digest, Sha256};
use sim::{NOW, Script, TestServer, World};
use vpn_api::{Failure, FailureKind, Retry};

const NAME: &str = "vpn.example.net";
const DAY: u64 = 86_400;
/// The files in `fixtures/weak` were made in 2026.
const LATER: u64 = NOW + 400 * DAY;

fn date(unix_seconds: u64) -> ::time::OffsetDateTime {
    ::time::OffsetDateTime::from_unix_timestamp(unix_seconds as i64).unwrap()
}

/// An authority with its key.
struct Ca {
    issuer: Issuer<'static, KeyPair>,
    der: Vec<u8>,
}

impl Ca {
    fn root(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Self {
        let (params, key) = (authority(name, change), KeyPair::generate().unwrap());
        let der = params.self_signed(&key).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), der }
    }

    fn below(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Self {
        let (params, key) = (authority(name, change), KeyPair::generate().unwrap());
        let der = params.signed_by(&key, &self.issuer).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), der }
    }

    fn server(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Shown {
        let (params, key) = (server(name, change), KeyPair::generate().unwrap());
        let der = params.signed_by(&key, &self.issuer).unwrap().der().to_vec();
        Shown { chain: vec![der], key: signing(&PrivateKeyDer::try_from(key.serialize_der()).unwrap()) }
    }

    /// The same as X.509 version 1 (RFC 5280 §4.1): neither a version nor extensions are written, and there is no purpose.
    fn server_of_version_1(&self, name: &str) -> Shown {
        let mut shown = self.server(name, |_| {});
        let [tbs, algorithm, _] = inside(&shown.chain[0]).try_into().unwrap();
        let written: Vec<&[u8]> = inside(tbs).into_iter().filter(|part| !matches!(part[0], 0xa0 | 0xa3)).collect();
        let tbs = tlv(0x30, &written.concat());
        let signature = self.issuer.key().sign(&tbs).unwrap();
        shown.chain[0] = tlv(0x30, &[&tbs, algorithm, &tlv(0x03, &[&[0], signature.as_slice()].concat())].concat());
        shown
    }

    /// A list with serial number 2 on it.
    fn list(&self, this_update: u64, next_update: u64) -> Vec<u8> {
        let params = CertificateRevocationListParams {
            this_update: date(this_update),
            next_update: date(next_update),
            crl_number: SerialNumber::from_slice(&[1]),
            issuing_distribution_point: None,
            revoked_certs: vec![RevokedCertParams {
                serial_number: SerialNumber::from_slice(&[2]),
                revocation_time: date(NOW - 200 * DAY),
                reason_code: None,
                invalidity_date: None,
            }],
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params.signed_by(&self.issuer).unwrap().der().to_vec()
    }
}

/// What a DER sequence is made of, each part with its tag and length (X.690 §8.1).
fn inside(sequence: &[u8]) -> Vec<&[u8]> {
    let header = |bytes: &[u8]| match bytes[1] {
        short @ ..0x80 => (2, usize::from(short)),
        long => {
            let count = usize::from(long & 0x7f);
            (2 + count, bytes[2..2 + count].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
        }
    };
    let mut rest = &sequence[header(sequence).0..];
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (start, length) = header(rest);
        let (part, after) = rest.split_at(start + length);
        parts.push(part);
        rest = after;
    }
    parts
}

/// One DER value of less than 64 KiB.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    let length = match length {
        [0, short @ ..0x80] => vec![short],
        [0, long] => vec![0x81, long],
        [high, low] => vec![0x82, high, low],
    };
    [&[tag], length.as_slice(), content].concat()
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date(NOW - 365 * DAY);
    params.not_after = date(NOW + 3650 * DAY);
    params
}

fn authority(name: &str, change: impl FnOnce(&mut CertificateParams)) -> CertificateParams {
    let mut params = named(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    change(&mut params);
    params
}

fn server(name: &str, change: impl FnOnce(&mut CertificateParams)) -> CertificateParams {
    let mut params = named(name);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    change(&mut params);
    params
}

fn signing(key: &PrivateKeyDer<'_>) -> Arc<dyn SigningKey> {
    any_supported_type(key).unwrap()
}

/// What a server shows.
#[derive(Clone)]
struct Shown {
    chain: Vec<Vec<u8>>,
    key: Arc<dyn SigningKey>,
}

impl Shown {
    fn with(mut self, ca: &Ca) -> Self {
        self.chain.push(ca.der.clone());
        self
    }

    fn leaf(&self) -> Vec<u8> {
        self.chain[0].clone()
    }

    fn fixture(name: &str) -> Self {
        let key = pem(include_str!("fixtures/weak/server.key"));
        let chain = vec![match name {
            "sha1" => pem(include_str!("fixtures/weak/sha1.crt")),
            _ => pem(include_str!("fixtures/weak/sha256.crt")),
        }];
        Self { chain, key: signing(&PrivateKeyDer::try_from(key).unwrap()) }
    }
}

fn pem(text: &str) -> Vec<u8> {
    let digits: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    BASE64_STANDARD.decode(digits).unwrap()
}

#[derive(Debug)]
struct Always(Arc<CertifiedKey>);

impl ResolvesServerCert for Always {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }
}

/// Signs nonsense: whoever looks at the certificate first does not come so far.
#[derive(Debug, Clone)]
struct Nonsense;

impl SigningKey for Nonsense {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        offered.contains(&SignatureScheme::RSA_PSS_SHA256).then(|| Box::new(Self) as _)
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RSA
    }
}

impl Signer for Nonsense {
    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        Ok(vec![1; 128])
    }

    fn scheme(&self) -> SignatureScheme {
        SignatureScheme::RSA_PSS_SHA256
    }
}

/// One meeting: a profile, a server, a time.
struct Meeting {
    settings: TlsSettings,
    server: Server,
    now: u64,
}

enum Server {
    Shows(Shown),
    /// Answers the first message with these bytes.
    Says(Vec<u8>),
}

fn trusting(ca: &Ca) -> TlsSettings {
    let mut settings: TlsSettings = serde_json::from_value(serde_json::json!({ "ca": [] })).unwrap();
    settings.ca = vec![ca.der.clone()];
    settings
}

fn expecting(ca: &Ca) -> TlsSettings {
    let mut settings = trusting(ca);
    settings.verify_name = Some(VerifyName { kind: VerifyNameKind::Name, value: NAME.into() });
    settings
}

impl Meeting {
    fn new(settings: TlsSettings, shown: Shown) -> Self {
        Self { settings, server: Server::Shows(shown), now: NOW }
    }

    /// Whether the client takes the server.
    fn run(&self, version: &'static SupportedProtocolVersion) -> Result<(), Failure> {
        let setup = TlsSetup::new(&self.settings, None, Retry::Never)?;
        setup.set_unix_seconds(self.now);
        let mut client = TlsSession::new(&setup, "192.0.2.1".parse().unwrap())?;
        let hello = client.outgoing();
        let shown = match &self.server {
            Server::Says(bytes) => {
                client.receive(bytes)?;
                assert!(client.is_handshaking());
                return Err(Failure::internal("the client waits for more"));
            }
            Server::Shows(shown) => shown,
        };
        let chain = shown.chain.iter().cloned().map(CertificateDer::from).collect();
        let shown = Arc::new(Always(Arc::new(CertifiedKey::new(chain, shown.key.clone()))));
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[version])
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(shown);
        let mut server = ServerConnection::new(Arc::new(config)).unwrap();
        let mut to_server = hello;
        for _ in 0..10 {
            let mut rest = to_server.as_slice();
            while !rest.is_empty() {
                server.read_tls(&mut rest).unwrap();
                server.process_new_packets().map_err(Failure::internal)?;
            }
            let mut to_client = Vec::new();
            while server.wants_write() {
                server.write_tls(&mut to_client).unwrap();
            }
            client.receive(&to_client)?;
            to_server = client.outgoing();
            if to_server.is_empty() {
                break;
            }
        }
        assert!(!client.is_handshaking() && !server.is_handshaking());
        Ok(())
    }
}

/// What must be refused, with which failure, and its control.
struct Case {
    name: &'static str,
    bad: Meeting,
    good: Meeting,
    told: fn(&FailureKind) -> bool,
}

/// A server that answers in an old version (RFC 5246 §7.4.1.3): 1 is TLS 1.0, 2 is TLS 1.1.
fn old_hello(minor: u8) -> Server {
    let mut body = vec![3, minor];
    body.extend([7; 32]);
    body.extend([0, 0xc0, 0x14, 0]);
    let mut message = vec![2, 0, 0, body.len() as u8];
    message.extend(body);
    let mut record = vec![0x16, 3, minor, 0, message.len() as u8];
    record.extend(message);
    Server::Says(record)
}

fn cases() -> Vec<Case> {
    let ca = Ca::root("CA", |_| {});
    let plain = |settings: TlsSettings| Meeting::new(settings, ca.server(NAME, |_| {}));
    let differs =
        |settings: TlsSettings, change: fn(&mut CertificateParams)| Meeting::new(settings, ca.server(NAME, change));
    let mut cases = Vec::new();
    let mut add = |name, bad, good, told: fn(&FailureKind) -> bool| cases.push(Case { name, bad, good, told });

    add(
        "a client's certificate",
        differs(trusting(&ca), |params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]),
        plain(trusting(&ca)),
        |kind| matches!(kind, FailureKind::NotAServerCertificate),
    );
    add(
        "no purpose",
        differs(trusting(&ca), |params| params.extended_key_usages.clear()),
        plain(trusting(&ca)),
        |kind| matches!(kind, FailureKind::ServerPurposeUnknown { name } if name == NAME),
    );
    add(
        "expired for a day",
        differs(trusting(&ca), |params| params.not_after = date(NOW - DAY)),
        differs(trusting(&ca), |params| params.not_after = date(NOW + DAY)),
        |kind| matches!(kind, FailureKind::ServerCertificateExpired { not_after } if *not_after == (NOW - DAY) as i64),
    );
    add(
        "valid from tomorrow",
        differs(trusting(&ca), |params| params.not_before = date(NOW + DAY)),
        differs(trusting(&ca), |params| params.not_before = date(NOW - DAY)),
        |kind| matches!(kind, FailureKind::ServerCertificateNotYetValid { not_before } if *not_before == (NOW + DAY) as i64),
    );
    for (name, wrong) in [
        ("another name", "mail.example.net"),
        ("the name and more", "vpn.example.net.evil.example"),
        ("more and the name", "evil-vpn.example.net"),
        ("the name, a zero, and more", "vpn.example.net\0.evil.example"),
        ("a wildcard", "*.example.net"),
    ] {
        let bad = Meeting::new(expecting(&ca), ca.server(wrong, |_| {}));
        add(
            name,
            bad,
            plain(expecting(&ca)),
            |kind| matches!(kind, FailureKind::ServerNameMismatch { expected, found } if expected == NAME && found != NAME),
        );
    }
    let alternative = |params: &mut CertificateParams| {
        params.subject_alt_names = vec![rcgen::SanType::DnsName(NAME.try_into().unwrap())];
    };
    add(
        "the name beside the common name only",
        Meeting::new(expecting(&ca), ca.server("mail.example.net", alternative)),
        Meeting::new(expecting(&ca), ca.server(NAME, alternative)),
        |kind| matches!(kind, FailureKind::ServerNameMismatch { found, .. } if found == "mail.example.net"),
    );

    let unknown = |kind: &FailureKind| matches!(kind, FailureKind::UnknownAuthority);
    let namesake = Ca::root("CA", |_| {});
    add(
        "an authority's namesake",
        Meeting::new(trusting(&ca), namesake.server(NAME, |_| {})),
        plain(trusting(&ca)),
        unknown,
    );
    let between = ca.below("Between", |_| {});
    let leaf = between.server(NAME, |_| {});
    add(
        "a gap in the chain",
        Meeting::new(trusting(&ca), leaf.clone()),
        Meeting::new(trusting(&ca), leaf.with(&between)),
        unknown,
    );
    let chain_broken = |kind: &FailureKind| matches!(kind, FailureKind::ServerCertificateRejected { .. });
    let pretender = ca.below("Pretender", |params| {
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    });
    add(
        "issued by one that is no authority",
        Meeting::new(trusting(&ca), pretender.server(NAME, |_| {}).with(&pretender)),
        Meeting::new(trusting(&ca), between.server(NAME, |_| {}).with(&between)),
        chain_broken,
    );
    let longer = |most: u8| {
        let first = ca.below("First", |params| params.is_ca = IsCa::Ca(BasicConstraints::Constrained(most)));
        let second = first.below("Second", |_| {});
        let shown = second.server(NAME, |_| {}).with(&second).with(&first);
        Meeting::new(trusting(&ca), shown)
    };
    add("a chain longer than allowed", longer(0), longer(1), chain_broken);
    let limited = |to: &str, change: fn(&mut CertificateParams)| {
        let permitted_subtrees = vec![GeneralSubtree::DnsName(to.into())];
        let between = ca.below("Limited", |params| {
            params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
        });
        Meeting::new(trusting(&ca), between.server(NAME, change).with(&between))
    };
    add("an authority for other names", limited("example.org", |_| {}), limited("example.net", |_| {}), chain_broken);

    let by_list = |serial: u8, list: Vec<u8>| {
        let mut settings = trusting(&ca);
        settings.crls = vec![list];
        let serial = SerialNumber::from_slice(&[serial]);
        Meeting::new(settings, ca.server(NAME, |params| params.serial_number = Some(serial)))
    };
    let listed = |serial: u8, next_update: u64| by_list(serial, ca.list(NOW - 200 * DAY, next_update));
    add("revoked", listed(2, NOW + DAY), listed(3, NOW + DAY), |kind| {
        matches!(kind, FailureKind::ServerCertificateRevoked)
    });
    add(
        "a list past its date",
        listed(3, NOW - DAY),
        listed(3, NOW + DAY),
        |kind| matches!(kind, FailureKind::RevocationListExpired { next_update } if *next_update == (NOW - DAY) as i64),
    );
    add(
        "a list from the future",
        by_list(3, ca.list(NOW + DAY, NOW + 2 * DAY)),
        listed(3, NOW + DAY),
        |kind| matches!(kind, FailureKind::RevocationListNotYetValid { this_update } if *this_update == (NOW + DAY) as i64),
    );
    let mut damaged = ca.list(NOW - 200 * DAY, NOW + DAY);
    damaged.last_mut().map(|byte| *byte ^= 1).unwrap();
    add("a damaged list", by_list(3, damaged), listed(3, NOW + DAY), |kind| {
        matches!(kind, FailureKind::RevocationListInvalid)
    });

    let weak = |shown: Shown| {
        let mut settings = trusting(&ca);
        settings.ca = vec![pem(include_str!("fixtures/weak/ca.crt"))];
        Meeting { now: LATER, ..Meeting::new(settings, shown) }
    };
    let short = Shown { chain: vec![pem(include_str!("fixtures/weak/rsa1024.crt"))], key: Arc::new(Nonsense) };
    add(
        "a key of 1024 bits",
        weak(short),
        weak(Shown::fixture("sha256")),
        |kind| matches!(kind, FailureKind::ServerCertificateWeak { weakness } if weakness == "RSA-1024"),
    );
    add(
        "signed with SHA-1",
        weak(Shown::fixture("sha1")),
        weak(Shown::fixture("sha256")),
        |kind| matches!(kind, FailureKind::ServerCertificateWeak { weakness } if weakness == "SHA-1"),
    );
    let key = KeyPair::generate().unwrap();
    let der = server(NAME, |_| {}).self_signed(&key).unwrap().der().to_vec();
    let itself = Shown { chain: vec![der], key: signing(&PrivateKeyDer::try_from(key.serialize_der()).unwrap()) };
    let mut trusted = trusting(&ca);
    trusted.ca.push(itself.leaf());
    add("signed by itself", Meeting::new(trusting(&ca), itself.clone()), Meeting::new(trusted, itself), unknown);
    let pinned = |print: [u8; 32], shown: &Shown| {
        let mut settings = trusting(&ca);
        settings.peer_fingerprints = vec![[9; 32], print];
        Meeting::new(settings, shown.clone())
    };
    let shown = ca.server(NAME, |_| {});
    let print = Sha256::digest(shown.leaf()).into();
    add("another fingerprint", pinned([8; 32], &shown), pinned(print, &shown), |kind| {
        matches!(kind, FailureKind::ServerCertificateNotPinned)
    });
    for (name, minor) in [("TLS 1.0 only", 1), ("TLS 1.1 only", 2)] {
        let bad = Meeting { settings: trusting(&ca), server: old_hello(minor), now: NOW };
        add(name, bad, plain(trusting(&ca)), |kind| matches!(kind, FailureKind::ServerTlsTooOld));
    }
    cases
}

/// The 24th: a server behind another tls-crypt key does not come as far as TLS.
fn wrong_control_key(profile_key: u8, server_key: u8) -> Result<(), Failure> {
    let authority = sim::Authority::new("CA");
    let mut profile = sim::profile();
    profile.tls = sim::trusting(&authority);
    profile.remotes[0].answer_timeout = Duration::from_secs(10);
    let wrap = |key: u8| Wrap::TlsCrypt { key: StaticKey::new([key; 256]) };
    profile.remotes[0].wrap = wrap(profile_key);
    let mut world =
        World::new(&profile, TestServer::of(Script { wrap: wrap(server_key), ..Script::new() }, &authority));
    world.start();
    world.run_until(Duration::from_secs(20), |world| world.config().is_some() || world.closed().is_some());
    world.closed().map_or(Ok(()), |failure| Err(failure.clone()))
}

#[test]
fn wrong_servers_are_refused() {
    let mut accepted = 0;
    let mut total = 0;
    let mut seen = std::collections::BTreeSet::new();
    for case in cases() {
        total += 1;
        let mut outcomes = Vec::new();
        for version in [&TLS12, &TLS13] {
            case.good.run(version).unwrap_or_else(|failure| {
                panic!("the control of {:?} over {:?}: {failure}", case.name, version.version)
            });
            let outcome = case.bad.run(version);
            if let Err(failure) = &outcome {
                assert!((case.told)(&failure.kind), "{}: {failure}", case.name);
                let said = i18n::failure(failure);
                assert!(!said.title.is_empty() && !said.advice.is_empty(), "{}", case.name);
                seen.insert(said.title.clone());
            }
            outcomes.push(outcome);
        }
        let turned_away = outcomes.iter().all(Result::is_err);
        accepted += usize::from(!turned_away);
        let said = outcomes.into_iter().find_map(Result::err).map(|failure| i18n::failure(&failure).title);
        println!("{:<40} {}", case.name, said.unwrap_or_else(|| "ACCEPTED".into()));
    }
    total += 1;
    wrong_control_key(1, 1).unwrap_or_else(|failure| panic!("the right key: {failure}"));
    match wrong_control_key(1, 2) {
        Ok(()) => accepted += 1,
        Err(failure) => {
            let silent = matches!(failure.kind, FailureKind::NoAnswer { .. } | FailureKind::ControlKeyMismatch);
            assert!(silent, "{failure}");
            println!("{:<40} {}", "another tls-crypt key", i18n::failure(&failure).title);
        }
    }
    println!("{accepted} of {total} accepted");
    assert_eq!((accepted, total), (0, 26));
    assert!(seen.len() >= 15, "sentences tell the cases apart: {seen:#?}");
}

#[test]
fn an_explicit_word_takes_weak_certificates_and_no_other() {
    for profile in [CertProfile::Insecure, CertProfile::Legacy] {
        let mut settings = trusting(&Ca::root("CA", |_| {}));
        settings.ca = vec![pem(include_str!("fixtures/weak/ca.crt"))];
        settings.cert_profile = profile;
        let meeting = Meeting { now: LATER, ..Meeting::new(settings, Shown::fixture("sha1")) };
        for version in [&TLS12, &TLS13] {
            meeting.run(version).unwrap_or_else(|failure| panic!("{profile:?}: {failure}"));
        }
        let mut settings = meeting.settings.clone();
        settings.ca = vec![Ca::root("Weak authority", |_| {}).der];
        let stranger = Meeting { settings, ..meeting };
        assert_eq!(stranger.run(&TLS13).unwrap_err().kind, FailureKind::UnknownAuthority);
    }
    // The certificate passes with the word, and the key must still sign.
    let mut settings = trusting(&Ca::root("CA", |_| {}));
    settings.ca = vec![pem(include_str!("fixtures/weak/ca.crt"))];
    settings.cert_profile = CertProfile::Insecure;
    let short = Shown { chain: vec![pem(include_str!("fixtures/weak/rsa1024.crt"))], key: Arc::new(Nonsense) };
    let failure = Meeting { now: LATER, ..Meeting::new(settings, short) }.run(&TLS13).unwrap_err();
    assert!(!matches!(failure.kind, FailureKind::ServerCertificateWeak { .. }), "{failure}");
}

#[test]
fn common_names_are_bound_like_dns_names() {
    let ca = Ca::root("CA", |_| {});
    let limited = |permitted: &[&str], excluded: &[&str], name: &str| {
        let trees = |names: &[&str]| names.iter().map(|name| GeneralSubtree::DnsName((*name).into())).collect();
        let constraints = NameConstraints { permitted_subtrees: trees(permitted), excluded_subtrees: trees(excluded) };
        let between = ca.below("Limited", |params| params.name_constraints = Some(constraints));
        Meeting::new(trusting(&ca), between.server(name, |_| {}).with(&between)).run(&TLS13).is_ok()
    };
    assert!(limited(&["example.net"], &[], NAME));
    assert!(limited(&["example.org", "VPN.example.net"], &[], NAME));
    assert!(!limited(&["example.org"], &[], NAME));
    assert!(!limited(&["n.example.net"], &[], NAME), "labels are whole");
    assert!(!limited(&[], &["example.net"], NAME));
    assert!(limited(&["example.org"], &[], "office gateway"), "what is no host name is not bound");
}

#[test]
fn a_clock_from_before_adit_is_told() {
    let ca = Ca::root("CA", |_| {});
    let meeting = Meeting { now: 946_684_800, ..Meeting::new(trusting(&ca), ca.server(NAME, |_| {})) };
    let failure = meeting.run(&TLS13).unwrap_err();
    assert_eq!(failure.kind, FailureKind::ClockWrong { now: 946_684_800 });
    assert!(matches!(failure.retry, Retry::After(_)), "a machine without a battery learns the time when it is up");
    assert!(i18n::failure(&failure).title.contains("2000"), "{}", i18n::failure(&failure));
}

#[test]
fn alerts_tell_why_a_server_gives_up() {
    let ca = Ca::root("CA", |_| {});
    let alert = |settings: TlsSettings, description: u8| {
        let server = Server::Says(vec![0x15, 3, 3, 0, 2, 2, description]);
        Meeting { settings, server, now: NOW }.run(&TLS13).unwrap_err().kind
    };
    // protocol_version, handshake_failure, insufficient_security (RFC 8446 §6).
    assert_eq!(alert(trusting(&ca), 70), FailureKind::ServerTlsTooOld);
    assert_eq!(alert(trusting(&ca), 40), FailureKind::TlsNotCompatible);
    assert_eq!(alert(trusting(&ca), 71), FailureKind::TlsNotCompatible);
    for about_ours in [42, 43, 44, 45, 46, 48, 49, 116] {
        assert_eq!(alert(trusting(&ca), about_ours), FailureKind::ClientCertificateRefused, "{about_ours}");
    }
    assert_eq!(alert(trusting(&ca), 86), FailureKind::TlsNotCompatible, "inappropriate_fallback");
    assert_eq!(alert(trusting(&ca), 80), FailureKind::TlsFailed, "internal_error");
    let mut newest = trusting(&ca);
    newest.version_min = ovpn_settings::TlsVersion::Tls13;
    assert_eq!(alert(newest, 70), FailureKind::TlsNotCompatible, "it may know TLS 1.2");
}

#[test]
fn a_certificate_of_version_1_is_taken_from_the_profiles_authority() {
    let (ca, namesake) = (Ca::root("CA", |_| {}), Ca::root("CA", |_| {}));
    let version = |shown: &Shown| inside(inside(&shown.chain[0])[0])[0][0];
    assert_eq!((version(&ca.server(NAME, |_| {})), version(&ca.server_of_version_1(NAME))), (0xa0, 0x02));
    for tls in [&TLS12, &TLS13] {
        let meet =
            |settings: TlsSettings, shown| Meeting::new(settings, shown).run(tls).map_err(|failure| failure.kind);
        meet(expecting(&ca), ca.server_of_version_1(NAME)).unwrap();
        assert_eq!(meet(expecting(&ca), namesake.server_of_version_1(NAME)), Err(FailureKind::UnknownAuthority));
        let other = meet(expecting(&ca), ca.server_of_version_1("mail.example.net"));
        assert!(matches!(other, Err(FailureKind::ServerNameMismatch { .. })), "{other:?}");
        let nameless = meet(trusting(&ca), ca.server_of_version_1(NAME));
        assert!(matches!(nameless, Err(FailureKind::ServerPurposeUnknown { .. })), "{nameless:?}");
        let mut forged = ca.server_of_version_1(NAME);
        let last = forged.chain[0].len() - 1;
        forged.chain[0][last] ^= 1;
        assert!(meet(expecting(&ca), forged).is_err());
    }
}
