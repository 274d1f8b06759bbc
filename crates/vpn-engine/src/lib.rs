//! The only event loop: tunnel state machine, links, data path.

pub mod backoff;
pub mod driver;
pub mod link;
pub mod machine;
pub mod tun;
