//! Prepares Tauri, and writes down the libraries that end up in the program with their licences.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
    process::Command,
};

use serde_json::{Value, json};

fn main() {
    println!("cargo:rerun-if-changed=../Cargo.lock");
    println!("cargo:rerun-if-changed=../ui/package-lock.json");
    let mut parts = parts().unwrap_or_else(|| {
        println!("cargo:warning=cargo metadata failed: the list of libraries will lack those in Rust");
        Vec::new()
    });
    parts.extend(window_parts().unwrap_or_else(|| {
        println!(
            "cargo:warning=ui/package-lock.json cannot be read: the list of libraries will lack those of the window"
        );
        Vec::new()
    }));
    parts.sort_by_key(|part| part["name"].as_str().map(str::to_owned));
    let folder = env::var_os("OUT_DIR").unwrap_or_default();
    if let Err(error) = fs::write(Path::new(&folder).join("parts.json"), Value::from(parts).to_string()) {
        println!("cargo:warning=the list of libraries could not be written: {error}");
    }
    tauri_build::build();
}

/// The libraries that `adit` is linked from, for the target, without what only builds or tests it.
fn parts() -> Option<Vec<Value>> {
    // What only tests need is not there yet on a fresh machine; it is fetched then.
    let output = metadata(&["--offline"]).or_else(|| metadata(&[]))?;
    let metadata: Value = serde_json::from_slice(&output).ok()?;
    let by_id = |list: &Value| -> Option<BTreeMap<String, Value>> {
        list.as_array()?.iter().map(|item| Some((item["id"].as_str()?.to_owned(), item.clone()))).collect()
    };
    let packages = by_id(metadata.get("packages")?)?;
    let nodes = by_id(metadata.pointer("/resolve/nodes")?)?;
    let root = packages.iter().find(|(_, package)| package["name"] == "adit")?.0.clone();
    let (mut seen, mut waiting) = (BTreeSet::from([root.clone()]), vec![root]);
    while let Some(id) = waiting.pop() {
        for dependency in nodes.get(&id)?["deps"].as_array()? {
            let linked = dependency["dep_kinds"].as_array()?.iter().any(|kind| kind["kind"].is_null());
            let id = dependency["pkg"].as_str()?.to_owned();
            if linked && seen.insert(id.clone()) {
                waiting.push(id);
            }
        }
    }
    let foreign = seen.iter().filter_map(|id| packages.get(id)).filter(|package| !package["source"].is_null());
    let part = |package: &Value| json!({ "name": package["name"], "version": package["version"], "licence": package["license"].as_str().unwrap_or("see its source") });
    Some(foreign.map(part).collect())
}

fn metadata(more: &[&str]) -> Option<Vec<u8>> {
    let mut command = Command::new(env::var_os("CARGO")?);
    command.args(["metadata", "--format-version", "1", "--locked", "--filter-platform"]).arg(env::var_os("TARGET")?);
    let output = command.args(more).output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// The libraries of the window itself, without what only builds or tests it.
fn window_parts() -> Option<Vec<Value>> {
    let lock: Value = serde_json::from_str(&fs::read_to_string("../ui/package-lock.json").ok()?).ok()?;
    let shipped = lock
        .get("packages")?
        .as_object()?
        .iter()
        .filter(|(path, package)| !path.is_empty() && package.get("dev") != Some(&Value::Bool(true)));
    let part = |(path, package): (&String, &Value)| {
        let name = path.rsplit("node_modules/").next().unwrap_or(path);
        json!({ "name": name, "version": package["version"], "licence": package["license"].as_str().unwrap_or("see its source") })
    };
    Some(shipped.map(part).collect())
}
