//! Reads `.ovpn` profiles into typed, valid values.

pub mod profile;

pub use profile::Profile;
