//! Tunnel interfaces: how one is made, and what is held of it.

use crate::request::{InterfaceError, InterfaceGrant, InterfaceRequest, Offload};

#[cfg(target_os = "linux")]
#[path = "interface/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "interface/missing.rs"]
mod system;

pub use system::InterfaceHandle;
pub(crate) use system::SUPPORTED;

/// Longest name in bytes, `IFNAMSIZ` without its final NUL.
const MAX_NAME: usize = 15;

/// Makes an interface without addresses, down, with the system's default MTU.
///
/// # Errors
/// [`InterfaceError`]: nothing was made.
pub fn create(request: &InterfaceRequest) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
    let name = &request.name;
    let plain = |c: char| !c.is_whitespace() && !matches!(c, '/' | '%' | '\0');
    if !(1..=MAX_NAME).contains(&name.len()) || !name.chars().all(plain) {
        return Err(InterfaceError::BadName);
    }
    match request.offload {
        // A kernel that refuses the offload flags reports it in several ways; a second failure is the real one.
        Offload::Automatic => system::open(name, true).or_else(|error| match error {
            InterfaceError::System(refused) => {
                let (grant, handle) = system::open(name, false)?;
                Ok((InterfaceGrant { refused_offload: Some(refused.to_string()), ..grant }, handle))
            }
            InterfaceError::NotPermitted
            | InterfaceError::NoDevice
            | InterfaceError::Busy(_)
            | InterfaceError::BadName
            | InterfaceError::Unsupported => Err(error),
        }),
        Offload::Never => system::open(name, false),
    }
}
