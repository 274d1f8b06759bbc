//! The TUN interface: the only module that names `tun-rs`.
//!
//! `tun-rs` makes the interface; reading and writing happen on its descriptor with our own buffers ([`io`]), because one
//! read has to land where the segments are cut from and one write has to gather slices of received frames.
//!
//! A [`Tun`] outlives the session that uses it, so that a reconnect keeps the interface, its routes and the sockets bound
//! to it. While no driver holds it, nobody reads it: packets wait in the kernel's queue (500 by default) and the kernel
//! drops what does not fit. The next driver discards what waited, because it is stale: its senders have long retransmitted.

use std::{io, os::fd::OwnedFd};

use vpn_api::FallbackReason;

pub(crate) mod io_ready;

pub(crate) use io_ready::AttachedTun;

/// How to make a TUN interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TunOptions {
    /// Whether large packets may cross the descriptor.
    pub offload: TunOffload,
}

/// Whether large packets ("super-packets" of many segments behind a virtio header) may cross the descriptor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TunOffload {
    /// As much as the kernel takes.
    #[default]
    Automatic,
    /// Single packets without a header, as on a kernel without offload.
    Never,
}

/// Why there is no TUN interface.
#[derive(Debug, thiserror::Error)]
pub enum TunError {
    /// The process may not make one (`CAP_NET_ADMIN`).
    #[error("no permission to create the interface")]
    NotPermitted,
    /// The kernel has no TUN driver, or its device node is missing.
    #[error("this system has no TUN device")]
    NoDevice,
    /// An interface of that name exists and is in use.
    #[error("an interface named {0} is in use")]
    Busy(String),
    /// Not a name that an interface can have: 1 to 15 bytes, none of them `/`, `%` or white space.
    #[error("not an interface name")]
    BadName,
    /// Anything else the system said.
    #[error("cannot create the interface")]
    Io(#[source] io::Error),
}

/// What crosses the descriptor of a TUN interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TunFeatures {
    /// Each packet has a virtio header in front; TCP super-packets and unfinished checksums are understood.
    pub header: bool,
    /// UDP super-packets too (Linux 6.2 and later).
    pub udp: bool,
}

/// A TUN interface. It disappears when this value is dropped.
#[derive(Debug)]
pub struct Tun {
    name: String,
    fd: OwnedFd,
    features: TunFeatures,
    /// Why offload was refused, as the system said.
    refused: Option<String>,
    /// Another driver has read from it before.
    used: bool,
}

impl Tun {
    /// Creates the interface `name` without addresses, down, with the system's default MTU.
    ///
    /// # Errors
    /// [`TunError`]: nothing was created.
    pub fn create(name: &str, options: TunOptions) -> Result<Self, TunError> {
        let plain = |c: char| !c.is_whitespace() && !matches!(c, '/' | '%' | '\0');
        if !(1..=15).contains(&name.len()) || !name.chars().all(plain) {
            return Err(TunError::BadName);
        }
        match options.offload {
            // A kernel that refuses the offload flags reports it in several ways; a second failure is the real one.
            TunOffload::Automatic => Self::open(name, true).or_else(|error| match error {
                TunError::Io(refused) => {
                    let plain = Self::open(name, false)?;
                    Ok(Self { refused: Some(refused.to_string()), ..plain })
                }
                TunError::NotPermitted | TunError::NoDevice | TunError::Busy(_) | TunError::BadName => Err(error),
            }),
            TunOffload::Never => Self::open(name, false),
        }
    }

    fn open(name: &str, offload: bool) -> Result<Self, TunError> {
        use std::os::fd::AsFd;

        let device = tun_rs::DeviceBuilder::new()
            .name(name)
            .offload(offload)
            .packet_information(false)
            .inherit_enable_state()
            .build_sync()
            .map_err(|error| match error.raw_os_error() {
                Some(libc::EPERM | libc::EACCES) => TunError::NotPermitted,
                Some(libc::ENOENT | libc::ENODEV | libc::ENXIO) => TunError::NoDevice,
                Some(libc::EBUSY) => TunError::Busy(name.to_owned()),
                _ => TunError::Io(error),
            })?;
        let features = TunFeatures { header: device.tcp_gso(), udp: device.udp_gso() };
        let fd = device.as_fd().try_clone_to_owned().map_err(TunError::Io)?;
        Ok(Self { name: name.to_owned(), fd, features, refused: None, used: false })
    }

    /// Takes an interface that another process made and passed as a descriptor; `features` are those it was made with.
    #[must_use]
    pub fn from_fd(name: String, fd: OwnedFd, features: TunFeatures) -> Self {
        Self { name, fd, features, refused: None, used: false }
    }

    /// For tests: a descriptor which keeps packets apart, like that of a TUN interface, and the kernel's side of it.
    #[cfg(test)]
    pub(crate) fn pair(features: TunFeatures) -> (Self, OwnedFd) {
        use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};

        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        let (ours, kernel) = socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, flags, None).unwrap();
        for end in [&ours, &kernel] {
            socket2::SockRef::from(end).set_send_buffer_size(4 * 1024 * 1024).unwrap();
        }
        (Self::from_fd("test".to_owned(), ours, features), kernel)
    }

    /// The interface's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What crosses the descriptor.
    #[must_use]
    pub fn features(&self) -> TunFeatures {
        self.features
    }

    /// Why not more crosses the descriptor, and what the system said.
    #[must_use]
    pub fn fallback(&self) -> Option<(FallbackReason, String)> {
        match (self.features, &self.refused) {
            (TunFeatures { header: true, udp: true }, _) => None,
            (TunFeatures { header: true, udp: false }, _) => Some((FallbackReason::InterfaceUdpMissing, String::new())),
            (TunFeatures { header: false, udp: _ }, Some(refused)) => {
                Some((FallbackReason::InterfaceOffloadRefused, refused.clone()))
            }
            (TunFeatures { header: false, udp: _ }, None) => Some((FallbackReason::InterfaceOffloadOff, String::new())),
        }
    }
}
