use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CustomExtension, ExtendedKeyUsagePurpose,
    IsCa, KeyIdMethod, KeyUsagePurpose, RevokedCertParams, SerialNumber,
};

use ovpn_settings::CertProfile;
use vpn_api::CertificateProblem;

use super::*;
use crate::testing::{Authority, Leaf, NOW, named, trusting};

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(NOW))
}

/// The files of `testing/weak` were made in 2026.
const IN_2027: UnixTime = UnixTime::since_unix_epoch(std::time::Duration::from_secs(NOW + 400 * 86_400));

fn der(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    base64::Engine::decode(&base64::prelude::BASE64_STANDARD, body).unwrap()
}

fn judge_chain(settings: &TlsSettings, leaf: &Leaf, chain: &[&Authority]) -> Result<(), Rejected> {
    let verifier = Verifier::new(settings, &settings.ca, Arc::default()).unwrap();
    let chain: Vec<_> = chain.iter().map(|authority| CertificateDer::from(authority.der.clone())).collect();
    verifier.check(&CertificateDer::from(leaf.der.clone()), &chain, now())
}

fn judge(settings: &TlsSettings, leaf: &Leaf) -> Result<(), Rejected> {
    judge_chain(settings, leaf, &[])
}

/// An authority, settings that trust it, and a leaf made by `change`.
fn case(change: impl FnOnce(&mut CertificateParams)) -> (TlsSettings, Leaf) {
    let authority = Authority::new("CA");
    (trusting(&authority), authority.server_with("vpn.example.net", change))
}

#[test]
fn a_chain_ends_at_one_of_the_profiles_authorities() {
    let authority = Authority::new("CA");
    let settings = trusting(&authority);
    assert_eq!(judge(&settings, &authority.server("a")), Ok(()));
    let between = authority.intermediate("Between");
    assert_eq!(judge_chain(&settings, &between.server("a"), &[&between]), Ok(()));
    assert!(matches!(judge(&settings, &between.server("a")), Err(Rejected::UnknownAuthority { .. })));
    // The same name and another key.
    let impostor = Authority::new("CA").server("a");
    let Err(Rejected::UnknownAuthority { subject, issuer }) = judge(&settings, &impostor) else { panic!() };
    assert_eq!((subject.as_str(), issuer.as_str()), ("CN=a", "CN=CA"));
}

#[test]
fn dates_are_told() {
    let (settings, leaf) = case(|params| params.not_after = rcgen::date_time_ymd(2025, 6, 1));
    assert_eq!(judge(&settings, &leaf), Err(Rejected::Expired { not_after: 1_748_736_000 }));
    let (settings, leaf) = case(|params| params.not_before = rcgen::date_time_ymd(2027, 1, 1));
    assert_eq!(judge(&settings, &leaf), Err(Rejected::NotYetValid { not_before: 1_798_761_600 }));
}

#[test]
fn an_authority_past_its_date_is_not_believed() {
    let authority = Authority::with("CA", |params| params.not_after = rcgen::date_time_ymd(2025, 6, 1));
    let settings = trusting(&authority);
    assert_eq!(judge(&settings, &authority.server("a")), Err(Rejected::Expired { not_after: 1_748_736_000 }));
    let authority = Authority::with("CA", |params| params.not_before = rcgen::date_time_ymd(2027, 1, 1));
    let settings = trusting(&authority);
    assert!(matches!(judge(&settings, &authority.server("a")), Err(Rejected::NotYetValid { .. })));
}

#[test]
fn a_renewed_authority_takes_its_predecessors_place() {
    let old = Authority::with("CA", |params| params.not_after = rcgen::date_time_ymd(2025, 6, 1));
    let leaf = old.server("a");
    // Same name, same key, new dates.
    let mut params = named("CA");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let renewed = params.self_signed(old.issuer().key()).unwrap().der().to_vec();
    let mut settings = trusting(&old);
    settings.ca.push(renewed);
    assert_eq!(judge(&settings, &leaf), Ok(()));
}

