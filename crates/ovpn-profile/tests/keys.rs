//! Private keys and PKCS#12 containers in every form that profiles bring, opened and refused.

#![expect(clippy::panic, clippy::unwrap_used, reason = "tests fail loudly")]

#[cfg(test)]
mod common;

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use common::{fixture, refusals};
use ovpn_profile::{NoSideFiles, Parsed, Profile, Reason, parse};
use ovpn_settings::material::{KeyForm, LockError, open_key, pkcs12};

#[expect(clippy::disallowed_methods, reason = "tests read their fixtures")]
fn file(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/keys").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn text(name: &str) -> String {
    String::from_utf8(file(name)).unwrap()
}

fn certificates(name: &str) -> Vec<Vec<u8>> {
    let text = text(name);
    let blocks = text.split("-----BEGIN CERTIFICATE-----").skip(1);
    let digits = blocks.map(|block| block.split("-----END").next().unwrap().split_whitespace().collect::<String>());
    digits.map(|digits| STANDARD.decode(digits).unwrap()).collect()
}

#[test]
fn keys_under_a_passphrase_open_with_it_and_with_no_other() {
    let plain = open_key(&text("ec-pkcs8.pem"), None).unwrap();
    let sec1 = open_key(&text("ec-sec1.pem"), Some("needless")).unwrap();
    assert_eq!((plain.form, sec1.form), (KeyForm::Pkcs8, KeyForm::Sec1));
    for (name, same) in [
        ("ec-pbes2-aes.pem", &plain),
        ("ec-pbes2-3des.pem", &plain),
        ("ec-scrypt.pem", &plain),
        ("pbe-md5-des.pem", &plain),
        ("pbe-md5-rc2-64.pem", &plain),
        ("pbe-sha1-des.pem", &plain),
        ("pbe-sha1-rc2-64.pem", &plain),
        ("pbe-sha1-3des.pem", &plain),
        ("pbe-sha1-2des.pem", &plain),
        ("pbe-sha1-rc2-128.pem", &plain),
        ("pbe-sha1-rc2-40.pem", &plain),
        ("ec-legacy-aes.pem", &sec1),
        ("legacy-aes192.pem", &sec1),
        ("legacy-aes256.pem", &sec1),
        ("ec-legacy-3des.pem", &sec1),
        ("legacy-des.pem", &sec1),
    ] {
        let text = text(name);
        for none in [None, Some("")] {
            assert_eq!(open_key(&text, none).unwrap_err(), LockError::Needed, "{name}");
        }
        for wrong in ["Adit", "adit ", "x"] {
            assert_eq!(open_key(&text, Some(wrong)).unwrap_err(), LockError::Wrong, "{name}");
        }
        let opened = open_key(&text, Some("adit")).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((opened.form, &*opened.der), (same.form, &*same.der), "{name}");
        assert!(!format!("{opened:?}").contains(&hex::encode(&opened.der[..8])));
    }
}

#[test]
fn a_wrong_passphrase_never_passes_for_a_right_one() {
    // A padding fits by chance in one of 256 cases.
    let text = text("legacy-des.pem");
    for number in 0..2000 {
        let wrong = open_key(&text, Some(&format!("wrong {number}"))).unwrap_err();
        assert_eq!(wrong, LockError::Wrong, "{number}");
    }
}

#[test]
fn keys_that_stay_closed_say_why() {
    let scheme = |name: &str| open_key(&text(name), Some("adit")).unwrap_err();
    assert_eq!(scheme("pbe-sha1-rc4-128.pem"), LockError::Scheme("PBE-SHA1-RC4-128".into()));
    assert_eq!(scheme("expensive-pbkdf2.pem"), LockError::TooExpensive);
    let other = text("ec-legacy-aes.pem").replace("AES-128-CBC", "CAMELLIA-128-CBC");
    assert_eq!(open_key(&other, Some("adit")).unwrap_err(), LockError::Scheme("CAMELLIA-128-CBC".into()));
    assert_eq!(open_key("", None).unwrap_err(), LockError::Absent);
    assert_eq!(open_key(&text("ec.crt"), None).unwrap_err(), LockError::Absent);
    assert_eq!(open_key(&"x".repeat(1 << 20), None).unwrap_err(), LockError::Absent);
}

