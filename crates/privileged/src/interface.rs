//! Tunnel interfaces: how one is made, and what is held of it.

use crate::request::{InterfaceError, InterfaceGrant, Offload};

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
pub use linux::InterfaceHandle;
#[cfg(target_os = "linux")]
pub(crate) use linux::open;
#[cfg(not(target_os = "linux"))]
pub use missing::InterfaceHandle;
#[cfg(not(target_os = "linux"))]
pub(crate) use missing::open;

/// Makes an interface without addresses, down, with the system's default MTU.
///
/// # Errors
/// [`InterfaceError`]: nothing was made.
pub fn create(name: &str, offload: Offload) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
    let opened = open(name, offload == Offload::Automatic);
    if let (Err(InterfaceError::System(refused)), Offload::Automatic) = (&opened, offload) {
        // A kernel that refuses the offload flags reports it in several ways; a second failure is the real one.
        let (grant, handle) = open(name, false)?;
        return Ok((InterfaceGrant { refused_offload: Some(refused.to_string()), ..grant }, handle));
    }
    opened
}
