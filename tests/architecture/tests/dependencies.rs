//! Where each dependency is used: ARCHITECTURE.md's table, as a test. A new dependency needs a line in one of the two lists.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context, Result};
use architecture::{rust_files, strip_comments};

/// A dependency as code names it, and the paths that may name it.
const USED_IN: &[(&str, &[&str])] = &[
    // the event loop
    (
        "tokio",
        &[
            "crates/doctor/src/system/linux",
            "crates/vpn-engine/",
            "crates/vpn-ipc/src/transport/unix.rs",
            "crates/netconf/",
            "crates/netwatch/",
            "crates/privileged/",
            "crates/vpn-ipc/",
            "crates/helper/",
            "crates/netd/",
            "crates/profiles/src/vault",
            "crates/profiles/src/store",
            "src-tauri/",
            "crates/cli/",
            "crates/nm-plugin/",
            "tests/bench/",
            "tests/e2e/",
            "tests/fuzz/",
            "tests/recovery/src/pictures.rs",
            "tests/sample-protocol/",
        ],
    ),
    ("tokio_util", &["crates/vpn-ipc/"]),
    (
        "futures_util",
        &[
            "crates/doctor/src/system/linux/bus.rs",
            "crates/vpn-engine/",
            "crates/netconf/",
            "crates/netwatch/src/linux/sign_in.rs",
            "crates/netwatch/src/linux/sleep.rs",
            "crates/privileged/",
            "crates/vpn-ipc/",
            "crates/helper/",
            "crates/netd/",
            "crates/nm-plugin/",
            "tests/e2e/tests/window/first_start.rs",
            "tests/sample-protocol/tests",
        ],
    ),
    ("idna", &["crates/vpn-api/src/values"]),
    ("tun_rs", &["crates/privileged/src/interface/linux.rs"]),
    (
        "socket2",
        &[
            "crates/vpn-engine/",
            "crates/helper/src/remote",
            "crates/helper/tests/remote.rs",
            "crates/privileged/",
            "crates/netconf/",
            "crates/netd/src/broker",
            "tests/bench/",
            "tests/fuzz/src/broker",
            "tests/leaks/src/markers.rs",
            "tests/leaks/src/probe.rs",
            "tests/leaks/src/takeover.rs",
        ],
    ),
    ("hickory_proto", &["crates/vpn-engine/src/resolve/message.rs"]),
    ("http_auth", &["crates/vpn-engine/src/link/proxy/http"]),
    ("httparse", &["crates/vpn-engine/src/link/proxy/http", "crates/vpn-engine/src/sign_in", "src-tauri/src/loopback"]),
    ("procfs", &["src-tauri/src/loopback/peer"]),
    ("getrandom", &["crates/vpn-engine/src/platform/system", "tests/bench/src/soak"]),
    (
        "libc",
        &[
            "crates/vpn-engine/",
            "crates/helper/src/sandbox/",
            "crates/vpn-ipc/src/transport/unix.rs",
            "crates/privileged/src/interface/linux.rs",
            "crates/netconf/tests",
            "tests/bench/src/soak",
        ],
    ),
    // TLS and cryptography
    (
        "rustls",
        &[
            "crates/ovpn-proto/",
            "crates/vpn-engine/src/proof",
            "tests/sim/src/server",
            "src-tauri/src/import/fetch/tests",
        ],
    ),
    ("webpki", &["crates/ovpn-proto/src/tls"]),
    (
        "aws_lc_rs",
        &[
            "crates/ovpn-profile/src/key_pair",
            "crates/ovpn-proto/",
            "crates/profiles/src/",
            "crates/vpn-engine/src/proof",
            "src-tauri/src/updates/",
        ],
    ),
    ("x509_parser", &["crates/ovpn-profile/", "crates/ovpn-settings/src/material", "crates/ovpn-proto/"]),
    ("num_bigint", &["crates/ovpn-proto/src/tls/rsa"]),
    ("sha3", &["crates/ovpn-proto/src/tls/hash"]),
    ("hmac", &["crates/ovpn-proto/src/keys", "crates/ovpn-settings/src/material", "crates/profiles/src/store"]),
    ("md5", &["crates/ovpn-proto/src/keys", "crates/ovpn-proto/src/tls/hash", "crates/ovpn-settings/src/material"]),
    ("sha1", &["crates/ovpn-proto/src/", "crates/ovpn-settings/src/material"]),
    ("sha2", &["crates/ovpn-proto/", "crates/ovpn-settings/src/material", "crates/vpn-engine/tests"]),
    ("subtle", &["crates/ovpn-proto/src/keys/mac"]),
    ("cms", &["crates/ovpn-settings/src/material"]),
    ("rc2", &["crates/ovpn-settings/src/material"]),
    ("pkcs8", &["crates/ovpn-settings/src/material"]),
    ("des", &["crates/ovpn-settings/src/material"]),
    ("lz4_flex", &["crates/ovpn-proto/src/data/compress.rs"]),
    ("lzokay", &["crates/ovpn-proto/src/data/compress.rs", "crates/ovpn-proto/tests/negotiation"]),
    // profiles
    ("strsim", &["crates/ovpn-profile/src/directive"]),
    ("similar", &["crates/profile-api/src/diff"]),
    ("zip", &["crates/profiles/src/reading/archive"]),
    ("plist", &["crates/profiles/src/reading/mobileconfig"]),
    ("keyring", &["crates/profiles/src/vault"]),
    ("keyring_core", &["crates/profiles/src/vault"]),
    ("zbus_secret_service_keyring_store", &["crates/profiles/src/vault"]),
    ("dirs", &["crates/preferences/src/file.rs", "crates/profiles/src/store"]),
    // the machine's network
    ("sd_notify", &["crates/helper/src/service/systemd.rs", "crates/netd/src/run.rs", "crates/netd/src/store.rs"]),
    ("landlock", &["crates/helper/src/sandbox/linux.rs"]),
    ("seccompiler", &["crates/helper/src/sandbox/system_calls.rs"]),
    ("rtnetlink", &["crates/netconf/src/linux", "crates/netwatch/src/linux"]),
    (
        "zbus",
        &[
            "crates/doctor/src/system/linux/bus.rs",
            "crates/netconf/src/linux/dns",
            "crates/netconf/src/linux/network_manager.rs",
            "crates/netwatch/src/linux/bus.rs",
            "crates/netwatch/src/linux/resolved.rs",
            "crates/helper/src/access/polkit.rs",
            "crates/helper/src/access/sessions.rs",
            "crates/nm-plugin/",
            "crates/netwatch/src/linux/sign_in.rs",
            "crates/netwatch/src/linux/sleep.rs",
            "tests/e2e/tests/window/first_start.rs",
        ],
    ),
    // sentences
    ("fluent_bundle", &["crates/i18n/src/bundle"]),
    ("jiff", &["crates/i18n/src/"]),
    // the terminal and the programs
    ("rpassword", &["crates/cli/src/prompts"]),
    ("clap", &["crates/cli/", "installer/manuals/", "src-tauri/", "tests/bench/"]),
    ("clap_complete", &["installer/manuals/"]),
    ("clap_mangen", &["installer/manuals/"]),
    (
        "lexopt",
        &["crates/helper/src/arguments.rs", "crates/netd/src/arguments.rs", "crates/nm-plugin/src/arguments.rs"],
    ),
    (
        "zeroizing_alloc",
        &[
            "crates/helper/src/bin",
            "crates/netd/src/bin",
            "crates/nm-plugin/src/bin",
            "crates/cli/src/main.rs",
            "src-tauri/src/main.rs",
        ],
    ),
    (
        "tracing_subscriber",
        &[
            "crates/helper/src/bin",
            "crates/helper/src/arguments.rs",
            "crates/netd/src/bin",
            "crates/netd/src/arguments.rs",
            "crates/nm-plugin/src/bin",
            "src-tauri/src/lib.rs",
            "crates/netconf/tests",
        ],
    ),
    // the window
    ("tauri", &["src-tauri/"]),
    ("tauri_build", &["src-tauri/build.rs"]),
    ("tauri_plugin_single_instance", &["src-tauri/src/lib.rs"]),
    ("tauri_plugin_dialog", &["src-tauri/src/lib.rs", "src-tauri/src/commands"]),
    ("reqwest", &["src-tauri/src/import/fetch"]),
    ("notify_rust", &["src-tauri/src/shell/notifier"]),
    ("ksni", &["src-tauri/src/tray/linux"]),
    ("open", &["src-tauri/src/shell"]),
    ("specta", &["crates/preferences/src/", "src-tauri/src/commands", "src-tauri/src/view"]),
    ("tauri_specta", &["src-tauri/src/"]),
    ("specta_typescript", &["src-tauri/src/bindings"]),
    ("gio", &["src-tauri/src/system_proxy", "installer/nm-editor/"]),
    // tests
    ("tokio_rustls", &["src-tauri/src/import/fetch/tests"]),
    ("fantoccini", &["tests/e2e/"]),
    ("hyper_util", &["tests/e2e/src/window"]),
    ("toml", &["crates/cli/src/policy/", "tests/interop/", "tests/architecture/"]),
    ("roxmltree", &["tests/interop/"]),
    ("svg", &["tests/bench/src/compare/chart"]),
    ("syn", &["tests/architecture/"]),
    ("proc_macro2", &["tests/architecture/"]),
    ("etherparse", &["crates/vpn-engine/src/datapath"]),
    ("arbitrary", &["tests/fuzz/"]),
    ("divan", &["crates/ovpn-proto/benches", "crates/vpn-engine/benches"]),
];

