//! The editor: a stored profile as a form, as masked text, and with its report.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{DiffLine, DraftVerdict, MessageView, ReportLine};

/// A profile in the editor. Keys and passwords stay in the shell: the text has marks in their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EditView {
    /// Which profile.
    pub(crate) profile: String,
    /// Its name.
    pub(crate) name: String,
    /// The masked text.
    pub(crate) text: String,
    /// What people change, read out of the text.
    pub(crate) form: EditForm,
    /// What becomes of the text.
    pub(crate) verdict: DraftVerdict,
    /// About the whole text.
    pub(crate) findings: Vec<ReportLine>,
    /// Every line, in order.
    pub(crate) lines: Vec<ReportLine>,
    /// Why the form could not be written into the text, or the text not be taken.
    pub(crate) problem: Option<MessageView>,
}

/// What people change in a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EditForm {
    /// Servers in the order in which they are tried.
    pub(crate) servers: Vec<EditServer>,
    /// Whether they are tried in random order.
    pub(crate) random_order: bool,
    /// User name that stands in the profile.
    pub(crate) username: Option<String>,
    /// What goes through the tunnel.
    pub(crate) traffic: EditTraffic,
    /// Networks through the tunnel, as `10.0.0.0/8`.
    pub(crate) routes: Vec<String>,
    /// DNS servers.
    pub(crate) dns: Vec<String>,
    /// Domains that short names are completed with.
    pub(crate) search: Vec<String>,
    /// First pause before a server is tried again, in seconds.
    pub(crate) reconnect_first: Option<u32>,
    /// Longest pause before a server is tried again, in seconds.
    pub(crate) reconnect_largest: Option<u32>,
}

/// One server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EditServer {
    /// Name or address.
    pub(crate) host: String,
    /// Port.
    pub(crate) port: u16,
    /// UDP or TCP.
    pub(crate) transport: EditTransport,
}

/// UDP or TCP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EditTransport {
    /// UDP.
    Udp,
    /// TCP.
    Tcp,
}

/// What goes through the tunnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EditTraffic {
    /// The server decides.
    AsServerSays,
    /// Everything.
    Everything,
    /// The networks of the form, whatever the server says.
    OnlyRoutes,
}

/// How the text differs from what was imported. Result of `edit_original`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OriginalView {
    /// From the original to the current text.
    pub(crate) diff: Vec<DiffLine>,
    /// Whether there is a difference.
    pub(crate) changed: bool,
}
