//! Each kind of signature and key that OpenSSL makes: taken where it is safe, told by its name where it is not supported, and refused
//! with one bit of it changed.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use ovpn_settings::{CertProfile, TlsSettings};
use rustls::pki_types::UnixTime;
use vpn_api::CertificateProblem;

use super::Verifier;
use crate::{testing::NOW, tls::rejected::Rejected};

/// `make.sh` beside it made them, in 2026.
const KINDS: &str = include_str!("../../testing/kinds/kinds.txt");
const IN_2027: UnixTime = UnixTime::since_unix_epoch(std::time::Duration::from_secs(NOW + 400 * 86_400));

/// The lines of one sort: name, further words, DER.
fn lines(sort: &str) -> impl Iterator<Item = (&'static str, &'static str, Vec<u8>)> {
    KINDS.lines().filter_map(move |line| {
        let words: Vec<&str> = line.split(' ').collect();
        let der = BASE64_STANDARD.decode(words.last()?).unwrap();
        (words[0] == sort).then(|| (words[1], words[2], der))
    })
}

fn authority(name: &str) -> Vec<u8> {
    lines("ca").find(|(found, ..)| *found == name).unwrap_or_else(|| panic!("{name}")).2
}

fn trusting(authority: Vec<u8>, profile: CertProfile) -> TlsSettings {
    TlsSettings { ca: vec![authority], cert_profile: profile, ..crate::testing::tls_settings() }
}

fn judge(settings: &TlsSettings, leaf: &[u8]) -> Result<(), Rejected> {
    let verifier = Verifier::new(settings, &settings.ca, Arc::default()).unwrap();
    verifier.check(&leaf.to_vec().into(), &[], IN_2027)
}

fn weak(weakness: &str) -> Result<(), Rejected> {
    Err(Rejected::Weak { weakness: weakness.into() })
}

#[test]
fn what_openssl_signs_is_believed_where_it_is_safe() {
    let mut accepted = 0;
    for (name, ca, der) in lines("leaf") {
        let verdict = judge(&trusting(authority(ca), CertProfile::Preferred), &der);
        let legacy = judge(&trusting(authority(ca), CertProfile::Legacy), &der);
        let key_kind = |algorithm: &str| Err(Rejected::KeyKind { algorithm: algorithm.into() });
        let expected = match name {
            "rsa-md5" => weak("MD5"),
            _ if name.ends_with("-sha1") && name != "pss-mask-sha1" && name != "pss-sha1" => weak("SHA-1"),
            "own-shortpss" => weak("RSA-1024"),
            "own-secp256k1" => key_kind("ECDSA on secp256k1"),
            "own-P-224" => key_kind("ECDSA on P-224"),
            "own-brainpoolP256r1" => key_kind("ECDSA on brainpoolP256r1"),
            "own-ed448" => key_kind("Ed448"),
            "ed448" | "brainpool" | "P-224" | "pss-sha1" => {
                let Err(Rejected::Chain { problem: CertificateProblem::SignatureKind, detail }) = &verdict else {
                    panic!("{name}: {verdict:?}")
                };
                assert!(!detail.is_empty());
                verdict.clone()
            }
            _ => Ok(()),
        };
        assert_eq!(verdict, expected, "{name}");
        // With the word, SHA-1 and short keys pass, and nothing else does that did not before.
        let with_word = match name {
            "own-shortpss" | "pss-sha1" => Ok(()),
            _ if expected == weak("SHA-1") => Ok(()),
            _ => expected.clone(),
        };
        assert_eq!(legacy, with_word, "{name}, legacy");
        accepted += usize::from(verdict.is_ok());
    }
    assert!(accepted >= 55, "{accepted}");
}

#[test]
fn no_other_authority_of_the_same_name_signed_it() {
    // The authority's name, and a key of another one.
    for (name, ca, der) in lines("leaf") {
        for (unrelated, _, other) in lines("ca").filter(|(unrelated, ..)| *unrelated != ca) {
            let verdict = judge(&trusting(other, CertProfile::Legacy), &der);
            assert!(verdict.is_err(), "{name} by {unrelated}");
        }
    }
}

#[test]
fn one_bit_of_a_signature_or_of_what_is_signed_refuses() {
    for (name, ca, der) in lines("leaf") {
        for profile in [CertProfile::Preferred, CertProfile::Legacy] {
            let settings = trusting(authority(ca), profile);
            if judge(&settings, &der).is_err() {
                continue;
            }
            // The signature is at the end; the serial number, which anything may be, near the beginning.
            let places = [1, 2, 20, 24].map(|back| der.len() - back).into_iter().chain([14, der.len() / 3]);
            for place in places {
                let mut other = der.clone();
                other[place] ^= 1;
                assert!(judge(&settings, &other).is_err(), "{name}, byte {place} of {}", der.len());
            }
            assert!(judge(&settings, &[&der[..], &[0]].concat()).is_err(), "{name}, something behind it");
        }
    }
}

#[test]
fn suite_b_takes_two_pairs_and_nothing_else() {
    let passed: Vec<&str> = lines("leaf")
        .filter(|(_, ca, der)| judge(&trusting(authority(ca), CertProfile::SuiteB), der).is_ok())
        .map(|(name, ..)| name)
        .filter(|name| !name.starts_with("own-"))
        .collect();
    assert_eq!(passed, ["P-256-sha256", "P-384-sha384"]);
}

#[test]
fn lists_signed_in_other_ways_revoke() {
    let mut seen = 0;
    for (name, ca, list) in lines("list") {
        let leaf = lines("leaf").find(|(_, issuer, der)| {
            *issuer == ca && judge(&trusting(authority(ca), CertProfile::Preferred), der).is_ok()
        });
        let (_, _, leaf) = leaf.unwrap();
        let with = |list: Vec<u8>| {
            let settings = TlsSettings { crls: vec![list], ..trusting(authority(ca), CertProfile::Preferred) };
            Verifier::new(&settings, &settings.ca, Arc::default())
                .map(|verifier| verifier.check(&leaf.clone().into(), &[], IN_2027))
        };
        assert_eq!(with(list.clone()), Ok(Err(Rejected::Revoked)), "{name}");
        // All of them in `no_flipped_bit_of_a_list_lets_a_revoked_certificate_in`.
        for place in (0..list.len()).step_by(7) {
            let mut other = list.clone();
            other[place] ^= 1;
            assert!(!matches!(with(other), Ok(Ok(()))), "{name}, byte {place}");
        }
        seen += 1;
    }
    assert_eq!(seen, 10);
}
