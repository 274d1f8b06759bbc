//! An OpenVPN server that does as it is told, and a network in virtual time between it and the client.
//!
//! The server is made of the client's own building blocks and rustls's server side. What is checked against it is our logic;
//! that the wire is right is checked against live servers.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test's world stops loudly where it does not understand"
)]

pub mod chaos;
pub mod handshakes;
mod reliable;
mod script;
mod serve;
mod server;
mod setting;
mod settings;
mod site;
mod tunnel;
mod world;

pub use chaos::Protection;
pub use reliable::Pace;
pub use script::{Act, Script, Seen};
pub use serve::{Served, serve_tcp, serve_udp};
pub use server::{ServerTls, TestServer};
pub use setting::Setting;
pub use settings::{
    Authority, Leaf, NOW, Pseudo, named, pem, profile, profile_text, remote, start, tls_settings, trusting,
};
pub use site::Site;
pub use tunnel::{Inner, open, seal};
pub use world::{World, session};
