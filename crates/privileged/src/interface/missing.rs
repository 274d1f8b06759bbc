//! A system on which tunnel interfaces cannot be made yet.

use std::convert::Infallible;

use crate::request::{InterfaceError, InterfaceGrant};

pub(crate) const SUPPORTED: bool = false;

/// What is held of an interface: there is none.
pub type InterfaceHandle = Infallible;

pub(crate) fn open(_name: &str, _offload: bool) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
    Err(InterfaceError::Unsupported)
}