#[test]
fn a_client_is_not_a_server() {
    let authority = Authority::new("CA");
    let settings = trusting(&authority);
    assert!(matches!(judge(&settings, &authority.client("a")), Err(Rejected::NotForServers(_))));
    let (settings, leaf) = case(|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::Any]);
    assert!(matches!(judge(&settings, &leaf), Err(Rejected::NotForServers(_))), "OpenSSL does not take it either");
    let (settings, leaf) = case(|params| params.key_usages = vec![KeyUsagePurpose::KeyCertSign]);
    assert!(matches!(judge(&settings, &leaf), Err(Rejected::NotForServers(_))));
}

#[test]
fn remote_cert_tls_demands_both_usages() {
    let (mut settings, leaf) = case(|params| params.extended_key_usages.clear());
    settings.require_server_usage = true;
    assert!(matches!(judge(&settings, &leaf), Err(Rejected::NotForServers(_))));
    let (mut settings, leaf) = case(|params| params.key_usages.clear());
    assert_eq!(judge(&settings, &leaf), Ok(()));
    settings.require_server_usage = true;
    assert!(matches!(judge(&settings, &leaf), Err(Rejected::NotForServers(_))));
    let (mut settings, leaf) = case(|_| {});
    settings.require_server_usage = true;
    assert_eq!(judge(&settings, &leaf), Ok(()));
}

#[test]
fn a_certificate_that_says_nothing_needs_a_profile_that_does() {
    let authority = Authority::new("CA");
    let leaf = authority.server_with("vpn.example.net", |params| {
        params.extended_key_usages.clear();
        params.key_usages.clear();
    });
    let settings = trusting(&authority);
    assert_eq!(judge(&settings, &leaf), Err(Rejected::PurposeUnknown { name: "vpn.example.net".into() }));
    let mut named = settings.clone();
    named.verify_name = Some(VerifyName { kind: VerifyNameKind::Name, value: "vpn.example.net".into() });
    assert_eq!(judge(&named, &leaf), Ok(()));
    let mut pinned = settings.clone();
    pinned.peer_fingerprints = vec![Sha256::digest(&leaf.der).into()];
    assert_eq!(judge(&pinned, &leaf), Ok(()));
    // The profile trusts this very certificate.
    let mut itself = settings;
    itself.ca.push(leaf.der.clone());
    assert_eq!(judge(&itself, &leaf), Ok(()));
}

#[test]
fn authorities_that_serve_in_person() {
    // As SoftEther makes them: an authority, signed by itself, in the profile as it stands.
    let authority = Authority::with("softether", |params| params.key_usages.push(KeyUsagePurpose::DigitalSignature));
    let itself = Leaf { der: authority.der.clone(), key: rcgen::KeyPair::generate().unwrap() };
    assert_eq!(judge(&trusting(&authority), &itself), Ok(()));
    assert!(matches!(judge(&trusting(&Authority::new("softether")), &itself), Err(Rejected::UnknownAuthority { .. })));
    // Issued by one of the profile's authorities, and one itself.
    let (settings, leaf) = case(|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
    assert_eq!(judge(&settings, &leaf), Ok(()));
    let (settings, leaf) = case(|params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.not_after = rcgen::date_time_ymd(2025, 6, 1);
    });
    assert_eq!(judge(&settings, &leaf), Err(Rejected::Expired { not_after: 1_748_736_000 }));
    let stranger = Authority::new("CA").server_with("a", |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    });
    assert!(matches!(judge(&settings, &stranger), Err(Rejected::UnknownAuthority { .. })));
}

