//! A system on which tunnel interfaces cannot be made yet.

use crate::request::{InterfaceError, InterfaceGrant};

/// What is held of an interface. There is none here.
#[derive(Debug)]
pub struct InterfaceHandle(());

pub(crate) fn open(_name: &str, _offload: bool) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
    Err(InterfaceError::Unsupported)
}