/// Dependencies without a place of their own: data types and macros that every crate may use, encodings, tools of tests.
const ANYWHERE: &[&str] = &[
    "serde",
    "serde_json",
    "thiserror",
    "zeroize",
    "ipnet",
    "bytes",
    "tracing",
    "anyhow",
    "rustix",
    "base64",
    "hex",
    "url",
    "aes",
    "cbc",
    "pkcs12",
    "proptest",
    "rcgen",
    "tempfile",
];

#[test]
fn each_dependency_is_used_where_the_table_says() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let mut unused: BTreeSet<_> = USED_IN.iter().map(|(name, _)| *name).collect();
    let mut elsewhere = Vec::new();
    for (path, text) in rust_files(&root, &["crates", "installer", "src-tauri", "tests"])? {
        let code = strip_comments(&text).code.join("\n");
        for (name, places) in USED_IN.iter().filter(|(name, _)| names(&code, name)) {
            unused.remove(name);
            if !places.iter().any(|place| path.starts_with(place)) {
                elsewhere.push(format!("{path} uses {name}"));
            }
        }
    }
    assert!(elsewhere.is_empty(), "outside of the listed places:\n{}", elsewhere.join("\n"));
    assert!(unused.is_empty(), "listed and unused: {unused:?}");
    Ok(())
}

