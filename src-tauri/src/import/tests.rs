use std::fs::{self, File};

use super::*;

/// A profile that needs nothing else, with an authority made for this test.
pub(crate) fn profile(host: &str, more: &str) -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = params.self_signed(&key).unwrap().pem();
    format!(
        "client\ndev tun\nremote {host} 1194\nremote-cert-tls server\nauth-user-pass\nverb 3\n<ca>\n{authority}</ca>\n{more}"
    )
}

fn text(text: &str) -> Reading {
    read(&Source::Text { name: "work.ovpn".to_owned(), text: text.to_owned() })
}

#[test]
fn a_profile_gets_the_name_of_its_file() {
    let reading = text(&profile("vpn.example.com", ""));
    let new = reading.outcome.unwrap();
    assert_eq!((new.name.as_str(), new.servers.as_slice()), ("work", ["vpn.example.com".to_owned()].as_slice()));
    assert!(new.sign_in.password && !new.sign_in.certificate);
    assert!(reading.remarks.iter().all(|remark| !remark.refused));
}

#[test]
fn what_is_refused_comes_first_with_its_line() {
    let reading = text(&profile("vpn.example.com", "up /tmp/run.sh\nplugin x.so\n"));
    assert!(reading.outcome.is_err());
    assert!(reading.remarks[0].refused && reading.remarks[0].line > 0);
    assert!(["up", "plugin"].contains(&reading.remarks[0].directive.as_str()));
    assert!(!reading.remarks[0].text.is_empty() && !reading.remarks[0].text.contains("lint-"));
    let weights: Vec<_> = reading.remarks.iter().map(|remark| remark.weight).collect();
    assert!(weights.is_sorted());
}

#[test]
fn files_that_are_no_profiles_are_refused_in_words() {
    let home = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = home.path().join(name);
        fs::write(&path, content).unwrap();
        read(&Source::File(path)).outcome.unwrap_err().title
    };
    let utf16: Vec<u8> = "client\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16 = [&[0xff, 0xfe], utf16.as_slice()].concat();
    for (name, content) in [
        ("empty.ovpn", b"".as_slice()),
        ("binary.ovpn", &[0, 159, 146, 150, 0, 1]),
        ("utf16.ovpn", &utf16),
        ("page.ovpn", b"<!DOCTYPE html><html><body>Sign in</body></html>"),
    ] {
        let title = file(name, content);
        assert!(!title.is_empty() && !title.contains("import-"), "{name}: {title}");
    }
    File::create(home.path().join("huge.ovpn")).unwrap().set_len(1 << 30).unwrap();
    let title = |name: &str| read(&Source::File(home.path().join(name))).outcome.unwrap_err().title;
    assert_eq!(title("huge.ovpn"), "This file is too large to be a profile.");
    assert_eq!(title("missing.ovpn"), "The file is not there.");
    assert_eq!(title(""), "This is not a file.");
}

#[cfg(unix)]
#[test]
fn a_pipe_does_not_hold_the_import() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("pipe.ovpn");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert_eq!(read(&Source::File(path)).outcome.unwrap_err().title, "This is not a file.");
}

#[test]
fn files_beside_the_profile_are_read_and_others_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let whole = profile("vpn.example.com", "");
    let (head, rest) = whole.split_once("<ca>\n").unwrap();
    let authority = rest.split_once("</ca>").unwrap().0;
    fs::write(home.path().join("ca.crt"), authority).unwrap();
    let path = home.path().join("work.ovpn");
    fs::write(&path, format!("{head}ca ca.crt\n")).unwrap();
    assert!(read(&Source::File(path.clone())).outcome.is_ok());
    fs::write(&path, format!("{head}ca other.crt\n")).unwrap();
    let refused = read(&Source::File(path)).outcome.unwrap_err();
    assert!(refused.advice.contains("other.crt"), "{refused:?}");
}
