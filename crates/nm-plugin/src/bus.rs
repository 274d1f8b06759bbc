//! The system's D-Bus: the names of this service and of NetworkManager's objects, and what is asked of NetworkManager and logind.

use std::collections::HashMap;

use vpn_api::Owner;
use zbus::{Connection, MessageStream, OwnedObjectPath, OwnedVariant, connection::Builder};

use crate::{settings::Settings, standing::Key};

/// The service that NetworkManager looks for; its `.name` file says so. Each connection has a name below it.
pub const NAME: &str = "org.freedesktop.NetworkManager.adit";
/// The object of one connection.
pub const PLUGIN: &str = "/org/freedesktop/NetworkManager/VPN/Plugin";
/// Its interface.
pub const PLUGIN_INTERFACE: &str = "org.freedesktop.NetworkManager.VPN.Plugin";
/// The object that is told under which name a connection is awaited.
pub const SERVICE_PATH: &str = "/app/adit/Adit/NetworkManager";
/// Its interface, whose one method is [`SERVE`].
pub const SERVICE_INTERFACE: &str = "app.adit.Adit.NetworkManager1";
/// Be there under this name.
pub const SERVE: &str = "Serve";

const MANAGER: &str = "org.freedesktop.NetworkManager";
const MANAGER_PATH: &str = "/org/freedesktop/NetworkManager";
const SETTINGS_PATH: &str = "/org/freedesktop/NetworkManager/Settings";
const LOGIN: &str = "org.freedesktop.login1";
const SYSTEMD: &str = "org.freedesktop.systemd1";
/// NetworkManager is started, or ends.
const OWNERS: &str = "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',\
                      arg0='org.freedesktop.NetworkManager'";

/// Details of `ConnectInteractive`; there are none yet.
pub type Details = HashMap<String, OwnedVariant>;

/// Which bus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bus {
    /// The machine's.
    System,
    /// One at this address.
    At(String),
}

impl Bus {
    /// A connection of its own.
    ///
    /// # Errors
    /// The bus is not there.
    pub async fn connect(&self) -> zbus::Result<Connection> {
        match self {
            Self::System => Builder::system(),
            Self::At(address) => Builder::address(address.as_str()),
        }
        .build()
        .await
    }
}

/// Has the bus start the service, and tells it the name under which NetworkManager awaits a connection. NetworkManager starts its
/// plug-ins as root: this is all that is done as root.
///
/// # Errors
/// The service does not start, or does not take the name.
pub async fn hand_over(bus: &Bus, name: &str) -> zbus::Result<()> {
    let connection = bus.connect().await?;
    // The bus starts whoever is called.
    connection.call_method(Some(NAME), SERVICE_PATH, Some(SERVICE_INTERFACE), SERVE, &name).await.map(drop)
}

