//! Keys: how they are derived, agreed upon and used for authentication tags.

pub mod derive;
pub(crate) mod mac;
pub mod negotiation;

/// Which end of a session a key is used at. Adit is the client; the other end is spoken by test servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The TLS client.
    Client,
    /// The TLS server.
    Server,
}
