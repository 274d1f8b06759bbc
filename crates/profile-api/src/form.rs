//! What people change in a profile, as a form.

use vpn_api::session::Transport;

use crate::reason::Reason;

/// What people change. A format writes the fields that it has and refuses a change of any other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// Seconds between rounds over the servers, first and largest; `None`: as the protocol does it by itself.
    pub reconnect_seconds: Option<(u32, u32)>,
}

/// A server of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Name or address. The text of a template, where one stands there.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Transport.
    pub transport: Transport,
}

/// What goes through the tunnel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Traffic {
    /// The server decides, and the routes of the form are added.
    #[default]
    AsServerSays,
    /// Everything.
    Everything,
    /// The routes of the form and nothing else, whatever the server says.
    OnlyRoutes,
}

/// A field of the form, or the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field:?}: {reason}")]
pub struct FormError<R = Reason> {
    /// Which field.
    pub field: Field,
    /// Its value. Empty if the field itself is at fault.
    pub value: String,
    /// Why, with its sentence.
    pub reason: R,
}
