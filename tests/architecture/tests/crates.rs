//! Which crate may use which. A new edge is a decision: add it here and in ARCHITECTURE.md.

use std::{collections::BTreeMap, process::Command};

use anyhow::{Context, Result};
use serde_json::Value;

/// A crate, and the crates of this workspace that it may use (tests and build scripts not counted).
const ALLOWED: &[(&str, &[&str])] = &[
    ("vpn-api", &[]),
    ("i18n", &["vpn-api"]),
    ("ovpn-settings", &["vpn-api"]),
    ("profile-api", &["vpn-api"]),
    ("ovpn-profile", &["ovpn-settings", "profile-api", "vpn-api"]),
    ("netconf", &["vpn-api"]),
    ("vpn-ipc", &["vpn-api"]),
    ("ovpn-proto", &["ovpn-settings", "vpn-api"]),
    ("netwatch", &["netconf", "vpn-api"]),
    ("privileged", &["netconf", "vpn-api"]),
    ("vpn-engine", &["netconf", "netwatch", "privileged", "vpn-api"]),
    ("helper", &["netconf", "netwatch", "ovpn-proto", "privileged", "vpn-api", "vpn-engine", "vpn-ipc"]),
    ("doctor", &["vpn-api", "vpn-ipc"]),
    ("netd", &["netconf", "privileged", "vpn-api"]),
    ("profiles", &["profile-api", "vpn-api"]),
    (
        "cli",
        &["doctor", "netconf", "ovpn-profile", "preferences", "profile-api", "profiles", "vpn-api", "vpn-ipc", "i18n"],
    ),
    ("preferences", &["profiles", "vpn-api"]),
    (
        "adit",
        &["doctor", "netwatch", "ovpn-profile", "preferences", "profile-api", "profiles", "vpn-api", "vpn-ipc", "i18n"],
    ),
    ("nm-plugin", &["i18n", "ovpn-profile", "profile-api", "profiles", "vpn-api", "vpn-ipc"]),
    ("nm-editor", &["nm-plugin", "ovpn-profile", "profile-api", "vpn-api"]),
    ("manuals", &["cli"]),
    ("lab", &[]),
    ("sim", &["ovpn-proto", "ovpn-settings", "vpn-api"]),
    ("sample-protocol", &["cli", "helper", "ovpn-profile", "profile-api", "vpn-api"]),
    ("sample-window", &["adit", "sample-protocol"]),
    ("architecture", &[]),
    (
        "fuzz",
        &[
            "netconf",
            "netd",
            "ovpn-profile",
            "ovpn-proto",
            "ovpn-settings",
            "privileged",
            "profile-api",
            "sim",
            "vpn-api",
        ],
    ),
    ("interop", &[]),
    ("bench", &["lab", "ovpn-profile", "ovpn-proto", "ovpn-settings", "sim", "vpn-api", "vpn-engine"]),
    ("e2e", &["lab"]),
    ("leaks", &["e2e", "lab", "helper", "privileged"]),
    ("recovery", &["doctor", "e2e", "lab"]),
];

#[test]
fn crates_use_only_the_crates_they_may() -> Result<()> {
    let actual = edges()?;
    let all: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    for (name, uses) in &actual {
        let allowed = all.get(name.as_str()).with_context(|| format!("{name} is not listed"))?;
        for used in uses {
            assert!(allowed.contains(&used.as_str()), "{name} uses {used}, which is not listed");
        }
    }
    for (name, allowed) in &all {
        let uses = actual.get(*name).with_context(|| format!("{name} is listed and does not exist"))?;
        for used in *allowed {
            assert!(uses.iter().any(|actual| actual == used), "{name} may use {used} and does not");
        }
    }
    Ok(())
}

fn edges() -> Result<BTreeMap<String, Vec<String>>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata.get("packages").and_then(Value::as_array).context("packages")?;
    let name = |value: &Value| value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let has = |dependency: &Value, key: &str| dependency.get(key).is_some_and(Value::is_string);
    packages
        .iter()
        .map(|package| {
            let dependencies = package.get("dependencies").and_then(Value::as_array).context("dependencies")?;
            let ours =
                dependencies.iter().filter(|dependency| !has(dependency, "kind") && has(dependency, "path")).map(name);
            Ok((name(package), ours.collect()))
        })
        .collect()
}
