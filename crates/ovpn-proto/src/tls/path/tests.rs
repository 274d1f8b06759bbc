//! This judge beside webpki: over chains that both read, it takes none that webpki refuses, and refuses none that webpki takes but for
//! reasons that OpenSSL has as well.

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, NameConstraints, SanType,
};
use rustls::pki_types::{CertificateDer, UnixTime};

use super::*;
use crate::testing::{NOW, named};

const NOW_UNIX: UnixTime = UnixTime::since_unix_epoch(std::time::Duration::from_secs(NOW));

struct Ca {
    issuer: Issuer<'static, KeyPair>,
    der: Vec<u8>,
}

fn ca(name: &str, above: Option<&Ca>, change: &dyn Fn(&mut CertificateParams)) -> Ca {
    let mut params = named(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let der = match above {
        Some(above) => params.signed_by(&key, &above.issuer).unwrap().der().to_vec(),
        None => params.self_signed(&key).unwrap().der().to_vec(),
    };
    Ca { issuer: Issuer::new(params, key), der }
}

fn leaf(above: &Ca, change: &dyn Fn(&mut CertificateParams)) -> Vec<u8> {
    let mut params = named("vpn.example.net");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    change(&mut params);
    params.signed_by(&KeyPair::generate().unwrap(), &above.issuer).unwrap().der().to_vec()
}

/// The verdicts of webpki and of this judge.
fn both(roots: &[&Ca], chain: &[&Ca], leaf: &[u8]) -> (bool, Result<Path, Rejected>) {
    let roots = Roots::new(&roots.iter().map(|ca| ca.der.clone()).collect::<Vec<_>>()).unwrap();
    let chain: Vec<_> = chain.iter().map(|ca| CertificateDer::from(ca.der.clone())).collect();
    let der = CertificateDer::from(leaf);
    let webpki = webpki::EndEntityCert::try_from(&der).and_then(|end| {
        let algorithms = crate::tls::algorithms::of_webpki(ovpn_settings::CertProfile::Preferred);
        let usage = webpki::KeyUsage::server_auth();
        let anchors = roots.anchors();
        let path = end.verify_for_usage(algorithms, &anchors, &chain, NOW_UNIX, usage, None, None)?;
        Ok(roots.check_dates(path.anchor(), NOW_UNIX))
    });
    let belief = Belief::new(ovpn_settings::CertProfile::Preferred);
    (matches!(webpki, Ok(Ok(()))), Search::new(&roots, belief, NOW_UNIX, &chain).run(leaf))
}

type Change = (&'static str, fn(&mut CertificateParams));

/// What an authority between may be like.
const BETWEEN: [Change; 14] = [
    ("plain", |_| {}),
    ("no authority", |params| params.is_ca = IsCa::ExplicitNoCa),
    ("without basic constraints", |params| params.is_ca = IsCa::NoCa),
    ("of length 0", |params| params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0))),
    ("of length 1", |params| params.is_ca = IsCa::Ca(BasicConstraints::Constrained(1))),
    ("expired", |params| params.not_after = rcgen::date_time_ymd(2025, 1, 1)),
    ("early", |params| params.not_before = rcgen::date_time_ymd(2035, 1, 1)),
    ("for clients", |params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]),
    ("for servers", |params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth]),
    ("for other names", |params| params.name_constraints = permitted(GeneralSubtree::DnsName("example.org".into()))),
    ("for these names", |params| params.name_constraints = permitted(GeneralSubtree::DnsName("example.net".into()))),
    ("not for these names", |params| params.name_constraints = excluded(GeneralSubtree::DnsName("example.net".into()))),
    ("for an address", |params| {
        params.name_constraints =
            permitted(GeneralSubtree::IpAddress(CidrSubnet::V4([192, 0, 2, 0], [255, 255, 255, 0])));
    }),
    ("not for an address", |params| {
        params.name_constraints =
            excluded(GeneralSubtree::IpAddress(CidrSubnet::V4([192, 0, 2, 0], [255, 255, 255, 0])));
    }),
];

/// What the server's certificate may be like.
const LEAVES: [Change; 7] = [
    ("plain", |_| {}),
    ("with its name", |params| {
        params.subject_alt_names = vec![SanType::DnsName("vpn.example.net".try_into().unwrap())]
    }),
    ("with another name", |params| {
        params.subject_alt_names = vec![SanType::DnsName("vpn.example.org".try_into().unwrap())]
    }),
    ("with an address", |params| params.subject_alt_names = vec![SanType::IpAddress([192, 0, 2, 1].into())]),
    ("with another address", |params| params.subject_alt_names = vec![SanType::IpAddress([198, 51, 100, 1].into())]),
    ("expired", |params| params.not_after = rcgen::date_time_ymd(2025, 1, 1)),
    ("for clients", |params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]),
];

fn permitted(tree: GeneralSubtree) -> Option<NameConstraints> {
    Some(NameConstraints { permitted_subtrees: vec![tree], excluded_subtrees: Vec::new() })
}

