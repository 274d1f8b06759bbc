//! The only event loop: tunnel state machine, links, data path.

pub mod backoff;
mod buffers;
mod datapath;
pub mod driver;
pub mod engine;
pub mod link;
pub mod machine;
pub mod plan_builder;
pub mod platform;
mod proof;
mod proofs;
pub mod registry;
pub mod resolve;
pub mod sign_in;
mod sockets;
pub mod tun;
mod ways;

#[cfg(feature = "_bench")]
#[doc(hidden)]
pub use datapath::bench;
