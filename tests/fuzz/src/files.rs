//! What a person drops on the window.

use std::sync::OnceLock;

use ovpn_profile::{NoSideFiles, OpenVpn, Verdict};
use ovpn_proto::material::load_identity;
use ovpn_settings::{ClientIdentity, material::pkcs12};
use profile_api::ProfileFormat;
use vpn_api::Secret;

/// A certificate and its key, made once.
fn pair() -> &'static (Vec<u8>, String) {
    static PAIR: OnceLock<(Vec<u8>, String)> = OnceLock::new();
    PAIR.get_or_init(|| {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(Vec::<String>::new()).unwrap();
        (params.self_signed(&key).unwrap().der().to_vec(), key.serialize_pem())
    })
}

/// A private key in any form, and a container of one, with and without a passphrase.
pub(crate) fn client_key(bytes: &[u8]) {
    for passphrase in ["", PASSPHRASE] {
        if let Err(error) = pkcs12::open(bytes, passphrase) {
            plain(&error.to_string());
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (certificate, _) = pair();
    let identity = ClientIdentity { chain: vec![certificate.clone()], key_pem: Secret::from(text), encrypted: false };
    for passphrase in [None, Some(Secret::from(PASSPHRASE))] {
        if let Err(error) = load_identity(&identity, passphrase.as_ref(), 1_767_225_600) {
            plain(&error.to_string());
        }
    }
}

fn plain(shown: &str) {
    assert!(!shown.chars().any(char::is_control), "{shown:?}");
}

/// The fixtures' passphrase.
const PASSPHRASE: &str = "adit";

pub(crate) fn client_key_seeds() -> Vec<Vec<u8>> {
    let mut seeds = fixtures("keys");
    seeds.push(pair().1.clone().into_bytes());
    seeds
}

/// The files of a folder of the profile crate's fixtures, in the order of their names.
fn fixtures(folder: &str) -> Vec<Vec<u8>> {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/ovpn-profile/tests/fixtures").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().filter(|path| path.is_file()).map(|path| std::fs::read(path).unwrap()).collect()
}

/// A profile: its report stays inside the file, and what comes of it is valid.
pub(crate) fn profile(bytes: &[u8]) {
    let import = ovpn_profile::parse(bytes, &NoSideFiles);
    // A carriage return alone does not end a line, so there are at most this many.
    let most = u32::try_from(bytes.iter().filter(|byte| **byte == b'\n').count() + 1).unwrap();
    for line in &import.report.lines {
        assert!(line.line >= 1 && line.line <= line.end_line && line.end_line <= most, "{line:?} of {most}");
    }
    for finding in &import.report.findings {
        assert!(finding.line.is_none_or(|line| line >= 1 && line <= most), "{finding:?} of {most}");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        rewrites(text, &import);
    }
    match import.outcome {
        Ok(parsed) => {
            let document = parsed.profile.to_protocol_profile();
            assert_eq!(ovpn_settings::Profile::from_settings(&document.settings).unwrap(), parsed.profile);
            assert!(!import.report.lines.iter().any(|line| matches!(line.verdict, Verdict::Refused { .. })));
        }
        Err(ovpn_profile::Rejected::Refused) => {
            assert!(!import.report.refusals().is_empty(), "refused without a reason")
        }
        Err(ovpn_profile::Rejected::Incomplete { needs }) => assert!(!needs.is_empty()),
    }
}

/// What is made of a text for a person leaves alone what the person did not touch.
fn rewrites(text: &str, import: &ovpn_profile::Import) {
    let masked = OpenVpn.mask(text);
    assert_eq!(OpenVpn.unmask(&masked.text, text).unwrap(), text);
    let form = ovpn_profile::edit::read(text);
    if let Ok(written) = ovpn_profile::edit::write(text, &form) {
        assert_eq!(written, text);
    }
    for fix in ovpn_profile::fix::propose(text, import) {
        let _shown = OpenVpn.compare(text, &ovpn_profile::fix::apply(text, &[fix.id]));
    }
    let _summary = ovpn_profile::summary::of(text, import);
}

pub(crate) fn profile_seeds() -> Vec<Vec<u8>> {
    let base = "client\ndev tun\nproto udp\nremote vpn.example.com 1194\nauth-user-pass\nremote-cert-tls server\n";
    [
        base.to_owned(),
        format!("{base}<ca>\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n</ca>\n"),
        format!("{base}<connection>\nremote a.example 443 tcp\n</connection>\n<connection>\nremote b.example\n</connection>\n"),
        format!("{base}tls-auth ta.key 1\ncipher AES-128-CBC\nauth SHA512\ncomp-lzo no\nkey-direction 1\n"),
        format!("{base}up \"/etc/openvpn/update-resolv-conf\"\nscript-security 2\nsetenv opt block-outside-dns\n"),
        format!("{base}verify-x509-name 'a b' name-prefix\nroute 10.0.0.0 255.0.0.0 vpn_gateway 5\nredirect-gateway def1\n"),
    ]
    .map(String::into_bytes)
    .into_iter()
    .chain(fixtures("profiles"))
    .collect()
}
