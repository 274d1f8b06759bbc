//! What a server shows, and the lists that a profile brings to judge it by.

use std::sync::{Arc, OnceLock};

use ovpn_proto::tls::{rejected::Rejected, verify::Verifier};
use ovpn_settings::{CertProfile, TlsSettings};

/// Certificates of each kind that OpenSSL makes; see the file beside it.
const KINDS: &str = include_str!("../../../crates/ovpn-proto/src/testing/kinds/kinds.txt");
/// In 2027, when the certificates are a year old.
const NOW: u64 = 1_814_400_000;

/// The lines of one sort, DER.
fn kinds(sort: &str) -> Vec<Vec<u8>> {
    let sort = format!("{sort} ");
    let lines = KINDS.lines().filter(|line| line.starts_with(&sort));
    lines.map(|line| decode(line.rsplit(' ').next().unwrap())).collect()
}

/// Base64 (RFC 4648 §4).
fn decode(text: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<usize> = text.trim_end_matches('=').chars().map(|c| DIGITS.find(c).unwrap()).collect();
    let bytes = |four: &[usize]| {
        let number = four.iter().fold(0, |number, digit| number << 6 | digit) << (6 * (4 - four.len()));
        [16, 8, 0].into_iter().take(four.len() - 1).map(move |shift| (number >> shift) as u8)
    };
    digits.chunks(4).flat_map(bytes).collect()
}

fn trusting_all(crls: Vec<Vec<u8>>) -> TlsSettings {
    // The weakest word, so that every judge is asked.
    TlsSettings { ca: kinds("ca"), cert_profile: CertProfile::Insecure, crls, ..sim::tls_settings() }
}

/// Nobody has the authorities' keys, so nothing is accepted but what they issued.
pub(crate) fn server(bytes: &[u8]) {
    static ALL: OnceLock<(Verifier, Vec<Vec<u8>>)> = OnceLock::new();
    let (verifier, issued) = ALL.get_or_init(|| {
        let settings = trusting_all(Vec::new());
        let verifier = Verifier::new(&settings, &settings.ca, Arc::default()).unwrap();
        let issued = kinds("leaf");
        let good = issued.iter().filter(|leaf| verifier.judge(leaf, &[], NOW).is_ok()).count();
        assert!(good > 50, "the certificates are past their date, or not read: {good}");
        (verifier, issued)
    });
    if verifier.judge(bytes, &[], NOW).is_ok() {
        assert!(issued.iter().any(|leaf| leaf == bytes), "a forged certificate was accepted");
    }
    // As one that leads from a good certificate to nowhere.
    let _verdict = verifier.judge(&issued[0], &[bytes.to_vec()], NOW);
}

pub(crate) fn server_seeds() -> Vec<Vec<u8>> {
    kinds("leaf")
}

/// Nobody has the authorities' keys, so no other list than theirs revokes anything.
pub(crate) fn revocation_list(bytes: &[u8]) {
    let (issued, lists) = (kinds("leaf"), kinds("list"));
    let settings = trusting_all(vec![bytes.to_vec()]);
    let Ok(verifier) = Verifier::new(&settings, &settings.ca, Arc::default()) else { return };
    for leaf in issued.iter().take(4) {
        let revoked = verifier.judge(leaf, &[], NOW) == Err(Rejected::Revoked);
        assert!(!revoked || lists.iter().any(|list| list == bytes), "a forged list was believed");
    }
}

pub(crate) fn revocation_list_seeds() -> Vec<Vec<u8>> {
    kinds("list")
}
