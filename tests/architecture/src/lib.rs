//! Reads a checkout of Adit and derives what ARCHITECTURE.md promises about it: which crate uses which, where a dependency is
//! named, where code depends on the operating system, which files import each other in a cycle.
//!
//! Everything is read from the sources with `syn`; nothing is compiled, so that any checkout can be measured, also one from before
//! this crate existed. The tests of this crate hold the rules; `make metrics` prints the figures.
//!
//! ```text
//! Checkout ─► Crate ─► Module (one per file and inline module, without those of tests)
//!                        ├─► imports: edges between files, and their cycles
//!                        ├─► platform: `cfg` of operating systems outside leaf modules
//!                        └─► metrics: sizes, names, comments
//! ```

#![expect(clippy::wildcard_enum_match_arm, reason = "syn's enums have dozens of variants, and may get more")]

mod checkout;
mod cycles;
mod imports;
mod metrics;
mod modules;
mod platform;
mod source;

pub use checkout::{Checkout, Crate, rust_files, text_files};
pub use cycles::cycles;
pub use metrics::{FunctionSize, Metrics};
pub use platform::{PlatformUse, platform_uses};
pub use source::{Lines, strip_comments};
