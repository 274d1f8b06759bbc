//! Nothing begins with the session yet.

use std::io;

pub(in crate::shell) fn set(_on: bool) -> io::Result<()> {
    Ok(())
}