#[test]
fn each_dependency_of_the_workspace_is_listed() -> Result<()> {
    let manifest: toml::Value = toml::from_str(include_str!("../../../Cargo.toml"))?;
    let dependencies = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let dependencies = dependencies.and_then(toml::Value::as_table).context("workspace.dependencies")?;
    let listed: BTreeSet<_> = USED_IN.iter().map(|(name, _)| *name).chain(ANYWHERE.iter().copied()).collect();
    let external: BTreeSet<_> = dependencies
        .iter()
        .filter(|(_, source)| source.get("path").is_none())
        .map(|(name, _)| match name.as_str() {
            // Their libraries have other names.
            "md-5" => "md5".to_owned(),
            "rustls-webpki" => "webpki".to_owned(),
            name => name.replace('-', "_"),
        })
        .collect();
    for name in &external {
        assert!(listed.contains(name.as_str()), "{name}: say in this test and in ARCHITECTURE.md where it is used");
    }
    for name in listed {
        assert!(external.contains(name), "{name} is listed and no dependency of the workspace");
    }
    Ok(())
}

/// Whether code has `name::` at the beginning of a path.
fn names(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code.get(..at).unwrap_or_default();
        let after = code.get(at + name.len()..).unwrap_or_default();
        let starts = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
            && (!before.ends_with(':') || before.ends_with(" ::") || before.ends_with('\n'));
        // `pub(crate) use name;` and `use name as other` name it as well.
        let leads = after.starts_with("::") && !after.starts_with("::<");
        starts && (leads || before.ends_with("use ") && after.starts_with([';', ' ']))
    })
}