#[test]
fn version_1_certificates_of_servers() {
    let verdict = |leaf: &str, ca: &str, change: fn(&mut TlsSettings)| {
        let mut settings = crate::testing::tls_settings();
        settings.ca = vec![der(ca)];
        settings.verify_name = Some(VerifyName { kind: VerifyNameKind::Name, value: "vpn.example.net".into() });
        change(&mut settings);
        let verifier = Verifier::new(&settings, &settings.ca, Arc::default()).unwrap();
        verifier.check(&der(leaf).into(), &[], IN_2027)
    };
    let leaf = include_str!("../../testing/weak/v1.crt");
    let (ca, list) = (include_str!("../../testing/weak/v1-ca.crt"), include_str!("../../testing/weak/v1.crl"));
    assert_eq!(verdict(leaf, ca, |_| {}), Ok(()));
    let stranger = include_str!("../../testing/weak/sha1-ca.crt");
    assert!(matches!(verdict(leaf, stranger, |_| {}), Err(Rejected::UnknownAuthority { .. })));
    assert!(matches!(verdict(leaf, ca, |s| s.require_server_usage = true), Err(Rejected::NotForServers(_))));
    assert!(matches!(verdict(leaf, ca, |s| s.verify_name = None), Err(Rejected::PurposeUnknown { .. })));
    // A list of version 1, as old easy-rsa makes them, with this certificate on it.
    assert!(list.contains("BEGIN X509 CRL"));
    let revoked = verdict(leaf, ca, |s| s.crls = vec![der(include_str!("../../testing/weak/v1.crl"))]);
    assert_eq!(revoked, Err(Rejected::Revoked));
}

#[test]
fn several_authorities_can_be_pinned() {
    let authority = Authority::new("CA");
    let mut settings = trusting(&authority);
    settings.verify_hash = Some(vec![7; 32]);
    assert_eq!(judge(&settings, &authority.server("a")), Err(Rejected::AuthorityNotPinned));
    settings.verify_hash_others = vec![vec![9; 20], Sha1::digest(&authority.der).to_vec()];
    assert_eq!(judge(&settings, &authority.server("a")), Ok(()));
}

#[test]
fn suite_b_is_about_curves() {
    let (mut settings, leaf) = case(|_| {});
    settings.cert_profile = CertProfile::SuiteB;
    assert_eq!(judge(&settings, &leaf), Ok(()));
    let mut settings = crate::testing::tls_settings();
    settings.ca = vec![der(include_str!("../../testing/weak/v1-ca.crt"))];
    settings.verify_name = Some(VerifyName { kind: VerifyNameKind::Name, value: "vpn.example.net".into() });
    settings.cert_profile = CertProfile::SuiteB;
    let leaf = der(include_str!("../../testing/weak/v1.crt"));
    assert!(Verifier::new(&settings, &settings.ca, Arc::default()).unwrap().check(&leaf.into(), &[], IN_2027).is_err());
}

#[test]
fn netscape_types() {
    // nsCertType, a bit string: 0x40 is SSL server, 0x80 SSL client.
    let kind = |bits: u8| CustomExtension::from_oid_content(&[2, 16, 840, 1, 113_730, 1, 1], vec![3, 2, 6, bits]);
    let with = |extension: Option<CustomExtension>| {
        let (mut settings, leaf) = case(|params| {
            params.extended_key_usages.clear();
            params.custom_extensions.extend(extension);
        });
        let without_demand = judge(&settings, &leaf).is_ok();
        settings.ns_cert_server = true;
        (without_demand, judge(&settings, &leaf).is_ok())
    };
    assert_eq!(with(Some(kind(0x40))), (true, true));
    assert_eq!(with(Some(kind(0x80))), (false, false));
    assert_eq!(with(None), (false, false));
    let (mut settings, leaf) = case(|_| {});
    settings.ns_cert_server = true;
    assert_eq!(judge(&settings, &leaf), Ok(()), "serverAuth will do");
}

#[test]
fn usage_masks_and_purposes() {
    let (mut settings, leaf) = case(|_| {});
    // The leaf has digitalSignature (0x80) and keyEncipherment (0x20).
    for (masks, fits) in [(vec![0xa0], true), (vec![0x88, 0x20], true), (vec![0x88], false), (vec![0], false)] {
        settings.remote_cert_ku = masks.clone();
        assert_eq!(judge(&settings, &leaf).is_ok(), fits, "{masks:?}");
    }
    settings.remote_cert_ku.clear();
    for (purpose, fits) in [
        ("TLS Web Server Authentication", true),
        ("1.3.6.1.5.5.7.3.1", true),
        ("TLS Web Client Authentication", false),
        ("1.2.3.4", false),
    ] {
        settings.remote_cert_eku = Some(purpose.into());
        assert_eq!(judge(&settings, &leaf).is_ok(), fits, "{purpose}");
    }
}

