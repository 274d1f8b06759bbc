//! Which crate may use which. A new arrow is a decision: draw it here and in ARCHITECTURE.md.

use std::{collections::BTreeMap, process::Command};

use anyhow::{Context, Result};
use serde_json::Value;

/// A crate, and the crates of the house that it may use (tests and build scripts not counted).
const ARROWS: &[(&str, &[&str])] = &[
    ("vpn-api", &[]),
    ("words", &["vpn-api"]),
    ("ovpn-profile", &["vpn-api"]),
    ("netconf", &["vpn-api"]),
    ("vpn-ipc", &["vpn-api"]),
    ("ovpn-proto", &["ovpn-profile", "vpn-api"]),
    ("vpn-engine", &["netconf", "vpn-api"]),
    ("helper", &["netconf", "ovpn-proto", "vpn-api", "vpn-engine", "vpn-ipc"]),
    ("profiles", &["ovpn-profile", "vpn-api"]),
    ("cli", &["ovpn-profile", "profiles", "vpn-api", "vpn-ipc", "words"]),
    ("adit", &["ovpn-profile", "profiles", "vpn-api", "vpn-ipc", "words"]),
    ("lab", &[]),
    ("sim", &["ovpn-profile", "ovpn-proto", "vpn-api"]),
    ("house", &[]),
    ("fuzz", &["ovpn-profile", "ovpn-proto", "sim", "vpn-api"]),
    ("interop", &[]),
    ("bench", &["lab", "ovpn-profile", "ovpn-proto", "sim", "vpn-api", "vpn-engine"]),
    ("e2e", &["lab", "vpn-api", "vpn-ipc"]),
];

#[test]
fn crates_use_only_what_the_plan_allows() -> Result<()> {
    let actual = arrows()?;
    let planned: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    for (name, uses) in &actual {
        let allowed = planned.get(name.as_str()).with_context(|| format!("{name} is not in the plan"))?;
        for used in uses {
            assert!(allowed.contains(&used.as_str()), "{name} uses {used}, which the plan does not allow");
        }
    }
    for name in planned.keys() {
        assert!(actual.contains_key(*name), "{name} is in the plan and not in the house");
    }
    Ok(())
}

fn arrows() -> Result<BTreeMap<String, Vec<String>>> {
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