#[test]
fn containers_open_with_their_passphrase() {
    let client = certificates("client.crt").remove(0);
    let chain = certificates("chain.crt");
    for (name, passphrase) in [
        ("modern.p12", "adit"),
        ("old.p12", "adit"),
        ("3des.p12", "adit"),
        ("rc2-128.p12", "adit"),
        ("no-mac.p12", "adit"),
        ("open-certificates.p12", "adit"),
        ("umlaut.p12", "Grüße €"),
        ("umlaut-old.p12", "Grüße €"),
        ("modern-open.p12", ""),
        ("old-open.p12", ""),
        ("clear.p12", ""),
    ] {
        let der = file(name);
        let open = pkcs12::open(&der, passphrase).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(open.chain, [client.clone(), chain[0].clone()], "{name}: the root stays at home");
        let mut authorities = open.authorities.clone();
        authorities.sort();
        let mut expected = chain.clone();
        expected.sort();
        assert_eq!(authorities, expected, "{name}");
        assert_eq!(open_key(open.key_pem.expose(), None).unwrap().form, KeyForm::Pkcs8, "{name}");
        assert!(!format!("{open:?}").contains("BEGIN"), "{name}");
        if name != "clear.p12" {
            for wrong in ["Adit", "adit ", if passphrase.is_empty() { "x" } else { "" }] {
                assert_eq!(pkcs12::open(&der, wrong).unwrap_err(), LockError::Wrong, "{name} {wrong:?}");
            }
        }
    }
    assert_eq!(pkcs12::open(&file("no-key.p12"), "").unwrap_err(), LockError::Absent);
    assert!(pkcs12::open(&file("alone.p12"), "").unwrap().authorities.is_empty());
}

#[test]
fn damaged_containers_are_refused_and_do_not_panic() {
    let der = file("clear.p12");
    for cut in 0..der.len() {
        assert!(pkcs12::open(&der[..cut], "").is_err(), "{cut}");
    }
    let mut flipped = file("old-open.p12");
    // Each try costs a key derivation.
    for place in (0..flipped.len()).step_by(41) {
        for bit in [0x01, 0x80] {
            flipped[place] ^= bit;
            // Few bits are outside of what the MAC covers.
            if let Ok(open) = pkcs12::open(&flipped, "") {
                assert_eq!(open.chain.len(), 2, "{place}");
            }
            flipped[place] ^= bit;
        }
    }
    assert_eq!(pkcs12::open(&vec![0x30; 1 << 20], "").unwrap_err(), LockError::TooExpensive);
}

const HEAD: &str = "client\ndev tun\nremote vpn.example.com\nremote-cert-tls server\n";

fn read(lines: &str, files: &BTreeMap<String, Vec<u8>>) -> Parsed {
    let import = parse(format!("{HEAD}{lines}").as_bytes(), files);
    import.outcome.unwrap_or_else(|rejected| panic!("{rejected}: {:#?}", import.report))
}

#[test]
fn a_container_without_a_passphrase_is_opened_at_import() {
    let files = BTreeMap::from([("me.p12".to_owned(), file("modern-open.p12"))]);
    let inline = format!("<pkcs12>\n{}\n</pkcs12>\n", STANDARD.encode(file("modern-open.p12")));
    for lines in ["pkcs12 me.p12\n", &inline] {
        let parsed = read(lines, &files);
        let identity = parsed.profile.tls.identity.as_ref().unwrap();
        assert_eq!((identity.chain.len(), identity.encrypted), (2, false));
        assert!(identity.key_pem.expose().starts_with("-----BEGIN PRIVATE KEY-----\n"));
        assert_eq!(parsed.profile.tls.ca.len(), 2, "the container's authorities are trusted");
        assert!(parsed.sign_in.certificate && !parsed.asks.key_passphrase);
    }
    // Where the profile names an authority, those of the container are only sent.
    let ca = format!("pkcs12 me.p12\n<ca>\n{}</ca>\n", fixture("separate/ca.crt"));
    let parsed = read(&ca, &files);
    assert_eq!((parsed.profile.tls.ca.len(), parsed.profile.tls.identity.unwrap().chain.len()), (1, 2));
}

/// A certificate and a key as blocks.
fn pair(cert: &str, key: &str) -> String {
    format!("<ca>\n{}</ca>\n<cert>\n{cert}\n</cert>\n<key>\n{key}\n</key>\n", fixture("separate/ca.crt"))
}

