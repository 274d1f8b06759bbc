//! A system whose network nobody takes yet.

use std::io;

pub(super) type Network = ();

pub(super) fn take_network(_name: &str) -> io::Result<Network> {
    Ok(())
}