#[test]
fn names_are_compared_as_openvpn_does() {
    let (mut settings, leaf) = case(|_| {});
    for (kind, value, fits) in [
        (VerifyNameKind::Name, "vpn.example.net", true),
        (VerifyNameKind::Name, "VPN.example.net", false),
        (VerifyNameKind::Name, "vpn", false),
        (VerifyNameKind::NamePrefix, "vpn.", true),
        (VerifyNameKind::NamePrefix, "example", false),
        (VerifyNameKind::NamePrefix, "", false),
        (VerifyNameKind::Subject, "CN=vpn.example.net", true),
        (VerifyNameKind::Subject, "vpn.example.net", false),
    ] {
        settings.verify_name = Some(VerifyName { kind, value: value.into() });
        assert_eq!(judge(&settings, &leaf).is_ok(), fits, "{kind:?} {value}");
    }
    settings.verify_name = Some(VerifyName { kind: VerifyNameKind::Name, value: "x".into() });
    let expected = Rejected::Name { expected: "x".into(), found: "vpn.example.net".into() };
    assert_eq!(judge(&settings, &leaf), Err(expected));
}

#[test]
fn pins_stand_alone_or_beside_an_authority() {
    let authority = Authority::new("CA");
    let leaf = authority.server("a");
    let mut settings = trusting(&Authority::new("Stranger"));
    settings.peer_fingerprints = vec![[0; 32], Sha256::digest(&leaf.der).into()];
    assert!(matches!(judge(&settings, &leaf), Err(Rejected::UnknownAuthority { .. })));
    settings.ca.clear();
    assert_eq!(judge(&settings, &leaf), Ok(()));
    assert!(matches!(judge(&settings, &authority.server("a")), Err(Rejected::NotPinned { .. })));
    settings.peer_fingerprints.clear();
    assert_eq!(Verifier::new(&settings, &settings.ca, Arc::default()).unwrap_err(), UnusableTrust::NoAuthority);
}

#[test]
fn verify_hash_pins_the_issuer() {
    let authority = Authority::new("CA");
    let between = authority.intermediate("Between");
    let mut settings = trusting(&authority);
    settings.verify_hash = Some(Sha256::digest(&authority.der).to_vec());
    assert_eq!(judge(&settings, &authority.server("a")), Ok(()));
    assert_eq!(judge_chain(&settings, &between.server("a"), &[&between]), Err(Rejected::AuthorityNotPinned));
    settings.verify_hash = Some(Sha1::digest(&between.der).to_vec());
    assert_eq!(judge_chain(&settings, &between.server("a"), &[&between]), Ok(()));
}

/// A list by `issuer` with serial number 2 in it.
fn list_by(issuer: &Authority, this_update: time::OffsetDateTime, next_update: time::OffsetDateTime) -> Vec<u8> {
    list_of(issuer.issuer(), this_update, next_update)
}

fn list_of(
    issuer: &rcgen::Issuer<'_, impl rcgen::SigningKey>,
    this_update: time::OffsetDateTime,
    next_update: time::OffsetDateTime,
) -> Vec<u8> {
    let serial = |n: u8| SerialNumber::from_slice(&[n]);
    let params = CertificateRevocationListParams {
        this_update,
        next_update,
        crl_number: serial(1),
        issuing_distribution_point: None,
        revoked_certs: vec![RevokedCertParams {
            serial_number: serial(2),
            revocation_time: rcgen::date_time_ymd(2025, 6, 1),
            reason_code: None,
            invalidity_date: None,
        }],
        key_identifier_method: KeyIdMethod::Sha256,
    };
    params.signed_by(issuer).unwrap().der().to_vec()
}

fn good_list(issuer: &Authority) -> Vec<u8> {
    list_by(issuer, rcgen::date_time_ymd(2025, 6, 1), rcgen::date_time_ymd(2030, 1, 1))
}

/// A certificate that is in the list, or one that is not.
fn leaf_of(authority: &Authority, revoked: bool) -> Leaf {
    let serial = SerialNumber::from_slice(&[if revoked { 2 } else { 1 }]);
    authority.server_with("a", |params| params.serial_number = Some(serial))
}

