//! What unit tests share with the simulator: certificates and profiles.
//!
//! Nothing that holds a type of this crate may come from there: under test this crate is another one than the simulator's.

pub(crate) use sim::{Authority, Leaf, NOW, Pseudo, named, profile, remote, start, tls_settings, trusting};
