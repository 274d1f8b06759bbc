//! Files do not import each other in a cycle. A file and the modules below it count as one.

use std::path::Path;

use anyhow::Result;
use architecture::{Checkout, cycles};

/// Cycles that are left, each named by one of its files. The list may only shrink.
const EXCEPTIONS: &[&str] = &[];

#[test]
fn files_do_not_import_each_other_in_a_cycle() -> Result<()> {
    let checkout = Checkout::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))?;
    let found = checkout.product.iter().flat_map(cycles);
    let unexpected: Vec<_> = found
        .filter(|files| !files.iter().any(|file| EXCEPTIONS.contains(&file.as_str())))
        .map(|files| files.join(" "))
        .collect();
    assert!(unexpected.is_empty(), "files that import each other in a cycle:\n{}", unexpected.join("\n"));
    Ok(())
}