#[test]
fn revoked_certificates_are_refused() {
    let authority = Authority::new("CA");
    let (good, bad) = (leaf_of(&authority, false), leaf_of(&authority, true));
    let mut settings = trusting(&authority);
    settings.crls = vec![good_list(&authority)];
    assert_eq!(judge(&settings, &good), Ok(()));
    assert_eq!(judge(&settings, &bad), Err(Rejected::Revoked));
    // A list of another authority says nothing about this one.
    let other = Authority::new("Other");
    let leaf = other.server("a");
    settings.ca = vec![other.der.clone()];
    assert_eq!(judge(&settings, &leaf), Ok(()));
    settings.crls = vec![vec![1, 2, 3]];
    assert!(matches!(Verifier::new(&settings, &settings.ca, Arc::default()), Err(UnusableTrust::Crl(_))));
}

#[test]
fn a_list_that_cannot_be_believed_refuses_everybody() {
    let date = |year| rcgen::date_time_ymd(year, 7, 1);
    let authority = Authority::new("CA");
    let namesake = Authority::new("CA");
    let (good, bad) = (leaf_of(&authority, false), leaf_of(&authority, true));
    let mut damaged = good_list(&authority);
    *damaged.last_mut().unwrap() ^= 1;
    let cases = [
        ("its signature is damaged", damaged, Rejected::RevocationListInvalid),
        ("another key signed it", good_list(&namesake), Rejected::RevocationListInvalid),
        (
            "it is from the future",
            list_by(&authority, date(2029), date(2030)),
            Rejected::RevocationListNotYetValid { this_update: date(2029).unix_timestamp() },
        ),
        (
            "it is past its date",
            list_by(&authority, date(2024), date(2025)),
            Rejected::RevocationListExpired { next_update: date(2025).unix_timestamp() },
        ),
    ];
    let mut settings = trusting(&authority);
    settings.crls = vec![good_list(&authority)];
    assert_eq!(judge(&settings, &good), Ok(()), "the good list lets in");
    for (case, list, expected) in cases {
        // Alone, and behind a list that is good.
        for crls in [vec![list.clone()], vec![good_list(&authority), list]] {
            settings.crls = crls;
            assert_eq!(judge(&settings, &good), Err(expected.clone()), "{case}");
            assert!(judge(&settings, &bad).is_err(), "{case}");
        }
    }
}

#[test]
fn no_flipped_bit_of_a_list_lets_a_revoked_certificate_in() {
    let authority = Authority::new("CA");
    let bad = leaf_of(&authority, true);
    let mut settings = trusting(&authority);
    let whole = good_list(&authority);
    for place in 0..whole.len() {
        for bit in [0x01, 0x10] {
            let mut list = whole.clone();
            list[place] ^= bit;
            settings.crls = vec![list];
            let Ok(verifier) = Verifier::new(&settings, &settings.ca, Arc::default()) else { continue };
            let verdict = verifier.check(&bad.der.clone().into(), &[], now());
            assert!(verdict.is_err(), "byte {place}, bit {bit:#x}");
        }
    }
}

#[test]
fn an_authority_that_changed_its_key_and_kept_its_name_may_have_two_lists() {
    let (old, new) = (Authority::new("CA"), Authority::new("CA"));
    let mut settings = trusting(&old);
    settings.ca.push(new.der.clone());
    settings.crls = vec![good_list(&old), good_list(&new)];
    for authority in [&old, &new] {
        assert_eq!(judge(&settings, &leaf_of(authority, false)), Ok(()));
        assert_eq!(judge(&settings, &leaf_of(authority, true)), Err(Rejected::Revoked));
    }
    settings.ca.pop();
    assert_eq!(judge(&settings, &leaf_of(&old, false)), Err(Rejected::RevocationListInvalid), "nobody's second list");
}

