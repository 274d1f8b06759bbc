//! systemd-resolved, over D-Bus (org.freedesktop.resolve1(5)).

use std::{future::Future, net::IpAddr, time::Duration};

use serde::Serialize;
use vpn_api::{DnsPlan, NameServer, NetworkStep};
use zbus::{Connection, OwnedObjectPath, OwnedVariant, zvariant::DynamicType};

use super::super::op::Interface;
use crate::error::NetError;

const NAME: &str = "org.freedesktop.resolve1";
const PATH: &str = "/org/freedesktop/resolve1";
const MANAGER: &str = "org.freedesktop.resolve1.Manager";
const LINK: &str = "org.freedesktop.resolve1.Link";
const NO_SUCH_LINK: &str = "org.freedesktop.resolve1.NoSuchLink";
/// Calls are answered from memory, so a service that takes longer is not going to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Address families as systemd-resolved names them: Linux's `AF_INET` and `AF_INET6`.
const AF_INET: i32 = 2;
const AF_INET6: i32 = 10;

/// The service of one system bus.
#[derive(Debug, Clone, Default)]
pub(crate) struct Resolved {
    /// Where the bus listens; the system's own if not said.
    pub(crate) bus: Option<String>,
}

impl Resolved {
    pub(crate) async fn connect(&self) -> Result<Connection, NetError> {
        let connecting = async {
            match &self.bus {
                Some(address) => zbus::connection::Builder::address(address.as_str()).build().await,
                None => Connection::system().await,
            }
        };
        patiently("connect", connecting).await
    }

    /// Whether it is running. It is not started for this.
    pub(crate) async fn is_running(&self) -> bool {
        let Ok(connection) = self.connect().await else { return false };
        let asking = connection.call_method(
            Some("org.freedesktop.DBus"),
            "/org/freedesktop/DBus",
            Some("org.freedesktop.DBus"),
            "NameHasOwner",
            &NAME,
        );
        let Ok(answer) = patiently("NameHasOwner", asking).await else { return false };
        answer.body().deserialize().unwrap_or(false)
    }

    /// Gives the interface these servers and domains. The servers come last: without servers an interface is asked nothing, and
    /// with servers and no domains it is asked everything. LLMNR and multicast DNS would send names to every host in the tunnel.
    pub(crate) async fn set(&self, interface: &Interface, dns: &DnsPlan) -> Result<(), NetError> {
        let connection = self.connect().await?;
        let index = interface.index.cast_signed();
        call(&connection, "SetLinkLLMNR", &(index, "no")).await?;
        call(&connection, "SetLinkMulticastDNS", &(index, "no")).await?;
        call(&connection, "SetLinkDomains", &(index, domains(dns))).await?;
        call(&connection, "SetLinkDefaultRoute", &(index, dns.all)).await?;
        call(&connection, "SetLinkDNS", &(index, servers(dns))).await?;
        call(&connection, "FlushCaches", &()).await
    }

    /// Takes the interface's servers and domains back. An interface that is gone took them along.
    pub(crate) async fn revert(&self, interface: &Interface) -> Result<(), NetError> {
        let connection = self.connect().await?;
        match call(&connection, "RevertLink", &(interface.index.cast_signed(),)).await {
            Err(NetError::NameService { answer, .. }) if answer.starts_with(NO_SUCH_LINK) => {}
            Err(error) => return Err(error),
            Ok(()) => {}
        }
        call(&connection, "FlushCaches", &()).await
    }

