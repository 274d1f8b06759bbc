//! Linux names each start of the machine.

use std::fs;

/// The name of this start of the machine: random(4), `boot_id`.
pub(crate) fn boot() -> Option<String> {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned()).filter(|id| !id.is_empty())
}
