mod lists;

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose, SerialNumber,
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
    let unrelated = Authority::new("CA").server_with("a", |params| params.custom_extensions.push(comment()));
    assert!(matches!(judge(&settings, &unrelated), Err(Rejected::UnknownAuthority { .. })));
}

#[test]
fn each_purpose_is_found_by_its_own_name_only() {
    use ExtendedKeyUsagePurpose::{
        Any, ClientAuth, CodeSigning, EmailProtection, OcspSigning, Other, ServerAuth, TimeStamping,
    };

    let purposes = [
        (Any, "Any Extended Key Usage", "2.5.29.37.0"),
        (ServerAuth, "TLS Web Server Authentication", "1.3.6.1.5.5.7.3.1"),
        (ClientAuth, "TLS Web Client Authentication", "1.3.6.1.5.5.7.3.2"),
        (CodeSigning, "Code Signing", "1.3.6.1.5.5.7.3.3"),
        (EmailProtection, "E-mail Protection", "1.3.6.1.5.5.7.3.4"),
        (TimeStamping, "Time Stamping", "1.3.6.1.5.5.7.3.8"),
        (OcspSigning, "OCSP Signing", "1.3.6.1.5.5.7.3.9"),
        (Other(vec![1, 3, 6, 1, 5, 5, 7, 3, 17]), "ipsec Internet Key Exchange", "1.3.6.1.5.5.7.3.17"),
    ];
    for (purpose, ..) in &purposes {
        let (mut settings, leaf) = case(|params| params.extended_key_usages = vec![ServerAuth, purpose.clone()]);
        for (wanted, text, number) in &purposes {
            for name in [text, number] {
                settings.remote_cert_eku = Some((*name).into());
                let expected = if wanted == purpose || *wanted == ServerAuth {
                    Ok(())
                } else {
                    Err(Rejected::Usage("remote-cert-eku"))
                };
                assert_eq!(judge(&settings, &leaf), expected, "{purpose:?}, {name}");
            }
        }
    }
}

#[test]
fn verify_hash_takes_a_renewed_authority_and_no_other() {
    let authority = Authority::new("CA");
    let renewed = |name: &str, key: &rcgen::KeyPair| {
        let mut params = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.serial_number = Some(SerialNumber::from_slice(&[9]));
        params.self_signed(key).unwrap().der().to_vec()
    };
    let other_key = rcgen::KeyPair::generate().unwrap();
    let leaf = authority.server("a");
    for (other, expected) in [
        (renewed("CA", authority.issuer().key()), Ok(())),
        (renewed("CA", &other_key), Err(Rejected::AuthorityNotPinned)),
        (renewed("CB", authority.issuer().key()), Err(Rejected::AuthorityNotPinned)),
        (renewed("CB", &other_key), Err(Rejected::AuthorityNotPinned)),
    ] {
        let mut settings = trusting(&authority);
        settings.ca.push(other.clone());
        settings.verify_hash = Some(Sha256::digest(&other).to_vec());
        assert_eq!(judge(&settings, &leaf), expected);
        settings.verify_hash = Some(Sha256::digest(&authority.der).to_vec());
        assert_eq!(judge(&settings, &leaf), Ok(()), "control");
    }
}

#[test]
fn an_authoritys_namesake_does_not_lend_it_its_dates() {
    let old = Authority::with("CA", |params| params.not_after = rcgen::date_time_ymd(2025, 6, 1));
    let namesake = Authority::new("CA");
    let mut settings = trusting(&old);
    settings.ca.push(namesake.der.clone());
    assert_eq!(judge(&settings, &old.server("a")), Err(Rejected::Expired { not_after: 1_748_736_000 }));
    assert_eq!(judge(&settings, &namesake.server("a")), Ok(()));
}

#[test]
fn an_authority_counts_in_its_first_and_its_last_second() {
    let at = |seconds: u64| time::OffsetDateTime::from_unix_timestamp(seconds as i64).unwrap();
    for (begins, ends, expected) in [
        (NOW, NOW, Ok(())),
        (NOW + 1, NOW + 9, Err(Rejected::NotYetValid { not_before: NOW as i64 + 1 })),
        (NOW - 9, NOW - 1, Err(Rejected::Expired { not_after: NOW as i64 - 1 })),
    ] {
        let authority = Authority::with("CA", |params| {
            params.not_before = at(begins);
            params.not_after = at(ends);
        });
        assert_eq!(judge(&trusting(&authority), &authority.server("a")), expected);
    }
}

#[test]
fn plain_bytes_are_judged_the_same() {
    let authority = Authority::new("CA");
    let (leaf, stranger) = (authority.server("a"), Authority::new("CA").server("a"));
    let verifier = Verifier::new(&trusting(&authority), std::slice::from_ref(&authority.der), Arc::default()).unwrap();
    assert_eq!(verifier.judge(&leaf.der, &[], NOW), Ok(()));
    assert!(matches!(verifier.judge(&stranger.der, &[], NOW), Err(Rejected::UnknownAuthority { .. })));
}

#[test]
fn md2_is_told_by_its_name() {
    // The number of the algorithm is in the certificate twice.
    let mut leaf = der(include_str!("../../testing/weak/md5.crt"));
    let md5 = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 4];
    let places: Vec<usize> = (0..leaf.len() - md5.len()).filter(|at| leaf[*at..].starts_with(&md5)).collect();
    assert_eq!(places.len(), 2);
    places.into_iter().for_each(|place| leaf[place + 8] = 2);
    for profile in [CertProfile::Preferred, CertProfile::Insecure] {
        let mut settings = crate::testing::tls_settings();
        settings.ca = vec![der(include_str!("../../testing/weak/md5-ca.crt"))];
        settings.cert_profile = profile;
        let verifier = Verifier::new(&settings, &settings.ca, Arc::default()).unwrap();
        let verdict = verifier.check(&leaf.clone().into(), &[], IN_2027);
        assert_eq!(verdict, Err(Rejected::Weak { weakness: "MD2".into() }));
    }
}
