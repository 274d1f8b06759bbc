//! How much of our own code runs with the right to administer the network.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context, Result};
use architecture::{Checkout, strip_comments};

/// What the process with the right is made of.
const PRIVILEGED: &[&str] = &["netconf", "netd", "privileged"];
/// Modules for systems that nobody has the right on yet, since the process is one of Linux, and the program that writes the resolver
/// file, which has no right.
const ELSEWHERE: &[&str] = &["missing.rs", "portable.rs", "bin/adit-resolver.rs"];
/// What it may not grow beyond. The goal is 6,000: whoever makes it smaller lowers this too.
const LIMIT: usize = 6_500;

#[test]
fn the_code_with_the_right_to_administer_the_network_is_small() -> Result<()> {
    let checkout = Checkout::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))?;
    let mut all = 0;
    for name in PRIVILEGED {
        let of =
            checkout.product.iter().find(|of| of.name == *name).with_context(|| format!("{name} was not found"))?;
        let (mut code, mut seen) = (0, BTreeSet::new());
        // An inline module's lines are its file's, and a module may belong to a library and to a binary.
        for module in of.modules.iter().filter(|module| !module.inline && seen.insert(module.file.as_str())) {
            let tests: Vec<_> = of.modules.iter().filter(|other| other.file == module.file).collect();
            let is_test = |line: usize| {
                tests.iter().flat_map(|module| &module.test_lines).any(|(from, to)| (*from..=*to).contains(&line))
            };
            if !ELSEWHERE.iter().any(|file| module.file.ends_with(file)) {
                let lines = strip_comments(&module.text).code;
                code +=
                    lines.iter().enumerate().filter(|(at, line)| !line.trim().is_empty() && !is_test(at + 1)).count();
            }
        }
        println!("{name:<12}{code:>8}");
        assert!(code > 0, "{name} has no code");
        all += code;
    }
    println!("{:<12}{all:>8}", "together");
    assert!(all <= LIMIT, "{all} lines of code, {} above the limit", all - LIMIT);
    Ok(())
}
