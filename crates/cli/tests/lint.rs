//! `aditctl lint` as a pipeline uses it: exit codes and JSON.

#![cfg(test)]

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

const GOOD: &str = "client\ndev tun\nremote vpn.example.com\nauth-user-pass\nremote-cert-tls server\n";

fn profile(lines: &str) -> String {
    let authority = authority();
    format!("{GOOD}{lines}<ca>\n{authority}</ca>\n")
}

/// A certificate of the profile crate's own fixtures.
fn authority() -> String {
    let fixtures =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../ovpn-profile/tests/fixtures/profiles/separate/ca.crt");
    std::fs::read_to_string(fixtures).unwrap()
}

fn lint(arguments: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aditctl")).arg("lint").arg("--json").args(arguments).output().unwrap()
}

fn answers(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_exit_code_tells_the_worst_and_json_tells_each_directive() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir(path("more")).unwrap();
    for (name, text) in [
        ("a.ovpn", profile("verb 3\n")),
        ("more/b.conf", profile("comp-lzo\n")),
        ("c.txt", profile("up /bin/sh\n")),
        ("d.txt", profile("ca missing.crt\nkey other.key\ncert me.crt\n")),
    ] {
        std::fs::write(path(name), text).unwrap();
    }
    let code = |names: &[&str]| {
        let paths: Vec<_> = names.iter().map(|name| path(name)).collect();
        lint(&paths.iter().map(AsRef::as_ref).collect::<Vec<_>>()).status.code().unwrap()
    };
    assert_eq!(code(&["a.ovpn"]), 0);
    assert_eq!(code(&["d.txt"]), 1, "files are missing");
    assert_eq!(code(&["c.txt", "a.ovpn"]), 2);
    assert_eq!(code(&["nowhere.ovpn", "c.txt"]), 3);
    assert_eq!(code(&["."]), 1, "c.txt and d.txt do not look like profiles");

    let found = answers(&lint(&[folder.path()]));
    let verdicts: Vec<_> = found.iter().map(|file| file["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["importable", "importable-with-warnings"]);
    let directives = found[1]["directives"].as_array().unwrap();
    let lzo = directives.iter().find(|found| found["name"] == "comp-lzo").unwrap();
    assert_eq!((lzo["line"].as_u64(), lzo["verdict"].as_str()), (Some(6), Some("replaced")));
    assert!(lzo["reason"].as_str().unwrap().starts_with("Adit never compresses"));
    assert_eq!(directives[0]["reason"], Value::Null);

    let refused = answers(&lint(&[&path("c.txt")]));
    assert_eq!(refused[0]["verdict"], "reject");
    let up = refused[0]["directives"].as_array().unwrap().iter().find(|found| found["name"] == "up").unwrap();
    assert_eq!((up["verdict"].as_str(), up["code"].as_str()), (Some("refused"), Some("script")));
    let gone = answers(&lint(&[&path("nowhere.ovpn")]));
    assert_eq!(gone[0]["verdict"], "unreadable");
}