#[test]
fn lists_signed_with_md5_count_too() {
    let mut settings = crate::testing::tls_settings();
    settings.ca = vec![der(include_str!("../../testing/weak/md5-list-ca.crt"))];
    let (good, bad) = (
        der(include_str!("../../testing/weak/md5-list-good.crt")),
        der(include_str!("../../testing/weak/md5-list-revoked.crt")),
    );
    let list = der(include_str!("../../testing/weak/md5-list.crl"));
    let verdict = |list: &[u8], leaf: &[u8]| {
        let mut settings = settings.clone();
        settings.crls = vec![list.to_vec()];
        Verifier::new(&settings, &settings.ca, Arc::default()).unwrap().check(&leaf.to_vec().into(), &[], IN_2027)
    };
    assert_eq!(verdict(&list, &good), Ok(()));
    assert_eq!(verdict(&list, &bad), Err(Rejected::Revoked));
    let mut damaged = list.clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(verdict(&damaged, &good), Err(Rejected::RevocationListInvalid));
}

#[test]
fn garbage_is_refused_and_does_not_panic() {
    let (settings, leaf) = case(|_| {});
    let verifier = Verifier::new(&settings, &settings.ca, Arc::default()).unwrap();
    for cut in 0..leaf.der.len() {
        let cut = CertificateDer::from(leaf.der[..cut].to_vec());
        assert!(verifier.check(&cut, &[], now()).is_err());
    }
    let mut flipped = leaf.der.clone();
    for place in 0..flipped.len() {
        flipped[place] ^= 0x10;
        assert!(verifier.check(&CertificateDer::from(flipped.clone()), &[], now()).is_err(), "{place}");
        flipped[place] ^= 0x10;
    }
}

#[test]
fn weak_signatures_are_believed_only_when_the_profile_says_so() {
    let verdict = |authority: &str, leaf: &str, profile: CertProfile| {
        let mut settings = crate::testing::tls_settings();
        settings.ca = vec![der(authority)];
        settings.cert_profile = profile;
        Verifier::new(&settings, &settings.ca, Arc::default()).unwrap().check(&der(leaf).into(), &[], IN_2027)
    };
    let sha1 = (include_str!("../../testing/weak/sha1-ca.crt"), include_str!("../../testing/weak/sha1.crt"));
    let short = (include_str!("../../testing/weak/rsa1024-ca.crt"), include_str!("../../testing/weak/rsa1024.crt"));
    let md5 = (include_str!("../../testing/weak/md5-ca.crt"), include_str!("../../testing/weak/md5.crt"));
    for (case, (authority, leaf), with_legacy) in
        [("SHA-1", sha1, true), ("RSA-1024", short, true), ("MD5", md5, false)]
    {
        let weak = Err(Rejected::Weak { weakness: case.into() });
        assert_eq!(verdict(authority, leaf, CertProfile::Preferred), weak, "{case}");
        let expected = if with_legacy { Ok(()) } else { weak };
        assert_eq!(verdict(authority, leaf, CertProfile::Legacy), expected, "{case}");
        assert_eq!(verdict(authority, leaf, CertProfile::Insecure), expected, "{case}");
    }
    let strangers = verdict(short.0, sha1.1, CertProfile::Insecure);
    assert!(matches!(strangers, Err(Rejected::UnknownAuthority { .. })), "{strangers:?}");
}

/// A critical extension that rcgen has no name for.
fn critical(number: &[u64], content: Vec<u8>) -> CustomExtension {
    let mut extension = CustomExtension::from_oid_content(number, content);
    extension.set_criticality(true);
    extension
}