/// Whether a name is one that NetworkManager chooses for a connection.
#[must_use]
pub fn is_name_of_connection(name: &str) -> bool {
    let rest = name.strip_prefix(NAME).and_then(|rest| rest.strip_prefix(".Connection_"));
    rest.is_some_and(|number| {
        !number.is_empty() && number.len() <= 20 && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The comings and goings of NetworkManager.
///
/// # Errors
/// The bus is gone.
pub async fn owners(connection: &Connection) -> zbus::Result<MessageStream> {
    MessageStream::for_match_rule(OWNERS, connection, None).await
}

/// Whether a message of [`owners`] tells that NetworkManager is there.
#[must_use]
pub fn has_come(message: &zbus::Message) -> bool {
    message.body().deserialize::<(String, String, String)>().is_ok_and(|(_, _, new)| !new.is_empty())
}

/// Has systemd start the unit that switches a connection on: another user's connections may be switched on by root alone. By polkit's
/// rule of the package, this service may start that unit and no other.
///
/// # Errors
/// It does not start.
pub async fn start_switch(connection: &Connection, key: &Key) -> zbus::Result<()> {
    let Owner::Uid(uid) = &key.0 else { return Ok(()) };
    let unit = format!("adit-nm-switch@{uid}:{}.service", key.1);
    let manager = Some("org.freedesktop.systemd1.Manager");
    let body = (unit.as_str(), "replace");
    connection.call_method(Some(SYSTEMD), "/org/freedesktop/systemd1", manager, "StartUnit", &body).await.map(drop)
}

/// The user of this name, among those who are logged in: nobody else's connections can be used. `None`: he is not.
///
/// # Errors
/// logind does not answer.
pub async fn user(connection: &Connection, name: &str) -> zbus::Result<Option<Owner>> {
    Ok(logged_in(connection).await?.into_iter().find(|(_, known, _)| known == name).map(|(uid, ..)| Owner::Uid(uid)))
}

async fn logged_in(connection: &Connection) -> zbus::Result<Vec<(u32, String, OwnedObjectPath)>> {
    let manager = Some("org.freedesktop.login1.Manager");
    let answer = connection.call_method(Some(LOGIN), "/org/freedesktop/login1", manager, "ListUsers", &()).await?;
    answer.body().deserialize()
}

/// Connections of NetworkManager that the caller may use, with their settings, secrets aside.
///
/// # Errors
/// NetworkManager does not answer.
pub async fn connections(connection: &Connection) -> zbus::Result<Vec<(OwnedObjectPath, Settings)>> {
    let interface = Some("org.freedesktop.NetworkManager.Settings");
    let answer = connection.call_method(Some(MANAGER), SETTINGS_PATH, interface, "ListConnections", &()).await?;
    let paths: Vec<OwnedObjectPath> = answer.body().deserialize()?;
    let mut found = Vec::new();
    for path in paths {
        let interface = Some("org.freedesktop.NetworkManager.Settings.Connection");
        // Other users' connections are refused.
        let Ok(answer) = connection.call_method(Some(MANAGER), &path, interface, "GetSettings", &()).await else {
            continue;
        };
        if let Ok(settings) = answer.body().deserialize() {
            found.push((path, settings));
        }
    }
    Ok(found)
}

/// Objects of connections that are switched on.
///
/// # Errors
/// NetworkManager does not answer.
pub async fn active(connection: &Connection) -> zbus::Result<Vec<OwnedObjectPath>> {
    let listed = property(connection, MANAGER_PATH, MANAGER, "ActiveConnections").await?;
    let mut found = Vec::new();
    for path in Vec::<OwnedObjectPath>::try_from(listed)? {
        let interface = "org.freedesktop.NetworkManager.Connection.Active";
        if let Ok(which) = property(connection, &path, interface, "Connection").await {
            found.extend(OwnedObjectPath::try_from(which));
        }
    }
    Ok(found)
}

async fn property(connection: &Connection, path: &str, interface: &str, name: &str) -> zbus::Result<OwnedVariant> {
    let properties = Some("org.freedesktop.DBus.Properties");
    let answer = connection.call_method(Some(MANAGER), path, properties, "Get", &(interface, name)).await?;
    answer.body().deserialize()
}

/// Switches a connection on.
///
/// # Errors
/// NetworkManager's reason.
pub async fn switch_on(connection: &Connection, which: &OwnedObjectPath) -> zbus::Result<()> {
    // Any device, which for a VPN is the one with the default route.
    let any = OwnedObjectPath::try_from("/")?;
    let body = (which, &any, &any);
    connection.call_method(Some(MANAGER), MANAGER_PATH, Some(MANAGER), "ActivateConnection", &body).await.map(drop)
}

/// What NetworkManager is told once a connection is up. Addresses, routes and names are the helper's: NetworkManager is given none.
#[must_use]
pub fn configuration(interface: &str) -> HashMap<&'static str, zbus::Variant<'_>> {
    HashMap::from([
        ("has-ip4", false.into()),
        ("has-ip6", false.into()),
        ("tundev", interface.into()),
        ("can-persist", true.into()),
        // It insists on the server's address, and makes a route to it where a gateway leads there: none leads to a group. In the
        // byte order of the network, as it reads it.
        ("gateway", u32::from_ne_bytes([224, 0, 0, 1]).into()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_connections_are_served() {
        assert!(is_name_of_connection("org.freedesktop.NetworkManager.adit.Connection_17"));
        for name in
            ["", NAME, "org.freedesktop.NetworkManager.adit.Connection_", "org.freedesktop.NetworkManager.adit.x"]
        {
            assert!(!is_name_of_connection(name), "{name}");
        }
        assert!(!is_name_of_connection("org.freedesktop.NetworkManager.adit.Connection_1x"));
        assert!(!is_name_of_connection("org.freedesktop.NetworkManager"));
    }
}
