//! Tunnel interfaces: how one is made, and what is held of it.

use crate::request::{InterfaceError, InterfaceGrant, InterfaceRequest, Offload};

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
    let opened = open(name, request.offload == Offload::Automatic);
    if let (Err(InterfaceError::System(refused)), Offload::Automatic) = (&opened, request.offload) {
        // A kernel that refuses the offload flags reports it in several ways; a second failure is the real one.
        let (grant, handle) = open(name, false)?;
        return Ok((InterfaceGrant { refused_offload: Some(refused.to_string()), ..grant }, handle));
    }
    opened
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn names_that_no_interface_can_have_are_refused() {
        let made = |name: &str| create(&InterfaceRequest { name: name.to_owned(), offload: Offload::Automatic });
        for name in ["", "a b", "a/b", "a%d", "a\0b", "sixteen_letters_", "a\u{a0}b"] {
            assert_eq!(made(name).err(), Some(InterfaceError::BadName), "{name:?}");
        }
        // The loopback interface is none that is made here; it is not its name that is wrong.
        let loopback = made("lo").err();
        assert!(loopback.is_some() && loopback != Some(InterfaceError::BadName));
    }
}
