//! The form of a profile, as the window has it and as a format has it.

use profile_api::{Form, Server, Traffic};
use vpn_api::session::Transport;

use crate::view::{EditForm, EditServer, EditTraffic, EditTransport};

impl From<Form> for EditForm {
    fn from(form: Form) -> Self {
        let (first, largest) = form.reconnect_seconds.unzip();
        let server = |server: Server| EditServer {
            host: server.host,
            port: server.port,
            transport: match server.transport {
                Transport::Udp => EditTransport::Udp,
                Transport::Tcp => EditTransport::Tcp,
            },
        };
        Self {
            servers: form.servers.into_iter().map(server).collect(),
            random_order: form.random_order,
            username: form.username,
            traffic: match form.traffic {
                Traffic::AsServerSays => EditTraffic::AsServerSays,
                Traffic::Everything => EditTraffic::Everything,
                Traffic::OnlyRoutes => EditTraffic::OnlyRoutes,
            },
            routes: form.routes,
            dns: form.dns,
            search: form.search,
            reconnect_first: first,
            reconnect_largest: largest,
        }
    }
}

impl From<EditForm> for Form {
    fn from(form: EditForm) -> Self {
        let server = |server: EditServer| Server {
            host: server.host,
            port: server.port,
            transport: match server.transport {
                EditTransport::Udp => Transport::Udp,
                EditTransport::Tcp => Transport::Tcp,
            },
        };
        Self {
            servers: form.servers.into_iter().map(server).collect(),
            random_order: form.random_order,
            username: form.username,
            traffic: match form.traffic {
                EditTraffic::AsServerSays => Traffic::AsServerSays,
                EditTraffic::Everything => Traffic::Everything,
                EditTraffic::OnlyRoutes => Traffic::OnlyRoutes,
            },
            routes: form.routes,
            dns: form.dns,
            search: form.search,
            // One number stands for both.
            reconnect_seconds: form
                .reconnect_first
                .or(form.reconnect_largest)
                .map(|first| (first, form.reconnect_largest.unwrap_or(first).max(first))),
        }
    }
}
