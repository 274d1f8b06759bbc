//! Linux: systemd over D-Bus, and what can be seen in the file system.

mod bus;
mod look;
mod systemd;

pub(crate) use look::facts;
pub use systemd::{look, start};
