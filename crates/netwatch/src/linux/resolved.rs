//! What systemd-resolved asks beside our tunnels, over D-Bus (org.freedesktop.resolve1(5)).

use std::{net::IpAddr, time::Duration};

use zbus::Connection;

use super::bus::Object;

const MANAGER: Object = Object {
    service: "org.freedesktop.resolve1",
    path: "/org/freedesktop/resolve1",
    interface: "org.freedesktop.resolve1.Manager",
};
const BUS: &str = "org.freedesktop.DBus";
/// It answers from memory, so a service that takes longer is not going to answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// Servers that are looked at: an interface has a handful.
const MAX_SERVERS: usize = 64;

/// Whom systemd-resolved asks.
#[derive(Debug)]
pub(crate) struct ResolvedUplinks {
    /// Its servers, in its order.
    pub(crate) servers: Vec<ResolvedServer>,
    /// It asks them over TLS, always or where they can.
    pub(crate) encrypted: bool,
}

/// A server of systemd-resolved.
#[derive(Debug, Clone)]
pub(crate) struct ResolvedServer {
    /// The interface that it belongs to; 0: none.
    pub(crate) index: u32,
    /// Its address.
    pub(crate) address: IpAddr,
    /// The domains of its interface, in small letters and without the final dot; the root is empty.
    pub(crate) domains: Vec<String>,
}

/// The servers of all interfaces, and of no interface, or those that it falls back on. `None`: it does not run, and is not started
/// for this.
pub(crate) async fn uplinks() -> zbus::Result<Option<ResolvedUplinks>> {
    match tokio::time::timeout(PATIENCE, ask()).await {
        Ok(asked) => asked,
        Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
    }
}

async fn ask() -> zbus::Result<Option<ResolvedUplinks>> {
    let connection = Connection::system().await?;
    let asked = connection.call_method(Some(BUS), "/org/freedesktop/DBus", Some(BUS), "NameHasOwner", &MANAGER.service);
    let running = asked.await?;
    if !running.body().deserialize::<bool>()? {
        return Ok(None);
    }
    let mut found: Vec<(i32, i32, Vec<u8>)> = MANAGER.property(&connection, "DNS").await?;
    if found.is_empty() {
        found = MANAGER.property(&connection, "FallbackDNS").await?;
    }
    let domains: Vec<(i32, String, bool)> = MANAGER.property(&connection, "Domains").await?;
    // A service without this property cannot encrypt.
    let encrypted: zbus::Result<String> = MANAGER.property(&connection, "DNSOverTLS").await;
    let server = |(index, _, bytes): (i32, i32, Vec<u8>)| {
        let of_it = domains.iter().filter(|(of, ..)| *of == index);
        Some(ResolvedServer {
            index: index.cast_unsigned(),
            address: address(&bytes)?,
            domains: of_it.map(|(_, domain, _)| domain.trim_end_matches('.').to_ascii_lowercase()).collect(),
        })
    };
    let servers = found.into_iter().take(MAX_SERVERS).filter_map(server).collect();
    Ok(Some(ResolvedUplinks { servers, encrypted: encrypted.is_ok_and(|how| how != "no") }))
}

/// Its length tells the family.
fn address(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}
