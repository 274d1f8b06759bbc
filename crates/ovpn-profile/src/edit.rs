//! What people change in a profile, as a form; and back into the text without touching any other line.

mod read;
mod write;

use serde::{Deserialize, Serialize};
use vpn_api::session::Transport;

pub use read::read;
pub use write::write;

use crate::reason::Reason;

/// What people change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Form {
    /// Servers in their order.
    pub servers: Vec<Server>,
    /// Try them in random order.
    pub random_order: bool,
    /// User name in the text.
    pub username: Option<String>,
    /// What goes through the tunnel.
    pub traffic: Traffic,
    /// Networks that go through the tunnel, as CIDR.
    pub routes: Vec<String>,
    /// DNS servers.
    pub dns: Vec<String>,
    /// Search domains.
    pub search: Vec<String>,
    /// Seconds between rounds over the servers, first and largest; `None`: as OpenVPN does it.
    pub reconnect_seconds: Option<(u32, u32)>,
}

/// A server of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// Name or address. The text of a template, where one stands there.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Transport.
    pub transport: Transport,
}

/// What goes through the tunnel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Traffic {
    /// The server decides, and the routes of the form are added.
    #[default]
    AsServerSays,
    /// Everything.
    Everything,
    /// The routes of the form and nothing else, whatever the server says.
    OnlyRoutes,
}

/// Which field of the form cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// [`Form::servers`].
    Servers,
    /// [`Form::random_order`].
    RandomOrder,
    /// [`Form::username`].
    Username,
    /// [`Form::traffic`].
    Traffic,
    /// [`Form::routes`].
    Routes,
    /// [`Form::dns`].
    Dns,
    /// [`Form::search`].
    Search,
    /// [`Form::reconnect_seconds`].
    ReconnectSeconds,
    /// The text itself cannot be split, so nothing can be written into it.
    Text,
}

/// Why a form cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{field:?}: {reason}")]
pub struct Problem {
    /// Which field.
    pub field: Field,
    /// Its value.
    pub value: String,
    /// Why, with its sentence.
    pub reason: Reason,
}

#[cfg(test)]
mod tests;
