//! Whether what arrives is what was sent, at full speed and for a long time.
//!
//! [`transfer`] moves bytes of a seed through a tunnel and compares every one of them at the far end, while the client's ways
//! of moving packets are there, are not, or are lost on the way. [`renewal`] counts packets while keys are renewed under
//! load. [`wire`] lets `tcpdump` judge what leaves the tunnel at both ends.
//!
//! The client is `ovpn-proto`'s session in `vpn-engine`'s driver, as in the helper, but its ways can be chosen.

pub mod client;
pub mod datagrams;
pub mod renewal;
pub mod streams;
pub mod transfer;
pub mod wire;
mod world;