#[test]
fn a_key_of_another_certificate_is_refused_in_every_container() {
    let pairs = [
        (text("ec.crt"), text("ec-pkcs8.pem")),
        (text("rsa.crt"), text("rsa-pkcs1.pem")),
        (text("ed25519.crt"), text("ed25519.pem")),
        (text("ec.crt"), text("ec-sec1.pem")),
    ];
    for (place, (cert, _)) in pairs.iter().enumerate() {
        for (other, (_, key)) in pairs.iter().enumerate() {
            let import = parse(format!("{HEAD}{}", pair(cert, key)).as_bytes(), &NoSideFiles);
            let found: Vec<Reason> = refusals(&import).into_iter().map(|(_, reason)| reason).collect();
            let same = place == other || place % 3 == 0 && other % 3 == 0;
            assert_eq!(found, if same { vec![] } else { vec![Reason::KeyOfAnother] }, "{place} {other}");
        }
    }
    // Another key of the same kind.
    let import = parse(format!("{HEAD}{}", pair(&text("client.crt"), &text("ec-pkcs8.pem"))).as_bytes(), &NoSideFiles);
    assert_eq!(refusals(&import).len(), 1);
    // What nobody but the person can open is compared when the tunnel is set up.
    let locked = pair(&text("client.crt"), &text("ec-pbes2-aes.pem"));
    assert!(parse(format!("{HEAD}{locked}").as_bytes(), &NoSideFiles).outcome.is_ok());
}

#[test]
fn a_container_in_ber_is_opened() {
    let whole = STANDARD.decode(fixture_of_case("t14-ber-p12")).unwrap();
    assert_eq!(whole[..2], [0x30, 0x80]);
    assert_eq!(pkcs12::open(&whole, "wrong").unwrap_err(), LockError::Wrong);
    assert_eq!(pkcs12::open(&whole, "").unwrap().chain.len(), 1);
    // Every container, with lengths that are not said beforehand.
    for (name, passphrase) in [("modern.p12", "adit"), ("old.p12", "adit"), ("modern-open.p12", ""), ("clear.p12", "")]
    {
        let der = file(name);
        let (length, content) = (usize::from(der[1] & 0x7f), &der[2..]);
        let ber = [&[0x30, 0x80], &content[length..], &[0, 0]].concat();
        let (ber, der) = (pkcs12::open(&ber, passphrase).unwrap(), pkcs12::open(&der, passphrase).unwrap());
        assert_eq!((ber.chain, ber.key_pem, ber.authorities), (der.chain, der.key_pem, der.authorities), "{name}");
    }
}

/// The digits of the container in one of the cases.
#[expect(clippy::disallowed_methods, reason = "tests read their fixtures")]
fn fixture_of_case(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/cases/{name}.ovpn"));
    let text = std::fs::read_to_string(path).unwrap();
    let (_, rest) = text.split_once("<pkcs12>").unwrap();
    rest.split_once("</pkcs12>").unwrap().0.split_whitespace().collect()
}

#[test]
fn a_closed_container_crosses_as_it_is() {
    let digits = STANDARD.encode(file("old.p12"));
    // One line or many, with or without padding: both occur.
    let wrapped: Vec<&str> = digits.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    for body in [digits.trim_end_matches('=').to_owned(), wrapped.join("\r\n  ")] {
        let parsed = read(&format!("<pkcs12>\n{body}\n</pkcs12>\n"), &BTreeMap::new());
        let identity = parsed.profile.tls.identity.as_ref().unwrap();
        assert!(identity.encrypted && parsed.asks.key_passphrase && parsed.profile.tls.ca.is_empty());
        let key = identity.key_pem.expose();
        assert_eq!(pkcs12::open_text(key, None).unwrap().unwrap_err(), LockError::Needed);
        assert_eq!(pkcs12::open_text(key, Some("x")).unwrap().unwrap_err(), LockError::Wrong);
        assert_eq!(pkcs12::open_text(key, Some("adit")).unwrap().unwrap().authorities.len(), 2);
        assert_eq!(Profile::from_settings(&parsed.profile.to_settings()).unwrap(), parsed.profile);
        assert!(!format!("{:?}", parsed.profile).contains(&digits[..40]));
    }
    assert!(pkcs12::open_text(&text("ec-pkcs8.pem"), None).is_none());
}

#[test]
fn what_cannot_be_a_container_is_refused_by_its_line() {
    let refused = |lines: &str| {
        let ca = fixture("separate/ca.crt");
        let import = parse(format!("{HEAD}{lines}\n<ca>\n{ca}</ca>\n").as_bytes(), &NoSideFiles);
        refusals(&import)
    };
    let block = |der: &[u8]| format!("<pkcs12>\n{}\n</pkcs12>", STANDARD.encode(der));
    assert_eq!(refused("<pkcs12>\nno base64!\n</pkcs12>"), [(Some(5), Reason::BadContainer)]);
    assert_eq!(refused(&block(&file("modern-open.p12")[..200])), [(Some(5), Reason::BadContainer)]);
    assert_eq!(refused(&block(&file("no-key.p12"))), [(Some(5), Reason::BadContainer)]);
    let both = format!("{}\n<key>\n{}</key>", block(&file("modern.p12")), text("ec-pkcs8.pem"));
    assert_eq!(refused(&both)[0].1, Reason::SeveralIdentities);
    assert!(refused(&block(&file("modern.p12"))).is_empty());
}
