//! How much of our own code runs with the right to administer the network.

use std::path::Path;

use anyhow::Result;
use architecture::{Checkout, Metrics};

/// What the process with the right is made of.
const PRIVILEGED: &[&str] = &["netconf", "netd", "privileged"];
/// What it may not grow beyond. The goal is 6,000: whoever makes it smaller lowers this too.
const LIMIT: usize = 7_100;

#[test]
fn the_code_with_the_right_to_administer_the_network_is_small() -> Result<()> {
    let metrics = Metrics::of(&Checkout::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))?)?;
    let mut all = (0, 0);
    println!("{:<12}{:>8}{:>8}", "", "code", "lines");
    for name in PRIVILEGED {
        let of = |counts: &std::collections::BTreeMap<String, usize>| counts.get(*name).copied().unwrap_or_default();
        let (code, lines) = (of(&metrics.code), of(&metrics.lines));
        println!("{name:<12}{code:>8}{lines:>8}");
        assert!(code > 0, "{name} was not found");
        all = (all.0 + code, all.1 + lines);
    }
    println!("{:<12}{:>8}{:>8}", "together", all.0, all.1);
    assert!(all.0 <= LIMIT, "{} lines of code, {} above the limit", all.0, all.0 - LIMIT);
    Ok(())
}
