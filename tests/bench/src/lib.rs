//! How fast Adit is, beside others.
//!
//! [`peer`] is the other end of a tunnel, made of the code under test: where both ends batch, the data path itself is
//! measured and not the patience of somebody else's server.

pub mod compare;
pub mod peer;
pub mod soak;
pub mod ways;

/// Prints a line, at once.
///
/// # Errors
/// Nobody reads it any more.
pub fn tell(line: &str) -> std::io::Result<()> {
    use std::io::Write;

    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
