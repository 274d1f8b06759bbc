//! Code depends on the operating system in leaf modules only: modules that are named like a system (`linux`, `unix`, …) or that
//! a `cfg` chooses as a whole. The `mod` item that chooses them, and the `use` that takes from them, may stand in their parent.

use std::path::Path;

use anyhow::Result;
use architecture::{Checkout, platform_uses};

/// Files with a `cfg` of an operating system that are no leaf modules yet. The list may only shrink.
const EXCEPTIONS: &[&str] = &[];

#[test]
fn code_depends_on_the_system_in_leaf_modules_only() -> Result<()> {
    let checkout = Checkout::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))?;
    for used in checkout.product.iter().flat_map(platform_uses) {
        assert!(
            EXCEPTIONS.contains(&used.file.as_str()),
            "{}:{} depends on the operating system",
            used.file,
            used.line
        );
    }
    Ok(())
}