fn excluded(tree: GeneralSubtree) -> Option<NameConstraints> {
    Some(NameConstraints { permitted_subtrees: Vec::new(), excluded_subtrees: vec![tree] })
}

#[test]
fn webpki_and_this_judge_agree_on_what_both_read() {
    let root = ca("Root", None, &|_| {});
    let (mut taken, mut seen) = (0, 0);
    for (first_name, first_change) in BETWEEN {
        let first = ca("First", Some(&root), &first_change);
        for (second_name, second_change) in BETWEEN {
            let second = ca("Second", Some(&first), &second_change);
            for (leaf_name, leaf_change) in LEAVES {
                let leaf = leaf(&second, &leaf_change);
                let what = format!("{first_name}, {second_name}, {leaf_name}");
                let (webpki, ours) = both(&[&root], &[&second, &first], &leaf);
                // The leaf's purpose is looked at elsewhere; a common name is, for webpki's chains, too.
                let elsewhere = leaf_name == "for clients"
                    || !leaf_name.contains("name")
                        && [first_name, second_name]
                            .iter()
                            .any(|name| name.contains("these names") || name.contains("other names"));
                if !elsewhere {
                    assert_eq!(webpki, ours.is_ok(), "{what}: {ours:?}");
                }
                taken += usize::from(ours.is_ok());
                seen += 1;
            }
        }
    }
    assert!(seen == 14 * 14 * 7 && taken > 100, "{taken} of {seen}");
}

#[test]
fn common_names_are_bound_without_a_dns_name_beside_them() {
    let root = ca("Root", None, &|_| {});
    for (change, fits) in [(BETWEEN[9].1, false), (BETWEEN[10].1, true), (BETWEEN[11].1, false)] {
        let between = ca("Between", Some(&root), &change);
        assert_eq!(both(&[&root], &[&between], &leaf(&between, &|_| {})).1.is_ok(), fits);
        let other = leaf(&between, &|params| params.distinguished_name.push(DnType::CommonName, "office gateway"));
        assert!(both(&[&root], &[&between], &other).1.is_ok(), "no host");
    }
}

#[test]
fn other_kinds_of_names_are_bound_as_well() {
    let root = ca("Root", None, &|_| {});
    let verdict = |constraint: fn() -> Option<NameConstraints>, name: fn(&mut CertificateParams)| {
        let between = ca("Between", Some(&root), &|params| params.name_constraints = constraint());
        both(&[&root], &[&between], &leaf(&between, &name)).1.map(|_| ())
    };
    let mail = |params: &mut CertificateParams| {
        params.subject_alt_names = vec![SanType::Rfc822Name("me@example.net".try_into().unwrap())];
    };
    let page = |params: &mut CertificateParams| {
        params.subject_alt_names = vec![SanType::URI("https://vpn.example.net/a".try_into().unwrap())];
    };
    assert_eq!(verdict(|| permitted(GeneralSubtree::Rfc822Name("example.net".into())), mail), Ok(()));
    assert!(verdict(|| permitted(GeneralSubtree::Rfc822Name("example.org".into())), mail).is_err());
    assert!(verdict(|| excluded(GeneralSubtree::Rfc822Name("me@example.net".into())), mail).is_err());
    assert_eq!(verdict(|| permitted(GeneralSubtree::Rfc822Name("example.org".into())), page), Ok(()), "another kind");
    let directory = |name: &str| {
        let mut found = rcgen::DistinguishedName::new();
        found.push(DnType::CommonName, name);
        GeneralSubtree::DirectoryName(found)
    };
    let of = |tree: GeneralSubtree, permit: bool| {
        let constraint = if permit { permitted(tree) } else { excluded(tree) };
        let between = ca("Between", Some(&root), &|params| params.name_constraints.clone_from(&constraint));
        both(&[&root], &[&between], &leaf(&between, &|_| {})).1.is_ok()
    };
    assert!(of(directory("vpn.example.net"), true));
    assert!(of(directory("VPN.example.net"), true), "without regard to case");
    assert!(!of(directory("vpn"), true));
    assert!(!of(directory("VPN.example.net"), false));
    assert!(of(directory("mail"), false));
}

#[test]
fn what_openssl_demands_of_an_authority_of_the_profile_too() {
    let judge = |change: fn(&mut CertificateParams)| {
        let root = ca("Root", None, &change);
        let between = ca("Between", Some(&root), &|_| {});
        both(&[&root], &[&between], &leaf(&between, &|_| {})).1.map(|_| ())
    };
    assert_eq!(judge(|_| {}), Ok(()));
    assert_eq!(judge(|params| params.is_ca = IsCa::NoCa), Ok(()), "old ones say nothing");
    for change in [
        (|params| params.is_ca = IsCa::ExplicitNoCa) as fn(&mut CertificateParams),
        |params| params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0)),
        |params| params.key_usages = vec![KeyUsagePurpose::DigitalSignature],
        |params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth],
        |params| params.not_after = rcgen::date_time_ymd(2025, 1, 1),
    ] {
        assert!(judge(change).is_err());
    }
}

