//! The OpenVPN protocol as a value: no sockets, no clock.

pub mod data;
pub mod error;
pub mod keys;
pub mod material;
pub mod message;
pub mod occ;
pub mod peer_info;
pub mod provider;
pub mod push;
pub mod reliable;
pub mod session;
pub mod timers;
pub mod tls;
pub mod wire;
pub mod wrap;

#[cfg(test)]
mod testing;