#[test]
fn critical_extensions_that_restrict_nothing_are_fine() {
    let netscape = |last: u64| [2, 16, 840, 1, 113_730, 1, last];
    let text = |text: &str| [&[0x16, text.len() as u8], text.as_bytes()].concat();
    let empty = || vec![0x30, 0];
    let verdict = |extension: CustomExtension| {
        let (settings, leaf) = case(|params| params.custom_extensions.push(extension));
        judge(&settings, &leaf)
    };
    for (what, number, content) in [
        ("a Netscape type with SSL server", &netscape(1)[..], vec![3, 2, 6, 0x40]),
        ("a Netscape comment", &netscape(13), text("made by hand")),
        ("a Netscape address", &netscape(4), text("http://example.net/crl")),
        ("a key identifier", &[2, 5, 29, 14], vec![4, 2, 1, 2]),
        ("the authority's key identifier", &[2, 5, 29, 35], vec![0x30, 4, 0x80, 2, 1, 2]),
        ("policies", &[2, 5, 29, 32], vec![0x30, 6, 0x30, 4, 0x06, 2, 0x2a, 3]),
        ("where lists are", &[2, 5, 29, 31], empty()),
        ("where to ask", &[1, 3, 6, 1, 5, 5, 7, 1, 1], empty()),
        ("no OCSP", &[1, 3, 6, 1, 5, 5, 7, 48, 1, 5], vec![5, 0]),
        ("policy constraints", &[2, 5, 29, 36], empty()),
        ("no any-policy", &[2, 5, 29, 54], vec![2, 1, 0]),
    ] {
        assert_eq!(verdict(critical(number, content)), Ok(()), "{what}");
    }
    let refused = |number: &[u64], content: Vec<u8>| verdict(critical(number, content)).unwrap_err();
    assert_eq!(
        refused(&netscape(1), vec![3, 2, 6, 0x80]),
        Rejected::NotForServers("its Netscape certificate type has no SSL server")
    );
    for (what, number, content) in [
        ("one that nobody knows", &[1, 2, 3, 4][..], vec![5, 0]),
        ("must-staple, which OpenVPN has no way for", &[1, 3, 6, 1, 5, 5, 7, 1, 24], vec![0x30, 3, 2, 1, 5]),
        ("a certificate that was only to be logged", &[1, 3, 6, 1, 4, 1, 11_129, 2, 4, 3], vec![5, 0]),
        ("a proxy certificate", &[1, 3, 6, 1, 5, 5, 7, 1, 14], empty()),
        ("addresses of the owner", &[1, 3, 6, 1, 5, 5, 7, 1, 7], empty()),
        ("a Netscape type that is none", &netscape(1), vec![5, 0]),
        ("Netscape's number of something else", &netscape(99), vec![5, 0]),
    ] {
        let verdict = refused(number, content);
        assert!(
            matches!(verdict, Rejected::Chain { problem: CertificateProblem::Extension, .. }),
            "{what}: {verdict:?}"
        );
    }
}

#[test]
fn a_critical_extension_does_not_hide_what_is_wrong() {
    // Each leads away from webpki, to the judge that reads more.
    let comment = || critical(&[2, 16, 840, 1, 113_730, 1, 13], vec![0x16, 1, b'a']);
    let verdict = |change: fn(&mut CertificateParams)| {
        let (settings, leaf) = case(|params| {
            params.custom_extensions.push(comment());
            change(params);
        });
        judge(&settings, &leaf)
    };
    assert_eq!(verdict(|_| {}), Ok(()));
    assert!(matches!(
        verdict(|params| params.not_after = rcgen::date_time_ymd(2025, 6, 1)),
        Err(Rejected::Expired { .. })
    ));
    assert!(matches!(
        verdict(|params| params.not_before = rcgen::date_time_ymd(2027, 1, 1)),
        Err(Rejected::NotYetValid { .. })
    ));
    let client =
        |params: &mut CertificateParams| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    assert!(matches!(verdict(client), Err(Rejected::NotForServers(_))));
    let twice = |params: &mut CertificateParams| {
        params.custom_extensions.push(critical(&[2, 16, 840, 1, 113_730, 1, 13], vec![0x16, 1, b'b']));
    };
    assert!(matches!(verdict(twice), Err(Rejected::Chain { problem: CertificateProblem::Extension, .. })));
    let (settings, _) = case(|_| {});
    let stranger = Authority::new("CA").server_with("a", |params| params.custom_extensions.push(comment()));
    assert!(matches!(judge(&settings, &stranger), Err(Rejected::UnknownAuthority { .. })));
}

