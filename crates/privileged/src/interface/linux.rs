//! `/dev/net/tun`: the only module that names `tun-rs`.

use std::os::fd::{AsFd, OwnedFd};

use crate::request::{InterfaceError, InterfaceFeatures, InterfaceGrant};

/// An interface's descriptor. The interface disappears with the last one.
pub type InterfaceHandle = OwnedFd;

pub(crate) fn open(name: &str, offload: bool) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
    let device = tun_rs::DeviceBuilder::new()
        .name(name)
        .offload(offload)
        .packet_information(false)
        .inherit_enable_state()
        .build_sync()
        .map_err(|error| match error.raw_os_error() {
            Some(libc::EPERM | libc::EACCES) => InterfaceError::NotPermitted,
            Some(libc::ENOENT | libc::ENODEV | libc::ENXIO) => InterfaceError::NoDevice,
            Some(libc::EBUSY) => InterfaceError::Busy(name.to_owned()),
            _ => InterfaceError::System(error.into()),
        })?;
    let features = InterfaceFeatures { header: device.tcp_gso(), udp: device.udp_gso() };
    let handle = device.as_fd().try_clone_to_owned().map_err(|error| InterfaceError::System(error.into()))?;
    Ok((InterfaceGrant { name: name.to_owned(), features, refused_offload: None }, handle))
}
