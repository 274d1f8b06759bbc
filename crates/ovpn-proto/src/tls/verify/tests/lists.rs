//! Lists of revoked certificates, in every way that they can be wrong.

use rcgen::{CertificateRevocationListParams, KeyIdMethod, RevokedCertParams};

use super::*;

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
    settings.ca = vec![der(include_str!("../../../testing/weak/md5-list-ca.crt"))];
    let (good, bad) = (
        der(include_str!("../../../testing/weak/md5-list-good.crt")),
        der(include_str!("../../../testing/weak/md5-list-revoked.crt")),
    );
    let list = der(include_str!("../../../testing/weak/md5-list.crl"));
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

#[test]
fn a_list_counts_in_its_first_and_its_last_second() {
    let at = |seconds: u64| time::OffsetDateTime::from_unix_timestamp(seconds as i64).unwrap();
    let authority = Authority::new("CA");
    let good = leaf_of(&authority, false);
    let mut settings = trusting(&authority);
    for (this_update, next_update, expected) in [
        (NOW, NOW + 9, Ok(())),
        (NOW - 9, NOW, Ok(())),
        (NOW + 1, NOW + 9, Err(Rejected::RevocationListNotYetValid { this_update: NOW as i64 + 1 })),
        (NOW - 9, NOW - 1, Err(Rejected::RevocationListExpired { next_update: NOW as i64 - 1 })),
    ] {
        settings.crls = vec![list_by(&authority, at(this_update), at(next_update))];
        assert_eq!(judge(&settings, &good), expected);
    }
}

#[test]
fn the_list_of_an_authority_that_was_renamed_is_nobody_elses() {
    let key = rcgen::KeyPair::generate().unwrap();
    let of = |name: &str| {
        let mut params = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params
    };
    let (before, after) = (rcgen::Issuer::new(of("Before"), &key), rcgen::Issuer::new(of("After"), &key));
    let mut settings = crate::testing::tls_settings();
    settings.ca = vec![of("After").self_signed(&key).unwrap().der().to_vec()];
    let mut params = named("a");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.serial_number = Some(SerialNumber::from_slice(&[2]));
    let own = rcgen::KeyPair::generate().unwrap();
    let leaf = Leaf { der: params.signed_by(&own, &after).unwrap().der().to_vec(), key: own };
    let (year, next) = (rcgen::date_time_ymd(2025, 6, 1), rcgen::date_time_ymd(2030, 1, 1));
    settings.crls = vec![list_of(&before, year, next)];
    assert_eq!(judge(&settings, &leaf), Ok(()), "of the same key under its old name");
    // The same list with a bit of the name changed: it names the key, which did not sign it.
    let place = settings.crls[0].windows(6).position(|bytes| bytes == b"Before").unwrap();
    settings.crls[0][place] ^= 1;
    assert_eq!(judge(&settings, &leaf), Err(Rejected::RevocationListInvalid));
    settings.crls = vec![list_of(&after, year, next)];
    assert_eq!(judge(&settings, &leaf), Err(Rejected::Revoked), "control");
}

#[test]
fn an_authority_of_another_name_signs_no_list_of_this_one() {
    let (authority, other) = (Authority::new("CA"), rcgen::KeyPair::generate().unwrap());
    let params = |name: &str| {
        let mut params = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params
    };
    let mut settings = trusting(&authority);
    settings.ca.push(params("Other").self_signed(&other).unwrap().der().to_vec());
    let (year, next) = (rcgen::date_time_ymd(2025, 6, 1), rcgen::date_time_ymd(2030, 1, 1));
    settings.crls = vec![list_of(&rcgen::Issuer::new(params("CA"), &other), year, next)];
    assert_eq!(judge(&settings, &leaf_of(&authority, false)), Err(Rejected::RevocationListInvalid));
    settings.crls = vec![list_of(&rcgen::Issuer::new(params("Other"), &other), year, next)];
    assert_eq!(judge(&settings, &leaf_of(&authority, false)), Ok(()), "control");
}
