//! How much of our own code runs with the right to administer the network.

use std::path::Path;

use anyhow::Result;
use architecture::{Checkout, Metrics};

/// What the process with the right is made of.
const PRIVILEGED: &[&str] = &["netconf", "netd", "privileged"];
/// Modules for systems that nobody has the right on yet, since the process is one of Linux, and the program that writes the resolver
/// file, which has no right.
const ELSEWHERE: &[&str] = &["missing.rs", "portable.rs", "bin/adit-resolver.rs"];
/// What it may not grow beyond.
const LIMIT: usize = 6_000;

#[test]
fn the_code_with_the_right_to_administer_the_network_is_small() -> Result<()> {
    let metrics = Metrics::of(&Checkout::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))?)?;
    let mut all = 0;
    for name in PRIVILEGED {
        let folder = format!("crates/{name}/");
        let counts = |file: &str| file.starts_with(&folder) && !ELSEWHERE.iter().any(|end| file.ends_with(end));
        let code: usize = metrics.code.iter().filter(|(file, _)| counts(file)).map(|(_, lines)| lines).sum();
        println!("{name:<12}{code:>8}");
        assert!(code > 0, "{name} was not found");
        all += code;
    }
    println!("{:<12}{all:>8}", "together");
    assert!(all <= LIMIT, "{all} lines of code, {} above the limit", all - LIMIT);
    Ok(())
}