#[test]
fn many_certificates_of_one_name_cost_little() {
    let (root, key) = (ca("Root", None, &|_| {}), KeyPair::generate().unwrap());
    // Each may have issued each of the others: 16 factorial ways.
    let namesakes: Vec<Ca> = (1..=16_u8)
        .map(|serial| {
            let mut params = named("Loop");
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            params.serial_number = Some(vec![serial].into());
            let der = params.self_signed(&key).unwrap().der().to_vec();
            Ca { issuer: Issuer::new(params, KeyPair::from_pem(&key.serialize_pem()).unwrap()), der }
        })
        .collect();
    let chain: Vec<&Ca> = namesakes.iter().collect();
    let verdict = both(&[&root], &chain, &leaf(&namesakes[0], &|_| {})).1;
    assert_eq!(verdict, Err(broken(CertificateProblem::ChainTooLong)));
}

#[test]
fn an_authority_that_renewed_its_key_is_followed() {
    let root = ca("Root", None, &|_| {});
    let old = ca("Between", Some(&root), &|params| params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0)));
    // Issued to itself: does not count for the length.
    let new = ca("Between", Some(&old), &|_| {});
    let leaf = leaf(&new, &|_| {});
    let (_, ours) = both(&[&root], &[&old, &new], &leaf);
    assert!(ours.is_ok(), "{ours:?}");
    assert!(both(&[&root], &[&new], &leaf).1.is_err(), "a gap");
}

#[test]
fn a_chain_may_be_so_long_and_no_longer() {
    let root = ca("Root", None, &|_| {});
    let mut chain: Vec<Ca> = Vec::new();
    for place in 0..=DEEPEST {
        let below = ca(&format!("Between {place}"), Some(chain.last().unwrap_or(&root)), &|_| {});
        let leaf = leaf(&below, &|_| {});
        chain.push(below);
        let (_, verdict) = both(&[&root], &chain.iter().collect::<Vec<_>>(), &leaf);
        let expected = if place < DEEPEST { Ok(place + 2) } else { Err(broken(CertificateProblem::ChainTooLong)) };
        assert_eq!(verdict.map(|path| path.len() + 1), expected.map(|length| length + 1), "{place}");
    }
}

#[test]
fn a_certificate_counts_in_its_first_and_its_last_second() {
    let at = |seconds: u64| time::OffsetDateTime::from_unix_timestamp(seconds as i64).unwrap();
    let begin = |seconds: u64| move |params: &mut CertificateParams| params.not_before = at(seconds);
    let end = |seconds: u64| move |params: &mut CertificateParams| params.not_after = at(seconds);
    for (begins, ends, expected) in [
        (NOW, NOW, Ok(())),
        (NOW + 1, NOW + 9, Err(Rejected::NotYetValid { not_before: NOW as i64 + 1 })),
        (NOW - 9, NOW - 1, Err(Rejected::Expired { not_after: NOW as i64 - 1 })),
    ] {
        let change = |params: &mut CertificateParams| {
            begin(begins)(params);
            end(ends)(params);
        };
        let plain = ca("Root", None, &|_| {});
        assert_eq!(both(&[&plain], &[], &leaf(&plain, &change)).1.map(drop), expected);
        let root = ca("Root", None, &change);
        assert_eq!(both(&[&root], &[], &leaf(&root, &|_| {})).1.map(drop), expected);
        assert_eq!(Roots::new(std::slice::from_ref(&root.der)).unwrap().check_der_dates(&root.der, NOW_UNIX), expected);
    }
}

#[test]
fn names_of_authorities_between_are_bound_unless_they_issued_themselves() {
    let root = ca("Root", None, &|params| {
        params.name_constraints = permitted(GeneralSubtree::DnsName("example.net".into()));
    });
    let name = |name: &'static str| {
        move |params: &mut CertificateParams| {
            params.subject_alt_names = vec![SanType::DnsName(name.try_into().unwrap())];
        }
    };
    let verdict = |between: &Ca| both(&[&root], &[between], &leaf(between, &name("vpn.example.net"))).1.is_ok();
    assert!(verdict(&ca("Between", Some(&root), &name("ca.example.net"))));
    assert!(!verdict(&ca("Between", Some(&root), &name("ca.example.org"))));
    assert!(verdict(&ca("Root", Some(&root), &name("ca.example.org"))), "issued to itself");
    assert!(verdict(&ca("ca.example.org", Some(&root), &|_| {})), "its common name is no host's");
    // The server's certificate is never left out.
    let named_as_issuer = leaf(&root, &|params| {
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "Root");
        name("vpn.example.org")(params);
    });
    assert!(both(&[&root], &[], &named_as_issuer).1.is_err());
    // A DNS name beside it is what counts, and not the common name.
    let beside = leaf(&root, &|params| {
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "vpn.example.org");
        name("vpn.example.net")(params);
    });
    assert_eq!(both(&[&root], &[], &beside).1.map(drop), Ok(()));
}
