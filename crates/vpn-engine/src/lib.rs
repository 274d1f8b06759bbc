//! The only event loop: tunnel state machine, links, data path.

pub mod driver;
pub mod link;
pub mod tun;