#[test]
fn an_authority_whose_name_is_in_another_type_of_string_is_found() {
    let key = rcgen::KeyPair::generate().unwrap();
    let named_in = |value: rcgen::DnValue| {
        let mut params = named("x");
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(rcgen::DnType::CommonName, value);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params
    };
    let renewed = named_in(rcgen::DnValue::PrintableString("Example CA".try_into().unwrap()));
    let mut settings = crate::testing::tls_settings();
    settings.ca = vec![renewed.self_signed(&key).unwrap().der().to_vec()];
    let before = rcgen::Issuer::new(named_in("Example CA".into()), &key);
    let leaf = |serial: u8| {
        let mut params = named("vpn.example.net");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.serial_number = Some(SerialNumber::from_slice(&[serial]));
        let own = rcgen::KeyPair::generate().unwrap();
        Leaf { der: params.signed_by(&own, &before).unwrap().der().to_vec(), key: own }
    };
    assert_eq!(judge(&settings, &leaf(1)), Ok(()));
    // Its lists are found as well.
    settings.crls = vec![list_of(&before, rcgen::date_time_ymd(2025, 6, 1), rcgen::date_time_ymd(2030, 1, 1))];
    assert_eq!(judge(&settings, &leaf(1)), Ok(()));
    assert_eq!(judge(&settings, &leaf(2)), Err(Rejected::Revoked));
}

#[test]
fn a_list_with_sloppy_times_counts() {
    let tlv = |tag: u8, parts: &[&[u8]]| {
        let content = parts.concat();
        [&[tag, 0x82, (content.len() >> 8) as u8, content.len() as u8][..], &content].concat()
    };
    let authority = Authority::new("CA");
    let (good, bad) = (leaf_of(&authority, false), leaf_of(&authority, true));
    let (_, parsed) = X509Certificate::from_der(&authority.der).unwrap();
    let algorithm = tlv(0x30, &[&[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]]);
    // Lengths in two bytes, which need only one, are sloppy too.
    let list = |this_update: (u8, &str), next_update: (u8, &str), revoked: (u8, &str)| {
        let time = |(tag, text): (u8, &str)| tlv(tag, &[text.as_bytes()]);
        let entries = tlv(0x30, &[&tlv(0x30, &[&[2, 1, 2], &time(revoked)])]);
        let issuer = parsed.subject().as_raw();
        let tbs = tlv(0x30, &[&[2, 1, 1], &algorithm, issuer, &time(this_update), &time(next_update), &entries]);
        let signature = rcgen::SigningKey::sign(authority.issuer().key(), &tbs).unwrap();
        tlv(0x30, &[&tbs, &algorithm, &tlv(0x03, &[&[0], &signature])])
    };
    let verdict = |list: Vec<u8>, leaf: &Leaf| judge(&TlsSettings { crls: vec![list], ..trusting(&authority) }, leaf);
    let (utc, general) = (0x17, 0x18);
    for times in [
        [(utc, "250601000000Z"), (utc, "300101000000Z"), (utc, "250601000000")],
        [(utc, "2506010000Z"), (utc, "3001010000"), (utc, "nonsense")],
        [(general, "20250601000000Z"), (general, "20300101000000Z"), (general, "")],
        [(utc, "250601000000"), (general, "20300101000000+0100"), (utc, "250601000000Z")],
    ] {
        let made = || list(times[0], times[1], times[2]);
        assert_eq!(verdict(made(), &good), Ok(()), "{times:?}");
        assert_eq!(verdict(made(), &bad), Err(Rejected::Revoked), "{times:?}");
    }
    let entry = (utc, "250601000000Z");
    let expired = list((utc, "2401010000"), (utc, "2501010000"), entry);
    assert_eq!(verdict(expired, &good), Err(Rejected::RevocationListExpired { next_update: 1_735_689_600 }));
    let early = list((general, "20300101000000"), (general, "20310101000000"), entry);
    assert_eq!(verdict(early, &good), Err(Rejected::RevocationListNotYetValid { this_update: 1_893_456_000 }));
    for nonsense in ["", "25060100", "250601000000X"] {
        let settings =
            TlsSettings { crls: vec![list((utc, nonsense), (utc, "300101000000Z"), entry)], ..trusting(&authority) };
        assert!(matches!(Verifier::new(&settings, &settings.ca, Arc::default()), Err(UnusableTrust::Crl(_))));
    }
}
