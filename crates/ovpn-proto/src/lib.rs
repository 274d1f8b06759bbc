//! The OpenVPN protocol as a value: no sockets, no clock.

pub mod data;
pub mod error;
pub mod keys;
pub mod reliable;
pub mod wire;
pub mod wrap;
