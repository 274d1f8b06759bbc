//! Each dependency that decides about safety or speed has one door: only the modules behind it name the dependency.

use std::path::{Path, PathBuf};

use anyhow::Result;

/// The word that names a dependency in code, and the paths behind its door.
const DOORS: &[(&str, &[&str])] = &[
    ("tun_rs", &["crates/vpn-engine/src/tun"]),
    ("http_auth", &["crates/vpn-engine/src/link/proxy/http"]),
    ("httparse", &["crates/vpn-engine/src/link/proxy/http", "src-tauri/src/loopback"]),
    ("rustls", &["crates/ovpn-proto/", "tests/sim/src/server", "src-tauri/src/import/fetch/tests"]),
    ("aws_lc_rs", &["crates/ovpn-proto/", "crates/profiles/src/"]),
    ("lz4_flex", &["crates/ovpn-proto/src/data/compress.rs"]),
    ("lzokay", &["crates/ovpn-proto/src/data/compress.rs"]),
    ("rtnetlink", &["crates/netconf/src/linux"]),
    ("zbus", &["crates/netconf/src/linux/dns"]),
    ("keyring", &["crates/profiles/src/vault"]),
    ("keyring_core", &["crates/profiles/src/vault"]),
    ("zbus_secret_service_keyring_store", &["crates/profiles/src/vault"]),
    ("zip", &["crates/profiles/src/reading/archive"]),
    ("plist", &["crates/profiles/src/reading/mobileconfig"]),
    ("reqwest", &["src-tauri/src/import/fetch"]),
    ("tokio_rustls", &["src-tauri/src/import/fetch/tests"]),
    ("notify_rust", &["src-tauri/src/shell"]),
    ("ksni", &["src-tauri/src/tray"]),
    ("tauri", &["src-tauri/"]),
];

#[test]
fn dependencies_are_named_behind_their_doors_only() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let mut files = Vec::new();
    for top in ["crates", "src-tauri", "tests"] {
        collect(&root.join(top), &mut files)?;
    }
    let mut seen = vec![false; DOORS.len()];
    for file in files {
        let path = file.strip_prefix(&root)?.display().to_string();
        if path.starts_with("tests/house") {
            continue;
        }
        let text = std::fs::read_to_string(&file)?;
        for (at, (word, behind)) in DOORS.iter().enumerate() {
            if !names(&text, word) {
                continue;
            }
            seen[at] = true;
            assert!(behind.iter().any(|allowed| path.starts_with(allowed)), "{path} names {word} outside of its door");
        }
    }
    for ((word, _), seen) in DOORS.iter().zip(seen) {
        assert!(seen, "{word} has a door and no user");
    }
    Ok(())
}

/// Whether code (not a comment) has `word::`, or `word` after `use`.
fn names(text: &str, word: &str) -> bool {
    text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")).any(|line| {
        let starts = |at: usize| {
            !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':')
        };
        line.match_indices(word).any(|(at, _)| starts(at) && line[at + word.len()..].starts_with("::"))
    })
}

fn collect(directory: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !matches!(name.as_str(), "target" | "node_modules" | "gen") {
            collect(&path, into)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
    Ok(())
}