    /// Whether the interface has exactly these servers and domains, and no other way to find names.
    pub(crate) async fn has(&self, interface: &Interface, dns: &DnsPlan) -> Result<bool, NetError> {
        let connection = self.connect().await?;
        let index = interface.index.cast_signed();
        let which = (index,);
        let finding = connection.call_method(Some(NAME), PATH, Some(MANAGER), "GetLink", &which);
        let link: OwnedObjectPath = match patiently("GetLink", finding).await {
            Ok(answer) => match answer.body().deserialize() {
                Ok(path) => path,
                Err(error) => return Err(refused("GetLink", &error)),
            },
            Err(NetError::NameService { answer, .. }) if answer.starts_with(NO_SUCH_LINK) => return Ok(false),
            Err(error) => return Err(error),
        };
        let found_servers: Vec<(i32, Vec<u8>)> = property(&connection, &link, "DNS").await?;
        let found_domains: Vec<(String, bool)> = property(&connection, &link, "Domains").await?;
        let default_route: bool = property(&connection, &link, "DefaultRoute").await?;
        for other_way in ["LLMNR", "MulticastDNS"] {
            if property::<String>(&connection, &link, other_way).await? != "no" {
                return Ok(false);
            }
        }
        let mut wanted_domains = domains(dns);
        let mut found_domains = found_domains;
        wanted_domains.sort();
        found_domains.sort();
        Ok(found_servers == servers(dns) && found_domains == wanted_domains && default_route == dns.all)
    }
}

fn servers(dns: &DnsPlan) -> Vec<(i32, Vec<u8>)> {
    let server = |server: &NameServer| match server.addr() {
        IpAddr::V4(ip) => (AF_INET, ip.octets().to_vec()),
        IpAddr::V6(ip) => (AF_INET6, ip.octets().to_vec()),
    };
    dns.servers.iter().map(server).collect()
}

/// Search domains, and with `true` domains that are only routed here. The root domain draws every other name in.
fn domains(dns: &DnsPlan) -> Vec<(String, bool)> {
    let search = dns.search.iter().map(|domain| (domain.to_string(), false));
    let routed = dns.domains.iter().map(|domain| (domain.to_string(), true));
    let root = dns.all.then(|| (".".to_owned(), true));
    let mut domains: Vec<(String, bool)> = Vec::new();
    for (domain, only_routed) in search.chain(routed).chain(root) {
        // A searched domain is routed too; the service keeps one entry for each name.
        if !domains.iter().any(|(known, _)| *known == domain) {
            domains.push((domain, only_routed));
        }
    }
    domains
}

async fn call<B: Serialize + DynamicType>(
    connection: &Connection,
    method: &'static str,
    body: &B,
) -> Result<(), NetError> {
    patiently(method, connection.call_method(Some(NAME), PATH, Some(MANAGER), method, body)).await.map(drop)
}

async fn property<T: TryFrom<OwnedVariant>>(
    connection: &Connection,
    link: &OwnedObjectPath,
    name: &'static str,
) -> Result<T, NetError>
where
    T::Error: std::fmt::Display,
{
    let properties = Some("org.freedesktop.DBus.Properties");
    let which = (LINK, name);
    let asking = connection.call_method(Some(NAME), link, properties, "Get", &which);
    let answer = patiently("Get", asking).await?;
    let value: OwnedVariant = answer.body().deserialize().map_err(|error| refused("Get", &error))?;
    T::try_from(value).map_err(|error| refused("Get", &error))
}

fn refused(method: &'static str, error: &dyn std::fmt::Display) -> NetError {
    NetError::NameService { call: method.to_owned(), answer: error.to_string() }
}

async fn patiently<T>(method: &'static str, work: impl Future<Output = Result<T, zbus::Error>>) -> Result<T, NetError> {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(zbus::Error::MethodError(name, detail, _))) => {
            Err(refused(method, &format!("{name}: {}", detail.unwrap_or_default())))
        }
        Ok(Err(error)) => Err(refused(method, &error)),
        Err(_) => Err(NetError::TimedOut { step: NetworkStep::Dns }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_domain_is_named_once_and_the_root_routes_the_rest() {
        let dns = DnsPlan {
            servers: ["10.8.0.1", "fd00::53"].map(|server| server.parse().unwrap()).into(),
            search: ["Corp.Example.".parse().unwrap()].into(),
            domains: ["corp.example", "lab.example"].map(|domain| domain.parse().unwrap()).into(),
            all: true,
        };
        let expected = [("corp.example", false), ("lab.example", true), (".", true)];
        assert_eq!(domains(&dns), expected.map(|(name, routed)| (name.to_owned(), routed)));
        let servers = servers(&dns);
        assert_eq!(servers[0], (AF_INET, vec![10, 8, 0, 1]));
        assert_eq!(servers[1].0, AF_INET6);
        assert_eq!(servers[1].1.len(), 16);
    }
}
